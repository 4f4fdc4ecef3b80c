//! Looking for what should not be there: names, numbers and words in every file of a node.
//!
//! What is looked for never appears in results or logs: a hit says which needle, by number, and where.

mod needles;
mod places;
mod tables;

use std::path::PathBuf;
use std::sync::Arc;

use weicourt_domain::erasure::SearchRecord;

pub use self::needles::Needles;
use crate::Store;
use crate::blobs::off_thread;
use crate::database::StoreUrl;
use crate::error::StoreError;

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a file.
    File {
        /// The file.
        path: PathBuf,
        /// Byte at which it begins.
        offset: u64,
    },
    /// In the name of a file.
    Name {
        /// The file; the name is what was looked for, so it is no place for a log.
        path: PathBuf,
    },
    /// In a row of a database server.
    Table {
        /// The table.
        table: String,
        /// The row, counted as the server gave them, from 0.
        row: u64,
    },
}

/// Something that was looked for was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which, in the order in which they were added, from 0.
    pub needle: usize,
    /// Where.
    pub place: Place,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Residue {
    /// Things looked for, each in all its encodings.
    pub n_needles: u64,
    /// Files and tables read from end to end.
    pub n_places: u64,
    /// Bytes read.
    pub n_bytes: u64,
    /// Places where something was found.
    pub n_hits: u64,
    /// The first thousand of them.
    pub hits: Vec<Hit>,
}

impl Residue {
    /// Hits that are kept one by one; more are only counted.
    const HITS_MAX: usize = 1_000;

    fn found(&mut self, needle: usize, place: Place) {
        self.n_hits += 1;
        if self.hits.len() < Self::HITS_MAX {
            self.hits.push(Hit { needle, place });
        }
    }

    /// As it stands in a certificate.
    pub fn record(&self) -> SearchRecord {
        SearchRecord {
            n_needles: self.n_needles,
            n_places: self.n_places,
            n_bytes: self.n_bytes,
            n_hits: self.n_hits,
        }
    }
}

impl Store {
    /// Looks for `needles` in everything this store keeps: the directory of an embedded database with its
    /// write-ahead log and whatever else lies there, or every table of a server, and the directory of large
    /// files; and in `also`, such as logs and temporary files, whole directories or single files.
    ///
    /// Reads every byte: about a second for each two hundred megabytes. Acts go on meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`], [`StoreError::Database`].
    pub async fn residue(&self, needles: Needles, also: &[PathBuf]) -> Result<Residue, StoreError> {
        let needles = Arc::new(needles);
        let config = &self.inner.config;
        let mut roots = vec![config.blob_dir.clone()];
        let mut residue = Residue::default();
        match &config.url {
            StoreUrl::Sqlite { path } => roots.extend(path.parent().map(PathBuf::from)),
            StoreUrl::Postgres { .. } => self.search_tables(&needles, &mut residue).await?,
        }
        roots.extend(also.iter().cloned());
        let files = off_thread(move || needles.search(&roots)).await?;
        residue.n_needles = files.n_needles;
        residue.n_places += files.n_places;
        residue.n_bytes += files.n_bytes;
        residue.n_hits += files.n_hits;
        residue.hits.extend(files.hits);
        residue.hits.truncate(Residue::HITS_MAX);
        Ok(residue)
    }
}

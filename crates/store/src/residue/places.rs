//! Files, read in pieces that overlap, so that nothing is missed between two of them.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use super::{Needles, Place, Residue};
use crate::error::{IoContext as _, StoreError};

/// Bytes read at once.
const PIECE: usize = 1 << 20;

impl Needles {
    /// Looks for all of this in files, and in directories with all below them; what lies below two of them
    /// is read once. Files that go away meanwhile are passed over, links are not followed. Blocks.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] if something cannot be read, [`StoreError::Refused`] if there is too much to look for.
    pub fn search(&self, roots: &[PathBuf]) -> Result<Residue, StoreError> {
        let automaton =
            self.automaton().map_err(|_| StoreError::Refused("too much to look for".to_owned()))?;
        let mut files = Vec::new();
        for root in roots {
            gather(root, &mut files)?;
        }
        files.sort_unstable();
        files.dedup();
        let mut residue = Residue { n_needles: self.len() as u64, ..Residue::default() };
        let mut buffer = Vec::new();
        for path in files {
            self.in_name(&automaton, &path, &mut residue);
            self.in_file(&automaton, &path, &mut buffer, &mut residue)?;
        }
        Ok(residue)
    }

    fn in_name(&self, automaton: &AhoCorasick, path: &Path, residue: &mut Residue) {
        for found in automaton.find_iter(path.as_os_str().as_encoded_bytes()) {
            let place = Place::Name { path: path.to_owned() };
            residue.found(self.owner(found.pattern().as_usize()), place);
        }
    }

    fn in_file(
        &self,
        automaton: &AhoCorasick,
        path: &Path,
        buffer: &mut Vec<u8>,
        residue: &mut Residue,
    ) -> Result<(), StoreError> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::Io("open file to search", error)),
        };
        residue.n_places += 1;
        let overlap = automaton.max_pattern_len().saturating_sub(1);
        buffer.clear();
        // Where the buffer begins in the file, and how much of it was searched before.
        let (mut begin, mut known) = (0_u64, 0);
        loop {
            let n_read = (&mut file).take(PIECE as u64).read_to_end(buffer).doing("search file")?;
            if n_read == 0 {
                return Ok(());
            }
            residue.n_bytes += n_read as u64;
            for found in automaton.find_iter(buffer.as_slice()).filter(|found| found.end() > known) {
                let place = Place::File { path: path.to_owned(), offset: begin + found.start() as u64 };
                residue.found(self.owner(found.pattern().as_usize()), place);
            }
            known = buffer.len().min(overlap);
            begin += (buffer.len() - known) as u64;
            buffer.drain(..buffer.len() - known);
        }
    }

    /// Looks at one row of a database server.
    pub(super) fn in_row(
        &self,
        automaton: &AhoCorasick,
        table: &str,
        row: u64,
        text: &str,
        residue: &mut Residue,
    ) {
        residue.n_bytes += text.len() as u64;
        for found in automaton.find_iter(text) {
            let place = Place::Table { table: table.to_owned(), row };
            residue.found(self.owner(found.pattern().as_usize()), place);
        }
    }
}

fn gather(place: &Path, files: &mut Vec<PathBuf>) -> Result<(), StoreError> {
    let kind = match fs::symlink_metadata(place) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::Io("look at place to search", error)),
    };
    if kind.is_file() {
        files.push(place.to_owned());
    } else if kind.is_dir() {
        let below = match fs::read_dir(place) {
            Ok(below) => below,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::Io("read directory to search", error)),
        };
        for entry in below {
            gather(&entry.doing("read directory to search")?.path(), files)?;
        }
    }
    Ok(())
}

//! Files, read in pieces that overlap, so that nothing is missed between two of them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use aho_corasick::AhoCorasick;

use super::{Needles, Place, Residue};
use crate::error::{IoContext as _, StoreError};

/// Bytes read at once.
const PIECE: usize = 1 << 20;

/// Files of SQLite that were opened here, by device and number. Closing one would let go of every lock that
/// SQLite holds on it in this process, and another process could then spoil the database; so they stay open.
/// See <https://sqlite.org/howtocorrupt.html>, section 2.2.
static KEPT_OPEN: LazyLock<Mutex<KeptOpen>> = LazyLock::new(Mutex::default);

type KeptOpen = HashMap<(u64, u64), Arc<File>>;

/// Opens a file to read it; none if it is gone.
fn open(path: &Path) -> std::io::Result<Option<Arc<File>>> {
    let mut kept = KEPT_OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    match fs::metadata(path) {
        Ok(metadata) => {
            if let Some(file) = kept.get(&(metadata.dev(), metadata.ino())) {
                return Ok(Some(file.clone()));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let file = match File::open(path) {
        Ok(file) => Arc::new(file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut beginning = [0; 16];
    let has_header = file.read_exact_at(&mut beginning, 0).is_ok() && beginning == *b"SQLite format 3\0";
    let name = path.as_os_str().as_encoded_bytes();
    if has_header || name.ends_with(b"-shm") || name.ends_with(b"-wal") {
        let metadata = file.metadata()?;
        kept.insert((metadata.dev(), metadata.ino()), file.clone());
    }
    Ok(Some(file))
}

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
        let Some(file) = open(path).doing("open file to search")? else { return Ok(()) };
        residue.n_places += 1;
        let overlap = automaton.max_pattern_len().saturating_sub(1);
        buffer.clear();
        // Where the buffer begins in the file, and how much of it was searched before.
        let (mut begin, mut known) = (0_u64, 0);
        loop {
            buffer.resize(known + PIECE, 0);
            let n_read = match file.read_at(&mut buffer[known..], begin + known as u64) {
                Ok(0) => return Ok(()),
                Ok(n_read) => n_read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(StoreError::Io("search file", error)),
            };
            buffer.truncate(known + n_read);
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

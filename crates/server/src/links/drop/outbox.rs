//! The directory from which the ferry takes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::file::{self, Name};

#[derive(Debug)]
pub(super) struct Outbox {
    dir: PathBuf,
    started_ms: u64,
    sender: u32,
    n_written: AtomicU64,
    /// No fewer than wait: counted when it matters, and then one more for each written.
    n_waiting: AtomicUsize,
}

impl Outbox {
    pub(super) fn open(dir: &Path) -> io::Result<Self> {
        let mut newest_ms = 0;
        let mut n_waiting = 0;
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if Name::is_unfinished(&name) {
                // This node is the only one that writes here, and it was not running.
                fs::remove_file(entry.path())?;
            } else if let Some(name) = Name::read(&name) {
                newest_ms = newest_ms.max(name.started_ms);
                n_waiting += 1;
            }
        }
        let now_ms = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or(0);
        Ok(Self {
            dir: dir.to_owned(),
            // A clock that was set back must not put new bundles before those that wait.
            started_ms: now_ms.max(newest_ms + 1),
            sender: getrandom::u32().map_err(io::Error::other)?,
            n_written: AtomicU64::new(0),
            n_waiting: AtomicUsize::new(n_waiting),
        })
    }

    /// Whether fewer than `most` bundles wait.
    pub(super) fn has_room(&self, most: usize) -> io::Result<bool> {
        if self.n_waiting.load(Ordering::Relaxed) < most {
            return Ok(true);
        }
        let mut n_waiting = 0;
        for entry in fs::read_dir(&self.dir)? {
            n_waiting += usize::from(Name::read(&entry?.file_name().to_string_lossy()).is_some());
        }
        self.n_waiting.store(n_waiting, Ordering::Relaxed);
        Ok(n_waiting < most)
    }

    pub(super) fn write(&self, bundle: &[u8]) -> io::Result<()> {
        let number = self.n_written.fetch_add(1, Ordering::Relaxed) + 1;
        let name = Name { started_ms: self.started_ms, sender: self.sender, number };
        file::write(&self.dir, &name, bundle)?;
        self.n_waiting.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

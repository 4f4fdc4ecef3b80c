//! The directory into which the ferry puts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::file::{self, Name};

/// How long a file that is not a whole bundle may lie unchanged before somebody is told: a ferry that does
/// not rename is given time to finish.
const STILL: Duration = Duration::from_secs(10);

/// What one look found.
#[derive(Debug)]
pub(super) struct Found {
    /// The next bundle and its file.
    pub(super) bundle: Option<(PathBuf, Vec<u8>)>,
    /// What a person should look at.
    pub(super) trouble: Option<String>,
}

/// Size and last change of a file, in seconds and nanoseconds; a change of its rights counts.
type Look = (u64, i64, i64);

/// A file that is left alone.
#[derive(Debug)]
struct Left {
    /// How it was just before it was read.
    look: Look,
    /// Since when it looks so.
    since: Instant,
    /// When it was read last.
    read: Instant,
    is_told: bool,
}

#[derive(Debug)]
pub(super) struct Inbox {
    dir: PathBuf,
    /// Names of the last look that were not handed over yet.
    names: VecDeque<OsString>,
    /// Files that were handed over and could not be deleted.
    stuck: BTreeSet<OsString>,
    left: BTreeMap<OsString, Left>,
}

impl Inbox {
    pub(super) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), names: VecDeque::new(), stuck: BTreeSet::new(), left: BTreeMap::new() }
    }

    /// The next bundle. `done` was handed over before and is deleted.
    pub(super) fn next(&mut self, done: Option<&Path>) -> io::Result<Found> {
        if let Some(name) = done.and_then(Path::file_name) {
            if self.names.front().is_some_and(|first| first == name) {
                self.names.pop_front();
            }
            self.delete(name.to_owned());
        }
        if self.names.is_empty() {
            self.look()?;
        }
        // What is found stays the first until it is `done`: nobody may have waited for it to the end.
        while let Some(name) = self.names.front().cloned() {
            let path = self.dir.join(&name);
            // Before reading: what a ferry adds while it is read must count as a change.
            let look = look(&path);
            let found = file::read(&path);
            if let Ok(Some(bundle)) = found {
                self.left.remove(&name);
                return Ok(Found { bundle: Some((path, bundle)), trouble: self.trouble() });
            }
            self.names.pop_front();
            match (found, look) {
                (Ok(_), Some(look)) => self.leave(name, look),
                (Err(error), Some(look)) if error.kind() == ErrorKind::PermissionDenied => {
                    self.leave(name, look)
                }
                (Err(error), _) if error.kind() != ErrorKind::NotFound => return Err(error),
                // The ferry, or a person, took it away again.
                _ => {}
            }
        }
        Ok(Found { bundle: None, trouble: self.trouble() })
    }

    fn look(&mut self) -> io::Result<()> {
        for name in std::mem::take(&mut self.stuck) {
            self.delete(name);
        }
        let mut there = BTreeSet::new();
        for entry in fs::read_dir(&self.dir)? {
            there.insert(entry?.file_name());
        }
        self.left.retain(|name, _| there.contains(name));
        // A set of names is in their order.
        for name in there {
            if self.stuck.contains(&name) {
                continue;
            }
            if name.to_str().and_then(Name::read).is_none() {
                if let Some(look) = look(&self.dir.join(&name)) {
                    self.leave(name, look);
                }
            } else if self.left.get(&name).is_none_or(|left| left.is_due(&self.dir.join(&name))) {
                self.names.push_back(name);
            }
        }
        Ok(())
    }

    fn delete(&mut self, name: OsString) {
        match fs::remove_file(self.dir.join(&name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                self.stuck.insert(name);
            }
            _ => {}
        }
    }

    /// Remembers how a file that is not a whole bundle looked, and tells once of one that stays so.
    fn leave(&mut self, name: OsString, look: Look) {
        let now = Instant::now();
        let mut left = Left { look, since: now, read: now, is_told: false };
        if let Some(before) = self.left.remove(&name) {
            left.is_told = before.is_told;
            if before.look == look {
                left.since = before.since;
            }
        }
        if !left.is_told && left.since.elapsed() >= STILL {
            left.is_told = true;
            let size_bytes = look.0;
            tracing::warn!(link = "drop", file = ?name, size_bytes, "left alone: no whole bundle, or not readable");
        }
        self.left.insert(name, left);
    }

    fn trouble(&self) -> Option<String> {
        let dir = self.dir.display();
        if !self.stuck.is_empty() {
            return Some(format!("{dir}: handed over and cannot be deleted; give this user the right to"));
        }
        let n_left = self.left.values().filter(|left| left.is_told).count();
        let told = format!(
            "{dir}: {n_left} files that are no whole bundles, or not readable, are left alone; remove them"
        );
        (n_left > 0).then_some(told)
    }
}

impl Left {
    /// Whether the file changed, or was not read for a while: the time of a change is coarse.
    fn is_due(&self, path: &Path) -> bool {
        self.read.elapsed() >= STILL || look(path) != Some(self.look)
    }
}

/// How the file at `path` looks; `None` if it is gone.
fn look(path: &Path) -> Option<Look> {
    let data = fs::symlink_metadata(path).ok()?;
    Some((data.len(), data.ctime(), data.ctime_nsec()))
}

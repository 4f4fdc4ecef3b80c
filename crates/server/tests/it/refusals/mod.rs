//! Whatever is wrong with a request, the person is told clearly, nothing breaks, and nothing is kept.
//!
//! Every answer goes through [`Client::ask`], which fails on a status of 500 or more and on a refusal
//! that does not say what it is and what to do next.

mod files;
mod operations;
mod stream;
mod walk;
mod words;

use crate::court::Court;

/// What a court holds: entries in all logs, and large files.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    n_entries: u64,
    n_files: usize,
}

fn kept(court: &Court) -> Kept {
    let verdict = court.verify();
    assert!(verdict.valid, "{}", verdict.text);
    let mut n_files = 0;
    let mut dirs = vec![court.data().join("blobs")];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { dirs.push(path) } else { n_files += 1 }
        }
    }
    Kept { n_entries: verdict.n_entries, n_files }
}

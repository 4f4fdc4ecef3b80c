//! The file ferry of a network gap: carries bundles, and keeps a copy of every one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// A ferry that runs until it is dropped.
pub(super) struct Ferry {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Moves every bundle, whole, under its own name; a hard link keeps it.
fn carry(out: &Path, into: &Path, kept: &Path, n_kept: &mut u64) {
    for file in std::fs::read_dir(out).expect("a directory") {
        let file = file.expect("a file").path();
        if file.extension().is_none_or(|ending| ending != "bundle") {
            continue;
        }
        let name = file.file_name().expect("a name");
        let copy = kept.join(n_kept.to_string());
        // A sender that starts again may take back a file under the ferry's hands.
        if std::fs::hard_link(&file, &copy).is_ok() {
            *n_kept += 1;
            let _taken_back = std::fs::rename(&file, into.join(name));
        }
    }
}

impl Ferry {
    /// Carries between pairs of directories; the third of each keeps what passed.
    pub(super) fn start(routes: Vec<[PathBuf; 3]>) -> Ferry {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut n_kept = 0;
            while !stopped.load(Ordering::SeqCst) {
                for [out, into, kept] in &routes {
                    carry(out, into, kept, &mut n_kept);
                }
                std::thread::sleep(Duration::from_millis(3));
            }
        });
        Ferry { stop, thread: Some(thread) }
    }
}

impl Drop for Ferry {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

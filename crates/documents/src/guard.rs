//! Where foreign parsers run.

use std::thread;

use crate::FileError;

/// Stack of a parser, in bytes: parsers descend into nested objects, up to 512 levels.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Runs `work` on a thread of its own, so that a panic in a parser is an error of that file.
///
/// The parsers used here forbid `unsafe`, so the worst that a mistake in them does to us is a panic,
/// an endless loop or exhausted memory; only the first ends here.
pub(crate) fn guarded<T: Send>(work: impl FnOnce() -> Result<T, FileError> + Send) -> Result<T, FileError> {
    guarded_or(|| FileError::Damaged, work)
}

/// Like [`guarded`], with `died` for a panic.
pub(crate) fn guarded_or<T: Send, E: Send>(
    died: impl FnOnce() -> E,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> Result<T, E> {
    thread::scope(|scope| {
        let worker =
            thread::Builder::new().name("pages".into()).stack_size(STACK_BYTES).spawn_scoped(scope, work);
        worker.ok().and_then(|worker| worker.join().ok()).unwrap_or_else(|| Err(died()))
    })
}

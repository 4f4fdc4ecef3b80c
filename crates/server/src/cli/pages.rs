//! `weicourt pages`: what a node starts itself with to look at files of strangers.

use super::Exit;

/// Answers one question on standard input.
pub(super) fn run() -> Exit {
    match crate::adapters::pages::work(std::io::stdin(), std::io::stdout()) {
        Ok(()) => Exit::Done,
        Err(error) => Exit::broken(&error),
    }
}

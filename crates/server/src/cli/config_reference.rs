//! `weicourt config-reference`: prints the reference page of the configuration.

use super::{Exit, print};

/// Prints the page as Markdown.
pub(super) fn run() -> Exit {
    print::page(&crate::config::reference());
    Exit::Done
}

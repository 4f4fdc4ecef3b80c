//! What commands print: an answer on standard output, a complaint on standard error.

use std::fmt::Display;
use std::io::Write as _;

use clap::Args;
use serde::Serialize;

/// The flag `--json`, shared by every command that answers a question.
#[derive(Debug, Clone, Copy, Args)]
pub struct Output {
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

impl Output {
    /// Prints `answer` as one JSON object when `--json` was given, else the lines of `text`.
    pub fn print(self, answer: &impl Serialize, text: &dyn Display) {
        if self.json {
            match serde_json::to_string(answer) {
                Ok(line) => say(&line),
                Err(error) => complain(&error),
            }
        } else {
            say(text);
        }
    }
}

/// Prints one line on standard output.
///
/// A reader that closed its end (`weicourt … | head -1`) is not an error.
pub fn say(line: &dyn Display) {
    let _closed = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints a whole page on standard output, as it is.
pub(super) fn page(text: &str) {
    let _closed = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Prints one line on standard error, after the name of the program.
pub(super) fn complain(line: &dyn Display) {
    let _closed = writeln!(std::io::stderr().lock(), "weicourt: {line}");
}

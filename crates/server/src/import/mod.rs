//! `weicourt import cases`: a file of the case-handling system, read in order, resumable at any byte.
//!
//! A reader cuts the file into records ([`jsonl`], [`table`]); threads check and seal them; one writer
//! looks, writes and marks how far it came, all in one transaction. After a kill the file is read from its
//! beginning again, but what was written before is only remembered, so that a record that stands in the
//! file twice is refused in the same line whatever happened.

mod jsonl;
mod rejects;
mod run;
mod table;

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use weicourt_domain::register::RegisterInput;

pub use run::{Failure, Plan, Step, Summary, run};

/// Bytes of the beginning and of the end of a file that tell it from others.
const FINGERPRINT_BYTES: u64 = 64 * 1024;

/// A record as the reader found it.
#[derive(Debug)]
struct RawRecord {
    /// The line it begins at, counted from 1.
    line: u64,
    /// The line after it, counted from 0: lines of the file that are done with it.
    end_line: u64,
    /// Bytes of the file up to its end.
    end_bytes: u64,
    what: Raw,
}

/// What the reader found.
#[derive(Debug)]
enum Raw {
    /// A line of JSON.
    Json(Vec<u8>),
    /// A record put together from a table.
    Input(Box<RegisterInput>),
    /// Something that is no record, and why.
    Bad(String),
}

/// Reads one record after the other.
type Records = Box<dyn Iterator<Item = io::Result<RawRecord>> + Send>;

/// The reader for this kind of file.
fn records(path: &Path) -> io::Result<Records> {
    let file = File::open(path)?;
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("jsonl" | "ndjson") => Ok(Box::new(jsonl::read(file))),
        Some("csv") => Ok(Box::new(table::read(file)?)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "the name must end in .jsonl or .csv")),
    }
}

/// What tells the file from others: its size, its beginning and its end.
fn fingerprint(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut parts = size.to_be_bytes().to_vec();
    (&mut file).take(FINGERPRINT_BYTES).read_to_end(&mut parts)?;
    file.seek(SeekFrom::Start(size.saturating_sub(FINGERPRINT_BYTES)))?;
    file.take(FINGERPRINT_BYTES).read_to_end(&mut parts)?;
    Ok(parts)
}

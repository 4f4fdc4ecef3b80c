//! One JSON object a line.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};

use super::{Raw, RawRecord};

/// Longest line, in bytes: a case with two thousand parties fits.
const LONGEST_LINE: usize = 4 * 1024 * 1024;

struct Lines {
    file: BufReader<File>,
    read_bytes: u64,
    n_lines: u64,
}

/// Every line that is not blank.
pub(super) fn read(file: File) -> impl Iterator<Item = io::Result<RawRecord>> + Send {
    let mut lines = Lines { file: BufReader::with_capacity(1 << 20, file), read_bytes: 0, n_lines: 0 };
    std::iter::from_fn(move || lines.next().transpose())
}

impl Lines {
    fn next(&mut self) -> io::Result<Option<RawRecord>> {
        loop {
            let mut line = Vec::new();
            let (n_bytes, too_long) = self.line(&mut line)?;
            if n_bytes == 0 {
                return Ok(None);
            }
            self.n_lines += 1;
            let before = self.read_bytes;
            self.read_bytes += n_bytes;
            // Editors put a byte order mark in front.
            let bytes = if before == 0 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
            let bytes = bytes.trim_ascii();
            if bytes.is_empty() && !too_long {
                continue;
            }
            let what = if too_long {
                Raw::Bad(format!("这一行超过{LONGEST_LINE}字节"))
            } else {
                Raw::Json(bytes.to_vec())
            };
            let (n, end_bytes) = (self.n_lines, self.read_bytes);
            return Ok(Some(RawRecord { line: n, end_line: n, end_bytes, what }));
        }
    }

    /// Reads up to the end of the line; what is longer than the longest is passed over.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<(u64, bool)> {
        let (mut n_bytes, mut too_long) = (0, false);
        loop {
            let buffer = self.file.fill_buf()?;
            if buffer.is_empty() {
                return Ok((n_bytes, too_long));
            }
            let end = buffer.iter().position(|byte| *byte == b'\n').map(|end| end + 1);
            let taken = end.unwrap_or(buffer.len());
            too_long |= line.len() + taken > LONGEST_LINE;
            if !too_long {
                line.extend_from_slice(&buffer[..taken]);
            }
            self.file.consume(taken);
            n_bytes += taken as u64;
            if end.is_some() {
                return Ok((n_bytes, too_long));
            }
        }
    }
}

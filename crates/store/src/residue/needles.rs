//! What is looked for, in all the shapes in which it may lie about.

use std::fmt::Write as _;

use aho_corasick::{AhoCorasick, BuildError};
use weicourt_domain::id::CaseId;

/// Shorter ones would be found by chance in sealed bytes.
const SHORTEST: usize = 6;

/// Things to look for. Numbered from 0 in the order in which they are added.
#[derive(Default)]
pub struct Needles {
    patterns: Vec<Vec<u8>>,
    /// Number of the needle that each pattern is a shape of.
    owners: Vec<usize>,
    n_needles: usize,
}

impl std::fmt::Debug for Needles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Needles").field("n_needles", &self.n_needles).finish_non_exhaustive()
    }
}

impl Needles {
    /// Nothing yet.
    pub fn new() -> Needles {
        Needles::default()
    }

    /// How many were added.
    pub fn len(&self) -> usize {
        self.n_needles
    }

    /// Whether none was added.
    pub fn is_empty(&self) -> bool {
        self.n_needles == 0
    }

    /// A name, number or text: as UTF-8, UTF-16, escaped in JSON, in a URL and in hexadecimal digits.
    /// Shapes of less than six bytes are left out, because they are found by chance in anything sealed.
    pub fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut shapes = vec![
            bytes.to_vec(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            hexadecimal(bytes),
        ];
        if !text.is_ascii() {
            let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            shapes.push(escaped.to_ascii_uppercase().replace("\\U", "\\u").into_bytes());
            shapes.push(escaped.into_bytes());
            let mut percent = String::with_capacity(bytes.len() * 3);
            for byte in bytes {
                // Writing to a String cannot fail.
                let _ = write!(percent, "%{byte:02X}");
            }
            shapes.push(percent.into_bytes());
        }
        self.add(shapes);
    }

    /// Bytes, such as the beginning of a photo: as they are and in hexadecimal digits.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.add(vec![bytes.to_vec(), hexadecimal(bytes)]);
    }

    /// The id of a case: as people read it, in decimal and hexadecimal digits, and as both databases and
    /// either byte order write it.
    pub fn case(&mut self, case: CaseId) {
        self.add(vec![
            case.to_string().into_bytes(),
            case.0.to_string().into_bytes(),
            format!("{:016x}", case.0).into_bytes(),
            case.0.to_be_bytes().to_vec(),
            case.0.to_le_bytes().to_vec(),
            sqlite_row_id(case.0),
        ]);
    }

    fn add(&mut self, mut shapes: Vec<Vec<u8>>) {
        shapes.retain(|shape| shape.len() >= SHORTEST);
        shapes.sort_unstable();
        shapes.dedup();
        self.owners.extend(std::iter::repeat_n(self.n_needles, shapes.len()));
        self.patterns.extend(shapes);
        self.n_needles += 1;
    }

    pub(super) fn automaton(&self) -> Result<AhoCorasick, BuildError> {
        AhoCorasick::new(&self.patterns)
    }

    /// The needle that a pattern belongs to.
    pub(super) fn owner(&self, pattern: usize) -> usize {
        self.owners[pattern]
    }
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    data_encoding::HEXLOWER.encode(bytes).into_bytes()
}

/// A 64-bit number as SQLite writes the key of a row: seven bits a byte, the highest first; a ninth byte
/// holds eight.
fn sqlite_row_id(id: u64) -> Vec<u8> {
    if id >> 56 != 0 {
        let mut bytes: Vec<u8> = (0..8).map(|place| 0x80 | (id >> (8 + 7 * (7 - place))) as u8).collect();
        bytes.push(id as u8);
        return bytes;
    }
    let n_groups = (64 - id.leading_zeros()).max(1).div_ceil(7);
    (0..n_groups)
        .rev()
        .map(|group| ((id >> (7 * group)) as u8 & 0x7f) | if group > 0 { 0x80 } else { 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sqlite_row_id;

    #[test]
    fn row_ids_are_written_as_the_file_format_says() {
        assert_eq!(sqlite_row_id(0), [0]);
        assert_eq!(sqlite_row_id(127), [0x7f]);
        assert_eq!(sqlite_row_id(128), [0x81, 0x00]);
        assert_eq!(sqlite_row_id(16_384), [0x81, 0x80, 0x00]);
        assert_eq!(sqlite_row_id((1 << 56) - 1), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        assert_eq!(sqlite_row_id(u64::MAX), [0xff; 9]);
        assert_eq!(sqlite_row_id(1 << 56), [0x80, 0xc0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]);
    }
}

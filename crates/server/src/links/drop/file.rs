//! A bundle as a file: its name, and how a whole one is told from a half.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::super::MOST_BYTES;

/// First bytes of every bundle file. Files travel for days: a new form gets new first bytes.
const FIRST: &[u8; 8] = b"WCDROP1\n";
const HEADER_BYTES: usize = FIRST.len() + 4 + 32;
/// The end of the name of a whole bundle.
const WHOLE: &str = ".bundle";
/// The end of the name of one that is being written.
const UNFINISHED: &str = ".unfinished";

/// The name of a bundle file: `0001764000000000-5f3a91c2-0000000042.bundle`.
///
/// It sorts by the start of the sender, then by the number since then; the middle part keeps two senders
/// apart that started in the same millisecond.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// Start of the sender, in milliseconds since 1970.
    pub(super) started_ms: u64,
    /// Random for each start.
    pub(super) sender: u32,
    /// Number since the start, from 1.
    pub(super) number: u64,
}

impl Name {
    pub(super) fn whole(&self) -> String {
        format!("{:016}-{:08x}-{:010}{WHOLE}", self.started_ms, self.sender, self.number)
    }

    pub(super) fn unfinished(&self) -> String {
        // A leading dot keeps it from ferries that take `*`.
        format!(".{}{UNFINISHED}", self.whole())
    }

    /// Reads the name of a whole bundle.
    pub(super) fn read(name: &str) -> Option<Name> {
        let mut parts = name.strip_suffix(WHOLE)?.split('-');
        let found = Name {
            started_ms: parts.next()?.parse().ok()?,
            sender: u32::from_str_radix(parts.next()?, 16).ok()?,
            number: parts.next()?.parse().ok()?,
        };
        // Only the one way of writing it is ours.
        (found.whole() == name).then_some(found)
    }

    /// Whether `name` is that of a bundle some sender did not finish.
    pub(super) fn is_unfinished(name: &str) -> bool {
        let whole = name.strip_prefix('.').and_then(|name| name.strip_suffix(UNFINISHED));
        whole.and_then(Name::read).is_some()
    }
}

/// Writes `bundle` into `dir` so that it appears whole or not at all, even when the power fails.
pub(super) fn write(dir: &Path, name: &Name, bundle: &[u8]) -> io::Result<()> {
    let unfinished = dir.join(name.unfinished());
    let written = (|| {
        // The ferry runs as another user of the same group; what is inside is sealed.
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o640).open(&unfinished)?;
        let size = u32::try_from(bundle.len()).map_err(io::Error::other)?;
        let mut header = Vec::with_capacity(HEADER_BYTES);
        header.extend_from_slice(FIRST);
        header.extend_from_slice(&size.to_be_bytes());
        header.extend_from_slice(&Sha256::digest(bundle));
        file.write_all(&header)?;
        file.write_all(bundle)?;
        file.sync_all()?;
        fs::rename(&unfinished, dir.join(name.whole()))
    })();
    if written.is_err() {
        let _left_for_the_next_start = fs::remove_file(&unfinished);
    }
    written?;
    File::open(dir)?.sync_all()
}

/// The bundle in the file at `path`; `None` if it is not a whole one.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size < HEADER_BYTES as u64 || size > (HEADER_BYTES + MOST_BYTES) as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take((HEADER_BYTES + MOST_BYTES) as u64).read_to_end(&mut bytes)?;
    let Some((first, rest)) = bytes.split_first_chunk::<8>() else { return Ok(None) };
    let Some((size, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let Some((digest, bundle)) = rest.split_first_chunk::<32>() else { return Ok(None) };
    let is_whole = first == FIRST
        && u32::from_be_bytes(*size) as usize == bundle.len()
        && Sha256::digest(bundle).as_slice() == digest;
    if !is_whole {
        return Ok(None);
    }
    bytes.drain(..HEADER_BYTES);
    Ok(Some(bytes))
}

//! What a node and its process for pages say to each other. Both are the same program, so the
//! words may change with every version.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use weicourt_app::ports::{BookPlan, PageLook, PageOfWords, PageRefusal};

/// Largest frame, in bytes; a book of more would not fit anywhere.
const LARGEST: u64 = 8 << 30;

/// What a process may use up.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Bounds {
    pub(super) memory_bytes: u64,
    pub(super) processor_seconds: u64,
}

/// A question; for a count or a page the content of the file follows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ask {
    pub(super) bounds: Bounds,
    pub(super) fonts_dir: PathBuf,
    pub(super) most_pixels: u64,
    pub(super) task: Task,
}

/// What is to be done.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Task {
    Count,
    Draw { index: u32, look: PageLook },
    DrawWords { words: PageOfWords, look: PageLook },
    Bind { plan: BookPlan, keeps_pdf: bool },
}

/// What the process says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Answer {
    /// Send the content of this file.
    Wanted {
        file: String,
    },
    Counted {
        n_pages: u32,
    },
    /// A JPEG file follows.
    Drawn {
        width: u32,
        height: u32,
        unshown: Vec<char>,
    },
    /// A PDF file follows.
    Bound {
        n_index_pages: u32,
        first_pages: Vec<u32>,
        unreadable: Vec<(u32, u32)>,
    },
    Refused {
        refusal: PageRefusal,
    },
}

impl Answer {
    /// Whether a frame of bytes follows.
    pub(super) fn has_bytes(&self) -> bool {
        matches!(self, Self::Drawn { .. } | Self::Bound { .. })
    }
}

/// Writes a frame: its length (8 bytes, most significant first), and its bytes.
pub(super) fn send(to: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    let n_bytes = u64::try_from(frame.len()).map_err(io::Error::other)?;
    to.write_all(&n_bytes.to_be_bytes())?;
    to.write_all(frame)?;
    to.flush()
}

/// Reads a frame.
pub(super) fn receive(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut n_bytes = [0; 8];
    from.read_exact(&mut n_bytes)?;
    let n_bytes = u64::from_be_bytes(n_bytes);
    if n_bytes > LARGEST {
        return Err(io::Error::other("a frame without end"));
    }
    let mut frame = Vec::new();
    let read = from.take(n_bytes).read_to_end(&mut frame)?;
    if u64::try_from(read).is_ok_and(|read| read == n_bytes) {
        Ok(frame)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

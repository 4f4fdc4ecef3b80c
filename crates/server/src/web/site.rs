//! Where the files of the web app come from.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use axum::http::HeaderValue;
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

/// The built web app. A debug build reads the files when asked for them; a release holds them.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// Where the files of the web app come from.
#[derive(Debug, Clone)]
pub enum Site {
    /// From inside the program.
    Embedded,
    /// From a directory, read each time; for developing the web app.
    Directory(PathBuf),
}

impl Site {
    /// From `dir`, or from inside the program when `dir` is empty.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        if dir.as_os_str().is_empty() { Self::Embedded } else { Self::Directory(dir.to_owned()) }
    }

    /// The file called `name`, a path with `/` and without `..`.
    pub(super) fn file(&self, name: &str) -> Option<File> {
        match self {
            Self::Embedded => {
                let file = Built::get(name)?;
                Some(File { bytes: file.data, hash: file.metadata.sha256_hash() })
            }
            Self::Directory(dir) => {
                let inside = Path::new(name);
                if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
                    return None;
                }
                let bytes = std::fs::read(dir.join(inside)).ok()?;
                Some(File { hash: Sha256::digest(&bytes).into(), bytes: bytes.into() })
            }
        }
    }
}

/// A file and its SHA-256.
pub(super) struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

impl File {
    pub(super) fn tag(&self) -> HeaderValue {
        let tag = format!("\"{}\"", HEXLOWER.encode(&self.hash[..16]));
        HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""))
    }

    pub(super) fn into_bytes(self) -> axum::body::Bytes {
        match self.bytes {
            Cow::Borrowed(bytes) => axum::body::Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        }
    }
}

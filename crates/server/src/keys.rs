//! The node's own keys: made at the first start, readable by this user only.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER_PERMISSIVE;
use zeroize::Zeroizing;

/// 32 secret bytes, wiped from memory when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// Everything a node must keep secret to stay itself.
pub struct NodeKeys {
    /// Wraps the keys of the cases (`node.key`).
    pub node: Key,
    /// Seed of the Ed25519 key that signs receipts and chain heads (`signing.key`).
    pub signing: Key,
    /// Key of the digests by which people are found without their number (`pepper.key`).
    pub pepper: Key,
}

impl std::fmt::Debug for NodeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NodeKeys(***)")
    }
}

/// What is wrong with the keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Some keys are there and this one is not; making a new one would lose every case.
    #[error("find {}: the other keys are there, so restore it from your copy", .0.display())]
    Missing(PathBuf),
    /// The node has data and no keys; making new ones would lose every case.
    #[error("find keys in {}: the node has data, so restore them from your copy", .0.display())]
    AllMissing(PathBuf),
    /// Other users of the machine could read it.
    #[error("trust {}: other users can read it (chmod 600 and change the key)", .0.display())]
    Readable(PathBuf),
    /// It does not hold 64 hexadecimal digits.
    #[error("read {}: it must hold 64 hexadecimal digits", .0.display())]
    Malformed(PathBuf),
    /// The disk refused.
    #[error("use {}: {source}", path.display())]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

const NAMES: [&str; 3] = ["node.key", "signing.key", "pepper.key"];

impl NodeKeys {
    /// Reads the keys in `dir`; makes all three when there are none and the node has no data yet.
    ///
    /// Files hold 64 hexadecimal digits and have mode 0600; the directory has mode 0700.
    ///
    /// # Errors
    ///
    /// [`KeyError`]. A key is never made where one may have been lost.
    pub fn load_or_make(dir: &Path, has_data: bool) -> Result<Self, KeyError> {
        let paths = NAMES.map(|name| dir.join(name));
        if paths.iter().all(|path| !path.exists()) {
            if has_data {
                return Err(KeyError::AllMissing(dir.to_owned()));
            }
            let disk = |source| KeyError::Disk { path: dir.to_owned(), source };
            DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(disk)?;
            for path in &paths {
                make(path).map_err(|source| KeyError::Disk { path: path.clone(), source })?;
            }
            // The names must be on disk before anything is written with the keys.
            fs::File::open(dir).and_then(|dir| dir.sync_all()).map_err(disk)?;
        }
        let [node, signing, pepper] = paths;
        Ok(Self { node: read(&node)?, signing: read(&signing)?, pepper: read(&pepper)? })
    }
}

fn make(path: &Path) -> io::Result<()> {
    let mut key = Key::default();
    getrandom::fill(key.as_mut_slice()).map_err(io::Error::other)?;
    let text = Zeroizing::new(HEXLOWER_PERMISSIVE.encode(key.as_slice()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

fn read(path: &Path) -> Result<Key, KeyError> {
    let disk = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
        _ => KeyError::Disk { path: path.to_owned(), source },
    };
    if fs::metadata(path).map_err(disk)?.mode() & 0o077 != 0 {
        return Err(KeyError::Readable(path.to_owned()));
    }
    let text = Zeroizing::new(fs::read(path).map_err(disk)?);
    let digits = text.trim_ascii();
    let mut key = Key::default();
    // `decode_mut` panics on a wrong length, so the length is looked at first.
    if digits.len() != 64 || HEXLOWER_PERMISSIVE.decode_mut(digits, key.as_mut_slice()).is_err() {
        return Err(KeyError::Malformed(path.to_owned()));
    }
    Ok(key)
}

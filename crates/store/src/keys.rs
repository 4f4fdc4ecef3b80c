//! Keys of the node: they live in files outside the data directory and never in the database.
//!
//! Nodes that share one PostgreSQL database share these keys.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::{SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use weicourt_domain::digest::Digest;
use zeroize::Zeroizing;

use crate::error::{IoContext as _, StoreError};
use crate::sealing::{Sealer, fill_random};

const WRAP_KEY: &str = "wrap.key";
const SIGNING_KEY: &str = "signing.key";
pub(crate) const PEPPER: &str = "pepper.key";

/// The file names of the keys without which the node's data is lost.
pub(crate) const KEY_FILES: [&str; 3] = [WRAP_KEY, SIGNING_KEY, PEPPER];

struct Inner {
    wrap: Zeroizing<[u8; 32]>,
    signing: SigningKey,
    pepper: Zeroizing<[u8; 32]>,
    dir: PathBuf,
}

/// The node's three keys: one wraps case keys and personal columns, one signs receipts, one makes
/// keyed digests of identity and phone numbers. Cheap to clone; `Debug` prints nothing of them.
#[derive(Clone)]
pub struct NodeKeys(Arc<Inner>);

impl std::fmt::Debug for NodeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NodeKeys(***)")
    }
}

impl NodeKeys {
    /// Reads the keys from `dir`, or makes the directory (mode 0700) and the keys (mode 0600).
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] if a file cannot be read or written, [`StoreError::Refused`] if a key file
    /// has the wrong size or may be read by other users. A directory with some of the keys missing is
    /// refused as well: a new key beside old data would only hide a loss.
    pub fn load_or_create(dir: &Path) -> Result<NodeKeys, StoreError> {
        let present = KEY_FILES.iter().filter(|name| dir.join(name).exists()).count();
        match present {
            0 => Self::create(dir)?,
            n if n == KEY_FILES.len() => {}
            _ => return Err(StoreError::Refused("key directory lacks some of its keys".to_owned())),
        }
        Self::load(dir)
    }

    fn create(dir: &Path) -> Result<(), StoreError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).doing("make key directory")?;
        for name in KEY_FILES {
            let mut key = Zeroizing::new([0; 32]);
            fill_random(key.as_mut_slice())?;
            write_key(&dir.join(name), &key)?;
        }
        fs::File::open(dir).and_then(|dir| dir.sync_all()).doing("sync key directory")
    }

    fn load(dir: &Path) -> Result<NodeKeys, StoreError> {
        let read = |name: &str| read_key(&dir.join(name));
        let signing = read(SIGNING_KEY)?;
        Ok(NodeKeys(Arc::new(Inner {
            wrap: read(WRAP_KEY)?,
            signing: SigningKey::from_bytes(&signing),
            pepper: read(PEPPER)?,
            dir: dir.to_owned(),
        })))
    }

    /// The public key that checks this node's receipts.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.0.signing.verifying_key()
    }

    pub(crate) fn signing_key(&self) -> &SigningKey {
        &self.0.signing
    }

    /// The directory the keys were read from.
    pub(crate) fn dir(&self) -> &Path {
        &self.0.dir
    }

    pub(crate) fn pepper(&self) -> &Zeroizing<[u8; 32]> {
        &self.0.pepper
    }

    /// HMAC-SHA-256 of `bytes` under the node's pepper, separate for each `label` (`id`, `phone`,
    /// `token`, `code`). Without the pepper nobody can find an identity number by trying them all.
    pub fn keyed_digest(&self, label: &str, bytes: &[u8]) -> Digest {
        keyed_digest(&self.0.pepper, label, bytes)
    }

    /// HMAC-SHA-256 of `bytes` under a key that no other node has: the pepper is the same in both zones, so a
    /// front in other hands could compute what [`NodeKeys::keyed_digest`] gives.
    pub fn own_digest(&self, label: &str, bytes: &[u8]) -> Digest {
        keyed_digest(&self.0.wrap, label, bytes)
    }

    /// Sub-key of the node key for the columns called `label`.
    pub(crate) fn sealer(&self, label: &str) -> Sealer {
        let mut key = Zeroizing::new([0; 32]);
        if Hkdf::<Sha256>::new(None, self.0.wrap.as_slice())
            .expand(label.as_bytes(), key.as_mut_slice())
            .is_err()
        {
            unreachable!("HKDF-SHA-256 gives up to 8160 bytes, 32 are asked");
        }
        Sealer::new(&key)
    }
}

/// Writes a key file that must not exist, mode 0600, and has it on the disk.
pub(crate) fn write_key(path: &Path, key: &[u8; 32]) -> Result<(), StoreError> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .doing("create key file")?;
    file.write_all(key).doing("write key file")?;
    file.sync_all().doing("sync key file")
}

/// Reads a key file that only this user may read.
pub(crate) fn read_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let name = path.file_name().unwrap_or_default().display();
    let mode = fs::metadata(path).doing("read key file")?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(StoreError::Refused(format!("key file {name} may be read by other users")));
    }
    let bytes = Zeroizing::new(fs::read(path).doing("read key file")?);
    let bytes: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| StoreError::Refused(format!("key file {name} is not 32 bytes")))?;
    Ok(Zeroizing::new(bytes))
}

/// HMAC-SHA-256 over a label and bytes.
pub(crate) fn keyed_digest(key: &[u8; 32], label: &str, bytes: &[u8]) -> Digest {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length");
    };
    mac.update(label.as_bytes());
    mac.update(&[0]);
    mac.update(bytes);
    Digest(mac.finalize().into_bytes().into())
}

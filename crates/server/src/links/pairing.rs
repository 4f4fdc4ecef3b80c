//! Pairing: how two nodes come to know each other.
//!
//! The court node writes a file with its public keys and the pepper that both nodes share; somebody carries
//! it to the front node, which reads it once. The public keys of the front node go back as a line of text,
//! which is no secret.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use weicourt_exchange::{LinkKeys, PeerKeys};
use weicourt_store::{NodeKeys, StoreError};
use zeroize::{Zeroize as _, Zeroizing};

use crate::config::Config;

/// Why two nodes do not know each other.
#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// The other node's keys are not here yet.
    #[error("there is no {0}: pair the nodes as docs/operate/exchange.md shows")]
    NotPaired(String),
    /// A file or text is not what it should be.
    #[error("{0}")]
    Unusable(String),
    /// This node's own keys.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The secret keys of this node's end of the link.
///
/// # Errors
///
/// [`StoreError`] if the key file cannot be read or made.
pub fn own_keys(keys: &NodeKeys) -> Result<LinkKeys, StoreError> {
    Ok(LinkKeys::from_seed(&*keys.link_seed()?))
}

/// The public keys of the other node, from the configuration or from the file it names.
///
/// # Errors
///
/// [`PairingError::NotPaired`] if there is no file yet, [`PairingError::Unusable`] if there are no keys in it.
pub fn peer_keys(config: &Config) -> Result<PeerKeys, PairingError> {
    let Some(file) = config.exchange.peer_keys_file(&config.keys_dir()) else {
        return parse("exchange.peer_keys", &config.exchange.peer_keys);
    };
    let name = file.display().to_string();
    match fs::read_to_string(&file) {
        Ok(text) => parse(&name, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(PairingError::NotPaired(name)),
        Err(error) => Err(PairingError::Unusable(format!("cannot read {name}: {error}"))),
    }
}

fn parse(name: &str, text: &str) -> Result<PeerKeys, PairingError> {
    text.trim().parse().map_err(|error| {
        let story =
            format!("{name}: {error}; copy the line that `weicourt exchange keys` prints on the other node");
        PairingError::Unusable(story)
    })
}

/// What the court node tells the front node. Files travel: a new form gets a new number.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    court: String,
    keys: String,
    pepper: String,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.pepper.zeroize();
    }
}

/// What a pairing file holds. `Debug` prints nothing of it.
pub struct PairFile {
    /// Name of the court node.
    pub court: String,
    /// Public keys of the court node.
    pub keys: PeerKeys,
    /// The pepper both nodes share.
    pub pepper: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for PairFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PairFile(***)")
    }
}

impl PairFile {
    /// What the court node `court` with `keys` tells its front node.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if its own keys cannot be read or made.
    pub fn of(court: &str, keys: &NodeKeys) -> Result<PairFile, StoreError> {
        let public = own_keys(keys)?.public();
        Ok(PairFile { court: court.to_owned(), keys: public, pepper: keys.pepper_to_share() })
    }

    /// Writes a new file that only this user may read.
    ///
    /// # Errors
    ///
    /// [`PairingError::Unusable`] if it cannot be written; a file that exists is never written over.
    pub fn write(&self, path: &Path) -> Result<(), PairingError> {
        let written = Written {
            version: 1,
            court: self.court.clone(),
            keys: self.keys.to_string(),
            pepper: HEXLOWER.encode(self.pepper.as_slice()),
        };
        let table = toml::to_string(&written).map(Zeroizing::new);
        let failed = |error: &dyn std::fmt::Display| {
            PairingError::Unusable(format!("cannot write {}: {error}", path.display()))
        };
        let table = table.map_err(|error| failed(&error))?;
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| failed(&error))?;
        let text = Zeroizing::new(format!(
            "# Pairing of a WeiCourt front node with its court node (微法院配对文件).\n\
             # The pepper is a secret: carry this file by hand, import it once, then destroy it.\n{}",
            *table
        ));
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| failed(&error))
    }

    /// Reads a pairing file.
    ///
    /// # Errors
    ///
    /// [`PairingError::Unusable`] if others may read it, or if it is not whole.
    pub fn read(path: &Path) -> Result<PairFile, PairingError> {
        let name = path.display();
        let cannot = |error| PairingError::Unusable(format!("cannot read {name}: {error}"));
        let mode = fs::metadata(path).map_err(cannot)?.permissions().mode();
        if mode & 0o077 != 0 {
            let story = format!(
                "{name} may be read by other users; its secret may be known: chmod 600, \
                                 and make a new one if others were there"
            );
            return Err(PairingError::Unusable(story));
        }
        let text = Zeroizing::new(fs::read_to_string(path).map_err(cannot)?);
        let odd = || PairingError::Unusable(format!("{name} is no whole pairing file of this version"));
        // What a parser says about a mistake may hold the line of the secret.
        let written: Written = toml::from_str(&text).map_err(|_| odd())?;
        let pepper = HEXLOWER.decode(written.pepper.as_bytes()).map(Zeroizing::new).map_err(|_| odd())?;
        let pepper: [u8; 32] = pepper.as_slice().try_into().map_err(|_| odd())?;
        if written.version != 1 {
            return Err(odd());
        }
        let keys = written.keys.parse().map_err(|_| odd())?;
        Ok(PairFile { court: written.court.clone(), keys, pepper: Zeroizing::new(pepper) })
    }
}

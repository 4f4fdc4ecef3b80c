//! What two nodes of a pair need of each other's keys: the secrets of the link, and the pepper that both
//! share so that a person found on one node is the same person on the other.
//!
//! The key that opens bundles (`exchange.key`) is a file of its own and not derived from another key: whoever
//! kept copies of old bundles can read them only with that key, so it can be thrown away and made anew
//! without touching anything the node keeps. Losing it costs a new pairing and nothing else; that is why,
//! unlike the other keys, it is made when it is first asked for, in old key directories as well.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use zeroize::Zeroizing;

use crate::Store;
use crate::database::Columns;
use crate::error::{IoContext as _, StoreError};
use crate::keys::{NodeKeys, PEPPER, read_key, write_key};
use crate::sealing::{fill_random, random};

/// File name of the key to which bundles are sealed.
pub(crate) const EXCHANGE_KEY: &str = "exchange.key";

impl NodeKeys {
    /// The secret half of this node's end of a link: 32 bytes of the Ed25519 key that signs bundles, which is
    /// the one that signs receipts, then 32 bytes of the X25519 key that opens them. The second is made if
    /// there is none yet.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] if the key file cannot be read or made, [`StoreError::Refused`] if it has the wrong
    /// size or may be read by other users.
    pub fn link_seed(&self) -> Result<Zeroizing<[u8; 64]>, StoreError> {
        let path = self.dir().join(EXCHANGE_KEY);
        if !path.exists() {
            make_exchange_key(self.dir(), false)?;
        }
        let mut seed = Zeroizing::new([0; 64]);
        seed[..32].copy_from_slice(self.signing_key().as_bytes());
        seed[32..].copy_from_slice(read_key(&path)?.as_slice());
        Ok(seed)
    }

    /// Throws the sealing key away and makes another: recorded bundles can then be opened by nobody. The
    /// other node must be told the new public key before it can send again.
    ///
    /// # Errors
    ///
    /// As [`NodeKeys::link_seed`].
    pub fn renew_link(&self) -> Result<Zeroizing<[u8; 64]>, StoreError> {
        make_exchange_key(self.dir(), true)?;
        self.link_seed()
    }

    /// The pepper, to be carried to the other node of the pair: with it both make the same keyed digest of
    /// the same identity number. It is as secret as the identity numbers themselves.
    #[must_use]
    pub fn pepper_to_share(&self) -> Zeroizing<[u8; 32]> {
        self.pepper().clone()
    }

    /// Whether this node and one with `pepper` make the same keyed digests.
    #[must_use]
    pub fn shares_pepper(&self, pepper: &[u8; 32]) -> bool {
        self.pepper().as_slice() == pepper
    }

    /// Takes the pepper of another node in place of this node's own. The node must be stopped and know
    /// nobody yet: digests made with the old pepper would find no one afterwards. Returns the keys as they
    /// are now.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] if the key file cannot be replaced.
    pub fn take_pepper(&self, pepper: &[u8; 32]) -> Result<NodeKeys, StoreError> {
        put_in_place(self.dir(), PEPPER, pepper, true)?;
        NodeKeys::load_or_create(self.dir())
    }
}

impl Store {
    /// Whether somebody or some case is found here by a digest made with this node's pepper: then the pepper
    /// can no longer be exchanged for another.
    ///
    /// # Errors
    ///
    /// [`StoreError`] from the database.
    pub async fn needs_its_pepper(&self) -> Result<bool, StoreError> {
        let sql = "select (select count(*) from person) + (select count(*) from head)";
        let row = self.database().one(sql, vec![]).await?.ok_or(StoreError::Unreadable("counts"))?;
        Ok(Columns::of(&row).number()? > 0)
    }
}

fn make_exchange_key(dir: &Path, over: bool) -> Result<(), StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    fill_random(key.as_mut_slice())?;
    put_in_place(dir, EXCHANGE_KEY, &key, over)
}

/// Makes a whole key file appear at once. Without `over`, a file that another process made meanwhile stays.
fn put_in_place(dir: &Path, name: &str, key: &[u8; 32], over: bool) -> Result<(), StoreError> {
    let [a, b, c, d] = random::<4>()?;
    let unfinished = dir.join(format!("{name}.{a:02x}{b:02x}{c:02x}{d:02x}.new"));
    write_key(&unfinished, key)?;
    let placed = if over {
        fs::rename(&unfinished, dir.join(name))
    } else {
        let linked = fs::hard_link(&unfinished, dir.join(name));
        let linked = match linked {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            linked => linked,
        };
        linked.and(fs::remove_file(&unfinished))
    };
    placed.doing("put key file in place")?;
    fs::File::open(dir).and_then(|dir| dir.sync_all()).doing("sync key directory")
}

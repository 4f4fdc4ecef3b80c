//! AES-256-GCM with random nonces: how every personal column is kept.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::error::StoreError;

/// Bytes of nonce before and of tag after every sealed value.
pub(crate) const NONCE_BYTES: usize = 12;

/// Fills `bytes` from the system's generator.
///
/// # Errors
///
/// [`StoreError::Random`] if there is none.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|_| StoreError::Random)
}

/// `N` random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    fill_random(&mut bytes)?;
    Ok(bytes)
}

/// A key that seals and opens.
pub(crate) struct Sealer(pub(crate) Aes256Gcm);

impl Sealer {
    pub(crate) fn new(key: &[u8; 32]) -> Sealer {
        Sealer(Aes256Gcm::new(key.into()))
    }

    /// Nonce, ciphertext and tag. `nonce` must never have been used with this key.
    pub(crate) fn seal_with(
        &self,
        nonce: [u8; NONCE_BYTES],
        about: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut sealed = Vec::with_capacity(NONCE_BYTES + plain.len() + 16);
        sealed.extend_from_slice(&nonce);
        let payload = Payload { msg: plain, aad: about };
        let nonce = Nonce::from(nonce);
        // Only a value of more than 64 GiB is refused.
        let ciphertext = self.0.encrypt(&nonce, payload).map_err(|_| StoreError::Unreadable("plaintext"))?;
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    /// Seals `plain` under a fresh random nonce; `about` must be given again to open it.
    pub(crate) fn seal(&self, about: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.seal_with(random()?, about, plain)
    }

    /// Opens what [`Sealer::seal`] made; `what` names it in the error.
    pub(crate) fn open(
        &self,
        about: &[u8],
        sealed: &[u8],
        what: &'static str,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (nonce, ciphertext) =
            sealed.split_first_chunk::<NONCE_BYTES>().ok_or(StoreError::Unreadable(what))?;
        let payload = Payload { msg: ciphertext, aad: about };
        let plain =
            self.0.decrypt(&Nonce::from(*nonce), payload).map_err(|_| StoreError::Unreadable(what))?;
        Ok(Zeroizing::new(plain))
    }

    /// Seals a value as JSON.
    pub(crate) fn seal_json<T: Serialize>(
        &self,
        about: &[u8],
        value: &T,
        what: &'static str,
    ) -> Result<Vec<u8>, StoreError> {
        let plain =
            Zeroizing::new(serde_json::to_vec(value).map_err(|error| StoreError::Encode(what, error))?);
        self.seal(about, &plain)
    }

    /// Opens a value sealed as JSON.
    pub(crate) fn open_json<T: DeserializeOwned>(
        &self,
        about: &[u8],
        sealed: &[u8],
        what: &'static str,
    ) -> Result<T, StoreError> {
        let plain = self.open(about, sealed, what)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Unreadable(what))
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(***)")
    }
}

/// What a sealed column is about: its place, so that it cannot be moved to another row.
pub(crate) fn about(column: &str, row: u64) -> Vec<u8> {
    let mut about = Vec::with_capacity(column.len() + 9);
    about.extend_from_slice(column.as_bytes());
    about.push(0);
    about.extend_from_slice(&row.to_be_bytes());
    about
}

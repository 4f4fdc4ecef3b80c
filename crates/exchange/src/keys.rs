//! Keys of a link: what a node keeps secret, and what it tells its peer.

use std::fmt;
use std::str::FromStr;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use ed25519_dalek::{SigningKey, VerifyingKey};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

const PUBLIC_PREFIX: &str = "weicourt-link:";
const SECRET_PREFIX: &str = "weicourt-link-secret:";

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text has another form, or was cut.
    #[error("not a key of a link: {PUBLIC_PREFIX} or {SECRET_PREFIX} and hexadecimal digits")]
    Form,
    /// A digit was changed on the way.
    #[error("the key was mistyped: its check digits do not fit")]
    Checksum,
    /// A secret key where the public one belongs, or the other way round.
    #[error("a {0} key is needed here")]
    Kind(&'static str),
    /// The numbers are no point of the curve, or a weak one.
    #[error("not a usable public key")]
    Weak,
    /// The system has no random numbers.
    #[error("no random numbers from the system")]
    Random,
}

/// The secret keys of this node for a link: one signs bundles, one opens them. Wiped when dropped.
#[derive(Clone)]
pub struct LinkKeys {
    pub(crate) signing: SigningKey,
    pub(crate) sealing: StaticSecret,
}

impl LinkKeys {
    /// New keys from 64 random bytes.
    pub fn from_seed(seed: &[u8; 64]) -> LinkKeys {
        let mut halves = [Zeroizing::new([0; 32]), Zeroizing::new([0; 32])];
        halves[0].copy_from_slice(&seed[..32]);
        halves[1].copy_from_slice(&seed[32..]);
        LinkKeys { signing: SigningKey::from_bytes(&halves[0]), sealing: StaticSecret::from(*halves[1]) }
    }

    /// New keys from the system's random numbers.
    ///
    /// # Errors
    ///
    /// [`KeyError::Random`] if the system has none.
    pub fn generate() -> Result<LinkKeys, KeyError> {
        let mut seed = Zeroizing::new([0; 64]);
        getrandom::fill(seed.as_mut_slice()).map_err(|_| KeyError::Random)?;
        Ok(LinkKeys::from_seed(&seed))
    }

    /// What the peer needs to know.
    pub fn public(&self) -> PeerKeys {
        PeerKeys { verifying: self.signing.verifying_key(), sealing: PublicKey::from(&self.sealing) }
    }

    /// The text for a key file (`weicourt-link-secret:…`, one line, to be kept at mode 0600).
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..32].copy_from_slice(self.signing.as_bytes());
        bytes[32..].copy_from_slice(self.sealing.as_bytes());
        Zeroizing::new(print(SECRET_PREFIX, &bytes))
    }
}

impl FromStr for LinkKeys {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.trim().starts_with(PUBLIC_PREFIX) {
            return Err(KeyError::Kind("secret"));
        }
        Ok(LinkKeys::from_seed(&*parse(SECRET_PREFIX, text)?))
    }
}

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKeys(***)")
    }
}

/// The public keys of the other node. As text: `weicourt-link:` and 136 hexadecimal digits, of which the
/// last eight are a checksum.
#[derive(Clone, PartialEq, Eq)]
pub struct PeerKeys {
    pub(crate) verifying: VerifyingKey,
    pub(crate) sealing: PublicKey,
}

impl PeerKeys {
    fn bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(self.verifying.as_bytes());
        bytes[32..].copy_from_slice(self.sealing.as_bytes());
        bytes
    }
}

impl fmt::Display for PeerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print(PUBLIC_PREFIX, &self.bytes()))
    }
}

impl fmt::Debug for PeerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PeerKeys {
    /// The key that checks what the other node signs: bundles, and its chain of every case.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.verifying
    }
}

impl FromStr for PeerKeys {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.trim().starts_with(SECRET_PREFIX) {
            return Err(KeyError::Kind("public"));
        }
        let bytes = parse(PUBLIC_PREFIX, text)?;
        let (verifying, sealing) = bytes.split_at(32);
        let verifying = VerifyingKey::try_from(verifying).map_err(|_| KeyError::Weak)?;
        let sealing: [u8; 32] = sealing.try_into().map_err(|_| KeyError::Form)?;
        if verifying.is_weak() || sealing == [0; 32] {
            return Err(KeyError::Weak);
        }
        Ok(PeerKeys { verifying, sealing: PublicKey::from(sealing) })
    }
}

fn checksum(prefix: &str, bytes: &[u8; 64]) -> [u8; 4] {
    let digest = Sha256::new().chain_update(prefix).chain_update(bytes).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn print(prefix: &str, bytes: &[u8; 64]) -> String {
    format!("{prefix}{}{}", HEXLOWER.encode(bytes), HEXLOWER.encode(&checksum(prefix, bytes)))
}

fn parse(prefix: &str, text: &str) -> Result<Zeroizing<[u8; 64]>, KeyError> {
    let digits = text.trim().strip_prefix(prefix).ok_or(KeyError::Form)?;
    let decoded = Zeroizing::new(HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).map_err(|_| KeyError::Form)?);
    let (bytes, check) = decoded.split_first_chunk::<64>().ok_or(KeyError::Form)?;
    if check.len() != 4 {
        return Err(KeyError::Form);
    }
    if check != checksum(prefix, bytes) {
        return Err(KeyError::Checksum);
    }
    Ok(Zeroizing::new(*bytes))
}

/// Names one direction of a link; made from the keys of both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkId(pub [u8; 8]);

impl LinkId {
    /// The direction from `sender` to `receiver`.
    pub fn of(sender: &PeerKeys, receiver: &PeerKeys) -> LinkId {
        let digest = Sha256::new()
            .chain_update(b"weicourt link\x01")
            .chain_update(sender.bytes())
            .chain_update(receiver.bytes())
            .finalize();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        LinkId(id)
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// 32 random bytes from which one run of a session takes its epoch and its ephemeral key. A seed is
/// used once: two runs with the same seed would seal different bundles under the same key.
pub struct Seed(pub(crate) Zeroizing<[u8; 32]>);

impl Seed {
    /// From bytes of the caller; for simulations.
    pub fn from_bytes(bytes: [u8; 32]) -> Seed {
        Seed(Zeroizing::new(bytes))
    }

    /// From the system's random numbers.
    ///
    /// # Errors
    ///
    /// [`KeyError::Random`] if the system has none.
    pub fn random() -> Result<Seed, KeyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::Random)?;
        Ok(Seed(bytes))
    }

    pub(crate) fn derive<const N: usize>(&self, label: &str) -> Zeroizing<[u8; N]> {
        expand(self.0.as_slice(), b"weicourt seed\x01", label.as_bytes())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(***)")
    }
}

/// HKDF-SHA-256 of `secret`, `N` bytes.
pub(crate) fn expand<const N: usize>(secret: &[u8], salt: &[u8], info: &[u8]) -> Zeroizing<[u8; N]> {
    let mut out = Zeroizing::new([0; N]);
    if Hkdf::<Sha256>::new(Some(salt), secret).expand(info, out.as_mut_slice()).is_err() {
        unreachable!("HKDF-SHA-256 gives up to 8160 bytes, fewer are asked");
    }
    out
}

//! Bundles as bytes: packed, sealed to the receiver, signed by the sender.
//!
//! ```text
//! "WCXB" | version 1 | link 8 | epoch 8 | number 8 | ephemeral key 32 | sealed … | signature 64
//! sealed = AES-256-GCM( method 1 | unpacked size 4 | bundle, packed with Zstandard or plain )
//! key, nonce = HKDF-SHA-256( X25519(ephemeral, receiver), salt = ephemeral | receiver, info = head )
//! signature = Ed25519( "weicourt bundle" 1 | SHA-256 of everything before it )
//! ```
//!
//! The ephemeral key lives as long as an epoch (one run of the sender), so that a stolen key of the
//! sender opens nothing and a curve operation is not paid for each bundle; key and nonce differ for each
//! number. The signature is checked before anything is opened or unpacked: only the peer reaches the
//! decoder. Sent between versions: a change of any of this takes a new version byte.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::bundle::{Bundle, BundleError, MAX_BUNDLE_BYTES, MAX_INSIDE_BYTES};
use crate::item::{Item, Lane};
use crate::keys::{KeyError, LinkId, LinkKeys, PeerKeys, Seed, expand};

const MAGIC: [u8; 4] = *b"WCXB";
const VERSION: u8 = 1;
const HEAD_BYTES: usize = 4 + 1 + 8 + 8 + 8 + 32;
const SIGNATURE_BYTES: usize = 64;
const TAG_BYTES: usize = 16;
const INNER_HEAD_BYTES: usize = 5;

const PLAIN: u8 = 0;
const ZSTANDARD: u8 = 1;
/// Words are worth a little more work; photos and films are packed already.
const LEVEL_WORDS: i32 = 3;
const LEVEL_FILES: i32 = 1;
/// Ephemeral keys of the peer whose shared secret is kept.
const MAX_KNOWN_KEYS: usize = 4;

/// Where a bundle stands among the bundles of its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BundleNumber {
    /// One run of the sender; random.
    pub epoch: u64,
    /// Number within the run, from 1.
    pub number: u64,
}

/// Makes bundles of one run of a sender.
pub struct Sealer {
    link: LinkId,
    epoch: u64,
    ephemeral: [u8; 32],
    secret: SharedSecret,
    signing: SigningKey,
    packer: Packer,
}

struct SharedSecret {
    shared: Zeroizing<[u8; 32]>,
    salt: [u8; 64],
}

impl SharedSecret {
    fn new(own: &StaticSecret, other: &PublicKey, ephemeral: &[u8; 32], receiver: &[u8; 32]) -> Option<Self> {
        let shared = own.diffie_hellman(other);
        if !shared.was_contributory() {
            return None;
        }
        let mut salt = [0; 64];
        salt[..32].copy_from_slice(ephemeral);
        salt[32..].copy_from_slice(receiver);
        Some(SharedSecret { shared: Zeroizing::new(shared.to_bytes()), salt })
    }

    fn cipher(&self, head: &[u8]) -> (Aes256Gcm, [u8; 12]) {
        let material: Zeroizing<[u8; 44]> = expand(self.shared.as_slice(), &self.salt, head);
        let mut key = Zeroizing::new([0; 32]);
        let mut nonce = [0; 12];
        key.copy_from_slice(&material[..32]);
        nonce.copy_from_slice(&material[32..]);
        (Aes256Gcm::new((&*key).into()), nonce)
    }
}

impl Sealer {
    /// A new run from `keys` to `peer`; the epoch and the ephemeral key come from `seed`.
    ///
    /// # Errors
    ///
    /// [`KeyError::Weak`] if nothing can be sealed to the peer's key.
    pub fn new(keys: &LinkKeys, peer: &PeerKeys, seed: &Seed) -> Result<Sealer, KeyError> {
        let own = StaticSecret::from(*seed.derive::<32>("ephemeral"));
        let ephemeral = PublicKey::from(&own).to_bytes();
        let secret = SharedSecret::new(&own, &peer.sealing, &ephemeral, peer.sealing.as_bytes());
        Ok(Sealer {
            link: LinkId::of(&keys.public(), peer),
            epoch: u64::from_be_bytes(*seed.derive::<8>("epoch")),
            ephemeral,
            secret: secret.ok_or(KeyError::Weak)?,
            signing: keys.signing.clone(),
            packer: Packer::default(),
        })
    }

    /// The epoch of this run.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The bytes of `bundle`. Every `number` is used once.
    ///
    /// # Errors
    ///
    /// [`BundleError::TooLarge`] if it holds more than [`MAX_INSIDE_BYTES`].
    pub fn seal(&mut self, number: u64, bundle: &Bundle) -> Result<Vec<u8>, BundleError> {
        let plain = Zeroizing::new(bundle.encode()?);
        let inner = Zeroizing::new(pack(&plain, level(bundle), &mut self.packer));
        let mut bytes = Vec::with_capacity(HEAD_BYTES + inner.len() + TAG_BYTES + SIGNATURE_BYTES);
        bytes.extend(MAGIC);
        bytes.push(VERSION);
        bytes.extend(self.link.0);
        bytes.extend(self.epoch.to_be_bytes());
        bytes.extend(number.to_be_bytes());
        bytes.extend(self.ephemeral);
        let (cipher, nonce) = self.secret.cipher(&bytes);
        let payload = Payload { msg: &inner, aad: &bytes };
        let sealed = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| BundleError::Sealed)?;
        bytes.extend(sealed);
        let signature = self.signing.sign(&signed_bytes(&bytes));
        bytes.extend(signature.to_bytes());
        Ok(bytes)
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").field("link", &self.link).field("epoch", &self.epoch).finish_non_exhaustive()
    }
}

fn signed_bytes(bytes: &[u8]) -> [u8; 48] {
    let mut signed = [0; 48];
    signed[..16].copy_from_slice(b"weicourt bundle\x01");
    signed[16..].copy_from_slice(&Sha256::digest(bytes));
    signed
}

fn level(bundle: &Bundle) -> i32 {
    let is_chunk = |item: &Item| item.flow().lane() == Lane::Chunks;
    if bundle.items.iter().any(is_chunk) { LEVEL_FILES } else { LEVEL_WORDS }
}

/// Below this an answer or a sign of life gets no smaller.
const LEAST_PACKED_BYTES: usize = 128;

fn pack(plain: &[u8], level: i32, packer: &mut Packer) -> Vec<u8> {
    let packed = if plain.len() < LEAST_PACKED_BYTES { None } else { packer.pack(plain, level) };
    let packed = packed.filter(|packed| packed.len() < plain.len());
    let (method, bytes) = packed.as_deref().map_or((PLAIN, plain), |packed| (ZSTANDARD, packed));
    let mut inner = Vec::with_capacity(INNER_HEAD_BYTES + bytes.len());
    inner.push(method);
    inner.extend((plain.len() as u32).to_be_bytes());
    inner.extend_from_slice(bytes);
    inner
}

/// The memory of the packer is kept: making it anew costs more than a small bundle.
#[derive(Default)]
struct Packer {
    compressor: Option<zstd::bulk::Compressor<'static>>,
    level: i32,
}

impl Packer {
    fn pack(&mut self, plain: &[u8], level: i32) -> Option<Vec<u8>> {
        if self.compressor.is_none() || self.level != level {
            self.compressor = zstd::bulk::Compressor::new(level).ok();
            self.level = level;
        }
        self.compressor.as_mut()?.compress(plain).ok()
    }
}

fn unpack(
    inner: &[u8],
    unpacker: &mut Option<zstd::bulk::Decompressor<'static>>,
) -> Result<Zeroizing<Vec<u8>>, BundleError> {
    let (head, bytes) = inner.split_first_chunk::<INNER_HEAD_BYTES>().ok_or(BundleError::Packed)?;
    let [method, size @ ..] = *head;
    let size_bytes = u32::from_be_bytes(size) as usize;
    if size_bytes > MAX_INSIDE_BYTES {
        return Err(BundleError::TooLarge { size_bytes });
    }
    let plain = match method {
        PLAIN => bytes.to_vec(),
        // Refuses to write more than the size that was promised.
        ZSTANDARD => {
            let fresh = || zstd::bulk::Decompressor::new().map_err(|_| BundleError::Packed);
            let mut decompressor = unpacker.take().map_or_else(fresh, Ok)?;
            let plain = decompressor.decompress(bytes, size_bytes).map_err(|_| BundleError::Packed)?;
            *unpacker = Some(decompressor);
            plain
        }
        _ => return Err(BundleError::Packed),
    };
    let plain = Zeroizing::new(plain);
    if plain.len() == size_bytes { Ok(plain) } else { Err(BundleError::Packed) }
}

/// Opens bundles of one peer.
pub struct Opener {
    link: LinkId,
    own: StaticSecret,
    own_public: [u8; 32],
    verifying: VerifyingKey,
    known: Vec<([u8; 32], SharedSecret)>,
    unpacker: Option<zstd::bulk::Decompressor<'static>>,
}

impl Opener {
    /// Opens what `peer` seals to `keys`.
    pub fn new(keys: &LinkKeys, peer: &PeerKeys) -> Opener {
        let public = keys.public();
        Opener {
            link: LinkId::of(peer, &public),
            own: keys.sealing.clone(),
            own_public: public.sealing.to_bytes(),
            verifying: peer.verifying,
            known: Vec::new(),
            unpacker: None,
        }
    }

    /// Checks, opens and reads a bundle.
    ///
    /// # Errors
    ///
    /// [`BundleError`]; whatever the bytes are, nothing of them may be used then.
    pub fn open(&mut self, bytes: &[u8]) -> Result<(BundleNumber, Bundle), BundleError> {
        let size_bytes = bytes.len();
        if size_bytes > MAX_BUNDLE_BYTES {
            return Err(BundleError::TooLarge { size_bytes });
        }
        let too_short = BundleError::TooShort { size_bytes };
        let (signed, signature) = bytes.split_last_chunk::<SIGNATURE_BYTES>().ok_or(too_short.clone())?;
        let (head, sealed) = signed.split_first_chunk::<HEAD_BYTES>().ok_or(too_short.clone())?;
        if sealed.len() < TAG_BYTES {
            return Err(too_short);
        }
        if head[..4] != MAGIC {
            return Err(BundleError::NotABundle);
        }
        if head[4] != VERSION {
            return Err(BundleError::Version(head[4]));
        }
        if head[5..13] != self.link.0 {
            return Err(BundleError::OtherLink);
        }
        let number = BundleNumber { epoch: number_at(head, 13), number: number_at(head, 21) };
        let signature = Signature::from_bytes(signature);
        self.verifying
            .verify_strict(&signed_bytes(signed), &signature)
            .map_err(|_| BundleError::WrongSignature)?;
        let mut ephemeral = [0; 32];
        ephemeral.copy_from_slice(&head[29..]);
        let (cipher, nonce) = self.secret(&ephemeral)?.cipher(head);
        let payload = Payload { msg: sealed, aad: head };
        let inner = cipher.decrypt(&Nonce::from(nonce), payload).map_err(|_| BundleError::Sealed)?;
        let plain = unpack(&Zeroizing::new(inner), &mut self.unpacker)?;
        let bundle = Bundle::decode(&plain)?;
        // No run gets that far; it keeps the arithmetic of ranges simple.
        if number.number == 0 || number.number == u64::MAX {
            return Err(BundleError::Malformed("number out of range"));
        }
        Ok((number, bundle))
    }

    /// The secret shared with an ephemeral key; the last few are kept.
    fn secret(&mut self, ephemeral: &[u8; 32]) -> Result<&SharedSecret, BundleError> {
        let known = self.known.iter().position(|(key, _)| key == ephemeral);
        let index = match known {
            Some(index) => index,
            None => {
                let other = PublicKey::from(*ephemeral);
                let secret = SharedSecret::new(&self.own, &other, ephemeral, &self.own_public);
                let secret = secret.ok_or(BundleError::Sealed)?;
                if self.known.len() == MAX_KNOWN_KEYS {
                    self.known.remove(0);
                }
                self.known.push((*ephemeral, secret));
                self.known.len() - 1
            }
        };
        self.known.get(index).map(|(_, secret)| secret).ok_or(BundleError::Sealed)
    }
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opener").field("link", &self.link).finish_non_exhaustive()
    }
}

fn number_at(head: &[u8; HEAD_BYTES], at: usize) -> u64 {
    head[at..].first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(inner: &[u8]) -> Result<Vec<u8>, BundleError> {
        unpack(inner, &mut None).map(|plain| plain.to_vec())
    }

    fn inner(method: u8, size_bytes: usize, bytes: &[u8]) -> Vec<u8> {
        [&[method][..], &(size_bytes as u32).to_be_bytes(), bytes].concat()
    }

    #[test]
    fn what_is_packed_unpacks() {
        for plain in [vec![], b"short".to_vec(), vec![7; 100_000]] {
            let packed = pack(&plain, LEVEL_WORDS, &mut Packer::default());
            assert_eq!(unpacked(&packed), Ok(plain));
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_bursts() {
        let bomb = zstd::bulk::compress(&vec![0; 64 << 20], 19).expect("packed");
        assert!(bomb.len() < 10_000);
        let size_bytes = 64 << 20;
        assert_eq!(unpacked(&inner(ZSTANDARD, size_bytes, &bomb)), Err(BundleError::TooLarge { size_bytes }));
        // One that lies about its size bursts no further than that.
        assert_eq!(unpacked(&inner(ZSTANDARD, 1_000, &bomb)), Err(BundleError::Packed));
        assert_eq!(unpacked(&inner(ZSTANDARD, MAX_INSIDE_BYTES, &bomb)), Err(BundleError::Packed));
    }

    #[test]
    fn sizes_and_methods_must_be_true() {
        assert_eq!(unpacked(&inner(PLAIN, 4, b"four")), Ok(b"four".to_vec()));
        for wrong in [inner(PLAIN, 5, b"four"), inner(PLAIN, 3, b"four"), inner(2, 4, b"four"), vec![0; 4]] {
            assert_eq!(unpacked(&wrong), Err(BundleError::Packed));
        }
        let packed = zstd::bulk::compress(&[9; 500], 3).expect("packed");
        assert_eq!(unpacked(&inner(ZSTANDARD, 499, &packed)), Err(BundleError::Packed));
        assert_eq!(unpacked(&inner(ZSTANDARD, 501, &packed)), Err(BundleError::Packed));
        assert_eq!(unpacked(&inner(ZSTANDARD, 500, &packed)), Ok(vec![9; 500]));
    }
}

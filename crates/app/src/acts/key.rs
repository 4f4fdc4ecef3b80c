//! P-256 keys of devices.

use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair,
    KeyPair as _, UnparsedPublicKey,
};
use weicourt_domain::digest::Digest;

/// A DER-encoded SubjectPublicKeyInfo of an uncompressed P-256 point begins with these bytes.
const SPKI_OF_P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// Uncompressed point: a 4, and two coordinates of 32 bytes.
const POINT_BYTES: usize = 65;

/// The public key of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevicePublicKey([u8; POINT_BYTES]);

impl DevicePublicKey {
    /// The key in a SubjectPublicKeyInfo; none if it is anything but an uncompressed point of P-256.
    pub fn from_spki(spki: &[u8]) -> Option<DevicePublicKey> {
        DevicePublicKey::from_point(spki.strip_prefix(&SPKI_OF_P256)?)
    }

    /// The key of an uncompressed point.
    pub fn from_point(point: &[u8]) -> Option<DevicePublicKey> {
        let point: [u8; POINT_BYTES] = point.try_into().ok()?;
        (point[0] == 4).then_some(DevicePublicKey(point))
    }

    /// The key as a DER-encoded SubjectPublicKeyInfo, 91 bytes.
    pub fn spki(&self) -> Vec<u8> {
        [SPKI_OF_P256.as_slice(), &self.0].concat()
    }

    /// SHA-256 of [`DevicePublicKey::spki`], under which the device is known.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.spki())
    }

    /// Whether `signature` (`r‖s`) is this key's over the SHA-256 of `bytes`.
    pub fn verifies(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.0).verify(bytes, signature).is_ok()
    }

    /// The same for a signature in the encoding of passkeys (DER).
    pub fn verifies_der(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.0).verify(bytes, signature).is_ok()
    }
}

/// A device key held by a program instead of a browser: for measuring, for clients of the open platform,
/// for tests.
#[derive(Clone)]
pub struct SoftKey {
    pair: Arc<EcdsaKeyPair>,
    public: DevicePublicKey,
}

impl std::fmt::Debug for SoftKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SoftKey").field(&self.public.digest()).finish()
    }
}

/// The machine gives no random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no random numbers for a key or signature")]
pub struct NoChance;

impl SoftKey {
    /// Draws a new key.
    ///
    /// # Errors
    ///
    /// [`NoChance`].
    pub fn draw() -> Result<SoftKey, NoChance> {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        let pkcs8 = pkcs8.map_err(|_| NoChance)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random);
        let pair = pair.map_err(|_| NoChance)?;
        let public = DevicePublicKey::from_point(pair.public_key().as_ref()).ok_or(NoChance)?;
        Ok(SoftKey { pair: Arc::new(pair), public })
    }

    /// The public half.
    pub fn public(&self) -> &DevicePublicKey {
        &self.public
    }

    /// What goes into the header for the device.
    pub fn device_header(&self) -> String {
        HEXLOWER.encode(&self.public.digest().0)
    }

    /// Signs a statement: what goes into the header for the signature.
    ///
    /// # Errors
    ///
    /// [`NoChance`].
    pub fn sign(&self, statement: &[u8]) -> Result<String, NoChance> {
        let signature = self.pair.sign(&SystemRandom::new(), statement).map_err(|_| NoChance)?;
        Ok(BASE64.encode(signature.as_ref()))
    }
}

//! Public keys as files that other tools read.

use ed25519_dalek::VerifyingKey;
use weicourt_domain::log::Origin;

/// What stands before the 32 bytes of an Ed25519 key in a `SubjectPublicKeyInfo` (RFC 8410).
const BEFORE: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The keys that check both chains of a case. On a node that writes both they are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginKeys {
    /// Key of the node that wrote the front chain.
    pub front: VerifyingKey,
    /// Key of the node that wrote the court chain.
    pub court: VerifyingKey,
}

impl OriginKeys {
    /// One node wrote both chains.
    #[must_use]
    pub fn both(key: VerifyingKey) -> Self {
        Self { front: key, court: key }
    }

    /// The key of one chain.
    #[must_use]
    pub fn of(&self, origin: Origin) -> &VerifyingKey {
        match origin {
            Origin::Front => &self.front,
            Origin::Court => &self.court,
        }
    }
}

/// The key as PEM.
pub(super) fn pem(key: &VerifyingKey) -> String {
    let mut der = BEFORE.to_vec();
    der.extend_from_slice(key.as_bytes());
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", data_encoding::BASE64.encode(&der))
}

/// The key of 64 hexadecimal digits; none if they are no Ed25519 key.
#[must_use]
pub fn parse(text: &str) -> Option<VerifyingKey> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
    VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()
}

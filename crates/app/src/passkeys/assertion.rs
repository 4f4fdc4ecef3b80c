//! WebAuthn answers, checked strictly: type, challenge, origin, site, presence and check of the person,
//! signature. ES256 (ECDSA with P-256 and SHA-256) is the only algorithm, which every platform
//! authenticator has.
//!
//! Attestation is not asked for: which make of authenticator a judge uses is not the court's question.
//! A new key is read from the authenticator data itself, where CTAP2 prescribes its bytes to the last
//! one, so that no CBOR needs to be interpreted.

use serde::Deserialize;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::PasskeyAssertion;

use crate::acts::DevicePublicKey;
use crate::passkeys::unbase64;

/// User present.
const PRESENT: u8 = 0x01;
/// User verified: by face, finger or the device's code.
const VERIFIED: u8 = 0x04;
/// A new key follows.
const NEW_KEY: u8 = 0x40;
/// Digest of the site (32), flags (1), counter (4).
const HEAD_BYTES: usize = 37;
/// Model of the authenticator.
const MODEL_BYTES: usize = 16;
/// Longest name of a credential, as WebAuthn has it.
const LONGEST_ID: usize = 1023;

/// Which site passkeys belong to, and from which pages they are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeySettings {
    /// The domain: that of the pages, or one above it.
    pub rp_id: String,
    /// Addresses of the pages, scheme and port included.
    pub origins: Vec<String>,
}

impl PasskeySettings {
    /// For pages at `public_url` alone. Browsers make no passkeys for bare IP addresses: a node on the
    /// loopback address has them under `localhost`.
    pub fn of(public_url: &str) -> PasskeySettings {
        let (scheme, rest) = public_url.split_once("://").unwrap_or(("https", public_url));
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if port.chars().all(|digit| digit.is_ascii_digit()) => {
                (host, format!(":{port}"))
            }
            _ => (rest, String::new()),
        };
        if matches!(host, "127.0.0.1" | "[::1]") {
            let origins = vec![format!("{scheme}://localhost{port}")];
            return PasskeySettings { rp_id: "localhost".to_owned(), origins };
        }
        PasskeySettings { rp_id: host.to_owned(), origins: vec![public_url.to_owned()] }
    }
}

/// Why an answer of a passkey is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssertionFault {
    /// Not base64url, not JSON, or cut short.
    #[error("not an answer of an authenticator")]
    Malformed,
    /// It was asked for something else.
    #[error("asked for something else")]
    AnotherType,
    /// The challenge is another.
    #[error("answers another challenge")]
    AnotherChallenge,
    /// The page is not one of the court's.
    #[error("asked from another page")]
    AnotherOrigin,
    /// The passkey belongs to another site.
    #[error("belongs to another site")]
    AnotherSite,
    /// Nobody touched the authenticator.
    #[error("the person was not present")]
    NotPresent,
    /// The authenticator did not check the person.
    #[error("the person was not verified")]
    NotVerified,
    /// The key is not an ES256 key.
    #[error("the key is of another kind")]
    AnotherKey,
    /// Nobody registered the credential.
    #[error("unknown credential")]
    UnknownCredential,
    /// The counter went back: there may be a copy of the key.
    #[error("the counter went back")]
    CountedBack,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    WrongSignature,
}

/// What a good assertion vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vouched {
    /// How often the authenticator says it has signed; 0 if it does not count.
    pub sign_count: u32,
}

/// A new key, read from the authenticator's own words.
pub(crate) struct Created {
    pub(crate) challenge: Vec<u8>,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) key: DevicePublicKey,
    pub(crate) sign_count: u32,
}

#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

impl ClientData {
    fn read(json: &[u8], kind: &str, settings: &PasskeySettings) -> Result<Vec<u8>, AssertionFault> {
        let data: ClientData = serde_json::from_slice(json).map_err(|_| AssertionFault::Malformed)?;
        if data.kind != kind {
            return Err(AssertionFault::AnotherType);
        }
        if data.cross_origin || !settings.origins.contains(&data.origin) {
            return Err(AssertionFault::AnotherOrigin);
        }
        unbase64(&data.challenge).ok_or(AssertionFault::Malformed)
    }
}

/// Flags and counter, after the site was compared and the person was there and checked.
fn head(data: &[u8], settings: &PasskeySettings) -> Result<(u8, u32), AssertionFault> {
    let head = data.get(..HEAD_BYTES).ok_or(AssertionFault::Malformed)?;
    if head[..32] != Digest::of(settings.rp_id.as_bytes()).0 {
        return Err(AssertionFault::AnotherSite);
    }
    let flags = head[32];
    if flags & PRESENT == 0 {
        return Err(AssertionFault::NotPresent);
    }
    if flags & VERIFIED == 0 {
        return Err(AssertionFault::NotVerified);
    }
    let count = head[33..].first_chunk().map_or(0, |count| u32::from_be_bytes(*count));
    Ok((flags, count))
}

/// The challenge that an answer says it is for. Nothing of it is checked here.
pub(crate) fn challenge_of(client_data_json: &str) -> Result<Vec<u8>, AssertionFault> {
    let json = unbase64(client_data_json).ok_or(AssertionFault::Malformed)?;
    let data: ClientData = serde_json::from_slice(&json).map_err(|_| AssertionFault::Malformed)?;
    unbase64(&data.challenge).ok_or(AssertionFault::Malformed)
}

/// Checks an assertion over `challenge` by the passkey with the public key `spki`.
///
/// # Errors
///
/// [`AssertionFault`] says what is wrong.
///
/// These are steps 11 to 20 of 7.2 in W3C Web Authentication Level 2.
pub fn check_assertion(
    assertion: &PasskeyAssertion,
    challenge: &[u8],
    spki: &[u8],
    settings: &PasskeySettings,
) -> Result<Vouched, AssertionFault> {
    let read = |text: &str| unbase64(text).ok_or(AssertionFault::Malformed);
    let json = read(&assertion.client_data_json)?;
    if ClientData::read(&json, "webauthn.get", settings)? != challenge {
        return Err(AssertionFault::AnotherChallenge);
    }
    let data = read(&assertion.authenticator_data)?;
    let (_, sign_count) = head(&data, settings)?;
    let key = DevicePublicKey::from_spki(spki).ok_or(AssertionFault::AnotherKey)?;
    let mut signed = data;
    signed.extend(Digest::of(&json).0);
    if !key.verifies_der(&signed, &read(&assertion.signature)?) {
        return Err(AssertionFault::WrongSignature);
    }
    Ok(Vouched { sign_count })
}

/// Reads a new key: W3C Web Authentication Level 2, 6.5.1 and 7.1; RFC 8152, 13.1.1; CTAP 2.1, 6 (canonical
/// CBOR).
pub(crate) fn read_new(
    client_data_json: &str,
    authenticator_data: &str,
    settings: &PasskeySettings,
) -> Result<Created, AssertionFault> {
    let json = unbase64(client_data_json).ok_or(AssertionFault::Malformed)?;
    let challenge = ClientData::read(&json, "webauthn.create", settings)?;
    let data = unbase64(authenticator_data).ok_or(AssertionFault::Malformed)?;
    let (flags, sign_count) = head(&data, settings)?;
    if flags & NEW_KEY == 0 {
        return Err(AssertionFault::AnotherKey);
    }
    let rest = data.get(HEAD_BYTES + MODEL_BYTES..).ok_or(AssertionFault::Malformed)?;
    let (n_bytes, rest) = rest.split_first_chunk().ok_or(AssertionFault::Malformed)?;
    let n_bytes = usize::from(u16::from_be_bytes(*n_bytes));
    if n_bytes == 0 || n_bytes > LONGEST_ID || rest.len() < n_bytes {
        return Err(AssertionFault::Malformed);
    }
    let (credential_id, key) = rest.split_at(n_bytes);
    Ok(Created { challenge, credential_id: credential_id.to_vec(), key: es256(key)?, sign_count })
}

/// An ES256 key as COSE has it, in the one order of CTAP2: kty 2, alg -7, crv 1, x, y. Extensions may
/// follow.
fn es256(cose: &[u8]) -> Result<DevicePublicKey, AssertionFault> {
    const HEAD: [u8; 10] = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    const BETWEEN: [u8; 3] = [0x22, 0x58, 0x20];
    let rest = cose.strip_prefix(&HEAD).ok_or(AssertionFault::AnotherKey)?;
    let (x, rest) = rest.split_at_checked(32).ok_or(AssertionFault::Malformed)?;
    let rest = rest.strip_prefix(&BETWEEN).ok_or(AssertionFault::AnotherKey)?;
    let y = rest.get(..32).ok_or(AssertionFault::Malformed)?;
    DevicePublicKey::from_point(&[&[4], x, y].concat()).ok_or(AssertionFault::AnotherKey)
}

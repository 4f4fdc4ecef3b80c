//! A certificate authority for demonstrations: names say so, and its root key is thrown away.

use std::fmt;

use der::asn1::{Any, BitString, ObjectIdentifier, OctetString, SetOfVec};
use der::pem::LineEnding;
use der::{Decode as _, Encode, Sequence};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::EncodePrivateKey as _;
use ring::digest::{SHA256, digest};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_cert::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use crate::seal::SealError;
use crate::seal::message::{ECDSA_WITH_SHA256, algorithm};

const DAY: i64 = 86_400;
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// Certificates and keys of a court that does not exist, good for a demo and for tests.
///
/// Every subject says 测试 and "demo". The key of the root is forgotten when this is made, so nobody
/// can issue more certificates that its root would vouch for.
pub struct DemoAuthority {
    /// The root, to be trusted by whoever checks.
    pub root_pem: String,
    /// The court's certificate, followed by the root.
    pub court_pem: String,
    /// The court's key, PKCS#8.
    pub court_key_pem: String,
    /// The certificate of the time-stamping authority, followed by the root.
    pub stamp_pem: String,
    /// The key of the time-stamping authority, PKCS#8.
    pub stamp_key_pem: String,
}

impl fmt::Debug for DemoAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DemoAuthority").field("root_pem", &self.root_pem).finish_non_exhaustive()
    }
}

impl DemoAuthority {
    /// Makes new keys, and certificates that hold from a day before `now` (Unix seconds): the root
    /// for twenty years, the others for five.
    ///
    /// # Errors
    ///
    /// [`SealError::NoRandomness`] when the machine gives no random numbers; [`SealError::Encoding`]
    /// when the name or the time cannot stand in a certificate.
    pub fn make(court_name: &str, now: i64) -> Result<Self, SealError> {
        let (root, court, stamp) = (new_key()?, new_key()?, new_key()?);
        // Short and in one part: NSS, which pdfsig asks, does not find an issuer with a longer name for a
        // second time, and would report the second seal of a file as unknown.
        let root_name = name(&[(COMMON_NAME, "WeiCourt-demo-测试")])?;
        let issuer = Issuer { key: &root, name: root_name.clone(), now };
        let authority = BasicConstraints { ca: true, path_len_constraint: Some(0) };
        let leaf = BasicConstraints { ca: false, path_len_constraint: None };
        let signs = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;

        let certifies = KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign);
        let own = [extension(true, &authority)?, extension(true, &certifies)?];
        let root_pem = issuer.issue(&root, &root_name, 20, &own)?;

        let court_subject = subject(&format!("{court_name}（测试 demo）"), court_name)?;
        let own = [extension(true, &leaf)?, extension(true, &KeyUsage(signs))?];
        let court_pem = issuer.issue(&court, &court_subject, 5, &own)?;

        let stamp_subject =
            subject("微法院测试时间戳 WeiCourt demo time stamps (test only)", "WeiCourt demo 测试")?;
        let stamps = ExtendedKeyUsage(vec![TIME_STAMPING]);
        let own = [extension(true, &leaf)?, extension(true, &KeyUsage(signs))?, extension(true, &stamps)?];
        let stamp_pem = issuer.issue(&stamp, &stamp_subject, 5, &own)?;

        Ok(Self {
            court_pem: format!("{court_pem}{root_pem}"),
            stamp_pem: format!("{stamp_pem}{root_pem}"),
            root_pem,
            court_key_pem: key_pem(&court)?,
            stamp_key_pem: key_pem(&stamp)?,
        })
    }
}

/// `TBSCertificate`, which its own crate only reads.
#[derive(Sequence)]
struct Body {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: u8,
    serial: SerialNumber,
    algorithm: AlgorithmIdentifier,
    issuer: Name,
    validity: Validity,
    subject: Name,
    key: SubjectPublicKeyInfo,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

/// `Certificate`.
#[derive(Sequence)]
struct Issued {
    body: Body,
    algorithm: AlgorithmIdentifier,
    signature: BitString,
}

struct Issuer<'k> {
    key: &'k SigningKey,
    name: Name,
    now: i64,
}

impl Issuer<'_> {
    fn issue(
        &self,
        key: &SigningKey,
        subject: &Name,
        years: i64,
        own: &[Extension],
    ) -> Result<String, SealError> {
        let point = key.verifying_key().to_sec1_point(false);
        let curve = Any::encode_from(&ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"))?;
        let kind = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
        let (subject_id, issuer_id) = (key_id(key)?, key_id(self.key)?);
        let mut extensions = own.to_vec();
        extensions.push(extension(false, &SubjectKeyIdentifier(subject_id))?);
        let authority = AuthorityKeyIdentifier { key_identifier: Some(issuer_id), ..Default::default() };
        extensions.push(extension(false, &authority)?);
        // Random, since the key is.
        let mut serial = digest(&SHA256, &[b"serial ", point.as_bytes()].concat()).as_ref()[..16].to_vec();
        serial[0] = serial[0] & 0x7f | 0x40;
        let body = Body {
            version: 2,
            serial: SerialNumber::new(&serial)?,
            algorithm: algorithm(ECDSA_WITH_SHA256),
            issuer: self.name.clone(),
            validity: Validity::new(time(self.now - DAY)?, time(self.now + years * 365 * DAY)?),
            subject: subject.clone(),
            key: SubjectPublicKeyInfo {
                algorithm: AlgorithmIdentifier { oid: kind, parameters: Some(curve) },
                subject_public_key: BitString::from_bytes(point.as_bytes())?,
            },
            extensions,
        };
        let signature: DerSignature = self.key.sign(&body.to_der()?);
        let signature = BitString::from_bytes(signature.as_bytes())?;
        let issued = Issued { body, algorithm: algorithm(ECDSA_WITH_SHA256), signature };
        der::pem::encode_string("CERTIFICATE", LineEnding::LF, &issued.to_der()?)
            .map_err(|_| SealError::Encoding(der::ErrorKind::Failed.into()))
    }
}

fn new_key() -> Result<SigningKey, SealError> {
    loop {
        let mut scalar = [0; 32];
        getrandom::fill(&mut scalar).map_err(|_| SealError::NoRandomness)?;
        // All but one in 2³² numbers are keys.
        if let Ok(key) = SigningKey::from_slice(&scalar) {
            return Ok(key);
        }
    }
}

fn key_pem(key: &SigningKey) -> Result<String, SealError> {
    let pem =
        key.to_pkcs8_pem(LineEnding::LF).map_err(|_| SealError::Encoding(der::ErrorKind::Failed.into()))?;
    Ok(pem.to_string())
}

fn key_id(key: &SigningKey) -> der::Result<OctetString> {
    OctetString::new(&digest(&SHA256, key.verifying_key().to_sec1_point(false).as_bytes()).as_ref()[..20])
}

fn extension<T: Encode + der::oid::AssociatedOid>(critical: bool, value: &T) -> der::Result<Extension> {
    Ok(Extension { extn_id: T::OID, critical, extn_value: OctetString::new(value.to_der()?)? })
}

fn time(at: i64) -> der::Result<Time> {
    let since = std::time::Duration::from_secs(u64::try_from(at).map_err(|_| der::ErrorKind::DateTime)?);
    Ok(Time::from(der::DateTime::from_unix_duration(since)?))
}

/// A country, an organisation and a common name.
fn subject(common: &str, organisation: &str) -> der::Result<Name> {
    name(&[(COUNTRY, "CN"), (ORGANISATION, organisation), (COMMON_NAME, common)])
}

fn name(parts: &[(ObjectIdentifier, &str)]) -> der::Result<Name> {
    let mut sequence = RdnSequence::default();
    for (oid, words) in parts {
        let tag = if *oid == COUNTRY { der::Tag::PrintableString } else { der::Tag::Utf8String };
        let part = AttributeTypeAndValue { oid: *oid, value: Any::new(tag, words.as_bytes())? };
        sequence.push(RelativeDistinguishedName::from(SetOfVec::from_iter([part])?));
    }
    Name::from_der(&sequence.to_der()?)
}

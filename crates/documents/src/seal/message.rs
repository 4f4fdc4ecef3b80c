//! A signed message (CMS, RFC 5652) as it stands in a PDF file and in a time stamp.
//!
//! The structures are written out here: what is read is encoded again and compared, so no byte of a
//! message is left that means nothing.

use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Sequence, ValueOrd};
use ring::digest::{SHA256, digest};
use x509_cert::attr::Attribute;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::{AlgorithmIdentifier, Certificate};

pub(super) const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(super) const ID_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const ID_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
pub(super) const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
pub(super) const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
pub(super) const TIME_STAMP_TOKEN: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
pub(super) const ID_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub(super) const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// `ContentInfo`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct ContentInfo {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) content: Any,
}

/// `SignedData`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct SignedData {
    pub(super) version: u8,
    pub(super) digest_algorithms: SetOfVec<AlgorithmIdentifier>,
    pub(super) content: Encapsulated,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) certificates: Option<SetOfVec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) revocations: Option<SetOfVec<Any>>,
    pub(super) signers: SetOfVec<SignerInfo>,
}

/// `EncapsulatedContentInfo`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct Encapsulated {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) content: Option<OctetString>,
}

/// `SignerInfo` whose signer is named by issuer and number.
#[derive(Debug, Clone, Sequence, ValueOrd)]
pub(super) struct SignerInfo {
    pub(super) version: u8,
    pub(super) signer: IssuerAndSerial,
    pub(super) digest_algorithm: AlgorithmIdentifier,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) signed: Option<SetOfVec<Attribute>>,
    pub(super) signature_algorithm: AlgorithmIdentifier,
    pub(super) signature: OctetString,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) unsigned: Option<SetOfVec<Attribute>>,
}

/// `IssuerAndSerialNumber`.
#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(super) struct IssuerAndSerial {
    pub(super) issuer: Name,
    pub(super) serial: SerialNumber,
}

/// `SigningCertificateV2`, and the older `SigningCertificate`, whose identifiers have no algorithm.
#[derive(Debug, Clone, Sequence)]
pub(super) struct SigningCertificate {
    pub(super) certificates: Vec<CertificateDigest>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<Any>>,
}

/// `ESSCertIDv2`; without an algorithm the digest is SHA-256 (SHA-1 in the older form).
#[derive(Debug, Clone, Sequence)]
pub(super) struct CertificateDigest {
    #[asn1(optional = "true")]
    pub(super) algorithm: Option<AlgorithmIdentifier>,
    pub(super) digest: OctetString,
    #[asn1(optional = "true")]
    pub(super) issuer: Option<IssuerSerial>,
}

/// `IssuerSerial` of RFC 5035; the digest says more already.
#[derive(Debug, Clone, Sequence)]
pub(super) struct IssuerSerial {
    pub(super) issuer: Any,
    pub(super) serial: SerialNumber,
}

pub(super) fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifier {
    AlgorithmIdentifier { oid, parameters: None }
}

fn attribute(oid: ObjectIdentifier, value: &impl der::Encode) -> der::Result<Attribute> {
    let value = Any::from_der(&value.to_der()?)?;
    Ok(Attribute { oid, values: SetOfVec::from_iter([value])? })
}

/// What a signer is asked to sign: type of the content, its digest, and the signer's certificate.
///
/// The attributes are the message; no signing time is among them, because PAdES has it in the file.
pub(super) fn attributes(
    content_type: ObjectIdentifier,
    content_digest: &[u8],
    certificate: &[u8],
) -> der::Result<SetOfVec<Attribute>> {
    let certificate = SigningCertificate {
        certificates: vec![CertificateDigest {
            algorithm: None,
            digest: OctetString::new(digest(&SHA256, certificate).as_ref())?,
            issuer: None,
        }],
        policies: None,
    };
    SetOfVec::from_iter([
        attribute(CONTENT_TYPE, &content_type)?,
        attribute(MESSAGE_DIGEST, &OctetString::new(content_digest)?)?,
        attribute(SIGNING_CERTIFICATE_V2, &certificate)?,
    ])
}

/// A message of one signer, with SHA-256 and ECDSA.
///
/// `content` is what is signed when it stands inside (time stamps), `token` the time stamp of the signature.
pub(super) fn signed_message(
    content_type: ObjectIdentifier,
    content: Option<&[u8]>,
    signed: SetOfVec<Attribute>,
    signature: &[u8],
    certificates: &[Vec<u8>],
    token: Option<&[u8]>,
) -> der::Result<Vec<u8>> {
    let own = Certificate::from_der(certificates.first().map(Vec::as_slice).unwrap_or_default())?;
    let unsigned = token
        .map(|token| -> der::Result<_> {
            let values = SetOfVec::from_iter([Any::from_der(token)?])?;
            SetOfVec::from_iter([Attribute { oid: TIME_STAMP_TOKEN, values }])
        })
        .transpose()?;
    let signer = SignerInfo {
        version: 1,
        signer: IssuerAndSerial {
            issuer: own.tbs_certificate().issuer().clone(),
            serial: own.tbs_certificate().serial_number().clone(),
        },
        digest_algorithm: algorithm(ID_SHA256),
        signed: Some(signed),
        signature_algorithm: algorithm(ECDSA_WITH_SHA256),
        signature: OctetString::new(signature)?,
        unsigned,
    };
    let certificates: Vec<Any> =
        certificates.iter().map(|certificate| Any::from_der(certificate)).collect::<der::Result<_>>()?;
    let data = SignedData {
        version: if content_type == ID_DATA { 1 } else { 3 },
        digest_algorithms: SetOfVec::from_iter([algorithm(ID_SHA256)])?,
        content: Encapsulated { content_type, content: content.map(OctetString::new).transpose()? },
        certificates: Some(SetOfVec::from_iter(certificates)?),
        revocations: None,
        signers: SetOfVec::from_iter([signer])?,
    };
    ContentInfo { content_type: ID_SIGNED_DATA, content: Any::from_der(&data.to_der()?)? }.to_der()
}

//! Whether a signed message holds.

use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use ring::digest::{Algorithm, Digest, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use x509_cert::attr::Attribute;

use crate::seal::algorithm::{digest_algorithm, verify_signature};
use crate::seal::check::SealProblem;
use crate::seal::check::chain::Known;
use crate::seal::message::{
    CONTENT_TYPE, ContentInfo, ID_SIGNED_DATA, MESSAGE_DIGEST, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2,
    SignedData, SignerInfo, SigningCertificate, TIME_STAMP_TOKEN,
};

/// Most certificates beside a signature.
const MOST_CERTIFICATES: usize = 16;

/// A message whose signature holds.
#[derive(Debug)]
pub(in crate::seal) struct Checked {
    pub(in crate::seal) signer: Known,
    /// The certificates beside the signer's.
    pub(in crate::seal) others: Vec<Known>,
    pub(in crate::seal) signature: Vec<u8>,
    /// What is signed, when it stands inside.
    pub(in crate::seal) content: Option<Vec<u8>>,
    /// The time stamp of the signature.
    pub(in crate::seal) token: Option<Vec<u8>>,
}

/// Checks a message of one signer to its last byte: every field either is signed, is checked
/// against what is signed, or can have one value only.
///
/// `outside` makes the digest of what is signed when that is not inside.
pub(in crate::seal) fn check_message(
    message: &[u8],
    content_type: ObjectIdentifier,
    outside: Option<&dyn Fn(&'static Algorithm) -> Digest>,
) -> Result<Checked, SealProblem> {
    let broken = |_: der::Error| SealProblem::Message;
    let info = ContentInfo::from_der(message).map_err(broken)?;
    let data: SignedData = info.content.decode_as().map_err(broken)?;
    let again =
        ContentInfo { content_type: info.content_type, content: Any::encode_from(&data).map_err(broken)? };
    if again.to_der().map_err(broken)? != message || info.content_type != ID_SIGNED_DATA {
        return Err(SealProblem::Message);
    }
    let [signer] = data.signers.as_slice() else { return Err(SealProblem::Message) };
    let version = if content_type == crate::seal::message::ID_DATA { 1 } else { 3 };
    if data.version != version
        || signer.version != 1
        || data.revocations.is_some()
        || data.content.content_type != content_type
        || data.content.content.is_some() == outside.is_some()
        || data.digest_algorithms.as_slice() != [signer.digest_algorithm.clone()]
    {
        return Err(SealProblem::Message);
    }
    let (own, others) = certificates(&data, signer)?;
    let algorithm = digest_algorithm(&signer.digest_algorithm).ok_or(SealProblem::Algorithm)?;
    let content = data.content.content.as_ref().map(OctetString::as_bytes);
    let seen = match (outside, content) {
        (Some(outside), None) => outside(algorithm),
        (None, Some(content)) => digest(algorithm, content),
        _ => return Err(SealProblem::Message),
    };
    let signed = signer.signed.as_ref().ok_or(SealProblem::Message)?;
    let stated: ObjectIdentifier = one(signed.as_slice(), CONTENT_TYPE)?.decode_as().map_err(broken)?;
    if stated != content_type {
        return Err(SealProblem::Message);
    }
    let stated: OctetString = one(signed.as_slice(), MESSAGE_DIGEST)?.decode_as().map_err(broken)?;
    if stated.as_bytes() != seen.as_ref() {
        return Err(SealProblem::Changed);
    }
    let key = own.certificate.tbs_certificate().subject_public_key_info();
    let words = signed.to_der().map_err(broken)?;
    let signature = signer.signature.as_bytes();
    if !verify_signature(key, &signer.signature_algorithm, Some(&signer.digest_algorithm), &words, signature)
    {
        return Err(SealProblem::Signature);
    }
    bound(signed.as_slice(), &own)?;
    Ok(Checked {
        signature: signature.to_vec(),
        content: content.map(<[u8]>::to_vec),
        token: token(signer)?,
        signer: own,
        others,
    })
}

/// The signer's certificate, and the others.
fn certificates(data: &SignedData, signer: &SignerInfo) -> Result<(Known, Vec<Known>), SealProblem> {
    let all = data.certificates.as_ref().map(|all| all.as_slice()).unwrap_or_default();
    if all.len() > MOST_CERTIFICATES {
        return Err(SealProblem::Message);
    }
    let read = |certificate: &Any| certificate.to_der().ok().and_then(Known::read);
    let all: Vec<Known> = all.iter().map(read).collect::<Option<_>>().ok_or(SealProblem::Message)?;
    let (mut own, others): (Vec<Known>, Vec<Known>) = all.into_iter().partition(|known| {
        let known = known.certificate.tbs_certificate();
        *known.issuer() == signer.signer.issuer && *known.serial_number() == signer.signer.serial
    });
    match (own.pop(), own.is_empty()) {
        (Some(own), true) => Ok((own, others)),
        _ => Err(SealProblem::OtherCertificate),
    }
}

/// The one value of the one attribute of that name.
fn one(attributes: &[Attribute], name: ObjectIdentifier) -> Result<&Any, SealProblem> {
    let mut values = attributes.iter().filter(|attribute| attribute.oid == name);
    match (values.next().map(|attribute| attribute.values.as_slice()), values.next()) {
        (Some([value]), None) => Ok(value),
        _ => Err(SealProblem::Message),
    }
}

/// Whether what is signed names the certificate by its digest, so that no other can be put in its place.
fn bound(signed: &[Attribute], own: &Known) -> Result<(), SealProblem> {
    let has = |name| signed.iter().any(|attribute| attribute.oid == name);
    let (name, otherwise) = if has(SIGNING_CERTIFICATE_V2) {
        (SIGNING_CERTIFICATE_V2, &SHA256)
    } else {
        (SIGNING_CERTIFICATE, &SHA1_FOR_LEGACY_USE_ONLY)
    };
    let value = one(signed, name).map_err(|_| SealProblem::OtherCertificate)?;
    let stated: SigningCertificate = value.decode_as().map_err(|_| SealProblem::Message)?;
    let first = stated.certificates.first().ok_or(SealProblem::OtherCertificate)?;
    let algorithm = match &first.algorithm {
        None => otherwise,
        Some(named) => digest_algorithm(named).ok_or(SealProblem::Algorithm)?,
    };
    if digest(algorithm, &own.der).as_ref() != first.digest.as_bytes() {
        return Err(SealProblem::OtherCertificate);
    }
    Ok(())
}

/// The time stamp; anything else that is not signed has no place in a message.
fn token(signer: &SignerInfo) -> Result<Option<Vec<u8>>, SealProblem> {
    let Some(unsigned) = &signer.unsigned else { return Ok(None) };
    match unsigned.as_slice() {
        [attribute] if attribute.oid == TIME_STAMP_TOKEN => {
            let token = one(unsigned.as_slice(), TIME_STAMP_TOKEN)?;
            Ok(Some(token.to_der().map_err(|_| SealProblem::Message)?))
        }
        _ => Err(SealProblem::Message),
    }
}

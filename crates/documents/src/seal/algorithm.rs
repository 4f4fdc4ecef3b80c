//! Digests and signatures by their names in certificates and messages.

use der::asn1::ObjectIdentifier;
use ring::digest::{self, Algorithm};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use x509_cert::{AlgorithmIdentifier, SubjectPublicKeyInfo};

const EC_KEY: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";
const RSA: &str = "1.2.840.113549.1.1.1";

/// The digest of that name; those that are broken are not known.
pub(super) fn digest_algorithm(named: &AlgorithmIdentifier) -> Option<&'static Algorithm> {
    if !has_no_parameters(named) {
        return None;
    }
    match named.oid.to_string().as_str() {
        "2.16.840.1.101.3.4.2.1" => Some(&digest::SHA256),
        "2.16.840.1.101.3.4.2.2" => Some(&digest::SHA384),
        "2.16.840.1.101.3.4.2.3" => Some(&digest::SHA512),
        _ => None,
    }
}

fn has_no_parameters(named: &AlgorithmIdentifier) -> bool {
    named.parameters.as_ref().is_none_or(der::asn1::Any::is_null)
}

/// Whether `signature` is the key's over `message`: ECDSA over P-256 or P-384, or RSA (PKCS #1) of
/// 2048 bits and more. `digest` is named apart in messages, where the algorithm may say "RSA" only.
pub(super) fn verify_signature(
    key: &SubjectPublicKeyInfo,
    algorithm: &AlgorithmIdentifier,
    digest: Option<&AlgorithmIdentifier>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let named = digest.map(|digest| digest.oid.to_string());
    let Some(size) = digest_size(&algorithm.oid.to_string(), named.as_deref()) else { return false };
    let curve =
        key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    let curve = curve.map(|curve| curve.to_string());
    let of_curve = algorithm.oid.to_string().starts_with("1.2.840.10045.4.3.");
    let verification: &dyn VerificationAlgorithm =
        match (key.algorithm.oid.to_string().as_str(), curve.as_deref(), size) {
            (EC_KEY, Some(P256), 256) if of_curve => &signature::ECDSA_P256_SHA256_ASN1,
            (EC_KEY, Some(P256), 384) if of_curve => &signature::ECDSA_P256_SHA384_ASN1,
            (EC_KEY, Some(P384), 256) if of_curve => &signature::ECDSA_P384_SHA256_ASN1,
            (EC_KEY, Some(P384), 384) if of_curve => &signature::ECDSA_P384_SHA384_ASN1,
            (RSA, _, 256) if !of_curve => &signature::RSA_PKCS1_2048_8192_SHA256,
            (RSA, _, 384) if !of_curve => &signature::RSA_PKCS1_2048_8192_SHA384,
            (RSA, _, 512) if !of_curve => &signature::RSA_PKCS1_2048_8192_SHA512,
            _ => return false,
        };
    let plain = if of_curve { algorithm.parameters.is_none() } else { has_no_parameters(algorithm) };
    plain
        && UnparsedPublicKey::new(verification, key.subject_public_key.raw_bytes())
            .verify(message, signature)
            .is_ok()
}

/// Bits of the digest that a signature algorithm implies; it must be the one that is named apart.
fn digest_size(algorithm: &str, digest: Option<&str>) -> Option<u16> {
    let named = match digest {
        Some("2.16.840.1.101.3.4.2.1") => Some(256),
        Some("2.16.840.1.101.3.4.2.2") => Some(384),
        Some("2.16.840.1.101.3.4.2.3") => Some(512),
        Some(_) => return None,
        None => None,
    };
    let implied = match algorithm {
        "1.2.840.10045.4.3.2" | "1.2.840.113549.1.1.11" => 256,
        "1.2.840.10045.4.3.3" | "1.2.840.113549.1.1.12" => 384,
        "1.2.840.10045.4.3.4" | "1.2.840.113549.1.1.13" => 512,
        RSA => return named,
        _ => return None,
    };
    named.is_none_or(|named| named == implied).then_some(implied)
}

//! Who holds the key.

use std::fmt;

use der::Encode as _;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::DecodePrivateKey as _;
use x509_cert::Certificate;

/// Holds the court's key: a file, a security module, or a seal server (签章服务器).
///
/// One that answers only after a while (over a network) is not called through this trait: take
/// [`Draft`](crate::seal::Draft), send its message there, and go on with [`Draft::signed`](crate::seal::Draft::signed).
pub trait Signer {
    /// The chain of certificates as DER: the signer's own first, each followed by its issuer; the
    /// root may be left out.
    fn certificates(&self) -> &[Vec<u8>];

    /// Signs `message` (not yet hashed) with ECDSA over P-256 and SHA-256; the signature as DER.
    ///
    /// # Errors
    ///
    /// When the key is not there or refuses.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError>;
}

/// Why there is no signature.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// The key is no ECDSA key over P-256 in PKCS#8 PEM.
    #[error("the key is no P-256 key in PKCS#8 PEM")]
    UnreadableKey,
    /// The certificates are no PEM file with at least one X.509 certificate.
    #[error("there is no readable certificate in PEM")]
    UnreadableCertificate,
    /// The first certificate is about another key.
    #[error("the first certificate belongs to another key")]
    OtherKey,
    /// What the key's holder says.
    #[error("the holder of the key refused")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A key in memory. Signatures are deterministic (RFC 6979): the same message has the same signature.
pub struct SoftSigner {
    key: SigningKey,
    certificates: Vec<Vec<u8>>,
}

impl fmt::Debug for SoftSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftSigner").field("n_certificates", &self.certificates.len()).finish_non_exhaustive()
    }
}

impl SoftSigner {
    /// From PEM files: a PKCS#8 key, and its certificates, the key's own first.
    ///
    /// # Errors
    ///
    /// See [`SignerError`].
    pub fn from_pem(key: &str, certificates: &str) -> Result<Self, SignerError> {
        let key = SigningKey::from_pkcs8_pem(key.trim()).map_err(|_| SignerError::UnreadableKey)?;
        let certificates = certificates_from_pem(certificates).ok_or(SignerError::UnreadableCertificate)?;
        Self::new(key, certificates)
    }

    pub(super) fn new(key: SigningKey, certificates: Vec<Vec<u8>>) -> Result<Self, SignerError> {
        let own = certificates.first().ok_or(SignerError::UnreadableCertificate)?;
        let own: Certificate = der::Decode::from_der(own).map_err(|_| SignerError::UnreadableCertificate)?;
        let point = key.verifying_key().to_sec1_point(false);
        let stated = own.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
        if stated != point.as_bytes() {
            return Err(SignerError::OtherKey);
        }
        Ok(Self { key, certificates })
    }
}

impl Signer for SoftSigner {
    fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let signature: DerSignature = self.key.sign(message);
        Ok(signature.as_bytes().to_vec())
    }
}

/// The certificates of a PEM file as DER, in their order; `None` when one cannot be read or none is there.
#[must_use]
pub fn certificates_from_pem(pem: &str) -> Option<Vec<Vec<u8>>> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let mut certificates = Vec::new();
    for piece in pem.split(BEGIN).skip(1) {
        let body = piece.split(END).next().filter(|_| piece.contains(END))?;
        let text = format!("{BEGIN}\n{}\n{END}\n", body.trim());
        let (_, bytes) = der::pem::decode_vec(text.as_bytes()).ok()?;
        let certificate: Certificate = der::Decode::from_der(&bytes).ok()?;
        certificates.push(certificate.to_der().ok()?);
    }
    (!certificates.is_empty()).then_some(certificates)
}

//! A time-stamping authority in the program, for a demo and for tests.

use der::asn1::{Any, GeneralizedTime, ObjectIdentifier, Uint};
use der::{Decode, Encode};
use ring::digest::{SHA256, digest};

use crate::seal::algorithm::digest_algorithm;
use crate::seal::message::{ContentInfo, ID_TST_INFO, attributes, signed_message};
use crate::seal::stamp::{Accuracy, Request, Response, StampInfo, Status};
use crate::seal::{SealError, Signer, SoftSigner};

/// The policy that examples name: this authority promises nothing.
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.4.1");

/// Answers requests for time stamps as RFC 3161 says; the time is the caller's.
#[derive(Debug)]
pub struct StampAuthority {
    signer: SoftSigner,
}

impl StampAuthority {
    /// From PEM files: a PKCS#8 key, and its certificates, the key's own first.
    ///
    /// # Errors
    ///
    /// See [`SignerError`](crate::seal::SignerError).
    pub fn from_pem(key: &str, certificates: &str) -> Result<Self, SealError> {
        Ok(Self { signer: SoftSigner::from_pem(key, certificates)? })
    }

    /// The answer (DER) to a request (DER) at `now`, in Unix seconds. A request that cannot be read,
    /// or asks for something else than a plain time stamp, is answered with a refusal.
    ///
    /// # Errors
    ///
    /// [`SealError::Encoding`] when `now` cannot stand in a time stamp.
    pub fn answer(&self, request: &[u8], now: i64) -> Result<Vec<u8>, SealError> {
        let readable = Request::from_der(request).ok().filter(|request| {
            let length = digest_algorithm(&request.imprint.algorithm).map(|algorithm| algorithm.output_len());
            request.version == 1
                && request.policy.is_none_or(|policy| policy == POLICY)
                && request.extensions.is_none()
                && length == Some(request.imprint.digest.as_bytes().len())
        });
        let Some(request) = readable else {
            let words = Some(vec!["only plain requests with SHA-256, SHA-384 or SHA-512".to_owned()]);
            let status = Status { status: 2, words, failure: None };
            return Ok(Response { status, token: None }.to_der()?);
        };
        let token = self.token(&request, now)?;
        let status = Status { status: 0, words: None, failure: None };
        Ok(Response { status, token: Some(ContentInfo::from_der(&token)?) }.to_der()?)
    }

    fn token(&self, request: &Request, now: i64) -> Result<Vec<u8>, SealError> {
        let seconds = u64::try_from(now).map_err(|_| SealError::NoSuchTime)?;
        let time = GeneralizedTime::from_unix_duration(std::time::Duration::from_secs(seconds))?;
        let seen = [request.to_der()?.as_slice(), &now.to_be_bytes()].concat();
        let mut serial = digest(&SHA256, &seen).as_ref()[..16].to_vec();
        serial[0] = serial[0] & 0x7f | 0x40;
        let info = StampInfo {
            version: 1,
            policy: POLICY,
            imprint: request.imprint.clone(),
            serial: Uint::new(&serial)?,
            time: Any::encode_from(&time)?,
            accuracy: Some(Accuracy { seconds: Some(1), millis: None, micros: None }),
            ordering: false,
            nonce: request.nonce.clone(),
            authority: None,
            extensions: None,
        };
        let content = info.to_der()?;
        let certificates = self.signer.certificates();
        let own = certificates.first().ok_or(SealError::NoCertificate)?;
        let attributes = attributes(ID_TST_INFO, digest(&SHA256, &content).as_ref(), own)?;
        let signature = self.signer.sign(&attributes.to_der()?)?;
        Ok(signed_message(ID_TST_INFO, Some(&content), attributes, &signature, certificates, None)?)
    }
}

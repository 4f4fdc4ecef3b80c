//! Time stamps (RFC 3161): what is asked, what is answered, and no sockets.

use der::asn1::{Any, BitString, GeneralizedTime, ObjectIdentifier, OctetString, Uint};
use der::{Decode, Encode, Sequence};
use ring::digest::{SHA256, digest};
use x509_cert::AlgorithmIdentifier;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::name::GeneralName;

use crate::guard::guarded_or;
use crate::seal::check::{Checked, check_message};
use crate::seal::message::{ContentInfo, ID_SHA256, ID_TST_INFO, algorithm};

/// Most bytes of an answer.
const MOST_BYTES: usize = 64 * 1024;

/// What a time-stamping authority signs: the digest of what it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct Imprint {
    pub(super) algorithm: AlgorithmIdentifier,
    pub(super) digest: OctetString,
}

/// `TimeStampReq`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct Request {
    pub(super) version: u8,
    pub(super) imprint: Imprint,
    #[asn1(optional = "true")]
    pub(super) policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Uint>,
    #[asn1(default = "Default::default")]
    pub(super) wants_certificates: bool,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) extensions: Option<Extensions>,
}

/// `TimeStampResp`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct Response {
    pub(super) status: Status,
    #[asn1(optional = "true")]
    pub(super) token: Option<ContentInfo>,
}

/// `PKIStatusInfo`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct Status {
    pub(super) status: u8,
    #[asn1(optional = "true")]
    pub(super) words: Option<Vec<String>>,
    #[asn1(optional = "true")]
    pub(super) failure: Option<BitString>,
}

/// `TSTInfo`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct StampInfo {
    pub(super) version: u8,
    pub(super) policy: ObjectIdentifier,
    pub(super) imprint: Imprint,
    pub(super) serial: Uint,
    /// `GeneralizedTime`, read by [`StampInfo::at`]: authorities write fractions of a second.
    pub(super) time: Any,
    #[asn1(optional = "true")]
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(super) ordering: bool,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Uint>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) authority: Option<GeneralName>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) extensions: Option<Extensions>,
}

/// `Accuracy`.
#[derive(Debug, Clone, Sequence)]
pub(super) struct Accuracy {
    #[asn1(optional = "true")]
    pub(super) seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) micros: Option<u16>,
}

impl StampInfo {
    /// The instant in whole Unix seconds, fractions dropped.
    pub(super) fn at(&self) -> Option<i64> {
        if self.time.header().tag() != der::Tag::GeneralizedTime {
            return None;
        }
        let text = std::str::from_utf8(self.time.value()).ok()?;
        let text = text.strip_suffix('Z')?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        if whole.len() != 14 || fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let time = Any::new(der::Tag::GeneralizedTime, format!("{whole}Z").into_bytes()).ok()?;
        let time: GeneralizedTime = time.decode_as().ok()?;
        i64::try_from(time.to_unix_duration().as_secs()).ok()
    }
}

/// Why an answer of a time-stamping authority is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StampError {
    /// It is no answer in the form of RFC 3161.
    #[error("the answer of the time-stamping authority cannot be read")]
    Unreadable,
    /// The authority refuses.
    #[error("the time-stamping authority refused with status {status}: {words}")]
    Refused {
        /// `PKIStatus`.
        status: u8,
        /// What it says about that.
        words: String,
    },
    /// The token is about something else than was asked.
    #[error("the time stamp is about something else")]
    OtherImprint,
    /// The token answers another request.
    #[error("the time stamp answers another request")]
    OtherNonce,
    /// The token's signature does not hold.
    #[error("the signature of the time stamp does not hold: {0}")]
    Unsigned(String),
    /// The authority was not reached.
    #[error("the time-stamping authority was not reached: {0}")]
    Unreached(String),
}

/// Asks a time-stamping authority and waits for its answer.
///
/// A caller that must not wait takes [`time_stamp_request`] and [`read_time_stamp_response`].
pub trait TimeStamper {
    /// The answer (DER, `application/timestamp-reply`) to a request (DER, `application/timestamp-query`).
    ///
    /// # Errors
    ///
    /// [`StampError::Unreached`].
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, StampError>;
}

/// A time stamp that was checked against its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStampToken {
    der: Vec<u8>,
    digest: Vec<u8>,
    at: i64,
}

impl TimeStampToken {
    /// The token, a signed message as DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The time it attests, in Unix seconds.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.at
    }

    pub(super) fn is_about(&self, signature: &[u8]) -> bool {
        digest(&SHA256, signature).as_ref() == self.digest
    }
}

/// The request for a time stamp over `signature`, DER, to be posted as `application/timestamp-query`.
///
/// The nonce follows from the signature, so the same signature makes the same request.
///
/// # Errors
///
/// [`StampError::Unreadable`] never in practice: a digest and a number can be encoded.
pub fn time_stamp_request(signature: &[u8]) -> Result<Vec<u8>, StampError> {
    let encoded = || -> der::Result<Vec<u8>> {
        let imprint = digest(&SHA256, signature);
        let nonce = digest(&SHA256, &[b"weicourt nonce ", imprint.as_ref()].concat());
        let mut nonce = nonce.as_ref()[..8].to_vec();
        // Neither negative nor zero, and always eight bytes.
        nonce[0] = nonce[0] & 0x7f | 0x40;
        Request {
            version: 1,
            imprint: Imprint { algorithm: algorithm(ID_SHA256), digest: OctetString::new(imprint.as_ref())? },
            policy: None,
            nonce: Some(Uint::new(&nonce)?),
            wants_certificates: true,
            extensions: None,
        }
        .to_der()
    };
    encoded().map_err(|_| StampError::Unreadable)
}

/// Reads the answer to `request`: same imprint, same nonce, and a signature that holds.
///
/// Whether the authority is trusted is not asked here: see [`verify`](crate::seal::verify).
///
/// # Errors
///
/// See [`StampError`].
pub fn read_time_stamp_response(response: &[u8], request: &[u8]) -> Result<TimeStampToken, StampError> {
    guarded_or(|| StampError::Unreadable, || read(response, request))
}

fn read(response: &[u8], request: &[u8]) -> Result<TimeStampToken, StampError> {
    let unreadable = |_| StampError::Unreadable;
    if response.len() > MOST_BYTES {
        return Err(StampError::Unreadable);
    }
    let request = Request::from_der(request).map_err(unreadable)?;
    let response = Response::from_der(response).map_err(unreadable)?;
    // 0 granted, 1 granted with changes.
    let token = match (response.status.status, response.token) {
        (0 | 1, Some(token)) => token.to_der().map_err(unreadable)?,
        (status, _) => {
            let words = response.status.words.unwrap_or_default().join("; ");
            return Err(StampError::Refused { status, words: words.chars().take(200).collect() });
        }
    };
    let (_, info) = read_token(&token).map_err(StampError::Unsigned)?;
    if info.imprint.digest != request.imprint.digest
        || info.imprint.algorithm.oid != request.imprint.algorithm.oid
    {
        return Err(StampError::OtherImprint);
    }
    if info.nonce != request.nonce {
        return Err(StampError::OtherNonce);
    }
    let at = info.at().ok_or(StampError::Unreadable)?;
    Ok(TimeStampToken { der: token, digest: info.imprint.digest.as_bytes().to_vec(), at })
}

/// The signed message of a token and what it says; the problem in words when it does not hold.
pub(super) fn read_token(token: &[u8]) -> Result<(Checked, StampInfo), String> {
    let checked = check_message(token, ID_TST_INFO, None).map_err(|problem| problem.to_string())?;
    let content = checked.content.as_deref().unwrap_or_default();
    let info = StampInfo::from_der(content).map_err(|_| "what it says cannot be read".to_owned())?;
    if info.version != 1 || info.at().is_none() {
        return Err("what it says cannot be read".to_owned());
    }
    Ok((checked, info))
}

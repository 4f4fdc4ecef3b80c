//! Whether a file is what was sealed.

mod chain;
mod changes;
mod message;
mod range;

use serde::Serialize;

pub(super) use message::{Checked, check_message};

use crate::guard::guarded_or;
use crate::seal::check::chain::{Known, climb};
use crate::seal::check::range::{Covered, covered};
use crate::seal::message::ID_DATA;
use crate::seal::stamp::read_token;
use crate::seal::update::{MOST_BYTES, load};

/// Whom a court trusts, and when.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Certificates that need no further issuer, as DER.
    pub roots: Vec<Vec<u8>>,
    /// The time of the check, in Unix seconds.
    pub at: i64,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The signatures, the first one made first.
    pub signatures: Vec<SignatureCheck>,
    /// Every byte of the file is what was signed: there are signatures, all of them hold, the last
    /// one covers the whole file, and nothing but signatures came between them.
    ///
    /// Who signed is another question: see [`SignatureCheck::chain`] and [`Verification::is_accepted`].
    pub intact: bool,
    /// Why no signature was found.
    pub problem: Option<FileProblem>,
}

impl Verification {
    /// Intact, and every signer is known and within the time of their certificate, as is every
    /// authority that stamped a time.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        let known = |check: &SignatureCheck| {
            check.chain == Chain::Trusted
                && check.time_stamp.as_ref().is_none_or(|stamp| stamp.valid && stamp.chain == Chain::Trusted)
        };
        self.intact && self.signatures.iter().all(known)
    }

    fn without(problem: FileProblem) -> Self {
        Self { signatures: Vec::new(), intact: false, problem: Some(problem) }
    }
}

/// Why no signature was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileProblem {
    /// Nobody signed the file.
    #[error("the file bears no signature")]
    Unsigned,
    /// It is no PDF file, or a damaged one.
    #[error("the file is no PDF file, or damaged")]
    Unreadable,
    /// Larger than what is checked here.
    #[error("the file is too large to be checked")]
    TooLarge,
    /// More signatures than are checked here.
    #[error("the file bears too many signatures")]
    TooManySignatures,
}

/// What was found out about one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureCheck {
    /// Common name of the signer as their certificate has it, or their organisation.
    pub signer: String,
    /// Organisation of the signer.
    pub organisation: Option<String>,
    /// The signature holds for the bytes that it covers.
    pub valid: bool,
    /// It covers the file from the first byte to the last, but for itself.
    pub covers_whole_document: bool,
    /// Bytes behind the covered part.
    pub bytes_after: usize,
    /// The time that the file itself says, in Unix seconds: the signer's word, not a proof.
    pub signed_at: Option<i64>,
    /// What the signer says it is for.
    pub reason: Option<String>,
    /// The time that an authority attests.
    pub time_stamp: Option<TimeStampCheck>,
    /// Whether the signer is known.
    pub chain: Chain,
    /// Why it does not hold.
    pub problem: Option<SealProblem>,
}

/// What was found out about a time stamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeStampCheck {
    /// The attested time, in Unix seconds.
    pub at: i64,
    /// Common name of the authority.
    pub authority: String,
    /// Its signature holds, it is about this signature, and its certificate is for time stamps.
    pub valid: bool,
    /// Whether the authority is known.
    pub chain: Chain,
}

/// Whether a certificate leads to a trusted one.
///
/// Asked for the time that a trusted time stamp attests, otherwise for [`Trust::at`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// It does, and all certificates on the way are within their time.
    Trusted,
    /// It does not.
    Unknown,
    /// It does, but one of them is over.
    Expired,
    /// It does, but one of them has not begun.
    NotYet,
}

/// Why a signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SealProblem {
    /// What it says it covers is not the file around itself.
    #[error("the signature does not cover the file around itself")]
    Range,
    /// The signed message cannot be read to its last byte.
    #[error("the signed message cannot be read")]
    Message,
    /// An algorithm that is not known here or is broken.
    #[error("the signature uses an algorithm that is not accepted")]
    Algorithm,
    /// The covered bytes are not those that were signed.
    #[error("the content was changed after it was signed")]
    Changed,
    /// The signature is not by the key of the certificate.
    #[error("the signature is not by the key of its certificate")]
    Signature,
    /// The signature does not bind its certificate, or binds another one.
    #[error("the signature is bound to another certificate")]
    OtherCertificate,
    /// Certificates stand beside it that nothing vouches for.
    #[error("there are certificates that nothing vouches for")]
    Strangers,
    /// The certificate is not for signatures.
    #[error("the certificate is not for this use")]
    Usage,
    /// The time stamp does not hold.
    #[error("the time stamp does not hold")]
    TimeStamp,
    /// What was added to the file later is more than further signatures.
    #[error("more than signatures was added later")]
    Altered,
}

/// Checks all signatures of a file.
///
/// Any bytes are taken; what is no PDF file is told so in [`Verification::problem`].
#[must_use]
pub fn verify(pdf: &[u8], trust: &Trust) -> Verification {
    guarded_or(|| (), || Ok(check(pdf, trust)))
        .unwrap_or_else(|()| Verification::without(FileProblem::Unreadable))
}

fn check(pdf: &[u8], trust: &Trust) -> Verification {
    if pdf.len() > MOST_BYTES {
        return Verification::without(FileProblem::TooLarge);
    }
    let Some(document) = load(pdf).filter(|_| pdf.starts_with(b"%PDF-")) else {
        return Verification::without(FileProblem::Unreadable);
    };
    let found = match covered(&document) {
        Ok(found) if found.is_empty() => return Verification::without(FileProblem::Unsigned),
        Ok(found) => found,
        Err(problem) => return Verification::without(problem),
    };
    let roots: Vec<Known> = trust.roots.iter().filter_map(|root| Known::read(root.clone())).collect();
    let mut signatures: Vec<SignatureCheck> =
        found.iter().map(|found| one(pdf, found, &roots, trust.at)).collect();
    // Only what was signed is compared: a bad signature protects nothing.
    for (found, check) in found.iter().zip(&mut signatures) {
        let end = found.end().filter(|_| check.valid && !check.covers_whole_document);
        if end.is_some_and(|end| !changes::only_signatures(&pdf[..end], &document)) {
            (check.valid, check.problem) = (false, Some(SealProblem::Altered));
        }
    }
    let whole = signatures.last().is_some_and(|last| last.covers_whole_document);
    let intact = whole && signatures.iter().all(|check| check.valid);
    Verification { signatures, intact, problem: None }
}

fn one(pdf: &[u8], found: &Covered, roots: &[Known], at: i64) -> SignatureCheck {
    let end = found.end().unwrap_or_default();
    let mut check = SignatureCheck {
        signer: String::new(),
        organisation: None,
        valid: false,
        covers_whole_document: end == pdf.len(),
        bytes_after: pdf.len().saturating_sub(end),
        signed_at: found.signed_at,
        reason: found.reason.clone(),
        time_stamp: None,
        chain: Chain::Unknown,
        problem: None,
    };
    let message = match found.message(pdf) {
        Ok(message) => message,
        Err(problem) => {
            (check.covers_whole_document, check.problem) = (false, Some(problem));
            return check;
        }
    };
    let digest = |algorithm| found.digest(pdf, algorithm);
    let checked = match check_message(message, ID_DATA, Some(&digest)) {
        Ok(checked) => checked,
        Err(problem) => {
            check.problem = Some(problem);
            return check;
        }
    };
    check.signer = checked.signer.name();
    check.organisation = checked.signer.organisation();
    let mut moment = at;
    if let Some(token) = &checked.token {
        let stamp = stamp(token, &checked.signature, roots, at);
        match &stamp {
            Some(stamp) if stamp.valid && stamp.chain == Chain::Trusted => moment = stamp.at,
            Some(stamp) if stamp.valid => {}
            _ => check.problem = Some(SealProblem::TimeStamp),
        }
        check.time_stamp = stamp;
    }
    let climbed = climb(&checked.signer, &checked.others, roots, moment);
    check.chain = climbed.chain;
    if !checked.signer.may_sign() {
        check.problem = Some(SealProblem::Usage);
    } else if !climbed.vouched {
        check.problem = Some(SealProblem::Strangers);
    }
    check.valid = check.problem.is_none();
    check
}

/// `None` when the token cannot be read at all.
fn stamp(token: &[u8], signature: &[u8], roots: &[Known], at: i64) -> Option<TimeStampCheck> {
    let (checked, info) = read_token(token).ok()?;
    let algorithm = crate::seal::algorithm::digest_algorithm(&info.imprint.algorithm);
    let is_about = algorithm.is_some_and(|algorithm| {
        ring::digest::digest(algorithm, signature).as_ref() == info.imprint.digest.as_bytes()
    });
    let climbed = climb(&checked.signer, &checked.others, roots, at);
    Some(TimeStampCheck {
        at: info.at()?,
        authority: checked.signer.name(),
        valid: is_about && climbed.vouched && checked.token.is_none() && checked.signer.may_stamp(),
        chain: climbed.chain,
    })
}

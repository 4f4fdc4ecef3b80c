//! From a file to a sealed file, in steps between which others may be asked.

use std::fmt;

use der::asn1::SetOfVec;
use der::{Decode as _, Encode as _};
use ring::digest::{Context, SHA256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;

use crate::guard::guarded_or;
use crate::seal::algorithm::verify_signature;
use crate::seal::message::{ECDSA_WITH_SHA256, ID_DATA, ID_SHA256, algorithm, attributes, signed_message};
use crate::seal::stamp::TimeStampToken;
use crate::seal::update::{Unsigned, append};
use crate::seal::{SealError, SealOrder, Signer};

/// Room for a signature and its chain, in bytes.
const ROOM: usize = 8 * 1024;
/// Room for the token of a time-stamping authority as well.
const ROOM_STAMPED: usize = 16 * 1024;

/// A file with an empty seal, and the message that the court's key has to sign.
pub struct Draft {
    unsigned: Unsigned,
    attributes: SetOfVec<Attribute>,
    message: Vec<u8>,
    certificates: Vec<Vec<u8>>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("n_bytes", &self.unsigned.file.len()).finish_non_exhaustive()
    }
}

impl Draft {
    /// Puts the empty seal behind `pdf`. `certificates` are those of the key that will sign.
    ///
    /// # Errors
    ///
    /// See [`SealError`].
    pub fn new(pdf: &[u8], order: &SealOrder<'_>, certificates: &[Vec<u8>]) -> Result<Self, SealError> {
        let own = certificates.first().ok_or(SealError::NoCertificate)?;
        for certificate in certificates {
            Certificate::from_der(certificate).map_err(|_| SealError::NoCertificate)?;
        }
        let room = if order.stamped { ROOM_STAMPED } else { ROOM };
        let unsigned = guarded_or(|| SealError::Unreadable, || append(pdf, order, room))?;
        let mut covered = Context::new(&SHA256);
        covered.update(&unsigned.file[..unsigned.contents.start]);
        covered.update(&unsigned.file[unsigned.contents.end..]);
        let attributes = attributes(ID_DATA, covered.finish().as_ref(), own)?;
        let message = attributes.to_der()?;
        Ok(Self { unsigned, attributes, message, certificates: certificates.to_vec() })
    }

    /// What the key has to sign, not yet hashed: ECDSA over P-256 with SHA-256.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// Takes the signature (DER) over [`Draft::message`].
    ///
    /// # Errors
    ///
    /// [`SealError::WrongSignature`] when it is not by the key of the first certificate.
    pub fn signed(self, signature: Vec<u8>) -> Result<Sealed, SealError> {
        let own = self.certificates.first().map(Vec::as_slice).unwrap_or_default();
        let own = Certificate::from_der(own)?;
        let key = own.tbs_certificate().subject_public_key_info();
        let (ecdsa, sha256) = (algorithm(ECDSA_WITH_SHA256), algorithm(ID_SHA256));
        if !verify_signature(key, &ecdsa, Some(&sha256), &self.message, &signature) {
            return Err(SealError::WrongSignature);
        }
        Ok(Sealed { draft: self, signature })
    }
}

/// Puts the empty seal behind `pdf` and has it signed.
///
/// # Errors
///
/// See [`SealError`].
pub fn prepare(pdf: &[u8], order: &SealOrder<'_>, signer: &dyn Signer) -> Result<Sealed, SealError> {
    let draft = Draft::new(pdf, order, signer.certificates())?;
    let signature = signer.sign(draft.message())?;
    draft.signed(signature)
}

/// A signed file that lacks only the time stamp, if one is wanted.
#[derive(Debug)]
pub struct Sealed {
    draft: Draft,
    signature: Vec<u8>,
}

impl Sealed {
    /// The signature, which a time-stamping authority is shown: see [`time_stamp_request`](crate::seal::time_stamp_request).
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Writes signature and token into the file.
    ///
    /// Without a token the seal holds as well; it then says the court's own time only.
    ///
    /// # Errors
    ///
    /// [`SealError::NoRoom`] when they are larger than the room that was left;
    /// [`SealError::OtherSignature`] when the token is about another signature.
    pub fn finish(self, token: Option<&TimeStampToken>) -> Result<Vec<u8>, SealError> {
        let Self { draft, signature } = self;
        if token.is_some_and(|token| !token.is_about(&signature)) {
            return Err(SealError::OtherSignature);
        }
        let token = token.map(TimeStampToken::der);
        let message =
            signed_message(ID_DATA, None, draft.attributes, &signature, &draft.certificates, token)?;
        let Unsigned { mut file, contents } = draft.unsigned;
        let room = contents.len() - 2;
        if message.len() * 2 > room {
            return Err(SealError::NoRoom { n_bytes: message.len(), room: room / 2 });
        }
        for (pair, byte) in file[contents.start + 1..contents.end - 1].chunks_exact_mut(2).zip(message) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        Ok(file)
    }
}

fn digit(value: u8) -> u8 {
    b"0123456789abcdef".get(usize::from(value)).copied().unwrap_or(b'0')
}

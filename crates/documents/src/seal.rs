//! The court's electronic seal (电子签章) on a PDF file, and the check of seals.
//!
//! A seal is a signature (PAdES) with a red round widget. It is one more revision behind the bytes
//! that are there: the preview that a judge read is a prefix of the file that is issued, and a further
//! seal or signature is one more revision. See `docs/adr/0016-seal-as-signature-widget.md`.
//!
//! - [`seal()`] does all at once. In steps: [`prepare`] signs, [`Sealed::signature`] goes through
//!   [`time_stamp_request`] to an authority, its answer through [`read_time_stamp_response`] into
//!   [`Sealed::finish`]. Where the key answers over a network as well: [`Draft`].
//! - [`verify`] says of any bytes who signed them, and whether they are what was signed.
//! - [`DemoAuthority`] and [`StampAuthority`] stand in for the offices outside.
//!
//! Invariants:
//! - The file that was handed in is a prefix of the sealed one, byte for byte.
//! - Same file, order, key and token: same bytes. Nothing here reads a clock.
//! - A seal adds no text to the page: its characters are paths.
//! - No byte of a sealed file may change without [`Verification::intact`] becoming false; also not
//!   one that no signature covers.

mod algorithm;
mod authority;
mod check;
mod draft;
mod look;
mod message;
mod outline;
mod place;
mod signer;
mod stamp;
mod stamp_authority;
mod update;

pub use authority::DemoAuthority;
pub use check::{
    Chain, FileProblem, SealProblem, SignatureCheck, TimeStampCheck, Trust, Verification, verify,
};
pub use draft::{Draft, Sealed, prepare};
pub use look::SealLook;
pub use place::SealPlace;
pub use signer::{Signer, SignerError, SoftSigner, certificates_from_pem};
pub use stamp::{StampError, TimeStampToken, TimeStamper, read_time_stamp_response, time_stamp_request};
pub use stamp_authority::StampAuthority;

use crate::Fonts;

/// What is to be sealed how.
#[derive(Debug, Clone, Copy)]
pub struct SealOrder<'o> {
    /// Where the seal stands.
    pub place: &'o SealPlace,
    /// What it looks like.
    pub look: &'o SealLook,
    /// The faces that its characters are drawn from.
    pub fonts: &'o Fonts,
    /// What it is for, such as 签发传票; stands in the signature, not on the page.
    pub reason: &'o str,
    /// The court's time, in Unix seconds; stands in the signature.
    pub at: i64,
    /// Whether room is left for a time stamp.
    pub stamped: bool,
}

/// Seals a file; `stamper` adds the time of another office to the court's own.
///
/// `order.stamped` must be set for a time stamp, as it decides how much room is left.
///
/// # Errors
///
/// See [`SealError`].
pub fn seal(
    pdf: &[u8],
    order: &SealOrder<'_>,
    signer: &dyn Signer,
    stamper: Option<&dyn TimeStamper>,
) -> Result<Vec<u8>, SealError> {
    let sealed = prepare(pdf, order, signer)?;
    let token = match stamper {
        None => None,
        Some(stamper) => {
            let request = time_stamp_request(sealed.signature())?;
            Some(read_time_stamp_response(&stamper.ask(&request)?, &request)?)
        }
    };
    sealed.finish(token.as_ref())
}

/// Why a file is not sealed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// It is no PDF file, or a damaged one.
    #[error("the file is no PDF file, or damaged")]
    Unreadable,
    /// Nobody can add to an encrypted file without its password.
    #[error("the file is encrypted")]
    Encrypted,
    /// The file is larger than what is sealed here.
    #[error("the file is too large to be sealed")]
    TooLarge,
    /// There is no such page.
    #[error("there is no such page among {n_pages}")]
    NoSuchPage {
        /// Pages of the file.
        n_pages: usize,
    },
    /// The place has no room, or is no place.
    #[error("there is no such place on a page")]
    NoSuchPlace,
    /// The time cannot be written.
    #[error("there is no such time")]
    NoSuchTime,
    /// The words of the seal are empty, too long, or have a character that no face has.
    #[error("the words of the seal cannot be drawn")]
    Unwritable,
    /// The key comes without a readable certificate.
    #[error("the key has no readable certificate")]
    NoCertificate,
    /// The key's holder gives no signature.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The signature is not by the key of the certificate.
    #[error("the signature is not by the key of the certificate")]
    WrongSignature,
    /// No time stamp was given.
    #[error(transparent)]
    Stamp(#[from] StampError),
    /// The time stamp is about another signature.
    #[error("the time stamp is about another signature")]
    OtherSignature,
    /// The signature with its certificates and time stamp is larger than the room that was left.
    #[error("the signature has {n_bytes} bytes, and room was left for {room}")]
    NoRoom {
        /// Bytes of the signed message.
        n_bytes: usize,
        /// Bytes that were left for it.
        room: usize,
    },
    /// Something cannot be written as DER.
    #[error("the signature cannot be encoded")]
    Encoding(#[from] der::Error),
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

//! Three kinds of failure, never mixed: the court refuses, somebody was first, something broke.

use weicourt_domain::command;
use weicourt_domain::entry::Defect;
use weicourt_domain::instant::Instant;
use weicourt_store::StoreError;

use crate::ports::{MediaRefusal, PortError};

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The court refuses, by a rule of a case.
    #[error(transparent)]
    Refused(#[from] command::Refusal),
    /// Refused before any case is asked.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody was first, three times.
    #[error("the case changed at the same moment")]
    Conflict,
    /// Something broke.
    #[error("{what}")]
    Broken {
        /// What was being done.
        what: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Refusals that are not about the law of a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed on.
    #[error("not signed on")]
    NotSignedOn,
    /// The browser has no enrolled key: the identity check is needed again.
    #[error("the device is not enrolled")]
    DeviceUnknown,
    /// The court has not confirmed the device yet.
    #[error("the device waits for the court")]
    DeviceAwaitsCourt,
    /// The key was revoked before.
    #[error("the device was revoked")]
    DeviceRevoked,
    /// Too many devices in use.
    #[error("more than {most} devices")]
    TooManyDevices {
        /// The limit.
        most: usize,
    },
    /// The phone code was given too long ago to enrol a device with it.
    #[error("the phone code was given too long ago")]
    CheckTooLate,
    /// An act of a person without the signature of their device.
    #[error("the act is not signed")]
    ActNotSigned,
    /// The signature is not the device's, or for something else.
    #[error("the signature does not fit the act")]
    WrongSignature,
    /// A request from outside names no act of the court.
    #[error("no such act")]
    UnknownAct,
    /// A passkey's answer was not taken.
    #[error("the passkey was not taken")]
    PasskeyRefused,
    /// The case is on its way to the court's network and is not written to outside.
    #[error("the case is going home")]
    GoingHome,
    /// This side of the court does not do that.
    #[error("not on this node")]
    OtherZone,
    /// Only staff may do this.
    #[error("for staff of the court only")]
    StaffOnly,
    /// Only the public may do this.
    #[error("not for staff of the court")]
    PublicOnly,
    /// There is no such thing, or not for this person.
    #[error("no such thing")]
    NotFound,
    /// A field is wrong.
    #[error("{} fields are wrong", fields.len())]
    BadFields {
        /// All of them.
        fields: Vec<Defect>,
    },
    /// Times of day that are none.
    #[error("these are no times of day")]
    NoticeTimes,
    /// Too many tries.
    #[error("too many tries")]
    TooMany {
        /// When to try again.
        retry_after_s: u64,
    },
    /// The phone code is wrong or over.
    #[error("the code is wrong or over")]
    WrongCode {
        /// How often one may still try.
        tries_left: u32,
    },
    /// Nobody has enrolled with this phone.
    #[error("nobody has enrolled with this phone")]
    NotEnrolled,
    /// The identity is enrolled with another phone.
    #[error("enrolled with another phone")]
    EnrolledWithOtherPhone,
    /// The register says name and number do not belong together.
    #[error("name and number do not belong together")]
    IdentityMismatch,
    /// The invitation is used, over or for somebody else.
    #[error("the invitation cannot be used")]
    InvitationOver,
    /// Another device saved the draft.
    #[error("the draft was saved by another device")]
    DraftMoved,
    /// A chunk does not continue the upload.
    #[error("the upload continues at {offset}")]
    WrongOffset {
        /// Where it continues.
        offset: u64,
    },
    /// Too large.
    #[error("larger than {most_bytes} bytes")]
    TooLarge {
        /// The limit.
        most_bytes: u64,
    },
    /// The bytes are not what was announced.
    #[error("the bytes are not what was announced")]
    NotWhatWasAnnounced,
    /// The content is not taken.
    #[error(transparent)]
    Media(#[from] MediaRefusal),
    /// A blob that was not uploaded to this case.
    #[error("no such content in this case")]
    UnknownBlob,
    /// No member of staff with this duty.
    #[error("no member of staff can take this")]
    NobodyOnDuty,
    /// Named staff does not work at this court in this duty.
    #[error("not staff of this court with this duty")]
    NotOnDuty,
    /// The caller has no right to the register.
    #[error("not the case-handling system")]
    NotTheRegister,
    /// The record is not what the condition of the request says.
    #[error("the record has another entity tag")]
    PreconditionFailed {
        /// The entity tag it has, if it is there.
        etag: Option<String>,
    },
    /// A case whose number is from before 2016 has no space.
    #[error("a case of before 2016 has no space")]
    NoSpaceForOldNumber,
    /// An import of the register is not finished.
    #[error("an import of the register is not finished")]
    RegisterBusy,
    /// Another case has this number.
    #[error("another case has this number")]
    NumberTaken,
    /// There is no such kind of document.
    #[error("no such template")]
    NoSuchTemplate,
    /// Fields of a document are not in order.
    #[error("{} fields of the document are not in order", fields.len())]
    DocumentNotInOrder {
        /// All of them.
        fields: Vec<Defect>,
    },
    /// No face has a character, so a name would be a box.
    #[error("no face has the character U+{:04X}", u32::from(*.character))]
    NoGlyph {
        /// The character.
        character: char,
    },
    /// The document is not what was looked at.
    #[error("the document is not what was looked at")]
    PreviewChanged,
    /// This node has no seal of the court.
    #[error("this node has no seal")]
    NoSeal,
    /// Another desk issues this kind of document.
    #[error("another desk issues this kind of document")]
    NeedsJudge,
    /// The court issued nothing with this code.
    #[error("nothing was issued with this code")]
    NotGenuine,
    /// The document was issued once and does not count any more.
    #[error("the document was set aside")]
    DocumentVoid,
    /// The words of the case are destroyed; only its paper file can answer.
    #[error("the words of the case are destroyed")]
    AskTheCourt,
    /// The outside world does not answer.
    #[error("{port} does not answer")]
    OutsideDown {
        /// Which port.
        port: &'static str,
        /// Since when it is tried.
        at: Instant,
    },
}

impl AppError {
    /// Wraps a failure that the person cannot mend.
    pub fn broken<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        what: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| AppError::Broken { what, source: source.into() }
    }

    /// Turns a port's failure into what the person is told.
    pub(crate) fn outside(at: Instant) -> impl FnOnce(PortError) -> Self {
        move |error| {
            tracing::warn!(port = error.port, what = %error.what, "the outside world does not answer");
            AppError::Denied(Denied::OutsideDown { port: error.port, at })
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        AppError::Broken { what: "use the store", source: Box::new(error) }
    }
}

macro_rules! refusals {
    ($($area:ident),+) => {
        $(impl From<weicourt_domain::$area::Refusal> for AppError {
            fn from(refusal: weicourt_domain::$area::Refusal) -> Self {
                AppError::Refused(refusal.into())
            }
        })+
    };
}

refusals!(permission, filing, membership, space, floor, closing);

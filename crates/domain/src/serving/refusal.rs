//! Why an act of service is refused.

/// Why an act of service is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Something of the address form is missing.
    #[error("'{field}' of the form is not in order")]
    FormNotInOrder {
        /// The field.
        field: &'static str,
    },
    /// Electronic service needs an electronic address.
    #[error("no electronic address is given")]
    NoElectronicAddress,
    /// Nothing was named.
    #[error("nothing is named")]
    Nothing,
    /// It is so already.
    #[error("nothing changes")]
    NothingChanges,
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// The words are too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// There is no such party.
    #[error("no such party")]
    NoSuchParty,
    /// There is no such paper, or it was not issued.
    #[error("no such paper")]
    NoSuchPaper,
    /// The document is a draft.
    #[error("the document was not approved")]
    NotApproved,
    /// The document is for other parties.
    #[error("the document is for other parties")]
    ForOthers,
    /// An exhibit that not everybody may see is not served on somebody who may not.
    #[error("the exhibit is restricted")]
    Restricted,
    /// The party refused electronic service, or took its consent back.
    #[error("the party does not agree to electronic service")]
    NoConsent,
    /// Nobody of the party is in the space, so it has no mailbox.
    #[error("nobody of the party has a mailbox")]
    NoMailbox,
    /// The papers of the case do not leave the court's network, so nothing of it is served electronically.
    #[error("the papers of the case stay inside the court's network")]
    StaysInside,
    /// No e-mail address is known or it is none.
    #[error("no e-mail address")]
    NoEmail,
    /// The same papers are on their way to the party by this channel.
    #[error("the same is on its way")]
    OnItsWay,
    /// There is no such sending to this party.
    #[error("no such sending")]
    NoSuchSending,
    /// It was taken back.
    #[error("it was taken back")]
    Recalled,
    /// There is no presumption to rebut: it was not served by having been read.
    #[error("nothing is presumed")]
    NothingPresumed,
    /// It is not served by having arrived, so another time of arrival changes nothing.
    #[error("not served by arrival")]
    NotByArrival,
    /// Another arrival needs its time, after the sending and before anything the recipient did with it; the
    /// other grounds have none.
    #[error("the time of arrival is not possible")]
    ImpossibleArrival,
    /// There is no such rebuttal.
    #[error("no such rebuttal")]
    NoSuchRebuttal,
    /// It was ruled on, or said before.
    #[error("decided already")]
    AlreadyDecided,
    /// Electronic ways are not recorded by hand.
    #[error("not a way on paper")]
    NotOnPaper,
    /// The day lies ahead, or before the case.
    #[error("the day is not possible")]
    ImpossibleDay,
    /// This way is closed to this document or this procedure.
    #[error("this way is closed")]
    WayClosed {
        /// Why.
        because: crate::service::NotServed,
    },
    /// It has served: what counts cannot be taken back, only served anew.
    #[error("it has served")]
    HasServed,
    /// Nothing new is served.
    #[error("not served, or certified already")]
    NothingToCertify,
    /// Another certificate took the number.
    #[error("the next certificate is {next}")]
    NumberTaken {
        /// The number that is free.
        next: String,
    },
    /// The facts cannot be true together.
    #[error(transparent)]
    Facts(#[from] crate::service::ServiceRefusal),
}

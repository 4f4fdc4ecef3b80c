//! Why an act on an application or an answer is refused.

use super::table::Decider;
use crate::calendar::BeijingDate;
use crate::entry::{ApplicationKind, Defect};
use crate::form::SpecialItem;

/// Why an act on an application is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such application for this person.
    #[error("no such application")]
    NoSuchApplication,
    /// The kind does not exist in this kind of case.
    #[error("{kind:?} does not exist in a case of this kind")]
    NotInThisCase {
        /// What was applied for.
        kind: ApplicationKind,
    },
    /// The side of the applicant cannot apply for this.
    #[error("the side cannot apply for {kind:?}")]
    NotForThisSide {
        /// What was applied for.
        kind: ApplicationKind,
    },
    /// The power of attorney does not list the special item.
    #[error("the power of attorney does not list {item:?}")]
    NeedsSpecialItem {
        /// The item.
        item: SpecialItem,
        /// What was applied for; the answer to the complaint without it.
        kind: Option<ApplicationKind>,
    },
    /// The power of attorney does not cover the stage of the case.
    #[error("the power of attorney does not cover this stage")]
    StageNotCovered,
    /// The power of attorney has ended.
    #[error("the power of attorney ended on {until}")]
    PowerOfAttorneyOver {
        /// Its last day.
        until: BeijingDate,
    },
    /// Fields are missing or wrong; all of them.
    #[error("the form is not in order")]
    FormNotInOrder {
        /// The fields.
        fields: Vec<Defect>,
    },
    /// The period in which it can be made is over.
    #[error("too late for {kind:?}, which was possible until {until}")]
    TooLate {
        /// What was applied for.
        kind: ApplicationKind,
        /// The last day.
        until: BeijingDate,
    },
    /// The court has set no period that could be extended.
    #[error("no period for evidence runs")]
    NoPeriod,
    /// The period that is asked for does not end later than the present one.
    #[error("the period ends on {end} already")]
    NotLater {
        /// The present last day.
        end: BeijingDate,
    },
    /// The person named is not on the bench.
    #[error("nobody on the bench is this person")]
    NotOnTheBench,
    /// The same party asks for the same thing and waits.
    #[error("{kind:?} waits for its decision already")]
    AlreadyPending {
        /// What was applied for.
        kind: ApplicationKind,
    },
    /// There is no refused application that could be reconsidered.
    #[error("nothing to reconsider")]
    NothingToReconsider,
    /// Reconsideration is asked for once.
    #[error("already reconsidered")]
    AlreadyReconsidered,
    /// An exhibit that is named does not exist for this person.
    #[error("no such exhibit")]
    NoSuchExhibit,
    /// A claim that is named does not exist.
    #[error("the complaint has no claim {claim}")]
    NoSuchClaim {
        /// Its index.
        claim: u16,
    },
    /// The message is not the applicant's own, or was taken back.
    #[error("no such message")]
    NoSuchMessage,
    /// The proposal of the court is not for this, or not open any more.
    #[error("no such proposal")]
    NoSuchProposal,
    /// It was decided.
    #[error("already decided")]
    AlreadyDecided,
    /// It was taken back.
    #[error("already taken back")]
    AlreadyWithdrawn,
    /// Somebody else decides this kind.
    #[error("decided by {decider:?}")]
    NotTheDecider {
        /// Who.
        decider: Decider,
    },
    /// Nobody decides on their own recusal.
    #[error("nobody decides on their own recusal")]
    OwnRecusal,
    /// No reason was given for a refusal.
    #[error("a reason is owed")]
    NoReason,
    /// No day was given to which the period moves.
    #[error("the day to which the period moves is owed")]
    NoDay,
    /// This kind is granted or refused as a whole.
    #[error("granted or refused as a whole")]
    NotInPart,
    /// The words are too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// Only those against whom the suit goes answer it.
    #[error("the side does not answer the complaint")]
    NotAnswering,
    /// The answer says nothing.
    #[error("the answer says nothing")]
    EmptyAnswer,
    /// The same claim is answered twice.
    #[error("claim {claim} is answered twice")]
    ClaimTwice {
        /// Its index.
        claim: u16,
    },
}

//! Why an act on evidence is refused.

use crate::calendar::BeijingDate;
use crate::entry::PartyNumber;

/// A quality of an exhibit that an opinion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// 真实性.
    Authenticity,
    /// 合法性.
    Legality,
    /// 关联性.
    Relevance,
    /// 证明力与证明目的.
    Force,
}

/// Why an act on evidence is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such exhibit for this person.
    #[error("no such exhibit")]
    NoSuchExhibit,
    /// It has no name.
    #[error("the exhibit has no name")]
    NoName,
    /// It does not say what it is to prove.
    #[error("the exhibit does not say what it is to prove")]
    NoPurpose,
    /// It has no file.
    #[error("the exhibit has no page")]
    NoPages,
    /// It has too many files.
    #[error("an exhibit has at most {most} files")]
    TooManyPages {
        /// The limit.
        most: usize,
    },
    /// The part to be shown lies outside the page.
    #[error("the part shown of file {page} lies outside it")]
    CropOutside {
        /// The file, from 1.
        page: usize,
    },
    /// A page is turned by quarters.
    #[error("file {page} is not turned by quarters")]
    NotAQuarterTurn {
        /// The file, from 1.
        page: usize,
    },
    /// It was made tomorrow.
    #[error("the exhibit was made after today")]
    MadeInTheFuture,
    /// Words are too long.
    #[error("longer than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// A reason is owed.
    #[error("a reason is needed")]
    NoReason,
    /// No message of one's own side.
    #[error("no such message of this side")]
    NoSuchMessage,
    /// The message was taken back.
    #[error("the message was taken back")]
    MessageWithdrawn,
    /// A file is not the message's.
    #[error("file {page} is not one of the message")]
    NotOfTheMessage {
        /// The file, from 1.
        page: usize,
    },
    /// The message is an exhibit already.
    #[error("the message is exhibit {number} already")]
    AlreadyListed {
        /// Its number among those of its side.
        number: u32,
    },
    /// Somebody else's exhibit.
    #[error("only its own side can do that")]
    NotOwnExhibit,
    /// One's own exhibit.
    #[error("a party cannot cross-examine its own evidence")]
    OwnExhibit,
    /// It was taken back.
    #[error("the exhibit was taken back")]
    ExhibitWithdrawn,
    /// Somebody has said something to it.
    #[error("the exhibit was cross-examined already")]
    AlreadyAnswered,
    /// The judge has ruled on it.
    #[error("the judge has ruled on the exhibit")]
    AlreadyRuled,
    /// Last day before today.
    #[error("the last day lies in the past")]
    LastDayInThePast,
    /// No party of this number.
    #[error("no such party")]
    NoSuchParty,
    /// The period is shorter than the law allows.
    #[error("the period ends on {earliest} at the earliest")]
    PeriodTooShort {
        /// The first day on which it may end.
        earliest: BeijingDate,
        /// The shortest period, in days.
        least_days: u16,
    },
    /// The period is longer than the law allows.
    #[error("the period ends on {latest} at the latest")]
    PeriodTooLong {
        /// The last day on which it may end.
        latest: BeijingDate,
        /// The longest period, in days.
        most_days: u16,
    },
    /// The exchange comes before the end of the period.
    #[error("the exchange is before the end of the period, {until}")]
    ExchangeTooEarly {
        /// The end of the period.
        until: BeijingDate,
    },
    /// A moment before now.
    #[error("the moment lies in the past")]
    MomentInThePast,
    /// A moment after now.
    #[error("the moment lies in the future")]
    MomentInTheFuture,
    /// No place.
    #[error("a place is needed")]
    NoPlace,
    /// Everybody may see it.
    #[error("the exhibit is not restricted")]
    NotRestricted,
    /// It is for fewer than everybody already, or its side has asked for it.
    #[error("the exhibit is restricted already")]
    AlreadyRestricted,
    /// Not a member of the case.
    #[error("no such member")]
    NoSuchMember,
    /// One's own side looks without a record.
    #[error("nothing to record")]
    NothingToRecord,
    /// A dispute or the wish for the original without a reason.
    #[error("a reason is needed for {point:?}")]
    ReasonOwed {
        /// What it is about.
        point: Point,
    },
    /// Counter-evidence that is none.
    #[error("no such counter-evidence")]
    NoSuchCounterEvidence,
    /// A ruling without its reason.
    #[error("a ruling that does not adopt owes its reason")]
    RulingOwesReason,
    /// Nothing was said of its being late.
    #[error("the exhibit came {n_days} days late: say how that is treated")]
    LateTreatmentOwed {
        /// Days after the last day.
        n_days: u32,
    },
    /// It was not late.
    #[error("the exhibit was not late")]
    NotLate,
    /// What is not taken because it is late cannot be adopted.
    #[error("late evidence that is not taken cannot be adopted")]
    TreatmentContradicts,
    /// Nothing is adopted without cross-examination.
    #[error("parties {parties:?} have not been heard on the exhibit")]
    NotCrossExamined {
        /// Who was not heard.
        parties: Vec<PartyNumber>,
    },
    /// An empty question or answer.
    #[error("nothing was asked or answered")]
    Empty,
    /// The party may not know of the exhibit.
    #[error("the party may not know of the exhibit")]
    PartyMayNotKnow,
    /// There is no such question for this person.
    #[error("no such question")]
    NoSuchQuestion,
    /// It was answered.
    #[error("the question was answered")]
    QuestionAnswered,
    /// Somebody asked before.
    #[error("the comparison was asked for already")]
    AlreadyRequested,
    /// Nobody is named who was there.
    #[error("nobody is named who was there")]
    NobodyPresent,
    /// How they differ is owed.
    #[error("how copy and original differ is needed")]
    DifferenceOwed,
}

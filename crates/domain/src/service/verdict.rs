//! What follows from the facts: when the document is served, by which rule, or why not.

use serde::{Deserialize, Serialize};

use crate::calendar::BeijingDate;
use crate::instant::Instant;

/// The rule by which a document is served.
///
/// Stored for ever with the case: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServiceRule {
    /// It arrived at an address that the recipient gave or confirmed (到达主义).
    A,
    /// The recipient answered or acted accordingly.
    B1,
    /// The recipient's system says "read": presumed, until rebutted.
    B2,
    /// Handed over.
    Personal,
    /// Refused at the court.
    RefusedAtCourt,
    /// Left behind.
    Leaving,
    /// By another court.
    Entrusted,
    /// Through a unit, prison or institution.
    Forwarded,
    /// By post.
    Post,
    /// Came back from an address that the recipient gave itself.
    PostReturned,
    /// Announced, and thirty days have passed.
    Announcement,
}

/// When and how a document is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effective {
    /// The day, in Beijing; periods count from it.
    pub on: BeijingDate,
    /// The moment, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// By which rule.
    pub rule: ServiceRule,
    /// Whether it is only presumed and may still be rebutted.
    pub presumed: bool,
    /// Whether a rebuttal waits for the court.
    pub contested: bool,
    /// Whether a default judgment may rest on it: not on a presumption alone.
    pub carries_default_judgment: bool,
    /// The attempt that serves, from 0.
    pub attempt: usize,
    /// The provisions.
    pub source: Vec<&'static str>,
}

impl Effective {
    /// Whether it counts from an arrival that the recipient proved to the court.
    ///
    /// # Source
    ///
    /// 民诉法解释 §135.
    #[must_use]
    pub fn arrival_is_proved(&self) -> bool {
        self.rule == ServiceRule::A && self.source.contains(&super::CPLJ_135)
    }
}

/// Why an attempt does not serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NotServed {
    /// It is on its way.
    OnItsWay,
    /// It came back.
    Failed,
    /// The recipient had refused electronic service before it was sent.
    Refused,
    /// B3: neither confirmed, nor answered, nor read.
    NoReaction,
    /// Perhaps somebody else's address.
    AddressUnsure,
    /// The court upheld the rebuttal.
    Rebutted,
    /// The court took it back before it was served.
    Recalled,
    /// A notice to look is no service.
    CompanionOnly,
    /// Left behind without witnesses or pictures, or refused without a note.
    NotRecorded,
    /// The return has not come back signed.
    NotSigned,
    /// This way is closed to this document.
    NotForThisDocument,
    /// No announcement in simplified procedure.
    NotInThisProcedure,
    /// Announced although other ways were open.
    OtherWaysOpen,
    /// Thirty days have not passed.
    NotYet {
        /// The day on which they have.
        on: BeijingDate,
    },
}

/// What comes of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AttemptVerdict {
    /// It serves.
    Serves {
        /// When and by which rule.
        effective: Effective,
    },
    /// It does not.
    DoesNot {
        /// Why.
        because: NotServed,
        /// The provisions.
        source: Vec<&'static str>,
    },
}

/// The next rung of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NextStep {
    /// To another electronic address that was confirmed.
    OtherElectronic,
    /// Ask the recipient to confirm an address.
    AskForAddress,
    /// Hand it over.
    Personal,
    /// Post it.
    Post,
    /// Leave it behind.
    Leaving,
    /// Entrust another court.
    Entrusted,
    /// Turn the case to ordinary procedure, in which it can be announced.
    ConvertToOrdinary,
    /// Announce it.
    Announcement,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// When it is served; the earliest of all attempts counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Effective>,
    /// Attempt by attempt.
    pub attempts: Vec<AttemptVerdict>,
    /// What to try next, when it is not served.
    pub next: Vec<NextStep>,
}

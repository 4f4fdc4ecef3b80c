//! Commands on applications and the answer to the complaint. They are the bodies of the requests, too.

use serde::Deserialize;

use crate::calendar::BeijingDate;
use crate::entry::{AnswerForm, ApplicationForm, ApplicationOutcome};
use crate::log::EntryRef;
use crate::money::Fen;
use crate::personal_data::hushed_debug;

/// Apply for something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileApplication {
    /// The application.
    pub application: ApplicationForm,
    /// The message it is taken from.
    #[serde(default)]
    pub message: Option<EntryRef>,
    /// The court's proposal it confirms.
    #[serde(default)]
    pub proposal: Option<EntryRef>,
}

/// Take an application back.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawApplication {
    /// The application.
    pub application: EntryRef,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Decide an application.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecideApplication {
    /// The application.
    pub application: EntryRef,
    /// The decision.
    pub outcome: ApplicationOutcome,
    /// Why; owed unless it is granted.
    #[serde(default)]
    pub reason: String,
    /// The day to which a period moves; owed where the kind moves one.
    #[serde(default)]
    pub until: Option<BeijingDate>,
    /// An amount, in fen.
    #[serde(default)]
    pub amount_fen: Option<Fen>,
}

/// Answer the complaint.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileAnswer {
    /// The answer.
    pub answer: AnswerForm,
}

hushed_debug! {
    WithdrawApplication { application },
    DecideApplication { application, outcome, until },
}

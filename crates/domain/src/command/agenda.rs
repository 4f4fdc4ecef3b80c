//! Commands on periods, to-dos and the file of the case. They are the bodies of the requests, too.

use serde::Deserialize;

use crate::calendar::BeijingDate;
use crate::entry::{FileLook, StaffName, Whose};
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// Let a period begin.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartPeriod {
    /// Its rule in `deadlines.csv`; without one the court sets it freely and gives `title` and `until`.
    #[serde(default)]
    pub rule: Option<String>,
    /// What it is called, where no rule names it.
    #[serde(default)]
    pub title: String,
    /// Whose move it is.
    pub whose: Whose,
    /// The day it counts from, itself not counted.
    pub from: BeijingDate,
    /// Last day, where the rule leaves it to the court.
    #[serde(default)]
    pub until: Option<BeijingDate>,
    /// Words of the court.
    #[serde(default)]
    pub note: String,
}

/// Move the end of a period.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovePeriod {
    /// The entry that began it.
    pub period: EntryRef,
    /// New last day, in Beijing.
    pub until: BeijingDate,
    /// Why.
    pub reason: String,
}

/// Note something to do.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddTodo {
    /// What.
    pub title: String,
    /// By when.
    #[serde(default)]
    pub due_on: Option<BeijingDate>,
    /// The message it is taken from.
    #[serde(default)]
    pub message: Option<EntryRef>,
}

/// Take a to-do on, give it to somebody of the bench, or put it back.
#[derive(Debug, Clone)]
pub struct AssignTodo {
    /// Key of the to-do.
    pub todo: String,
    /// Who; nobody without it.
    pub person: Option<StaffName>,
}

/// Say that a to-do is done.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FinishTodo {
    /// Key of the to-do.
    pub todo: String,
    /// What came of it.
    #[serde(default)]
    pub note: String,
}

/// Note what the clock saw: reminders that are due and deadlines that went by.
#[derive(Debug, Clone)]
pub struct NoteDeadlines;

/// Read the file of the case, or take a copy of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookAtFile {
    /// How.
    pub look: FileLook,
    /// Whether it is the internal file (副卷).
    #[serde(default)]
    pub internal: bool,
}

hushed_debug! {
    StartPeriod { rule, whose, from, until },
    MovePeriod { period, until },
    AddTodo { due_on, message },
    FinishTodo {},
}

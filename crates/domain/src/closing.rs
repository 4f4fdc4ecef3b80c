//! Closing a case (结案): the space can only be read afterwards.

use crate::actor::Actor;
use crate::audience::{Audience, Class};
use crate::case::CaseState;
use crate::command::{self, CloseCase, ReopenCase, Setting};
use crate::entry::{EntryBody, Outcome};
use crate::form::FilingKind;
use crate::log::{Draft, DraftBody, Origin};
use crate::permission::{Act, may, stamp};

/// Why a case cannot be closed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The outcome does not exist for this kind of case.
    #[error("this kind of case does not end so")]
    OutcomeDoesNotFit {
        /// The outcome.
        outcome: Outcome,
    },
    /// The words of the court are too long for a note.
    #[error("the note is longer than {longest} characters")]
    NoteTooLong {
        /// The limit.
        longest: usize,
    },
}

/// Longest note, in characters.
const LONGEST_NOTE: usize = 2000;

/// Whether a case of `kind` can end with `outcome`.
///
/// # Source
///
/// 最高法关于执行案件立案、结案若干问题的意见 §14; 中华人民共和国民事诉讼法 §157.
pub fn outcome_fits(kind: FilingKind, outcome: Outcome) -> bool {
    let of_enforcement = matches!(outcome, Outcome::Enforced | Outcome::RoundTerminated);
    let of_both = matches!(outcome, Outcome::Terminated | Outcome::Transferred | Outcome::Dismissed);
    match kind {
        FilingKind::Enforcement => of_enforcement || of_both,
        FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => !of_enforcement,
    }
}

/// Decides the end of a case.
///
/// # Errors
///
/// Refuses everyone but the handling judge (in enforcement: the officer), outcomes that do not exist
/// for the kind of case, and over-long notes.
pub fn decide_close(
    state: &CaseState,
    actor: &Actor,
    command: &CloseCase,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::CloseCase, setting.now)?;
    let outcome = command.outcome;
    if state.kind().is_some_and(|kind| !outcome_fits(kind, outcome)) {
        return Err(Refusal::OutcomeDoesNotFit { outcome }.into());
    }
    if command.note.chars().count() > LONGEST_NOTE {
        return Err(Refusal::NoteTooLong { longest: LONGEST_NOTE }.into());
    }
    let body =
        EntryBody::CaseClosed { outcome, note: command.note.clone(), closed_on: setting.now.beijing_date() };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Register,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }])
}

/// Decides that a closed case goes on, under the same number and in the same space.
///
/// # Errors
///
/// Refuses everyone but the bench that closed it and the filing desk, and over-long notes.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §171.
pub fn decide_reopen(
    state: &CaseState,
    actor: &Actor,
    command: &ReopenCase,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::ReopenCase, setting.now)?;
    if command.note.chars().count() > LONGEST_NOTE {
        return Err(Refusal::NoteTooLong { longest: LONGEST_NOTE }.into());
    }
    let body = EntryBody::CaseReopened {
        cause: command.cause,
        note: command.note.clone(),
        reopened_on: setting.now.beijing_date(),
    };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Register,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }])
}

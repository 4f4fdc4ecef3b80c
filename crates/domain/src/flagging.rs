//! What the court notes of a case so that it is treated with more care (案件标记).

use crate::actor::Actor;
use crate::audience::{Audience, Class};
use crate::case::CaseState;
use crate::command::{self, FlagCase, Setting};
use crate::entry::EntryBody;
use crate::log::{Draft, DraftBody, Origin};
use crate::permission::{Act, may, stamp};

/// Why a case is not flagged so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has these flags already.
    #[error("the case has these flags already")]
    NothingChanges,
    /// Whoever looks later must know why.
    #[error("a reason is needed")]
    NoReason,
    /// The reason is too long.
    #[error("the reason is longer than {longest} characters")]
    ReasonTooLong {
        /// The limit.
        longest: usize,
    },
}

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Decides which flags a case has from now on. The reason is for the court alone.
///
/// # Errors
///
/// Refuses everybody but the judge who leads the case and the filing desk, a case that has these flags
/// already, and flags without a reason.
///
/// # Source
///
/// 民事诉讼法 §71, §137; 行政诉讼法 §54; 未成年人保护法 §103.
pub fn decide_flag(
    state: &CaseState,
    actor: &Actor,
    command: &FlagCase,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::FlagCase, setting.now)?;
    if command.flags == state.decided.flags {
        return Err(Refusal::NothingChanges.into());
    }
    let reason = command.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::NoReason.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::ReasonTooLong { longest: LONGEST_REASON }.into());
    }
    let body = EntryBody::CaseFlagged { flags: command.flags.clone(), reason: reason.to_owned() };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Register,
        audience: Audience::Court,
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }])
}

//! A message becomes an exhibit or an application: the court proposes, its author confirms.

use std::collections::BTreeMap;

use crate::case::CaseState;
use crate::entry::{EntryBody, PromotionTarget};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Entry, EntryRef};

/// A proposal of the court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// The message.
    pub message: EntryRef,
    /// Its author.
    pub author: PersonId,
    /// What it would become.
    pub target: PromotionTarget,
}

/// Why a proposal, or the answer to it, is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such proposal for this person.
    #[error("no such proposal")]
    NoSuchProposal,
}

/// Proposals by their entry.
pub type Proposals = BTreeMap<EntryRef, Proposal>;

/// How a proposal was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerGiven {
    /// Its author handed the exhibit or the application in.
    Confirmed,
    /// Its author did not want it.
    Declined,
}

/// How the proposal was answered, if it was.
pub fn answer_to(state: &CaseState, proposal: EntryRef) -> Option<AnswerGiven> {
    let by_exhibit = state.exhibits().any(|exhibit| exhibit.proposal == Some(proposal));
    let by_application = state.applications().any(|application| application.proposal == Some(proposal));
    if by_exhibit || by_application {
        Some(AnswerGiven::Confirmed)
    } else {
        state.submitted.declined.contains(&proposal).then_some(AnswerGiven::Declined)
    }
}

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let (at, entry_ref) = (entry.envelope.at, entry.envelope.entry_ref());
    match &entry.body {
        EntryBody::PromotionProposed { message, author, target } => {
            let (message, author, target) = (*message, *author, target.clone());
            let proposal = Proposal { entry: entry_ref, at, message, author, target };
            state.decided.proposals.insert(entry_ref, proposal);
        }
        EntryBody::PromotionDeclined { proposal, .. } => {
            state.submitted.declined.insert(*proposal);
        }
        _ => {}
    }
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_propose(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::ProposePromotion,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchProposal.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_decline(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::DeclinePromotion,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchProposal.into())
}

/// Checks an entry that came from the node on the internet.
///
/// # Errors
///
/// [`Misfit`](crate::front::Misfit).
pub(crate) fn check_front(
    _state: &crate::case::CaseState,
    _membership: crate::case::Membership,
    _envelope: &crate::log::Envelope,
    _body: &crate::entry::EntryBody,
) -> Result<(), crate::front::Misfit> {
    Err(crate::front::Misfit::CourtKind)
}

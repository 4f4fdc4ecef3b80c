//! Evidence: handing in, exchange, cross-examination (质证), ruling, comparing with the original.

mod acts;
mod period;
mod round;
mod state;
mod tally;

use crate::actor::Actor;
use crate::case::{CaseState, Membership};
use crate::instant::Instant;

pub use self::acts::{exhibit_actions, open_wish};
pub use self::period::{Lateness, end_of, lateness, period_end, period_of, stands_still};
pub use self::round::{
    is_late_opinion, opinion_of, opinions_on, opinions_until, round_number, round_of, ruling_of,
};
pub(crate) use self::state::evolve;
pub use self::state::{
    Appointment, Comparison, CourtQuestion, EvidencePeriod, Exhibit, Handed, Look, Opinion, Ordered,
    Received, RestrictionOrder, Round, RulingMade, Said, Wish,
};
pub use self::tally::{
    Agreement, Tally, agreement, answering_parties, awaited, counts, latest_opinions, tally,
};

/// How long the files of a restricted exhibit stay open after a recorded look, in milliseconds.
pub const LOOK_OPENS_MS: i64 = 10 * 60_000;

/// Why an act on evidence is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such exhibit for this person.
    #[error("no such exhibit")]
    NoSuchExhibit,
}

/// Whether the exhibit is for fewer than everybody: the court decided so, or its side wished it and the court
/// has not decided yet.
pub fn is_restricted(state: &CaseState, exhibit: &Exhibit) -> bool {
    match state.decided.evidence.restrictions.get(&exhibit.entry) {
        Some(order) => order.restriction.is_some(),
        None => exhibit.form.restriction.is_some(),
    }
}

/// Whether a member may know of the exhibit: the bench and its own side always, the others unless it is
/// restricted and they are not named.
///
/// # Source
///
/// 民诉法解释 §103; 民事证据规定 §47.
pub fn may_know(state: &CaseState, membership: Membership, actor: &Actor, exhibit: &Exhibit) -> bool {
    if membership.role.is_bench() || is_own_side(state, membership, exhibit) {
        return true;
    }
    match state.decided.evidence.restrictions.get(&exhibit.entry) {
        Some(order) => order.restriction.as_ref().is_none_or(|circle| circle.persons.contains(&actor.person)),
        None => exhibit.form.restriction.is_none(),
    }
}

fn is_own_side(state: &CaseState, membership: Membership, exhibit: &Exhibit) -> bool {
    membership.side.is_some() && membership.side == state.side_of(exhibit)
}

/// Whether the files of the exhibit are open to a member who may know of it: those of a restricted exhibit
/// for a while after a recorded look.
pub fn is_open_to(
    state: &CaseState,
    membership: Membership,
    actor: &Actor,
    exhibit: &Exhibit,
    now: Instant,
) -> bool {
    if !is_restricted(state, exhibit) || is_own_side(state, membership, exhibit) {
        return true;
    }
    state.looks.values().any(|look| {
        let since_ms = now.0 - look.at.0;
        look.exhibit == exhibit.entry
            && look.person == actor.person
            && (0..=LOOK_OPENS_MS).contains(&since_ms)
    })
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_submit(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::SubmitEvidence,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_withdraw(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::WithdrawEvidence,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_receive(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::ReceiveEvidence,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_set_period(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::SetEvidencePeriod,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_request_restriction(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::RequestRestriction,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_restrict(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::RestrictEvidence,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_look(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::LookAtEvidence,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_give_opinion(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::GiveOpinion,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_open_round(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::OpenOpinionRound,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_rule(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::RuleOnEvidence,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_ask(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::AskCourtQuestion,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_answer(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::AnswerCourtQuestion,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_request_comparison(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::RequestComparison,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_appoint_comparison(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::AppointComparison,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_record_comparison(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::RecordComparison,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchExhibit.into())
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

//! Who may apply for what, before a word is written: side, case, power of attorney, time.

use super::{ApplicationRule, Effect, Refusal, Window, authority, periods, recusal};
use crate::actor::Actor;
use crate::calendar::BeijingDate;
use crate::case::{CaseState, Membership};
use crate::command::{self, Setting};
use crate::entry::{ApplicationKind, ApplicationOutcome, PartyNumber};
use crate::evidence;
use crate::facts::Facts;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::permission::{self, Act, may};

/// Somebody who may apply for something.
#[derive(Debug, Clone, Copy)]
pub struct Permitted<'facts> {
    /// What they are in the case.
    pub membership: Membership,
    /// For whom they apply.
    pub party: PartyNumber,
    /// The line of the table.
    pub rule: &'facts ApplicationRule,
}

/// Whether `actor` may apply for `kind` now. What the form says is looked at when it is handed in.
///
/// # Errors
///
/// [`Refusal`] says what stands against it.
pub fn permitted<'facts>(
    state: &CaseState,
    actor: &Actor,
    kind: ApplicationKind,
    setting: Setting<'facts>,
) -> Result<Permitted<'facts>, command::Refusal> {
    let membership = may(state, actor, Act::FileApplication, setting.now)?;
    let today = setting.now.beijing_date();
    let permitted = standing(state, membership, actor.person, kind, setting.facts, today)?;
    in_time(state, &permitted, setting.facts, setting.now)?;
    Ok(permitted)
}

/// Whether a member may apply for `kind` at all: what does not change between the two nodes.
pub(super) fn standing<'facts>(
    state: &CaseState,
    membership: Membership,
    person: PersonId,
    kind: ApplicationKind,
    facts: &'facts Facts,
    on: BeijingDate,
) -> Result<Permitted<'facts>, command::Refusal> {
    let (Some(side), Some(party)) = (membership.side, membership.party) else {
        return Err(permission::Refusal::NotAMember.into());
    };
    let rule = facts.applications.get(kind).ok_or(Refusal::NotInThisCase { kind })?;
    if !state.kind().is_some_and(|of_case| rule.proceedings.contains(&of_case)) {
        return Err(Refusal::NotInThisCase { kind }.into());
    }
    if !rule.sides.contains(&side) {
        return Err(Refusal::NotForThisSide { kind }.into());
    }
    let authority = authority::authority(state, membership, person);
    authority.covers(state, on)?;
    if let Some(item) = rule.special_item {
        authority.has(item, Some(kind))?;
    }
    Ok(Permitted { membership, party, rule })
}

/// Whether an application comes before the end of its window.
fn in_time(state: &CaseState, permitted: &Permitted<'_>, facts: &Facts, now: Instant) -> Result<(), Refusal> {
    let today = now.beijing_date();
    let Permitted { rule, party, .. } = permitted;
    let until = match &rule.window {
        // The day it counts from stands on the form.
        Window::Anytime | Window::AfterDay { .. } => None,
        Window::EvidencePeriod => {
            let period = evidence::period_of(state, *party).ok_or(Refusal::NoPeriod)?;
            // It does not run out while the competence of the court is in question.
            let runs = !evidence::stands_still(state, now);
            periods::end_of(state, facts, period.entry, *party).filter(|_| runs)
        }
        Window::AnswerPeriod => periods::answer_period_end(state, facts, *party),
        Window::AfterDecision { rule: within } => {
            let about = to_reconsider(state, *party)?;
            let decided = state.decision(about.entry).map(|decision| decision.at.beijing_date());
            decided.and_then(|on| periods::last_day(facts, within, on))
        }
    };
    match until.filter(|until| *until < today) {
        Some(until) => Err(Refusal::TooLate { kind: rule.kind, until }),
        None => Ok(()),
    }
}

/// The refused recusal that a party may ask to have reconsidered, once.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §50.
pub(super) fn to_reconsider(state: &CaseState, party: PartyNumber) -> Result<&super::Application, Refusal> {
    let refused = |one: &&super::Application| {
        one.party == party
            && one.form.kind == ApplicationKind::Recusal
            && state.decision(one.entry).is_some_and(|made| made.outcome == ApplicationOutcome::Refused)
    };
    let found = state.applications().filter(refused).last().ok_or(Refusal::NothingToReconsider)?;
    match recusal::reconsiderations(state, found.entry).next() {
        Some(_) => Err(Refusal::AlreadyReconsidered),
        None => Ok(found),
    }
}

/// Whether an application of this effect may be granted in part.
pub(super) fn can_be_granted_in_part(effect: Effect) -> bool {
    match effect {
        Effect::BlocksPerson
        | Effect::ReconsidersRecusal
        | Effect::QuestionsJurisdiction
        | Effect::ChangesClaims
        | Effect::IncreasesClaims
        | Effect::WaivesClaims
        | Effect::OpensCounterclaim
        | Effect::ClosesCase
        | Effect::ClosesHearing => false,
        Effect::MovesEvidencePeriod
        | Effect::SecuresEvidence
        | Effect::StartsAppraisal
        | Effect::OrdersInvestigation
        | Effect::CallsWitness
        | Effect::CallsExpert
        | Effect::SecuresProperty
        | Effect::OrdersAdvanceEnforcement
        | Effect::ReconsidersPreservation
        | Effect::JoinsParty
        | Effect::PostponesHearing
        | Effect::ChangesProcedure
        | Effect::RestoresPeriod
        | Effect::GoesOffline
        | Effect::GoesOnline
        | Effect::RelievesFees
        | Effect::GivesPaper
        | Effect::OpensFile => true,
    }
}

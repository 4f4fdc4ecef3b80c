//! The period for evidence (举证期限): which one applies to a party, and when it ends.

use super::{EvidencePeriod, Exhibit};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{ApplicationKind, ApplicationOutcome, PartyNumber};
use crate::instant::Instant;

/// How late an exhibit came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Days after the last day.
    pub n_days: u32,
    /// The last day.
    pub until: BeijingDate,
}

/// The period that applies to a party: the last one that was set for it or for all.
pub fn period_of(state: &CaseState, party: PartyNumber) -> Option<&EvidencePeriod> {
    state.decided.evidence.periods.iter().rfind(|period| applies_to(period, party))
}

fn applies_to(period: &EvidencePeriod, party: PartyNumber) -> bool {
    period.party.is_none_or(|only| only == party)
}

/// Last day on which the party is in time.
///
/// A granted extension is good for all parties; days on which the period stood still because the court's
/// competence was in question are added; what was restored to a party that was hindered is for it alone.
///
/// # Source
///
/// 民诉法解释 §100; 民事证据规定 §55; 民事诉讼法 §86.
pub fn period_end(state: &CaseState, party: PartyNumber) -> Option<BeijingDate> {
    period_of(state, party).map(|period| end_for(state, period, party))
}

fn end_for(state: &CaseState, period: &EvidencePeriod, party: PartyNumber) -> BeijingDate {
    let end = end_of(state, period);
    crate::application::restored_until(state, period.entry, party).map_or(end, |until| until.max(end))
}

/// Last day of a period, with everything that moved it.
pub fn end_of(state: &CaseState, period: &EvidencePeriod) -> BeijingDate {
    let moves = state.decided.agenda.moves.get(&period.entry).into_iter().flatten();
    let moved = moves.map(|moved| (moved.entry, moved.until, true));
    let decisions = state.decided.applications.values();
    let extended = decisions.filter_map(|decision| {
        let granted = decision.kind == ApplicationKind::EvidenceExtension
            && decision.outcome != ApplicationOutcome::Refused
            && decision.entry > period.entry;
        decision.until.filter(|_| granted).map(|until| (decision.entry, until, false))
    });
    let mut changes: Vec<_> = moved.chain(extended).collect();
    changes.sort_by_key(|(entry, ..)| *entry);
    let until = changes.into_iter().fold(period.until, |until, (_, new, by_the_court)| {
        // The court may move an end either way; an extension never takes days away.
        if by_the_court { new } else { until.max(new) }
    });
    after_standing_still(state, until)
}

/// The end, later by the days on which the period stood still.
fn after_standing_still(state: &CaseState, until: BeijingDate) -> BeijingDate {
    state.applications().filter(|application| is_objection(application)).fold(until, |until, objection| {
        let withdrawn = state.submitted.applications.withdrawn.get(&objection.entry).copied();
        let decided = state.decision(objection.entry).map(|decision| decision.at);
        // Whichever came first ended the question.
        let Some(ended) = decided.into_iter().chain(withdrawn).min() else { return until };
        let filed_on = objection.at.beijing_date();
        let n_days = filed_on.days_until(ended.beijing_date()).max(0);
        if filed_on > until { until } else { until.plus_days(n_days).unwrap_or(until) }
    })
}

/// Whether the period stands still: the court's competence is in question.
///
/// # Source
///
/// 民事证据规定 §55.
pub fn stands_still(state: &CaseState, at: Instant) -> bool {
    state.applications().filter(|application| is_objection(application)).any(|objection| {
        let decided = state.decision(objection.entry).is_some_and(|decision| decision.at <= at);
        let withdrawn = state.submitted.applications.withdrawn.get(&objection.entry);
        objection.at <= at && !decided && withdrawn.is_none_or(|withdrawn| *withdrawn > at)
    })
}

fn is_objection(application: &crate::application::Application) -> bool {
    application.form.kind == ApplicationKind::JurisdictionObjection
}

/// How late an exhibit came, by the period that ran for its party when it was handed in; `None` when it was
/// in time, or no period was set. What moved the end later counts, too.
///
/// Lateness is never a reason to refuse an exhibit: the judge decides what becomes of it.
///
/// # Source
///
/// 民事诉讼法 §68; 民诉法解释 §101.
pub fn lateness(state: &CaseState, exhibit: &Exhibit) -> Option<Lateness> {
    let mut periods = state.decided.evidence.periods.iter();
    let period = periods.rfind(|period| period.at <= exhibit.at && applies_to(period, exhibit.party))?;
    if stands_still(state, exhibit.at) {
        return None;
    }
    let until = end_for(state, period, exhibit.party);
    let n_days = u32::try_from(until.days_until(exhibit.at.beijing_date())).unwrap_or(0);
    (n_days > 0).then_some(Lateness { n_days, until })
}

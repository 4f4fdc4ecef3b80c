//! Periods that applications are about: which one runs for a party, and when it ends.

use crate::actor::Side;
use crate::agenda::{self, CaseDeadline};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::deadline::PeriodStart;
use crate::entry::{ApplicationKind, ApplicationOutcome, PartyNumber, Whose};
use crate::evidence;
use crate::facts::Facts;
use crate::log::EntryRef;
use crate::serving::is_same_service;

/// Rules of `deadlines.csv` that give the time for the answer.
const ANSWER_RULES: [&str; 3] = ["ANSWER", "ANSWER_FOREIGN", "ANSWER_SMALL"];

/// Last day of a period for a party: as set or as it runs from service, with what moved it for everybody and
/// what was restored to the party.
pub(crate) fn end_of(
    state: &CaseState,
    facts: &Facts,
    period: EntryRef,
    party: PartyNumber,
) -> Option<BeijingDate> {
    let mut of_evidence = state.decided.evidence.periods.iter();
    let of_evidence = of_evidence.find(|set| set.entry == period).map(|set| evidence::end_of(state, set));
    let moves = state.decided.agenda.moves.get(&period);
    let by_order = moves.and_then(|moves| moves.last()).map(|moved| moved.until);
    let started = state.decided.agenda.periods.get(&period);
    let started = started.map(|started| by_order.unwrap_or(started.until));
    let Some(end) = of_evidence.or(started) else {
        let mut same = served_periods(state, facts, party);
        same.retain(|(entry, _)| is_same_service(state, *entry, period));
        return latest_known(state, &same, party);
    };
    Some(restored_until(state, period, party).map_or(end, |until| until.max(end)))
}

/// The day to which a period was restored to a party that was hindered; to the others it is not.
///
/// # Source
///
/// 民事诉讼法 §86.
pub(crate) fn restored_until(state: &CaseState, period: EntryRef, party: PartyNumber) -> Option<BeijingDate> {
    let about_it = state.applications().filter(|application| {
        application.form.kind == ApplicationKind::RestorePeriod
            && application.form.about.is_some_and(|about| is_same_service(state, about, period))
            && application.party == party
    });
    let decisions = about_it.filter_map(|application| state.decision(application.entry));
    let granted = decisions.filter(|decision| decision.outcome != ApplicationOutcome::Refused);
    granted.filter_map(|decision| decision.until).max()
}

/// Whether a period is for a party to use.
fn is_for(whose: Whose, side: Option<Side>, party: PartyNumber) -> bool {
    match whose {
        Whose::Court => false,
        Whose::Side { side: of } => side == Some(of),
        Whose::Party { party: of } => of == party,
        Whose::Parties => true,
    }
}

/// The periods that run from service on a party, with the entry that began each.
fn served_periods(state: &CaseState, facts: &Facts, party: PartyNumber) -> Vec<(EntryRef, CaseDeadline)> {
    let all = agenda::served_periods(state, facts).into_iter();
    let own = all.filter(|period| period.whose == Whose::Party { party });
    own.filter_map(|period| Some((period.entry?, period))).collect()
}

/// The latest last day of `periods`, with what moved them; none while one of them waits for days off to be
/// announced: nobody is late by a guess.
fn latest_known(
    state: &CaseState,
    periods: &[(EntryRef, CaseDeadline)],
    party: PartyNumber,
) -> Option<BeijingDate> {
    if periods.iter().any(|(_, period)| period.waits_for.is_some()) {
        return None;
    }
    periods.iter().map(|(entry, period)| moved_end(state, *entry, period.until, party)).max()
}

/// Last day of a period that runs from service until `until`, with what was restored to the party.
fn moved_end(state: &CaseState, entry: EntryRef, until: BeijingDate, party: PartyNumber) -> BeijingDate {
    let moves = state.decided.agenda.moves.iter();
    let own = moves.filter(|(period, _)| is_same_service(state, **period, entry));
    let by_order = own.flat_map(|(_, moves)| moves).map(|moved| moved.until);
    by_order.chain(restored_until(state, entry, party)).fold(until, BeijingDate::max)
}

/// Whether `party` may ask about the period: it exists, and it is theirs.
pub(crate) fn is_period_of(state: &CaseState, facts: &Facts, period: EntryRef, party: PartyNumber) -> bool {
    let side = state.party(party).map(|(side, _)| side);
    let started = state.decided.agenda.periods.get(&period);
    let of_evidence = state.decided.evidence.periods.iter().find(|set| set.entry == period);
    started.is_some_and(|started| is_for(started.whose, side, party))
        || of_evidence.is_some_and(|set| set.party.is_none_or(|of| of == party))
        || served_periods(state, facts, party).iter().any(|(entry, _)| is_same_service(state, *entry, period))
}

/// Last day for the answer of a party; none while the complaint was not served on it and the court has started
/// no such period.
pub fn answer_period_end(state: &CaseState, facts: &Facts, party: PartyNumber) -> Option<BeijingDate> {
    let is_answer = |rule: &str| ANSWER_RULES.contains(&rule);
    let side = state.party(party).map(|(side, _)| side);
    let periods = state.decided.agenda.periods.values();
    let mut own = periods.filter(|period| is_answer(&period.rule) && is_for(period.whose, side, party));
    let started = own.next_back().and_then(|period| end_of(state, facts, period.entry, party));
    let mut served = served_periods(state, facts, party);
    served.retain(|(_, period)| is_answer(&period.rule));
    if served.is_empty() {
        started
    } else {
        latest_known(state, &served, party).map(|end| started.map_or(end, |until| until.max(end)))
    }
}

/// Last day of a rule; none beyond the end of the calendar, where it would be a guess.
pub(crate) fn last_day(facts: &Facts, rule: &str, from: BeijingDate) -> Option<BeijingDate> {
    let day = facts.deadlines.last_day(rule, PeriodStart::Day(from), None, &facts.holidays);
    day.ok().map(|deadline| deadline.last_day)
}

//! Periods that applications are about: which one runs for a party, and when it ends.

use crate::actor::Side;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::deadline::PeriodStart;
use crate::entry::{ApplicationKind, ApplicationOutcome, PartyNumber, Whose};
use crate::evidence;
use crate::facts::Facts;
use crate::log::EntryRef;

/// Rules of `deadlines.csv` that give the time for the answer.
const ANSWER_RULES: [&str; 3] = ["ANSWER", "ANSWER_FOREIGN", "ANSWER_SMALL"];

/// Last day of a period for a party: as set, with what moved it for everybody and what was restored to the
/// party.
pub(crate) fn end_of(state: &CaseState, period: EntryRef, party: PartyNumber) -> Option<BeijingDate> {
    let mut of_evidence = state.decided.evidence.periods.iter();
    let of_evidence = of_evidence.find(|set| set.entry == period).map(|set| evidence::end_of(state, set));
    let started = state.decided.agenda.periods.get(&period).map(|started| started.until);
    let moves = state.decided.agenda.moves.get(&period);
    let by_order = moves.and_then(|moves| moves.last()).map(|moved| moved.until);
    let end = of_evidence.or(started.map(|until| by_order.unwrap_or(until)))?;
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
            && application.form.about == Some(period)
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

/// Whether `party` may ask about the period: it exists, and it is theirs.
pub(crate) fn is_period_of(state: &CaseState, period: EntryRef, party: PartyNumber) -> bool {
    let side = state.party(party).map(|(side, _)| side);
    let started = state.decided.agenda.periods.get(&period);
    let of_evidence = state.decided.evidence.periods.iter().find(|set| set.entry == period);
    started.is_some_and(|started| is_for(started.whose, side, party))
        || of_evidence.is_some_and(|set| set.party.is_none_or(|of| of == party))
}

/// Last day for the answer of a party; none when the court has started no such period.
pub fn answer_period_end(state: &CaseState, party: PartyNumber) -> Option<BeijingDate> {
    let side = state.party(party).map(|(side, _)| side);
    let periods = state.decided.agenda.periods.values();
    let mut own = periods
        .filter(|period| ANSWER_RULES.contains(&period.rule.as_str()) && is_for(period.whose, side, party));
    own.next_back().and_then(|period| end_of(state, period.entry, party))
}

/// Last day of a rule; none beyond the end of the calendar, where it would be a guess.
pub(crate) fn last_day(facts: &Facts, rule: &str, from: BeijingDate) -> Option<BeijingDate> {
    let day = facts.deadlines.last_day(rule, PeriodStart::Day(from), None, &facts.holidays);
    day.ok().map(|deadline| deadline.last_day)
}

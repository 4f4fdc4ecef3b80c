//! Periods that applications are about: which one runs for a party, and when it ends.

use crate::actor::Side;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::deadline::PeriodStart;
use crate::entry::{PartyNumber, Whose};
use crate::facts::Facts;
use crate::log::EntryRef;

/// Rules of `deadlines.csv` that give the time for the answer.
const ANSWER_RULES: [&str; 3] = ["ANSWER", "ANSWER_FOREIGN", "ANSWER_SMALL"];

/// The period for evidence that holds for a party: the last one set for it or for all.
pub(crate) fn evidence_period_of(state: &CaseState, party: PartyNumber) -> Option<EntryRef> {
    let periods = state.decided.evidence.periods.iter();
    let own = periods.filter(|period| period.party.is_none_or(|of| of == party));
    own.last().map(|period| period.entry)
}

/// Periods for evidence that hold for some party.
pub(crate) fn evidence_periods(state: &CaseState) -> Vec<EntryRef> {
    let mut periods = Vec::new();
    for (party, ..) in state.parties() {
        if let Some(period) = evidence_period_of(state, party)
            && !periods.contains(&period)
        {
            periods.push(period);
        }
    }
    periods
}

/// Last day of a period, as set or as moved last.
pub(crate) fn end_of(state: &CaseState, period: EntryRef) -> Option<BeijingDate> {
    let agenda = &state.decided.agenda;
    let moved = agenda.moves.get(&period).and_then(|moves| moves.last()).map(|moved| moved.until);
    let started = || agenda.periods.get(&period).map(|started| started.until);
    let set = || {
        let mut periods = state.decided.evidence.periods.iter();
        periods.find(|set| set.entry == period).map(|set| set.until)
    };
    moved.or_else(started).or_else(set)
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
    let own = periods
        .filter(|period| ANSWER_RULES.contains(&period.rule.as_str()) && is_for(period.whose, side, party));
    own.last().and_then(|period| end_of(state, period.entry))
}

/// Last day of a rule; none beyond the end of the calendar, where it would be a guess.
pub(crate) fn last_day(facts: &Facts, rule: &str, from: BeijingDate) -> Option<BeijingDate> {
    let day = facts.deadlines.last_day(rule, PeriodStart::Day(from), None, &facts.holidays);
    day.ok().map(|deadline| deadline.last_day)
}

//! Rounds of opinions: which one an exhibit is in, and until when a party may answer.

use super::period::period_of;
use super::{Exhibit, Opinion, Round, RulingMade};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{ExchangeForm, PartyNumber};
use crate::log::EntryRef;

/// The further round an exhibit is in; `None` in the first.
pub fn round_of<'a>(state: &'a CaseState, exhibit: &Exhibit) -> Option<&'a Round> {
    let mut rounds = state.decided.evidence.rounds.iter();
    rounds.rfind(|round| {
        let named = round.exhibits.contains(&exhibit.entry);
        named || (round.exhibits.is_empty() && exhibit.at <= round.at)
    })
}

/// Number of the round an exhibit is in, from 1.
pub fn round_number(state: &CaseState, exhibit: &Exhibit) -> u16 {
    round_of(state, exhibit).map_or(1, |round| round.round)
}

/// Last day for the opinion of a party on an exhibit: that of the round, or of the exchange. `None` when none
/// was set, and when the exhibit came after it.
pub fn opinions_until(state: &CaseState, exhibit: &Exhibit, party: PartyNumber) -> Option<BeijingDate> {
    if let Some(round) = round_of(state, exhibit) {
        return Some(round.until);
    }
    first_window(state, exhibit, party)
}

fn first_window(state: &CaseState, exhibit: &Exhibit, party: PartyNumber) -> Option<BeijingDate> {
    let until = match period_of(state, party)?.exchange {
        ExchangeForm::Synchronous { at, .. } => at.beijing_date(),
        ExchangeForm::Asynchronous { opinions_until } => opinions_until,
    };
    (exhibit.at.beijing_date() <= until).then_some(until)
}

/// The ruling that counts.
pub fn ruling_of(state: &CaseState, exhibit: EntryRef) -> Option<&RulingMade> {
    state.decided.evidence.rulings.get(&exhibit).and_then(|rulings| rulings.last())
}

/// Opinions on an exhibit, in the order in which they came.
pub fn opinions_on(state: &CaseState, exhibit: EntryRef) -> &[Opinion] {
    state.submitted.evidence.opinions.get(&exhibit).map_or(&[], Vec::as_slice)
}

/// The opinion of a party that counts: its last one.
pub fn opinion_of(state: &CaseState, exhibit: EntryRef, party: PartyNumber) -> Option<&Opinion> {
    opinions_on(state, exhibit).iter().rfind(|opinion| opinion.party == party)
}

/// Whether an opinion came after the last day for it: it is taken, and marked.
pub fn is_late_opinion(state: &CaseState, exhibit: &Exhibit, opinion: &Opinion) -> bool {
    let mut rounds = state.decided.evidence.rounds.iter();
    let until = match opinion.round {
        0 | 1 => first_window(state, exhibit, opinion.party),
        round => rounds.find(|opened| opened.round == round).map(|opened| opened.until),
    };
    until.is_some_and(|until| opinion.at.beijing_date() > until)
}

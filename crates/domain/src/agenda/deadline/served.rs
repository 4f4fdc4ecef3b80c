//! Periods that run from service: for each party from its own day, and from nothing but a certified service.

use super::started::parties_of;
use super::{CaseDeadline, DeadlineKind};
use crate::case::CaseState;
use crate::deadline::PeriodStart;
use crate::entry::{PartyNumber, Whose};
use crate::facts::Facts;
use crate::serving::{self, TookEffect};

/// Rules with a longer one for parties who live abroad: the court starts that, and it takes their place.
///
/// # Source
///
/// 民事诉讼法 §285, §286.
const ABROAD: [(&str, &str); 5] = [
    ("ANSWER", "ANSWER_FOREIGN"),
    ("JURIS_OBJ", "ANSWER_FOREIGN"),
    ("APPEAL_J", "APPEAL_FOREIGN"),
    ("APPEAL_R", "APPEAL_FOREIGN"),
    ("APPEAL_ANSWER", "APPEAL_ANSWER_FOREIGN"),
];

/// The periods of `served_documents.csv`: one for each document that is served on a party. The same document
/// served twice begins one period, from the service that its last certificate names.
///
/// # Source
///
/// 民事诉讼法 §85, §128, §171.
pub(crate) fn periods(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let effects = state.decided.serving.effects.iter();
    let mut found = Vec::new();
    for ((party, paper), effects) in effects {
        let Some(last) = effects.last() else { continue };
        let begun = begun_by(state, facts, *party, last);
        // Most papers begin no period; whether the certificate stands is only asked of those that do.
        if !begun.is_empty() && serving::stands(state, facts, *party, *paper) {
            found.extend(begun);
        }
    }
    found
}

fn begun_by(state: &CaseState, facts: &Facts, party: PartyNumber, served: &TookEffect) -> Vec<CaseDeadline> {
    let Some(registration) = &state.decided.registration else { return Vec::new() };
    let Some((side, _)) = state.party(party) else { return Vec::new() };
    let effect = &served.effect;
    let clocks = facts.served.clocks(&effect.template, side, registration.procedure);
    let period = |(rule, of): (&str, &serving::ServedRule)| {
        if is_longer_abroad(state, rule, party) {
            return None;
        }
        let start = PeriodStart::Day(effect.on);
        let end = facts.deadlines.known_end(rule, start, None, &facts.holidays).ok()?;
        let title = facts.deadlines.get(rule).map_or(rule, |known| known.name.as_str());
        let key = format!("served:{rule}:{party}:{}", effect.paper);
        let (whose, span) = (Whose::Party { party }, (effect.on, end));
        let mut deadline =
            CaseDeadline::ending(DeadlineKind::Served, key, title, whose, span).by_rule(rule, facts);
        deadline.entry = Some(served.entry);
        if !of.known_to_all {
            deadline.audience = serving::for_party(state, party);
        }
        Some(deadline)
    };
    clocks.filter_map(period).collect()
}

/// Whether the court let the longer period for parties abroad begin for this party.
fn is_longer_abroad(state: &CaseState, rule: &str, party: PartyNumber) -> bool {
    let longer = ABROAD.iter().find(|(short, _)| *short == rule).map(|(_, longer)| *longer);
    let mut started = state.decided.agenda.periods.values();
    longer.is_some_and(|longer| {
        started.any(|period| period.rule == longer && parties_of(state, period.whose, false).contains(&party))
    })
}

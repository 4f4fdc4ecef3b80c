//! Periods that run from service: for each party from its own day, and from nothing but a certified service.

use std::collections::BTreeMap;

use super::{CaseDeadline, DeadlineKind};
use crate::case::CaseState;
use crate::deadline::PeriodStart;
use crate::entry::{PartyNumber, Whose};
use crate::facts::Facts;
use crate::serving::{TookEffect, stands};

/// The periods of `served_documents.csv`. A paper of the same template that is served again starts no second
/// period: the first service on the party counts, unless the court's ruling on a rebuttal undid it.
///
/// # Source
///
/// 民事诉讼法 §85, §128, §171.
pub(super) fn periods(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let Some(registration) = &state.decided.registration else { return Vec::new() };
    let mut first: BTreeMap<(PartyNumber, &str), &TookEffect> = BTreeMap::new();
    for ((party, paper), effects) in &state.decided.serving.effects {
        let Some(last) = effects.last().filter(|_| stands(state, *party, *paper)) else { continue };
        let known = first.entry((*party, last.effect.template.as_str())).or_insert(last);
        if (last.effect.on, last.entry) < (known.effect.on, known.entry) {
            *known = last;
        }
    }
    let mut found = Vec::new();
    for ((party, template), served) in first {
        let Some((side, _)) = state.party(party) else { continue };
        for (rule, _) in facts.served.clocks(template, side, registration.procedure) {
            let start = PeriodStart::Day(served.effect.on);
            let Ok(end) = facts.deadlines.last_day(rule, start, None, &facts.holidays) else { continue };
            let title = facts.deadlines.get(rule).map_or(rule, |known| known.name.as_str());
            let key = format!("served:{rule}:{party}:{}", served.effect.paper);
            let span = (served.effect.on, end.last_day);
            let whose = Whose::Party { party };
            let mut deadline =
                CaseDeadline::new(DeadlineKind::Served, key, title, whose, span).by_rule(rule, facts);
            deadline.entry = Some(served.entry);
            found.push(deadline);
        }
    }
    found
}

//! Periods of the exchange of evidence: evidence, opinions, questions, comparing with the original.

use std::collections::{BTreeMap, BTreeSet};

use super::{CaseDeadline, DeadlineKind, side_key, sides};
use crate::actor::Side;
use crate::audience::Audience;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{ExchangeForm, PartyNumber, Procedure, Whose};
use crate::evidence::{self, EvidencePeriod, Exhibit};
use crate::facts::Facts;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;

/// The evidence periods that stand: a later one for the same parties takes the place of the earlier.
fn standing(state: &CaseState) -> impl Iterator<Item = &EvidencePeriod> {
    let periods = &state.decided.evidence.periods;
    periods.iter().enumerate().filter_map(|(index, period)| {
        let replaced =
            periods.iter().skip(index + 1).any(|later| later.party.is_none() || later.party == period.party);
        (!replaced).then_some(period)
    })
}

/// The periods for evidence (举证期限). Nothing meets them: evidence may come until the last day.
///
/// # Source
///
/// 民诉法解释 §99, §266, §275; 民事证据规定 §51.
pub(super) fn evidence(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let rule = match state.decided.registration.as_ref().map(|registration| registration.procedure) {
        Some(Procedure::SmallClaims) => "EVID_SMALL",
        Some(Procedure::Simplified) => "EVID_SIMPL",
        Some(Procedure::Ordinary | Procedure::Enforcement) | None => "EVID_ORD",
    };
    let one = |period: &EvidencePeriod| {
        let whose = period.party.map_or(Whose::Parties, |party| Whose::Party { party });
        let (key, span) = (format!("evidence:{}", period.entry), (period.at.beijing_date(), period.until));
        let mut deadline = CaseDeadline::new(DeadlineKind::Evidence, key, "举证期限", whose, span);
        deadline = deadline.by_rule(rule, facts);
        deadline.entry = Some(period.entry);
        deadline
    };
    standing(state).map(one).collect()
}

/// Persons who may know of an exhibit besides the bench; none when everybody may.
fn circle(state: &CaseState, exhibit: &Exhibit) -> Option<BTreeSet<PersonId>> {
    if !evidence::is_restricted(state, exhibit) {
        return None;
    }
    let side = state.side_of(exhibit);
    let own = state.members().into_iter().filter(|(.., member)| side.is_some() && member.side == side);
    let mut persons: BTreeSet<PersonId> = own.map(|(person, ..)| person).collect();
    let order = state.decided.evidence.restrictions.get(&exhibit.entry);
    persons.extend(
        order
            .and_then(|order| order.restriction.as_ref())
            .into_iter()
            .flat_map(|restriction| restriction.persons.iter().copied()),
    );
    Some(persons)
}

fn audience_of(state: &CaseState, exhibit: Option<EntryRef>) -> Audience {
    let circle = exhibit.and_then(|entry| state.exhibit(entry)).and_then(|exhibit| circle(state, exhibit));
    circle.map_or(Audience::Everyone, |persons| Audience::Persons { persons })
}

/// The parties of `side` whose opinion on an exhibit is still owed in the round it is in: they are in the
/// case and may know of it, the court has neither ruled on it nor returned it.
fn owing(state: &CaseState, exhibit: &Exhibit, side: Side) -> Vec<PartyNumber> {
    if !evidence::counts(state, exhibit.entry) || evidence::ruling_of(state, exhibit.entry).is_some() {
        return Vec::new();
    }
    let round = evidence::round_number(state, exhibit);
    let gave = |party: PartyNumber| {
        let mut opinions = evidence::opinions_on(state, exhibit.entry).iter();
        opinions.any(|opinion| opinion.party == party && opinion.round >= round)
    };
    let mut parties = evidence::answering_parties(state, exhibit);
    parties.retain(|party| {
        state.party(*party).is_some_and(|(of, _)| of == side)
            && evidence::may_know_as(state, *party, exhibit)
            && !gave(*party)
    });
    parties
}

/// A window for opinions: the entry that opened it, when, until when, and what it is called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    entry: EntryRef,
    from: BeijingDate,
    until: BeijingDate,
    title: String,
}

/// The window in which a side says something to an exhibit; none for its own, and for what came after it.
fn window_of(state: &CaseState, exhibit: &Exhibit, side: Side) -> Option<Window> {
    if state.side_of(exhibit) == Some(side) || !evidence::counts(state, exhibit.entry) {
        return None;
    }
    let mut parties = state.parties().into_iter().filter(|(_, of, _)| *of == side).map(|(party, ..)| party);
    if let Some(round) = evidence::round_of(state, exhibit) {
        let title = format!("第{}轮质证意见期限", round.round);
        let from = round.at.beijing_date();
        return Some(Window { entry: round.entry, from, until: round.until, title });
    }
    let (period, until) = parties.find_map(|party| {
        Some((evidence::period_of(state, party)?, evidence::opinions_until(state, exhibit, party)?))
    })?;
    let title = match period.exchange {
        ExchangeForm::Synchronous { .. } => "证据交换、质证",
        ExchangeForm::Asynchronous { .. } => "发表质证意见期限",
    };
    Some(Window { entry: period.entry, from: period.at.beijing_date(), until, title: title.to_owned() })
}

/// The windows for opinions, one for each side that has something to say to; met when nothing is owed.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §71.
pub(super) fn opinions(state: &CaseState) -> Vec<CaseDeadline> {
    let mut found = Vec::new();
    for side in sides(state) {
        let mut windows: BTreeMap<Window, Vec<&Exhibit>> = BTreeMap::new();
        for exhibit in state.exhibits() {
            if let Some(window) = window_of(state, exhibit, side) {
                windows.entry(window).or_default().push(exhibit);
            }
        }
        found.extend(windows.iter().filter_map(|(window, on)| opinions_of(state, window, on, side)));
    }
    found
}

fn opinions_of(
    state: &CaseState,
    window: &Window,
    exhibits: &[&Exhibit],
    side: Side,
) -> Option<CaseDeadline> {
    let is_of_side = |party: PartyNumber| state.party(party).is_some_and(|(of, _)| of == side);
    let mut done_at: Option<Instant> = None;
    let mut owed = false;
    for exhibit in exhibits {
        owed |= !owing(state, exhibit, side).is_empty();
        let round = evidence::round_number(state, exhibit);
        let opinions = evidence::opinions_on(state, exhibit.entry).iter();
        let given = opinions.filter(|opinion| opinion.round >= round && is_of_side(opinion.party));
        let ruled = evidence::ruling_of(state, exhibit.entry).map(|ruling| ruling.at);
        done_at = done_at.max(given.map(|opinion| opinion.at).chain(ruled).max());
    }
    if !owed && done_at.is_none() {
        return None;
    }
    let key = format!("opinions:{}:{}", window.entry, side_key(side));
    let span = (window.from, window.until);
    let deadline = CaseDeadline::new(DeadlineKind::Opinions, key, &window.title, Whose::Side { side }, span);
    let mut deadline = deadline.done(done_at.filter(|_| !owed));
    deadline.source = vec!["民事诉讼法 §71".to_owned()];
    deadline.entry = Some(window.entry);
    Some(deadline)
}

/// Questions of the court that have a last day.
pub(super) fn questions(state: &CaseState) -> Vec<CaseDeadline> {
    let one = |question: &evidence::CourtQuestion| {
        let span = (question.at.beijing_date(), question.until?);
        let whose = Whose::Party { party: question.party };
        let answered = state.submitted.evidence.answers.get(&question.entry).map(|answer| answer.at);
        let key = format!("question:{}", question.entry);
        let deadline = CaseDeadline::new(DeadlineKind::Question, key, "答复法庭询问期限", whose, span);
        let mut deadline = deadline.done(answered);
        deadline.entry = Some(question.entry);
        deadline.audience = audience_of(state, question.exhibit);
        Some(deadline)
    };
    state.decided.evidence.questions.values().filter_map(one).collect()
}

/// Appointments to compare an exhibit with its original; the party that holds it brings it.
pub(super) fn comparisons(state: &CaseState) -> Vec<CaseDeadline> {
    let ordered = &state.decided.evidence;
    let one = |(entry, appointment): (&EntryRef, &evidence::Appointment)| {
        let exhibit = state.exhibit(*entry)?;
        let records = ordered.comparisons.get(entry).into_iter().flatten();
        let recorded = records.filter(|record| record.entry.seq > appointment.entry.seq).map(|one| one.at);
        let span = (appointment.made_at.beijing_date(), appointment.at.beijing_date());
        let whose = Whose::Party { party: exhibit.party };
        let key = format!("comparison:{}", appointment.entry);
        let mut deadline = CaseDeadline::new(DeadlineKind::Comparison, key, "核对证据原件", whose, span);
        deadline.done_at = recorded.min();
        deadline.entry = Some(appointment.entry);
        deadline.audience = audience_of(state, Some(*entry));
        Some(deadline)
    };
    ordered.appointments.iter().filter_map(one).collect()
}

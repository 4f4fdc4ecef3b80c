//! Periods of the exchange of evidence: evidence, opinions, questions, comparing with the original.

use std::collections::BTreeSet;

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
pub(super) fn standing(state: &CaseState) -> impl Iterator<Item = &EvidencePeriod> {
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
pub(crate) fn circle(state: &CaseState, exhibit: &Exhibit) -> Option<BTreeSet<PersonId>> {
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

/// Whether somebody of the party may know of the exhibit.
fn party_knows(state: &CaseState, party: PartyNumber, exhibit: &Exhibit) -> bool {
    circle(state, exhibit).is_none_or(|persons| {
        let members = state.members().into_iter();
        members
            .into_iter()
            .any(|(person, _, member)| member.party == Some(party) && persons.contains(&person))
    })
}

/// The parties whose opinion on an exhibit is still owed in `round`: those of other sides who may know of
/// it, until the court has ruled on it or returned it.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §71.
pub fn awaited(state: &CaseState, exhibit: &Exhibit, round: u16) -> Vec<PartyNumber> {
    let ordered = &state.decided.evidence;
    let returned = ordered.received.get(&exhibit.entry).is_some_and(|received| !received.accepted);
    let settled = returned
        || ordered.rulings.contains_key(&exhibit.entry)
        || state.submitted.evidence.withdrawn.contains_key(&exhibit.entry);
    if settled {
        return Vec::new();
    }
    let own_side = state.side_of(exhibit);
    let opinions = state.submitted.evidence.opinions.get(&exhibit.entry);
    let gave = |party: PartyNumber| {
        opinions.into_iter().flatten().any(|opinion| opinion.party == party && opinion.round >= round)
    };
    let parties = state.parties().into_iter().filter(|(_, side, _)| Some(*side) != own_side);
    parties
        .map(|(party, ..)| party)
        .filter(|party| !gave(*party) && party_knows(state, *party, exhibit))
        .collect()
}

/// One window of opinions: the entry that opened it, when, until when, and on which exhibits.
struct Window<'a> {
    entry: EntryRef,
    from: BeijingDate,
    until: BeijingDate,
    round: u16,
    exhibits: Vec<&'a Exhibit>,
}

fn windows(state: &CaseState) -> Vec<Window<'_>> {
    let mut found = Vec::new();
    if let Some(period) = standing(state).last()
        && let ExchangeForm::Asynchronous { opinions_until } = &period.exchange
    {
        let (entry, from, until) = (period.entry, period.at.beijing_date(), *opinions_until);
        found.push(Window { entry, from, until, round: 1, exhibits: state.exhibits().collect() });
    }
    for round in &state.decided.evidence.rounds {
        let named = |exhibit: &&Exhibit| round.exhibits.is_empty() || round.exhibits.contains(&exhibit.entry);
        found.push(Window {
            entry: round.entry,
            from: round.at.beijing_date(),
            until: round.until,
            round: round.round,
            exhibits: state.exhibits().filter(named).collect(),
        });
    }
    found
}

/// The windows for opinions, one for each side that has something to say to; met when nothing is owed.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §71.
pub(super) fn opinions(state: &CaseState) -> Vec<CaseDeadline> {
    let mut found = Vec::new();
    for window in windows(state) {
        for side in sides(state) {
            found.extend(opinions_of(state, &window, side));
        }
    }
    found
}

fn opinions_of(state: &CaseState, window: &Window<'_>, side: Side) -> Option<CaseDeadline> {
    let is_of_side = |party: PartyNumber| state.party(party).is_some_and(|(of, _)| of == side);
    let others = window.exhibits.iter().filter(|exhibit| state.side_of(exhibit) != Some(side));
    let mut done_at: Option<Instant> = None;
    let mut owed = false;
    for exhibit in others {
        owed |= awaited(state, exhibit, window.round).into_iter().any(is_of_side);
        let opinions = state.submitted.evidence.opinions.get(&exhibit.entry).into_iter().flatten();
        let given = opinions.filter(|opinion| opinion.round >= window.round && is_of_side(opinion.party));
        let ruled = state.decided.evidence.rulings.get(&exhibit.entry).into_iter().flatten();
        let last = given.map(|opinion| opinion.at).chain(ruled.map(|ruling| ruling.at)).max();
        done_at = done_at.max(last);
    }
    if !owed && done_at.is_none() {
        return None;
    }
    let key = format!("opinions:{}:{}", window.entry, side_key(side));
    let title = match window.round {
        1 => "发表质证意见期限".to_owned(),
        round => format!("第{round}轮质证意见期限"),
    };
    let span = (window.from, window.until);
    let deadline = CaseDeadline::new(DeadlineKind::Opinions, key, &title, Whose::Side { side }, span);
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

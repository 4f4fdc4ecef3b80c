//! The facts of one paper and one party, as the rules of service ask for them.

use super::{agrees_to_service, state};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{PartyNumber, Procedure, ServedPaper, ServiceChannel};
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::service::{Attempt, Rebuttal, ServedDocument, ServiceFacts};

/// What happened with one paper and one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFacts {
    /// For the rules.
    pub facts: ServiceFacts,
    /// The entry of each attempt, in the same order.
    pub attempts: Vec<EntryRef>,
}

/// What happened with a paper and a party, as known on `today`.
pub fn item_facts(
    state: &CaseState,
    recipient: PartyNumber,
    paper: EntryRef,
    today: BeijingDate,
) -> ItemFacts {
    let served = &state.decided.serving;
    let holds = |papers: &[ServedPaper]| papers.iter().any(|one| one.paper == paper);
    let mut kind = ServedDocument::Ordinary;
    let mut attempts: Vec<(Instant, EntryRef, Attempt)> = Vec::new();
    for sending in served.sendings.values() {
        let sent = &sending.sent;
        if sent.recipient == recipient && holds(&sent.papers) {
            kind = kind_of(&sent.papers, paper);
            attempts.push((sending.at, sending.entry, electronic(state, sending, paper)));
        }
    }
    let replaced = |entry: EntryRef| served.on_paper.values().any(|one| one.recorded.replaces == Some(entry));
    for one in served.on_paper.values() {
        let recorded = &one.recorded;
        if recorded.recipient == recipient && holds(&recorded.papers) && !replaced(one.entry) {
            kind = kind_of(&recorded.papers, paper);
            attempts.push((one.at, one.entry, recorded.way.clone()));
        }
    }
    attempts.sort_by_key(|(at, entry, _)| (*at, *entry));
    let procedure = state.decided.registration.as_ref().map_or(Procedure::Ordinary, |one| one.procedure);
    let (entries, attempts) = attempts.into_iter().map(|(_, entry, attempt)| (entry, attempt)).unzip();
    let (consent, _) = agrees_to_service(state, recipient);
    ItemFacts {
        facts: ServiceFacts { document: kind, procedure, consent, attempts, today },
        attempts: entries,
    }
}

fn kind_of(papers: &[ServedPaper], paper: EntryRef) -> ServedDocument {
    papers.iter().find(|one| one.paper == paper).map_or(ServedDocument::Ordinary, |one| one.kind)
}

fn electronic(state: &CaseState, sending: &state::Sending, paper: EntryRef) -> Attempt {
    let (answered, served) = (&state.submitted.serving, &state.decided.serving);
    let entry = sending.entry;
    let reported = served.reports.get(&entry).copied().unwrap_or_default();
    let opened = answered.opened.get(&(entry, paper)).copied();
    let signed_for = answered.signed_for.get(&entry).into_iter().flatten();
    let signed_for = signed_for.filter(|(_, papers)| papers.is_empty() || papers.contains(&paper));
    let acknowledged_at = signed_for.map(|(at, _)| *at).min();
    // Nobody reads, signs or answers what is not there; a clock that runs ahead is cut to the arrival.
    let not_before = |at: Instant| reported.arrived_at.map_or(at, |arrived| at.max(arrived));
    let read_at = [opened, reported.read_at].into_iter().flatten().min();
    Attempt::Electronic {
        channel: match sending.sent.channel {
            ServiceChannel::Mailbox => "mailbox".to_owned(),
            ServiceChannel::Email => "email".to_owned(),
        },
        address: sending.sent.standing,
        sent_at: sending.at,
        arrived_at: reported.arrived_at,
        proved_arrival_at: None,
        failed_at: reported.failed_at,
        read_at: read_at.map(not_before),
        acknowledged_at: acknowledged_at.map(not_before),
        acted_at: acted_at(state, sending, paper).map(not_before),
        rebuttal: rebuttal(state, entry, paper),
        recalled_at: served.recalled.get(&entry).copied(),
    }
}

/// When the recipient acted according to the content: whoever answers a complaint has received it.
///
/// # Source
///
/// 在线诉讼规则 §31.
fn acted_at(state: &CaseState, sending: &state::Sending, paper: EntryRef) -> Option<Instant> {
    let one = sending.sent.papers.iter().find(|one| one.paper == paper)?;
    if one.template != "complaint_copy" {
        return None;
    }
    let answers = state.submitted.applications.answers.iter();
    let own = answers.filter(|answer| answer.party == sending.sent.recipient && answer.at >= sending.at);
    own.map(|answer| answer.at).min()
}

fn rebuttal(state: &CaseState, sent: EntryRef, paper: EntryRef) -> Option<Rebuttal> {
    let all = state.submitted.serving.rebuttals.values();
    let about = all.filter(|made| made.said.sent == sent && made.said.paper == paper);
    let last = about.max_by_key(|made| (made.at, made.entry))?;
    let ruling = state.decided.serving.rulings.get(&last.entry);
    Some(Rebuttal { ground: last.said.ground, upheld: ruling.map(|ruling| ruling.upheld) })
}

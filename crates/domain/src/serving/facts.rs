//! The facts of one paper and one party, as the rules of service ask for them.

use super::{agrees_to_service, state};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{EntryKind, PartyNumber, Procedure, ServedPaper, ServiceChannel};
use crate::facts::Facts;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::service::{
    AddressStanding, Attempt, AttemptVerdict, Rebuttal, RebuttalGround, ServedDocument, ServiceFacts,
    Verdict, decide,
};

/// What happened with one paper and one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFacts {
    /// For the rules.
    pub facts: ServiceFacts,
    /// The entry of each attempt, in the same order.
    pub attempts: Vec<EntryRef>,
}

/// What the rules say of one paper and one party.
pub(super) struct Judged {
    /// The entry of each attempt, in the order of the verdict.
    pub(super) attempts: Vec<EntryRef>,
    /// The verdict.
    pub(super) verdict: Verdict,
}

impl Judged {
    /// What comes of an attempt; none when it is none of this paper and party, or was replaced.
    pub(super) fn of(&self, attempt: EntryRef) -> Option<&AttemptVerdict> {
        let index = self.attempts.iter().position(|one| *one == attempt)?;
        self.verdict.attempts.get(index)
    }

    /// The attempt that serves.
    pub(super) fn serving(&self) -> Option<EntryRef> {
        self.attempts.get(self.verdict.effective.as_ref()?.attempt).copied()
    }
}

/// What the rules say of a paper and a party, as known on `today`.
///
/// Times are cut so that nothing comes before what it rests on; facts that cannot be true together even so
/// serve nothing, and the court sees the attempts and their times.
pub(super) fn judged(
    state: &CaseState,
    facts: &Facts,
    recipient: PartyNumber,
    paper: EntryRef,
    today: BeijingDate,
) -> Judged {
    let known = item_facts(state, facts, recipient, paper, today);
    let nothing = Verdict { effective: None, attempts: Vec::new(), next: Vec::new() };
    Judged { attempts: known.attempts, verdict: decide(&known.facts).unwrap_or(nothing) }
}

/// What happened with a paper and a party, as known on `today`.
pub fn item_facts(
    state: &CaseState,
    facts: &Facts,
    recipient: PartyNumber,
    paper: EntryRef,
    today: BeijingDate,
) -> ItemFacts {
    let served = &state.decided.serving;
    let tried = served.attempts.get(&(recipient, paper)).map(Vec::as_slice).unwrap_or_default();
    let mut kind = ServedDocument::Ordinary;
    let mut entries = Vec::with_capacity(tried.len());
    let mut attempts = Vec::with_capacity(tried.len());
    for entry in tried {
        let attempt = if let Some(sending) = served.sendings.get(entry) {
            let one = find(&sending.sent.papers, paper);
            one.map(|one| (one.kind, electronic(state, facts, sending, one)))
        } else {
            let record = served.on_paper.get(entry).map(|one| &one.recorded);
            record.and_then(|record| Some((find(&record.papers, paper)?.kind, record.way.clone())))
        };
        if let Some((of, attempt)) = attempt {
            kind = of;
            entries.push(*entry);
            attempts.push(attempt);
        }
    }
    let procedure = state.decided.registration.as_ref().map_or(Procedure::Ordinary, |one| one.procedure);
    let (consent, _) = agrees_to_service(state, recipient);
    ItemFacts {
        facts: ServiceFacts { document: kind, procedure, consent, attempts, today },
        attempts: entries,
    }
}

pub(super) fn find(papers: &[ServedPaper], paper: EntryRef) -> Option<&ServedPaper> {
    papers.iter().find(|one| one.paper == paper)
}

/// One electronic attempt. The clocks of channels and phones are not the court's: nothing comes before it was
/// sent, and what the recipient read, signed for or answered had arrived by then, whatever they show.
fn electronic(state: &CaseState, facts: &Facts, sending: &state::Sending, one: &ServedPaper) -> Attempt {
    let (answered, served) = (&state.submitted.serving, &state.decided.serving);
    let (entry, sent_at) = (sending.entry, sending.at);
    let reported = served.reports.get(&entry).copied().unwrap_or_default();
    let after = |at: Instant| at.max(sent_at);
    let opened = answered.opened.get(&(entry, one.paper)).copied();
    let read_at = opened.into_iter().chain(reported.read_at).min().map(after);
    let signed_at = signed_for_at(state, entry, one.paper).map(after);
    let acted_at = acted_at(state, facts, sending, one).map(after);
    let reacted_at = [read_at, signed_at, acted_at].into_iter().flatten().min();
    let had_arrived = |at: Instant| reacted_at.map_or(at, |reacted| at.min(reacted));
    // Whoever signs for what came to an address says that it is theirs.
    let address = match sending.sent.standing {
        AddressStanding::Unsure if signed_at.is_some() => AddressStanding::Own,
        standing => standing,
    };
    Attempt::Electronic {
        channel: match sending.sent.channel {
            ServiceChannel::Mailbox => "mailbox".to_owned(),
            ServiceChannel::Email => "email".to_owned(),
        },
        address,
        sent_at,
        arrived_at: reported.arrived_at.map(had_arrived).map(after),
        proved_arrival_at: proved_arrival_at(state, entry, one.paper).map(had_arrived).map(after),
        failed_at: reported.failed_at.map(after),
        read_at,
        acknowledged_at: signed_at,
        acted_at,
        rebuttal: rebuttal(state, entry, one.paper, address == AddressStanding::Confirmed),
        recalled_at: served.recalled.get(&entry).copied().map(after),
    }
}

/// When a paper of a sending was signed for.
pub(super) fn signed_for_at(state: &CaseState, sent: EntryRef, paper: EntryRef) -> Option<Instant> {
    let signed_for = state.submitted.serving.signed_for.get(&sent).into_iter().flatten();
    let signed_for = signed_for.filter(|(_, papers)| papers.is_empty() || papers.contains(&paper));
    signed_for.map(|(at, _)| *at).min()
}

/// When the recipient acted according to the content: whoever answers a complaint has received it. Which act
/// answers which document stands in the table of documents that are served.
///
/// # Source
///
/// 在线诉讼规则 §31.
fn acted_at(
    state: &CaseState,
    facts: &Facts,
    sending: &state::Sending,
    one: &ServedPaper,
) -> Option<Instant> {
    match facts.served.answered_by(&one.template)? {
        EntryKind::AnswerFiled => {
            let answers = state.submitted.applications.answers.iter();
            let own =
                answers.filter(|answer| answer.party == sending.sent.recipient && answer.at >= sending.at);
            own.map(|answer| answer.at).min()
        }
        _ => None,
    }
}

/// What a recipient said of a paper that was sent: against the time of arrival, or against "read".
pub(super) fn rebuttals_of(
    state: &CaseState,
    sent: EntryRef,
    paper: EntryRef,
    of_arrival: bool,
) -> impl Iterator<Item = &state::MadeRebuttal> {
    let all = state.submitted.serving.rebuttals.values();
    all.filter(move |made| {
        let is_of_arrival = made.said.ground == RebuttalGround::OtherArrival;
        made.said.sent == sent && made.said.paper == paper && is_of_arrival == of_arrival
    })
}

/// What arrived at a confirmed address serves by that, so what is said of the arrival counts; elsewhere what is
/// said against "read".
fn rebuttal(state: &CaseState, sent: EntryRef, paper: EntryRef, confirmed: bool) -> Option<Rebuttal> {
    let about = rebuttals_of(state, sent, paper, confirmed);
    let last = about.max_by_key(|made| (made.at, made.entry))?;
    let ruling = state.decided.serving.rulings.get(&last.entry);
    Some(Rebuttal { ground: last.said.ground, upheld: ruling.map(|ruling| ruling.upheld) })
}

/// When a paper arrived, as the recipient proved to the court.
///
/// # Source
///
/// 民诉法解释 §135.
fn proved_arrival_at(state: &CaseState, sent: EntryRef, paper: EntryRef) -> Option<Instant> {
    let rulings = &state.decided.serving.rulings;
    let upheld = rebuttals_of(state, sent, paper, true)
        .filter(|made| rulings.get(&made.entry).is_some_and(|ruling| ruling.upheld));
    upheld.max_by_key(|made| (made.at, made.entry))?.said.arrived_at
}

/// When a paper of a sending arrived: as proved to the court, or as its system shows.
///
/// # Source
///
/// 在线诉讼规则 §31; 民诉法解释 §135.
pub fn arrived_at(state: &CaseState, sent: EntryRef, paper: EntryRef) -> Option<Instant> {
    let reported = || state.decided.serving.reports.get(&sent)?.arrived_at;
    proved_arrival_at(state, sent, paper).or_else(reported)
}

/// When the recipient did something with a paper for the first time: it had arrived by then.
pub(super) fn reacted_at(
    state: &CaseState,
    facts: &Facts,
    sending: &state::Sending,
    paper: EntryRef,
) -> Option<Instant> {
    let Attempt::Electronic { read_at, acknowledged_at, acted_at, .. } =
        electronic(state, facts, sending, find(&sending.sent.papers, paper)?)
    else {
        return None;
    };
    [read_at, acknowledged_at, acted_at].into_iter().flatten().min()
}

//! One paper and one party: where its service stands.

use std::collections::BTreeSet;

use super::{ItemFacts, item_facts, state};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{PartyNumber, ServedPaper};
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::service::{AttemptVerdict, NotServed, ServiceRule, Verdict, decide};

/// Where the service of a paper on a party stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemStatus {
    /// On its way.
    Sent,
    /// Arrived, and not served by that alone.
    Arrived,
    /// Opened.
    Opened,
    /// Signed for.
    Acknowledged,
    /// Served, with its certificate.
    Effective,
    /// Nothing that was tried serves, and nothing is on its way.
    Failed,
    /// The court took it back.
    Cancelled,
}

/// One paper and one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceItem {
    /// The party.
    pub recipient: PartyNumber,
    /// The paper.
    pub paper: ServedPaper,
    /// Where it stands.
    pub status: ItemStatus,
    /// When it was first sent.
    pub sent_at: Instant,
    /// When it arrived first.
    pub arrived_at: Option<Instant>,
    /// When it was first opened.
    pub opened_at: Option<Instant>,
    /// When it was signed for.
    pub acknowledged_at: Option<Instant>,
    /// Entries of the attempts, in order.
    pub attempts: Vec<EntryRef>,
    /// What the rules say of each attempt, of the whole, and what to try next.
    pub verdict: Verdict,
    /// The certificate that stands.
    pub effect: Option<EntryRef>,
    /// Whether the recipient wants it on paper.
    pub paper_wanted: Option<Instant>,
}

/// Every paper and party of the case, in the order in which they were first sent.
pub fn items(state: &CaseState, today: BeijingDate) -> Vec<ServiceItem> {
    let served = &state.decided.serving;
    let electronic = served.sendings.values().map(|one| (one.at, one.sent.recipient, &one.sent.papers));
    let on_paper = served.on_paper.values().map(|one| (one.at, one.recorded.recipient, &one.recorded.papers));
    let mut tried: Vec<_> = electronic.chain(on_paper).collect();
    tried.sort_by_key(|(at, recipient, _)| (*at, *recipient));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (_, recipient, papers) in tried {
        for paper in papers {
            if seen.insert((recipient, paper.paper)) {
                found.extend(item(state, recipient, paper.paper, today));
            }
        }
    }
    found
}

/// One paper and one party; none when it was never sent.
pub fn item(
    state: &CaseState,
    recipient: PartyNumber,
    paper: EntryRef,
    today: BeijingDate,
) -> Option<ServiceItem> {
    let served = &state.decided.serving;
    let ItemFacts { facts, attempts } = item_facts(state, recipient, paper, today);
    let first = *attempts.first()?;
    let papers = |entry: EntryRef| {
        let electronic = served.sendings.get(&entry).map(|one| (one.at, &one.sent.papers));
        electronic.or_else(|| served.on_paper.get(&entry).map(|one| (one.at, &one.recorded.papers)))
    };
    let (sent_at, _) = papers(first)?;
    let latest = attempts.iter().rev().find_map(|entry| papers(*entry));
    let one = latest?.1.iter().find(|one| one.paper == paper)?.clone();
    // Facts that cannot be true together serve nothing; the court sees the attempts and their times.
    let verdict =
        decide(&facts).unwrap_or(Verdict { effective: None, attempts: Vec::new(), next: Vec::new() });
    let reports = attempts.iter().filter_map(|entry| served.reports.get(entry));
    let arrived_at = reports.filter_map(|reported| reported.arrived_at).min();
    let opened = attempts.iter().filter_map(|entry| state.submitted.serving.opened.get(&(*entry, paper)));
    let opened_at = opened.copied().min();
    let signed_for = attempts.iter().filter_map(|entry| state.submitted.serving.signed_for.get(entry));
    let signed_for = signed_for.flatten().filter(|(_, papers)| papers.is_empty() || papers.contains(&paper));
    let acknowledged_at = signed_for.map(|(at, _)| *at).min();
    let effect = standing_effect(state, recipient, paper, &verdict, &attempts);
    let status = status_of(&verdict, effect.is_some(), [arrived_at, opened_at, acknowledged_at]);
    let wish = state.submitted.serving.paper_wishes.get(&(recipient, paper));
    Some(ServiceItem {
        recipient,
        paper: one,
        status,
        sent_at,
        arrived_at,
        opened_at,
        acknowledged_at,
        attempts,
        effect: effect.map(|effect| effect.entry),
        paper_wanted: wish.map(|wish| wish.at),
        verdict,
    })
}

/// The certificate that says what the rules say now.
pub(super) fn standing_effect<'a>(
    state: &'a CaseState,
    recipient: PartyNumber,
    paper: EntryRef,
    verdict: &Verdict,
    attempts: &[EntryRef],
) -> Option<&'a state::TookEffect> {
    let effective = verdict.effective.as_ref()?;
    let last = state.decided.serving.effects.get(&(recipient, paper))?.last()?;
    let same = last.effect.rule == effective.rule
        && last.effect.on == effective.on
        && attempts.get(effective.attempt) == Some(&last.effect.attempt);
    same.then_some(last)
}

fn status_of(
    verdict: &Verdict,
    certified: bool,
    [arrived, opened, signed]: [Option<Instant>; 3],
) -> ItemStatus {
    if certified {
        return ItemStatus::Effective;
    }
    let because = |wanted: fn(NotServed) -> bool| {
        let mut all = verdict.attempts.iter();
        all.any(|one| matches!(one, AttemptVerdict::DoesNot { because, .. } if wanted(*because)))
    };
    let over = |because| matches!(because, NotServed::Failed | NotServed::Refused | NotServed::Rebutted);
    let waits = verdict.effective.is_some()
        || because(|because| {
            matches!(
                because,
                NotServed::OnItsWay
                    | NotServed::NotYet { .. }
                    | NotServed::NotSigned
                    | NotServed::NoReaction
                    | NotServed::AddressUnsure
            )
        });
    if !waits && because(over) {
        ItemStatus::Failed
    } else if !waits && because(|because| because == NotServed::Recalled) {
        ItemStatus::Cancelled
    } else if !waits {
        ItemStatus::Failed
    } else if signed.is_some() {
        ItemStatus::Acknowledged
    } else if opened.is_some() {
        ItemStatus::Opened
    } else if arrived.is_some() {
        ItemStatus::Arrived
    } else {
        ItemStatus::Sent
    }
}

/// Whether the last certificate of a paper and a party still counts: no ruling undid the attempt it rests on.
pub fn stands(state: &CaseState, recipient: PartyNumber, paper: EntryRef) -> bool {
    let served = &state.decided.serving;
    let Some(last) = served.effects.get(&(recipient, paper)).and_then(|effects| effects.last()) else {
        return false;
    };
    let undone = state.submitted.serving.rebuttals.values().any(|made| {
        let about = made.said.sent == last.effect.attempt && made.said.paper == paper;
        about && served.rulings.get(&made.entry).is_some_and(|ruling| ruling.upheld)
    });
    !(undone && last.effect.rule == ServiceRule::B2)
}

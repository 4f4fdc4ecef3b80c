//! One paper and one party: where its service stands.

use super::facts::{self, Judged, find, judged, signed_for_at};
use super::state;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{PartyNumber, ServedPaper};
use crate::facts::Facts;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::service::{AttemptVerdict, NotServed, ServedDocument, Verdict};

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
    /// When it arrived first, as the court's system shows or the recipient proved. Of attempts that came to nothing nothing is said while there are others; so below.
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
    /// Since when the recipient wants it on paper: it asked, or the form of its address says so of decisions.
    pub paper_wanted: Option<Instant>,
}

/// Every paper and party of the case, in the order in which they were first sent.
pub fn items(state: &CaseState, facts: &Facts, today: BeijingDate) -> Vec<ServiceItem> {
    let tried = state.decided.serving.attempts.iter();
    let mut tried: Vec<_> = tried.filter_map(|(key, attempts)| Some((*attempts.first()?, *key))).collect();
    tried.sort_unstable();
    tried
        .into_iter()
        .filter_map(|(_, (recipient, paper))| item(state, facts, recipient, paper, today))
        .collect()
}

/// One paper and one party; none when it was never sent.
pub fn item(
    state: &CaseState,
    facts: &Facts,
    recipient: PartyNumber,
    paper: EntryRef,
    today: BeijingDate,
) -> Option<ServiceItem> {
    let served = &state.decided.serving;
    let judged = judged(state, facts, recipient, paper, today);
    let papers = |entry: EntryRef| {
        let electronic = served.sendings.get(&entry).map(|one| (one.at, &one.sent.papers));
        electronic.or_else(|| served.on_paper.get(&entry).map(|one| (one.at, &one.recorded.papers)))
    };
    let (sent_at, _) = papers(*judged.attempts.first()?)?;
    let (_, latest) = papers(*judged.attempts.last()?)?;
    let one = find(latest, paper)?.clone();
    let shown = shown(&judged);
    let first =
        |when: &dyn Fn(EntryRef) -> Option<Instant>| shown.iter().filter_map(|entry| when(*entry)).min();
    let arrived_at = first(&|entry| facts::arrived_at(state, entry, paper));
    let opened_at = first(&|entry| state.submitted.serving.opened.get(&(entry, paper)).copied());
    let acknowledged_at = first(&|entry| signed_for_at(state, entry, paper));
    let effect = standing_effect(state, recipient, paper, &judged);
    let status = status_of(&judged.verdict, effect.is_some(), [arrived_at, opened_at, acknowledged_at]);
    Some(ServiceItem {
        recipient,
        status,
        sent_at,
        arrived_at,
        opened_at,
        acknowledged_at,
        effect: effect.map(|effect| effect.entry),
        paper_wanted: paper_wanted(state, recipient, &one, sent_at),
        paper: one,
        attempts: judged.attempts,
        verdict: judged.verdict,
    })
}

/// Whether an attempt came to nothing for good.
pub(crate) fn is_over(verdict: &AttemptVerdict) -> bool {
    match verdict {
        AttemptVerdict::Serves { .. } => false,
        AttemptVerdict::DoesNot { because, .. } => match because {
            NotServed::Failed
            | NotServed::Refused
            | NotServed::Rebutted
            | NotServed::Recalled
            | NotServed::CompanionOnly
            | NotServed::NotRecorded
            | NotServed::NotForThisDocument
            | NotServed::NotInThisProcedure
            | NotServed::OtherWaysOpen => true,
            NotServed::OnItsWay
            | NotServed::NoReaction
            | NotServed::AddressUnsure
            | NotServed::NotSigned
            | NotServed::NotYet { .. } => false,
        },
    }
}

/// The attempts of which an item tells: those that did not come to nothing, or all when all did.
fn shown(judged: &Judged) -> Vec<EntryRef> {
    let live = judged.attempts.iter().filter(|entry| !judged.of(**entry).is_some_and(is_over));
    let live: Vec<EntryRef> = live.copied().collect();
    if live.is_empty() { judged.attempts.clone() } else { live }
}

/// Since when a paper is wanted on paper: the recipient asked for it, or its form wants decisions so.
///
/// # Source
///
/// 民事诉讼法 §90.
fn paper_wanted(
    state: &CaseState,
    recipient: PartyNumber,
    paper: &ServedPaper,
    sent_at: Instant,
) -> Option<Instant> {
    let wish = state.submitted.serving.paper_wishes.get(&(recipient, paper.paper));
    let by_form = || {
        let decision = match paper.kind {
            ServedDocument::Decision | ServedDocument::MediationStatement => true,
            ServedDocument::Ordinary => false,
        };
        let form = state.service_address(recipient).filter(|_| decision)?;
        form.form.paper_decisions.then_some(sent_at)
    };
    wish.map(|wish| wish.at).or_else(by_form)
}

/// The certificate that says what the rules say now. One that says "presumed" says too little once the recipient
/// has answered.
pub(super) fn standing_effect<'a>(
    state: &'a CaseState,
    recipient: PartyNumber,
    paper: EntryRef,
    judged: &Judged,
) -> Option<&'a state::TookEffect> {
    let effective = judged.verdict.effective.as_ref()?;
    let last = state.decided.serving.effects.get(&(recipient, paper))?.last()?;
    let same = last.effect.rule == effective.rule
        && last.effect.on == effective.on
        && (effective.presumed || !last.effect.presumed)
        && judged.serving() == Some(last.effect.attempt);
    same.then_some(last)
}

fn status_of(
    verdict: &Verdict,
    certified: bool,
    [arrived, opened, signed]: [Option<Instant>; 3],
) -> ItemStatus {
    let recalled = |verdict: &AttemptVerdict| {
        matches!(verdict, AttemptVerdict::DoesNot { because: NotServed::Recalled, .. })
    };
    if certified {
        ItemStatus::Effective
    } else if verdict.attempts.iter().all(is_over) {
        let taken_back = !verdict.attempts.is_empty() && verdict.attempts.iter().all(recalled);
        if taken_back { ItemStatus::Cancelled } else { ItemStatus::Failed }
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

/// Whether the last certificate of a paper and a party still counts: the attempt it rests on still serves, on
/// the same day and by the same rule. It does not once a rebuttal is upheld, the record of a service on paper
/// was corrected, or it turns out that the recipient had refused electronic service before.
///
/// An earlier attempt that turns out to serve leaves it in force until that has its own certificate.
pub fn stands(state: &CaseState, facts: &Facts, recipient: PartyNumber, paper: EntryRef) -> bool {
    let effects = state.decided.serving.effects.get(&(recipient, paper));
    let Some(last) = effects.and_then(|effects| effects.last()) else { return false };
    let judged = judged(state, facts, recipient, paper, last.at.beijing_date());
    let Some(AttemptVerdict::Serves { effective }) = judged.of(last.effect.attempt) else { return false };
    effective.rule == last.effect.rule && effective.on == last.effect.on
}

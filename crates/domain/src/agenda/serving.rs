//! What documents and their service ask of the court.

use std::collections::BTreeSet;

use super::is_running;
use super::todo::{Todo, TodoKind};
use crate::case::CaseState;
use crate::entry::{ConsentScope, Whose};
use crate::facts::Facts;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::service::{AttemptVerdict, NotServed};
use crate::serving::{self, ServiceItem};

/// After so many days without a reaction, or without news of its arrival, a paper that was sent electronically
/// is tried another way.
const NO_REACTION_DAYS: i32 = 3;

/// A certificate is made in seconds. The court is told of one that is still missing after so long, since no
/// period of the recipient begins without it.
const CERTIFIED_WITHIN_MS: i64 = 10 * 60_000;

/// Drafts to approve, papers to serve another way, rebuttals to rule on, copies to hand out, certificates that
/// are missing, steps to be done in the court.
pub(super) fn todos(state: &CaseState, facts: &Facts, now: Instant) -> Vec<Todo> {
    let today = now.beijing_date();
    let mut found = Vec::new();
    for document in state.decided.documents.values() {
        if document.is_alive() && document.issued.is_none() {
            let key = format!("approval:{}", document.entry);
            let todo = Todo::new(TodoKind::Approval, key, document.entry, Whose::Court);
            found.push(Todo { title: document.latest.title.clone(), ..todo });
        }
    }
    for item in serving::items(state, facts, today) {
        let last = item.attempts.last().copied().unwrap_or(item.paper.paper);
        if is_service_stuck(state, &item, now) {
            let key = format!("service:{}:{}", item.recipient, item.paper.paper);
            let todo = Todo::new(TodoKind::Service, key, last, Whose::Court);
            found.push(Todo { title: item.paper.title.clone(), ..todo });
        }
        if certificate_due(state, &item).is_some_and(|due| due <= now) {
            let key = format!("certificate:{}:{}", item.recipient, item.paper.paper);
            let todo = Todo::new(TodoKind::Certificate, key, last, Whose::Court);
            found.push(Todo { title: item.paper.title.clone(), ..todo });
        }
        if is_copy_owed(state, &item) {
            let wish = state.submitted.serving.paper_wishes.get(&(item.recipient, item.paper.paper));
            let (key, about) = match wish {
                Some(wish) => (format!("paper_copy:{}", wish.entry), wish.entry),
                None => (format!("paper_copy:{}:{}", item.recipient, item.paper.paper), last),
            };
            let todo = Todo::new(TodoKind::PaperCopy, key, about, Whose::Court);
            found.push(Todo { title: item.paper.title, ..todo });
        }
    }
    found.extend(steps_offline(state));
    for made in state.submitted.serving.rebuttals.values() {
        if !state.decided.serving.rulings.contains_key(&made.entry) {
            let key = format!("rebuttal:{}", made.entry);
            found.push(Todo::new(TodoKind::Rebuttal, key, made.entry, Whose::Court));
        }
    }
    found
}

/// Steps that somebody does not do online: the court sees whether that only delays, and arranges them otherwise.
/// Service is none of them: sending refuses by itself.
///
/// # Source
///
/// 在线诉讼规则 §4, §5.
fn steps_offline(state: &CaseState) -> Vec<Todo> {
    if !is_running(state) {
        return Vec::new();
    }
    let consents = state.submitted.serving.consents.iter();
    let refused = consents.filter(|((_, scope), declared)| {
        !declared.agrees && !matches!(scope, ConsentScope::Service | ConsentScope::Filing)
    });
    let entries: BTreeSet<EntryRef> = refused.map(|(_, declared)| declared.entry).collect();
    let one = |entry: EntryRef| Todo::new(TodoKind::Consent, format!("consent:{entry}"), entry, Whose::Court);
    entries.into_iter().map(one).collect()
}

/// When something about service changes by itself: nobody reacted for days, an announcement has run its time.
pub(super) fn moments(state: &CaseState, facts: &Facts, now: Instant) -> Vec<Instant> {
    let items = serving::items(state, facts, now.beijing_date());
    let mut found: Vec<Instant> = items.iter().filter_map(|item| stuck_at(state, item)).collect();
    found.extend(items.iter().filter_map(|item| certificate_due(state, item)));
    for verdict in items.iter().flat_map(|item| &item.verdict.attempts) {
        if let AttemptVerdict::DoesNot { because: NotServed::NotYet { on }, .. } = verdict {
            found.push(Instant::midnight(*on));
        }
    }
    found
}

/// Whether the court has to try something else now.
pub fn is_service_stuck(state: &CaseState, item: &ServiceItem, now: Instant) -> bool {
    stuck_at(state, item).is_some_and(|at| at <= now)
}

/// Since when the court has to try something else: at once where everything failed, after some days where the
/// latest sending has had no effect. While something is on its way on paper, the court waits for that.
fn stuck_at(state: &CaseState, item: &ServiceItem) -> Option<Instant> {
    use serving::ItemStatus::{Acknowledged, Arrived, Cancelled, Effective, Failed, Opened, Sent};
    match item.status {
        Effective | Cancelled => None,
        Failed => Some(item.sent_at),
        Sent | Arrived | Opened | Acknowledged if item.verdict.effective.is_some() => None,
        Sent | Arrived | Opened | Acknowledged => {
            let served = &state.decided.serving;
            let waits = |(attempt, verdict): (&EntryRef, &AttemptVerdict)| {
                served.on_paper.contains_key(attempt) && !serving::is_over(verdict)
            };
            if item.attempts.iter().zip(&item.verdict.attempts).any(waits) {
                return None;
            }
            let sent = item.attempts.iter().filter_map(|entry| served.sendings.get(entry));
            let last = sent.map(|sending| sending.at).max()?;
            last.beijing_date().plus_days(NO_REACTION_DAYS).ok().map(Instant::midnight)
        }
    }
}

/// By when a paper that is served has its certificate; none when it has it, or is not served.
fn certificate_due(state: &CaseState, item: &ServiceItem) -> Option<Instant> {
    let effective = item.verdict.effective.as_ref().filter(|_| item.effect.is_none())?;
    let served = &state.decided.serving;
    let attempt = item.attempts.get(effective.attempt)?;
    let recorded = served.on_paper.get(attempt).map(|one| one.at);
    let since = effective.at.unwrap_or_else(|| Instant::midnight(effective.on));
    Some(recorded.map_or(since, |at| at.max(since)).plus_ms(CERTIFIED_WITHIN_MS))
}

/// Whether a copy is to be handed out: it is wanted, and the paper did not go on paper since.
fn is_copy_owed(state: &CaseState, item: &ServiceItem) -> bool {
    let Some(wanted) = item.paper_wanted else { return false };
    let served = &state.decided.serving;
    let went = |(attempt, verdict): (&EntryRef, &AttemptVerdict)| {
        served.on_paper.get(attempt).is_some_and(|one| one.at >= wanted) && !serving::is_over(verdict)
    };
    !item.attempts.iter().zip(&item.verdict.attempts).any(went)
}

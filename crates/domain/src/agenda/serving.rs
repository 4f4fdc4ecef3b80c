//! What documents and their service ask of the court.

use super::todo::{Todo, TodoKind};
use crate::case::CaseState;
use crate::entry::Whose;
use crate::instant::Instant;
use crate::service::{AttemptVerdict, NotServed};
use crate::serving::{self, ItemStatus, ServiceItem};

/// After so many days without a reaction, a paper at an address that was not confirmed is tried another way.
pub(super) const NO_REACTION_DAYS: i32 = 3;

/// Drafts to approve, papers to serve another way, rebuttals to rule on, copies to hand out.
pub(super) fn todos(state: &CaseState, now: Instant) -> Vec<Todo> {
    let today = now.beijing_date();
    let mut found = Vec::new();
    for document in state.decided.documents.values() {
        if document.is_alive() && document.issued.is_none() {
            let key = format!("approval:{}", document.entry);
            let todo = Todo::new(TodoKind::Approval, key, document.entry, Whose::Court);
            found.push(Todo { title: document.latest.title.clone(), ..todo });
        }
    }
    for item in serving::items(state, today) {
        if is_service_stuck(state, &item, now) {
            let key = format!("service:{}:{}", item.recipient, item.paper.paper);
            let last = item.attempts.last().copied().unwrap_or(item.paper.paper);
            let todo = Todo::new(TodoKind::Service, key, last, Whose::Court);
            found.push(Todo { title: item.paper.title.clone(), ..todo });
        }
        if let Some(wish) = state.submitted.serving.paper_wishes.get(&(item.recipient, item.paper.paper)) {
            let key = format!("paper_copy:{}", wish.entry);
            let todo = Todo::new(TodoKind::PaperCopy, key, wish.entry, Whose::Court);
            found.push(Todo { title: item.paper.title, ..todo });
        }
    }
    for made in state.submitted.serving.rebuttals.values() {
        if !state.decided.serving.rulings.contains_key(&made.entry) {
            let key = format!("rebuttal:{}", made.entry);
            found.push(Todo::new(TodoKind::Rebuttal, key, made.entry, Whose::Court));
        }
    }
    found
}

/// Whether the court has to try something else: all failed, or nobody reacts.
pub fn is_service_stuck(state: &CaseState, item: &ServiceItem, now: Instant) -> bool {
    match item.status {
        ItemStatus::Failed => true,
        ItemStatus::Arrived => {
            let last = last_sent(state, item);
            last.is_some_and(|at| at.beijing_date().days_until(now.beijing_date()) >= NO_REACTION_DAYS)
        }
        ItemStatus::Sent
        | ItemStatus::Opened
        | ItemStatus::Acknowledged
        | ItemStatus::Effective
        | ItemStatus::Cancelled => false,
    }
}

/// When something about a service changes by itself: an announcement has been out for its thirty days, or
/// nobody has reacted for too long.
pub(super) fn moments(state: &CaseState, now: Instant) -> Vec<Instant> {
    let mut found = Vec::new();
    for item in serving::items(state, now.beijing_date()) {
        for verdict in &item.verdict.attempts {
            if let AttemptVerdict::DoesNot { because: NotServed::NotYet { on }, .. } = verdict {
                found.push(Instant::midnight(*on));
            }
        }
        if item.status == ItemStatus::Arrived {
            let last = last_sent(state, &item).map(|at| at.beijing_date().plus_days(NO_REACTION_DAYS));
            found.extend(last.and_then(Result::ok).map(Instant::midnight));
        }
    }
    found.retain(|moment| *moment > now);
    found
}

fn last_sent(state: &CaseState, item: &ServiceItem) -> Option<Instant> {
    let sent = item.attempts.iter().filter_map(|entry| state.decided.serving.sendings.get(entry));
    sent.map(|sending| sending.at).max()
}

//! Recusal (回避): who stands aside while it is decided, and who for good.

use std::collections::BTreeMap;

use super::{Application, ApplicationDecision};
use crate::case::CaseState;
use crate::entry::{ApplicationKind, ApplicationOutcome};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;

/// Somebody of the bench who does no work on the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocked {
    /// The application.
    pub application: EntryRef,
    /// Since when.
    pub since: Instant,
    /// Whether it was granted: they do not come back.
    pub for_good: bool,
}

/// Members of the bench who are blocked, and by which application.
///
/// A pending application blocks, a refused one does not, and a granted one blocks for good. While a
/// refusal is reconsidered the person goes on working.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §48, §50.
pub fn blocked(state: &CaseState) -> BTreeMap<PersonId, Blocked> {
    let mut blocked: BTreeMap<PersonId, Blocked> = BTreeMap::new();
    for application in state.applications().filter(|one| one.form.kind == ApplicationKind::Recusal) {
        let Some(person) = application.form.person else { continue };
        let taken_back = state.submitted.applications.withdrawn.contains_key(&application.entry);
        let found = match standing(state, application) {
            Some(true) => Blocked { application: application.entry, since: application.at, for_good: true },
            None if !taken_back => {
                Blocked { application: application.entry, since: application.at, for_good: false }
            }
            None | Some(false) => continue,
        };
        let known = blocked.entry(person).or_insert(found);
        if found.for_good && !known.for_good {
            *known = found;
        }
    }
    blocked
}

/// Whether a person is blocked.
pub fn block_of(state: &CaseState, person: PersonId) -> Option<Blocked> {
    // Most cases have no application of this kind; this is asked for every act.
    let any = state.applications().any(|one| one.form.person == Some(person));
    if any { blocked(state).remove(&person) } else { None }
}

/// What the court made of a recusal, reconsideration included; nothing while it waits.
fn standing(state: &CaseState, recusal: &Application) -> Option<bool> {
    let first = state.decision(recusal.entry)?;
    let again = reconsiderations(state, recusal.entry).find_map(|other| state.decision(other.entry));
    Some(is_granted(again.unwrap_or(first)) || is_granted(first))
}

/// Requests to reconsider an application, in their order; those that were taken back are left out.
pub(crate) fn reconsiderations(
    state: &CaseState,
    application: EntryRef,
) -> impl Iterator<Item = &Application> {
    state.applications().filter(move |other| {
        other.form.kind == ApplicationKind::RecusalReconsideration
            && other.form.about == Some(application)
            && !state.submitted.applications.withdrawn.contains_key(&other.entry)
    })
}

fn is_granted(decision: &ApplicationDecision) -> bool {
    match decision.outcome {
        ApplicationOutcome::Granted | ApplicationOutcome::PartlyGranted => true,
        ApplicationOutcome::Refused => false,
    }
}

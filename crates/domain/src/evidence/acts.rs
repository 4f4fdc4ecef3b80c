//! What a viewer may do with one exhibit now. The same questions are asked again when it is done.

use super::round::{opinions_on, ruling_of};
use super::{Exhibit, Wish, is_own_side, is_restricted, may_know};
use crate::actor::Actor;
use crate::case::{CaseState, Membership};
use crate::instant::Instant;
use crate::permission::{Act, may};

/// Acts on one exhibit, in the order in which a screen shows them.
const ON_EXHIBITS: [Act; 12] = [
    Act::LookAtEvidence,
    Act::GiveOpinion,
    Act::RequestComparison,
    Act::RequestRestriction,
    Act::WithdrawEvidence,
    Act::ReceiveEvidence,
    Act::RestrictEvidence,
    Act::AskCourtQuestion,
    Act::OpenOpinionRound,
    Act::AppointComparison,
    Act::RecordComparison,
    Act::RuleOnEvidence,
];

/// What `actor` may do with the exhibit now; nothing when they may not know of it.
pub fn exhibit_actions(state: &CaseState, actor: &Actor, exhibit: &Exhibit, now: Instant) -> Vec<Act> {
    let Some(membership) = state.membership(actor) else { return Vec::new() };
    if !may_know(state, membership, actor, exhibit) {
        return Vec::new();
    }
    let acts = ON_EXHIBITS.into_iter();
    acts.filter(|act| may(state, actor, *act, now).is_ok() && fits(state, membership, exhibit, *act))
        .collect()
}

/// Whether the exhibit stands where the act is possible, for somebody of this side.
pub(super) fn fits(state: &CaseState, membership: Membership, exhibit: &Exhibit, act: Act) -> bool {
    let own = is_own_side(state, membership, exhibit);
    let looks = act == Act::LookAtEvidence;
    if looks {
        return is_restricted(state, exhibit) && !own;
    }
    if state.submitted.evidence.withdrawn.contains_key(&exhibit.entry) {
        return false;
    }
    match act {
        Act::WithdrawEvidence => own && !is_answered(state, exhibit),
        Act::RequestRestriction => {
            own && !is_restricted(state, exhibit) && open_wish(state, exhibit).is_none()
        }
        Act::GiveOpinion => !own && takes_opinions(state, exhibit),
        Act::RequestComparison => !has_open_request(state, exhibit),
        Act::ReceiveEvidence => ruling_of(state, exhibit.entry).is_none(),
        _ => true,
    }
}

/// Whether somebody said something to the exhibit that has to stay: an opinion, or a ruling.
pub(super) fn is_answered(state: &CaseState, exhibit: &Exhibit) -> bool {
    !opinions_on(state, exhibit.entry).is_empty() || ruling_of(state, exhibit.entry).is_some()
}

/// Whether opinions are still taken: the judge has not ruled, or opened a further round after the ruling.
pub(super) fn takes_opinions(state: &CaseState, exhibit: &Exhibit) -> bool {
    ruling_of(state, exhibit.entry)
        .is_none_or(|ruling| super::round_of(state, exhibit).is_some_and(|round| round.entry > ruling.entry))
}

/// The wish of its side to restrict it, if the court has not decided since.
pub fn open_wish<'a>(state: &'a CaseState, exhibit: &Exhibit) -> Option<&'a Wish> {
    let order = state.decided.evidence.restrictions.get(&exhibit.entry);
    let wish = state.submitted.evidence.wishes.get(&exhibit.entry);
    wish.filter(|wish| order.is_none_or(|order| order.at < wish.at))
}

/// Whether somebody asked for the original and nothing was recorded since.
pub(super) fn has_open_request(state: &CaseState, exhibit: &Exhibit) -> bool {
    let asked = state.submitted.evidence.comparison_requests.get(&exhibit.entry);
    let made = state.decided.evidence.comparisons.get(&exhibit.entry);
    asked.and_then(|asked| asked.last()).is_some_and(|last| {
        made.and_then(|made| made.last()).is_none_or(|comparison| comparison.at < last.at)
    })
}

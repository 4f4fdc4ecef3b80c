//! Evidence: handing in, exchange, cross-examination (质证), ruling, comparing with the original.
//!
//! Invariants
//! - An exhibit is never refused because it is late, and never changed: it is marked, taken back, replaced.
//! - Whoever may not know of an exhibit learns of no entry about it; to them it does not exist.
//! - Opinions and rulings are added, never replaced: the last one counts, the others stay.

mod acts;
mod check_front;
mod comparing;
mod drafting;
mod form;
mod opinion;
mod period;
mod question;
mod refusal;
mod restricting;
mod round;
mod ruling;
mod setting;
mod state;
mod submitting;
mod tally;

use crate::actor::Actor;
use crate::case::{CaseState, Membership};
use crate::entry::PartyNumber;
use crate::id::PersonId;
use crate::instant::Instant;

pub use self::acts::{exhibit_actions, open_wish};
pub(crate) use self::check_front::{check_front, check_look};
pub use self::comparing::{decide_appoint_comparison, decide_record_comparison, decide_request_comparison};
pub use self::form::{LONGEST_NAME, LONGEST_REASON, MOST_COUNTER_EVIDENCE, MOST_PAGES};
pub use self::opinion::{decide_give_opinion, decide_open_round};
pub use self::period::{Lateness, end_of, lateness, period_end, period_of, stands_still};
pub use self::question::{decide_answer, decide_ask};
pub use self::refusal::{Point, Refusal};
pub use self::restricting::{decide_look, decide_request_restriction, decide_restrict};
pub use self::round::{
    is_late_opinion, opinion_of, opinions_on, opinions_until, round_number, round_of, ruling_of,
};
pub use self::ruling::{decide_rule, unheard};
pub use self::setting::decide_set_period;
pub(crate) use self::state::evolve;
pub use self::state::{
    Appointment, Comparison, CourtQuestion, EvidencePeriod, Exhibit, Handed, Look, Opinion, Ordered,
    Received, RestrictionOrder, Round, RulingMade, Said, Wish,
};
pub use self::submitting::{decide_receive, decide_submit, decide_withdraw, listed_as};
pub use self::tally::{
    Agreement, Tally, agreement, answering_parties, awaited, counts, latest_opinions, tally,
};

/// How long the files of a restricted exhibit stay open after a recorded look, in milliseconds.
pub const LOOK_OPENS_MS: i64 = 10 * 60_000;

/// Whether the exhibit is for fewer than everybody: the court decided so, or its side wished it and the court
/// has not decided yet.
pub fn is_restricted(state: &CaseState, exhibit: &Exhibit) -> bool {
    match state.decided.evidence.restrictions.get(&exhibit.entry) {
        Some(order) => order.restriction.is_some(),
        None => exhibit.form.restriction.is_some(),
    }
}

/// Whether a member may know of the exhibit: the bench and its own side always, the others unless it is
/// restricted and they are not named.
///
/// # Source
///
/// 民诉法解释 §103; 民事证据规定 §47.
pub fn may_know(state: &CaseState, membership: Membership, actor: &Actor, exhibit: &Exhibit) -> bool {
    person_may_know(state, membership, actor.person, exhibit)
}

fn person_may_know(state: &CaseState, membership: Membership, person: PersonId, exhibit: &Exhibit) -> bool {
    if membership.role.is_bench() || is_own_side(state, membership, exhibit) {
        return true;
    }
    match state.decided.evidence.restrictions.get(&exhibit.entry) {
        Some(order) => order.restriction.as_ref().is_none_or(|circle| circle.persons.contains(&person)),
        None => exhibit.form.restriction.is_none(),
    }
}

/// Whether somebody of the party may know of the exhibit.
pub fn may_know_as(state: &CaseState, party: PartyNumber, exhibit: &Exhibit) -> bool {
    !is_restricted(state, exhibit)
        || state.members().into_iter().any(|(person, _, membership)| {
            membership.party == Some(party) && person_may_know(state, membership, person, exhibit)
        })
}

fn is_own_side(state: &CaseState, membership: Membership, exhibit: &Exhibit) -> bool {
    membership.side.is_some() && membership.side == state.side_of(exhibit)
}

/// Whether the files of the exhibit are open to a member who may know of it: those of a restricted exhibit
/// for a while after a recorded look.
pub fn is_open_to(
    state: &CaseState,
    membership: Membership,
    actor: &Actor,
    exhibit: &Exhibit,
    now: Instant,
) -> bool {
    if !is_restricted(state, exhibit) || is_own_side(state, membership, exhibit) {
        return true;
    }
    state.looks.values().any(|look| {
        let since_ms = now.0 - look.at.0;
        look.exhibit == exhibit.entry
            && look.person == actor.person
            && (0..=LOOK_OPENS_MS).contains(&since_ms)
    })
}

//! How acts on evidence become entries: by whom, for whom, in which chain.

use super::{Exhibit, Refusal, may_know};
use crate::actor::Actor;
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::entry::EntryBody;
use crate::log::{Draft, DraftBody, EntryRef, Origin};
use crate::permission::stamp;

/// An entry for everybody who may know of its exhibit.
pub(super) fn draft(actor: &Actor, membership: Membership, origin: Origin, body: EntryBody) -> Draft {
    Draft {
        body: DraftBody::Ready(body),
        class: Class::Material,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin,
    }
}

/// What a party hands in.
pub(super) fn handed(actor: &Actor, membership: Membership, body: EntryBody) -> Vec<Draft> {
    vec![draft(actor, membership, Origin::Front, body)]
}

/// What the court orders.
pub(super) fn ordered(actor: &Actor, membership: Membership, body: EntryBody) -> Vec<Draft> {
    vec![draft(actor, membership, Origin::Court, body)]
}

/// The exhibit, if the member may know of it: to everybody else it does not exist.
pub(super) fn known<'a>(
    state: &'a CaseState,
    membership: Membership,
    actor: &Actor,
    exhibit: EntryRef,
) -> Result<&'a Exhibit, Refusal> {
    let found = state.exhibit(exhibit);
    found.filter(|found| may_know(state, membership, actor, found)).ok_or(Refusal::NoSuchExhibit)
}

/// [`known`], and not taken back.
pub(super) fn standing<'a>(
    state: &'a CaseState,
    membership: Membership,
    actor: &Actor,
    exhibit: EntryRef,
) -> Result<&'a Exhibit, Refusal> {
    let found = known(state, membership, actor, exhibit)?;
    let withdrawn = state.submitted.evidence.withdrawn.contains_key(&exhibit);
    if withdrawn { Err(Refusal::ExhibitWithdrawn) } else { Ok(found) }
}

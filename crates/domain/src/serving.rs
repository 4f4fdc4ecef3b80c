//! Service in a case (送达): who gets which paper how, what became of it, and when it counts.
//!
//! The rules are in [`service`](crate::service); this area gives them the facts of the case. One item is one
//! paper and one party: every sending and every service on paper of it is an attempt, and the earliest that
//! serves counts. Nothing counts before its certificate is in the log: [`uncertified`] says what lacks one.
//!
//! To add a channel: 1. a variant of [`ServiceChannel`](crate::entry::ServiceChannel); 2. its address in
//! `sending.rs`; 3. its adapter behind `app::ports`.

mod address;
mod answering;
mod certifying;
mod check_front;
mod facts;
mod item;
mod on_paper;
mod refusal;
mod ruling;
mod sending;
mod state;
mod table;

pub use self::address::{
    agrees_to_service, decide_confirm_address, decide_declare_consent, decide_record_address,
};
pub use self::answering::{decide_acknowledge, decide_open, decide_rebut, decide_request_paper};
pub use self::certifying::{Uncertified, certificate_number, decide_certify, uncertified};
pub(crate) use self::check_front::check_front;
pub use self::facts::{ItemFacts, item_facts};
pub use self::item::{ItemStatus, ServiceItem, item, items, stands};
pub use self::on_paper::decide_record_paper;
pub use self::refusal::Refusal;
pub use self::ruling::{decide_recall, decide_rule_on_rebuttal};
pub use self::sending::{decide_report, decide_send, servable};
pub(crate) use self::state::evolve;
pub use self::state::{
    Answered, Companion, ConfirmedAddress, Declared, MadeRebuttal, OnPaper, PaperWish, Reported, Ruled,
    Sending, Served, TookEffect,
};
pub use self::table::{ServedRule, ServedTable};

use std::collections::BTreeSet;

use crate::actor::Actor;
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::entry::{EntryBody, PartyNumber};
use crate::id::PersonId;
use crate::log::{Draft, DraftBody, EntryRef, Origin};
use crate::permission::stamp;

/// Members of a party: itself and its agents, as far as they are in the space.
pub(crate) fn receivers(state: &CaseState, party: PartyNumber) -> Vec<(PersonId, &str)> {
    let members = state.members().into_iter();
    members
        .filter(|(_, _, membership)| membership.party == Some(party))
        .map(|(person, name, _)| (person, name))
        .collect()
}

/// For whom entries about the service on a party are.
fn for_party(state: &CaseState, party: PartyNumber) -> Audience {
    let persons: BTreeSet<PersonId> = receivers(state, party).into_iter().map(|(person, _)| person).collect();
    Audience::Persons { persons }
}

/// An entry of the court about the service on a party.
fn of_court(
    state: &CaseState,
    party: PartyNumber,
    actor: &Actor,
    membership: Membership,
    body: EntryBody,
) -> Draft {
    Draft {
        body: DraftBody::Ready(body),
        class: Class::Material,
        audience: for_party(state, party),
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }
}

/// An entry of a party about the service on it.
fn of_party(
    state: &CaseState,
    party: PartyNumber,
    actor: &Actor,
    membership: Membership,
    body: EntryBody,
) -> Draft {
    Draft { origin: Origin::Front, ..of_court(state, party, actor, membership, body) }
}

/// Whether the entry is about the service on the member's party, or issued a document that was sent to it: they
/// see it whenever they came in.
pub(crate) fn is_about_party_of(state: &CaseState, membership: Membership, entry: EntryRef) -> bool {
    let Some(party) = membership.party else { return false };
    let served = &state.decided.serving;
    served.about.get(&entry) == Some(&party)
        || served.shown.get(&entry).is_some_and(|parties| parties.contains(&party))
}

/// Whether a paper was sent to somebody and not taken back, or served on paper.
pub fn is_sent(state: &CaseState, paper: EntryRef) -> bool {
    let served = &state.decided.serving;
    let holds = |papers: &[crate::entry::ServedPaper]| papers.iter().any(|one| one.paper == paper);
    let sent = served.sendings.values();
    let mut live = sent.filter(|sending| !served.recalled.contains_key(&sending.entry));
    live.any(|sending| holds(&sending.sent.papers))
        || served.on_paper.values().any(|one| holds(&one.recorded.papers))
}

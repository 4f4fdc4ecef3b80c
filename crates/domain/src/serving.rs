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
pub use self::answering::{
    decide_acknowledge, decide_open, decide_rebut, decide_request_paper, open_grounds,
};
pub use self::certifying::{Uncertified, certificate_number, decide_certify, uncertified};
pub(crate) use self::check_front::check_front;
use self::facts::judged;
pub use self::facts::{ItemFacts, arrived_at, item_facts};
pub(crate) use self::item::is_over;
pub use self::item::{ItemStatus, ServiceItem, item, items, stands};
pub use self::on_paper::decide_record_paper;
pub use self::refusal::Refusal;
pub use self::ruling::{decide_recall, decide_rule_on_rebuttal};
pub use self::sending::{decide_report, decide_send, servable};
pub(crate) use self::state::evolve;
pub use self::state::{
    About, Answered, Companion, ConfirmedAddress, Declared, MadeRebuttal, OnPaper, PaperWish, Reported,
    Ruled, Sending, Served, TookEffect,
};
pub use self::table::{ServedRule, ServedTable};

use std::collections::BTreeSet;

use crate::actor::{Actor, Role};
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case::{CaseState, Membership};
use crate::entry::{EntryBody, PartyNumber};
use crate::facts::Facts;
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
pub(crate) fn for_party(state: &CaseState, party: PartyNumber) -> Audience {
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
/// see it whenever they came in. The filing desk sees what became of what it sent itself.
pub(crate) fn is_shown_to(state: &CaseState, membership: Membership, entry: EntryRef) -> bool {
    if membership.role == Role::FilingOfficer {
        return sender_of(state, entry) == Some(Role::FilingOfficer);
    }
    let Some(party) = membership.party else { return false };
    let shown = state.decided.serving.shown.get(&entry);
    party_of(state, entry) == Some(party) || shown.is_some_and(|parties| parties.contains(&party))
}

fn about(state: &CaseState, entry: EntryRef) -> Option<About> {
    let (served, answered) = (&state.decided.serving, &state.submitted.serving);
    served.about.get(&entry).or_else(|| answered.about.get(&entry)).copied()
}

/// The party on which an entry of service is.
pub fn party_of(state: &CaseState, entry: EntryRef) -> Option<PartyNumber> {
    match about(state, entry)? {
        About::Party(party) => Some(party),
        About::Sending(sent) => Some(state.decided.serving.sendings.get(&sent)?.sent.recipient),
        About::Rebuttal(rebuttal) => Some(state.submitted.serving.rebuttals.get(&rebuttal)?.said.party),
    }
}

/// As what somebody of the court sent that which the entry sends, answers, rules on or certifies.
fn sender_of(state: &CaseState, entry: EntryRef) -> Option<Role> {
    let (served, answered) = (&state.decided.serving, &state.submitted.serving);
    let of_attempt = |attempt: &EntryRef| {
        let sending = served.sendings.get(attempt).map(|one| one.role);
        sending.or_else(|| served.on_paper.get(attempt).map(|one| one.role))
    };
    let of_rebuttal = |rebuttal: &EntryRef| of_attempt(&answered.rebuttals.get(rebuttal)?.said.sent);
    match about(state, entry)? {
        About::Sending(sent) => of_attempt(&sent),
        About::Rebuttal(rebuttal) => of_rebuttal(&rebuttal),
        About::Party(_) => {
            let certificate = || {
                let effects = served.effects.get(served.certified.get(&entry)?)?;
                of_attempt(&effects.iter().find(|effect| effect.entry == entry)?.effect.attempt)
            };
            of_attempt(&entry).or_else(|| of_rebuttal(&entry)).or_else(certificate)
        }
    }
}

/// Whether two entries began the same period: they are one, or certify the service of one paper on one party.
pub(crate) fn is_same_service(state: &CaseState, one: EntryRef, other: EntryRef) -> bool {
    let certified = &state.decided.serving.certified;
    one == other || certified.get(&one).is_some_and(|of| certified.get(&other) == Some(of))
}

/// Whether one of the items says that a paper is on its way to somebody, or served.
pub fn is_any_live(items: &[ServiceItem], paper: EntryRef) -> bool {
    let mut of_paper = items.iter().filter(|item| item.paper.paper == paper && !item.attempts.is_empty());
    of_paper.any(|item| !item.verdict.attempts.iter().all(is_over))
}

/// Whether a paper is on its way to somebody, or served; not when everything that was tried came to nothing.
pub(crate) fn is_sent(state: &CaseState, facts: &Facts, paper: EntryRef, today: BeijingDate) -> bool {
    let tried = state.decided.serving.attempts.iter();
    let mut of_paper = tried.filter(|((_, of), attempts)| *of == paper && !attempts.is_empty());
    of_paper.any(|((recipient, _), _)| {
        let verdict = judged(state, facts, *recipient, paper, today).verdict;
        !verdict.attempts.iter().all(is_over)
    })
}

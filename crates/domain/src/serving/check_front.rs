//! What parties say of service, as it comes from the node on the internet.

use super::{address, answering, for_party};
use crate::audience::Class;
use crate::case::{CaseState, Membership};
use crate::entry::{EntryBody, PartyNumber};
use crate::front::Misfit;
use crate::log::{EntryRef, Envelope};
use crate::service::RebuttalGround;

fn fits(yes: bool, otherwise: Misfit) -> Result<(), Misfit> {
    if yes { Ok(()) } else { Err(otherwise) }
}

/// Checks an entry of a party about service. That it was taken back or certified meanwhile is no reason: the
/// entry was on its way.
///
/// # Errors
///
/// [`Misfit`].
pub(crate) fn check_front(
    state: &CaseState,
    membership: Membership,
    envelope: &Envelope,
    body: &EntryBody,
) -> Result<(), Misfit> {
    let own = membership.party.ok_or(Misfit::AnotherRole)?;
    let for_own = envelope.class == Class::Material && envelope.audience == for_party(state, own);
    fits(for_own, Misfit::AnotherAudience)?;
    match body {
        EntryBody::ServiceAddressConfirmed(confirmed) => {
            fits(confirmed.party == own, Misfit::NotTheirParty)?;
            let kept = address::checked(&confirmed.form).map_err(|_| Misfit::NotInOrder)?;
            fits(!confirmed.on_paper && kept == confirmed.form, Misfit::NotInOrder)
        }
        EntryBody::ConsentDeclared(declared) => {
            fits(declared.party == own, Misfit::NotTheirParty)?;
            let said = address::check_declared(state, envelope.actor.person, declared);
            fits(!declared.scopes.is_empty() && said.is_ok(), Misfit::NotInOrder)
        }
        EntryBody::ServedOpened(opened) => sent_to(state, own, opened.sent, &[opened.paper]),
        EntryBody::ServiceAcknowledged(signed_for) => {
            let papers: Vec<EntryRef> = signed_for.papers.iter().copied().collect();
            sent_to(state, own, signed_for.sent, &papers)
        }
        EntryBody::PaperRequested(wish) => {
            fits(wish.party == own, Misfit::NotTheirParty)?;
            fits(is_in_order(&wish.note), Misfit::NotInOrder)?;
            let mut sendings = state.decided.serving.sendings.values();
            let sent = sendings.any(|one| one.sent.recipient == own && answering::holds(one, wish.paper));
            fits(sent, Misfit::NothingToAnswer)
        }
        EntryBody::ServiceRebutted(rebutted) => {
            fits(rebutted.party == own, Misfit::NotTheirParty)?;
            let has_reason = !rebutted.reason.is_empty() && is_in_order(&rebutted.reason);
            fits(has_reason, Misfit::NotInOrder)?;
            let of_arrival = rebutted.ground == RebuttalGround::OtherArrival;
            fits(rebutted.arrived_at.is_some() == of_arrival, Misfit::NotInOrder)?;
            fits(rebutted.arrived_at.is_none_or(|at| at <= envelope.at), Misfit::NotInOrder)?;
            let said = answering::is_rebutted(state, rebutted.sent, rebutted.paper, rebutted.ground);
            fits(!said, Misfit::NothingToAnswer)?;
            sent_to(state, own, rebutted.sent, &[rebutted.paper])
        }
        _ => Err(Misfit::CourtKind),
    }
}

/// Whether words are as an honest node keeps them.
fn is_in_order(text: &str) -> bool {
    answering::words(text).is_ok_and(|kept| kept == text)
}

/// Whether the papers were sent to the party.
fn sent_to(state: &CaseState, party: PartyNumber, sent: EntryRef, papers: &[EntryRef]) -> Result<(), Misfit> {
    let sending = state.decided.serving.sendings.get(&sent).filter(|one| one.sent.recipient == party);
    let sending = sending.ok_or(Misfit::NothingToAnswer)?;
    let all = papers.iter().all(|paper| answering::holds(sending, *paper));
    fits(all, Misfit::NothingToAnswer)
}

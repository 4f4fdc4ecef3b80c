//! Handing in an exhibit, taking it back, and the court's receipt.

use super::acts::is_answered;
use super::drafting::{handed, ordered, standing};
use super::form::{LONGEST_REASON, check_exhibit, check_length, check_words};
use super::round::ruling_of;
use super::{Exhibit, Refusal, counts, is_own_side};
use crate::actor::{Actor, Side};
use crate::case::{CaseState, Membership};
use crate::command::{self, ReceiveEvidence, Setting, SubmitEvidence, WithdrawEvidence};
use crate::entry::{EntryBody, ExhibitForm, PromotionTarget};
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};
use crate::promotion;

/// Decides to hand in an exhibit. One that is late is taken all the same: it is marked, and the judge decides
/// what becomes of it.
///
/// # Errors
///
/// Refuses an exhibit that is not in order, files that are not those of the message it is taken from, and a
/// proposal that is not open.
///
/// # Source
///
/// 民事诉讼法 §68, §69; 民事证据规定 §19.
pub fn decide_submit(
    state: &CaseState,
    actor: &Actor,
    command: &SubmitEvidence,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::SubmitEvidence, setting.now)?;
    let party = membership.party.ok_or(Refusal::NoSuchParty)?;
    check_exhibit(&command.exhibit, setting.now.beijing_date())?;
    let mut message = command.message;
    if let Some(proposal) = command.proposal {
        let made = promotion::open_for(state, actor.person, proposal)?;
        let fits = matches!(made.target, PromotionTarget::Exhibit { .. });
        if !fits || message.is_some_and(|message| message != made.message) {
            return Err(promotion::Refusal::NoSuchProposal.into());
        }
        message = Some(made.message);
    }
    if let Some(message) = message {
        check_message(state, membership.side, message, &command.exhibit)?;
    }
    let body = EntryBody::EvidenceSubmitted {
        party,
        exhibit: command.exhibit.clone(),
        message,
        proposal: command.proposal,
    };
    Ok(handed(actor, membership, body))
}

/// The exhibit that a message became; one that was taken back, or has to be handed in again, makes room.
pub fn listed_as(state: &CaseState, message: EntryRef) -> Option<&Exhibit> {
    let mut exhibits = state.exhibits().filter(|exhibit| exhibit.message == Some(message));
    exhibits.find(|exhibit| counts(state, exhibit.entry))
}

/// Refuses a message that is not the side's, and files that are not the message's. A message of words has
/// none: a picture of it is made.
pub(super) fn check_message(
    state: &CaseState,
    side: Option<Side>,
    message: EntryRef,
    form: &ExhibitForm,
) -> Result<(), Refusal> {
    let facts = state.messages.get(&message).filter(|facts| !facts.bench_only);
    let author = facts.ok_or(Refusal::NoSuchMessage)?.author;
    let members = state.members();
    let of_author = members.iter().find(|(member, ..)| *member == author);
    if side.is_none() || of_author.and_then(|(.., membership)| membership.side) != side {
        return Err(Refusal::NoSuchMessage);
    }
    if state.is_withdrawn(message) {
        return Err(Refusal::MessageWithdrawn);
    }
    if let Some(exhibit) = listed_as(state, message) {
        return Err(Refusal::AlreadyListed { number: state.exhibit_number(exhibit) });
    }
    let of_message = |sha256| state.blobs.get(&sha256).is_some_and(|uses| uses.contains_key(&message));
    let has_files = state.blobs.values().any(|uses| uses.contains_key(&message));
    match (1..).zip(&form.pages).find(|(_, page)| has_files && !of_message(page.blob.sha256)) {
        Some((page, _)) => Err(Refusal::NotOfTheMessage { page }),
        None => Ok(()),
    }
}

/// Decides to take an exhibit back. The record stays.
///
/// # Errors
///
/// Refuses exhibits of others, and those to which somebody has said something.
pub fn decide_withdraw(
    state: &CaseState,
    actor: &Actor,
    command: &WithdrawEvidence,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::WithdrawEvidence, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?;
    check_withdrawal(state, membership, exhibit, &command.reason)?;
    if is_answered(state, exhibit) {
        return Err(Refusal::AlreadyAnswered.into());
    }
    let body = EntryBody::EvidenceWithdrawn { exhibit: exhibit.entry, reason: command.reason.clone() };
    Ok(handed(actor, membership, body))
}

/// Refuses the withdrawal of an exhibit of others, or without a reason.
pub(super) fn check_withdrawal(
    state: &CaseState,
    membership: Membership,
    exhibit: &Exhibit,
    reason: &str,
) -> Result<(), Refusal> {
    if !is_own_side(state, membership, exhibit) {
        return Err(Refusal::NotOwnExhibit);
    }
    check_words(reason, Refusal::NoReason)
}

/// Decides whether an exhibit is in order. The last word counts.
///
/// # Errors
///
/// Refuses when the judge has ruled on it, and to hand it back without saying what is wrong.
///
/// # Source
///
/// 民事诉讼法 §69.
pub fn decide_receive(
    state: &CaseState,
    actor: &Actor,
    command: &ReceiveEvidence,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::ReceiveEvidence, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?.entry;
    if ruling_of(state, exhibit).is_some() {
        return Err(Refusal::AlreadyRuled.into());
    }
    match command.accepted {
        true => check_length(&command.note, LONGEST_REASON)?,
        false => check_words(&command.note, Refusal::NoReason)?,
    }
    let (accepted, note) = (command.accepted, command.note.clone());
    Ok(ordered(actor, membership, EntryBody::EvidenceReceived { exhibit, accepted, note }))
}

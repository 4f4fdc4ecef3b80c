//! What recipients say of what was sent: opened, signed for, on paper please, never seen it.

use super::facts::{reacted_at, rebuttals_of};
use super::item::ServiceItem;
use super::{Refusal, judged, of_party, state};
use crate::actor::Actor;
use crate::case::{CaseState, Membership};
use crate::command::{self, AcknowledgeService, OpenServed, RebutService, RequestPaper, Setting};
use crate::entry::{
    EntryBody, PaperRequested, PartyNumber, ServedOpened, ServiceAcknowledged, ServiceRebutted,
};
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};
use crate::service::{RebuttalGround, ServiceRule};

/// Longest reason or note, in characters.
const LONGEST_WORDS: usize = 1000;

/// A sending to the member's own party. Whether it arrived is not asked: whoever answers it has it.
fn own_sending(
    state: &CaseState,
    membership: Membership,
    sent: EntryRef,
) -> Result<(PartyNumber, &state::Sending), Refusal> {
    let sendings = &state.decided.serving.sendings;
    let sending = sendings.get(&sent).filter(|one| Some(one.sent.recipient) == membership.party);
    let sending = sending.ok_or(Refusal::NoSuchSending)?;
    Ok((sending.sent.recipient, sending))
}

/// [`own_sending`], unless the court took it back.
fn live_sending(
    state: &CaseState,
    membership: Membership,
    sent: EntryRef,
) -> Result<(PartyNumber, &state::Sending), Refusal> {
    let found = own_sending(state, membership, sent)?;
    let recalled = state.decided.serving.recalled.contains_key(&sent);
    if recalled { Err(Refusal::Recalled) } else { Ok(found) }
}

pub(super) fn holds(sending: &state::Sending, paper: EntryRef) -> bool {
    sending.sent.papers.iter().any(|one| one.paper == paper)
}

pub(super) fn words(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > LONGEST_WORDS {
        return Err(Refusal::TooLong { longest: LONGEST_WORDS });
    }
    Ok(text.to_owned())
}

/// Decides whether it is noted that a paper was opened; the first time counts.
///
/// # Errors
///
/// Refuses what was not sent to the party, was taken back, or was opened before.
pub fn decide_open(
    state: &CaseState,
    actor: &Actor,
    command: &OpenServed,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::OpenServed, setting.now)?;
    let (party, sending) = live_sending(state, membership, command.sent)?;
    if !holds(sending, command.paper) {
        return Err(Refusal::NoSuchPaper.into());
    }
    if state.submitted.serving.opened.contains_key(&(command.sent, command.paper)) {
        return Err(Refusal::NothingChanges.into());
    }
    let opened = ServedOpened { sent: command.sent, paper: command.paper };
    Ok(vec![of_party(state, party, actor, membership, EntryBody::ServedOpened(opened))])
}

/// Decides whether papers are signed for.
///
/// # Errors
///
/// Refuses what was not sent to the party, was taken back, or was signed for before.
///
/// # Source
///
/// 在线诉讼规则 §31.
pub fn decide_acknowledge(
    state: &CaseState,
    actor: &Actor,
    command: &AcknowledgeService,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AcknowledgeService, setting.now)?;
    let (party, sending) = live_sending(state, membership, command.sent)?;
    if !command.papers.iter().all(|paper| holds(sending, *paper)) {
        return Err(Refusal::NoSuchPaper.into());
    }
    let all = sending.sent.papers.iter().map(|one| one.paper);
    let named = all.filter(|paper| command.papers.is_empty() || command.papers.contains(paper));
    let before = state.submitted.serving.signed_for.get(&command.sent);
    let signed = |paper: EntryRef| {
        let mut before = before.into_iter().flatten();
        before.any(|(_, papers)| papers.is_empty() || papers.contains(&paper))
    };
    if named.into_iter().all(signed) {
        return Err(Refusal::NothingChanges.into());
    }
    let body = EntryBody::ServiceAcknowledged(ServiceAcknowledged {
        sent: command.sent,
        papers: command.papers.clone(),
        signature: command.signature.clone(),
    });
    Ok(vec![of_party(state, party, actor, membership, body)])
}

/// Decides whether a paper copy is asked for. Whoever asks gets one; the service stands as it is.
///
/// # Errors
///
/// Refuses papers that were not sent to the party, and asking twice.
///
/// # Source
///
/// 民事诉讼法 §90.
pub fn decide_request_paper(
    state: &CaseState,
    actor: &Actor,
    command: &RequestPaper,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RequestPaper, setting.now)?;
    let party = membership.party.ok_or(Refusal::NoSuchParty)?;
    let mut sendings = state.decided.serving.sendings.values();
    if !sendings.any(|sending| sending.sent.recipient == party && holds(sending, command.paper)) {
        return Err(Refusal::NoSuchPaper.into());
    }
    if state.submitted.serving.paper_wishes.contains_key(&(party, command.paper)) {
        return Err(Refusal::NothingChanges.into());
    }
    let note = words(&command.note)?;
    let body = EntryBody::PaperRequested(PaperRequested { paper: command.paper, party, note });
    Ok(vec![of_party(state, party, actor, membership, body)])
}

/// Decides whether a rebuttal is taken in: there is a presumption that rests on this sending, or an arrival at
/// another time than the recipient shows. That it was taken back afterwards is no reason against it, since it
/// had served.
///
/// # Errors
///
/// Refuses where nothing is presumed or served by arrival, a second rebuttal of the same, a time that cannot
/// be, and one without its reason.
///
/// # Source
///
/// 在线诉讼规则 §31; 民诉法解释 §135.
pub fn decide_rebut(
    state: &CaseState,
    actor: &Actor,
    command: &RebutService,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RebutService, setting.now)?;
    let (party, sending) = own_sending(state, membership, command.sent)?;
    if !holds(sending, command.paper) {
        return Err(Refusal::NoSuchPaper.into());
    }
    if is_rebutted(state, command.sent, command.paper, command.ground) {
        return Err(Refusal::AlreadyDecided.into());
    }
    let judged = judged(state, setting.facts, party, command.paper, setting.now.beijing_date());
    let effective = judged.verdict.effective.as_ref().filter(|_| judged.serving() == Some(command.sent));
    if command.ground == RebuttalGround::OtherArrival {
        if effective.is_none_or(|effective| effective.rule != ServiceRule::A) {
            return Err(Refusal::NotByArrival.into());
        }
        let latest = reacted_at(state, setting.facts, sending, command.paper).unwrap_or(setting.now);
        let possible = sending.at..=latest.min(setting.now);
        if command.arrived_at.is_none_or(|at| !possible.contains(&at)) {
            return Err(Refusal::ImpossibleArrival.into());
        }
    } else if !effective.is_some_and(|effective| effective.presumed) {
        return Err(Refusal::NothingPresumed.into());
    } else if command.arrived_at.is_some() {
        return Err(Refusal::ImpossibleArrival.into());
    }
    let reason = words(&command.reason)?;
    if reason.is_empty() {
        return Err(Refusal::NoReason.into());
    }
    let body = EntryBody::ServiceRebutted(ServiceRebutted {
        sent: command.sent,
        paper: command.paper,
        party,
        ground: command.ground,
        arrived_at: command.arrived_at,
        reason,
        attachments: command.attachments.clone(),
    });
    Ok(vec![of_party(state, party, actor, membership, body)])
}

/// Whether something of this kind was said before: against "read", or against the time of arrival.
pub(super) fn is_rebutted(
    state: &CaseState,
    sent: EntryRef,
    paper: EntryRef,
    ground: RebuttalGround,
) -> bool {
    let of_arrival = ground == RebuttalGround::OtherArrival;
    rebuttals_of(state, sent, paper, of_arrival).next().is_some()
}

/// The grounds on which the recipient of an item may still speak against what came of a sending: none where it
/// does not serve, or was spoken against.
pub fn open_grounds(state: &CaseState, item: &ServiceItem, sent: EntryRef) -> Vec<RebuttalGround> {
    let serving = item.verdict.effective.as_ref();
    let Some(effective) = serving.filter(|one| item.attempts.get(one.attempt) == Some(&sent)) else {
        return Vec::new();
    };
    let mut grounds = if effective.presumed {
        vec![
            RebuttalGround::SystemError,
            RebuttalGround::NotUsedByRecipient,
            RebuttalGround::NotReadByRecipient,
        ]
    } else if effective.rule == ServiceRule::A {
        vec![RebuttalGround::OtherArrival]
    } else {
        Vec::new()
    };
    grounds.retain(|ground| !is_rebutted(state, sent, item.paper.paper, *ground));
    grounds
}

//! A message becomes an exhibit or an application: the court proposes, its author confirms by handing the
//! exhibit or the application in. What a party does in its case is never done by the court.

use std::collections::BTreeMap;

use crate::actor::Actor;
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::command::{self, DeclinePromotion, ProposePromotion, Setting};
use crate::entry::{EntryBody, PromotionTarget};
use crate::evidence::{LONGEST_NAME, LONGEST_REASON, listed_as};
use crate::front::Misfit;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Draft, DraftBody, Entry, EntryRef, Envelope, Origin};
use crate::permission::{Act, may, stamp};

/// A proposal of the court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// The message.
    pub message: EntryRef,
    /// Its author.
    pub author: PersonId,
    /// What it would become.
    pub target: PromotionTarget,
}

/// Why a proposal, or the answer to it, is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such proposal for this person.
    #[error("no such proposal")]
    NoSuchProposal,
    /// It was answered.
    #[error("the proposal was answered")]
    AlreadyAnswered,
    /// No message of a party.
    #[error("no such message of a party")]
    NoSuchMessage,
    /// The message was taken back.
    #[error("the message was taken back")]
    MessageWithdrawn,
    /// It was proposed before, and its author has not answered.
    #[error("the message is proposed already")]
    AlreadyProposed,
    /// The message is an exhibit already.
    #[error("the message is exhibit {number} already")]
    AlreadyListed {
        /// Its number among those of its side.
        number: u32,
    },
    /// It has no name.
    #[error("the exhibit has no name")]
    NoName,
    /// Words are too long.
    #[error("longer than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
}

/// Proposals by their entry.
pub type Proposals = BTreeMap<EntryRef, Proposal>;

/// How a proposal was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerGiven {
    /// Its author handed the exhibit or the application in.
    Confirmed,
    /// Its author did not want it.
    Declined,
}

/// How the proposal was answered, if it was.
pub fn answer_to(state: &CaseState, proposal: EntryRef) -> Option<AnswerGiven> {
    let by_exhibit = state.exhibits().any(|exhibit| exhibit.proposal == Some(proposal));
    let by_application = state.applications().any(|application| application.proposal == Some(proposal));
    if by_exhibit || by_application {
        Some(AnswerGiven::Confirmed)
    } else {
        state.submitted.declined.contains(&proposal).then_some(AnswerGiven::Declined)
    }
}

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let (at, entry_ref) = (entry.envelope.at, entry.envelope.entry_ref());
    match &entry.body {
        EntryBody::PromotionProposed { message, author, target } => {
            let (message, author, target) = (*message, *author, target.clone());
            let proposal = Proposal { entry: entry_ref, at, message, author, target };
            state.decided.proposals.insert(entry_ref, proposal);
        }
        EntryBody::PromotionDeclined { proposal, .. } => {
            state.submitted.declined.insert(*proposal);
        }
        _ => {}
    }
}

/// The proposal, if it is for this person and open.
///
/// # Errors
///
/// [`Refusal::NoSuchProposal`], [`Refusal::AlreadyAnswered`].
pub fn open_for(state: &CaseState, person: PersonId, proposal: EntryRef) -> Result<&Proposal, Refusal> {
    let made = state.decided.proposals.get(&proposal).filter(|made| made.author == person);
    let made = made.ok_or(Refusal::NoSuchProposal)?;
    if answer_to(state, proposal).is_some() { Err(Refusal::AlreadyAnswered) } else { Ok(made) }
}

/// Whether the message can become more: of a party, not taken back, not an exhibit or proposed already.
///
/// # Errors
///
/// [`Refusal`] says what stands against it; the author otherwise.
pub fn check_message(state: &CaseState, message: EntryRef) -> Result<PersonId, Refusal> {
    let facts = state.messages.get(&message).filter(|facts| !facts.bench_only);
    let author = facts.ok_or(Refusal::NoSuchMessage)?.author;
    let mut members = state.members().into_iter();
    let of_a_party = members.any(|(person, _, member)| person == author && member.party.is_some());
    if !of_a_party {
        return Err(Refusal::NoSuchMessage);
    }
    if state.is_withdrawn(message) {
        return Err(Refusal::MessageWithdrawn);
    }
    if let Some(exhibit) = listed_as(state, message) {
        return Err(Refusal::AlreadyListed { number: state.exhibit_number(exhibit) });
    }
    let mut proposals = state.decided.proposals.values().filter(|made| made.message == message);
    if proposals.any(|made| answer_to(state, made.entry).is_none()) {
        return Err(Refusal::AlreadyProposed);
    }
    Ok(author)
}

fn check_length(words: &str, longest: usize) -> Result<(), Refusal> {
    if words.chars().count() > longest { Err(Refusal::TooLong { longest }) } else { Ok(()) }
}

/// Decides to propose that a message becomes an exhibit or an application. Its author and the bench see it.
///
/// # Errors
///
/// Refuses messages of the court, those taken back, and those that are more already.
pub fn decide_propose(
    state: &CaseState,
    actor: &Actor,
    command: &ProposePromotion,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::ProposePromotion, setting.now)?;
    let author = check_message(state, command.message)?;
    match &command.target {
        PromotionTarget::Exhibit { name, .. } if name.trim().is_empty() => {
            return Err(Refusal::NoName.into());
        }
        PromotionTarget::Exhibit { name, purpose, .. } => {
            check_length(name, LONGEST_NAME)?;
            check_length(purpose, LONGEST_REASON)?;
        }
        PromotionTarget::Application { .. } => {}
    }
    let (message, target) = (command.message, command.target.clone());
    Ok(vec![Draft {
        body: DraftBody::Ready(EntryBody::PromotionProposed { message, author, target }),
        class: Class::Conversation,
        audience: Audience::Persons { persons: [author].into() },
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }])
}

/// Decides not to want that.
///
/// # Errors
///
/// Refuses proposals to others, and those that were answered.
pub fn decide_decline(
    state: &CaseState,
    actor: &Actor,
    command: &DeclinePromotion,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::DeclinePromotion, setting.now)?;
    let proposal = open_for(state, actor.person, command.proposal)?.entry;
    check_length(&command.reason, LONGEST_REASON)?;
    Ok(vec![Draft {
        body: DraftBody::Ready(EntryBody::PromotionDeclined { proposal, reason: command.reason.clone() }),
        class: Class::Conversation,
        audience: Audience::Court,
        actor: stamp(actor, membership),
        origin: Origin::Front,
    }])
}

/// Checks an entry that came from the node on the internet.
///
/// # Errors
///
/// [`Misfit`].
pub(crate) fn check_front(
    state: &CaseState,
    _membership: Membership,
    envelope: &Envelope,
    body: &EntryBody,
) -> Result<(), Misfit> {
    let EntryBody::PromotionDeclined { proposal, reason } = body else { return Err(Misfit::CourtKind) };
    open_for(state, envelope.actor.person, *proposal).map_err(|_| Misfit::NothingToAnswer)?;
    check_length(reason, LONGEST_REASON).map_err(|_| Misfit::NotInOrder)?;
    let for_the_court = envelope.class == Class::Conversation && envelope.audience == Audience::Court;
    if for_the_court { Ok(()) } else { Err(Misfit::AnotherAudience) }
}

//! The court's own questions about the evidence, and their answers.

use super::drafting::{handed, known, ordered};
use super::form::check_words;
use super::{CourtQuestion, Refusal, may_know_as};
use crate::actor::Actor;
use crate::case::{CaseState, Membership};
use crate::command::{self, AnswerCourtQuestion, AskCourtQuestion, Setting};
use crate::entry::EntryBody;
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};

/// Decides a question of the court to a party.
///
/// # Errors
///
/// Refuses an empty question, unknown parties and exhibits, a last day in the past, and to ask a party about
/// an exhibit that it may not know of.
pub fn decide_ask(
    state: &CaseState,
    actor: &Actor,
    command: &AskCourtQuestion,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AskCourtQuestion, setting.now)?;
    if state.party(command.party).is_none() {
        return Err(Refusal::NoSuchParty.into());
    }
    if let Some(exhibit) = command.exhibit {
        let exhibit = known(state, membership, actor, exhibit)?;
        if !may_know_as(state, command.party, exhibit) {
            return Err(Refusal::PartyMayNotKnow.into());
        }
    }
    check_words(&command.question, Refusal::Empty)?;
    if command.until.is_some_and(|until| until < setting.now.beijing_date()) {
        return Err(Refusal::LastDayInThePast.into());
    }
    let body = EntryBody::CourtQuestionAsked {
        exhibit: command.exhibit,
        party: command.party,
        question: command.question.clone(),
        until: command.until,
    };
    Ok(ordered(actor, membership, body))
}

/// Decides the answer of a party to a question of the court. One that comes after its last day is taken.
///
/// # Errors
///
/// Refuses an empty answer, questions to others, and those that were answered.
pub fn decide_answer(
    state: &CaseState,
    actor: &Actor,
    command: &AnswerCourtQuestion,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AnswerCourtQuestion, setting.now)?;
    let question = asked(state, membership, command.question)?;
    if let Some(exhibit) = question.exhibit {
        known(state, membership, actor, exhibit).map_err(|_| Refusal::NoSuchQuestion)?;
    }
    if state.submitted.evidence.answers.contains_key(&question.entry) {
        return Err(Refusal::QuestionAnswered.into());
    }
    check_words(&command.answer, Refusal::Empty)?;
    let (question, answer) = (question.entry, command.answer.clone());
    Ok(handed(actor, membership, EntryBody::CourtQuestionAnswered { question, answer }))
}

/// The question, if the member's party was asked.
pub(super) fn asked(
    state: &CaseState,
    membership: Membership,
    question: EntryRef,
) -> Result<&CourtQuestion, Refusal> {
    let question = state.decided.evidence.questions.get(&question);
    question.filter(|question| membership.party == Some(question.party)).ok_or(Refusal::NoSuchQuestion)
}

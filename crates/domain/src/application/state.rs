//! What the log says of applications and answers: what was handed in and what was decided.

use std::collections::BTreeMap;

use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{
    AnswerForm, ApplicationForm, ApplicationKind, ApplicationOutcome, EntryBody, PartyNumber,
};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Entry, EntryRef};
use crate::money::Fen;
use crate::personal_data::hushed_debug;

/// An application as handed in. It is named by its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its entry.
    pub entry: EntryRef,
    /// For which party.
    pub party: PartyNumber,
    /// Who handed it in.
    pub author: PersonId,
    /// When.
    pub at: Instant,
    /// The application.
    pub form: ApplicationForm,
    /// The message it was taken from.
    pub message: Option<EntryRef>,
    /// The proposal it confirms.
    pub proposal: Option<EntryRef>,
}

/// An answer to the complaint; the last one of a party counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its entry.
    pub entry: EntryRef,
    /// Whose.
    pub party: PartyNumber,
    /// Who handed it in.
    pub author: PersonId,
    /// When.
    pub at: Instant,
    /// The answer.
    pub form: AnswerForm,
}

/// What parties applied for and answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filed {
    /// Applications in the order in which they came.
    pub applications: BTreeMap<EntryRef, Application>,
    /// Applications that were taken back.
    pub withdrawn: BTreeMap<EntryRef, Instant>,
    /// Answers, in the order in which they came.
    pub answers: Vec<Answer>,
}

/// A decision on an application; the first one stands.
#[derive(Clone, PartialEq, Eq)]
pub struct ApplicationDecision {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who decided.
    pub by: PersonId,
    /// What was asked for.
    pub kind: ApplicationKind,
    /// The decision.
    pub outcome: ApplicationOutcome,
    /// Why.
    pub reason: String,
    /// The article.
    pub article: String,
    /// The day to which a period moves.
    pub until: Option<BeijingDate>,
    /// An amount, in fen.
    pub amount_fen: Option<Fen>,
}

hushed_debug! {
    ApplicationDecision { entry, at, kind, outcome, until },
}

/// What the court decided, by application.
pub type Decisions = BTreeMap<EntryRef, ApplicationDecision>;

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let envelope = &entry.envelope;
    let (at, author, entry_ref) = (envelope.at, envelope.actor.person, envelope.entry_ref());
    let filed = &mut state.submitted.applications;
    match &entry.body {
        EntryBody::ApplicationFiled { party, application, message, proposal } => {
            let (form, message, proposal) = (application.clone(), *message, *proposal);
            let application =
                Application { entry: entry_ref, party: *party, author, at, form, message, proposal };
            filed.applications.insert(entry_ref, application);
        }
        EntryBody::ApplicationWithdrawn { application, .. } => {
            filed.withdrawn.insert(*application, at);
        }
        EntryBody::AnswerFiled { party, answer } => {
            filed.answers.push(Answer { entry: entry_ref, party: *party, author, at, form: answer.clone() });
        }
        EntryBody::ApplicationDecided { application, kind, outcome, reason, article, until, amount_fen } => {
            state.decided.applications.entry(*application).or_insert_with(|| ApplicationDecision {
                entry: entry_ref,
                at,
                by: author,
                kind: *kind,
                outcome: *outcome,
                reason: reason.clone(),
                article: article.clone(),
                until: *until,
                amount_fen: *amount_fen,
            });
        }
        _ => {}
    }
}

impl CaseState {
    /// Applications in the order in which they came; those that were taken back are among them.
    pub fn applications(&self) -> impl Iterator<Item = &Application> {
        self.submitted.applications.applications.values()
    }

    /// Applications that wait for a decision.
    pub fn pending_applications(&self) -> impl Iterator<Item = &Application> {
        self.applications().filter(|application| {
            !self.decided.applications.contains_key(&application.entry)
                && !self.submitted.applications.withdrawn.contains_key(&application.entry)
        })
    }

    /// The decision on an application.
    pub fn decision(&self, application: EntryRef) -> Option<&ApplicationDecision> {
        self.decided.applications.get(&application)
    }
}

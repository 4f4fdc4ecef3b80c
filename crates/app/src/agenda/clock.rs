//! The court's clock: what is due in every case is kept in the store, and noted in the log when its time
//! comes.
//!
//! Jobs may run on several nodes and be killed at any point. What the clock notes has an identity that
//! follows from the case and from what is noted, so that the same is never noted twice.

use std::collections::BTreeSet;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use weicourt_domain::actor::{Actor, Assurance, Standing};
use weicourt_domain::agenda::{self, Due};
use weicourt_domain::command::{self, Command, NoteDeadlines, Zone};
use weicourt_domain::entry::{EntryBody, EntryKind, Whose};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::serving;
use weicourt_store::{AgendaItem, CaseAgenda, Committed, ServedItem};

use crate::acts::Given;
use crate::court::{Court, LoadedCase};
use crate::error::AppError;

/// How often the clock looks.
const EVERY: Duration = Duration::from_secs(60);
/// Cases of one round.
const ROUND: usize = 100;
/// Cases that are caught up before new commits are followed.
const CATCH_UP: usize = 50;
/// When the clock looks again at a case that it could not deal with, in milliseconds.
const AGAIN_MS: i64 = 10 * 60_000;

/// Identity of what the clock notes in a case.
fn command_of(case: CaseId, due: &[Due]) -> CommandId {
    let mut hasher = Sha256::new();
    hasher.update(format!("weicourt-clock-1\n{case}\n"));
    for due in due {
        match &due.body {
            EntryBody::DeadlineReminded { deadline, until, n_days_left, .. } => {
                hasher.update(format!("reminded {deadline} {until} {n_days_left}\n"));
            }
            EntryBody::DeadlineElapsed { deadline, until, .. } => {
                hasher.update(format!("elapsed {deadline} {until}\n"));
            }
            _ => {}
        }
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut bytes: [u8; 16] = std::array::from_fn(|i| digest[i]);
    // A UUID of version 8, whose bits are the maker's own.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    CommandId(bytes)
}

/// Kinds that change what is due.
fn kinds() -> Vec<EntryKind> {
    EntryKind::ALL.into_iter().filter(|kind| agenda::concerns(*kind)).collect()
}

impl Court {
    /// Whether this node keeps the court's clock: it writes the court's chain.
    pub(crate) fn keeps_clock(&self) -> bool {
        match self.profile.zone {
            Zone::Court | Zone::All => true,
            Zone::Front => false,
        }
    }

    /// Keeps what is due up to date with the log: first the cases that went on while this node slept, then
    /// each case as it goes on.
    pub(crate) async fn follow_agendas(self) {
        let mut commits = self.store.subscribe();
        let kinds = kinds();
        // Where catching up stands; nothing once it is done.
        let mut behind = Some(None);
        loop {
            let mut cases = BTreeSet::new();
            if behind.is_none() {
                match commits.recv().await {
                    Ok(committed) => cases.extend(concerned(&committed)),
                    Err(RecvError::Lagged(_)) => behind = Some(None),
                    Err(RecvError::Closed) => return,
                }
            }
            loop {
                match commits.try_recv() {
                    Ok(committed) => cases.extend(concerned(&committed)),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Lagged(_)) => behind = Some(None),
                    Err(TryRecvError::Closed) => return,
                }
            }
            for case in cases {
                self.keep_agenda_or_say(case).await;
            }
            if let Some(after) = behind {
                behind = match self.catch_up_agendas(after, &kinds).await {
                    Ok(reached) => reached.map(Some),
                    Err(error) => {
                        tracing::error!(error = %error, "cannot find out in which cases something is due");
                        None
                    }
                };
            }
        }
    }

    /// Catches up a page of cases; says the last one, or nothing when there are no more.
    async fn catch_up_agendas(
        &self,
        after: Option<CaseId>,
        kinds: &[EntryKind],
    ) -> Result<Option<CaseId>, AppError> {
        let cases = self.store.cases_gone_on(after, kinds, CATCH_UP).await?;
        for case in &cases {
            self.keep_agenda_or_say(*case).await;
        }
        Ok(cases.last().copied())
    }

    async fn keep_agenda_or_say(&self, case: CaseId) {
        let kept = async {
            let loaded = self.case(case).await?;
            self.keep_agenda(case, &loaded).await
        };
        if let Err(error) = kept.await {
            tracing::error!(case = %case, error = %error, "cannot keep what is due");
        }
    }

    /// Keeps what is due in a case as its log stands.
    async fn keep_agenda(&self, case: CaseId, loaded: &LoadedCase) -> Result<(), AppError> {
        self.catch_up(case, loaded).await?;
        // What is served is certified before anything is counted from it.
        let n_waiting = self.certify_services(case, loaded).await?;
        let now = self.now();
        let again = (n_waiting > 0).then(|| now.plus_ms(AGAIN_MS));
        let agenda = loaded.read(|state, position| CaseAgenda {
            case,
            position,
            next_at: agenda::next_at(state, &self.facts, now).into_iter().chain(again).min(),
            items: agenda::todos(state, &self.facts, now)
                .into_iter()
                .map(|todo| AgendaItem {
                    kind: todo.kind,
                    due_on: todo.due_on,
                    waits_for_court: todo.waiting_for == Whose::Court,
                    assignee: todo.assignee.map(|assignee| assignee.person),
                    todo: todo.key,
                })
                .collect(),
            served: serving::items(state, &self.facts, now.beijing_date())
                .into_iter()
                .map(|item| ServedItem {
                    stuck: agenda::is_service_stuck(state, &item, now),
                    recipient: item.recipient,
                    paper: item.paper.paper.to_string(),
                    status: item.status,
                    sent_at: item.sent_at,
                })
                .collect(),
        });
        Ok(self.store.keep_agenda(&agenda).await?)
    }

    /// Makes what is due in every case that went on since it was made; returns in how many.
    ///
    /// # Errors
    ///
    /// Fails when the store does.
    pub async fn keep_agendas(&self) -> Result<usize, AppError> {
        let (kinds, mut after, mut n_cases) = (kinds(), None, 0);
        loop {
            let cases = self.store.cases_gone_on(after, &kinds, CATCH_UP).await?;
            for case in &cases {
                let loaded = self.case(*case).await?;
                self.keep_agenda(*case, &loaded).await?;
            }
            n_cases += cases.len();
            match cases.last() {
                Some(last) => after = Some(*last),
                None => return Ok(n_cases),
            }
        }
    }

    pub(crate) async fn keep_clock(self) {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = self.note_due_deadlines().await {
                tracing::error!(error = %error, "the clock cannot look");
            }
        }
    }

    /// Notes what is due in every case; returns in how many something was looked at. Idempotent on the case and
    /// what is noted.
    ///
    /// # Errors
    ///
    /// Fails only when the store does; a case that cannot be dealt with is looked at again later.
    pub async fn note_due_deadlines(&self) -> Result<usize, AppError> {
        let (now, mut n_cases) = (self.now(), 0);
        if !self.keeps_clock() {
            return Ok(0);
        }
        loop {
            let cases = self.store.agendas_due(now, ROUND).await?;
            for case in &cases {
                if let Err(error) = self.note_deadlines(*case).await {
                    tracing::error!(case = %case, error = %error, "cannot note what is due");
                    self.store.put_agenda_off(*case, now.plus_ms(AGAIN_MS)).await?;
                }
            }
            n_cases += cases.len();
            if cases.len() < ROUND {
                return Ok(n_cases);
            }
        }
    }

    async fn note_deadlines(&self, case: CaseId) -> Result<(), AppError> {
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let now = self.now();
        let due = loaded.read(|state, _| agenda::due(state, &self.facts, now));
        if !due.is_empty() {
            let clock =
                Actor { person: PersonId(0), standing: Standing::System, assurance: Assurance::System };
            let given = Given::from(command_of(case, &due));
            let command = Command::NoteDeadlines(NoteDeadlines);
            match self.transact(&clock, case, given, &command, |_| Vec::new()).await {
                Ok(_) => {}
                // Another node was first.
                Err(AppError::Refused(command::Refusal::Agenda(agenda::Refusal::NothingDue))) => {}
                Err(error) => return Err(error),
            }
        }
        self.keep_agenda(case, &loaded).await
    }
}

/// The case of a commit, if the commit changes what is due.
fn concerned(committed: &Committed) -> Option<CaseId> {
    let concerns = committed.entries.iter().any(|entry| agenda::concerns(entry.envelope.kind));
    concerns.then_some(committed.case)
}

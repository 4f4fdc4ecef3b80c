//! What goes on without being asked: fan-out of new entries, notices, housekeeping.

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use weicourt_domain::entry::EntryBody;
use weicourt_store::Committed;

use crate::court::Court;
use crate::error::AppError;
use crate::exchange::may_change_what_leaves;
use crate::hub::StreamFrame;
use crate::space::changes_the_case;

/// How often due notices are looked for.
const NOTICES_EVERY: Duration = Duration::from_millis(500);
/// How often spaces are told what an import changed.
const REGISTER_EVERY: Duration = Duration::from_secs(5);
/// How often old sessions, uploads and counters are thrown away.
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(600);

impl Court {
    /// Starts the fan-out and the jobs; they end when the set is dropped.
    pub fn run(&self) -> JoinSet<()> {
        let mut jobs = JoinSet::new();
        jobs.spawn(self.clone().fan_out());
        jobs.spawn(self.clone().send_notices());
        jobs.spawn(self.clone().keep_house());
        jobs.spawn(self.clone().follow_register());
        jobs.spawn(self.clone().look_after_policy());
        if self.keeps_clock() {
            jobs.spawn(self.clone().follow_reports());
            jobs.spawn(self.clone().follow_agendas());
            jobs.spawn(self.clone().keep_clock());
        }
        jobs
    }

    async fn fan_out(self) {
        let mut commits = self.store.subscribe();
        loop {
            match commits.recv().await {
                Ok(committed) => {
                    if let Err(error) = self.follow(&committed).await {
                        tracing::error!(case = %committed.case, error = %error, "cannot follow a commit");
                    }
                    if !self.hub.has_listeners(committed.case) {
                        // What the other zone wrote went past the use cases that keep the case in memory.
                        self.fold_loaded(&committed).await;
                        continue;
                    }
                    let loaded = match self.case(committed.case).await {
                        Ok(loaded) => loaded,
                        Err(error) => {
                            tracing::error!(case = %committed.case, error = %error, "cannot fan out");
                            continue;
                        }
                    };
                    if !loaded.fold_committed(&committed)
                        && let Err(error) = self.catch_up(committed.case, &loaded).await
                    {
                        tracing::error!(case = %committed.case, error = %error, "cannot catch up");
                    }
                    self.hub.deliver(&committed, &loaded, self.now());
                    if committed.entries.iter().any(|entry| changes_the_case(&entry.body)) {
                        self.hub.tell(
                            committed.case,
                            &StreamFrame::CaseChanged { case: committed.case },
                            None,
                        );
                    }
                }
                Err(RecvError::Lagged(n_commits)) => {
                    tracing::warn!(n_commits, "fan-out fell behind the log");
                    self.hub.lag_everyone();
                }
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// An import from the command line changes records beside the node; their spaces are told here.
    async fn follow_register(self) {
        let mut tick = tokio::time::interval(REGISTER_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = self.tell_spaces().await {
                tracing::error!(error = %error, "cannot tell spaces what changed in the register");
            }
        }
    }

    /// What a commit sets going, whichever node decided it.
    async fn follow(&self, committed: &Committed) -> Result<(), AppError> {
        if self.link().is_none() {
            return Ok(());
        }
        let case = committed.case;
        for entry in &committed.entries {
            // The transactions of the acts have asked for it as well; a record of the register has not.
            if may_change_what_leaves(&entry.body) {
                self.ask_for_review(case).await?;
            }
            match &entry.body {
                EntryBody::CaseReopened { .. } => self.let_case_out(case).await?,
                EntryBody::MemberCalled { person, .. } if entry.envelope.origin != self.own_origin() => {
                    let loaded = self.case(case).await?;
                    let by = entry.envelope.actor.person;
                    let by = loaded.read(|state, _| state.member_name(by).unwrap_or_default().to_owned());
                    self.hub.tell_person(case, *person, &StreamFrame::Called { case, by });
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn send_notices(self) {
        let mut tick = tokio::time::interval(NOTICES_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = self.send_due_notices().await {
                tracing::error!(error = %error, "cannot send notices");
            }
        }
    }

    async fn keep_house(self) {
        let mut tick = tokio::time::interval(HOUSEKEEPING_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.rates.forget_old();
            if let Err(error) = self.store.purge_expired(self.now()).await {
                tracing::error!(error = %error, "cannot purge sessions");
            }
        }
    }
}

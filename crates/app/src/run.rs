//! What goes on without being asked: fan-out of new entries, notices, housekeeping.

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;

use crate::court::Court;
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
        jobs
    }

    async fn fan_out(self) {
        let mut commits = self.store.subscribe();
        loop {
            match commits.recv().await {
                Ok(committed) => {
                    if !self.hub.has_listeners(committed.case) {
                        continue;
                    }
                    let loaded = match self.case(committed.case).await {
                        Ok(loaded) => loaded,
                        Err(error) => {
                            tracing::error!(case = %committed.case, error = %error, "cannot fan out");
                            continue;
                        }
                    };
                    if !loaded.fold(&committed.entries)
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

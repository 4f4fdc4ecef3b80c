//! The one task that drives the session.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Origin;
use weicourt_exchange::{Exchange, Flow, Input, Output, Seed};
use weicourt_store::{NewExchangeEvent, Outside};

use super::{Change, Courier, Link, lock};
use crate::court::Court;
use crate::error::AppError;

/// Bundles that wait for the courier, and bundles that wait for the session.
const WAITING: usize = 32;
/// How often acknowledged positions are saved; losing the last few costs a little sending.
const SAVE_EVERY: Duration = Duration::from_millis(500);
/// Cases read at once when the node starts.
const PAGE: usize = 1000;

/// The session with what the task keeps beside it.
struct Driver {
    court: Court,
    link: Arc<Link>,
    exchange: Exchange,
    inputs: mpsc::UnboundedSender<Input>,
    outgoing: mpsc::Sender<Vec<u8>>,
    /// Positions that the peer acknowledged, with the time, and that are not saved yet.
    acknowledged: HashMap<Flow, (u64, Instant)>,
}

impl Court {
    /// Drives the link until the task is dropped.
    pub async fn run_exchange(self, courier: Arc<dyn Courier>) {
        let Some(link) = self.link.clone() else { return };
        loop {
            if let Err(error) = self.drive(&link, &courier).await {
                tracing::error!(error = %error, "the link to the other zone starts again");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn drive(&self, link: &Arc<Link>, courier: &Arc<dyn Courier>) -> Result<(), AppError> {
        // Subscribed before anything is read, so that no commit falls between.
        let mut commits = self.store.subscribe();
        lock(&link.heard_at).get_or_insert(self.now());
        let seed = Seed::random().map_err(AppError::broken("draw a seed"))?;
        let settings = &link.settings;
        let exchange =
            Exchange::new(settings.session.clone(), &settings.keys, &settings.peer, &seed, self.now())
                .map_err(AppError::broken("open the session"))?;
        let (inputs, mut answers) = mpsc::unbounded_channel();
        let (outgoing, mut to_send) = mpsc::channel::<Vec<u8>>(WAITING);
        let (incoming, mut bundles) = mpsc::channel::<Vec<u8>>(WAITING);
        let mut tasks = tokio::task::JoinSet::new();
        let sender = courier.clone();
        tasks.spawn(async move {
            while let Some(bundle) = to_send.recv().await {
                if let Err(error) = sender.send(bundle).await {
                    tracing::debug!(error, "a bundle was not taken");
                }
            }
        });
        let receiver = courier.clone();
        tasks.spawn(async move {
            loop {
                match receiver.receive().await {
                    Ok(bundle) => {
                        if incoming.send(bundle).await.is_err() {
                            return;
                        }
                    }
                    Err(error) => {
                        tracing::warn!(error, "nothing comes over the link");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
        });
        let mut driver = Driver {
            court: self.clone(),
            link: link.clone(),
            exchange,
            inputs,
            outgoing,
            acknowledged: HashMap::new(),
        };
        driver.tell_all().await?;
        let mut save = tokio::time::interval(SAVE_EVERY);
        save.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            driver.news().await?;
            let until = driver.work(&mut tasks).await?;
            let wait_ms = until.saturating_sub(driver.court.now().0).clamp(1, 60_000) as u64;
            tokio::select! {
                Some(input) = answers.recv() => driver.input(input),
                Some(bundle) = bundles.recv() => driver.input(Input::Received(bundle)),
                commit = commits.recv() => match commit {
                    Ok(committed) => driver.committed(committed.case, committed.heads.of(driver.court.own_origin()).seq).await?,
                    Err(RecvError::Lagged(_)) => driver.tell_all().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                // Each is let go as soon as it has ended. One that panicked never answers the session, which
                // would wait for it for ever: then all begins anew.
                Some(ended) = tasks.join_next() => ended.map_err(AppError::broken("work for the link"))?,
                () = link.wake.notified() => {}
                _ = save.tick() => driver.save().await?,
                () = tokio::time::sleep(Duration::from_millis(wait_ms)) => driver.input(Input::Tick),
            }
        }
    }
}

impl Driver {
    fn input(&mut self, input: Input) {
        let now = self.court.now();
        self.exchange.handle_input(input, now);
    }

    /// Does what the session wants until it wants to wait.
    async fn work(&mut self, tasks: &mut tokio::task::JoinSet<()>) -> Result<i64, AppError> {
        loop {
            match self.exchange.poll_output() {
                Output::Send(bytes) => {
                    // A courier that takes nothing loses it; the session sends again.
                    let _ = self.outgoing.try_send(bytes);
                }
                Output::Load { ticket, wanted, max_bytes } => {
                    let (court, inputs) = (self.court.clone(), self.inputs.clone());
                    tasks.spawn(async move {
                        let answer = match court.load(&wanted, max_bytes).await {
                            Ok((items, gone)) => Input::Loaded { ticket, items, gone },
                            Err(error) => {
                                tracing::error!(error = %error, "cannot load what the other zone needs");
                                Input::NotLoaded { ticket }
                            }
                        };
                        let _ = inputs.send(answer);
                    });
                }
                Output::Apply { ticket, items } => {
                    let (court, inputs) = (self.court.clone(), self.inputs.clone());
                    tasks.spawn(async move {
                        let answer = match court.apply(items).await {
                            Ok(verdicts) => Input::Applied { ticket, verdicts },
                            Err(error) => {
                                tracing::error!(error = %error, "cannot apply what the other zone sent");
                                Input::NotApplied { ticket }
                            }
                        };
                        let _ = inputs.send(answer);
                    });
                }
                Output::Acknowledged { flow, at } => self.was_acknowledged(flow, at),
                Output::Halted(halt) => {
                    tracing::error!(%halt, "the other zone refused something");
                    let detail = halt.to_string();
                    let event = NewExchangeEvent { case: halt.flow.case(), kind: "halted", detail: &detail };
                    self.court.store.keep_exchange_event(event).await?;
                }
                Output::Unreadable(error) => {
                    metrics::counter!("weicourt_exchange_unreadable_total").increment(1);
                    tracing::warn!(%error, "a bundle is not the other zone's");
                }
                Output::Wait(until) => {
                    let status = self.exchange.status(self.court.now());
                    metrics::gauge!("weicourt_exchange_lag_seconds").set(status.lag_ms as f64 / 1000.0);
                    if let Some(at) = status.last_heard_at {
                        *lock(&self.link.heard_at) = Some(at);
                    }
                    *lock(&self.link.status) = status;
                    return Ok(until.0);
                }
            }
        }
    }

    fn was_acknowledged(&mut self, flow: Flow, at: u64) {
        self.acknowledged.insert(flow, (at, self.court.now()));
        if let Flow::Chain { case, origin } = flow {
            let mut outside = lock(&self.link.outside);
            if let Some(known) = outside.get_mut(&case) {
                match origin {
                    Origin::Front => known.acknowledged.front = at,
                    Origin::Court => known.acknowledged.court = at,
                }
                // The history is out: the court's own chain may follow.
                if origin != self.court.own_origin() && at >= known.history {
                    drop(outside);
                    self.link.change(Change::Case(case));
                }
            }
        }
    }

    /// Everything that stands outside, from the store.
    async fn tell_all(&mut self) -> Result<(), AppError> {
        let mut after = CaseId(0);
        loop {
            let page = self.court.store.all_outside(after, PAGE).await?;
            for outside in &page {
                self.link.know(*outside);
                self.tell_case(*outside).await?;
                after = outside.case;
            }
            if page.len() < PAGE {
                break;
            }
        }
        self.link.told();
        Ok(())
    }

    /// The flows of one case.
    async fn tell_case(&mut self, outside: Outside) -> Result<(), AppError> {
        let (case, own, now) = (outside.case, self.court.own_origin(), self.court.now());
        let heads = self.court.store.heads(case).await?;
        let mut news = Vec::new();
        let history_is_out = outside.acknowledged.front >= outside.history;
        if own == Origin::Court && !history_is_out {
            let flow = Flow::Chain { case, origin: Origin::Front };
            news.push((flow, outside.acknowledged.front, outside.history));
        } else if heads.of(own).seq > outside.acknowledged.of(own) {
            news.push((Flow::Chain { case, origin: own }, outside.acknowledged.of(own), heads.of(own).seq));
        }
        for blob in self.court.store.outgoing_blobs(case, true).await? {
            news.push((Flow::Blob { case, sha256: blob.sha256 }, blob.acknowledged, blob.size_bytes));
        }
        for (flow, acknowledged, head) in news {
            self.input(Input::News { flow, acknowledged, head, since: now });
        }
        Ok(())
    }

    /// What the use cases have changed since the last time.
    async fn news(&mut self) -> Result<(), AppError> {
        if self.link.control.swap(false, Ordering::AcqRel) {
            let head = self.court.store.control_head().await?;
            let since = self.court.now();
            let flow = Flow::Control;
            self.input(Input::News { flow, acknowledged: head.acknowledged, head: head.sent, since });
        }
        let changes = std::mem::take(&mut *lock(&self.link.changes));
        for change in changes {
            match change {
                Change::Gone(case) => {
                    self.acknowledged.retain(|flow, _| flow.case() != Some(case));
                    self.input(Input::Forget(case));
                }
                Change::Case(case) => {
                    let known = self.link.outside(case);
                    if let Some(outside) = known {
                        self.tell_case(outside).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn committed(&mut self, case: CaseId, seq: u64) -> Result<(), AppError> {
        let Some(outside) = self.link.outside(case) else { return Ok(()) };
        let own = self.court.own_origin();
        let waits = own == Origin::Court && outside.acknowledged.front < outside.history;
        if !waits && seq > outside.acknowledged.of(own) {
            let flow = Flow::Chain { case, origin: own };
            let (acknowledged, since) = (outside.acknowledged.of(own), self.court.now());
            self.input(Input::News { flow, acknowledged, head: seq, since });
        }
        Ok(())
    }

    async fn save(&mut self) -> Result<(), AppError> {
        for (flow, (at, when)) in std::mem::take(&mut self.acknowledged) {
            match flow {
                Flow::Control => self.court.store.control_acknowledged(at).await?,
                Flow::Chain { case, origin } => {
                    self.court.store.save_acknowledged(case, origin, at, when).await?
                }
                Flow::Blob { case, sha256 } => {
                    match self.court.store.save_blob_acknowledged(case, sha256, at, when).await {
                        // The case went home meanwhile.
                        Ok(()) | Err(weicourt_store::StoreError::NoCaseKey(_)) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
            }
        }
        self.court.look_after_returns().await
    }
}

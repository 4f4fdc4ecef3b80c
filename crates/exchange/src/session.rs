//! The session of a link: the one thing a node drives.

mod sending;

use std::collections::VecDeque;

use weicourt_domain::instant::Instant;

use crate::bundle::Bundle;
use crate::config::Config;
use crate::flights::Flights;
use crate::flows::Flows;
use crate::input::{Input, Output, Ticket, Wanted};
use crate::item::Flow;
use crate::keys::{KeyError, LinkKeys, PeerKeys, Seed};
use crate::pace::{Bucket, Pace};
use crate::receiving::Receiving;
use crate::sealing::{Opener, Sealer};
use crate::status::{Counters, Status};

/// What is being loaded, and the births of the flows.
type Pieces = Vec<(Wanted, u64)>;

/// Pause before loading is tried again.
const LOAD_AGAIN_MS: i64 = 1_000;
/// Most questions waiting.
const MAX_ASKS: usize = 4096;

/// One end of a link between two nodes: decides what is sent when, and what of what came in is applied.
///
/// It has no sockets, no files, no clock and no random numbers: see the [crate](crate) for how a node
/// drives it.
#[derive(Debug)]
pub struct Exchange {
    config: Config,
    sealer: Sealer,
    opener: Opener,
    flows: Flows,
    flights: Flights,
    receiving: Receiving,
    pace: Pace,
    bucket: Bucket,
    outputs: VecDeque<Output>,
    asks: VecDeque<(Flow, u64)>,
    /// What is being loaded of files, and of everything else.
    loading: [Option<(Ticket, Pieces)>; 2],
    load_again_at: i64,
    applying: Option<Ticket>,
    answer_at: Option<i64>,
    next_number: u64,
    next_ticket: u64,
    /// The session's own clock never goes back: it is the node's and this many milliseconds.
    ahead_ms: i64,
    now: i64,
    asked_at: i64,
    acknowledged_at: Option<Instant>,
    heard_at: Option<Instant>,
    counters: Counters,
}

impl Exchange {
    /// A session that knows nothing yet; tell it the flows with [`Input::News`].
    ///
    /// # Errors
    ///
    /// [`KeyError::Weak`] if nothing can be sealed to the peer's key.
    pub fn new(
        config: Config,
        keys: &LinkKeys,
        peer: &PeerKeys,
        seed: &Seed,
        now: Instant,
    ) -> Result<Exchange, KeyError> {
        let rate = config.bytes_per_second.map(std::num::NonZeroU64::get);
        let burst = usize::try_from(rate.unwrap_or(0)).unwrap_or(usize::MAX).max(2 * config.chunk_limit());
        Ok(Exchange {
            sealer: Sealer::new(keys, peer, seed)?,
            opener: Opener::new(keys, peer),
            flows: Flows::new(config.writes),
            flights: Flights::default(),
            receiving: Receiving::default(),
            pace: Pace::new(config.first_resend_ms, config.least_resend_ms, config.longest_resend_ms),
            bucket: Bucket::new(rate, burst, now.0),
            outputs: VecDeque::new(),
            asks: VecDeque::new(),
            loading: [None, None],
            load_again_at: now.0,
            applying: None,
            answer_at: None,
            next_number: 1,
            next_ticket: 1,
            ahead_ms: 0,
            now: now.0,
            asked_at: now.0,
            acknowledged_at: None,
            heard_at: None,
            counters: Counters::default(),
            config,
        })
    }

    /// The epoch of this run; a random number.
    pub fn epoch(&self) -> u64 {
        self.sealer.epoch()
    }

    /// Takes in what happened outside.
    ///
    /// `now` is the node's clock; if it was set back, the session goes on from where it was.
    pub fn handle_input(&mut self, input: Input, now: Instant) {
        self.set_clock(now);
        match input {
            Input::Tick => {}
            Input::Received(bytes) => self.receive(&bytes),
            Input::News { flow, acknowledged, head, since } => {
                let since = since.0.saturating_add(self.ahead_ms).min(self.now);
                self.flows.news(flow, acknowledged, head, since, self.next_number);
            }
            Input::Loaded { ticket, items, gone } => self.loaded(ticket, items, &gone),
            Input::NotLoaded { ticket } => {
                if self.loading.iter().flatten().any(|(loading, _)| *loading == ticket) {
                    self.load_again_at = self.now + LOAD_AGAIN_MS;
                }
                self.loaded(ticket, Vec::new(), &[]);
            }
            Input::Applied { ticket, verdicts } => self.applied(ticket, verdicts),
            Input::NotApplied { ticket } => self.applied(ticket, Vec::new()),
            Input::Ask { flow, after } => {
                self.receiving.correct(flow, after);
                self.asks.retain(|(asked, _)| *asked != flow);
                if self.asks.len() < MAX_ASKS {
                    self.asks.push_back((flow, after));
                }
            }
            Input::Resume(flow) => self.flows.resume(flow, self.next_number),
            Input::Forget(case) => {
                self.flows.forget(case);
                self.receiving.forget(case);
                self.asks.retain(|(flow, _)| flow.case() != Some(case));
            }
        }
        self.resend();
    }

    /// The next thing to do; [`Output::Wait`] when there is nothing.
    pub fn poll_output(&mut self) -> Output {
        if let Some(output) = self.outputs.pop_front() {
            return output;
        }
        if let Some(halt) = self.flows.halts.pop_front() {
            return Output::Halted(halt);
        }
        if let Some((flow, at)) = self.flows.saved.pop_first() {
            return Output::Acknowledged { flow, at };
        }
        if let Some(apply) = self.next_apply() {
            return apply;
        }
        let until = match self.next_load() {
            Ok(load) => return load,
            Err(until) => until,
        };
        if let Some(bytes) = self.next_bare_bundle() {
            return Output::Send(bytes);
        }
        Output::Wait(Instant(self.next_timer(until).saturating_sub(self.ahead_ms)))
    }

    fn set_clock(&mut self, now: Instant) {
        let own = now.0.saturating_add(self.ahead_ms);
        if own < self.now {
            self.ahead_ms = self.ahead_ms.saturating_add(self.now - own);
        }
        self.now = own.max(self.now);
        self.bucket.fill(self.now);
        self.flows.wake(self.now);
    }

    fn receive(&mut self, bytes: &[u8]) {
        self.counters.received_bytes += bytes.len() as u64;
        let opened = self.opener.open(bytes);
        let (number, mut bundle) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                self.counters.unreadable_bundles += 1;
                self.outputs.push_back(Output::Unreadable(error));
                return;
            }
        };
        self.counters.received_bundles += 1;
        self.heard_at = Some(Instant(self.now - self.ahead_ms));
        let is_new = self.receiving.is_new(number, &bundle);
        if is_new {
            self.understand(&mut bundle);
            if !self.receiving.take(number, bundle, self.config.receive_bytes) {
                self.counters.dropped_bundles += 1;
            }
        } else {
            self.counters.repeated_bundles += 1;
        }
        self.note_due();
    }

    /// Takes answers and questions; they are dealt with even if the items must wait.
    fn understand(&mut self, bundle: &mut Bundle) {
        for feedback in std::mem::take(&mut bundle.feedback) {
            // Answers to an earlier run of this node say nothing about this one.
            if feedback.epoch != self.sealer.epoch() {
                continue;
            }
            for note in feedback.notes {
                if note.number >= self.next_number {
                    self.counters.strange_answers += 1;
                    continue;
                }
                self.flows.answer(
                    note.flow,
                    note.number,
                    note.answer,
                    self.now,
                    self.next_number,
                    &mut self.counters,
                );
                self.flights.answered(note.number, self.now, &self.flows, &mut self.pace);
            }
            for range in feedback.acknowledged {
                if self.flights.acknowledge(range, self.now, &mut self.flows, &mut self.pace) {
                    self.acknowledged_at = Some(Instant(self.now - self.ahead_ms));
                }
            }
        }
        for (flow, after) in &bundle.asks {
            self.flows.rewind(*flow, *after, self.now, self.next_number);
        }
    }

    fn note_due(&mut self) {
        if self.receiving.is_due() && self.answer_at.is_none() {
            self.answer_at = Some(self.now + i64::from(self.config.ack_delay_ms));
        }
    }

    /// Sends again what was lost.
    fn resend(&mut self) {
        let mut lost = self.flights.overtaken();
        lost.extend(self.flights.expired(self.now, &mut self.pace));
        for number in lost {
            self.counters.lost_bundles += 1;
            for (flow, after) in self.flights.lose(number, self.next_number, &mut self.flows) {
                if !self.asks.iter().any(|(asked, _)| *asked == flow) {
                    self.asks.push_back((flow, after));
                }
            }
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket - 1)
    }

    fn next_apply(&mut self) -> Option<Output> {
        if self.applying.is_some() {
            return None;
        }
        let items = self.receiving.next_items(&mut self.counters);
        self.note_due();
        if items.is_empty() {
            return None;
        }
        let ticket = self.ticket();
        self.applying = Some(ticket);
        Some(Output::Apply { ticket, items })
    }

    fn applied(&mut self, ticket: Ticket, verdicts: Vec<crate::Verdict>) {
        if self.applying == Some(ticket) {
            self.applying = None;
            self.receiving.applied(verdicts, &mut self.counters);
            self.note_due();
        }
    }

    fn heartbeat_at(&self) -> Option<i64> {
        let heartbeat_ms = i64::from(self.config.heartbeat_ms);
        (heartbeat_ms > 0).then(|| self.asked_at + heartbeat_ms)
    }

    fn next_timer(&self, load_at: i64) -> i64 {
        let heartbeat_at = self.heartbeat_at().filter(|_| self.flights.is_empty());
        let timers =
            [self.answer_at, heartbeat_at, self.flights.next_expiry(&self.pace), self.flows.next_wake()];
        timers.into_iter().flatten().fold(load_at, i64::min)
    }

    /// How the link is doing.
    pub fn status(&self, now: Instant) -> Status {
        let now = now.0.saturating_add(self.ahead_ms).max(self.now);
        let lanes = self.flows.lanes(now);
        Status {
            lag_ms: lanes.iter().map(|lane| lane.lag_ms).max().unwrap_or(0),
            lanes,
            in_flight_bundles: self.flights.len(),
            in_flight_bytes: self.flights.bytes(),
            received_bytes: self.receiving.waiting_bytes(),
            probing: self.pace.is_silent(),
            last_acknowledged_at: self.acknowledged_at,
            last_heard_at: self.heard_at,
            round_trip_ms: self.pace.smooth_ms(),
            halted: self.flows.halted(),
            counters: self.counters,
        }
    }
}

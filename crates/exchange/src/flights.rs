//! Bundles on their way: what was in them, and when they count as lost.

use std::collections::BTreeMap;

use crate::flows::Flows;
use crate::item::{Flow, Lane};
use crate::pace::Pace;

/// A later bundle acknowledged this often means that this one was lost.
const OVERTAKEN: u32 = 3;
/// Bundles taken for lost whose answer would still be understood.
const MAX_LATE: usize = 256;

/// What a bundle carried of a flow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) flow: Flow,
    pub(crate) after: u64,
    pub(crate) until: u64,
    pub(crate) born: u64,
}

#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) sent_at: i64,
    pub(crate) size_bytes: usize,
    pub(crate) parts: Vec<Part>,
    pub(crate) asks: Vec<(Flow, u64)>,
    pub(crate) overtaken: u32,
}

/// Bundles sent and not answered, by number.
#[derive(Debug, Default)]
pub(crate) struct Flights {
    in_flight: BTreeMap<u64, Flight>,
    /// Taken for lost; an answer may still come, and tells how slow the link is.
    late: BTreeMap<u64, Flight>,
    bytes: usize,
    expired_at: i64,
}

impl Flights {
    pub(crate) fn add(&mut self, number: u64, flight: Flight) {
        self.bytes += flight.size_bytes;
        self.in_flight.insert(number, flight);
    }

    pub(crate) fn len(&self) -> usize {
        self.in_flight.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.in_flight.is_empty()
    }

    /// Whether anything but files is on its way.
    pub(crate) fn has_urgent(&self) -> bool {
        let mut parts = self.in_flight.values().flat_map(|flight| &flight.parts);
        parts.any(|part| part.flow.lane() != Lane::Chunks)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The lowest number whose answer would still be understood.
    pub(crate) fn floor(&self, next: u64) -> u64 {
        let first = self.in_flight.keys().next().copied().unwrap_or(next);
        first.min(self.late.keys().next().copied().unwrap_or(next))
    }

    /// Everything in bundles `from..=to` is durable at the peer. Whether any of them was waited for.
    pub(crate) fn acknowledge(
        &mut self,
        (from, to): (u64, u64),
        now: i64,
        flows: &mut Flows,
        pace: &mut Pace,
    ) -> bool {
        let in_flight: Vec<u64> = self.in_flight.range(from..=to).map(|(number, _)| *number).collect();
        let late: Vec<u64> = self.late.range(from..=to).map(|(number, _)| *number).collect();
        let newest = in_flight.last().max(late.last()).copied();
        for number in &in_flight {
            if let Some(flight) = self.in_flight.remove(number) {
                self.bytes -= flight.size_bytes;
                self.settle(*number, &flight, newest, now, flows, pace);
            }
            for (_, earlier) in self.in_flight.range_mut(..number) {
                earlier.overtaken += 1;
            }
        }
        for number in &late {
            if let Some(flight) = self.late.remove(number) {
                self.settle(*number, &flight, newest, now, flows, pace);
            }
        }
        newest.is_some()
    }

    fn settle(
        &self,
        number: u64,
        flight: &Flight,
        newest: Option<u64>,
        now: i64,
        flows: &mut Flows,
        pace: &mut Pace,
    ) {
        for part in &flight.parts {
            flows.acknowledge(part.flow, part.until, part.born);
        }
        if newest == Some(number) {
            pace.answered((now - flight.sent_at).max(0));
        }
    }

    /// The peer said something about bundle `number`; it is not waited for once each part is settled.
    pub(crate) fn answered(&mut self, number: u64, now: i64, flows: &Flows, pace: &mut Pace) {
        let Some(flight) = self.in_flight.get_mut(&number) else { return };
        flight.parts.retain(|part| !flows.is_settled(part.flow, part.until, part.born, number));
        if flight.parts.is_empty() && flight.asks.is_empty() {
            self.bytes -= flight.size_bytes;
            pace.answered((now - flight.sent_at).max(0));
            self.in_flight.remove(&number);
        }
    }

    /// Bundles that later ones have overtaken.
    pub(crate) fn overtaken(&self) -> Vec<u64> {
        let overtaken = self.in_flight.iter().filter(|(_, flight)| flight.overtaken >= OVERTAKEN);
        overtaken.map(|(number, _)| *number).collect()
    }

    /// Bundles that have been waited for long enough; each wave of them doubles the pause.
    pub(crate) fn expired(&mut self, now: i64, pace: &mut Pace) -> Vec<u64> {
        let resend_ms = pace.resend_ms();
        let is_due = |flight: &Flight| flight.sent_at + resend_ms <= now;
        let due: Vec<u64> = self.in_flight.iter().take_while(|(_, f)| is_due(f)).map(|(n, _)| *n).collect();
        let newest = due.last().and_then(|number| self.in_flight.get(number));
        if newest.is_some_and(|flight| flight.sent_at >= self.expired_at) {
            self.expired_at = now;
            pace.unanswered();
        }
        due
    }

    pub(crate) fn next_expiry(&self, pace: &Pace) -> Option<i64> {
        self.in_flight.values().next().map(|flight| flight.sent_at + pace.resend_ms())
    }

    /// Takes a bundle for lost: its flows go back. Gives the questions it carried.
    pub(crate) fn lose(&mut self, number: u64, next: u64, flows: &mut Flows) -> Vec<(Flow, u64)> {
        let Some(mut flight) = self.in_flight.remove(&number) else { return Vec::new() };
        self.bytes -= flight.size_bytes;
        for part in &flight.parts {
            flows.lose(part.flow, part.after, part.born, number, next);
        }
        let asks = std::mem::take(&mut flight.asks);
        self.late.insert(number, flight);
        if self.late.len() > MAX_LATE {
            self.late.pop_first();
        }
        asks
    }
}

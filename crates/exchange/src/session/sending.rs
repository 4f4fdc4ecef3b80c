//! What is loaded, put into bundles and handed to the link.

use super::Exchange;
use crate::bundle::{Bundle, BundleError};
use crate::flights::{Flight, Part};
use crate::input::{Output, Ticket, Wanted};
use crate::item::{Flow, Item, Lane};

/// Bytes of items after which a bundle is closed; far below what a receiver takes.
const CLOSE_BUNDLE_BYTES: usize = 4 << 20;
/// Most questions in a bundle.
const MAX_ASKS_IN_BUNDLE: usize = 256;

impl Exchange {
    /// What to load now, or when there may be something: later than any time if nothing waits for time.
    pub(super) fn next_load(&mut self) -> Result<Output, i64> {
        let window_bytes = self.config.window_bytes;
        let window_bundles = self.config.window_bundles;
        let is_urgent = self.flows.has_ready(Lane::Control) || self.flows.has_ready(Lane::Entries);
        // What is urgent is loaded while a piece of a film is still being read from a slow disk.
        if self.loading[usize::from(is_urgent)].is_some() {
            return Err(i64::MAX);
        }
        if !is_urgent && !self.flows.has_ready(Lane::Chunks) {
            return Err(i64::MAX);
        }
        if self.load_again_at > self.now {
            return Err(self.load_again_at);
        }
        let chunk_bytes = self.config.chunk_limit();
        // Files leave a quarter of the window to what is urgent.
        let (room_bytes, room_bundles, need_bytes) = if is_urgent {
            (window_bytes, window_bundles, 1)
        } else {
            ((window_bytes / 4 * 3).saturating_sub(chunk_bytes), window_bundles / 4 * 3, chunk_bytes)
        };
        let has_room = if self.pace.is_silent() {
            // One try at a time; but a film that was tried does not hold up a chat line.
            is_urgent && !self.flights.has_urgent()
        } else {
            self.flights.bytes() <= room_bytes && self.flights.len() < room_bundles
        };
        if !has_room && !self.flights.is_empty() {
            return Err(i64::MAX);
        }
        let wait_ms = self.bucket.wait_ms(need_bytes);
        if wait_ms > 0 {
            return Err(self.now + wait_ms);
        }
        Ok(self.load(is_urgent))
    }

    fn load(&mut self, is_urgent: bool) -> Output {
        let mut flows = Vec::new();
        if is_urgent {
            for lane in [Lane::Control, Lane::Entries] {
                while flows.len() < self.config.flows_in_bundle.max(1) {
                    let Some(flow) = self.flows.take_ready(lane) else { break };
                    flows.push(flow);
                }
            }
        } else {
            flows.extend(self.flows.take_ready(Lane::Chunks));
        }
        let wanted: Vec<(Wanted, u64)> = flows
            .into_iter()
            .filter_map(|flow| {
                let entry = self.flows.get(flow)?;
                Some((Wanted { flow, after: entry.next }, entry.born))
            })
            .collect();
        let max_bytes = if is_urgent { self.config.bundle_limit() } else { self.config.chunk_limit() };
        let ticket = self.ticket();
        let output =
            Output::Load { ticket, wanted: wanted.iter().map(|(wanted, _)| *wanted).collect(), max_bytes };
        self.loading[usize::from(is_urgent)] = Some((ticket, wanted));
        output
    }

    pub(super) fn loaded(&mut self, ticket: Ticket, items: Vec<Item>, gone: &[Flow]) {
        let mut slots = self.loading.iter_mut();
        let Some((_, wanted)) = slots.find_map(|slot| slot.take_if(|(loading, _)| *loading == ticket)) else {
            return;
        };
        for flow in gone {
            self.flows.forget_flow(*flow);
        }
        let mut bundle = Vec::new();
        let mut size_bytes = 0;
        for item in items {
            let asked = wanted.iter().find(|(wanted, _)| wanted.flow == item.flow());
            // The flow may have gone back, or begun another life, while it was loaded.
            let fits = asked.is_some_and(|(wanted, born)| {
                let entry = self.flows.get(wanted.flow);
                entry.is_some_and(|e| e.born == *born && e.next == item.after() && item.until() <= e.head)
            });
            if !fits || item.until() <= item.after() {
                continue;
            }
            if !bundle.is_empty() && size_bytes + item.size_bytes() > CLOSE_BUNDLE_BYTES {
                self.send(std::mem::take(&mut bundle));
                size_bytes = 0;
            }
            size_bytes += item.size_bytes();
            self.flows.sent(item.flow(), item.until());
            bundle.push(item);
        }
        if !bundle.is_empty() {
            self.send(bundle);
        }
        for (wanted, _) in wanted {
            self.flows.queue(wanted.flow);
        }
    }

    fn send(&mut self, items: Vec<Item>) {
        let mut parts: Vec<Part> = Vec::new();
        for item in &items {
            let (flow, after, until) = (item.flow(), item.after(), item.until());
            match parts.last_mut().filter(|last| last.flow == flow && last.until == after) {
                Some(last) => last.until = until,
                None => {
                    let born = self.flows.get(flow).map_or(0, |entry| entry.born);
                    parts.push(Part { flow, after, until, born });
                }
            }
        }
        match self.seal(Bundle { items, ..Bundle::default() }, parts) {
            Ok(bytes) => self.outputs.push_back(Output::Send(bytes)),
            Err((parts, error)) => {
                for part in parts {
                    self.flows.halt(part.flow, part.after, format!("cannot be sent: {error}"));
                }
            }
        }
    }

    /// Seals a bundle, lets answers and questions ride along, and remembers it if it wants an answer.
    fn seal(&mut self, mut bundle: Bundle, parts: Vec<Part>) -> Result<Vec<u8>, (Vec<Part>, BundleError)> {
        bundle.floor = self.flights.floor(self.next_number);
        bundle.feedback = self.receiving.answers();
        self.answer_at = None;
        self.note_due();
        let n_asks = self.asks.len().min(MAX_ASKS_IN_BUNDLE);
        bundle.asks = self.asks.drain(..n_asks).collect();
        let number = self.next_number;
        let bytes = match self.sealer.seal(number, &bundle) {
            Ok(bytes) => bytes,
            Err(error) => return Err((parts, error)),
        };
        self.next_number += 1;
        self.counters.sent_bundles += 1;
        self.counters.sent_bytes += bytes.len() as u64;
        self.bucket.take(bytes.len());
        if bundle.expects_answer() {
            self.asked_at = self.now;
            let asks = bundle.asks;
            let flight = Flight { sent_at: self.now, size_bytes: bytes.len(), parts, asks, overtaken: 0 };
            self.flights.add(number, flight);
        }
        Ok(bytes)
    }

    /// A bundle without items, if an answer, a question or a sign of life is due.
    pub(super) fn next_bare_bundle(&mut self) -> Option<Vec<u8>> {
        let may_ask = self.flights.is_empty();
        let ping = may_ask && self.heartbeat_at().is_some_and(|at| at <= self.now);
        let is_answer_due = self.answer_at.is_some_and(|at| at <= self.now);
        let has_asks = may_ask && !self.asks.is_empty();
        if !(ping || is_answer_due || has_asks) {
            return None;
        }
        self.seal(Bundle { ping, ..Bundle::default() }, Vec::new()).ok()
    }
}

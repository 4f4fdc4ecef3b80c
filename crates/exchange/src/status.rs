//! How a link is doing, for metrics and the desk.

use weicourt_domain::instant::Instant;

use crate::input::Halt;

/// A picture of a session at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Age in milliseconds of the oldest thing that the peer has not acknowledged; 0 if there is none.
    /// Halted flows do not count: they are in `halted`.
    pub lag_ms: u64,
    /// What waits or travels in each lane, in the order of [`Lane::ALL`](crate::Lane::ALL).
    pub lanes: [LaneStatus; 3],
    /// Bundles sent and not acknowledged.
    pub in_flight_bundles: usize,
    /// Their bytes.
    pub in_flight_bytes: usize,
    /// Bytes that wait to be applied here.
    pub received_bytes: usize,
    /// Whether the last tries went unanswered, so that only one bundle is tried at a time.
    pub probing: bool,
    /// When the peer last acknowledged something.
    pub last_acknowledged_at: Option<Instant>,
    /// When a bundle of the peer last came in.
    pub last_heard_at: Option<Instant>,
    /// Smoothed round trip in milliseconds, with the peer's applying; `None` before the first.
    pub round_trip_ms: Option<u64>,
    /// Flows that stand still until somebody looks at them.
    pub halted: Vec<Halt>,
    /// Since the start of this run.
    pub counters: Counters,
}

/// What waits or travels in one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LaneStatus {
    /// Flows with something the peer has not acknowledged.
    pub flows: usize,
    /// Control items, entries or bytes not acknowledged.
    pub waiting: u64,
    /// Age in milliseconds of the oldest.
    pub lag_ms: u64,
}

/// Counts since the start of a run; they never go down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Bundles handed to the link.
    pub sent_bundles: u64,
    /// Their bytes.
    pub sent_bytes: u64,
    /// Bundles taken for lost, whose contents were sent again.
    pub lost_bundles: u64,
    /// Bundles of the peer that were read.
    pub received_bundles: u64,
    /// Bytes from the link, readable or not.
    pub received_bytes: u64,
    /// Bytes from the link that were no bundle of the peer.
    pub unreadable_bundles: u64,
    /// Bundles that had been here before.
    pub repeated_bundles: u64,
    /// Bundles dropped because too much waited to be applied.
    pub dropped_bundles: u64,
    /// Items that were known already.
    pub known_items: u64,
    /// Items that did not follow what was known.
    pub gaps: u64,
    /// Items applied.
    pub applied_items: u64,
    /// Items refused for good, here.
    pub refused_items: u64,
    /// Answers of the peer that make no sense, and were ignored.
    pub strange_answers: u64,
}

//! What can be set on a session.

use std::num::NonZeroU64;

use weicourt_domain::log::Origin;

/// Sizes and times of a session. The defaults suit a network; a file ferry that runs every few minutes
/// wants a larger window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The chain of each case that this node alone writes. If the peer knows more of it than there is,
    /// this node was restored from an old backup, and the flow is halted before it forks. Of another chain,
    /// given back to its writer, the peer may well know more. `None` takes every chain for the node's.
    pub writes: Option<Origin>,
    /// Most bytes sent and not acknowledged. Window divided by round trip is the highest rate.
    pub window_bytes: usize,
    /// Most bundles sent and not acknowledged.
    pub window_bundles: usize,
    /// Bytes of control items and entries in a bundle, unpacked; a single large entry may exceed it.
    pub bundle_bytes: usize,
    /// Bytes of a file in a bundle.
    pub chunk_bytes: usize,
    /// Most flows loaded at once.
    pub flows_in_bundle: usize,
    /// Most bytes that wait to be applied; more is dropped, and sent again by the peer.
    pub receive_bytes: usize,
    /// Bandwidth cap in bytes a second, over a second; `None` for none.
    pub bytes_per_second: Option<NonZeroU64>,
    /// How long an acknowledgement may wait for something to travel with.
    pub ack_delay_ms: u32,
    /// When to send again while no round trip has been measured.
    pub first_resend_ms: u32,
    /// Never send again sooner.
    pub least_resend_ms: u32,
    /// Longest pause between tries while the peer does not answer, unless round trips are longer.
    pub longest_resend_ms: u32,
    /// A sign of life after this long without anything to send; 0 for none.
    pub heartbeat_ms: u32,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            writes: None,
            window_bytes: 8 << 20,
            window_bundles: 256,
            bundle_bytes: 256 << 10,
            chunk_bytes: 256 << 10,
            flows_in_bundle: 64,
            receive_bytes: 32 << 20,
            bytes_per_second: None,
            ack_delay_ms: 20,
            first_resend_ms: 3_000,
            least_resend_ms: 500,
            longest_resend_ms: 60_000,
            heartbeat_ms: 30_000,
        }
    }
}

impl Config {
    /// Most bytes of a file in a bundle: smaller under a low cap, so that a chat line waits a quarter
    /// of a second at most.
    pub(crate) fn chunk_limit(&self) -> usize {
        let capped = self.bytes_per_second.map_or(u64::MAX, |rate| (rate.get() / 4).max(4096));
        self.chunk_bytes.clamp(1, 4 << 20).min(usize::try_from(capped).unwrap_or(usize::MAX))
    }

    /// Most bytes asked for in one load of control items and entries.
    pub(crate) fn bundle_limit(&self) -> usize {
        self.bundle_bytes.clamp(1, 4 << 20)
    }
}

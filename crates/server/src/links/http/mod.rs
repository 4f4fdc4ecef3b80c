//! The link over HTTP with TLS 1.3 and certificates on both sides.
//!
//! One node listens, the other dials; a private network usually dials out. Bundles of the dialler go in the
//! body of a `POST`; those of the listener come in the answer to a `GET` that waits for them. Both carry many
//! bundles at once, so that a far peer costs few round trips. An answer that gets lost is given again, until
//! the next `GET` names it as taken; a request that gets lost is posted again.

mod dial;
mod frames;
mod listen;
mod peer;
mod tls;

use std::time::Duration;

pub use dial::{Dial, dial};
pub use listen::{Listen, listen};
pub use tls::{Tls, TlsProblem};

/// Where bundles are posted to and fetched from. The number changes with what the bodies mean.
const PATH: &str = "/exchange/1/bundles";
/// Header of an answer with bundles: its number, which the next request names.
const BATCH: &str = "weicourt-batch";
/// Header of a request: the number of the answer that arrived.
const TAKEN: &str = "weicourt-taken";
/// How long a `GET` waits for a bundle. Proxies often give up after a minute.
const LONG_POLL: Duration = Duration::from_secs(25);
/// Bundles that travel in one body, in bytes, unless a single one is larger.
const BATCH_BYTES: usize = 1024 * 1024;
/// Bundles that wait for the line, in bytes. Few, so that on a slow line what is urgent does not queue
/// behind what is not: the protocol above decides what goes first, until it is handed over here.
const OUT_BYTES: usize = 1024 * 1024;
/// Bundles that wait for being received here, in bytes.
const IN_BYTES: usize = 8 * 1024 * 1024;

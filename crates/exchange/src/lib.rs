//! Bundles between zones and the session that carries them: everything of a link between two nodes but
//! storage and transport. It has no sockets, no files, no clock and no random numbers, so that a
//! simulation of ten thousand broken links tests the very code that runs.
//!
//! **The log is the queue.** Nothing is copied into an outgoing queue. For each [`Flow`] (a chain of a
//! case, the control stream, a file) the session remembers what there is, what the peer has, and what is on
//! its way. It loads what follows, sends it, and sends it again until the peer has it durably. The
//! receiver applies only what directly follows what it has: it skips what it knows and asks again where
//! something is missing. So a bundle may be lost, doubled, late or cut, and either node may stop at any
//! moment, and nothing is lost, applied twice or out of order.
//!
//! # How a node drives it
//!
//! One task per link owns an [`Exchange`]. At the start it tells every flow that is open on the other
//! side ([`Input::News`] with the saved cursor), then it loops:
//!
//! ```text
//! loop {
//!     match exchange.poll_output() {
//!         Send(bytes)                => link.send(bytes),                  // may be lost
//!         Load { ticket, wanted, .. } => Loaded { ticket, items, gone }    // read log, filter by policy
//!         Apply { ticket, items }    => Applied { ticket, verdicts }       // check, append, commit, answer
//!         Acknowledged { flow, at }  => save the cursor (when convenient)
//!         Halted(halt)               => tell an operator
//!         Unreadable(error)          => count it
//!         Wait(until)                => wait for: link.receive() → Received(bytes) | a commit → News
//!                                       | an answer to Load or Apply | the time → Tick
//!     }
//! }
//! ```
//!
//! `Load` and `Apply` may run in tasks of their own while the loop goes on. Outstanding are at most one
//! `Apply` and two `Load`s, one of them of a file: a slow disk of films does not hold up a chat line. What the
//! node owes:
//! - A [`Verdict::Applied`] is given after the commit, not before. In the same transaction the node
//!   checks that an item directly follows what it has, and answers [`Verdict::Have`] otherwise: the
//!   session filters, the store decides.
//! - Entries of a case that is not open here are answered with `Have(0)`, and with nothing else; the
//!   peer tries again, ever more slowly, until the control item that opens the case has come through.
//! - What is loaded is durable: a chain never gets shorter, and its entries never change.
//! - A [`Seed`] is used for one run.
//! - When a case has gone home, both nodes say [`Input::Forget`]; when it goes out again, `News` begins
//!   anew with the cursor at 0. Cursors of a forgotten case that wait to be saved are dropped.
//! - A file of no bytes has no chunks; a node needs no exchange to know its content.
//!
//! # Example
//!
//! Two nodes on one desk; the one tells the other something.
//!
//! ```
//! use weicourt_domain::instant::Instant;
//! use weicourt_exchange::{Config, Exchange, Flow, Input, Item, LinkKeys, Output, Seed, Verdict};
//!
//! let now = Instant(0);
//! let (court, front) = (LinkKeys::from_seed(&[1; 64]), LinkKeys::from_seed(&[2; 64]));
//! let config = Config { ack_delay_ms: 0, ..Config::default() };
//! let mut home = Exchange::new(config.clone(), &court, &front.public(), &Seed::from_bytes([3; 32]), now)?;
//! let mut away = Exchange::new(config, &front, &court.public(), &Seed::from_bytes([4; 32]), now)?;
//!
//! home.handle_input(Input::News { flow: Flow::Control, acknowledged: 0, head: 1, since: now }, now);
//! let mut heard = Vec::new();
//! let mut saved = 0;
//! while saved == 0 {
//!     match home.poll_output() {
//!         Output::Load { ticket, wanted, .. } => {
//!             let item = Item::Control { seq: wanted[0].after + 1, payload: b"open the case".to_vec() };
//!             home.handle_input(Input::Loaded { ticket, items: vec![item], gone: vec![] }, now);
//!         }
//!         Output::Send(bytes) => away.handle_input(Input::Received(bytes), now),
//!         Output::Acknowledged { at, .. } => saved = at,
//!         _ => {}
//!     }
//!     match away.poll_output() {
//!         Output::Apply { ticket, items } => {
//!             heard.extend(items);
//!             away.handle_input(Input::Applied { ticket, verdicts: vec![Verdict::Applied] }, now);
//!         }
//!         Output::Send(bytes) => home.handle_input(Input::Received(bytes), now),
//!         _ => {}
//!     }
//! }
//! assert_eq!(heard, [Item::Control { seq: 1, payload: b"open the case".to_vec() }]);
//! # Ok::<(), weicourt_exchange::KeyError>(())
//! ```
//!
//! # What holds
//!
//! - [`Lane`]s: control before entries before files. Files use three quarters of the window and never
//!   go into debt with the bandwidth cap, so a chat line does not wait behind a film.
//! - An answer names the run of the sender and the bundle that it answers; answers to an earlier run, or
//!   to what was sent before the flow last went back, change nothing.
//! - Nothing of a bundle is used before its signature, its seal and its form are right; a bundle that does
//!   not expect an answer gets none.
//! - Memory is bounded by the window, by [`Config::receive_bytes`] and by the number of open flows.
//!
//! To add a kind of item: 1. a variant of [`Item`], and of [`Flow`] if it is numbered on its own; 2. a
//! new tag in `item_wire.rs` and `wire.rs`; 3. its lane; 4. the model nodes of the simulation send and
//! apply it; 5. upgrade receivers first, because an old one refuses the whole bundle.

mod bundle;
mod config;
mod flights;
mod flows;
mod input;
mod item;
mod item_wire;
mod keys;
mod pace;
mod ranges;
mod receiving;
mod sealing;
mod session;
mod status;
mod wire;

pub use bundle::{Answer, Bundle, BundleError, Feedback, MAX_BUNDLE_BYTES, MAX_INSIDE_BYTES, Note};
pub use config::Config;
pub use input::{Halt, Input, Output, Ticket, Verdict, Wanted};
pub use item::{Flow, Item, Lane, SentEntry};
pub use keys::{KeyError, LinkId, LinkKeys, PeerKeys, Seed};
pub use sealing::{BundleNumber, Opener, Sealer};
pub use session::Exchange;
pub use status::{Counters, LaneStatus, Status};

//! Measuring a running node from outside, and the log alone.
//!
//! What holds here:
//!
//! - A node is driven over the same HTTP and WebSockets as by phones; nothing is called inside it.
//! - Processor time is that of the node's process alone, as its own `/metrics` tells it.
//! - No figure of durable writes is printed without an fsync probe of the same disk in the same run.

pub mod append;
pub mod documents;
pub mod register;
pub mod space;

mod caller;
mod child;
mod courtroom;
mod figures;
mod line;

/// Why a measurement could not be made. Never holds words of people: there are only sample people here.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

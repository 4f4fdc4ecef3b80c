//! Service: what is sent to whom, what becomes of it, when it counts, and what runs from it.

mod addresses;
mod certificates;
mod effect;
mod from_outside;
pub(crate) mod given;
mod on_paper;
mod periods;
mod properties;
pub(crate) mod random;
mod seeing;
mod sending;
mod todos;

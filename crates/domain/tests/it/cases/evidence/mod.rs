//! Evidence: handed in, exchanged, cross-examined, ruled on, compared with the original.

mod comparing;
mod from_outside;
pub(crate) mod given;
mod opinions;
mod periods;
mod promoting;
pub(crate) mod random;
mod restricting;
mod rulings;
mod submitting;

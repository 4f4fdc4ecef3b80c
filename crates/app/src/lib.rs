//! Use cases of the court: what the phone, the desk, jobs and the command line all run.
//!
//! Every act goes one way, [`Court::transact`] in `court.rs`: load the case, let the domain decide,
//! append with what it was decided on, fold the result in. A lost race loads and decides again.
//!
//! Invariants
//! - No rule of law lives here; refusals come from the domain or say that there is nothing to refuse.
//! - Everything a viewer gets goes through [`view::Viewer`], which asks the domain what they may see.
//! - Acts of the public are signed where they are made (`acts.rs`); nothing is decided for a person who
//!   did not sign.
//! - What must be sent outside after an act is written in the act's transaction (`notices.rs`).
//!
//! To add a use case: a request type and a method of [`Court`] in the file of its area, a route of the
//! same name in the HTTP room.

pub mod acts;
pub mod agenda;
pub mod applications;
mod case_acts;
pub mod cases;
mod counting;
pub mod court;
pub mod desk;
pub mod devices;
pub mod documents;
pub mod dossier;
pub mod drafts;
pub mod error;
pub mod evidence;
pub mod exchange;
pub mod filing;
pub mod hub;
pub mod identity;
pub mod invitations;
pub mod limits;
pub mod notices;
pub mod passkeys;
pub mod phone_change;
pub mod ports;
pub mod register;
pub mod relay;
mod run;
pub mod serving;
pub mod space;
pub mod uploads;
pub mod view;

pub use court::{Court, Done, NodeProfile, Ports};
pub use error::{AppError, Denied};

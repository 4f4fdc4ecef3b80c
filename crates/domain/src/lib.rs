//! The law of a case as pure functions: no async, no clock, no random numbers, no files, no floats.
//!
//! A case is an append-only log of typed entries ([`entry::EntryBody`]) in two chains ([`log`]). State
//! is a fold of that log ([`case::CaseState`]); a command is decided against the state and gives the
//! entries to append, or a refusal. Who may see or do what is asked in one place, [`permission`].
//!
//! Invariants
//! - Entries are never changed or removed; a correction is a new entry.
//! - What parties submit and what the court decides live in different fields of the state, so that
//!   entries of the two origins commute.
//! - Every rule that comes from a text of law names its article under `# Source`.
//!
//! To add a command: 1. give it a variant in [`command::Command`] and its entry a variant in
//! [`entry::EntryBody`] and [`entry::EntryKind`]; 2. say in [`permission`] who may do it and who may see
//! it; 3. write `decide_…` in the module of its area and its arm in [`case::CaseState::evolve`]; 4. give
//! each new refusal its words in the `problem` module of the HTTP room; the compiler asks for all four.

pub mod actor;
pub mod agenda;
pub mod application;
pub mod audience;
pub mod calendar;
pub mod case;
pub mod case_number;
pub mod case_type;
pub mod cause;
pub mod closing;
pub mod command;
pub mod court;
pub mod deadline;
pub mod digest;
pub mod document;
pub mod dossier;
pub mod entry;
pub mod erasure;
pub mod evidence;
pub mod exact;
pub mod facts;
pub mod fee;
pub mod filing;
pub mod flagging;
pub mod floor;
pub mod form;
pub mod front;
pub mod id;
pub mod identifier;
pub mod instant;
pub mod interest;
pub mod log;
pub mod membership;
pub mod money;
pub mod notice;
pub mod parameter;
pub mod permission;
pub mod personal_data;
pub mod policy;
pub mod promotion;
pub mod register;
pub mod registration;
pub mod service;
pub mod serving;
pub mod small_claims;
pub mod space;
mod string_schema;

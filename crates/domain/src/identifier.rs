//! Numbers that identify people and organisations: checks and masking.
//!
//! Refusals never repeat the number, because they end up in logs and answers.

pub mod bank_card;
pub mod lawyer_licence;
pub mod masking;
pub mod phone;
pub mod resident_id;
pub mod travel_document;
pub mod uscc;

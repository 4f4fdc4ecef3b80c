//! The law of a case as pure functions.

pub mod calendar;
pub mod case_number;
pub mod case_type;
pub mod court;
pub mod identifier;
pub mod money;
pub mod personal_data;
mod string_schema;

//! The law of a case as pure functions.

//! Use cases.

pub mod ports;

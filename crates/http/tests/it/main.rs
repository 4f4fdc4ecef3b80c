//! The HTTP room from outside.

mod openapi;
mod refusals;

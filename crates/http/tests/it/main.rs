//! The HTTP room from outside.

mod openapi;

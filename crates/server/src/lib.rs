//! The executable `weicourt`: command line, configuration, wiring and adapters.
//!
//! What holds here:
//!
//! - No rule of law and no SQL lives in this crate; it reads configuration, builds the parts and
//!   connects them.
//! - Nothing a person typed goes into a log field. Log `case`, `seq`, `op`, `duration_ms`.
//! - A command ends with one of four exit codes, see [`cli::Exit`].
//!
//! To add a command: 1. a file in `src/cli/` named after it, with `Args` and `run`; 2. a variant
//! of `cli::Command` and its arm in `Cli::run`; 3. a test in `tests/it/` that starts the program.

pub mod adapters;
pub mod archive;
pub mod bench;
pub mod cli;
pub mod config;
pub mod facts;
pub mod import;
pub mod links;
pub mod log;
pub mod node;
pub mod operate;
pub mod policy;
pub mod standins;
pub mod web;

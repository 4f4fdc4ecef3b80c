//! `weicourt`: the one executable of the court.

use std::process::ExitCode;

use clap::Parser;
use weicourt_server::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run().into()
}

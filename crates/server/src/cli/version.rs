//! `weicourt version`.

use super::{Exit, Output};

/// Arguments of `weicourt version`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    output: Output,
}

/// Prints the version of the program.
pub(super) fn run(args: &Args) -> Exit {
    let version = env!("CARGO_PKG_VERSION");
    args.output.print(
        &serde_json::json!({ "name": "weicourt", "version": version }),
        &format_args!("weicourt {version}"),
    );
    Exit::Done
}

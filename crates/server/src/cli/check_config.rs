//! `weicourt check-config`: says everything that is wrong with a configuration.

use std::path::PathBuf;

use serde_json::json;

use super::{Exit, Output};
use crate::config::{Place, Problem, Source, load};

/// Arguments of `weicourt check-config`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to check; without it only the environment is checked
    file: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

/// Checks the configuration without starting anything.
pub(super) fn run(args: &Args) -> Exit {
    let text = match &args.file {
        None => String::new(),
        Some(path) => match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                return Exit::usage(&format_args!("cannot read {}: {error}", path.display()));
            }
        },
    };
    let source = Source { file: &text, variables: variables() };
    let problems = match load(&source) {
        Err(problems) => problems,
        // Pairing needs a configuration that is right otherwise, so only this command asks for it.
        Ok(config) => super::exchange::unpaired(&config)
            .map(|error| Problem {
                place: Place::Nowhere,
                key: "exchange.peer_keys".to_owned(),
                reason: error.to_string(),
            })
            .into_iter()
            .collect(),
    };
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    args.output.print(
        &json!({ "valid": problems.is_empty(), "problems": problems }),
        &if lines.is_empty() { "the configuration is right".to_owned() } else { lines.join("\n") },
    );
    if problems.is_empty() { Exit::Done } else { Exit::Refused }
}

/// The environment, less what is not UTF-8 and so cannot be ours.
pub(super) fn variables() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

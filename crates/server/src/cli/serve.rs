//! `weicourt serve`: runs a node.

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::{Exit, check_config::variables};
use crate::config::{Config, Problem, Role, Source, load};
use crate::log::LogFormat;
use crate::node::{Node, StartError, listen};
use crate::operate::stop_on_signal;

/// Arguments of `weicourt serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration file; without it the environment and the defaults
    #[arg(long, short)]
    config: Option<PathBuf>,

    /// Goes before `node.role` of the environment and the file
    #[arg(long, value_enum)]
    role: Option<Role>,
}

/// Reads a configuration; what is wrong with it goes to standard error.
pub(super) fn read_config(file: Option<&Path>) -> Result<Config, Exit> {
    read_config_as(file, None)
}

/// The same under a role from the command line; what does not go with that role is wrong.
fn read_config_as(file: Option<&Path>, role: Option<Role>) -> Result<Config, Exit> {
    let mut variables = variables();
    if let Some(role) = role.and_then(|role| role.to_possible_value()) {
        // The last one counts.
        variables.push(("WEICOURT__NODE__ROLE".to_owned(), role.get_name().to_owned()));
    }
    let text = match file {
        None => String::new(),
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Exit::usage(&format_args!("cannot read {}: {error}", path.display())))?,
    };
    load(&Source { file: &text, variables }).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        Exit::usage(&lines.join("\n"))
    })
}

/// A runtime for everything that waits.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Exit> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| Exit::broken(&error))
}

/// Runs a node until it is told to stop.
pub(super) fn run(args: &Args, log_format: Option<LogFormat>) -> Exit {
    let config = match read_config_as(args.config.as_deref(), args.role) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    if let Err(reason) = crate::log::start(log_format.unwrap_or(config.log.format), &config.log.levels) {
        return Exit::usage(&reason);
    }
    let served = match runtime() {
        Ok(runtime) => runtime.block_on(serve(&config)),
        Err(exit) => return exit,
    };
    match served {
        Ok(()) => Exit::Done,
        Err(error) => Exit::broken(&error),
    }
}

async fn serve(config: &Config) -> Result<(), StartError> {
    let stop =
        stop_on_signal().map_err(|error| StartError::Unsupported(format!("wait for signals: {error}")))?;
    let listener = listen(&config.node.listen).await?;
    let node = Node::build(config, false).await?;
    tracing::info!(listen = %config.node.listen, "serving");
    node.serve(listener, stop).await
}

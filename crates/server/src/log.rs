//! Log lines on standard error, as JSON for machines or plain for people.

use std::io;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object a line, for collectors.
    Json,
    /// One short line, for a person at a terminal.
    Plain,
}

/// Sends log lines to standard error for the rest of the process.
///
/// `levels` is a list such as `info` or `info,weicourt_http=debug`. Only the first call in a
/// process has an effect, so that tests may call it as often as they like.
///
/// # Errors
///
/// Says which part of `levels` is not a level.
pub fn start(format: LogFormat, levels: &str) -> Result<(), String> {
    let targets: Targets =
        levels.parse().map_err(|error| format!("cannot read the log levels {levels:?}: {error}"))?;
    let layer = match format {
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .with_writer(io::stderr)
            .boxed(),
        LogFormat::Plain => fmt::layer().compact().with_ansi(false).with_writer(io::stderr).boxed(),
    };
    // A second start in one process is a test; the first one's subscriber stays.
    let _already_started = tracing_subscriber::registry().with(layer.with_filter(targets)).try_init();
    Ok(())
}

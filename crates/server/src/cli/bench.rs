//! `weicourt bench`: measures, and says what was measured.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;

use super::{Exit, Output};
use crate::bench::{Failure, append, documents, register, space};
use crate::log::LogFormat;
use crate::operate::raise_open_files;

/// Arguments of `weicourt bench`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Drive a running node over WebSockets: messages, delivery, processor time, memory
    Space(SpaceArgs),
    /// Append to the log alone, beside raw inserts into the same database
    Append(AppendArgs),
    /// Set and seal court documents, beside headless Chromium printing the same words
    Documents(DocumentsArgs),
    /// Import a register, beside a raw load of the same rows, and ask what people ask
    Register(RegisterArgs),
}

/// Arguments of `weicourt bench space`.
#[derive(Debug, clap::Args)]
struct SpaceArgs {
    /// Case spaces
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    spaces: u32,
    /// Members of each: judge, clerk and parties
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(3..=50))]
    members: u32,
    /// How long is measured, after two seconds of warming up
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Members of each space that have a message on its way, all the time; all when not given
    #[arg(long)]
    talkers: Option<u32>,
    /// Messages a second that are due whatever happened to the earlier ones, instead of a closed loop
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Idle connections that are opened first, to see what each takes
    #[arg(long, default_value_t = 0)]
    idle: u32,
    /// A demo that runs (started with `--crowd`), instead of a node of its own
    #[arg(long, requires = "sms")]
    url: Option<String>,
    /// Where the SMS stand-in of that demo listens
    #[arg(long, requires = "url")]
    sms: Option<String>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// Arguments of `weicourt bench append`.
#[derive(Debug, clap::Args)]
struct AppendArgs {
    /// How many write at once
    #[arg(long, value_delimiter = ',', default_value = "1,16,256")]
    writers: Vec<usize>,
    /// How long each row takes
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// Arguments of `weicourt bench documents`.
#[derive(Debug, clap::Args)]
struct DocumentsArgs {
    /// The template, with the data of its sample
    #[arg(long, default_value = "summons")]
    template: String,
    /// Documents that are set, each with other words
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    documents: u32,
    /// Pages that the browser prints
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    printed: u32,
    /// The browser, such as /usr/bin/chromium
    #[arg(long)]
    chromium: Option<PathBuf>,
    /// Directory for the browser's files; what is written there is removed again
    #[arg(long)]
    dir: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// Arguments of `weicourt bench register`.
#[derive(Debug, clap::Args)]
struct RegisterArgs {
    /// Records of the register; a province has 2 700 000
    #[arg(long, default_value_t = 270_000, value_parser = clap::value_parser!(u64).range(1..=2_900_000))]
    records: u64,
    /// Which records: the same seed gives the same ones
    #[arg(long, default_value_t = 7)]
    seed: u64,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// Which database and which disk.
#[derive(Debug, clap::Args)]
struct Place {
    /// An empty PostgreSQL (`postgres://…`) instead of the embedded database
    #[arg(long)]
    store: Option<String>,
    /// Directory on the disk to be measured; what is written there is removed again
    #[arg(long)]
    dir: Option<PathBuf>,
}

impl Place {
    fn dir(&self) -> PathBuf {
        self.dir.clone().unwrap_or_else(std::env::temp_dir)
    }
}

/// Measures.
pub(super) fn run(args: &Args, log_format: Option<LogFormat>) -> Exit {
    if let Err(reason) = crate::log::start(log_format.unwrap_or(LogFormat::Plain), "warn") {
        return Exit::usage(&reason);
    }
    let _limit = raise_open_files();
    let runtime = match super::serve::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    match &args.what {
        What::Space(args) => {
            let plan = space::Plan {
                n_spaces: args.spaces,
                n_members: args.members,
                n_talkers: args.talkers.unwrap_or(args.members).max(1),
                rate: args.rate,
                duration: Duration::from_secs(args.seconds),
                n_idle: args.idle,
                running: args.url.clone().zip(args.sms.clone()),
                store: args.place.store.clone(),
                dir: args.place.dir(),
            };
            say(args.output, runtime.block_on(space::run(&plan)))
        }
        What::Append(args) => {
            let plan = append::Plan {
                writers: args.writers.clone(),
                duration: Duration::from_secs(args.seconds),
                store: args.place.store.clone(),
                dir: args.place.dir(),
            };
            say(args.output, runtime.block_on(append::run(&plan)))
        }
        What::Documents(args) => {
            let plan = documents::Plan {
                template: args.template.clone(),
                n_documents: args.documents,
                n_printed: args.printed,
                chromium: args.chromium.clone(),
                dir: args.dir.clone().unwrap_or_else(std::env::temp_dir),
            };
            say(args.output, documents::run(&plan))
        }
        What::Register(args) => {
            let plan = register::Plan {
                n_records: args.records,
                seed: args.seed,
                store: args.place.store.clone(),
                dir: args.place.dir(),
            };
            match runtime.block_on(register::run(&plan)) {
                Ok(report) => {
                    args.output.print(&report, &report);
                    Exit::Done
                }
                Err(error) => Exit::broken(&error),
            }
        }
    }
}

fn say<R: serde::Serialize>(output: Output, measured: Result<R, Failure>) -> Exit {
    match measured {
        Ok(report) => {
            output.print(&report, &Lines(&report));
            Exit::Done
        }
        Err(error) => Exit::broken(&error),
    }
}

/// A report for people: the JSON object, one field a line.
struct Lines<'r, R>(&'r R);

impl<R: serde::Serialize> fmt::Display for Lines<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(self.0) else {
            return Err(fmt::Error);
        };
        for (index, (name, value)) in fields.iter().enumerate() {
            let end = if index + 1 == fields.len() { "" } else { "\n" };
            match value.as_array() {
                Some(rows) => {
                    write!(f, "{name}:")?;
                    rows.iter().try_for_each(|row| write!(f, "\n  {row}"))?;
                    write!(f, "{end}")?;
                }
                None => write!(f, "{name}: {value}{end}")?,
            }
        }
        Ok(())
    }
}

//! `weicourt import`: takes in what the case-handling system (办案系统) knows.

use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, Instant as Stopwatch};

use clap::{Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use weicourt_app::register::RegisterIntake;
use weicourt_store::IndexTime;

use super::{Exit, Output};
use crate::config::Config;
use crate::import::{self, Failure, Plan, Step, Summary};
use crate::node::open_store;

/// How often a line is printed where there is no terminal to draw a bar on.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Arguments of `weicourt import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import cases of the register from a .jsonl or .csv file; docs/operate/import.md tells the format
    Cases(CasesArgs),
}

/// When the indexes are made.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Indexes {
    /// Afterwards if the court has no case yet, else row by row
    Automatic,
    /// Afterwards if the register is empty: faster, but a running node cannot write meanwhile
    Afterwards,
    /// Row by row, while a node runs
    RowByRow,
}

/// Arguments of `weicourt import cases`.
#[derive(Debug, clap::Args)]
struct CasesArgs {
    /// The file
    file: PathBuf,

    /// Go on where an earlier import of the same file stopped
    #[arg(long)]
    resume: bool,

    /// When the indexes are made
    #[arg(long, value_enum, default_value = "automatic")]
    indexes: Indexes,

    /// Data directory of the node; without it the configured one
    #[arg(long)]
    data: Option<PathBuf>,

    /// The configuration file of the node
    #[arg(long, short)]
    config: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

/// Imports.
pub(super) fn run(args: &Args) -> Exit {
    let What::Cases(args) = &args.what;
    let mut config = match super::serve::read_config(args.config.as_deref()) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    if let Some(data) = &args.data {
        config.node.data_dir.clone_from(data);
    }
    let runtime = match super::serve::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    let plan = Plan {
        file: args.file.clone(),
        resume: args.resume,
        indexes: match args.indexes {
            Indexes::Automatic => IndexTime::Automatic,
            Indexes::Afterwards => IndexTime::Afterwards,
            Indexes::RowByRow => IndexTime::RowByRow,
        },
    };
    match runtime.block_on(import_cases(&config, &plan, args.resume)) {
        Ok(summary) => {
            args.output.print(&summary, &Told(&summary));
            if summary.rejected == 0 { Exit::Done } else { Exit::Refused }
        }
        Err(exit) => exit,
    }
}

async fn import_cases(config: &Config, plan: &Plan, resume: bool) -> Result<Summary, Exit> {
    let facts = crate::facts::read(&config.facts)
        .map_err(|bad| Exit::usage(&format_args!("{}: {}", bad.key, bad.reason)))?;
    let store = open_store(config).await.map_err(|error| Exit::broken(&error))?;
    let intake = RegisterIntake::new(&store, &facts, super::today());
    let mut bar = Bar::new(resume);
    let done = import::run(&store, &intake, plan, |step| bar.tell(step)).await;
    bar.end();
    store.close().await.map_err(|error| Exit::broken(&error))?;
    done.map_err(|failure| match &failure {
        Failure::Read { .. } => Exit::usage(&failure),
        Failure::Rejects { .. } | Failure::Store { .. } | Failure::Thread => Exit::broken(&failure),
    })
}

/// A bar on a terminal, a line now and then elsewhere.
struct Bar {
    bar: ProgressBar,
    resume: bool,
    begin: Stopwatch,
    told: Stopwatch,
    file_bytes: u64,
    lines_before: u64,
}

impl Bar {
    fn new(resume: bool) -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let template = "{bar:30} {percent:>3}% {msg}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let now = Stopwatch::now();
        Bar { bar, resume, begin: now, told: now, file_bytes: 0, lines_before: 0 }
    }

    fn tell(&mut self, step: Step) {
        match step {
            Step::Begun { file_bytes, stopped_at } => {
                self.file_bytes = file_bytes;
                self.bar.set_length(file_bytes);
                if let Some(line) = stopped_at {
                    self.lines_before = if self.resume { line } else { 0 };
                    let hint = if self.resume { "going on there" } else { "--resume would go on there" };
                    self.say(&format!("an earlier import of this file stopped after line {line}: {hint}"));
                }
            }
            Step::Remembered(bytes) => {
                self.bar.set_message("reading what was written before");
                self.bar.set_position(bytes);
            }
            Step::Written(progress) => {
                let seconds = self.begin.elapsed().as_secs_f64().max(0.001);
                let n_lines = progress.n_lines.saturating_sub(self.lines_before);
                let rate = (n_lines as f64 / seconds) as u64;
                let rejected = progress.n_rejected;
                let message = format!("{} lines, {rate}/s, {rejected} rejected", progress.n_lines);
                self.bar.set_message(message.clone());
                self.bar.set_position(progress.read_bytes);
                if self.bar.is_hidden() && self.told.elapsed() >= LINE_EVERY {
                    self.told = Stopwatch::now();
                    let left_bytes = self.file_bytes.saturating_sub(progress.read_bytes) as f64;
                    let left_s = seconds * left_bytes / progress.read_bytes.max(1) as f64;
                    super::print::complain(&format_args!("{message}, about {left_s:.0} s left"));
                }
            }
            Step::Index(name) => {
                self.bar.set_message(format!("making {name}"));
                self.bar.tick();
            }
        }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| super::print::complain(&line));
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// The summary for people.
struct Told<'s>(&'s Summary);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { lines, created, updated, unchanged, filed_here, rejected, rejects, load_s, index_s } =
            self.0;
        write!(
            f,
            "{lines} lines: {created} new cases, {updated} changed, {unchanged} the same, {filed_here} filed here, \
             {rejected} rejected; {load_s:.1} s and {index_s:.1} s for indexes"
        )?;
        match rejects {
            Some(path) => write!(f, "\nwhat was rejected, and why: {}", path.display()),
            None => Ok(()),
        }
    }
}

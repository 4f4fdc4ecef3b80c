//! The command line: one module a command, each with its `Args` and its `run`.

mod archive;
mod backup;
mod bench;
mod case_number;
mod check_config;
mod config_reference;
mod deadline;
mod demo;
mod document;
mod exchange;
mod exit;
mod fee;
mod id;
mod import;
mod interest;
mod pages;
mod policy;
mod print;
mod serve;
mod service;
mod verify;
mod version;

use clap::{Parser, Subcommand};
use weicourt_domain::calendar::BeijingDate;

pub use exit::Exit;
pub use print::{Output, say};

use crate::log::LogFormat;

/// A court that fits in a phone, on servers the court owns.
#[derive(Debug, Parser)]
#[command(name = "weicourt", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// How log lines look; `serve` takes the configured format when this is not given
    #[arg(long, global = true, value_enum)]
    log_format: Option<LogFormat>,

    #[command(subcommand)]
    command: Command,
}

/// What the program can be asked to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Put a case into a folder for the e-file system (电子卷宗), or check such a folder
    Archive(archive::Args),
    /// Copy an embedded node, which may go on running
    Backup(backup::BackupArgs),
    /// Measure a node that runs, or the log alone
    Bench(bench::Args),
    /// Check case numbers (案号)
    CaseNumber(case_number::Args),
    /// Say everything that is wrong with a configuration
    CheckConfig(check_config::Args),
    /// Print the reference page of the configuration (Markdown)
    ConfigReference,
    /// Compute the last day of a statutory period (期间)
    Deadline(deadline::Args),
    /// Start a court to try, with sample people
    Demo(demo::Args),
    /// Make court documents (法院文书), and check their seals
    Document(document::Args),
    /// Make a court node and a front node know each other
    Exchange(exchange::Args),
    /// Compute a court fee (诉讼费用)
    Fee(fee::Args),
    /// Check numbers of people and organisations
    Id(id::Args),
    /// Take in what the case-handling system (办案系统) knows
    Import(import::Args),
    /// Compute interest and compensation (利息、赔偿)
    Interest(interest::Args),
    /// Look at a file for a node (the node itself starts this)
    #[command(hide = true)]
    Pages,
    /// Say what leaves the court's network, and why (出网策略)
    Policy(policy::Args),
    /// Put a copy back where a stopped node expects its things
    Restore(backup::RestoreArgs),
    /// Run a node
    Serve(serve::Args),
    /// Say when a document is served (送达), and by which rule
    Service(service::Args),
    /// Check every chain, offline, and name the first bad entry; or the seal of a PDF file
    Verify(verify::Args),
    /// Print the version and what was built in
    Version(version::Args),
}

impl Cli {
    /// Does what the command line asks and says how it ended.
    #[must_use]
    pub fn run(self) -> Exit {
        let Self { log_format, command } = self;
        // A node that runs chooses its own levels.
        let runs = matches!(command, Command::Serve(_) | Command::Demo(_) | Command::Bench(_));
        if let (false, Some(format)) = (runs, log_format)
            && let Err(reason) = crate::log::start(format, "info")
        {
            return Exit::broken(&reason);
        }
        match command {
            Command::Archive(args) => archive::run(&args),
            Command::Backup(args) => backup::back_up(&args),
            Command::Restore(args) => backup::restore(&args),
            Command::Bench(args) => bench::run(&args, log_format),
            Command::CaseNumber(args) => case_number::run(&args),
            Command::Deadline(args) => deadline::run(&args),
            Command::Document(args) => document::run(&args),
            Command::Exchange(args) => exchange::run(&args),
            Command::Fee(args) => fee::run(&args),
            Command::Id(args) => id::run(&args),
            Command::Import(args) => import::run(&args),
            Command::Interest(args) => interest::run(&args),
            Command::CheckConfig(args) => check_config::run(&args),
            Command::ConfigReference => config_reference::run(),
            Command::Pages => pages::run(),
            Command::Policy(args) => policy::run(&args),
            Command::Verify(args) => verify::run(&args),
            Command::Serve(args) => serve::run(&args, log_format),
            Command::Service(args) => service::run(&args),
            Command::Demo(args) => demo::run(&args, log_format),
            Command::Version(args) => version::run(&args),
        }
    }
}

/// Today in Beijing, for questions that do not name a day.
fn today() -> BeijingDate {
    BeijingDate::of(jiff::Timestamp::now())
}

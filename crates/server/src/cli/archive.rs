//! `weicourt archive`: a case as a folder for the e-file system, and the check of such a folder.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use ed25519_dalek::VerifyingKey;
use serde_json::json;
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{ChainVerifier, Origin};
use weicourt_store::{ReceivedEntry, Store};

use super::{Exit, Output};
use crate::archive::{ExportError, Exported, Options, OriginKeys, check, export};
use crate::config::Config;
use crate::links::peer_keys;
use crate::node::{SystemClock, open_store};

/// Arguments of `weicourt archive`.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a case into a folder that can be read and checked without this software
    Export(ExportArgs),
    /// Check such a folder, offline, and name the first thing that is wrong
    Verify(VerifyArgs),
}

#[derive(Debug, ClapArgs)]
struct ExportArgs {
    /// The case: its identity or its case number (案号)
    #[arg(long)]
    case: String,

    /// Folder to make; it must not exist
    #[arg(long, short)]
    out: PathBuf,

    /// Leave out what only the bench may read (副卷)
    #[arg(long)]
    without_internal: bool,

    /// Public key of the node that wrote the front chain, 64 hexadecimal digits; without it this node's own
    /// or that of the node it is paired with
    #[arg(long)]
    front_key: Option<String>,

    /// Data directory of the node; without it the configured one
    #[arg(long)]
    data: Option<PathBuf>,

    /// The configuration file of the node
    #[arg(long, short)]
    config: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

#[derive(Debug, ClapArgs)]
struct VerifyArgs {
    /// The folder
    dir: PathBuf,

    /// Trust only this key: its 64 hexadecimal digits or its fingerprint; may be given more than once
    #[arg(long = "key")]
    keys: Vec<String>,

    #[command(flatten)]
    output: Output,
}

/// Exports or verifies.
pub(super) fn run(args: &Args) -> Exit {
    match &args.command {
        Command::Export(args) => write(args),
        Command::Verify(args) => verify(args),
    }
}

fn verify(args: &VerifyArgs) -> Exit {
    match check(&args.dir, &args.keys) {
        Ok(checked) => {
            let internal = match (checked.n_internal, checked.internal_included) {
                (0, _) => String::new(),
                (n, true) => format!(", {n} of them internal"),
                (n, false) => format!(", {n} of them internal and not here"),
            };
            let text = format!(
                "{} entries{internal}, {} files: every chain is whole, every signature right, no file changed",
                checked.n_entries, checked.n_blobs
            );
            let mut answer = json!(checked);
            answer["valid"] = json!(true);
            args.output.print(&answer, &text);
            Exit::Done
        }
        Err(fault) => {
            let answer = json!({ "valid": false, "fault": fault.to_string() });
            args.output.print(&answer, &format_args!("not whole: {fault}"));
            Exit::Refused
        }
    }
}

fn write(args: &ExportArgs) -> Exit {
    let mut config = match super::serve::read_config(args.config.as_deref()) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    if let Some(data) = &args.data {
        config.node.data_dir.clone_from(data);
    }
    if config.store.is_embedded() && !config.node.data_dir.join("weicourt.db").exists() {
        return Exit::usage(&format_args!("there is no node in {}", config.node.data_dir.display()));
    }
    let written = match super::serve::runtime() {
        Ok(runtime) => runtime.block_on(open_and_write(args, &config)),
        Err(exit) => return exit,
    };
    match written {
        Ok(exported) => {
            let text = format!(
                "{} entries and {} files of case {} are in {}",
                exported.n_entries,
                exported.n_blobs,
                exported.case,
                args.out.display()
            );
            args.output.print(&exported, &text);
            Exit::Done
        }
        Err(exit) => exit,
    }
}

async fn open_and_write(args: &ExportArgs, config: &Config) -> Result<Exported, Exit> {
    let store = open_store(config).await.map_err(|error| Exit::broken(&error))?;
    let written = find_and_write(args, config, &store).await;
    store.close().await.map_err(|error| Exit::broken(&error))?;
    written
}

async fn find_and_write(args: &ExportArgs, config: &Config, store: &Store) -> Result<Exported, Exit> {
    let case = find(store, &args.case).await?;
    let front = match &args.front_key {
        Some(front) => crate::archive::parse_key(front)
            .ok_or_else(|| Exit::usage(&"the front key is not 64 hexadecimal digits of an Ed25519 key"))?,
        None => front_writer(store, config, case).await?,
    };
    let keys = OriginKeys { front, court: store.keys().verifying_key() };
    let options = Options { without_internal: args.without_internal, ..Options::default() };
    let now = weicourt_app::ports::Clock::now(&SystemClock);
    export(store, case, &keys, &options, now, &args.out).await.map_err(|error| {
        let broken = Exit::broken(&error);
        match error {
            ExportError::UnknownCase(_) | ExportError::Damaged(_) | ExportError::DamagedBlob(_) => {
                Exit::Refused
            }
            _ => broken,
        }
    })
}

/// Who wrote the front chain: this node or the one it is paired with. The first entry says which.
async fn front_writer(store: &Store, config: &Config, case: CaseId) -> Result<VerifyingKey, Exit> {
    let own = store.keys().verifying_key();
    let Ok(peer) = peer_keys(config) else { return Ok(own) };
    let first = store.chain_after(case, Origin::Front, 0, 1).await.map_err(|error| Exit::broken(&error))?;
    let by_this_node = first.first().is_some_and(|first| match first {
        ReceivedEntry::Whole { entry, .. } | ReceivedEntry::Masked { entry, .. } => {
            ChainVerifier::new(case, Origin::Front, &own).check(entry).is_ok()
        }
        ReceivedEntry::Withheld { .. } => false,
    });
    Ok(if by_this_node { own } else { peer.verifying_key() })
}

/// The case by its identity or its number.
async fn find(store: &Store, text: &str) -> Result<CaseId, Exit> {
    if let Ok(case) = text.parse::<CaseId>() {
        return Ok(case);
    }
    let number = CaseNumber::parse(text)
        .map_err(|_| Exit::usage(&format_args!("{text} is neither a case's identity nor a case number")))?;
    let row = store.case_by_number(&number).await.map_err(|error| Exit::broken(&error))?;
    match row {
        Some(row) => Ok(row.case),
        None => {
            super::print::complain(&format_args!("case {text} is not on this node"));
            Err(Exit::Refused)
        }
    }
}

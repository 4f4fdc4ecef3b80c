//! `weicourt verify`: checks the chains of every case, offline, and names the first bad entry; of a PDF file, its
//! seal.

use std::path::PathBuf;

use ed25519_dalek::VerifyingKey;
use serde_json::json;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{BadEntry, ChainVerifier, Origin};
use weicourt_store::{ReceivedEntry, Store, StoreError};

use super::{Exit, Output};
use crate::config::Config;
use crate::node::open_store;

/// Entries read at once.
const PAGE: usize = 1000;

/// Arguments of `weicourt verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Data directory of a node, or a sealed PDF file; without it the configured directory
    path: Option<PathBuf>,

    /// For a PDF file: PEM file with certificates that are trusted
    #[arg(long)]
    root: Option<PathBuf>,

    /// Only this case
    #[arg(long)]
    case: Option<String>,

    /// The configuration file of the node
    #[arg(long, short)]
    config: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Default)]
struct Found {
    n_cases: u64,
    n_entries: u64,
    n_erased: u64,
    bad: Option<BadEntry>,
}

/// Checks what is stored.
pub(super) fn run(args: &Args) -> Exit {
    if let Some(file) = args.path.as_deref().filter(|path| path.is_file()) {
        return super::document::check(file, args.root.as_deref(), args.output);
    }
    let mut config = match super::serve::read_config(args.config.as_deref()) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    if let Some(path) = &args.path {
        config.node.data_dir.clone_from(path);
    }
    let case = match args.case.as_deref().map(str::parse::<CaseId>) {
        None => None,
        Some(Ok(case)) => Some(case),
        Some(Err(error)) => return Exit::usage(&error),
    };
    if config.store.is_embedded() && !config.node.data_dir.join("weicourt.db").exists() {
        return Exit::usage(&format_args!("there is no node in {}", config.node.data_dir.display()));
    }
    let found = match super::serve::runtime() {
        Ok(runtime) => runtime.block_on(check(&config, case)),
        Err(exit) => return exit,
    };
    match found {
        Ok(found) => report(args, &found),
        Err(error) => Exit::broken(&error),
    }
}

fn report(args: &Args, found: &Found) -> Exit {
    let Found { n_cases, n_entries, n_erased, bad } = found;
    let json = json!({
        "valid": bad.is_none(),
        "cases": n_cases,
        "entries": n_entries,
        "erased_bodies": n_erased,
        "bad": bad.as_ref().map(|bad| json!({
            "case": bad.case, "origin": bad.entry.origin, "seq": bad.entry.seq, "fault": bad.fault.to_string(),
        })),
    });
    let text = match bad {
        None => {
            format!("{n_entries} entries of {n_cases} cases: every chain is whole, every signature right")
        }
        Some(bad) => format!("first bad entry: {bad}"),
    };
    args.output.print(&json, &text);
    if bad.is_none() { Exit::Done } else { Exit::Refused }
}

async fn check(config: &Config, only: Option<CaseId>) -> Result<Found, crate::node::StartError> {
    let store = open_store(config).await?;
    let peer = crate::links::peer_keys(config).ok().map(|keys| keys.verifying_key());
    let mut found = Found::default();
    let mut after = None;
    loop {
        let cases = match only {
            Some(case) => vec![case],
            None => store.all_cases(after, PAGE).await?,
        };
        for case in &cases {
            check_case(&store, peer, *case, &mut found).await?;
            if found.bad.is_some() {
                break;
            }
        }
        after = cases.last().copied();
        if only.is_some() || cases.len() < PAGE || found.bad.is_some() {
            break;
        }
    }
    store.close().await?;
    Ok(found)
}

async fn check_case(
    store: &Store,
    peer: Option<VerifyingKey>,
    case: CaseId,
    found: &mut Found,
) -> Result<(), StoreError> {
    found.n_cases += 1;
    for origin in [Origin::Front, Origin::Court] {
        let own = store.keys().verifying_key();
        let mut chain = check_chain(store, case, origin, &own).await?;
        // In two zones each node signs its own chain; the first entry says which of the two it is.
        let by_other = chain.bad.as_ref().is_some_and(|bad| bad.entry.seq == 1);
        if let (true, Some(peer)) = (by_other, &peer) {
            chain = check_chain(store, case, origin, peer).await?;
        }
        found.n_entries += chain.n_entries;
        found.n_erased += chain.n_erased;
        if chain.bad.is_some() {
            found.bad = chain.bad;
            return Ok(());
        }
    }
    Ok(())
}

async fn check_chain(
    store: &Store,
    case: CaseId,
    origin: Origin,
    key: &VerifyingKey,
) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let mut verifier = ChainVerifier::new(case, origin, key);
    loop {
        let entries = store.chain_after(case, origin, verifier.head().seq, PAGE).await?;
        for entry in &entries {
            found.n_entries += 1;
            let checked = match entry {
                ReceivedEntry::Whole { entry, .. } => verifier.check(entry),
                ReceivedEntry::Masked { entry, .. } => {
                    found.n_erased += 1;
                    verifier.check(entry)
                }
                ReceivedEntry::Withheld { seq, n, hash } => {
                    found.n_erased += 1;
                    verifier.skip(*seq, *n, *hash)
                }
            };
            if let Err(bad) = checked {
                found.bad = Some(bad);
                return Ok(found);
            }
        }
        if entries.len() < PAGE {
            return Ok(found);
        }
    }
}

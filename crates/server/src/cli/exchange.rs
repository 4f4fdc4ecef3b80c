//! `weicourt exchange`: makes two nodes know each other.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;
use weicourt_exchange::{LinkKeys, PeerKeys};

use super::{Exit, Output};
use crate::config::{Config, Role};
use crate::links::{PairFile, PairingError, own_keys, peer_keys};
use crate::node::{open_keys, open_store};

/// Arguments of `weicourt exchange`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print this node's public keys, for the configuration of the other node
    Keys {
        /// Throw the key that opens bundles away and make another; the node must be stopped
        #[arg(long)]
        renew: bool,

        #[command(flatten)]
        node: NodeArgs,
    },
    /// On the court node: write the file that makes a front node its partner
    PairFile {
        /// The file to make; it holds a secret
        file: PathBuf,

        #[command(flatten)]
        node: NodeArgs,
    },
    /// On the front node, stopped: take the court node's file
    Import {
        /// The file that `weicourt exchange pair-file` made on the court node
        file: PathBuf,

        #[command(flatten)]
        node: NodeArgs,
    },
}

/// Which node.
#[derive(Debug, clap::Args)]
struct NodeArgs {
    /// The configuration file of the node
    #[arg(long, short)]
    config: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

impl NodeArgs {
    fn config(&self) -> Result<Config, Exit> {
        super::serve::read_config(self.config.as_deref())
    }
}

/// Does what the command line asks.
pub(super) fn run(args: &Args) -> Exit {
    let done = match &args.command {
        Command::Keys { renew, node } => keys(*renew, node),
        Command::PairFile { file, node } => pair_file(file, node),
        Command::Import { file, node } => import(file, node),
    };
    done.unwrap_or_else(|exit| exit)
}

fn keys(renew: bool, node: &NodeArgs) -> Result<Exit, Exit> {
    let config = node.config()?;
    let keys = open_keys(&config).map_err(|error| Exit::broken(&error))?;
    let own = if renew { keys.renew_link().map(|seed| LinkKeys::from_seed(&seed)) } else { own_keys(&keys) };
    let public = own.map_err(|error| Exit::broken(&error))?.public().to_string();
    node.output.print(&json!({ "keys": public }), &public);
    Ok(Exit::Done)
}

fn pair_file(file: &Path, node: &NodeArgs) -> Result<Exit, Exit> {
    let config = node.config()?;
    if config.node.role != Role::Court {
        return Err(refused(&"only a court node has a partner outside: set node.role to court"));
    }
    let keys = open_keys(&config).map_err(|error| Exit::broken(&error))?;
    let pair = PairFile::of(&config.node.name, &keys).map_err(|error| Exit::broken(&error))?;
    pair.write(file).map_err(|error| refused(&error))?;
    let shown = file.display();
    node.output.print(
        &json!({ "file": file, "keys": pair.keys.to_string() }),
        &format_args!(
            "wrote {shown}. It holds a secret: carry it to the front node by hand, run there\n\
             `weicourt exchange import {shown}`, and destroy it on both machines."
        ),
    );
    Ok(Exit::Done)
}

fn import(file: &Path, node: &NodeArgs) -> Result<Exit, Exit> {
    let config = node.config()?;
    if config.node.role != Role::Front {
        return Err(refused(&"only a front node takes the file of its court node: set node.role to front"));
    }
    let pair = PairFile::read(file).map_err(|error| refused(&error))?;
    let keys = open_keys(&config).map_err(|error| Exit::broken(&error))?;
    if !keys.shares_pepper(&pair.pepper) {
        if needs_its_pepper(&config)? {
            return Err(refused(
                &"this node already knows people or cases by a pepper of its own and would not find them \
                  again: give the front node an empty data directory",
            ));
        }
        keys.take_pepper(&pair.pepper).map_err(|error| Exit::broken(&error))?;
    }
    keep(&config, &pair.keys)?;
    let public = own_keys(&keys).map_err(|error| Exit::broken(&error))?.public().to_string();
    node.output.print(
        &json!({ "court": pair.court, "keys": public }),
        &format_args!(
            "paired with {}. Destroy {} now, and write into [exchange] of the court node:\n\npeer_keys = \"{public}\"",
            pair.court,
            file.display()
        ),
    );
    Ok(Exit::Done)
}

/// Whether the node has something that it finds by its pepper.
fn needs_its_pepper(config: &Config) -> Result<bool, Exit> {
    super::serve::runtime()?.block_on(async {
        let store = open_store(config).await.map_err(|error| Exit::broken(&error))?;
        let needs = store.needs_its_pepper().await.map_err(|error| Exit::broken(&error))?;
        store.close().await.map_err(|error| Exit::broken(&error))?;
        Ok(needs)
    })
}

/// Writes the court node's public keys where the configuration looks for them.
fn keep(config: &Config, court: &PeerKeys) -> Result<(), Exit> {
    let Some(file) = config.exchange.peer_keys_file(&config.keys_dir()) else {
        let known = peer_keys(config).map_err(|error| refused(&error))?;
        let story =
            "exchange.peer_keys names other keys than this file: leave that key out of the configuration";
        return if known == *court { Ok(()) } else { Err(refused(&story)) };
    };
    let failed = |error: std::io::Error| Exit::broken(&format_args!("write {}: {error}", file.display()));
    let mut unfinished = file.clone().into_os_string();
    unfinished.push(".new");
    let mut written = fs::File::create(&unfinished).map_err(failed)?;
    writeln!(written, "{court}").and_then(|()| written.sync_all()).map_err(failed)?;
    fs::rename(&unfinished, &file).map_err(failed)
}

fn refused(reason: &dyn std::fmt::Display) -> Exit {
    let _printed = Exit::broken(reason);
    Exit::Refused
}

/// What `weicourt check-config` says about a node whose partner is not known.
pub(super) fn unpaired(config: &Config) -> Option<PairingError> {
    let has_link = config.exchange.link != crate::config::LinkKind::None;
    peer_keys(config).err().filter(|_| has_link)
}

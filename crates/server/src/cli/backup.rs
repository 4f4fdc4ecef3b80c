//! `weicourt backup` and `weicourt restore`: copies a running embedded node, and puts a copy back.

use std::path::{Path, PathBuf};

use weicourt_store::{Backup, StoreError};

use super::{Exit, Output};
use crate::config::Config;
use crate::node::{open_store, store_config};

/// Arguments of `weicourt backup`.
#[derive(Debug, clap::Args)]
pub(super) struct BackupArgs {
    /// Directory to make; it must not exist, or be empty
    dir: PathBuf,

    /// Copy the node's keys as well; the copy must then be kept as safely as they are
    #[arg(long)]
    with_keys: bool,

    #[command(flatten)]
    node: NodeArgs,
}

/// Arguments of `weicourt restore`.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreArgs {
    /// Directory that `weicourt backup` made
    dir: PathBuf,

    #[command(flatten)]
    node: NodeArgs,
}

/// Which node.
#[derive(Debug, clap::Args)]
struct NodeArgs {
    /// Data directory of the node; without it the configured one
    #[arg(long)]
    data: Option<PathBuf>,

    /// The configuration file of the node
    #[arg(long, short)]
    config: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

impl NodeArgs {
    fn read(&self) -> Result<Config, Exit> {
        let mut config = super::serve::read_config(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.node.data_dir.clone_from(data);
        }
        Ok(config)
    }

    fn report(&self, done: &str, dir: &Path, backup: &Backup) -> Exit {
        let keys = if backup.with_keys { "with the keys" } else { "without the keys: keep those apart" };
        let files = backup.n_blobs;
        self.output.print(backup, &format_args!("{done} {} ({files} files, {keys})", dir.display()));
        Exit::Done
    }
}

/// Copies a node, which may go on running.
pub(super) fn back_up(args: &BackupArgs) -> Exit {
    let config = match args.node.read() {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    if config.store.is_embedded() && !config.node.data_dir.join("weicourt.db").exists() {
        return Exit::usage(&format_args!("there is no node in {}", config.node.data_dir.display()));
    }
    let copied = match super::serve::runtime() {
        Ok(runtime) => runtime.block_on(async {
            let store = open_store(&config).await.map_err(|error| Exit::broken(&error))?;
            let key_dir = config.keys_dir();
            let copied = store.backup(&args.dir, args.with_keys.then_some(key_dir.as_path())).await;
            store.close().await.map_err(|error| Exit::broken(&error))?;
            copied.map_err(|error| ended(&error))
        }),
        Err(exit) => return exit,
    };
    match copied {
        Ok(backup) => args.node.report("copied to", &args.dir, &backup),
        Err(exit) => exit,
    }
}

/// Puts a copy where a stopped node expects its things; nothing that exists is written over.
pub(super) fn restore(args: &RestoreArgs) -> Exit {
    let config = match args.node.read() {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    match weicourt_store::restore(&args.dir, &store_config(&config), &config.keys_dir()) {
        Ok(backup) => args.node.report("restored to", &config.node.data_dir, &backup),
        Err(error) => ended(&error),
    }
}

fn ended(error: &StoreError) -> Exit {
    let broken = Exit::broken(error);
    if matches!(error, StoreError::Refused(_)) { Exit::Refused } else { broken }
}

//! A node of one's own: the same executable, in a process of its own, so that its processor time and
//! memory are not mixed with those of the people who talk to it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;

use super::Failure;

/// Where a demo listens, as it says with `--addresses`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Addresses {
    /// The node.
    pub(super) url: String,
    /// The stand-in for the SMS gateway.
    pub(super) sms: String,
}

/// A node that runs as long as this is kept.
#[derive(Debug)]
pub(super) struct OwnNode {
    pub(super) addresses: Addresses,
    process: Child,
    /// Its data and keys; dropped after the process has ended.
    _dir: ScratchDir,
}

impl OwnNode {
    /// Starts a node with an empty database, which knows `crowd` sample people.
    ///
    /// # Errors
    ///
    /// When it does not start; what it says goes to standard error.
    pub(super) async fn start(place: &Path, store: Option<&str>, crowd: u32) -> Result<OwnNode, Failure> {
        let dir = ScratchDir::make(place)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args([
            "demo",
            "--one-node",
            "--port",
            "0",
            "--addresses",
            "--crowd",
            &crowd.to_string(),
            "--data",
        ]);
        command.arg(dir.path().join("node"));
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        // By the environment: a command line is for everybody on the machine to read.
        command.env("WEICOURT__STORE__URL", store.unwrap_or_default());
        let mut process = command.spawn()?;
        let said = process.stdout.take().ok_or("the node has no standard output")?;
        let first = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(said).read_line(&mut line).map(|_| line)
        });
        let line = first.await??;
        match serde_json::from_str(&line) {
            Ok(addresses) => Ok(OwnNode { addresses, process, _dir: dir }),
            Err(_) => {
                let _ended = process.kill().and_then(|()| process.wait());
                Err("the node ended before it was ready".into())
            }
        }
    }
}

impl Drop for OwnNode {
    fn drop(&mut self) {
        // It may have ended by itself; nothing it kept is needed any more.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// A directory that is removed in the end.
#[derive(Debug)]
pub(super) struct ScratchDir(PathBuf);

impl ScratchDir {
    pub(super) fn make(place: &Path) -> Result<ScratchDir, Failure> {
        let path = place.join(format!("weicourt-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(ScratchDir(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for ScratchDir {
    fn drop(&mut self) {
        // What cannot be removed lies in a directory of temporary things.
        let _left = std::fs::remove_dir_all(&self.0);
    }
}

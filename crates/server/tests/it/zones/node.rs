//! One role in a process of its own.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::court::client::Client;
use crate::court::database::Database;

/// How long a node may take until it answers; the machine may be busy.
const STARTS_WITHIN: Duration = Duration::from_secs(90);

/// A court node or a front node.
pub(crate) struct Node {
    /// Its files: configuration, data, log.
    pub(super) dir: PathBuf,
    pub(super) url: String,
    pub(super) database: Database,
    pub(super) child: Option<Child>,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Node {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// What it wrote to its log, over all its lives.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.dir.join("log")).expect("a log")
    }

    /// The program with the configuration of this node and nothing else.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_weicourt"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WEICOURT__")) {
            command.env_remove(name);
        }
        if let Some(url) = self.database.url() {
            command.env("WEICOURT__STORE__URL", url);
        }
        command.args(args).arg("--config").arg(self.dir.join("node.toml"));
        command
    }

    /// What the program prints that must end well.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let output = self.command(args).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Starts the process on the same data.
    pub(crate) fn start(&mut self) {
        let log = File::options().create(true).append(true).open(self.dir.join("log")).expect("a log");
        let mut command = self.command(&["serve"]);
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
        self.child = Some(command.spawn().expect("the program starts"));
    }

    /// Waits until it can work.
    pub(crate) async fn ready(&mut self) {
        let client = weicourt_server::adapters::client(Duration::from_secs(5));
        let begun = Instant::now();
        loop {
            let answer = client.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            let ended = self.child.as_mut().map(|child| child.try_wait().expect("asks"));
            assert!(matches!(ended, Some(None)), "{}: {ended:?}: {}", self.dir.display(), self.log());
            assert!(begun.elapsed() < STARTS_WITHIN, "{}: {}", self.dir.display(), self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Kills the process (SIGKILL): no chance to finish anything.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // A process that is gone already is what is wanted.
            let _gone = child.kill();
            let _gone = child.wait();
        }
    }

    /// Checks every chain, and gives what was said.
    pub(crate) fn verify(&self) -> Value {
        let said: Value = serde_json::from_str(&self.run(&["verify", "--json"])).expect("JSON");
        assert_eq!(said["valid"], true, "{}: {said}", self.dir.display());
        said
    }

    /// A browser that looks at this node and nobody sits at.
    pub(crate) fn stranger(&self) -> Client {
        Client::new(&self.url)
    }
}

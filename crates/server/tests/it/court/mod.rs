//! A court to test against: the built program `weicourt demo` in a process of its own, on free ports.

pub(crate) mod client;
pub(crate) mod database;
pub(crate) mod papers;
pub(crate) mod people;
pub(crate) mod socket;

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use database::Database;

/// The program, running on a data directory that goes away with the test.
pub(crate) struct Court {
    dir: tempfile::TempDir,
    database: Database,
    levels: &'static str,
    running: Option<Running>,
    /// Everything the process printed after it was ready, over all its lives.
    printed: Arc<Mutex<String>>,
}

struct Running {
    child: Child,
    node: String,
    sms: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // A process that is gone already is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the case-handling system of the court shows.
pub(crate) const REGISTER_TOKEN: &str = "a-token-of-the-tests-0123456789abcdef";

/// What `weicourt verify --json` says.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) valid: bool,
    pub(crate) n_entries: u64,
    pub(crate) text: String,
}

/// Tells `story` on the embedded database always, and on PostgreSQL when `WEICOURT_TEST_PG` names a server.
pub(crate) async fn on_every_database<F: Future<Output = ()>>(story: impl Fn(Arc<Court>) -> F) {
    story(Arc::new(Court::start())).await;
    if let Ok(server) = std::env::var("WEICOURT_TEST_PG") {
        story(Arc::new(Court::start_on(Database::postgres(&server), "warn"))).await;
    }
}

impl Court {
    /// Starts a court on the embedded database.
    pub(crate) fn start() -> Court {
        Court::start_on(Database::Embedded, "warn")
    }

    /// Starts a court that logs at `levels`.
    pub(crate) fn start_with_log(levels: &'static str) -> Court {
        Court::start_on(Database::Embedded, levels)
    }

    fn start_on(database: Database, levels: &'static str) -> Court {
        let dir = tempfile::tempdir().expect("temporary directory");
        let mut court = Court { dir, database, levels, running: None, printed: Arc::default() };
        court.start_again();
        court
    }

    /// Where the node keeps everything.
    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// What the process wrote to its log, over all its lives.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).expect("log")
    }

    /// What the process printed after it was ready.
    pub(crate) fn printed(&self) -> String {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_weicourt"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WEICOURT__")) {
            command.env_remove(name);
        }
        if let Some(url) = self.database.url() {
            command.env("WEICOURT__STORE__URL", url);
        }
        command
    }

    /// Starts the process on the same data, and waits until it says that it is ready.
    pub(crate) fn start_again(&mut self) {
        self.running = None;
        let log = std::fs::File::options().create(true).append(true).open(self.dir.path().join("log"));
        let mut command = self.command();
        command.args(["demo", "--one-node", "--port", "0", "--data"]).arg(self.data());
        command.env("WEICOURT__LOG__LEVELS", self.levels);
        command.env("WEICOURT__REGISTER__TOKEN", REGISTER_TOKEN);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log.expect("log"));
        let mut child = command.spawn().expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (mut node, mut sms, mut line) = (String::new(), String::new(), String::new());
        loop {
            line.clear();
            let n_bytes = out.read_line(&mut line).expect("it prints");
            assert_ne!(n_bytes, 0, "the program stopped: {}", self.log());
            let address = line.split_whitespace().last().unwrap_or_default().trim_end_matches('/');
            if line.contains("phone app") {
                node = address.to_owned();
            } else if line.contains("SMS") && sms.is_empty() {
                sms = address.to_owned();
            } else if line.trim() == "ready" {
                break;
            }
        }
        assert!(
            node.starts_with("http://localhost:") && sms.starts_with("http://127.0.0.1:"),
            "{node} {sms}"
        );
        let printed = self.printed.clone();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                printed.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
            }
        });
        self.running = Some(Running { child, node, sms });
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("the program runs")
    }

    /// Address of the node.
    pub(crate) fn node(&self) -> &str {
        &self.running().node
    }

    /// Address of the SMS gateway.
    pub(crate) fn sms(&self) -> &str {
        &self.running().sms
    }

    /// Kills the process (SIGKILL): no chance to finish anything.
    pub(crate) fn kill(&mut self) {
        self.running = None;
    }

    /// Imports a file of the case-handling system into the data of the node, which may run.
    pub(crate) fn import(&self, file: &std::path::Path) -> Value {
        let mut command = self.command();
        command.args(["import", "cases"]).arg(file).arg("--data").arg(self.data()).arg("--json");
        let output = command.output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        serde_json::from_str(&text)
            .unwrap_or_else(|_| panic!("{text} {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Asks the program to check every chain, beside the node or after it.
    pub(crate) fn verify(&self) -> Verdict {
        let output = self.command().arg("verify").arg(self.data()).arg("--json").output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let said: Value = serde_json::from_str(&text)
            .unwrap_or_else(|_| panic!("{text} {}", String::from_utf8_lossy(&output.stderr)));
        let valid = said["valid"] == true;
        assert_eq!(output.status.success(), valid, "the code of exit agrees: {text}");
        Verdict { valid, n_entries: said["entries"].as_u64().expect("a count"), text }
    }

    /// What `weicourt policy explain` prints of a case.
    pub(crate) fn policy_explain(&self, case: &str, more: &[&str]) -> String {
        let mut command = self.command();
        command.args(["policy", "explain", "--case", case, "--data"]).arg(self.data()).args(more);
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

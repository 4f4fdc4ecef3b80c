//! The database of a court that is tested: embedded, or one of its own on a PostgreSQL server.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Where the court keeps its log.
pub(crate) enum Database {
    /// SQLite in the data directory.
    Embedded,
    /// A database of its own, dropped afterwards.
    Postgres {
        /// Address of the server, with a database that exists.
        server: String,
        /// Name of the database.
        name: String,
    },
    /// On a PostgreSQL server of its own: whatever lies in its files is of this court.
    Alone(Server),
}

/// A PostgreSQL server that is gone with the test.
pub(crate) struct Server {
    child: Child,
    /// The server stops when this ends.
    lives: Option<ChildStdin>,
    url: String,
    data: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.lives.take());
        let _ended = self.child.wait();
    }
}

impl Database {
    /// Makes an empty database on `server`.
    pub(crate) fn postgres(server: &str) -> Database {
        let mut chance = [0; 8];
        getrandom::fill(&mut chance).expect("chance");
        let name = format!("weicourt_court_{}", u64::from_be_bytes(chance));
        ask(server, &format!("create database {name}"));
        Database::Postgres { server: server.to_owned(), name }
    }

    /// Starts a server for this database alone.
    pub(crate) fn alone() -> Database {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/with-postgres.sh");
        let mut command = Command::new(script);
        command.args(["sh", "-c", "echo \"$WEICOURT_TEST_PG\"; exec cat"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the script starts");
        let (lives, said) = (child.stdin.take(), child.stdout.take().expect("a pipe"));
        let mut url = String::new();
        BufReader::new(said).read_line(&mut url).expect("an address");
        let url = url.trim().to_owned();
        let data = answer(&url, "show data_directory").into();
        Database::Alone(Server { child, lives, url, data })
    }

    /// Where the server keeps its files, if it keeps nothing else in them. What it holds in memory has been
    /// written.
    pub(crate) fn files(&self) -> Option<&Path> {
        let Database::Alone(server) = self else { return None };
        ask(&server.url, "checkpoint");
        Some(&server.data)
    }

    /// Has the server gather what it wants to know of every column, as it does by itself now and then.
    pub(crate) fn analyze(&self) {
        if let Some(url) = self.url() {
            ask(&url, "analyze");
        }
    }

    /// Its address, where it is not embedded.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Database::Embedded => None,
            Database::Postgres { server, name } => {
                let (base, _) = server.rsplit_once('/').expect("an address with a database");
                Some(format!("{base}/{name}"))
            }
            Database::Alone(server) => Some(server.url.clone()),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Database::Postgres { server, name } = self {
            ask(server, &format!("drop database if exists {name} with (force)"));
        }
    }
}

fn ask(server: &str, sentence: &str) {
    let asked = Command::new("psql").args(["--quiet", "--command", sentence, server]).status();
    assert!(asked.expect("psql is there").success(), "{sentence}");
}

fn answer(server: &str, question: &str) -> String {
    let asked = Command::new("psql").args(["--quiet", "-At", "--command", question, server]).output();
    let asked = asked.expect("psql is there");
    assert!(asked.status.success(), "{question}: {}", String::from_utf8_lossy(&asked.stderr));
    String::from_utf8(asked.stdout).expect("UTF-8").trim().to_owned()
}

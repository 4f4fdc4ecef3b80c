//! The database of a court that is tested: embedded, or one of its own on a PostgreSQL server.

use std::process::Command;

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

    /// Its address, where it is not embedded.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Database::Embedded => None,
            Database::Postgres { server, name } => {
                let (base, _) = server.rsplit_once('/').expect("an address with a database");
                Some(format!("{base}/{name}"))
            }
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

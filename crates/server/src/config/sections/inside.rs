//! What a node uses on its own machine: database, keys, facts, web files, log lines.

use std::path::PathBuf;

use crate::config::Secret;
use crate::config::section::section;
use crate::log::LogFormat;

section! {
    /// The log of the cases and everything made from it.
    pub struct Store as "store" {
        /// Empty or `sqlite` for the embedded database in the data directory, or an address such
        /// as `postgres://user:password@host/database`. Secret, because of the password.
        url: Secret = Secret::default(),
        /// Most connections to PostgreSQL at once. SQLite has one writer and does not use it.
        postgres_connections: u32 = 16,
    }
}

impl Store {
    /// Whether the embedded database is used.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.url.reveal(), "" | "sqlite")
    }
}

section! {
    /// The node's own keys. They are made at the first start, readable by this user only.
    /// Keep a copy apart from the backups: without them nothing in a backup can be read.
    pub struct Keys as "keys" {
        /// Directory of the keys; empty means `keys` in the data directory.
        dir: PathBuf = PathBuf::new(),
    }
}

section! {
    /// How pages of files are drawn, and books bound.
    pub struct Documents as "documents" {
        /// Directory of font files (TrueType, OpenType) that are used before the built-in one, in the
        /// order of their names: the court's own faces, or full ones for rare characters in names.
        /// Empty means the built-in one alone, which has GB 2312.
        fonts_dir: PathBuf = PathBuf::new(),
    }
}

section! {
    /// The court's electronic seal (电子签章): documents are issued with it. Without certificate and key nothing
    /// is issued that bears a seal.
    pub struct Seal as "seal" {
        /// PEM file with the certificate of the key, followed by those of its issuers.
        certificate: PathBuf = PathBuf::new(),
        /// PEM file with the key: PKCS#8, ECDSA over P-256. Only the node may read it.
        key: PathBuf = PathBuf::new(),
        /// Name of the court on the seal. Empty means the name of the court of `node.court_code`.
        court_name: String = String::new(),
        /// A short line under the star, such as `诉讼服务专用章`; the court's own seal has none.
        middle: String = String::new(),
        /// Address of a time-stamping authority (RFC 3161). Empty: documents bear the court's own time alone.
        tsa_url: String = String::new(),
        /// How long the authority may take for one answer, in milliseconds.
        timeout_ms: u64 = 5_000,
    }
}

section! {
    /// Files that replace the facts built into the program, when a fact changed before the
    /// program did. Empty means the built-in ones. The columns are those of the files in `data/`.
    pub struct Facts as "facts" {
        /// Courts: code, name, level, address, phone (CSV).
        courts: PathBuf = PathBuf::new(),
        /// Types of case and their codes (CSV).
        case_types: PathBuf = PathBuf::new(),
        /// Causes of action (CSV).
        causes: PathBuf = PathBuf::new(),
        /// Public holidays and make-up workdays (CSV).
        holidays: PathBuf = PathBuf::new(),
        /// Loan prime rates by month (CSV).
        lpr: PathBuf = PathBuf::new(),
        /// Court fees that rise with the amount (CSV).
        fee_bands: PathBuf = PathBuf::new(),
        /// Fixed court fees, by province where the law leaves a range, and caps (CSV).
        fee_amounts: PathBuf = PathBuf::new(),
        /// Statutory periods (CSV).
        deadlines: PathBuf = PathBuf::new(),
        /// What can be applied for, by whom, and who decides (CSV).
        applications: PathBuf = PathBuf::new(),
        /// The forms of applications (CSV).
        application_fields: PathBuf = PathBuf::new(),
        /// Who is told outside the space of what, in which words and how soon (CSV).
        notices: PathBuf = PathBuf::new(),
        /// Amounts up to which the small-claims procedure applies (CSV).
        small_claims: PathBuf = PathBuf::new(),
        /// Single values: the hotline, rates, caps (CSV).
        parameters: PathBuf = PathBuf::new(),
    }
}

section! {
    /// What may leave the court's private network, in what shape and for how long.
    pub struct Policy as "policy" {
        /// A policy file that takes the place of the built-in `data/policy.toml` (TOML). Empty means the
        /// built-in one. `weicourt policy check` reads a file before it is used.
        file: PathBuf = PathBuf::new(),
    }
}

section! {
    /// The web app.
    pub struct Web as "web" {
        /// Serve the web app from this directory instead of the one built in; for developing it.
        dir: PathBuf = PathBuf::new(),
    }
}

section! {
    /// What is shown inside a case space.
    pub struct Space as "space" {
        /// Address of a map with `{latitude}`, `{longitude}` and `{name}` in it, opened from a
        /// location card. Empty: the card has a `geo:` link, which phones open with their own map.
        map_url_template: String = String::new(),
    }
}

section! {
    /// Log lines, on standard error. They name cases and numbers, never words of a person.
    pub struct Log as "log" {
        /// `json`, one object a line, or `plain`. The option `--log-format` goes before it.
        format: LogFormat = LogFormat::Json,
        /// What is logged: `error`, `warn`, `info`, `debug`, `trace`, for all or by part, as in
        /// `info,weicourt_http=debug`.
        levels: String = "info".into(),
    }
}

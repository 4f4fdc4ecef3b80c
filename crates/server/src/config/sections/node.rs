//! `[node]`: which node this is and where it is reached.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::config::section::section;

/// Which side of the court's private network a node stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Both origins on one node: one machine, one court, a trial.
    All,
    /// Private network: workbench and system of record.
    Court,
    /// Internet: phones.
    Front,
}

section! {
    /// Which node this is and where it is reached.
    pub struct Node as "node" {
        /// A short name of the node, shown in `/api/node` and in log lines.
        name: String = "weicourt".into(),
        /// `all` (both origins on one node), `court` (private network, system of record) or
        /// `front` (internet, phones).
        role: Role = Role::All,
        /// Code of the court this node belongs to, as in its case numbers: `浙0203`. It is taken
        /// for staff whose sign-on tells no court.
        court_code: String = String::new(),
        /// Address and port to listen on. Put a proxy with TLS in front for anything but a trial.
        listen: String = "127.0.0.1:8420".into(),
        /// How browsers reach this node, without a slash at the end. With `https` the session
        /// cookie is sent over TLS only. Invitations and the sign-on come back to this address.
        public_url: String = "http://127.0.0.1:8420".into(),
        /// Court node: how phones reach the front node, without a slash at the end; one-time links lead
        /// there. Empty means `public_url`.
        phone_url: String = String::new(),
        /// Directory of everything the node keeps: database, blobs, keys. Only this user may read it.
        data_dir: PathBuf = "data".into(),
        /// Hotline shown where a person may need a human being.
        court_hotline: String = "12368".into(),
        /// Believe the last address in `X-Forwarded-For`. Only behind a proxy of your own that
        /// sets it; otherwise anyone could pretend to be many addresses.
        behind_proxy: bool = false,
    }
}

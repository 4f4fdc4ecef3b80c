//! `[exchange]`: how the court node and the front node reach each other.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::config::Secret;
use crate::config::section::section;

/// How bundles travel between the two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// There is no other node, or not yet.
    None,
    /// Two directories and a file ferry.
    Drop,
    /// TLS with certificates on both sides.
    Http,
    /// NATS JetStream.
    Nats,
}

section! {
    /// The other node of the pair, when the court node stands in the private network and the front
    /// node on the internet. `docs/operate/exchange.md` shows each link step by step.
    pub struct Exchange as "exchange" {
        /// `none`, `drop` (two directories for the file ferry of a network gap), `http` (TLS with
        /// certificates on both sides) or `nats` (NATS JetStream).
        link: LinkKind = LinkKind::None,
        /// Public keys of the other node: the text that `weicourt exchange keys` prints there, or a
        /// file with it. Empty means `peer.keys` in the directory of the keys, where
        /// `weicourt exchange import` puts them.
        peer_keys: String = String::new(),
        /// Most bytes sent in a second; 0 means as many as the link takes.
        bytes_per_second: u64 = 0,
        /// After how long without the other node's acknowledgement the workbench raises an alarm, in
        /// seconds.
        alarm_lag_seconds: u32 = 300,
        /// A sign of life after this long without anything to send, in seconds; the same on both nodes.
        /// Phones are told that the court cannot be reached when three of them are missing.
        sign_of_life_seconds: u32 = 30,
        /// `drop`: directory into which this node puts bundles for the other.
        drop_out: PathBuf = PathBuf::new(),
        /// `drop`: directory into which the ferry puts bundles of the other node.
        drop_in: PathBuf = PathBuf::new(),
        /// `drop`: most bundles that wait for the ferry; then sending pauses.
        drop_waiting_files: u32 = 1_000,
        /// `drop`: how often the directories are looked at, in milliseconds.
        drop_poll_ms: u64 = 100,
        /// `http`: address and port on which this node waits for the other. Leave it empty on the node
        /// that dials.
        http_listen: String = String::new(),
        /// `http`: where the other node listens, `https://front.example:8430`. Leave it empty on the
        /// node that listens.
        http_url: String = String::new(),
        /// `http`: certificate of this node with those between it and its issuer (PEM).
        http_certificate: PathBuf = PathBuf::new(),
        /// `http`: private key of the certificate (PEM, without a password).
        http_key: PathBuf = PathBuf::new(),
        /// `http`: certificate of the other node (PEM). Only its holder is let in; its dates and its
        /// issuer are not looked at.
        http_peer_certificate: PathBuf = PathBuf::new(),
        /// `http`: certificates of the issuer of the other node's certificate (PEM), instead of that
        /// certificate itself.
        http_peer_ca: PathBuf = PathBuf::new(),
        /// `http`: DNS name in the other node's certificate, with `http_peer_ca`. The node that dials
        /// may leave it empty: then it is the host of `http_url`.
        http_peer_name: String = String::new(),
        /// `nats`: addresses of the message server, `nats://host:4222` or `tls://host:4222`, several
        /// with commas between them. Secret, because it may hold a password.
        nats_url: Secret = Secret::default(),
        /// `nats`: first part of the names of the subjects and streams; the same on both nodes.
        nats_prefix: String = "weicourt".into(),
        /// `nats`: credentials file with JWT and seed; empty when the server asks for none.
        nats_credentials: PathBuf = PathBuf::new(),
        /// `nats`: certificates of the issuer of the message server's certificate (PEM); empty means
        /// the machine's own list.
        nats_ca: PathBuf = PathBuf::new(),
        /// `nats`: most bytes that wait in each direction; then sending pauses.
        nats_waiting_bytes: u64 = 256 * 1024 * 1024,
    }
}

impl Exchange {
    /// Where the other node's public keys stand, unless they are in the configuration themselves.
    #[must_use]
    pub fn peer_keys_file(&self, keys_dir: &std::path::Path) -> Option<PathBuf> {
        match self.peer_keys.as_str() {
            "" => Some(keys_dir.join("peer.keys")),
            text if text.starts_with("weicourt-link") => None,
            path => Some(PathBuf::from(path)),
        }
    }
}

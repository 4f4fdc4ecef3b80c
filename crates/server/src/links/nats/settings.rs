//! Where the message server is, and who this node is there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_nats::{ConnectOptions, ServerAddr};
use percent_encoding::percent_decode_str;

use super::super::{LinkError, PATIENCE};
use crate::config::{Exchange, Role, Secret};

/// What a link over JetStream needs to know.
#[derive(Debug, Clone)]
pub struct NatsSettings {
    /// Addresses of the message server, with commas between them; they may hold a password.
    pub url: Secret,
    /// Credentials file (JWT and seed), or empty.
    pub credentials: PathBuf,
    /// Certificate of the issuer of the message server's certificate, or empty for the machine's list.
    pub ca: PathBuf,
    /// First part of the names of streams and subjects.
    pub prefix: String,
    /// Name of the direction this node sends in, such as `to_front`.
    pub out: &'static str,
    /// Name of the direction this node receives in.
    pub into: &'static str,
    /// Most bytes that wait in one direction.
    pub most_waiting_bytes: u64,
    /// How long `send` waits for room.
    pub patience: Duration,
}

impl NatsSettings {
    /// The settings of a node of `role`.
    ///
    /// # Errors
    ///
    /// [`LinkError::Unusable`] for a node that has no other side.
    pub fn of(config: &Exchange, role: Role) -> Result<Self, LinkError> {
        let (out, into) = match role {
            Role::Court => ("to_front", "to_court"),
            Role::Front => ("to_court", "to_front"),
            Role::All => return Err(LinkError::Unusable("a node with role all has no other side".into())),
        };
        Ok(Self {
            url: config.nats_url.clone(),
            credentials: config.nats_credentials.clone(),
            ca: config.nats_ca.clone(),
            prefix: config.nats_prefix.clone(),
            out,
            into,
            most_waiting_bytes: config.nats_waiting_bytes,
            patience: PATIENCE,
        })
    }

    pub(super) fn stream(&self, direction: &str) -> String {
        format!("{}_{direction}", self.prefix)
    }

    pub(super) fn subject(&self, direction: &str) -> String {
        format!("{}.{direction}", self.prefix)
    }
}

/// What is wrong with a credentials file, if anything.
#[must_use]
pub fn credentials_problem(path: &Path) -> Option<String> {
    match std::fs::read_to_string(path) {
        Err(error) => Some(format!("cannot read {}: {error}", path.display())),
        Ok(text) => ConnectOptions::with_credentials(&text)
            .err()
            .map(|_| format!("{} is no credentials file with a JWT and a seed", path.display())),
    }
}

/// Name and password, or a token alone, in the first of the addresses that has them.
pub(super) fn sign_on(list: &str) -> Option<(String, Option<String>)> {
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    list.split(',').filter_map(|address| url::Url::parse(address.trim()).ok()).find_map(|address| {
        let user = Some(address.username()).filter(|user| !user.is_empty())?;
        Some((plain(user), address.password().map(plain)))
    })
}

/// Reads a list of addresses with commas between them.
pub(crate) fn addresses(list: &str) -> Result<Vec<ServerAddr>, String> {
    // What cannot be read may hold a password, so it is not repeated.
    let wrong = || "must be nats://host:4222 or tls://host:4222, several with commas between them".to_owned();
    let addresses = list.split(',').map(str::trim).map(|address| {
        let is_known = address.starts_with("nats://") || address.starts_with("tls://");
        if is_known { address.parse::<ServerAddr>().map_err(|_| wrong()) } else { Err(wrong()) }
    });
    addresses.collect()
}

//! What `[exchange]` must say so that two nodes can reach each other.

use std::path::Path;

use super::check::{Empty, address, web_address};
use super::{Config, Exchange, LinkKind, Role};
use crate::links::{Tls, addresses, credentials_problem};

/// Everything that makes no sense, as key and reason.
pub(super) fn check(config: &Config) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let exchange = &config.exchange;
    match (config.node.role, exchange.link) {
        (Role::All, LinkKind::None) | (Role::Court, LinkKind::None) => return wrong,
        (Role::Front, LinkKind::None) => {
            let reason = "is none: a front node needs its court node; choose drop, http or nats";
            wrong.push(("exchange.link", reason.to_owned()));
            return wrong;
        }
        (Role::All, _) => {
            let reason =
                "a node of role all has no other side: set it to none, or node.role to court or front";
            wrong.push(("exchange.link", reason.to_owned()));
        }
        (Role::Court | Role::Front, LinkKind::Drop) => drop(exchange, &mut wrong),
        (Role::Court | Role::Front, LinkKind::Http) => http(exchange, &mut wrong),
        (Role::Court | Role::Front, LinkKind::Nats) => nats(exchange, &mut wrong),
    }
    if !(1..=3600).contains(&exchange.sign_of_life_seconds) {
        wrong.push(("exchange.sign_of_life_seconds", "must be between 1 and 3600".into()));
    }
    if exchange.alarm_lag_seconds == 0 {
        wrong.push(("exchange.alarm_lag_seconds", "must be at least 1: with 0 the alarm never ends".into()));
    }
    // A single answer of the protocol must fit through in reasonable time.
    if (1..4096).contains(&exchange.bytes_per_second) {
        let reason = "must be at least 4096, or 0 for as many as the link takes";
        wrong.push(("exchange.bytes_per_second", reason.into()));
    }
    wrong
}

type Wrong = Vec<(&'static str, String)>;

fn drop(exchange: &Exchange, wrong: &mut Wrong) {
    let directory = |path: &Path, what: &str| {
        if path.as_os_str().is_empty() {
            return Some(format!("is missing: name the directory {what}"));
        }
        let missing = !path.is_dir();
        missing.then(|| {
            format!("there is no directory {}: make it and let this user write there", path.display())
        })
    };
    let out = directory(&exchange.drop_out, "from which the ferry takes bundles");
    let into = directory(&exchange.drop_in, "into which the ferry puts bundles");
    let is_one = out.is_none() && into.is_none() && {
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        real(&exchange.drop_out) == real(&exchange.drop_in)
    };
    wrong.extend(out.map(|reason| ("exchange.drop_out", reason)));
    wrong.extend(into.map(|reason| ("exchange.drop_in", reason)));
    if is_one {
        let reason = "is the same directory as drop_out: this node would read its own bundles; name another";
        wrong.push(("exchange.drop_in", reason.into()));
    }
    if exchange.drop_waiting_files == 0 {
        wrong
            .push(("exchange.drop_waiting_files", "must be at least 1: with 0 nothing could be sent".into()));
    }
    if exchange.drop_poll_ms == 0 {
        let reason = "must be at least 1: with 0 the processor would do nothing but look";
        wrong.push(("exchange.drop_poll_ms", reason.into()));
    }
}

fn http(exchange: &Exchange, wrong: &mut Wrong) {
    match (exchange.http_listen.as_str(), exchange.http_url.as_str()) {
        ("", "") => {
            let reason = "is missing: set it on the node that listens, or http_url on the node that dials";
            wrong.push(("exchange.http_listen", reason.into()));
        }
        ("", url) => {
            let reason = if url.starts_with("http://") {
                Some("must begin with https://: bundles never travel without TLS".to_owned())
            } else {
                web_address(url, Empty::Wrong)
            };
            wrong.extend(reason.map(|reason| ("exchange.http_url", reason)));
        }
        (listen, "") => {
            wrong.extend(address(listen).map(|reason| ("exchange.http_listen", reason)));
        }
        (_, _) => {
            let reason =
                "and http_listen are both set: one node dials, the other listens; leave one of them out";
            wrong.push(("exchange.http_url", reason.into()));
        }
    }
    if let Err(problem) = Tls::read(exchange) {
        let key = match problem.key {
            "http_key" => "exchange.http_key",
            "http_certificate" => "exchange.http_certificate",
            "http_peer_certificate" => "exchange.http_peer_certificate",
            "http_peer_name" => "exchange.http_peer_name",
            _ => "exchange.http_peer_ca",
        };
        wrong.push((key, problem.reason));
    }
}

fn nats(exchange: &Exchange, wrong: &mut Wrong) {
    if let Err(reason) = addresses(exchange.nats_url.reveal()) {
        wrong.push(("exchange.nats_url", reason));
    }
    let prefix = &exchange.nats_prefix;
    if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    {
        let reason = "must be letters, digits, - and _, the same on both nodes, such as weicourt";
        wrong.push(("exchange.nats_prefix", reason.into()));
    }
    if !exchange.nats_credentials.as_os_str().is_empty() {
        let problem = credentials_problem(&exchange.nats_credentials);
        wrong.extend(problem.map(|reason| ("exchange.nats_credentials", reason)));
    }
    let ca = &exchange.nats_ca;
    if !ca.as_os_str().is_empty() && !ca.is_file() {
        wrong.push(("exchange.nats_ca", format!("there is no file {}: name a PEM file", ca.display())));
    }
    if exchange.nats_waiting_bytes < 1024 * 1024 {
        wrong
            .push(("exchange.nats_waiting_bytes", "must be at least 1048576, room for a few bundles".into()));
    }
}

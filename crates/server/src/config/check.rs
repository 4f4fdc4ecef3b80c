//! What a configuration must say to make sense, beyond having the right types.

use std::net::SocketAddr;
use std::path::Path;

use tracing_subscriber::filter::{LevelFilter, Targets};

use super::{Config, Store};

/// Duties a person of the court can have, as in the configuration of the sign-on.
const DUTIES: [&str; 6] =
    ["judge", "clerk", "judge_assistant", "filing_officer", "enforcement_officer", "division_head"];

/// Everything that makes no sense, as key and reason.
pub(super) fn check(config: &Config) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let mut must = |key: &'static str, reason: Option<String>| {
        wrong.extend(reason.map(|reason| (key, reason)));
    };
    must("node.listen", address(&config.node.listen));
    must("node.public_url", web_address(&config.node.public_url, Empty::Wrong));
    must("store.url", store(&config.store));
    must("identity_register.base_url", web_address(&config.identity_register.base_url, Empty::Off));
    must("sms.base_url", web_address(&config.sms.base_url, Empty::Off));
    must("wechat.base_url", web_address(&config.wechat.base_url, Empty::Off));
    if !config.mail.host.is_empty() {
        must("mail.from", mail_address(&config.mail.from));
    }
    if !config.mail.return_path.is_empty() {
        must("mail.return_path", mail_address(&config.mail.return_path));
    }
    must("mail.reports", directory(&config.mail.reports));
    must("sign_on.issuer", web_address(&config.sign_on.issuer, Empty::Off));
    for duty in config.sign_on.duties.values().filter(|duty| !DUTIES.contains(&duty.as_str())) {
        let reason = format!("{duty:?} is no duty; the duties are {}", DUTIES.join(", "));
        must("sign_on.duties", Some(reason));
    }
    must("register.token", token(config.register.token.reveal()));
    must("space.map_url_template", map(&config.space.map_url_template));
    must("log.levels", levels(&config.log.levels));
    match crate::facts::read(&config.facts) {
        Ok(facts) => {
            let unusable = crate::policy::read(&config.policy, &facts).err();
            must("policy.file", unusable.map(|unusable| unusable.to_string()));
        }
        Err(unusable) => must(unusable.key, Some(unusable.reason)),
    }
    must("web.dir", directory(&config.web.dir));
    must("seal.tsa_url", time_stamps(&config.seal.tsa_url));
    for (key, file) in [("seal.certificate", &config.seal.certificate), ("seal.key", &config.seal.key)] {
        must(key, (!file.as_os_str().is_empty() && !file.is_file()).then(|| "there is no such file".into()));
    }
    let half = config.seal.certificate.as_os_str().is_empty() != config.seal.key.as_os_str().is_empty();
    must("seal.certificate", half.then(|| "goes together with seal.key".into()));
    for (key, reason) in super::check_exchange::check(config) {
        must(key, Some(reason));
    }
    let limits = &config.limits;
    for (key, number) in [
        ("limits.session_hours", limits.session_hours),
        ("limits.staff_session_hours", limits.staff_session_hours),
        ("limits.phone_code_minutes", limits.phone_code_minutes),
        ("limits.phone_codes_per_number_per_hour", limits.phone_codes_per_number_per_hour),
        ("limits.phone_codes_per_address_per_hour", limits.phone_codes_per_address_per_hour),
        ("limits.phone_code_tries", limits.phone_code_tries),
        ("limits.acts_per_person_per_minute", limits.acts_per_person_per_minute),
        ("limits.sign_ins_per_address_per_minute", limits.sign_ins_per_address_per_minute),
        ("limits.invitation_days", limits.invitation_days),
        ("limits.sockets", limits.sockets),
        ("store.postgres_connections", config.store.postgres_connections),
    ] {
        must(key, (number == 0).then(|| "must be at least 1: with 0 nobody could work".into()));
    }
    wrong
}

/// What an empty address means.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Empty {
    Off,
    Wrong,
}

pub(super) fn address(text: &str) -> Option<String> {
    let example = "must be an address and a port, such as 127.0.0.1:8420 or [::]:8420";
    text.parse::<SocketAddr>().is_err().then(|| example.into())
}

pub(super) fn web_address(text: &str, empty: Empty) -> Option<String> {
    if text.is_empty() && empty == Empty::Off {
        return None;
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(char::is_whitespace) => {
            text.ends_with('/').then(|| "must not end with a slash".into())
        }
        _ => Some("must begin with https:// or http:// and name a host".into()),
    }
}

/// The address of an authority may end with anything.
fn time_stamps(text: &str) -> Option<String> {
    web_address(text.trim_end_matches('/'), Empty::Off)
}

fn mail_address(text: &str) -> Option<String> {
    let wrong = text.parse::<lettre::Address>().is_err() || text.contains('+');
    wrong.then(|| "must be an address such as songda@court.example, without a plus".into())
}

fn store(store: &Store) -> Option<String> {
    // The address may hold a password, so it is not repeated in the reason.
    let url = store.url.reveal();
    let known = store.is_embedded() || url.starts_with("postgres://") || url.starts_with("postgresql://");
    (!known).then(|| "must be sqlite or begin with postgres://".into())
}

fn token(text: &str) -> Option<String> {
    let weak = !text.is_empty() && (text.len() < 32 || !text.bytes().all(|byte| byte.is_ascii_graphic()));
    weak.then(|| "must have 32 characters or more, without blanks".into())
}

fn map(template: &str) -> Option<String> {
    if template.is_empty() {
        return None;
    }
    let missing = ["{latitude}", "{longitude}"].into_iter().find(|hole| !template.contains(hole));
    missing.map(|hole| format!("must contain {hole}"))
}

fn levels(text: &str) -> Option<String> {
    // A bare word that is no level would be taken for the name of a part and silence all others.
    let word = text.split(',').map(str::trim).find(|part| !part.contains('='));
    if let Some(word) = word.filter(|word| word.parse::<LevelFilter>().is_err()) {
        return Some(format!("{word:?} is no level; the levels are error, warn, info, debug, trace"));
    }
    text.parse::<Targets>().err().map(|error| error.to_string())
}

fn directory(path: &Path) -> Option<String> {
    let missing = !path.as_os_str().is_empty() && !path.is_dir();
    missing.then(|| "there is no such directory".into())
}

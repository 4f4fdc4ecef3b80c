//! The world outside the node: identity register, SMS gateway, staff sign-on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use weicourt_app::passkeys::PasskeySettings;

use crate::config::Secret;
use crate::config::section::section;

section! {
    /// The register that says whether a name and a resident ID number belong together.
    pub struct IdentityRegister as "identity_register" {
        /// Base address; the node posts to `/v1/checks` below it.
        base_url: String = String::new(),
        /// Bearer token. Secret.
        token: Secret = Secret::default(),
        /// How long one answer may take, in milliseconds.
        timeout_ms: u64 = 5_000,
    }
}

section! {
    /// The gateway that sends text messages: phone codes, invitations, calls.
    pub struct Sms as "sms" {
        /// Base address; the node posts to `/v1/messages` below it.
        base_url: String = String::new(),
        /// Id of the account at the gateway, sent with every request.
        access_key: String = String::new(),
        /// Key with which requests to the gateway are signed. Secret.
        token: Secret = Secret::default(),
        /// Signature in front of each message, registered with the carrier: `【微法院】`.
        sign: String = "微法院".into(),
        /// How long one request may take, in milliseconds.
        timeout_ms: u64 = 5_000,
    }
}

section! {
    /// The court's gateway of subscription messages at WeChat, which knows by the number who follows its account.
    pub struct Wechat as "wechat" {
        /// Base address; the node posts to `/v1/subscription-messages` below it. Empty: none are sent.
        base_url: String = String::new(),
        /// Id of the account at the gateway, sent with every request.
        access_key: String = String::new(),
        /// Key with which requests to the gateway are signed. Secret.
        token: Secret = Secret::default(),
        /// How long one request may take, in milliseconds.
        timeout_ms: u64 = 5_000,
    }
}

/// How the mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// In clear until the server agrees to encrypt, and not at all if it does not.
    #[default]
    Starttls,
    /// Encrypted from the beginning.
    Implicit,
    /// In clear; for a server on this machine.
    None,
}

section! {
    /// The court's mail server, for service by e-mail.
    pub struct Mail as "mail" {
        /// Its name. Empty: nothing is served by e-mail.
        host: String = String::new(),
        /// Its port: 587 as a rule, 465 with `implicit`.
        port: u16 = 587,
        /// `starttls`, `implicit` or `none`.
        tls: MailTls = MailTls::Starttls,
        /// Name of the account; empty for a server that asks for none.
        user: String = String::new(),
        /// Password of the account. Secret.
        password: Secret = Secret::default(),
        /// Address that stands as the sender.
        from: String = String::new(),
        /// Name that stands as the sender.
        from_name: String = String::new(),
        /// Address to which reports go; empty means `from`. Each message has its own, `name+token@domain`, so
        /// the server must take what follows a plus, and put it into the folder `reports`.
        return_path: String = String::new(),
        /// How this node calls itself to the server; empty means the domain of `from`.
        hello: String = String::new(),
        /// The Maildir in which the server puts reports on messages. Empty: nobody reports, and papers that
        /// went by e-mail never count as arrived.
        reports: PathBuf = PathBuf::new(),
        /// Most that the files of one message may have together, in bytes.
        attachment_bytes: u64 = 20_000_000,
        /// How long handing over one message may take, in milliseconds.
        timeout_ms: u64 = 60_000,
    }
}

section! {
    /// Passkeys of judges: registered on the desk, used on a phone outside the court's network.
    pub struct Passkey as "passkey" {
        /// Domain the passkeys belong to: that of the pages of both nodes, or one above it. Empty
        /// means the host of `node.public_url`. Passkeys made for another domain are lost when it changes.
        rp_id: String = String::new(),
        /// Addresses of the pages that may use them, both nodes' (`https://wei.court.example`). Empty
        /// means `node.public_url` alone.
        origins: Vec<String> = Vec::new(),
    }
}

impl Passkey {
    /// What the use cases need of it.
    #[must_use]
    pub fn settings(&self, public_url: &str) -> PasskeySettings {
        let own = PasskeySettings::of(public_url);
        PasskeySettings {
            rp_id: if self.rp_id.is_empty() { own.rp_id } else { self.rp_id.clone() },
            origins: if self.origins.is_empty() { own.origins } else { self.origins.clone() },
        }
    }
}

section! {
    /// Staff sign on with the court's own OpenID Connect provider.
    pub struct SignOn as "sign_on" {
        /// Issuer; its discovery document is fetched from `/.well-known/openid-configuration`.
        issuer: String = String::new(),
        /// Id of this node at the provider.
        client_id: String = "weicourt".into(),
        /// Secret of this node at the provider; empty for a public client. Secret.
        client_secret: Secret = Secret::default(),
        /// Claim with the list of the person's duties.
        duties_claim: String = "duties".into(),
        /// Claim with the code of the person's court.
        court_claim: String = "court_code".into(),
        /// Claim with the person's title.
        title_claim: String = "title".into(),
        /// What the provider's words for duties mean here: `{ "审判员" = "judge" }`. Words that
        /// are duties already need no entry; words with no meaning here give no duty.
        duties: BTreeMap<String, String> = BTreeMap::new(),
        /// How long one request may take, in milliseconds.
        timeout_ms: u64 = 5_000,
    }
}

section! {
    /// The court's case-handling system (办案系统), which writes its cases to `/api/register`.
    pub struct Register as "register" {
        /// What the system shows as `Authorization: Bearer …`, 32 characters or more. Empty: nobody
        /// writes the register over the network; `weicourt import cases` does not need it.
        token: Secret = Secret::default(),
    }
}

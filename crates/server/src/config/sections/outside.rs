//! The world outside the node: identity register, SMS gateway, staff sign-on.

use std::collections::BTreeMap;

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

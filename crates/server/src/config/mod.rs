//! Configuration: one TOML file, overrides from the environment, a reference page made from both.
//!
//! To add a key: 1. a field with doc comment and default in `sections/`; 2. if it can be wrong, a
//! check in `check.rs`; 3. `make generate` writes the reference page anew.

mod check;
mod check_exchange;
mod load;
mod problem;
mod reference;
mod secret;
pub(crate) mod section;
mod sections;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use load::{Source, load};
pub use problem::{Place, Problem};
pub use reference::reference;
pub use secret::Secret;
pub use section::{Key, Section};
pub use sections::{
    Documents, Exchange, Facts, IdentityRegister, Keys, Limits, LinkKind, Log, Mail, MailTls, Node, Passkey,
    Policy, Register, Role, Seal, SignOn, Sms, Space, Store, Web, Wechat,
};

/// Everything that can be configured, with its defaults.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[node]`
    pub node: Node,
    /// `[store]`
    pub store: Store,
    /// `[keys]`
    pub keys: Keys,
    /// `[identity_register]`
    pub identity_register: IdentityRegister,
    /// `[sms]`
    pub sms: Sms,
    /// `[wechat]`
    pub wechat: Wechat,
    /// `[mail]`
    pub mail: Mail,
    /// `[sign_on]`
    pub sign_on: SignOn,
    /// `[passkey]`
    pub passkey: Passkey,
    /// `[exchange]`
    pub exchange: Exchange,
    /// `[register]`
    pub register: Register,
    /// `[limits]`
    pub limits: Limits,
    /// `[space]`
    pub space: Space,
    /// `[documents]`
    pub documents: Documents,
    /// `[seal]`
    pub seal: Seal,
    /// `[facts]`
    pub facts: Facts,
    /// `[policy]`
    pub policy: Policy,
    /// `[web]`
    pub web: Web,
    /// `[log]`
    pub log: Log,
}

impl Config {
    /// The directory of the node's keys.
    #[must_use]
    pub fn keys_dir(&self) -> PathBuf {
        if self.keys.dir.as_os_str().is_empty() {
            self.node.data_dir.join("keys")
        } else {
            self.keys.dir.clone()
        }
    }
}

/// Name, purpose and keys of every section, in the order of the reference page.
#[must_use]
pub fn sections() -> Vec<(&'static str, &'static [&'static str], &'static [Key])> {
    fn of<S: Section>() -> (&'static str, &'static [&'static str], &'static [Key]) {
        (S::NAME, S::ABOUT, S::KEYS)
    }
    vec![
        of::<Node>(),
        of::<Store>(),
        of::<Keys>(),
        of::<IdentityRegister>(),
        of::<Sms>(),
        of::<Wechat>(),
        of::<Mail>(),
        of::<SignOn>(),
        of::<Passkey>(),
        of::<Exchange>(),
        of::<Register>(),
        of::<Limits>(),
        of::<Space>(),
        of::<Documents>(),
        of::<Seal>(),
        of::<Facts>(),
        of::<Policy>(),
        of::<Web>(),
        of::<Log>(),
    ]
}

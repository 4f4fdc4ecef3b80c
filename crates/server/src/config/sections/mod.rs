//! The sections of the file, by what they configure.

mod exchange;
mod inside;
mod limits;
mod node;
mod outside;

pub use exchange::{Exchange, LinkKind};
pub use inside::{Documents, Facts, Keys, Log, Policy, Seal, Space, Store, Web};
pub use limits::Limits;
pub use node::{Node, Role};
pub use outside::{IdentityRegister, Mail, MailTls, Passkey, Register, SignOn, Sms, Wechat};

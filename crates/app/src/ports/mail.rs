//! Papers by e-mail, and what the mail servers on their way report.

use async_trait::async_trait;
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::Pii;

use super::PortError;

/// A file that goes along.
#[derive(Clone)]
pub struct MailAttachment {
    /// What it is called, in Chinese as a rule.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A message as it leaves.
#[derive(Clone)]
pub struct OutgoingMail {
    /// Names the message: the same id is the same message, whenever it is sent again.
    pub id: String,
    /// Comes back with every report on it: in the return path, the envelope id and where read receipts go.
    /// Letters and digits that survive a server which changes case, at most 40.
    pub token: String,
    /// To whom.
    pub to: Pii<String>,
    /// When the papers were sent; the same whenever the message is sent again.
    pub at: Instant,
    /// Subject.
    pub subject: String,
    /// Words.
    pub text: String,
    /// Files.
    pub attachments: Vec<MailAttachment>,
}

impl std::fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("OutgoingMail");
        out.field("id", &self.id).field("n_attachments", &self.attachments.len()).finish_non_exhaustive()
    }
}

/// What the court's mail server said to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTaken {
    /// It will carry it.
    Accepted {
        /// Its answer, with the number of its queue.
        line: String,
    },
    /// It will never carry it: there is no such address, or the message is none it takes.
    Refused {
        /// Its answer, which may name the address.
        reason: String,
    },
}

/// What a report says became of a message.
#[derive(Clone, PartialEq, Eq)]
pub enum MailFate {
    /// It is in the recipient's mail system.
    Arrived {
        /// When, as the report says.
        at: Option<Instant>,
        /// The lines of the report that show it.
        proof: String,
    },
    /// It came back.
    Failed {
        /// When, as the report says.
        at: Option<Instant>,
        /// Why, in the words of the server.
        reason: String,
    },
    /// The recipient's program showed it to them.
    Read {
        /// When, as the report says.
        at: Option<Instant>,
        /// The lines of the report that show it.
        proof: String,
    },
    /// It is still on its way, or the report is none.
    Open,
}

/// A report that came in.
#[derive(Clone)]
pub struct MailReport {
    /// Names the report for [`Mail::report_taken`].
    pub name: String,
    /// What may be the token of the message it is about; whoever made the token knows which is one.
    pub tokens: Vec<String>,
    /// What it says.
    pub fate: MailFate,
}

impl std::fmt::Debug for MailReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailReport")
    }
}

/// E-mail.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Hands a message to the court's mail server. Nothing more is known then than that it carries it: what
    /// became of it is reported.
    async fn send(&self, mail: &OutgoingMail) -> Result<MailTaken, PortError>;

    /// Reports that came in and were not taken, at most `limit`.
    async fn reports(&self, limit: usize) -> Result<Vec<MailReport>, PortError>;

    /// The report is noted, or is none of ours: it does not come again.
    async fn report_taken(&self, name: &str) -> Result<(), PortError>;
}

/// Subscription messages of the court's account at WeChat, through the court's own gateway, which knows who
/// follows the account by their telephone number. No identity at WeChat is taken here.
#[async_trait]
pub trait WechatMessages: Send + Sync {
    /// Sends `text` to whoever has the mobile number `to`. The same `key` is sent at most once by the gateway.
    async fn send(&self, to: &Pii<String>, text: &super::SmsText, key: &str) -> Result<(), PortError>;
}

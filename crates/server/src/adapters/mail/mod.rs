//! Papers by e-mail: through the court's own mail server, and back from a folder of reports.
//!
//! The server is spoken to by SMTP ([`smtp`]); what became of a message it puts as delivery status notifications
//! (RFC 3464) and read receipts (RFC 8098) into a Maildir that this node reads ([`maildir`], [`report`]).

mod letter;
mod maildir;
pub mod report;
mod smtp;

use std::time::Duration;

use async_trait::async_trait;
use lettre::Address;
use weicourt_app::ports::{self, MailReport, MailTaken, OutgoingMail, PortError};

use crate::config;

pub(super) const PORT: &str = "mail";

/// The court's mail server and its folder of reports.
#[derive(Debug, Clone)]
pub struct Mail {
    settings: config::Mail,
}

impl Mail {
    /// The mail server of these settings.
    #[must_use]
    pub fn new(settings: config::Mail) -> Self {
        Self { settings }
    }

    /// Where reports on the message with this token go: each message has its own address (VERP).
    fn return_path(&self, token: &str) -> Option<Address> {
        let base = match self.settings.return_path.as_str() {
            "" => &self.settings.from,
            base => base,
        };
        let (user, domain) = base.rsplit_once('@')?;
        Address::new(format!("{user}+{token}"), domain).ok()
    }

    /// What stands before the token in an address to which reports go.
    fn reports_user(&self) -> &str {
        let base = if self.settings.return_path.is_empty() {
            &self.settings.from
        } else {
            &self.settings.return_path
        };
        base.rsplit_once('@').map_or("", |(user, _)| user)
    }
}

/// An error that trying again may mend.
pub(super) fn passing(what: impl std::fmt::Display) -> PortError {
    PortError { port: PORT, what: what.to_string(), passing: true }
}

/// An error that stays.
pub(super) fn lasting(what: impl std::fmt::Display) -> PortError {
    PortError { port: PORT, what: what.to_string(), passing: false }
}

#[async_trait]
impl ports::Mail for Mail {
    async fn send(&self, mail: &OutgoingMail) -> Result<MailTaken, PortError> {
        if self.settings.host.is_empty() {
            return Err(lasting("本院没有开通电子邮件送达"));
        }
        let size: usize = mail.attachments.iter().map(|attachment| attachment.bytes.len()).sum();
        if size as u64 > self.settings.attachment_bytes {
            let most = self.settings.attachment_bytes / 1_000_000;
            return Ok(MailTaken::Refused {
                reason: format!("附件超过{most}兆字节，不能用电子邮件送达")
            });
        }
        let Ok(to) = mail.to.expose().parse::<Address>() else {
            return Ok(MailTaken::Refused { reason: "电子邮件地址的格式不对".to_owned() });
        };
        let return_path = self.return_path(&mail.token).ok_or_else(|| lasting("mail.from is no address"))?;
        let bytes = letter::write(&self.settings, mail, &return_path, to.clone())?;
        let limit = Duration::from_millis(self.settings.timeout_ms);
        match tokio::time::timeout(limit, smtp::hand_over(&self.settings, mail, return_path, to, &bytes))
            .await
        {
            Ok(taken) => taken,
            Err(_) => Err(passing("the mail server does not answer in time")),
        }
    }

    async fn reports(&self, limit: usize) -> Result<Vec<MailReport>, PortError> {
        if self.settings.reports.as_os_str().is_empty() {
            return Ok(Vec::new());
        }
        let files = maildir::new_files(&self.settings.reports, limit).await.map_err(passing)?;
        Ok(files
            .into_iter()
            .map(|(name, bytes)| {
                let (tokens, fate) = report::read(&bytes, self.reports_user());
                MailReport { name, tokens, fate }
            })
            .collect())
    }

    async fn report_taken(&self, name: &str) -> Result<(), PortError> {
        maildir::taken(&self.settings.reports, name).await.map_err(passing)
    }
}

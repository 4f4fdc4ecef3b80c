//! The message as bytes.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, address::Envelope};
use weicourt_app::ports::{OutgoingMail, PortError};

use super::lasting;
use crate::config;

/// Where a read receipt goes, if the recipient lets their program send one.
#[derive(Clone)]
struct ReceiptTo(String);

impl Header for ReceiptTo {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Disposition-Notification-To")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ReceiptTo(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// Writes the message. Its id and its date follow from what is sent: sent again, it is the same message.
pub(super) fn write(
    settings: &config::Mail,
    mail: &OutgoingMail,
    return_path: &Address,
    to: Address,
) -> Result<Vec<u8>, PortError> {
    let from: Address = settings.from.parse().map_err(|_| lasting("mail.from is no address"))?;
    let id = format!("<weicourt-{}@{}>", mail.id, from.domain());
    let since = Duration::from_millis(u64::try_from(mail.at.0).unwrap_or_default());
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(mail.text.clone()));
    for file in &mail.attachments {
        let kind = ContentType::parse(&file.media_type)
            .or_else(|_| ContentType::parse("application/octet-stream"))
            .map_err(lasting)?;
        parts = parts.singlepart(Attachment::new(file.name.clone()).body(file.bytes.clone(), kind));
    }
    let envelope = Envelope::new(Some(return_path.clone()), vec![to.clone()]).map_err(lasting)?;
    let message = Message::builder()
        .message_id(Some(id))
        .date(UNIX_EPOCH + since)
        .from(Mailbox::new(Some(settings.from_name.clone()).filter(|name| !name.is_empty()), from))
        .to(Mailbox::new(None, to))
        .subject(mail.subject.clone())
        .header(ReceiptTo(return_path.to_string()))
        .envelope(envelope)
        .multipart(parts)
        // What the library says of a message may hold its words.
        .map_err(|_| lasting("the message cannot be written"))?;
    Ok(message.formatted())
}

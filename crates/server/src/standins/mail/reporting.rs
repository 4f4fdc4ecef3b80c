//! Delivery status notifications (RFC 3464), put into a Maildir.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use lettre::message::header::{Date, Headers};

use super::session::{Received, Recipient};

/// Numbers of messages and reports of this process.
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// The next number.
pub(super) fn next() -> u32 {
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// Puts a report for each recipient who gets one into the folder.
pub(super) fn report(folder: &Path, mail: &Received, queue: &str) -> io::Result<()> {
    for recipient in &mail.to {
        let asked = |word: &str| recipient.notify.split(',').any(|one| one.eq_ignore_ascii_case(word));
        let address = recipient.address.as_str();
        let said = if address.starts_with("bounce") {
            let asked = recipient.notify.is_empty() || asked("FAILURE");
            asked.then(|| {
                (
                    "failed",
                    "5.1.1",
                    format!("smtp; 550 5.1.1 <{address}>: User unknown in virtual mailbox table"),
                )
            })
        } else if address.starts_with("slow") {
            Some(("delayed", "4.4.1", "smtp; connect to mx.example.invalid: Connection timed out".to_owned()))
        } else {
            asked("SUCCESS")
                .then(|| ("delivered", "2.0.0", "smtp; 250 2.0.0 Ok: delivered to mailbox".to_owned()))
        };
        if let Some((action, status, diagnostic)) = said {
            put(folder, &text(mail, recipient, queue, (action, status, &diagnostic)))?;
        }
    }
    Ok(())
}

fn text(
    mail: &Received,
    recipient: &Recipient,
    queue: &str,
    (action, status, diagnostic): (&str, &str, &str),
) -> String {
    let mut dated = Headers::new();
    dated.set(Date::from(SystemTime::now()));
    let now = dated.get_raw("Date").unwrap_or_default();
    let headers = String::from_utf8_lossy(&mail.data);
    let headers = headers.split("\r\n\r\n").next().unwrap_or_default();
    let envelope_id = match mail.envelope_id.as_str() {
        "" => String::new(),
        id => format!("Original-Envelope-Id: {id}\r\n"),
    };
    let original = match recipient.original.as_str() {
        "" => String::new(),
        original => format!("Original-Recipient: {original}\r\n"),
    };
    let lines = [
        "Return-Path: <>".to_owned(),
        format!("Date: {now}"),
        "From: MAILER-DAEMON@mail.court.invalid (Mail Delivery System)".to_owned(),
        "Subject: Delivery Status Notification".to_owned(),
        format!("To: {}", mail.from),
        "Auto-Submitted: auto-replied".to_owned(),
        "MIME-Version: 1.0".to_owned(),
        format!("Content-Type: multipart/report; report-type=delivery-status; boundary=\"{queue}/report\""),
        String::new(),
        format!("--{queue}/report"),
        "Content-Type: text/plain; charset=us-ascii".to_owned(),
        String::new(),
        "This is the stand-in mail system.".to_owned(),
        String::new(),
        format!("--{queue}/report"),
        "Content-Type: message/delivery-status".to_owned(),
        String::new(),
        format!("{envelope_id}Reporting-MTA: dns; mail.court.invalid"),
        format!("X-Queue-ID: {queue}"),
        format!("Arrival-Date: {now}"),
        String::new(),
        format!("{original}Final-Recipient: rfc822; {}", recipient.address),
        format!("Action: {action}"),
        format!("Status: {status}"),
        format!("Diagnostic-Code: {diagnostic}"),
        String::new(),
        format!("--{queue}/report"),
        "Content-Type: text/rfc822-headers".to_owned(),
        String::new(),
        format!("Return-Path: <{}>", mail.from),
        headers.to_owned(),
        String::new(),
        format!("--{queue}/report--"),
        String::new(),
    ];
    lines.join("\r\n")
}

/// Whole or not at all: written beside, then moved.
fn put(folder: &Path, text: &str) -> io::Result<()> {
    for part in ["tmp", "new", "cur"] {
        fs::create_dir_all(folder.join(part))?;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let name = format!("{}.P{}Q{}.mail", since.as_secs(), std::process::id(), next());
    let beside = folder.join("tmp").join(&name);
    fs::write(&beside, text)?;
    fs::rename(beside, folder.join("new").join(name))
}

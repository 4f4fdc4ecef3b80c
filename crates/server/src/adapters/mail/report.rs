//! What a report on a message says: delivery status notifications (RFC 3464) and read receipts (RFC 8098).

use mail_parser::{DateTime, Message, MessageParser, MimeHeaders as _};
use weicourt_app::ports::MailFate;
use weicourt_domain::instant::Instant;

/// Tokens looked at in one report.
const MOST_TOKENS: usize = 16;
/// Longest token.
const LONGEST_TOKEN: usize = 40;
/// Longest proof or reason that is kept, in characters.
const LONGEST_WORDS: usize = 600;

/// A block of fields, unfolded; names in lower case.
type Fields = Vec<(String, String)>;

/// What may be the token of the message a report is about, and what became of that message.
///
/// `user` is what stands before `+token@` in addresses to which reports go. What is no report says nothing.
#[must_use]
pub fn read(bytes: &[u8], user: &str) -> (Vec<String>, MailFate) {
    let Some(message) = MessageParser::default().parse(bytes) else { return (Vec::new(), MailFate::Open) };
    let mut tokens = Vec::new();
    let fate = if let Some(text) = part(&message, "delivery-status") {
        let blocks = blocks(&text);
        let id = blocks.first().and_then(|of_message| field(of_message, "original-envelope-id"));
        tokens.extend(id.map(str::to_owned));
        delivery(&blocks)
    } else if let Some(text) = part(&message, "disposition-notification") {
        disposition(&blocks(&text), &message)
    } else {
        MailFate::Open
    };
    tokens.extend(tokens_after(&String::from_utf8_lossy(bytes), user));
    tokens.truncate(MOST_TOKENS);
    (tokens, fate)
}

/// The part `message/{subtype}` of a report, as text.
fn part(message: &Message<'_>, subtype: &str) -> Option<String> {
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
        })
    })?;
    Some(String::from_utf8_lossy(part.contents()).into_owned())
}

/// Blocks of fields, apart by empty lines.
fn blocks(text: &str) -> Vec<Fields> {
    let mut blocks: Vec<Fields> = vec![Fields::new()];
    for line in text.lines() {
        let last = blocks.last_mut();
        if line.trim().is_empty() {
            if last.is_some_and(|block| !block.is_empty()) {
                blocks.push(Fields::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = last.and_then(|block| block.last_mut()) {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let (Some(block), Some((name, value))) = (last, line.split_once(':')) {
            block.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn field<'a>(block: &'a Fields, name: &str) -> Option<&'a str> {
    block.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// What a delivery status notification says. Each message here has one recipient; of several reports in one, a
/// failure counts before a delivery.
///
/// A message that was `relayed` is with the recipient's own mail server, which sends no reports: that is as far as
/// the court's server can see, and what it shows as sent.
fn delivery(blocks: &[Fields]) -> MailFate {
    let [of_message, recipients @ ..] = blocks else { return MailFate::Open };
    let of = |wanted: &[&str]| {
        recipients.iter().find(|block| {
            let action = field(block, "action").map(|action| action.split_whitespace().next().unwrap_or(""));
            action.is_some_and(|action| wanted.iter().any(|one| action.eq_ignore_ascii_case(one)))
        })
    };
    let when = |block: &Fields| {
        let said = field(block, "last-attempt-date").or_else(|| field(of_message, "arrival-date"));
        said.and_then(instant)
    };
    if let Some(block) = of(&["failed"]) {
        let reason = ["status", "diagnostic-code"].iter().filter_map(|name| field(block, name));
        let reason = cut(&reason.collect::<Vec<_>>().join(" "));
        return MailFate::Failed { at: when(block), reason };
    }
    let Some(block) = of(&["delivered", "relayed"]) else { return MailFate::Open };
    let reporting = field(of_message, "reporting-mta").map(|mta| format!("Reporting-MTA: {mta}"));
    let names = [
        ("action", "Action"),
        ("status", "Status"),
        ("remote-mta", "Remote-MTA"),
        ("diagnostic-code", "Diagnostic-Code"),
        ("last-attempt-date", "Last-Attempt-Date"),
    ];
    let lines =
        names.iter().filter_map(|(name, shown)| field(block, name).map(|value| format!("{shown}: {value}")));
    let proof = cut(&reporting.into_iter().chain(lines).collect::<Vec<_>>().join("; "));
    MailFate::Arrived { at: when(block), proof }
}

/// What a read receipt says: only `displayed` is reading.
fn disposition(blocks: &[Fields], message: &Message<'_>) -> MailFate {
    let Some(block) = blocks.first() else { return MailFate::Open };
    let Some(said) = field(block, "disposition") else { return MailFate::Open };
    let kind = said.rsplit(';').next().unwrap_or_default().trim();
    let kind = kind.split('/').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("displayed") {
        return MailFate::Open;
    }
    let names = [
        ("reporting-ua", "Reporting-UA"),
        ("disposition", "Disposition"),
        ("original-message-id", "Original-Message-ID"),
    ];
    let lines =
        names.iter().filter_map(|(name, shown)| field(block, name).map(|value| format!("{shown}: {value}")));
    let proof = cut(&lines.collect::<Vec<_>>().join("; "));
    MailFate::Read { at: message.date().map(of_date), proof }
}

fn instant(text: &str) -> Option<Instant> {
    DateTime::parse_rfc822(text).as_ref().map(of_date)
}

fn of_date(date: &DateTime) -> Instant {
    Instant(date.to_timestamp().saturating_mul(1000))
}

fn cut(words: &str) -> String {
    words.chars().take(LONGEST_WORDS).collect()
}

/// What follows `user+` in addresses.
fn tokens_after(text: &str, user: &str) -> Vec<String> {
    let (text, before) = (text.to_ascii_lowercase(), format!("{}+", user.to_ascii_lowercase()));
    let found = text.match_indices(&before).take(4 * MOST_TOKENS).filter_map(|(at, _)| {
        let rest = &text[at + before.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
        // Some servers write the return path with `=` in place of `@`.
        (rest[end..].starts_with(['@', '=']) && (1..=LONGEST_TOKEN).contains(&end))
            .then(|| rest[..end].to_owned())
    });
    let mut tokens: Vec<String> = Vec::new();
    for token in found {
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    tokens
}

//! One conversation by SMTP (RFC 5321), without sockets: lines in, answers out.

/// What the server says first.
pub(super) const GREETING: &str = "220 mail.court.invalid ESMTP stand-in\r\n";
/// Largest message, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A recipient, with what was asked for.
#[derive(Debug, Clone)]
pub(super) struct Recipient {
    /// The address.
    pub(super) address: String,
    /// `NOTIFY`.
    pub(super) notify: String,
    /// `ORCPT`.
    pub(super) original: String,
}

/// A message that was handed over whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Received {
    /// Return path.
    pub(super) from: String,
    /// `ENVID`.
    pub(super) envelope_id: String,
    /// To whom.
    pub(super) to: Vec<Recipient>,
    /// The message, dots undone.
    pub(super) data: Vec<u8>,
}

/// What follows from a line.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing is said.
    Silent,
    /// This is said.
    Answer(String),
    /// A message is here; say that it is taken.
    Received(Received),
    /// This is said, and the conversation is over.
    Quit(String),
}

/// Where a conversation stands.
#[derive(Debug, Default)]
pub(super) struct Session {
    greeted: bool,
    mail: Option<Received>,
    in_data: bool,
}

impl Session {
    /// Takes a line with its end.
    pub(super) fn line(&mut self, line: &[u8]) -> Step {
        if self.in_data {
            return self.data(line);
        }
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                (self.greeted, self.mail) = (true, None);
                say(
                    "250-mail.court.invalid\r\n250-SIZE 67108864\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 DSN",
                )
            }
            "HELO" => {
                (self.greeted, self.mail) = (true, None);
                say("250 mail.court.invalid")
            }
            "MAIL" if !self.greeted => say("503 5.5.1 say EHLO first"),
            "MAIL" => match address(rest, "FROM:") {
                Some((from, parameters)) => {
                    let envelope_id = parameter(parameters, "ENVID");
                    self.mail = Some(Received { from, envelope_id, ..Received::default() });
                    say("250 2.1.0 Ok")
                }
                None => say("501 5.5.4 MAIL FROM:<address>"),
            },
            "RCPT" => self.recipient(rest),
            "DATA" if self.mail.as_ref().is_some_and(|mail| !mail.to.is_empty()) => {
                self.in_data = true;
                say("354 End data with <CR><LF>.<CR><LF>")
            }
            "DATA" => say("503 5.5.1 no recipient"),
            "RSET" => {
                self.mail = None;
                say("250 2.0.0 Ok")
            }
            "NOOP" => say("250 2.0.0 Ok"),
            "QUIT" => Step::Quit("221 2.0.0 Bye\r\n".to_owned()),
            _ => say("502 5.5.2 no such command"),
        }
    }

    fn recipient(&mut self, rest: &str) -> Step {
        let Some(mail) = &mut self.mail else { return say("503 5.5.1 say MAIL first") };
        match address(rest, "TO:") {
            Some((address, _)) if address.starts_with("refuse") => {
                say(&format!("550 5.1.1 <{address}>: Recipient address rejected: User unknown"))
            }
            Some((address, parameters)) => {
                let (notify, original) = (parameter(parameters, "NOTIFY"), parameter(parameters, "ORCPT"));
                mail.to.push(Recipient { address, notify, original });
                say("250 2.1.5 Ok")
            }
            None => say("501 5.5.4 RCPT TO:<address>"),
        }
    }

    fn data(&mut self, line: &[u8]) -> Step {
        let Some(mail) = &mut self.mail else { return say("503 5.5.1 say MAIL first") };
        if matches!(line, b".\r\n" | b".\n") {
            self.in_data = false;
            return match self.mail.take() {
                Some(mail) if mail.data.len() <= LARGEST => Step::Received(mail),
                Some(_) | None => say("552 5.3.4 message too large"),
            };
        }
        // What is too large is read to its end and then refused.
        if mail.data.len() <= LARGEST {
            mail.data.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        Step::Silent
    }
}

fn say(words: &str) -> Step {
    Step::Answer(format!("{words}\r\n"))
}

/// The address after `keyword`, and the parameters behind it.
fn address<'a>(text: &'a str, keyword: &str) -> Option<(String, &'a str)> {
    let head = text.get(..keyword.len()).filter(|head| head.eq_ignore_ascii_case(keyword))?;
    let rest = text[head.len()..].trim_start().strip_prefix('<')?;
    let (address, parameters) = rest.split_once('>')?;
    Some((address.to_owned(), parameters))
}

fn parameter(parameters: &str, keyword: &str) -> String {
    let mut all = parameters.split_whitespace().filter_map(|one| one.split_once('='));
    all.find(|(name, _)| name.eq_ignore_ascii_case(keyword))
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default()
}

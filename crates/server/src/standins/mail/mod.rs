//! Stand-in for the court's mail server. Its page shows the last messages, in place of a mailbox.
//!
//! It speaks SMTP (`session.rs`) without encryption, because it listens on this machine alone, takes requests for
//! reports (RFC 3461) and puts its reports into a Maildir (`reporting.rs`). What becomes of a message follows from
//! its address:
//!
//! ```text
//! refuse…@…   refused at RCPT with 550        bounce…@…   taken, then reported as failed (5.1.1)
//! slow…@…     reported as delayed             others      reported as delivered, if that was asked for
//! ```
//!
//! For a person trying the demo: `GET /` is a page, `GET /messages?to=a@example.invalid` the same as JSON, newest
//! first.

mod reporting;
mod session;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use mail_parser::{MessageParser, MimeHeaders as _};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use self::session::{Session, Step};
use super::html::{escape, page};

/// How many messages are kept.
const KEPT: usize = 500;
/// Longest line that is read, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// A message that was taken.
#[derive(Debug, Clone, Serialize)]
pub struct Taken {
    /// Its number in the queue.
    pub queue: String,
    /// Return path.
    pub from: String,
    /// To whom.
    pub to: String,
    /// `Message-ID`.
    pub message_id: String,
    /// `Subject`.
    pub subject: String,
    /// Words.
    pub text: String,
    /// Names of the files and their sizes in bytes.
    pub files: Vec<(String, usize)>,
    /// The envelope id that was given along.
    pub envelope_id: String,
    /// What of it was to be reported.
    pub notify: String,
}

/// What the server has taken.
#[derive(Clone, Default)]
pub(super) struct Server {
    taken: Arc<Mutex<VecDeque<Taken>>>,
    reports: Option<PathBuf>,
}

impl Server {
    /// A server that puts its reports into the Maildir `reports`.
    pub(super) fn new(reports: Option<PathBuf>) -> Server {
        Server { taken: Arc::default(), reports }
    }

    /// Its page.
    pub(super) fn router(&self) -> Router {
        Router::new().route("/messages", get(list)).route("/", get(show)).with_state(self.clone())
    }

    /// Takes mail until `stop` is cancelled.
    pub(super) fn listen(&self, listener: TcpListener, stop: CancellationToken) {
        let server = self.clone();
        tokio::spawn(async move {
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    () = stop.cancelled() => return,
                };
                let Ok((stream, _)) = accepted else { continue };
                let (server, stop) = (server.clone(), stop.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        talked = server.talk(stream) => {
                            if let Err(error) = talked {
                                tracing::debug!(%error, "a connection to the mail server ended");
                            }
                        }
                        () = stop.cancelled() => {}
                    }
                });
            }
        });
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(session::GREETING.as_bytes()).await?;
        let mut session = Session::default();
        loop {
            let mut line = Vec::new();
            if (&mut stream).take(LONGEST_LINE).read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            let answer = match session.line(&line) {
                Step::Silent => continue,
                Step::Answer(answer) => answer,
                Step::Quit(answer) => {
                    stream.write_all(answer.as_bytes()).await?;
                    return stream.flush().await;
                }
                Step::Received(mail) => {
                    let queue = self.take(&mail);
                    if let Some(folder) = &self.reports {
                        reporting::report(folder, &mail, &queue)?;
                    }
                    format!("250 2.0.0 Ok: queued as {queue}\r\n")
                }
            };
            stream.write_all(answer.as_bytes()).await?;
            stream.flush().await?;
        }
    }

    fn take(&self, mail: &session::Received) -> String {
        let parsed = MessageParser::default().parse(&mail.data);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = format!("4STAND{:05}", reporting::next());
        for recipient in &mail.to {
            let text = parsed.as_ref().and_then(|message| message.body_text(0).map(|text| text.into_owned()));
            let files = parsed.as_ref().map(|message| {
                let files = message.attachments();
                files
                    .map(|file| {
                        (file.attachment_name().unwrap_or_default().to_owned(), file.contents().len())
                    })
                    .collect()
            });
            taken.push_front(Taken {
                queue: queue.clone(),
                from: mail.from.clone(),
                to: recipient.address.clone(),
                message_id: parsed
                    .as_ref()
                    .and_then(|message| message.message_id())
                    .unwrap_or_default()
                    .to_owned(),
                subject: parsed.as_ref().and_then(|message| message.subject()).unwrap_or_default().to_owned(),
                text: text.unwrap_or_default(),
                files: files.unwrap_or_default(),
                envelope_id: mail.envelope_id.clone(),
                notify: recipient.notify.clone(),
            });
        }
        taken.truncate(KEPT);
        queue
    }

    fn sent_to(&self, wanted: &Wanted) -> Vec<Taken> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let to_them = |mail: &&Taken| wanted.to.as_ref().is_none_or(|to| *to == mail.to);
        taken.iter().filter(to_them).cloned().collect()
    }
}

#[derive(Deserialize)]
struct Wanted {
    to: Option<String>,
}

async fn list(State(server): State<Server>, Query(wanted): Query<Wanted>) -> Json<Vec<Taken>> {
    Json(server.sent_to(&wanted))
}

async fn show(State(server): State<Server>, Query(wanted): Query<Wanted>) -> Html<String> {
    let mails = server.sent_to(&wanted);
    let mut body =
        String::from("<p><small>邮件服务器（演示用）：最新的在最上面。刷新页面查看新邮件。</small></p>");
    if mails.is_empty() {
        body.push_str("<p>还没有邮件。</p>");
    }
    for mail in mails {
        let files: Vec<String> =
            mail.files.iter().map(|(name, bytes)| format!("{name}（{bytes}字节）")).collect();
        body.push_str(&format!(
            "<article><small>{}</small><br><b>{}</b><pre style=\"white-space:pre-wrap\">{}</pre><small>{}</small></article>",
            escape(&mail.to),
            escape(&mail.subject),
            escape(&mail.text),
            escape(&files.join("、"))
        ));
    }
    page("邮件", &body)
}

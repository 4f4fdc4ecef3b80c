//! One member's phone on the stream: it says what it is told to say, notes what arrives, and marks what
//! it has read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant as Timer, sleep_until};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::COOKIE;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use url::Url;
use weicourt_app::acts::message_path;

use super::Failure;
use super::caller::Caller;

/// A phone gathers what was read for so long before it says so, as the web app does.
const MARK_AFTER: Duration = Duration::from_millis(400);
/// Nothing that the node sends in a measurement is longer, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// What all lines of a measurement count together.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Receipts.
    pub(super) acknowledged: AtomicU64,
    /// Messages that have reached every member.
    pub(super) delivered: AtomicU64,
    /// Entries that have reached somebody.
    pub(super) deliveries: AtomicU64,
    /// Read marks sent.
    pub(super) marks: AtomicU64,
    /// Problems instead of receipts.
    pub(super) refused: AtomicU64,
    /// Times a line had to read again: the node said so, or an entry was missing.
    pub(super) gaps: AtomicU64,
    /// The first problem, for the person who measures.
    pub(super) first_problem: Mutex<Option<String>>,
    /// Whether times are kept.
    pub(super) times: Mutex<Times>,
}

/// Times in microseconds since the message was due.
#[derive(Debug, Default)]
pub(super) struct Times {
    pub(super) to_receipt: Vec<u64>,
    pub(super) to_last: Vec<u64>,
}

/// A message on its way.
#[derive(Debug)]
struct OnItsWay {
    due: Instant,
    sender: usize,
    n_missing: usize,
    acknowledged: bool,
}

/// What the lines of one space share.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) case: String,
    on_their_way: Mutex<HashMap<u64, OnItsWay>>,
    /// Tells each member that they may speak, and since when the message is due.
    turns: Vec<mpsc::UnboundedSender<Instant>>,
    counts: Arc<Counts>,
    /// Whether a member whose message has arrived everywhere says the next.
    closed_loop: bool,
}

/// Numbers of messages, unique in the process; the run gives them a beginning of its own.
static NEXT: AtomicU64 = AtomicU64::new(1);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    front: u64,
    court: u64,
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    id: Option<&'a str>,
    after: Option<Position>,
    upto: Option<Position>,
    #[serde(borrow, default)]
    entries: Vec<Entry<'a>>,
    problem: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    origin: &'a str,
    seq: u64,
    command_id: &'a str,
}

impl Room {
    /// A room and the ends at which its members wait for their turns.
    pub(super) fn new(
        case: String,
        n_members: usize,
        counts: Arc<Counts>,
        closed_loop: bool,
    ) -> (Arc<Room>, Vec<mpsc::UnboundedReceiver<Instant>>) {
        let (turns, waiting) = (0..n_members).map(|_| mpsc::unbounded_channel()).unzip();
        let on_their_way = Mutex::default();
        (Arc::new(Room { case, on_their_way, turns, counts, closed_loop }), waiting)
    }

    /// Gives a member the word.
    pub(super) fn turn(&self, member: usize, due: Instant) {
        // A line that broke has told so already.
        let _gone = self.turns[member].send(due);
    }

    fn begin(&self, member: usize, due: Instant) -> u64 {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let n_missing = self.turns.len();
        let message = OnItsWay { due, sender: member, n_missing, acknowledged: false };
        self.on_their_way.lock().unwrap_or_else(PoisonError::into_inner).insert(number, message);
        number
    }

    fn note(&self, command: &str, change: impl FnOnce(&mut OnItsWay, &Counts)) {
        let Some(number) = number_of(command) else { return };
        let mut on_their_way = self.on_their_way.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(message) = on_their_way.get_mut(&number) else { return };
        change(message, &self.counts);
        if message.n_missing == 0 && message.acknowledged {
            let sender = message.sender;
            on_their_way.remove(&number);
            drop(on_their_way);
            self.counts.delivered.fetch_add(1, Ordering::Relaxed);
            if self.closed_loop {
                self.turn(sender, Instant::now());
            }
        }
    }

    fn arrived(&self, command: &str) {
        self.note(command, |message, counts| {
            message.n_missing = message.n_missing.saturating_sub(1);
            counts.deliveries.fetch_add(1, Ordering::Relaxed);
            if message.n_missing == 0 {
                counts.time(message.due, |times| &mut times.to_last);
            }
        });
    }

    fn acknowledged(&self, command: &str) {
        self.note(command, |message, counts| {
            message.acknowledged = true;
            counts.acknowledged.fetch_add(1, Ordering::Relaxed);
            counts.time(message.due, |times| &mut times.to_receipt);
        });
    }

    fn refused(&self, command: Option<&str>, problem: &serde_json::Value) {
        self.counts.refused.fetch_add(1, Ordering::Relaxed);
        let mut first = self.counts.first_problem.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| problem.to_string());
        drop(first);
        if let Some(number) = command.and_then(number_of) {
            self.on_their_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        }
    }
}

impl Counts {
    fn time(&self, since: Instant, which: impl FnOnce(&mut Times) -> &mut Vec<u64>) {
        let us = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        which(&mut self.times.lock().unwrap_or_else(PoisonError::into_inner)).push(us);
    }
}

/// Command identities of this run: a UUID whose end is the number of the message.
fn command_of(number: u64) -> String {
    format!("{:08x}-0000-4000-8000-{number:012x}", std::process::id())
}

fn number_of(command: &str) -> Option<u64> {
    let (run, number) = command.split_once("-0000-4000-8000-")?;
    let ours = u32::from_str_radix(run, 16) == Ok(std::process::id());
    u64::from_str_radix(number, 16).ok().filter(|_| ours)
}

/// A member's connection to the stream.
#[derive(Debug)]
pub(super) struct Line {
    socket: WebSocketStream<TcpStream>,
    room: Arc<Room>,
    member: usize,
    known: Position,
    marked: Position,
    /// Who signs what is said.
    caller: Caller,
}

impl Line {
    /// Connects `caller` and opens the case of `room`.
    pub(super) async fn open(caller: &Caller, room: &Arc<Room>, member: usize) -> Result<Line, Failure> {
        let url = Url::parse(caller.base())?;
        let address = format!(
            "{}:{}",
            url.host_str().unwrap_or_default(),
            url.port_or_known_default().unwrap_or_default()
        );
        let tcp = TcpStream::connect(&address).await?;
        tcp.set_nodelay(true)?;
        let mut request = format!("ws://{address}/api/stream").into_client_request()?;
        request.headers_mut().insert(COOKIE, HeaderValue::from_str(&caller.cookie_header())?);
        let config = WebSocketConfig::default().read_buffer_size(4096).max_message_size(Some(LARGEST));
        let (socket, _) = client_async_with_config(request, tcp, Some(config)).await?;
        let (known, marked) = (Position::default(), Position::default());
        let mut line = Line { socket, room: room.clone(), member, known, marked, caller: caller.clone() };
        line.read_again().await?;
        while line.known == Position::default() {
            line.hear().await?;
        }
        Ok(line)
    }

    async fn say(&mut self, frame: &serde_json::Value) -> Result<(), Failure> {
        Ok(self.socket.send(Message::Text(Utf8Bytes::from(frame.to_string()))).await?)
    }

    async fn read_again(&mut self) -> Result<(), Failure> {
        self.say(&json!({ "type": "open", "case": self.room.case, "after": self.known })).await
    }

    /// Waits for the next frame and takes it in.
    async fn hear(&mut self) -> Result<(), Failure> {
        let message = self.socket.next().await.ok_or("the node closed the connection")??;
        match message {
            Message::Text(text) => self.take_in(&text).await,
            Message::Close(_) => Err("the node closed the connection".into()),
            _ => Ok(()),
        }
    }

    async fn take_in(&mut self, text: &str) -> Result<(), Failure> {
        let frame: Frame<'_> = serde_json::from_str(text)?;
        match (frame.kind, frame.id) {
            ("entries", _) => {
                let (after, upto) = (frame.after.unwrap_or_default(), frame.upto.unwrap_or_default());
                if after.front > self.known.front || after.court > self.known.court {
                    self.room.counts.gaps.fetch_add(1, Ordering::Relaxed);
                    return self.read_again().await;
                }
                for entry in &frame.entries {
                    let known = if entry.origin == "front" { self.known.front } else { self.known.court };
                    if entry.seq > known {
                        self.room.arrived(entry.command_id);
                    }
                }
                self.known.front = self.known.front.max(upto.front);
                self.known.court = self.known.court.max(upto.court);
            }
            ("receipt", Some(id)) => self.room.acknowledged(id),
            ("problem", id) => self.room.refused(id, &frame.problem.unwrap_or_default()),
            ("lagged", _) => {
                self.room.counts.gaps.fetch_add(1, Ordering::Relaxed);
                return self.read_again().await;
            }
            _ => {}
        }
        Ok(())
    }

    async fn speak(&mut self, due: Instant) -> Result<(), Failure> {
        let number = self.room.begin(self.member, due);
        let words = format!("样例第{number}条：被告在开庭前已经归还一部分借款，请求核对转账记录和收条。");
        let body = json!({ "content": { "type": "text", "text": words } });
        let (command, case) = (command_of(number), &self.room.case);
        let mut act = json!({ "type": "act", "id": command, "case": case, "body": body });
        let signature = {
            let path = message_path(case.parse()?);
            self.caller.signature(&Method::POST, &path, command.parse()?, body.to_string().as_bytes())?
        };
        if let Some((device, signature)) = signature {
            act["device"] = json!(device);
            act["signature"] = json!(signature);
        }
        self.say(&act).await
    }

    /// Listens, reads, and speaks when it is its turn, until the connection ends.
    pub(super) async fn run(mut self, mut turns: mpsc::UnboundedReceiver<Instant>) -> Result<(), Failure> {
        let mut mark_at: Option<Timer> = None;
        loop {
            if mark_at.is_none() && self.marked != self.known {
                mark_at = Some(Timer::now() + MARK_AFTER);
            }
            let due_mark = mark_at.unwrap_or_else(|| Timer::now() + Duration::from_secs(3600));
            tokio::select! {
                message = self.socket.next() => {
                    match message.ok_or("the node closed the connection")?? {
                        Message::Text(text) => self.take_in(&text).await?,
                        Message::Close(_) => return Err("the node closed the connection".into()),
                        _ => {}
                    }
                }
                Some(due) = turns.recv() => self.speak(due).await?,
                () = sleep_until(due_mark), if mark_at.is_some() => {
                    mark_at = None;
                    self.marked = self.known;
                    self.room.counts.marks.fetch_add(1, Ordering::Relaxed);
                    let read = json!({ "type": "read", "case": self.room.case, "upto": self.marked });
                    self.say(&read).await?;
                }
            }
        }
    }

    /// Stays connected and says nothing.
    pub(super) async fn idle(mut self) -> Result<(), Failure> {
        loop {
            self.hear().await?;
        }
    }
}

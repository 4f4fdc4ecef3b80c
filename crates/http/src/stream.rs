//! The stream: one WebSocket for each client, many cases, JSON text frames.
//!
//! The node never promises to deliver everything here: a client keeps its position, sees a gap by the
//! `after` of a frame, and fetches what it misses.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use futures_util::SinkExt as _;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use utoipa::ToSchema;
use weicourt_app::Court;
use weicourt_app::acts::{Presented, message_path};
use weicourt_app::hub::{Connection, StreamFrame};
use weicourt_app::space::PostMessageRequest;
use weicourt_domain::actor::Actor;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{Position, Receipt};
use weicourt_domain::personal_data::Pii;

use crate::extract::{SignedOn, session_cookie};
use crate::problem::Problem;
use crate::state::Web;

/// Largest frame a client may send, in bytes.
const LARGEST_FRAME: usize = 64 * 1024;
/// Read buffer of a connection, in bytes; the library's default would cost 128 KiB for each idle one.
const READ_BUFFER: usize = 4096;
/// How often a connection asks whether its session still holds.
const SESSION_EVERY: Duration = Duration::from_secs(120);
/// Bytes that are gathered before they are written; they are written at the end of a burst in any case.
const WRITE_BUFFER: usize = 4096;
/// Frames written in one burst before requests of the client are looked at again.
const BURST: usize = 16;
/// Entries sent when a case is opened; older ones are fetched.
const FIRST_PAGE: usize = 200;

/// What a client says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum StreamRequest {
    /// Follow a case from a position on.
    Open {
        /// The case.
        case: CaseId,
        /// What the client knows.
        after: Position,
    },
    /// Stop following it.
    Shut {
        /// The case.
        case: CaseId,
    },
    /// Say something; the receipt comes back under the same id.
    Act {
        /// The command's identity.
        id: CommandId,
        /// The case.
        case: CaseId,
        /// The words, as for `POST /api/cases/{case}/messages`.
        body: Box<PostMessageRequest>,
        /// As the header `WeiCourt-Device` there.
        #[serde(default)]
        device: Option<String>,
        /// As the header `WeiCourt-Signature` there; the signed body is `body`, byte for byte.
        #[serde(default)]
        signature: Option<String>,
    },
    /// Note how far one has read.
    Read {
        /// The case.
        case: CaseId,
        /// The position.
        upto: Position,
    },
    /// Ask whether the node is there.
    Ping {},
}

/// The body of an act as it came: signatures are over bytes, not over what they mean.
#[derive(Deserialize)]
struct RawAct<'a> {
    #[serde(borrow)]
    body: &'a RawValue,
}

/// What the node answers to one request; what it says unasked is in [`StreamFrame`].
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum StreamAnswer {
    /// The act is durable.
    Receipt {
        /// The command.
        id: CommandId,
        /// Its receipt.
        receipt: Receipt,
    },
    /// It was refused, or something broke.
    Problem {
        /// The command, if the request could be read that far.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<CommandId>,
        /// What and why.
        problem: Problem,
    },
    /// The node is there.
    Pong {},
}

/// Opens the stream.
#[utoipa::path(get, path = "/api/stream", tag = "stream", responses((status = 101, description = "JSON text frames: StreamRequest up; StreamAnswer and StreamFrame down"), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn stream(
    State(web): State<Web>,
    session: SignedOn,
    jar: CookieJar,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| Problem::bad_request("the request does not ask for a WebSocket"))?;
    // A browser sends its cookie along with a socket that any page opens; only pages of this node may.
    let own = web.court.profile().public_url.as_str();
    let foreign = headers.get(header::ORIGIN).is_some_and(|origin| !same_host(origin, &headers, own));
    if foreign {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign_page",
            "请从法院的页面打开",
            "请重新打开微法院",
        ));
    }
    if web.court.hub.connections() >= web.court.limits().sockets {
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "full", "连接的人太多", "请稍后再试");
        return Err(problem);
    }
    let (actor, device) = (session.0.actor, session.0.device);
    let token = jar.get(session_cookie(&web)).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    Ok(upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(LARGEST_FRAME)
        .max_frame_size(LARGEST_FRAME)
        .on_upgrade(
            move |socket| async move { Talk::begin(web.court, actor, device, token, socket).run().await },
        ))
}

/// Whether `origin` is this node: the address it is known under, or the one that was asked.
fn same_host(origin: &HeaderValue, headers: &HeaderMap, own: &str) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let of_origin = origin.split_once("://").map(|(_, host)| host);
    origin == own || (host.is_some() && of_origin == host)
}

struct Talk {
    court: Court,
    actor: Actor,
    /// What the person's acts are signed with.
    device: Option<Digest>,
    /// Opens the session; when it ends, so does the stream.
    token: Pii<String>,
    socket: WebSocket,
    connection: Connection,
    frames: mpsc::Receiver<String>,
}

/// The other side is gone.
struct Gone;

impl Talk {
    fn begin(court: Court, actor: Actor, device: Option<Digest>, token: String, socket: WebSocket) -> Talk {
        let (connection, frames) = court.hub.connect(actor.clone());
        Talk { court, actor, device, token: Pii::new(token), socket, connection, frames }
    }

    async fn run(mut self) {
        let mut asks_again = Box::pin(tokio::time::sleep(SESSION_EVERY));
        loop {
            let goes_on = tokio::select! {
                () = &mut asks_again => {
                    asks_again.as_mut().reset(tokio::time::Instant::now() + SESSION_EVERY);
                    Box::pin(self.court.session(self.token.expose())).await.map(|_| ()).map_err(|_| Gone)
                }
                frame = self.frames.recv() => match frame {
                    Some(frame) => self.forward(frame).await,
                    None => Err(Gone),
                },
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => self.answer(&text).await,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => Err(Gone),
                },
            };
            if goes_on.is_err() {
                return;
            }
        }
    }

    async fn forward(&mut self, frame: String) -> Result<(), Gone> {
        // What waits already goes out with it, in one write.
        self.feed_text(frame).await?;
        for _ in 1..BURST {
            let Ok(frame) = self.frames.try_recv() else { break };
            self.feed_text(frame).await?;
        }
        self.socket.flush().await.map_err(|_| Gone)?;
        // Frames that did not fit were dropped: everything open must be read again.
        if self.connection.take_lagged() {
            for case in self.connection.open_cases().to_vec() {
                self.send(&StreamFrame::Lagged { case }).await?;
            }
        }
        Ok(())
    }

    async fn feed_text(&mut self, text: String) -> Result<(), Gone> {
        self.socket.feed(Message::Text(Utf8Bytes::from(text))).await.map_err(|_| Gone)
    }

    async fn send_text(&mut self, text: String) -> Result<(), Gone> {
        self.socket.send(Message::Text(Utf8Bytes::from(text))).await.map_err(|_| Gone)
    }

    async fn send<T: Serialize>(&mut self, frame: &T) -> Result<(), Gone> {
        let text = serde_json::to_string(frame).map_err(|_| Gone)?;
        self.send_text(text).await
    }

    async fn answer(&mut self, text: &str) -> Result<(), Gone> {
        let request = match serde_json::from_str(text) {
            Ok(request) => request,
            Err(error) => {
                let problem =
                    Problem::bad_request(format!("line {} column {}", error.line(), error.column()));
                return self.send(&StreamAnswer::Problem { id: None, problem }).await;
            }
        };
        // Boxed: an idle connection would keep room for the largest of these for ever.
        match request {
            StreamRequest::Open { case, after } => Box::pin(self.open(case, after)).await,
            StreamRequest::Shut { case } => {
                self.connection.shut(case);
                Ok(())
            }
            StreamRequest::Act { id, case, body, device, signature } => {
                let Ok(raw) = serde_json::from_str::<RawAct<'_>>(text) else { return Err(Gone) };
                let presented = Presented {
                    method: "POST",
                    path: &message_path(case),
                    command: id,
                    device: device.as_deref(),
                    signature: signature.as_deref(),
                    body: raw.body.get().as_bytes(),
                };
                Box::pin(self.act(case, presented, *body)).await
            }
            StreamRequest::Read { case, upto } => Box::pin(self.read(case, upto)).await,
            StreamRequest::Ping {} => self.send(&StreamAnswer::Pong {}).await,
        }
    }

    async fn open(&mut self, case: CaseId, after: Position) -> Result<(), Gone> {
        // Ask first, listen second, read third: nothing is missed, and what comes twice is known by its number.
        if let Err(error) = self.court.may_follow(&self.actor, case).await {
            return self.send(&StreamAnswer::Problem { id: None, problem: error.into() }).await;
        }
        self.connection.open(case);
        let most = u64::MAX >> 1;
        let after = Position { front: after.front.min(most), court: after.court.min(most) };
        match self.court.entries_after(&self.actor, case, after, FIRST_PAGE).await {
            Ok(page) => {
                let frame = StreamFrame::Entries {
                    case,
                    after: page.after,
                    upto: page.upto,
                    entries: page.entries,
                    more: page.more,
                    sight: page.sight,
                };
                self.send(&frame).await
            }
            Err(error) => self.send(&StreamAnswer::Problem { id: None, problem: error.into() }).await,
        }
    }

    async fn read(&mut self, case: CaseId, upto: Position) -> Result<(), Gone> {
        match self.court.mark_read(&self.actor, case, upto).await {
            Ok(()) => Ok(()),
            Err(error) => self.send(&StreamAnswer::Problem { id: None, problem: error.into() }).await,
        }
    }

    async fn act(
        &mut self,
        case: CaseId,
        presented: Presented<'_>,
        body: PostMessageRequest,
    ) -> Result<(), Gone> {
        let id = presented.command;
        let given = match self.court.count_act(&self.actor) {
            Ok(()) => self.court.given(&self.actor, self.device, presented).await,
            Err(error) => Err(error),
        };
        let done = match given {
            Ok(given) => self.court.post_message(&self.actor, case, given, body).await,
            Err(error) => Err(error),
        };
        let answer = match done {
            Ok(done) => StreamAnswer::Receipt { id, receipt: done.receipt },
            Err(error) => StreamAnswer::Problem { id: Some(id), problem: error.into() },
        };
        self.send(&answer).await
    }
}

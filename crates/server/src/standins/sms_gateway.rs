//! Stand-in for the SMS gateway. Its page shows the last messages, in place of a phone.
//!
//! ```text
//! POST /v1/messages
//! Content-Type: application/json
//! X-Access-Key: <account>     X-Timestamp: <unix seconds>     X-Nonce: <random, used once>
//! X-Signature: hex(HMAC-SHA-256(key, "POST\n/v1/messages\n<timestamp>\n<nonce>\n<hex sha256 of body>"))
//!
//! {"message_ref":"<the caller's id of this message>","phone":"15400000001","sign":"微法院","text":"…"}
//!
//! 202 {"message_ref":"…","state":"accepted"}
//! 400 invalid_request    401 bad_signature | stale | replayed    429 too_many
//! ```
//!
//! A `message_ref` that was accepted before is accepted again and not sent again, so a caller that
//! lost the answer may ask once more.
//!
//! For a person trying the demo: `GET /` is a page, `GET /messages?phone=15400000001` the same as
//! JSON, newest first.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::credentials::{SMS_ACCESS_KEY, SMS_SIGNING_KEY};
use super::html::{escape, page};

const PATH: &str = "/v1/messages";
/// How many messages are kept.
const KEPT: usize = 1000;
/// How far the clocks of caller and gateway may be apart, in seconds.
const CLOCK_SECONDS: u64 = 300;

/// A message that was "sent".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Message {
    /// The caller's id of the message.
    pub message_ref: String,
    /// To whom.
    pub phone: String,
    /// The sender's registered signature.
    pub sign: String,
    /// What it says.
    pub text: String,
}

#[derive(Default)]
struct Sent {
    messages: VecDeque<Message>,
    nonces: HashSet<String>,
}

type Shared = Arc<Mutex<Sent>>;

/// A gateway with nothing sent yet.
pub fn router() -> Router {
    Router::new()
        .route(PATH, post(send))
        .route("/messages", get(list))
        .route("/", get(show))
        .with_state(Shared::default())
}

async fn send(State(sent): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let refuse = |status: StatusCode, error: &str| (status, Json(json!({ "error": error }))).into_response();
    let nonce = match signed(PATH, &headers, &body) {
        Ok(nonce) => nonce,
        Err(error) => return refuse(StatusCode::UNAUTHORIZED, error),
    };
    let Ok(message) = serde_json::from_slice::<Message>(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_request");
    };
    let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
    if !sent.nonces.insert(nonce) {
        return refuse(StatusCode::UNAUTHORIZED, "replayed");
    }
    let answer = json!({ "message_ref": message.message_ref, "state": "accepted" });
    if sent.messages.iter().all(|before| before.message_ref != message.message_ref) {
        sent.messages.push_front(message);
        sent.messages.truncate(KEPT);
    }
    (StatusCode::ACCEPTED, Json(answer)).into_response()
}

/// The nonce of a rightly signed request.
pub(super) fn signed(path: &str, headers: &HeaderMap, body: &[u8]) -> Result<String, &'static str> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (timestamp, nonce) = (header("x-timestamp"), header("x-nonce"));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    if timestamp.parse::<u64>().map_or(true, |at| at.abs_diff(now) > CLOCK_SECONDS) {
        return Err("stale");
    }
    let digest = HEXLOWER.encode(&Sha256::digest(body));
    let mut mac = Hmac::<Sha256>::new_from_slice(SMS_SIGNING_KEY.as_bytes()).map_err(|_| "bad_signature")?;
    mac.update(format!("POST\n{path}\n{timestamp}\n{nonce}\n{digest}").as_bytes());
    let given = HEXLOWER.decode(header("x-signature").as_bytes()).map_err(|_| "bad_signature")?;
    mac.verify_slice(&given).map_err(|_| "bad_signature")?;
    if header("x-access-key") != SMS_ACCESS_KEY || nonce.len() < 16 {
        return Err("bad_signature");
    }
    Ok(nonce.to_owned())
}

#[derive(Deserialize)]
struct Wanted {
    phone: Option<String>,
}

/// Messages to `wanted`, newest first.
fn sent_to(sent: &Shared, wanted: &Wanted) -> Vec<Message> {
    let sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
    let to_them = |message: &&Message| wanted.phone.as_ref().is_none_or(|phone| *phone == message.phone);
    sent.messages.iter().filter(to_them).cloned().collect()
}

async fn list(State(sent): State<Shared>, Query(wanted): Query<Wanted>) -> Json<Vec<Message>> {
    Json(sent_to(&sent, &wanted))
}

async fn show(State(sent): State<Shared>, Query(wanted): Query<Wanted>) -> Html<String> {
    let messages = sent_to(&sent, &wanted);
    let mut body =
        String::from("<p><small>短信网关（演示用）：最新的在最上面。刷新页面查看新短信。</small></p>");
    if messages.is_empty() {
        body.push_str("<p>还没有短信。</p>");
    }
    for message in messages {
        body.push_str(&format!(
            "<article><small>{}</small><br>【{}】{}</article>",
            escape(&message.phone),
            escape(&message.sign),
            escape(&message.text)
        ));
    }
    page("短信", &body)
}

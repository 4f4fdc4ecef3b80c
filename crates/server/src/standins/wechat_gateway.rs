//! Stand-in for the court's gateway of subscription messages at WeChat. Its page shows the last messages.
//!
//! ```text
//! POST /v1/subscription-messages      headers as at the SMS gateway, the path in the signature
//!
//! {"message_ref":"<the caller's id of this message>","phone":"15400000001","template":"case_news","values":{"court":"…"},"page":"https://…"}
//!
//! 202 {"message_ref":"…","state":"accepted"}
//! 400 invalid_request    401 bad_signature | stale | replayed    404 not_subscribed
//! ```
//!
//! Who follows the account is known by the number: here everybody but those whose number ends in 9.
//!
//! For a person trying the demo: `GET /` is a page, `GET /messages?phone=15400000001` the same as
//! JSON, newest first.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::html::{escape, page};
use super::sms_gateway::signed;

/// How many messages are kept.
const KEPT: usize = 1000;
const PATH: &str = "/v1/subscription-messages";

/// A message that was "sent".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Message {
    /// The caller's id of the message.
    pub message_ref: String,
    /// Whose number it is that follows the account.
    pub phone: String,
    /// Which template.
    pub template: String,
    /// What stands in it.
    pub values: BTreeMap<String, String>,
    /// The page it opens.
    #[serde(default)]
    pub page: Option<String>,
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
    if message.phone.ends_with('9') {
        return refuse(StatusCode::NOT_FOUND, "not_subscribed");
    }
    let answer = json!({ "message_ref": message.message_ref, "state": "accepted" });
    if sent.messages.iter().all(|before| before.message_ref != message.message_ref) {
        sent.messages.push_front(message);
        sent.messages.truncate(KEPT);
    }
    (StatusCode::ACCEPTED, Json(answer)).into_response()
}

#[derive(Deserialize)]
struct Wanted {
    phone: Option<String>,
}

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
    let mut body = String::from("<p><small>微信订阅消息（演示用）：最新的在最上面。</small></p>");
    if messages.is_empty() {
        body.push_str("<p>还没有消息。</p>");
    }
    for message in messages {
        let values: Vec<&str> =
            message.values.values().map(String::as_str).filter(|value| !value.is_empty()).collect();
        body.push_str(&format!(
            "<article><small>{}</small><br>{}</article>",
            escape(&message.phone),
            escape(&values.join(" · "))
        ));
    }
    page("微信订阅消息", &body)
}

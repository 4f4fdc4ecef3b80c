//! Stand-in for the identity register (name and number check, 两要素核验).
//!
//! ```text
//! POST /v1/checks
//! Authorization: Bearer <token>
//! Content-Type: application/json
//!
//! {"request_id":"<the caller's id of this check>","name":"样例甲","id_number":"330299…"}
//!
//! 200 {"request_id":"…","result":"match" | "mismatch" | "unknown"}
//! 400 {"error":"invalid_request"}     401 {"error":"invalid_token"}
//! ```
//!
//! `mismatch`: the number exists and belongs to another name. `unknown`: there is no such number.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::credentials::IDENTITY_REGISTER_TOKEN;
use super::people::Person;

#[derive(Deserialize)]
struct Check {
    request_id: String,
    name: String,
    id_number: String,
}

/// Names by number.
type Register = Arc<HashMap<String, String>>;

/// The register of these people.
pub fn router(people: Vec<Person>) -> Router {
    let register: Register =
        Arc::new(people.into_iter().map(|person| (person.id_number, person.name)).collect());
    Router::new().route("/v1/checks", post(check)).with_state(register)
}

async fn check(
    State(register): State<Register>,
    headers: HeaderMap,
    body: Result<Json<Check>, JsonRejection>,
) -> Response {
    let expected = format!("Bearer {IDENTITY_REGISTER_TOKEN}");
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != expected.as_bytes()) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_token" }))).into_response();
    }
    let Ok(Json(check)) = body else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_request" }))).into_response();
    };
    let result = match register.get(&check.id_number.to_uppercase()) {
        None => "unknown",
        Some(name) if *name == check.name => "match",
        Some(_) => "mismatch",
    };
    Json(json!({ "request_id": check.request_id, "result": result })).into_response()
}

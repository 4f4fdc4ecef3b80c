//! Exchange of a code for signed claims.

use std::sync::PoisonError;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Form, Json};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use ed25519_dalek::Signer as _;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Provider, Shared, TOKEN_LASTS};
use crate::standins::credentials::{CLIENT_ID, CLIENT_SECRET};
use crate::standins::people::Staff;
use crate::standins::random;

#[derive(Deserialize)]
pub(super) struct Exchange {
    grant_type: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    code_verifier: String,
}

/// `POST /token`.
pub(super) async fn exchange(
    State(provider): State<Shared>,
    headers: HeaderMap,
    Form(request): Form<Exchange>,
) -> Response {
    if !is_client(&headers) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    if request.grant_type != "authorization_code" {
        return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    // Taken out whatever comes of it: a code is good for one try.
    let code = provider.codes.lock().unwrap_or_else(PoisonError::into_inner).remove(&request.code);
    let proof = BASE64URL_NOPAD.encode(&Sha256::digest(request.code_verifier.as_bytes()));
    let good = code.filter(|code| {
        code.until > Instant::now() && code.redirect_uri == request.redirect_uri && code.challenge == proof
    });
    let Some((code, staff)) = good.and_then(|code| provider.staff(&code.subject).map(|staff| (code, staff)))
    else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let access_token = random::word();
    {
        let mut tokens = provider.access_tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|_, (_, until)| *until > Instant::now());
        tokens.insert(access_token.clone(), (staff.subject.clone(), Instant::now() + TOKEN_LASTS));
    }
    let answer = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_LASTS.as_secs(),
        "id_token": provider.id_token(staff, code.nonce.as_deref()),
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// `GET /userinfo`.
pub(super) async fn user_info(State(provider): State<Shared>, headers: HeaderMap) -> Response {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let tokens = provider.access_tokens.lock().unwrap_or_else(PoisonError::into_inner);
    let subject = tokens.get(token).filter(|(_, until)| *until > Instant::now()).map(|(subject, _)| subject);
    match subject.and_then(|subject| provider.staff(subject)) {
        Some(staff) => Json(claims(staff)).into_response(),
        None => refuse(StatusCode::UNAUTHORIZED, "invalid_token"),
    }
}

/// Whether the request is signed with the secret of the one client (RFC 6749 2.3.1).
fn is_client(headers: &HeaderMap) -> bool {
    let expected = format!("Basic {}", BASE64.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}").as_bytes()));
    headers.get(header::AUTHORIZATION).is_some_and(|given| given.as_bytes() == expected.as_bytes())
}

fn refuse(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

fn claims(staff: &Staff) -> Value {
    json!({
        "sub": staff.subject,
        "name": staff.name,
        "title": staff.title,
        "court_code": staff.court_code,
        "duties": staff.duties,
    })
}

impl Provider {
    /// Claims signed with Ed25519, as a compact JWS (RFC 7515, RFC 8037).
    fn id_token(&self, staff: &Staff, nonce: Option<&str>) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut body = claims(staff);
        body["iss"] = json!(self.issuer);
        body["aud"] = json!(CLIENT_ID);
        body["iat"] = json!(now);
        body["auth_time"] = json!(now);
        body["exp"] = json!(now + TOKEN_LASTS.as_secs());
        if let Some(nonce) = nonce {
            body["nonce"] = json!(nonce);
        }
        let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": "sample-1" });
        let encode = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
        let signed = format!("{}.{}", encode(&header), encode(&body));
        let signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    }
}

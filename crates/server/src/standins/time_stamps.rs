//! Stand-in for a time-stamping authority (RFC 3161). It attests the time of this machine, which proves nothing.
//!
//! ```text
//! POST /v1/time-stamps
//! Content-Type: application/timestamp-query      a TimeStampReq, DER
//!
//! 200 Content-Type: application/timestamp-reply  a TimeStampResp, DER; a refusal is one, too
//! 415 another type
//! ```

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use weicourt_documents::seal::{SealError, StampAuthority};

/// Where it answers.
pub const PATH: &str = "/v1/time-stamps";

/// An authority with this key and these certificates, as PEM.
///
/// # Errors
///
/// When they do not belong together.
pub fn router(key: &str, certificates: &str) -> Result<Router, SealError> {
    let authority = Arc::new(StampAuthority::from_pem(key, certificates)?);
    Ok(Router::new().route(PATH, post(stamp)).with_state(authority))
}

async fn stamp(State(authority): State<Arc<StampAuthority>>, headers: HeaderMap, body: Bytes) -> Response {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media_type != Some("application/timestamp-query") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    match authority.answer(&body, i64::try_from(now).unwrap_or(i64::MAX)) {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/timestamp-reply")], answer).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

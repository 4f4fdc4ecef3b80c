//! `/healthz`, `/readyz`, `/metrics`.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::Metrics;

/// Whether the node can do its work now.
#[async_trait]
pub trait Ready: Send + Sync {
    /// Nothing when it can; else what is missing, without personal data.
    async fn ready(&self) -> Result<(), String>;
}

#[derive(Clone)]
struct Signs {
    ready: Arc<dyn Ready>,
    metrics: Metrics,
}

/// The life signs of a node. `/healthz` says that the process answers, `/readyz` that it can work.
///
/// `/metrics` is for the court's own machines: asked through a proxy, it is not there.
pub fn router(ready: Arc<dyn Ready>, metrics: Metrics) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(page))
        .with_state(Signs { ready, metrics })
}

async fn readyz(State(signs): State<Signs>) -> Response {
    match signs.ready.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(missing) => (StatusCode::SERVICE_UNAVAILABLE, format!("{missing}\n")).into_response(),
    }
}

async fn page(State(signs): State<Signs>, headers: HeaderMap) -> Response {
    if headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED) {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], signs.metrics.page()).into_response()
}

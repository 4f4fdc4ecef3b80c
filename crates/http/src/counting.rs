//! How long requests take, for the person who runs the node. Paths are those of the API's description,
//! with names of parameters in place of what they were.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

/// Counts a request with its operation, status class and time.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let method = method_name(request.method());
    let response = next.run(request).await;
    let path = path.as_ref().map_or("", MatchedPath::as_str).to_owned();
    let status = match response.status().as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    };
    let labels = [("path", path), ("method", method.to_owned()), ("status", status.to_owned())];
    metrics::histogram!("weicourt_http_request_seconds", &labels).record(begin.elapsed());
    response
}

/// A caller may invent methods; they must not become labels.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

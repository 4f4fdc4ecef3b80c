//! The web app: two pages and their files, from inside the program or from a directory.
//!
//! `/`, `/m/…`, `/j/…` and `/verify/…` are the phone app, `/desk/…` the workbench; both find their way in the
//! browser. Everything under `assets/` has its hash in its name and is kept for ever; all else is
//! asked for again each time. A program built before the web app says so instead of failing.

mod content;
mod headers;
mod site;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use self::content::media_type;
pub use self::site::Site;

/// Serves `site` wherever no other route does. Put it in as `fallback_service`.
pub fn router(site: Site) -> Router {
    Router::new().fallback(serve).with_state(Arc::new(site))
}

async fn serve(State(site): State<Arc<Site>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = page_of(path);
    let name = page.unwrap_or(path);
    match answer(&site, name, request.headers()) {
        Some(response) => headers::protect(response),
        None if page.is_some() => headers::protect(not_built()),
        None => headers::protect(StatusCode::NOT_FOUND.into_response()),
    }
}

/// The page that finds its own way from `path`, unless `path` is a file.
fn page_of(path: &str) -> Option<&'static str> {
    let below =
        |root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    if path.is_empty() || below("m") || below("j") || below("verify") {
        Some("m.html")
    } else if below("desk") {
        Some("desk.html")
    } else {
        None
    }
}

fn answer(site: &Site, name: &str, asked: &HeaderMap) -> Option<Response> {
    let zipped = accepts_gzip(asked).then(|| site.file(&format!("{name}.gz"))).flatten();
    let is_zipped = zipped.is_some();
    let file = match zipped {
        Some(file) => file,
        None => site.file(name)?,
    };
    let tag = file.tag();
    let kept = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = if asked.get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(file.into_bytes()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        if is_zipped {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Some(response)
}

/// Whether `known` (a list of tags, or `*`) has `tag` in it; weak tags count (RFC 9110 13.1.2).
fn names(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Whether gzip is accepted and not switched off with `q=0`.
fn accepts_gzip(asked: &HeaderMap) -> bool {
    let wanted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wanted.split(',').any(|coding| {
        let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
        let quality = parameters.trim().strip_prefix("q=").and_then(|quality| quality.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && quality.is_none_or(|quality| quality > 0.0)
    })
}

fn not_built() -> Response {
    let page = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>微法院</title>\
                <p>服务器已运行，但此程序未包含网页。请运行 <code>make web</code> 后重新构建。</p>\
                <p lang=\"en\">The node runs, but the web app is not built in: run <code>make web</code> \
                and build the program again.</p></html>";
    (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
}

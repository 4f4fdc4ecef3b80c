//! What a browser is told about the pages, so that nothing foreign runs in them.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Scripts only from this node; pictures and sound also from the page itself (previews before they
/// are sent). Styles may be inline: sizes of a list that scrolls are set that way.
/// A frame shows only bytes the page itself fetched: a PDF that was handed in, read at the desk.
const POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; worker-src 'self'; \
    frame-src blob:; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

/// Adds the headers. An invitation's token stands in the address, so no address is passed on.
pub(super) fn protect(mut response: Response) -> Response {
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self), geolocation=(self)",
        ),
    ];
    for (name, value) in set {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

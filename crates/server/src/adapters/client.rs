//! The HTTP client of the adapters.

use std::future::Future;
use std::sync::Once;
use std::time::Duration;

use super::OutsideError;

/// A client that gives up after `timeout`, follows no redirects and checks certificates with the
/// machine's own list.
///
/// # Panics
///
/// If the machine has no usable TLS configuration; nothing outside can be asked then.
#[must_use]
pub fn client(timeout: Duration) -> reqwest::Client {
    static TLS: Once = Once::new();
    TLS.call_once(|| {
        // A provider that is there already is as good.
        let _installed = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder()
        .timeout(timeout)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("weicourt/", env!("CARGO_PKG_VERSION")))
        .build()
        .expect("TLS can be set up")
}

/// The body of a successful answer.
pub(super) async fn read(
    party: &'static str,
    request: reqwest::RequestBuilder,
) -> Result<Vec<u8>, OutsideError> {
    // The address may hold a token in its query, so it is not kept.
    let unreachable =
        |source: reqwest::Error| OutsideError::Unreachable { party, source: source.without_url() };
    let response = request.send().await.map_err(unreachable)?;
    let status = response.status();
    if !status.is_success() {
        return Err(OutsideError::Status { party, status: status.as_u16() });
    }
    Ok(response.bytes().await.map_err(unreachable)?.to_vec())
}

/// Does `once`, and once more when nothing came back. Only for requests that count once, however
/// often they arrive.
pub(super) async fn twice<T, F>(mut once: impl FnMut() -> F) -> Result<T, OutsideError>
where
    F: Future<Output = Result<T, OutsideError>>,
{
    match once().await {
        Err(error) if error.may_pass() => once().await,
        outcome => outcome,
    }
}

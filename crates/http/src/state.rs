//! What every route has at hand.

use std::sync::Arc;
use std::time::Duration;

use weicourt_app::Court;
use weicourt_app::ports::SignOnStart;
use weicourt_domain::digest::Digest;

/// State of the routes.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub court: Court,
    /// Whether the last address in `X-Forwarded-For` is believed: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// Whether cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// Digest of the token of the case-handling system; none lets nobody write the register.
    pub(crate) register_token: Option<Digest>,
    /// Sign-ons that have not returned from the directory yet, by their `state`.
    pub(crate) sign_ons: moka::future::Cache<String, Arc<PendingSignOn>>,
}

/// A sign-on that has not returned.
#[derive(Debug)]
pub(crate) struct PendingSignOn {
    pub(crate) started: SignOnStart,
    pub(crate) return_to: String,
}

impl Web {
    /// State over these use cases.
    pub fn new(court: Court, behind_proxy: bool, secure_cookies: bool) -> Web {
        let sign_ons = moka::future::Cache::builder()
            .max_capacity(10_000)
            .time_to_live(Duration::from_secs(600))
            .build();
        Web { court, behind_proxy, secure_cookies, register_token: None, sign_ons }
    }

    /// Lets the case-handling system that shows `token` write the register; an empty token lets nobody.
    #[must_use]
    pub fn with_register_token(mut self, token: &str) -> Web {
        self.register_token =
            Some(token).filter(|token| !token.is_empty()).map(|token| Digest::of(token.as_bytes()));
        self
    }
}

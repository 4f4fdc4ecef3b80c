//! Stand-in for the court's staff sign-on: a small OpenID Connect provider.
//!
//! Authorization code flow of OpenID Connect Core 1.0 with PKCE (`S256` only), as a real provider
//! for one client:
//!
//! ```text
//! GET  /.well-known/openid-configuration      discovery
//! GET  /jwks                                  one Ed25519 key (RFC 8037), new at each start
//! GET  /authorize?response_type=code&…        page with the sample staff; picking one signs on
//! POST /authorize                             303 to redirect_uri?code=…&state=…
//! POST /token                                 client_secret_basic; code_verifier required
//! GET  /userinfo                              Bearer access token
//! ```
//!
//! Claims: `sub`, `name`, `title`, `court_code`, `duties` (list of words). A code is good once, for
//! a minute. Nobody types a password: who stands at the demo may be anybody.

mod authorize;
mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::people::Staff;

/// How long a code may be exchanged.
const CODE_LASTS: Duration = Duration::from_secs(60);
/// How long an access token is good for.
const TOKEN_LASTS: Duration = Duration::from_secs(600);

/// The provider's staff, key and open sign-ons.
pub struct Provider {
    issuer: String,
    staff: Vec<Staff>,
    redirect_uris: Vec<String>,
    key: SigningKey,
    codes: Mutex<HashMap<String, Code>>,
    access_tokens: Mutex<HashMap<String, (String, Instant)>>,
}

/// A sign-on between the page and the token.
struct Code {
    subject: String,
    redirect_uri: String,
    nonce: Option<String>,
    challenge: String,
    until: Instant,
}

impl Provider {
    /// A provider at `issuer` that sends people back to one of `redirect_uris` only.
    ///
    /// # Panics
    ///
    /// If the operating system gives no random numbers.
    #[must_use]
    pub fn new(issuer: String, staff: Vec<Staff>, redirect_uris: Vec<String>) -> Self {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the operating system gives random numbers");
        Self {
            issuer,
            staff,
            redirect_uris,
            key: SigningKey::from_bytes(&seed),
            codes: Mutex::default(),
            access_tokens: Mutex::default(),
        }
    }

    fn staff(&self, subject: &str) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.subject == subject)
    }
}

type Shared = Arc<Provider>;

/// The provider's pages and endpoints.
pub fn router(provider: Provider) -> Router {
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(jwks))
        .route("/authorize", get(authorize::choose).post(authorize::chosen))
        .route("/token", post(token::exchange))
        .route("/userinfo", get(token::user_info))
        .with_state(Arc::new(provider))
}

async fn discovery(State(provider): State<Shared>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile"],
        "claims_supported": ["sub", "name", "title", "court_code", "duties"],
    }))
}

async fn jwks(State(provider): State<Shared>) -> Json<Value> {
    Json(json!({ "keys": [{
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": "sample-1",
        "x": BASE64URL_NOPAD.encode(provider.key.verifying_key().as_bytes()),
    }] }))
}

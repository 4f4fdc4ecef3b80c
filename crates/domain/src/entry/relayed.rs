//! Acts of the court that were asked for outside its network.

use serde::{Deserialize, Serialize};

use crate::personal_data::hushed_debug;

/// A court act that was asked for outside the court's network: the request as the judge's passkey signed it.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelayedAct {
    /// Path of the request, such as `/api/cases/17/closing`.
    pub path: String,
    /// Exact body of the request, JSON.
    pub body: String,
    /// The passkey's signature over both.
    pub assertion: PasskeyAssertion,
}

/// What a passkey answers (WebAuthn Level 2, assertion response); every part is base64url without padding.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyAssertion {
    /// Names the credential.
    pub credential_id: String,
    /// What the browser says it asked for.
    pub client_data_json: String,
    /// What the authenticator says of itself.
    pub authenticator_data: String,
    /// The signature over both.
    pub signature: String,
}

hushed_debug! {
    RelayedAct { path },
    PasskeyAssertion {},
}

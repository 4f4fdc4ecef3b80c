//! Staff sign-on: the relying party of OpenID Connect (authorization code, PKCE, nonce, state).

mod claims;
mod http;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse as _, UserInfoClaims,
};
use tokio::sync::RwLock;
use weicourt_app::ports::{self, PortError, SignOnStart, StaffIdentity};
use weicourt_domain::personal_data::Pii;

use self::claims::StaffClaims;
use self::http::Http;
use super::OutsideError;
use crate::config;

const PARTY: &str = "staff sign-on";

type Fields = IdTokenFields<
    StaffClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Client = openidconnect::Client<
    StaffClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The court's provider.
#[derive(Debug)]
pub struct SignOn {
    settings: config::SignOn,
    redirect_uri: String,
    own_court: String,
    http: Http,
    /// Discovery and keys. Fetched when first needed, and again when a signature has an unknown key.
    metadata: RwLock<Option<Arc<CoreProviderMetadata>>>,
}

impl SignOn {
    /// The provider of these settings; it sends people back to `redirect_uri`. Staff of whom it tells
    /// no court work for `own_court`.
    #[must_use]
    pub fn new(settings: config::SignOn, redirect_uri: String, own_court: String) -> Self {
        let http = Http::new(Duration::from_millis(settings.timeout_ms));
        Self { settings, redirect_uri, own_court, http, metadata: RwLock::default() }
    }

    async fn start(&self) -> Result<SignOnStart, OutsideError> {
        let client = self.relying_party(&*self.metadata().await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(SignOnStart {
            url: url.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    async fn exchange(&self, code: &str, started: &SignOnStart) -> Result<StaffIdentity, OutsideError> {
        let metadata = self.metadata().await?;
        let client = self.relying_party(&metadata)?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(started.pkce_verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(refused)?;
        let id_token = tokens.id_token().ok_or_else(|| refused("the provider signed nothing"))?;
        let nonce = Nonce::new(started.nonce.clone());
        let signed = match id_token.claims(&client.id_token_verifier(), &nonce) {
            Ok(claims) => claims,
            Err(_) => {
                // The provider may have changed its key since it was asked; ask once more.
                let fresh = self.discover().await?;
                let client = self.relying_party(&fresh)?;
                id_token.claims(&client.id_token_verifier(), &nonce).map_err(refused)?
            }
        };
        let mut staff = signed.additional_claims().clone();
        let mut name = signed.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        if name.is_none() || !staff.has(&self.settings.duties_claim) {
            // Some providers sign the bare subject and tell the rest on request.
            let request = client
                .user_info(tokens.access_token().clone(), Some(signed.subject().clone()))
                .map_err(refused)?;
            let told: UserInfoClaims<StaffClaims, CoreGenderClaim> =
                request.request_async(&self.http).await.map_err(refused)?;
            name = name.or_else(|| told.name().and_then(|name| name.get(None)).map(|name| name.to_string()));
            staff.add(told.additional_claims());
        }
        let name = name.ok_or_else(|| refused("the provider tells no name"))?;
        let told = staff.word(&self.settings.court_claim);
        let court = if told.is_empty() { &self.own_court } else { &told };
        Ok(StaffIdentity {
            subject: signed.subject().to_string(),
            name: Pii::new(name),
            duties: staff.duties(&self.settings),
            court_code: court.parse().map_err(refused)?,
            title: staff.word(&self.settings.title_claim),
        })
    }

    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, OutsideError> {
        let known = self.metadata.read().await.clone();
        match known {
            Some(metadata) => Ok(metadata),
            None => self.discover().await,
        }
    }

    async fn discover(&self) -> Result<Arc<CoreProviderMetadata>, OutsideError> {
        if self.settings.issuer.is_empty() {
            return Err(OutsideError::NotConfigured(PARTY));
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(unreadable)?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.http).await.map_err(unreadable)?;
        let metadata = Arc::new(metadata);
        *self.metadata.write().await = Some(Arc::clone(&metadata));
        Ok(metadata)
    }

    fn relying_party(&self, metadata: &CoreProviderMetadata) -> Result<Client, OutsideError> {
        let secret = &self.settings.client_secret;
        let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.reveal().to_owned()));
        let redirect = RedirectUrl::new(self.redirect_uri.clone()).map_err(unreadable)?;
        let id = ClientId::new(self.settings.client_id.clone());
        Ok(Client::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(redirect))
    }
}

#[async_trait]
impl ports::SignOn for SignOn {
    async fn begin(&self) -> Result<SignOnStart, PortError> {
        self.start().await.map_err(|error| error.of("sign_on"))
    }

    async fn finish(&self, code: &str, started: &SignOnStart) -> Result<StaffIdentity, PortError> {
        self.exchange(code, started).await.map_err(|error| error.of("sign_on"))
    }
}

fn refused(reason: impl std::fmt::Display) -> OutsideError {
    OutsideError::SignOnRefused(reason.to_string())
}

fn unreadable(reason: impl std::fmt::Display) -> OutsideError {
    OutsideError::Unreadable { party: PARTY, reason: reason.to_string() }
}

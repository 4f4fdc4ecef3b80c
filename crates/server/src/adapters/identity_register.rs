//! Asks the identity register whether a name and a number belong together.

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use weicourt_app::ports::{self, IdentityAnswer, PortError};
use weicourt_domain::personal_data::{IdNumber, Pii};

use super::OutsideError;
use super::client::{client, read, twice};
use crate::config;

const PARTY: &str = "identity register";

/// The register, over HTTP.
#[derive(Debug, Clone)]
pub struct IdentityRegister {
    settings: config::IdentityRegister,
    client: reqwest::Client,
}

#[derive(Serialize)]
struct Check<'a> {
    request_id: &'a str,
    name: &'a str,
    id_number: &'a str,
}

#[derive(Deserialize)]
struct Checked {
    request_id: String,
    result: String,
}

impl IdentityRegister {
    /// The register of these settings.
    #[must_use]
    pub fn new(settings: config::IdentityRegister) -> Self {
        let client = client(Duration::from_millis(settings.timeout_ms));
        Self { settings, client }
    }

    /// Asks once, and once more if nothing came back: a check changes nothing.
    async fn ask(&self, name: &Pii<String>, id: &IdNumber) -> Result<IdentityAnswer, OutsideError> {
        if self.settings.base_url.is_empty() {
            return Err(OutsideError::NotConfigured(PARTY));
        }
        let request_id = Uuid::new_v4().to_string();
        let check = Check { request_id: &request_id, name: name.expose(), id_number: id.expose() };
        let unreadable = |reason: &str| OutsideError::Unreadable { party: PARTY, reason: reason.to_owned() };
        let body = serde_json::to_vec(&check).map_err(|_| unreadable("the question cannot be written"))?;
        let address = format!("{}/v1/checks", self.settings.base_url);
        let answer = twice(|| {
            let request = self
                .client
                .post(&address)
                .bearer_auth(self.settings.token.reveal())
                .header("content-type", "application/json")
                .body(body.clone());
            read(PARTY, request)
        })
        .await?;
        let checked: Checked =
            serde_json::from_slice(&answer).map_err(|_| unreadable("the answer is not the agreed JSON"))?;
        if checked.request_id != request_id {
            return Err(unreadable("the answer belongs to another question"));
        }
        match checked.result.as_str() {
            "match" => Ok(IdentityAnswer::Match),
            "mismatch" => Ok(IdentityAnswer::NameDiffers),
            "unknown" => Ok(IdentityAnswer::Unknown),
            _ => Err(unreadable("the result is none of match, mismatch, unknown")),
        }
    }
}

#[async_trait]
impl ports::IdentityRegister for IdentityRegister {
    async fn check(&self, name: &Pii<String>, id: &IdNumber) -> Result<IdentityAnswer, PortError> {
        self.ask(name, id).await.map_err(|error| error.of("identity_register"))
    }
}

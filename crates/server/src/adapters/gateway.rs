//! Signed requests to the gateways of text messages and of subscription messages.

use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::OutsideError;
use super::client::{read, twice};

/// An account at a gateway.
pub(super) struct Account<'a> {
    /// Who is asked, for errors.
    pub(super) party: &'static str,
    /// Base address.
    pub(super) base_url: &'a str,
    /// Path below it.
    pub(super) path: &'static str,
    /// Id of the account.
    pub(super) access_key: &'a str,
    /// Signing key.
    pub(super) token: &'a str,
}

impl Account<'_> {
    /// Posts once, and once more if nothing came back: the gateway knows the message by its reference.
    pub(super) async fn post<T: Serialize + Sync>(
        &self,
        client: &reqwest::Client,
        message: &T,
    ) -> Result<(), OutsideError> {
        if self.base_url.is_empty() {
            return Err(OutsideError::NotConfigured(self.party));
        }
        let body = serde_json::to_vec(message).map_err(|_| OutsideError::Unreadable {
            party: self.party,
            reason: "the message cannot be written".into(),
        })?;
        let address = format!("{}{}", self.base_url, self.path);
        twice(|| {
            let nonce = Uuid::new_v4().simple().to_string();
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            let request = client
                .post(&address)
                .header("content-type", "application/json")
                .header("x-access-key", self.access_key)
                .header("x-timestamp", now)
                .header("x-signature", self.sign(now, &nonce, &body))
                .header("x-nonce", nonce)
                .body(body.clone());
            read(self.party, request)
        })
        .await?;
        Ok(())
    }

    /// The signature of a request, in lower-case hex.
    fn sign(&self, now: u64, nonce: &str, body: &[u8]) -> String {
        let digest = HEXLOWER.encode(&Sha256::digest(body));
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.token.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(format!("POST\n{}\n{now}\n{nonce}\n{digest}", self.path).as_bytes());
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

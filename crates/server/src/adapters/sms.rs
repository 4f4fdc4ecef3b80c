//! Sends text messages through the gateway.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use weicourt_app::ports::{self, PortError, SmsText};
use weicourt_domain::personal_data::Pii;

use super::OutsideError;
use super::client::{client, read, twice};
use crate::config;

const PARTY: &str = "SMS gateway";
const PATH: &str = "/v1/messages";

/// The gateway, over HTTP.
#[derive(Debug, Clone)]
pub struct Sms {
    settings: config::Sms,
    client: reqwest::Client,
}

#[derive(Serialize)]
struct Message<'a> {
    message_ref: &'a str,
    phone: &'a str,
    sign: &'a str,
    text: &'a str,
}

impl Sms {
    /// The gateway of these settings.
    #[must_use]
    pub fn new(settings: config::Sms) -> Self {
        let client = client(Duration::from_millis(settings.timeout_ms));
        Self { settings, client }
    }

    /// Sends once, and once more if nothing came back: the gateway knows the message by `key`.
    async fn post(&self, to: &Pii<String>, text: &SmsText, key: &str) -> Result<(), OutsideError> {
        if self.settings.base_url.is_empty() {
            return Err(OutsideError::NotConfigured(PARTY));
        }
        let message =
            Message { message_ref: key, phone: to.expose(), sign: &self.settings.sign, text: &words(text) };
        let body = serde_json::to_vec(&message).map_err(|_| OutsideError::Unreadable {
            party: PARTY,
            reason: "the message cannot be written".into(),
        })?;
        let address = format!("{}{PATH}", self.settings.base_url);
        twice(|| {
            let nonce = Uuid::new_v4().simple().to_string();
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            let request = self
                .client
                .post(&address)
                .header("content-type", "application/json")
                .header("x-access-key", &self.settings.access_key)
                .header("x-timestamp", now)
                .header("x-signature", sign(self.settings.token.reveal(), now, &nonce, &body))
                .header("x-nonce", nonce)
                .body(body.clone());
            read(PARTY, request)
        })
        .await?;
        Ok(())
    }
}

#[async_trait]
impl ports::Sms for Sms {
    async fn send(&self, to: &Pii<String>, text: &SmsText, key: &str) -> Result<(), PortError> {
        self.post(to, text, key).await.map_err(|error| error.of("sms"))
    }
}

/// What the person reads. A text message may be read by others: it names no party and tells
/// nothing of the case but its number.
fn words(text: &SmsText) -> String {
    match text {
        SmsText::Code { code, minutes } => {
            format!("验证码{code}，{minutes}分钟内有效。请勿告诉他人，法院工作人员不会向您索要。")
        }
        SmsText::Invitation { court_name, link } => {
            format!(
                "{court_name}邀请您参加诉讼，请打开链接实名认证后进入案件空间：{link} 链接仅限本人使用一次。"
            )
        }
        SmsText::Called { court_name, case_number } => {
            format!("{court_name}：{case_number}案有人请您到案件空间沟通，请登录微法院查看。")
        }
        SmsText::Event { court_name, what } => format!("{court_name}：{what}，请登录微法院查看。"),
    }
}

/// The signature of a request, in lower-case hex.
fn sign(key: &str, now: u64, nonce: &str, body: &[u8]) -> String {
    let digest = HEXLOWER.encode(&Sha256::digest(body));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("POST\n{PATH}\n{now}\n{nonce}\n{digest}").as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

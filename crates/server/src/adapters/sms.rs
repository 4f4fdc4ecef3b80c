//! Sends text messages through the gateway.

use std::time::Duration;

use async_trait::async_trait;
use serde::Serialize;
use weicourt_app::ports::{self, PortError, SmsText};
use weicourt_domain::personal_data::Pii;

use super::client::client;
use super::gateway::Account;
use crate::config;

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
}

#[async_trait]
impl ports::Sms for Sms {
    async fn send(&self, to: &Pii<String>, text: &SmsText, key: &str) -> Result<(), PortError> {
        let account = Account {
            party: "SMS gateway",
            base_url: &self.settings.base_url,
            path: "/v1/messages",
            access_key: &self.settings.access_key,
            token: self.settings.token.reveal(),
        };
        let message =
            Message { message_ref: key, phone: to.expose(), sign: &self.settings.sign, text: &words(text) };
        account.post(&self.client, &message).await.map_err(|error| error.of("sms"))
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
        SmsText::CaseNews { court_name, case_number, what } => {
            format!("{court_name}：{case_number}案，{what}，请登录微法院查看。")
        }
        SmsText::Papers { court_name, case_number, link } => {
            format!("{court_name}：{case_number}案有文书向您电子送达，请及时查阅：{link}")
        }
        SmsText::Digest { court_name, what } => {
            format!("{court_name}：您的案件有新动态（{}），请登录微法院查看。", what.join("、"))
        }
    }
}

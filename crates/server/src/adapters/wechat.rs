//! Sends subscription messages through the court's own gateway, which knows by the telephone number who follows the
//! court's account. Nothing of WeChat is known here.

use std::collections::BTreeMap;
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
pub struct Wechat {
    settings: config::Wechat,
    client: reqwest::Client,
}

#[derive(Serialize)]
struct Message<'a> {
    message_ref: &'a str,
    phone: &'a str,
    template: &'static str,
    values: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
}

impl Wechat {
    /// The gateway of these settings.
    #[must_use]
    pub fn new(settings: config::Wechat) -> Self {
        let client = client(Duration::from_millis(settings.timeout_ms));
        Self { settings, client }
    }
}

#[async_trait]
impl ports::WechatMessages for Wechat {
    async fn send(&self, to: &Pii<String>, text: &SmsText, key: &str) -> Result<(), PortError> {
        let account = Account {
            party: "gateway of subscription messages",
            base_url: &self.settings.base_url,
            path: "/v1/subscription-messages",
            access_key: &self.settings.access_key,
            token: self.settings.token.reveal(),
        };
        let Some((template, values, page)) = filled(text) else {
            let what = "codes and invitations go by text message only".to_owned();
            return Err(PortError { port: "wechat", what, passing: false });
        };
        let message = Message { message_ref: key, phone: to.expose(), template, values, page };
        account.post(&self.client, &message).await.map_err(|error| error.of("wechat"))
    }
}

type Filled<'a> = (&'static str, BTreeMap<&'static str, String>, Option<&'a str>);

/// The template of a message, what stands in it, and the page it opens. Names no party, as a text message.
fn filled(text: &SmsText) -> Option<Filled<'_>> {
    let of = |court: &str, number: &str, what: &str| {
        BTreeMap::from([
            ("court", court.to_owned()),
            ("case_number", number.to_owned()),
            ("what", what.to_owned()),
        ])
    };
    match text {
        SmsText::Code { .. } | SmsText::Invitation { .. } => None,
        SmsText::Called { court_name, case_number } => {
            Some(("case_news", of(court_name, case_number, "有人请您到案件空间沟通"), None))
        }
        SmsText::Event { court_name, what } => Some(("case_news", of(court_name, "", what), None)),
        SmsText::CaseNews { court_name, case_number, what } => {
            Some(("case_news", of(court_name, case_number, what), None))
        }
        SmsText::Papers { court_name, case_number, link } => {
            Some(("papers", of(court_name, case_number, "有文书向您电子送达"), Some(link)))
        }
        SmsText::Digest { court_name, what } => {
            Some(("case_news", of(court_name, "", &what.join("、")), None))
        }
    }
}

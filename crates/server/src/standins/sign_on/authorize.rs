//! The page on which a member of staff is picked, and the way back to the node.

use std::fmt::Write as _;
use std::sync::PoisonError;
use std::time::Instant;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use url::Url;

use super::{CODE_LASTS, Code, Provider, Shared};
use crate::standins::credentials::CLIENT_ID;
use crate::standins::html::{escape, page};
use crate::standins::random;

/// The parameters of an authorization request (OpenID Connect Core 3.1.2.1, RFC 7636 4.3).
#[derive(Deserialize)]
pub(super) struct Request {
    #[serde(default)]
    response_type: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    scope: String,
    state: Option<String>,
    nonce: Option<String>,
    #[serde(default)]
    code_challenge: String,
    #[serde(default)]
    code_challenge_method: String,
    /// Who was picked; only in the form.
    subject: Option<String>,
}

/// Shows who can be picked.
pub(super) async fn choose(State(provider): State<Shared>, Query(request): Query<Request>) -> Response {
    if let Err(refusal) = request.check(&provider) {
        return *refusal;
    }
    let mut body = String::from("<p><small>统一身份认证（演示用）：请选择一位样例工作人员登录。</small></p>");
    for staff in &provider.staff {
        let _ = write!(
            body,
            "<form method=\"post\" action=\"/authorize\">{}<input type=\"hidden\" name=\"subject\" \
             value=\"{}\"><button>{} <small>{}</small></button></form>",
            request.hidden_fields(),
            escape(&staff.subject),
            escape(&staff.name),
            escape(&staff.title)
        );
    }
    page("工作人员登录", &body).into_response()
}

/// Sends the one who was picked back to the node with a code.
pub(super) async fn chosen(State(provider): State<Shared>, Form(request): Form<Request>) -> Response {
    let back = match request.check(&provider) {
        Ok(back) => back,
        Err(refusal) => return *refusal,
    };
    let Some(staff) = request.subject.as_deref().and_then(|subject| provider.staff(subject)) else {
        return request.redirect(back, &[("error", "access_denied")]);
    };
    let word = random::word();
    let code = Code {
        subject: staff.subject.clone(),
        redirect_uri: request.redirect_uri.clone(),
        nonce: request.nonce.clone(),
        challenge: request.code_challenge.clone(),
        until: Instant::now() + CODE_LASTS,
    };
    {
        let mut codes = provider.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|_, code| code.until > Instant::now());
        codes.insert(word.clone(), code);
    }
    request.redirect(back, &[("code", &word)])
}

impl Request {
    /// Where to send the person back. A wrong client or address is told to the person and never
    /// followed; any other mistake is told to the client.
    fn check(&self, provider: &Provider) -> Result<Url, Box<Response>> {
        let known = self.client_id == CLIENT_ID && provider.redirect_uris.contains(&self.redirect_uri);
        let back = Url::parse(&self.redirect_uri).ok().filter(|_| known);
        let Some(back) = back else {
            let body = "<p>此应用未登记，或返回地址与登记的不一致。</p>";
            return Err(Box::new((StatusCode::BAD_REQUEST, page("无法登录", body)).into_response()));
        };
        if self.response_type != "code" {
            return Err(Box::new(self.redirect(back, &[("error", "unsupported_response_type")])));
        }
        if !self.scope.split(' ').any(|scope| scope == "openid") {
            return Err(Box::new(self.redirect(back, &[("error", "invalid_scope")])));
        }
        if self.code_challenge_method != "S256" || self.code_challenge.len() != 43 {
            return Err(Box::new(self.redirect(back, &[("error", "invalid_request")])));
        }
        Ok(back)
    }

    fn redirect(&self, mut back: Url, parameters: &[(&str, &str)]) -> Response {
        back.query_pairs_mut().extend_pairs(parameters);
        if let Some(state) = &self.state {
            back.query_pairs_mut().append_pair("state", state);
        }
        Redirect::to(back.as_str()).into_response()
    }

    fn hidden_fields(&self) -> String {
        let fields = [
            ("response_type", Some(&self.response_type)),
            ("client_id", Some(&self.client_id)),
            ("redirect_uri", Some(&self.redirect_uri)),
            ("scope", Some(&self.scope)),
            ("state", self.state.as_ref()),
            ("nonce", self.nonce.as_ref()),
            ("code_challenge", Some(&self.code_challenge)),
            ("code_challenge_method", Some(&self.code_challenge_method)),
        ];
        let hidden = |(name, value): (&str, Option<&String>)| {
            value.map(|value| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value)))
        };
        fields.into_iter().filter_map(hidden).collect()
    }
}

//! One person at the node's HTTP interface.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use url::Url;
use weicourt_app::acts::{DEVICE_HEADER, SIGNATURE_HEADER, SoftKey, statement};
use weicourt_domain::id::{CommandId, PersonId};

use super::Failure;
use crate::adapters::client;

/// A person's browser: an address and the cookies it was given.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    http: Client,
    base: String,
    cookies: Vec<String>,
    /// What signs for the person, once they have enrolled.
    signer: Option<(SoftKey, PersonId)>,
}

impl Caller {
    /// Somebody who has not signed on. `base` has no slash at the end.
    pub(super) fn new(base: &str) -> Caller {
        let http = client(Duration::from_secs(60));
        Caller { http, base: base.trim_end_matches('/').to_owned(), cookies: Vec::new(), signer: None }
    }

    /// Somebody else at the same node.
    pub(super) fn stranger(&self) -> Caller {
        Caller { http: self.http.clone(), base: self.base.clone(), cookies: Vec::new(), signer: None }
    }

    /// The address of the node.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// What goes into the header `Cookie`.
    pub(super) fn cookie_header(&self) -> String {
        self.cookies.join("; ")
    }

    /// Signs for `person` with `key` from now on.
    pub(super) fn signs(&mut self, key: SoftKey, person: PersonId) {
        self.signer = Some((key, person));
    }

    /// Device and signature of a command of this person; none for staff.
    pub(super) fn signature(
        &self,
        method: &Method,
        path: &str,
        command: CommandId,
        body: &[u8],
    ) -> Result<Option<(String, String)>, Failure> {
        let Some((key, person)) = &self.signer else { return Ok(None) };
        let statement = statement(method.as_str(), path, command, *person, body);
        Ok(Some((key.device_header(), key.sign(&statement)?)))
    }

    pub(super) async fn get(&mut self, path: &str) -> Result<Value, Failure> {
        self.json(Method::GET, path, None).await
    }

    pub(super) async fn post(&mut self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.json(Method::POST, path, Some(body)).await
    }

    pub(super) async fn put(&mut self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.json(Method::PUT, path, Some(body)).await
    }

    async fn json(&mut self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let body = match body {
            Some(body) => Some(("application/json", serde_json::to_vec(body)?)),
            None => None,
        };
        let answer = self.send(method, &format!("{}{path}", self.base), body).await?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }

    /// Sends the bytes of a file.
    pub(super) async fn patch_bytes(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        let url = format!("{}{path}", self.base);
        self.send(Method::PATCH, &url, Some(("application/octet-stream", bytes))).await.map(drop)
    }

    /// The text of a page, at this node or elsewhere.
    pub(super) async fn page(&mut self, url: &str) -> Result<String, Failure> {
        Ok(self.send(Method::GET, url, None).await?.text().await?)
    }

    /// Follows one redirect: where it leads.
    pub(super) async fn redirect(
        &mut self,
        method: Method,
        url: &str,
        form: Option<String>,
    ) -> Result<Url, Failure> {
        let body = form.map(|form| ("application/x-www-form-urlencoded", form.into_bytes()));
        let answer = self.send(method, url, body).await?;
        let here = answer.url().clone();
        let there = answer.headers().get(LOCATION).ok_or("a redirect without an address")?;
        Ok(here.join(there.to_str()?)?)
    }

    async fn send(
        &mut self,
        method: Method,
        url: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<Response, Failure> {
        let path = Url::parse(url)?.path().to_owned();
        let mut request = self.http.request(method.clone(), url);
        if method != Method::GET {
            let key = uuid::Uuid::new_v4();
            request = request.header("idempotency-key", key.to_string());
            let bytes = body.as_ref().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
            let signature = self.signature(&method, &path, CommandId(key.into_bytes()), bytes)?;
            if let Some((device, signature)) = signature.filter(|_| url.starts_with(&self.base)) {
                request = request.header(DEVICE_HEADER, device).header(SIGNATURE_HEADER, signature);
            }
        }
        // Cookies are for the node alone.
        if !self.cookies.is_empty() && url.starts_with(&self.base) {
            request = request.header(COOKIE, self.cookie_header());
        }
        if let Some((media_type, bytes)) = body {
            request = request.header(CONTENT_TYPE, media_type).body(bytes);
        }
        let answer = request.send().await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            self.keep(cookie.to_str()?);
        }
        let status = answer.status();
        if status.is_client_error() || status.is_server_error() {
            let problem = answer.text().await.unwrap_or_default();
            return Err(format!("{method} {path}: {status} {problem}").into());
        }
        Ok(answer)
    }

    fn keep(&mut self, set_cookie: &str) {
        let pair = set_cookie.split(';').next().unwrap_or_default().trim();
        let Some((name, value)) = pair.split_once('=') else { return };
        self.cookies.retain(|cookie| cookie.split('=').next() != Some(name));
        if !value.is_empty() {
            self.cookies.push(pair.to_owned());
        }
    }
}

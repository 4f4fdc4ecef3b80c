//! One person's browser: cookies, the device's key, keys of commands, and a look at every answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use weicourt_app::acts::{DEVICE_HEADER, SIGNATURE_HEADER, SoftKey, statement};
use weicourt_domain::id::PersonId;

/// A browser; clones share its cookies.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    node: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    /// Who is enrolled on this browser, and the key that signs for them.
    signer: Arc<Mutex<Option<(SoftKey, PersonId)>>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

/// A request, as wrong as a test wants it.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) key: Option<String>,
    pub(crate) media_type: Option<&'static str>,
    pub(crate) body: Vec<u8>,
}

/// A new identity of a command.
pub(crate) fn new_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

impl Ask {
    /// A rightly formed request; a body is JSON.
    pub(crate) fn new(method: Method, path: &str, body: Option<&Value>) -> Ask {
        Ask {
            key: (method != Method::GET).then(new_key),
            method,
            path: path.to_owned(),
            media_type: body.is_some().then_some("application/json"),
            body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        }
    }

    pub(crate) fn key(mut self, key: &str) -> Ask {
        self.key = Some(key.to_owned());
        self
    }

    pub(crate) fn bytes(mut self, media_type: &'static str, body: impl Into<Vec<u8>>) -> Ask {
        self.media_type = Some(media_type);
        self.body = body.into();
        self
    }
}

impl Client {
    /// A browser without cookies.
    pub(crate) fn new(node: &str) -> Client {
        let http = weicourt_server::adapters::client(Duration::from_secs(60));
        Client { http, node: node.to_owned(), cookies: Arc::default(), signer: Arc::default() }
    }

    /// The same person after the node moved to another address.
    pub(crate) fn moved_to(&self, node: &str) -> Client {
        Client { node: node.to_owned(), ..self.clone() }
    }

    pub(crate) fn node(&self) -> &str {
        &self.node
    }

    fn jar(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the browser sends as `Cookie`.
    pub(crate) fn cookie(&self) -> String {
        self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Signs for `person` with `key` from now on.
    pub(crate) fn signs(&self, key: SoftKey, person: PersonId) {
        *self.signer.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, person));
    }

    /// Device and signature for what is posted to `path`; nothing before the enrolment.
    pub(crate) fn signature(
        &self,
        method: &str,
        path: &str,
        key: &str,
        body: &[u8],
    ) -> Option<(String, String)> {
        let signer = self.signer.lock().unwrap_or_else(PoisonError::into_inner);
        let (device, person) = signer.as_ref()?;
        let path = path.split('?').next().unwrap_or_default();
        let statement = statement(method, path, key.parse().ok()?, *person, body);
        Some((device.device_header(), device.sign(&statement).expect("a signature")))
    }

    /// A frame that says `body` in a case on the stream.
    pub(crate) fn act_frame(&self, key: &str, case: &str, body: &Value) -> Value {
        let path = format!("/api/cases/{case}/messages");
        let mut frame = json!({ "type": "act", "id": key, "case": case, "body": body });
        if let Some((device, signature)) = self.signature("POST", &path, key, body.to_string().as_bytes()) {
            frame["device"] = json!(device);
            frame["signature"] = json!(signature);
        }
        frame
    }

    /// Asks, and fails only when the line breaks.
    pub(crate) async fn try_ask(&self, ask: Ask) -> Result<Answer, reqwest::Error> {
        let elsewhere = ask.path.starts_with("http");
        let url = if elsewhere { ask.path.clone() } else { format!("{}{}", self.node, ask.path) };
        let mut request = self.http.request(ask.method.clone(), url).header(COOKIE, self.cookie());
        if let Some(key) = ask.key {
            let signature = self.signature(ask.method.as_str(), &ask.path, &key, &ask.body);
            if let Some((device, signature)) = signature.filter(|_| !elsewhere) {
                request = request.header(DEVICE_HEADER, device).header(SIGNATURE_HEADER, signature);
            }
            request = request.header("idempotency-key", key);
        }
        if let Some(media_type) = ask.media_type {
            request = request.header(CONTENT_TYPE, media_type);
        }
        let response = request.body(ask.body).send().await?;
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie");
            let (name, value) = cookie.split(';').next().and_then(|c| c.split_once('=')).expect("a cookie");
            self.jar().insert(name.to_owned(), value.to_owned());
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, bytes: response.bytes().await?.to_vec() })
    }

    /// Asks; a refusal must be a well-formed problem, and nothing may break.
    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        let told = format!("{} {}", ask.method, ask.path);
        let answer = self.try_ask(ask).await.unwrap_or_else(|error| panic!("{told}: {error:?}"));
        answer.must_be_clear(&told);
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Ask::new(Method::GET, path, None)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Ask::new(Method::POST, path, Some(body))).await
    }

    /// Gets what must be there.
    pub(crate) async fn read(&self, path: &str) -> Value {
        self.get(path).await.done(path)
    }

    /// Does what must be done, and gives what came back.
    pub(crate) async fn act(&self, path: &str, body: &Value) -> Value {
        self.post(path, body).await.done(path)
    }

    /// Follows a redirect to a place that the answer names.
    pub(crate) async fn follow(&self, answer: &Answer, base: &Url) -> (Answer, Url) {
        let to = answer.headers.get("location").and_then(|to| to.to_str().ok()).expect("a place to go to");
        let to = base.join(to).expect("an address");
        (self.ask(Ask::new(Method::GET, to.as_str(), None)).await, to)
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        if self.bytes.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.bytes)))
    }

    /// The body of an act that must have been done.
    pub(crate) fn done(self, told: &str) -> Value {
        let said = String::from_utf8_lossy(&self.bytes);
        assert!((200..300).contains(&self.status), "{told}: {} {said}", self.status);
        self.json()
    }

    /// The code of the problem, with its status: `403 muted`.
    pub(crate) fn refusal(&self) -> String {
        let problem = if self.status < 400 { Value::Null } else { self.json() };
        format!("{} {}", self.status, problem["code"].as_str().unwrap_or("done"))
    }

    /// A refusal says what it is and what to do next, in one shape; nothing may break.
    pub(crate) fn must_be_clear(&self, told: &str) {
        let said = String::from_utf8_lossy(&self.bytes);
        assert!(self.status < 500, "{told}: {} {said}", self.status);
        if self.status < 400 {
            return;
        }
        let media_type =
            self.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        assert_eq!(media_type, "application/problem+json", "{told}: {} {said}", self.status);
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{told}: {said}");
        for field in ["type", "code", "title", "next_step"] {
            let text = problem[field].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{told}: {field} in {said}");
        }
    }
}

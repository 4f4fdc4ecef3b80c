//! The node that dials: it posts its bundles and waits for those of the peer.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::StatusCode;
use tokio::task::JoinHandle;

use super::super::condition::{Condition, Health};
use super::super::queue::Queue;
use super::super::{Link, LinkError, MOST_BYTES};
use super::{BATCH, BATCH_BYTES, IN_BYTES, LONG_POLL, OUT_BYTES, PATH, TAKEN, Tls, frames};

/// First and longest wait after a request that failed.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));
/// How long the peer may say nothing, besides waiting for bundles.
const SILENCE: Duration = Duration::from_secs(35);
/// The slowest line on which a body still arrives, in bytes a second.
const SLOWEST: u64 = 4096;

#[derive(Debug)]
struct Shared {
    client: reqwest::Client,
    url: String,
    out: Queue,
    into: Queue,
    health: Health,
}

/// The dialling end of an HTTP link. It stops when it is dropped.
#[derive(Debug)]
pub struct Dial {
    shared: Arc<Shared>,
    patience: Duration,
    tasks: [JoinHandle<()>; 2],
}

impl Drop for Dial {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Dials the node that listens at `url`, now and whenever the connection breaks.
///
/// # Errors
///
/// [`LinkError::Unusable`] if the certificates cannot be used.
pub fn dial(url: &str, tls: &Tls, patience: Duration) -> Result<Dial, LinkError> {
    let config = tls.client().map_err(|error| LinkError::Unusable(error.to_string()))?;
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .tcp_nodelay(true)
        // A firewall that forgot the connection is noticed by the system, however slow the line is.
        .tcp_keepalive(Duration::from_secs(15))
        .tcp_keepalive_interval(Duration::from_secs(5))
        .tcp_user_timeout(Duration::from_secs(30))
        .user_agent(concat!("weicourt/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| LinkError::Unusable(error.to_string()))?;
    let shared = Arc::new(Shared {
        client,
        url: format!("{}{PATH}", url.trim_end_matches('/')),
        out: Queue::new(OUT_BYTES),
        into: Queue::new(IN_BYTES),
        health: Health::new("http"),
    });
    let tasks = [tokio::spawn(post(shared.clone())), tokio::spawn(fetch(shared.clone()))];
    Ok(Dial { shared, patience, tasks })
}

#[async_trait]
impl Link for Dial {
    async fn send(&self, bundle: Vec<u8>) -> Result<(), LinkError> {
        if bundle.len() > MOST_BYTES {
            return Err(LinkError::TooLarge { size_bytes: bundle.len(), most_bytes: MOST_BYTES });
        }
        let pushed = self.shared.out.push(bundle, self.patience).await.map(|_number| ());
        pushed.map_err(|_unsent| LinkError::Full("the other node takes nothing at the moment".into()))
    }

    async fn receive(&self) -> Result<Vec<u8>, LinkError> {
        Ok(self.shared.into.pop().await)
    }

    fn condition(&self) -> Condition {
        self.shared.health.condition()
    }
}

/// Waits longer after each failure.
#[derive(Debug, Default)]
struct BackOff(Duration);

impl BackOff {
    async fn wait(&mut self) {
        let (first, longest) = BACK_OFF;
        self.0 = (self.0 * 2).clamp(first, longest);
        tokio::time::sleep(self.0).await;
    }
}

async fn post(shared: Arc<Shared>) {
    let mut back_off = BackOff::default();
    loop {
        shared.out.any().await;
        let body = bytes::Bytes::from(frames::join(&shared.out.take(BATCH_BYTES)));
        let patience = SILENCE + Duration::from_secs(body.len() as u64 / SLOWEST);
        loop {
            match shared.client.post(&shared.url).body(body.clone()).timeout(patience).send().await {
                Ok(answer) if answer.status() == StatusCode::NO_CONTENT => break,
                Ok(answer) => shared.health.trouble("post", &odd(answer.status())),
                Err(error) => shared.health.trouble("post", &told(&error)),
            }
            back_off.wait().await;
        }
        shared.health.works("post");
        back_off = BackOff::default();
    }
}

async fn fetch(shared: Arc<Shared>) {
    let mut back_off = BackOff::default();
    let mut taken = None;
    loop {
        match ask(&shared, taken.as_deref()).await {
            Ok(Some((number, bundles))) => {
                shared.health.works("fetch");
                let mut last = 0;
                for mut bundle in bundles {
                    last = loop {
                        match shared.into.push(bundle, SILENCE).await {
                            Ok(number) => break number,
                            // The peer keeps them all; there is no hurry.
                            Err(unplaced) => bundle = unplaced,
                        }
                    };
                }
                // The next request tells the peer that they were taken; this node may stop before.
                shared.into.is_done(last).await;
                taken = Some(number);
                back_off = BackOff::default();
            }
            Ok(None) => {
                shared.health.works("fetch");
                back_off = BackOff::default();
            }
            Err(reason) => {
                shared.health.trouble("fetch", &reason);
                back_off.wait().await;
            }
        }
    }
}

/// Number and bundles of the next answer; `None` when there was nothing for a while.
async fn ask(shared: &Shared, taken: Option<&str>) -> Result<Option<(String, Vec<Vec<u8>>)>, String> {
    let mut request = shared.client.get(&shared.url);
    if let Some(taken) = taken {
        request = request.header(TAKEN, taken);
    }
    let silent = |_late| "the other node is connected and says nothing".to_owned();
    let answer = tokio::time::timeout(LONG_POLL + SILENCE, request.send()).await.map_err(silent)?;
    let mut answer = answer.map_err(|error| told(&error))?;
    match answer.status() {
        StatusCode::NO_CONTENT => return Ok(None),
        StatusCode::OK => {}
        status => return Err(odd(status)),
    }
    let number = answer.headers().get(BATCH).and_then(|number| number.to_str().ok()).map(str::to_owned);
    // A peer that went wild must not fill the memory of this node.
    let mut body = Vec::new();
    loop {
        let part = tokio::time::timeout(SILENCE, answer.chunk()).await.map_err(silent)?;
        let Some(part) = part.map_err(|error| told(&error))? else { break };
        if body.len() + part.len() > BATCH_BYTES + MOST_BYTES {
            return Err("the answer is too large".to_owned());
        }
        body.extend_from_slice(&part);
    }
    let bundles = frames::split(&body).zip(number).map(|(bundles, number)| (number, bundles));
    bundles.map(Some).ok_or_else(|| "the answer is not that of a node of this version".to_owned())
}

fn odd(status: StatusCode) -> String {
    format!("the other node answered {}; look into its log", status.as_u16())
}

/// The whole story of an error, without the address.
fn told(error: &reqwest::Error) -> String {
    let mut story = String::from("the other node is not reached");
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        story.push_str(": ");
        story.push_str(&source.to_string());
        next = source.source();
    }
    if story.contains("received fatal alert") {
        story.push_str(
            "; it does not accept http_certificate: compare its http_peer_certificate or http_peer_ca",
        );
    } else if story.contains("invalid peer certificate") {
        story.push_str("; this is not the certificate that http_peer_certificate or http_peer_ca names");
    }
    story
}

//! The link over NATS JetStream: one bounded stream for each direction.
//!
//! A bundle is stored by the message server before `send` returns, and removed there after it was handed
//! over at the other end. Either node and the message server may restart at any time.

mod settings;

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::stream::{self, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{self, Context, Message};
use async_nats::{Client, ConnectOptions, HeaderMap};
use async_trait::async_trait;
use futures_util::StreamExt as _;
use tokio::task::JoinHandle;

use self::settings::sign_on;
use super::condition::{Condition, Health};
use super::{Link, LinkError, MOST_BYTES};

pub(crate) use settings::addresses;
pub use settings::{NatsSettings, credentials_problem};

/// Bundles fetched ahead. Few, because they wait in memory and come again if they wait for long.
const AHEAD: usize = 16;
/// Bytes fetched ahead, unless a single bundle is larger.
const AHEAD_BYTES: usize = 2 * MOST_BYTES;
/// How long a bundle may be under way to its receiver before the message server offers it again.
const ACK_WAIT: Duration = Duration::from_secs(30);
/// How often the message server says that it is there while there is nothing to fetch.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How long the message server may take to confirm a bundle.
const CONFIRM: Duration = Duration::from_secs(3);
/// How long the link waits before it tries again.
const AFTER_FAILURE: Duration = Duration::from_millis(500);
/// Room for headers beside a bundle.
const HEADER_BYTES: usize = 1024;
/// What a message server takes when nobody told it otherwise; assumed until it is reached.
const USUAL_BYTES: usize = 1024 * 1024;
/// Code of the message server for a stream that does not exist.
const NO_STREAM: u64 = 10059;

/// What receiving goes on with, when a caller stopped waiting in the middle.
#[derive(Default)]
struct Receiver {
    subscribing: Option<JoinHandle<Option<pull::Stream>>>,
    messages: Option<pull::Stream>,
    /// What was handed over last. It is acknowledged when the next is asked for.
    handed: Option<Message>,
    /// How long to wait before subscribing.
    pause: Duration,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(subscribing) = &self.subscribing {
            subscribing.abort();
        }
    }
}

/// One end of a link over JetStream.
pub struct NatsLink {
    server: Arc<Server>,
    receiver: tokio::sync::Mutex<Receiver>,
}

/// The message server, as this node sees it.
struct Server {
    client: Client,
    context: Context,
    settings: NatsSettings,
    health: Health,
}

impl std::fmt::Debug for NatsLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NatsLink")
    }
}

impl NatsLink {
    /// Starts to connect and goes on in the background until the message server is reached.
    ///
    /// # Errors
    ///
    /// [`LinkError::Unusable`] if an address or the credentials cannot be used.
    pub async fn connect(settings: NatsSettings) -> Result<Self, LinkError> {
        let unusable = |key: &str, error: &dyn std::fmt::Display| {
            LinkError::Unusable(format!("exchange.{key}: {error}"))
        };
        let addresses = addresses(settings.url.reveal()).map_err(|error| unusable("nats_url", &error))?;
        let mut options = if settings.credentials.as_os_str().is_empty() {
            ConnectOptions::new()
        } else {
            let text = std::fs::read_to_string(&settings.credentials);
            let options = text.and_then(|text| ConnectOptions::with_credentials(&text));
            options.map_err(|error| unusable("nats_credentials", &error))?
        };
        // The client does not look for them in the address itself.
        options = match sign_on(settings.url.reveal()) {
            Some((user, Some(password))) => options.user_and_password(user, password),
            Some((token, None)) => options.token(token),
            None => options,
        };
        if !settings.ca.as_os_str().is_empty() {
            options = options.add_root_certificates(settings.ca.clone());
        }
        // TLS picks up this provider.
        let _there_already = rustls::crypto::ring::default_provider().install_default();
        let client = options
            .name("weicourt exchange")
            .retry_on_initial_connect()
            .ping_interval(Duration::from_secs(10))
            .connection_timeout(Duration::from_secs(5))
            .reconnect_delay_callback(|n_tries| {
                Duration::from_millis(100 << n_tries.min(6)).min(Duration::from_secs(5))
            })
            .connect(addresses)
            .await
            .map_err(|error| unusable("nats_url", &error))?;
        let mut context = jetstream::new(client.clone());
        context.set_timeout(CONFIRM);
        let server = Server { client, context, settings, health: Health::new("nats") };
        Ok(Self { server: Arc::new(server), receiver: tokio::sync::Mutex::default() })
    }
}

impl Server {
    /// Makes the stream of a direction, unless there is one: then that one is used as it is.
    async fn stream(&self, direction: &str) -> Result<stream::Stream, String> {
        let settings = &self.settings;
        let name = settings.stream(direction);
        let config = stream::Config {
            name: name.clone(),
            subjects: vec![settings.subject(direction)],
            description: Some("sealed bundles of a WeiCourt node".to_owned()),
            // Gone from the server as soon as it was handed over.
            retention: RetentionPolicy::WorkQueue,
            storage: StorageType::File,
            // Full means that `send` waits, never that the oldest bundle is thrown away.
            discard: DiscardPolicy::New,
            max_bytes: i64::try_from(settings.most_waiting_bytes).unwrap_or(i64::MAX),
            num_replicas: 1,
            ..stream::Config::default()
        };
        let made = self.context.get_or_create_stream(config).await;
        made.map_err(|error| format!("stream {name} cannot be had: {error}; is JetStream on and allowed?"))
    }

    async fn subscribe(&self) -> Result<pull::Stream, String> {
        let direction = self.settings.into;
        let stream = self.stream(direction).await?;
        // What an earlier run fetched and did not acknowledge comes at once instead of after `ACK_WAIT`.
        let _not_there = stream.delete_consumer("weicourt").await;
        let config = pull::Config {
            durable_name: Some("weicourt".to_owned()),
            ack_policy: AckPolicy::Explicit,
            ack_wait: ACK_WAIT,
            max_ack_pending: 4 * AHEAD as i64,
            ..pull::Config::default()
        };
        let consumer = stream.create_consumer(config).await;
        let consumer = consumer.map_err(|error| format!("consumer cannot be had: {error}"))?;
        let messages = consumer
            .stream()
            .max_messages_per_batch(AHEAD)
            .max_bytes_per_batch(AHEAD_BYTES)
            .heartbeat(HEARTBEAT)
            .expires(8 * HEARTBEAT)
            .messages()
            .await;
        messages.map_err(|error| format!("bundles cannot be fetched: {error}"))
    }

    /// One try to subscribe, in a task of its own: it takes many questions, and a caller that waits for a
    /// moment at a time would never get to the end of them.
    fn subscribing(self: Arc<Self>, pause: Duration) -> JoinHandle<Option<pull::Stream>> {
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            match self.subscribe().await {
                Ok(messages) => {
                    self.health.works("receive");
                    Some(messages)
                }
                Err(reason) => {
                    self.health.trouble("receive", &reason);
                    None
                }
            }
        })
    }

    /// One try to have `bundle` stored by the message server.
    async fn publish(&self, headers: &HeaderMap, bundle: &bytes::Bytes) -> Result<(), LinkError> {
        let subject = self.settings.subject(self.settings.out);
        let stored = async {
            let sent = self.context.publish_with_headers(subject, headers.clone(), bundle.clone()).await;
            sent?.await
        };
        let error = match tokio::time::timeout(CONFIRM, stored).await {
            Ok(Ok(_confirmed)) => return Ok(()),
            Ok(Err(error)) => error,
            Err(_late) => return Err(LinkError::Broken("the message server does not confirm".into())),
        };
        let code = std::error::Error::source(&error)
            .and_then(|source| source.downcast_ref::<jetstream::Error>())
            .map(|refused| refused.error_code().0);
        Err(match (error.kind(), code) {
            (PublishErrorKind::StreamNotFound, _) | (_, Some(NO_STREAM)) => {
                match self.stream(self.settings.out).await {
                    Ok(_made) => LinkError::Broken("the stream was missing and is made again".into()),
                    Err(reason) => LinkError::Broken(reason),
                }
            }
            // The server's own words say which bound was met.
            (PublishErrorKind::Other, Some(_)) => {
                LinkError::Full(format!("the message server says: {error}"))
            }
            (PublishErrorKind::MaxPayloadExceeded, _) => {
                LinkError::TooLarge { size_bytes: bundle.len(), most_bytes: self.most_bytes() }
            }
            _ => LinkError::Broken(format!("the message server is not reached: {error}")),
        })
    }

    async fn send_patiently(&self, bundle: bytes::Bytes) -> Result<(), LinkError> {
        let mut headers = HeaderMap::new();
        // Tried again after a lost confirmation, the server keeps it once. Sent again, it is another one.
        let id = getrandom::u64().map_err(|error| LinkError::Broken(error.to_string()))?;
        headers.insert("Nats-Msg-Id", format!("{id:016x}").as_str());
        let until = tokio::time::Instant::now() + self.settings.patience;
        loop {
            match self.publish(&headers, &bundle).await {
                Ok(()) => return Ok(()),
                Err(error @ LinkError::TooLarge { .. }) => return Err(error),
                Err(error) if tokio::time::Instant::now() + AFTER_FAILURE >= until => return Err(error),
                Err(_may_pass) => tokio::time::sleep(AFTER_FAILURE).await,
            }
        }
    }

    fn most_bytes(&self) -> usize {
        let told = self.client.max_payload();
        let told = if told == 0 { USUAL_BYTES } else { told };
        told.saturating_sub(HEADER_BYTES).min(MOST_BYTES)
    }
}

#[async_trait]
impl Link for NatsLink {
    async fn send(&self, bundle: Vec<u8>) -> Result<(), LinkError> {
        let (size_bytes, most_bytes) = (bundle.len(), self.most_bytes());
        if size_bytes > most_bytes {
            return Err(LinkError::TooLarge { size_bytes, most_bytes });
        }
        // What waits for a connection inside the client does not wait for ever.
        let whole = self.server.settings.patience + CONFIRM;
        let sent = match tokio::time::timeout(whole, self.server.send_patiently(bundle.into())).await {
            Ok(sent) => sent,
            Err(_late) => Err(LinkError::Broken("the message server is not reached".into())),
        };
        match &sent {
            Ok(()) => self.server.health.works("send"),
            Err(error) => self.server.health.trouble("send", error),
        }
        sent
    }

    async fn receive(&self) -> Result<Vec<u8>, LinkError> {
        let mut receiver = self.receiver.lock().await;
        loop {
            if let Some(handed) = &receiver.handed {
                // A lost acknowledgement costs one repetition.
                let _lost = tokio::time::timeout(CONFIRM, handed.ack()).await;
                receiver.handed = None;
            }
            let Some(messages) = &mut receiver.messages else {
                let server = &self.server;
                let pause = receiver.pause;
                let subscribing =
                    receiver.subscribing.get_or_insert_with(|| server.clone().subscribing(pause));
                let messages = subscribing.await;
                receiver.subscribing = None;
                // Whatever ends it, even an error at once, it is not begun again at once.
                receiver.pause = AFTER_FAILURE;
                receiver.messages = messages.ok().flatten();
                continue;
            };
            match messages.next().await {
                Some(Ok(message)) => {
                    let bundle = message.payload.to_vec();
                    receiver.handed = Some(message);
                    return Ok(bundle);
                }
                Some(Err(error)) => self.server.health.trouble("receive", &error),
                None => self.server.health.trouble("receive", &"fetching ended"),
            }
            receiver.messages = None;
        }
    }

    fn most_bytes(&self) -> usize {
        self.server.most_bytes()
    }

    fn condition(&self) -> Condition {
        self.server.health.condition()
    }
}

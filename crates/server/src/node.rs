//! Wiring: a node from its configuration.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use ed25519_dalek::SigningKey;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use weicourt_app::exchange::{Courier, ExchangeSettings};
use weicourt_app::limits::Limits;
use weicourt_app::ports::Clock;
use weicourt_app::{Court, NodeProfile, Ports};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Origin;
use weicourt_domain::policy::Policy;
use weicourt_store::{NodeKeys, Store, StoreConfig, StoreError, StoreUrl};

use crate::adapters::documents::{Documents, Seal};
use crate::adapters::identity_register::IdentityRegister;
use crate::adapters::mail::Mail;
use crate::adapters::media::Media;
use crate::adapters::pages::{Pages, read_fonts};
use crate::adapters::sign_on::SignOn;
use crate::adapters::sms::Sms;
use crate::adapters::wechat::Wechat;
use crate::config::{Config, Role};
use crate::links::{self, Link};
use crate::operate::{self, Metrics, Ready};
use crate::web::{self, Site};

/// Connections of the embedded database that read.
const SQLITE_READERS: u32 = 4;
/// Chunk of an upload, in bytes: small enough for a bad line, large enough for a good one.
const CHUNK_BYTES: u64 = 1024 * 1024;

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A part of the configuration asks for what this program cannot do.
    #[error("{0}")]
    Unsupported(String),
    /// Keys, database or blobs.
    #[error("open the store: {}", whole_story(.0))]
    Store(#[from] StoreError),
    /// A fact file.
    #[error("read facts: {}: {}", .0.key, .0.reason)]
    Facts(crate::facts::UnusableFacts),
    /// The address.
    #[error("listen on {address}: {error}")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The metrics.
    #[error("count for Prometheus: {0}")]
    Metrics(String),
}

fn whole_story(error: &dyn std::error::Error) -> String {
    let mut story = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        story.push_str(": ");
        story.push_str(&source.to_string());
        next = source.source();
    }
    story
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock ahead of the machine's, so that somebody who tries the demo sees periods come to their end.
#[derive(Debug, Clone, Copy)]
pub struct ClockAhead {
    /// How far it is ahead.
    pub n_days: u16,
}

impl Clock for ClockAhead {
    fn now(&self) -> Instant {
        SystemClock.now().plus_ms(i64::from(self.n_days) * 86_400_000)
    }
}

/// Where the configured store keeps its things.
#[must_use]
pub fn store_config(config: &Config) -> StoreConfig {
    let data_dir = &config.node.data_dir;
    let blob_dir = data_dir.join("blobs");
    if config.store.is_embedded() {
        let url = StoreUrl::Sqlite { path: database_file(config) };
        StoreConfig { url, blob_dir, readers: SQLITE_READERS }
    } else {
        let url = StoreUrl::Postgres { url: config.store.url.reveal().to_owned() };
        StoreConfig { url, blob_dir, readers: config.store.postgres_connections.max(1) }
    }
}

fn database_file(config: &Config) -> PathBuf {
    config.node.data_dir.join("weicourt.db")
}

/// Opens the configured store.
///
/// # Errors
///
/// [`StartError::Unsupported`] when the node has data and its keys are gone: new ones would lose every
/// case. [`StartError::Store`] for everything else.
pub async fn open_store(config: &Config) -> Result<Store, StartError> {
    open_store_by(config, Arc::new(SystemClock)).await
}

async fn open_store_by(config: &Config, clock: Arc<dyn Clock>) -> Result<Store, StartError> {
    let keys = open_keys(config)?;
    Ok(Store::open(store_config(config), keys, Arc::new(move || clock.now())).await?)
}

/// Reads the node's keys; a new node makes them.
///
/// # Errors
///
/// As [`open_store`].
pub fn open_keys(config: &Config) -> Result<NodeKeys, StartError> {
    let keys_dir = config.keys_dir();
    let has_data = config.store.is_embedded() && database_file(config).exists();
    let has_keys = std::fs::read_dir(&keys_dir).is_ok_and(|mut entries| entries.next().is_some());
    if has_data && !has_keys {
        let story =
            "the node has data and no keys: put the keys back from your copy, new ones would lose every case";
        return Err(StartError::Unsupported(story.to_owned()));
    }
    Ok(NodeKeys::load_or_create(&keys_dir)?)
}

/// A node that is ready to serve.
pub struct Node {
    /// The use cases.
    pub court: Court,
    /// All routes.
    pub router: Router,
    grace: Duration,
    /// The way to the other zone.
    courier: Option<Arc<dyn Courier>>,
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Node")
    }
}

struct StoreAnswers(Court);

#[async_trait]
impl Ready for StoreAnswers {
    async fn ready(&self) -> Result<(), String> {
        self.0
            .store()
            .session(Digest::ZERO)
            .await
            .map(|_| ())
            .map_err(|error| format!("the store does not answer: {error}"))
    }
}

impl Node {
    /// Puts a node together; nothing listens yet.
    ///
    /// # Errors
    ///
    /// [`StartError`] says which part cannot be had.
    pub async fn build(config: &Config, demo: bool) -> Result<Node, StartError> {
        Node::build_by(config, demo, Arc::new(SystemClock)).await
    }

    /// [`Node::build`] with another clock than the machine's.
    ///
    /// # Errors
    ///
    /// As [`Node::build`].
    pub async fn build_by(config: &Config, demo: bool, clock: Arc<dyn Clock>) -> Result<Node, StartError> {
        let open_files = operate::raise_open_files();
        let facts = crate::facts::read(&config.facts).map_err(StartError::Facts)?;
        let policy = crate::policy::read(&config.policy, &facts)
            .map_err(|unusable| StartError::Unsupported(unusable.to_string()))?;
        let store = open_store_by(config, clock.clone()).await?;
        let redirect_uri = format!("{}/api/staff/callback", config.node.public_url);
        let fonts = read_fonts(&config.documents.fonts_dir)
            .map_err(|error| StartError::Unsupported(format!("documents.fonts_dir: {error}")))?;
        let own_court = config.node.court_code.parse().ok();
        let own_court = own_court.and_then(|code| facts.courts.get(&code)).map(|court| court.name.clone());
        let seal = Seal::of(&config.seal, own_court.as_deref())
            .map_err(|fault| StartError::Unsupported(fault.to_string()))?;
        let program = Pages::own_program().map_err(|error| StartError::Unsupported(error.to_string()))?;
        let ports = Ports {
            clock,
            identity: Arc::new(IdentityRegister::new(config.identity_register.clone())),
            sms: Arc::new(Sms::new(config.sms.clone())),
            mail: Arc::new(Mail::new(config.mail.clone())),
            wechat: Arc::new(Wechat::new(config.wechat.clone())),
            sign_on: Arc::new(SignOn::new(
                config.sign_on.clone(),
                redirect_uri,
                config.node.court_code.clone(),
            )),
            media: Arc::new(Media::new(config.limits.photo_pixels)),
            pages: Arc::new(Pages::new(
                program,
                config.documents.fonts_dir.clone(),
                config.limits.photo_pixels,
            )),
            documents: Arc::new(Documents::new(&fonts, seal)),
        };
        let profile = NodeProfile {
            name: config.node.name.clone(),
            public_url: config.node.public_url.clone(),
            court_code: config.node.court_code.parse().ok(),
            demo,
            zone: zone(config.node.role),
            phone_url: match config.node.phone_url.as_str() {
                "" => config.node.public_url.clone(),
                phones => phones.to_owned(),
            },
            map_url_template: Some(config.space.map_url_template.clone()).filter(|url| !url.is_empty()),
            hotline: config.node.court_hotline.clone(),
            passkey: config.passkey.settings(&config.node.public_url),
        };
        let mut court = Court::new(store, Arc::new(facts), ports, profile, limits(config, open_files));
        let mut courier: Option<Arc<dyn Courier>> = None;
        if config.node.role != Role::All {
            let settings = exchange_settings(config, court.store(), policy)?;
            court = court.with_exchange(settings);
            let link = links::open(&config.exchange, config.node.role).await;
            let link = link.map_err(|error| StartError::Unsupported(error.to_string()))?;
            let story = "a node of one zone needs a way to the other: set exchange.link";
            let link = link.ok_or_else(|| StartError::Unsupported(story.to_owned()))?;
            courier = Some(Arc::new(ByLink(link)));
        }
        let metrics = Metrics::start().map_err(|error| StartError::Metrics(error.to_string()))?;
        let secure_cookies = config.node.public_url.starts_with("https://");
        let state = weicourt_http::Web::new(court.clone(), config.node.behind_proxy, secure_cookies)
            .with_register_token(config.register.token.reveal());
        let router = weicourt_http::router(state)
            .merge(operate::router(Arc::new(StoreAnswers(court.clone())), metrics))
            .fallback_service(web::router(Site::new(&config.web.dir)));
        let grace = Duration::from_secs(config.limits.stop_seconds.into());
        Ok(Node { court, router, grace, courier })
    }

    /// Serves until `stop` is cancelled; then open requests finish, and everything that was taken is
    /// durable.
    ///
    /// # Errors
    ///
    /// When the listener breaks or the store cannot be closed.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) -> Result<(), StartError> {
        let address = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
        let mut jobs = self.court.run();
        if let Some(courier) = self.courier {
            jobs.spawn(self.court.clone().run_exchange(courier));
        }
        let served = operate::serve(listener, self.router, stop, self.grace).await;
        drop(jobs);
        self.court.store().close().await?;
        served.map_err(|error| StartError::Listen { address, error })
    }
}

fn zone(role: Role) -> Zone {
    match role {
        Role::All => Zone::All,
        Role::Court => Zone::Court,
        Role::Front => Zone::Front,
    }
}

/// What the use cases need to know of the link.
fn exchange_settings(config: &Config, store: &Store, policy: Policy) -> Result<ExchangeSettings, StartError> {
    let refused = |error: &dyn std::fmt::Display| StartError::Unsupported(error.to_string());
    let keys = links::own_keys(store.keys())?;
    let seed = store.keys().link_seed()?;
    let signing: [u8; 32] = seed[..32].try_into().map_err(|_| refused(&"the node's key is not whole"))?;
    Ok(ExchangeSettings {
        keys,
        signing: SigningKey::from_bytes(&signing),
        peer: links::peer_keys(config).map_err(|error| refused(&error))?,
        session: weicourt_exchange::Config {
            writes: Some(match config.node.role {
                Role::Front => Origin::Front,
                Role::All | Role::Court => Origin::Court,
            }),
            heartbeat_ms: config.exchange.sign_of_life_seconds.saturating_mul(1000),
            bytes_per_second: NonZeroU64::new(config.exchange.bytes_per_second),
            ..weicourt_exchange::Config::default()
        },
        policy,
        alarm_lag_ms: u64::from(config.exchange.alarm_lag_seconds) * 1000,
        also_searched: Vec::new(),
        in_chinese: weicourt_http::told,
    })
}

/// A link as the use cases see it.
struct ByLink(Arc<dyn Link>);

#[async_trait]
impl Courier for ByLink {
    async fn send(&self, bundle: Vec<u8>) -> Result<(), String> {
        self.0.send(bundle).await.map_err(|error| error.to_string())
    }

    async fn receive(&self) -> Result<Vec<u8>, String> {
        self.0.receive().await.map_err(|error| error.to_string())
    }
}

/// Takes the configured address.
///
/// # Errors
///
/// [`StartError::Listen`] names it.
pub async fn listen(address: &str) -> Result<TcpListener, StartError> {
    let failed = |error| StartError::Listen { address: address.to_owned(), error };
    TcpListener::bind(address).await.map_err(failed)
}

fn limits(config: &Config, open_files: u64) -> Limits {
    let limits = &config.limits;
    Limits {
        file_bytes: limits.file_bytes,
        voice_bytes: limits.voice_bytes,
        chunk_bytes: CHUNK_BYTES,
        codes_per_phone_hour: limits.phone_codes_per_number_per_hour,
        codes_per_address_hour: limits.phone_codes_per_address_per_hour,
        code_tries: u16::try_from(limits.phone_code_tries).unwrap_or(u16::MAX),
        code_minutes: limits.phone_code_minutes,
        acts_per_person_minute: limits.acts_per_person_per_minute,
        sign_ins_per_address_minute: limits.sign_ins_per_address_per_minute,
        session_hours: limits.session_hours,
        staff_session_hours: limits.staff_session_hours,
        invitation_days: limits.invitation_days,
        // Database, blobs and log lines need descriptors as well.
        sockets: u64::from(limits.sockets).min(open_files.saturating_sub(128)),
    }
}

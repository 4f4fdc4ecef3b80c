//! The node that listens: the peer posts its bundles and waits for ours.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use super::super::condition::{Condition, Health};
use super::super::queue::Queue;
use super::super::{Link, LinkError, MOST_BYTES};
use super::{BATCH, BATCH_BYTES, IN_BYTES, LONG_POLL, OUT_BYTES, PATH, TAKEN, Tls, frames};

/// Handshakes at once. Strangers can hold these and nothing else.
const MOST_HANDSHAKES: usize = 64;
/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a connection may be silent between two requests.
const IDLE: Duration = Duration::from_secs(120);
/// How often the log tells of strangers.
const TELL_EVERY: Duration = Duration::from_secs(60);
/// How long a posted bundle waits for room before the peer is told to come back.
const ROOM: Duration = Duration::from_secs(10);

/// An answer whose arrival is not known yet.
#[derive(Debug)]
struct Unsure {
    number: u64,
    bundles: Vec<Vec<u8>>,
}

#[derive(Debug)]
struct Shared {
    out: Queue,
    into: Queue,
    unsure: Mutex<Option<Unsure>>,
    /// Counts the `GET`s; a newer one sends an older one home, whose connection is probably gone.
    n_asked: AtomicU64,
    asked: tokio::sync::Notify,
    health: Health,
}

/// The listening end of an HTTP link. When it is dropped it stops listening, and open connections end.
#[derive(Debug)]
pub struct Listen {
    shared: Arc<Shared>,
    address: SocketAddr,
    patience: Duration,
    listening: JoinHandle<()>,
}

impl Drop for Listen {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Listen {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Listens on `address` for the peer.
///
/// # Errors
///
/// [`LinkError::Io`] if the address is taken, [`LinkError::Unusable`] if the certificates are.
pub async fn listen(address: &str, tls: &Tls, patience: Duration) -> Result<Listen, LinkError> {
    let config = tls.server().map_err(|error| LinkError::Unusable(error.to_string()))?;
    let failed = |source| LinkError::Io { doing: format!("listen on {address} for the other node"), source };
    let tcp = TcpListener::bind(address).await.map_err(failed)?;
    let address = tcp.local_addr().map_err(failed)?;
    let shared = Arc::new(Shared {
        out: Queue::new(OUT_BYTES),
        into: Queue::new(IN_BYTES),
        unsure: Mutex::new(None),
        n_asked: AtomicU64::new(0),
        asked: tokio::sync::Notify::new(),
        health: Health::new("http"),
    });
    let router = Router::new()
        .route(PATH, post(take).get(give))
        .layer(DefaultBodyLimit::max(BATCH_BYTES + MOST_BYTES))
        .with_state(shared.clone());
    let listening = tokio::spawn(accept(tcp, TlsAcceptor::from(Arc::new(config)), router));
    Ok(Listen { shared, address, patience, listening })
}

#[async_trait]
impl Link for Listen {
    async fn send(&self, bundle: Vec<u8>) -> Result<(), LinkError> {
        if bundle.len() > MOST_BYTES {
            return Err(LinkError::TooLarge { size_bytes: bundle.len(), most_bytes: MOST_BYTES });
        }
        let pushed = self.shared.out.push(bundle, self.patience).await;
        let sent = pushed.map(|_number| ()).map_err(|_unsent| {
            LinkError::Full(
                "the other node fetches nothing; look whether it runs and reaches this one".into(),
            )
        });
        match &sent {
            Ok(()) => self.shared.health.works("send"),
            Err(error) => self.shared.health.trouble("send", error),
        }
        sent
    }

    async fn receive(&self) -> Result<Vec<u8>, LinkError> {
        Ok(self.shared.into.pop().await)
    }

    fn condition(&self) -> Condition {
        self.shared.health.condition()
    }
}

/// The peer posts bundles.
async fn take(State(shared): State<Arc<Shared>>, body: Bytes) -> StatusCode {
    let Some(bundles) = frames::split(&body) else { return StatusCode::BAD_REQUEST };
    let mut last = 0;
    for bundle in bundles {
        match shared.into.push(bundle, ROOM).await {
            Ok(number) => last = number,
            // The peer posts all of them again; the first ones twice is allowed.
            Err(_unplaced) => return StatusCode::SERVICE_UNAVAILABLE,
        }
    }
    // Until they were handed over, the peer keeps them: this node may stop at any moment.
    shared.into.is_done(last).await;
    StatusCode::NO_CONTENT
}

/// The peer waits for bundles.
async fn give(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let taken = headers.get(TAKEN).and_then(|taken| taken.to_str().ok()?.parse::<u64>().ok());
    let mine = shared.n_asked.fetch_add(1, Ordering::Relaxed) + 1;
    shared.asked.notify_waiters();
    if let Some(again) = shared.unsure(taken) {
        return again;
    }
    let until = tokio::time::Instant::now() + LONG_POLL;
    loop {
        let mut newer = std::pin::pin!(shared.asked.notified());
        newer.as_mut().enable();
        if shared.n_asked.load(Ordering::Relaxed) != mine {
            return StatusCode::NO_CONTENT.into_response();
        }
        tokio::select! {
            () = tokio::time::sleep_until(until) => return StatusCode::NO_CONTENT.into_response(),
            () = newer => {}
            () = shared.out.any() => {
                if let Some(answer) = shared.next() {
                    return answer;
                }
            }
        }
    }
}

impl Shared {
    /// The last answer once more, unless the peer took it.
    fn unsure(&self, taken: Option<u64>) -> Option<Response> {
        let mut unsure = self.unsure.lock().unwrap_or_else(PoisonError::into_inner);
        if unsure.as_ref().is_some_and(|unsure| Some(unsure.number) == taken) {
            *unsure = None;
        }
        unsure.as_ref().map(Unsure::answer)
    }

    /// An answer with what waits; `None` when another request was faster.
    fn next(&self) -> Option<Response> {
        let mut unsure = self.unsure.lock().unwrap_or_else(PoisonError::into_inner);
        if unsure.is_none() {
            let bundles = self.out.take(BATCH_BYTES);
            if bundles.is_empty() {
                return None;
            }
            // A number that an earlier run of this node could have given would be a false confirmation.
            let number = getrandom::u64().unwrap_or_default();
            *unsure = Some(Unsure { number, bundles });
        }
        unsure.as_ref().map(Unsure::answer)
    }
}

impl Unsure {
    fn answer(&self) -> Response {
        ([(BATCH, self.number.to_string())], frames::join(&self.bundles)).into_response()
    }
}

/// Takes connections until it is dropped; then they are dropped as well, so that nobody posts to an end that
/// is gone.
async fn accept(tcp: TcpListener, acceptor: TlsAcceptor, router: Router) {
    let at_once = Arc::new(Semaphore::new(MOST_HANDSHAKES));
    let strangers = Arc::new(Strangers::default());
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(permit) = at_once.clone().acquire_owned().await else { return };
        let (stream, address) = match tcp.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, mostly: asking again at once would only burn the processor.
                tracing::warn!(link = "http", %error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        let (acceptor, router, strangers) = (acceptor.clone(), router.clone(), strangers.clone());
        connections.spawn(async move {
            let _no_delay = stream.set_nodelay(true);
            let shaken = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await;
            drop(permit);
            let stream = match shaken {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => return strangers.tell(address, &error),
                Err(late) => return strangers.tell(address, &late),
            };
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(IDLE)
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
            // The peer notices a broken connection itself and comes back.
            let _broken = served.await;
        });
    }
}

/// Counts connections that were refused, and tells the log now and then.
#[derive(Debug, Default)]
struct Strangers {
    n_untold: AtomicU64,
    told: Mutex<Option<tokio::time::Instant>>,
}

impl Strangers {
    fn tell(&self, address: SocketAddr, reason: &dyn std::fmt::Display) {
        let n_refused = self.n_untold.fetch_add(1, Ordering::Relaxed) + 1;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            *told = Some(tokio::time::Instant::now());
            self.n_untold.store(0, Ordering::Relaxed);
            tracing::warn!(link = "http", n_refused, last = %address.ip(), %reason, "refused connections");
        }
    }
}

//! Links between two nodes of a pair: how bundles get from one to the other.
//!
//! A link carries opaque bundles like datagrams: it may lose, repeat and reorder them, and it knows nothing
//! of what is in them. Everything that must not get lost is kept by the log and asked for again by the
//! protocol above; a link tries not to lose anything because resending costs time.
//!
//! To add a link: 1. a file here with a `Link`; 2. a kind in `config/sections/exchange.rs`, its keys and
//! their checks; 3. an arm in [`open`]; 4. a test in `tests/it/links/` that carries bundles over a restart.

mod condition;
mod drop;
mod http;
mod nats;
mod pairing;
mod queue;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

pub use condition::Condition;
pub use drop::{DropLink, DropSettings};
pub use http::{Dial, Listen, Tls, TlsProblem, dial, listen};
pub(crate) use nats::addresses;
pub use nats::{NatsLink, NatsSettings, credentials_problem};

pub use pairing::{PairFile, PairingError, own_keys, peer_keys};

use crate::config::{Exchange, LinkKind, Role};

/// Largest bundle any link takes, in bytes.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// How long `send` waits for room before it says [`LinkError::Full`].
pub const PATIENCE: Duration = Duration::from_secs(5);

/// One end of a link.
///
/// Any number of tasks may send; one task receives.
#[async_trait]
pub trait Link: Send + Sync {
    /// Hands `bundle` to the link. `Ok` means that the link has it, not that the peer has.
    ///
    /// # Errors
    ///
    /// [`LinkError::Full`] after [`PATIENCE`] without room, which is what an outage looks like;
    /// [`LinkError::TooLarge`]; [`LinkError::Io`] when a disk refuses; [`LinkError::Broken`].
    async fn send(&self, bundle: Vec<u8>) -> Result<(), LinkError>;

    /// The next bundle, as soon as there is one. What was handed over is forgotten by the link when the next
    /// is asked for; until then a crash brings it again. Dropping the future loses nothing.
    ///
    /// Troubles that may pass are waited out in here and shown by [`Link::condition`].
    ///
    /// # Errors
    ///
    /// [`LinkError::Closed`] when this end stopped for good.
    async fn receive(&self) -> Result<Vec<u8>, LinkError>;

    /// Largest bundle that `send` takes now, in bytes. It is at least 64 KiB.
    fn most_bytes(&self) -> usize {
        MOST_BYTES
    }

    /// How the link is, for the workbench.
    fn condition(&self) -> Condition;
}

/// Why a bundle was not taken, or none came.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The peer or the ferry takes nothing away.
    #[error("make room on the link: {0}")]
    Full(String),
    /// The bundle cannot pass.
    #[error("send a bundle of {size_bytes} bytes: the link takes {most_bytes}")]
    TooLarge {
        /// Size of the bundle.
        size_bytes: usize,
        /// What the link takes.
        most_bytes: usize,
    },
    /// A disk or a socket.
    #[error("{doing}: {source}")]
    Io {
        /// The step.
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The configuration asks for what cannot be had.
    #[error("use the configured link: {0}")]
    Unusable(String),
    /// What stands between the nodes does not work.
    #[error("pass a bundle on: {0}")]
    Broken(String),
    /// This end stopped.
    #[error("receive: this end of the link stopped")]
    Closed,
}

/// Opens the configured link; `None` when the node has none.
///
/// A peer or a message server that cannot be reached is no error: the link goes on trying.
///
/// # Errors
///
/// [`LinkError`] when a directory, a file or the address cannot be had.
pub async fn open(config: &Exchange, role: Role) -> Result<Option<Arc<dyn Link>>, LinkError> {
    Ok(match config.link {
        LinkKind::None => None,
        LinkKind::Drop => {
            let settings = DropSettings {
                out: config.drop_out.clone(),
                into: config.drop_in.clone(),
                most_waiting: config.drop_waiting_files.try_into().unwrap_or(usize::MAX),
                poll: Duration::from_millis(config.drop_poll_ms),
                patience: PATIENCE,
            };
            Some(Arc::new(DropLink::open(settings)?))
        }
        LinkKind::Http => {
            let unusable = |problem: TlsProblem| LinkError::Unusable(problem.to_string());
            let tls = Tls::read(config).map_err(unusable)?;
            if config.http_url.is_empty() {
                Some(Arc::new(listen(&config.http_listen, &tls, PATIENCE).await?))
            } else {
                Some(Arc::new(dial(&config.http_url, &tls, PATIENCE)?))
            }
        }
        LinkKind::Nats => {
            let settings = NatsSettings::of(config, role)?;
            Some(Arc::new(NatsLink::connect(settings).await?))
        }
    })
}

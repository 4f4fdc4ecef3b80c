//! Opening and closing.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;
use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;

use crate::blobs::Blobs;
use crate::case_keys::CaseKeys;
use crate::database::{Database, StoreUrl};
use crate::error::{IoContext as _, StoreError};
use crate::imported::RecordSealer;
use crate::keys::NodeKeys;
use crate::log::{Committed, Committer, FOLLOW, Job, QUEUE};
use crate::migrations;
use crate::people::PersonSealers;
use crate::read_marks::ReadMarks;
use crate::sealing::{Sealer, random};

/// The time, as the application tells it.
pub(crate) type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Where a store keeps its things.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// The database.
    pub url: StoreUrl,
    /// Directory of large files; made if absent.
    pub blob_dir: PathBuf,
    /// Connections that read, besides the one that writes; at least 1.
    pub readers: u32,
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: StoreConfig,
    pub(crate) database: Database,
    pub(crate) keys: NodeKeys,
    pub(crate) case_keys: Arc<CaseKeys>,
    pub(crate) person_sealers: PersonSealers,
    pub(crate) outbox_sealer: Sealer,
    pub(crate) erasure_sealer: Sealer,
    /// One erasure at a time.
    pub(crate) erasing: tokio::sync::Mutex<()>,
    pub(crate) record_sealer: RecordSealer,
    pub(crate) read_marks: ReadMarks,
    pub(crate) blobs: Blobs,
    pub(crate) jobs: RwLock<Option<mpsc::Sender<Job>>>,
    pub(crate) committed: broadcast::Sender<Arc<Committed>>,
    committer: Mutex<Option<JoinHandle<()>>>,
    now: Clock,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("url", &self.inner.config.url).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a store, makes what is absent, brings the database to today's shape, starts the committer and
    /// goes on with erasures that were interrupted.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`] or [`StoreError::Io`] if something cannot be reached or written,
    /// [`StoreError::Refused`] if the database belongs to a later version.
    pub async fn open(config: StoreConfig, keys: NodeKeys, now: Clock) -> Result<Store, StoreError> {
        if let StoreUrl::Sqlite { path } = &config.url
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder).doing("make data directory")?;
        }
        let database = Database::open(&config.url, config.readers).await?;
        let n_applied = migrations::run(&database, &keys, now()).await?;
        if n_applied > 0 {
            tracing::info!(n_applied, "database brought to this version");
        }
        let case_keys = Arc::new(CaseKeys::new(&keys));
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (committed, _) = broadcast::channel(FOLLOW);
        let committer =
            Committer::new(database.clone(), keys.clone(), case_keys.clone(), now.clone(), committed.clone());
        let committer = tokio::spawn(committer.run(queue));
        let config_blob_dir = config.blob_dir.clone();
        let read_marks = ReadMarks::new(database.clone());
        let inner = Inner {
            person_sealers: PersonSealers::new(&keys),
            outbox_sealer: keys.sealer("outbox"),
            erasure_sealer: keys.sealer("erasure"),
            erasing: tokio::sync::Mutex::default(),
            record_sealer: RecordSealer::new(&keys),
            config,
            database,
            keys,
            case_keys,
            read_marks,
            blobs: Blobs::open(&config_blob_dir)?,
            jobs: RwLock::new(Some(jobs)),
            committed,
            committer: Mutex::new(Some(committer)),
            now,
        };
        let store = Store { inner: Arc::new(inner) };
        store.resume_erasures().await?;
        Ok(store)
    }

    /// Stops taking appends, waits until those that were taken are durable, writes the read marks in
    /// memory and closes the database.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn close(&self) -> Result<(), StoreError> {
        drop(self.inner.jobs.write().unwrap_or_else(PoisonError::into_inner).take());
        let committer = self.inner.committer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(committer) = committer
            && let Err(error) = committer.await
        {
            tracing::error!(%error, "committer ended badly");
        }
        self.inner.read_marks.close().await?;
        self.inner.database.close().await
    }

    /// HMAC-SHA-256 under the node's pepper; see [`NodeKeys::keyed_digest`].
    pub fn keyed_digest(&self, label: &str, bytes: &[u8]) -> Digest {
        self.inner.keys.keyed_digest(label, bytes)
    }

    /// A fresh identity: milliseconds since 2020 in the upper 42 bits, 22 random bits below, so that any
    /// node may make one and later ones are larger.
    pub(crate) fn new_id(&self) -> Result<u64, StoreError> {
        /// 2020-01-01T00:00:00Z, in milliseconds since 1970.
        const BEGIN: i64 = 1_577_836_800_000;
        let elapsed_ms = self.now().0.saturating_sub(BEGIN).max(0) as u64;
        Ok((elapsed_ms << 22) | u64::from(u32::from_be_bytes(random()?) >> 10))
    }

    /// The node's keys.
    pub fn keys(&self) -> &NodeKeys {
        &self.inner.keys
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn now(&self) -> Instant {
        (self.inner.now)()
    }
}

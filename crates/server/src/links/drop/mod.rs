//! The link over two directories, for the file ferry of a network gap (网闸).
//!
//! A bundle is a file whose name ends in `.bundle`. It is written under a hidden name, brought to the disk
//! and renamed, so that a ferry that takes `*.bundle` never takes half of one. Names sort in the order of
//! sending, over restarts as well. The receiver deletes a file after handing it over; what is not a whole
//! bundle it leaves alone, and says so once.

mod file;
mod inbox;
mod outbox;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use self::inbox::{Found, Inbox};
use self::outbox::Outbox;
use super::condition::{Condition, Health};
use super::{Link, LinkError, MOST_BYTES};

/// How long the link waits after a disk refused, so that it does not ask without end.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What a link over directories needs to know.
#[derive(Debug, Clone)]
pub struct DropSettings {
    /// Where bundles are put for the ferry to take.
    pub out: PathBuf,
    /// Where the ferry puts bundles.
    pub into: PathBuf,
    /// Most bundles that may wait in `out`.
    pub most_waiting: usize,
    /// How often the directories are looked at.
    pub poll: Duration,
    /// How long `send` waits for room.
    pub patience: Duration,
}

/// The link over two directories.
#[derive(Debug)]
pub struct DropLink {
    settings: DropSettings,
    outbox: tokio::sync::Mutex<Arc<Outbox>>,
    receiving: tokio::sync::Mutex<Receiving>,
    health: Health,
}

/// What receiving goes on with, when a caller stopped waiting in the middle.
#[derive(Debug)]
struct Receiving {
    inbox: Arc<Mutex<Inbox>>,
    /// The file that was handed over last. It is deleted when the next is asked for.
    handed: Option<PathBuf>,
    /// A look into the directory that is under way.
    looking: Option<JoinHandle<io::Result<Found>>>,
    /// When to look next.
    next_look: Instant,
}

impl Receiving {
    /// Looks for the next bundle.
    async fn look(&mut self) -> io::Result<Found> {
        let looking = match &mut self.looking {
            Some(looking) => looking,
            None => {
                tokio::time::sleep_until(self.next_look).await;
                let (inbox, done) = (self.inbox.clone(), self.handed.take());
                self.looking.insert(tokio::task::spawn_blocking(move || {
                    inbox.lock().unwrap_or_else(PoisonError::into_inner).next(done.as_deref())
                }))
            }
        };
        let found = looking.await;
        self.looking = None;
        found.map_err(io::Error::other)?
    }
}

impl DropLink {
    /// Opens the link. Halves of bundles that a crash of this end left are removed.
    ///
    /// # Errors
    ///
    /// [`LinkError::Io`] if one of the directories cannot be used.
    pub fn open(settings: DropSettings) -> Result<Self, LinkError> {
        let unusable = |what: &str, dir: &std::path::Path| {
            let doing = format!("use the exchange directory {what} {}", dir.display());
            move |source| LinkError::Io { doing, source }
        };
        let outbox = Outbox::open(&settings.out).map_err(unusable("out", &settings.out))?;
        let looked = std::fs::read_dir(&settings.into).map(|_| ());
        looked.map_err(unusable("in", &settings.into))?;
        Ok(Self {
            outbox: tokio::sync::Mutex::new(Arc::new(outbox)),
            receiving: tokio::sync::Mutex::new(Receiving {
                inbox: Arc::new(Mutex::new(Inbox::new(&settings.into))),
                handed: None,
                looking: None,
                next_look: Instant::now(),
            }),
            health: Health::new("drop"),
            settings,
        })
    }

    /// Waits until fewer than `most_waiting` bundles wait.
    async fn room(&self, outbox: &Arc<Outbox>) -> Result<(), LinkError> {
        let until = Instant::now() + self.settings.patience;
        let most = self.settings.most_waiting;
        loop {
            let counting = outbox.clone();
            let has_room = blocking(move || counting.has_room(most)).await;
            match has_room {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(source) => return Err(LinkError::Io { doing: "count waiting bundles".into(), source }),
            }
            if Instant::now() >= until {
                let dir = self.settings.out.display();
                let reason = format!("{most} bundles wait in {dir}; look whether the file ferry still runs");
                return Err(LinkError::Full(reason));
            }
            tokio::time::sleep(self.settings.poll).await;
        }
    }
}

#[async_trait]
impl Link for DropLink {
    async fn send(&self, bundle: Vec<u8>) -> Result<(), LinkError> {
        if bundle.len() > MOST_BYTES {
            return Err(LinkError::TooLarge { size_bytes: bundle.len(), most_bytes: MOST_BYTES });
        }
        // One at a time: names are given in the order in which files appear.
        let outbox = self.outbox.lock().await;
        let sent = match self.room(&outbox).await {
            Ok(()) => {
                let writing = outbox.clone();
                let written = blocking(move || writing.write(&bundle)).await;
                written.map_err(|source| LinkError::Io { doing: "write a bundle".into(), source })
            }
            Err(error) => Err(error),
        };
        match &sent {
            Ok(()) => self.health.works("send"),
            Err(error) => self.health.trouble("send", error),
        }
        sent
    }

    async fn receive(&self) -> Result<Vec<u8>, LinkError> {
        let mut receiving = self.receiving.lock().await;
        loop {
            match receiving.look().await {
                Ok(Found { bundle: Some((path, bundle)), trouble }) => {
                    receiving.handed = Some(path);
                    receiving.next_look = Instant::now();
                    self.tell(trouble);
                    return Ok(bundle);
                }
                Ok(Found { bundle: None, trouble }) => {
                    receiving.next_look = Instant::now() + self.settings.poll;
                    self.tell(trouble);
                }
                Err(error) => {
                    receiving.next_look = Instant::now() + AFTER_FAILURE;
                    self.tell(Some(error.to_string()));
                }
            }
        }
    }

    fn condition(&self) -> Condition {
        self.health.condition()
    }
}

impl DropLink {
    fn tell(&self, trouble: Option<String>) {
        match trouble {
            Some(reason) => self.health.trouble("receive", &reason),
            None => self.health.works("receive"),
        }
    }
}

/// Runs what waits for a disk beside everything else.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

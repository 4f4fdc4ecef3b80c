//! The link to the other zone: what leaves, what comes in, and what is done about it.
//!
//! The session in `weicourt-exchange` decides what is sent when; here it gets its material from the store
//! and its answers from the use cases. The court's node lets out only what the policy says, and counts no
//! act of a person that the person's own device did not sign. Nothing here knows how bundles travel: a
//! [`Courier`] carries them.

mod apply;
mod control;
mod load;
mod opening;
mod reads;
mod returning;
mod review;
mod status;
mod task;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use ed25519_dalek::{SigningKey, VerifyingKey};
use tokio::sync::Notify;
use weicourt_domain::command::Zone;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Origin;
use weicourt_domain::policy::Policy;
use weicourt_exchange::{Config, LinkKeys, PeerKeys, Status};
use weicourt_store::{Outside, Phase};

pub(crate) use self::control::ControlItem;
pub(crate) use self::returning::Asked;
pub(crate) use self::review::{changes_what_leaves, may_change_what_leaves};
pub use self::status::{ExchangeEventView, ExchangeView, FlowsView, OutsideView, UncertifiedView};

use crate::court::Court;
use crate::error::{AppError, Denied};

/// Carries bundles to the other zone and brings its bundles; it may lose, double and mix them up.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Takes a bundle.
    ///
    /// # Errors
    ///
    /// In words for the log, when it cannot; the session sends again.
    async fn send(&self, bundle: Vec<u8>) -> Result<(), String>;

    /// The next bundle of the other zone. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// In words for the log, when the link has ended for good.
    async fn receive(&self) -> Result<Vec<u8>, String>;
}

/// What a node needs to know of its link.
pub struct ExchangeSettings {
    /// This node's keys.
    pub keys: LinkKeys,
    /// The key that signs this node's log.
    pub signing: SigningKey,
    /// The other node's public keys.
    pub peer: PeerKeys,
    /// Sizes and times of the session.
    pub session: Config,
    /// What may leave the court's network.
    pub policy: Policy,
    /// From which lag on the desk raises an alarm, in milliseconds.
    pub alarm_lag_ms: u64,
    /// Directories outside the store that are searched for residue as well: logs, temporary files.
    pub also_searched: Vec<PathBuf>,
    /// What a judge is told of a refusal.
    pub in_chinese: fn(AppError) -> String,
}

impl std::fmt::Debug for ExchangeSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExchangeSettings").field("session", &self.session).finish_non_exhaustive()
    }
}

/// The link of this node, shared by the use cases and the task that drives it.
pub(crate) struct Link {
    pub(crate) settings: ExchangeSettings,
    /// Cases that stand open on the other side, as the store has them.
    outside: Mutex<HashMap<CaseId, Outside>>,
    status: Mutex<Status>,
    /// When the other zone was last heard, whichever session heard it; the start of the first one before that.
    heard_at: Mutex<Option<Instant>>,
    /// Something was put on the control stream.
    control: AtomicBool,
    /// Cases whose flows the session has to learn or forget.
    changes: Mutex<Vec<Change>>,
    reads: reads::Reads,
    wake: Notify,
}

/// What the session has to be told.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// A case went out, or a file of it was added.
    Case(CaseId),
    /// A case is home.
    Gone(CaseId),
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Link {
    pub(crate) fn new(settings: ExchangeSettings) -> Link {
        Link {
            settings,
            outside: Mutex::default(),
            status: Mutex::default(),
            heard_at: Mutex::default(),
            control: AtomicBool::new(true),
            changes: Mutex::default(),
            reads: reads::Reads::default(),
            wake: Notify::new(),
        }
    }

    /// How long the other zone is not heard before it counts as out of reach, in milliseconds: three signs
    /// of life are missing.
    pub(crate) fn silent_after_ms(&self) -> u64 {
        u64::from(self.settings.session.heartbeat_ms) * 3
    }

    /// The case, if it stands outside.
    pub(crate) fn outside(&self, case: CaseId) -> Option<Outside> {
        lock(&self.outside).get(&case).copied()
    }

    fn know(&self, outside: Outside) {
        lock(&self.outside).insert(outside.case, outside);
    }

    fn forget(&self, case: CaseId) {
        lock(&self.outside).remove(&case);
        self.change(Change::Gone(case));
    }

    fn set_phase(&self, case: CaseId, phase: Phase) {
        if let Some(known) = lock(&self.outside).get_mut(&case) {
            known.phase = phase;
        }
    }

    fn change(&self, change: Change) {
        lock(&self.changes).push(change);
        self.wake.notify_one();
    }

    /// Says that something stands on the control stream.
    pub(crate) fn told(&self) {
        self.control.store(true, Ordering::Release);
        self.wake.notify_one();
    }
}

impl Court {
    /// The link, on nodes of one zone.
    pub(crate) fn link(&self) -> Option<&Arc<Link>> {
        self.link.as_ref()
    }

    /// The chain that this node writes when it stands in one zone.
    pub(crate) fn own_origin(&self) -> Origin {
        match self.profile.zone {
            Zone::Front => Origin::Front,
            Zone::Court | Zone::All => Origin::Court,
        }
    }

    /// Public key of whoever writes a chain.
    pub(crate) fn writer_key(&self, origin: Origin) -> VerifyingKey {
        match &self.link {
            Some(link) if origin != self.own_origin() => link.settings.peer.verifying_key(),
            _ => self.store.keys().verifying_key(),
        }
    }

    /// Whether a case can be written to on this node now.
    ///
    /// # Errors
    ///
    /// [`Denied::GoingHome`] on the node outside, while the case returns to the court or has not wholly
    /// come back out.
    pub(crate) async fn may_write(&self, case: CaseId) -> Result<(), AppError> {
        let Some(link) = self.link().filter(|_| self.profile.zone == Zone::Front) else { return Ok(()) };
        let Some(outside) = link.outside(case) else { return Ok(()) };
        if outside.phase != Phase::Open {
            return Err(Denied::GoingHome.into());
        }
        if outside.history > 0 && self.store.heads(case).await?.front.seq < outside.history {
            return Err(Denied::GoingHome.into());
        }
        Ok(())
    }

    /// Puts something on the control stream, outside of any act.
    pub(crate) async fn tell_peer(&self, case: Option<CaseId>, item: &ControlItem) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        self.store.tell_peer(&[item.to_store(case)?]).await?;
        link.told();
        Ok(())
    }
}

//! The log: appending, reading, following.

mod acts;
mod codec;
mod committer;
mod numbering;
mod read;
mod received;
mod with_rows;

use std::sync::{Arc, PoisonError};

use tokio::sync::{broadcast, oneshot};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{ActProof, Draft, Entry, Heads, Position, Receipt};

use crate::Store;
use crate::error::StoreError;
use crate::exchange::NewControl;
use crate::outbox::NewNotice;

pub(crate) use self::acts::about_act;
pub(crate) use self::codec::{ENTRY_COLUMNS, N_COLUMNS, about_body, entry_of, origin_of, push_received};
pub(crate) use self::committer::{Committer, Job};
pub use self::read::Stretch;
pub(crate) use self::read::{head_values, load_heads};
pub use self::received::{Receipted, ReceivedEntry};

/// Appends that wait for the committer before `append` itself waits: back-pressure instead of memory.
pub(crate) const QUEUE: usize = 1024;

/// Commits a follower may fall behind before it must read the log instead.
pub(crate) const FOLLOW: usize = 4096;

/// What an append was decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It does not matter what others wrote meanwhile: speech.
    Any,
    /// The state was loaded at this position; anything written since makes it a conflict.
    At(Position),
}

/// An invitation by one-time link, stored with the entry that announces it.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Digest of the token in the link; the token itself is never stored.
    pub token_digest: Digest,
    /// Number of the party in the case.
    pub party: u16,
    /// The agent of that party, if it is the agent who is invited.
    pub agent: Option<u16>,
    /// Name of the invited; kept sealed.
    pub name: String,
    /// When the link stops working.
    pub expires_at: Instant,
}

/// A row outside the log that is written in the transaction of an append, or not at all.
#[derive(Debug, Clone)]
pub enum Row {
    /// An invitation to the case was made.
    Invitation(NewInvitation),
    /// An invitation is used up; the append fails with [`StoreError::InvitationSpent`] if it was
    /// used before or has expired.
    InvitationUsed {
        /// Digest of the token.
        token_digest: Digest,
        /// Who came.
        person: PersonId,
    },
    /// A message to the outside waits to be sent.
    Notice(NewNotice),
    /// Papers were sent into a mailbox on the other node, in the entry of the court's chain with this number;
    /// they arrive when that node has it.
    MailboxSent {
        /// Number of the entry.
        seq: u64,
    },
    /// The other zone has to know something.
    Control(NewControl),
    /// What of the case may stand outside is to be looked at again.
    Review,
    /// The draft of the case became a filing.
    DraftGone,
    /// The space of an imported case knows the record with this keyed digest.
    ImportTold([u8; 16]),
    /// The exact bytes of the command that its author signed; kept sealed beside the entries.
    Act {
        /// The bytes.
        statement: Vec<u8>,
    },
}

/// Decided entries of one command, to be written together.
#[derive(Debug, Clone)]
pub struct Append {
    /// The case.
    pub case: CaseId,
    /// The entries, in order.
    pub drafts: Vec<Draft>,
    /// The command; the same one is never written twice.
    pub command: CommandId,
    /// Proof of the device the command was made on.
    pub proof: Option<ActProof>,
    /// What they were decided on.
    pub expected: Expected,
    /// Rows of the same transaction.
    pub with: Vec<Row>,
}

/// What an append did.
#[derive(Debug, Clone)]
pub struct Appended {
    /// The entries of the command, in order.
    pub entries: Vec<Arc<Entry>>,
    /// The command had been written before: these are the original entries, nothing new was written.
    pub repeated: bool,
    /// Heads of the case afterwards.
    pub heads: Heads,
}

impl Appended {
    /// The signed receipt of the command: that of its first entry, if it made any.
    pub fn receipt(&self) -> Option<Receipt> {
        self.entries.first().map(|entry| entry.receipt())
    }
}

/// Entries of one case that were committed together.
#[derive(Debug)]
pub struct Committed {
    /// The case.
    pub case: CaseId,
    /// The entries, in order.
    pub entries: Vec<Arc<Entry>>,
    /// Heads of the case after the last of them.
    pub heads: Heads,
}

impl Store {
    /// Writes decided entries; they are durable when this returns.
    ///
    /// Appends of many callers share one transaction and one sync of the disk. A command that was
    /// written before gives its original entries, also when many copies arrive at once.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] if the case is not at [`Append::expected`],
    /// [`StoreError::NoCaseKey`] if the case has no data key, [`StoreError::InvitationSpent`] from
    /// [`Row::InvitationUsed`], [`StoreError::Closed`] after [`Store::close`]. Nothing of the append is
    /// written then. After [`StoreError::Database`] it may or may not have been written: send the same
    /// command again.
    pub async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send_job(Job::Append { append, reply }).await?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    async fn send_job(&self, job: Job) -> Result<(), StoreError> {
        let jobs = self.inner.jobs.read().unwrap_or_else(PoisonError::into_inner).clone();
        jobs.ok_or(StoreError::Closed)?.send(job).await.map_err(|_| StoreError::Closed)
    }

    /// Everything committed from now on, in the order of each case. A follower that falls more than
    /// 4096 commits behind gets `Lagged` and reads the log from where it stands.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.inner.committed.subscribe()
    }
}

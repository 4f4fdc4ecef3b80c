//! What can go wrong in the store. "Not found" is never an error but an `Option`.

use std::sync::Arc;

use sea_orm::DbErr;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Heads;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody was first: the case moved on. Load, decide and append again.
    #[error("case has moved on")]
    Conflict(Heads),
    /// Somebody saved a later version of the draft.
    #[error("draft has moved on to version {version}")]
    StaleDraft {
        /// The version that is stored.
        version: u64,
    },
    /// The invitation is unknown, expired or was used before.
    #[error("invitation is not valid any more")]
    InvitationSpent,
    /// The identity number already belongs to another person.
    #[error("identity belongs to another person")]
    IdentityTaken,
    /// The case has no data key: it was never created, or destroyed.
    #[error("case {0} has no key")]
    NoCaseKey(CaseId),
    /// The case cannot be changed as a whole because it is read and written without a pause.
    #[error("case {0} is in use")]
    Busy(CaseId),
    /// The chunk does not start where the upload stands.
    #[error("upload stands at byte {expected}")]
    WrongOffset {
        /// Bytes the upload has so far.
        expected: u64,
    },
    /// More bytes than the upload announced, or fewer at its end.
    #[error("upload announced {announced} bytes")]
    WrongSize {
        /// Bytes announced when the upload began.
        announced: u64,
    },
    /// There is no such upload, or it was finished or purged.
    #[error("upload is unknown")]
    UnknownUpload,
    /// Stored bytes do not open under their key or are not what they should be.
    #[error("stored {0} is unreadable")]
    Unreadable(&'static str),
    /// A value cannot be written as JSON; only a bug can cause it.
    #[error("encode {0}")]
    Encode(&'static str, #[source] serde_json::Error),
    /// An entry cannot be written as JSON; only a bug can cause it.
    #[error("seal entry")]
    Seal(#[source] weicourt_domain::log::SealError),
    /// The store was closed.
    #[error("store is closed")]
    Closed,
    /// A directory that must be empty or absent is not, or the like.
    #[error("{0}")]
    Refused(String),
    /// The database failed.
    #[error("database failed")]
    Database(#[source] Arc<DbErr>),
    /// The file system failed.
    #[error("file system failed: {0}")]
    Io(&'static str, #[source] std::io::Error),
    /// The system gave no random bytes.
    #[error("no random bytes")]
    Random,
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        StoreError::Database(Arc::new(error))
    }
}

impl From<weicourt_domain::log::SealError> for StoreError {
    fn from(error: weicourt_domain::log::SealError) -> Self {
        StoreError::Seal(error)
    }
}

/// What the file system was asked, for [`StoreError::Io`].
pub(crate) trait IoContext<T> {
    /// Names the step that failed.
    fn doing(self, step: &'static str) -> Result<T, StoreError>;
}

impl<T> IoContext<T> for std::io::Result<T> {
    fn doing(self, step: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::Io(step, error))
    }
}

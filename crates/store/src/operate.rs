//! Running a node: backup and restore, figures for metrics, and what a benchmark measures against.

mod backup;
mod probe;
mod raw_inserts;
mod raw_load;

pub use self::backup::{Backup, restore};
pub use self::probe::{FsyncProbe, fsync_probe};
pub use self::raw_inserts::RawInserts;
pub use self::raw_load::RawLoad;

use crate::Store;
use crate::database::Columns;
use crate::error::StoreError;

/// Figures of a store, for metrics and health checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Cases with entries.
    pub n_cases: u64,
    /// Entries in all logs.
    pub n_entries: u64,
    /// Large files.
    pub n_blobs: u64,
    /// Messages to the outside that wait, due or not.
    pub n_notices_waiting: u64,
    /// Messages to the outside that were given up.
    pub n_notices_failed: u64,
    /// Appends that wait for the committer just now.
    pub n_appends_waiting: u64,
}

impl Store {
    /// Counts what there is. Walks over an index of each table: once a minute, not once a request.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn stats(&self) -> Result<Stats, StoreError> {
        let sql = "select (select count(*) from head),
                   (select cast(coalesce(sum(front_seq + court_seq), 0) as bigint) from head),
                   (select count(*) from blob),
                   (select count(*) from notice where done_at is null and failed_at is null),
                   (select count(*) from notice where failed_at is not null)";
        let row = self.database().one(sql, vec![]).await?.ok_or(StoreError::Unreadable("stats"))?;
        let mut columns = Columns::of(&row);
        let jobs = self.inner.jobs.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let n_appends_waiting = jobs.as_ref().map_or(0, |jobs| jobs.max_capacity() - jobs.capacity()) as u64;
        Ok(Stats {
            n_cases: columns.number()?,
            n_entries: columns.number()?,
            n_blobs: columns.number()?,
            n_notices_waiting: columns.number()?,
            n_notices_failed: columns.number()?,
            n_appends_waiting,
        })
    }

    /// Whether the database answers a reader and takes a writer.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`] if it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.database().one("select 1", vec![]).await?;
        let transaction = self.database().begin().await?;
        transaction.rollback().await?;
        Ok(())
    }
}

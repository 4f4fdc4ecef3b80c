//! Messages to the outside world (SMS, subscription messages) that wait to be sent. They are written in
//! the transaction of the act that causes them and sent by a job afterwards, at least once.

use sea_orm::{ConnectionTrait as _, Statement};
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, Database, at, big, bytes};
use crate::error::StoreError;
use crate::sealing::{Sealer, about, random};

/// A message to be sent.
#[derive(Clone)]
pub struct NewNotice {
    /// What to send, as the application encodes it; kept sealed.
    pub payload: Vec<u8>,
    /// When it is to be sent.
    pub due_at: Instant,
}

impl std::fmt::Debug for NewNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewNotice").field("due_at", &self.due_at).finish_non_exhaustive()
    }
}

/// A message that waits.
#[derive(Clone)]
pub struct DueNotice {
    /// Its id: the receiver's idempotency key, because a message may be sent twice.
    pub id: u64,
    /// What to send.
    pub payload: Vec<u8>,
    /// When it is or was to be sent.
    pub due_at: Instant,
    /// How often sending failed.
    pub attempts: u32,
}

impl std::fmt::Debug for DueNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("DueNotice");
        out.field("id", &self.id).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

/// The statement that stores a notice.
pub(crate) fn insert(
    database: &Database,
    sealer: &Sealer,
    notice: &NewNotice,
) -> Result<Statement, StoreError> {
    // One bit less than 64: a positive number in both databases.
    let id = u64::from_be_bytes(random()?) >> 1;
    let sealed = sealer.seal(&about("notice", id), &notice.payload)?;
    let sql = "insert into notice (id, payload, due_at, attempts) values ($1, $2, $3, 0)";
    Ok(database.statement(sql, vec![big(id), bytes(sealed), at(notice.due_at)]))
}

impl Store {
    /// Stores a message that belongs to no act.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn add_notice(&self, notice: &NewNotice) -> Result<(), StoreError> {
        let statement = insert(self.database(), &self.inner.outbox_sealer, notice)?;
        self.database().writer.execute_raw(statement).await?;
        Ok(())
    }

    /// Messages due at `now` that are neither sent nor given up, oldest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a payload does not open.
    pub async fn due_notices(&self, now: Instant, limit: u64) -> Result<Vec<DueNotice>, StoreError> {
        let sql = "select id, payload, due_at, attempts from notice
                   where done_at is null and failed_at is null and due_at <= $1 order by due_at, id limit $2";
        let rows = self.database().all(sql, vec![at(now), big(limit)]).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                let id = columns.number()?;
                let sealed: Vec<u8> = columns.take()?;
                let payload = self.inner.outbox_sealer.open(&about("notice", id), &sealed, "notice")?;
                let due_at = columns.at()?;
                let attempts = columns.take::<i32>()? as u32;
                Ok(DueNotice { id, payload: payload.to_vec(), due_at, attempts })
            })
            .collect()
    }

    /// Records that a message was sent. Its words are wiped.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn notice_done(&self, id: u64) -> Result<(), StoreError> {
        let sql = "update notice set done_at = $2, payload = $3 where id = $1 and done_at is null";
        self.database().execute(sql, vec![big(id), at(self.now()), bytes([])]).await?;
        Ok(())
    }

    /// Records that sending failed and is to be tried again at `due_at`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn notice_retry(&self, id: u64, due_at: Instant) -> Result<(), StoreError> {
        let sql = "update notice set attempts = attempts + 1, due_at = $2 where id = $1 and done_at is null";
        self.database().execute(sql, vec![big(id), at(due_at)]).await?;
        Ok(())
    }

    /// Records that sending was given up. Its words are wiped.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn notice_failed(&self, id: u64) -> Result<(), StoreError> {
        let sql = "update notice set attempts = attempts + 1, failed_at = $2, payload = $3
                   where id = $1 and done_at is null";
        self.database().execute(sql, vec![big(id), at(self.now()), bytes([])]).await?;
        Ok(())
    }
}

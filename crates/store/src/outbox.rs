//! Messages to the outside world (SMS, subscription messages) that wait to be sent. They are written in
//! the transaction of the act that causes them and sent by a job afterwards, at least once.

use sea_orm::{ConnectionTrait as _, QueryResult, Statement, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, Database, at, big, bytes, person, text};
use crate::error::StoreError;
use crate::sealing::{Sealer, about, random};

/// A message to be sent.
#[derive(Clone)]
pub struct NewNotice {
    /// What kind of message, such as `invitation`.
    pub kind: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// What to send, as JSON; kept sealed.
    pub payload: Vec<u8>,
    /// When it is to be sent.
    pub due_at: Instant,
    /// Whose it is, if it may be gathered with others of theirs.
    pub person: Option<PersonId>,
}

impl std::fmt::Debug for NewNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewNotice").field("due_at", &self.due_at).finish_non_exhaustive()
    }
}

impl NewNotice {
    /// A message whose words are the JSON of `payload`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Encode`] if the payload is no JSON.
    pub fn new<T: Serialize>(
        kind: &str,
        case: Option<CaseId>,
        payload: &T,
        due_at: Instant,
    ) -> Result<NewNotice, StoreError> {
        let payload = serde_json::to_vec(payload).map_err(|error| StoreError::Encode("notice", error))?;
        Ok(NewNotice { kind: kind.to_owned(), case, payload, due_at, person: None })
    }
}

impl NewNotice {
    /// The same message as somebody's own.
    #[must_use]
    pub fn of(self, person: PersonId) -> NewNotice {
        NewNotice { person: Some(person), ..self }
    }
}

/// A message that waits.
#[derive(Clone)]
pub struct Notice {
    /// Its id: the receiver's idempotency key, because a message may be sent twice.
    pub id: u64,
    /// What kind of message.
    pub kind: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// What to send, as JSON.
    pub payload: Vec<u8>,
    /// When it is or was to be sent.
    pub due_at: Instant,
    /// How often sending failed.
    pub attempts: u32,
    /// Whose it is, if it may be gathered with others.
    pub person: Option<PersonId>,
    /// The first of those it was gathered with.
    pub batch: Option<u64>,
}

impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("Notice");
        out.field("id", &self.id).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

impl Notice {
    /// Reads the payload.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if it is of another shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_slice(&self.payload).map_err(|_| StoreError::Unreadable("notice"))
    }
}

const COLUMNS: &str = "id, kind, case_id, payload, due_at, attempts, person, batch";

/// The statement that stores a notice.
pub(crate) fn insert(
    database: &Database,
    sealer: &Sealer,
    notice: &NewNotice,
) -> Result<Statement, StoreError> {
    // One bit less than 64: a positive number in both databases.
    let id = u64::from_be_bytes(random()?) >> 1;
    let sealed = sealer.seal(&about("notice", id), &notice.payload)?;
    // A notice of a case that was erased meanwhile would be the only thing left of it.
    let sql = "insert into notice (id, kind, case_id, payload, due_at, attempts, person)
               select $1, $2, $3, $4, $5, 0, $6 where $3 is null
               or exists (select 1 from case_key k where k.case_id = $3 and k.wrapped is not null)";
    let values = vec![
        big(id),
        text(notice.kind.as_str()),
        Value::BigInt(notice.case.map(|case| case.0 as i64)),
        bytes(sealed),
        at(notice.due_at),
        Value::BigInt(notice.person.map(|person| person.0 as i64)),
    ];
    Ok(database.statement(sql, values))
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
    pub async fn notices_due(&self, now: Instant, limit: usize) -> Result<Vec<Notice>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from notice
             where done_at is null and failed_at is null and due_at <= $1 order by due_at, id limit $2"
        );
        let rows = self.database().all(&sql, vec![at(now), big(limit as u64)]).await?;
        rows.iter().map(|row| self.notice_of(row)).collect()
    }

    fn notice_of(&self, row: &QueryResult) -> Result<Notice, StoreError> {
        let mut columns = Columns::of(row);
        let id = columns.number()?;
        let kind = columns.take()?;
        let case = columns.take::<Option<i64>>()?.map(|case| CaseId(case as u64));
        let sealed: Vec<u8> = columns.take()?;
        let payload = self.inner.outbox_sealer.open(&about("notice", id), &sealed, "notice")?.to_vec();
        let due_at = columns.at()?;
        let attempts = columns.take::<i32>()? as u32;
        let person = columns.take::<Option<i64>>()?.map(|person| PersonId(person as u64));
        let batch = columns.take::<Option<i64>>()?.map(|batch| batch as u64);
        Ok(Notice { id, kind, case, payload, due_at, attempts, person, batch })
    }

    /// Puts a message off until `due_at`, from then on as one of `kind`; nothing was tried.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn notice_waits(&self, id: u64, kind: &str, due_at: Instant) -> Result<(), StoreError> {
        let sql = "update notice set kind = $2, due_at = $3 where id = $1 and done_at is null";
        self.database().execute(sql, vec![big(id), text(kind), at(due_at)]).await?;
        Ok(())
    }

    /// Gathers what is due of a person's messages of `kind` into one. Messages that were gathered before and are
    /// not sent come back alone, so that the same message is sent again and not another one.
    ///
    /// # Errors
    ///
    /// As [`Store::notices_due`].
    pub async fn gather_notices(
        &self,
        who: PersonId,
        kind: &str,
        now: Instant,
    ) -> Result<Vec<Notice>, StoreError> {
        let open = "person = $1 and kind = $2 and done_at is null and failed_at is null";
        let sql = format!(
            "update notice set batch = (select min(id) from notice where {open} and due_at <= $3)
             where {open} and due_at <= $3 and batch is null
             and not exists (select 1 from notice b where b.person = $1 and b.kind = $2 and b.batch is not null
                             and b.done_at is null and b.failed_at is null)"
        );
        self.database().execute(&sql, vec![person(who), text(kind), at(now)]).await?;
        let sql = format!("select {COLUMNS} from notice where {open} and batch is not null order by id");
        let rows = self.database().all(&sql, vec![person(who), text(kind)]).await?;
        rows.iter().map(|row| self.notice_of(row)).collect()
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

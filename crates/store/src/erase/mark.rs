//! What is being erased, durable and sealed: even the id of a case that is gone stands nowhere in clear.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::erasure::ErasureScope;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Heads;

use super::Erased;
use crate::Store;
use crate::database::{Columns, Database, at, big, bytes, case as case_value};
use crate::error::StoreError;
use crate::log::load_heads;
use crate::residue::Needles;
use crate::sealing::{NONCE_BYTES, about, random};

/// Stored sealed: only add fields, with a default.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The row.
    #[serde(skip)]
    id: u64,
    pub(super) case: CaseId,
    heads: Heads,
    n_entries: u64,
    n_blobs: u64,
    key_destroyed_at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) finished_at: Option<Instant>,
    /// First bytes of the destroyed key as it was wrapped, which must not be found afterwards; without the
    /// rest they tell nothing.
    #[serde(default)]
    key_nonce: Option<[u8; NONCE_BYTES]>,
    /// Only a part of the case goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<Part>,
}

/// What is known of a case that loses a part and gets a new key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Part {
    /// The old key is destroyed. Before that nothing has happened.
    pub(super) is_committed: bool,
    /// Keyed names of files that may lie about: under the old key, the new one, or both. Those that a row names
    /// are the case's.
    pub(super) files: Vec<Digest>,
    /// Uploads that were given up, whose files may still be there.
    #[serde(default)]
    pub(super) uploads: Vec<[u8; 16]>,
}

impl Mark {
    /// The part is gone.
    pub(super) fn commit_part(
        &mut self,
        n_entries: u64,
        n_blobs: u64,
        heads: Heads,
        at: Instant,
        uploads: Vec<[u8; 16]>,
    ) {
        self.n_entries = n_entries;
        self.n_blobs = n_blobs;
        self.heads = heads;
        self.key_destroyed_at = at;
        if let Some(part) = &mut self.part {
            part.is_committed = true;
            part.uploads = uploads;
        }
    }

    /// What must not be found when all is done.
    pub(super) fn needles(&self, needles: &mut Needles) {
        if self.part.is_none() {
            needles.case(self.case);
        }
        if let Some(nonce) = &self.key_nonce {
            needles.bytes(nonce);
        }
    }

    pub(super) fn erased(&self) -> Option<Erased> {
        let Mark { case, heads, n_entries, n_blobs, key_destroyed_at, finished_at, .. } = *self;
        finished_at.map(|finished_at| Erased {
            case,
            scope: if self.part.is_some() { ErasureScope::Withdrawn } else { ErasureScope::WholeCase },
            heads,
            n_entries,
            n_blobs,
            key_destroyed_at,
            finished_at,
        })
    }
}

/// One bit less than 64: a positive number in both databases.
fn fresh_id() -> Result<u64, StoreError> {
    Ok(u64::from_be_bytes(random()?) >> 1)
}

/// The first bytes of the wrapped key of a case.
async fn key_nonce<C: ConnectionTrait>(
    database: &Database,
    connection: &C,
    case: CaseId,
) -> Result<Option<[u8; NONCE_BYTES]>, StoreError> {
    let sql = "select wrapped from case_key where case_id = $1 and wrapped is not null";
    let row = connection.query_one_raw(database.statement(sql, vec![case_value(case)])).await?;
    let wrapped: Option<Vec<u8>> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(wrapped.and_then(|wrapped| wrapped.first_chunk().copied()))
}

impl Store {
    /// All marks. There are as many as erasures whose certificate is not written: few.
    pub(super) async fn marks(&self) -> Result<Vec<Mark>, StoreError> {
        let rows = self.database().all("select id, sealed from erasure order by id", vec![]).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                let id = columns.number()?;
                let sealed: Vec<u8> = columns.take()?;
                let mark: Mark =
                    self.inner.erasure_sealer.open_json(&about("erasure", id), &sealed, "erasure")?;
                Ok(Mark { id, ..mark })
            })
            .collect()
    }

    fn seal_mark(&self, mark: &Mark) -> Result<Vec<u8>, StoreError> {
        self.inner.erasure_sealer.seal_json(&about("erasure", mark.id), mark, "erasure")
    }

    /// Writes a mark, or writes over it.
    pub(super) async fn put_mark<C: ConnectionTrait>(
        &self,
        connection: &C,
        mark: &Mark,
    ) -> Result<(), StoreError> {
        let sql = "insert into erasure (id, sealed) values ($1, $2)
                   on conflict (id) do update set sealed = excluded.sealed";
        let values = vec![big(mark.id), bytes(self.seal_mark(mark)?)];
        connection.execute_raw(self.database().statement(sql, values)).await?;
        Ok(())
    }

    /// Removes one mark.
    pub(super) async fn remove_mark(&self, mark: &Mark) -> Result<(), StoreError> {
        self.database().execute("delete from erasure where id = $1", vec![big(mark.id)]).await?;
        Ok(())
    }

    /// A mark for a part of a case, before anything has happened; not written yet.
    pub(super) async fn mark_part(&self, case: CaseId) -> Result<Mark, StoreError> {
        let database = self.database();
        Ok(Mark {
            id: fresh_id()?,
            case,
            heads: self.heads(case).await?,
            n_entries: 0,
            n_blobs: 0,
            key_destroyed_at: self.now(),
            finished_at: None,
            key_nonce: key_nonce(database, &database.reader, case).await?,
            part: Some(Part::default()),
        })
    }

    /// Marks `cases` and destroys their keys, in one transaction.
    pub(super) async fn mark_and_destroy(&self, cases: &BTreeSet<CaseId>) -> Result<Vec<Mark>, StoreError> {
        let database = self.database();
        let now = self.now();
        let transaction = database.begin().await?;
        let mut marks = Vec::with_capacity(cases.len());
        for case in cases {
            let counts = "select (select count(*) from entry where case_id = $1),
                          (select count(*) from blob where case_id = $1)";
            let counts = database.statement(counts, vec![case_value(*case)]);
            let row = transaction.query_one_raw(counts).await?.ok_or(StoreError::Unreadable("counts"))?;
            let mut columns = Columns::of(&row);
            let mark = Mark {
                id: fresh_id()?,
                case: *case,
                heads: load_heads(database, &transaction, *case).await?,
                n_entries: columns.number()?,
                n_blobs: columns.number()?,
                key_destroyed_at: now,
                finished_at: None,
                key_nonce: key_nonce(database, &transaction, *case).await?,
                part: None,
            };
            self.put_mark(&transaction, &mark).await?;
            let sql = "update case_key set wrapped = null, destroyed_at = $2 where case_id = $1";
            transaction.execute_raw(database.statement(sql, vec![case_value(*case), at(now)])).await?;
            marks.push(mark);
        }
        transaction.commit().await?;
        Ok(marks)
    }

    /// Records that nothing of the marked cases is left.
    pub(super) async fn mark_finished(&self, marks: &[Mark]) -> Result<Vec<Mark>, StoreError> {
        let database = self.database();
        let now = self.now();
        let transaction = database.begin().await?;
        let mut finished = Vec::with_capacity(marks.len());
        for mark in marks {
            let mut mark = mark.clone();
            mark.finished_at = Some(now);
            if let Some(part) = &mut mark.part {
                part.files.clear();
                part.uploads.clear();
            }
            self.put_mark(&transaction, &mark).await?;
            finished.push(mark);
        }
        transaction.commit().await?;
        Ok(finished)
    }

    pub(super) async fn remove_marks(&self, cases: &[CaseId]) -> Result<(), StoreError> {
        for mark in self.marks().await? {
            if mark.finished_at.is_some() && cases.contains(&mark.case) {
                self.remove_mark(&mark).await?;
            }
        }
        Ok(())
    }
}

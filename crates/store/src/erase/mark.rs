//! What is being erased, durable and sealed: even the id of a case that is gone stands nowhere in clear.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait as _;
use serde::{Deserialize, Serialize};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Heads;

use super::Erased;
use crate::Store;
use crate::database::{Columns, at, big, bytes, case as case_value};
use crate::error::StoreError;
use crate::log::load_heads;
use crate::sealing::{about, random};

/// Stored sealed: only add fields, with a default.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
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
}

impl Mark {
    pub(super) fn erased(self) -> Option<Erased> {
        let Mark { id: _, case, heads, n_entries, n_blobs, key_destroyed_at, finished_at } = self;
        finished_at.map(|finished_at| Erased {
            case,
            heads,
            n_entries,
            n_blobs,
            key_destroyed_at,
            finished_at,
        })
    }
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
                // One bit less than 64: a positive number in both databases.
                id: u64::from_be_bytes(random()?) >> 1,
                case: *case,
                heads: load_heads(database, &transaction, *case).await?,
                n_entries: columns.number()?,
                n_blobs: columns.number()?,
                key_destroyed_at: now,
                finished_at: None,
            };
            let sql = "insert into erasure (id, sealed) values ($1, $2)";
            let values = vec![big(mark.id), bytes(self.seal_mark(&mark)?)];
            transaction.execute_raw(database.statement(sql, values)).await?;
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
            let mark = Mark { finished_at: Some(now), ..*mark };
            let values = vec![big(mark.id), bytes(self.seal_mark(&mark)?)];
            let sql = "update erasure set sealed = $2 where id = $1";
            transaction.execute_raw(database.statement(sql, values)).await?;
            finished.push(mark);
        }
        transaction.commit().await?;
        Ok(finished)
    }

    pub(super) async fn remove_marks(&self, cases: &[CaseId]) -> Result<(), StoreError> {
        for mark in self.marks().await? {
            if mark.finished_at.is_some() && cases.contains(&mark.case) {
                self.database().execute("delete from erasure where id = $1", vec![big(mark.id)]).await?;
            }
        }
        Ok(())
    }
}

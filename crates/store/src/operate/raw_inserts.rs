//! Single-row inserts into a table of the same database, one transaction each: what the log is compared
//! with in the same run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::ConnectionTrait as _;

use crate::Store;
use crate::database::{big, bytes, case as case_value};
use crate::error::StoreError;

/// A scratch table of rows as long as those of the log, with the same key.
#[derive(Debug, Clone)]
pub struct RawInserts {
    store: Store,
    next: Arc<AtomicU64>,
}

impl RawInserts {
    /// Makes the scratch table, empty.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn begin(store: &Store) -> Result<RawInserts, StoreError> {
        let database = store.database();
        let blob = match database.backend {
            sea_orm::DbBackend::Postgres => "bytea",
            _ => "blob",
        };
        let writer = &database.writer;
        writer.execute_unprepared("drop table if exists raw_insert").await?;
        let sql = format!(
            "create table raw_insert (case_id bigint not null, seq bigint not null, body {blob} not null,
             primary key (case_id, seq))"
        );
        writer.execute_unprepared(&sql).await?;
        Ok(RawInserts { store: store.clone(), next: Arc::default() })
    }

    /// Inserts one row for one of `n_cases` cases; durable when it returns. Any number may run at once.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn insert(&self, n_cases: u64, body: &[u8]) -> Result<(), StoreError> {
        let seq = self.next.fetch_add(1, Ordering::Relaxed);
        let case = weicourt_domain::id::CaseId(seq % n_cases.max(1));
        let sql = "insert into raw_insert (case_id, seq, body) values ($1, $2, $3)";
        self.store.database().execute(sql, vec![case_value(case), big(seq), bytes(body)]).await?;
        Ok(())
    }

    /// Drops the scratch table.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn end(self) -> Result<(), StoreError> {
        self.store.database().writer.execute_unprepared("drop table raw_insert").await?;
        Ok(())
    }
}

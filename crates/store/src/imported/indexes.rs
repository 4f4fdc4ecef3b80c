//! Indexes of the register: an import into an empty one makes them last, from sorted rows.

use sea_orm::{ConnectionTrait as _, DbBackend};

use crate::Store;
use crate::database::Columns;
use crate::error::StoreError;

/// When the indexes of an import are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexTime {
    /// Afterwards if the court has no case yet, else row by row.
    Automatic,
    /// Afterwards, if the register is empty: faster, but nobody else can write while they are made.
    Afterwards,
    /// Row by row, while others work.
    RowByRow,
}

/// Every index with what makes it.
pub(crate) const INDEXES: [(&str, &str); 5] = [
    ("register_case_source", "create unique index register_case_source on register_case (source_id)"),
    ("register_case_number", "create unique index register_case_number on register_case (case_number)"),
    (
        "register_case_judge",
        "create index register_case_judge on register_case (judge, due_on) where closed_on is null",
    ),
    (
        "register_case_behind",
        "create index register_case_behind on register_case (case_id) where space is not null and space <> content",
    ),
    ("register_party_person", "create index register_party_person on register_party (person, case_id)"),
];

impl Store {
    /// Names of the indexes that are not there: an import that was stopped has yet to make them.
    pub(super) async fn missing_indexes(&self) -> Result<Vec<&'static str>, StoreError> {
        let database = self.database();
        let sql = match database.backend {
            DbBackend::Postgres => {
                "select indexname::text from pg_indexes where schemaname = current_schema()
                 and tablename in ('register_case', 'register_party')"
            }
            _ => {
                "select name from sqlite_master where type = 'index' and tbl_name in ('register_case', 'register_party')"
            }
        };
        // Asked of the writer: it is the one that made or dropped them.
        let rows = database.writer.query_all_raw(database.statement(sql, vec![])).await?;
        let mut there = Vec::with_capacity(rows.len());
        for row in &rows {
            there.push(Columns::of(row).take::<String>()?);
        }
        Ok(INDEXES
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !there.iter().any(|known| known == name))
            .collect())
    }

    /// Takes the indexes away from a register without rows; false if it has some.
    pub(super) async fn drop_indexes_of_empty(&self) -> Result<bool, StoreError> {
        let transaction = self.database().begin().await?;
        let any = self.database().statement("select 1 from register_case limit 1", vec![]);
        if transaction.query_one_raw(any).await?.is_some() {
            transaction.rollback().await?;
            return Ok(false);
        }
        for (name, _) in INDEXES {
            transaction.execute_unprepared(&format!("drop index if exists {name}")).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Makes the indexes that are missing, telling `before` the name of each, and lets the database count.
    pub(super) async fn make_indexes(&self, mut before: impl FnMut(&'static str)) -> Result<(), StoreError> {
        let missing = self.missing_indexes().await?;
        let database = self.database();
        for (name, sql) in INDEXES.into_iter().filter(|(name, _)| missing.contains(name)) {
            before(name);
            let transaction = database.begin().await?;
            if database.backend == DbBackend::Postgres {
                // Rows are sorted in memory; the setting ends with the transaction.
                transaction.execute_unprepared("set local maintenance_work_mem = '512MB'").await?;
            }
            transaction.execute_unprepared(sql).await?;
            transaction.commit().await?;
        }
        before("analyze");
        for table in ["register_case", "register_party"] {
            database.writer.execute_unprepared(&format!("analyze {table}")).await?;
        }
        Ok(())
    }
}

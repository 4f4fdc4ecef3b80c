//! The rows of erased cases.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Origin;

use crate::Store;
use crate::database::{Columns, Database, LIST_MAX, big, case as case_value, in_list, small};
use crate::error::StoreError;

/// Every table with rows of one case (`case_id`), but for the log itself. A test compares this with the
/// schema of both databases.
///
/// The key's row goes last: it is what says that the case had been here.
pub(crate) const TABLES: &[&str] = &[
    "draft",
    "act",
    "invitation",
    "read_mark",
    "file_mark",
    "notice",
    "upload",
    "blob_uploader",
    "blob",
    "member",
    "party_digest",
    "issued_code",
    "withheld",
    "outside",
    "withdrawal",
    "blob_out",
    "control_out",
    "mailbox_wait",
    "exchange_event",
    "agenda_item",
    "mailbox_item",
    "service_item",
    "case_agenda",
    "case_register",
    "head",
    "case_key",
];

/// The log, which is erased in stretches.
pub(crate) const LOG: &str = "entry";

/// Entries of one statement, and rows of one transaction: other writers wait for no more.
const STRETCH: u64 = 1_000;

impl Store {
    /// Removes all rows of `cases`.
    pub(super) async fn remove_rows(&self, cases: &[CaseId]) -> Result<(), StoreError> {
        let mut sweep = Sweep { database: self.database(), transaction: None, n_rows: 0 };
        for case in cases {
            for origin in [Origin::Front, Origin::Court] {
                let sql = "select min(seq), max(seq) from entry where case_id = $1 and origin = $2";
                let values = vec![case_value(*case), small(origin as u16)];
                let Some(row) = self.database().one(sql, values).await? else { continue };
                let mut columns = Columns::of(&row);
                let first: Option<i64> = columns.take()?;
                let last: Option<i64> = columns.take()?;
                let (Some(first), Some(last)) = (first, last) else { continue };
                for from in (first as u64..=last as u64).step_by(STRETCH as usize) {
                    let sql = format!(
                        "delete from {LOG} where case_id = $1 and origin = $2 and seq >= $3 and seq < $4"
                    );
                    let values =
                        vec![case_value(*case), small(origin as u16), big(from), big(from + STRETCH)];
                    sweep.delete(&sql, values).await?;
                }
            }
        }
        for case in cases {
            for (sql, values) in self.removal_of_imported(*case).await? {
                sweep.delete(sql, values).await?;
            }
        }
        for some in cases.chunks(LIST_MAX) {
            let ids: Vec<u64> = some.iter().map(|case| case.0).collect();
            let (list, values) = in_list(1, &ids);
            for table in TABLES {
                let sql = format!("delete from {table} where case_id in ({list})");
                sweep.delete(&sql, values.clone()).await?;
            }
        }
        sweep.end().await
    }
}

/// Deletes in transactions that are large enough to be cheap and small enough to let others in between.
struct Sweep<'store> {
    database: &'store Database,
    transaction: Option<DatabaseTransaction>,
    n_rows: u64,
}

impl Sweep<'_> {
    async fn delete(&mut self, sql: &str, values: Vec<sea_orm::Value>) -> Result<(), StoreError> {
        let transaction = match &self.transaction {
            Some(transaction) => transaction,
            None => self.transaction.insert(self.database.begin().await?),
        };
        let done = transaction.execute_raw(self.database.statement(sql, values)).await?;
        self.n_rows += done.rows_affected();
        if self.n_rows >= STRETCH { self.end().await } else { Ok(()) }
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        self.n_rows = 0;
        match self.transaction.take() {
            Some(transaction) => Ok(transaction.commit().await?),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use sea_orm::{ConnectionTrait as _, DbBackend};
    use weicourt_domain::instant::Instant;

    use super::{LOG, TABLES};
    use crate::database::Database;
    use crate::{NodeKeys, Store, StoreConfig, StoreUrl, migrations};

    /// The register, whose rows are removed by what the record itself tells.
    const IMPORTED: &[&str] = &["register_case", "register_party"];

    /// Tables with a column that says which case a row is of.
    async fn tables_of_cases(database: &Database) -> BTreeSet<String> {
        let sql = match database.backend {
            DbBackend::Postgres => {
                "select cast(table_name as text) from information_schema.columns
                 where table_schema = current_schema() and column_name like '%case%id%'"
            }
            _ => {
                "select m.name from sqlite_master m join pragma_table_info(m.name) c
                 on c.name like '%case%id%' where m.type = 'table'"
            }
        };
        let rows = database.all(sql, vec![]).await.expect("schema");
        rows.iter().map(|row| row.try_get_by_index(0).expect("name")).collect()
    }

    fn covered() -> BTreeSet<String> {
        TABLES.iter().chain(IMPORTED).chain([&LOG]).map(|table| (*table).to_owned()).collect()
    }

    #[tokio::test]
    async fn no_table_with_rows_of_a_case_is_forgotten() {
        let dir = tempfile::tempdir().expect("directory");
        let config = StoreConfig {
            url: StoreUrl::Sqlite { path: dir.path().join("weicourt.db") },
            blob_dir: dir.path().join("blobs"),
            readers: 1,
        };
        let keys = NodeKeys::load_or_create(&dir.path().join("keys")).expect("keys");
        let store = Store::open(config, keys.clone(), Arc::new(|| Instant(0))).await.expect("store");
        assert_eq!(tables_of_cases(store.database()).await, covered());
        store.close().await.expect("close");

        let Ok(server) = std::env::var("WEICOURT_TEST_PG") else { return };
        // A database of its own, so that nothing of the server is touched.
        let name = format!("weicourt_tables_{}", std::process::id());
        let admin = sea_orm::Database::connect(&server).await.expect("server");
        admin.execute_unprepared(&format!("create database {name}")).await.expect("database");
        let (base, _) = server.rsplit_once('/').expect("url with a database");
        let url = StoreUrl::Postgres { url: format!("{base}/{name}") };
        let database = Database::open(&url, 1).await.expect("database");
        migrations::run(&database, &keys, Instant(0)).await.expect("migrate");
        let found = tables_of_cases(&database).await;
        database.close().await.expect("close");
        admin.execute_unprepared(&format!("drop database {name} with (force)")).await.expect("drop");
        assert_eq!(found, covered());
    }
}

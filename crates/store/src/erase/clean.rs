//! Making freed space clean.
//!
//! SQLite overwrites what is deleted with zeros (`secure_delete`), but a page that was split or joined may
//! keep old bytes between its rows. So the database is looked through for the ids of erased cases and their
//! wrapped keys, and rewritten only if one is found. Words cannot be found: they were sealed under a key that is gone.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend};

use super::mark::Mark;
use super::rows::{LOG, TABLES};
use crate::Store;
use crate::blobs::off_thread;
use crate::database::{Columns, StoreUrl, open_beside, text};
use crate::error::StoreError;
use crate::residue::{Needles, Residue};

/// How often the write-ahead log is tried to be emptied, and the wait in between.
const TRIES: usize = 240;
const PAUSE: Duration = Duration::from_millis(250);

impl Store {
    /// Writes the write-ahead log into the database file and empties it. PostgreSQL empties its own.
    pub(super) async fn empty_write_ahead_log(&self) -> Result<(), StoreError> {
        let StoreUrl::Sqlite { path } = &self.inner.config.url else { return Ok(()) };
        // A connection of its own: the writer is not kept from its work while this waits for readers.
        let connection = open_beside(path).await?;
        let mut done = Ok(());
        for _ in 0..TRIES {
            done = self.try_to_empty(&connection).await;
            if done.is_ok() {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        connection.close().await?;
        done
    }

    async fn try_to_empty(&self, connection: &DatabaseConnection) -> Result<(), StoreError> {
        let sql = self.database().statement("pragma wal_checkpoint(truncate)", vec![]);
        let row = connection.query_one_raw(sql).await?.ok_or(StoreError::Unreadable("checkpoint"))?;
        match Columns::of(&row).take::<i64>()? {
            0 => Ok(()),
            _ => Err(StoreError::Refused("the database is read without a pause".to_owned())),
        }
    }

    /// Makes what the marked cases freed clean.
    pub(super) async fn clean(&self, marks: &[Mark]) -> Result<(), StoreError> {
        match &self.inner.config.url {
            StoreUrl::Sqlite { path } => {
                self.empty_write_ahead_log().await?;
                let mut needles = Needles::new();
                marks.iter().for_each(|mark| mark.needles(&mut needles));
                if self.holds(path, Arc::new(needles)).await? {
                    tracing::info!(
                        n_cases = marks.len(),
                        "free space holds something of erased cases and is rewritten"
                    );
                    self.compact().await?;
                }
                Ok(())
            }
            // What was deleted stays in the files of its table until that is written anew, and nobody but the
            // server can look for it there: it is always done.
            StoreUrl::Postgres { .. } => self.compact().await,
        }
    }

    /// Whether the database file at `path` holds one of `needles`.
    async fn holds(&self, path: &Path, needles: Arc<Needles>) -> Result<bool, StoreError> {
        let files: Vec<PathBuf> = vec![path.to_owned()];
        let found: Residue = off_thread(move || needles.search(&files)).await?;
        Ok(found.n_hits > 0)
    }

    /// Writes the database anew without its free space. Appends wait meanwhile: about a second for each
    /// hundred megabytes. On PostgreSQL the tables of cases are rewritten one by one (`VACUUM FULL`), each
    /// locked while it is, and so is what the server remembers of their values for its plans, if this node's
    /// role owns the database; the server's write-ahead log and the files it keeps for other sessions are
    /// not in this node's hands.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], [`StoreError::Refused`] if somebody reads the database without a pause.
    pub async fn compact(&self) -> Result<(), StoreError> {
        let writer = &self.database().writer;
        match self.database().backend {
            DbBackend::Postgres => {
                self.older_statements_end().await?;
                for table in TABLES.iter().chain([&LOG]) {
                    self.forget_samples(table).await?;
                    writer.execute_unprepared(&format!("vacuum (full, analyze) {table}")).await?;
                }
                writer.execute_unprepared("vacuum (full) pg_statistic").await?;
                Ok(())
            }
            _ => {
                // The copy that SQLite makes meanwhile is of what stays, sealed, in a file without a name.
                writer.execute_unprepared("pragma temp_store = file").await?;
                let rewritten = writer.execute_unprepared("vacuum").await;
                writer.execute_unprepared("pragma temp_store = memory").await?;
                rewritten?;
                self.empty_write_ahead_log().await
            }
        }
    }

    /// Waits for statements that began before now: what they may still see goes through a rewrite.
    async fn older_statements_end(&self) -> Result<(), StoreError> {
        let sql = "select cast(cast(pg_current_xact_id() as xid) as text)";
        let row = self.database().writer.query_one_raw(self.database().statement(sql, vec![])).await?;
        let now: String = Columns::of(&row.ok_or(StoreError::Unreadable("transaction"))?).take()?;
        let sql = "select count(*) from pg_stat_activity
                   where datname = current_database() and pid <> pg_backend_pid()
                   and age(backend_xmin) > age(cast(cast($1 as text) as xid))";
        for _ in 0..TRIES {
            let row = self.database().one(sql, vec![text(now.as_str())]).await?;
            let row = row.ok_or(StoreError::Unreadable("transaction"))?;
            if Columns::of(&row).number()? == 0 {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(StoreError::Refused("the database is read without a pause".to_owned()))
    }

    /// Removes the samples of a table's values that the server keeps for its plans, wrapped keys among them.
    /// Gathering them anew leaves those of a table that is empty now; giving a column the type it has does not.
    async fn forget_samples(&self, table: &str) -> Result<(), StoreError> {
        let sql = "select string_agg(format('alter column %I type %s', a.attname,
                                            format_type(a.atttypid, a.atttypmod)), ', ')
                   from pg_attribute a
                   join pg_stats s on s.attname = a.attname and s.schemaname = current_schema()
                        and s.tablename = cast($1 as text)
                   where a.attrelid = cast(cast($1 as text) as regclass)";
        let row = self.database().one(sql, vec![text(table)]).await?;
        let columns: Option<String> = match &row {
            Some(row) => Columns::of(row).take()?,
            None => None,
        };
        if let Some(columns) = columns {
            self.database().writer.execute_unprepared(&format!("alter table {table} {columns}")).await?;
        }
        Ok(())
    }
}

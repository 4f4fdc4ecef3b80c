//! Connections to SQLite or PostgreSQL. Every statement is written once, with `$1` placeholders, which
//! both understand.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteAutoVacuum, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as SeaDatabase, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, ExecResult, QueryResult, SqlErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait as _, Value,
};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;

use crate::error::StoreError;

/// Where the database is.
#[derive(Clone)]
pub enum StoreUrl {
    /// An embedded database in one file (and its `-wal` and `-shm`).
    Sqlite {
        /// The file; made if absent.
        path: PathBuf,
    },
    /// A PostgreSQL server of version 14 or later.
    Postgres {
        /// `postgres://user:password@host/database`.
        url: String,
    },
}

impl std::fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StoreUrl::Sqlite { path } => f.debug_tuple("Sqlite").field(path).finish(),
            // The URL may hold a password.
            StoreUrl::Postgres { .. } => f.write_str("Postgres(***)"),
        }
    }
}

/// One writer (SQLite allows no more) and several readers.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    pub(crate) backend: DbBackend,
}

impl Database {
    pub(crate) async fn open(url: &StoreUrl, readers: u32) -> Result<Database, StoreError> {
        let readers = readers.max(1);
        match url {
            StoreUrl::Sqlite { path } => {
                let writer = SeaDatabase::connect(sqlite_options(path, 1, false)).await?;
                let reader = SeaDatabase::connect(sqlite_options(path, readers, true)).await?;
                Ok(Database { writer, reader, backend: DbBackend::Sqlite })
            }
            StoreUrl::Postgres { url } => {
                let writer = SeaDatabase::connect(postgres_options(url, 4)).await?;
                let reader = SeaDatabase::connect(postgres_options(url, readers)).await?;
                Ok(Database { writer, reader, backend: DbBackend::Postgres })
            }
        }
    }

    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        self.reader.clone().close().await?;
        self.writer.clone().close().await?;
        Ok(())
    }

    pub(crate) fn statement(&self, sql: impl Into<String>, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, sql, values)
    }

    /// Values of `rows` rows of `columns` columns: `(?,?),(?,?)` or `($1,$2),($3,$4)`, in the order they are
    /// bound. SQLite looks numbered ones up one by one, which is quadratic in their count.
    pub(crate) fn rows(&self, rows: usize, columns: usize) -> String {
        use std::fmt::Write as _;
        let mut sql = String::with_capacity(rows * columns * 6);
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ",(" });
            for column in 0..columns {
                if column > 0 {
                    sql.push(',');
                }
                match self.backend {
                    // Writing to a String cannot fail.
                    DbBackend::Postgres => drop(write!(sql, "${}", row * columns + column + 1)),
                    _ => sql.push('?'),
                }
            }
            sql.push(')');
        }
        sql
    }

    /// Begins a write transaction; on SQLite it takes the write lock at once, so that it cannot fail
    /// half way because another writer came between.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Runs one statement in a transaction of its own, durable when this returns.
    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<ExecResult, DbErr> {
        self.writer.execute_raw(self.statement(sql, values)).await
    }

    pub(crate) async fn one(&self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, DbErr> {
        self.reader.query_one_raw(self.statement(sql, values)).await
    }

    pub(crate) async fn all(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
        self.reader.query_all_raw(self.statement(sql, values)).await
    }
}

/// Opens a copy of an embedded database to look at it, leaving it as it is.
pub(crate) async fn open_copy(path: &Path) -> Result<DatabaseConnection, StoreError> {
    Ok(SeaDatabase::connect(sqlite_options(path, 1, true)).await?)
}

/// Opens one more connection to an embedded database; its statements hardly wait for others.
pub(crate) async fn open_beside(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let connection = SeaDatabase::connect(sqlite_options(path, 1, false)).await?;
    connection.execute_unprepared("pragma busy_timeout = 250").await?;
    Ok(connection)
}

fn sqlite_options(path: &Path, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    let path = path.to_owned();
    options
        .max_connections(connections)
        // Statements carry sealed values only, but the log of a court is no place for them either.
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .in_memory(false)
                .shared_cache(false)
                .filename(&path)
                .read_only(read_only)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(256)
                .pragma("cache_size", "-32000")
                .pragma("temp_store", "memory");
            if read_only {
                sqlite
            } else {
                sqlite
                    .create_if_missing(true)
                    .auto_vacuum(SqliteAutoVacuum::Incremental)
                    .journal_mode(SqliteJournalMode::Wal)
                    // FULL syncs the write-ahead log at every commit: an acknowledged act survives power loss.
                    .synchronous(SqliteSynchronous::Full)
                    .pragma("wal_autocheckpoint", "4000")
                    // Erased rows are overwritten with zeros.
                    .pragma("secure_delete", "on")
            }
        });
    options
}

fn postgres_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .acquire_timeout(Duration::from_secs(30))
        .set_application_name("weicourt");
    options
}

/// Whether a unique index refused a row.
pub(crate) fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Row counts of multi-row statements. Each size is one prepared statement per connection, so there
/// are few; a batch is cut into the largest that fit, which makes a handful of statements of any batch.
pub(crate) const CHUNKS: [usize; 8] = [128, 64, 32, 16, 8, 4, 2, 1];

/// The largest chunk that fits `left` rows.
pub(crate) fn chunk(left: usize) -> usize {
    CHUNKS.into_iter().find(|size| *size <= left).unwrap_or(1)
}

/// The smallest chunk that `wanted` things fit in.
pub(crate) fn padded(wanted: usize) -> usize {
    CHUNKS.into_iter().rev().find(|size| *size >= wanted).unwrap_or(LIST_MAX)
}

/// A list `$1,$2,…` for `in (…)`, and the values, padded with the last one to a size of [`CHUNKS`].
pub(crate) fn in_list(first: usize, ids: &[u64]) -> (String, Vec<Value>) {
    let size = padded(ids.len());
    let last = ids.last().copied().unwrap_or_default();
    let values = ids.iter().copied().chain(std::iter::repeat(last)).take(size).map(big).collect();
    let list: Vec<String> = (first..first + size).map(|n| format!("${n}")).collect();
    (list.join(","), values)
}

/// Most ids that [`in_list`] takes at once.
pub(crate) const LIST_MAX: usize = CHUNKS[1];

// Identities are 64 bits without a sign; the databases have 64 bits with one. The bits are kept.
pub(crate) fn big(value: u64) -> Value {
    Value::BigInt(Some(value as i64))
}

pub(crate) fn small(value: u16) -> Value {
    Value::SmallInt(Some(value as i16))
}

pub(crate) fn case(value: CaseId) -> Value {
    big(value.0)
}

pub(crate) fn person(value: PersonId) -> Value {
    big(value.0)
}

pub(crate) fn at(value: Instant) -> Value {
    Value::BigInt(Some(value.0))
}

pub(crate) fn bytes(value: impl Into<Vec<u8>>) -> Value {
    Value::Bytes(Some(value.into()))
}

pub(crate) fn digest(value: Digest) -> Value {
    bytes(value.0)
}

pub(crate) fn text(value: impl Into<String>) -> Value {
    Value::String(Some(value.into()))
}

pub(crate) fn maybe_int(value: Option<u16>) -> Value {
    Value::Int(value.map(i32::from))
}

/// Reads the columns of a row from left to right.
pub(crate) struct Columns<'row> {
    row: &'row QueryResult,
    next: usize,
}

impl<'row> Columns<'row> {
    pub(crate) fn of(row: &'row QueryResult) -> Columns<'row> {
        Columns { row, next: 0 }
    }

    pub(crate) fn take<T: sea_orm::TryGetable>(&mut self) -> Result<T, DbErr> {
        let column = self.next;
        self.next += 1;
        self.row.try_get_by_index(column)
    }

    pub(crate) fn number(&mut self) -> Result<u64, DbErr> {
        Ok(self.take::<i64>()? as u64)
    }

    pub(crate) fn case(&mut self) -> Result<CaseId, DbErr> {
        Ok(CaseId(self.number()?))
    }

    pub(crate) fn person(&mut self) -> Result<PersonId, DbErr> {
        Ok(PersonId(self.number()?))
    }

    pub(crate) fn at(&mut self) -> Result<Instant, DbErr> {
        Ok(Instant(self.take()?))
    }

    pub(crate) fn maybe_small(&mut self) -> Result<Option<u16>, DbErr> {
        Ok(self.take::<Option<i32>>()?.map(|value| value as u16))
    }

    pub(crate) fn digest(&mut self) -> Result<Digest, StoreError> {
        let bytes: Vec<u8> = self.take()?;
        Ok(Digest(bytes.try_into().map_err(|_| StoreError::Unreadable("digest"))?))
    }

    pub(crate) fn maybe_digest(&mut self) -> Result<Option<Digest>, StoreError> {
        let bytes: Option<Vec<u8>> = self.take()?;
        let digest = bytes.map(TryInto::try_into).transpose();
        Ok(digest.map_err(|_: Vec<u8>| StoreError::Unreadable("digest"))?.map(Digest))
    }
}

/// The name a value has in JSON, for columns that hold an enum.
pub(crate) fn name_of<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        Ok(_) => Err(StoreError::Unreadable("name of a value")),
        Err(error) => Err(StoreError::Encode("name of a value", error)),
    }
}

/// The value with this name.
pub(crate) fn named<T: serde::de::DeserializeOwned>(
    name: String,
    what: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|_| StoreError::Unreadable(what))
}

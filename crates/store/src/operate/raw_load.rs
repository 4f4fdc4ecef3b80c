//! The rows of the register, loaded once more by the database's own means: what an import is compared with
//! in the same run.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use futures_util::TryStreamExt as _;
use sea_orm::sqlx::postgres::PgPoolCopyExt as _;
use sea_orm::{ConnectionTrait as _, DbBackend};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::Store;
use crate::StoreUrl;
use crate::database::Columns;
use crate::error::{IoContext as _, StoreError};
use crate::store::StoreConfig;

/// Tables of the register and the indexes that an import makes, by the name of the table.
const TABLES: [&str; 2] = ["register_case", "register_party"];

/// What loading the same rows took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RawLoad {
    /// By what means.
    pub how: &'static str,
    /// Rows of both tables.
    pub n_rows: u64,
    /// Seconds for loading.
    pub load_s: f64,
    /// Seconds for the same indexes.
    pub index_s: f64,
}

impl Store {
    /// Writes the rows of the register to files in `dir`, loads them into tables of the same shape by `COPY`
    /// (PostgreSQL, binary) or by `.import` of the program `sqlite3` into a database beside (with no journal and
    /// no sync; columns of bytes as hexadecimal text), makes the same indexes, and drops the tables.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] if the program `sqlite3` is not installed, [`StoreError::Database`],
    /// [`StoreError::Io`].
    pub async fn raw_load(&self, dir: &Path) -> Result<RawLoad, StoreError> {
        let sql = "select (select count(*) from register_case) + (select count(*) from register_party)";
        let row = self.database().one(sql, vec![]).await?.ok_or(StoreError::Unreadable("count"))?;
        let n_rows = Columns::of(&row).number()?;
        let StoreConfig { url, .. } = &self.inner.config;
        match url {
            StoreUrl::Postgres { .. } => self.copy(dir, n_rows).await,
            StoreUrl::Sqlite { path } => {
                let (path, dir) = (path.clone(), dir.to_owned());
                let import = tokio::task::spawn_blocking(move || sqlite_import(&path, &dir, n_rows));
                import.await.map_err(|error| StoreError::Io("import", std::io::Error::other(error)))?
            }
        }
    }

    async fn copy(&self, dir: &Path, n_rows: u64) -> Result<RawLoad, StoreError> {
        let pool = self.database().writer.get_postgres_connection_pool();
        let failed = |error| {
            StoreError::from(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(std::sync::Arc::new(error))))
        };
        let writer = &self.database().writer;
        let mut load_s = 0.0;
        for table in TABLES {
            let path = dir.join(format!("{table}.copy"));
            let file = tokio::fs::File::create(&path).await.doing("create copy")?;
            let mut file = tokio::io::BufWriter::with_capacity(1 << 20, file);
            let mut rows = pool
                .copy_out_raw(&format!("copy {table} to stdout (format binary)"))
                .await
                .map_err(failed)?;
            while let Some(bytes) = rows.try_next().await.map_err(failed)? {
                file.write_all(&bytes).await.doing("write copy")?;
            }
            file.flush().await.doing("write copy")?;
            drop(rows);
            writer.execute_unprepared(&format!("drop table if exists raw_{table}")).await?;
            writer.execute_unprepared(&format!("create table raw_{table} (like {table})")).await?;
            let begin = Instant::now();
            let mut copy = pool
                .copy_in_raw(&format!("copy raw_{table} from stdin (format binary)"))
                .await
                .map_err(failed)?;
            let mut file = tokio::fs::File::open(&path).await.doing("open copy")?;
            let mut buffer = vec![0; 1 << 20];
            loop {
                let n_bytes = file.read(&mut buffer).await.doing("read copy")?;
                if n_bytes == 0 {
                    break;
                }
                copy.send(&buffer[..n_bytes]).await.map_err(failed)?;
            }
            copy.finish().await.map_err(failed)?;
            load_s += begin.elapsed().as_secs_f64();
            tokio::fs::remove_file(&path).await.doing("remove copy")?;
        }
        let begin = Instant::now();
        for sql in raw_indexes() {
            let transaction = self.database().begin().await?;
            transaction.execute_unprepared("set local maintenance_work_mem = '512MB'").await?;
            transaction.execute_unprepared(&sql).await?;
            transaction.commit().await?;
        }
        let index_s = begin.elapsed().as_secs_f64();
        for table in TABLES {
            writer.execute_unprepared(&format!("drop table raw_{table}")).await?;
        }
        Ok(RawLoad { how: "COPY (binary)", n_rows, load_s, index_s })
    }

    /// Bytes that the register takes on the disk: the two tables with their indexes on PostgreSQL, the whole
    /// database file on SQLite.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn register_bytes(&self) -> Result<u64, StoreError> {
        let sql = match self.database().backend {
            DbBackend::Postgres => {
                "select pg_total_relation_size('register_case') + pg_total_relation_size('register_party')"
            }
            _ => "select page_count * page_size from pragma_page_count(), pragma_page_size()",
        };
        let row = self.database().one(sql, vec![]).await?.ok_or(StoreError::Unreadable("size"))?;
        Ok(Columns::of(&row).number()?)
    }
}

/// The indexes of an import on the tables of the same shape, the primary key among them.
fn raw_indexes() -> Vec<String> {
    let key = "create unique index raw_register_case_key on raw_register_case (case_id)".to_owned();
    let indexes = crate::imported::INDEXES.into_iter().map(|(name, sql)| {
        let table = if name.starts_with("register_party") { TABLES[1] } else { TABLES[0] };
        sql.replace(&format!("index {name}"), &format!("index raw_{name}"))
            .replace(&format!("on {table} "), &format!("on raw_{table} "))
    });
    std::iter::once(key).chain(indexes).collect()
}

fn sqlite_import(database: &Path, dir: &Path, n_rows: u64) -> Result<RawLoad, StoreError> {
    let raw = dir.join("raw.db");
    let columns =
        "case_id, source_id, case_number, court_code, case_type, cause_code, procedure, status, judge,
        filed_on, hearing_on, closed_on, due_on, version, updated_at, hex(content), space, hex(sealed)";
    for (table, columns) in [(TABLES[0], columns), (TABLES[1], "person, case_id")] {
        let file = dir.join(format!("{table}.csv"));
        let export = format!(".mode csv\n.output {}\nselect {columns} from {table};\n", file.display());
        sqlite3(database, &export)?;
    }
    let schema = "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -262144;
         create table raw_register_case (case_id integer, source_id text, case_number text, court_code text,
         case_type text, cause_code text, procedure text, status text, judge bigint, filed_on integer,
         hearing_on integer, closed_on integer, due_on integer, version integer, updated_at bigint, content blob,
         space blob, sealed blob);
         create table raw_register_party (person bigint, case_id bigint);\n";
    let begin = Instant::now();
    let mut script = schema.to_owned();
    script.push_str(".mode csv\n");
    for table in TABLES {
        script.push_str(&format!(".import {} raw_{table}\n", dir.join(format!("{table}.csv")).display()));
    }
    sqlite3(&raw, &script)?;
    let load_s = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let indexes = raw_indexes().join(";\n");
    sqlite3(
        &raw,
        &format!(
            "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -262144; pragma temp_store = memory;\n{indexes};\n"
        ),
    )?;
    let index_s = begin.elapsed().as_secs_f64();
    Ok(RawLoad { how: "sqlite3 .import", n_rows, load_s, index_s })
}

fn sqlite3(database: &Path, script: &str) -> Result<(), StoreError> {
    use std::io::Write as _;
    let mut command = Command::new("sqlite3");
    command.arg("-batch").arg("-bail").arg(database).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut process = match command.spawn() {
        Ok(process) => process,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Refused("the program sqlite3 is not installed".to_owned()));
        }
        Err(error) => return Err(StoreError::Io("start sqlite3", error)),
    };
    if let Some(mut stdin) = process.stdin.take() {
        stdin.write_all(script.as_bytes()).doing("write to sqlite3")?;
    }
    let ended = process.wait().doing("wait for sqlite3")?;
    if ended.success() { Ok(()) } else { Err(StoreError::Refused("sqlite3 failed".to_owned())) }
}

//! `weicourt bench register`: imports a register of a province by the real path, loads the same rows by the
//! database's own means beside it, and then asks what people ask.

mod questions;
mod records;

use std::fmt;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use weicourt_app::ports::Clock as _;
use weicourt_app::register::RegisterIntake;
use weicourt_domain::facts::Facts;
use weicourt_store::{IndexTime, NodeKeys, Store, StoreConfig, StoreUrl};

use self::records::Records;
use super::Failure;
use super::child::ScratchDir;
use super::figures::{Probe, Spread, rounded};
use crate::import;
use crate::node::SystemClock;
use crate::operate::cpu_seconds;

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Records of the register.
    pub n_records: u64,
    /// Which records: the same seed gives the same ones.
    pub seed: u64,
    /// An empty PostgreSQL; without it the embedded database.
    pub store: Option<String>,
    /// Directory on the disk to be measured.
    pub dir: PathBuf,
}

/// A load of all rows.
#[derive(Debug, Clone, Serialize)]
pub struct Load {
    /// By what means.
    pub how: String,
    /// Seconds for the rows.
    pub load_s: f64,
    /// Seconds for the indexes.
    pub index_s: f64,
    /// Records a second, indexes included.
    pub records_per_s: u64,
    /// Processor time of this process, in seconds; that of a database server is not in it. None where
    /// another program does the work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_s: Option<f64>,
}

/// A question people ask, many times one after the other.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// What is asked.
    pub what: &'static str,
    /// How often.
    pub n_times: usize,
    /// Rows of an answer, on average.
    pub rows_each: f64,
    /// How long an answer took.
    #[serde(flatten)]
    pub wait: Spread,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `sqlite` or `postgres`.
    pub store: &'static str,
    /// Records.
    pub records: u64,
    /// Rows of the register: cases, and people they name.
    pub rows: u64,
    /// Bytes of the file that was imported.
    pub file_bytes: u64,
    /// Bytes of the register in the database.
    pub stored_bytes: u64,
    /// The import.
    pub import: Load,
    /// The same rows, loaded by the database's own means; none if those are not installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Load>,
    /// Time of the import over time of the raw load, indexes included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_over_raw: Option<f64>,
    /// What people ask.
    pub questions: Vec<Question>,
    /// The disk before.
    pub fsync_before: Probe,
    /// The disk afterwards.
    pub fsync_after: Probe,
}

/// Measures.
///
/// # Errors
///
/// When the database cannot be reached or written, or holds a register already.
pub async fn run(plan: &Plan) -> Result<Report, Failure> {
    let scratch = ScratchDir::make(&plan.dir)?;
    let dir: &Path = scratch.path();
    let fsync_before = Probe::of(dir).await?;
    let records = Records::new(plan.seed, plan.n_records);
    let file = dir.join("register.jsonl");
    let file_bytes = write_file(&records, plan.n_records, &file)?;

    let url = match &plan.store {
        None => StoreUrl::Sqlite { path: dir.join("weicourt.db") },
        Some(url) => StoreUrl::Postgres { url: url.clone() },
    };
    let keys = NodeKeys::load_or_create(&dir.join("keys"))?;
    let config = StoreConfig { url, blob_dir: dir.join("blobs"), readers: 4 };
    let store = Store::open(config, keys, Arc::new(|| SystemClock.now())).await?;
    if store.n_imported().await? > 0 {
        return Err("the database holds a register already: give an empty one".into());
    }
    let intake = RegisterIntake::new(&store, &Facts::embedded(), SystemClock.now().beijing_date());
    let import_plan = import::Plan { file: file.clone(), resume: false, indexes: IndexTime::Automatic };
    let cpu_before = cpu_seconds();
    let summary = import::run(&store, &intake, &import_plan, |_| {}).await?;
    if summary.created != plan.n_records {
        return Err(format!("{} of {} records were taken", summary.created, plan.n_records).into());
    }
    let import = load("weicourt import".to_owned(), plan, summary.load_s, summary.index_s, cpu_before);
    std::fs::remove_file(&file)?;
    let stored_bytes = store.register_bytes().await?;
    let (raw, rows) = match store.raw_load(dir).await {
        Ok(raw) => (Some(load(raw.how.to_owned(), plan, raw.load_s, raw.index_s, None)), raw.n_rows),
        Err(weicourt_store::StoreError::Refused(_)) => (None, 0),
        Err(error) => return Err(error.into()),
    };
    let questions = questions::ask(&store, &records, plan).await?;
    store.close().await?;
    let fsync_after = Probe::of(dir).await?;
    let whole = |load: &Load| load.load_s + load.index_s;
    Ok(Report {
        store: if plan.store.is_some() { "postgres" } else { "sqlite" },
        records: plan.n_records,
        rows,
        file_bytes,
        stored_bytes,
        import_over_raw: raw.as_ref().map(|raw| rounded(whole(&import) / whole(raw).max(0.001))),
        import,
        raw,
        questions,
        fsync_before,
        fsync_after,
    })
}

fn load(how: String, plan: &Plan, load_s: f64, index_s: f64, cpu_before: Option<f64>) -> Load {
    Load {
        how,
        load_s: rounded(load_s),
        index_s: rounded(index_s),
        records_per_s: (plan.n_records as f64 / (load_s + index_s).max(0.001)) as u64,
        cpu_s: cpu_seconds().zip(cpu_before).map(|(now, before)| rounded(now - before)),
    }
}

fn write_file(records: &Records, n_records: u64, path: &Path) -> std::io::Result<u64> {
    let mut file = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    for number in 0..n_records {
        serde_json::to_writer(&mut file, &records.record(number))?;
        file.write_all(b"\n")?;
    }
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(std::fs::metadata(path)?.len())
}

/// The report as tables of Markdown.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |bytes: u64| bytes / (1 << 20);
        writeln!(
            f,
            "{}: {} records, {} rows, file of {} MiB, {} MiB stored\n",
            self.store,
            self.records,
            self.rows,
            mib(self.file_bytes),
            mib(self.stored_bytes)
        )?;
        writeln!(
            f,
            "| load | rows s | indexes s | records/s | our processor s |\n| --- | --- | --- | --- | --- |"
        )?;
        for load in std::iter::once(&self.import).chain(&self.raw) {
            let Load { how, load_s, index_s, records_per_s, cpu_s } = load;
            let cpu_s = cpu_s.map(|cpu_s| format!("{cpu_s:.1}")).unwrap_or_default();
            writeln!(f, "| {how} | {load_s:.1} | {index_s:.1} | {records_per_s} | {cpu_s} |")?;
        }
        writeln!(f, "\n| question | rows each | p50 ms | p99 ms |\n| --- | --- | --- | --- |")?;
        for Question { what, rows_each, wait, .. } in &self.questions {
            writeln!(f, "| {what} | {rows_each:.1} | {:.2} | {:.2} |", wait.p50_ms, wait.p99_ms)?;
        }
        let Probe { per_second, p50_ms, p99_ms } = self.fsync_after;
        write!(f, "\nthe disk syncs {per_second} times a second, p50 {p50_ms:.2} ms, p99 {p99_ms:.2} ms")
    }
}

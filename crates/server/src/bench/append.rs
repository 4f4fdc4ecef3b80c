//! `weicourt bench append`: durable appends of chat messages, closed loop, beside raw single-row inserts
//! of the same database and an fsync probe of the same disk in the same run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use serde::Serialize;
use tokio::task::JoinSet;
use weicourt_app::ports::Clock as _;
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Origin};
use weicourt_store::{Append, Expected, NodeKeys, RawInserts, Store, StoreConfig, StoreUrl};

use super::Failure;
use super::child::ScratchDir;
use super::figures::{Probe, Spread, rounded};
use crate::node::SystemClock;

/// Cases the writers write to, in turn.
const N_CASES: usize = 1000;
/// Bytes of a raw row: about what an entry takes.
const RAW_BYTES: usize = 512;

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Numbers of writers, one row each.
    pub writers: Vec<usize>,
    /// How long each row takes.
    pub duration: Duration,
    /// An empty PostgreSQL; without it the embedded database.
    pub store: Option<String>,
    /// Directory on the disk to be measured.
    pub dir: PathBuf,
}

/// Writes of so many writers at once.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// How many write at once.
    pub writers: usize,
    /// Durable writes a second.
    pub per_second: u64,
    /// How long a writer waited.
    #[serde(flatten)]
    pub wait: Spread,
    /// Processor time of this process for each, in microseconds.
    pub cpu_us_each: f64,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `sqlite` or `postgres`.
    pub store: &'static str,
    /// Appends to the log: sealed, chained, signed for, with the head of the case in the same transaction.
    pub append: Vec<Row>,
    /// Raw rows, one transaction each.
    pub raw_insert: Vec<Row>,
    /// Appends a second over raw rows a second, both of the most writers.
    pub append_over_raw: f64,
    /// The disk before.
    pub fsync_before: Probe,
    /// The disk afterwards.
    pub fsync_after: Probe,
}

/// Measures.
///
/// # Errors
///
/// When the database cannot be reached or written.
pub async fn run(plan: &Plan) -> Result<Report, Failure> {
    let scratch = ScratchDir::make(&plan.dir)?;
    let dir: &Path = scratch.path();
    let fsync_before = Probe::of(dir).await?;
    let url = match &plan.store {
        None => StoreUrl::Sqlite { path: dir.join("weicourt.db") },
        Some(url) => StoreUrl::Postgres { url: url.clone() },
    };
    let keys = NodeKeys::load_or_create(&dir.join("keys"))?;
    let config = StoreConfig { url, blob_dir: dir.join("blobs"), readers: 2 };
    let store = Store::open(config, keys, Arc::new(|| SystemClock.now())).await?;
    let mut cases = Vec::with_capacity(N_CASES);
    for _ in 0..N_CASES {
        cases.push(store.new_case().await?);
    }
    let cases = Arc::new(cases);
    let mut append = Vec::new();
    for writers in &plan.writers {
        let (store, cases) = (store.clone(), cases.clone());
        let write = move |number: u64| {
            let (store, case) = (store.clone(), cases[(number % N_CASES as u64) as usize]);
            async move {
                store.append(message(case, number)).await?;
                Ok(())
            }
        };
        append.push(measure(*writers, plan.duration, write).await?);
    }
    let raw = RawInserts::begin(&store).await?;
    let mut raw_insert = Vec::new();
    for writers in &plan.writers {
        let raw = raw.clone();
        let write = move |_| {
            let raw = raw.clone();
            async move {
                raw.insert(N_CASES as u64, &[7; RAW_BYTES]).await?;
                Ok(())
            }
        };
        raw_insert.push(measure(*writers, plan.duration, write).await?);
    }
    raw.end().await?;
    store.close().await?;
    let fsync_after = Probe::of(dir).await?;
    let most = |rows: &[Row]| rows.iter().max_by_key(|row| row.writers).map_or(0, |row| row.per_second);
    Ok(Report {
        store: if plan.store.is_some() { "postgres" } else { "sqlite" },
        append_over_raw: rounded(most(&append) as f64 / most(&raw_insert).max(1) as f64),
        append,
        raw_insert,
        fsync_before,
        fsync_after,
    })
}

fn message(case: CaseId, number: u64) -> Append {
    let words = format!("样例第{number}条：被告在开庭前已经归还一部分借款，请求核对转账记录和收条。");
    let content = MessageContent::Text { text: words };
    let body = EntryBody::MessagePosted { content, quote: None, mentions: BTreeSet::new() };
    let mut command = [0; 16];
    command[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    command[8..].copy_from_slice(&number.to_be_bytes());
    let draft = Draft {
        body: DraftBody::Ready(body),
        class: Class::Conversation,
        audience: Audience::Everyone,
        actor: ActorStamp { person: PersonId(11), role: Role::Plaintiff, assurance: Assurance::RealName },
        origin: Origin::Front,
    };
    Append {
        case,
        drafts: vec![draft],
        command: CommandId(command),
        proof: None,
        expected: Expected::Any,
        with: Vec::new(),
    }
}

/// Processor time of this process so far, all threads, in microseconds.
fn cpu_us() -> u64 {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0 };
    let spent_ns = |task: std::io::Result<std::fs::DirEntry>| -> Option<u64> {
        let schedstat = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        schedstat.split(' ').next()?.parse().ok()
    };
    tasks.filter_map(spent_ns).sum::<u64>() / 1000
}

/// Runs `n_writers` loops of `write` for `duration`.
async fn measure<F, W>(n_writers: usize, duration: Duration, write: F) -> Result<Row, Failure>
where
    F: Fn(u64) -> W + Clone + Send + 'static,
    W: Future<Output = Result<(), Failure>> + Send,
{
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let stop = Arc::new(AtomicBool::new(false));
    let (cpu_before, begin) = (cpu_us(), Stopwatch::now());
    let mut writers = JoinSet::new();
    for _ in 0..n_writers {
        let (write, stop) = (write.clone(), stop.clone());
        writers.spawn(async move {
            let mut times_us = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let start = Stopwatch::now();
                write(NEXT.fetch_add(1, Ordering::Relaxed)).await?;
                times_us.push(start.elapsed().as_micros() as u64);
            }
            Ok::<_, Failure>(times_us)
        });
    }
    tokio::time::sleep(duration).await;
    stop.store(true, Ordering::Relaxed);
    let mut times_us = Vec::new();
    while let Some(writer) = writers.join_next().await {
        times_us.extend(writer??);
    }
    let (elapsed, cpu_us) = (begin.elapsed(), cpu_us().saturating_sub(cpu_before));
    let n = times_us.len().max(1);
    Ok(Row {
        writers: n_writers,
        per_second: (n as u128 * 1_000_000 / elapsed.as_micros().max(1)) as u64,
        wait: Spread::of(times_us),
        cpu_us_each: rounded(cpu_us as f64 / n as f64),
    })
}

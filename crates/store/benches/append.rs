//! Durable appends of chat messages, closed loop, beside raw single-row inserts of the same database and
//! an fsync probe of the same directory in the same run.
//!
//! `WEICOURT_BENCH_DIR` names the directory (the disk) to use, `WEICOURT_BENCH_PG` an empty PostgreSQL database
//! to measure as well, `WEICOURT_BENCH_SECONDS` the length of each row and
//! `WEICOURT_BENCH_WRITERS` how many write at once. Trust CPU per event and ratios
//! within one run; absolute rates belong to the machine and the minute.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant as Stopwatch, SystemTime, UNIX_EPOCH};

use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Origin};
use weicourt_store::{Append, Expected, NodeKeys, RawInserts, Store, StoreConfig, StoreUrl, fsync_probe};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// CPU time of this process so far, all threads, in microseconds.
fn cpu_us() -> u64 {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0 };
    let spent_ns = |task: std::io::Result<std::fs::DirEntry>| -> Option<u64> {
        let schedstat = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        schedstat.split(' ').next()?.parse().ok()
    };
    tasks.filter_map(spent_ns).sum::<u64>() / 1000
}

fn message(case: CaseId, number: u64) -> Append {
    let words = format!("第{number}条：被告在开庭前已经归还一部分借款，请求核对转账记录和收条。");
    let body = EntryBody::MessagePosted {
        content: MessageContent::Text { text: words },
        quote: None,
        mentions: BTreeSet::new(),
    };
    let mut command = [0; 16];
    command[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    command[8..].copy_from_slice(&number.to_be_bytes());
    Append {
        case,
        drafts: vec![Draft {
            body: DraftBody::Ready(body),
            class: Class::Conversation,
            audience: Audience::Everyone,
            actor: ActorStamp { person: PersonId(11), role: Role::Plaintiff, assurance: Assurance::RealName },
            origin: Origin::Front,
        }],
        command: CommandId(command),
        proof: None,
        expected: Expected::Any,
        with: Vec::new(),
    }
}

/// Numbers of writers: those of `WEICOURT_BENCH_WRITERS`, such as `16,256`, or `usual`.
fn writers(usual: &str) -> Vec<usize> {
    let wanted = std::env::var("WEICOURT_BENCH_WRITERS").unwrap_or_else(|_| usual.to_owned());
    wanted.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

struct Row {
    per_second: u64,
    p50_us: u64,
    p99_us: u64,
    cpu_us_each: f64,
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
    let mut writers = tokio::task::JoinSet::new();
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
    let (elapsed, cpu_us) = (begin.elapsed(), cpu_us() - cpu_before);
    times_us.sort_unstable();
    let n = times_us.len().max(1);
    let rank = |percent: usize| times_us.get((n - 1) * percent / 100).copied().unwrap_or(0);
    Ok(Row {
        per_second: (n as u128 * 1_000_000 / elapsed.as_micros().max(1)) as u64,
        p50_us: rank(50),
        p99_us: rank(99),
        cpu_us_each: cpu_us as f64 / n as f64,
    })
}

fn print(what: &str, n_writers: usize, row: &Row) {
    println!(
        "{what:<24} {n_writers:>7} {:>9} {:>9} {:>9} {:>9.1}",
        row.per_second, row.p50_us, row.p99_us, row.cpu_us_each
    );
}

async fn bench(name: &str, url: StoreUrl, dir: &Path, duration: Duration) -> Result<(), Failure> {
    let keys = NodeKeys::load_or_create(&dir.join("keys"))?;
    let config = StoreConfig { url, blob_dir: dir.join("blobs"), readers: 2 };
    let now = || Instant(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |at| at.as_millis() as i64));
    let store = Store::open(config, keys, Arc::new(now)).await?;
    let mut cases = Vec::new();
    for _ in 0..1000 {
        cases.push(store.new_case().await?);
    }
    let cases = Arc::new(cases);
    println!("\n{name}: 1000 cases, {} s a row", duration.as_secs());
    println!(
        "{:<24} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "", "writers", "events/s", "p50 us", "p99 us", "cpu us/ev"
    );
    for n_writers in writers("1,16,256") {
        let (store, cases) = (store.clone(), cases.clone());
        let write = move |number: u64| {
            let (store, case) = (store.clone(), cases[(number % 1000) as usize]);
            async move {
                store.append(message(case, number)).await?;
                Ok(())
            }
        };
        print("append", n_writers, &measure(n_writers, duration, write).await?);
    }
    let raw = RawInserts::begin(&store).await?;
    for n_writers in writers("1,64,256") {
        let raw = raw.clone();
        let write = move |_| {
            let raw = raw.clone();
            async move {
                raw.insert(1000, &[7; 512]).await?;
                Ok(())
            }
        };
        print("raw single-row insert", n_writers, &measure(n_writers, duration, write).await?);
    }
    raw.end().await?;
    store.close().await?;
    Ok(())
}

fn main() -> Result<(), Failure> {
    let base = std::env::var_os("WEICOURT_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let seconds =
        std::env::var("WEICOURT_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let dir = tempfile::tempdir_in(base)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let probe = fsync_probe(dir.path(), Duration::from_secs(1))?;
        println!("fsync of 4 KiB: {}/s, p50 {} us, p99 {} us", probe.per_second, probe.p50_us, probe.p99_us);
        let duration = Duration::from_secs(seconds);
        let sqlite = StoreUrl::Sqlite { path: dir.path().join("weicourt.db") };
        bench("SQLite", sqlite, &dir.path().join("sqlite"), duration).await?;
        if let Ok(url) = std::env::var("WEICOURT_BENCH_PG") {
            bench("PostgreSQL", StoreUrl::Postgres { url }, &dir.path().join("postgres"), duration).await?;
        }
        let probe = fsync_probe(dir.path(), Duration::from_secs(1))?;
        println!(
            "\nfsync of 4 KiB: {}/s, p50 {} us, p99 {} us",
            probe.per_second, probe.p50_us, probe.p99_us
        );
        Ok(())
    })
}

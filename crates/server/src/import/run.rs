//! Reading, checking, sealing and writing, each where it belongs.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant as Stopwatch};

use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use weicourt_app::register::{NotTaken, RegisterIntake};
use weicourt_domain::entry::Defect;
use weicourt_domain::register::RegisterInput;
use weicourt_store::{ImportProgress, Imported, IndexTime, PreparedRecord, Store, StoreError};

use super::rejects::{Reject, Rejects};
use super::{Raw, RawRecord, fingerprint, records};

/// Records of one transaction.
const BATCH: usize = 4096;

/// Why an import stopped. What was written before stays; `--resume` goes on after it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The file cannot be read, or is no file of records.
    #[error("read {}: {error}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The reject file cannot be written.
    #[error("write {}: {error}", file.display())]
    Rejects {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The store failed.
    #[error("{error}: {}", std::error::Error::source(error).map(ToString::to_string).unwrap_or_default())]
    Store {
        /// Why.
        #[from]
        error: StoreError,
    },
    /// A thread ended badly.
    #[error("a thread ended badly")]
    Thread,
}

/// What to import.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The file.
    pub file: PathBuf,
    /// Whether to go on where an earlier import of the same file stopped.
    pub resume: bool,
    /// When the indexes are made.
    pub indexes: IndexTime,
}

/// What an import tells while it goes on.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// The file is this long, and an earlier import stopped here.
    Begun {
        /// Bytes of the file.
        file_bytes: u64,
        /// Lines that an earlier import is done with; the file is read from its beginning all the same.
        stopped_at: Option<u64>,
    },
    /// So far.
    Written(ImportProgress),
    /// Lines that were written before are read again.
    Remembered(u64),
    /// An index is made.
    Index(&'static str),
}

/// What came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Lines of the file.
    pub lines: u64,
    /// New cases.
    pub created: u64,
    /// Changed records.
    pub updated: u64,
    /// Records that were the same.
    pub unchanged: u64,
    /// Cases that were filed here and are known from their own log.
    pub filed_here: u64,
    /// Records refused; their lines and reasons are in the reject file.
    pub rejected: u64,
    /// The reject file, if something was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejects: Option<PathBuf>,
    /// Seconds for reading, checking, sealing and writing.
    pub load_s: f64,
    /// Seconds for making the indexes.
    pub index_s: f64,
}

/// A record of a batch after checking.
struct Checked {
    line: u64,
    end_line: u64,
    end_bytes: u64,
    record: Result<PreparedRecord, Reject>,
}

/// What stood in the file before: identities and numbers, by digest.
#[derive(Default)]
struct Seen {
    source_ids: HashSet<[u8; 16]>,
    numbers: HashSet<[u8; 16]>,
}

impl Seen {
    /// Whether the record is the first with its identity and number.
    fn add(&mut self, record: &PreparedRecord) -> Result<(), Defect> {
        if !self.source_ids.insert(short_digest(record.source_id())) {
            return Err(defect("source_id", "这个标识在文件前面已经出现过"));
        }
        if !self.numbers.insert(short_digest(&record.case_number())) {
            return Err(defect("case_number", "这个案号在文件前面已经出现过"));
        }
        Ok(())
    }
}

fn short_digest(text: &str) -> [u8; 16] {
    let digest = Sha256::digest(text.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&digest[..16]);
    short
}

fn defect(field: &str, reason: impl Into<String>) -> Defect {
    Defect { field: field.to_owned(), reason: reason.into() }
}

/// Imports the file.
///
/// # Errors
///
/// [`Failure`] says what stopped it; records that are wrong do not.
pub async fn run(
    store: &Store,
    intake: &RegisterIntake,
    plan: &Plan,
    mut tell: impl FnMut(Step) + Send,
) -> Result<Summary, Failure> {
    let begin = Stopwatch::now();
    let unreadable = |error| Failure::Read { file: plan.file.clone(), error };
    let file_bytes = std::fs::metadata(&plan.file).map_err(unreadable)?.len();
    let key = store.keyed_digest("import file", &fingerprint(&plan.file).map_err(unreadable)?);
    let stopped = store.import_progress(key).await?.filter(|progress| progress.finished_at.is_none());
    tell(Step::Begun { file_bytes, stopped_at: stopped.map(|progress| progress.n_lines) });
    let resumed = stopped.filter(|_| plan.resume);
    let mut progress = resumed.unwrap_or_default();
    let mut rejects = Rejects::beside(&plan.file);
    rejects
        .cut(progress.reject_bytes)
        .map_err(|error| Failure::Rejects { file: rejects.path().to_owned(), error })?;
    let begun = store.begin_import(key, resumed.is_some(), plan.indexes, |name| tell(Step::Index(name)));
    let mut import = begun.await?;

    let mut seen = Seen::default();
    let mut batches = std::pin::pin!(checked(plan.file.clone(), intake.clone()).map_err(unreadable)?);
    while let Some(batch) = batches.next().await {
        let mut refused = Vec::new();
        let mut records = Vec::with_capacity(BATCH);
        let mut next = progress;
        for checked in batch? {
            let done_before = checked.end_bytes <= progress.read_bytes;
            let first = checked.record.and_then(|record| match seen.add(&record) {
                Ok(()) => Ok(record),
                Err(defect) => Err(Reject {
                    line: checked.line,
                    source_id: Some(record.source_id().to_owned()),
                    reasons: vec![defect],
                }),
            });
            if done_before {
                tell(Step::Remembered(checked.end_bytes));
                continue;
            }
            (next.read_bytes, next.n_lines) = (checked.end_bytes, checked.end_line);
            match first {
                Ok(record) => records.push((checked.line, record)),
                Err(reject) => refused.push(reject),
            }
        }
        if next.read_bytes == progress.read_bytes {
            continue;
        }
        progress = write(&mut import, &mut rejects, records, refused, progress, next).await?;
        tell(Step::Written(progress));
    }
    let load_s = begin.elapsed().as_secs_f64();
    let begin = Stopwatch::now();
    import.finish(&progress, |name| tell(Step::Index(name))).await?;
    let rejected = progress.n_rejected;
    Ok(Summary {
        lines: progress.n_lines,
        created: progress.n_created,
        updated: progress.n_updated,
        unchanged: progress.n_unchanged,
        filed_here: progress.n_filed_here,
        rejected,
        rejects: (rejected > 0).then(|| rejects.path().to_owned()),
        load_s,
        index_s: begin.elapsed().as_secs_f64(),
    })
}

/// Writes one batch, as often as it takes until nobody else writes the same records.
async fn write(
    import: &mut weicourt_store::Import,
    rejects: &mut Rejects,
    records: Vec<(u64, PreparedRecord)>,
    refused: Vec<Reject>,
    before: ImportProgress,
    after: ImportProgress,
) -> Result<ImportProgress, Failure> {
    let lines: Vec<u64> = records.iter().map(|(line, _)| *line).collect();
    let mut records: Option<Vec<PreparedRecord>> =
        Some(records.into_iter().map(|(_, record)| record).collect());
    loop {
        // A copy for the case that somebody was first; nobody is while the register is loaded blindly.
        let again = if import.is_blind() { None } else { records.clone() };
        let batch = import.look(records.take().unwrap_or_default()).await?;
        let mut progress = after;
        let mut more = Vec::new();
        for ((outcome, line), record) in batch.outcomes().iter().zip(&lines).zip(batch.records()) {
            match outcome {
                Imported::Created => progress.n_created += 1,
                Imported::Updated => progress.n_updated += 1,
                Imported::Unchanged => progress.n_unchanged += 1,
                Imported::FiledHere => progress.n_filed_here += 1,
                Imported::NumberTaken => more.push(Reject {
                    line: *line,
                    source_id: Some(record.source_id().to_owned()),
                    reasons: vec![defect("case_number", "这个案号属于另一个标识的案件")],
                }),
            }
        }
        more.extend(refused.iter().cloned());
        more.sort_by_key(|reject| reject.line);
        progress.n_rejected += more.len() as u64;
        let written = rejects.cut(before.reject_bytes).and_then(|()| rejects.write(&more));
        let written = written.map_err(|error| Failure::Rejects { file: rejects.path().to_owned(), error })?;
        progress.reject_bytes = before.reject_bytes + written;
        if batch.commit(&progress).await? {
            return Ok(progress);
        }
        records = again;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Batches in the order of the file, checked and sealed on as many threads as there are processors.
fn checked(
    file: PathBuf,
    intake: RegisterIntake,
) -> io::Result<impl futures_util::Stream<Item = Result<Vec<Checked>, Failure>> + Send> {
    let mut records = records(&file)?;
    let (send, receive) = mpsc::channel::<io::Result<Vec<RawRecord>>>(2);
    tokio::task::spawn_blocking(move || {
        loop {
            let batch: io::Result<Vec<RawRecord>> = records.by_ref().take(BATCH).collect();
            let over = batch.as_ref().map_or(true, |batch| batch.len() < BATCH);
            // The other side is gone when the import failed.
            if send.blocking_send(batch).is_err() || over {
                return;
            }
        }
    });
    let raw = stream::unfold(receive, |mut receive| async move { Some((receive.recv().await?, receive)) });
    let n_threads = std::thread::available_parallelism().map_or(2, usize::from);
    let checked = raw.map(move |batch| {
        let (intake, file) = (intake.clone(), file.clone());
        async move {
            let batch = batch.map_err(|error| Failure::Read { file, error })?;
            let checking = tokio::task::spawn_blocking(move || {
                batch.into_iter().map(|raw| check(&intake, raw)).collect::<Result<Vec<_>, _>>()
            });
            Ok(checking.await.map_err(|_| Failure::Thread)??)
        }
    });
    // Driven by a task of its own, so that records are checked while others are written.
    let (done, ready) = mpsc::channel(2);
    tokio::spawn(async move {
        let mut checked = std::pin::pin!(checked.buffered(n_threads));
        while let Some(batch) = checked.next().await {
            let over = batch.is_err();
            // The other side is gone when the import failed.
            if done.send(batch).await.is_err() || over {
                return;
            }
        }
    });
    Ok(stream::unfold(ready, |mut ready| async move { Some((ready.recv().await?, ready)) }))
}

fn check(intake: &RegisterIntake, raw: RawRecord) -> Result<Checked, StoreError> {
    let RawRecord { line, end_line, end_bytes, what } = raw;
    let refuse = |source_id: Option<String>, reasons| Reject { line, source_id, reasons };
    let input = match what {
        Raw::Bad(reason) => Err(refuse(None, vec![defect("", reason)])),
        Raw::Input(input) => Ok(*input),
        Raw::Json(bytes) => serde_json::from_slice::<RegisterInput>(&bytes)
            .map_err(|error| refuse(None, vec![json_defect(&error)])),
    };
    let record = match input {
        Err(reject) => Err(reject),
        Ok(input) => match intake.prepare(&input) {
            Ok(record) => Ok(record),
            Err(NotTaken::Defects(reasons)) => {
                let told = |id: &String| {
                    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
                };
                Err(refuse(Some(input.source_id).filter(told), reasons))
            }
            Err(NotTaken::Broken(error)) => return Err(error),
        },
    };
    Ok(Checked { line, end_line, end_bytes, record })
}

/// What is wrong with a line of JSON, without its words.
fn json_defect(error: &serde_json::Error) -> Defect {
    let text = error.to_string();
    let column = error.column();
    let unknown = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    match unknown {
        Some(name) if name.len() <= 40 && name.is_ascii() => defect(name, "没有这个字段"),
        _ if error.is_data() => defect("", format!("第{column}个字节附近的值类型不对")),
        _ => defect("", format!("不是JSON，第{column}个字节附近有错")),
    }
}

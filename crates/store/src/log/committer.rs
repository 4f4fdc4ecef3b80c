//! The one task that writes the log of this node.
//!
//! It takes whatever waits in its queue, gives every entry its place, and commits it all in one
//! transaction. There is no timer: the sync of the disk in progress is the window in which the next
//! batch gathers. So one writer pays one sync, and 256 writers share one.
//!
//! The unique indexes of `entry` are the last guard: if another node on the same database was first,
//! or a command had been written before, the batch is rolled back and each append is tried alone.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, Value};
use tokio::sync::{broadcast, mpsc, oneshot};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Draft, DraftBody, Entry, Heads, Place, seal};

use super::codec::{ENTRY_COLUMNS, N_COLUMNS, entry_of, push_row};
use super::read::{command_sql, head_values, load_heads};
use super::received::ReceivedJob;
use super::{Append, Appended, Committed, Expected, acts, numbering, with_rows};
use crate::case_keys::{CaseKey, CaseKeys};
use crate::database::{CHUNKS, Database, bytes, case as case_value, chunk, is_taken};
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::projections;
use crate::sealing::{Sealer, fill_random};
use crate::store::Clock;

/// Appends of one transaction at most.
const BATCH: usize = 512;
/// Cases whose heads are remembered; the cache starts again when it is full.
const HEADS_MAX: usize = 100_000;
/// How often an append is tried alone before its caller must decide again.
const TRIES: usize = 8;

type Reply = oneshot::Sender<Result<Appended, StoreError>>;

/// Something to be written.
pub(crate) enum Job {
    /// Decided here.
    Append { append: Append, reply: Reply },
    /// Decided by another node.
    Received(ReceivedJob),
}

/// Copies of one command that came together.
struct Group {
    append: Append,
    replies: Vec<Reply>,
}

/// What a transaction did for one append.
struct Done {
    entries: Vec<Arc<Entry>>,
    heads: Heads,
}

/// Why a whole transaction was rolled back.
pub(super) enum Failed {
    /// One of the appends, or another writer, spoiled it: try each alone.
    Spoiled(StoreError),
    /// The database is not there: trying again at once would only wait longer.
    Down(Arc<DbErr>),
}

impl From<DbErr> for Failed {
    fn from(error: DbErr) -> Failed {
        match error {
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Failed::Down(Arc::new(error)),
            error => Failed::Spoiled(error.into()),
        }
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Failed {
        Failed::Spoiled(error)
    }
}

pub(crate) struct Committer {
    pub(super) database: Database,
    pub(super) keys: NodeKeys,
    pub(super) case_keys: Arc<CaseKeys>,
    pub(super) outbox_sealer: Sealer,
    pub(super) now: Clock,
    pub(super) committed: broadcast::Sender<Arc<Committed>>,
    pub(super) heads: HashMap<CaseId, Heads>,
    /// Statements for each size of [`CHUNKS`].
    pub(super) insert_entries: [String; CHUNKS.len()],
    pub(super) upsert_heads: [String; CHUNKS.len()],
}

/// Entries sealed for one transaction, and the heads after them.
#[derive(Default)]
pub(super) struct Sealed {
    pub(super) rows: Vec<Value>,
    pub(super) heads: HashMap<CaseId, (Heads, Instant)>,
}

impl Committer {
    pub(crate) fn new(
        database: Database,
        keys: NodeKeys,
        case_keys: Arc<CaseKeys>,
        now: Clock,
        committed: broadcast::Sender<Arc<Committed>>,
    ) -> Committer {
        let insert_entries = CHUNKS.map(|rows| {
            format!("insert into entry ({ENTRY_COLUMNS}) values {}", database.rows(rows, N_COLUMNS))
        });
        let upsert_heads = CHUNKS.map(|rows| {
            format!(
                "insert into head (case_id, front_seq, front_hash, court_seq, court_hash, n, last_at) values {}
                 on conflict (case_id) do update set {}",
                database.rows(rows, 7),
                later_head()
            )
        });
        let outbox_sealer = keys.sealer("outbox");
        Committer {
            database,
            keys,
            case_keys,
            outbox_sealer,
            now,
            committed,
            heads: HashMap::new(),
            insert_entries,
            upsert_heads,
        }
    }

    /// Writes until every sender is gone and the queue is empty.
    pub(crate) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(BATCH);
        while jobs.recv_many(&mut batch, BATCH).await > 0 {
            let (begin, n_appends) = (Stopwatch::now(), batch.len());
            // What came from another node waits for what is decided here, and is written by itself.
            let (mut appends, mut received) = (Vec::with_capacity(batch.len()), Vec::new());
            for job in batch.drain(..) {
                match job {
                    Job::Append { append, reply } => appends.push((append, reply)),
                    Job::Received(job) => received.push(job),
                }
            }
            if !appends.is_empty() {
                self.commit(appends.into_iter()).await;
            }
            for job in received {
                self.receive(job).await;
            }
            metrics::histogram!("weicourt_append_seconds").record(begin.elapsed());
            metrics::histogram!("weicourt_append_batch_size").record(n_appends as f64);
        }
    }

    async fn commit(&mut self, jobs: impl Iterator<Item = (Append, Reply)>) {
        let mut groups: Vec<Group> = Vec::new();
        let mut known: HashMap<(CaseId, CommandId), usize> = HashMap::new();
        for (append, reply) in jobs {
            match known.entry((append.case, append.command)) {
                Slot::Occupied(slot) => groups[*slot.get()].replies.push(reply),
                Slot::Vacant(slot) => {
                    slot.insert(groups.len());
                    groups.push(Group { append, replies: vec![reply] });
                }
            }
        }
        let appends: Vec<&Append> = groups.iter().map(|group| &group.append).collect();
        match self.attempt(&appends).await {
            Ok(outcomes) => {
                self.announce(&outcomes);
                for (group, outcome) in groups.into_iter().zip(outcomes) {
                    match outcome {
                        Ok(done) => answer(group.replies, done, false),
                        Err(error) => self.answer_refused(group, error).await,
                    }
                }
            }
            Err(Failed::Down(error)) => {
                self.forget(&groups);
                for group in groups {
                    for reply in group.replies {
                        // The caller may have gone away.
                        let _ = reply.send(Err(StoreError::Database(error.clone())));
                    }
                }
            }
            Err(Failed::Spoiled(_)) => {
                self.forget(&groups);
                for group in groups {
                    self.commit_alone(group).await;
                }
            }
        }
    }

    /// Tries one append until no other node comes between.
    async fn commit_alone(&mut self, group: Group) {
        let mut tries = 0;
        let error = loop {
            tries += 1;
            match self.repeated(&group.append).await {
                Ok(Some(done)) => return answer(group.replies, done, true),
                Ok(None) => {}
                Err(error) => break error,
            }
            match self.attempt(&[&group.append]).await.map(|mut outcomes| outcomes.pop()) {
                Ok(Some(Ok(done))) => {
                    self.announce(std::slice::from_ref(&Ok(Done {
                        entries: done.entries.clone(),
                        heads: done.heads,
                    })));
                    return answer(group.replies, done, false);
                }
                Ok(Some(Err(error))) => break error,
                Ok(None) => break StoreError::Closed,
                Err(Failed::Down(error)) => break StoreError::Database(error),
                Err(Failed::Spoiled(StoreError::Database(error))) if is_taken(&error) && tries < TRIES => {
                    self.heads.remove(&group.append.case);
                }
                Err(Failed::Spoiled(error)) => break error,
            }
        };
        self.heads.remove(&group.append.case);
        self.answer_refused(group, error).await;
    }

    /// A refusal is final only if the command was not written before: a repeated command finds the
    /// case moved on by itself.
    async fn answer_refused(&mut self, group: Group, error: StoreError) {
        if matches!(error, StoreError::Conflict(_) | StoreError::InvitationSpent)
            && let Ok(Some(done)) = self.repeated(&group.append).await
        {
            return answer(group.replies, done, true);
        }
        let mut replies = group.replies.into_iter();
        if let Some(first) = replies.next() {
            for reply in replies {
                let same = match &error {
                    StoreError::Conflict(heads) => StoreError::Conflict(*heads),
                    StoreError::NoCaseKey(case) => StoreError::NoCaseKey(*case),
                    StoreError::InvitationSpent => StoreError::InvitationSpent,
                    StoreError::Database(error) => StoreError::Database(error.clone()),
                    _ => StoreError::Unreadable("append"),
                };
                let _ = reply.send(Err(same));
            }
            let _ = first.send(Err(error));
        }
    }

    /// The original entries of a command that was written before.
    async fn repeated(&mut self, append: &Append) -> Result<Option<Done>, StoreError> {
        let values = vec![case_value(append.case), bytes(append.command.0)];
        let statement = self.database.statement(command_sql(), values);
        let rows = self.database.writer.query_all_raw(statement).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let Some(key) = self.case_keys.get_now(&self.database, append.case).await? else {
            return Ok(None);
        };
        let entries = rows.iter().map(|row| entry_of(row, &key)).collect::<Result<_, _>>()?;
        let heads = load_heads(&self.database, &self.database.writer, append.case).await?;
        Ok(Some(Done { entries, heads }))
    }

    /// Seals and writes `appends` in one transaction. An append that is refused does not disturb the
    /// others; an error rolls everything back and leaves the remembered heads as they were.
    async fn attempt(&mut self, appends: &[&Append]) -> Result<Vec<Result<Done, StoreError>>, Failed> {
        let now = (self.now)();
        let n_drafts: usize = appends.iter().map(|append| append.drafts.len()).sum();
        let mut random = vec![[0; 28]; n_drafts];
        fill_random(random.as_flattened_mut())?;
        let mut random = random.into_iter();

        let mut transaction = None;
        let mut sealed = Sealed::default();
        sealed.rows.reserve(n_drafts * N_COLUMNS);
        let mut outcomes = Vec::with_capacity(appends.len());
        let mut keys = Vec::with_capacity(appends.len());
        for append in appends {
            let key = match self.case_keys.get_now(&self.database, append.case).await {
                Ok(Some(key)) => Some(key),
                Ok(None) => {
                    // The case is being changed as a whole: its caller loads it again, which waits.
                    let heads = self.current_heads(&sealed, append.case).await?;
                    outcomes.push(Err(StoreError::Conflict(heads)));
                    keys.push(None);
                    continue;
                }
                Err(StoreError::Database(error)) => return Err(Failed::Spoiled(StoreError::Database(error))),
                Err(error) => {
                    // Erased, perhaps; if it begins again, it begins at the first entry.
                    self.heads.remove(&append.case);
                    outcomes.push(Err(error));
                    keys.push(None);
                    continue;
                }
            };
            let heads = match append.expected {
                Expected::At(_) if self.database.backend == DbBackend::Postgres => {
                    self.locked_heads(&sealed, append.case, &mut transaction).await?
                }
                _ => self.current_heads(&sealed, append.case).await?,
            };
            if let Expected::At(position) = append.expected
                && position != heads.position()
            {
                outcomes.push(Err(StoreError::Conflict(heads)));
                keys.push(None);
                continue;
            }
            if let Some(key) = &key {
                let done = self
                    .seal_all(append, heads, key, now, &mut random, &mut sealed, &mut transaction)
                    .await?;
                outcomes.push(Ok(done));
            }
            keys.push(key);
        }
        if outcomes.iter().all(Result::is_err) {
            return Ok(outcomes);
        }

        let transaction = match transaction {
            Some(transaction) => transaction,
            None => self.database.begin().await?,
        };
        self.insert(&transaction, &mut sealed).await?;
        let written = appends.iter().zip(&keys).zip(&outcomes);
        let written = written.filter(|(_, outcome)| outcome.is_ok());
        let statements =
            written.filter_map(|((append, key), _)| key.as_ref().map(|key| (*append, key.as_ref())));
        acts::write(&self.database, &transaction, statements).await?;
        for ((append, key), outcome) in appends.iter().zip(&keys).zip(&outcomes) {
            let (Some(key), Ok(done)) = (key, outcome) else { continue };
            for entry in &done.entries {
                if projections::concern(entry.envelope.kind) {
                    projections::apply(&self.database, &self.keys, &transaction, entry, key).await?;
                }
            }
            for row in &append.with {
                let sealer = &self.outbox_sealer;
                with_rows::write(&self.database, &transaction, sealer, append.case, key, row, now).await?;
            }
        }
        transaction.commit().await?;

        if self.heads.len() + sealed.heads.len() > HEADS_MAX {
            self.heads.clear();
        }
        self.heads.extend(sealed.heads.into_iter().map(|(case, (heads, _))| (case, heads)));
        Ok(outcomes)
    }

    async fn current_heads(&mut self, sealed: &Sealed, case: CaseId) -> Result<Heads, Failed> {
        if let Some((heads, _)) = sealed.heads.get(&case) {
            return Ok(*heads);
        }
        if let Some(heads) = self.heads.get(&case) {
            return Ok(*heads);
        }
        // Readers see what is committed, and nothing else writes this case inside this batch.
        let heads = load_heads(&self.database, &self.database.reader, case).await?;
        self.heads.insert(case, heads);
        Ok(heads)
    }

    /// Heads as they are now and stay until the end of the transaction. What this node remembers does
    /// not know what another node on the same database wrote to the other chain.
    async fn locked_heads(
        &self,
        sealed: &Sealed,
        case: CaseId,
        transaction: &mut Option<DatabaseTransaction>,
    ) -> Result<Heads, Failed> {
        if let Some((heads, _)) = sealed.heads.get(&case) {
            return Ok(*heads);
        }
        let transaction = begun(&self.database, transaction).await?;
        let lock = "select 1 from head where case_id = $1 for update";
        transaction.query_one_raw(self.database.statement(lock, vec![case_value(case)])).await?;
        Ok(load_heads(&self.database, transaction, case).await?)
    }

    #[expect(clippy::too_many_arguments, reason = "one step of `attempt`, which owns all of these")]
    async fn seal_all(
        &self,
        append: &Append,
        mut heads: Heads,
        key: &CaseKey,
        now: Instant,
        random: &mut impl Iterator<Item = [u8; 28]>,
        sealed: &mut Sealed,
        transaction: &mut Option<DatabaseTransaction>,
    ) -> Result<Done, Failed> {
        let mut entries = Vec::with_capacity(append.drafts.len());
        for (index, draft) in append.drafts.iter().enumerate() {
            let body = match &draft.body {
                DraftBody::Ready(body) => body.clone(),
                DraftBody::AwaitsNumber(pending) => {
                    let transaction = begun(&self.database, transaction).await?;
                    let serial = numbering::next_serial(&self.database, transaction, &pending.series).await?;
                    pending.clone().numbered(serial)
                }
            };
            let random = random.next().ok_or(StoreError::Random)?;
            let (nonce, salt) = split_random(&random);
            let place = Place {
                case: append.case,
                at: now,
                command: append.command,
                command_index: index as u16,
                salt,
                proof: append.proof.clone(),
            };
            let entry = self.seal_one(&heads, draft, body, place)?;
            push_row(&mut sealed.rows, &entry, key, nonce)?;
            heads.advance(&entry.envelope, entry.hash);
            entries.push(Arc::new(entry));
        }
        sealed.heads.insert(append.case, (heads, now));
        Ok(Done { entries, heads })
    }

    fn seal_one(
        &self,
        heads: &Heads,
        draft: &Draft,
        body: weicourt_domain::entry::EntryBody,
        place: Place,
    ) -> Result<Entry, StoreError> {
        Ok(seal(heads, draft, body, place, self.keys.signing_key())?)
    }

    pub(super) async fn insert(
        &self,
        transaction: &DatabaseTransaction,
        sealed: &mut Sealed,
    ) -> Result<(), DbErr> {
        let mut rows = std::mem::take(&mut sealed.rows).into_iter();
        let mut left = rows.len() / N_COLUMNS;
        while left > 0 {
            let size = chunk(left);
            let values = rows.by_ref().take(size * N_COLUMNS).collect();
            let sql = statement_of(&self.insert_entries, size);
            transaction.execute_raw(self.database.statement(sql, values)).await?;
            left -= size;
        }
        // In the order of their ids, so that two nodes on one PostgreSQL never wait for each other.
        let mut heads: Vec<_> = sealed.heads.iter().collect();
        heads.sort_unstable_by_key(|(case, _)| **case);
        let mut heads = heads.as_slice();
        while !heads.is_empty() {
            let (now, later) = heads.split_at(chunk(heads.len()));
            let values =
                now.iter().flat_map(|(case, (heads, at))| head_values(**case, heads, at.0)).collect();
            let sql = statement_of(&self.upsert_heads, now.len());
            transaction.execute_raw(self.database.statement(sql, values)).await?;
            heads = later;
        }
        Ok(())
    }

    /// Tells followers, once per case and commit.
    fn announce(&self, outcomes: &[Result<Done, StoreError>]) {
        let mut by_case: HashMap<CaseId, Committed> = HashMap::new();
        for done in outcomes.iter().flatten() {
            for entry in &done.entries {
                let case = entry.envelope.case;
                let committed = by_case.entry(case).or_insert_with(|| Committed {
                    case,
                    entries: Vec::new(),
                    heads: done.heads,
                });
                committed.entries.push(entry.clone());
                committed.heads = done.heads;
            }
        }
        for committed in by_case.into_values() {
            // Nobody may be listening.
            let _ = self.committed.send(Arc::new(committed));
        }
    }

    fn forget(&mut self, groups: &[Group]) {
        for group in groups {
            self.heads.remove(&group.append.case);
        }
    }
}

/// The transaction, begun if it was not.
pub(super) async fn begun<'a>(
    database: &Database,
    transaction: &'a mut Option<DatabaseTransaction>,
) -> Result<&'a DatabaseTransaction, DbErr> {
    match transaction {
        Some(transaction) => Ok(transaction),
        None => Ok(transaction.insert(database.begin().await?)),
    }
}

/// Moves a row of `head` forward, never back: another node may know one of the chains better.
fn later_head() -> String {
    let later = |chain: &str, column: &str| {
        format!(
            "{column} = case when excluded.{chain} >= head.{chain} then excluded.{column} else head.{column} end"
        )
    };
    [
        later("front_seq", "front_seq"),
        later("front_seq", "front_hash"),
        later("court_seq", "court_seq"),
        later("court_seq", "court_hash"),
        later("n", "n"),
        later("last_at", "last_at"),
    ]
    .join(", ")
}

fn split_random(random: &[u8; 28]) -> ([u8; 12], [u8; 16]) {
    let (mut nonce, mut salt) = ([0; 12], [0; 16]);
    nonce.copy_from_slice(&random[..12]);
    salt.copy_from_slice(&random[12..]);
    (nonce, salt)
}

fn statement_of(statements: &[String; CHUNKS.len()], size: usize) -> &str {
    let index = CHUNKS.iter().position(|chunk| *chunk == size).unwrap_or(CHUNKS.len() - 1);
    &statements[index]
}

fn answer(replies: Vec<Reply>, done: Done, repeated: bool) {
    for (index, reply) in replies.into_iter().enumerate() {
        let appended =
            Appended { entries: done.entries.clone(), repeated: repeated || index > 0, heads: done.heads };
        // The caller may have gone away; the entry stands all the same.
        let _ = reply.send(Ok(appended));
    }
}

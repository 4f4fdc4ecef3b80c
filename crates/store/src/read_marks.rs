//! How far each member has read each case.
//!
//! Five members read every message, so marks move five times as often as the log grows. They are kept
//! in memory and written behind, many at once, every two seconds: a crash may show a message as unread
//! again, nothing else. Marks only move forward, so writing one twice is harmless.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::ConnectionTrait as _;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::Position;

use crate::Store;
use crate::database::{
    Columns, Database, LIST_MAX, big, case as case_value, chunk, in_list, person as person_value,
};
use crate::error::StoreError;

const WRITE_EVERY: Duration = Duration::from_secs(2);

/// In the order of their keys, so that two nodes on one PostgreSQL never wait for each other.
type Marks = BTreeMap<(CaseId, PersonId), Position>;

/// Marks that the database does not know yet.
#[derive(Debug, Default)]
struct Pending {
    waiting: Marks,
    being_written: Marks,
}

impl Pending {
    fn put_back(&mut self) {
        for (key, mark) in std::mem::take(&mut self.being_written) {
            let known = self.waiting.entry(key).or_default();
            *known = known.join(mark);
        }
    }
}

#[derive(Debug, Default)]
struct Shared {
    pending: Mutex<Pending>,
    wake: Notify,
    /// Held while marks are written.
    writing: tokio::sync::Mutex<()>,
}

impl Shared {
    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(&self, database: &Database) -> Result<(), StoreError> {
        let _writing = self.writing.lock().await;
        let marks: Vec<_> = {
            let mut pending = self.pending();
            pending.put_back();
            pending.being_written = std::mem::take(&mut pending.waiting);
            pending.being_written.iter().map(|(key, mark)| (*key, *mark)).collect()
        };
        let written = write(database, &marks).await;
        let mut pending = self.pending();
        match written {
            Ok(()) => pending.being_written.clear(),
            Err(_) => pending.put_back(),
        }
        written
    }
}

#[derive(Debug)]
pub(crate) struct ReadMarks {
    shared: Arc<Shared>,
    database: Database,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl ReadMarks {
    pub(crate) fn new(database: Database) -> ReadMarks {
        let shared = Arc::new(Shared::default());
        let (marks, connection) = (shared.clone(), database.clone());
        let writer = tokio::spawn(async move {
            loop {
                marks.wake.notified().await;
                tokio::time::sleep(WRITE_EVERY).await;
                if let Err(error) = marks.write(&connection).await {
                    tracing::warn!(%error, "read marks are not written yet");
                    marks.wake.notify_one();
                }
            }
        });
        ReadMarks { shared, database, writer: Mutex::new(Some(writer)) }
    }

    /// Forgets all marks of `cases`; none is being written when this returns. Later ones are not written,
    /// because the cases have no key.
    pub(crate) async fn forget(&self, cases: &[CaseId]) {
        let _writing = self.shared.writing.lock().await;
        let mut pending = self.shared.pending();
        pending.put_back();
        pending.waiting.retain(|(case, _), _| !cases.contains(case));
    }

    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.abort();
            // It was cancelled or ended by itself: both are the end of it. What it was writing stays
            // in `being_written` and is written again.
            let _ = writer.await;
        }
        self.shared.write(&self.database).await
    }
}

async fn write(database: &Database, marks: &[((CaseId, PersonId), Position)]) -> Result<(), StoreError> {
    if marks.is_empty() {
        return Ok(());
    }
    let transaction = database.begin().await?;
    let mut rest = marks;
    while !rest.is_empty() {
        let (now, later) = rest.split_at(chunk(rest.len()));
        // The mark of a case that was erased meanwhile, perhaps by another node, would be all that is left.
        let sql = format!(
            "with w (case_id, person, front, court) as (values {})
             insert into read_mark (case_id, person, front, court)
             select w.case_id, w.person, w.front, w.court from w
             where exists (select 1 from case_key k where k.case_id = w.case_id and k.wrapped is not null)
             on conflict (case_id, person) do update set
             front = case when excluded.front > read_mark.front then excluded.front else read_mark.front end,
             court = case when excluded.court > read_mark.court then excluded.court else read_mark.court end",
            numbers(now.len(), 4)
        );
        let values = now
            .iter()
            .flat_map(|((case, person), mark)| {
                [case_value(*case), person_value(*person), big(mark.front), big(mark.court)]
            })
            .collect();
        transaction.execute_raw(database.statement(sql, values)).await?;
        rest = later;
    }
    transaction.commit().await?;
    Ok(())
}

/// `rows` rows of `columns` numbers. PostgreSQL must be told that they are numbers.
fn numbers(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let cells = (1..=columns).map(|column| format!("cast(${} as bigint)", row * columns + column));
        format!("({})", cells.collect::<Vec<_>>().join(","))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}

impl Store {
    /// Moves a person's mark in a case forward to `mark`, chain by chain; never back. Visible at once on
    /// this node, durable a few seconds later.
    pub fn set_read_mark(&self, case: CaseId, person: PersonId, mark: Position) {
        let shared = &self.inner.read_marks.shared;
        let mut pending = shared.pending();
        let known = pending.waiting.entry((case, person)).or_default();
        *known = known.join(mark);
        drop(pending);
        shared.wake.notify_one();
    }

    /// Marks of all who have read something of a case.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn read_marks_of_case(&self, case: CaseId) -> Result<HashMap<PersonId, Position>, StoreError> {
        // Marks in memory are taken first: one that is written meanwhile is then seen twice, not never.
        let mut marks: HashMap<PersonId, Position> = HashMap::new();
        {
            let pending = self.inner.read_marks.shared.pending();
            let of_case = (case, PersonId(0))..=(case, PersonId(u64::MAX));
            for known in [&pending.waiting, &pending.being_written] {
                for ((_, person), mark) in known.range(of_case.clone()) {
                    join(&mut marks, *person, *mark);
                }
            }
        }
        let sql = "select person, front, court from read_mark where case_id = $1";
        for row in self.database().all(sql, vec![case_value(case)]).await? {
            let mut columns = Columns::of(&row);
            let person = columns.person()?;
            let mark = Position { front: columns.number()?, court: columns.number()? };
            join(&mut marks, person, mark);
        }
        Ok(marks)
    }

    /// A person's marks in `cases`; cases they have read nothing of are missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn read_marks_of_person(
        &self,
        person: PersonId,
        cases: &[CaseId],
    ) -> Result<HashMap<CaseId, Position>, StoreError> {
        let mut marks = HashMap::new();
        {
            let pending = self.inner.read_marks.shared.pending();
            for known in [&pending.waiting, &pending.being_written] {
                for case in cases {
                    if let Some(mark) = known.get(&(*case, person)) {
                        join(&mut marks, *case, *mark);
                    }
                }
            }
        }
        for some in cases.chunks(LIST_MAX) {
            let ids: Vec<u64> = some.iter().map(|case| case.0).collect();
            let (list, ids) = in_list(2, &ids);
            let sql = format!(
                "select case_id, front, court from read_mark where person = $1 and case_id in ({list})"
            );
            let values = std::iter::once(person_value(person)).chain(ids).collect();
            for row in self.database().all(&sql, values).await? {
                let mut columns = Columns::of(&row);
                let case = columns.case()?;
                let mark = Position { front: columns.number()?, court: columns.number()? };
                join(&mut marks, case, mark);
            }
        }
        Ok(marks)
    }
}

fn join<K: std::hash::Hash + Eq>(marks: &mut HashMap<K, Position>, key: K, mark: Position) {
    let known = marks.entry(key).or_default();
    *known = known.join(mark);
}

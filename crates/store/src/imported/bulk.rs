//! Many records at a time, with a mark of how far the file was read in the same transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, Value};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::register::RegisterNumber;

use super::{IMPORTED, INSERT, IndexTime, N_COLUMNS, PreparedRecord, SELECT, row_values};
use crate::Store;
use crate::database::{Columns, at, big, digest, is_taken, text};
use crate::error::StoreError;
use crate::projections::case_register::NUMBER_DIGEST;

/// Row counts of multi-row statements; SQLite binds at most 32 766 values.
const CASES: [usize; 6] = [512, 128, 32, 8, 2, 1];
const PEOPLE: [usize; 6] = [4096, 1024, 256, 64, 8, 1];
/// Rows looked for at once.
const LOOK: usize = 256;

/// How far a file was read, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportProgress {
    /// Bytes of the file that are done with.
    pub read_bytes: u64,
    /// Lines of the file that are done with.
    pub n_lines: u64,
    /// New cases.
    pub n_created: u64,
    /// Changed records.
    pub n_updated: u64,
    /// Records that were the same.
    pub n_unchanged: u64,
    /// Cases that were filed here and are known from their own log.
    pub n_filed_here: u64,
    /// Records refused.
    pub n_rejected: u64,
    /// Bytes of the reject file that belong to all this.
    pub reject_bytes: u64,
    /// When the file was begun.
    pub started_at: Option<Instant>,
    /// When it was finished.
    pub finished_at: Option<Instant>,
}

/// What becomes of a record of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// A new case.
    Created,
    /// The record changed.
    Updated,
    /// The record was the same.
    Unchanged,
    /// The case was filed here.
    FiledHere,
    /// Another record has this case number.
    NumberTaken,
}

/// An import that is going on.
#[derive(Debug)]
pub struct Import {
    store: Store,
    file: Digest,
    /// Whether the register was empty and has no indexes: nothing has to be looked for.
    blind: bool,
    /// Whether cases were filed here, whose numbers have to be looked for.
    has_native: bool,
    last_id: u64,
    statements: HashMap<(bool, usize), String>,
}

/// A batch that was looked at and waits to be committed.
#[derive(Debug)]
pub struct ImportBatch<'import> {
    import: &'import mut Import,
    transaction: DatabaseTransaction,
    records: Vec<PreparedRecord>,
    known: HashMap<String, super::ImportedCase>,
    outcomes: Vec<Imported>,
}

impl Store {
    /// How far a file was read, if its import was begun.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn import_progress(&self, file: Digest) -> Result<Option<ImportProgress>, StoreError> {
        let sql = "select read_bytes, n_lines, n_created, n_updated, n_unchanged, n_filed_here, n_rejected,
                   reject_bytes, started_at, finished_at from register_import where file = $1";
        let row = self.database().one(sql, vec![digest(file)]).await?;
        row.map(|row| {
            let mut columns = Columns::of(&row);
            Ok(ImportProgress {
                read_bytes: columns.number()?,
                n_lines: columns.number()?,
                n_created: columns.number()?,
                n_updated: columns.number()?,
                n_unchanged: columns.number()?,
                n_filed_here: columns.number()?,
                n_rejected: columns.number()?,
                reject_bytes: columns.number()?,
                started_at: Some(columns.at()?),
                finished_at: columns.take::<Option<i64>>()?.map(Instant),
            })
        })
        .transpose()
    }

    /// Begins an import, or goes on with one whose progress was `resumed`. `file` names the file by a keyed
    /// digest; `before_index` is told the name of each index that has to be made first, because another
    /// import left it to be made.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn begin_import(
        &self,
        file: Digest,
        resumed: bool,
        time: IndexTime,
        before_index: impl FnMut(&'static str),
    ) -> Result<Import, StoreError> {
        let has_native =
            self.any("select 1 from case_register where number_digest is not null limit 1").await?;
        let has_cases = has_native || self.any("select 1 from head limit 1").await?;
        let missing = !self.missing_indexes().await?.is_empty();
        let blind = if missing && resumed {
            true
        } else {
            if missing {
                self.make_indexes(before_index).await?;
            }
            let afterwards = match time {
                IndexTime::Automatic => !has_cases,
                IndexTime::Afterwards => true,
                IndexTime::RowByRow => false,
            };
            afterwards && !resumed && self.drop_indexes_of_empty().await?
        };
        if self.database().backend == DbBackend::Sqlite {
            // Room for the pages of a batch and for sorting; the process ends after the import.
            self.database().writer.execute_unprepared("pragma cache_size = -262144").await?;
        }
        Ok(Import { store: self.clone(), file, blind, has_native, last_id: 0, statements: HashMap::new() })
    }

    async fn any(&self, sql: &str) -> Result<bool, StoreError> {
        Ok(self.database().one(sql, vec![]).await?.is_some())
    }
}

impl Import {
    /// Whether a record whose identity or number stood in the file before would go unnoticed by the database.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.blind
    }

    /// Looks what has to be done with `records`, whose identities and numbers differ.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a record that has to be replaced does not open.
    pub async fn look(&mut self, records: Vec<PreparedRecord>) -> Result<ImportBatch<'_>, StoreError> {
        let transaction = self.store.database().begin().await?;
        let mut outcomes = vec![Imported::Created; records.len()];
        let mut known = HashMap::new();
        if !self.blind {
            for imported in
                self.find(&transaction, "source_id", records.iter().map(|r| r.source_id().to_owned())).await?
            {
                known.insert(imported.record.source_id.clone(), imported);
            }
            let numbers = records.iter().map(PreparedRecord::case_number);
            let taken: HashMap<String, String> = self
                .find(&transaction, "case_number", numbers)
                .await?
                .into_iter()
                .map(|other| (other.record.case_number.to_string(), other.record.source_id))
                .collect();
            for (record, outcome) in records.iter().zip(&mut outcomes) {
                let taken = taken.get(&record.case_number()).is_some_and(|other| other != record.source_id());
                *outcome = match known.get(record.source_id()) {
                    Some(known) if known.content == record.content => Imported::Unchanged,
                    _ if taken => Imported::NumberTaken,
                    Some(_) => Imported::Updated,
                    None => Imported::Created,
                };
            }
        }
        if self.has_native {
            let here = self.filed_here(&transaction, &records).await?;
            for (record, outcome) in records.iter().zip(&mut outcomes) {
                if *outcome == Imported::Created && here.contains(&record.case_number()) {
                    *outcome = Imported::FiledHere;
                }
            }
        }
        Ok(ImportBatch { import: self, transaction, records, known, outcomes })
    }

    async fn find(
        &self,
        transaction: &DatabaseTransaction,
        column: &str,
        words: impl Iterator<Item = String>,
    ) -> Result<Vec<super::ImportedCase>, StoreError> {
        let mut found = Vec::new();
        for (list, values) in lists(words.map(text).collect()) {
            let sql = format!("select {SELECT} from register_case r where r.{column} in ({list})");
            let rows = transaction.query_all_raw(self.store.database().statement(sql, values)).await?;
            for row in &rows {
                found.push(self.store.imported_of(row)?);
            }
        }
        Ok(found)
    }

    /// Numbers of those records whose cases were filed here.
    async fn filed_here(
        &self,
        transaction: &DatabaseTransaction,
        records: &[PreparedRecord],
    ) -> Result<HashSet<String>, StoreError> {
        let numbers = records.iter().map(PreparedRecord::case_number);
        let by_digest: HashMap<Digest, String> = numbers
            .map(|number| (self.store.keyed_digest(NUMBER_DIGEST, number.as_bytes()), number))
            .collect();
        let mut found = HashSet::new();
        for (list, values) in lists(by_digest.keys().map(|number| digest(*number)).collect()) {
            // A case that came from the register has its number in both tables.
            let sql = format!(
                "select n.number_digest from case_register n where n.number_digest in ({list})
                 and not exists (select 1 from register_case r where r.case_id = n.case_id)"
            );
            let rows = transaction.query_all_raw(self.store.database().statement(sql, values)).await?;
            for row in &rows {
                found.extend(by_digest.get(&Columns::of(row).digest()?).cloned());
            }
        }
        Ok(found)
    }

    /// Makes the indexes that are missing, lets the database count the rows for its planner, and marks the
    /// file as finished.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn finish(
        self,
        progress: &ImportProgress,
        before: impl FnMut(&'static str),
    ) -> Result<(), StoreError> {
        self.store.make_indexes(before).await?;
        let now = self.store.now();
        let progress = ImportProgress { finished_at: Some(now), ..*progress };
        let transaction = self.store.database().begin().await?;
        self.keep_progress(&transaction, &progress, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    fn next_id(&mut self) -> Result<CaseId, StoreError> {
        if self.last_id == 0 {
            self.last_id = self.store.new_id()? | IMPORTED;
        }
        self.last_id += 1;
        Ok(CaseId(self.last_id))
    }

    /// `insert … values (…),(…)` for so many rows, made once.
    fn statement(&mut self, people: bool, rows: usize) -> String {
        let database = self.store.database();
        let make = || {
            if people {
                format!("insert into register_party (person, case_id) values {}", database.rows(rows, 2))
            } else {
                format!("{INSERT}{}", database.rows(rows, N_COLUMNS))
            }
        };
        self.statements.entry((people, rows)).or_insert_with(make).clone()
    }

    async fn insert(
        &mut self,
        transaction: &DatabaseTransaction,
        people: bool,
        columns: usize,
        values: Vec<Value>,
    ) -> Result<(), StoreError> {
        let sizes = if people { &PEOPLE } else { &CASES };
        let mut left = values.len() / columns;
        let mut values = values.into_iter();
        while left > 0 {
            let rows = sizes.iter().copied().find(|size| *size <= left).unwrap_or(1);
            let some: Vec<Value> = values.by_ref().take(rows * columns).collect();
            let sql = self.statement(people, rows);
            transaction.execute_raw(self.store.database().statement(sql, some)).await?;
            left -= rows;
        }
        Ok(())
    }
}

impl ImportBatch<'_> {
    /// What becomes of each record.
    #[must_use]
    pub fn outcomes(&self) -> &[Imported] {
        &self.outcomes
    }

    /// The records, in their order.
    #[must_use]
    pub fn records(&self) -> &[PreparedRecord] {
        &self.records
    }

    /// Writes the batch and how far the file was read; durable when it returns. False if somebody else wrote
    /// one of the records meanwhile: nothing is written then, look again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn commit(self, progress: &ImportProgress) -> Result<bool, StoreError> {
        let ImportBatch { import, transaction, records, known, outcomes } = self;
        match import.write(&transaction, records, &known, &outcomes, progress).await {
            Ok(true) => {
                transaction.commit().await?;
                Ok(true)
            }
            Ok(false) => {
                transaction.rollback().await?;
                Ok(false)
            }
            Err(StoreError::Database(error)) if is_taken(&error) && !import.blind => {
                // The identity may be that of another node that imports at the same time: draw again.
                import.last_id = 0;
                transaction.rollback().await?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

impl Import {
    async fn write(
        &mut self,
        transaction: &DatabaseTransaction,
        records: Vec<PreparedRecord>,
        known: &HashMap<String, super::ImportedCase>,
        outcomes: &[Imported],
        progress: &ImportProgress,
    ) -> Result<bool, StoreError> {
        let now = self.store.now();
        let mut rows = Vec::with_capacity(records.len() * N_COLUMNS);
        let mut people = Vec::with_capacity(records.len() * 8);
        let mut series: BTreeMap<String, i64> = BTreeMap::new();
        for (prepared, outcome) in records.into_iter().zip(outcomes) {
            if !matches!(outcome, Imported::Created | Imported::Updated) {
                continue;
            }
            if let RegisterNumber::Today(number) = &prepared.record.case_number {
                let last = series.entry(number.series().key()).or_default();
                *last = (*last).max(i64::from(number.sequence()));
            }
            match (outcome, known.get(prepared.source_id())) {
                (Imported::Updated, Some(known)) => {
                    if !self.store.write_update(transaction, known, prepared).await? {
                        return Ok(false);
                    }
                }
                _ => {
                    let case = self.next_id()?;
                    people.extend(prepared.people.iter().flat_map(|person| [big(*person), big(case.0)]));
                    rows.extend(row_values(case, prepared, 1, now)?);
                }
            }
        }
        self.insert(transaction, false, N_COLUMNS, rows).await?;
        self.insert(transaction, true, 2, people).await?;
        self.keep_series(transaction, series).await?;
        self.keep_progress(transaction, progress, now).await?;
        Ok(true)
    }

    /// A number that was given elsewhere is never given again here.
    async fn keep_series(
        &self,
        transaction: &DatabaseTransaction,
        series: BTreeMap<String, i64>,
    ) -> Result<(), StoreError> {
        let sql = "insert into series (series, last_serial) values ($1, $2) on conflict (series)
                   do update set last_serial = excluded.last_serial where series.last_serial < excluded.last_serial";
        for (series, last) in series {
            let values = vec![text(series), Value::BigInt(Some(last))];
            transaction.execute_raw(self.store.database().statement(sql, values)).await?;
        }
        Ok(())
    }

    async fn keep_progress(
        &self,
        transaction: &DatabaseTransaction,
        progress: &ImportProgress,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "insert into register_import (file, read_bytes, n_lines, n_created, n_updated, n_unchanged,
                   n_filed_here, n_rejected, reject_bytes, started_at, finished_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (file) do update set
                   read_bytes = excluded.read_bytes, n_lines = excluded.n_lines, n_created = excluded.n_created,
                   n_updated = excluded.n_updated, n_unchanged = excluded.n_unchanged,
                   n_filed_here = excluded.n_filed_here, n_rejected = excluded.n_rejected,
                   reject_bytes = excluded.reject_bytes, started_at = excluded.started_at,
                   finished_at = excluded.finished_at";
        let values = vec![
            digest(self.file),
            big(progress.read_bytes),
            big(progress.n_lines),
            big(progress.n_created),
            big(progress.n_updated),
            big(progress.n_unchanged),
            big(progress.n_filed_here),
            big(progress.n_rejected),
            big(progress.reject_bytes),
            at(progress.started_at.unwrap_or(now)),
            Value::BigInt(progress.finished_at.map(|at| at.0)),
        ];
        transaction.execute_raw(self.store.database().statement(sql, values)).await?;
        Ok(())
    }
}

/// Lists for `in (…)` of [`LOOK`] values each, the last one padded with its last value.
fn lists(values: Vec<Value>) -> Vec<(String, Vec<Value>)> {
    let list: Vec<String> = (1..=LOOK).map(|n| format!("${n}")).collect();
    let list = list.join(",");
    values
        .chunks(LOOK)
        .filter_map(|some| {
            let last = some.last()?.clone();
            let values = some.iter().cloned().chain(std::iter::repeat(last)).take(LOOK).collect();
            Some((list.clone(), values))
        })
        .collect()
}

//! One record at a time: the case-handling system tells a case as soon as it changes.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Value};
use weicourt_domain::id::CaseId;
use weicourt_domain::register::RegisterRecord;

use super::{IMPORTED, INSERT, ImportedCase, N_COLUMNS, PreparedRecord, etag, person_key, row_values};
use crate::Store;
use crate::database::{big, case as case_value, digest, is_taken};
use crate::error::StoreError;
use crate::projections::case_register::NUMBER_DIGEST;

/// How often a lost race is tried again when no condition was made.
const TRIES: usize = 200;

/// What must hold for a record to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegisterCondition {
    /// Nothing.
    Any,
    /// The case is not in the register (`If-None-Match: *`).
    New,
    /// The case is in the register (`If-Match: *`).
    Known,
    /// The record has one of these entity tags (`If-Match: "…"`), without quotes.
    Is(Vec<String>),
}

/// What came of writing a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upserted {
    /// A new case.
    Created {
        /// The case.
        case: CaseId,
        /// Its entity tag.
        etag: String,
    },
    /// The record changed.
    Updated {
        /// The case.
        case: CaseId,
        /// Its entity tag.
        etag: String,
    },
    /// The record was the same.
    Unchanged {
        /// The case.
        case: CaseId,
        /// Its entity tag.
        etag: String,
    },
    /// The condition does not hold.
    Otherwise {
        /// The entity tag it has, if it is there.
        etag: Option<String>,
    },
    /// Another record has this case number.
    NumberTaken,
    /// The case was filed here: its number is known from its own log.
    FiledHere,
}

impl RegisterCondition {
    fn holds(&self, known: Option<&ImportedCase>) -> bool {
        match self {
            RegisterCondition::Any => true,
            RegisterCondition::New => known.is_none(),
            RegisterCondition::Known => known.is_some(),
            RegisterCondition::Is(tags) => known.is_some_and(|known| tags.contains(&known.etag())),
        }
    }
}

impl Store {
    /// Writes a record if `condition` holds; durable when it returns. The same record again changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] while an import that was stopped has yet to make the indexes.
    pub async fn upsert_imported(
        &self,
        record: &RegisterRecord,
        condition: &RegisterCondition,
    ) -> Result<Upserted, StoreError> {
        if !self.missing_indexes().await?.is_empty() {
            return Err(StoreError::Refused("an import of the register is not finished".to_owned()));
        }
        let prepared = self.inner.record_sealer.prepare(record.clone())?;
        for _ in 0..TRIES {
            let known = self.imported_by_source(&record.source_id).await?;
            if !condition.holds(known.as_ref()) {
                return Ok(Upserted::Otherwise { etag: known.map(|known| known.etag()) });
            }
            if let Some(known) = &known
                && known.content == prepared.content
            {
                return Ok(Upserted::Unchanged { case: known.case, etag: known.etag() });
            }
            let written = match &known {
                None => self.insert_imported(prepared.clone()).await,
                Some(known) => self.update_imported(known, prepared.clone()).await,
            };
            match written {
                Ok(Some(upserted)) => return Ok(upserted),
                // Somebody was first: look again.
                Ok(None) => {}
                Err(StoreError::Database(error)) if is_taken(&error) => {
                    let other = self.imported_by_number(&prepared.case_number()).await?;
                    if other.is_some_and(|other| other.record.source_id != record.source_id) {
                        return Ok(Upserted::NumberTaken);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Refused("the record changed too often".to_owned()))
    }

    async fn insert_imported(&self, prepared: PreparedRecord) -> Result<Option<Upserted>, StoreError> {
        let case = CaseId(self.new_id()? | IMPORTED);
        let (content, people, number) = (
            prepared.content,
            prepared.people.clone(),
            self.keyed_digest(NUMBER_DIGEST, prepared.case_number().as_bytes()),
        );
        let transaction = self.database().begin().await?;
        let here = self
            .database()
            .statement("select 1 from case_register where number_digest = $1", vec![digest(number)]);
        if transaction.query_one_raw(here).await?.is_some() {
            transaction.rollback().await?;
            return Ok(Some(Upserted::FiledHere));
        }
        let sql = format!("{INSERT}{}", self.database().rows(1, N_COLUMNS));
        let values = row_values(case, prepared, 1, self.now())?;
        transaction.execute_raw(self.database().statement(sql, values.into())).await?;
        self.insert_people(&transaction, case, &people).await?;
        transaction.commit().await?;
        Ok(Some(Upserted::Created { case, etag: etag(1, &content) }))
    }

    async fn update_imported(
        &self,
        known: &ImportedCase,
        prepared: PreparedRecord,
    ) -> Result<Option<Upserted>, StoreError> {
        let transaction = self.database().begin().await?;
        let (content, version) = (prepared.content, known.version + 1);
        if !self.write_update(&transaction, known, prepared).await? {
            transaction.rollback().await?;
            return Ok(None);
        }
        transaction.commit().await?;
        Ok(Some(Upserted::Updated { case: known.case, etag: etag(version, &content) }))
    }

    /// Replaces a row that is still as `known`; false if it is not.
    pub(super) async fn write_update(
        &self,
        transaction: &DatabaseTransaction,
        known: &ImportedCase,
        prepared: PreparedRecord,
    ) -> Result<bool, StoreError> {
        let database = self.database();
        let people = prepared.people.clone();
        let version = known.version;
        let mut values: Vec<Value> = row_values(known.case, prepared, version + 1, self.now())?.into();
        values.push(Value::Int(Some(version as i32)));
        let sql =
            "update register_case set source_id = $2, case_number = $3, court_code = $4, case_type = $5,
                   cause_code = $6, procedure = $7, status = $8, judge = $9, filed_on = $10, hearing_on = $11,
                   closed_on = $12, due_on = $13, version = $14, updated_at = $15, content = $16, sealed = $17
                   where case_id = $1 and version = $18";
        let done = transaction.execute_raw(database.statement(sql, values)).await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        for digest in known.record.id_digests() {
            let sql = "delete from register_party where person = $1 and case_id = $2";
            let values = vec![big(person_key(digest)), case_value(known.case)];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        self.insert_people(transaction, known.case, &people).await?;
        Ok(true)
    }

    async fn insert_people(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        people: &[u64],
    ) -> Result<(), StoreError> {
        for person in people {
            let sql = "insert into register_party (person, case_id) values ($1, $2)";
            let values = vec![big(*person), case_value(case)];
            transaction.execute_raw(self.database().statement(sql, values)).await?;
        }
        Ok(())
    }
}

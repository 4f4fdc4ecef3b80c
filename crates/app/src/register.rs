//! The register of the case-handling system: taking its records in, showing them to the people they name.

mod cards;
mod opening;

use std::sync::Arc;

use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::entry::Defect;
use weicourt_domain::facts::Facts;
use weicourt_domain::register::{RegisterInput, RegisterRules};
use weicourt_store::{PreparedRecord, RecordSealer, Store, StoreError};
pub use weicourt_store::{RegisterCondition, Upserted};

pub use self::cards::ImportedCard;
pub use self::opening::SpaceOpened;

use crate::court::Court;
use crate::error::{AppError, Denied};

/// Checks and seals records, on any thread.
#[derive(Debug, Clone)]
pub struct RegisterIntake {
    rules: Arc<RegisterRules>,
    sealer: RecordSealer,
}

/// Why a record is not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// Everything that is wrong with it.
    Defects(Vec<Defect>),
    /// Something broke.
    Broken(StoreError),
}

impl RegisterIntake {
    /// Takes records in for `store`; no case was filed after `today`.
    #[must_use]
    pub fn new(store: &Store, facts: &Facts, today: BeijingDate) -> RegisterIntake {
        RegisterIntake { rules: Arc::new(RegisterRules::new(facts, today)), sealer: store.record_sealer() }
    }

    /// Checks and seals a record. Identity numbers end here.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, at once.
    pub fn prepare(&self, input: &RegisterInput) -> Result<PreparedRecord, NotTaken> {
        let record = self.rules.check(input, |id| self.sealer.id_digest(id)).map_err(NotTaken::Defects)?;
        self.sealer.prepare(record).map_err(NotTaken::Broken)
    }
}

/// A record with its entity tag.
#[derive(Debug, Clone)]
pub struct TaggedRecord {
    /// The record as it can be handed in again.
    pub record: RegisterInput,
    /// The strong entity tag, without quotes.
    pub etag: String,
}

impl Court {
    /// The record with this identity in the case-handling system.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] if there is none.
    pub async fn register_record(&self, source_id: &str) -> Result<TaggedRecord, AppError> {
        let imported = self.store.imported_by_source(source_id).await?.ok_or(Denied::NotFound)?;
        Ok(TaggedRecord { record: RegisterInput::from(&imported.record), etag: imported.etag() })
    }

    /// Writes a record if `condition` holds; the same record again changes nothing. The space of the case, if
    /// it has one, is told in a new entry.
    ///
    /// # Errors
    ///
    /// [`Denied::BadFields`] names everything that is wrong, [`Denied::PreconditionFailed`] if the condition
    /// does not hold, [`Denied::NumberTaken`] if another record has the number.
    pub async fn put_register_record(
        &self,
        source_id: &str,
        input: &RegisterInput,
        condition: &RegisterCondition,
    ) -> Result<Upserted, AppError> {
        let mut input = input.clone();
        if input.source_id.is_empty() {
            source_id.clone_into(&mut input.source_id);
        }
        let mut fields = Vec::new();
        if input.source_id != source_id {
            fields.push(Defect {
                field: "source_id".to_owned(), reason: "与地址中的标识不一致".to_owned()
            });
        }
        let rules = RegisterRules::new(&self.facts, self.now().beijing_date());
        let sealer = self.store.record_sealer();
        let record = match rules.check(&input, |id| sealer.id_digest(id)) {
            Ok(record) if fields.is_empty() => record,
            Ok(_) => return Err(Denied::BadFields { fields }.into()),
            Err(defects) => {
                fields.extend(defects);
                return Err(Denied::BadFields { fields }.into());
            }
        };
        match self.store.upsert_imported(&record, condition).await {
            Ok(Upserted::Otherwise { etag }) => Err(Denied::PreconditionFailed { etag }.into()),
            Ok(Upserted::NumberTaken) => Err(Denied::NumberTaken.into()),
            Ok(done) => {
                if matches!(done, Upserted::Updated { .. }) {
                    self.tell_spaces().await?;
                }
                Ok(done)
            }
            Err(StoreError::Refused(_)) => Err(Denied::RegisterBusy.into()),
            Err(error) => Err(error.into()),
        }
    }
}

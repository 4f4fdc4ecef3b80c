//! Who handed in which file. Until an entry names it, nobody else may name or read it: a digest alone opens
//! nothing.

use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, PersonId};

use super::name_in;
use crate::Store;
use crate::database::{at, case as case_value, digest, person as person_value};
use crate::error::StoreError;

impl Store {
    /// Notes that a person handed in this file of the case. The same bytes may come from several.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`], [`StoreError::Database`].
    pub async fn note_uploader(
        &self,
        case: CaseId,
        sha256: Digest,
        person: PersonId,
    ) -> Result<(), StoreError> {
        let key = self.case_key(case).await?;
        let sql = "insert into blob_uploader (case_id, name, person, created_at) values ($1, $2, $3, $4)
                   on conflict (case_id, name, person) do nothing";
        let name = digest(name_in(&key, sha256));
        let values = vec![case_value(case), name, person_value(person), at(self.now())];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// Whether the person handed in this file of the case.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`], [`StoreError::Database`].
    pub async fn is_uploader(
        &self,
        case: CaseId,
        sha256: Digest,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        let key = self.case_key(case).await?;
        let sql = "select 1 from blob_uploader where case_id = $1 and name = $2 and person = $3";
        let values = vec![case_value(case), digest(name_in(&key, sha256)), person_value(person)];
        Ok(self.database().one(sql, values).await?.is_some())
    }
}

//! Questions to the register of imported cases.

use sea_orm::Value;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, PersonId};

use super::{ImportedCase, SELECT, person_key};
use crate::database::{Columns, big, case as case_value, person, text};
use crate::error::StoreError;
use crate::{Page, Store};

impl Store {
    /// The imported case with this identity in the case-handling system.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the record does not open; so for all that give imported cases.
    pub async fn imported_by_source(&self, source_id: &str) -> Result<Option<ImportedCase>, StoreError> {
        self.one_imported("where r.source_id = $1", vec![text(source_id)]).await
    }

    /// An imported case.
    ///
    /// # Errors
    ///
    /// As [`Store::imported_by_source`].
    pub async fn imported(&self, case: CaseId) -> Result<Option<ImportedCase>, StoreError> {
        self.one_imported("where r.case_id = $1", vec![case_value(case)]).await
    }

    /// The imported case with this number, in its canonical form.
    ///
    /// # Errors
    ///
    /// As [`Store::imported_by_source`].
    pub async fn imported_by_number(&self, number: &str) -> Result<Option<ImportedCase>, StoreError> {
        self.one_imported("where r.case_number = $1", vec![text(number)]).await
    }

    /// Imported cases that name the holder of an identity number and that `who` is not a member of, open ones
    /// first, then the latest.
    ///
    /// # Errors
    ///
    /// As [`Store::imported_by_source`].
    pub async fn imported_of_person(
        &self,
        who: PersonId,
        id_digest: Digest,
        page: Page,
    ) -> Result<Vec<ImportedCase>, StoreError> {
        let filter = "where r.case_id in (select p.case_id from register_party p where p.person = $1)
             and not exists (select 1 from member m where m.case_id = r.case_id and m.person = $2)
             order by case when r.closed_on is null then 0 else 1 end, r.filed_on desc, r.case_id desc
             limit $3 offset $4";
        let values = vec![big(person_key(id_digest)), person(who), big(page.limit), big(page.offset)];
        let mut found = self.all_imported(filter, values).await?;
        // Eight bytes may be those of two people; the whole digest is of one.
        found.retain(|imported| imported.record.place_of(id_digest).is_some());
        Ok(found)
    }

    /// Open imported cases of a judge, those whose trial limit (审限) ends first before the others.
    ///
    /// # Errors
    ///
    /// As [`Store::imported_by_source`].
    pub async fn imported_of_judge(
        &self,
        staff_id: &str,
        page: Page,
    ) -> Result<Vec<ImportedCase>, StoreError> {
        let judge = self.inner.record_sealer.staff_key(staff_id);
        // Cases without a limit come last; both databases are told so in their own way unless we do.
        let filter = "where r.judge = $1 and r.closed_on is null
             order by case when r.due_on is null then 1 else 0 end, r.due_on, r.case_id limit $2 offset $3";
        let mut found =
            self.all_imported(filter, vec![big(judge), big(page.limit), big(page.offset)]).await?;
        found.retain(|imported| {
            let judge = imported.record.handling_judge.as_ref();
            judge.is_some_and(|judge| judge.staff_id.as_deref() == Some(staff_id))
        });
        Ok(found)
    }

    /// How many cases were imported.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn n_imported(&self) -> Result<u64, StoreError> {
        let row = self.database().one("select count(*) from register_case", vec![]).await?;
        Ok(row.map(|row| Columns::of(&row).number()).transpose()?.unwrap_or_default())
    }

    pub(super) async fn all_imported(
        &self,
        filter: &str,
        values: Vec<Value>,
    ) -> Result<Vec<ImportedCase>, StoreError> {
        let sql = format!("select {SELECT} from register_case r {filter}");
        let rows = self.database().all(&sql, values).await?;
        rows.iter().map(|row| self.imported_of(row)).collect()
    }

    async fn one_imported(
        &self,
        filter: &str,
        values: Vec<Value>,
    ) -> Result<Option<ImportedCase>, StoreError> {
        Ok(self.all_imported(filter, values).await?.into_iter().next())
    }
}

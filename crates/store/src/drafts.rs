//! Drafts of filings: saved while people type, continued on another device.

use sea_orm::QueryResult;
use weicourt_domain::form::{FilingForm, FilingKind};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::case_keys::CaseKey;
use crate::database::{
    Columns, at, big, bytes, case as case_value, name_of, named, person as person_value, text,
};
use crate::error::StoreError;
use crate::sealing::about;

/// A saved draft.
#[derive(Clone)]
pub struct FilingDraft {
    /// The case it will become.
    pub case: CaseId,
    /// Who writes it; nobody else may read it.
    pub person: PersonId,
    /// What is to be filed.
    pub kind: FilingKind,
    /// Counts saves, from 1.
    pub version: u64,
    /// When it was saved last.
    pub updated_at: Instant,
    /// What it says so far.
    pub form: FilingForm,
}

impl std::fmt::Debug for FilingDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("FilingDraft");
        out.field("case", &self.case).field("version", &self.version).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "case_id, person, kind, version, updated_at, form";

impl Store {
    /// Stores the first version of a draft. The case needs its key first ([`Store::create_case_key`]).
    ///
    /// # Errors
    ///
    /// [`StoreError::StaleDraft`] if the case has a draft already, [`StoreError::NoCaseKey`].
    pub async fn create_draft(
        &self,
        case: CaseId,
        who: PersonId,
        form: &FilingForm,
    ) -> Result<FilingDraft, StoreError> {
        let now = self.now();
        let key = self.case_key(case).await?;
        let sql = format!(
            "insert into draft ({COLUMNS}) values ($1, $2, $3, $4, $5, $6) on conflict (case_id) do nothing"
        );
        let values = vec![
            case_value(case),
            person_value(who),
            text(name_of(&form.kind)?),
            big(1),
            at(now),
            bytes(seal_form(&key, case, form)?),
        ];
        match self.database().execute(&sql, values).await?.rows_affected() {
            0 => Err(StoreError::StaleDraft { version: self.draft_version(case).await?.unwrap_or(0) }),
            _ => Ok(FilingDraft {
                case,
                person: who,
                kind: form.kind,
                version: 1,
                updated_at: now,
                form: form.clone(),
            }),
        }
    }

    /// Drafts of a person, the last saved first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a form does not open.
    pub async fn drafts_of(&self, who: PersonId) -> Result<Vec<FilingDraft>, StoreError> {
        let sql =
            format!("select {COLUMNS} from draft where person = $1 order by updated_at desc, case_id desc");
        let rows = self.database().all(&sql, vec![person_value(who)]).await?;
        let mut drafts = Vec::with_capacity(rows.len());
        for row in &rows {
            drafts.push(self.draft_of(row).await?);
        }
        Ok(drafts)
    }

    /// The draft of a case.
    ///
    /// # Errors
    ///
    /// As [`Store::drafts_of`].
    pub async fn draft(&self, case: CaseId) -> Result<Option<FilingDraft>, StoreError> {
        let sql = format!("select {COLUMNS} from draft where case_id = $1");
        match self.database().one(&sql, vec![case_value(case)]).await? {
            Some(row) => Ok(Some(self.draft_of(&row).await?)),
            None => Ok(None),
        }
    }

    /// Saves a draft over `version` and gives the new version; none if there is no draft.
    ///
    /// # Errors
    ///
    /// [`StoreError::StaleDraft`] if another device saved meanwhile.
    pub async fn put_draft(
        &self,
        case: CaseId,
        version: u64,
        form: &FilingForm,
    ) -> Result<Option<u64>, StoreError> {
        let key = match self.case_key(case).await {
            Ok(key) => key,
            Err(StoreError::NoCaseKey(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let sql = "update draft set kind = $3, version = version + 1, updated_at = $4, form = $5
                   where case_id = $1 and version = $2";
        let values = vec![
            case_value(case),
            big(version),
            text(name_of(&form.kind)?),
            at(self.now()),
            bytes(seal_form(&key, case, form)?),
        ];
        if self.database().execute(sql, values).await?.rows_affected() == 1 {
            return Ok(Some(version + 1));
        }
        match self.draft_version(case).await? {
            Some(version) => Err(StoreError::StaleDraft { version }),
            None => Ok(None),
        }
    }

    /// Throws a draft away; true if there was one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn delete_draft(&self, case: CaseId) -> Result<bool, StoreError> {
        let sql = "delete from draft where case_id = $1";
        Ok(self.database().execute(sql, vec![case_value(case)]).await?.rows_affected() == 1)
    }

    async fn draft_version(&self, case: CaseId) -> Result<Option<u64>, StoreError> {
        let sql = "select version from draft where case_id = $1";
        let row = self.database().one(sql, vec![case_value(case)]).await?;
        Ok(row.map(|row| Columns::of(&row).number()).transpose()?)
    }

    async fn draft_of(&self, row: &QueryResult) -> Result<FilingDraft, StoreError> {
        let mut columns = Columns::of(row);
        let case = columns.case()?;
        let person = columns.person()?;
        let kind = named(columns.take()?, "kind of filing")?;
        let version = columns.number()?;
        let updated_at = columns.at()?;
        let sealed: Vec<u8> = columns.take()?;
        let form = self.case_key(case).await?.sealer.open_json(&about("draft", case.0), &sealed, "draft")?;
        Ok(FilingDraft { case, person, kind, version, updated_at, form })
    }
}

fn seal_form(key: &CaseKey, case: CaseId, form: &FilingForm) -> Result<Vec<u8>, StoreError> {
    key.sealer.seal_json(&about("draft", case.0), form, "draft")
}

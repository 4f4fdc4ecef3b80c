//! What the space of an imported case has been told of its record.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Value};
use weicourt_domain::id::CaseId;

use super::{ImportedCase, person_key};
use crate::Store;
use crate::database::{Database, big, bytes, case as case_value};
use crate::error::StoreError;

impl Store {
    /// Imported cases whose space does not know the record as it is now, at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`Store::imported`].
    pub async fn imported_behind(&self, limit: u64) -> Result<Vec<ImportedCase>, StoreError> {
        let filter = "where r.space is not null and r.space <> r.content order by r.case_id limit $1";
        self.all_imported(filter, vec![big(limit)]).await
    }

    /// Statements that remove an imported case. Whom it names is told by the record itself: an index of
    /// millions of rows for the rare removal would cost more than it saves.
    pub(crate) async fn removal_of_imported(
        &self,
        case: CaseId,
    ) -> Result<Vec<(&'static str, Vec<Value>)>, StoreError> {
        let Some(imported) = self.imported(case).await? else { return Ok(Vec::new()) };
        let mut statements = Vec::new();
        for digest in imported.record.id_digests() {
            let sql = "delete from register_party where person = $1 and case_id = $2";
            statements.push((sql, vec![big(person_key(digest)), case_value(case)]));
        }
        statements.push(("delete from register_case where case_id = $1", vec![case_value(case)]));
        Ok(statements)
    }
}

/// Notes what the log of the case knows now; in the transaction of the entries that tell it.
pub(crate) async fn told(
    database: &Database,
    transaction: &DatabaseTransaction,
    case: CaseId,
    content: &[u8],
) -> Result<(), StoreError> {
    let sql = "update register_case set space = $2 where case_id = $1";
    transaction.execute_raw(database.statement(sql, vec![case_value(case), bytes(content)])).await?;
    Ok(())
}

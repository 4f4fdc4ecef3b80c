//! What the space of an imported case has been told of its record.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::id::CaseId;

use super::ImportedCase;
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

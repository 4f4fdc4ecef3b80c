//! Serial numbers of cases: given inside the transaction that records them, so that none is ever
//! missing or given twice, whatever fails and however many nodes ask.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::case_number::CaseSeries;

use crate::database::{Database, text};
use crate::error::StoreError;

/// The next serial of `series`, counting from 1. The row stays locked until the transaction ends.
pub(super) async fn next_serial(
    database: &Database,
    transaction: &DatabaseTransaction,
    series: &CaseSeries,
) -> Result<u32, StoreError> {
    let sql = "insert into series (series, last_serial) values ($1, 1)
               on conflict (series) do update set last_serial = series.last_serial + 1
               returning last_serial";
    let row = transaction
        .query_one_raw(database.statement(sql, vec![text(series.key())]))
        .await?
        .ok_or(StoreError::Unreadable("series"))?;
    u32::try_from(row.try_get_by_index::<i64>(0)?).map_err(|_| StoreError::Unreadable("series"))
}

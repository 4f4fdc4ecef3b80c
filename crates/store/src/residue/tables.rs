//! Tables of a database server, row by row as text.

use sea_orm::{ConnectionTrait as _, TransactionTrait as _};

use super::{Needles, Residue};
use crate::Store;
use crate::error::StoreError;

impl Store {
    pub(super) async fn search_tables(
        &self,
        needles: &Needles,
        residue: &mut Residue,
    ) -> Result<(), StoreError> {
        let automaton =
            needles.automaton().map_err(|_| StoreError::Refused("too much to look for".to_owned()))?;
        let database = self.database();
        let sql = "select cast(table_name as text) from information_schema.tables
                   where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1";
        for row in database.all(sql, vec![]).await? {
            let table: String = row.try_get_by_index(0)?;
            // A cursor, because a table may be larger than the memory of this node. A row as text shows
            // bytes in hexadecimal digits and numbers in decimal ones.
            let transaction = database.reader.begin().await?;
            let sql =
                format!("declare every_row no scroll cursor for select cast(t as text) from \"{table}\" t");
            transaction.execute_unprepared(&sql).await?;
            let mut number = 0;
            loop {
                let fetch = database.statement("fetch 500 from every_row", vec![]);
                let rows = transaction.query_all_raw(fetch).await?;
                for row in &rows {
                    let text: String = row.try_get_by_index(0)?;
                    needles.in_row(&automaton, &table, number, &text, residue);
                    number += 1;
                }
                if rows.is_empty() {
                    break;
                }
            }
            transaction.rollback().await?;
            residue.n_places += 1;
        }
        Ok(())
    }
}

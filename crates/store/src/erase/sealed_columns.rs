//! Which columns are sealed under the key of their case, so that they can be sealed anew.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::id::{CaseId, CommandId};

use crate::case_keys::CaseKey;
use crate::database::{Columns, Database, bytes, case as case_value};
use crate::error::StoreError;
use crate::file_marks::about_mark;
use crate::log::about_act;
use crate::sealing::about;

/// A column that is sealed under the case key.
pub(super) struct SealedColumn {
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    /// What it is sealed about, by its case and the value of `row`.
    about: fn(CaseId, &[u8]) -> Result<Vec<u8>, StoreError>,
    /// The column that, with the case, names a row; none where a case has one row.
    row: Option<&'static str>,
}

/// What is neither the log, nor follows from it, nor is a file. A test compares this, and what is named there,
/// with the schema.
pub(super) const COLUMNS: &[SealedColumn] = &[
    SealedColumn { table: "draft", column: "form", about: |case, _| Ok(about("draft", case.0)), row: None },
    SealedColumn {
        table: "invitation",
        column: "name",
        about: |case, _| Ok(about("invitation", case.0)),
        row: Some("token_digest"),
    },
    SealedColumn {
        table: "act",
        column: "statement",
        about: |case, command| {
            let command = command.try_into().map_err(|_| StoreError::Unreadable("command"))?;
            Ok(about_act(case, CommandId(command)).to_vec())
        },
        row: Some("command"),
    },
    SealedColumn {
        table: "file_mark",
        column: "mark",
        about: |case, place| Ok(about_mark(case, place)),
        row: Some("place"),
    },
];

/// Seals every column of [`COLUMNS`] anew.
pub(super) async fn reseal(
    database: &Database,
    transaction: &DatabaseTransaction,
    case: CaseId,
    from: &CaseKey,
    to: &CaseKey,
) -> Result<(), StoreError> {
    for SealedColumn { table, column, about, row } in COLUMNS {
        // A case with one row is named by the case itself.
        let row_column = row.unwrap_or("case_id");
        let sql = format!(
            "select {column}{} from {table} where case_id = $1 and {column} is not null",
            row.map(|row| format!(", {row}")).unwrap_or_default()
        );
        let rows = transaction.query_all_raw(database.statement(sql, vec![case_value(case)])).await?;
        for found in &rows {
            let mut columns = Columns::of(found);
            let sealed: Vec<u8> = columns.take()?;
            let key: Vec<u8> = if row.is_some() { columns.take()? } else { Vec::new() };
            let about = about(case, &key)?;
            let plain = from.sealer.open(&about, &sealed, column)?;
            let mut values = vec![case_value(case), bytes(to.sealer.seal(&about, &plain)?)];
            values.push(if row.is_some() { bytes(key) } else { case_value(case) });
            let sql = format!("update {table} set {column} = $2 where case_id = $1 and {row_column} = $3");
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use weicourt_domain::instant::Instant;

    use super::COLUMNS;
    use crate::{NodeKeys, Store, StoreConfig, StoreUrl};

    /// Columns of bytes in tables of cases that need no second sealing, and why.
    const OTHERS: &[(&str, &str)] = &[
        ("act", "command"),     // an id
        ("file_mark", "place"), // ids and numbers
        ("entry", "body"),      // sealed anew with the log
        ("entry", "chain"),     // digests and a signature
        ("entry", "command"),   // an id
        ("head", "front_hash"), // digests
        ("head", "court_hash"),
        ("case_key", "wrapped"),    // under the node key
        ("case_register", "title"), // made again from the log
        ("case_register", "number"),
        ("case_register", "number_digest"), // keyed with the pepper
        ("party_digest", "digest"),         // keyed with the pepper
        ("party_digest", "name"),           // made again from the log
        ("issued_code", "code_digest"),     // keyed with the pepper
        ("invitation", "token_digest"),     // a digest
        ("notice", "payload"),              // under the node key
        ("blob", "name"),                   // files get new names
        ("blob", "meta"),
        ("register_case", "content"), // an imported record stays as it was delivered, under the node key
        ("register_case", "sealed"),
        ("register_case", "space"),
        ("withheld", "hash"),   // of entries that are not here
        ("blob_out", "digest"), // on its way to the other zone, under the node key
        ("blob_out", "content"),
        ("control_out", "payload"),
        ("exchange_event", "detail"),
        ("withdrawal", "answers"),
        ("withdrawal", "content"),
        ("upload", "id"), // uploads begin again
        ("upload", "meta"),
        ("blob_uploader", "name"), // who named nothing yet hands in again
    ];

    #[tokio::test]
    async fn no_sealed_column_of_a_case_is_forgotten() {
        let dir = tempfile::tempdir().expect("directory");
        let config = StoreConfig {
            url: StoreUrl::Sqlite { path: dir.path().join("weicourt.db") },
            blob_dir: dir.path().join("blobs"),
            readers: 1,
        };
        let keys = NodeKeys::load_or_create(&dir.path().join("keys")).expect("keys");
        let store = Store::open(config, keys, Arc::new(|| Instant(0))).await.expect("store");
        let sql = "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
                   on lower(c.type) = 'blob' where m.type = 'table' and exists
                   (select 1 from pragma_table_info(m.name) i where i.name = 'case_id')";
        let rows = store.database().all(sql, vec![]).await.expect("schema");
        let found: BTreeSet<(String, String)> = rows
            .iter()
            .map(|row| (row.try_get_by_index(0).expect("table"), row.try_get_by_index(1).expect("column")))
            .collect();
        let known = COLUMNS.iter().map(|column| (column.table, column.column)).chain(OTHERS.iter().copied());
        let known: BTreeSet<(String, String)> =
            known.map(|(table, column)| (table.to_owned(), column.to_owned())).collect();
        assert_eq!(found, known);
        store.close().await.expect("close");
    }
}

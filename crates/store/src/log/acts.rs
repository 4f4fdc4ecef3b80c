//! The exact bytes that authors of acts have signed: whoever doubts an entry can check them again.
//!
//! They are sealed under the case key, so that they are destroyed with the case.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Value};
use weicourt_domain::id::{CaseId, CommandId};

use super::{Append, Row};
use crate::Store;
use crate::case_keys::CaseKey;
use crate::database::{Columns, Database, bytes, case as case_value, chunk};
use crate::error::StoreError;

/// Values of one row.
const N_COLUMNS: usize = 3;

/// What a sealed statement is bound to: its case and command.
pub(crate) fn about_act(case: CaseId, command: CommandId) -> [u8; 27] {
    let mut about = [0; 27];
    about[..3].copy_from_slice(b"act");
    about[3..11].copy_from_slice(&case.0.to_be_bytes());
    about[11..].copy_from_slice(&command.0);
    about
}

/// Writes the statements of all appends of a transaction.
pub(super) async fn write<'a>(
    database: &Database,
    transaction: &DatabaseTransaction,
    appends: impl Iterator<Item = (&'a Append, &'a CaseKey)>,
) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::new();
    for (append, key) in appends {
        let statements = append.with.iter().filter_map(|row| match row {
            Row::Act { statement } => Some(statement),
            _ => None,
        });
        for statement in statements {
            let sealed = key.sealer.seal(&about_act(append.case, append.command), statement)?;
            values.extend([case_value(append.case), bytes(append.command.0), bytes(sealed)]);
        }
    }
    let mut values = values.into_iter();
    while values.len() > 0 {
        let rows = chunk(values.len() / N_COLUMNS);
        let sql = format!(
            "insert into act (case_id, command, statement) values {}",
            database.rows(rows, N_COLUMNS)
        );
        let now = values.by_ref().take(rows * N_COLUMNS).collect();
        transaction.execute_raw(database.statement(sql, now)).await?;
    }
    Ok(())
}

/// Writes the statement of one command of another node; the same one again changes nothing.
pub(super) async fn write_one(
    database: &Database,
    transaction: &DatabaseTransaction,
    case: CaseId,
    command: CommandId,
    statement: &[u8],
    key: &CaseKey,
) -> Result<(), StoreError> {
    let sealed = key.sealer.seal(&about_act(case, command), statement)?;
    let sql = "insert into act (case_id, command, statement) values ($1, $2, $3) on conflict do nothing";
    let values = vec![case_value(case), bytes(command.0), bytes(sealed)];
    transaction.execute_raw(database.statement(sql, values)).await?;
    Ok(())
}

impl Store {
    /// The bytes that the author of a command signed; none for acts that were not signed on a device.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case has no key, [`StoreError::Unreadable`] if they do not open.
    pub async fn statement_of(
        &self,
        case: CaseId,
        command: CommandId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "select statement from act where case_id = $1 and command = $2";
        let row = self.database().one(sql, vec![case_value(case), bytes(command.0)]).await?;
        let Some(row) = row else { return Ok(None) };
        let sealed: Vec<u8> = Columns::of(&row).take()?;
        let key = self.case_key(case).await?;
        Ok(Some(key.sealer.open(&about_act(case, command), &sealed, "statement")?.to_vec()))
    }
}

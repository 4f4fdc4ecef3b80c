//! Rows outside the log that stand or fall with an append.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use super::{NewInvitation, Row};
use crate::case_keys::CaseKey;
use crate::database::{Database, at, big, bytes, case as case_value, digest, maybe_int, person};
use crate::error::StoreError;
use crate::sealing::{Sealer, about};
use crate::{exchange, imported, outbox};

/// Writes one row.
pub(super) async fn write(
    database: &Database,
    transaction: &DatabaseTransaction,
    outbox_sealer: &Sealer,
    case: CaseId,
    key: &CaseKey,
    row: &Row,
    now: Instant,
) -> Result<(), StoreError> {
    match row {
        Row::Invitation(NewInvitation { token_digest, party, agent, name, expires_at }) => {
            let sealed = key.sealer.seal(&about("invitation", case.0), name.as_bytes())?;
            let sql = "insert into invitation (token_digest, case_id, party, agent, name, expires_at)
                       values ($1, $2, $3, $4, $5, $6)";
            let values = vec![
                digest(*token_digest),
                case_value(case),
                maybe_int(Some(*party)),
                maybe_int(*agent),
                bytes(sealed),
                at(*expires_at),
            ];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        Row::InvitationUsed { token_digest, person: who } => {
            let sql = "update invitation set used_by = $3, used_at = $4
                       where token_digest = $1 and case_id = $2 and used_at is null and expires_at > $4";
            let values = vec![digest(*token_digest), case_value(case), person(*who), at(now)];
            let done = transaction.execute_raw(database.statement(sql, values)).await?;
            if done.rows_affected() != 1 {
                return Err(StoreError::InvitationSpent);
            }
        }
        Row::Notice(notice) => {
            let statement = outbox::insert(database, outbox_sealer, notice)?;
            transaction.execute_raw(statement).await?;
        }
        Row::MailboxSent { seq } => {
            let sql = "insert into mailbox_wait (case_id, seq) values ($1, $2)";
            transaction.execute_raw(database.statement(sql, vec![case_value(case), big(*seq)])).await?;
        }
        // Written many at once, by the committer.
        Row::Act { .. } => {}
        Row::Control(control) => {
            exchange::insert_control(database, transaction, outbox_sealer, control, now).await?;
        }
        Row::Review => exchange::ask_for_review(database, transaction, case, now).await?,
        Row::DraftGone => {
            let sql = "delete from draft where case_id = $1";
            transaction.execute_raw(database.statement(sql, vec![case_value(case)])).await?;
        }
        Row::ImportTold(content) => imported::told(database, transaction, case, content).await?,
    }
    Ok(())
}

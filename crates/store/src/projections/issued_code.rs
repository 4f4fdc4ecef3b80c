//! Which entry issued the paper that bears a code: how anybody who holds it finds out that it is genuine.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{Entry, EntryRef, Origin};

use crate::Store;
use crate::database::{Columns, Database, big, case as case_value, digest, small};
use crate::error::StoreError;
use crate::keys::NodeKeys;

/// Label of the keyed digests of codes: see [`Store::issued_by_code`].
pub const ISSUED_CODE: &str = "issued code";

/// Follows one entry.
pub(crate) async fn apply(
    database: &Database,
    keys: &NodeKeys,
    transaction: &DatabaseTransaction,
    entry: &Entry,
) -> Result<(), StoreError> {
    let codes: Vec<&str> = match &entry.body {
        EntryBody::DocumentApproved(approved) => vec![&approved.code],
        EntryBody::ServiceTookEffect(effect) => vec![&effect.code],
        // Outside the court's network a document is known by its having been sent.
        EntryBody::PapersSent(sent) => sent.papers.iter().map(|paper| paper.code.as_str()).collect(),
        _ => return Ok(()),
    };
    // Outside, an entry without its words has no code.
    for code in codes.into_iter().filter(|code| !code.is_empty()) {
        note(database, keys, transaction, entry, code).await?;
    }
    Ok(())
}

async fn note(
    database: &Database,
    keys: &NodeKeys,
    transaction: &DatabaseTransaction,
    entry: &Entry,
    code: &str,
) -> Result<(), StoreError> {
    let envelope = &entry.envelope;
    let sql = "insert into issued_code (case_id, code_digest, origin, seq) values ($1, $2, $3, $4)
               on conflict (case_id, code_digest) do nothing";
    let values = vec![
        case_value(envelope.case),
        digest(keys.keyed_digest(ISSUED_CODE, code.as_bytes())),
        small(envelope.origin as u16),
        big(envelope.seq),
    ];
    transaction.execute_raw(database.statement(sql, values)).await?;
    Ok(())
}

/// What issued a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuedBy {
    /// The case.
    pub case: CaseId,
    /// The entry: a document was approved or sent, or a service took effect.
    pub entry: EntryRef,
}

impl Store {
    /// What issued the paper whose code has this digest, keyed under [`ISSUED_CODE`]. Also of a case whose key
    /// was destroyed, as long as the case is not erased.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn issued_by_code(&self, code_digest: Digest) -> Result<Option<IssuedBy>, StoreError> {
        let sql = "select case_id, origin, seq from issued_code where code_digest = $1 limit 1";
        let Some(row) = self.database().one(sql, vec![digest(code_digest)]).await? else { return Ok(None) };
        let mut columns = Columns::of(&row);
        let case = columns.case()?;
        let origin: i16 = columns.take()?;
        let seq = columns.number()?;
        let origin = if origin == Origin::Front as i16 { Origin::Front } else { Origin::Court };
        Ok(Some(IssuedBy { case, entry: EntryRef { origin, seq } }))
    }
}

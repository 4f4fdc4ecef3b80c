//! What was taken back from outside and is not certified yet.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, QueryResult};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, Database, at, big, bytes, case as case_value, digest};
use crate::error::StoreError;
use crate::sealing::{Sealer, about};

const COLUMNS: &str = "case_id, answers, asked_at, content";

/// Something that was taken back and is not certified.
#[derive(Clone)]
pub struct PendingWithdrawal {
    /// The case.
    pub case: CaseId,
    /// Digest of the withdrawal, which its certificate names.
    pub answers: Digest,
    /// When it was asked for first.
    pub asked_at: Instant,
    /// What, as the application wrote it.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for PendingWithdrawal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingWithdrawal")
            .field("case", &self.case)
            .field("asked_at", &self.asked_at)
            .finish_non_exhaustive()
    }
}

/// Remembers a withdrawal inside a transaction; the same one again is asked for anew.
pub(super) async fn keep(
    database: &Database,
    transaction: &DatabaseTransaction,
    sealer: &Sealer,
    case: CaseId,
    answers: Digest,
    content: &[u8],
    now: Instant,
) -> Result<(), StoreError> {
    let sealed = sealer.seal(&about("withdrawal", case.0), content)?;
    let sql = "insert into withdrawal (case_id, answers, asked_at, content) values ($1, $2, $3, $4)
               on conflict (case_id, answers) do update set content = excluded.content";
    let values = vec![case_value(case), digest(answers), at(now), bytes(sealed)];
    transaction.execute_raw(database.statement(sql, values)).await?;
    Ok(())
}

impl Store {
    /// A withdrawal that is not certified, by what its certificate will name.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if it does not open.
    pub async fn withdrawal(
        &self,
        case: CaseId,
        answers: Digest,
    ) -> Result<Option<PendingWithdrawal>, StoreError> {
        let sql = format!("select {COLUMNS} from withdrawal where case_id = $1 and answers = $2");
        let row = self.database().one(&sql, vec![case_value(case), digest(answers)]).await?;
        row.map(|row| self.pending(&row)).transpose()
    }

    /// Withdrawals asked for up to `until` and not certified, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if one does not open.
    pub async fn uncertified(
        &self,
        until: Instant,
        limit: usize,
    ) -> Result<Vec<PendingWithdrawal>, StoreError> {
        let sql = format!("select {COLUMNS} from withdrawal where asked_at <= $1 order by asked_at limit $2");
        let rows = self.database().all(&sql, vec![at(until), big(limit as u64)]).await?;
        rows.iter().map(|row| self.pending(row)).collect()
    }

    /// Withdrawals that are to be asked for again by `now`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if one does not open.
    pub async fn withdrawals_to_ask(
        &self,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<PendingWithdrawal>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from withdrawal where ask_again_at is not null and ask_again_at <= $1
             order by ask_again_at limit $2"
        );
        let rows = self.database().all(&sql, vec![at(now), big(limit as u64)]).await?;
        rows.iter().map(|row| self.pending(row)).collect()
    }

    /// Sets when a withdrawal is to be asked for again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn ask_withdrawal_again(
        &self,
        case: CaseId,
        answers: Digest,
        when: Option<Instant>,
    ) -> Result<(), StoreError> {
        let sql = "update withdrawal set ask_again_at = $3 where case_id = $1 and answers = $2";
        let when = sea_orm::Value::BigInt(when.map(|when| when.0));
        self.database().execute(sql, vec![case_value(case), digest(answers), when]).await?;
        Ok(())
    }

    /// A withdrawal is certified: it is not remembered any longer.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn withdrawal_certified(&self, case: CaseId, answers: Digest) -> Result<(), StoreError> {
        let sql = "delete from withdrawal where case_id = $1 and answers = $2";
        self.database().execute(sql, vec![case_value(case), digest(answers)]).await?;
        Ok(())
    }

    fn pending(&self, row: &QueryResult) -> Result<PendingWithdrawal, StoreError> {
        let mut columns = Columns::of(row);
        let (case, answers, asked_at) = (columns.case()?, columns.digest()?, columns.at()?);
        let sealed: Vec<u8> = columns.take()?;
        let content = self.inner.outbox_sealer.open(&about("withdrawal", case.0), &sealed, "withdrawal")?;
        Ok(PendingWithdrawal { case, answers, asked_at, content: content.to_vec() })
    }
}

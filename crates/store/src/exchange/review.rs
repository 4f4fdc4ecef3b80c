//! Which cases are to be compared with the policy, and what came of it.
//!
//! A case that is due stays due until its comparison is written, together with all that follows from it: a
//! node that is killed meanwhile compares it again.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::policy::Shape;

use super::control::{NewControl, insert};
use super::outside::{COLUMNS, Outside, outside_of};
use super::withdrawals;
use crate::Store;
use crate::database::{Columns, Database, at, big, case as case_value, digest, name_of, text};
use crate::error::StoreError;

/// What came of comparing a case with the policy.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The case as it stood before.
    pub before: Outside,
    /// How each class stands outside from now on.
    pub shape: Shape,
    /// Last entry of the front chain that stands outside in that shape.
    pub front_upto: u64,
    /// When it has to come home.
    pub return_due: Option<Instant>,
    /// When it is to be compared again.
    pub next_at: Option<Instant>,
    /// Digest and text of what is taken back.
    pub withdrawal: Option<(Digest, Vec<u8>)>,
    /// Files that are not sent any more.
    pub dropped: Vec<Digest>,
    /// What the node outside is told, in order.
    pub told: Vec<NewControl>,
}

/// Asks for a comparison at `when`, or earlier if that was asked before.
///
/// A day that stays is moved by a millisecond: a comparison that is under way then leaves it standing.
const ASK: &str = "update outside set review_at =
    case when review_at is null or review_at > $1 then $1 else review_at - 1 end where case_id = $2";

/// Asks for a comparison inside a transaction.
pub(crate) async fn ask_for_review(
    database: &Database,
    transaction: &DatabaseTransaction,
    case: CaseId,
    when: Instant,
) -> Result<(), StoreError> {
    transaction.execute_raw(database.statement(ASK, vec![at(when), case_value(case)])).await?;
    Ok(())
}

impl Store {
    /// Asks for a case to be compared with the policy at `when`, or earlier if that was asked before; does
    /// nothing for a case that does not stand outside.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn ask_for_review(&self, case: CaseId, when: Instant) -> Result<(), StoreError> {
        self.database().execute(ASK, vec![at(when), case_value(case)]).await?;
        Ok(())
    }

    /// Takes note of the policy that is in force. If it is another one than before, every case outside is due
    /// to be compared; says how many, or `None` if it is the same.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn policy_in_force(&self, policy: Digest) -> Result<Option<u64>, StoreError> {
        let database = self.database();
        let transaction = database.begin().await?;
        let sql = "select digest from policy_in_force where one = 1";
        let row = transaction.query_one_raw(database.statement(sql, vec![])).await?;
        let before = row.map(|row| Columns::of(&row).digest()).transpose()?;
        if before == Some(policy) {
            return Ok(None);
        }
        let sql = "insert into policy_in_force (one, digest, since) values (1, $1, $2)
                   on conflict (one) do update set digest = excluded.digest, since = excluded.since";
        let values = vec![digest(policy), at(self.now())];
        transaction.execute_raw(database.statement(sql, values)).await?;
        let sql = "update outside set review_at = 0";
        let done = transaction.execute_raw(database.statement(sql, vec![])).await?;
        transaction.commit().await?;
        Ok(Some(done.rows_affected()))
    }

    /// Cases that are due to be compared with the policy, the longest due first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn to_review(&self, now: Instant, limit: usize) -> Result<Vec<Outside>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from outside where review_at is not null and review_at <= $1
             order by review_at, case_id limit $2"
        );
        let rows = self.database().all(&sql, vec![at(now), big(limit as u64)]).await?;
        rows.iter().map(outside_of).collect()
    }

    /// Puts a comparison off that cannot be done now.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn put_review_off(&self, case: CaseId, until: Option<Instant>) -> Result<(), StoreError> {
        let sql = "update outside set review_at = $2 where case_id = $1";
        let values = vec![case_value(case), sea_orm::Value::BigInt(until.map(|until| until.0))];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// Writes what came of a comparison, all of it or nothing. Says whether it was written: not if the case
    /// has gone home meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn keep_review(&self, reviewed: &Reviewed) -> Result<bool, StoreError> {
        let Reviewed { before, shape, front_upto, return_due, next_at, withdrawal, dropped, told } = reviewed;
        let database = self.database();
        let transaction = database.begin().await?;
        // Whoever asked meanwhile has moved the day: then it stands.
        let sql = "update outside set shape = $2, front_upto = $3, return_due = $4,
                   review_at = case when review_at is null or review_at = $5 then $6 else review_at end
                   where case_id = $1 and phase = $7";
        let day = |at: &Option<Instant>| sea_orm::Value::BigInt(at.map(|at| at.0));
        let values = vec![
            case_value(before.case),
            text(shape.to_string()),
            big(*front_upto),
            day(return_due),
            day(&before.review_at),
            day(next_at),
            text(name_of(&before.phase)?),
        ];
        let done = transaction.execute_raw(database.statement(sql, values)).await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        if let Some((answers, content)) = withdrawal {
            let sealer = &self.inner.outbox_sealer;
            withdrawals::keep(database, &transaction, sealer, before.case, *answers, content, self.now())
                .await?;
        }
        for sha256 in dropped {
            let name = self.name_on_the_way(before.case, *sha256);
            let sql = "delete from blob_out where case_id = $1 and digest = $2";
            let values = vec![case_value(before.case), digest(name)];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        for control in told {
            insert(database, &transaction, &self.inner.outbox_sealer, control, self.now()).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}

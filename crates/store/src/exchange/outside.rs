//! Cases that stand open on the other side of the link.

use sea_orm::QueryResult;
use serde::{Deserialize, Serialize};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Origin, Position};
use weicourt_domain::policy::Shape;

use crate::Store;
use crate::database::{Columns, at, big, case as case_value, name_of, named, text};
use crate::error::StoreError;

/// Where a case stands on its way out and home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Open on both sides.
    Open,
    /// The court has asked for everything; the front writes no more.
    Returning,
    /// The court has signed that it has everything; the front destroys what it holds.
    Erasing,
}

/// A case that stands outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside {
    /// The case.
    pub case: CaseId,
    /// Where it stands.
    pub phase: Phase,
    /// Since when.
    pub since: Instant,
    /// How far the peer has both chains.
    pub acknowledged: Position,
    /// Last entry of the front chain that the court's node sends out again, after the case had been home.
    pub history: u64,
    /// When it has to come home.
    pub return_due: Option<Instant>,
    /// How each class of it stands outside; `None` before anything was compared.
    pub shape: Option<Shape>,
    /// Last entry of the front chain that stands outside in that shape.
    pub front_upto: u64,
    /// When it is to be compared with the policy again.
    pub review_at: Option<Instant>,
}

pub(super) const COLUMNS: &str =
    "case_id, phase, since, front_acked, court_acked, history, return_due, shape, front_upto,
     review_at";

pub(super) fn outside_of(row: &QueryResult) -> Result<Outside, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Outside {
        case: columns.case()?,
        phase: named(columns.take()?, "phase of a case outside")?,
        since: columns.at()?,
        acknowledged: Position { front: columns.number()?, court: columns.number()? },
        history: columns.number()?,
        return_due: columns.take::<Option<i64>>()?.map(Instant),
        shape: match columns.take::<Option<String>>()? {
            Some(text) => Some(text.parse().map_err(|_| StoreError::Unreadable("shape of a case outside"))?),
            None => None,
        },
        front_upto: columns.number()?,
        review_at: columns.take::<Option<i64>>()?.map(Instant),
    })
}

impl Store {
    /// Notes that a case stands open on the other side, each class in `shape`; false if it did already.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn open_outside(
        &self,
        case: CaseId,
        history: u64,
        shape: Option<Shape>,
    ) -> Result<bool, StoreError> {
        let sql = "insert into outside (case_id, phase, since, front_acked, court_acked, history, shape, front_upto)
                   values ($1, $2, $3, 0, 0, $4, $5, $4) on conflict (case_id) do nothing";
        let shape = sea_orm::Value::String(shape.map(|shape| shape.to_string()));
        let values =
            vec![case_value(case), text(name_of(&Phase::Open)?), at(self.now()), big(history), shape];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    /// One case, if it stands outside.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn outside(&self, case: CaseId) -> Result<Option<Outside>, StoreError> {
        let sql = format!("select {COLUMNS} from outside where case_id = $1");
        let row = self.database().one(&sql, vec![case_value(case)]).await?;
        row.as_ref().map(outside_of).transpose()
    }

    /// All cases that stand outside, in the order of their ids, at most `limit` after `after`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn all_outside(&self, after: CaseId, limit: usize) -> Result<Vec<Outside>, StoreError> {
        let sql = format!("select {COLUMNS} from outside where case_id > $1 order by case_id limit $2");
        let rows = self.database().all(&sql, vec![case_value(after), big(limit as u64)]).await?;
        rows.iter().map(outside_of).collect()
    }

    /// Cases that have to come home by `now`, the longest due first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn outside_due(&self, now: Instant, limit: usize) -> Result<Vec<Outside>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from outside where return_due is not null and return_due <= $1 and phase = $2
             order by return_due limit $3"
        );
        let values = vec![at(now), text(name_of(&Phase::Open)?), big(limit as u64)];
        let rows = self.database().all(&sql, values).await?;
        rows.iter().map(outside_of).collect()
    }

    /// Moves a case from one phase to another; false if it is not in `from`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn move_outside(&self, case: CaseId, from: Phase, to: Phase) -> Result<bool, StoreError> {
        let sql = "update outside set phase = $3 where case_id = $1 and phase = $2";
        let values = vec![case_value(case), text(name_of(&from)?), text(name_of(&to)?)];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    /// Saves how far the peer has a chain, and when it said so.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn save_acknowledged(
        &self,
        case: CaseId,
        origin: Origin,
        seq: u64,
        when: Instant,
    ) -> Result<(), StoreError> {
        let sql = match origin {
            Origin::Front => "update outside set front_acked = $2 where case_id = $1",
            Origin::Court => "update outside set court_acked = $2 where case_id = $1",
        };
        self.database().execute(sql, vec![case_value(case), big(seq)]).await?;
        match origin {
            Origin::Front => Ok(()),
            Origin::Court => self.mailbox_confirmed(case, seq, when).await,
        }
    }

    /// Forgets that a case stands outside, with the files that were on their way.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn forget_outside(&self, case: CaseId) -> Result<(), StoreError> {
        let transaction = self.database().begin().await?;
        for table in ["blob_out", "withdrawal", "outside"] {
            let sql = format!("delete from {table} where case_id = $1");
            let statement = self.database().statement(sql, vec![case_value(case)]);
            sea_orm::ConnectionTrait::execute_raw(&transaction, statement).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// How many cases stand outside, in each phase: open, returning, erasing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn count_outside(&self) -> Result<[u64; 3], StoreError> {
        let rows = self.database().all("select phase, count(*) from outside group by phase", vec![]).await?;
        let mut counts = [0; 3];
        for row in &rows {
            let mut columns = Columns::of(row);
            let phase: Phase = named(columns.take()?, "phase of a case outside")?;
            counts[phase as usize] = columns.number()?;
        }
        Ok(counts)
    }
}

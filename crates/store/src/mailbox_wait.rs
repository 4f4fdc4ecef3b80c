//! Papers for a mailbox on the other node that are not reported as arrived. They arrive when that node has
//! confirmed that it holds their entry and its files; the time of the confirmation is kept with it.

use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, big, case as case_value};
use crate::error::StoreError;

/// Papers whose entry the other node has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxWait {
    /// The case.
    pub case: CaseId,
    /// Number of the entry in the chain of the court.
    pub seq: u64,
    /// When the other node confirmed the last of what belongs to it.
    pub confirmed_at: Instant,
}

impl Store {
    /// The other node has the court's chain up to `seq`, as it said at `when`. What was confirmed before keeps its
    /// time.
    pub(crate) async fn mailbox_confirmed(
        &self,
        case: CaseId,
        seq: u64,
        when: Instant,
    ) -> Result<(), StoreError> {
        let sql = "update mailbox_wait set confirmed_at = $3
                   where case_id = $1 and seq <= $2 and confirmed_at is null";
        self.database().execute(sql, vec![case_value(case), big(seq), at(when)]).await?;
        Ok(())
    }

    /// The other node has more of a file: papers that waited for it are not there before.
    pub(crate) async fn mailbox_file_confirmed(&self, case: CaseId, when: Instant) -> Result<(), StoreError> {
        let sql = "update mailbox_wait set confirmed_at = $2
                   where case_id = $1 and confirmed_at is not null and confirmed_at < $2";
        self.database().execute(sql, vec![case_value(case), at(when)]).await?;
        Ok(())
    }

    /// Papers whose entry the other node has, in the order of cases, at most `limit` after `after`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn mailbox_confirmations(
        &self,
        after: (CaseId, u64),
        limit: usize,
    ) -> Result<Vec<MailboxWait>, StoreError> {
        let sql = "select case_id, seq, confirmed_at from mailbox_wait where confirmed_at is not null
                   and (case_id > $1 or (case_id = $1 and seq > $2)) order by case_id, seq limit $3";
        let values = vec![case_value(after.0), big(after.1), big(limit as u64)];
        let rows = self.database().all(sql, values).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(MailboxWait { case: columns.case()?, seq: columns.number()?, confirmed_at: columns.at()? })
            })
            .collect()
    }

    /// What was confirmed is not what is needed: the other node has the entry without its words. It counts from
    /// the next confirmation.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn mailbox_waits_on(&self, case: CaseId, seq: u64) -> Result<(), StoreError> {
        let sql = "update mailbox_wait set confirmed_at = null where case_id = $1 and seq = $2";
        self.database().execute(sql, vec![case_value(case), big(seq)]).await?;
        Ok(())
    }

    /// The arrival is reported, or will never be.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn mailbox_wait_over(&self, case: CaseId, seq: u64) -> Result<(), StoreError> {
        let sql = "delete from mailbox_wait where case_id = $1 and seq = $2";
        self.database().execute(sql, vec![case_value(case), big(seq)]).await?;
        Ok(())
    }
}

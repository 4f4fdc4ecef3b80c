//! The control stream: numbered in the order of commits, kept until the peer has it.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, Database, at, big, bytes};
use crate::error::StoreError;
use crate::sealing::{Sealer, about};

/// Something to tell the peer.
#[derive(Clone)]
pub struct NewControl {
    /// The case it is about: it goes when the case is erased here.
    pub case: Option<CaseId>,
    /// What, as the application writes it; kept sealed.
    pub payload: Vec<u8>,
}

impl std::fmt::Debug for NewControl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewControl").field("case", &self.case).finish_non_exhaustive()
    }
}

/// Something to tell the peer, numbered.
#[derive(Clone)]
pub struct OutgoingControl {
    /// Its number, from 1.
    pub seq: u64,
    /// What; empty if the case it was about has been erased here.
    pub payload: Vec<u8>,
}

impl std::fmt::Debug for OutgoingControl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutgoingControl").field("seq", &self.seq).finish_non_exhaustive()
    }
}

/// Where both directions of the control stream stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControlHead {
    /// Number of the last item for the peer.
    pub sent: u64,
    /// Number of the last item that the peer has.
    pub acknowledged: u64,
    /// Number of the last item of the peer that was applied here.
    pub applied: u64,
}

/// Numbers an item inside a transaction. The row of the head is locked until its end, so that numbers
/// become visible in their order.
pub(crate) async fn insert(
    database: &Database,
    transaction: &DatabaseTransaction,
    sealer: &Sealer,
    control: &NewControl,
    now: Instant,
) -> Result<u64, StoreError> {
    let sql = "update control_head set sent = sent + 1 where one = 1 returning sent";
    let row = transaction.query_one_raw(database.statement(sql, vec![])).await?;
    let seq = Columns::of(&row.ok_or(StoreError::Unreadable("control head"))?).number()?;
    let sealed = sealer.seal(&about("control", seq), &control.payload)?;
    let sql = "insert into control_out (seq, case_id, payload, created_at) values ($1, $2, $3, $4)";
    let case = sea_orm::Value::BigInt(control.case.map(|case| case.0 as i64));
    let values = vec![big(seq), case, bytes(sealed), at(now)];
    transaction.execute_raw(database.statement(sql, values)).await?;
    Ok(seq)
}

impl Store {
    /// Puts items on the control stream, in order; durable when it returns. Gives the last number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn tell_peer(&self, items: &[NewControl]) -> Result<u64, StoreError> {
        let transaction = self.database().begin().await?;
        let mut last = 0;
        for item in items {
            last = insert(self.database(), &transaction, &self.inner.outbox_sealer, item, self.now()).await?;
        }
        transaction.commit().await?;
        Ok(last)
    }

    /// Where the control stream stands.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn control_head(&self) -> Result<ControlHead, StoreError> {
        let sql = "select sent, acked, applied from control_head where one = 1";
        let row = self.database().one(sql, vec![]).await?.ok_or(StoreError::Unreadable("control head"))?;
        let mut columns = Columns::of(&row);
        Ok(ControlHead {
            sent: columns.number()?,
            acknowledged: columns.number()?,
            applied: columns.number()?,
        })
    }

    /// Items for the peer after number `after`, without gaps: one whose case was erased meanwhile is empty.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if an item does not open.
    pub async fn control_after(&self, after: u64, limit: usize) -> Result<Vec<OutgoingControl>, StoreError> {
        let head = self.control_head().await?;
        let upto = head.sent.min(after.saturating_add(limit as u64));
        let sql = "select seq, payload from control_out where seq > $1 and seq <= $2 order by seq";
        let rows = self.database().all(sql, vec![big(after), big(upto)]).await?;
        let mut rows = rows.iter().peekable();
        let mut items = Vec::new();
        for seq in after + 1..=upto {
            let row = rows.next_if(|row| row.try_get_by_index::<i64>(0).is_ok_and(|at| at as u64 == seq));
            let payload = match row {
                Some(row) => {
                    let sealed: Vec<u8> = row.try_get_by_index(1)?;
                    self.inner.outbox_sealer.open(&about("control", seq), &sealed, "control item")?.to_vec()
                }
                None => Vec::new(),
            };
            items.push(OutgoingControl { seq, payload });
        }
        Ok(items)
    }

    /// The peer has everything up to `seq`: those items are deleted.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn control_acknowledged(&self, seq: u64) -> Result<(), StoreError> {
        let sql = "update control_head set acked = $1 where one = 1 and acked < $1";
        self.database().execute(sql, vec![big(seq)]).await?;
        self.database().execute("delete from control_out where seq <= $1", vec![big(seq)]).await?;
        Ok(())
    }

    /// Everything the peer said up to `seq` has been done here.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn control_applied(&self, seq: u64) -> Result<(), StoreError> {
        let sql = "update control_head set applied = $1 where one = 1 and applied < $1";
        self.database().execute(sql, vec![big(seq)]).await?;
        Ok(())
    }
}

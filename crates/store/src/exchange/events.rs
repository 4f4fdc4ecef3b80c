//! What happened on the link, for the desk: returns, certificates, refusals.

use sea_orm::QueryResult;
use serde::Serialize;
use serde::de::DeserializeOwned;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, big, bytes, case as case_value, text};
use crate::error::StoreError;
use crate::sealing::about;

/// Something that happened on the link.
#[derive(Debug, Clone, Copy)]
pub struct NewExchangeEvent<'a, T> {
    /// The case, if it is about one.
    pub case: Option<CaseId>,
    /// What kind, such as `erased`.
    pub kind: &'a str,
    /// More of it; kept sealed.
    pub detail: &'a T,
}

/// Something that happened on the link.
#[derive(Debug, Clone)]
pub struct ExchangeEvent {
    /// The case, if it is about one.
    pub case: Option<CaseId>,
    /// What kind.
    pub kind: String,
    /// When.
    pub at: Instant,
    detail: Vec<u8>,
}

impl ExchangeEvent {
    /// More of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if it is of another shape.
    pub fn detail<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_slice(&self.detail).map_err(|_| StoreError::Unreadable("exchange event"))
    }
}

impl Store {
    /// Keeps what happened.
    ///
    /// # Errors
    ///
    /// [`StoreError::Encode`] if the detail is no JSON.
    pub async fn keep_exchange_event<T: Serialize>(
        &self,
        event: NewExchangeEvent<'_, T>,
    ) -> Result<(), StoreError> {
        let id = self.new_id()?;
        let detail =
            serde_json::to_vec(event.detail).map_err(|error| StoreError::Encode("exchange event", error))?;
        let sealed = self.inner.outbox_sealer.seal(&about("exchange event", id), &detail)?;
        let sql = "insert into exchange_event (id, case_id, kind, at, detail) values ($1, $2, $3, $4, $5)";
        let case = sea_orm::Value::BigInt(event.case.map(|case| case.0 as i64));
        let values = vec![big(id), case, text(event.kind), at(self.now()), bytes(sealed)];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// What happened since `since`, the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a detail does not open.
    pub async fn exchange_events(
        &self,
        since: Instant,
        limit: usize,
    ) -> Result<Vec<ExchangeEvent>, StoreError> {
        let sql = "select id, case_id, kind, at, detail from exchange_event where at >= $1
                   order by at desc, id desc limit $2";
        let rows = self.database().all(sql, vec![at(since), big(limit as u64)]).await?;
        rows.iter().map(|row| self.exchange_event(row)).collect()
    }
    /// What happened to a case of one kind since `since`, the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a detail does not open.
    pub async fn exchange_events_of(
        &self,
        case: CaseId,
        kind: &str,
        since: Instant,
    ) -> Result<Vec<ExchangeEvent>, StoreError> {
        let sql = "select id, case_id, kind, at, detail from exchange_event
                   where case_id = $1 and kind = $2 and at >= $3 order by at desc, id desc";
        let rows = self.database().all(sql, vec![case_value(case), text(kind), at(since)]).await?;
        rows.iter().map(|row| self.exchange_event(row)).collect()
    }

    fn exchange_event(&self, row: &QueryResult) -> Result<ExchangeEvent, StoreError> {
        let mut columns = Columns::of(row);
        let id = columns.number()?;
        let case = columns.take::<Option<i64>>()?.map(|case| CaseId(case as u64));
        let (kind, at) = (columns.take()?, columns.at()?);
        let sealed: Vec<u8> = columns.take()?;
        let detail =
            self.inner.outbox_sealer.open(&about("exchange event", id), &sealed, "exchange event")?;
        Ok(ExchangeEvent { case, kind, at, detail: detail.to_vec() })
    }
}

//! Service across cases: the mailbox of a person, and the board of the desk.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::serving::ItemStatus;

use crate::Store;
use crate::database::{Columns, Database, at, big, case as case_value, name_of, person, small, text};
use crate::error::StoreError;
use crate::register::Page;

/// A paper in somebody's mailbox; its words stand in the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxItem {
    /// The case.
    pub case: CaseId,
    /// Number of the sending in the court's chain.
    pub sent_seq: u64,
    /// The paper, as `court:5`.
    pub paper: String,
}

/// Where the service of a paper on a party stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedItem {
    /// Number of the party.
    pub recipient: u16,
    /// The paper, as `court:5`.
    pub paper: String,
    /// Where it stands.
    pub status: ItemStatus,
    /// When it was first sent.
    pub sent_at: Instant,
    /// Whether the court has to try something else.
    pub stuck: bool,
}

/// How many items of the board stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each field is the status of that name")]
pub struct ServedCounts {
    pub sent: u64,
    pub arrived: u64,
    pub opened: u64,
    pub acknowledged: u64,
    pub effective: u64,
    pub failed: u64,
    pub cancelled: u64,
    /// Whatever its status, the court has to try something else.
    pub stuck: u64,
}

/// Which items of the board are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServedQueue {
    /// The court has to try something else.
    Stuck,
    /// Not served, and nothing to do but wait.
    Waiting,
    /// Served.
    Effective,
    /// All.
    All,
}

const OWN: &str = "exists (select 1 from member m where m.case_id = i.case_id and m.person = $1
                   and m.party = i.recipient)";
const ON_BENCH: &str = "exists (select 1 from member m where m.case_id = i.case_id and m.person = $1
                        and m.party is null)";

impl ServedQueue {
    fn condition(self) -> &'static str {
        match self {
            ServedQueue::Stuck => "i.stuck = 1",
            ServedQueue::Waiting => "i.stuck = 0 and i.status not in ('effective','failed','cancelled')",
            ServedQueue::Effective => "i.status = 'effective'",
            ServedQueue::All => "1 = 1",
        }
    }
}

/// Writes where the services of a case stand, instead of what was known before.
pub(crate) async fn keep(
    database: &Database,
    transaction: &DatabaseTransaction,
    case: CaseId,
    items: &[ServedItem],
) -> Result<(), StoreError> {
    let sql = "delete from service_item where case_id = $1";
    transaction.execute_raw(database.statement(sql, vec![case_value(case)])).await?;
    for item in items {
        let sql = "insert into service_item (case_id, recipient, paper, status, sent_at, stuck)
                   values ($1, $2, $3, $4, $5, $6)";
        let values = vec![
            case_value(case),
            small(item.recipient),
            text(item.paper.clone()),
            text(name_of(&item.status)?),
            at(item.sent_at),
            small(u16::from(item.stuck)),
        ];
        transaction.execute_raw(database.statement(sql, values)).await?;
    }
    Ok(())
}

impl Store {
    /// Papers in the mailbox of a person, the newest first. What was taken back or has not arrived is not there.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn mailbox(
        &self,
        of: PersonId,
        unread_only: bool,
        page: Page,
    ) -> Result<Vec<MailboxItem>, StoreError> {
        let unread = if unread_only { "and i.opened_at is null" } else { "" };
        let sql = format!(
            "select i.case_id, i.sent_seq, i.paper from mailbox_item i where {OWN} and i.recalled = 0
             and i.arrived_at is not null {unread} order by i.arrived_at desc, i.case_id, i.sent_seq, i.paper
             limit $2 offset $3"
        );
        let rows = self.database().all(&sql, vec![person(of), big(page.limit), big(page.offset)]).await?;
        let item = |row| {
            let mut columns = Columns::of(row);
            Ok(MailboxItem { case: columns.case()?, sent_seq: columns.number()?, paper: columns.take()? })
        };
        rows.iter().map(item).collect()
    }

    /// How many papers in the mailbox of a person were not opened.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn n_unread_mail(&self, of: PersonId) -> Result<u64, StoreError> {
        let sql = format!(
            "select count(*) from mailbox_item i where {OWN} and i.recalled = 0
             and i.arrived_at is not null and i.opened_at is null"
        );
        match self.database().one(&sql, vec![person(of)]).await? {
            Some(row) => Ok(Columns::of(&row).number()?),
            None => Ok(0),
        }
    }

    /// Items of the cases on whose bench a person sits, the oldest first: the case, party and paper.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn served_items(
        &self,
        of: PersonId,
        queue: ServedQueue,
        page: Page,
    ) -> Result<Vec<(CaseId, u16, String)>, StoreError> {
        let order = if queue == ServedQueue::Effective { "desc" } else { "asc" };
        let sql = format!(
            "select i.case_id, i.recipient, i.paper from service_item i where {ON_BENCH} and {}
             order by i.sent_at {order}, i.case_id, i.recipient, i.paper limit $2 offset $3",
            queue.condition()
        );
        let rows = self.database().all(&sql, vec![person(of), big(page.limit), big(page.offset)]).await?;
        let item = |row| {
            let mut columns = Columns::of(row);
            Ok((columns.case()?, columns.maybe_small()?.unwrap_or_default(), columns.take()?))
        };
        rows.iter().map(item).collect()
    }

    /// How many items of the cases on whose bench a person sits stand where.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn count_served_items(&self, of: PersonId) -> Result<ServedCounts, StoreError> {
        let sum = |condition: &str| {
            format!("cast(coalesce(sum(case when {condition} then 1 else 0 end), 0) as bigint)")
        };
        let mut columns: Vec<String> = ["sent", "arrived", "opened", "acknowledged", "effective", "failed"]
            .iter()
            .chain(&["cancelled"])
            .map(|status| sum(&format!("i.status = '{status}'")))
            .collect();
        columns.push(sum("i.stuck = 1"));
        let sql = format!("select {} from service_item i where {ON_BENCH}", columns.join(", "));
        let Some(row) = self.database().one(&sql, vec![person(of)]).await? else {
            return Ok(ServedCounts::default());
        };
        let mut columns = Columns::of(&row);
        Ok(ServedCounts {
            sent: columns.number()?,
            arrived: columns.number()?,
            opened: columns.number()?,
            acknowledged: columns.number()?,
            effective: columns.number()?,
            failed: columns.number()?,
            cancelled: columns.number()?,
            stuck: columns.number()?,
        })
    }
}

//! What is due in which case: when the clock looks at a case again, and what is to be done in it.
//!
//! Read from the log by the application, which knows the law, and kept here so that the clock and the desk
//! ask one question instead of opening every case. Lost rows are made again: [`Store::cases_gone_on`] names
//! the cases whose log has gone on since.

use sea_orm::{ConnectionTrait as _, Value};
use weicourt_domain::agenda::TodoKind;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::court::CourtCode;
use weicourt_domain::entry::EntryKind;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Position;

use crate::Store;
use crate::database::{Columns, at, big, case as case_value, person as person_value, text};
use crate::error::StoreError;
use crate::register::Page;
use crate::served::{self, ServedItem};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// Its name in the case: a code, no words.
    pub todo: String,
    /// What it is about.
    pub kind: TodoKind,
    /// By when.
    pub due_on: Option<BeijingDate>,
    /// Whether the court is waited for, and not a party.
    pub waits_for_court: bool,
    /// Who of the bench has it.
    pub assignee: Option<PersonId>,
}

/// What is due in a case, as its log says up to a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAgenda {
    /// The case.
    pub case: CaseId,
    /// How far the log was read.
    pub position: Position,
    /// When the clock looks again.
    pub next_at: Option<Instant>,
    /// What is to be done.
    pub items: Vec<AgendaItem>,
    /// Where the service of papers stands.
    pub served: Vec<ServedItem>,
}

/// Whose to-dos are asked for.
#[derive(Debug, Clone, Copy)]
pub struct AgendaReader<'a> {
    /// Who asks: the cases on whose bench they sit.
    pub person: PersonId,
    /// And every case of this court, for those who head it.
    pub court: Option<&'a CourtCode>,
    /// The day it is.
    pub today: BeijingDate,
    /// Only what waits for the court, or only what waits for others.
    pub waits_for_court: Option<bool>,
}

/// Which to-dos are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgendaQueue {
    /// Due today.
    Today,
    /// Due before today.
    Overdue,
    /// Assigned to who asks.
    Mine,
    /// Assigned to nobody.
    Unclaimed,
    /// All.
    All,
}

/// How many to-dos each queue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each field is the queue of that name")]
pub struct ItemCounts {
    pub today: u64,
    pub overdue: u64,
    pub mine: u64,
    pub unclaimed: u64,
    pub all: u64,
}

/// Roles that sit on a bench, as the members' table names them.
const BENCH: &str = "'handling_judge','presiding_judge','judge','lay_judge','judge_assistant','clerk',
                     'enforcement_officer'";

/// `$1` the person, `$2` the court or null, `$3` today, `$4` for whom it waits or null.
fn of_reader(columns: &str) -> String {
    format!(
        "select {columns} from agenda_item i where (i.case_id in
         (select m.case_id from member m where m.person = $1 and m.role in ({BENCH}))
         or (cast($2 as text) is not null and i.case_id in
         (select r.case_id from case_register r where r.court_code = $2)))
         and (cast($4 as text) is null or i.waiting_for = $4) and cast($3 as text) is not null"
    )
}

fn values(reader: &AgendaReader<'_>) -> Vec<Value> {
    vec![
        person_value(reader.person),
        Value::String(reader.court.map(ToString::to_string)),
        text(reader.today.to_string()),
        Value::String(reader.waits_for_court.map(|court| waiting_name(court).to_owned())),
    ]
}

fn waiting_name(waits_for_court: bool) -> &'static str {
    if waits_for_court { "court" } else { "parties" }
}

fn condition(queue: AgendaQueue) -> &'static str {
    match queue {
        AgendaQueue::Today => "i.due_on = $3",
        AgendaQueue::Overdue => "i.due_on < $3",
        AgendaQueue::Mine => "i.assignee = $1",
        AgendaQueue::Unclaimed => "i.assignee is null",
        AgendaQueue::All => "1 = 1",
    }
}

impl Store {
    /// Keeps what is due in a case. What was read from less of the log than is kept already changes nothing,
    /// and neither does a case that was erased meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn keep_agenda(&self, agenda: &CaseAgenda) -> Result<(), StoreError> {
        // Held until it is written: nobody erases the case in between.
        let _key = match self.case_key(agenda.case).await {
            Ok(key) => key,
            Err(StoreError::NoCaseKey(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let (database, case) = (self.database(), case_value(agenda.case));
        let transaction = database.begin().await?;
        let sql = "insert into case_agenda (case_id, front_seq, court_seq, next_at) values ($1, $2, $3, $4)
                   on conflict (case_id) do update set front_seq = excluded.front_seq,
                   court_seq = excluded.court_seq, next_at = excluded.next_at
                   where case_agenda.front_seq <= excluded.front_seq
                   and case_agenda.court_seq <= excluded.court_seq";
        let next_at = Value::BigInt(agenda.next_at.map(|next_at| next_at.0));
        let (front, court) = (big(agenda.position.front), big(agenda.position.court));
        let done = transaction
            .execute_raw(database.statement(sql, vec![case.clone(), front, court, next_at]))
            .await?;
        if done.rows_affected() != 1 {
            return Ok(());
        }
        let sql = "delete from agenda_item where case_id = $1";
        transaction.execute_raw(database.statement(sql, vec![case.clone()])).await?;
        for item in &agenda.items {
            let sql = "insert into agenda_item (case_id, todo, kind, due_on, waiting_for, assignee)
                       values ($1, $2, $3, $4, $5, $6) on conflict (case_id, todo) do nothing";
            let values = vec![
                case.clone(),
                text(item.todo.clone()),
                text(item.kind.as_str()),
                Value::String(item.due_on.map(|due_on| due_on.to_string())),
                text(waiting_name(item.waits_for_court)),
                Value::BigInt(item.assignee.map(|assignee| assignee.0 as i64)),
            ];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        served::keep(database, &transaction, agenda.case, &agenda.served).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Cases after `after` whose log has entries of `kinds` that what is kept of them does not know, in the
    /// order of their ids: a page of at most `limit`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn cases_gone_on(
        &self,
        after: Option<CaseId>,
        kinds: &[EntryKind],
        limit: usize,
    ) -> Result<Vec<CaseId>, StoreError> {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind as u16).to_string()).collect();
        let newer = |origin: u8, column: &str| {
            format!(
                "exists (select 1 from entry e where e.case_id = h.case_id and e.origin = {origin}
                 and e.seq > a.{column} and e.kind in ({}))",
                kinds.join(",")
            )
        };
        let sql = format!(
            "select h.case_id from head h left join case_agenda a on a.case_id = h.case_id
             where h.case_id > $1 and (a.case_id is null or {} or {}) order by h.case_id limit $2",
            newer(1, "front_seq"),
            newer(2, "court_seq"),
        );
        let after = after.map_or(Value::BigInt(Some(i64::MIN)), case_value);
        let rows = self.database().all(&sql, vec![after, big(limit as u64)]).await?;
        rows.iter().map(|row| Ok(Columns::of(row).case()?)).collect()
    }

    /// Cases that the clock has to look at, the longest due first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn agendas_due(&self, now: Instant, limit: usize) -> Result<Vec<CaseId>, StoreError> {
        let sql = "select case_id from case_agenda where next_at is not null and next_at <= $1
                   order by next_at, case_id limit $2";
        let rows = self.database().all(sql, vec![at(now), big(limit as u64)]).await?;
        rows.iter().map(|row| Ok(Columns::of(row).case()?)).collect()
    }

    /// Lets the clock look at a case again at `when` that it could not deal with now.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn put_agenda_off(&self, case: CaseId, when: Instant) -> Result<(), StoreError> {
        let sql = "update case_agenda set next_at = $2 where case_id = $1";
        self.database().execute(sql, vec![case_value(case), at(when)]).await?;
        Ok(())
    }

    /// To-dos of the cases of `reader`, those due first at the front, those without a day last: the case and
    /// the name of the to-do in it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn agenda_items(
        &self,
        reader: &AgendaReader<'_>,
        queue: AgendaQueue,
        page: Page,
    ) -> Result<Vec<(CaseId, String)>, StoreError> {
        let sql = format!(
            "{} and {} order by case when i.due_on is null then 1 else 0 end, i.due_on, i.case_id, i.todo
             limit $5 offset $6",
            of_reader("i.case_id, i.todo"),
            condition(queue)
        );
        let mut values = values(reader);
        values.extend([big(page.limit), big(page.offset)]);
        let rows = self.database().all(&sql, values).await?;
        let item = |row| {
            let mut columns = Columns::of(row);
            Ok((columns.case()?, columns.take::<String>()?))
        };
        rows.iter().map(item).collect()
    }

    /// How many to-dos the queues of `reader` have.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn count_agenda_items(&self, reader: &AgendaReader<'_>) -> Result<ItemCounts, StoreError> {
        let sum = |queue| format!("coalesce(sum(case when {} then 1 else 0 end), 0)", condition(queue));
        let columns: Vec<String> = [
            AgendaQueue::Today,
            AgendaQueue::Overdue,
            AgendaQueue::Mine,
            AgendaQueue::Unclaimed,
            AgendaQueue::All,
        ]
        .into_iter()
        .map(|queue| format!("cast({} as bigint)", sum(queue)))
        .collect();
        let sql = of_reader(&columns.join(", "));
        let Some(row) = self.database().one(&sql, values(reader)).await? else {
            return Ok(ItemCounts::default());
        };
        let mut columns = Columns::of(&row);
        Ok(ItemCounts {
            today: columns.number()?,
            overdue: columns.number()?,
            mine: columns.number()?,
            unclaimed: columns.number()?,
            all: columns.number()?,
        })
    }
}

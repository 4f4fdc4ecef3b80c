//! Questions to the case register: my cases, the filing queue, a judge's list, unread counts.

use std::collections::HashMap;

use sea_orm::{QueryResult, Value};
use weicourt_domain::actor::Role;
use weicourt_domain::case::CaseStatus;
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::court::CourtCode;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Procedure;
use weicourt_domain::form::FilingKind;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Position;

use crate::Store;
use crate::database::{
    Columns, LIST_MAX, big, case as case_value, digest, in_list, name_of, named, person, text,
};
use crate::error::StoreError;
use crate::projections::case_register::{NUMBER_DIGEST, about_number, about_title};
use crate::sealing::about;

/// A case as lists and its detail page show it.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub case: CaseId,
    /// 案号, once registered.
    pub case_number: Option<CaseNumber>,
    /// 管辖法院.
    pub court_code: Option<CourtCode>,
    /// What was filed.
    pub kind: FilingKind,
    /// 类型代字.
    pub case_type: String,
    /// 案由.
    pub cause_code: Option<String>,
    /// 审理程序.
    pub procedure: Option<Procedure>,
    /// 案件状态.
    pub status: CaseStatus,
    /// What people call the case; without the cause of action until it is registered.
    pub title: String,
    /// When the filing last arrived; the time for review runs from here.
    pub submitted_at: Instant,
    /// 立案日期, `YYYY-MM-DD`.
    pub filed_on: Option<String>,
    /// 结案日期, `YYYY-MM-DD`.
    pub closed_on: Option<String>,
    /// 承办法官.
    pub judge: Option<PersonId>,
    /// 书记员.
    pub clerk: Option<PersonId>,
    /// When the last entry was written.
    pub last_at: Instant,
    /// Last numbers of both chains.
    pub position: Position,
}

impl std::fmt::Debug for CaseRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("CaseRow");
        out.field("case", &self.case).field("status", &self.status).finish_non_exhaustive()
    }
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows before it.
    pub offset: u64,
    /// Rows at most.
    pub limit: u64,
}

/// Which filings of a court.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilingQueue {
    /// The filing division's move; the oldest first.
    Open,
    /// The filer's move.
    Waiting,
    /// Registered, rejected or closed; the newest first.
    Done,
}

/// A party or agent whom a filing names by identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedIn {
    /// The case.
    pub case: CaseId,
    /// Number of the party.
    pub party: u16,
    /// The agent of that party, if it is the agent.
    pub agent: Option<u16>,
    /// Their name in the filing.
    pub name: String,
}

impl std::fmt::Debug for NamedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NamedIn")
            .field("case", &self.case)
            .field("party", &self.party)
            .finish_non_exhaustive()
    }
}

/// A person's part in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// The party they are or act for.
    pub party: Option<u16>,
    /// The agent of that party they are.
    pub agent: Option<u16>,
}

const COLUMNS: &str = "r.case_id, r.number, r.court_code, r.kind, r.case_type, r.cause_code, r.procedure,
    r.status, r.title, r.submitted_at, r.filed_on, r.closed_on, r.judge, r.clerk,
    h.last_at, h.front_seq, h.court_seq";
const TABLES: &str = "case_register r join head h on h.case_id = r.case_id";

impl Store {
    /// The register's row of a case.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a title does not open, [`StoreError::NoCaseKey`] if the key was
    /// destroyed; so for all that give rows.
    pub async fn case_row(&self, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
        let rows = self.case_rows("where r.case_id = $1", vec![case_value(case)]).await?;
        Ok(rows.into_iter().next())
    }

    /// Rows of many cases, in no order; unknown ones are missing.
    ///
    /// # Errors
    ///
    /// As [`Store::case_row`].
    pub async fn case_rows_of(&self, cases: &[CaseId]) -> Result<Vec<CaseRow>, StoreError> {
        let mut found = Vec::with_capacity(cases.len());
        for some in cases.chunks(LIST_MAX) {
            let (list, ids) = in_list(1, &some.iter().map(|case| case.0).collect::<Vec<_>>());
            found.extend(self.case_rows(&format!("where r.case_id in ({list})"), ids).await?);
        }
        Ok(found)
    }

    /// The case with this number.
    ///
    /// # Errors
    ///
    /// As [`Store::case_row`].
    pub async fn case_by_number(&self, number: &CaseNumber) -> Result<Option<CaseRow>, StoreError> {
        let number = self.keyed_digest(NUMBER_DIGEST, number.to_string().as_bytes());
        let rows = self.case_rows("where r.number_digest = $1", vec![digest(number)]).await?;
        Ok(rows.into_iter().next())
    }

    /// Cases a person has a part in (as filer, party, agent or on the bench), the liveliest first. `open`
    /// leaves out those that are closed or rejected, or takes only them.
    ///
    /// # Errors
    ///
    /// As [`Store::case_row`].
    pub async fn my_cases(
        &self,
        who: PersonId,
        open: Option<bool>,
        page: Page,
    ) -> Result<Vec<CaseRow>, StoreError> {
        let which = match open {
            None => "",
            Some(true) => "and r.status not in ('closed', 'not_accepted')",
            Some(false) => "and r.status in ('closed', 'not_accepted')",
        };
        let filter = format!(
            "where r.case_id in (select m.case_id from member m where m.person = $1) {which}
             order by h.last_at desc, r.case_id desc limit $2 offset $3"
        );
        self.case_rows(&filter, vec![person(who), big(page.limit), big(page.offset)]).await
    }

    /// Filings handed in to a court.
    ///
    /// # Errors
    ///
    /// As [`Store::case_row`].
    pub async fn filing_queue(
        &self,
        court: &CourtCode,
        queue: FilingQueue,
        page: Page,
    ) -> Result<Vec<CaseRow>, StoreError> {
        let order = if queue == FilingQueue::Done { "desc" } else { "asc" };
        let filter = format!(
            "where r.court_code = $1 and r.status in ({}) order by r.submitted_at {order}, r.case_id {order}
             limit $2 offset $3",
            queue.statuses()?
        );
        self.case_rows(&filter, vec![text(court.as_str()), big(page.limit), big(page.offset)]).await
    }

    /// How many filings of a court stand in a queue.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn filing_queue_length(
        &self,
        court: &CourtCode,
        queue: FilingQueue,
    ) -> Result<u64, StoreError> {
        let sql = format!(
            "select count(*) from case_register where court_code = $1 and status in ({})",
            queue.statuses()?
        );
        match self.database().one(&sql, vec![text(court.as_str())]).await? {
            Some(row) => Ok(Columns::of(&row).number()?),
            None => Ok(0),
        }
    }

    /// Registered cases a judge has in charge, the liveliest first.
    ///
    /// # Errors
    ///
    /// As [`Store::case_row`].
    pub async fn judge_open_list(&self, judge: PersonId, page: Page) -> Result<Vec<CaseRow>, StoreError> {
        let filter = "where r.judge = $1 and r.closed_on is null
                      order by h.last_at desc, r.case_id desc limit $2 offset $3";
        self.case_rows(filter, vec![person(judge), big(page.limit), big(page.offset)]).await
    }

    /// Cases that name the holder of an identity number as party or agent.
    ///
    /// # Errors
    ///
    /// As [`Store::case_row`].
    pub async fn cases_by_digest(&self, id_digest: Digest) -> Result<Vec<NamedIn>, StoreError> {
        let sql = "select case_id, party, agent, name from party_digest where digest = $1
                   order by case_id, party, agent";
        let mut found = Vec::new();
        for row in self.database().all(sql, vec![digest(id_digest)]).await? {
            let mut columns = Columns::of(&row);
            let case = columns.case()?;
            let party = columns.take::<i32>()? as u16;
            let agent = columns.maybe_small()?;
            let sealed: Vec<u8> = columns.take()?;
            let key = self.case_key(case).await?;
            let name = key.sealer.open(&about("party name", case.0), &sealed, "party name")?;
            let name = String::from_utf8(name.to_vec()).map_err(|_| StoreError::Unreadable("party name"))?;
            found.push(NamedIn { case, party, agent, name });
        }
        Ok(found)
    }

    /// Who has a part in a case.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn members(&self, case: CaseId) -> Result<Vec<Membership>, StoreError> {
        let sql = "select person, role, party, agent from member where case_id = $1 order by person, role";
        let rows = self.database().all(sql, vec![case_value(case)]).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(Membership {
                    person: columns.person()?,
                    role: named(columns.take()?, "role")?,
                    party: columns.maybe_small()?,
                    agent: columns.maybe_small()?,
                })
            })
            .collect()
    }

    async fn case_rows(&self, filter: &str, values: Vec<Value>) -> Result<Vec<CaseRow>, StoreError> {
        match self.case_rows_now(filter, values.clone()).await {
            // One of the cases may have got a new key between its row and its title.
            Err(StoreError::Unreadable(_)) => self.case_rows_now(filter, values).await,
            done => done,
        }
    }

    async fn case_rows_now(&self, filter: &str, values: Vec<Value>) -> Result<Vec<CaseRow>, StoreError> {
        let sql = format!("select {COLUMNS} from {TABLES} {filter}");
        let rows = self.database().all(&sql, values).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(self.case_row_of(row).await?);
        }
        Ok(found)
    }

    async fn case_row_of(&self, row: &QueryResult) -> Result<CaseRow, StoreError> {
        let mut columns = Columns::of(row);
        let case = columns.case()?;
        let number: Option<Vec<u8>> = columns.take()?;
        let court: Option<String> = columns.take()?;
        let kind = named(columns.take()?, "kind of filing")?;
        let case_type = columns.take()?;
        let cause_code = columns.take()?;
        let procedure: Option<String> = columns.take()?;
        let status = named(columns.take()?, "status")?;
        let title: Vec<u8> = columns.take()?;
        let key = self.case_key(case).await?;
        let title = key.sealer.open(&about_title(case), &title, "title")?;
        let number = number
            .map(|number| key.sealer.open(&about_number(case), &number, "case number"))
            .transpose()?
            .map(|number| std::str::from_utf8(&number).ok().and_then(|text| CaseNumber::parse(text).ok()))
            .map(|number| number.ok_or(StoreError::Unreadable("case number")))
            .transpose()?;
        Ok(CaseRow {
            case,
            case_number: number,
            court_code: court
                .map(|court| court.parse())
                .transpose()
                .map_err(|_| StoreError::Unreadable("court code"))?,
            kind,
            case_type,
            cause_code,
            procedure: procedure.map(|name| named(name, "procedure")).transpose()?,
            status,
            title: String::from_utf8(title.to_vec()).map_err(|_| StoreError::Unreadable("title"))?,
            submitted_at: columns.at()?,
            filed_on: columns.take()?,
            closed_on: columns.take()?,
            judge: columns.take::<Option<i64>>()?.map(|person| PersonId(person as u64)),
            clerk: columns.take::<Option<i64>>()?.map(|person| PersonId(person as u64)),
            last_at: columns.at()?,
            position: Position { front: columns.number()?, court: columns.number()? },
        })
    }
}

impl FilingQueue {
    fn statuses(self) -> Result<String, StoreError> {
        let statuses: &[CaseStatus] = match self {
            FilingQueue::Open => &[CaseStatus::Submitted],
            FilingQueue::Waiting => &[CaseStatus::Correction],
            FilingQueue::Done => {
                &[CaseStatus::Filed, CaseStatus::Preparing, CaseStatus::NotAccepted, CaseStatus::Closed]
            }
        };
        let names: Vec<String> = statuses
            .iter()
            .map(|status| Ok(format!("'{}'", name_of(status)?)))
            .collect::<Result<_, StoreError>>()?;
        Ok(names.join(","))
    }
}

/// Counts per case, by case.
pub type CountByCase = HashMap<CaseId, u64>;

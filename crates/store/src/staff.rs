//! Members of the court's staff, as the court's own directory names them at sign-on.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait as _, QueryResult};
use serde::{Deserialize, Serialize};
use weicourt_domain::actor::Duty;
use weicourt_domain::court::CourtCode;
use weicourt_domain::id::PersonId;

use crate::Store;
use crate::database::{Columns, at, bytes, person as person_value, text};
use crate::error::StoreError;
use crate::sealing::about;

/// A member of staff.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// Identity in this system.
    pub person: PersonId,
    /// Identity in the court's directory (`sub` of its tokens).
    pub subject: String,
    /// Name.
    pub name: String,
    /// The court they work for.
    pub court_code: CourtCode,
    /// What they are employed to do.
    pub duties: BTreeSet<Duty>,
    /// Title, such as 审判员.
    pub title: String,
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staff").field("person", &self.person).finish_non_exhaustive()
    }
}

/// A member of staff and how many registered cases they have open.
#[derive(Debug, Clone)]
pub struct StaffLoad {
    /// Who.
    pub staff: Staff,
    /// Open cases as judge in charge or as clerk.
    pub n_open: u64,
}

/// Stored sealed: only add fields, with a default.
#[derive(Serialize, Deserialize)]
struct Sealed {
    name: String,
    title: String,
}

const COLUMNS: &str = "person, subject, court_code, duties, sealed";

impl Store {
    /// Stores what the directory says of a member of staff, and gives their identity here: the one they
    /// had, if the subject has signed on before, else [`Staff::person`].
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn upsert_staff(&self, staff: &Staff) -> Result<PersonId, StoreError> {
        let transaction = self.database().begin().await?;
        let find = "select person from staff where subject = $1";
        let known = self.database().statement(find, vec![text(staff.subject.as_str())]);
        let known = transaction.query_one_raw(known).await?;
        let person = match &known {
            Some(row) => Columns::of(row).person()?,
            None => staff.person,
        };
        let sealed = Sealed { name: staff.name.clone(), title: staff.title.clone() };
        let sealed =
            self.inner.person_sealers.staff.seal_json(&about("staff", person.0), &sealed, "staff")?;
        let duties =
            serde_json::to_string(&staff.duties).map_err(|error| StoreError::Encode("duties", error))?;
        let values = vec![
            person_value(person),
            text(staff.subject.as_str()),
            text(staff.court_code.as_str()),
            text(duties),
            bytes(sealed),
            at(self.now()),
        ];
        let sql = "insert into staff (person, subject, court_code, duties, sealed, updated_at)
                   values ($1, $2, $3, $4, $5, $6)
                   on conflict (subject) do update set court_code = excluded.court_code,
                   duties = excluded.duties, sealed = excluded.sealed, updated_at = excluded.updated_at";
        transaction.execute_raw(self.database().statement(sql, values)).await?;
        transaction.commit().await?;
        Ok(person)
    }

    /// A member of staff.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the sealed columns do not open.
    pub async fn staff(&self, person: PersonId) -> Result<Option<Staff>, StoreError> {
        let sql = format!("select {COLUMNS} from staff where person = $1");
        let row = self.database().one(&sql, vec![person_value(person)]).await?;
        row.map(|row| self.staff_of(&row)).transpose()
    }

    /// The member of staff whom the court's directory calls `subject`.
    ///
    /// # Errors
    ///
    /// As [`Store::staff`].
    pub async fn staff_by_subject(&self, subject: &str) -> Result<Option<Staff>, StoreError> {
        let sql = format!("select {COLUMNS} from staff where subject = $1");
        let row = self.database().one(&sql, vec![text(subject)]).await?;
        row.map(|row| self.staff_of(&row)).transpose()
    }

    /// Staff of a court with a duty, and how many registered cases each has open, the least loaded first.
    ///
    /// # Errors
    ///
    /// As [`Store::staff`].
    pub async fn staff_of_court(&self, court: &CourtCode, duty: Duty) -> Result<Vec<StaffLoad>, StoreError> {
        let sql = format!("select {COLUMNS} from staff where court_code = $1");
        let rows = self.database().all(&sql, vec![text(court.as_str())]).await?;
        let mut n_open: BTreeMap<PersonId, u64> = BTreeMap::new();
        for column in ["judge", "clerk"] {
            let sql = format!(
                "select {column}, count(*) from case_register where {column} is not null
                 and closed_on is null and court_code = $1 group by {column}"
            );
            for row in self.database().all(&sql, vec![text(court.as_str())]).await? {
                let mut columns = Columns::of(&row);
                let (person, count) = (columns.person()?, columns.number()?);
                *n_open.entry(person).or_default() += count;
            }
        }
        let mut loads = Vec::new();
        for row in &rows {
            let staff = self.staff_of(row)?;
            if staff.duties.contains(&duty) {
                let n_open = n_open.get(&staff.person).copied().unwrap_or(0);
                loads.push(StaffLoad { staff, n_open });
            }
        }
        loads.sort_by_key(|load| (load.n_open, load.staff.person));
        Ok(loads)
    }

    fn staff_of(&self, row: &QueryResult) -> Result<Staff, StoreError> {
        let mut columns = Columns::of(row);
        let person = columns.person()?;
        let subject = columns.take()?;
        let court: String = columns.take()?;
        let duties: String = columns.take()?;
        let sealed: Vec<u8> = columns.take()?;
        let sealed: Sealed =
            self.inner.person_sealers.staff.open_json(&about("staff", person.0), &sealed, "staff")?;
        Ok(Staff {
            person,
            subject,
            name: sealed.name,
            court_code: court.parse().map_err(|_| StoreError::Unreadable("court code"))?,
            duties: serde_json::from_str(&duties).map_err(|_| StoreError::Unreadable("duties"))?,
            title: sealed.title,
        })
    }
}

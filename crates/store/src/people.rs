//! People who proved who they are. Identity numbers are never stored: a keyed digest finds a person, a
//! masked form is shown.

use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult};
use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;

use crate::Store;
use crate::database::{Columns, at, bytes, digest, person as person_value};
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::sealing::{Sealer, about};

/// Sub-keys of the node key for personal columns outside cases.
#[derive(Debug)]
pub(crate) struct PersonSealers {
    pub(crate) person: Sealer,
    pub(crate) staff: Sealer,
}

impl PersonSealers {
    pub(crate) fn new(keys: &NodeKeys) -> PersonSealers {
        PersonSealers { person: keys.sealer("person"), staff: keys.sealer("staff") }
    }
}

/// A person.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Identity in this system.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Masked identity number, to show.
    pub id_masked: String,
    /// Mobile number.
    pub phone: String,
    /// Keyed digest of the identity number (`keyed_digest("id", …)`).
    pub id_digest: Digest,
    /// Keyed digest of the mobile number (`keyed_digest("phone", …)`).
    pub phone_digest: Digest,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person").field("person", &self.person).finish_non_exhaustive()
    }
}

/// What a person who proved who they are said of themselves.
#[derive(Clone)]
pub struct NewPerson {
    /// Keyed digest of the identity number (`keyed_digest("id", …)`).
    pub id_digest: Digest,
    /// Keyed digest of the mobile number (`keyed_digest("phone", …)`).
    pub phone_digest: Digest,
    /// Name.
    pub name: String,
    /// Masked identity number, to show.
    pub id_masked: String,
    /// Mobile number.
    pub phone: String,
}

impl std::fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPerson(***)")
    }
}

/// Stored sealed: only add fields, with a default.
#[derive(Serialize, Deserialize)]
struct Sealed {
    name: String,
    id_masked: String,
    phone: String,
}

const COLUMNS: &str = "person, id_digest, phone_digest, sealed";

impl Store {
    /// Stores a person who proved who they are, and gives their identity here. Who has enrolled with the
    /// same identity number before keeps it, with the name and phone of today.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn enrol_person(&self, new: NewPerson) -> Result<PersonId, StoreError> {
        let database = self.database();
        let transaction = database.begin().await?;
        if database.backend == DbBackend::Postgres {
            // Two enrolments with one identity number at once: the second finds the first.
            transaction.execute_unprepared("lock table person in share row exclusive mode").await?;
        }
        let find =
            database.statement("select person from person where id_digest = $1", vec![digest(new.id_digest)]);
        let person = match transaction.query_one_raw(find).await? {
            Some(row) => Columns::of(&row).person()?,
            None => PersonId(self.new_id()?),
        };
        let sealed = Sealed { name: new.name, id_masked: new.id_masked, phone: new.phone };
        let sql = "insert into person (person, id_digest, phone_digest, sealed, created_at, phone_set_at)
                   values ($1, $2, $3, $4, $5, $5)
                   on conflict (person) do update set phone_digest = excluded.phone_digest,
                   sealed = excluded.sealed, phone_set_at = excluded.phone_set_at";
        let values = vec![
            person_value(person),
            digest(new.id_digest),
            digest(new.phone_digest),
            bytes(self.seal_person(person, &sealed)?),
            at(self.now()),
        ];
        transaction.execute_raw(database.statement(sql, values)).await?;
        transaction.commit().await?;
        Ok(person)
    }

    fn seal_person(&self, person: PersonId, sealed: &Sealed) -> Result<Vec<u8>, StoreError> {
        self.inner.person_sealers.person.seal_json(&about("person", person.0), sealed, "person")
    }

    /// A person.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the sealed columns do not open; so for all that find a person.
    pub async fn person(&self, person: PersonId) -> Result<Option<Person>, StoreError> {
        let sql = format!("select {COLUMNS} from person where person = $1");
        let row = self.database().one(&sql, vec![person_value(person)]).await?;
        row.map(|row| self.person_of(&row)).transpose()
    }

    /// The person with this identity number.
    ///
    /// # Errors
    ///
    /// As [`Store::person`].
    pub async fn person_by_id_digest(&self, id_digest: Digest) -> Result<Option<Person>, StoreError> {
        let sql = format!("select {COLUMNS} from person where id_digest = $1");
        let row = self.database().one(&sql, vec![digest(id_digest)]).await?;
        row.map(|row| self.person_of(&row)).transpose()
    }

    /// The latest holder of this mobile number. Numbers are given to other people in time: who
    /// enrolled with it last logs in with it.
    ///
    /// # Errors
    ///
    /// As [`Store::person`].
    pub async fn person_by_phone(&self, phone_digest: Digest) -> Result<Option<Person>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from person where phone_digest = $1 order by phone_set_at desc, person desc limit 1"
        );
        let row = self.database().one(&sql, vec![digest(phone_digest)]).await?;
        row.map(|row| self.person_of(&row)).transpose()
    }

    fn person_of(&self, row: &QueryResult) -> Result<Person, StoreError> {
        let mut columns = Columns::of(row);
        let person = columns.person()?;
        let id_digest = columns.digest()?;
        let phone_digest = columns.digest()?;
        let sealed: Vec<u8> = columns.take()?;
        let sealed: Sealed =
            self.inner.person_sealers.person.open_json(&about("person", person.0), &sealed, "person")?;
        Ok(Person {
            person,
            name: sealed.name,
            id_masked: sealed.id_masked,
            phone: sealed.phone,
            id_digest,
            phone_digest,
        })
    }
}

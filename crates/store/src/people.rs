//! People who proved who they are. Identity numbers are never stored: a keyed digest finds a person, a
//! masked form is shown.

use sea_orm::QueryResult;
use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, bytes, digest, is_taken, person as person_value};
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

/// Stored sealed: only add fields, with a default.
#[derive(Serialize, Deserialize)]
struct Sealed {
    name: String,
    id_masked: String,
    phone: String,
    /// When the person asked for this phone, in milliseconds; 0 for the one they enrolled with.
    #[serde(default)]
    asked_at: i64,
}

/// What became of a change of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneTaken {
    /// The number is this one now.
    Now,
    /// This very change was taken before.
    Before,
    /// Another change, asked for later, was taken before; or there is no such person.
    Older,
}

const COLUMNS: &str = "person, id_digest, phone_digest, sealed";

impl Store {
    /// Stores a person who proved who they are.
    ///
    /// # Errors
    ///
    /// [`StoreError::IdentityTaken`] if the identity number belongs to a person already.
    pub async fn insert_person(&self, person: &Person) -> Result<(), StoreError> {
        let sql = "insert into person (person, id_digest, phone_digest, sealed, created_at, phone_set_at)
                   values ($1, $2, $3, $4, $5, $5)";
        let values = vec![
            person_value(person.person),
            digest(person.id_digest),
            digest(person.phone_digest),
            bytes(self.seal_person(person, 0)?),
            at(self.now()),
        ];
        match self.database().execute(sql, values).await {
            Ok(_) => Ok(()),
            Err(error) if is_taken(&error) => Err(StoreError::IdentityTaken),
            Err(error) => Err(error.into()),
        }
    }

    fn seal_person(&self, person: &Person, asked_at: i64) -> Result<Vec<u8>, StoreError> {
        let sealed = Sealed {
            asked_at,
            name: person.name.clone(),
            id_masked: person.id_masked.clone(),
            phone: person.phone.clone(),
        };
        self.inner.person_sealers.person.seal_json(&about("person", person.person.0), &sealed, "person")
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
    pub async fn person_by_phone_digest(&self, phone_digest: Digest) -> Result<Option<Person>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from person where phone_digest = $1 order by phone_set_at desc, person desc limit 1"
        );
        let row = self.database().one(&sql, vec![digest(phone_digest)]).await?;
        row.map(|row| self.person_of(&row)).transpose()
    }

    /// Records a new mobile number; false if there is no such person.
    ///
    /// # Errors
    ///
    /// As [`Store::person`].
    pub async fn set_phone(
        &self,
        person: PersonId,
        phone: &str,
        phone_digest: Digest,
    ) -> Result<bool, StoreError> {
        let asked_at = self.phone_asked_at(person).await?.unwrap_or_default();
        self.write_phone(person, phone, phone_digest, asked_at).await
    }

    /// Records a mobile number that the person asked for at `asked_at`, unless they asked for another one
    /// later: what was signed once does not bring an old number back.
    ///
    /// # Errors
    ///
    /// As [`Store::person`].
    pub async fn take_phone(
        &self,
        person: PersonId,
        phone: &str,
        phone_digest: Digest,
        asked_at: Instant,
    ) -> Result<PhoneTaken, StoreError> {
        match self.phone_asked_at(person).await? {
            Some(last) if last == asked_at.0 => {
                let same = self.person(person).await?.is_some_and(|known| known.phone == phone);
                return Ok(if same { PhoneTaken::Before } else { PhoneTaken::Older });
            }
            Some(last) if last < asked_at.0 => {}
            Some(_) | None => return Ok(PhoneTaken::Older),
        }
        self.write_phone(person, phone, phone_digest, asked_at.0).await?;
        Ok(PhoneTaken::Now)
    }

    async fn phone_asked_at(&self, who: PersonId) -> Result<Option<i64>, StoreError> {
        let row = self
            .database()
            .one("select sealed from person where person = $1", vec![person_value(who)])
            .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed: Vec<u8> = Columns::of(&row).take()?;
        let sealed: Sealed =
            self.inner.person_sealers.person.open_json(&about("person", who.0), &sealed, "person")?;
        Ok(Some(sealed.asked_at))
    }

    async fn write_phone(
        &self,
        person: PersonId,
        phone: &str,
        phone_digest: Digest,
        asked_at: i64,
    ) -> Result<bool, StoreError> {
        let Some(mut known) = self.person(person).await? else { return Ok(false) };
        known.phone = phone.to_owned();
        let sql = "update person set phone_digest = $2, sealed = $3, phone_set_at = $4 where person = $1";
        let values = vec![
            person_value(person),
            digest(phone_digest),
            bytes(self.seal_person(&known, asked_at)?),
            at(self.now()),
        ];
        let done = self.database().execute(sql, values).await?;
        Ok(done.rows_affected() == 1)
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

//! Passkeys of staff: public keys of WebAuthn credentials.

use std::str;

use sea_orm::QueryResult;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, big, bytes, person as person_value};
use crate::error::StoreError;
use crate::sealing::about;

/// A passkey.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Names the credential; the authenticator chose it.
    pub credential_id: Vec<u8>,
    /// Whose.
    pub person: PersonId,
    /// The public key, a DER-encoded SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// How often the authenticator says it has signed; 0 for authenticators that do not count.
    pub sign_count: u32,
    /// What the person calls it; kept sealed.
    pub label: String,
    /// When it was registered.
    pub added_at: Instant,
}

impl std::fmt::Debug for Passkey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passkey").field("person", &self.person).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "credential_id, person, spki, sign_count, label, added_at";

impl Store {
    /// Stores a passkey; false if the credential is known already.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn insert_passkey(&self, passkey: &Passkey) -> Result<bool, StoreError> {
        let sql = format!(
            "insert into passkey ({COLUMNS}) values ($1, $2, $3, $4, $5, $6)
             on conflict (credential_id) do nothing"
        );
        let sealer = &self.inner.person_sealers.staff;
        let label = sealer.seal(&about("passkey", passkey.person.0), passkey.label.as_bytes())?;
        let values = vec![
            bytes(passkey.credential_id.clone()),
            person_value(passkey.person),
            bytes(passkey.spki.clone()),
            big(passkey.sign_count.into()),
            bytes(label),
            at(passkey.added_at),
        ];
        Ok(self.database().execute(&sql, values).await?.rows_affected() == 1)
    }

    /// The passkey with this credential.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the sealed column does not open.
    pub async fn passkey(&self, credential_id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        let sql = format!("select {COLUMNS} from passkey where credential_id = $1");
        let row = self.database().one(&sql, vec![bytes(credential_id)]).await?;
        row.map(|row| self.passkey_of(&row)).transpose()
    }

    /// Passkeys of a member of staff, the oldest first.
    ///
    /// # Errors
    ///
    /// As [`Store::passkey`].
    pub async fn passkeys_of(&self, who: PersonId) -> Result<Vec<Passkey>, StoreError> {
        let sql = format!("select {COLUMNS} from passkey where person = $1 order by added_at, credential_id");
        let rows = self.database().all(&sql, vec![person_value(who)]).await?;
        rows.iter().map(|row| self.passkey_of(row)).collect()
    }

    /// Notes how far a passkey has counted; never back. False if it has counted so far already, so that
    /// of two log-ins with one count only one is taken.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn count_passkey(&self, credential_id: &[u8], sign_count: u32) -> Result<bool, StoreError> {
        let sql = "update passkey set sign_count = $2 where credential_id = $1 and sign_count < $2";
        let values = vec![bytes(credential_id), big(sign_count.into())];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    /// Removes a passkey of a person; true if there was one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn delete_passkey(&self, who: PersonId, credential_id: &[u8]) -> Result<bool, StoreError> {
        let sql = "delete from passkey where person = $1 and credential_id = $2";
        let values = vec![person_value(who), bytes(credential_id)];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    fn passkey_of(&self, row: &QueryResult) -> Result<Passkey, StoreError> {
        let mut columns = Columns::of(row);
        let credential_id = columns.take()?;
        let person = columns.person()?;
        let spki = columns.take()?;
        let sign_count = columns.number()?;
        let sealed: Vec<u8> = columns.take()?;
        let sealer = &self.inner.person_sealers.staff;
        let label = sealer.open(&about("passkey", person.0), &sealed, "passkey label")?;
        let label = str::from_utf8(&label).map_err(|_| StoreError::Unreadable("passkey label"))?.to_owned();
        Ok(Passkey {
            credential_id,
            person,
            spki,
            sign_count: u32::try_from(sign_count).map_err(|_| StoreError::Unreadable("passkey count"))?,
            label,
            added_at: columns.at()?,
        })
    }
}

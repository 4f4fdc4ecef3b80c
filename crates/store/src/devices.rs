//! Devices of people: public keys that acts are signed with. The secret half never leaves the device.

use std::str;

use sea_orm::QueryResult;
use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, bytes, digest, name_of, named, person as person_value, text};
use crate::error::StoreError;
use crate::sealing::about;

/// Whether acts of a device count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// They do.
    Active,
    /// Not yet: the court has to confirm the device with a code of its own.
    AwaitingCourt,
    /// Not any more.
    Revoked,
}

/// A device.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// Whose.
    pub person: PersonId,
    /// SHA-256 of `spki`.
    pub key: Digest,
    /// The public key, a DER-encoded SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// What the person calls it; kept sealed.
    pub label: String,
    /// Whether its acts count.
    pub state: DeviceState,
    /// When it was enrolled.
    pub added_at: Instant,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("Device");
        out.field("person", &self.person).field("key", &self.key).field("state", &self.state);
        out.finish_non_exhaustive()
    }
}

const COLUMNS: &str = "person, key_digest, spki, label, state, added_at, revoked_at";

impl Store {
    /// Stores a device; false if this person has one with the same key already, which stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn insert_device(&self, device: &Device) -> Result<bool, StoreError> {
        let sql = format!(
            "insert into device ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (person, key_digest) do nothing"
        );
        let sealer = &self.inner.person_sealers.person;
        let label = sealer.seal(&about("device", device.person.0), device.label.as_bytes())?;
        let values = vec![
            person_value(device.person),
            digest(device.key),
            bytes(device.spki.clone()),
            bytes(label),
            text(name_of(&device.state)?),
            at(device.added_at),
            sea_orm::Value::BigInt(device.revoked_at.map(|at| at.0)),
        ];
        Ok(self.database().execute(&sql, values).await?.rows_affected() == 1)
    }

    /// A device of a person.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the sealed column does not open.
    pub async fn device(&self, who: PersonId, key: Digest) -> Result<Option<Device>, StoreError> {
        let sql = format!("select {COLUMNS} from device where person = $1 and key_digest = $2");
        let row = self.database().one(&sql, vec![person_value(who), digest(key)]).await?;
        row.map(|row| self.device_of(&row)).transpose()
    }

    /// All devices a person ever had, the oldest first.
    ///
    /// # Errors
    ///
    /// As [`Store::device`].
    pub async fn devices_of(&self, who: PersonId) -> Result<Vec<Device>, StoreError> {
        let sql = format!("select {COLUMNS} from device where person = $1 order by added_at, key_digest");
        let rows = self.database().all(&sql, vec![person_value(who)]).await?;
        rows.iter().map(|row| self.device_of(row)).collect()
    }

    /// Moves a device from one state to another; false if it is not in `from`. A revoked device stays so.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn move_device(
        &self,
        who: PersonId,
        key: Digest,
        from: DeviceState,
        to: DeviceState,
    ) -> Result<bool, StoreError> {
        if from == DeviceState::Revoked {
            return Ok(false);
        }
        let sql = "update device set state = $4, revoked_at = $5
                   where person = $1 and key_digest = $2 and state = $3";
        let revoked_at = (to == DeviceState::Revoked).then(|| self.now().0);
        let values = vec![
            person_value(who),
            digest(key),
            text(name_of(&from)?),
            text(name_of(&to)?),
            sea_orm::Value::BigInt(revoked_at),
        ];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    fn device_of(&self, row: &QueryResult) -> Result<Device, StoreError> {
        let mut columns = Columns::of(row);
        let person = columns.person()?;
        let key = columns.digest()?;
        let spki = columns.take()?;
        let sealed: Vec<u8> = columns.take()?;
        let label =
            self.inner.person_sealers.person.open(&about("device", person.0), &sealed, "device label")?;
        let label = str::from_utf8(&label).map_err(|_| StoreError::Unreadable("device label"))?.to_owned();
        let state = named(columns.take()?, "state of a device")?;
        let added_at = columns.at()?;
        let revoked_at = columns.take::<Option<i64>>()?.map(Instant);
        Ok(Device { person, key, spki, label, state, added_at, revoked_at })
    }
}

//! How each person wants to be told; kept sealed, one row for each who chose something.

use serde::Serialize;
use serde::de::DeserializeOwned;
use weicourt_domain::id::PersonId;

use crate::Store;
use crate::database::{Columns, at, bytes, person};
use crate::error::StoreError;
use crate::sealing::about;

impl Store {
    /// What a person chose; `None` if nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if it does not open, or is of another shape.
    pub async fn notice_choice<T: DeserializeOwned>(&self, who: PersonId) -> Result<Option<T>, StoreError> {
        let sql = "select choice from notice_choice where person = $1";
        let Some(row) = self.database().one(sql, vec![person(who)]).await? else { return Ok(None) };
        let sealed: Vec<u8> = Columns::of(&row).take()?;
        let about = about("notice choice", who.0);
        self.inner.outbox_sealer.open_json(&about, &sealed, "notice choice").map(Some)
    }

    /// Keeps what a person chose.
    ///
    /// # Errors
    ///
    /// [`StoreError::Encode`] if the choice is no JSON.
    pub async fn set_notice_choice<T: Serialize>(&self, who: PersonId, choice: &T) -> Result<(), StoreError> {
        let about = about("notice choice", who.0);
        let sealed = self.inner.outbox_sealer.seal_json(&about, choice, "notice choice")?;
        let sql = "insert into notice_choice (person, updated_at, choice) values ($1, $2, $3)
                   on conflict (person) do update set updated_at = excluded.updated_at, choice = excluded.choice";
        self.database().execute(sql, vec![person(who), at(self.now()), bytes(sealed)]).await?;
        Ok(())
    }

    /// Forgets what a person chose: they are told as everybody is.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn forget_notice_choice(&self, who: PersonId) -> Result<(), StoreError> {
        self.database().execute("delete from notice_choice where person = $1", vec![person(who)]).await?;
        Ok(())
    }
}

//! Codes sent to phones: few tries, short life, one use.

use sea_orm::ConnectionTrait as _;
use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, digest, maybe_int, text};
use crate::error::StoreError;

/// A code that was sent.
#[derive(Debug, Clone)]
pub struct NewPhoneCode {
    /// Keyed digest of the mobile number.
    pub phone_digest: Digest,
    /// What it is for, such as `sign_in`; a code for one purpose does not serve another.
    pub purpose: String,
    /// Keyed digest of the code, bound to its phone.
    pub code_digest: Digest,
    /// When it stops working.
    pub expires_at: Instant,
    /// How many wrong tries it allows.
    pub tries: u16,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeTried {
    /// It was right, and is used up.
    Right,
    /// It was wrong; so many tries are left.
    Wrong {
        /// Tries left.
        tries_left: u16,
    },
    /// There is no code, it expired, or was tried too often: ask for a new one.
    None,
}

impl Store {
    /// Stores a code; an older one for the same number and purpose stops working.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], as for all of these.
    pub async fn put_phone_code(&self, code: &NewPhoneCode) -> Result<(), StoreError> {
        let sql =
            "insert into phone_code (phone_digest, purpose, code_digest, tries_left, created_at, expires_at)
                   values ($1, $2, $3, $4, $5, $6)
                   on conflict (phone_digest, purpose) do update set code_digest = excluded.code_digest,
                   tries_left = excluded.tries_left, created_at = excluded.created_at,
                   expires_at = excluded.expires_at";
        let values = vec![
            digest(code.phone_digest),
            text(code.purpose.as_str()),
            digest(code.code_digest),
            maybe_int(Some(code.tries)),
            at(self.now()),
            at(code.expires_at),
        ];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// Tries a code. Right ones are used up, wrong ones cost a try; both are durable before the answer,
    /// so that nobody gains tries by asking in parallel.
    pub async fn take_phone_code(
        &self,
        phone_digest: Digest,
        purpose: &str,
        code_digest: Digest,
    ) -> Result<CodeTried, StoreError> {
        let database = self.database();
        let transaction = database.begin().await?;
        // The update takes the row's lock on PostgreSQL; SQLite has one writer anyway.
        let sql = "update phone_code set tries_left = tries_left - 1
                   where phone_digest = $1 and purpose = $2 and tries_left > 0 and expires_at > $3
                   returning code_digest, tries_left";
        let values = vec![digest(phone_digest), text(purpose), at(self.now())];
        let Some(row) = transaction.query_one_raw(database.statement(sql, values)).await? else {
            transaction.rollback().await?;
            return Ok(CodeTried::None);
        };
        let mut columns = Columns::of(&row);
        let is_right = columns.digest()? == code_digest;
        let tries_left = columns.take::<i32>()? as u16;
        if is_right {
            let sql = "delete from phone_code where phone_digest = $1 and purpose = $2";
            let values = vec![digest(phone_digest), text(purpose)];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        transaction.commit().await?;
        Ok(if is_right { CodeTried::Right } else { CodeTried::Wrong { tries_left } })
    }
}

//! Codes sent to phones: few tries, short life, one use.

use sea_orm::{ConnectionTrait as _, Value};
use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, digest};
use crate::error::StoreError;

/// A code that was sent.
#[derive(Debug, Clone, Copy)]
pub struct PhoneCode {
    /// Keyed digest of the code, bound to its phone.
    pub code_digest: Digest,
    /// When it stops working.
    pub expires_at: Instant,
    /// How many wrong tries it allows.
    pub tries_left: u32,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeCode {
    /// It was right, and is used up.
    Right,
    /// It was wrong; so many tries are left.
    Wrong {
        /// Tries left.
        tries_left: u32,
    },
    /// There is no code, it expired, or was tried too often: ask for a new one.
    None,
}

impl Store {
    /// Stores a code for a phone; an older one stops working.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], as for all of these.
    pub async fn put_phone_code(&self, phone_digest: Digest, code: PhoneCode) -> Result<(), StoreError> {
        let sql = "insert into phone_code (phone_digest, code_digest, tries_left, created_at, expires_at)
                   values ($1, $2, $3, $4, $5)
                   on conflict (phone_digest) do update set code_digest = excluded.code_digest,
                   tries_left = excluded.tries_left, created_at = excluded.created_at,
                   expires_at = excluded.expires_at";
        let values = vec![
            digest(phone_digest),
            digest(code.code_digest),
            Value::Int(Some(code.tries_left as i32)),
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
        code_digest: Digest,
    ) -> Result<TakeCode, StoreError> {
        let database = self.database();
        let transaction = database.begin().await?;
        // The update takes the row's lock on PostgreSQL; SQLite has one writer anyway.
        let sql = "update phone_code set tries_left = tries_left - 1
                   where phone_digest = $1 and tries_left > 0 and expires_at > $2
                   returning code_digest, tries_left";
        let values = vec![digest(phone_digest), at(self.now())];
        let Some(row) = transaction.query_one_raw(database.statement(sql, values)).await? else {
            transaction.rollback().await?;
            return Ok(TakeCode::None);
        };
        let mut columns = Columns::of(&row);
        let is_right = columns.digest()? == code_digest;
        let tries_left = columns.take::<i32>()? as u32;
        if is_right {
            let sql = "delete from phone_code where phone_digest = $1";
            transaction.execute_raw(database.statement(sql, vec![digest(phone_digest)])).await?;
        }
        transaction.commit().await?;
        Ok(if is_right { TakeCode::Right } else { TakeCode::Wrong { tries_left } })
    }
}

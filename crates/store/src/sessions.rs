//! Sessions, found by the digest of an opaque token; the token itself is never stored.

use sea_orm::Value;
use weicourt_domain::actor::Assurance;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, digest, name_of, named, person, small, text};
use crate::error::StoreError;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Digest of the token.
    pub token_digest: Digest,
    /// Who.
    pub person: PersonId,
    /// How surely they are known.
    pub assurance: Assurance,
    /// Whether they signed on as staff.
    pub is_staff: bool,
    /// The device it belongs to, once that has shown its key.
    pub device: Option<Digest>,
    /// When it began.
    pub created_at: Instant,
    /// When it ends, whatever happens.
    pub expires_at: Instant,
    /// When it was last used, as coarse as the application touches it.
    pub last_seen_at: Instant,
}

impl Store {
    /// Stores a new session.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], as for all of these.
    pub async fn create_session(&self, session: &Session) -> Result<(), StoreError> {
        let sql =
            "insert into session (token_digest, person, assurance, is_staff, device, created_at, expires_at, last_seen_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = vec![
            digest(session.token_digest),
            person(session.person),
            text(name_of(&session.assurance)?),
            small(u16::from(session.is_staff)),
            Value::Bytes(session.device.map(|key| key.0.to_vec())),
            at(session.created_at),
            at(session.expires_at),
            at(session.last_seen_at),
        ];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// The session with this token, unless it has expired.
    pub async fn session(&self, token_digest: Digest) -> Result<Option<Session>, StoreError> {
        let sql =
            "select person, assurance, is_staff, device, created_at, expires_at, last_seen_at from session
                   where token_digest = $1 and expires_at > $2";
        let row = self.database().one(sql, vec![digest(token_digest), at(self.now())]).await?;
        let Some(row) = row else { return Ok(None) };
        let mut columns = Columns::of(&row);
        Ok(Some(Session {
            token_digest,
            person: columns.person()?,
            assurance: named(columns.take()?, "assurance")?,
            is_staff: columns.take::<i16>()? != 0,
            device: columns.maybe_digest()?,
            created_at: columns.at()?,
            expires_at: columns.at()?,
            last_seen_at: columns.at()?,
        }))
    }

    /// Records that a session is in use. Each call syncs the disk: call it once in minutes, not once a request.
    pub async fn touch_session(&self, token_digest: Digest, seen_at: Instant) -> Result<(), StoreError> {
        let sql = "update session set last_seen_at = $2 where token_digest = $1 and last_seen_at < $2";
        self.database().execute(sql, vec![digest(token_digest), at(seen_at)]).await?;
        Ok(())
    }

    /// Ends a session; true if there was one.
    pub async fn delete_session(&self, token_digest: Digest) -> Result<bool, StoreError> {
        let sql = "delete from session where token_digest = $1";
        Ok(self.database().execute(sql, vec![digest(token_digest)]).await?.rows_affected() > 0)
    }

    /// Ends every session of a person, and says how many there were.
    pub async fn delete_sessions_of(&self, who: PersonId) -> Result<u64, StoreError> {
        let sql = "delete from session where person = $1";
        Ok(self.database().execute(sql, vec![person(who)]).await?.rows_affected())
    }

    /// Binds a session to the device that has shown its key; true if there is such a session.
    pub async fn bind_session(&self, token_digest: Digest, key: Digest) -> Result<bool, StoreError> {
        let sql = "update session set device = $2 where token_digest = $1";
        let done = self.database().execute(sql, vec![digest(token_digest), digest(key)]).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends every session of a device, and says how many there were.
    pub async fn delete_sessions_on(&self, who: PersonId, key: Digest) -> Result<u64, StoreError> {
        let sql = "delete from session where person = $1 and device = $2";
        Ok(self.database().execute(sql, vec![person(who), digest(key)]).await?.rows_affected())
    }

    /// Removes sessions and phone codes that expired before `now`, and says how many sessions.
    pub async fn purge_expired(&self, now: Instant) -> Result<u64, StoreError> {
        self.database().execute("delete from phone_code where expires_at <= $1", vec![at(now)]).await?;
        let sql = "delete from session where expires_at <= $1";
        Ok(self.database().execute(sql, vec![at(now)]).await?.rows_affected())
    }
}

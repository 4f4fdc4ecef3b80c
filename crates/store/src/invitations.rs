//! Invitations by one-time link. They are written and used up by appends ([`crate::Row`]); here they
//! are only read.

use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, bytes, case as case_value, digest, maybe_int};
use crate::error::StoreError;
use crate::log::NewInvitation;
use crate::sealing::about;

/// An invitation.
#[derive(Clone)]
pub struct Invitation {
    /// Digest of the token in the link.
    pub token_digest: Digest,
    /// The case.
    pub case: CaseId,
    /// Number of the party.
    pub party: u16,
    /// The agent of that party, if it is the agent who is invited.
    pub agent: Option<u16>,
    /// Name of the invited.
    pub name: String,
    /// When the link stops working.
    pub expires_at: Instant,
    /// Who came, and when.
    pub used: Option<(PersonId, Instant)>,
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("Invitation");
        out.field("case", &self.case).field("party", &self.party).finish_non_exhaustive()
    }
}

impl Invitation {
    /// Whether the link still works at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        self.used.is_none() && now < self.expires_at
    }
}

const COLUMNS: &str = "token_digest, case_id, party, agent, name, expires_at, used_by, used_at";

impl Store {
    /// The invitation with this token, also when it is used or expired.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the name does not open.
    pub async fn invitation(&self, token_digest: Digest) -> Result<Option<Invitation>, StoreError> {
        let sql = format!("select {COLUMNS} from invitation where token_digest = $1");
        match self.database().one(&sql, vec![digest(token_digest)]).await? {
            Some(row) => Ok(Some(self.invitation_of(&row).await?)),
            None => Ok(None),
        }
    }

    /// Keeps an invitation that was given out at another node; the same one again changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case is not here.
    pub async fn keep_invitation(&self, case: CaseId, made: &NewInvitation) -> Result<(), StoreError> {
        let key = self.case_key(case).await?;
        let sealed = key.sealer.seal(&about("invitation", case.0), made.name.as_bytes())?;
        let sql = "insert into invitation (token_digest, case_id, party, agent, name, expires_at)
                   values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
        let values = vec![
            digest(made.token_digest),
            case_value(case),
            maybe_int(Some(made.party)),
            maybe_int(made.agent),
            bytes(sealed),
            at(made.expires_at),
        ];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// All invitations to a case, by party.
    ///
    /// # Errors
    ///
    /// As [`Store::invitation`].
    pub async fn invitations_of_case(&self, case: CaseId) -> Result<Vec<Invitation>, StoreError> {
        let sql = format!("select {COLUMNS} from invitation where case_id = $1 order by party, expires_at");
        let rows = self.database().all(&sql, vec![case_value(case)]).await?;
        let mut invitations = Vec::with_capacity(rows.len());
        for row in &rows {
            invitations.push(self.invitation_of(row).await?);
        }
        Ok(invitations)
    }

    async fn invitation_of(&self, row: &sea_orm::QueryResult) -> Result<Invitation, StoreError> {
        let mut columns = Columns::of(row);
        let token_digest = columns.digest()?;
        let case = columns.case()?;
        let party = columns.take::<i32>()? as u16;
        let agent = columns.maybe_small()?;
        let sealed: Vec<u8> = columns.take()?;
        let expires_at = columns.at()?;
        let used_by: Option<i64> = columns.take()?;
        let used_at: Option<i64> = columns.take()?;
        let key = self.case_key(case).await?;
        let name = key.sealer.open(&about("invitation", case.0), &sealed, "invitation")?;
        let name = String::from_utf8(name.to_vec()).map_err(|_| StoreError::Unreadable("invitation"))?;
        Ok(Invitation {
            token_digest,
            case,
            party,
            agent,
            name,
            expires_at,
            used: used_by.zip(used_at).map(|(person, at)| (PersonId(person as u64), Instant(at))),
        })
    }
}

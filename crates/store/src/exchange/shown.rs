//! Words that come to stand outside after their entry did: the policy lets them out now, or stands for a
//! stricter shape of them in place of what was taken back.

use sea_orm::ConnectionTrait as _;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, StoredEntry, body_digest};

use crate::Store;
use crate::database::{Columns, case as case_value, small};
use crate::error::StoreError;
use crate::log::{ENTRY_COLUMNS, N_COLUMNS, ReceivedEntry, push_received};
use crate::sealing::random;

impl Store {
    /// Puts the words of entries in their places, where the chain has those entries already, and says how
    /// many: entries that are not here, or that are others, are passed over. Doing it twice changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case is not here.
    pub async fn show_entries(&self, case: CaseId, entries: &[ReceivedEntry]) -> Result<u64, StoreError> {
        let key = self.case_key(case).await?;
        let database = self.database();
        let transaction = database.begin().await?;
        if database.backend == sea_orm::DbBackend::Postgres {
            let lock = "select 1 from head where case_id = $1 for update";
            transaction.query_one_raw(database.statement(lock, vec![case_value(case)])).await?;
        }
        let mut n_shown = 0;
        for entry in entries {
            let Some((stored, salt, body, masked)) = words_of(entry) else { continue };
            let place = stored.envelope.entry_ref();
            let known = self.hash_at(&transaction, case, place).await?;
            if known != Some(stored.hash) || stored.envelope.hash() != stored.hash {
                continue;
            }
            let at_place = || {
                vec![
                    case_value(case),
                    small(place.origin as u16),
                    sea_orm::Value::BigInt(Some(place.seq as i64)),
                ]
            };
            for table in ["withheld", "entry"] {
                let sql = format!("delete from {table} where case_id = $1 and origin = $2 and seq = $3");
                transaction.execute_raw(database.statement(sql, at_place())).await?;
            }
            let mut row = Vec::with_capacity(N_COLUMNS);
            push_received(&mut row, stored, Some((salt, body)), masked, &key, random()?)?;
            let sql = format!("insert into entry ({ENTRY_COLUMNS}) values {}", database.rows(1, N_COLUMNS));
            transaction.execute_raw(database.statement(sql, row)).await?;
            n_shown += 1;
        }
        if n_shown > 0 {
            self.follow_anew(&transaction, case, &key).await?;
        }
        transaction.commit().await?;
        Ok(n_shown)
    }

    /// Hash of the entry that stands at a place, whether its words are here or not.
    async fn hash_at(
        &self,
        transaction: &sea_orm::DatabaseTransaction,
        case: CaseId,
        place: EntryRef,
    ) -> Result<Option<Digest>, StoreError> {
        let values = || {
            vec![case_value(case), small(place.origin as u16), sea_orm::Value::BigInt(Some(place.seq as i64))]
        };
        let sql = "select chain from entry where case_id = $1 and origin = $2 and seq = $3";
        if let Some(row) = transaction.query_one_raw(self.database().statement(sql, values())).await? {
            let chain: Vec<u8> = Columns::of(&row).take()?;
            let hash = chain.get(64..).and_then(|rest| rest.first_chunk());
            return Ok(Some(Digest(*hash.ok_or(StoreError::Unreadable("chain"))?)));
        }
        let sql = "select hash from withheld where case_id = $1 and origin = $2 and seq = $3";
        let row = transaction.query_one_raw(self.database().statement(sql, values())).await?;
        row.map(|row| Columns::of(&row).digest()).transpose()
    }
}

/// The entry, its salt, its words and whether they stand in for others; none if it brings no words or not
/// those it names.
fn words_of(entry: &ReceivedEntry) -> Option<(&StoredEntry, [u8; 16], &[u8], bool)> {
    match entry {
        ReceivedEntry::Whole { entry, .. } => {
            let (salt, body) = entry.body.as_ref()?;
            let fits = body_digest(salt, body) == entry.envelope.body_digest;
            fits.then_some((entry, *salt, body.as_slice(), false))
        }
        ReceivedEntry::Masked { entry, body } => Some((entry, [0; 16], body.as_deref()?, true)),
        ReceivedEntry::Withheld { .. } => None,
    }
}

//! Reading the log.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, QueryResult};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{Entry, EntryRef, Head, Heads, Origin, Position, Receipt, StoredEntry};

use super::codec::{ENTRY_COLUMNS, entry_of, stored_of};
use crate::Store;
use crate::case_keys::CaseKey;
use crate::database::{Columns, Database, big, bytes, case as case_value, small};
use crate::error::StoreError;

/// A stretch of a case's log.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// The entries, ordered by `(n, origin)`.
    pub entries: Vec<Arc<Entry>>,
    /// What a reader knows who has read them all.
    pub upto: Position,
    /// Whether there are more.
    pub more: bool,
}

/// Heads of a case, from the database.
pub(crate) async fn load_heads<C: ConnectionTrait>(
    database: &Database,
    connection: &C,
    case: CaseId,
) -> Result<Heads, StoreError> {
    let sql = "select front_seq, front_hash, court_seq, court_hash, n from head where case_id = $1";
    match connection.query_one_raw(database.statement(sql, vec![case_value(case)])).await? {
        Some(row) => heads_of(&mut Columns::of(&row)),
        None => Ok(Heads::EMPTY),
    }
}

fn heads_of(columns: &mut Columns<'_>) -> Result<Heads, StoreError> {
    Ok(Heads {
        front: Head { seq: columns.number()?, hash: columns.digest()? },
        court: Head { seq: columns.number()?, hash: columns.digest()? },
        n: columns.number()?,
    })
}

impl Store {
    /// Where both chains of a case stand; empty for a case nobody wrote to.
    pub async fn heads(&self, case: CaseId) -> Result<Heads, StoreError> {
        load_heads(self.database(), &self.database().reader, case).await
    }

    /// Entries a reader at `known` does not know yet, at most `limit`, ordered by `(n, origin)`.
    ///
    /// The stretch never skips: what is left out because of the limit has a higher place than all that
    /// is in it.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case has no key, [`StoreError::Unreadable`] if a body does not open.
    pub async fn entries_after(
        &self,
        case: CaseId,
        known: Position,
        limit: usize,
    ) -> Result<Stretch, StoreError> {
        let key = self.key_if_any(case).await?;
        // Read first: all that is below these heads is seen by what is read after them.
        let heads = self.heads(case).await?;
        let mut entries = Vec::new();
        let mut more = false;
        for origin in [Origin::Front, Origin::Court] {
            let sql = format!(
                "select {ENTRY_COLUMNS} from entry where case_id = $1 and origin = $2 and seq > $3 and body is not null
                 order by seq limit $4"
            );
            let values =
                vec![case_value(case), small(origin as u16), big(known.of(origin)), big(limit as u64 + 1)];
            let rows = self.database().all(&sql, values).await?;
            more |= rows.len() > limit;
            read_into(case, key.as_deref(), &rows, &mut entries)?;
        }
        entries.sort_by_key(|entry| (entry.envelope.n, entry.envelope.origin));
        more |= entries.len() > limit;
        entries.truncate(limit);
        let mut upto = known;
        for entry in &entries {
            upto.advance(entry.envelope.origin, entry.envelope.seq);
        }
        if !more {
            // What follows is withheld from this node: nothing to read, but known.
            upto = upto.join(heads.position());
        }
        Ok(Stretch { entries, upto, more })
    }

    /// The last `limit` entries before `n`, ordered by `(n, origin)`; `u64::MAX` gives the newest. `more`
    /// says whether older ones exist; give the `n` of the oldest known to get them.
    ///
    /// Two entries with the same `n` are never split, so there may be `limit + 1`.
    ///
    /// # Errors
    ///
    /// As [`Store::entries_after`].
    pub async fn entries_before_n(&self, case: CaseId, n: u64, limit: usize) -> Result<Stretch, StoreError> {
        let key = self.key_if_any(case).await?;
        let mut entries = Vec::new();
        let mut more = false;
        // An entry's number in its chain is never above its `n`: the index can start there.
        let highest = n.saturating_sub(1).min(i64::MAX as u64);
        for origin in [Origin::Front, Origin::Court] {
            let sql = format!(
                "select {ENTRY_COLUMNS} from entry where case_id = $1 and origin = $2 and seq <= $3 and n <= $3 and body is not null
                 order by seq desc limit $4"
            );
            let values = vec![case_value(case), small(origin as u16), big(highest), big(limit as u64 + 2)];
            let rows = self.database().all(&sql, values).await?;
            read_into(case, key.as_deref(), &rows, &mut entries)?;
        }
        entries.sort_by_key(|entry| (entry.envelope.n, entry.envelope.origin));
        if entries.len() > limit {
            let mut start = entries.len() - limit;
            if start > 0 && entries[start - 1].envelope.n == entries[start].envelope.n {
                start -= 1;
            }
            more = start > 0;
            entries.drain(..start);
        }
        let mut upto = Position::default();
        for entry in &entries {
            upto.advance(entry.envelope.origin, entry.envelope.seq);
        }
        Ok(Stretch { entries, upto, more })
    }

    /// The key of a case, if it has one. It is asked for before rows are read and held until they are opened,
    /// so that the case gets no new key in between.
    async fn key_if_any(&self, case: CaseId) -> Result<Option<Arc<CaseKey>>, StoreError> {
        match self.case_key(case).await {
            Ok(key) => Ok(Some(key)),
            Err(StoreError::NoCaseKey(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// One entry; none if it is not here, or its words are not.
    ///
    /// # Errors
    ///
    /// As [`Store::entries_after`].
    pub async fn entry(&self, case: CaseId, entry: EntryRef) -> Result<Option<Arc<Entry>>, StoreError> {
        let sql = format!(
            "select {ENTRY_COLUMNS} from entry where case_id = $1 and origin = $2 and seq = $3 and body is not null"
        );
        let values = vec![case_value(case), small(entry.origin as u16), big(entry.seq)];
        let key = self.key_if_any(case).await?;
        let mut entries = Vec::new();
        let rows = self.database().all(&sql, values).await?;
        read_into(case, key.as_deref(), &rows, &mut entries)?;
        Ok(entries.pop())
    }

    /// The entries a command made, in order; empty if it was never written.
    ///
    /// # Errors
    ///
    /// As [`Store::entries_after`].
    pub async fn entries_of_command(
        &self,
        case: CaseId,
        command: CommandId,
    ) -> Result<Vec<Arc<Entry>>, StoreError> {
        let key = self.key_if_any(case).await?;
        let sql = command_sql();
        let rows = self.database().all(&sql, vec![case_value(case), bytes(command.0)]).await?;
        let mut entries = Vec::new();
        read_into(case, key.as_deref(), &rows, &mut entries)?;
        Ok(entries)
    }

    /// The receipt of a command that was written before.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], [`StoreError::Unreadable`]. The case key is not needed.
    pub async fn receipt_of(&self, case: CaseId, command: CommandId) -> Result<Option<Receipt>, StoreError> {
        let sql = command_sql();
        let rows = self.database().all(&sql, vec![case_value(case), bytes(command.0)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let stored = stored_of(row, None)?;
        Ok(Some(Receipt {
            case,
            origin: stored.envelope.origin,
            seq: stored.envelope.seq,
            hash: stored.hash,
            at: stored.envelope.at,
            command_id: command,
            signature: data_encoding::BASE64.encode(&stored.signature),
        }))
    }

    /// Entries of one chain from `from_seq` on, at most `limit`, for a verifier. Bodies are missing when
    /// they were erased or the case key was destroyed.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a row was damaged so that it is no entry any more.
    pub async fn stored_chain(
        &self,
        case: CaseId,
        origin: Origin,
        from_seq: u64,
        limit: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let sql = format!(
            "select {ENTRY_COLUMNS} from entry where case_id = $1 and origin = $2 and seq >= $3
             order by seq limit $4"
        );
        let values = vec![case_value(case), small(origin as u16), big(from_seq), big(limit as u64)];
        let key = self.key_if_any(case).await?;
        let rows = self.database().all(&sql, values).await?;
        rows.iter().map(|row| stored_of(row, key.as_deref())).collect()
    }

    /// Cases with entries, in the order of their ids, at most `limit` after `after`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn all_cases(&self, after: Option<CaseId>, limit: usize) -> Result<Vec<CaseId>, StoreError> {
        let sql = "select case_id from head where case_id > $1 order by case_id limit $2";
        let after = after.map_or(i64::MIN, |case| case.0 as i64);
        let values = vec![sea_orm::Value::BigInt(Some(after)), big(limit as u64)];
        let rows = self.database().all(sql, values).await?;
        rows.iter().map(|row| Ok(Columns::of(row).case()?)).collect()
    }

    /// The last serial given in a series of case numbers, by its key; 0 if none was.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn last_serial(
        &self,
        series: &weicourt_domain::case_number::CaseSeries,
    ) -> Result<u32, StoreError> {
        let sql = "select last_serial from series where series = $1";
        let row = self.database().one(sql, vec![crate::database::text(series.key())]).await?;
        Ok(row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or(0) as u32)
    }
}

fn read_into(
    case: CaseId,
    key: Option<&CaseKey>,
    rows: &[QueryResult],
    entries: &mut Vec<Arc<Entry>>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let key = key.ok_or(StoreError::NoCaseKey(case))?;
    entries.reserve(rows.len());
    for row in rows {
        entries.push(entry_of(row, key)?);
    }
    Ok(())
}

pub(super) fn command_sql() -> String {
    format!("select {ENTRY_COLUMNS} from entry where case_id = $1 and command = $2 order by command_index")
}

/// Hash and number of the last entries, for rows of `head`.
pub(crate) fn head_values(case: CaseId, heads: &Heads, last_at: i64) -> [sea_orm::Value; 7] {
    let digest = |digest: Digest| bytes(digest.0);
    [
        case_value(case),
        big(heads.front.seq),
        digest(heads.front.hash),
        big(heads.court.seq),
        digest(heads.court.hash),
        big(heads.n),
        sea_orm::Value::BigInt(Some(last_at)),
    ]
}

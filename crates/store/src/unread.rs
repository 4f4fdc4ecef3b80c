//! What is new in many cases of one person: unread counts and last messages, without opening anything
//! that is not shown.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::Value;
use weicourt_domain::entry::EntryKind;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::{Entry, EntryRef, Origin};

use crate::Store;
use crate::database::{Columns, LIST_MAX, big, in_list, padded, person as person_value};
use crate::error::StoreError;
use crate::register::CountByCase;

/// No badge counts further.
pub const UNREAD_MAX: u64 = 100;

impl Store {
    /// How many entries of `kinds` for everyone stand after the person's read mark in each of `cases`, not
    /// counting their own. Counts end at [`UNREAD_MAX`] for each chain; cases with none are missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn unread(
        &self,
        who: PersonId,
        cases: &[CaseId],
        kinds: &[EntryKind],
    ) -> Result<CountByCase, StoreError> {
        let marks = self.read_marks_of_person(who, cases).await?;
        let mut counts = CountByCase::new();
        if kinds.is_empty() {
            return Ok(counts);
        }
        let kinds = kind_list(kinds);
        for some in cases.chunks(LIST_MAX) {
            for origin in [Origin::Front, Origin::Court] {
                // One small range of the index per case, from its mark on.
                let count = format!(
                    "(select count(*) from (select 1 from entry e where e.case_id = w.case_id and e.origin = {}
                      and e.seq > w.mark and e.actor <> $1 and e.audience = 0 and e.kind in ({kinds})
                      limit {UNREAD_MAX}) few)",
                    origin as u8
                );
                // Padded to a fixed size with a case that has no entries, so that statements stay few.
                let size = padded(some.len());
                let sql = format!(
                    "with w (case_id, mark) as (values {}) select w.case_id, {count} from w",
                    pairs(2, size)
                );
                let padding = std::iter::repeat_n([big(0), big(0)], size - some.len());
                let wanted = some.iter().map(|case| {
                    let mark = marks.get(case).map_or(0, |mark| mark.of(origin));
                    [big(case.0), big(mark)]
                });
                let values: Vec<Value> =
                    std::iter::once(person_value(who)).chain(wanted.chain(padding).flatten()).collect();
                for row in self.database().all(&sql, values).await? {
                    let mut columns = Columns::of(&row);
                    let (case, count) = (columns.case()?, columns.number()?);
                    if count > 0 {
                        *counts.entry(case).or_default() += count;
                    }
                }
            }
        }
        Ok(counts)
    }

    /// The last entry of `kinds` for everyone in each of `cases`; cases without one are missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a body does not open.
    pub async fn last_for_everyone(
        &self,
        cases: &[CaseId],
        kinds: &[EntryKind],
    ) -> Result<HashMap<CaseId, Arc<Entry>>, StoreError> {
        let mut last = HashMap::new();
        if kinds.is_empty() {
            return Ok(last);
        }
        let kinds = kind_list(kinds);
        let newest = |origin: Origin, column: &str| {
            format!(
                "(select e.{column} from entry e where e.case_id = h.case_id and e.origin = {}
                  and e.audience = 0 and e.kind in ({kinds}) order by e.seq desc limit 1)",
                origin as u8
            )
        };
        for some in cases.chunks(LIST_MAX) {
            let (list, ids) = in_list(1, &some.iter().map(|case| case.0).collect::<Vec<_>>());
            let sql = format!(
                "select h.case_id, {}, {}, {}, {} from head h where h.case_id in ({list})",
                newest(Origin::Front, "n"),
                newest(Origin::Front, "seq"),
                newest(Origin::Court, "n"),
                newest(Origin::Court, "seq"),
            );
            for row in self.database().all(&sql, ids).await? {
                let mut columns = Columns::of(&row);
                let case = columns.case()?;
                let mut newest: Option<(i64, EntryRef)> = None;
                for origin in [Origin::Front, Origin::Court] {
                    let n: Option<i64> = columns.take()?;
                    let seq: Option<i64> = columns.take()?;
                    if let Some((n, seq)) = n.zip(seq)
                        && newest.is_none_or(|(known, _)| n >= known)
                    {
                        newest = Some((n, EntryRef { origin, seq: seq as u64 }));
                    }
                }
                if let Some((_, entry)) = newest
                    && let Some(entry) = self.entry(case, entry).await?
                {
                    last.insert(case, entry);
                }
            }
        }
        Ok(last)
    }
}

fn kind_list(kinds: &[EntryKind]) -> String {
    let numbers: Vec<String> = kinds.iter().map(|kind| (*kind as u16).to_string()).collect();
    numbers.join(",")
}

/// `rows` pairs of numbers. PostgreSQL must be told that they are numbers where nothing else says so.
fn pairs(first: usize, rows: usize) -> String {
    let pair = |row: usize| {
        let place = first + 2 * row;
        format!("(cast(${place} as bigint), cast(${} as bigint))", place + 1)
    };
    (0..rows).map(pair).collect::<Vec<_>>().join(",")
}

//! How far each member has read each case. Marks only move forward, so writing one twice is harmless.

use std::collections::HashMap;

use sea_orm::ConnectionTrait as _;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::Position;

use crate::Store;
use crate::database::{
    Columns, LIST_MAX, big, case as case_value, chunk, in_list, person as person_value, placeholders,
};
use crate::error::StoreError;

impl Store {
    /// Moves marks forward, chain by chain; never back. One transaction for all of them: five members
    /// read every message, so gather marks for a moment before calling this.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`]; none of them moved then.
    pub async fn put_read_marks(&self, marks: &[(CaseId, PersonId, Position)]) -> Result<(), StoreError> {
        // Each once, because one statement may not touch a row twice; in the order of their keys, so
        // that two nodes on one PostgreSQL never wait for each other.
        let mut once: std::collections::BTreeMap<(CaseId, PersonId), Position> = Default::default();
        for (case, person, mark) in marks {
            let known = once.entry((*case, *person)).or_default();
            *known = known.join(*mark);
        }
        if once.is_empty() {
            return Ok(());
        }
        let once: Vec<_> = once.into_iter().collect();
        let database = self.database();
        let transaction = database.begin().await?;
        let mut rest = once.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(chunk(rest.len()));
            let sql = format!(
                "insert into read_mark (case_id, person, front, court) values {}
                 on conflict (case_id, person) do update set
                 front = case when excluded.front > read_mark.front then excluded.front else read_mark.front end,
                 court = case when excluded.court > read_mark.court then excluded.court else read_mark.court end",
                placeholders(1, now.len(), 4)
            );
            let values = now
                .iter()
                .flat_map(|((case, person), mark)| {
                    [case_value(*case), person_value(*person), big(mark.front), big(mark.court)]
                })
                .collect();
            transaction.execute_raw(database.statement(sql, values)).await?;
            rest = later;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Marks of all who have read something of a case.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn read_marks_of_case(&self, case: CaseId) -> Result<HashMap<PersonId, Position>, StoreError> {
        let sql = "select person, front, court from read_mark where case_id = $1";
        let rows = self.database().all(sql, vec![case_value(case)]).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                let person = columns.person()?;
                Ok((person, Position { front: columns.number()?, court: columns.number()? }))
            })
            .collect()
    }

    /// A person's marks in `cases`; cases they have read nothing of are missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn read_marks_of_person(
        &self,
        person: PersonId,
        cases: &[CaseId],
    ) -> Result<HashMap<CaseId, Position>, StoreError> {
        let mut marks = HashMap::new();
        for some in cases.chunks(LIST_MAX) {
            let ids: Vec<u64> = some.iter().map(|case| case.0).collect();
            let (list, ids) = in_list(2, &ids);
            let sql = format!(
                "select case_id, front, court from read_mark where person = $1 and case_id in ({list})"
            );
            let values = std::iter::once(person_value(person)).chain(ids).collect();
            for row in self.database().all(&sql, values).await? {
                let mut columns = Columns::of(&row);
                let case = columns.case()?;
                marks.insert(case, Position { front: columns.number()?, court: columns.number()? });
            }
        }
        Ok(marks)
    }
}

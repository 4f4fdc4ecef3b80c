//! Reader of the table of documents that are served.

use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use super::read::{FactsError, Row, read_rows};
use crate::deadline::DeadlineTable;
use crate::entry::EntryKind;
use crate::serving::{ServedRule, ServedTable};

const FILE: &str = "served_documents.csv";

/// A value by the name it is stored under.
fn code<'de, T: Deserialize<'de>>(row: &Row<'_>, column: &str, text: &'de str) -> Result<T, FactsError> {
    let read = T::deserialize(StrDeserializer::<Error>::new(text));
    read.map_err(|_| row.problem(format!("{column}: '{text}' is not known")))
}

fn rule(row: &Row<'_>, known: &DeadlineTable) -> Result<ServedRule, FactsError> {
    let clock = Some(row.text("clock")).filter(|clock| !clock.is_empty());
    if let Some(clock) = clock
        && known.get(clock).is_none()
    {
        return Err(row.problem(format!("clock: '{clock}' does not stand in deadlines.csv")));
    }
    let procedures = row.text("procedures").split('|').filter(|text| !text.is_empty());
    let sides = match row.required("whose")? {
        "any" => Vec::new(),
        sides => sides.split('|').map(|text| code(row, "whose", text)).collect::<Result<_, _>>()?,
    };
    let known_to_all = match row.required("known_to")? {
        "everyone" => true,
        "party" => false,
        other => return Err(row.problem(format!("known_to: '{other}' is not known"))),
    };
    let answered_by = match row.text("answered_by") {
        "" => None,
        "answer_filed" => Some(EntryKind::AnswerFiled),
        other => return Err(row.problem(format!("answered_by: '{other}' answers nothing"))),
    };
    Ok(ServedRule {
        template: row.required("template")?.to_owned(),
        name: row.required("name")?.to_owned(),
        kind: code(row, "kind", row.required("kind")?)?,
        clock: clock.map(str::to_owned),
        procedures: procedures.map(|text| code(row, "procedures", text)).collect::<Result<_, _>>()?,
        sides,
        known_to_all,
        answered_by,
        source: row.required("source")?.to_owned(),
    })
}

/// Reads the documents that are served, and the periods that run from it.
pub(super) fn served(text: &str, known: &DeadlineTable) -> Result<ServedTable, FactsError> {
    let columns = [
        "template",
        "name",
        "kind",
        "clock",
        "procedures",
        "whose",
        "known_to",
        "answered_by",
        "source",
        "mark",
    ];
    let mut rules = Vec::new();
    read_rows(FILE, text, &columns, |row| {
        rules.push(rule(row, known)?);
        Ok(())
    })?;
    Ok(ServedTable::new(rules))
}

//! Reader of the table of notices.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use super::read::{FactsError, Row, read_rows};
use crate::notice::{NoticeRule, NoticeTable, NoticeWhen};

const FILE: &str = "notices.csv";
/// Longest title, in characters: with court and number it has to fit into one text message.
const LONGEST_TITLE: usize = 24;

/// A value by the name it is stored under.
fn code<'de, T: Deserialize<'de>>(row: &Row<'_>, column: &str, text: &'de str) -> Result<T, FactsError> {
    let read = T::deserialize(StrDeserializer::<Error>::new(text));
    read.map_err(|_| row.problem(format!("{column}: '{text}' is not known")))
}

/// Several values, apart by semicolons.
fn codes<T: for<'de> Deserialize<'de> + Ord>(row: &Row<'_>, column: &str) -> Result<BTreeSet<T>, FactsError> {
    row.required(column)?.split(';').map(|text| code(row, column, text.trim())).collect()
}

fn rule(row: &Row<'_>) -> Result<NoticeRule, FactsError> {
    let title = row.required("title")?;
    if title.chars().count() > LONGEST_TITLE {
        return Err(row.problem(format!("title: more than {LONGEST_TITLE} characters")));
    }
    let when = match row.text("when") {
        "" => NoticeWhen::Always,
        text => code(row, "when", text)?,
    };
    Ok(NoticeRule {
        kind: code(row, "entry", row.required("entry")?)?,
        when,
        to: codes(row, "to")?,
        title: title.to_owned(),
        group: code(row, "group", row.required("group")?)?,
        urgency: code(row, "urgency", row.required("urgency")?)?,
        channels: codes(row, "channels")?,
        source: row.required("source")?.to_owned(),
    })
}

/// Reads who is told of what.
pub(super) fn notices(text: &str) -> Result<NoticeTable, FactsError> {
    let columns = ["entry", "when", "to", "title", "group", "urgency", "channels", "source", "mark"];
    let mut rules = Vec::new();
    read_rows(FILE, text, &columns, |row| {
        rules.push(rule(row)?);
        Ok(())
    })?;
    Ok(NoticeTable::new(rules))
}

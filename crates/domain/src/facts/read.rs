//! Reading a CSV text with errors that name the file and the line.

use std::fmt::Display;
use std::str::FromStr;

/// What is wrong with a fact file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} line {line}: {problem}")]
pub struct FactsError {
    /// The file, such as `courts.csv`.
    pub file: &'static str,
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub problem: String,
}

/// One line of a file.
pub(crate) struct Row<'a> {
    file: &'static str,
    line: u64,
    columns: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
}

impl Row<'_> {
    /// The text in a column; empty when the column is missing, which [`read_rows`] has ruled out.
    pub(crate) fn text(&self, column: &str) -> &str {
        let index = self.columns.iter().position(|name| name == column);
        index.and_then(|index| self.record.get(index)).unwrap_or_default().trim()
    }

    /// The text in a column that must not be empty.
    pub(crate) fn required(&self, column: &str) -> Result<&str, FactsError> {
        match self.text(column) {
            "" => Err(self.problem(format!("{column} is empty"))),
            text => Ok(text),
        }
    }

    /// The value in a column.
    pub(crate) fn value<T: FromStr<Err: Display>>(&self, column: &str) -> Result<T, FactsError> {
        self.required(column)?.parse().map_err(|error| self.problem(format!("{column}: {error}")))
    }

    /// The value in a column that may be empty.
    pub(crate) fn optional<T: FromStr<Err: Display>>(&self, column: &str) -> Result<Option<T>, FactsError> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.value(column).map(Some),
        }
    }

    /// An error about this line.
    pub(crate) fn problem(&self, problem: impl Into<String>) -> FactsError {
        FactsError { file: self.file, line: self.line, problem: problem.into() }
    }
}

/// Calls `each` for every line after the header, which must name `columns` and may name more.
pub(crate) fn read_rows(
    file: &'static str,
    text: &str,
    columns: &[&str],
    mut each: impl FnMut(&Row<'_>) -> Result<(), FactsError>,
) -> Result<(), FactsError> {
    // Spreadsheets put a byte order mark in front.
    let text = text.trim_start_matches('\u{feff}');
    let bad_line = |error: csv::Error, line: u64| FactsError {
        file,
        line: error.position().map_or(line, csv::Position::line),
        problem: error.to_string(),
    };
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| bad_line(error, 1))?.clone();
    for column in columns {
        if !header.iter().any(|name| name == *column) {
            return Err(FactsError { file, line: 1, problem: format!("the column {column} is missing") });
        }
    }
    let mut n_rows = 0;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| bad_line(error, n_rows + 2))? {
        n_rows += 1;
        let line = record.position().map_or(n_rows + 1, csv::Position::line);
        each(&Row { file, line, columns: &header, record: &record })?;
    }
    if n_rows == 0 {
        return Err(FactsError { file, line: 1, problem: "no lines after the header".to_owned() });
    }
    Ok(())
}

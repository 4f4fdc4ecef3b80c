//! Identifiers, calendar, fees, interest: tables, band ends, awkward days, and properties.

mod applications;
mod articles;
mod case_numbers;
mod causes;
mod courts;
mod deadlines;
mod facts;
mod fees;
mod identity_numbers;
mod interest;
mod money;
mod personal_data;
mod service;

use std::sync::LazyLock;

use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::facts::Facts;

static FACTS: LazyLock<Facts> = LazyLock::new(Facts::embedded);

fn date(text: &str) -> BeijingDate {
    text.parse().expect("a date")
}

/// The rows of a table of worked examples, without its header.
fn rows(table: &str) -> Vec<Vec<String>> {
    let path = format!("{}/../../testdata/vectors/{table}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

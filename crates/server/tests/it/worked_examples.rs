//! Every row of the tables of worked examples, asked through the command line.

use serde_json::Value;

use crate::program::{Ran, weicourt};

fn rows(table: &str) -> Vec<Vec<String>> {
    let path = format!("{}/../../testdata/vectors/{table}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn json(ran: &Ran) -> Value {
    assert_eq!(ran.out.lines().count(), 1, "one line of JSON: {ran:?}");
    serde_json::from_str(&ran.out).expect("one JSON object")
}

fn fails<'a>(failures: &'a mut Vec<String>, row: &'a [String]) -> impl FnMut(bool, &Ran) + use<'a> {
    move |agrees, ran| {
        if !agrees {
            failures.push(format!("{row:?}: {} {}", ran.out, ran.err));
        }
    }
}

fn assert_none(failures: &[String], rows: usize, expected: usize) {
    assert!(failures.is_empty(), "{} rows differ:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(rows, expected, "rows of the table");
}

#[test]
fn case_numbers_are_valid_or_not_as_the_table_says() {
    let (rows, mut failures) = (rows("case_number_cases.csv"), Vec::new());
    for row in &rows {
        let ran = weicourt(&["case-number", "check", &row[0], "--on", "2026-11-23", "--json"]);
        let (answer, valid) = (json(&ran), row[1] == "true");
        let agrees = answer["valid"] == valid
            && ran.code == Some(i32::from(!valid))
            && if valid { answer["canonical"] == row[0].as_str() } else { answer["reason"].is_string() };
        fails(&mut failures, row)(agrees, &ran);
    }
    assert_none(&failures, rows.len(), 40);
}

#[test]
fn numbers_of_people_and_organisations_are_valid_or_not_as_the_table_says() {
    let (rows, mut failures) = (rows("id_cases.csv"), Vec::new());
    for row in &rows {
        let ran = weicourt(&["id", "check", "--kind", &row[0], &row[1], "--json"]);
        let (answer, valid) = (json(&ran), row[2] == "true");
        let shown = format!("{}{}", ran.out, ran.err);
        let agrees = answer["valid"] == valid
            && ran.code == Some(i32::from(!valid))
            && answer["masked"].is_string() == valid
            && answer["reason"].is_string() != valid
            && !shown.contains(&row[1]);
        fails(&mut failures, row)(agrees, &ran);
    }
    assert_none(&failures, rows.len(), 26);
}

#[test]
fn fees_are_those_of_the_table() {
    let (rows, mut failures) = (rows("fee_cases.csv"), Vec::new());
    for row in &rows {
        let mut args = vec!["fee", &row[0], "--json"];
        if !row[1].is_empty() {
            args.extend(["--amount", &row[1]]);
        }
        for modifier in row[2].split(';').filter(|modifier| !modifier.is_empty()) {
            args.extend(["--with", modifier]);
        }
        let ran = weicourt(&args);
        let answer: Value = serde_json::from_str(&ran.out).unwrap_or_default();
        let expected: i64 = row[3].replace('.', "").parse().expect("an amount with two decimals");
        let agrees = ran.code == Some(0)
            && answer["fee_fen"] == expected
            && answer["steps"].as_array().is_some_and(|steps| !steps.is_empty())
            && answer["source"].as_array().is_some_and(|source| !source.is_empty());
        fails(&mut failures, row)(agrees, &ran);
    }
    assert_none(&failures, rows.len(), 106);
}

#[test]
fn periods_end_on_the_day_of_the_table() {
    let (rows, mut failures) = (rows("deadline_cases.csv"), Vec::new());
    for row in &rows {
        let ran = weicourt(&["deadline", &row[0], "--from", &row[1], "--period", &row[2], "--json"]);
        let answer: Value = serde_json::from_str(&ran.out).unwrap_or_default();
        // A day that moved says why, and only such a day.
        let moved = answer["moved_because"].is_string();
        let agrees = ran.code == Some(0)
            && answer["last_day"] == row[3].as_str()
            && (row[4] == "true" || !moved)
            && answer["source"].as_array().is_some_and(|source| !source.is_empty());
        fails(&mut failures, row)(agrees, &ran);
        let usual = weicourt(&["deadline", &row[0], "--from", &row[1], "--json"]);
        fails(&mut failures, row)(usual.out == ran.out, &usual);
    }
    assert_none(&failures, rows.len(), 23);
}

#[test]
fn interest_and_compensation_are_those_of_the_table() {
    let (rows, mut failures) = (rows("interest_cases.csv"), Vec::new());
    for row in &rows {
        let mut args = vec!["interest", &row[0], "--json"];
        for (flag, value) in [("--input", &row[1]), ("--from", &row[2]), ("--to", &row[3])] {
            if !value.is_empty() {
                args.extend([flag, value]);
            }
        }
        for term in row[4].split(';').filter(|term| !term.is_empty()) {
            args.extend(["--with", term]);
        }
        let ran = weicourt(&args);
        let answer: Value = serde_json::from_str(&ran.out).unwrap_or_default();
        let days = row[5].parse::<u32>().map_or(Value::Null, Value::from);
        let agrees = ran.code == Some(0) && answer["result"] == row[6].as_str() && answer["days"] == days;
        fails(&mut failures, row)(agrees, &ran);
    }
    assert_none(&failures, rows.len(), 27);
}

#[test]
fn a_question_without_an_answer_is_refused_and_a_word_nobody_knows_is_a_usage_error() {
    let refused = weicourt(&["fee", "property", "--amount", "-1", "--json"]);
    assert_eq!((refused.code, json(&refused)["fee_fen"].is_null()), (Some(1), true));
    let next_year = weicourt(&["deadline", "ANSWER", "--from", "2026-12-25", "--json"]);
    assert_eq!(next_year.code, Some(1));
    assert!(next_year.out.contains("2027"), "{}", next_year.out);
    assert_eq!(weicourt(&["fee", "property", "--amount", "ten"]).code, Some(2));
    assert_eq!(weicourt(&["fee", "gift", "--amount", "10"]).code, Some(2));
    assert_eq!(weicourt(&["fee", "property", "--amount", "10", "--with", "friendly"]).code, Some(2));
    assert_eq!(weicourt(&["deadline", "LUNCH", "--from", "2026-03-20"]).code, Some(2));
    assert_eq!(weicourt(&["deadline", "ANSWER", "--from", "2026-02-30"]).code, Some(2));
    assert_eq!(
        weicourt(&["interest", "compensation_years", "--input", "60", "--with", "age=3"]).code,
        Some(2)
    );
    assert_eq!(weicourt(&["id", "check", "--kind", "shoe_size", "42"]).code, Some(2));
}

#[test]
fn an_answer_for_people_is_in_chinese() {
    let fee = weicourt(&["fee", "property", "--amount", "200000"]);
    assert!(fee.out.contains("财产案件：4300.00元"), "{}", fee.out);
    let number = weicourt(&["case-number", "check", "(2026)浙0203民初1号"]);
    assert!(number.out.contains("是否为（2026）浙0203民初1号"), "{}", number.out);
    let moved = weicourt(&["deadline", "APPEAL_J", "--from", "2026-09-16"]);
    assert!(moved.out.contains("国庆节") && moved.out.contains("2026-10-08"), "{}", moved.out);
}

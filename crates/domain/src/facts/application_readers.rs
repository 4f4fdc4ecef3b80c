//! Reader of the table of applications and of their forms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use super::read::{FactsError, Row, read_rows};
use super::readers::Once;
use crate::application::{ApplicationField, ApplicationRule, ApplicationTable, FieldInput, Window};
use crate::deadline::DeadlineTable;
use crate::entry::ApplicationKind;

const RULES: &str = "applications.csv";
const FIELDS: &str = "application_fields.csv";

/// A value by the name it is stored under.
fn code<'de, T: Deserialize<'de>>(row: &Row<'_>, column: &str, text: &'de str) -> Result<T, FactsError> {
    let read = T::deserialize(StrDeserializer::<Error>::new(text));
    read.map_err(|_| row.problem(format!("{column}: '{text}' is not known")))
}

/// Several values, apart by semicolons.
fn codes<T: for<'de> Deserialize<'de> + Ord>(row: &Row<'_>, column: &str) -> Result<BTreeSet<T>, FactsError> {
    row.required(column)?.split(';').map(|text| code(row, column, text.trim())).collect()
}

fn rule_name(row: &Row<'_>, column: &str, text: &str, known: &DeadlineTable) -> Result<String, FactsError> {
    match known.get(text) {
        Some(rule) => Ok(rule.rule.clone()),
        None => Err(row.problem(format!("{column}: '{text}' does not stand in deadlines.csv"))),
    }
}

fn window(row: &Row<'_>, known: &DeadlineTable) -> Result<Window, FactsError> {
    let text = row.text("window");
    let rule = |text: &str| rule_name(row, "window", text, known);
    match text.split_once(':') {
        Some(("decision", text)) => Ok(Window::AfterDecision { rule: rule(text)? }),
        Some((field, text)) => Ok(Window::AfterDay { field: field.to_owned(), rule: rule(text)? }),
        None if text.is_empty() => Ok(Window::Anytime),
        None if text == "evidence_period" => Ok(Window::EvidencePeriod),
        None if text == "answer_period" => Ok(Window::AnswerPeriod),
        _ => Err(row.problem(format!("window: '{text}' is not known"))),
    }
}

fn field(row: &Row<'_>) -> Result<ApplicationField, FactsError> {
    let input: FieldInput = code(row, "input", row.required("input")?)?;
    let choices = row.text("choices").split('|').filter(|choice| !choice.is_empty());
    let choices: Vec<String> = choices.map(str::to_owned).collect();
    if (input == FieldInput::Choice) == choices.is_empty() {
        return Err(row.problem("give choices for the input choice, and for no other"));
    }
    let required = match row.required("required")? {
        "yes" => true,
        "no" => false,
        other => return Err(row.problem(format!("required: '{other}' is neither yes nor no"))),
    };
    row.required("source")?;
    Ok(ApplicationField {
        key: row.required("key")?.to_owned(),
        label: row.required("label")?.to_owned(),
        required,
        input,
        choices,
        hint: row.text("hint").to_owned(),
    })
}

pub(super) fn applications(
    rules: &str,
    fields: &str,
    deadlines: &DeadlineTable,
) -> Result<ApplicationTable, FactsError> {
    let mut forms: BTreeMap<ApplicationKind, Vec<ApplicationField>> = BTreeMap::new();
    let mut once = Once::default();
    let columns = ["kind", "key", "label", "required", "input", "choices", "hint", "source"];
    read_rows(FIELDS, fields, &columns, |row| {
        let kind = row.required("kind")?;
        once.check(row, &format!("{kind} {}", row.required("key")?))?;
        forms.entry(code(row, "kind", kind)?).or_default().push(field(row)?);
        Ok(())
    })?;
    let mut read = Vec::new();
    let mut once = Once::default();
    let columns = [
        "kind",
        "name",
        "group",
        "proceedings",
        "applicants",
        "special_item",
        "decider",
        "decide_within",
        "window",
        "effect",
        "effect_words",
        "audience",
        "article",
        "source",
    ];
    read_rows(RULES, rules, &columns, |row| {
        let kind = row.required("kind")?;
        once.check(row, kind)?;
        let kind: ApplicationKind = code(row, "kind", kind)?;
        let optional = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty());
        read.push(ApplicationRule {
            kind,
            name: row.required("name")?.to_owned(),
            group: row.required("group")?.to_owned(),
            proceedings: codes(row, "proceedings")?,
            sides: codes(row, "applicants")?,
            special_item: optional("special_item").map(|text| code(row, "special_item", text)).transpose()?,
            decider: code(row, "decider", row.required("decider")?)?,
            decide_within: optional("decide_within")
                .map(|text| rule_name(row, "decide_within", text, deadlines))
                .transpose()?,
            window: window(row, deadlines)?,
            effect: code(row, "effect", row.required("effect")?)?,
            effect_words: row.required("effect_words")?.to_owned(),
            for_own_side: match row.required("audience")? {
                "everyone" => false,
                "side" => true,
                other => return Err(row.problem(format!("audience: '{other}' is neither everyone nor side"))),
            },
            article: row.required("article")?.to_owned(),
            source: row.required("source")?.split("; ").map(str::to_owned).collect(),
            fields: forms.remove(&kind).unwrap_or_default(),
        });
        Ok(())
    })?;
    let missing = ApplicationKind::ALL.into_iter().find(|kind| !read.iter().any(|rule| rule.kind == *kind));
    match missing {
        Some(kind) => {
            Err(FactsError { file: RULES, line: 1, problem: format!("there is no line for {kind:?}") })
        }
        None => Ok(ApplicationTable::new(read)),
    }
}

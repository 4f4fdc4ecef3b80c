//! Whether the form of an application is in order: the fields of its kind, as the table names them.

use super::table::{ApplicationField, ApplicationRule, FieldInput, OWN_FIELDS};
use crate::calendar::BeijingDate;
use crate::entry::{ApplicationForm, ApplicationKind, Defect};
use crate::money::Fen;

/// Longest line, in characters.
const LONGEST_LINE: usize = 500;
/// Longest text, in characters.
const LONGEST_TEXT: usize = 10_000;
/// Most papers of one application.
const MOST_ATTACHMENTS: usize = 30;

/// Everything that is missing or wrong, whatever the state of the case.
pub(super) fn defects(rule: &ApplicationRule, form: &ApplicationForm) -> Vec<Defect> {
    let mut defects = Vec::new();
    for field in &rule.fields {
        if let Some(reason) = defect_of(field, form) {
            defects.push(defect(&path(&field.key), reason));
        }
    }
    let known = |key: &str| rule.fields.iter().any(|field| field.key == key);
    for key in form.details.keys().filter(|key| OWN_FIELDS.contains(&key.as_str()) || !known(key)) {
        defects.push(defect(&format!("details.{key}"), "这类申请没有这一栏"));
    }
    for key in strays(rule.kind, form).into_iter().filter(|key| !known(key)) {
        defects.push(defect(key, "这类申请没有这一栏"));
    }
    if form.attachments.len() > MOST_ATTACHMENTS {
        defects.push(defect("attachments", "附件太多，请分次提交"));
    }
    defects
}

fn defect(field: &str, reason: &str) -> Defect {
    Defect { field: field.to_owned(), reason: reason.to_owned() }
}

fn path(key: &str) -> String {
    if OWN_FIELDS.contains(&key) { key.to_owned() } else { format!("details.{key}") }
}

/// Fields of the application that are filled in; those its kind does not have are strays. The court fills
/// in whom a reconsideration is about.
fn strays(kind: ApplicationKind, form: &ApplicationForm) -> Vec<&'static str> {
    let mut filled = Vec::new();
    if form.person.is_some() && kind != ApplicationKind::RecusalReconsideration {
        filled.push("person");
    }
    if !form.exhibits.is_empty() {
        filled.push("exhibits");
    }
    if form.amount_fen.is_some() {
        filled.push("amount_fen");
    }
    if form.until.is_some() {
        filled.push("until");
    }
    filled
}

fn defect_of(field: &ApplicationField, form: &ApplicationForm) -> Option<&'static str> {
    let missing = || field.required.then_some("请填写");
    match field.key.as_str() {
        "request" => text_defect(field, &form.request),
        "reasons" => text_defect(field, &form.reasons),
        "person" => form.person.is_none().then(missing).flatten(),
        "exhibits" => form.exhibits.is_empty().then(missing).flatten(),
        "until" => form.until.is_none().then(missing).flatten(),
        "amount_fen" => match form.amount_fen {
            None => missing(),
            Some(amount) => (amount <= Fen::ZERO).then_some("金额应当大于零"),
        },
        key => match form.details.get(key).map(|value| value.trim()).filter(|value| !value.is_empty()) {
            None => missing(),
            Some(value) => value_defect(field, value),
        },
    }
}

fn text_defect(field: &ApplicationField, text: &str) -> Option<&'static str> {
    match text.trim() {
        "" => field.required.then_some("请填写"),
        text => value_defect(field, text),
    }
}

fn value_defect(field: &ApplicationField, value: &str) -> Option<&'static str> {
    let n_characters = value.chars().count();
    match field.input {
        FieldInput::Text => (n_characters > LONGEST_LINE).then_some("太长，不超过500字"),
        FieldInput::LongText => (n_characters > LONGEST_TEXT).then_some("太长，不超过10000字"),
        FieldInput::Choice => {
            let known = field.choices.iter().any(|choice| choice == value);
            (!known).then_some("请在所列的选项中选择")
        }
        FieldInput::Date => value.parse::<BeijingDate>().is_err().then_some("请填写日期"),
        FieldInput::Claim => value.parse::<u16>().is_err().then_some("请选择起诉状中的一项请求"),
        FieldInput::Money => value.parse::<Fen>().is_err().then_some("请填写金额"),
        FieldInput::Person | FieldInput::Exhibits => None,
    }
}

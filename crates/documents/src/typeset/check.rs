//! Whether data fit a template: all faults at once, each with its place.

use std::sync::Arc;

use data_encoding::BASE64;
use jiff::civil::{Date, DateTime};
use serde::Serialize;
use serde_json::{Map, Value};

use super::schema::{Blocks, Field, FieldType, Template};
use crate::picture::Picture;
use crate::{FileKind, Limits};

/// Something wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// Where: `claims[2].amount`, `case.number`; empty for the data as a whole.
    pub path: String,
    /// What is wrong.
    pub reason: FaultReason,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultReason {
    /// A required field is missing, null, blank or an empty list.
    Missing,
    /// The template has no such field.
    Unknown,
    /// A text, a list or a number was expected here, and something else is given; this is what it takes.
    NotA(FieldType),
    /// An object was expected.
    NotAnObject,
    /// The value is none of the options.
    NoOption,
}

impl std::fmt::Display for FieldFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {:?}", self.path, self.reason)
    }
}

impl Template {
    /// Checks data against the fields: required ones are there, all have the right shape, none is unknown.
    ///
    /// A required field with a default may be left out. `null` is the same as absent.
    ///
    /// # Errors
    ///
    /// Every fault, in the order of the fields; unknown ones come last in each object.
    pub fn check(&self, data: &Value) -> Result<(), Vec<FieldFault>> {
        let mut faults = Faults::default();
        if let Some(given) = faults.object("", data) {
            let blocks = Blocks::get();
            match given.get("case") {
                Some(case) => {
                    if let Some(case) = faults.object("case", case) {
                        for field in &blocks.case {
                            let before_filing = field.name == "number" && !self.numbered;
                            faults.field("case", field, case.get(&field.name), before_filing);
                        }
                        faults.unknown("case", case, |name| blocks.case.iter().any(|f| f.name == name));
                    }
                }
                None => faults.push("case".into(), FaultReason::Missing),
            }
            for field in blocks.common.iter().chain(&self.fields) {
                faults.field("", field, given.get(&field.name), false);
            }
            faults.unknown("", given, |name| {
                name == "case" || blocks.common.iter().chain(&self.fields).any(|field| field.name == name)
            });
        }
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }
}

/// Reads a day: `2026-11-23`.
pub(super) fn day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Reads a moment in Beijing time: `2026-11-23T09:30`, with seconds or not, without a zone.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    let local = matches!(text.len(), 16 | 19) && text.as_bytes().get(10) == Some(&b'T');
    local.then(|| text.parse().ok()).flatten()
}

/// Most pixels of a picture on a document: a page of paper at 150 dots per inch takes two million.
const MOST_PIXELS: u64 = 4_000_000;

/// Reads a picture: PNG in base64, with no more pixels than a document needs.
pub(super) fn picture(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    let limits = Limits { most_pixels: MOST_PIXELS, ..Limits::default() };
    Picture::open(Arc::new(bytes.clone()), FileKind::Png, limits).ok()?;
    Some(bytes)
}

#[derive(Default)]
struct Faults(Vec<FieldFault>);

impl Faults {
    fn push(&mut self, path: String, reason: FaultReason) {
        self.0.push(FieldFault { path, reason });
    }

    fn object<'a>(&mut self, path: &str, value: &'a Value) -> Option<&'a Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.push(path.into(), FaultReason::NotAnObject);
        }
        object
    }

    fn unknown(&mut self, path: &str, given: &Map<String, Value>, known: impl Fn(&str) -> bool) {
        for name in given.keys().filter(|name| !known(name)) {
            self.push(under(path, name), FaultReason::Unknown);
        }
    }

    /// An object with these fields and no others.
    fn fields(&mut self, path: &str, fields: &[Field], value: &Value) {
        if let Some(given) = self.object(path, value) {
            for field in fields {
                self.field(path, field, given.get(&field.name), false);
            }
            self.unknown(path, given, |name| fields.iter().any(|field| field.name == name));
        }
    }

    fn field(&mut self, parent: &str, field: &Field, value: Option<&Value>, optional: bool) {
        let path = under(parent, &field.name);
        match value.filter(|value| !is_blank(value)) {
            None if field.required && !optional && field.default.is_none() => {
                self.push(path, FaultReason::Missing);
            }
            None => {}
            Some(value) => self.value(path, field, value),
        }
    }

    fn value(&mut self, path: String, field: &Field, value: &Value) {
        let blocks = Blocks::get();
        let text = value.as_str();
        let fits = match field.takes {
            FieldType::Text => text.is_some_and(|text| !text.trim().contains(['\n', '\r'])),
            FieldType::LongText => text.is_some(),
            FieldType::Date => text.is_some_and(|text| day(text).is_some()),
            FieldType::Datetime => text.is_some_and(|text| moment(text).is_some()),
            FieldType::Money | FieldType::Number => value.is_i64(),
            FieldType::Bool => value.is_boolean(),
            FieldType::Enum => match text {
                Some(text) if !field.options.iter().any(|option| option.value == text) => {
                    return self.push(path, FaultReason::NoOption);
                }
                _ => text.is_some(),
            },
            FieldType::Paragraphs => match value.as_array() {
                Some(paragraphs) => {
                    for (place, paragraph) in paragraphs.iter().enumerate() {
                        if !paragraph.is_string() {
                            self.push(format!("{path}[{place}]"), FaultReason::NotA(FieldType::LongText));
                        }
                    }
                    true
                }
                None => false,
            },
            FieldType::Picture => text.is_some_and(|text| picture(text).is_some()),
            FieldType::Party => return self.fields(&path, &blocks.party, value),
            FieldType::Parties => return self.list(path, field.takes, &blocks.party, value),
            FieldType::Judges => return self.list(path, field.takes, &blocks.judge, value),
            FieldType::Rows => return self.list(path, field.takes, &blocks.row, value),
            FieldType::Table => return self.list(path, field.takes, &field.columns, value),
        };
        if !fits {
            self.push(path, FaultReason::NotA(field.takes));
        }
    }

    fn list(&mut self, path: String, takes: FieldType, fields: &[Field], value: &Value) {
        let Some(lines) = value.as_array() else {
            return self.push(path, FaultReason::NotA(takes));
        };
        for (place, line) in lines.iter().enumerate() {
            self.fields(&format!("{path}[{place}]"), fields, line);
        }
    }
}

fn under(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.into() } else { format!("{parent}.{name}") }
}

/// Null, white space only, or an empty list.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_blank),
        _ => false,
    }
}

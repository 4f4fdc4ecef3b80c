//! The fields of one document while it is filled: only what its template has, in the shape that it wants.

use serde_json::{Map, Value};
use weicourt_domain::calendar::BeijingDate;

use crate::ports::{DocumentTemplate, FieldColumn, FieldType, TemplateField};

/// The fields of a document.
pub(super) struct Fields<'a> {
    template: &'a DocumentTemplate,
    values: Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// An empty document.
    pub(super) fn of(template: &'a DocumentTemplate) -> Self {
        Self { template, values: Map::new() }
    }

    /// Name of its template.
    pub(super) fn template(&self) -> &'a str {
        &self.template.id
    }

    /// Fields of a kind that nobody has filled yet.
    pub(super) fn open(&self, kind: FieldType) -> Vec<&'a str> {
        let fields = self.template.fields.iter();
        let open = fields.filter(|field| field.kind == kind && !self.values.contains_key(&field.name));
        open.map(|field| field.name.as_str()).collect()
    }

    /// Puts in what the case knows of a field. The first word counts; a field that the template does not have,
    /// or has in another shape, is left alone.
    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        let Some(field) = self.template.fields.iter().find(|field| field.name == name) else { return };
        if self.values.contains_key(name) {
            return;
        }
        if let Some(value) = shaped(field, value.into()) {
            self.values.insert(name.to_owned(), value);
        }
    }

    /// [`Fields::put`] under several names that templates use for the same thing.
    pub(super) fn put_all(&mut self, names: &[&str], value: impl Into<Value>) {
        let value = value.into();
        for name in names {
            self.put(name, value.clone());
        }
    }

    /// The case at the head of the document, which every template has.
    pub(super) fn put_case(&mut self, case: Map<String, Value>) {
        self.values.insert("case".to_owned(), Value::Object(case));
    }

    /// The document, with what the court writes as a rule where the case says nothing.
    pub(super) fn finish(mut self) -> Value {
        for field in &self.template.fields {
            if let Some(default) = &field.default
                && !self.values.contains_key(&field.name)
            {
                self.values.insert(field.name.clone(), default.clone());
            }
        }
        Value::Object(self.values)
    }
}

/// The value if it is one of this field; without what is empty.
fn shaped(field: &TemplateField, value: Value) -> Option<Value> {
    match field.kind {
        FieldType::Enum => {
            let known = |text: &str| field.options.iter().any(|option| option.value == text);
            value.as_str().is_some_and(known).then_some(value)
        }
        FieldType::Table => {
            let Value::Array(rows) = value else { return None };
            let rows: Vec<Value> = rows.into_iter().filter_map(|row| row_of(&field.columns, row)).collect();
            (!rows.is_empty()).then_some(Value::Array(rows))
        }
        FieldType::Parties | FieldType::Judges | FieldType::Rows => {
            value.as_array().is_some_and(|items| !items.is_empty()).then_some(value)
        }
        kind => fits(kind, &value).then_some(value),
    }
}

fn fits(kind: FieldType, value: &Value) -> bool {
    let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
    match kind {
        FieldType::Text => text.is_some_and(|text| !text.contains(['\n', '\r'])),
        FieldType::LongText | FieldType::Enum => text.is_some(),
        FieldType::Paragraphs => value
            .as_array()
            .is_some_and(|paragraphs| !paragraphs.is_empty() && paragraphs.iter().all(Value::is_string)),
        FieldType::Date => text.is_some_and(|text| text.parse::<BeijingDate>().is_ok()),
        FieldType::Datetime => text.is_some_and(|text| text.len() == 16 && text.as_bytes()[10] == b'T'),
        FieldType::Money | FieldType::Number => value.is_i64(),
        FieldType::Bool => value.is_boolean(),
        FieldType::Party => value.is_object(),
        FieldType::Parties | FieldType::Judges | FieldType::Table | FieldType::Rows => value.is_array(),
    }
}

/// A row with the columns of its table; none without a column that is required.
fn row_of(columns: &[FieldColumn], row: Value) -> Option<Value> {
    let Value::Object(mut given) = row else { return None };
    let mut kept = Map::new();
    for column in columns {
        let known = |value: &Value| match column.kind {
            FieldType::Enum => {
                value.as_str().is_some_and(|text| column.options.iter().any(|option| option.value == text))
            }
            kind => fits(kind, value),
        };
        match given.remove(&column.name).filter(known) {
            Some(value) => {
                kept.insert(column.name.clone(), value);
            }
            None if column.required => return None,
            None => {}
        }
    }
    (!kept.is_empty()).then_some(Value::Object(kept))
}

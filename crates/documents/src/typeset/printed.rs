//! Checked data as Typst gets them: absent fields are null, defaults are filled in, numbers and days are words.

use serde_json::{Map, Value, json};

use super::check::{day, is_blank, moment, picture};
use super::schema::{Blocks, Field, FieldType, Template};
use super::words::{arabic_day, capital_yuan, chinese_day, time_of_day, yuan};
use crate::Fonts;

/// A character that no face has, and the field it stands in.
pub(super) struct NoFace {
    pub(super) character: char,
    pub(super) path: String,
}

/// The fields of the document, its case and its common block, as `templates/README.md` promises them.
pub(super) fn printed(
    template: &Template,
    data: &Value,
    issued_on: &str,
    fonts: &Fonts,
) -> Result<Value, NoFace> {
    let blocks = Blocks::get();
    let printer = Printer { fonts };
    let mut out = printer.fields("", template.fields.iter().chain(&blocks.common), data)?;
    let case = data.get("case").unwrap_or(&Value::Null);
    out.insert("case".into(), printer.fields("case", blocks.case.iter(), case)?.into());
    if out.get("issued_on").is_none_or(Value::is_null) {
        out.insert("issued_on".into(), day_words(issued_on));
    }
    Ok(out.into())
}

struct Printer<'a> {
    fonts: &'a Fonts,
}

impl Printer<'_> {
    fn fields<'f>(
        &self,
        path: &str,
        fields: impl Iterator<Item = &'f Field>,
        data: &Value,
    ) -> Result<Map<String, Value>, NoFace> {
        let mut out = Map::new();
        for field in fields {
            let given = data.get(&field.name).filter(|value| !is_blank(value));
            let value = given.or(field.default.as_ref()).unwrap_or(&Value::Null);
            let path = if path.is_empty() { field.name.clone() } else { format!("{path}.{}", field.name) };
            out.insert(field.name.clone(), self.value(&path, field, value, path.contains('['))?);
        }
        Ok(out)
    }

    fn value(&self, path: &str, field: &Field, value: &Value, in_line: bool) -> Result<Value, NoFace> {
        let blocks = Blocks::get();
        let text = value.as_str().unwrap_or_default();
        Ok(match (field.takes, value) {
            (_, Value::Null) => Value::Null,
            (FieldType::Text, _) => self.text(path, text)?.into(),
            (FieldType::LongText, _) if in_line => self.text(path, text)?.into(),
            (FieldType::LongText, _) => self.paragraphs(path, text.lines())?,
            (FieldType::Paragraphs, _) => {
                let paragraphs = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                self.paragraphs(path, paragraphs.flat_map(str::lines))?
            }
            (FieldType::Date, _) => day_words(text),
            (FieldType::Datetime, _) => moment_words(text),
            (FieldType::Money, _) => money_words(value.as_i64().unwrap_or_default()),
            (FieldType::Number | FieldType::Bool, _) => value.clone(),
            // Typst has no base64: it gets the bytes as numbers.
            (FieldType::Picture, _) => picture(text).map_or(Value::Null, Value::from),
            (FieldType::Enum, _) => {
                let label = field.options.iter().find(|option| option.value == text);
                json!({ "value": text, "label": label.map_or(text, |option| &option.label) })
            }
            (FieldType::Party, _) => self.fields(path, blocks.party.iter(), value)?.into(),
            (FieldType::Parties, _) => self.list(path, &blocks.party, value)?,
            (FieldType::Judges, _) => self.list(path, &blocks.judge, value)?,
            (FieldType::Rows, _) => self.list(path, &blocks.row, value)?,
            (FieldType::Table, _) => self.list(path, &field.columns, value)?,
        })
    }

    fn list(&self, path: &str, fields: &[Field], value: &Value) -> Result<Value, NoFace> {
        let lines = value.as_array().into_iter().flatten().enumerate();
        let lines = lines.map(|(place, line)| {
            self.fields(&format!("{path}[{place}]"), fields.iter(), line).map(Value::from)
        });
        Ok(Value::Array(lines.collect::<Result<_, _>>()?))
    }

    fn paragraphs<'t>(&self, path: &str, lines: impl Iterator<Item = &'t str>) -> Result<Value, NoFace> {
        let lines = lines.map(|line| line.trim_matches(|c: char| c.is_whitespace()));
        let lines = lines.filter(|line| !line.is_empty()).map(|line| self.text(path, line).map(Value::from));
        Ok(Value::Array(lines.collect::<Result<_, _>>()?))
    }

    /// The text without what cannot be seen; what can be seen must have a face.
    fn text(&self, path: &str, text: &str) -> Result<String, NoFace> {
        if let Some(character) = self.fonts.missing(text).first() {
            return Err(NoFace { character: *character, path: path.into() });
        }
        let seen = |character: char| match character {
            '\n' => Some('\n'),
            _ if character.is_control() => Some(' '),
            _ => self.fonts.has(character).then_some(character),
        };
        Ok(text.trim().replace("\r\n", "\n").chars().filter_map(seen).collect())
    }
}

fn day_words(text: &str) -> Value {
    day(text).map_or(
        Value::Null,
        |day| json!({ "iso": text, "arabic": arabic_day(day), "chinese": chinese_day(day) }),
    )
}

fn moment_words(text: &str) -> Value {
    moment(text).map_or(Value::Null, |at| {
        let (day, time) = (arabic_day(at.date()), time_of_day(at));
        json!({
            "iso": text, "day": day, "time": time, "arabic": format!("{day}{time}"),
            "chinese_day": chinese_day(at.date()),
        })
    })
}

fn money_words(fen: i64) -> Value {
    json!({ "fen": fen, "figures": yuan(fen), "capital": capital_yuan(fen) })
}

//! What a document is made of: the one description that checking, printing and the form of the desk share.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One kind of court document: its fields, and how it stands on paper.
///
/// Serializes to what the front end draws a form from. Read from `templates/NAME.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The identifier, which is also the name of its files: `summons`.
    pub id: String,
    /// The title as printed: 传票.
    pub title: String,
    /// What it is called among the others, where several bear the same title: 管辖权异议裁定书.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its place in the court's list of documents.
    pub number: u16,
    /// Version of fields and wording; goes up when either changes.
    pub version: u32,
    /// Who gets it, as said in the list: `party`, `payer`.
    pub to: String,
    /// Who issues it.
    pub issued_by: Issuer,
    /// What kind of paper it is.
    pub kind: Kind,
    /// Whose signature it takes.
    pub signed_by: Signer,
    /// Articles it rests on: `CPL §155`.
    pub sources: Vec<String>,
    /// Whether it must bear a case number; before filing there is none.
    #[serde(default = "yes")]
    pub numbered: bool,
    /// The fields, in the order of the form.
    #[serde(rename = "field", default)]
    pub fields: Vec<Field>,
    /// The Typst source.
    #[serde(skip)]
    pub(crate) source: &'static str,
    /// Invented data that fill every field.
    #[serde(skip)]
    pub(crate) sample: &'static str,
}

fn yes() -> bool {
    true
}

/// Who issues a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the court's list")]
pub enum Issuer {
    Filing,
    Trial,
    Enforcement,
    Clerk,
    Mediator,
    Party,
    Court,
}

/// What kind of paper a document is; the foot follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A notice: Arabic date, the court's seal.
    Notice,
    /// A judgment or ruling: the names of the judges, the date in Chinese numerals, the court's seal.
    Ruling,
    /// A record of something that was said or done: signatures, no seal.
    Record,
    /// A form that somebody else fills in.
    Form,
}

/// Whose signature a document takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the court's list")]
pub enum Signer {
    Judge,
    Clerk,
    President,
    Party,
    None,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name in the data: `due_on`.
    pub name: String,
    /// Name on the form: 最迟交纳日期.
    pub label: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub takes: FieldType,
    /// Whether the document is incomplete without it.
    #[serde(default)]
    pub required: bool,
    /// Whether the clerk may edit what the case says.
    #[serde(default)]
    pub free: bool,
    /// The values of an `enum`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// The columns of a `table`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Field>,
    /// What it says when the data say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// A hint for whoever fills it in, in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text,
    /// Text of several lines; each line is a paragraph.
    LongText,
    /// A list of paragraphs.
    Paragraphs,
    /// A day, `2026-11-23`.
    Date,
    /// A moment in Beijing time, `2026-11-23T09:30`.
    Datetime,
    /// A sum in fen, a whole number.
    Money,
    /// A whole number.
    Number,
    /// True or false.
    Bool,
    /// One of [`Field::options`].
    Enum,
    /// A natural person or an organisation; see [`Blocks::party`].
    Party,
    /// Several of them.
    Parties,
    /// The bench: a list of [`Blocks::judge`].
    Judges,
    /// Lines with [`Field::columns`].
    Table,
    /// Lines of two texts, `label` and `value`, as the clerk needs them.
    Rows,
    /// A PNG picture in base64, such as a signature. The program puts it in; no form asks for it.
    Picture,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// In the data.
    pub value: String,
    /// On paper and on the form.
    pub label: String,
}

/// The fields that templates do not list because all have them; read from `templates/blocks.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocks {
    /// What every document has besides its own fields and `case`.
    pub common: Vec<Field>,
    /// Inside `case`.
    pub case: Vec<Field>,
    /// Inside a `party`.
    pub party: Vec<Field>,
    /// Inside a member of `judges`.
    pub judge: Vec<Field>,
    /// Inside a line of `rows`.
    pub row: Vec<Field>,
}

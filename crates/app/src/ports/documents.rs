//! Court documents: typeset from a template and the data of a case, sealed with the court's key, verified.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::instant::Instant;

use super::PortError;

/// What a field of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// Paragraphs: a list of texts.
    Paragraphs,
    /// A date, `2026-11-29`.
    Date,
    /// Date and time of day in Beijing, `2026-11-29T09:30`.
    Datetime,
    /// An amount, in fen.
    Money,
    /// A whole number.
    Number,
    /// Yes or no.
    Bool,
    /// One of the options.
    Enum,
    /// A party, with everything the head of a document says of it.
    Party,
    /// Several of them.
    Parties,
    /// Judges with their titles.
    Judges,
    /// Rows with the columns of the field.
    Table,
    /// Rows of a label and a value.
    Rows,
}

/// One of the values of a field, or a column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldOption {
    /// As it stands in the data.
    pub value: String,
    /// As people read it.
    pub label: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldColumn {
    /// As it stands in the data.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether a row is not in order without it.
    pub required: bool,
    /// Values of an enum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
}

/// A field of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TemplateField {
    /// As it stands in the data.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether the document is not in order without it.
    pub required: bool,
    /// Whether the clerk may write it; the others come from the case.
    pub free: bool,
    /// Values of an enum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Columns of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<FieldColumn>,
    /// What the court writes there as a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub default: Option<serde_json::Value>,
    /// A word to whoever writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A kind of court document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentTemplate {
    /// Its name, such as `summons`.
    pub id: String,
    /// What the document is called.
    pub title: String,
    /// Version of the template.
    pub version: u16,
    /// Which desk issues it: `filing`, `trial`, `enforcement`, `clerk`, `mediator`, `party`, `court`.
    pub issued_by: String,
    /// How it is built: `notice`, `ruling`, `record`, `form`.
    pub kind: String,
    /// Who signs it: `judge`, `clerk`, `president`, `party`, `none`.
    pub signed_by: String,
    /// For whom it is.
    pub to: String,
    /// The provisions.
    pub sources: Vec<String>,
    /// Its fields, in the order in which they are written.
    pub fields: Vec<TemplateField>,
}

/// What stands inside fields that are more than one value, and in the `case` that every document has.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentBlocks {
    /// The case at the head of each document.
    pub case: Vec<BlockField>,
    /// A party.
    pub party: Vec<BlockField>,
    /// A judge.
    pub judge: Vec<BlockField>,
    /// A row of a label and a value.
    pub row: Vec<BlockField>,
}

/// A value inside a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlockField {
    /// As it stands in the data.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether the document is not in order without it.
    pub required: bool,
    /// Values of an enum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Columns of a table, such as the agents of a party.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<FieldColumn>,
}

/// Something wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Path of the field, such as `claims[2].amount`.
    pub path: String,
    /// What is wrong, in words for whoever writes it.
    pub reason: String,
}

/// What is to be typeset.
#[derive(Clone)]
pub struct SetOrder {
    /// Name of the template.
    pub template: String,
    /// The fields, a JSON object.
    pub data: serde_json::Value,
    /// What the document is called among all of the court, printed at its foot.
    pub document_id: String,
    /// The date it bears.
    pub issued_on: BeijingDate,
    /// The address behind its QR code.
    pub verify_url: Option<String>,
}

/// Where the seal goes, in points from the bottom left of its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SealPlace {
    /// The page, from 0.
    pub page: u32,
    /// Left edge.
    pub x: f32,
    /// Lower edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A document on paper, not sealed.
#[derive(Clone)]
pub struct SetPaper {
    /// A PDF file; the same order makes the same bytes.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub n_pages: u32,
    /// Where the seal goes.
    pub seal: Option<SealPlace>,
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// There is no such template.
    #[error("no such template")]
    NoSuchTemplate,
    /// The fields are not in order: all faults at once.
    #[error("{} fields are not in order", .0.len())]
    NotInOrder(Vec<FieldFault>),
    /// No face has a character, so a name would be a box.
    #[error("no face has the character U+{:04X}", u32::from(*.character))]
    NoGlyph {
        /// The character.
        character: char,
    },
    /// It is not the fields.
    #[error(transparent)]
    Broken(#[from] PortError),
}

/// Makes court documents.
#[async_trait]
pub trait CourtDocuments: Send + Sync {
    /// Every kind of document.
    fn templates(&self) -> &[DocumentTemplate];

    /// What stands inside parties, judges, rows and the case.
    fn blocks(&self) -> &DocumentBlocks;

    /// Whether there is a seal to seal with.
    fn has_seal(&self) -> bool;

    /// Whether the fields are in order for a template.
    ///
    /// # Errors
    ///
    /// [`DocumentError::NoSuchTemplate`], [`DocumentError::NotInOrder`].
    fn check(&self, template: &str, data: &serde_json::Value) -> Result<(), DocumentError>;

    /// Typesets a document. The same order makes the same bytes.
    ///
    /// # Errors
    ///
    /// [`DocumentError`].
    async fn set(&self, order: SetOrder) -> Result<SetPaper, DocumentError>;

    /// Seals and signs a document with the court's key; the result begins with the bytes of the unsealed one.
    /// A paper without a place for a seal comes back as it is.
    ///
    /// # Errors
    ///
    /// [`PortError`]: the key or the time-stamping authority does not answer.
    async fn seal(&self, paper: SetPaper, at: Instant, reason: &str) -> Result<Vec<u8>, PortError>;
}

//! What the desk and the phone get to see of court documents, and what they ask for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::form::BlobRef;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::Act;
use weicourt_domain::service::ServiceRule;

use crate::ports::{DocumentBlocks, DocumentTemplate};

/// Every kind of document that this court makes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentTemplates {
    /// The kinds, in the order of the court's list.
    pub templates: Vec<DocumentTemplate>,
    /// What stands inside a party, a judge, a row, and the case at the head of each document.
    pub blocks: DocumentBlocks,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStatus {
    /// Being written.
    Draft,
    /// Approved and sealed.
    Issued,
    /// Given up, or issued by mistake.
    SetAside,
}

/// A court document of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentView {
    /// The entry of its first draft: the document's name in the case.
    pub document: EntryRef,
    /// Name of its template.
    pub template: String,
    /// What it is called.
    pub title: String,
    /// The parties it is for.
    #[schema(value_type = Vec<PartyNumber>)]
    pub parties: BTreeSet<PartyNumber>,
    /// Their names.
    pub party_names: Vec<String>,
    /// Where it stands.
    pub status: DocumentStatus,
    /// How often it was written.
    pub n_versions: usize,
    /// When it was last written.
    pub changed_at: Instant,
    /// By whom.
    pub changed_by: String,
    /// When it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Instant>,
    /// Who approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<String>,
    /// The sealed file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<BlobRef>,
    /// Its pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_pages: Option<u32>,
    /// How far its service is, in a few words; empty when it was never sent.
    pub served: String,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// The court documents of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseDocuments {
    /// Documents, those that were written last at the front.
    pub documents: Vec<DocumentView>,
    /// Names of templates that make sense now, the most usual first.
    pub templates: Vec<String>,
    /// What the viewer may do now.
    pub actions: Vec<Act>,
}

/// A court document with what it says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentDetail {
    /// The document.
    #[serde(flatten)]
    pub view: DocumentView,
    /// The fields of its latest version.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The entry of its latest version.
    pub draft: EntryRef,
    /// What it is called among all documents, printed at its foot.
    pub number: String,
}

/// A document as the case would have it, before anybody wrote a word.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FilledDocument {
    /// The fields that the case knows.
    #[schema(value_type = Object)]
    pub data: Value,
    /// What the document is called.
    pub title: String,
}

/// Writes a document, or writes it anew.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteDocument {
    /// The document; a new one without it.
    #[serde(default)]
    pub document: Option<EntryRef>,
    /// Name of the template.
    pub template: String,
    /// What it is called; as its template without it.
    #[serde(default)]
    pub title: Option<String>,
    /// Its fields.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// The parties it is for.
    #[serde(default)]
    #[schema(value_type = Vec<PartyNumber>)]
    pub parties: BTreeSet<PartyNumber>,
}

/// Shows a document as it would be printed.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewDocument {
    /// The document; without it the print bears no number and no code.
    #[serde(default)]
    pub document: Option<EntryRef>,
    /// Name of the template.
    pub template: String,
    /// Its fields.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// The parties it is for.
    #[serde(default)]
    #[schema(value_type = Vec<PartyNumber>)]
    pub parties: BTreeSet<PartyNumber>,
    /// One page as a picture, from 0; the whole file without it.
    #[serde(default)]
    pub page: Option<u32>,
    /// Pixels from left to right of the picture.
    #[serde(default)]
    pub max_width_px: Option<u32>,
}

/// A document as it would be printed.
#[derive(Clone, Serialize, ToSchema)]
pub struct PreviewedDocument {
    /// Its pages.
    pub n_pages: u32,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// The file, in base64.
    pub pdf: String,
}

/// Issues a document: the version that was looked at is sealed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueDocument {
    /// The document.
    pub document: EntryRef,
    /// The version that was looked at.
    pub draft: EntryRef,
    /// SHA-256 of the preview that was looked at.
    pub previewed: Digest,
}

/// What stands behind a code that somebody asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GenuineKind {
    /// A court document.
    Document,
    /// A certificate of service.
    Certificate,
}

/// Whether a certificate of service still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStanding {
    /// It counts.
    Stands,
    /// It counts, and the service is presumed until it is rebutted.
    Presumed,
    /// A later certificate took its place.
    Replaced,
    /// The service does not count: a rebuttal was upheld, or the record was corrected.
    Undone,
}

/// What anybody who holds a document may know: that the court issued it, and the digest to compare.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GenuineDocument {
    /// Always true: what is not genuine is a problem.
    pub genuine: bool,
    /// What it is.
    pub kind: GenuineKind,
    /// The court.
    pub court_name: String,
    /// The case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// What it is called.
    pub title: String,
    /// For whom it is, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_masked: Option<String>,
    /// By which rule the service counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<ServiceRule>,
    /// The moment of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_at: Option<Instant>,
    /// The day of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<BeijingDate>,
    /// Of a certificate: whether it still counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<CertificateStanding>,
    /// When it was issued.
    pub issued_at: Instant,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// Its pages.
    pub n_pages: u32,
}

impl std::fmt::Debug for WriteDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { document, template, .. } = self;
        f.debug_struct("WriteDocument").field("document", document).field("template", template).finish()
    }
}

impl std::fmt::Debug for PreviewDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { document, template, page, .. } = self;
        let mut shown = f.debug_struct("PreviewDocument");
        shown.field("document", document).field("template", template).field("page", page).finish()
    }
}

impl std::fmt::Debug for PreviewedDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { n_pages, sha256, .. } = self;
        f.debug_struct("PreviewedDocument").field("n_pages", n_pages).field("sha256", sha256).finish()
    }
}

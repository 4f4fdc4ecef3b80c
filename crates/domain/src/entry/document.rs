//! What the entries of court documents (法院文书) say.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::PartyNumber;
use crate::digest::Digest;
use crate::form::BlobRef;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// A court document was drafted, or its draft was written anew.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentDrafted {
    /// The document it is a later version of: the entry of its first draft. None for a first draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<EntryRef>,
    /// Name of the template, such as `summons`.
    pub template: String,
    /// Version of the template.
    pub template_version: u16,
    /// What the document is called, such as 传票.
    pub title: String,
    /// Its fields: a JSON object in the shape that the template asks for.
    pub data: String,
    /// The parties it is for; nobody in particular when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub parties: BTreeSet<PartyNumber>,
}

/// A draft was approved: the document is issued, with the court's seal.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentApproved {
    /// The document: the entry of its first draft.
    pub document: EntryRef,
    /// The version that was approved.
    pub draft: EntryRef,
    /// Name of its template.
    pub template: String,
    /// What it is called.
    pub title: String,
    /// The parties it is for; nobody in particular when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub parties: BTreeSet<PartyNumber>,
    /// The sealed PDF file.
    pub file: BlobRef,
    /// Its pages.
    pub n_pages: u32,
    /// SHA-256 of the unsealed file that the judge had before them; the sealed one begins with its bytes.
    pub previewed: Digest,
    /// What stands behind the QR code: who has it may ask whether the document is genuine.
    pub code: String,
}

/// A document will not be used: its draft was given up, or it was issued by mistake.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentSetAside {
    /// The document: the entry of its first draft.
    pub document: EntryRef,
    /// Why.
    pub reason: String,
}

hushed_debug! {
    DocumentDrafted { document, template, template_version },
    DocumentApproved { document, draft, template, n_pages },
    DocumentSetAside { document },
}

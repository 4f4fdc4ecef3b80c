//! Commands on court documents.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::digest::Digest;
use crate::entry::PartyNumber;
use crate::form::BlobRef;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// Draft a court document, or write its draft anew. The fields were checked against the template.
#[derive(Clone)]
pub struct DraftDocument {
    /// The document it is a later version of.
    pub document: Option<EntryRef>,
    /// Name of the template.
    pub template: String,
    /// Version of the template.
    pub template_version: u16,
    /// What the document is called.
    pub title: String,
    /// Its fields, a JSON object.
    pub data: String,
    /// The parties it is for.
    pub parties: BTreeSet<PartyNumber>,
}

/// Issue a document: the draft was set, looked at and sealed.
#[derive(Clone)]
pub struct ApproveDocument {
    /// The document.
    pub document: EntryRef,
    /// The version that is approved: the latest.
    pub draft: EntryRef,
    /// The sealed file.
    pub file: BlobRef,
    /// Its pages.
    pub n_pages: u32,
    /// SHA-256 of the unsealed file that was looked at.
    pub previewed: Digest,
    /// What stands behind the QR code.
    pub code: String,
}

/// Not use a document.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetDocumentAside {
    /// The document.
    pub document: EntryRef,
    /// Why.
    pub reason: String,
}

hushed_debug! {
    DraftDocument { document, template },
    ApproveDocument { document, draft },
    SetDocumentAside { document },
}

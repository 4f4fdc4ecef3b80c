//! Court documents (法院文书): filled from the case, written, looked at, issued with the court's seal, and
//! recognised by whoever holds one.
//!
//! What a document says is its template's matter, which lives behind [`crate::ports::CourtDocuments`]; who may
//! write and issue is the domain's. To fill a further template from the case: its line in `fill/mod.rs`.

mod code;
pub(crate) mod fill;
mod genuine;
mod list;
mod making;
mod views;

use std::collections::BTreeSet;

use serde_json::Value;
use weicourt_domain::actor::Actor;
use weicourt_domain::command;
use weicourt_domain::document;
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Origin};
use weicourt_domain::permission::{self, Act};
use weicourt_domain::serving;

pub(crate) use self::making::{PapersAtHand, refused};
pub use self::views::{
    CaseDocuments, CertificateStanding, DocumentDetail, DocumentStatus, DocumentTemplates, DocumentView,
    FilledDocument, GenuineDocument, GenuineKind, IssueDocument, PreviewDocument, PreviewedDocument,
    WriteDocument,
};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::Viewer;

/// Certificates of service: the node makes them of what happened, and nobody writes one by hand.
const MADE_BY_THE_NODE: [&str; 2] = ["e_service_certificate", "service_return"];

/// Whether people write documents of this kind.
fn is_written(template: &str) -> bool {
    !MADE_BY_THE_NODE.contains(&template)
}

impl Court {
    /// Every kind of document, for staff.
    ///
    /// # Errors
    ///
    /// [`Denied::StaffOnly`].
    pub fn document_templates(&self, actor: &Actor) -> Result<DocumentTemplates, AppError> {
        if !matches!(actor.standing, weicourt_domain::actor::Standing::Staff { .. }) {
            return Err(Denied::StaffOnly.into());
        }
        let documents = &self.ports.documents;
        Ok(DocumentTemplates {
            templates: documents.templates().iter().filter(|one| is_written(&one.id)).cloned().collect(),
            blocks: documents.blocks().clone(),
        })
    }

    /// The court documents of a case: all of them for the court, those that were sent to them for parties.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn case_documents(&self, actor: &Actor, case: CaseId) -> Result<CaseDocuments, AppError> {
        let (loaded, now) = (self.case_for(actor, case).await?, self.now());
        let templates = self.ports.documents.templates();
        let found = loaded.read(|state, _| {
            Viewer::of(state, actor, now).map(|viewer| list::list(&viewer, templates, &self.facts))
        });
        Ok(found.ok_or(Denied::NotFound)?)
    }

    /// A court document with the fields of its latest version, for the court.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers, and for whoever may not see drafts.
    pub async fn case_document(
        &self,
        actor: &Actor,
        case: CaseId,
        seq: u64,
    ) -> Result<DocumentDetail, AppError> {
        let (loaded, now) = (self.case_for(actor, case).await?, self.now());
        let document = EntryRef { origin: Origin::Court, seq };
        let (view, latest) = loaded.read(|state, _| {
            let viewer = Viewer::of(state, actor, now).filter(list::sees_drafts).ok_or(Denied::NotFound)?;
            let missing = command::Refusal::Document(document::Refusal::NoSuchDocument);
            let found = state.decided.documents.get(&document).ok_or(missing)?;
            Ok::<_, AppError>((
                list::view(&viewer, found, &serving::items(state, &self.facts, now.beijing_date())),
                found.latest.clone(),
            ))
        })?;
        let data: Value = serde_json::from_str(&latest.data).map_err(AppError::broken("read a draft"))?;
        Ok(DocumentDetail { view, data, draft: latest.entry, number: self.document_number(case, document) })
    }

    /// The fields of a document as far as the case knows them.
    ///
    /// # Errors
    ///
    /// [`Denied::NoSuchTemplate`]; refuses whoever may not draft, and parties that do not exist.
    pub async fn fill_document(
        &self,
        actor: &Actor,
        case: CaseId,
        template: &str,
        parties: BTreeSet<PartyNumber>,
    ) -> Result<FilledDocument, AppError> {
        let (loaded, now) = (self.case_for(actor, case).await?, self.now());
        let template = self.template(template)?;
        loaded.read(|state, _| {
            permission::may(state, actor, Act::DraftDocument, now)?;
            if parties.iter().any(|party| state.party(*party).is_none()) {
                return Err(command::Refusal::Document(document::Refusal::NoSuchParty).into());
            }
            let source =
                fill::Source { state, facts: &self.facts, now, profile: &self.profile, parties: &parties };
            Ok(FilledDocument { data: fill::fill(&source, template), title: template.title.clone() })
        })
    }
}

//! Drafting, looking, issuing: what was looked at is what is sealed, byte for byte.
//!
//! A draft keeps its date, its number and its code are made from its name, and the typesetter makes the same
//! bytes of the same order. So the preview can be made again at any time, and issuing compares digests.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64;
use serde_json::{Map, Value};
use weicourt_domain::actor::{Actor, Role};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::command::{self, ApproveDocument, Command, DraftDocument, Setting};
use weicourt_domain::digest::Digest;
use weicourt_domain::document;
use weicourt_domain::entry::Defect;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{self, Act};

use super::views::{IssueDocument, PreviewDocument, PreviewedDocument, WriteDocument};
use crate::acts::Given;
use crate::court::{Court, Done};
use crate::error::{AppError, Denied};
use crate::ports::{DocumentError, DocumentTemplate, PageLook, PagesError, SetOrder, SetPaper};

/// Papers that are kept, in bytes, and for how long after they were last looked at.
const PAPERS_BYTES: u64 = 32 << 20;
const KEPT_FOR: Duration = Duration::from_secs(300);
/// Narrowest and widest picture of a page, in pixels, and what is drawn when nobody says.
const NARROWEST: u32 = 320;
const WIDEST: u32 = 2_000;
const USUAL_WIDTH: u32 = 1_080;

/// A paper that was set, with its digest.
pub(super) struct Paper {
    pub(super) paper: SetPaper,
    pub(super) sha256: Digest,
}

/// Papers that were set a moment ago, by the digest of what they were set from: turning a page sets nothing
/// anew.
#[derive(Clone)]
pub(crate) struct PapersAtHand(moka::future::Cache<Digest, Arc<Paper>>);

impl Default for PapersAtHand {
    fn default() -> Self {
        let weigher =
            |_: &Digest, paper: &Arc<Paper>| u32::try_from(paper.paper.pdf.len()).unwrap_or(u32::MAX);
        let papers =
            moka::future::Cache::builder().max_capacity(PAPERS_BYTES).weigher(weigher).time_to_idle(KEPT_FOR);
        PapersAtHand(papers.build())
    }
}

/// The fields with the date that the document bears. Maps are sorted, so that the same fields are the same text.
fn dated(data: Value, today: BeijingDate) -> (Value, BeijingDate) {
    let Value::Object(fields) = data else { return (data, today) };
    let mut fields: Map<String, Value> = fields;
    let stated = fields.get("issued_on").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let issued_on = stated.unwrap_or(today);
    let is_blank =
        |value: &Value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    if fields.get("issued_on").is_none_or(is_blank) {
        fields.insert("issued_on".to_owned(), Value::String(today.to_string()));
    }
    (sorted(Value::Object(fields)), issued_on)
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> =
                fields.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        plain => plain,
    }
}

/// What stands against a document, in the words for whoever writes it.
pub(crate) fn refused(error: DocumentError) -> AppError {
    match error {
        DocumentError::NoSuchTemplate => Denied::NoSuchTemplate.into(),
        DocumentError::NotInOrder(faults) => {
            let fault = |fault: crate::ports::FieldFault| Defect { field: fault.path, reason: fault.reason };
            Denied::DocumentNotInOrder { fields: faults.into_iter().map(fault).collect() }.into()
        }
        DocumentError::NoGlyph { character } => Denied::NoGlyph { character }.into(),
        DocumentError::Broken(error) => AppError::broken("set a document")(error),
    }
}

/// Whether somebody with this role issues documents of this kind: the filing desk its own, judges all of them.
fn may_issue(role: Role, template: &DocumentTemplate) -> bool {
    let by_the_desk = matches!(template.issued_by.as_str(), "filing" | "court" | "clerk" | "party");
    role != Role::FilingOfficer || (by_the_desk && template.signed_by != "president")
}

impl Court {
    pub(crate) fn template(&self, name: &str) -> Result<&DocumentTemplate, AppError> {
        let mut written = self.ports.documents.templates().iter().filter(|one| super::is_written(&one.id));
        let found = written.find(|template| template.id == name);
        found.ok_or_else(|| Denied::NoSuchTemplate.into())
    }

    /// Writes a document, or writes it anew.
    ///
    /// # Errors
    ///
    /// [`Denied::DocumentNotInOrder`] with every field that is not in order; else as the domain decides.
    pub async fn draft_document(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: WriteDocument,
    ) -> Result<Done, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let now = self.now();
        loaded.read(|state, _| permission::may(state, actor, Act::DraftDocument, now))?;
        let template = self.template(&request.template)?;
        let (data, _) = dated(Value::Object(request.data), now.beijing_date());
        self.ports.documents.check(&template.id, &data).map_err(refused)?;
        let title = request.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        let command = Command::DraftDocument(DraftDocument {
            document: request.document,
            template: template.id.clone(),
            template_version: template.version,
            title: title.unwrap_or_else(|| template.title.clone()),
            data: data.to_string(),
            parties: request.parties,
        });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Sets a document; without a name it bears no number and no code.
    async fn set_paper(
        &self,
        case: CaseId,
        template: &str,
        data: Value,
        document: Option<EntryRef>,
    ) -> Result<Arc<Paper>, AppError> {
        let (data, issued_on) = dated(data, self.now().beijing_date());
        let order = SetOrder {
            template: template.to_owned(),
            document_id: match document {
                Some(document) => self.document_number(case, document),
                None => "草稿".to_owned(),
            },
            verify_url: document.map(|document| self.verify_url(&self.document_code(case, document))),
            issued_on,
            data,
        };
        let version = self.template(template)?.version;
        let url = order.verify_url.as_deref().unwrap_or_default();
        let named = format!(
            "{case}\n{template}\n{version}\n{}\n{url}\n{issued_on}\n{}",
            order.document_id, order.data
        );
        let set = async {
            let paper = self.ports.documents.set(order).await?;
            Ok(Arc::new(Paper { sha256: Digest::of(&paper.pdf), paper }))
        };
        let key = Digest::of(named.as_bytes());
        let paper = self.papers_at_hand.0.try_get_with(key, set).await;
        // Several may have waited for the same paper; each gets the reason.
        paper.map_err(|error: Arc<DocumentError>| match Arc::try_unwrap(error) {
            Ok(error) => refused(error),
            Err(shared) => match &*shared {
                DocumentError::NoSuchTemplate => Denied::NoSuchTemplate.into(),
                DocumentError::NotInOrder(faults) => refused(DocumentError::NotInOrder(faults.clone())),
                DocumentError::NoGlyph { character } => Denied::NoGlyph { character: *character }.into(),
                DocumentError::Broken(error) => AppError::broken("set a document")(error.to_string()),
            },
        })
    }

    async fn preview_paper(
        &self,
        actor: &Actor,
        case: CaseId,
        request: &PreviewDocument,
    ) -> Result<Arc<Paper>, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let now = self.now();
        loaded.read(|state, _| {
            permission::may(state, actor, Act::DraftDocument, now)?;
            match request.document {
                Some(document) if !state.decided.documents.contains_key(&document) => {
                    Err(AppError::Refused(command::Refusal::Document(document::Refusal::NoSuchDocument)))
                }
                _ => Ok(()),
            }
        })?;
        self.template(&request.template)?;
        let data = Value::Object(request.data.clone());
        self.ports.documents.check(&request.template, &data).map_err(refused)?;
        self.set_paper(case, &request.template, data, request.document).await
    }

    /// A document as it would be printed. That of a saved draft is the very file that issuing seals.
    ///
    /// # Errors
    ///
    /// [`Denied::DocumentNotInOrder`], [`Denied::NoGlyph`]; else as the domain decides.
    pub async fn preview_document(
        &self,
        actor: &Actor,
        case: CaseId,
        request: PreviewDocument,
    ) -> Result<PreviewedDocument, AppError> {
        let paper = self.preview_paper(actor, case, &request).await?;
        Ok(PreviewedDocument {
            n_pages: paper.paper.n_pages,
            sha256: paper.sha256,
            pdf: BASE64.encode(&paper.paper.pdf),
        })
    }

    /// A page of a document as it would be printed, as a JPEG picture.
    ///
    /// # Errors
    ///
    /// As [`Court::preview_document`]; [`Denied::NotFound`] for pages that it does not have.
    pub async fn preview_page(
        &self,
        actor: &Actor,
        case: CaseId,
        request: PreviewDocument,
        page: u32,
    ) -> Result<Vec<u8>, AppError> {
        let paper = self.preview_paper(actor, case, &request).await?;
        if page >= paper.paper.n_pages {
            return Err(Denied::NotFound.into());
        }
        let width = request.max_width_px.unwrap_or(USUAL_WIDTH).clamp(NARROWEST, WIDEST);
        let look = PageLook { max_width_px: width, turn_degrees: 0 };
        let drawn = self.ports.pages.draw(Arc::new(paper.paper.pdf.clone()), page, look).await;
        match drawn {
            Ok(image) => Ok(image.jpeg),
            Err(PagesError::Refused(refusal)) => Err(AppError::broken("draw a document")(refusal)),
            Err(PagesError::Broken(error)) => Err(AppError::broken("draw a document")(error)),
        }
    }

    /// Issues a document: its latest version is set again, compared with what was looked at, and sealed.
    ///
    /// # Errors
    ///
    /// [`Denied::PreviewChanged`] when the draft is not what was looked at, [`Denied::NoSeal`] on a node without
    /// a seal, [`Denied::NeedsJudge`] for documents that another desk issues; else as the domain decides.
    pub async fn issue_document(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: IssueDocument,
    ) -> Result<Done, AppError> {
        let loaded = self.case_for(actor, case).await?;
        // Sealing takes its time: what was done is not done again.
        if let Some(done) = self.repeated(actor, case, given.command).await? {
            return Ok(done);
        }
        let now = self.now();
        let mut command = ApproveDocument {
            document: request.document,
            draft: request.draft,
            file: BlobRef {
                sha256: request.previewed,
                size_bytes: 0,
                media_type: "application/pdf".to_owned(),
                name: None,
                width: None,
                height: None,
                duration_ms: None,
                pages: None,
            },
            n_pages: 0,
            previewed: request.previewed,
            code: self.document_code(case, request.document),
        };
        // Nothing is sealed that would be refused afterwards.
        let (template, latest, role) = loaded.read(|state, _| {
            let setting = Setting { now, facts: &self.facts, zone: self.profile.zone };
            document::decide_approve(state, actor, &command, setting)?;
            let found = state.decided.documents.get(&request.document);
            let found = found.ok_or(command::Refusal::Document(document::Refusal::NoSuchDocument))?;
            let role = state.membership(actor).map(|membership| membership.role);
            Ok::<_, command::Refusal>((found.template.clone(), found.latest.clone(), role))
        })?;
        if !role.is_some_and(|role| self.template(&template).is_ok_and(|known| may_issue(role, known))) {
            return Err(Denied::NeedsJudge.into());
        }
        let data: Value = serde_json::from_str(&latest.data).map_err(AppError::broken("read a draft"))?;
        let paper = self.set_paper(case, &template, data, Some(request.document)).await?;
        if paper.sha256 != request.previewed {
            return Err(Denied::PreviewChanged.into());
        }
        if paper.paper.seal.is_some() && !self.ports.documents.has_seal() {
            return Err(Denied::NoSeal.into());
        }
        let reason = format!("签发{}", latest.title);
        let sealed = self.ports.documents.seal(paper.paper.clone(), now, &reason).await;
        let sealed = sealed.map_err(AppError::outside(now))?;
        command.file = self.keep_file(case, sealed, &latest.title, paper.paper.n_pages).await?;
        command.n_pages = paper.paper.n_pages;
        self.transact(actor, case, given, &Command::ApproveDocument(command), |_| Vec::new()).await
    }

    /// Keeps a PDF file that the court made itself among the files of the case.
    pub(crate) async fn keep_file(
        &self,
        case: CaseId,
        pdf: Vec<u8>,
        title: &str,
        n_pages: u32,
    ) -> Result<BlobRef, AppError> {
        let name: String = title.chars().filter(|character| !matches!(character, '/' | '\\')).collect();
        let name = format!("{name}.pdf");
        let stored = self.store.put_blob(case, pdf, "application/pdf", Some(&name)).await?;
        Ok(BlobRef {
            sha256: stored.sha256,
            size_bytes: stored.size_bytes,
            media_type: "application/pdf".to_owned(),
            name: Some(name),
            width: None,
            height: None,
            duration_ms: None,
            pages: Some(n_pages),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::dated;

    #[test]
    fn a_draft_keeps_its_date_and_its_fields_have_one_order() {
        let today = "2026-11-29".parse().expect("a day");
        let (data, on) = dated(json!({ "b": { "y": 1, "x": [2, { "d": 1, "c": 2 }] }, "a": 1 }), today);
        assert_eq!(data.to_string(), r#"{"a":1,"b":{"x":[2,{"c":2,"d":1}],"y":1},"issued_on":"2026-11-29"}"#);
        assert_eq!(on, today);
        let (data, on) = dated(json!({ "issued_on": "2026-11-20" }), today);
        assert_eq!(data, json!({ "issued_on": "2026-11-20" }));
        assert_eq!(on.to_string(), "2026-11-20");
    }
}

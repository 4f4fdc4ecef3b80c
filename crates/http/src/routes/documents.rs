//! Court documents: kinds, drafts, previews, issuing, and the public question whether one is genuine.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Body as AnyBody;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use weicourt_app::documents::{
    CaseDocuments, DocumentDetail, DocumentTemplates, FilledDocument, GenuineDocument, IssueDocument,
    PreviewDocument, PreviewedDocument, WriteDocument,
};
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Act, Body, ClientAddress, Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FillQuery {
    /// Name of the template.
    #[serde(default)]
    #[param(required)]
    template: String,
    /// Numbers of the parties it is for, with commas between them.
    #[serde(default)]
    parties: String,
}

impl FillQuery {
    fn parties(&self) -> Result<BTreeSet<PartyNumber>, Problem> {
        let numbers = self.parties.split(',').map(str::trim).filter(|number| !number.is_empty());
        let numbers: Result<BTreeSet<PartyNumber>, _> = numbers.map(str::parse).collect();
        numbers.map_err(|_| Problem::bad_request("parties are numbers with commas between them"))
    }
}

/// Every kind of document that this court makes, with its fields.
#[utoipa::path(get, path = "/api/document-templates", tag = "documents", responses((status = 200, body = DocumentTemplates), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_document_templates(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<DocumentTemplates>, Problem> {
    Ok(Json(web.court.document_templates(session.actor())?))
}

/// The court documents of a case: all of them for the court, those that were sent to them for parties.
#[utoipa::path(get, path = "/api/cases/{case}/documents", tag = "documents", params(("case" = CaseId, Path)), responses((status = 200, body = CaseDocuments), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_documents(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<CaseDocuments>, Problem> {
    Ok(Json(web.court.case_documents(session.actor(), case).await?))
}

/// The fields of a document as far as the case knows them.
#[utoipa::path(get, path = "/api/cases/{case}/documents/fill", tag = "documents", params(("case" = CaseId, Path), FillQuery), responses((status = 200, body = FilledDocument), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn fill_document(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Query(query): Query<FillQuery>,
) -> Result<Json<FilledDocument>, Problem> {
    let parties = query.parties()?;
    Ok(Json(web.court.fill_document(session.actor(), case, &query.template, parties).await?))
}

/// A document with the fields of its latest version, by the number of its first draft in the court's chain.
#[utoipa::path(get, path = "/api/cases/{case}/documents/{seq}", tag = "documents", params(("case" = CaseId, Path), ("seq" = u64, Path)), responses((status = 200, body = DocumentDetail), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_document(
    State(web): State<Web>,
    session: SignedOn,
    Path((case, seq)): Path<(CaseId, u64)>,
) -> Result<Json<DocumentDetail>, Problem> {
    Ok(Json(web.court.case_document(session.actor(), case, seq).await?))
}

/// Writes a document, or writes it anew.
#[utoipa::path(post, path = "/api/cases/{case}/documents", tag = "documents", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = WriteDocument, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn draft_document(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<WriteDocument>,
) -> Result<Json<Receipt>, Problem> {
    Ok(Json(web.court.draft_document(&actor, case, given, request).await?.receipt))
}

/// Shows a document as it would be printed: the whole file, or one page as a picture. The file of a saved
/// draft is the one that issuing seals.
#[utoipa::path(post, path = "/api/cases/{case}/documents/preview", tag = "documents", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = PreviewDocument, responses((status = 200, content((PreviewedDocument = "application/json"), (String = "image/jpeg"))), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn preview_document(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Body(request): Body<PreviewDocument>,
) -> Result<Response, Problem> {
    let Some(page) = request.page else {
        return Ok(Json(web.court.preview_document(session.actor(), case, request).await?).into_response());
    };
    let jpeg = web.court.preview_page(session.actor(), case, request, page).await?;
    let mut response = AnyBody::from(jpeg).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    Ok(response)
}

/// Issues a document: the version that was looked at is sealed.
#[utoipa::path(post, path = "/api/cases/{case}/documents/approvals", tag = "documents", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = IssueDocument, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn approve_document(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<IssueDocument>,
) -> Result<Json<Receipt>, Problem> {
    Ok(Json(web.court.issue_document(&actor, case, given, request).await?.receipt))
}

/// Whether a paper that somebody holds was issued by the court, by the code on it. For anybody.
#[utoipa::path(get, path = "/api/documents/genuine/{code}", tag = "documents", params(("code" = String, Path)), responses((status = 200, body = GenuineDocument), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_genuine_document(
    State(web): State<Web>,
    address: ClientAddress,
    Path(code): Path<String>,
) -> Result<Json<GenuineDocument>, Problem> {
    Ok(Json(web.court.genuine_document(&code, &address.0.to_string()).await?))
}

//! Drafts of filings.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use weicourt_app::drafts::{DraftView, FormWithIdNumbers, NewDraft, SaveDraft};
use weicourt_domain::form::FilingForm;
use weicourt_domain::id::CaseId;

use crate::extract::{Body, Path, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// One's drafts, the last saved first.
#[utoipa::path(get, path = "/api/drafts", tag = "filing", responses((status = 200, body = [DraftView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_drafts(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<Vec<DraftView>>, Problem> {
    Ok(Json(web.court.drafts(session.actor()).await?))
}

/// Begins a draft.
#[utoipa::path(post, path = "/api/drafts", tag = "filing", request_body = NewDraft, responses((status = 201, body = DraftView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_draft(
    State(web): State<Web>,
    session: SignedOn,
    Body(new): Body<NewDraft>,
) -> Result<(StatusCode, Json<DraftView>), Problem> {
    Ok((StatusCode::CREATED, Json(web.court.create_draft(session.actor(), &new).await?)))
}

/// One draft.
#[utoipa::path(get, path = "/api/drafts/{id}", tag = "filing", params(("id" = CaseId, Path)), responses((status = 200, body = DraftView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_draft(
    State(web): State<Web>,
    session: SignedOn,
    Path(id): Path<CaseId>,
) -> Result<Json<DraftView>, Problem> {
    Ok(Json(web.court.draft(session.actor(), id).await?))
}

/// Saves a draft over the version the device last saw.
#[utoipa::path(put, path = "/api/drafts/{id}", tag = "filing", params(("id" = CaseId, Path)), request_body = SaveDraft, responses((status = 200, body = DraftView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn save_draft(
    State(web): State<Web>,
    session: SignedOn,
    Path(id): Path<CaseId>,
    Body(save): Body<SaveDraft>,
) -> Result<Json<DraftView>, Problem> {
    Ok(Json(web.court.save_draft(session.actor(), id, save).await?))
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/api/drafts/{id}", tag = "filing", params(("id" = CaseId, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn delete_draft(
    State(web): State<Web>,
    session: SignedOn,
    Path(id): Path<CaseId>,
) -> Result<StatusCode, Problem> {
    web.court.delete_draft(session.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turns identity numbers typed for a form into their masks and digests, so that the form can be signed
/// without them.
#[utoipa::path(post, path = "/api/id-numbers", tag = "filing", request_body = FormWithIdNumbers, responses((status = 200, body = FilingForm), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn take_id_numbers(
    State(web): State<Web>,
    session: SignedOn,
    Body(request): Body<FormWithIdNumbers>,
) -> Result<Json<FilingForm>, Problem> {
    Ok(Json(web.court.form_with_digests(session.actor(), request)?))
}

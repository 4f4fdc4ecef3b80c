//! Handing in, correcting, and following a filing.

use axum::Json;
use axum::extract::State;
use weicourt_app::filing::{AnswerMediationRequest, FilingView, ResubmitFilingRequest, SubmitFilingRequest};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Body, Command, Path, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Hands in a draft; the receipt comes at once.
#[utoipa::path(post, path = "/api/filings", tag = "filing", params(("Idempotency-Key" = CommandId, Header)), request_body = SubmitFilingRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn submit_filing(
    State(web): State<Web>,
    session: SignedOn,
    Command(command): Command,
    Body(request): Body<SubmitFilingRequest>,
) -> Result<Json<Receipt>, Problem> {
    Ok(Json(web.court.submit_filing(session.actor(), command, &request).await?.receipt))
}

/// One's filings, the last handed in first.
#[utoipa::path(get, path = "/api/filings", tag = "filing", responses((status = 200, body = [FilingView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_filings(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<Vec<FilingView>>, Problem> {
    Ok(Json(web.court.my_filings(session.actor()).await?))
}

/// One filing.
#[utoipa::path(get, path = "/api/filings/{case}", tag = "filing", params(("case" = CaseId, Path)), responses((status = 200, body = FilingView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_filing(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<FilingView>, Problem> {
    Ok(Json(web.court.filing(session.actor(), case).await?))
}

/// Hands in a corrected form.
#[utoipa::path(post, path = "/api/filings/{case}/resubmissions", tag = "filing", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = ResubmitFilingRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn resubmit_filing(
    State(web): State<Web>,
    session: SignedOn,
    Command(command): Command,
    Path(case): Path<CaseId>,
    Body(request): Body<ResubmitFilingRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.resubmit_filing(session.actor(), case, command, request).await?;
    Ok(Json(done.receipt))
}

/// Answers the offer of mediation.
#[utoipa::path(post, path = "/api/filings/{case}/mediation-answers", tag = "filing", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = AnswerMediationRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn answer_mediation(
    State(web): State<Web>,
    session: SignedOn,
    Command(command): Command,
    Path(case): Path<CaseId>,
    Body(request): Body<AnswerMediationRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.answer_mediation(session.actor(), case, command, &request).await?;
    Ok(Json(done.receipt))
}

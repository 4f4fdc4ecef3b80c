//! Handing in, correcting, and following a filing.

use axum::Json;
use axum::extract::State;
use weicourt_app::filing::{AnswerMediationRequest, FilingView, ResubmitFilingRequest, SubmitFilingRequest};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Act, Path, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Hands in a draft; the receipt comes at once.
#[utoipa::path(post, path = "/api/filings", tag = "filing", params(("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = SubmitFilingRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn submit_filing(
    State(web): State<Web>,
    Act { actor, given, request }: Act<SubmitFilingRequest>,
) -> Result<Json<Receipt>, Problem> {
    Ok(Json(web.court.submit_filing(&actor, given, &request).await?.receipt))
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
#[utoipa::path(post, path = "/api/filings/{case}/resubmissions", tag = "filing", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = ResubmitFilingRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn resubmit_filing(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<ResubmitFilingRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.resubmit_filing(&actor, case, given, request).await?;
    Ok(Json(done.receipt))
}

/// Answers the offer of mediation.
#[utoipa::path(post, path = "/api/filings/{case}/mediation-answers", tag = "filing", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = AnswerMediationRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn answer_mediation(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<AnswerMediationRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.answer_mediation(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

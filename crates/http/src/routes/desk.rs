//! The filing desk and who sits.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use weicourt_app::desk::{
    AssignBenchRequest, DeskQueue, OfferMediationRequest, RegisterCaseRequest, RejectFilingRequest,
    RequestCorrectionRequest, StaffLoadView,
};
use weicourt_app::filing::FilingView;
use weicourt_domain::actor::Duty;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Act, Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueQuery {
    /// Which filings.
    state: DeskQueue,
}

/// The review queue of one's court.
#[utoipa::path(get, path = "/api/desk/filings", tag = "desk", params(QueueQuery), responses((status = 200, body = [FilingView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_desk_filings(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<QueueQuery>,
) -> Result<Json<Vec<FilingView>>, Problem> {
    Ok(Json(web.court.desk_filings(session.actor(), query.state).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffQuery {
    /// The duty.
    duty: Duty,
}

/// Staff of one's court with a duty, those with the least load first.
#[utoipa::path(get, path = "/api/desk/staff", tag = "desk", params(StaffQuery), responses((status = 200, body = [StaffLoadView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_staff(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<StaffQuery>,
) -> Result<Json<Vec<StaffLoadView>>, Problem> {
    Ok(Json(web.court.staff_loads(session.actor(), query.duty).await?))
}

/// Returns a filing, naming all defects at once.
#[utoipa::path(post, path = "/api/filings/{case}/corrections", tag = "desk", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = RequestCorrectionRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn request_correction(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<RequestCorrectionRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.request_correction(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Refuses to file.
#[utoipa::path(post, path = "/api/filings/{case}/rejection", tag = "desk", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = RejectFilingRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reject_filing(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<RejectFilingRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.reject_filing(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Offers mediation before filing.
#[utoipa::path(post, path = "/api/filings/{case}/mediation-offer", tag = "desk", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = OfferMediationRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn offer_mediation(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<OfferMediationRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.offer_mediation(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Files the case: number, bench, space, invitations.
#[utoipa::path(post, path = "/api/filings/{case}/registration", tag = "desk", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = RegisterCaseRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn register_case(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<RegisterCaseRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.register_case(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Names judge and clerk.
#[utoipa::path(post, path = "/api/cases/{case}/bench", tag = "desk", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = AssignBenchRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn assign_bench(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<AssignBenchRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.assign_bench(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

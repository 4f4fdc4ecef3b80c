//! The link to the other zone, as the desk sees it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use weicourt_app::exchange::{ExchangeView, OutsideView};
use weicourt_domain::id::{CaseId, CommandId};

use crate::extract::{Path, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// How the link is: lag, queue, returns, refusals.
#[utoipa::path(get, path = "/api/exchange", tag = "desk", responses((status = 200, body = ExchangeView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_exchange(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<ExchangeView>, Problem> {
    Ok(Json(web.court.exchange(session.actor()).await?))
}

/// What of a case stands outside the court's network now.
#[utoipa::path(get, path = "/api/exchange/cases/{case}", tag = "desk", params(("case" = CaseId, Path)), responses((status = 200, body = OutsideView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_outside(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<OutsideView>, Problem> {
    Ok(Json(web.court.outside_of_case(session.actor(), case).await?))
}

/// Calls a closed case home before its day.
#[utoipa::path(post, path = "/api/exchange/cases/{case}/return", tag = "desk", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), responses((status = 202), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn call_case_home(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<StatusCode, Problem> {
    web.court.call_case_home(session.actor(), case).await?;
    Ok(StatusCode::ACCEPTED)
}

//! My cases, one case, its entries, receipts and read marks.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weicourt_app::cases::{CaseCard, CaseDetail};
use weicourt_app::view::Page;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{Position, Receipt};

use crate::extract::{Body, Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Open or closed cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CaseListState {
    /// Still running.
    Open,
    /// Over.
    Closed,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CasesQuery {
    /// Words of the title or number.
    #[serde(default)]
    q: Option<String>,
    /// Open or closed ones; both without it.
    #[serde(default)]
    state: Option<CaseListState>,
}

/// One's cases, the liveliest first.
#[utoipa::path(get, path = "/api/cases", tag = "cases", params(CasesQuery), responses((status = 200, body = [CaseCard]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_cases(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<CasesQuery>,
) -> Result<Json<Vec<CaseCard>>, Problem> {
    let open = query.state.map(|state| state == CaseListState::Open);
    Ok(Json(web.court.my_cases(session.actor(), open, query.q.as_deref()).await?))
}

/// A case with all its fields.
#[utoipa::path(get, path = "/api/cases/{case}", tag = "cases", params(("case" = CaseId, Path)), responses((status = 200, body = CaseDetail), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_case(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<CaseDetail>, Problem> {
    Ok(Json(web.court.case_detail(session.actor(), case).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EntriesQuery {
    /// Entries after this number of the front chain.
    #[serde(default)]
    after_front: u64,
    /// Entries after this number of the court chain.
    #[serde(default)]
    after_court: u64,
    /// Instead: entries before this order number.
    #[serde(default)]
    before_n: Option<u64>,
    /// Most entries.
    #[serde(default)]
    limit: Option<usize>,
}

/// Entries of the space: after a position, or older ones before an order number.
#[utoipa::path(get, path = "/api/cases/{case}/entries", tag = "cases", params(("case" = CaseId, Path), EntriesQuery), responses((status = 200, body = Page), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_entries(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<Page>, Problem> {
    let limit = query.limit.unwrap_or(50);
    let page = match query.before_n {
        Some(before_n) => web.court.entries_before(session.actor(), case, before_n, limit).await?,
        None => {
            // The databases count in 63 bits.
            let most = u64::MAX >> 1;
            let after = Position { front: query.after_front.min(most), court: query.after_court.min(most) };
            web.court.entries_after(session.actor(), case, after, limit).await?
        }
    };
    Ok(Json(page))
}

/// The receipt of one's own act.
#[utoipa::path(get, path = "/api/cases/{case}/receipts/{command}", tag = "cases", params(("case" = CaseId, Path), ("command" = CommandId, Path)), responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_receipt(
    State(web): State<Web>,
    session: SignedOn,
    Path((case, command)): Path<(CaseId, CommandId)>,
) -> Result<Json<Receipt>, Problem> {
    Ok(Json(web.court.receipt(session.actor(), case, command).await?))
}

/// How far one has read.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadMark {
    /// The position.
    upto: Position,
}

/// Notes how far one has read.
#[utoipa::path(put, path = "/api/cases/{case}/read-mark", tag = "cases", params(("case" = CaseId, Path)), request_body = ReadMark, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn mark_read(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Body(mark): Body<ReadMark>,
) -> Result<StatusCode, Problem> {
    web.court.mark_read(session.actor(), case, mark.upto).await?;
    Ok(StatusCode::NO_CONTENT)
}

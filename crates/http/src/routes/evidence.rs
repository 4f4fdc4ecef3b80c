//! The evidence of a case: the board of cross-examination, and the list to be printed.

use axum::Json;
use axum::extract::State;
use weicourt_app::evidence::{EvidenceBoard, EvidenceList};
use weicourt_domain::id::CaseId;

use crate::extract::{Path, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// The evidence of a case with everything that was said to it.
#[utoipa::path(get, path = "/api/cases/{case}/evidence", tag = "evidence", params(("case" = CaseId, Path)), responses((status = 200, body = EvidenceBoard), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_evidence(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<EvidenceBoard>, Problem> {
    Ok(Json(web.court.evidence(session.actor(), case).await?))
}

/// The list of the evidence of each side (证据清单), to be printed.
#[utoipa::path(get, path = "/api/cases/{case}/evidence/list", tag = "evidence", params(("case" = CaseId, Path)), responses((status = 200, body = EvidenceList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_evidence(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<EvidenceList>, Problem> {
    Ok(Json(web.court.evidence_list(session.actor(), case).await?))
}

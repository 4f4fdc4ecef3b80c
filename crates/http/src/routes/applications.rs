//! What can be applied for, and the applications and answers of a case.

use axum::Json;
use axum::extract::State;
use weicourt_app::applications::{ApplicationKindView, CaseApplications};
use weicourt_domain::id::CaseId;

use crate::extract::{Path, SignedOn};
use crate::problem::{Problem, told_in_a_line};
use crate::state::Web;

/// Everything that can be applied for: by whom, who decides, what it does, and its form.
#[utoipa::path(get, path = "/api/applications/kinds", tag = "applications", responses((status = 200, body = [ApplicationKindView])))]
pub(crate) async fn list_application_kinds(State(web): State<Web>) -> Json<Vec<ApplicationKindView>> {
    Json(web.court.application_kinds())
}

/// Applications and answers of a case, and what the viewer may apply for.
#[utoipa::path(get, path = "/api/cases/{case}/applications", tag = "applications", params(("case" = CaseId, Path)), responses((status = 200, body = CaseApplications), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_applications(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<CaseApplications>, Problem> {
    Ok(Json(web.court.case_applications(session.actor(), case, told_in_a_line).await?))
}

//! How a person wants to be told.

use axum::Json;
use axum::extract::State;
use weicourt_app::notices::{ChooseNotices, NoticeChoices};

use crate::extract::{Body, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// How one is told of what happens.
#[utoipa::path(get, path = "/api/me/notices", tag = "identity", responses((status = 200, body = NoticeChoices), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_notice_choices(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<NoticeChoices>, Problem> {
    Ok(Json(web.court.notice_choices(session.actor()).await?))
}

/// Chooses where one is told of what, and when not.
#[utoipa::path(put, path = "/api/me/notices", tag = "identity", request_body = ChooseNotices, responses((status = 200, body = NoticeChoices), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn choose_notices(
    State(web): State<Web>,
    session: SignedOn,
    Body(request): Body<ChooseNotices>,
) -> Result<Json<NoticeChoices>, Problem> {
    Ok(Json(web.court.choose_notices(session.actor(), &request).await?))
}

//! Deadlines and to-dos.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use weicourt_app::agenda::{AssignTodoRequest, CaseAgenda, DeskTodos, TodoQueue, TodoWaiting};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Act, Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Deadlines of a case, whose move it is, and what is to be done.
#[utoipa::path(get, path = "/api/cases/{case}/agenda", tag = "agenda", params(("case" = CaseId, Path)), responses((status = 200, body = CaseAgenda), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_agenda(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<CaseAgenda>, Problem> {
    Ok(Json(web.court.agenda(session.actor(), case).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TodoQuery {
    /// Which to-dos; all without it.
    #[serde(default)]
    #[param(inline)]
    queue: TodoQueue,
    /// For whom they wait; for anybody without it.
    #[serde(default)]
    #[param(inline)]
    waiting: Option<TodoWaiting>,
}

/// To-dos over all one's cases, those due first at the front.
#[utoipa::path(get, path = "/api/desk/todos", tag = "agenda", params(TodoQuery), responses((status = 200, body = DeskTodos), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_desk_todos(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<TodoQuery>,
) -> Result<Json<DeskTodos>, Problem> {
    Ok(Json(web.court.desk_todos(session.actor(), query.queue, query.waiting).await?))
}

/// Takes a to-do on, gives it to somebody of the bench, or puts it back.
#[utoipa::path(post, path = "/api/cases/{case}/todos/assignments", tag = "agenda", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = AssignTodoRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn assign_todo(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<AssignTodoRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.assign_todo(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

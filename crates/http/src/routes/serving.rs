//! Service: of a case, of the desk, and the mailbox of a person.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use weicourt_app::serving::{CaseService, DeskService, Mailbox, ServedQueueName, UnreadMail};
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::id::CaseId;

use crate::extract::{Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Service in a case: for the court everything, for a party what was served on it.
#[utoipa::path(get, path = "/api/cases/{case}/service", tag = "service", params(("case" = CaseId, Path)), responses((status = 200, body = CaseService), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_service(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<CaseService>, Problem> {
    Ok(Json(web.court.case_service(session.actor(), case).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AddressPaperQuery {
    /// The party whose form it is; one's own without it.
    #[param(inline)]
    party: Option<PartyNumber>,
}

/// The address form of a party that counts now (送达地址确认书), as a PDF file with its signature.
#[utoipa::path(get, path = "/api/cases/{case}/service/address-form", tag = "service", params(("case" = CaseId, Path), AddressPaperQuery), responses((status = 200, content_type = "application/pdf"), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_address_form(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Query(query): Query<AddressPaperQuery>,
) -> Result<Response, Problem> {
    let pdf = web.court.address_paper(session.actor(), case, query.party).await?;
    let disposition =
        "inline; filename*=UTF-8''%E9%80%81%E8%BE%BE%E5%9C%B0%E5%9D%80%E7%A1%AE%E8%AE%A4%E4%B9%A6.pdf";
    let head = [
        (CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((head, pdf).into_response())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ServiceQuery {
    /// Which items; those with which the court has to try something else without it.
    #[serde(default)]
    #[param(inline)]
    queue: ServedQueueName,
}

/// Service over all one's cases, the oldest first.
#[utoipa::path(get, path = "/api/desk/service", tag = "service", params(ServiceQuery), responses((status = 200, body = DeskService), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_desk_service(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<ServiceQuery>,
) -> Result<Json<DeskService>, Problem> {
    Ok(Json(web.court.desk_service(session.actor(), query.queue).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MailboxQuery {
    /// Only what was not opened.
    #[serde(default)]
    unread_only: bool,
}

/// What was served on the person, over all their cases, the newest first.
#[utoipa::path(get, path = "/api/mailbox", tag = "service", params(MailboxQuery), responses((status = 200, body = Mailbox), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_mailbox(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<MailboxQuery>,
) -> Result<Json<Mailbox>, Problem> {
    Ok(Json(web.court.mailbox(session.actor(), query.unread_only).await?))
}

/// How many papers in the mailbox were not opened.
#[utoipa::path(get, path = "/api/mailbox/unread", tag = "service", responses((status = 200, body = UnreadMail), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn count_unread_mail(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<UnreadMail>, Problem> {
    Ok(Json(web.court.n_unread_mail(session.actor()).await?))
}

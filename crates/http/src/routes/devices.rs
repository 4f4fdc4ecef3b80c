//! Devices of a person, and the cases that wait for them.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest as _, FromRequestParts as _, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use serde::de::IgnoredAny;
use utoipa::ToSchema;
use weicourt_app::devices::{DeviceCode, DeviceView, IdentityCheck};
use weicourt_app::identity::SessionView;
use weicourt_app::invitations::{JoinSpaceRequest, WaitingCase};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{
    Act, Body, ClientAddress, JustSignedIn, Path, SignedOn, json_body, presented, session_cookie, unreadable,
};
use crate::problem::Problem;
use crate::state::Web;

fn token(web: &Web, jar: &CookieJar) -> String {
    jar.get(session_cookie(web)).map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

/// One's devices, the oldest first.
#[utoipa::path(get, path = "/api/devices", tag = "identity", responses((status = 200, body = [DeviceView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_devices(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<Vec<DeviceView>>, Problem> {
    Ok(Json(web.court.my_devices(&session.0).await?))
}

/// An object without fields: there is nothing to say but that one means it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "BTreeMap<String, IgnoredAny>")]
pub(crate) struct Nothing {}

impl TryFrom<BTreeMap<String, IgnoredAny>> for Nothing {
    type Error = &'static str;

    fn try_from(fields: BTreeMap<String, IgnoredAny>) -> Result<Nothing, &'static str> {
        if fields.is_empty() { Ok(Nothing {}) } else { Err("unknown field") }
    }
}

/// Revokes a device: its acts do not count any more and its sessions end.
#[utoipa::path(post, path = "/api/devices/{key}/revocation", tag = "identity", params(("key" = Digest, Path), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = Nothing, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke_device(
    State(web): State<Web>,
    Path(key): Path<Digest>,
    Act { actor, given, request: Nothing {} }: Act<Nothing>,
) -> Result<StatusCode, Problem> {
    web.court.revoke_device(&actor, &given, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the code that the court's own node sent for this device; the answer comes when the court has it.
#[utoipa::path(post, path = "/api/session/device/code", tag = "identity", request_body = DeviceCode, responses((status = 202), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn confirm_device(
    State(web): State<Web>,
    session: SignedOn,
    Body(request): Body<DeviceCode>,
) -> Result<StatusCode, Problem> {
    web.court.confirm_device(&session.0, request).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Goes on in this session with a device that is enrolled; it shows its key by signing this request.
#[utoipa::path(put, path = "/api/session/device", tag = "identity", params(("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = Nothing, responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn bind_device(
    State(web): State<Web>,
    jar: CookieJar,
    request: Request,
) -> Result<Json<SessionView>, Problem> {
    let (mut parts, body) = request.into_parts();
    let JustSignedIn(session) = JustSignedIn::from_request_parts(&mut parts, &web).await?;
    let body = Bytes::from_request(Request::from_parts(parts.clone(), body), &web).await;
    let body = body.map_err(|rejection| unreadable(rejection.into_response().status()))?;
    let Nothing {} = json_body(&parts, &body)?;
    let presented = presented(&parts, &body)?;
    Ok(Json(web.court.bind_device(&token(&web, &jar), &session, presented).await?))
}

/// Enrols this device after a log-in by phone code: the identity is checked again.
#[utoipa::path(post, path = "/api/session/device", tag = "identity", request_body = IdentityCheck, responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn check_identity(
    State(web): State<Web>,
    session: JustSignedIn,
    ClientAddress(address): ClientAddress,
    jar: CookieJar,
    Body(check): Body<IdentityCheck>,
) -> Result<Json<SessionView>, Problem> {
    let token = token(&web, &jar);
    Ok(Json(web.court.check_identity(&token, &session.0, &check, &address.to_string()).await?))
}

/// Cases that name one by identity number and that one has not come into.
#[utoipa::path(get, path = "/api/waiting-cases", tag = "cases", responses((status = 200, body = [WaitingCase]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_waiting_cases(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<Vec<WaitingCase>>, Problem> {
    Ok(Json(web.court.waiting_cases(session.actor()).await?))
}

/// Comes into the space of a case that names one by identity number.
#[utoipa::path(post, path = "/api/cases/{case}/membership", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = JoinSpaceRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn join_space(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<JoinSpaceRequest>,
) -> Result<Json<Receipt>, Problem> {
    Ok(Json(web.court.join_space(&actor, case, given, &request).await?.receipt))
}

//! Codes, enrolment, log-in, staff sign-on, invitations.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;
use utoipa::IntoParams;
use weicourt_app::identity::{Enrolment, PhoneCodeRequest, PhoneCodeSent, SessionView, SignIn, SignedIn};
use weicourt_app::invitations::{AcceptInvitationRequest, InvitationAccepted, InvitationView};
use weicourt_app::phone_change::PhoneChanged;
use weicourt_domain::id::CommandId;

use crate::extract::{Act, Body, ClientAddress, JustSignedIn, Path, Query, session_cookie};
use crate::problem::Problem;
use crate::state::{PendingSignOn, Web};

const SIGN_ON_COOKIE: &str = "weicourt_sign_on";

fn cookie(name: &'static str, value: String, max_age_s: u64, secure: bool) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::seconds(i64::try_from(max_age_s).unwrap_or(i64::MAX)))
        .build()
}

pub(super) fn signed_in(web: &Web, jar: CookieJar, signed_in: SignedIn) -> (CookieJar, Json<SessionView>) {
    let token = signed_in.token.into_exposed();
    let jar = jar.add(cookie(session_cookie(web), token, signed_in.max_age_s, web.secure_cookies));
    (jar, Json(signed_in.view))
}

/// Sends a code to a phone.
#[utoipa::path(post, path = "/api/phone-codes", tag = "identity", request_body = PhoneCodeRequest, responses((status = 202, body = PhoneCodeSent), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn request_phone_code(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    Body(request): Body<PhoneCodeRequest>,
) -> Result<(StatusCode, Json<PhoneCodeSent>), Problem> {
    let sent = web.court.request_phone_code(&request, &address.to_string()).await?;
    Ok((StatusCode::ACCEPTED, Json(sent)))
}

/// Enrols with the real name.
#[utoipa::path(post, path = "/api/enrolments", tag = "identity", request_body = Enrolment, responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn enrol(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    jar: CookieJar,
    Body(enrolment): Body<Enrolment>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let done = web.court.enrol(&enrolment, &address.to_string()).await?;
    Ok(signed_in(&web, jar, done))
}

/// Logs in by phone code.
#[utoipa::path(post, path = "/api/sessions", tag = "identity", request_body = SignIn, responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sign_in(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    jar: CookieJar,
    Body(request): Body<SignIn>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let done = web.court.sign_in(&request, &address.to_string()).await?;
    Ok(signed_in(&web, jar, done))
}

/// Gives oneself another phone, proved by the code sent to it and signed on one's device. On a node outside
/// the court's network the court's own node confirms it.
#[utoipa::path(put, path = "/api/session/phone", tag = "identity", params(("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = SignIn, responses((status = 200, body = PhoneChanged), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change_phone(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    jar: CookieJar,
    Act { actor, given, request }: Act<SignIn>,
) -> Result<Json<PhoneChanged>, Problem> {
    let awaits_court = web.court.change_phone(&actor, &given, &request, &address.to_string()).await?;
    let token = jar.get(session_cookie(&web)).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    Ok(Json(PhoneChanged { awaits_court, session: web.court.session(&token).await?.view }))
}

/// Who is signed on.
#[utoipa::path(get, path = "/api/session", tag = "identity", responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_session(session: JustSignedIn) -> Json<SessionView> {
    Json(session.0.view)
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/session", tag = "identity", responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sign_out(
    State(web): State<Web>,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Problem> {
    if let Some(cookie) = jar.get(session_cookie(&web)) {
        web.court.sign_out(cookie.value()).await?;
    }
    Ok((jar.remove(Cookie::build(session_cookie(&web)).path("/")), StatusCode::NO_CONTENT))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SignOnQuery {
    /// Page of this node to come back to.
    #[serde(default)]
    return_to: String,
}

/// Sends a member of staff to the court's directory.
#[utoipa::path(get, path = "/api/staff/sign-on", tag = "identity", params(SignOnQuery), responses((status = 303), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin_sign_on(
    State(web): State<Web>,
    jar: CookieJar,
    Query(query): Query<SignOnQuery>,
) -> Result<(CookieJar, Redirect), Problem> {
    let started = web.court.begin_sign_on().await?;
    // Only paths of this node: never send anybody to another site after a sign-on.
    let inside = query.return_to.starts_with('/')
        && !query.return_to.starts_with("//")
        && !query.return_to.contains('\\');
    let return_to = if inside { query.return_to } else { "/desk".to_owned() };
    let (url, state) = (started.url.clone(), started.state.clone());
    web.sign_ons.insert(state.clone(), Arc::new(PendingSignOn { started, return_to })).await;
    let jar = jar.add(cookie(SIGN_ON_COOKIE, state, 600, web.secure_cookies));
    Ok((jar, Redirect::to(&url)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallbackQuery {
    /// Code of the directory.
    #[serde(default)]
    code: String,
    /// What was sent along.
    #[serde(default)]
    state: String,
}

/// Comes back from the court's directory.
#[utoipa::path(get, path = "/api/staff/callback", tag = "identity", params(CallbackQuery), responses((status = 303), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn finish_sign_on(
    State(web): State<Web>,
    jar: CookieJar,
    Query(query): Query<CallbackQuery>,
) -> Result<Response, Problem> {
    let begun_here = jar.get(SIGN_ON_COOKIE).is_some_and(|cookie| cookie.value() == query.state);
    let pending = web.sign_ons.remove(&query.state).await.filter(|_| begun_here);
    let pending = pending.ok_or_else(|| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "sign_on_over",
            "登录已超时，或者不是从本页面发起",
            "请重新登录",
        )
    })?;
    let done = web.court.finish_sign_on(&query.code, &pending.started).await?;
    let jar = jar.remove(Cookie::build(SIGN_ON_COOKIE).path("/"));
    let (jar, _) = signed_in(&web, jar, done);
    Ok((jar, Redirect::to(&pending.return_to)).into_response())
}

/// What an invitation is for; anyone with the link may look.
#[utoipa::path(get, path = "/api/invitations/{token}", tag = "identity", params(("token" = String, Path)), responses((status = 200, body = InvitationView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_invitation(
    State(web): State<Web>,
    Path(token): Path<String>,
) -> Result<Json<InvitationView>, Problem> {
    Ok(Json(web.court.invitation(&token).await?))
}

/// Comes into the space by the link.
#[utoipa::path(post, path = "/api/invitations/{token}/acceptance", tag = "identity", params(("token" = String, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = AcceptInvitationRequest, responses((status = 200, body = InvitationAccepted), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn accept_invitation(
    State(web): State<Web>,
    Path(token): Path<String>,
    Act { actor, given, request }: Act<AcceptInvitationRequest>,
) -> Result<Json<InvitationAccepted>, Problem> {
    Ok(Json(web.court.accept_invitation(&actor, given, &token, &request).await?))
}

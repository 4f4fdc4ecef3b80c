//! Passkeys of staff, and acts of the court asked for outside its network.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use weicourt_app::AppError;
use weicourt_app::devices::VouchedDeviceRequest;
use weicourt_app::identity::SessionView;
use weicourt_app::passkeys::{NewPasskey, PasskeyChallenge, PasskeySignIn, PasskeyView, RelayedActRequest};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use super::identity::signed_in;
use crate::extract::{Act, Body, ClientAddress, Path, SignedOn, session_cookie};
use crate::problem::Problem;
use crate::state::Web;

/// A challenge to register a passkey.
#[utoipa::path(post, path = "/api/staff/passkeys/challenge", tag = "identity", responses((status = 200, body = PasskeyChallenge), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin_passkey(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<PasskeyChallenge>, Problem> {
    Ok(Json(web.court.passkey_registration(&session.0).await?))
}

/// Registers a passkey; gives all of one's passkeys.
#[utoipa::path(post, path = "/api/staff/passkeys", tag = "identity", request_body = NewPasskey, responses((status = 200, body = [PasskeyView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn register_passkey(
    State(web): State<Web>,
    session: SignedOn,
    Body(new): Body<NewPasskey>,
) -> Result<Json<Vec<PasskeyView>>, Problem> {
    Ok(Json(web.court.register_passkey(&session.0, &new).await?))
}

/// One's passkeys.
#[utoipa::path(get, path = "/api/staff/passkeys", tag = "identity", responses((status = 200, body = [PasskeyView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_passkeys(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<Vec<PasskeyView>>, Problem> {
    Ok(Json(web.court.passkeys(&session.0).await?))
}

/// Removes a passkey.
#[utoipa::path(delete, path = "/api/staff/passkeys/{credential}", tag = "identity", params(("credential" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove_passkey(
    State(web): State<Web>,
    session: SignedOn,
    Path(credential): Path<String>,
) -> Result<StatusCode, Problem> {
    web.court.remove_passkey(&session.0, &credential).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A challenge to log in with a passkey.
#[utoipa::path(post, path = "/api/staff/passkey/challenge", tag = "identity", responses((status = 200, body = PasskeyChallenge), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin_passkey_sign_in(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
) -> Result<Json<PasskeyChallenge>, Problem> {
    Ok(Json(web.court.passkey_log_in(&address.to_string())?))
}

/// Logs in with a passkey.
#[utoipa::path(post, path = "/api/staff/passkey/sessions", tag = "identity", request_body = PasskeySignIn, responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sign_in_by_passkey(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    jar: CookieJar,
    Body(sign_in): Body<PasskeySignIn>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let done = web.court.sign_in_by_passkey(&sign_in, &address.to_string()).await?;
    Ok(signed_in(&web, jar, done))
}

/// Enrols the phone of a member of staff, vouched for by their passkey: what they say on it counts when the
/// court's own node has checked that.
#[utoipa::path(post, path = "/api/staff/devices", tag = "identity", params(("Idempotency-Key" = CommandId, Header)), request_body = VouchedDeviceRequest, responses((status = 200, body = SessionView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn vouch_device(
    State(web): State<Web>,
    session: SignedOn,
    jar: CookieJar,
    Act { given, request, .. }: Act<VouchedDeviceRequest>,
) -> Result<Json<SessionView>, Problem> {
    let token = jar.get(session_cookie(&web)).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    Ok(Json(web.court.vouch_device(&token, &session.0, given.command, request).await?))
}

/// Asks for an act of the court from outside its network; the court's own node does it or refuses.
#[utoipa::path(post, path = "/api/cases/{case}/relayed-acts", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = RelayedActRequest, responses((status = 202, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn request_act(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<RelayedActRequest>,
) -> Result<(StatusCode, Json<Receipt>), Problem> {
    let done = web.court.request_act(&actor, case, given.command, request.into(), told).await?;
    Ok((StatusCode::ACCEPTED, Json(done.receipt)))
}

/// What a judge is told of a refusal.
pub fn told(error: AppError) -> String {
    let Problem { title, next_step, .. } = error.into();
    format!("{title}。{next_step}")
}

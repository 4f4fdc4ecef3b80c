//! Extractors: who asks, which command it is, and bodies that fail with a problem instead of a shrug.

use std::net::{IpAddr, SocketAddr};

use axum::body::Bytes;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use serde::de::DeserializeOwned;
use weicourt_app::acts::{DEVICE_HEADER, Given, Presented, SIGNATURE_HEADER};
use weicourt_app::identity::Session;
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Standing};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CommandId;

use crate::problem::Problem;
use crate::state::Web;

/// Name of the session cookie. A browser does not tell the ports of one host apart: the court's own node
/// has a name of its own, so that one can be signed on at both nodes on one machine.
pub(crate) fn session_cookie(web: &Web) -> &'static str {
    match web.court.profile().zone {
        Zone::Court => "weicourt_court_session",
        Zone::All | Zone::Front => "weicourt_session",
    }
}
/// Header that carries the identity of a command.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The session of the request; refuses requests without one, and people on a browser that has not shown
/// an enrolled key.
#[derive(Debug)]
pub(crate) struct SignedOn(pub(crate) Session);

impl SignedOn {
    pub(crate) fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

async fn session_of(parts: &Parts, web: &Web) -> Result<Session, Problem> {
    let jar = CookieJar::from_headers(&parts.headers);
    let cookie =
        jar.get(session_cookie(web)).ok_or_else(|| Problem::from(AppError::from(Denied::NotSignedOn)))?;
    Ok(web.court.session(cookie.value()).await?)
}

impl FromRequestParts<Web> for SignedOn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let JustSignedIn(session) = JustSignedIn::from_request_parts(parts, web).await?;
        if session.actor.standing == Standing::Public && session.device.is_none() {
            return Err(Problem::from(AppError::from(Denied::DeviceUnknown)));
        }
        Ok(SignedOn(session))
    }
}

/// The session of the request, also of a person whose browser has not shown a key yet.
#[derive(Debug)]
pub(crate) struct JustSignedIn(pub(crate) Session);

impl FromRequestParts<Web> for JustSignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let session = session_of(parts, web).await?;
        if parts.method != Method::GET {
            web.court.count_act(&session.actor)?;
        }
        Ok(JustSignedIn(session))
    }
}

impl OptionalFromRequestParts<Web> for SignedOn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Option<Self>, Problem> {
        Ok(session_of(parts, web).await.ok().map(SignedOn))
    }
}

/// What is done in a case: who does it, the command with the signature of a person's device checked, and
/// the body.
#[derive(Debug)]
pub(crate) struct Act<T> {
    pub(crate) actor: Actor,
    pub(crate) given: Given,
    pub(crate) request: T,
}

impl<T: DeserializeOwned> FromRequest<Web> for Act<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let SignedOn(session) =
            <SignedOn as FromRequestParts<Web>>::from_request_parts(&mut parts, web).await?;
        let body = Bytes::from_request(Request::from_parts(parts.clone(), body), web).await;
        let body = body.map_err(|rejection| unreadable(rejection.into_response().status()))?;
        let presented = presented(&parts, &body)?;
        let given = web.court.given(&session.actor, session.device, presented).await?;
        let request = json_body(&parts, &body)?;
        Ok(Act { actor: session.actor, given, request })
    }
}

/// The body that was read before, as JSON.
pub(crate) fn json_body<T: DeserializeOwned>(parts: &Parts, body: &[u8]) -> Result<T, Problem> {
    if !has_json(&parts.headers) {
        let mut problem = Problem::bad_request("the body is not announced as JSON");
        problem.status = StatusCode::UNSUPPORTED_MEDIA_TYPE.as_u16();
        return Err(problem);
    }
    let read = axum::Json::<T>::from_bytes(body);
    Ok(read.map_err(|rejection| json_problem(&rejection))?.0)
}

fn has_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.and_then(|text| text.split(';').next()).is_some_and(|text| {
        let text = text.trim();
        text.eq_ignore_ascii_case("application/json") || text.to_ascii_lowercase().ends_with("+json")
    })
}

/// What a request says of itself and its signature.
pub(crate) fn presented<'a>(parts: &'a Parts, body: &'a [u8]) -> Result<Presented<'a>, Problem> {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    Ok(Presented {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        command: command_id(&parts.headers)?,
        device: header(DEVICE_HEADER),
        signature: header(SIGNATURE_HEADER),
        body,
    })
}

fn command_id(headers: &HeaderMap) -> Result<CommandId, Problem> {
    let header = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok());
    let header = header.ok_or_else(|| Problem::bad_request("Idempotency-Key is missing"))?;
    header.parse().map_err(|_| Problem::bad_request("Idempotency-Key is not a UUID"))
}

/// Every request that changes something carries an `Idempotency-Key`. A page of another site cannot
/// set that header, so it is also what keeps forged requests out. The case-handling system writes whole
/// records, which is the same thing done twice, and shows a token that no page can send either.
pub(crate) async fn require_command_id(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || request.uri().path().starts_with("/api/register/") {
        return next.run(request).await;
    }
    match command_id(request.headers()) {
        Ok(_) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Address the request came from; behind a proxy of one's own, what that proxy says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl FromRequestParts<Web> for ClientAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        if !web.behind_proxy {
            return Ok(ClientAddress(peer));
        }
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let last =
            forwarded.and_then(|list| list.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
        Ok(ClientAddress(last.unwrap_or(peer)))
    }
}

/// The case-handling system, by its token.
#[derive(Debug)]
pub(crate) struct RegisterSystem;

impl FromRequestParts<Web> for RegisterSystem {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|header| header.strip_prefix("Bearer ")).map(str::trim);
        // Digests are compared, so that the time it takes tells nothing of the token.
        let known =
            web.register_token.zip(token).is_some_and(|(known, token)| Digest::of(token.as_bytes()) == known);
        if known {
            Ok(RegisterSystem)
        } else {
            Err(weicourt_app::AppError::from(Denied::NotTheRegister).into())
        }
    }
}

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Web> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, web).await {
            Ok(axum::Json(body)) => Ok(Body(body)),
            Err(rejection) => Err(json_problem(&rejection)),
        }
    }
}

fn json_problem(rejection: &JsonRejection) -> Problem {
    let status = rejection.status();
    let mut problem = match rejection {
        // The words of the body stay out of the answer and out of the log: only the place is named.
        JsonRejection::JsonDataError(error) => Problem::bad_request(place(&error.body_text())),
        JsonRejection::JsonSyntaxError(_) => Problem::bad_request("the body is not JSON"),
        JsonRejection::MissingJsonContentType(_) => Problem::bad_request("the body is not announced as JSON"),
        JsonRejection::BytesRejection(_) => return unreadable(status),
        _ => Problem::bad_request("the body is not what was expected"),
    };
    problem.status = status.as_u16();
    problem
}

/// A body that did not come, or came to more than the operation takes.
pub(crate) fn unreadable(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::body_too_large();
    }
    Problem::bad_request("the body cannot be read")
}

/// A part of a file.
#[derive(Debug)]
pub(crate) struct FilePart(pub(crate) Bytes);

impl FromRequest<Web> for FilePart {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let chunk = Bytes::from_request(request, web).await;
        chunk.map(FilePart).map_err(|rejection| unreadable(rejection.into_response().status()))
    }
}

/// The path in front of the colon, without the values that follow it.
fn place(text: &str) -> String {
    let text =
        text.strip_prefix("Failed to deserialize the JSON body into the target type: ").unwrap_or(text);
    let position =
        text.rsplit_once(" at line ").map(|(_, place)| format!("line {place}")).unwrap_or_default();
    let path =
        text.split(':').next().filter(|path| path.len() < 80 && !path.contains(' ')).unwrap_or_default();
    format!("wrong type or missing field {path} {position}").trim().to_owned()
}

/// Parameters of the path.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let path: Result<axum::extract::Path<T>, PathRejection> =
            <axum::extract::Path<T> as FromRequestParts<Web>>::from_request_parts(parts, web).await;
        // An identity that cannot exist names nothing that exists.
        path.map(|path| Path(path.0)).map_err(|_| Problem::from(AppError::from(Denied::NotFound)))
    }
}

/// Parameters after the question mark.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let query: Result<axum::extract::Query<T>, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, web).await;
        query
            .map(|query| Query(query.0))
            .map_err(|_| Problem::bad_request("wrong parameters after the question mark"))
    }
}

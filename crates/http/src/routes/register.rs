//! The register as the case-handling system writes it: one record at a time, with entity tags.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weicourt_app::register::{ImportedCard, RegisterCondition, SpaceOpened, Upserted};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::register::RegisterInput;

use crate::extract::{Body, Path, Query, RegisterSystem, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Imported cases of the viewer that are not in their list of cases: those that name them by their identity
/// number, or, for a judge, the open ones in charge, the end of the trial limit (审限) first.
#[utoipa::path(get, path = "/api/cases/imported", tag = "register", responses((status = 200, body = [ImportedCard]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_imported_cases(
    State(web): State<Web>,
    session: SignedOn,
) -> Result<Json<Vec<ImportedCard>>, Problem> {
    Ok(Json(web.court.imported_cases(session.actor()).await?))
}

/// Opens the space of an imported case for whoever its record names; a person then comes in with `join_space`.
#[utoipa::path(post, path = "/api/cases/{case}/space", tag = "register", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), responses((status = 200, body = SpaceOpened), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn open_imported(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<SpaceOpened>, Problem> {
    Ok(Json(web.court.open_imported(session.actor(), case).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NumberQuery {
    /// 案号, brackets and digits of either width.
    number: String,
}

/// The case of one's court with a number, whether it was filed here or imported.
#[utoipa::path(get, path = "/api/desk/cases", tag = "desk", params(NumberQuery), responses((status = 200, body = ImportedCard), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn find_case(
    State(web): State<Web>,
    session: SignedOn,
    Query(query): Query<NumberQuery>,
) -> Result<Json<ImportedCard>, Problem> {
    Ok(Json(web.court.case_by_number(session.actor(), &query.number).await?))
}

/// What became of a record.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RegisterOutcome {
    /// A new case.
    Created,
    /// The record changed.
    Updated,
    /// The record was the same.
    Unchanged,
    /// The case was filed here and is known from its own log; nothing was written.
    FiledHere,
}

/// What became of a record, and the case it is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RegisterPut {
    /// What became of it.
    outcome: RegisterOutcome,
    /// The case; none when it was filed here.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<CaseId>,
}

/// A record of the register. Identity numbers are not in it, their keyed digests are. With `If-None-Match`
/// and the entity tag it has, the answer is 304 without a body.
#[utoipa::path(get, path = "/api/register/cases/{source_id}", tag = "register", params(("source_id" = String, Path), ("Authorization" = String, Header), ("If-None-Match" = Option<String>, Header)), responses((status = 200, body = RegisterInput, headers(("ETag" = String))), (status = 304), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_register_case(
    State(web): State<Web>,
    _: RegisterSystem,
    Path(source_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tagged = web.court.register_record(&source_id).await?;
    let etag = etag(&tagged.etag);
    // An answer that was not changed may be compared weakly.
    let known = tags(&headers, &header::IF_NONE_MATCH)?.is_some_and(|tags| match tags {
        Tags::Any => true,
        Tags::These(tags) => tags.contains(&tagged.etag),
    });
    if known {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    Ok(([(header::ETAG, etag)], Json(tagged.record)).into_response())
}

/// Writes a record of the register: makes the case, or replaces the whole record. The same record again
/// changes nothing. `If-None-Match: *` only makes, `If-Match` only replaces what has that entity tag.
#[utoipa::path(put, path = "/api/register/cases/{source_id}", tag = "register", params(("source_id" = String, Path), ("Authorization" = String, Header), ("If-Match" = Option<String>, Header), ("If-None-Match" = Option<String>, Header)), request_body = RegisterInput, responses((status = 200, body = RegisterPut, headers(("ETag" = String))), (status = 201, body = RegisterPut, headers(("ETag" = String))), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn put_register_case(
    State(web): State<Web>,
    _: RegisterSystem,
    Path(source_id): Path<String>,
    headers: HeaderMap,
    Body(record): Body<RegisterInput>,
) -> Result<Response, Problem> {
    let condition = condition(&headers)?;
    let upserted = web.court.put_register_record(&source_id, &record, &condition).await?;
    let (status, outcome, written) = match upserted {
        Upserted::Created { case, etag } => {
            (StatusCode::CREATED, RegisterOutcome::Created, Some((case, etag)))
        }
        Upserted::Updated { case, etag } => (StatusCode::OK, RegisterOutcome::Updated, Some((case, etag))),
        Upserted::Unchanged { case, etag } => {
            (StatusCode::OK, RegisterOutcome::Unchanged, Some((case, etag)))
        }
        Upserted::FiledHere | Upserted::NumberTaken | Upserted::Otherwise { .. } => {
            (StatusCode::OK, RegisterOutcome::FiledHere, None)
        }
    };
    let body = Json(RegisterPut { outcome, case: written.as_ref().map(|(case, _)| *case) });
    Ok(match written {
        Some((_, tag)) => (status, [(header::ETAG, etag(&tag))], body).into_response(),
        None => (status, body).into_response(),
    })
}

fn etag(tag: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Entity tags of a condition.
enum Tags {
    /// `*`
    Any,
    /// Strong ones, without quotes; weak ones match nothing.
    These(Vec<String>),
}

fn tags(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Tags>, Problem> {
    let mut found = Vec::new();
    let mut there = false;
    for value in headers.get_all(name) {
        there = true;
        let text = value.to_str().map_err(|_| Problem::bad_request(format!("{name} cannot be read")))?;
        for tag in text.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
            if tag == "*" {
                return Ok(Some(Tags::Any));
            }
            if tag.starts_with("W/") {
                continue;
            }
            let tag = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            let tag = tag.ok_or_else(|| Problem::bad_request(format!("{name} has a tag without quotes")))?;
            found.push(tag.to_owned());
        }
    }
    Ok(there.then_some(Tags::These(found)))
}

fn condition(headers: &HeaderMap) -> Result<RegisterCondition, Problem> {
    let (matches, none) = (tags(headers, &header::IF_MATCH)?, tags(headers, &header::IF_NONE_MATCH)?);
    match (matches, none) {
        (None, None) => Ok(RegisterCondition::Any),
        (None, Some(Tags::Any)) => Ok(RegisterCondition::New),
        (Some(Tags::Any), None) => Ok(RegisterCondition::Known),
        (Some(Tags::These(tags)), None) => Ok(RegisterCondition::Is(tags)),
        (None, Some(Tags::These(_))) => {
            Err(Problem::bad_request("If-None-Match of a record to write must be *"))
        }
        (Some(_), Some(_)) => Err(Problem::bad_request("If-Match and If-None-Match exclude each other")),
    }
}

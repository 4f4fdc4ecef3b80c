//! Resumable uploads and the content of a case.

use axum::Json;
use axum::body::Body as AnyBody;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use weicourt_app::uploads::{BeginUpload, UploadDone, UploadView};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;

use crate::extract::{Body, FilePart, Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Begins an upload to a case, or to a draft that will become one.
#[utoipa::path(post, path = "/api/cases/{case}/uploads", tag = "content", params(("case" = CaseId, Path)), request_body = BeginUpload, responses((status = 201, body = UploadView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin_upload(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Body(begin): Body<BeginUpload>,
) -> Result<(StatusCode, Json<UploadView>), Problem> {
    Ok((StatusCode::CREATED, Json(web.court.begin_upload(session.actor(), case, begin).await?)))
}

/// How far an upload is.
#[utoipa::path(get, path = "/api/uploads/{upload}", tag = "content", params(("upload" = String, Path)), responses((status = 200, body = UploadView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_upload(
    State(web): State<Web>,
    session: SignedOn,
    Path(upload): Path<String>,
) -> Result<Json<UploadView>, Problem> {
    Ok(Json(web.court.upload(session.actor(), &upload).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChunkQuery {
    /// Where the chunk begins, in bytes; must be where the upload is.
    offset: u64,
}

/// The bytes of a chunk.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document; the bytes themselves are read raw")]
struct Chunk(Vec<u8>);

/// Continues an upload; durable when it answers.
#[utoipa::path(patch, path = "/api/uploads/{upload}", tag = "content", params(("upload" = String, Path), ChunkQuery), request_body(content = Chunk, content_type = "application/octet-stream"), responses((status = 200, body = UploadView), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn write_chunk(
    State(web): State<Web>,
    session: SignedOn,
    Path(upload): Path<String>,
    Query(query): Query<ChunkQuery>,
    FilePart(chunk): FilePart,
) -> Result<Json<UploadView>, Problem> {
    Ok(Json(web.court.write_chunk(session.actor(), &upload, query.offset, &chunk).await?))
}

/// Ends an upload: the bytes are looked at, a picture gets a preview without EXIF.
#[utoipa::path(post, path = "/api/uploads/{upload}/completion", tag = "content", params(("upload" = String, Path)), responses((status = 200, body = UploadDone), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn complete_upload(
    State(web): State<Web>,
    session: SignedOn,
    Path(upload): Path<String>,
) -> Result<Json<UploadDone>, Problem> {
    Ok(Json(web.court.complete_upload(session.actor(), &upload).await?))
}

/// Content of a case, byte for byte as handed in; `Range` is understood.
#[utoipa::path(get, path = "/api/cases/{case}/blobs/{sha256}", tag = "content", params(("case" = CaseId, Path), ("sha256" = Digest, Path)), responses((status = 200, content_type = "application/octet-stream"), (status = 206), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_blob(
    State(web): State<Web>,
    session: SignedOn,
    Path((case, sha256)): Path<(CaseId, Digest)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let size_bytes = web.court.blob_size(session.actor(), case, sha256).await?;
    let range = match headers.get(header::RANGE).and_then(|value| value.to_str().ok()) {
        None => None,
        Some(text) => match byte_range(text, size_bytes) {
            Some(range) => Some(range),
            None => {
                let content_range = format!("bytes */{size_bytes}");
                return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, content_range)])
                    .into_response());
            }
        },
    };
    let (start, end) = range.unwrap_or((0, size_bytes));
    let blob = web.court.read_blob(session.actor(), case, sha256, start, end).await?;
    let mut response = AnyBody::from(blob.bytes).into_response();
    if range.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let content_range = format!("bytes {start}-{}/{size_bytes}", end.saturating_sub(1));
        if let Ok(value) = HeaderValue::from_str(&content_range) {
            response.headers_mut().insert(header::CONTENT_RANGE, value);
        }
    }
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&blob.media_type);
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600, immutable"));
    // What people hand in is never run as a page of this node.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// One range `bytes=a-b`, `bytes=a-` or `bytes=-n`, as start and end (exclusive).
fn byte_range(text: &str, size_bytes: u64) -> Option<(u64, u64)> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (from.trim(), to.trim()) {
        ("", last) => (size_bytes.saturating_sub(last.parse().ok()?), size_bytes),
        (from, "") => (from.parse().ok()?, size_bytes),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.saturating_add(1).min(size_bytes)),
    };
    (range.0 < range.1).then_some(range)
}

//! Reading the file of a case.

use axum::Json;
use axum::body::Body as AnyBody;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use weicourt_app::dossier::{FileIndex, FileMarkView, FilePage, SetFileMark};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;

use crate::extract::{Body, Path, Query, SignedOn};
use crate::problem::Problem;
use crate::state::Web;

/// Pictures are this wide when nobody says how wide.
const WIDTH: u32 = 1080;
/// Characters of a page that stand in its picture as boxes, as hexadecimal numbers.
const UNSHOWN: HeaderName = HeaderName::from_static("weicourt-unshown");

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileQuery {
    /// Whether the file of the bench (副卷) is meant.
    #[serde(default)]
    internal: bool,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Pixels from left to right, 320 to 2000.
    #[serde(default)]
    width: Option<u32>,
}

/// The index of the file: what is in it for the reader, and on which pages.
#[utoipa::path(get, path = "/api/cases/{case}/file", tag = "file", params(("case" = CaseId, Path), FileQuery), responses((status = 200, body = FileIndex), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_file_index(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Query(query): Query<FileQuery>,
) -> Result<Json<FileIndex>, Problem> {
    Ok(Json(web.court.file_index(session.actor(), case, query.internal).await?))
}

/// A page of the file as a picture.
#[utoipa::path(get, path = "/api/cases/{case}/file/pages/{volume}/{page}", tag = "file", params(("case" = CaseId, Path), ("volume" = u8, Path), ("page" = u32, Path), PageQuery), responses((status = 200, content_type = "image/jpeg"), (status = 304), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_file_page(
    State(web): State<Web>,
    session: SignedOn,
    Path((case, volume, page)): Path<(CaseId, u8, u32)>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let width = query.width.unwrap_or(WIDTH);
    let page = web.court.file_page(session.actor(), case, (volume, page), width).await?;
    picture_of(&web, page, &headers).await
}

/// A page of a file of the case as a picture, the first one being 1.
#[utoipa::path(get, path = "/api/cases/{case}/blobs/{sha256}/pages/{page}", tag = "content", params(("case" = CaseId, Path), ("sha256" = Digest, Path), ("page" = u32, Path), PageQuery), responses((status = 200, content_type = "image/jpeg"), (status = 304), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_blob_page(
    State(web): State<Web>,
    session: SignedOn,
    Path((case, sha256, page)): Path<(CaseId, Digest, u32)>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let width = query.width.unwrap_or(WIDTH);
    let page = web.court.blob_page(session.actor(), case, sha256, page, width).await?;
    picture_of(&web, page, &headers).await
}

/// The picture, unless the reader has it.
async fn picture_of(web: &Web, page: FilePage, headers: &HeaderMap) -> Result<Response, Problem> {
    let tag = format!("\"{}\"", page.tag);
    // What is restricted is asked for again every time.
    let keep = if page.may_be_kept { "private, max-age=300" } else { "private, no-store" };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let drawn = web.court.draw_file_page(page).await?;
        let unshown: Vec<_> =
            drawn.unshown().iter().map(|character| format!("{:04X}", u32::from(*character))).collect();
        let mut response = AnyBody::from(drawn.jpeg().to_vec()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
        if let Some(value) = HeaderValue::from_str(&unshown.join(" ")).ok().filter(|_| !unshown.is_empty()) {
            headers.insert(UNSHOWN, value);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// The reader's bookmarks and private notes.
#[utoipa::path(get, path = "/api/cases/{case}/file/marks", tag = "file", params(("case" = CaseId, Path)), responses((status = 200, body = [FileMarkView]), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_file_marks(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
) -> Result<Json<Vec<FileMarkView>>, Problem> {
    Ok(Json(web.court.file_marks(session.actor(), case).await?))
}

/// Marks a page for the reader alone; without bookmark and note the mark goes.
#[utoipa::path(put, path = "/api/cases/{case}/file/marks", tag = "file", params(("case" = CaseId, Path)), request_body = SetFileMark, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn set_file_mark(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Body(mark): Body<SetFileMark>,
) -> Result<StatusCode, Problem> {
    web.court.set_file_mark(session.actor(), case, mark).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A copy of the file with index, numbers and the reader's name, right after its look was recorded.
#[utoipa::path(get, path = "/api/cases/{case}/file/book.pdf", tag = "file", params(("case" = CaseId, Path), FileQuery), responses((status = 200, content_type = "application/pdf"), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get_file_copy(
    State(web): State<Web>,
    session: SignedOn,
    Path(case): Path<CaseId>,
    Query(query): Query<FileQuery>,
) -> Result<Response, Problem> {
    let copy = web.court.file_copy(session.actor(), case, query.internal).await?;
    let mut response = AnyBody::from(copy.pdf).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    // The name has Chinese characters (RFC 6266, RFC 8187).
    let name: String = copy.name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let attachment = format!("attachment; filename=\"file.pdf\"; filename*=UTF-8''{name}");
    if let Ok(attachment) = HeaderValue::from_str(&attachment) {
        headers.insert(header::CONTENT_DISPOSITION, attachment);
    }
    Ok(response)
}

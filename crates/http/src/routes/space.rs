//! Acts in the space of a case; each answers with a signed receipt.

use axum::Json;
use axum::extract::State;
use weicourt_app::invitations::InviteMemberRequest;
use weicourt_app::space::{
    CallMemberRequest, CloseCaseRequest, FlagCaseRequest, FloorRequest, MuteMemberRequest,
    PostMessageRequest, QuietHoursRequest, ReopenCaseRequest, UnmuteMemberRequest, WithdrawMessageRequest,
};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Act, Path};
use crate::problem::Problem;
use crate::state::Web;

/// Says something.
#[utoipa::path(post, path = "/api/cases/{case}/messages", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = PostMessageRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn post_message(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<PostMessageRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.post_message(&actor, case, given, request).await?;
    Ok(Json(done.receipt))
}

/// Takes one's own message back; its words are hidden, the record stays.
#[utoipa::path(post, path = "/api/cases/{case}/withdrawals", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = WithdrawMessageRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn withdraw_message(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<WithdrawMessageRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.withdraw_message(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Asks a member to come (联系各方); no phone number is shown.
#[utoipa::path(post, path = "/api/cases/{case}/calls", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = CallMemberRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn call_member(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<CallMemberRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.call_member(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Takes a member's word away.
#[utoipa::path(post, path = "/api/cases/{case}/mutes", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = MuteMemberRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn mute_member(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<MuteMemberRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.mute_member(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Gives a member's word back.
#[utoipa::path(post, path = "/api/cases/{case}/unmutes", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = UnmuteMemberRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn unmute_member(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<UnmuteMemberRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.unmute_member(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Closes or opens the floor.
#[utoipa::path(post, path = "/api/cases/{case}/floor", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = FloorRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn set_floor(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<FloorRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.set_floor(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Sets quiet hours; clears them without times.
#[utoipa::path(post, path = "/api/cases/{case}/quiet-hours", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = QuietHoursRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn set_quiet_hours(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<QuietHoursRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.set_quiet_hours(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Invites a party or agent by short message.
#[utoipa::path(post, path = "/api/cases/{case}/invitations", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = InviteMemberRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn invite_member(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<InviteMemberRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.invite_member(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Ends the case; the space can only be read afterwards.
#[utoipa::path(post, path = "/api/cases/{case}/closing", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = CloseCaseRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn close_case(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<CloseCaseRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.close_case(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Notes why the case needs more care: secrets, privacy, minors, a hearing that is not public. What
/// leaves the court's network follows from it; the reason is for the court alone.
#[utoipa::path(post, path = "/api/cases/{case}/flags", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = FlagCaseRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn flag_case(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<FlagCaseRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.flag_case(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

/// Takes a closed case up again: appeal, remand, retrial, enforcement resumed.
#[utoipa::path(post, path = "/api/cases/{case}/reopening", tag = "space", params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header)), request_body = ReopenCaseRequest, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reopen_case(
    State(web): State<Web>,
    Path(case): Path<CaseId>,
    Act { actor, given, request }: Act<ReopenCaseRequest>,
) -> Result<Json<Receipt>, Problem> {
    let done = web.court.reopen_case(&actor, case, given, &request).await?;
    Ok(Json(done.receipt))
}

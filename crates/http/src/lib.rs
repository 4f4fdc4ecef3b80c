//! Routes, extractors, the OpenAPI document and the stream.
//!
//! Operation = function = OpenAPI id = route. No rule of law lives here, and the only place that knows
//! status codes is [`problem`].
//!
//! Invariants
//! - Every request that changes something carries an `Idempotency-Key` (a UUID made before sending); the
//!   same key gives the same receipt. A page of another site cannot set that header.
//! - What a person does in a case is signed by their device; [`extract::Act`] checks it over the raw body.
//! - A stranger to a case gets the same answer as for a case that does not exist.
//! - No words of people stand in a log or in the text of a problem.
//!
//! To add an operation: 1. the method of `Court` in the app room; 2. a function of the same name in
//! `routes/`, with its `utoipa::path`; 3. its line in [`router`]; 4. `make generate`, which writes the
//! OpenAPI document and the client's types anew.

mod counting;
mod extract;
pub mod problem;
mod routes;
mod state;
mod stream;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, map_response};
use axum::response::Response;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

pub use routes::passkeys::told;
pub use state::Web;

use problem::Problem;
use routes::{
    agenda, applications, case_acts, cases, desk, devices, documents, dossier, drafts, evidence, exchange,
    filings, identity, node, notices, passkeys, register, serving, space, uploads,
};

/// Largest JSON body, in bytes: a form with twenty thousand characters of facts fits.
const LARGEST_JSON: usize = 512 * 1024;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "WeiCourt 微法院",
        description = "The mobile court. Errors are problem details (RFC 9457) with a next step in Chinese.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(
        stream::StreamRequest,
        stream::StreamAnswer,
        weicourt_app::hub::StreamFrame,
        cases::CaseListState,
        weicourt_app::desk::DeskQueue,
        Problem
    ))
)]
struct ApiDoc;

fn api(chunk_bytes: usize) -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(ApiDoc::openapi())
        .routes(routes!(node::get_node))
        .routes(routes!(node::list_courts))
        .routes(routes!(node::search_causes))
        .routes(routes!(node::quote_fee))
        .routes(routes!(identity::request_phone_code))
        .routes(routes!(identity::enrol))
        .routes(routes!(identity::sign_in))
        .routes(routes!(identity::get_session, identity::sign_out))
        .routes(routes!(identity::change_phone))
        .routes(routes!(notices::get_notice_choices, notices::choose_notices))
        .routes(routes!(devices::bind_device, devices::check_identity))
        .routes(routes!(devices::confirm_device))
        .routes(routes!(devices::list_devices))
        .routes(routes!(devices::revoke_device))
        .routes(routes!(devices::list_waiting_cases))
        .routes(routes!(devices::join_space))
        .routes(routes!(passkeys::begin_passkey))
        .routes(routes!(passkeys::list_passkeys, passkeys::register_passkey))
        .routes(routes!(passkeys::remove_passkey))
        .routes(routes!(passkeys::begin_passkey_sign_in))
        .routes(routes!(passkeys::sign_in_by_passkey))
        .routes(routes!(passkeys::request_act))
        .routes(routes!(passkeys::vouch_device))
        .routes(routes!(identity::begin_sign_on))
        .routes(routes!(identity::finish_sign_on))
        .routes(routes!(identity::get_invitation))
        .routes(routes!(identity::accept_invitation))
        .routes(routes!(drafts::list_drafts, drafts::create_draft))
        .routes(routes!(drafts::get_draft, drafts::save_draft, drafts::delete_draft))
        .routes(routes!(drafts::take_id_numbers))
        .routes(routes!(filings::list_filings, filings::submit_filing))
        .routes(routes!(filings::get_filing))
        .routes(routes!(filings::resubmit_filing))
        .routes(routes!(filings::answer_mediation))
        .routes(routes!(desk::list_desk_filings))
        .routes(routes!(desk::list_staff))
        .routes(routes!(desk::request_correction))
        .routes(routes!(desk::reject_filing))
        .routes(routes!(desk::offer_mediation))
        .routes(routes!(desk::register_case))
        .routes(routes!(desk::assign_bench))
        .routes(routes!(cases::list_cases))
        .routes(routes!(cases::get_case))
        .routes(routes!(cases::list_entries))
        .routes(routes!(cases::get_receipt))
        .routes(routes!(cases::mark_read))
        .routes(routes!(space::post_message))
        .routes(routes!(space::withdraw_message))
        .routes(routes!(space::call_member))
        .routes(routes!(space::mute_member))
        .routes(routes!(space::unmute_member))
        .routes(routes!(space::set_floor))
        .routes(routes!(space::set_quiet_hours))
        .routes(routes!(space::invite_member))
        .routes(routes!(space::close_case))
        .routes(routes!(space::flag_case))
        .routes(routes!(space::reopen_case))
        .routes(routes!(evidence::get_evidence, case_acts::submit_evidence))
        .routes(routes!(evidence::list_evidence))
        .routes(routes!(case_acts::withdraw_evidence))
        .routes(routes!(case_acts::receive_evidence))
        .routes(routes!(case_acts::set_evidence_period))
        .routes(routes!(case_acts::request_restriction))
        .routes(routes!(case_acts::restrict_evidence))
        .routes(routes!(case_acts::look_at_evidence))
        .routes(routes!(case_acts::give_opinion))
        .routes(routes!(case_acts::open_opinion_round))
        .routes(routes!(case_acts::rule_on_evidence))
        .routes(routes!(case_acts::ask_court_question))
        .routes(routes!(case_acts::answer_court_question))
        .routes(routes!(case_acts::request_comparison))
        .routes(routes!(case_acts::appoint_comparison))
        .routes(routes!(case_acts::record_comparison))
        .routes(routes!(case_acts::propose_promotion))
        .routes(routes!(case_acts::decline_promotion))
        .routes(routes!(applications::list_application_kinds))
        .routes(routes!(applications::list_applications, case_acts::file_application))
        .routes(routes!(case_acts::withdraw_application))
        .routes(routes!(case_acts::decide_application))
        .routes(routes!(case_acts::file_answer))
        .routes(routes!(case_acts::start_period))
        .routes(routes!(case_acts::move_period))
        .routes(routes!(case_acts::add_todo))
        .routes(routes!(case_acts::finish_todo))
        .routes(routes!(case_acts::look_at_file))
        .routes(routes!(documents::list_document_templates))
        .routes(routes!(documents::list_documents, documents::draft_document))
        .routes(routes!(documents::fill_document))
        .routes(routes!(documents::get_document))
        .routes(routes!(documents::preview_document))
        .routes(routes!(documents::approve_document))
        .routes(routes!(documents::get_genuine_document))
        .routes(routes!(case_acts::set_document_aside))
        .routes(routes!(case_acts::confirm_service_address))
        .routes(routes!(case_acts::record_service_address))
        .routes(routes!(case_acts::declare_consent))
        .routes(routes!(case_acts::send_papers))
        .routes(routes!(case_acts::open_served))
        .routes(routes!(case_acts::acknowledge_service))
        .routes(routes!(case_acts::request_paper))
        .routes(routes!(case_acts::rebut_service))
        .routes(routes!(case_acts::rule_on_rebuttal))
        .routes(routes!(case_acts::record_paper_service))
        .routes(routes!(case_acts::recall_service))
        .routes(routes!(serving::get_service))
        .routes(routes!(serving::get_address_form))
        .routes(routes!(serving::list_desk_service))
        .routes(routes!(serving::get_mailbox))
        .routes(routes!(serving::count_unread_mail))
        .routes(routes!(agenda::get_agenda))
        .routes(routes!(agenda::list_desk_todos))
        .routes(routes!(agenda::assign_todo))
        .routes(routes!(dossier::get_file_index))
        .routes(routes!(dossier::get_file_page))
        .routes(routes!(dossier::get_blob_page))
        .routes(routes!(dossier::list_file_marks, dossier::set_file_mark))
        .routes(routes!(dossier::get_file_copy))
        .routes(routes!(exchange::get_exchange))
        .routes(routes!(exchange::get_outside))
        .routes(routes!(exchange::call_case_home))
        .routes(routes!(uploads::begin_upload))
        .routes(routes!(uploads::get_upload))
        .routes(routes!(uploads::complete_upload))
        .routes(routes!(uploads::get_blob))
        .routes(routes!(register::get_register_case, register::put_register_case))
        .routes(routes!(register::list_imported_cases))
        .routes(routes!(register::open_imported))
        .routes(routes!(register::find_case))
        .routes(routes!(stream::stream))
        .layer(DefaultBodyLimit::max(LARGEST_JSON))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(uploads::write_chunk))
                .layer(DefaultBodyLimit::max(chunk_bytes)),
        )
}

/// The OpenAPI document.
pub fn openapi() -> OpenApi {
    api(0).split_for_parts().1
}

/// All routes under `/api`, with the page that documents them.
pub fn router(web: Web) -> Router {
    // Room for a whole chunk and nothing more.
    let chunk_bytes = usize::try_from(web.court.limits().chunk_bytes).unwrap_or(usize::MAX);
    let (router, document) = api(chunk_bytes).split_for_parts();
    router
        .method_not_allowed_fallback(async || Problem::no_such_method())
        .layer(from_fn(extract::require_command_id))
        .layer(map_response(private))
        .layer(from_fn(counting::count))
        .with_state(web)
        .merge(SwaggerUi::new("/api/docs").url("/api/openapi.json", document))
        .route("/api/{*rest}", axum::routing::any(no_such_operation))
}

/// Answers of the API belong to one person and one moment.
async fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    response
}

async fn no_such_operation() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_such_operation", "没有这个接口", "请查看接口文档")
}

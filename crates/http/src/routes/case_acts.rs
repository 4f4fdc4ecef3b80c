//! Acts in a case whose request body is the command itself; each answers with a signed receipt.

use axum::Json;
use axum::extract::State;
use weicourt_domain::command::{
    AcknowledgeService, AddTodo, AnswerCourtQuestion, AppointComparison, AskCourtQuestion, Command,
    ConfirmServiceAddress, DecideApplication, DeclareConsent, DeclinePromotion, FileAnswer, FileApplication,
    FinishTodo, GiveOpinion, LookAtEvidence, LookAtFile, MovePeriod, OpenOpinionRound, OpenServed,
    ProposePromotion, RebutService, RecallService, ReceiveEvidence, RecordComparison, RecordPaperService,
    RecordServiceAddress, RequestComparison, RequestPaper, RequestRestriction, RestrictEvidence,
    RuleOnEvidence, RuleOnRebuttal, SendPapers, SetDocumentAside, SetEvidencePeriod, StartPeriod,
    SubmitEvidence, WithdrawApplication, WithdrawEvidence,
};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::Receipt;

use crate::extract::{Act, Path};
use crate::problem::Problem;
use crate::state::Web;

macro_rules! case_acts {
    ($($(#[doc = $doc:tt])+ $name:ident($command:ident) at $path:tt, tag $tag:tt;)*) => {$(
        $(#[doc = $doc])+
        #[utoipa::path(post, path = $path, tag = $tag, params(("case" = CaseId, Path), ("Idempotency-Key" = CommandId, Header), ("WeiCourt-Device" = Option<String>, Header), ("WeiCourt-Signature" = Option<String>, Header)), request_body = $command, responses((status = 200, body = Receipt), (status = "default", body = Problem, content_type = "application/problem+json")))]
        pub(crate) async fn $name(
            State(web): State<Web>,
            Path(case): Path<CaseId>,
            Act { actor, given, request }: Act<$command>,
        ) -> Result<Json<Receipt>, Problem> {
            let done = web.court.act(&actor, case, given, Command::$command(request)).await?;
            Ok(Json(done.receipt))
        }
    )*};
}

case_acts! {
    /// Hands in an exhibit. Late ones are marked, never refused.
    submit_evidence(SubmitEvidence) at "/api/cases/{case}/evidence", tag "evidence";
    /// Takes an exhibit back before it was cross-examined; the record stays.
    withdraw_evidence(WithdrawEvidence) at "/api/cases/{case}/evidence/withdrawals", tag "evidence";
    /// Says whether an exhibit is in order, or has to be handed in again.
    receive_evidence(ReceiveEvidence) at "/api/cases/{case}/evidence/receipts", tag "evidence";
    /// Sets the period for evidence and the form of its exchange.
    set_evidence_period(SetEvidencePeriod) at "/api/cases/{case}/evidence/periods", tag "evidence";
    /// Asks that not everybody may see an exhibit of one's own.
    request_restriction(RequestRestriction) at "/api/cases/{case}/evidence/restriction-requests", tag "evidence";
    /// Decides who may see an exhibit.
    restrict_evidence(RestrictEvidence) at "/api/cases/{case}/evidence/restrictions", tag "evidence";
    /// Looks at a restricted exhibit: the look is recorded, its files open for a while.
    look_at_evidence(LookAtEvidence) at "/api/cases/{case}/evidence/looks", tag "evidence";
    /// Gives an opinion on an exhibit of another side; earlier ones stay in the record.
    give_opinion(GiveOpinion) at "/api/cases/{case}/evidence/opinions", tag "evidence";
    /// Opens a further round of opinions.
    open_opinion_round(OpenOpinionRound) at "/api/cases/{case}/evidence/rounds", tag "evidence";
    /// Rules on an exhibit.
    rule_on_evidence(RuleOnEvidence) at "/api/cases/{case}/evidence/rulings", tag "evidence";
    /// Asks a party about the evidence.
    ask_court_question(AskCourtQuestion) at "/api/cases/{case}/evidence/questions", tag "evidence";
    /// Answers a question of the court.
    answer_court_question(AnswerCourtQuestion) at "/api/cases/{case}/evidence/answers", tag "evidence";
    /// Asks to compare an exhibit with its original.
    request_comparison(RequestComparison) at "/api/cases/{case}/evidence/comparison-requests", tag "evidence";
    /// Appoints when and where an original is compared.
    appoint_comparison(AppointComparison) at "/api/cases/{case}/evidence/comparison-appointments", tag "evidence";
    /// Records what the comparison with the original gave.
    record_comparison(RecordComparison) at "/api/cases/{case}/evidence/comparisons", tag "evidence";
    /// Proposes that a message becomes an exhibit or an application; its author confirms.
    propose_promotion(ProposePromotion) at "/api/cases/{case}/promotions", tag "evidence";
    /// Does not want one's message to become that.
    decline_promotion(DeclinePromotion) at "/api/cases/{case}/promotions/refusals", tag "evidence";
    /// Applies for something.
    file_application(FileApplication) at "/api/cases/{case}/applications", tag "applications";
    /// Takes an application back before it is decided.
    withdraw_application(WithdrawApplication) at "/api/cases/{case}/applications/withdrawals", tag "applications";
    /// Decides an application.
    decide_application(DecideApplication) at "/api/cases/{case}/applications/decisions", tag "applications";
    /// Answers the complaint (答辩状).
    file_answer(FileAnswer) at "/api/cases/{case}/answers", tag "applications";
    /// Lets a period begin.
    start_period(StartPeriod) at "/api/cases/{case}/periods", tag "agenda";
    /// Moves the end of a period.
    move_period(MovePeriod) at "/api/cases/{case}/periods/moves", tag "agenda";
    /// Notes something to do.
    add_todo(AddTodo) at "/api/cases/{case}/todos", tag "agenda";
    /// Says that a to-do is done.
    finish_todo(FinishTodo) at "/api/cases/{case}/todos/completions", tag "agenda";
    /// Opens the file of the case, or takes a copy; the look is recorded.
    look_at_file(LookAtFile) at "/api/cases/{case}/file/looks", tag "file";
    /// Does not use a document: its draft is given up, or it was issued by mistake.
    set_document_aside(SetDocumentAside) at "/api/cases/{case}/documents/set-aside", tag "documents";
    /// Confirms one's address for service (送达地址确认书).
    confirm_service_address(ConfirmServiceAddress) at "/api/cases/{case}/service/addresses", tag "service";
    /// Records an address form that was signed on paper.
    record_service_address(RecordServiceAddress) at "/api/cases/{case}/service/addresses/records", tag "service";
    /// Agrees to do steps of the case online, or takes it back.
    declare_consent(DeclareConsent) at "/api/cases/{case}/service/consents", tag "service";
    /// Sends papers electronically: all papers to everybody named, in one act.
    send_papers(SendPapers) at "/api/cases/{case}/service/sendings", tag "service";
    /// Opens a served paper for the first time.
    open_served(OpenServed) at "/api/cases/{case}/service/looks", tag "service";
    /// Signs for papers (签收).
    acknowledge_service(AcknowledgeService) at "/api/cases/{case}/service/receipts", tag "service";
    /// Asks for a paper copy.
    request_paper(RequestPaper) at "/api/cases/{case}/service/paper-requests", tag "service";
    /// Says that the presumption of service is wrong.
    rebut_service(RebutService) at "/api/cases/{case}/service/rebuttals", tag "service";
    /// Rules on a rebuttal.
    rule_on_rebuttal(RuleOnRebuttal) at "/api/cases/{case}/service/rulings", tag "service";
    /// Records a service on paper, or its result.
    record_paper_service(RecordPaperService) at "/api/cases/{case}/service/paper-records", tag "service";
    /// Takes back what was sent.
    recall_service(RecallService) at "/api/cases/{case}/service/recalls", tag "service";
}

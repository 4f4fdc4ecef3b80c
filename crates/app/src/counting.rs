//! What is counted for the person who runs the node: names of acts and outcomes, never of people.

use weicourt_domain::command::Command;

use crate::court::Done;
use crate::error::AppError;

/// Counts an act by what it was and how it ended.
pub(crate) fn act(command: &Command, done: &Result<Done, AppError>) {
    let outcome = match done {
        Ok(_) => "done",
        Err(AppError::Refused(_) | AppError::Denied(_)) => "refused",
        Err(AppError::Conflict) => "conflict",
        Err(AppError::Broken { .. }) => "broken",
    };
    metrics::counter!("weicourt_acts_total", "op" => op(command), "outcome" => outcome).increment(1);
}

/// Counts a try to sign in or enrol that failed.
pub(crate) fn failed_sign_in(reason: &'static str) {
    metrics::counter!("weicourt_sign_ins_failed_total", "reason" => reason).increment(1);
}

/// Counts a notice that left, or did not.
pub(crate) fn notice(outcome: &'static str) {
    metrics::counter!("weicourt_notices_total", "outcome" => outcome).increment(1);
}

/// The name of the operation, as in the API.
fn op(command: &Command) -> &'static str {
    match command {
        Command::SubmitFiling(_) => "submit_filing",
        Command::ResubmitFiling(_) => "resubmit_filing",
        Command::RequestCorrection(_) => "request_correction",
        Command::RejectFiling(_) => "reject_filing",
        Command::OfferMediation(_) => "offer_mediation",
        Command::AnswerMediationOffer(_) => "answer_mediation",
        Command::RegisterCase(_) => "register_case",
        Command::AssignBench(_) => "assign_bench",
        Command::InviteMember(_) => "invite_member",
        Command::JoinSpace(_) => "join_space",
        Command::PostMessage(_) => "post_message",
        Command::WithdrawMessage(_) => "withdraw_message",
        Command::CallMember(_) => "call_member",
        Command::MuteMember(_) => "mute_member",
        Command::UnmuteMember(_) => "unmute_member",
        Command::CloseFloor(_) => "close_floor",
        Command::OpenFloor(_) => "open_floor",
        Command::SetQuietHours(_) => "set_quiet_hours",
        Command::ClearQuietHours(_) => "clear_quiet_hours",
        Command::CloseCase(_) => "close_case",
        Command::FlagCase(_) => "flag_case",
        Command::ReopenCase(_) => "reopen_case",
        Command::SubmitEvidence(_) => "submit_evidence",
        Command::WithdrawEvidence(_) => "withdraw_evidence",
        Command::ReceiveEvidence(_) => "receive_evidence",
        Command::SetEvidencePeriod(_) => "set_evidence_period",
        Command::RequestRestriction(_) => "request_restriction",
        Command::RestrictEvidence(_) => "restrict_evidence",
        Command::LookAtEvidence(_) => "look_at_evidence",
        Command::GiveOpinion(_) => "give_opinion",
        Command::OpenOpinionRound(_) => "open_opinion_round",
        Command::RuleOnEvidence(_) => "rule_on_evidence",
        Command::AskCourtQuestion(_) => "ask_court_question",
        Command::AnswerCourtQuestion(_) => "answer_court_question",
        Command::RequestComparison(_) => "request_comparison",
        Command::AppointComparison(_) => "appoint_comparison",
        Command::RecordComparison(_) => "record_comparison",
        Command::ProposePromotion(_) => "propose_promotion",
        Command::DeclinePromotion(_) => "decline_promotion",
        Command::FileApplication(_) => "file_application",
        Command::WithdrawApplication(_) => "withdraw_application",
        Command::DecideApplication(_) => "decide_application",
        Command::FileAnswer(_) => "file_answer",
        Command::StartPeriod(_) => "start_period",
        Command::MovePeriod(_) => "move_period",
        Command::AddTodo(_) => "add_todo",
        Command::AssignTodo(_) => "assign_todo",
        Command::FinishTodo(_) => "finish_todo",
        Command::NoteDeadlines(_) => "note_deadlines",
        Command::LookAtFile(_) => "look_at_file",
        Command::DraftDocument(_) => "draft_document",
        Command::ApproveDocument(_) => "approve_document",
        Command::SetDocumentAside(_) => "set_document_aside",
        Command::ConfirmServiceAddress(_) => "confirm_service_address",
        Command::RecordServiceAddress(_) => "record_service_address",
        Command::DeclareConsent(_) => "declare_consent",
        Command::SendPapers(_) => "send_papers",
        Command::ReportService(_) => "report_service",
        Command::OpenServed(_) => "open_served",
        Command::AcknowledgeService(_) => "acknowledge_service",
        Command::RequestPaper(_) => "request_paper",
        Command::RebutService(_) => "rebut_service",
        Command::RuleOnRebuttal(_) => "rule_on_rebuttal",
        Command::RecordPaperService(_) => "record_paper_service",
        Command::RecallService(_) => "recall_service",
        Command::CertifyService(_) => "certify_service",
    }
}

//! Acts whose request body is the command itself: evidence, applications, periods, to-dos, service, the file.
//!
//! To add one: its line in [`read_command`], and its line in `http/src/routes/case_acts.rs`.

use weicourt_domain::actor::Actor;
use weicourt_domain::command::Command;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;

use crate::acts::Given;
use crate::court::{Court, Done};
use crate::error::AppError;

impl Court {
    /// Does an act of a case.
    ///
    /// # Errors
    ///
    /// Refuses files that were not uploaded to this case; else as the domain decides.
    pub async fn act(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        mut command: Command,
    ) -> Result<Done, AppError> {
        // Strangers must not find out here which files a case has.
        self.case_for(actor, case).await?;
        self.take_blobs(actor, case, blobs_of(&mut command).into_iter()).await?;
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }
}

/// Files that a command names.
fn blobs_of(command: &mut Command) -> Vec<&mut BlobRef> {
    match command {
        Command::SubmitEvidence(command) => {
            command.exhibit.pages.iter_mut().flat_map(|page| page.blobs_mut()).collect()
        }
        Command::RecordComparison(command) => {
            command.photos.iter_mut().flat_map(|page| page.blobs_mut()).collect()
        }
        Command::FileApplication(command) => {
            command.application.attachments.iter_mut().map(|attachment| &mut attachment.blob).collect()
        }
        Command::FileAnswer(command) => {
            command.answer.attachments.iter_mut().map(|attachment| &mut attachment.blob).collect()
        }
        Command::ConfirmServiceAddress(command) => vec![&mut command.signature],
        Command::RecordServiceAddress(command) => vec![&mut command.scan],
        Command::AcknowledgeService(command) => command.signature.iter_mut().collect(),
        Command::RebutService(command) => {
            command.attachments.iter_mut().map(|attachment| &mut attachment.blob).collect()
        }
        Command::RecordPaperService(command) => command.proofs.iter_mut().collect(),
        _ => Vec::new(),
    }
}

/// The command that a request to `/api/cases/{case}/{operation}` means; `None` for other operations.
pub(crate) fn read_command(operation: &str, body: &str) -> Option<Result<Command, serde_json::Error>> {
    let command = match operation {
        "evidence" => serde_json::from_str(body).map(Command::SubmitEvidence),
        "evidence/withdrawals" => serde_json::from_str(body).map(Command::WithdrawEvidence),
        "evidence/receipts" => serde_json::from_str(body).map(Command::ReceiveEvidence),
        "evidence/periods" => serde_json::from_str(body).map(Command::SetEvidencePeriod),
        "evidence/restriction-requests" => serde_json::from_str(body).map(Command::RequestRestriction),
        "evidence/restrictions" => serde_json::from_str(body).map(Command::RestrictEvidence),
        "evidence/looks" => serde_json::from_str(body).map(Command::LookAtEvidence),
        "evidence/opinions" => serde_json::from_str(body).map(Command::GiveOpinion),
        "evidence/rounds" => serde_json::from_str(body).map(Command::OpenOpinionRound),
        "evidence/rulings" => serde_json::from_str(body).map(Command::RuleOnEvidence),
        "evidence/questions" => serde_json::from_str(body).map(Command::AskCourtQuestion),
        "evidence/answers" => serde_json::from_str(body).map(Command::AnswerCourtQuestion),
        "evidence/comparison-requests" => serde_json::from_str(body).map(Command::RequestComparison),
        "evidence/comparison-appointments" => serde_json::from_str(body).map(Command::AppointComparison),
        "evidence/comparisons" => serde_json::from_str(body).map(Command::RecordComparison),
        "promotions" => serde_json::from_str(body).map(Command::ProposePromotion),
        "promotions/refusals" => serde_json::from_str(body).map(Command::DeclinePromotion),
        "applications" => serde_json::from_str(body).map(Command::FileApplication),
        "applications/withdrawals" => serde_json::from_str(body).map(Command::WithdrawApplication),
        "applications/decisions" => serde_json::from_str(body).map(Command::DecideApplication),
        "answers" => serde_json::from_str(body).map(Command::FileAnswer),
        "periods" => serde_json::from_str(body).map(Command::StartPeriod),
        "periods/moves" => serde_json::from_str(body).map(Command::MovePeriod),
        "todos" => serde_json::from_str(body).map(Command::AddTodo),
        "todos/completions" => serde_json::from_str(body).map(Command::FinishTodo),
        "file/looks" => serde_json::from_str(body).map(Command::LookAtFile),
        "documents/set-aside" => serde_json::from_str(body).map(Command::SetDocumentAside),
        "service/addresses" => serde_json::from_str(body).map(Command::ConfirmServiceAddress),
        "service/addresses/records" => serde_json::from_str(body).map(Command::RecordServiceAddress),
        "service/consents" => serde_json::from_str(body).map(Command::DeclareConsent),
        "service/sendings" => serde_json::from_str(body).map(Command::SendPapers),
        "service/looks" => serde_json::from_str(body).map(Command::OpenServed),
        "service/receipts" => serde_json::from_str(body).map(Command::AcknowledgeService),
        "service/paper-requests" => serde_json::from_str(body).map(Command::RequestPaper),
        "service/rebuttals" => serde_json::from_str(body).map(Command::RebutService),
        "service/rulings" => serde_json::from_str(body).map(Command::RuleOnRebuttal),
        "service/paper-records" => serde_json::from_str(body).map(Command::RecordPaperService),
        "service/recalls" => serde_json::from_str(body).map(Command::RecallService),
        _ => return None,
    };
    Some(command)
}

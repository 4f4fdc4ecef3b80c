//! Whether an entry says what a command asked for, where the signed request is the command itself.
//!
//! What a node may put in is left out: the true media type and pages of a file, what an application for a
//! period or a reconsideration is about, that it is urgent where its reason is given, the message of a
//! proposal, and how many pages a copy has. Each of them follows from the case, and is checked there
//! against the case (`domain::front`).

use weicourt_domain::command::Command;
use weicourt_domain::entry::{
    AnswerForm, ApplicationForm, ApplicationKind, EntryBody, ExhibitForm, FileLook, ServiceAddressForm,
};
use weicourt_domain::form::Attachment;

use super::check::as_taken;

/// Whether the entry is what was signed; `None` when it is of another kind than the command makes.
pub(super) fn says(command: &Command, body: &EntryBody) -> Option<bool> {
    let is = match (command, body) {
        (
            Command::SubmitEvidence(signed),
            EntryBody::EvidenceSubmitted { exhibit, message, proposal, .. },
        ) => {
            let from_proposal = signed.message.is_none() && signed.proposal.is_some();
            signed.proposal == *proposal
                && (signed.message == *message || from_proposal)
                && is_exhibit(&signed.exhibit, exhibit)
        }
        (Command::WithdrawEvidence(signed), EntryBody::EvidenceWithdrawn { exhibit, reason }) => {
            signed.exhibit == *exhibit && signed.reason == *reason
        }
        (Command::RequestRestriction(signed), EntryBody::RestrictionRequested { exhibit, wish }) => {
            signed.exhibit == *exhibit && signed.wish == *wish
        }
        (Command::LookAtEvidence(signed), EntryBody::EvidenceLooked { exhibit }) => {
            signed.exhibit == *exhibit
        }
        (Command::GiveOpinion(signed), EntryBody::OpinionGiven { exhibit, opinion, .. }) => {
            signed.exhibit == *exhibit && signed.opinion == *opinion
        }
        (Command::AnswerCourtQuestion(signed), EntryBody::CourtQuestionAnswered { question, answer }) => {
            signed.question == *question && signed.answer == *answer
        }
        (Command::RequestComparison(signed), EntryBody::ComparisonRequested { exhibit, reason }) => {
            signed.exhibit == *exhibit && signed.reason == *reason
        }
        (Command::DeclinePromotion(signed), EntryBody::PromotionDeclined { proposal, reason }) => {
            signed.proposal == *proposal && signed.reason == *reason
        }
        (
            Command::FileApplication(signed),
            EntryBody::ApplicationFiled { application, message, proposal, .. },
        ) => {
            let from_proposal = signed.message.is_none() && signed.proposal.is_some();
            signed.proposal == *proposal
                && (signed.message == *message || from_proposal)
                && is_application(&signed.application, application)
        }
        (Command::WithdrawApplication(signed), EntryBody::ApplicationWithdrawn { application, reason }) => {
            signed.application == *application && signed.reason.trim() == reason.as_str()
        }
        (Command::FileAnswer(signed), EntryBody::AnswerFiled { answer, .. }) => {
            is_answer(&signed.answer, answer)
        }
        (Command::LookAtFile(signed), EntryBody::FileLooked { look, internal }) => {
            let alike = matches!(
                (signed.look, look),
                (FileLook::Opened, FileLook::Opened) | (FileLook::Exported { .. }, FileLook::Exported { .. })
            );
            alike && signed.internal == *internal
        }
        (Command::ConfirmServiceAddress(signed), EntryBody::ServiceAddressConfirmed(confirmed)) => {
            let mut signature = signed.signature.clone();
            as_taken(&mut signature, &confirmed.signature);
            is_address(&signed.form, &confirmed.form) && signature == confirmed.signature
        }
        (Command::DeclareConsent(signed), EntryBody::ConsentDeclared(declared)) => {
            signed.scopes == declared.scopes && signed.reason.trim() == declared.reason
        }
        (Command::OpenServed(signed), EntryBody::ServedOpened(opened)) => {
            signed.sent == opened.sent && signed.paper == opened.paper
        }
        (Command::AcknowledgeService(signed), EntryBody::ServiceAcknowledged(taken)) => {
            let mut signature = signed.signature.clone();
            if let (Some(mine), Some(theirs)) = (&mut signature, &taken.signature) {
                as_taken(mine, theirs);
            }
            signed.sent == taken.sent && signed.papers == taken.papers && signature == taken.signature
        }
        (Command::RequestPaper(signed), EntryBody::PaperRequested(wish)) => {
            signed.paper == wish.paper && signed.note.trim() == wish.note
        }
        (Command::RebutService(signed), EntryBody::ServiceRebutted(rebutted)) => {
            let mut attachments = signed.attachments.clone();
            as_attached(&mut attachments, &rebutted.attachments);
            signed.sent == rebutted.sent
                && signed.paper == rebutted.paper
                && signed.ground == rebutted.ground
                && signed.arrived_at == rebutted.arrived_at
                && signed.reason.trim() == rebutted.reason
                && attachments == rebutted.attachments
        }
        _ => return None,
    };
    Some(is)
}

fn is_exhibit(signed: &ExhibitForm, taken: &ExhibitForm) -> bool {
    let mut signed = signed.clone();
    for (mine, theirs) in signed.pages.iter_mut().zip(&taken.pages) {
        for (mine, theirs) in mine.blobs_mut().zip(theirs.blobs()) {
            as_taken(mine, theirs);
        }
    }
    signed == *taken
}

fn as_attached(signed: &mut [Attachment], taken: &[Attachment]) {
    for (mine, theirs) in signed.iter_mut().zip(taken) {
        as_taken(&mut mine.blob, &theirs.blob);
    }
}

fn is_application(signed: &ApplicationForm, taken: &ApplicationForm) -> bool {
    let mut signed = signed.clone();
    as_attached(&mut signed.attachments, &taken.attachments);
    match signed.kind {
        ApplicationKind::RestorePeriod => {}
        ApplicationKind::EvidenceExtension => signed.about = taken.about,
        ApplicationKind::RecusalReconsideration => {
            signed.about = taken.about;
            signed.person = taken.person;
        }
        _ => signed.about = None,
    }
    signed.urgent |= signed.details.get("urgent_because").is_some_and(|why| !why.trim().is_empty());
    signed == *taken
}

/// The form but for the spaces at the ends of its lines.
fn is_address(signed: &ServiceAddressForm, taken: &ServiceAddressForm) -> bool {
    let trimmed = ServiceAddressForm {
        email: signed.email.as_deref().map(str::trim).filter(|email| !email.is_empty()).map(str::to_owned),
        excluded: signed.excluded.trim().to_owned(),
        receiver: signed.receiver.trim().to_owned(),
        phone: signed.phone.trim().to_owned(),
        address: signed.address.trim().to_owned(),
        postcode: signed.postcode.trim().to_owned(),
        ..signed.clone()
    };
    trimmed == *taken
}

fn is_answer(signed: &AnswerForm, taken: &AnswerForm) -> bool {
    let mut signed = signed.clone();
    as_attached(&mut signed.attachments, &taken.attachments);
    signed == *taken
}

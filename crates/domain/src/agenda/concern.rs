//! Which entries change what is due in a case.

use crate::entry::EntryKind;

/// Whether an entry of `kind` may change a deadline or a to-do. Words and looks change none.
pub fn concerns(kind: EntryKind) -> bool {
    match kind {
        EntryKind::FilingSubmitted
        | EntryKind::FilingResubmitted
        | EntryKind::CorrectionRequested
        | EntryKind::FilingRejected
        | EntryKind::CaseRegistered
        | EntryKind::BenchAssigned
        | EntryKind::MemberJoined
        | EntryKind::CaseClosed
        | EntryKind::CaseImported
        | EntryKind::PartiesImported
        | EntryKind::CaseReopened
        | EntryKind::EvidenceSubmitted
        | EntryKind::EvidenceWithdrawn
        | EntryKind::EvidenceReceived
        | EntryKind::EvidencePeriodSet
        | EntryKind::RestrictionRequested
        | EntryKind::EvidenceRestricted
        | EntryKind::OpinionGiven
        | EntryKind::OpinionRoundOpened
        | EntryKind::EvidenceRuled
        | EntryKind::CourtQuestionAsked
        | EntryKind::CourtQuestionAnswered
        | EntryKind::ComparisonRequested
        | EntryKind::ComparisonAppointed
        | EntryKind::ComparisonRecorded
        | EntryKind::PromotionProposed
        | EntryKind::PromotionDeclined
        | EntryKind::ApplicationFiled
        | EntryKind::ApplicationWithdrawn
        | EntryKind::ApplicationDecided
        | EntryKind::AnswerFiled
        | EntryKind::PeriodStarted
        | EntryKind::PeriodMoved
        | EntryKind::DeadlineReminded
        | EntryKind::DeadlineElapsed
        | EntryKind::TodoAdded
        | EntryKind::TodoAssigned
        | EntryKind::TodoDone
        | EntryKind::DocumentDrafted
        | EntryKind::DocumentApproved
        | EntryKind::DocumentSetAside
        | EntryKind::ServiceAddressConfirmed
        | EntryKind::ConsentDeclared
        | EntryKind::PapersSent
        | EntryKind::ServiceReported
        | EntryKind::ServedOpened
        | EntryKind::ServiceAcknowledged
        | EntryKind::PaperRequested
        | EntryKind::ServiceRebutted
        | EntryKind::RebuttalRuled
        | EntryKind::PaperServiceRecorded
        | EntryKind::ServiceRecalled
        | EntryKind::ServiceTookEffect => true,
        EntryKind::MediationOffered
        | EntryKind::MediationAnswered
        | EntryKind::MemberInvited
        | EntryKind::MemberCalled
        | EntryKind::MessagePosted
        | EntryKind::MessageWithdrawn
        | EntryKind::MemberMuted
        | EntryKind::MemberUnmuted
        | EntryKind::FloorClosed
        | EntryKind::FloorOpened
        | EntryKind::QuietHoursSet
        | EntryKind::QuietHoursCleared
        | EntryKind::CaseFlagged
        | EntryKind::ActRequested
        | EntryKind::ActRefused
        | EntryKind::DeviceAdded
        | EntryKind::OutsideErased
        | EntryKind::EvidenceLooked
        | EntryKind::FileLooked => false,
    }
}

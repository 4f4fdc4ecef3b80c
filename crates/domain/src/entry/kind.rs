//! Kinds of entries: the number of each, which is hashed and stored in clear.

use serde::{Deserialize, Serialize};

use super::EntryBody;

/// Kind of an entry, as hashed and stored in clear.
///
/// Stored for ever: only add variants; numbers are never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// See [`EntryBody::FilingSubmitted`].
    FilingSubmitted = 1,
    /// See [`EntryBody::FilingResubmitted`].
    FilingResubmitted = 2,
    /// See [`EntryBody::CorrectionRequested`].
    CorrectionRequested = 3,
    /// See [`EntryBody::FilingRejected`].
    FilingRejected = 4,
    /// See [`EntryBody::MediationOffered`].
    MediationOffered = 5,
    /// See [`EntryBody::MediationAnswered`].
    MediationAnswered = 6,
    /// See [`EntryBody::CaseRegistered`].
    CaseRegistered = 7,
    /// See [`EntryBody::BenchAssigned`].
    BenchAssigned = 8,
    /// See [`EntryBody::MemberInvited`].
    MemberInvited = 9,
    /// See [`EntryBody::MemberJoined`].
    MemberJoined = 10,
    /// See [`EntryBody::MemberCalled`].
    MemberCalled = 11,
    /// See [`EntryBody::MessagePosted`].
    MessagePosted = 12,
    /// See [`EntryBody::MessageWithdrawn`].
    MessageWithdrawn = 13,
    /// See [`EntryBody::MemberMuted`].
    MemberMuted = 14,
    /// See [`EntryBody::MemberUnmuted`].
    MemberUnmuted = 15,
    /// See [`EntryBody::FloorClosed`].
    FloorClosed = 16,
    /// See [`EntryBody::FloorOpened`].
    FloorOpened = 17,
    /// See [`EntryBody::QuietHoursSet`].
    QuietHoursSet = 18,
    /// See [`EntryBody::QuietHoursCleared`].
    QuietHoursCleared = 19,
    /// See [`EntryBody::CaseClosed`].
    CaseClosed = 20,
    /// See [`EntryBody::ActRequested`].
    ActRequested = 21,
    /// See [`EntryBody::ActRefused`].
    ActRefused = 22,
    /// See [`EntryBody::DeviceAdded`].
    DeviceAdded = 23,
    /// See [`EntryBody::CaseImported`].
    CaseImported = 24,
    /// See [`EntryBody::PartiesImported`].
    PartiesImported = 25,
    /// See [`EntryBody::CaseReopened`].
    CaseReopened = 26,
    /// See [`EntryBody::OutsideErased`].
    OutsideErased = 27,
    /// See [`EntryBody::CaseFlagged`].
    CaseFlagged = 28,
    /// See [`EntryBody::EvidenceSubmitted`].
    EvidenceSubmitted = 29,
    /// See [`EntryBody::EvidenceWithdrawn`].
    EvidenceWithdrawn = 30,
    /// See [`EntryBody::EvidenceReceived`].
    EvidenceReceived = 31,
    /// See [`EntryBody::EvidencePeriodSet`].
    EvidencePeriodSet = 32,
    /// See [`EntryBody::RestrictionRequested`].
    RestrictionRequested = 33,
    /// See [`EntryBody::EvidenceRestricted`].
    EvidenceRestricted = 34,
    /// See [`EntryBody::EvidenceLooked`].
    EvidenceLooked = 35,
    /// See [`EntryBody::OpinionGiven`].
    OpinionGiven = 36,
    /// See [`EntryBody::OpinionRoundOpened`].
    OpinionRoundOpened = 37,
    /// See [`EntryBody::EvidenceRuled`].
    EvidenceRuled = 38,
    /// See [`EntryBody::CourtQuestionAsked`].
    CourtQuestionAsked = 39,
    /// See [`EntryBody::CourtQuestionAnswered`].
    CourtQuestionAnswered = 40,
    /// See [`EntryBody::ComparisonRequested`].
    ComparisonRequested = 41,
    /// See [`EntryBody::ComparisonAppointed`].
    ComparisonAppointed = 42,
    /// See [`EntryBody::ComparisonRecorded`].
    ComparisonRecorded = 43,
    /// See [`EntryBody::PromotionProposed`].
    PromotionProposed = 44,
    /// See [`EntryBody::PromotionDeclined`].
    PromotionDeclined = 45,
    /// See [`EntryBody::ApplicationFiled`].
    ApplicationFiled = 46,
    /// See [`EntryBody::ApplicationWithdrawn`].
    ApplicationWithdrawn = 47,
    /// See [`EntryBody::ApplicationDecided`].
    ApplicationDecided = 48,
    /// See [`EntryBody::AnswerFiled`].
    AnswerFiled = 49,
    /// See [`EntryBody::PeriodStarted`].
    PeriodStarted = 50,
    /// See [`EntryBody::PeriodMoved`].
    PeriodMoved = 51,
    /// See [`EntryBody::DeadlineReminded`].
    DeadlineReminded = 52,
    /// See [`EntryBody::DeadlineElapsed`].
    DeadlineElapsed = 53,
    /// See [`EntryBody::TodoAdded`].
    TodoAdded = 54,
    /// See [`EntryBody::TodoAssigned`].
    TodoAssigned = 55,
    /// See [`EntryBody::TodoDone`].
    TodoDone = 56,
    /// See [`EntryBody::FileLooked`].
    FileLooked = 57,
    /// See [`EntryBody::DocumentDrafted`].
    DocumentDrafted = 58,
    /// See [`EntryBody::DocumentApproved`].
    DocumentApproved = 59,
    /// See [`EntryBody::DocumentSetAside`].
    DocumentSetAside = 60,
    /// See [`EntryBody::ServiceAddressConfirmed`].
    ServiceAddressConfirmed = 61,
    /// See [`EntryBody::ConsentDeclared`].
    ConsentDeclared = 62,
    /// See [`EntryBody::PapersSent`].
    PapersSent = 63,
    /// See [`EntryBody::ServiceReported`].
    ServiceReported = 64,
    /// See [`EntryBody::ServedOpened`].
    ServedOpened = 65,
    /// See [`EntryBody::ServiceAcknowledged`].
    ServiceAcknowledged = 66,
    /// See [`EntryBody::PaperRequested`].
    PaperRequested = 67,
    /// See [`EntryBody::ServiceRebutted`].
    ServiceRebutted = 68,
    /// See [`EntryBody::RebuttalRuled`].
    RebuttalRuled = 69,
    /// See [`EntryBody::PaperServiceRecorded`].
    PaperServiceRecorded = 70,
    /// See [`EntryBody::ServiceRecalled`].
    ServiceRecalled = 71,
    /// See [`EntryBody::ServiceTookEffect`].
    ServiceTookEffect = 72,
}

impl EntryBody {
    /// Kind of the entry.
    pub fn kind(&self) -> EntryKind {
        match self {
            EntryBody::FilingSubmitted { .. } => EntryKind::FilingSubmitted,
            EntryBody::FilingResubmitted { .. } => EntryKind::FilingResubmitted,
            EntryBody::CorrectionRequested { .. } => EntryKind::CorrectionRequested,
            EntryBody::FilingRejected { .. } => EntryKind::FilingRejected,
            EntryBody::MediationOffered { .. } => EntryKind::MediationOffered,
            EntryBody::MediationAnswered { .. } => EntryKind::MediationAnswered,
            EntryBody::CaseRegistered { .. } => EntryKind::CaseRegistered,
            EntryBody::BenchAssigned { .. } => EntryKind::BenchAssigned,
            EntryBody::MemberInvited { .. } => EntryKind::MemberInvited,
            EntryBody::MemberJoined { .. } => EntryKind::MemberJoined,
            EntryBody::MemberCalled { .. } => EntryKind::MemberCalled,
            EntryBody::MessagePosted { .. } => EntryKind::MessagePosted,
            EntryBody::MessageWithdrawn { .. } => EntryKind::MessageWithdrawn,
            EntryBody::MemberMuted { .. } => EntryKind::MemberMuted,
            EntryBody::MemberUnmuted { .. } => EntryKind::MemberUnmuted,
            EntryBody::FloorClosed { .. } => EntryKind::FloorClosed,
            EntryBody::FloorOpened { .. } => EntryKind::FloorOpened,
            EntryBody::QuietHoursSet { .. } => EntryKind::QuietHoursSet,
            EntryBody::QuietHoursCleared { .. } => EntryKind::QuietHoursCleared,
            EntryBody::CaseClosed { .. } => EntryKind::CaseClosed,
            EntryBody::CaseFlagged { .. } => EntryKind::CaseFlagged,
            EntryBody::ActRequested { .. } => EntryKind::ActRequested,
            EntryBody::ActRefused { .. } => EntryKind::ActRefused,
            EntryBody::DeviceAdded { .. } => EntryKind::DeviceAdded,
            EntryBody::CaseImported { .. } => EntryKind::CaseImported,
            EntryBody::PartiesImported { .. } => EntryKind::PartiesImported,
            EntryBody::CaseReopened { .. } => EntryKind::CaseReopened,
            EntryBody::OutsideErased { .. } => EntryKind::OutsideErased,
            EntryBody::EvidenceSubmitted { .. } => EntryKind::EvidenceSubmitted,
            EntryBody::EvidenceWithdrawn { .. } => EntryKind::EvidenceWithdrawn,
            EntryBody::EvidenceReceived { .. } => EntryKind::EvidenceReceived,
            EntryBody::EvidencePeriodSet { .. } => EntryKind::EvidencePeriodSet,
            EntryBody::RestrictionRequested { .. } => EntryKind::RestrictionRequested,
            EntryBody::EvidenceRestricted { .. } => EntryKind::EvidenceRestricted,
            EntryBody::EvidenceLooked { .. } => EntryKind::EvidenceLooked,
            EntryBody::OpinionGiven { .. } => EntryKind::OpinionGiven,
            EntryBody::OpinionRoundOpened { .. } => EntryKind::OpinionRoundOpened,
            EntryBody::EvidenceRuled { .. } => EntryKind::EvidenceRuled,
            EntryBody::CourtQuestionAsked { .. } => EntryKind::CourtQuestionAsked,
            EntryBody::CourtQuestionAnswered { .. } => EntryKind::CourtQuestionAnswered,
            EntryBody::ComparisonRequested { .. } => EntryKind::ComparisonRequested,
            EntryBody::ComparisonAppointed { .. } => EntryKind::ComparisonAppointed,
            EntryBody::ComparisonRecorded { .. } => EntryKind::ComparisonRecorded,
            EntryBody::PromotionProposed { .. } => EntryKind::PromotionProposed,
            EntryBody::PromotionDeclined { .. } => EntryKind::PromotionDeclined,
            EntryBody::ApplicationFiled { .. } => EntryKind::ApplicationFiled,
            EntryBody::ApplicationWithdrawn { .. } => EntryKind::ApplicationWithdrawn,
            EntryBody::ApplicationDecided { .. } => EntryKind::ApplicationDecided,
            EntryBody::AnswerFiled { .. } => EntryKind::AnswerFiled,
            EntryBody::PeriodStarted { .. } => EntryKind::PeriodStarted,
            EntryBody::PeriodMoved { .. } => EntryKind::PeriodMoved,
            EntryBody::DeadlineReminded { .. } => EntryKind::DeadlineReminded,
            EntryBody::DeadlineElapsed { .. } => EntryKind::DeadlineElapsed,
            EntryBody::TodoAdded { .. } => EntryKind::TodoAdded,
            EntryBody::TodoAssigned { .. } => EntryKind::TodoAssigned,
            EntryBody::TodoDone { .. } => EntryKind::TodoDone,
            EntryBody::FileLooked { .. } => EntryKind::FileLooked,
            EntryBody::DocumentDrafted(_) => EntryKind::DocumentDrafted,
            EntryBody::DocumentApproved(_) => EntryKind::DocumentApproved,
            EntryBody::DocumentSetAside(_) => EntryKind::DocumentSetAside,
            EntryBody::ServiceAddressConfirmed(_) => EntryKind::ServiceAddressConfirmed,
            EntryBody::ConsentDeclared(_) => EntryKind::ConsentDeclared,
            EntryBody::PapersSent(_) => EntryKind::PapersSent,
            EntryBody::ServiceReported(_) => EntryKind::ServiceReported,
            EntryBody::ServedOpened(_) => EntryKind::ServedOpened,
            EntryBody::ServiceAcknowledged(_) => EntryKind::ServiceAcknowledged,
            EntryBody::PaperRequested(_) => EntryKind::PaperRequested,
            EntryBody::ServiceRebutted(_) => EntryKind::ServiceRebutted,
            EntryBody::RebuttalRuled(_) => EntryKind::RebuttalRuled,
            EntryBody::PaperServiceRecorded(_) => EntryKind::PaperServiceRecorded,
            EntryBody::ServiceRecalled(_) => EntryKind::ServiceRecalled,
            EntryBody::ServiceTookEffect(_) => EntryKind::ServiceTookEffect,
        }
    }
}

impl EntryKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [EntryKind; 72] = [
        EntryKind::FilingSubmitted,
        EntryKind::FilingResubmitted,
        EntryKind::CorrectionRequested,
        EntryKind::FilingRejected,
        EntryKind::MediationOffered,
        EntryKind::MediationAnswered,
        EntryKind::CaseRegistered,
        EntryKind::BenchAssigned,
        EntryKind::MemberInvited,
        EntryKind::MemberJoined,
        EntryKind::MemberCalled,
        EntryKind::MessagePosted,
        EntryKind::MessageWithdrawn,
        EntryKind::MemberMuted,
        EntryKind::MemberUnmuted,
        EntryKind::FloorClosed,
        EntryKind::FloorOpened,
        EntryKind::QuietHoursSet,
        EntryKind::QuietHoursCleared,
        EntryKind::CaseClosed,
        EntryKind::ActRequested,
        EntryKind::ActRefused,
        EntryKind::DeviceAdded,
        EntryKind::CaseImported,
        EntryKind::PartiesImported,
        EntryKind::CaseReopened,
        EntryKind::OutsideErased,
        EntryKind::CaseFlagged,
        EntryKind::EvidenceSubmitted,
        EntryKind::EvidenceWithdrawn,
        EntryKind::EvidenceReceived,
        EntryKind::EvidencePeriodSet,
        EntryKind::RestrictionRequested,
        EntryKind::EvidenceRestricted,
        EntryKind::EvidenceLooked,
        EntryKind::OpinionGiven,
        EntryKind::OpinionRoundOpened,
        EntryKind::EvidenceRuled,
        EntryKind::CourtQuestionAsked,
        EntryKind::CourtQuestionAnswered,
        EntryKind::ComparisonRequested,
        EntryKind::ComparisonAppointed,
        EntryKind::ComparisonRecorded,
        EntryKind::PromotionProposed,
        EntryKind::PromotionDeclined,
        EntryKind::ApplicationFiled,
        EntryKind::ApplicationWithdrawn,
        EntryKind::ApplicationDecided,
        EntryKind::AnswerFiled,
        EntryKind::PeriodStarted,
        EntryKind::PeriodMoved,
        EntryKind::DeadlineReminded,
        EntryKind::DeadlineElapsed,
        EntryKind::TodoAdded,
        EntryKind::TodoAssigned,
        EntryKind::TodoDone,
        EntryKind::FileLooked,
        EntryKind::DocumentDrafted,
        EntryKind::DocumentApproved,
        EntryKind::DocumentSetAside,
        EntryKind::ServiceAddressConfirmed,
        EntryKind::ConsentDeclared,
        EntryKind::PapersSent,
        EntryKind::ServiceReported,
        EntryKind::ServedOpened,
        EntryKind::ServiceAcknowledged,
        EntryKind::PaperRequested,
        EntryKind::ServiceRebutted,
        EntryKind::RebuttalRuled,
        EntryKind::PaperServiceRecorded,
        EntryKind::ServiceRecalled,
        EntryKind::ServiceTookEffect,
    ];

    /// The kind with this number.
    pub fn from_number(number: u16) -> Option<EntryKind> {
        EntryKind::ALL.into_iter().find(|kind| *kind as u16 == number)
    }
}

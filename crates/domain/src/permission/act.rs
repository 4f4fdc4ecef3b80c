//! What can be done in a case: one name for each act, whoever does it.

use serde::{Deserialize, Serialize};

/// Something an actor may do in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Act {
    /// Hand in a filing.
    SubmitFiling,
    /// Hand in a corrected filing.
    ResubmitFiling,
    /// Answer the offer of mediation.
    AnswerMediationOffer,
    /// Say what is missing.
    RequestCorrection,
    /// Refuse to file.
    RejectFiling,
    /// Offer mediation.
    OfferMediation,
    /// File the case.
    RegisterCase,
    /// Name judge and clerk.
    AssignBench,
    /// Invite a party or agent.
    InviteMember,
    /// Come in as a named party or agent.
    JoinSpace,
    /// Say something to everyone.
    PostMessage,
    /// Say something to the bench.
    PostToBench,
    /// Take back one's own message.
    WithdrawMessage,
    /// Answer a message by quoting it.
    QuoteMessage,
    /// Name somebody in a message.
    MentionMember,
    /// Ask a member to come.
    CallMember,
    /// Take a member's word away.
    MuteMember,
    /// Give it back.
    UnmuteMember,
    /// Let only the court speak.
    CloseFloor,
    /// Let everyone speak.
    OpenFloor,
    /// Set quiet hours.
    SetQuietHours,
    /// End quiet hours.
    ClearQuietHours,
    /// End the case.
    CloseCase,
    /// Note why the case needs more care.
    FlagCase,
    /// Take a closed case up again.
    ReopenCase,
    /// Hand in an exhibit.
    SubmitEvidence,
    /// Take an exhibit back.
    WithdrawEvidence,
    /// Say whether an exhibit is in order.
    ReceiveEvidence,
    /// Set the period for evidence.
    SetEvidencePeriod,
    /// Ask that not everybody may see an exhibit.
    RequestRestriction,
    /// Decide who may see an exhibit.
    RestrictEvidence,
    /// Look at a restricted exhibit.
    LookAtEvidence,
    /// Give an opinion on an exhibit.
    GiveOpinion,
    /// Open a further round of opinions.
    OpenOpinionRound,
    /// Rule on an exhibit.
    RuleOnEvidence,
    /// Ask a party about the evidence.
    AskCourtQuestion,
    /// Answer the court.
    AnswerCourtQuestion,
    /// Ask to compare with the original.
    RequestComparison,
    /// Appoint the comparison.
    AppointComparison,
    /// Record the comparison.
    RecordComparison,
    /// Propose that a message becomes more.
    ProposePromotion,
    /// Not want that.
    DeclinePromotion,
    /// Apply for something.
    FileApplication,
    /// Take an application back.
    WithdrawApplication,
    /// Decide an application.
    DecideApplication,
    /// Answer the complaint.
    FileAnswer,
    /// Let a period begin.
    StartPeriod,
    /// Move the end of a period.
    MovePeriod,
    /// Note something to do.
    AddTodo,
    /// Take a to-do on, or give it to somebody.
    AssignTodo,
    /// Say that a to-do is done.
    FinishTodo,
    /// Read the file of the case.
    LookAtFile,
    /// Draft a court document.
    DraftDocument,
    /// Issue it.
    ApproveDocument,
    /// Not use it.
    SetDocumentAside,
    /// Confirm one's address for service.
    ConfirmServiceAddress,
    /// Record an address form signed on paper.
    RecordServiceAddress,
    /// Agree to steps online, or take it back.
    DeclareConsent,
    /// Send papers electronically.
    SendPapers,
    /// Open a served paper.
    OpenServed,
    /// Sign for papers.
    AcknowledgeService,
    /// Ask for a paper copy.
    RequestPaper,
    /// Rebut the presumption of service.
    RebutService,
    /// Rule on a rebuttal.
    RuleOnRebuttal,
    /// Record a service on paper.
    RecordPaperService,
    /// Take back what was sent.
    RecallService,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 66] = [
        Act::SubmitFiling,
        Act::ResubmitFiling,
        Act::AnswerMediationOffer,
        Act::RequestCorrection,
        Act::RejectFiling,
        Act::OfferMediation,
        Act::RegisterCase,
        Act::AssignBench,
        Act::InviteMember,
        Act::JoinSpace,
        Act::PostMessage,
        Act::PostToBench,
        Act::WithdrawMessage,
        Act::QuoteMessage,
        Act::MentionMember,
        Act::CallMember,
        Act::MuteMember,
        Act::UnmuteMember,
        Act::CloseFloor,
        Act::OpenFloor,
        Act::SetQuietHours,
        Act::ClearQuietHours,
        Act::CloseCase,
        Act::FlagCase,
        Act::ReopenCase,
        Act::SubmitEvidence,
        Act::WithdrawEvidence,
        Act::ReceiveEvidence,
        Act::SetEvidencePeriod,
        Act::RequestRestriction,
        Act::RestrictEvidence,
        Act::LookAtEvidence,
        Act::GiveOpinion,
        Act::OpenOpinionRound,
        Act::RuleOnEvidence,
        Act::AskCourtQuestion,
        Act::AnswerCourtQuestion,
        Act::RequestComparison,
        Act::AppointComparison,
        Act::RecordComparison,
        Act::ProposePromotion,
        Act::DeclinePromotion,
        Act::FileApplication,
        Act::WithdrawApplication,
        Act::DecideApplication,
        Act::FileAnswer,
        Act::StartPeriod,
        Act::MovePeriod,
        Act::AddTodo,
        Act::AssignTodo,
        Act::FinishTodo,
        Act::LookAtFile,
        Act::DraftDocument,
        Act::ApproveDocument,
        Act::SetDocumentAside,
        Act::ConfirmServiceAddress,
        Act::RecordServiceAddress,
        Act::DeclareConsent,
        Act::SendPapers,
        Act::OpenServed,
        Act::AcknowledgeService,
        Act::RequestPaper,
        Act::RebutService,
        Act::RuleOnRebuttal,
        Act::RecordPaperService,
        Act::RecallService,
    ];
}

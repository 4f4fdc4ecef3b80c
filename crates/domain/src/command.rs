//! Everything people and the court can ask of a case.

mod agenda;
mod application;
mod document;
mod evidence;
mod serving;

use std::collections::BTreeSet;

pub use self::agenda::{AddTodo, AssignTodo, FinishTodo, LookAtFile, MovePeriod, NoteDeadlines, StartPeriod};
pub use self::application::{DecideApplication, FileAnswer, FileApplication, WithdrawApplication};
pub use self::document::{ApproveDocument, DraftDocument, SetDocumentAside};
pub use self::evidence::{
    AnswerCourtQuestion, AppointComparison, AskCourtQuestion, DeclinePromotion, GiveOpinion, LookAtEvidence,
    OpenOpinionRound, ProposePromotion, ReceiveEvidence, RecordComparison, RequestComparison,
    RequestRestriction, RestrictEvidence, RuleOnEvidence, SetEvidencePeriod, SubmitEvidence,
    WithdrawEvidence,
};
pub use self::serving::{
    AcknowledgeService, CertifyService, ConfirmServiceAddress, DeclareConsent, OpenServed, RebutService,
    RecallService, RecordPaperService, RecordServiceAddress, ReportService, RequestPaper, RuleOnRebuttal,
    SendPapers, SendTo,
};
use crate::actor::Actor;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::closing;
use crate::digest::Digest;
use crate::entry::{Defect, MessageContent, Outcome, PartyNumber, Procedure, ReopenCause, StaffName};
use crate::facts::Facts;
use crate::filing;
use crate::flagging;
use crate::floor;
use crate::form::FilingForm;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Draft, EntryRef};
use crate::membership;
use crate::permission;
use crate::personal_data::hushed_debug;
use crate::policy::CaseFlag;
use crate::space;

/// A command. Imperative, as the person means it.
#[derive(Debug, Clone)]
pub enum Command {
    /// Hand in a filing.
    SubmitFiling(SubmitFiling),
    /// Hand in a corrected filing.
    ResubmitFiling(ResubmitFiling),
    /// Say everything that is missing.
    RequestCorrection(RequestCorrection),
    /// Refuse to file.
    RejectFiling(RejectFiling),
    /// Offer mediation before filing.
    OfferMediation(OfferMediation),
    /// Answer the offer.
    AnswerMediationOffer(AnswerMediationOffer),
    /// File the case.
    RegisterCase(RegisterCase),
    /// Name judge and clerk.
    AssignBench(AssignBench),
    /// Invite a party or agent.
    InviteMember(InviteMember),
    /// Come into the space.
    JoinSpace(JoinSpace),
    /// Say something.
    PostMessage(PostMessage),
    /// Take a message back.
    WithdrawMessage(WithdrawMessage),
    /// Ask a member to come.
    CallMember(CallMember),
    /// Take a member's word away.
    MuteMember(MuteMember),
    /// Give it back.
    UnmuteMember(UnmuteMember),
    /// Let only the court speak.
    CloseFloor(CloseFloor),
    /// Let everyone speak.
    OpenFloor(OpenFloor),
    /// Set quiet hours.
    SetQuietHours(SetQuietHours),
    /// End quiet hours.
    ClearQuietHours(ClearQuietHours),
    /// End the case.
    CloseCase(CloseCase),
    /// Note why the case needs more care.
    FlagCase(FlagCase),
    /// Take a closed case up again.
    ReopenCase(ReopenCase),
    /// Hand in an exhibit.
    SubmitEvidence(SubmitEvidence),
    /// Take an exhibit back.
    WithdrawEvidence(WithdrawEvidence),
    /// Say whether an exhibit is in order.
    ReceiveEvidence(ReceiveEvidence),
    /// Set the period for evidence.
    SetEvidencePeriod(SetEvidencePeriod),
    /// Ask that not everybody may see an exhibit.
    RequestRestriction(RequestRestriction),
    /// Decide who may see an exhibit.
    RestrictEvidence(RestrictEvidence),
    /// Look at a restricted exhibit.
    LookAtEvidence(LookAtEvidence),
    /// Give an opinion on an exhibit.
    GiveOpinion(GiveOpinion),
    /// Open a further round of opinions.
    OpenOpinionRound(OpenOpinionRound),
    /// Rule on an exhibit.
    RuleOnEvidence(RuleOnEvidence),
    /// Ask a party about the evidence.
    AskCourtQuestion(AskCourtQuestion),
    /// Answer the court.
    AnswerCourtQuestion(AnswerCourtQuestion),
    /// Ask to compare with the original.
    RequestComparison(RequestComparison),
    /// Appoint the comparison.
    AppointComparison(AppointComparison),
    /// Record the comparison.
    RecordComparison(RecordComparison),
    /// Propose that a message becomes more.
    ProposePromotion(ProposePromotion),
    /// Not want that.
    DeclinePromotion(DeclinePromotion),
    /// Apply for something.
    FileApplication(FileApplication),
    /// Take an application back.
    WithdrawApplication(WithdrawApplication),
    /// Decide an application.
    DecideApplication(DecideApplication),
    /// Answer the complaint.
    FileAnswer(FileAnswer),
    /// Let a period begin.
    StartPeriod(StartPeriod),
    /// Move the end of a period.
    MovePeriod(MovePeriod),
    /// Note something to do.
    AddTodo(AddTodo),
    /// Take a to-do on, or give it to somebody.
    AssignTodo(AssignTodo),
    /// Say that a to-do is done.
    FinishTodo(FinishTodo),
    /// Note what the clock saw.
    NoteDeadlines(NoteDeadlines),
    /// Read the file of the case.
    LookAtFile(LookAtFile),
    /// Draft a court document.
    DraftDocument(DraftDocument),
    /// Issue it.
    ApproveDocument(ApproveDocument),
    /// Not use it.
    SetDocumentAside(SetDocumentAside),
    /// Confirm one's address for service.
    ConfirmServiceAddress(ConfirmServiceAddress),
    /// Record an address form signed on paper.
    RecordServiceAddress(RecordServiceAddress),
    /// Agree to steps online, or take it back.
    DeclareConsent(DeclareConsent),
    /// Send papers electronically.
    SendPapers(SendPapers),
    /// Note what a channel says.
    ReportService(ReportService),
    /// Open a served paper.
    OpenServed(OpenServed),
    /// Sign for papers.
    AcknowledgeService(AcknowledgeService),
    /// Ask for a paper copy.
    RequestPaper(RequestPaper),
    /// Rebut the presumption of service.
    RebutService(RebutService),
    /// Rule on a rebuttal.
    RuleOnRebuttal(RuleOnRebuttal),
    /// Record a service on paper.
    RecordPaperService(RecordPaperService),
    /// Take back what was sent.
    RecallService(RecallService),
    /// Record that a paper is served.
    CertifyService(CertifyService),
}

/// Hand in a filing.
#[derive(Debug, Clone)]
pub struct SubmitFiling {
    /// The form.
    pub form: FilingForm,
    /// Who the register says the filer is.
    pub filer: KnownPerson,
}

/// Hand in a corrected filing.
#[derive(Debug, Clone)]
pub struct ResubmitFiling {
    /// The form.
    pub form: FilingForm,
    /// Who the register says the filer is.
    pub filer: KnownPerson,
}

/// A person as the identity register knows them.
#[derive(Clone)]
pub struct KnownPerson {
    /// Name.
    pub name: String,
    /// Keyed digest of the identity number.
    pub id_digest: Digest,
    /// Whether the person's phone is the one an invitation was sent to.
    pub holds_invited_phone: bool,
}

impl std::fmt::Debug for KnownPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KnownPerson(***)")
    }
}

/// Say everything that is missing.
#[derive(Debug, Clone)]
pub struct RequestCorrection {
    /// All defects.
    pub defects: Vec<Defect>,
    /// Last day.
    pub until: BeijingDate,
}

/// Refuse to file.
#[derive(Clone)]
pub struct RejectFiling {
    /// Why.
    pub reason: String,
    /// The article.
    pub article: String,
}

/// Offer mediation before filing.
#[derive(Clone)]
pub struct OfferMediation {
    /// Words to the filer.
    pub note: String,
}

/// Answer the offer.
#[derive(Debug, Clone)]
pub struct AnswerMediationOffer {
    /// Whether the filer agrees.
    pub accepted: bool,
}

/// File the case.
#[derive(Debug, Clone)]
pub struct RegisterCase {
    /// Cause of action, if the court names another than the filer.
    pub cause_code: Option<String>,
    /// Procedure.
    pub procedure: Procedure,
    /// Judge and clerk.
    pub bench: AssignBench,
}

/// Name judge and clerk.
#[derive(Debug, Clone)]
pub struct AssignBench {
    /// 承办法官.
    pub handling_judge: StaffName,
    /// 书记员.
    pub clerk: StaffName,
    /// 法官助理.
    pub judge_assistant: Option<StaffName>,
    /// Other panel members.
    pub panel: Vec<StaffName>,
}

/// Invite a party or agent.
#[derive(Debug, Clone)]
pub struct InviteMember {
    /// The party.
    pub party: PartyNumber,
    /// The agent of that party.
    pub agent: Option<u16>,
}

/// Come into the space as a party or agent that the filing names.
#[derive(Debug, Clone)]
pub struct JoinSpace {
    /// The party.
    pub party: PartyNumber,
    /// The agent of that party.
    pub agent: Option<u16>,
    /// Who the register says the person is.
    pub known: KnownPerson,
}

/// Say something.
#[derive(Debug, Clone)]
pub struct PostMessage {
    /// What.
    pub content: MessageContent,
    /// The message it answers.
    pub quote: Option<EntryRef>,
    /// Who is mentioned.
    pub mentions: BTreeSet<PersonId>,
    /// Whether the bench alone may read it.
    pub bench_only: bool,
}

/// Take a message back.
#[derive(Debug, Clone)]
pub struct WithdrawMessage {
    /// The message.
    pub message: EntryRef,
}

/// Ask a member to come.
#[derive(Debug, Clone)]
pub struct CallMember {
    /// Who.
    pub person: PersonId,
}

/// Take a member's word away.
#[derive(Clone)]
pub struct MuteMember {
    /// Who.
    pub person: PersonId,
    /// Until when.
    pub until: Option<Instant>,
    /// Why.
    pub reason: String,
}

/// Give it back.
#[derive(Debug, Clone)]
pub struct UnmuteMember {
    /// Who.
    pub person: PersonId,
}

/// Let only the court speak.
#[derive(Clone)]
pub struct CloseFloor {
    /// Why.
    pub reason: String,
}

/// Let everyone speak.
#[derive(Debug, Clone)]
pub struct OpenFloor;

/// Set quiet hours.
#[derive(Debug, Clone)]
pub struct SetQuietHours {
    /// Start, `HH:MM`.
    pub from: String,
    /// End, `HH:MM`.
    pub to: String,
}

/// End quiet hours.
#[derive(Debug, Clone)]
pub struct ClearQuietHours;

/// End the case.
#[derive(Clone)]
pub struct CloseCase {
    /// How.
    pub outcome: Outcome,
    /// Words of the court.
    pub note: String,
}

/// Note why the case needs more care.
#[derive(Clone)]
pub struct FlagCase {
    /// All flags it shall have; the others go.
    pub flags: BTreeSet<CaseFlag>,
    /// Why, for the court alone.
    pub reason: String,
}

/// Take a closed case up again.
#[derive(Clone)]
pub struct ReopenCase {
    /// Why.
    pub cause: ReopenCause,
    /// Words of the court.
    pub note: String,
}

hushed_debug! {
    RejectFiling {},
    OfferMediation {},
    MuteMember { person, until },
    CloseFloor {},
    CloseCase { outcome },
    FlagCase { flags },
    ReopenCase { cause },
}

/// Why a command is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not this person, or not now.
    #[error(transparent)]
    Permission(#[from] permission::Refusal),
    /// The filing is not in order.
    #[error(transparent)]
    Filing(#[from] filing::Refusal),
    /// The membership is not in order.
    #[error(transparent)]
    Membership(#[from] membership::Refusal),
    /// The words are not in order.
    #[error(transparent)]
    Space(#[from] space::Refusal),
    /// The order of the floor is not in order.
    #[error(transparent)]
    Floor(#[from] floor::Refusal),
    /// The case cannot be closed.
    #[error(transparent)]
    Closing(#[from] closing::Refusal),
    /// The flags are not in order.
    #[error(transparent)]
    Flagging(#[from] flagging::Refusal),
    /// The evidence is not in order.
    #[error(transparent)]
    Evidence(#[from] crate::evidence::Refusal),
    /// The proposal is not in order.
    #[error(transparent)]
    Promotion(#[from] crate::promotion::Refusal),
    /// The application is not in order.
    #[error(transparent)]
    Application(#[from] crate::application::Refusal),
    /// The period or to-do is not in order.
    #[error(transparent)]
    Agenda(#[from] crate::agenda::Refusal),
    /// The court document is not in order.
    #[error(transparent)]
    Document(#[from] crate::document::Refusal),
    /// The service is not in order.
    #[error(transparent)]
    Serving(#[from] crate::serving::Refusal),
    /// The file of the case cannot be read so.
    #[error(transparent)]
    Dossier(#[from] crate::dossier::Refusal),
}

/// Which origins the deciding node writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Both: one machine, one court.
    All,
    /// The court's private network: the court's chain only.
    Court,
    /// The internet: the front chain only. Acts of the court are asked for here, never done.
    Front,
}

/// What a decision may know besides the state: the time and the facts of the world.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'facts> {
    /// Now.
    pub now: Instant,
    /// Courts, causes, holidays.
    pub facts: &'facts Facts,
    /// Where the decision is made.
    pub zone: Zone,
}

/// Decides a command: the entries to append, or why not.
///
/// # Errors
///
/// [`Refusal`] says what stands against it.
pub fn decide(
    state: &CaseState,
    actor: &Actor,
    command: &Command,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, Refusal> {
    match command {
        Command::SubmitFiling(command) => filing::decide_submit(state, actor, command, setting),
        Command::ResubmitFiling(command) => filing::decide_resubmit(state, actor, command, setting),
        Command::RequestCorrection(command) => {
            filing::decide_request_correction(state, actor, command, setting)
        }
        Command::RejectFiling(command) => filing::decide_reject(state, actor, command, setting),
        Command::OfferMediation(command) => filing::decide_offer_mediation(state, actor, command, setting),
        Command::AnswerMediationOffer(command) => {
            filing::decide_answer_mediation_offer(state, actor, command, setting)
        }
        Command::RegisterCase(command) => filing::decide_register(state, actor, command, setting),
        Command::AssignBench(command) => membership::decide_assign_bench(state, actor, command, setting),
        Command::InviteMember(command) => membership::decide_invite(state, actor, command, setting),
        Command::JoinSpace(command) => membership::decide_join(state, actor, command),
        Command::PostMessage(command) => space::decide_post(state, actor, command, setting),
        Command::WithdrawMessage(command) => space::decide_withdraw(state, actor, command, setting),
        Command::CallMember(command) => space::decide_call(state, actor, command, setting),
        Command::MuteMember(command) => floor::decide_mute(state, actor, command, setting),
        Command::UnmuteMember(command) => floor::decide_unmute(state, actor, command, setting),
        Command::CloseFloor(command) => floor::decide_close(state, actor, command, setting),
        Command::OpenFloor(OpenFloor) => floor::decide_open(state, actor, setting),
        Command::SetQuietHours(command) => floor::decide_set_quiet_hours(state, actor, command, setting),
        Command::ClearQuietHours(ClearQuietHours) => floor::decide_clear_quiet_hours(state, actor, setting),
        Command::CloseCase(command) => closing::decide_close(state, actor, command, setting),
        Command::FlagCase(command) => flagging::decide_flag(state, actor, command, setting),
        Command::ReopenCase(command) => closing::decide_reopen(state, actor, command, setting),
        Command::SubmitEvidence(command) => crate::evidence::decide_submit(state, actor, command, setting),
        Command::WithdrawEvidence(command) => {
            crate::evidence::decide_withdraw(state, actor, command, setting)
        }
        Command::ReceiveEvidence(command) => crate::evidence::decide_receive(state, actor, command, setting),
        Command::SetEvidencePeriod(command) => {
            crate::evidence::decide_set_period(state, actor, command, setting)
        }
        Command::RequestRestriction(command) => {
            crate::evidence::decide_request_restriction(state, actor, command, setting)
        }
        Command::RestrictEvidence(command) => {
            crate::evidence::decide_restrict(state, actor, command, setting)
        }
        Command::LookAtEvidence(command) => crate::evidence::decide_look(state, actor, command, setting),
        Command::GiveOpinion(command) => crate::evidence::decide_give_opinion(state, actor, command, setting),
        Command::OpenOpinionRound(command) => {
            crate::evidence::decide_open_round(state, actor, command, setting)
        }
        Command::RuleOnEvidence(command) => crate::evidence::decide_rule(state, actor, command, setting),
        Command::AskCourtQuestion(command) => crate::evidence::decide_ask(state, actor, command, setting),
        Command::AnswerCourtQuestion(command) => {
            crate::evidence::decide_answer(state, actor, command, setting)
        }
        Command::RequestComparison(command) => {
            crate::evidence::decide_request_comparison(state, actor, command, setting)
        }
        Command::AppointComparison(command) => {
            crate::evidence::decide_appoint_comparison(state, actor, command, setting)
        }
        Command::RecordComparison(command) => {
            crate::evidence::decide_record_comparison(state, actor, command, setting)
        }
        Command::ProposePromotion(command) => {
            crate::promotion::decide_propose(state, actor, command, setting)
        }
        Command::DeclinePromotion(command) => {
            crate::promotion::decide_decline(state, actor, command, setting)
        }
        Command::FileApplication(command) => crate::application::decide_file(state, actor, command, setting),
        Command::WithdrawApplication(command) => {
            crate::application::decide_withdraw(state, actor, command, setting)
        }
        Command::DecideApplication(command) => {
            crate::application::decide_decide(state, actor, command, setting)
        }
        Command::FileAnswer(command) => {
            crate::application::decide_file_answer(state, actor, command, setting)
        }
        Command::StartPeriod(command) => crate::agenda::decide_start_period(state, actor, command, setting),
        Command::MovePeriod(command) => crate::agenda::decide_move_period(state, actor, command, setting),
        Command::AddTodo(command) => crate::agenda::decide_add_todo(state, actor, command, setting),
        Command::AssignTodo(command) => crate::agenda::decide_assign_todo(state, actor, command, setting),
        Command::FinishTodo(command) => crate::agenda::decide_finish_todo(state, actor, command, setting),
        Command::NoteDeadlines(NoteDeadlines) => crate::agenda::decide_note_deadlines(state, actor, setting),
        Command::LookAtFile(command) => crate::dossier::decide_look(state, actor, command, setting),
        Command::DraftDocument(command) => crate::document::decide_draft(state, actor, command, setting),
        Command::ApproveDocument(command) => crate::document::decide_approve(state, actor, command, setting),
        Command::SetDocumentAside(command) => {
            crate::document::decide_set_aside(state, actor, command, setting)
        }
        Command::ConfirmServiceAddress(command) => {
            crate::serving::decide_confirm_address(state, actor, command, setting)
        }
        Command::RecordServiceAddress(command) => {
            crate::serving::decide_record_address(state, actor, command, setting)
        }
        Command::DeclareConsent(command) => {
            crate::serving::decide_declare_consent(state, actor, command, setting)
        }
        Command::SendPapers(command) => crate::serving::decide_send(state, actor, command, setting),
        Command::ReportService(command) => crate::serving::decide_report(state, actor, command, setting),
        Command::OpenServed(command) => crate::serving::decide_open(state, actor, command, setting),
        Command::AcknowledgeService(command) => {
            crate::serving::decide_acknowledge(state, actor, command, setting)
        }
        Command::RequestPaper(command) => {
            crate::serving::decide_request_paper(state, actor, command, setting)
        }
        Command::RebutService(command) => crate::serving::decide_rebut(state, actor, command, setting),
        Command::RuleOnRebuttal(command) => {
            crate::serving::decide_rule_on_rebuttal(state, actor, command, setting)
        }
        Command::RecordPaperService(command) => {
            crate::serving::decide_record_paper(state, actor, command, setting)
        }
        Command::RecallService(command) => crate::serving::decide_recall(state, actor, command, setting),
        Command::CertifyService(command) => crate::serving::decide_certify(state, actor, command, setting),
    }
}

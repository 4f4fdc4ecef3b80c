//! What entries say: one variant for each kind of thing that can happen in a case.

mod application;
mod blobs;
mod course;
mod document;
mod evidence;
mod kind;
mod message;
mod relayed;
mod serving;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::application::{
    AnswerForm, ApplicationForm, ApplicationKind, ApplicationOutcome, ClaimAnswer, ClaimStance, FileLook,
    Whose,
};
pub use self::course::{Outcome, Procedure, ReopenCause};
pub use self::document::{DocumentApproved, DocumentDrafted, DocumentSetAside};
pub use self::evidence::{
    ComparisonWay, Crop, EvidenceRuling, ExchangeForm, ExhibitForm, ExhibitKind, ExhibitPage, LateTreatment,
    OpinionForm, OriginalHolder, PointOpinion, PromotionTarget, Restriction, RestrictionGround,
    RestrictionWish, Stance,
};
pub use self::kind::EntryKind;
pub use self::message::MessageContent;
pub use self::relayed::{PasskeyAssertion, RelayedAct};
pub use self::serving::{
    ChannelReport, CompanionNotice, ConsentDeclared, ConsentScope, PaperRequested, PaperServiceRecorded,
    PapersSent, RebuttalRuled, Receiver, ServedOpened, ServedPaper, ServiceAcknowledged,
    ServiceAddressConfirmed, ServiceAddressForm, ServiceChannel, ServiceRebutted, ServiceRecalled,
    ServiceReported, ServiceTookEffect,
};
use crate::actor::Role;
use crate::calendar::BeijingDate;
use crate::case_number::CaseNumber;
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;
use crate::form::FilingForm;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::money::Fen;
use crate::personal_data::hushed_debug;
use crate::policy::CaseFlag;

/// Number of a party in its case: the index in the filing, claimants first.
pub type PartyNumber = u16;

/// A member of staff by number and name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffName {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// Something missing or wrong in a filing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Defect {
    /// Path of the field, such as `respondents[0].domicile`.
    pub field: String,
    /// What is wrong, in words for the filer.
    pub reason: String,
}

/// The words of an entry.
///
/// Stored for ever as JSON: only add variants, and fields with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EntryBody {
    /// A filing was handed in (起诉状 or 申请书).
    FilingSubmitted {
        /// The form.
        form: FilingForm,
    },
    /// A returned filing was handed in again.
    FilingResubmitted {
        /// The form.
        form: FilingForm,
        /// The request it answers.
        answers: EntryRef,
    },
    /// The court named everything that is missing, once.
    CorrectionRequested {
        /// The filing.
        filing: EntryRef,
        /// All defects.
        defects: Vec<Defect>,
        /// Last day, in Beijing.
        until: BeijingDate,
    },
    /// The court refused to file.
    FilingRejected {
        /// The filing.
        filing: EntryRef,
        /// Why.
        reason: String,
        /// The article.
        article: String,
    },
    /// The court offered mediation before filing.
    MediationOffered {
        /// The filing.
        filing: EntryRef,
        /// Words to the filer.
        note: String,
    },
    /// The filer answered the offer.
    MediationAnswered {
        /// The offer.
        offer: EntryRef,
        /// Whether they agree.
        accepted: bool,
    },
    /// The court filed the case and gave it its number.
    CaseRegistered {
        /// The filing it accepts.
        filing: EntryRef,
        /// The number.
        case_number: CaseNumber,
        /// The court.
        court_code: CourtCode,
        /// Its name.
        court_name: String,
        /// 类型代字.
        case_type: CaseTypeCode,
        /// The cause of action.
        cause_code: String,
        /// Its name.
        cause_name: String,
        /// The procedure.
        procedure: Procedure,
        /// Beijing date of filing.
        filed_on: BeijingDate,
        /// What people call the case.
        title: String,
    },
    /// Judges and clerk were named.
    BenchAssigned {
        /// 承办法官.
        handling_judge: StaffName,
        /// 书记员.
        clerk: StaffName,
        /// 法官助理.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        judge_assistant: Option<StaffName>,
        /// The other members of a panel.
        #[serde(default)]
        panel: Vec<StaffName>,
    },
    /// A party or agent without an account was invited.
    MemberInvited {
        /// The party.
        party: PartyNumber,
        /// The agent of that party, if it is the agent who was invited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<u16>,
        /// Their name.
        name: String,
        /// The role they will have.
        role: Role,
    },
    /// A party or agent came into the space.
    MemberJoined {
        /// The person.
        person: PersonId,
        /// Their name.
        name: String,
        /// Their role.
        role: Role,
        /// The party they are or act for.
        party: PartyNumber,
        /// The agent of that party they are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<u16>,
    },
    /// A member asked another to come to the space.
    MemberCalled {
        /// Who is called.
        person: PersonId,
        /// Their name.
        name: String,
    },
    /// Somebody said something.
    MessagePosted {
        /// What.
        content: MessageContent,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quote: Option<EntryRef>,
        /// Who is mentioned.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        mentions: BTreeSet<PersonId>,
    },
    /// The author took a message back: its words are hidden, the record stays.
    MessageWithdrawn {
        /// The message.
        message: EntryRef,
    },
    /// The court took a member's word away.
    MemberMuted {
        /// Who.
        person: PersonId,
        /// Their name.
        name: String,
        /// Until when; without it until undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// The court gave it back.
    MemberUnmuted {
        /// Who.
        person: PersonId,
        /// Their name.
        name: String,
    },
    /// Only the court may speak.
    FloorClosed {
        /// Why.
        reason: String,
    },
    /// Everyone may speak again.
    FloorOpened {},
    /// Between these times of day nobody is disturbed.
    QuietHoursSet {
        /// Start, `HH:MM` in Beijing.
        from: String,
        /// End, `HH:MM` in Beijing.
        to: String,
    },
    /// No quiet hours.
    QuietHoursCleared {},
    /// The case is over; the space can only be read.
    CaseClosed {
        /// How.
        outcome: Outcome,
        /// Words of the court.
        note: String,
        /// Beijing date.
        closed_on: BeijingDate,
    },
    /// The court noted why the case needs more care; the set replaces the one before.
    CaseFlagged {
        /// All flags it has from now on.
        flags: BTreeSet<CaseFlag>,
        /// Why, for the court alone.
        reason: String,
    },
    /// A judge asked, outside the court's network, for an act of the court. The court's own node decides it.
    ActRequested {
        /// The request.
        act: RelayedAct,
    },
    /// The court's node refused a requested act.
    ActRefused {
        /// The request.
        request: EntryRef,
        /// Why, in words for the judge.
        reason: String,
    },
    /// A member acts with another device from now on.
    DeviceAdded {
        /// Who.
        person: PersonId,
        /// Their name.
        name: String,
        /// What the person calls the device, such as its system and browser.
        label: String,
    },
    /// The court's case-handling system knows the case, or knows it differently from before.
    CaseImported {
        /// Name of the record in the system it comes from.
        source_id: String,
        /// The number.
        case_number: CaseNumber,
        /// The court.
        court_code: CourtCode,
        /// Its name.
        court_name: String,
        /// 类型代字.
        case_type: CaseTypeCode,
        /// The cause of action.
        cause_code: String,
        /// Its name.
        cause_name: String,
        /// The procedure.
        procedure: Procedure,
        /// Beijing date of filing.
        filed_on: BeijingDate,
        /// What people call the case.
        title: String,
        /// 开庭日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hearing_on: Option<BeijingDate>,
        /// 审限届满日.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<BeijingDate>,
    },
    /// Who the parties of an imported case are.
    PartiesImported {
        /// Parties and their agents, in the shape of a filing.
        form: FilingForm,
    },
    /// A closed case goes on.
    CaseReopened {
        /// Why.
        cause: ReopenCause,
        /// Words of the court.
        note: String,
        /// Beijing date.
        reopened_on: BeijingDate,
    },
    /// The node outside the court's network has proved that nothing of the case is left there.
    OutsideErased {
        /// The certificate, as JSON; see [`crate::erasure`].
        certificate: String,
    },
    /// A party handed in an exhibit.
    EvidenceSubmitted {
        /// For which party.
        party: PartyNumber,
        /// The exhibit.
        exhibit: ExhibitForm,
        /// The message it was taken from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<EntryRef>,
        /// The court's proposal it confirms.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal: Option<EntryRef>,
    },
    /// A party took an exhibit back before it was cross-examined.
    EvidenceWithdrawn {
        /// The exhibit.
        exhibit: EntryRef,
        /// Why.
        reason: String,
    },
    /// The court looked an exhibit through: it is in order, or has to be handed in again.
    EvidenceReceived {
        /// The exhibit.
        exhibit: EntryRef,
        /// Whether it is in order.
        accepted: bool,
        /// What is wrong with it.
        note: String,
    },
    /// The court set the period for evidence and the form of its exchange.
    EvidencePeriodSet {
        /// For which party; for all without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<PartyNumber>,
        /// Last day, in Beijing.
        until: BeijingDate,
        /// How evidence is exchanged.
        exchange: ExchangeForm,
        /// Whether the parties agreed on the period (民诉法解释 §99).
        agreed: bool,
    },
    /// A party asked that not everybody may see an exhibit of its own.
    RestrictionRequested {
        /// The exhibit.
        exhibit: EntryRef,
        /// The wish.
        wish: RestrictionWish,
    },
    /// The court decided who may see an exhibit.
    EvidenceRestricted {
        /// The exhibit.
        exhibit: EntryRef,
        /// Who may; everybody without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        restriction: Option<Restriction>,
        /// Why.
        reason: String,
    },
    /// Somebody looked at an exhibit that not everybody may see.
    EvidenceLooked {
        /// The exhibit.
        exhibit: EntryRef,
    },
    /// A party gave its opinion on an exhibit of another side; an earlier one stays in the record.
    OpinionGiven {
        /// Whose opinion it is.
        party: PartyNumber,
        /// The exhibit.
        exhibit: EntryRef,
        /// The opinion.
        opinion: OpinionForm,
        /// The round it belongs to, from 1.
        round: u16,
    },
    /// The court opened a further round of opinions.
    OpinionRoundOpened {
        /// On which exhibits; on all when empty.
        exhibits: BTreeSet<EntryRef>,
        /// Number of the round, from 2.
        round: u16,
        /// Last day, in Beijing.
        until: BeijingDate,
        /// Words of the court.
        note: String,
    },
    /// The judge ruled on an exhibit.
    EvidenceRuled {
        /// The exhibit.
        exhibit: EntryRef,
        /// The ruling.
        ruling: EvidenceRuling,
        /// Why.
        reason: String,
        /// How it is treated that it came late.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<LateTreatment>,
    },
    /// The court asked a party about the evidence.
    CourtQuestionAsked {
        /// The exhibit it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exhibit: Option<EntryRef>,
        /// Who is asked.
        party: PartyNumber,
        /// The question.
        question: String,
        /// Last day for the answer, in Beijing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<BeijingDate>,
    },
    /// A party answered the court.
    CourtQuestionAnswered {
        /// The question.
        question: EntryRef,
        /// The answer.
        answer: String,
    },
    /// A party asked to compare an exhibit with its original.
    ComparisonRequested {
        /// The exhibit.
        exhibit: EntryRef,
        /// Why.
        reason: String,
    },
    /// The court appointed when and where the original is compared.
    ComparisonAppointed {
        /// The exhibit.
        exhibit: EntryRef,
        /// When.
        at: Instant,
        /// Where.
        place: String,
    },
    /// The court recorded what the comparison with the original gave.
    ComparisonRecorded {
        /// The exhibit.
        exhibit: EntryRef,
        /// When it was done.
        at: Instant,
        /// How.
        way: ComparisonWay,
        /// Who was there.
        present: String,
        /// Whether copy and original are equal.
        equal: bool,
        /// How they differ, and whatever else was seen.
        note: String,
        /// Photographs of the original.
        photos: Vec<ExhibitPage>,
    },
    /// The court proposed that a message becomes an exhibit or an application; its author confirms.
    PromotionProposed {
        /// The message.
        message: EntryRef,
        /// Its author.
        author: PersonId,
        /// What it would become.
        target: PromotionTarget,
    },
    /// The author does not want that.
    PromotionDeclined {
        /// The proposal.
        proposal: EntryRef,
        /// Why.
        reason: String,
    },
    /// A party applied for something.
    ApplicationFiled {
        /// For which party.
        party: PartyNumber,
        /// The application.
        application: ApplicationForm,
        /// The message it was taken from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<EntryRef>,
        /// The court's proposal it confirms.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal: Option<EntryRef>,
    },
    /// A party took an application back before it was decided.
    ApplicationWithdrawn {
        /// The application.
        application: EntryRef,
        /// Why.
        reason: String,
    },
    /// The court decided an application.
    ApplicationDecided {
        /// The application.
        application: EntryRef,
        /// What was asked for.
        kind: ApplicationKind,
        /// The decision.
        outcome: ApplicationOutcome,
        /// Why.
        reason: String,
        /// The article it rests on.
        article: String,
        /// The day to which a period moves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<BeijingDate>,
        /// An amount, in fen: what is secured, what is to be paid.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount_fen: Option<Fen>,
    },
    /// A respondent answered the complaint (答辩状).
    AnswerFiled {
        /// For which party.
        party: PartyNumber,
        /// The answer.
        answer: AnswerForm,
    },
    /// A period began to run.
    PeriodStarted {
        /// Its rule in `deadlines.csv`; empty where the court set it freely.
        rule: String,
        /// What it is called.
        title: String,
        /// Whose move it is.
        whose: Whose,
        /// The day it counts from, itself not counted.
        from: BeijingDate,
        /// Last day, in Beijing.
        until: BeijingDate,
        /// The provisions.
        source: Vec<String>,
        /// Words of the court.
        note: String,
    },
    /// The court moved the end of a period.
    PeriodMoved {
        /// The entry that began it.
        period: EntryRef,
        /// New last day, in Beijing.
        until: BeijingDate,
        /// Why.
        reason: String,
    },
    /// The clock reminded whose move it is.
    DeadlineReminded {
        /// Key of the deadline.
        deadline: String,
        /// What it is called.
        title: String,
        /// Whose move it is.
        whose: Whose,
        /// Its last day.
        until: BeijingDate,
        /// Days left on the day of the reminder; 0 on the last one.
        n_days_left: u16,
    },
    /// The clock recorded that a deadline went by unused.
    DeadlineElapsed {
        /// Key of the deadline.
        deadline: String,
        /// What it is called.
        title: String,
        /// Whose move it was.
        whose: Whose,
        /// What was its last day.
        until: BeijingDate,
    },
    /// The court noted something to do.
    TodoAdded {
        /// What.
        title: String,
        /// By when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<BeijingDate>,
        /// The message it was taken from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<EntryRef>,
    },
    /// Somebody of the court took something on, or was given it.
    TodoAssigned {
        /// Key of the to-do.
        todo: String,
        /// Who; nobody without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<StaffName>,
    },
    /// It is done.
    TodoDone {
        /// Key of the to-do.
        todo: String,
        /// What came of it.
        note: String,
    },
    /// Somebody read the file of the case.
    FileLooked {
        /// How.
        look: FileLook,
        /// Whether it was the internal file (副卷).
        internal: bool,
    },
    /// A court document was drafted, or its draft was written anew.
    DocumentDrafted(DocumentDrafted),
    /// A draft was approved: the document is issued, with the court's seal.
    DocumentApproved(DocumentApproved),
    /// A document will not be used.
    DocumentSetAside(DocumentSetAside),
    /// A party confirmed its address for service (送达地址确认书).
    ServiceAddressConfirmed(ServiceAddressConfirmed),
    /// A person agreed to do steps of the case online, or took it back.
    ConsentDeclared(ConsentDeclared),
    /// Papers were sent to a party by one electronic channel.
    PapersSent(PapersSent),
    /// A channel reported what became of papers that were sent.
    ServiceReported(ServiceReported),
    /// The recipient opened a paper for the first time.
    ServedOpened(ServedOpened),
    /// The recipient signed for papers (签收).
    ServiceAcknowledged(ServiceAcknowledged),
    /// The recipient asked for a paper copy.
    PaperRequested(PaperRequested),
    /// The recipient says that the presumption of service is wrong.
    ServiceRebutted(ServiceRebutted),
    /// The court ruled on a rebuttal.
    RebuttalRuled(RebuttalRuled),
    /// The court recorded a service on paper, or its result.
    PaperServiceRecorded(PaperServiceRecorded),
    /// The court took back what it had sent.
    ServiceRecalled(ServiceRecalled),
    /// A paper is served on a party, and the certificate of it was made.
    ServiceTookEffect(ServiceTookEffect),
}

impl EntryBody {
    /// Version of the shape of bodies written today.
    pub const SCHEMA: u16 = 1;
}

/// What people said never reaches a log: `Debug` shows the kind only.
impl fmt::Debug for EntryBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.kind(), f)
    }
}

hushed_debug! {
    Defect { field },
}

impl fmt::Debug for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.person, f)
    }
}

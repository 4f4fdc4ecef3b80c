//! What the views of the evidence are made of.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::{Role, Side};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{
    ComparisonWay, EvidenceRuling, ExchangeForm, ExhibitForm, ExhibitPage, LateTreatment, OpinionForm,
    PartyNumber, PromotionTarget, RestrictionGround,
};
use weicourt_domain::id::{CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::Act;

/// The evidence of a case with everything that was said to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceBoard {
    /// Exhibits in the order in which they came.
    pub exhibits: Vec<ExhibitView>,
    /// What is agreed and what is not.
    pub tally: TallyView,
    /// Periods for evidence, the first one first.
    pub periods: Vec<EvidencePeriodView>,
    /// The round of opinions the case is in.
    pub round: OpinionRoundView,
    /// Proposals to make more of a message.
    pub proposals: Vec<ProposalView>,
    /// Questions of the court that are not about one exhibit.
    pub questions: Vec<QuestionView>,
    /// What the viewer may do besides acts on one exhibit.
    pub actions: Vec<Act>,
}

/// Where an exhibit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExhibitStatus {
    /// Handed in.
    Submitted,
    /// Found in order by the court.
    Received,
    /// Has to be handed in again.
    Returned,
    /// Taken back.
    Withdrawn,
    /// Every other party has given its opinion.
    CrossExamined,
    /// 采信.
    Adopted,
    /// 部分采信.
    PartlyAdopted,
    /// 不予采信.
    NotAdopted,
}

/// An exhibit as one viewer sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExhibitView {
    /// Its entry, which names it.
    pub exhibit: EntryRef,
    /// Its number among those of its side.
    pub number: u32,
    /// What it is called in the case: 原告证据1.
    pub label: String,
    /// Whose side.
    pub side: Side,
    /// Whose.
    pub party: PartyNumber,
    /// Their name.
    pub party_name: String,
    /// Who handed it in.
    pub author_name: String,
    /// When.
    pub submitted_at: Instant,
    /// Hash of its entry, as it stands on the receipt.
    pub hash: Digest,
    /// The command that handed it in: its receipt is found by it.
    pub command_id: CommandId,
    /// The exhibit; without its files when the viewer must look first, and so record the look.
    pub form: ExhibitForm,
    /// How many pages its files have; a picture or a recording is one.
    pub n_pages: u32,
    /// The message it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<EntryRef>,
    /// Where it stands.
    pub status: ExhibitStatus,
    /// Whether the court found it in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<ReceivedView>,
    /// How late it came, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<LateView>,
    /// Who may see it, if not everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restriction: Option<RestrictionView>,
    /// A wish to restrict it that the court has not decided; for its side and the bench.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wish: Option<RestrictionWishView>,
    /// Opinions on it, the first one first.
    pub opinions: Vec<OpinionView>,
    /// Who has not given one yet.
    pub awaits: Vec<AwaitedView>,
    /// Questions of the court about it.
    pub questions: Vec<QuestionView>,
    /// Comparing it with the original.
    pub comparison: ComparisonsView,
    /// The ruling that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<RulingView>,
    /// How many rulings it replaced.
    pub rulings_before: u32,
    /// Who looked at it while not everybody may see it; for its side and the bench.
    pub looks: Vec<LookView>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// Whether the court found an exhibit in order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceivedView {
    /// When.
    pub at: Instant,
    /// Whether it is in order.
    pub accepted: bool,
    /// What is wrong.
    pub note: String,
}

/// How late an exhibit came.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LateView {
    /// Days after the last day.
    pub n_days: u32,
    /// The last day.
    pub until: BeijingDate,
    /// Why, as its side says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the judge made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treatment: Option<LateTreatment>,
}

/// A person by number and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NamedPerson {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// Who may see an exhibit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestrictionView {
    /// On which ground.
    pub ground: RestrictionGround,
    /// Whether the court decided so; else its side wished it and the court has not decided yet.
    pub decided: bool,
    /// Who may see it besides the bench and its side.
    pub persons: Vec<NamedPerson>,
    /// Whether it is left out of every export.
    pub view_only: bool,
    /// Why.
    pub reason: String,
    /// Whether the viewer must look first, and so record the look, to see its files.
    pub needs_look: bool,
}

/// A wish to restrict an exhibit that the court has not decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestrictionWishView {
    /// When.
    pub at: Instant,
    /// On which ground.
    pub ground: RestrictionGround,
    /// Why.
    pub reason: String,
}

/// An opinion on an exhibit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpinionView {
    /// Its entry.
    pub entry: EntryRef,
    /// Whose.
    pub party: PartyNumber,
    /// Their name.
    pub party_name: String,
    /// Their side.
    pub side: Side,
    /// Who gave it.
    pub author_name: String,
    /// When.
    pub at: Instant,
    /// In which round, from 1.
    pub round: u16,
    /// The opinion.
    pub opinion: OpinionForm,
    /// Whether a later one of the same party counts.
    pub superseded: bool,
    /// Whether it came after the last day for opinions.
    pub late: bool,
}

/// A party that has not given its opinion yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AwaitedView {
    /// The party.
    pub party: PartyNumber,
    /// Their name.
    pub party_name: String,
    /// Last day for it, if one was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<BeijingDate>,
}

/// A question of the court.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionView {
    /// Its entry, which names it.
    pub question: EntryRef,
    /// The exhibit it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhibit: Option<EntryRef>,
    /// Who is asked.
    pub party: PartyNumber,
    /// Their name.
    pub party_name: String,
    /// The question.
    pub text: String,
    /// When.
    pub at: Instant,
    /// Last day for the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<BeijingDate>,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<CourtAnswerView>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// The answer to a question of the court.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CourtAnswerView {
    /// The answer.
    pub text: String,
    /// When.
    pub at: Instant,
    /// Who gave it.
    pub author_name: String,
}

/// Comparing an exhibit with its original.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComparisonsView {
    /// Who asked for it.
    pub requests: Vec<ComparisonRequestView>,
    /// When and where it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentView>,
    /// What it gave.
    pub records: Vec<ComparisonView>,
}

/// A request to compare with the original.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComparisonRequestView {
    /// When.
    pub at: Instant,
    /// Who asked.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// When and where an original is compared.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AppointmentView {
    /// When.
    pub at: Instant,
    /// Where.
    pub place: String,
}

/// What a comparison gave.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComparisonView {
    /// When it was done.
    pub at: Instant,
    /// How.
    pub way: ComparisonWay,
    /// Who was there.
    pub present: String,
    /// Whether copy and original are equal.
    pub equal: bool,
    /// How they differ.
    pub note: String,
    /// Photographs of the original; none when the viewer must look first.
    pub photos: Vec<ExhibitPage>,
}

/// A ruling on an exhibit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RulingView {
    /// When.
    pub at: Instant,
    /// Who ruled.
    pub by_name: String,
    /// The ruling.
    pub ruling: EvidenceRuling,
    /// Why.
    pub reason: String,
    /// How it is treated that it came late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<LateTreatment>,
}

/// A recorded look at a restricted exhibit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookView {
    /// Who.
    pub person_name: String,
    /// What they are in the case; none when they are not in it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// When.
    pub at: Instant,
}

/// What is agreed and what is not, of all and of each side. Exhibits that were taken back or have to be handed
/// in again do not count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TallyView {
    /// All that count.
    pub n_exhibits: u32,
    /// Those that every other party agreed to.
    pub n_undisputed: u32,
    /// Those that somebody disputes.
    pub n_disputed: u32,
    /// Those whose original somebody wants to see.
    pub n_need_original: u32,
    /// Those that somebody has still to answer.
    pub n_waiting: u32,
    /// Those the judge has ruled on, whatever was said.
    pub n_ruled: u32,
    /// The same for the exhibits of each side.
    pub by_side: Vec<SideTally>,
}

/// Exhibits of one side, counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SideTally {
    /// The side.
    pub side: Side,
    /// All that count.
    pub n_exhibits: u32,
    /// Those that every other party agreed to.
    pub n_undisputed: u32,
    /// Those that somebody disputes.
    pub n_disputed: u32,
    /// Those whose original somebody wants to see.
    pub n_need_original: u32,
    /// Those that somebody has still to answer.
    pub n_waiting: u32,
    /// Those the judge has ruled on, whatever was said.
    pub n_ruled: u32,
}

/// A period for evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidencePeriodView {
    /// Its entry, which names it.
    pub period: EntryRef,
    /// When it was set.
    pub at: Instant,
    /// For which party; for all without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyNumber>,
    /// Their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party_name: Option<String>,
    /// Last day, with everything that moved it.
    pub until: BeijingDate,
    /// Last day as it was set.
    pub set_until: BeijingDate,
    /// How evidence is exchanged.
    pub exchange: ExchangeForm,
    /// Whether the parties agreed on it.
    pub agreed: bool,
    /// Whether it is the one that applies now, to one party at least.
    pub applies: bool,
    /// Whether it stands still while the court's competence is in question.
    pub stands_still: bool,
}

/// The round of opinions the case is in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpinionRoundView {
    /// Number, from 1.
    pub round: u16,
    /// Last day, if one was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<BeijingDate>,
    /// Words of the court.
    pub note: String,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Its author has not answered.
    Open,
    /// Its author did it.
    Confirmed,
    /// Its author did not want it.
    Declined,
}

/// A proposal to make more of a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposalView {
    /// Its entry, which names it.
    pub proposal: EntryRef,
    /// The message.
    pub message: EntryRef,
    /// Who said it.
    pub author_name: String,
    /// What it would become.
    pub target: PromotionTarget,
    /// When it was proposed.
    pub at: Instant,
    /// Whether the message is the viewer's.
    pub mine: bool,
    /// What became of it.
    pub state: ProposalState,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

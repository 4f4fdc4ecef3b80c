//! Commands on evidence, its exchange and cross-examination. They are the bodies of the requests, too.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::calendar::BeijingDate;
use crate::entry::{
    ComparisonWay, EvidenceRuling, ExchangeForm, ExhibitForm, ExhibitPage, LateTreatment, OpinionForm,
    PartyNumber, PromotionTarget, Restriction, RestrictionWish,
};
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// Hand in an exhibit.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmitEvidence {
    /// The exhibit.
    pub exhibit: ExhibitForm,
    /// The message it is taken from: its files are the message's.
    #[serde(default)]
    pub message: Option<EntryRef>,
    /// The court's proposal it confirms.
    #[serde(default)]
    pub proposal: Option<EntryRef>,
}

/// Take an exhibit back.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawEvidence {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// Why.
    pub reason: String,
}

/// Say whether an exhibit is in order.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiveEvidence {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// Whether it is in order.
    pub accepted: bool,
    /// What is wrong with it; owed when it is not in order.
    #[serde(default)]
    pub note: String,
}

/// Set the period for evidence and the form of its exchange.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetEvidencePeriod {
    /// For which party; for all without one.
    #[serde(default)]
    pub party: Option<PartyNumber>,
    /// Last day, in Beijing.
    pub until: BeijingDate,
    /// How evidence is exchanged.
    pub exchange: ExchangeForm,
    /// Whether the parties agreed on the period.
    #[serde(default)]
    pub agreed: bool,
}

/// Ask that not everybody may see an exhibit of one's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestRestriction {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// The wish.
    pub wish: RestrictionWish,
}

/// Decide who may see an exhibit.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RestrictEvidence {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// Who may; everybody without it.
    #[serde(default)]
    pub restriction: Option<Restriction>,
    /// Why.
    pub reason: String,
}

/// Look at an exhibit that not everybody may see. Its files open for a while after that.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookAtEvidence {
    /// The exhibit.
    pub exhibit: EntryRef,
}

/// Give an opinion on an exhibit of another side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveOpinion {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// The opinion.
    pub opinion: OpinionForm,
}

/// Open a further round of opinions.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenOpinionRound {
    /// On which exhibits; on all when empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<EntryRef>))]
    pub exhibits: BTreeSet<EntryRef>,
    /// Last day, in Beijing.
    pub until: BeijingDate,
    /// Words of the court.
    #[serde(default)]
    pub note: String,
}

/// Rule on an exhibit.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleOnEvidence {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// The ruling.
    pub ruling: EvidenceRuling,
    /// Why; owed unless it is adopted.
    #[serde(default)]
    pub reason: String,
    /// How it is treated that it came late; owed for late exhibits.
    #[serde(default)]
    pub late: Option<LateTreatment>,
}

/// Ask a party about the evidence.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskCourtQuestion {
    /// The exhibit it is about.
    #[serde(default)]
    pub exhibit: Option<EntryRef>,
    /// Who is asked.
    pub party: PartyNumber,
    /// The question.
    pub question: String,
    /// Last day for the answer, in Beijing.
    #[serde(default)]
    pub until: Option<BeijingDate>,
}

/// Answer the court.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerCourtQuestion {
    /// The question.
    pub question: EntryRef,
    /// The answer.
    pub answer: String,
}

/// Ask to compare an exhibit with its original.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestComparison {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// Why.
    pub reason: String,
}

/// Appoint when and where an original is compared.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppointComparison {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// When.
    pub at: Instant,
    /// Where.
    pub place: String,
}

/// Record what the comparison gave.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordComparison {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// When it was done.
    pub at: Instant,
    /// How.
    pub way: ComparisonWay,
    /// Who was there.
    pub present: String,
    /// Whether copy and original are equal.
    pub equal: bool,
    /// How they differ; owed when they do.
    #[serde(default)]
    pub note: String,
    /// Photographs of the original.
    #[serde(default)]
    pub photos: Vec<ExhibitPage>,
}

/// Propose that a message becomes an exhibit or an application of its author.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposePromotion {
    /// The message.
    pub message: EntryRef,
    /// What it would become.
    pub target: PromotionTarget,
}

/// Not want that.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclinePromotion {
    /// The proposal.
    pub proposal: EntryRef,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

hushed_debug! {
    SubmitEvidence { message, proposal },
    WithdrawEvidence { exhibit },
    ReceiveEvidence { exhibit, accepted },
    RestrictEvidence { exhibit, restriction },
    OpenOpinionRound { exhibits, until },
    RuleOnEvidence { exhibit, ruling, late },
    AskCourtQuestion { exhibit, party, until },
    AnswerCourtQuestion { question },
    RequestComparison { exhibit },
    AppointComparison { exhibit, at },
    RecordComparison { exhibit, at, way, equal },
    DeclinePromotion { proposal },
}

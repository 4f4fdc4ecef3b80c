//! What evidence, its exchange and cross-examination are written in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::calendar::BeijingDate;
use crate::form::BlobRef;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// Kind of evidence (证据种类).
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §66.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExhibitKind {
    /// 当事人的陈述.
    PartyStatement,
    /// 书证.
    Document,
    /// 物证, shown by photographs.
    PhysicalObject,
    /// 照片.
    Photograph,
    /// 录音 (视听资料).
    Audio,
    /// 录像 (视听资料).
    Video,
    /// 电子数据: an exported chat, a transaction record.
    ElectronicData,
    /// 证人证言.
    WitnessTestimony,
    /// 鉴定意见.
    ExpertOpinion,
    /// 勘验笔录.
    InspectionRecord,
}

/// Where the original is (原件由谁持有).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OriginalHolder {
    /// With who hands it in.
    Submitter,
    /// With the other side.
    Opponent,
    /// With somebody else.
    Somebody,
    /// There is none, or nobody knows where.
    Nowhere,
    /// The file itself is the original (电子数据原始载体或者直接导出).
    ElectronicOriginal,
}

/// Which part of a page is looked at, in thousandths of its width and height. The file stays whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Crop {
    /// From the left edge.
    pub left: u16,
    /// From the upper edge.
    pub top: u16,
    /// Width of the part.
    pub width: u16,
    /// Height of the part.
    pub height: u16,
}

/// One file of an exhibit: a photographed page, a recording, a PDF file.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExhibitPage {
    /// The original, byte for byte: this is the evidence.
    pub blob: BlobRef,
    /// A smaller picture of it without the camera's notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<BlobRef>,
    /// How far it is turned for reading, clockwise: 0, 90, 180 or 270 degrees.
    #[serde(default)]
    pub turn_degrees: u16,
    /// Which part is shown for reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crop: Option<Crop>,
}

/// Why not everybody may see an exhibit.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §71; 民诉法解释 §103; 民事证据规定 §47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RestrictionGround {
    /// 商业秘密.
    TradeSecret,
    /// 个人隐私.
    Privacy,
    /// 未成年人.
    Minor,
    /// 法律规定应当保密的其他情形.
    Other,
}

/// A wish that not everybody may see the exhibit.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RestrictionWish {
    /// On which ground.
    pub ground: RestrictionGround,
    /// Why.
    pub reason: String,
}

/// Who may see an exhibit besides the bench and the side that handed it in.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Restriction {
    /// On which ground.
    pub ground: RestrictionGround,
    /// Persons who may see it.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<PersonId>))]
    pub persons: BTreeSet<PersonId>,
    /// Whether it may be looked at only, and is left out of every export.
    pub view_only: bool,
}

/// An exhibit as it is handed in.
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 民事证据规定 §19.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExhibitForm {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: ExhibitKind,
    /// 证明目的: what it is to prove.
    pub purpose: String,
    /// 证据来源: where it comes from.
    pub source: String,
    /// Who holds the original.
    pub original: OriginalHolder,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_on: Option<BeijingDate>,
    /// Its files, in the order of reading.
    pub pages: Vec<ExhibitPage>,
    /// Why not everybody may see it, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restriction: Option<RestrictionWish>,
    /// Why it comes after the period, if it does (民诉法解释 §101).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<String>,
}

/// How evidence is exchanged (证据交换方式).
///
/// Stored for ever: only add variants, and fields with a default.
///
/// # Source
///
/// 在线诉讼规则 §14.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExchangeForm {
    /// 同步: everybody at a set time.
    Synchronous {
        /// When.
        at: Instant,
        /// Where: a room, or the online room.
        place: String,
    },
    /// 非同步: each side answers within its window.
    Asynchronous {
        /// Last day for opinions on the other side's evidence.
        opinions_until: BeijingDate,
    },
}

/// What a party says to one quality of an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Stance {
    /// 无异议.
    Agree,
    /// 有异议.
    Dispute,
    /// 需核对原件.
    NeedOriginal,
}

/// A stance and its reason; a dispute owes one.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PointOpinion {
    /// The stance.
    pub stance: Stance,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What a party says to an exhibit of the other side (质证意见).
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 民诉法解释 §104.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionForm {
    /// 真实性.
    pub authenticity: PointOpinion,
    /// 合法性.
    pub legality: PointOpinion,
    /// 关联性.
    pub relevance: PointOpinion,
    /// 证明力与证明目的.
    pub force: PointOpinion,
    /// Anything else.
    #[serde(default)]
    pub note: String,
    /// Exhibits that speak against it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<EntryRef>))]
    pub counter_evidence: BTreeSet<EntryRef>,
}

/// What the judge makes of an exhibit (认证).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EvidenceRuling {
    /// 采信.
    Adopted,
    /// 部分采信.
    PartlyAdopted,
    /// 不予采信.
    NotAdopted,
}

/// How late evidence is treated.
///
/// # Source
///
/// 民事诉讼法 §68; 民诉法解释 §101, §102.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LateTreatment {
    /// 视为未逾期: no fault, or no objection.
    NotLate,
    /// 采纳并训诫.
    TakenWithReprimand,
    /// 采纳并罚款.
    TakenWithFine,
    /// 不予采纳: intent or gross negligence.
    NotTaken,
}

/// How an original was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ComparisonWay {
    /// At the court.
    AtCourt,
    /// By video.
    ByVideo,
    /// In the hearing.
    InHearing,
}

/// What a chat message is proposed to become.
///
/// Stored for ever: only add variants, and fields with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PromotionTarget {
    /// An exhibit of its author's side.
    Exhibit {
        /// What it would be called.
        name: String,
        /// What it is.
        kind: ExhibitKind,
        /// What it would prove.
        purpose: String,
    },
    /// An application of its author.
    Application {
        /// What is asked for.
        kind: super::ApplicationKind,
    },
}

hushed_debug! {
    ExhibitPage { turn_degrees, crop },
    RestrictionWish { ground },
    ExhibitForm { kind, original, made_on },
    PointOpinion { stance },
    OpinionForm { authenticity, legality, relevance, force },
}

impl std::fmt::Debug for ExchangeForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExchangeForm::Synchronous { at, .. } => write!(f, "Synchronous({at:?})"),
            ExchangeForm::Asynchronous { opinions_until } => write!(f, "Asynchronous({opinions_until})"),
        }
    }
}

impl std::fmt::Debug for PromotionTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PromotionTarget::Exhibit { kind, .. } => write!(f, "Exhibit({kind:?})"),
            PromotionTarget::Application { kind } => write!(f, "Application({kind:?})"),
        }
    }
}

impl ExhibitPage {
    /// The original and its preview.
    pub fn blobs(&self) -> impl Iterator<Item = &BlobRef> {
        [&self.blob].into_iter().chain(&self.preview)
    }

    /// [`ExhibitPage::blobs`], to put in what is known of them.
    pub fn blobs_mut(&mut self) -> impl Iterator<Item = &mut BlobRef> {
        [&mut self.blob].into_iter().chain(&mut self.preview)
    }
}

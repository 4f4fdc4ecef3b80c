//! What applications, answers, periods and to-dos are written in.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::PartyNumber;
use crate::actor::Side;
use crate::calendar::BeijingDate;
use crate::form::Attachment;
use crate::id::PersonId;
use crate::log::EntryRef;
use crate::money::Fen;
use crate::personal_data::hushed_debug;

/// What is applied for (申请事项). What each kind needs and does stands in `applications.csv`.
///
/// Stored for ever: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ApplicationKind {
    /// 延长举证期限.
    EvidenceExtension,
    /// 回避.
    Recusal,
    /// 回避决定复议.
    RecusalReconsideration,
    /// 管辖权异议.
    JurisdictionObjection,
    /// 财产保全.
    PropertyPreservation,
    /// 证据保全.
    EvidencePreservation,
    /// 保全裁定复议.
    PreservationReconsideration,
    /// 先予执行.
    AdvanceEnforcement,
    /// 鉴定.
    Appraisal,
    /// 调查取证 (调查令).
    InvestigationOrder,
    /// 证人出庭.
    WitnessToAppear,
    /// 有专门知识的人出庭.
    ExpertAssistant,
    /// 追加当事人.
    Joinder,
    /// 变更诉讼请求.
    ChangeClaims,
    /// 增加诉讼请求.
    IncreaseClaims,
    /// 放弃部分诉讼请求.
    WaiveClaims,
    /// 反诉.
    Counterclaim,
    /// 撤诉.
    WithdrawSuit,
    /// 延期开庭.
    Postponement,
    /// 不公开审理.
    ClosedHearing,
    /// 转换审理程序 (对适用小额、简易程序提出异议).
    ProcedureObjection,
    /// 顺延期限 (民事诉讼法 §86).
    RestorePeriod,
    /// 提供纸质文书.
    PaperCopies,
    /// 诉讼费缓交、减交、免交.
    FeeRelief,
    /// 线上转线下.
    ToOffline,
    /// 线下转线上.
    ToOnline,
    /// 查阅卷宗材料.
    FileAccess,
}

impl ApplicationKind {
    /// Every kind.
    pub const ALL: [ApplicationKind; 27] = [
        ApplicationKind::EvidenceExtension,
        ApplicationKind::Recusal,
        ApplicationKind::RecusalReconsideration,
        ApplicationKind::JurisdictionObjection,
        ApplicationKind::PropertyPreservation,
        ApplicationKind::EvidencePreservation,
        ApplicationKind::PreservationReconsideration,
        ApplicationKind::AdvanceEnforcement,
        ApplicationKind::Appraisal,
        ApplicationKind::InvestigationOrder,
        ApplicationKind::WitnessToAppear,
        ApplicationKind::ExpertAssistant,
        ApplicationKind::Joinder,
        ApplicationKind::ChangeClaims,
        ApplicationKind::IncreaseClaims,
        ApplicationKind::WaiveClaims,
        ApplicationKind::Counterclaim,
        ApplicationKind::WithdrawSuit,
        ApplicationKind::Postponement,
        ApplicationKind::ClosedHearing,
        ApplicationKind::ProcedureObjection,
        ApplicationKind::RestorePeriod,
        ApplicationKind::PaperCopies,
        ApplicationKind::FeeRelief,
        ApplicationKind::ToOffline,
        ApplicationKind::ToOnline,
        ApplicationKind::FileAccess,
    ];
}

/// An application as it is handed in.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationForm {
    /// What is asked for.
    pub kind: ApplicationKind,
    /// 请求事项.
    pub request: String,
    /// 事实与理由.
    pub reasons: String,
    /// Whom it concerns: the member of the court who shall stand aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What it answers: the decision to be reconsidered, the period to be restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<EntryRef>,
    /// Exhibits it concerns.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<EntryRef>))]
    pub exhibits: BTreeSet<EntryRef>,
    /// An amount, in fen: of the preservation, of the new claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<Fen>,
    /// A day that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<BeijingDate>,
    /// The further fields of its kind, by their key.
    #[serde(default)]
    pub details: BTreeMap<String, String>,
    /// Papers.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// Whether it cannot wait.
    #[serde(default)]
    pub urgent: bool,
}

/// What the court makes of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ApplicationOutcome {
    /// 准许.
    Granted,
    /// 部分准许.
    PartlyGranted,
    /// 不予准许, 驳回.
    Refused,
}

/// What a respondent says to one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClaimStance {
    /// 承认: needs the special item of an agent.
    Admit,
    /// 部分承认.
    PartlyAdmit,
    /// 不同意.
    Deny,
}

/// The answer to one claim.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimAnswer {
    /// Index of the claim in the complaint.
    pub claim: u16,
    /// The stance.
    pub stance: ClaimStance,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The answer to the complaint (答辩状).
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §128.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerForm {
    /// Claim by claim.
    #[serde(default)]
    pub claims: Vec<ClaimAnswer>,
    /// 答辩意见.
    pub statement: String,
    /// 事实与理由.
    pub facts_and_reasons: String,
    /// Papers.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// Whose move it is.
///
/// Stored for ever: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Whose {
    /// The court.
    Court,
    /// A side.
    Side {
        /// The side.
        side: Side,
    },
    /// One party.
    Party {
        /// The party.
        party: PartyNumber,
    },
    /// Every party.
    Parties,
}

/// How somebody read the file of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FileLook {
    /// Opened it.
    Opened,
    /// Took a copy with so many pages.
    Exported {
        /// Pages of the copy.
        n_pages: u32,
    },
}

hushed_debug! {
    ApplicationForm { kind, person, about, exhibits, until, urgent },
    ClaimAnswer { claim, stance },
    AnswerForm { claims },
}

//! What courts call the things that stand in the file.

use crate::actor::Side;
use crate::entry::{
    ApplicationKind, ApplicationOutcome, ClaimStance, ComparisonWay, EvidenceRuling, ExhibitKind,
    LateTreatment, OriginalHolder, Outcome, Procedure, ReopenCause, RestrictionGround, Stance, Whose,
};
use crate::form::{AgentKind, FilingKind};
use crate::policy::CaseFlag;

pub(super) fn side_name(kind: Option<FilingKind>, side: Side) -> &'static str {
    match (kind, side) {
        (_, Side::ThirdParty) => "第三人",
        (Some(FilingKind::Enforcement), Side::Claimant) => "申请执行人",
        (Some(FilingKind::Enforcement), Side::Respondent) => "被执行人",
        (_, Side::Claimant) => "原告",
        (_, Side::Respondent) => "被告",
    }
}

pub(super) fn whose_name(whose: Whose) -> String {
    match whose {
        Whose::Court => "法院".to_owned(),
        Whose::Side { side: Side::Claimant } => "原告方".to_owned(),
        Whose::Side { side: Side::Respondent } => "被告方".to_owned(),
        Whose::Side { side: Side::ThirdParty } => "第三人".to_owned(),
        Whose::Party { party } => format!("当事人{}", party + 1),
        Whose::Parties => "各方当事人".to_owned(),
    }
}

pub(super) fn agent_name(kind: AgentKind) -> &'static str {
    match kind {
        AgentKind::Lawyer => "律师",
        AgentKind::LegalWorker => "基层法律服务工作者",
        AgentKind::Relative => "近亲属",
        AgentKind::Staff => "工作人员",
        AgentKind::Recommended => "推荐的公民",
    }
}

pub(super) fn exhibit_kind_name(kind: ExhibitKind) -> &'static str {
    match kind {
        ExhibitKind::PartyStatement => "当事人的陈述",
        ExhibitKind::Document => "书证",
        ExhibitKind::PhysicalObject => "物证",
        ExhibitKind::Photograph => "照片",
        ExhibitKind::Audio => "录音",
        ExhibitKind::Video => "录像",
        ExhibitKind::ElectronicData => "电子数据",
        ExhibitKind::WitnessTestimony => "证人证言",
        ExhibitKind::ExpertOpinion => "鉴定意见",
        ExhibitKind::InspectionRecord => "勘验笔录",
    }
}

pub(super) fn original_name(holder: OriginalHolder) -> &'static str {
    match holder {
        OriginalHolder::Submitter => "由提交人持有",
        OriginalHolder::Opponent => "由对方持有",
        OriginalHolder::Somebody => "由案外人持有",
        OriginalHolder::Nowhere => "无原件或者下落不明",
        OriginalHolder::ElectronicOriginal => "本电子文件即为原件",
    }
}

pub(super) fn ground_name(ground: RestrictionGround) -> &'static str {
    match ground {
        RestrictionGround::TradeSecret => "涉及商业秘密",
        RestrictionGround::Privacy => "涉及个人隐私",
        RestrictionGround::Minor => "涉及未成年人",
        RestrictionGround::Other => "法律规定应当保密的其他情形",
    }
}

pub(super) fn stance_name(stance: Stance) -> &'static str {
    match stance {
        Stance::Agree => "无异议",
        Stance::Dispute => "有异议",
        Stance::NeedOriginal => "需核对原件",
    }
}

pub(super) fn claim_stance_name(stance: ClaimStance) -> &'static str {
    match stance {
        ClaimStance::Admit => "承认",
        ClaimStance::PartlyAdmit => "部分承认",
        ClaimStance::Deny => "不同意",
    }
}

pub(super) fn ruling_name(ruling: EvidenceRuling) -> &'static str {
    match ruling {
        EvidenceRuling::Adopted => "采信",
        EvidenceRuling::PartlyAdopted => "部分采信",
        EvidenceRuling::NotAdopted => "不予采信",
    }
}

pub(super) fn late_name(late: LateTreatment) -> &'static str {
    match late {
        LateTreatment::NotLate => "视为未逾期",
        LateTreatment::TakenWithReprimand => "采纳并予以训诫",
        LateTreatment::TakenWithFine => "采纳并予以罚款",
        LateTreatment::NotTaken => "不予采纳",
    }
}

pub(super) fn way_name(way: ComparisonWay) -> &'static str {
    match way {
        ComparisonWay::AtCourt => "到院核对",
        ComparisonWay::ByVideo => "视频核对",
        ComparisonWay::InHearing => "当庭核对",
    }
}

pub(super) fn outcome_name(outcome: ApplicationOutcome) -> &'static str {
    match outcome {
        ApplicationOutcome::Granted => "准许",
        ApplicationOutcome::PartlyGranted => "部分准许",
        ApplicationOutcome::Refused => "不予准许",
    }
}

pub(super) fn procedure_name(procedure: Procedure) -> &'static str {
    match procedure {
        Procedure::Ordinary => "普通程序",
        Procedure::Simplified => "简易程序",
        Procedure::SmallClaims => "小额诉讼程序",
        Procedure::Enforcement => "执行程序",
    }
}

pub(super) fn closing_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Judgment => "判决",
        Outcome::Mediated => "调解",
        Outcome::Withdrawn => "撤诉",
        Outcome::DeemedWithdrawn => "按撤诉处理",
        Outcome::Dismissed => "驳回起诉",
        Outcome::Transferred => "移送",
        Outcome::Terminated => "终结",
        Outcome::Enforced => "执行完毕",
        Outcome::RoundTerminated => "终结本次执行程序",
    }
}

pub(super) fn reopen_name(cause: ReopenCause) -> &'static str {
    match cause {
        ReopenCause::Appeal => "上诉",
        ReopenCause::Remand => "发回重审",
        ReopenCause::Retrial => "再审",
        ReopenCause::EnforcementResumed => "恢复执行",
    }
}

pub(super) fn flag_name(flag: CaseFlag) -> &'static str {
    match flag {
        CaseFlag::StateSecret => "涉及国家秘密",
        CaseFlag::Privacy => "涉及个人隐私",
        CaseFlag::Minors => "涉及未成年人",
        CaseFlag::TradeSecret => "涉及商业秘密",
        CaseFlag::Family => "涉及婚姻家庭",
        CaseFlag::NotPublic => "不公开审理",
    }
}

pub(super) fn application_name(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::EvidenceExtension => "延长举证期限申请",
        ApplicationKind::Recusal => "回避申请",
        ApplicationKind::RecusalReconsideration => "回避决定复议申请",
        ApplicationKind::JurisdictionObjection => "管辖权异议",
        ApplicationKind::PropertyPreservation => "财产保全申请",
        ApplicationKind::EvidencePreservation => "证据保全申请",
        ApplicationKind::PreservationReconsideration => "保全裁定复议申请",
        ApplicationKind::AdvanceEnforcement => "先予执行申请",
        ApplicationKind::Appraisal => "鉴定申请",
        ApplicationKind::InvestigationOrder => "调查取证申请",
        ApplicationKind::WitnessToAppear => "证人出庭申请",
        ApplicationKind::ExpertAssistant => "有专门知识的人出庭申请",
        ApplicationKind::Joinder => "追加当事人申请",
        ApplicationKind::ChangeClaims => "变更诉讼请求申请",
        ApplicationKind::IncreaseClaims => "增加诉讼请求申请",
        ApplicationKind::WaiveClaims => "放弃部分诉讼请求申请",
        ApplicationKind::Counterclaim => "反诉",
        ApplicationKind::WithdrawSuit => "撤诉申请",
        ApplicationKind::Postponement => "延期开庭申请",
        ApplicationKind::ClosedHearing => "不公开审理申请",
        ApplicationKind::ProcedureObjection => "审理程序异议",
        ApplicationKind::RestorePeriod => "顺延期限申请",
        ApplicationKind::PaperCopies => "提供纸质文书申请",
        ApplicationKind::FeeRelief => "诉讼费缓减免申请",
        ApplicationKind::ToOffline => "线上转线下申请",
        ApplicationKind::ToOnline => "线下转线上申请",
        ApplicationKind::FileAccess => "查阅卷宗材料申请",
    }
}

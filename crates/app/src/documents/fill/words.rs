//! Words and times as documents have them.

use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::entry::{ExhibitKind, OriginalHolder, Outcome, Procedure, Stance};
use weicourt_domain::instant::Instant;

/// A day as people read it.
pub(super) fn chinese_date(day: BeijingDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A moment as the data of documents have it.
pub(super) fn moment(at: Instant) -> String {
    at.beijing().strftime("%Y-%m-%dT%H:%M").to_string()
}

pub(super) fn procedure_name(procedure: Procedure) -> &'static str {
    match procedure {
        Procedure::Ordinary => "普通程序",
        Procedure::Simplified => "简易程序",
        Procedure::SmallClaims => "小额诉讼程序",
        Procedure::Enforcement => "执行程序",
    }
}

pub(super) fn outcome_name(outcome: Outcome) -> &'static str {
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

pub(super) fn exhibit_kind(kind: ExhibitKind) -> &'static str {
    match kind {
        ExhibitKind::PartyStatement => "当事人的陈述",
        ExhibitKind::Document => "书证",
        ExhibitKind::PhysicalObject => "物证",
        ExhibitKind::Photograph => "照片",
        ExhibitKind::Audio | ExhibitKind::Video => "视听资料",
        ExhibitKind::ElectronicData => "电子数据",
        ExhibitKind::WitnessTestimony => "证人证言",
        ExhibitKind::ExpertOpinion => "鉴定意见",
        ExhibitKind::InspectionRecord => "勘验笔录",
    }
}

pub(super) fn original(holder: OriginalHolder) -> &'static str {
    match holder {
        OriginalHolder::Submitter => "复制件，原件由提交人持有",
        OriginalHolder::Opponent => "复制件，原件由对方持有",
        OriginalHolder::Somebody => "复制件，原件由他人持有",
        OriginalHolder::Nowhere => "复制件，无原件",
        OriginalHolder::ElectronicOriginal => "电子数据原件",
    }
}

pub(super) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Agree => "无异议",
        Stance::Dispute => "有异议",
        Stance::NeedOriginal => "需核对原件",
    }
}

/// The paragraphs of a text, one for each line.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use weicourt_domain::instant::Instant;

    use super::{moment, paragraphs};

    #[test]
    fn a_moment_is_in_beijing_time_to_the_minute() {
        assert_eq!(moment(Instant(0)), "1970-01-01T08:00");
    }

    #[test]
    fn empty_lines_are_no_paragraphs() {
        assert_eq!(paragraphs("甲\n\n 乙 \n"), ["甲", "乙"]);
    }
}

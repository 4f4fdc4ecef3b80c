//! Words of the register and what they mean. The first word of each is the one we write.

use super::{RegisterRole, RegisterStatus};
use crate::entry::Procedure;
use crate::form::{AgentKind, PartyKind};

/// A list of values with the words for each.
pub(super) type Names<T> = &'static [(T, &'static [&'static str])];

pub(super) const PROCEDURES: Names<Procedure> = &[
    (Procedure::Ordinary, &["ordinary", "普通程序", "普通"]),
    (Procedure::Simplified, &["simplified", "简易程序", "简易"]),
    (Procedure::SmallClaims, &["small_claims", "小额诉讼程序", "小额诉讼", "小额"]),
    (Procedure::Enforcement, &["enforcement", "执行程序", "执行"]),
];

pub(super) const STATUSES: Names<RegisterStatus> = &[
    (RegisterStatus::Filed, &["filed", "立案", "已立案"]),
    (RegisterStatus::Pending, &["pending", "审理", "审理中", "执行", "执行中", "在审", "在执"]),
    (RegisterStatus::Closed, &["closed", "结案", "已结案", "归档", "已归档"]),
];

pub(super) const ROLES: Names<RegisterRole> = &[
    (RegisterRole::Plaintiff, &["plaintiff", "原告", "原告人"]),
    (RegisterRole::Defendant, &["defendant", "被告", "被告人"]),
    (RegisterRole::ThirdParty, &["third_party", "第三人"]),
    (RegisterRole::Appellant, &["appellant", "上诉人"]),
    (RegisterRole::Appellee, &["appellee", "被上诉人"]),
    (RegisterRole::Applicant, &["applicant", "申请人", "再审申请人"]),
    (RegisterRole::Respondent, &["respondent", "被申请人"]),
    (RegisterRole::EnforcementApplicant, &["enforcement_applicant", "申请执行人"]),
    (RegisterRole::JudgmentDebtor, &["judgment_debtor", "被执行人"]),
];

pub(super) const PARTY_KINDS: Names<PartyKind> = &[
    (PartyKind::NaturalPerson, &["natural_person", "自然人", "个人"]),
    (PartyKind::Organisation, &["organisation", "法人", "非法人组织", "单位"]),
];

pub(super) const AGENT_KINDS: Names<AgentKind> = &[
    (AgentKind::Lawyer, &["lawyer", "律师"]),
    (AgentKind::LegalWorker, &["legal_worker", "基层法律服务工作者"]),
    (AgentKind::Relative, &["relative", "近亲属"]),
    (AgentKind::Staff, &["staff", "工作人员"]),
    (AgentKind::Recommended, &["recommended", "推荐的公民"]),
];

/// The value that `word` means.
pub(super) fn named<T: Copy>(names: Names<T>, word: &str) -> Option<T> {
    names.iter().find(|(_, words)| words.contains(&word)).map(|(value, _)| *value)
}

/// The word we write for `value`.
pub(super) fn name_of<T: Copy + PartialEq>(names: Names<T>, value: T) -> String {
    let found = names.iter().find(|(named, _)| *named == value);
    found.and_then(|(_, words)| words.first()).map(|word| (*word).to_owned()).unwrap_or_default()
}

/// The words we write, for a reason of refusal.
pub(super) fn list<T>(names: Names<T>) -> String {
    let words: Vec<&str> = names.iter().filter_map(|(_, words)| words.first().copied()).collect();
    words.join("、")
}

impl RegisterStatus {
    /// `filed`, `pending` or `closed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RegisterStatus::Filed => "filed",
            RegisterStatus::Pending => "pending",
            RegisterStatus::Closed => "closed",
        }
    }
}

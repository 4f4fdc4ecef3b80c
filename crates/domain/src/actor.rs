//! Who acts: persons and staff, their standing in a case and how surely we know them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::court::CourtCode;
use crate::id::PersonId;

/// How surely a person was known when they acted, weakest first.
///
/// Stored for ever: only add variants, never reorder; the number goes into the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Assurance {
    /// Holder of the phone, by a code sent to it.
    Phone = 1,
    /// Name and identity number agreed with the identity register, and the phone code.
    RealName = 2,
    /// The face agreed as well.
    Face = 3,
    /// Signed on through the court's own directory.
    Staff = 4,
    /// The court's clock, not a person.
    System = 5,
}

/// What a member of staff is employed to do, independent of any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Duty {
    /// 员额法官.
    Judge,
    /// 法官助理.
    JudgeAssistant,
    /// 书记员.
    Clerk,
    /// 立案庭工作人员.
    FilingOfficer,
    /// 执行员.
    EnforcementOfficer,
    /// 庭长.
    DivisionHead,
    /// 院长.
    President,
}

/// Role in one case.
///
/// Stored for ever: only add variants; the number goes into the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// 承办法官.
    HandlingJudge = 1,
    /// 审判长.
    PresidingJudge = 2,
    /// 审判员, a member of the panel.
    Judge = 3,
    /// 人民陪审员.
    LayJudge = 4,
    /// 法官助理.
    JudgeAssistant = 5,
    /// 书记员.
    Clerk = 6,
    /// 立案庭工作人员.
    FilingOfficer = 7,
    /// 执行员.
    EnforcementOfficer = 8,
    /// 庭长 or 院长.
    DivisionHead = 9,
    /// 原告.
    Plaintiff = 20,
    /// 被告.
    Defendant = 21,
    /// 第三人.
    ThirdParty = 22,
    /// 申请执行人.
    EnforcementApplicant = 23,
    /// 被执行人.
    JudgmentDebtor = 24,
    /// 委托诉讼代理人.
    LitigationAgent = 30,
    /// The court's clock and importers.
    System = 90,
}

impl Role {
    /// Whether the role belongs to the court rather than to a side.
    pub fn is_court(self) -> bool {
        match self {
            Role::HandlingJudge
            | Role::PresidingJudge
            | Role::Judge
            | Role::LayJudge
            | Role::JudgeAssistant
            | Role::Clerk
            | Role::FilingOfficer
            | Role::EnforcementOfficer
            | Role::DivisionHead
            | Role::System => true,
            Role::Plaintiff
            | Role::Defendant
            | Role::ThirdParty
            | Role::EnforcementApplicant
            | Role::JudgmentDebtor
            | Role::LitigationAgent => false,
        }
    }

    /// Whether the role sits on the bench of the case or assists it: who may read words meant for the bench.
    pub fn is_bench(self) -> bool {
        match self {
            Role::HandlingJudge
            | Role::PresidingJudge
            | Role::Judge
            | Role::LayJudge
            | Role::JudgeAssistant
            | Role::Clerk
            | Role::EnforcementOfficer => true,
            Role::FilingOfficer
            | Role::DivisionHead
            | Role::System
            | Role::Plaintiff
            | Role::Defendant
            | Role::ThirdParty
            | Role::EnforcementApplicant
            | Role::JudgmentDebtor
            | Role::LitigationAgent => false,
        }
    }
}

/// Which side of the dispute a party stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Side {
    /// Plaintiffs, applicants.
    Claimant = 1,
    /// Defendants, respondents, judgment debtors.
    Respondent = 2,
    /// 第三人.
    ThirdParty = 3,
}

/// Where the actor stands outside any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A person from the public.
    Public,
    /// A member of the court's staff.
    Staff {
        /// Court code of the court they work for.
        court_code: CourtCode,
        /// What they are employed to do.
        duties: BTreeSet<Duty>,
    },
    /// The court's clock.
    System,
}

/// Who asks: the only thing permission functions believe about a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Public, staff or the clock.
    pub standing: Standing,
    /// How surely they are known in this session.
    pub assurance: Assurance,
}

impl Actor {
    /// Whether the actor is staff of the court `court_code` with `duty`.
    pub fn has_duty(&self, court: &CourtCode, duty: Duty) -> bool {
        matches!(&self.standing, Standing::Staff { court_code, duties } if court_code == court && duties.contains(&duty))
    }

    /// Whether the actor works for a court.
    pub fn is_staff(&self) -> bool {
        matches!(self.standing, Standing::Staff { .. } | Standing::System)
    }
}

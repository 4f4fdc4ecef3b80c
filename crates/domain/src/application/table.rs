//! The table of applications (`applications.csv`): who may apply for what, and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::actor::{Role, Side};
use crate::entry::ApplicationKind;
use crate::form::{FilingKind, SpecialItem};

/// Who decides a kind of application (审查主体).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Decider {
    /// 承办法官, 审判长; in enforcement the officer.
    HandlingJudge,
    /// 院长, or the head of division.
    President,
    /// 院长 for judges, the handling judge for everybody else.
    ByPerson,
}

impl Decider {
    /// Its name in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Decider::HandlingJudge => "承办法官",
            Decider::President => "院长",
            Decider::ByPerson => "审判人员的回避由院长决定，其他人员的回避由承办法官决定",
        }
    }
}

/// What an application does to the case, pending or granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "each is explained in the column effect_words of the table")]
pub enum Effect {
    MovesEvidencePeriod,
    SecuresEvidence,
    StartsAppraisal,
    OrdersInvestigation,
    CallsWitness,
    CallsExpert,
    BlocksPerson,
    ReconsidersRecusal,
    QuestionsJurisdiction,
    SecuresProperty,
    OrdersAdvanceEnforcement,
    ReconsidersPreservation,
    ChangesClaims,
    IncreasesClaims,
    WaivesClaims,
    OpensCounterclaim,
    JoinsParty,
    ClosesCase,
    PostponesHearing,
    ClosesHearing,
    ChangesProcedure,
    RestoresPeriod,
    GoesOffline,
    GoesOnline,
    RelievesFees,
    GivesPaper,
    OpensFile,
}

/// Until when an application is in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// At any time while the case runs.
    Anytime,
    /// Before the period for evidence ends.
    EvidencePeriod,
    /// Within the period for the answer, if one runs.
    AnswerPeriod,
    /// Within a rule of `deadlines.csv`, from the decision it is about.
    AfterDecision {
        /// The rule.
        rule: String,
    },
    /// Within a rule of `deadlines.csv`, from a day that stands on the form.
    AfterDay {
        /// The key of the field.
        field: String,
        /// The rule.
        rule: String,
    },
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FieldInput {
    /// A line.
    Text,
    /// Several lines.
    LongText,
    /// A day, `2026-09-01`.
    Date,
    /// An amount.
    Money,
    /// A member of the bench.
    Person,
    /// Exhibits of the case.
    Exhibits,
    /// One of the choices.
    Choice,
    /// A claim of the complaint, by its index from 0.
    Claim,
}

/// A field of the form of one kind (`application_fields.csv`).
///
/// The keys `request`, `reasons`, `person`, `exhibits`, `amount_fen` and `until` are the fields of
/// [`ApplicationForm`](crate::entry::ApplicationForm) of that name; every other key stands in its `details`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationField {
    /// Its key.
    pub key: String,
    /// What it is called on the form.
    pub label: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in.
    pub input: FieldInput,
    /// What can be chosen; empty for other inputs.
    pub choices: Vec<String>,
    /// A hint for whoever fills it in.
    pub hint: String,
}

/// Keys of fields that are not in `details`.
pub(crate) const OWN_FIELDS: [&str; 6] = ["request", "reasons", "person", "exhibits", "amount_fen", "until"];

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRule {
    /// What is applied for.
    pub kind: ApplicationKind,
    /// Its name in Chinese.
    pub name: String,
    /// The group it is offered in, in Chinese.
    pub group: String,
    /// Cases in which it exists.
    pub proceedings: BTreeSet<FilingKind>,
    /// Sides that may apply.
    pub sides: BTreeSet<Side>,
    /// What the power of attorney of an agent must list.
    pub special_item: Option<SpecialItem>,
    /// Who decides.
    pub decider: Decider,
    /// The rule of `deadlines.csv` that says by when.
    pub decide_within: Option<String>,
    /// Until when it is in time.
    pub window: Window,
    /// What it does.
    pub effect: Effect,
    /// What it does, in Chinese.
    pub effect_words: String,
    /// Whether the other sides learn of it only when it was carried out.
    pub for_own_side: bool,
    /// The article a decision rests on.
    pub article: String,
    /// The provisions.
    pub source: Vec<String>,
    /// The form.
    pub fields: Vec<ApplicationField>,
}

impl ApplicationRule {
    /// Roles that may apply, agents included.
    pub fn permitted(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = Vec::new();
        for kind in &self.proceedings {
            for side in &self.sides {
                let role = kind.role_of(*side);
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
        }
        roles.sort_unstable();
        roles.push(Role::LitigationAgent);
        roles
    }
}

/// The whole table: one line for every kind.
#[derive(Debug, Clone, Default)]
pub struct ApplicationTable {
    rules: BTreeMap<ApplicationKind, ApplicationRule>,
}

impl ApplicationTable {
    /// A table of these rules.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = ApplicationRule>) -> Self {
        Self { rules: rules.into_iter().map(|rule| (rule.kind, rule)).collect() }
    }

    /// The line of a kind. The table that was read from its file has one for every kind.
    #[must_use]
    pub fn get(&self, kind: ApplicationKind) -> Option<&ApplicationRule> {
        self.rules.get(&kind)
    }

    /// Every line, in the order of the kinds.
    pub fn iter(&self) -> impl Iterator<Item = &ApplicationRule> {
        self.rules.values()
    }
}

/// Name of a special item as a power of attorney writes it.
pub fn special_item_name(item: SpecialItem) -> &'static str {
    match item {
        SpecialItem::Admit => "承认诉讼请求",
        SpecialItem::Waive => "放弃诉讼请求",
        SpecialItem::ChangeClaims => "变更诉讼请求",
        SpecialItem::Settle => "进行和解",
        SpecialItem::Mediate => "参加调解",
        SpecialItem::Counterclaim => "提起反诉",
        SpecialItem::Appeal => "提起上诉",
        SpecialItem::Withdraw => "撤回起诉",
        SpecialItem::ReceivePayment => "代领款项",
        SpecialItem::ReceiveDocuments => "代收法律文书",
    }
}

//! A record as an adapter writes it down, and a checked record written down again.

use serde::{Deserialize, Serialize};

use super::{RegisterAgent, RegisterParty, RegisterRecord, RegisterStaff, names};
use crate::personal_data::hushed_debug;

/// A case of the case-handling system as an adapter hands it in. Everything is text; what is not known is
/// left out or empty. `docs/operate/import.md` tells each field.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterInput {
    /// Identity in the case-handling system.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source_id: String,
    /// 案号.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub case_number: String,
    /// 管辖法院 by its code; that of the case number when left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub court_code: String,
    /// 案件类型 by its code (类型代字); that of the case number when left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub case_type: String,
    /// 审理程序: `ordinary`, `simplified`, `small_claims`, `enforcement`, or the Chinese name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub procedure: String,
    /// 案件状态: `filed`, `pending`, `closed`, or 立案, 审理, 执行, 结案.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// 案由 by its code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cause_code: String,
    /// 案由 by its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cause_name: String,
    /// 承办人.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_judge: Option<StaffInput>,
    /// 书记员.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clerk: Option<StaffInput>,
    /// 法官助理.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judge_assistant: Option<StaffInput>,
    /// 合议庭, without the handling judge.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub panel: Vec<StaffInput>,
    /// 立案日期, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub filed_on: String,
    /// 开庭日期.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hearing_on: String,
    /// 结案日期.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub closed_on: String,
    /// 审限届满日.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due_on: String,
    /// 当事人.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyInput>,
}

/// A member of staff.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffInput {
    /// Name.
    pub name: String,
    /// Identity in the court's directory, as the sign-on tells it (`sub`).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub staff_id: String,
}

/// A party.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyInput {
    /// `plaintiff`, `defendant`, `third_party`, `appellant`, `appellee`, `applicant`, `respondent`,
    /// `enforcement_applicant`, `judgment_debtor`, or the Chinese name.
    pub role: String,
    /// `natural_person` or `organisation`, or 自然人, 法人, 非法人组织; a person when left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Name.
    pub name: String,
    /// Identity number of a person. It is replaced by a keyed digest at once and never stored.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_number: String,
    /// The keyed digest that this system gave for the number, instead of the number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_digest: String,
    /// The masked number that belongs to `id_digest`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_masked: String,
    /// 统一社会信用代码 of an organisation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub uscc: String,
    /// 法定代表人 of an organisation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub legal_representative: String,
    /// Mobile number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Agents of this party.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<AgentInput>,
}

/// An agent of a party.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgentInput {
    /// `lawyer`, `legal_worker`, `relative`, `staff`, `recommended`, or 律师, 基层法律服务工作者, 近亲属,
    /// 工作人员, 推荐的公民; a lawyer when left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Name.
    pub name: String,
    /// Identity number. It is replaced by a keyed digest at once and never stored.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_number: String,
    /// The keyed digest that this system gave for the number, instead of the number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_digest: String,
    /// The masked number that belongs to `id_digest`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_masked: String,
    /// Mobile number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Practice licence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Law firm.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub firm: String,
}

hushed_debug! {
    RegisterInput { status },
    StaffInput {},
    PartyInput { role },
    AgentInput { kind },
}

/// The record as one would hand it in again: without identity numbers, with their digests.
impl From<&RegisterRecord> for RegisterInput {
    fn from(record: &RegisterRecord) -> RegisterInput {
        let date = |on: Option<crate::calendar::BeijingDate>| on.map(|on| on.to_string()).unwrap_or_default();
        RegisterInput {
            source_id: record.source_id.clone(),
            case_number: record.case_number.to_string(),
            court_code: record.court_code.as_str().to_owned(),
            case_type: record.case_type.as_str().to_owned(),
            procedure: record
                .procedure
                .map(|procedure| names::name_of(names::PROCEDURES, procedure))
                .unwrap_or_default(),
            status: names::name_of(names::STATUSES, record.status),
            cause_code: record.cause_code.clone().unwrap_or_default(),
            cause_name: record.cause_name.clone(),
            handling_judge: record.handling_judge.as_ref().map(StaffInput::from),
            clerk: record.clerk.as_ref().map(StaffInput::from),
            judge_assistant: record.judge_assistant.as_ref().map(StaffInput::from),
            panel: record.panel.iter().map(StaffInput::from).collect(),
            filed_on: record.filed_on.to_string(),
            hearing_on: date(record.hearing_on),
            closed_on: date(record.closed_on),
            due_on: date(record.due_on),
            parties: record.parties.iter().map(PartyInput::from).collect(),
        }
    }
}

impl From<&RegisterStaff> for StaffInput {
    fn from(staff: &RegisterStaff) -> StaffInput {
        StaffInput { name: staff.name.clone(), staff_id: staff.staff_id.clone().unwrap_or_default() }
    }
}

impl From<&RegisterParty> for PartyInput {
    fn from(party: &RegisterParty) -> PartyInput {
        PartyInput {
            role: names::name_of(names::ROLES, party.role),
            kind: names::name_of(names::PARTY_KINDS, party.kind),
            name: party.name.clone(),
            id_number: String::new(),
            id_digest: party.id_digest.map(|digest| digest.to_string()).unwrap_or_default(),
            id_masked: party.id_masked.clone().unwrap_or_default(),
            uscc: party.uscc.clone().unwrap_or_default(),
            legal_representative: party.legal_representative.clone().unwrap_or_default(),
            phone: party.phone.clone().unwrap_or_default(),
            agents: party.agents.iter().map(AgentInput::from).collect(),
        }
    }
}

impl From<&RegisterAgent> for AgentInput {
    fn from(agent: &RegisterAgent) -> AgentInput {
        AgentInput {
            kind: names::name_of(names::AGENT_KINDS, agent.kind),
            name: agent.name.clone(),
            id_number: String::new(),
            id_digest: agent.id_digest.map(|digest| digest.to_string()).unwrap_or_default(),
            id_masked: agent.id_masked.clone().unwrap_or_default(),
            phone: agent.phone.clone().unwrap_or_default(),
            licence: agent.licence.clone().unwrap_or_default(),
            firm: agent.firm.clone().unwrap_or_default(),
        }
    }
}

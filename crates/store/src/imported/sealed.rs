//! The sealed form of a record: what is not found by, in few bytes.
//!
//! Stored for ever, in order and without names of fields: never change a version, add one. The register is
//! millions of rows; as JSON its words would take three times the room.

use serde::{Deserialize, Serialize};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Procedure;
use weicourt_domain::form::{AgentKind, PartyKind};
use weicourt_domain::register::{
    RegisterAgent, RegisterNumber, RegisterParty, RegisterRecord, RegisterRole, RegisterStaff, RegisterStatus,
};

use super::day;
use crate::error::StoreError;

// A value is kept as its place in one of these lists: only add at the end.
const PROCEDURES: [Procedure; 4] =
    [Procedure::Ordinary, Procedure::Simplified, Procedure::SmallClaims, Procedure::Enforcement];
const STATUSES: [RegisterStatus; 3] =
    [RegisterStatus::Filed, RegisterStatus::Pending, RegisterStatus::Closed];
const ROLES: [RegisterRole; 9] = [
    RegisterRole::Plaintiff,
    RegisterRole::Defendant,
    RegisterRole::ThirdParty,
    RegisterRole::Appellant,
    RegisterRole::Appellee,
    RegisterRole::Applicant,
    RegisterRole::Respondent,
    RegisterRole::EnforcementApplicant,
    RegisterRole::JudgmentDebtor,
];
const PARTY_KINDS: [PartyKind; 2] = [PartyKind::NaturalPerson, PartyKind::Organisation];
const AGENT_KINDS: [AgentKind; 5] = [
    AgentKind::Lawyer,
    AgentKind::LegalWorker,
    AgentKind::Relative,
    AgentKind::Staff,
    AgentKind::Recommended,
];

/// What is not in its list cannot be read back: [`coded`] says so.
fn code<T: PartialEq>(list: &[T], value: &T) -> u8 {
    list.iter().position(|listed| listed == value).map_or(u8::MAX, |place| place as u8)
}

fn coded<T: Copy>(list: &[T], place: u8) -> Result<T, StoreError> {
    list.get(usize::from(place)).copied().ok_or(StoreError::Unreadable("register record"))
}

#[derive(Serialize, Deserialize)]
enum Sealed {
    V1(CaseV1),
}

#[derive(Serialize, Deserialize)]
struct CaseV1 {
    case_number: String,
    court_code: String,
    case_type: String,
    procedure: Option<u8>,
    status: u8,
    cause_code: Option<String>,
    cause_name: String,
    handling_judge: Option<StaffV1>,
    clerk: Option<StaffV1>,
    judge_assistant: Option<StaffV1>,
    panel: Vec<StaffV1>,
    filed_on: i32,
    hearing_on: Option<i32>,
    closed_on: Option<i32>,
    due_on: Option<i32>,
    parties: Vec<PartyV1>,
}

#[derive(Serialize, Deserialize)]
struct StaffV1 {
    name: String,
    staff_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PartyV1 {
    role: u8,
    kind: u8,
    name: String,
    id_masked: Option<String>,
    id_digest: Option<[u8; 32]>,
    uscc: Option<String>,
    legal_representative: Option<String>,
    phone: Option<String>,
    agents: Vec<AgentV1>,
}

#[derive(Serialize, Deserialize)]
struct AgentV1 {
    kind: u8,
    name: String,
    id_masked: Option<String>,
    id_digest: Option<[u8; 32]>,
    phone: Option<String>,
    licence: Option<String>,
    firm: Option<String>,
}

/// The record without its source id, which stands in the row.
pub(super) fn encode(record: &RegisterRecord) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
    let sealed = Sealed::V1(CaseV1 {
        case_number: record.case_number.to_string(),
        court_code: record.court_code.as_str().to_owned(),
        case_type: record.case_type.as_str().to_owned(),
        procedure: record.procedure.map(|procedure| code(&PROCEDURES, &procedure)),
        status: code(&STATUSES, &record.status),
        cause_code: record.cause_code.clone(),
        cause_name: record.cause_name.clone(),
        handling_judge: record.handling_judge.as_ref().map(StaffV1::of),
        clerk: record.clerk.as_ref().map(StaffV1::of),
        judge_assistant: record.judge_assistant.as_ref().map(StaffV1::of),
        panel: record.panel.iter().map(StaffV1::of).collect(),
        filed_on: day(record.filed_on),
        hearing_on: record.hearing_on.map(day),
        closed_on: record.closed_on.map(day),
        due_on: record.due_on.map(day),
        parties: record.parties.iter().map(PartyV1::of).collect(),
    });
    let bytes = postcard::to_stdvec(&sealed).map_err(|_| StoreError::Unreadable("register record"))?;
    Ok(zeroize::Zeroizing::new(bytes))
}

/// The record again.
pub(super) fn decode(source_id: String, plain: &[u8]) -> Result<RegisterRecord, StoreError> {
    let unreadable = || StoreError::Unreadable("register record");
    let Sealed::V1(case) = postcard::from_bytes(plain).map_err(|_| unreadable())?;
    let number = match case.case_number.parse() {
        Ok(number) => RegisterNumber::Today(number),
        Err(_) => RegisterNumber::Before2016(case.case_number),
    };
    let maybe = |day: Option<i32>| day.map(date).transpose();
    Ok(RegisterRecord {
        source_id,
        case_number: number,
        court_code: case.court_code.parse().map_err(|_| unreadable())?,
        case_type: weicourt_domain::case_type::CaseTypeCode::new(&case.case_type),
        procedure: case.procedure.map(|number| coded(&PROCEDURES, number)).transpose()?,
        status: coded(&STATUSES, case.status)?,
        cause_code: case.cause_code,
        cause_name: case.cause_name,
        handling_judge: case.handling_judge.map(StaffV1::into_staff),
        clerk: case.clerk.map(StaffV1::into_staff),
        judge_assistant: case.judge_assistant.map(StaffV1::into_staff),
        panel: case.panel.into_iter().map(StaffV1::into_staff).collect(),
        filed_on: date(case.filed_on)?,
        hearing_on: maybe(case.hearing_on)?,
        closed_on: maybe(case.closed_on)?,
        due_on: maybe(case.due_on)?,
        parties: case.parties.into_iter().map(PartyV1::into_party).collect::<Result<_, _>>()?,
    })
}

fn date(day: i32) -> Result<BeijingDate, StoreError> {
    let unreadable = || StoreError::Unreadable("day of the register");
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    let year = i16::try_from(year).map_err(|_| unreadable())?;
    BeijingDate::new(year, month as i8, day as i8).map_err(|_| unreadable())
}

impl StaffV1 {
    fn of(staff: &RegisterStaff) -> StaffV1 {
        StaffV1 { name: staff.name.clone(), staff_id: staff.staff_id.clone() }
    }

    fn into_staff(self) -> RegisterStaff {
        RegisterStaff { name: self.name, staff_id: self.staff_id }
    }
}

impl PartyV1 {
    fn of(party: &RegisterParty) -> PartyV1 {
        PartyV1 {
            role: code(&ROLES, &party.role),
            kind: code(&PARTY_KINDS, &party.kind),
            name: party.name.clone(),
            id_masked: party.id_masked.clone(),
            id_digest: party.id_digest.map(|digest| digest.0),
            uscc: party.uscc.clone(),
            legal_representative: party.legal_representative.clone(),
            phone: party.phone.clone(),
            agents: party.agents.iter().map(AgentV1::of).collect(),
        }
    }

    fn into_party(self) -> Result<RegisterParty, StoreError> {
        Ok(RegisterParty {
            role: coded(&ROLES, self.role)?,
            kind: coded(&PARTY_KINDS, self.kind)?,
            name: self.name,
            id_masked: self.id_masked,
            id_digest: self.id_digest.map(Digest),
            uscc: self.uscc,
            legal_representative: self.legal_representative,
            phone: self.phone,
            agents: self.agents.into_iter().map(AgentV1::into_agent).collect::<Result<_, _>>()?,
        })
    }
}

impl AgentV1 {
    fn of(agent: &RegisterAgent) -> AgentV1 {
        AgentV1 {
            kind: code(&AGENT_KINDS, &agent.kind),
            name: agent.name.clone(),
            id_masked: agent.id_masked.clone(),
            id_digest: agent.id_digest.map(|digest| digest.0),
            phone: agent.phone.clone(),
            licence: agent.licence.clone(),
            firm: agent.firm.clone(),
        }
    }

    fn into_agent(self) -> Result<RegisterAgent, StoreError> {
        Ok(RegisterAgent {
            kind: coded(&AGENT_KINDS, self.kind)?,
            name: self.name,
            id_masked: self.id_masked,
            id_digest: self.id_digest.map(Digest),
            phone: self.phone,
            licence: self.licence,
            firm: self.firm,
        })
    }
}

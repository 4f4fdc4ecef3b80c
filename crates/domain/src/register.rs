//! Cases of the court's case-handling system (办案系统), as its register tells them.
//!
//! An adapter hands in a [`RegisterInput`]: plain text, everything optional. [`RegisterRules::check`]
//! turns it into a [`RegisterRecord`], or names everything that is wrong with it at once. Identity
//! numbers end here: a record holds the keyed digest and the masked form.
//!
//! To add a field: 1. [`RegisterInput`] and [`RegisterRecord`]; 2. its check in `check.rs`; 3. the sealed
//! form in the store room; 4. the page `docs/operate/import.md` and its sample file.

mod check;
mod input;
mod names;
mod rules;
mod telling;

use std::fmt;

use crate::actor::Side;
use crate::calendar::BeijingDate;
use crate::case_number::CaseNumber;
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;
use crate::digest::Digest;
use crate::entry::Procedure;
use crate::form::{AgentForm, AgentKind, FilingForm, FilingKind, PartyForm, PartyKind};
use crate::personal_data::hushed_debug;

pub use self::input::{AgentInput, PartyInput, RegisterInput, StaffInput};
pub use self::rules::RegisterRules;
pub use self::telling::{Telling, Untold};

/// A case number in the register: one of today's form, or one from before 2016 as it was written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum RegisterNumber {
    /// `（2026）浙0203民初1号`.
    Today(CaseNumber),
    /// `（2015）甬海民初字第123号`: opaque text with full-width brackets.
    Before2016(String),
}

impl RegisterNumber {
    /// The number, if it has today's form.
    #[must_use]
    pub fn today(&self) -> Option<&CaseNumber> {
        match self {
            RegisterNumber::Today(number) => Some(number),
            RegisterNumber::Before2016(_) => None,
        }
    }
}

impl fmt::Display for RegisterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RegisterNumber::Today(number) => number.fmt(f),
            RegisterNumber::Before2016(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for RegisterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where the case stands in the register (案件状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegisterStatus {
    /// 立案.
    Filed,
    /// 审理 or 执行.
    Pending,
    /// 结案.
    Closed,
}

/// What a party is called in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegisterRole {
    /// 原告.
    Plaintiff,
    /// 被告.
    Defendant,
    /// 第三人.
    ThirdParty,
    /// 上诉人.
    Appellant,
    /// 被上诉人.
    Appellee,
    /// 申请人, 再审申请人.
    Applicant,
    /// 被申请人.
    Respondent,
    /// 申请执行人.
    EnforcementApplicant,
    /// 被执行人.
    JudgmentDebtor,
}

impl RegisterRole {
    /// The side it stands on.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            RegisterRole::Plaintiff
            | RegisterRole::Appellant
            | RegisterRole::Applicant
            | RegisterRole::EnforcementApplicant => Side::Claimant,
            RegisterRole::Defendant
            | RegisterRole::Appellee
            | RegisterRole::Respondent
            | RegisterRole::JudgmentDebtor => Side::Respondent,
            RegisterRole::ThirdParty => Side::ThirdParty,
        }
    }
}

/// A member of staff as the register names them.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterStaff {
    /// Name.
    pub name: String,
    /// Identity in the court's directory (`sub` of its sign-on), if the register knows it.
    pub staff_id: Option<String>,
}

/// An agent of a party.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterAgent {
    /// What makes them eligible.
    pub kind: AgentKind,
    /// Name.
    pub name: String,
    /// Masked identity number.
    pub id_masked: Option<String>,
    /// Keyed digest of the identity number.
    pub id_digest: Option<Digest>,
    /// Mobile number.
    pub phone: Option<String>,
    /// Practice licence.
    pub licence: Option<String>,
    /// Law firm.
    pub firm: Option<String>,
}

/// A party.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterParty {
    /// Role in the case.
    pub role: RegisterRole,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Masked identity number of a person.
    pub id_masked: Option<String>,
    /// Keyed digest of the identity number of a person.
    pub id_digest: Option<Digest>,
    /// 统一社会信用代码 of an organisation.
    pub uscc: Option<String>,
    /// 法定代表人 of an organisation.
    pub legal_representative: Option<String>,
    /// Mobile number.
    pub phone: Option<String>,
    /// Agents.
    pub agents: Vec<RegisterAgent>,
}

/// A case of the register, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterRecord {
    /// Identity in the case-handling system.
    pub source_id: String,
    /// 案号.
    pub case_number: RegisterNumber,
    /// 管辖法院.
    pub court_code: CourtCode,
    /// 案件类型 (类型代字).
    pub case_type: CaseTypeCode,
    /// 审理程序.
    pub procedure: Option<Procedure>,
    /// 案件状态.
    pub status: RegisterStatus,
    /// 案由, code of the edition in force; none for other kinds of case and older editions.
    pub cause_code: Option<String>,
    /// 案由, name as the register has it; may be empty.
    pub cause_name: String,
    /// 承办人.
    pub handling_judge: Option<RegisterStaff>,
    /// 书记员.
    pub clerk: Option<RegisterStaff>,
    /// 法官助理.
    pub judge_assistant: Option<RegisterStaff>,
    /// 合议庭, without the handling judge.
    pub panel: Vec<RegisterStaff>,
    /// 立案日期.
    pub filed_on: BeijingDate,
    /// 开庭日期.
    pub hearing_on: Option<BeijingDate>,
    /// 结案日期.
    pub closed_on: Option<BeijingDate>,
    /// 审限届满日.
    pub due_on: Option<BeijingDate>,
    /// Parties, claimants first, then respondents, then third parties: their index is the number the
    /// party has in its case.
    pub parties: Vec<RegisterParty>,
}

hushed_debug! {
    RegisterStaff {},
    RegisterAgent { kind },
    RegisterParty { role, kind },
    RegisterRecord { case_number, status },
}

impl RegisterRecord {
    /// Which kind of filing opens a space like this one: the roles of a space follow from it.
    #[must_use]
    pub fn kind(&self) -> FilingKind {
        FilingKind::of_case_type(&self.case_type)
    }

    /// The parties as a filing would name them; their order is that of [`RegisterRecord::parties`].
    #[must_use]
    pub fn form(&self) -> FilingForm {
        let mut form = FilingForm::empty(self.kind());
        form.court_code = Some(self.court_code.clone());
        form.cause_code.clone_from(&self.cause_code);
        for party in &self.parties {
            let side = match party.role.side() {
                Side::Claimant => &mut form.claimants,
                Side::Respondent => &mut form.respondents,
                Side::ThirdParty => &mut form.third_parties,
            };
            side.push(party.form());
        }
        form
    }

    /// What people call the case: "某甲诉某乙民间借贷纠纷".
    #[must_use]
    pub fn title(&self) -> String {
        self.form().title(&self.cause_name)
    }

    /// Where the case names the holder of this keyed digest: party, and agent of that party. A person who
    /// stands in it twice is found at the first place.
    #[must_use]
    pub fn place_of(&self, id_digest: Digest) -> Option<(u16, Option<u16>)> {
        (0..).zip(&self.parties).find_map(|(number, party)| {
            if party.kind == PartyKind::NaturalPerson && party.id_digest == Some(id_digest) {
                return Some((number, None));
            }
            let mut agents = (0..).zip(&party.agents);
            agents
                .find(|(_, agent)| agent.id_digest == Some(id_digest))
                .map(|(agent, _)| (number, Some(agent)))
        })
    }

    /// Keyed digests of everybody who finds the case by their identity number, each once.
    #[must_use]
    pub fn id_digests(&self) -> Vec<Digest> {
        let mut digests = Vec::new();
        for party in &self.parties {
            digests.extend(party.id_digest.filter(|_| party.kind == PartyKind::NaturalPerson));
            digests.extend(party.agents.iter().filter_map(|agent| agent.id_digest));
        }
        digests.sort_unstable();
        digests.dedup();
        digests
    }
}

impl RegisterParty {
    fn form(&self) -> PartyForm {
        let mut form = PartyForm::empty(self.kind);
        form.name.clone_from(&self.name);
        form.id_masked.clone_from(&self.id_masked);
        form.id_digest = self.id_digest;
        form.uscc.clone_from(&self.uscc);
        form.legal_representative.clone_from(&self.legal_representative);
        form.phone.clone_from(&self.phone);
        form.agents = self.agents.iter().map(RegisterAgent::form).collect();
        form
    }
}

impl RegisterAgent {
    fn form(&self) -> AgentForm {
        AgentForm {
            kind: self.kind,
            name: self.name.clone(),
            id_masked: self.id_masked.clone(),
            id_digest: self.id_digest,
            phone: self.phone.clone(),
            licence: self.licence.clone(),
            firm: self.firm.clone(),
            stages: Vec::new(),
            special: Vec::new(),
            until: None,
        }
    }
}

//! Checking a record: everything that is wrong is told at once.

use super::names::{self, AGENT_KINDS, Names, PARTY_KINDS, PROCEDURES, ROLES, STATUSES};
use super::{
    AgentInput, PartyInput, RegisterAgent, RegisterInput, RegisterNumber, RegisterParty, RegisterRecord,
    RegisterRules, RegisterStaff, RegisterStatus, StaffInput,
};
use crate::actor::Side;
use crate::calendar::BeijingDate;
use crate::case_number::{CaseNumber, normalise};
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;
use crate::digest::Digest;
use crate::entry::Defect;
use crate::form::{AgentKind, PartyKind};
use crate::identifier::masking::keep_ends;
use crate::identifier::phone::check_mobile;
use crate::identifier::uscc::check_uscc;
use crate::personal_data::IdNumber;

/// Longest identity of a case in another system, in bytes.
const LONGEST_ID: usize = 64;
/// Longest name of a person, organisation or cause, in characters.
const LONGEST_NAME: usize = 200;
/// Most parties of one case; a joint action of more is told as several records.
const MOST_PARTIES: usize = 2000;
/// Most agents of a party, and most members of a panel.
const MOST_OF_EACH: usize = 20;

/// What is wrong, as it is found.
struct Defects(Vec<Defect>);

impl Defects {
    fn add(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.0.push(Defect { field: field.into(), reason: reason.into() });
    }

    fn take<T>(&mut self, field: &str, checked: Result<T, String>) -> Option<T> {
        checked.map_err(|reason| self.add(field, reason)).ok()
    }
}

impl RegisterRules {
    /// Checks what an adapter handed in. `id_digest` makes the keyed digest of an identity number; the
    /// number itself goes no further.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with the path of its field and a reason in Chinese. No reason
    /// repeats a name or a number of a person.
    pub fn check(
        &self,
        input: &RegisterInput,
        id_digest: impl Fn(&IdNumber) -> Digest,
    ) -> Result<RegisterRecord, Vec<Defect>> {
        let mut defects = Defects(Vec::new());
        let record = self.read(input, &id_digest, &mut defects);
        match record {
            Some(record) if defects.0.is_empty() => Ok(record),
            _ => Err(defects.0),
        }
    }

    fn read(
        &self,
        input: &RegisterInput,
        id_digest: &dyn Fn(&IdNumber) -> Digest,
        defects: &mut Defects,
    ) -> Option<RegisterRecord> {
        let source_id = defects.take("source_id", source_id(&input.source_id));
        let case_number = defects.take("case_number", case_number(&input.case_number));
        let court_code = self.court_code(input, case_number.as_ref(), defects);
        let case_type = self.case_type(input, case_number.as_ref(), defects);
        let procedure = one_of(PROCEDURES, "procedure", &input.procedure, defects);
        let (cause_code, cause_name) = self.cause(input, defects);
        let filed_on = date("filed_on", &input.filed_on, defects);
        if input.filed_on.trim().is_empty() {
            defects.add("filed_on", "缺少立案日期");
        }
        let hearing_on = date("hearing_on", &input.hearing_on, defects);
        let closed_on = date("closed_on", &input.closed_on, defects);
        let due_on = date("due_on", &input.due_on, defects);
        if filed_on.is_some_and(|on| on > self.today) {
            defects.add("filed_on", "立案日期在今天之后");
        }
        if closed_on.is_some_and(|on| on > self.today) {
            defects.add("closed_on", "结案日期在今天之后");
        }
        for (field, on) in [("closed_on", closed_on), ("due_on", due_on), ("hearing_on", hearing_on)] {
            if on.zip(filed_on).is_some_and(|(on, filed_on)| on < filed_on) {
                defects.add(field, "早于立案日期");
            }
        }
        let status = status(&input.status, closed_on, defects);
        let handling_judge = staff("handling_judge", input.handling_judge.as_ref(), defects);
        let clerk = staff("clerk", input.clerk.as_ref(), defects);
        let judge_assistant = staff("judge_assistant", input.judge_assistant.as_ref(), defects);
        if input.panel.len() > MOST_OF_EACH {
            defects.add("panel", format!("合议庭成员不能超过{MOST_OF_EACH}名"));
        }
        let members = input.panel.iter().take(MOST_OF_EACH).enumerate();
        let panel =
            members.filter_map(|(n, member)| staff(&format!("panel[{n}]"), Some(member), defects)).collect();
        let parties = self.parties(&input.parties, id_digest, defects);
        Some(RegisterRecord {
            source_id: source_id?,
            case_number: case_number?,
            court_code: court_code?,
            case_type: case_type?,
            procedure,
            status: status?,
            cause_code,
            cause_name,
            handling_judge,
            clerk,
            judge_assistant,
            panel,
            filed_on: filed_on?,
            hearing_on,
            closed_on,
            due_on,
            parties,
        })
    }

    fn court_code(
        &self,
        input: &RegisterInput,
        number: Option<&RegisterNumber>,
        defects: &mut Defects,
    ) -> Option<CourtCode> {
        let text = input.court_code.trim();
        if text.is_empty() {
            let of_number = number.and_then(|number| number.today().map(|number| number.court().clone()));
            if of_number.is_none() && number.is_some() {
                defects.add("court_code", "旧式案号的案件要写明管辖法院代字");
            }
            return of_number;
        }
        defects.take("court_code", text.parse().map_err(|_| "不是法院代字，如浙0203".to_owned()))
    }

    fn case_type(
        &self,
        input: &RegisterInput,
        number: Option<&RegisterNumber>,
        defects: &mut Defects,
    ) -> Option<CaseTypeCode> {
        let of_number = number.and_then(|number| number.today().map(|number| number.case_type().clone()));
        let text = input.case_type.trim();
        let code = match (text.is_empty(), of_number) {
            (true, Some(of_number)) => of_number,
            (true, None) => {
                if number.is_some() {
                    defects.add("case_type", "旧式案号的案件要写明案件类型代字");
                }
                return None;
            }
            (false, Some(of_number)) if of_number.as_str() != text => {
                defects.add("case_type", "与案号中的类型代字不一致");
                return None;
            }
            (false, _) => CaseTypeCode::new(text),
        };
        if !self.case_types.contains(code.as_str()) {
            defects.add("case_type", "没有这个案件类型代字");
            return None;
        }
        Some(code)
    }

    /// Code and name of the cause; cases of older editions keep the name alone.
    fn cause(&self, input: &RegisterInput, defects: &mut Defects) -> (Option<String>, String) {
        let (code, name) = (input.cause_code.trim(), input.cause_name.trim());
        if let Err(reason) = short(name, LONGEST_NAME) {
            defects.add("cause_name", reason);
        }
        if code.is_empty() {
            return (self.cause_codes.get(name).cloned(), name.to_owned());
        }
        match self.causes.get(code) {
            Some(known) if name.is_empty() => (Some(code.to_owned()), known.clone()),
            Some(_) => (Some(code.to_owned()), name.to_owned()),
            None => {
                defects.add("cause_code", "没有这个案由代码；旧版案由请只写名称");
                (None, String::new())
            }
        }
    }

    fn parties(
        &self,
        inputs: &[PartyInput],
        id_digest: &dyn Fn(&IdNumber) -> Digest,
        defects: &mut Defects,
    ) -> Vec<RegisterParty> {
        if inputs.is_empty() {
            defects.add("parties", "至少要有一名当事人");
        }
        if inputs.len() > MOST_PARTIES {
            defects.add("parties", format!("当事人不能超过{MOST_PARTIES}名"));
        }
        let mut parties = Vec::with_capacity(inputs.len().min(MOST_PARTIES));
        for (n, input) in inputs.iter().take(MOST_PARTIES).enumerate() {
            parties.extend(self.party(&format!("parties[{n}]"), input, id_digest, defects));
        }
        // The index of a party is its number in the space, where claimants come first.
        parties.sort_by_key(|party| match party.role.side() {
            Side::Claimant => 0,
            Side::Respondent => 1,
            Side::ThirdParty => 2,
        });
        parties
    }

    fn party(
        &self,
        path: &str,
        input: &PartyInput,
        id_digest: &dyn Fn(&IdNumber) -> Digest,
        defects: &mut Defects,
    ) -> Option<RegisterParty> {
        let role = one_of(ROLES, &format!("{path}.role"), &input.role, defects);
        if input.role.trim().is_empty() {
            defects.add(format!("{path}.role"), "缺少诉讼地位");
        }
        let kind = match input.kind.trim() {
            "" => Some(PartyKind::NaturalPerson),
            word => one_of(PARTY_KINDS, &format!("{path}.kind"), word, defects),
        };
        let name = defects.take(&format!("{path}.name"), name(&input.name));
        let id = Id { number: &input.id_number, digest: &input.id_digest, masked: &input.id_masked };
        let (id_masked, id_digest_of) = self.identity(path, &id, id_digest, defects);
        let uscc = match input.uscc.trim() {
            "" => None,
            text => defects
                .take(&format!("{path}.uscc"), check_uscc(text).map_err(|refusal| refusal.in_chinese())),
        };
        if kind == Some(PartyKind::Organisation) && (id_digest_of.is_some() || id_masked.is_some()) {
            defects.add(format!("{path}.id_number"), "单位没有身份证号码，请填写统一社会信用代码");
        }
        if kind == Some(PartyKind::NaturalPerson) && uscc.is_some() {
            defects.add(format!("{path}.uscc"), "自然人没有统一社会信用代码");
        }
        let legal_representative =
            optional(&format!("{path}.legal_representative"), &input.legal_representative, defects);
        let phone = phone(&format!("{path}.phone"), &input.phone, defects);
        if input.agents.len() > MOST_OF_EACH {
            defects.add(format!("{path}.agents"), format!("代理人不能超过{MOST_OF_EACH}名"));
        }
        let mut agents = Vec::with_capacity(input.agents.len().min(MOST_OF_EACH));
        for (n, agent) in input.agents.iter().take(MOST_OF_EACH).enumerate() {
            agents.extend(self.agent(&format!("{path}.agents[{n}]"), agent, id_digest, defects));
        }
        Some(RegisterParty {
            role: role?,
            kind: kind?,
            name: name?,
            id_masked,
            id_digest: id_digest_of,
            uscc,
            legal_representative,
            phone,
            agents,
        })
    }

    fn agent(
        &self,
        path: &str,
        input: &AgentInput,
        id_digest: &dyn Fn(&IdNumber) -> Digest,
        defects: &mut Defects,
    ) -> Option<RegisterAgent> {
        let kind = match input.kind.trim() {
            "" => Some(AgentKind::Lawyer),
            word => one_of(AGENT_KINDS, &format!("{path}.kind"), word, defects),
        };
        let name = defects.take(&format!("{path}.name"), name(&input.name));
        let id = Id { number: &input.id_number, digest: &input.id_digest, masked: &input.id_masked };
        let (id_masked, id_digest) = self.identity(path, &id, id_digest, defects);
        let phone = phone(&format!("{path}.phone"), &input.phone, defects);
        let licence = optional(&format!("{path}.licence"), &input.licence, defects);
        let firm = optional(&format!("{path}.firm"), &input.firm, defects);
        Some(RegisterAgent { kind: kind?, name: name?, id_masked, id_digest, phone, licence, firm })
    }

    /// Masked form and keyed digest, from the number or from what this system gave out before.
    fn identity(
        &self,
        path: &str,
        id: &Id<'_>,
        id_digest: &dyn Fn(&IdNumber) -> Digest,
        defects: &mut Defects,
    ) -> (Option<String>, Option<Digest>) {
        let (number, digest, masked) = (id.number.trim(), id.digest.trim(), id.masked.trim());
        if !number.is_empty() {
            if !digest.is_empty() {
                defects.add(format!("{path}.id_digest"), "身份证号码和摘要只能填一项");
            }
            return match IdNumber::parse(number, self.today) {
                Ok(number) => (Some(number.masked()), Some(id_digest(&number))),
                Err(refusal) => {
                    defects.add(format!("{path}.id_number"), refusal.in_chinese());
                    (None, None)
                }
            };
        }
        if digest.is_empty() {
            return (None, None);
        }
        let digest = defects.take(
            &format!("{path}.id_digest"),
            digest.parse().map_err(|_| "不是64位十六进制摘要".to_owned()),
        );
        // A masked form that shows too much would be the number itself.
        let masked = keep_ends(masked, 6, 4, 18);
        (Some(masked).filter(|masked| !masked.is_empty()), digest)
    }
}

/// What is told of an identity number.
struct Id<'a> {
    number: &'a str,
    digest: &'a str,
    masked: &'a str,
}

fn source_id(text: &str) -> Result<String, String> {
    let text = text.trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    match text {
        "" => Err("缺少办案系统中的案件标识".to_owned()),
        text if text.len() > LONGEST_ID => Err(format!("不能超过{LONGEST_ID}个字符")),
        text if !text.bytes().all(plain) => Err("只能有字母、数字和 - _ . :".to_owned()),
        text => Ok(text.to_owned()),
    }
}

fn case_number(text: &str) -> Result<RegisterNumber, String> {
    let number = normalise(text);
    if number.is_empty() {
        return Err("缺少案号".to_owned());
    }
    let refusal = match CaseNumber::parse(&number) {
        // Range and suffix of a quoted number belong to a document, not to the case.
        Ok(number) => return Ok(RegisterNumber::Today(number.of_case())),
        Err(refusal) => refusal,
    };
    if is_before_2016(&number) { Ok(RegisterNumber::Before2016(number)) } else { Err(refusal.in_chinese()) }
}

/// Whether this is a number of the form used until 2015: a year in brackets, then text that ends in 号.
fn is_before_2016(number: &str) -> bool {
    let Some((year, rest)) = number.strip_prefix('（').and_then(|rest| rest.split_once('）')) else {
        return false;
    };
    let old = year.len() == 4 && year.parse::<u16>().is_ok_and(|year| (1949..2016).contains(&year));
    let length = rest.chars().count();
    old && (4..=40).contains(&length) && rest.ends_with('号') && !rest.chars().any(char::is_control)
}

fn one_of<T: Copy>(names: Names<T>, field: &str, word: &str, defects: &mut Defects) -> Option<T> {
    let word = word.trim();
    if word.is_empty() {
        return None;
    }
    let found = names::named(names, word);
    if found.is_none() {
        defects.add(field, format!("只能是：{}", names::list(names)));
    }
    found
}

fn status(word: &str, closed_on: Option<BeijingDate>, defects: &mut Defects) -> Option<RegisterStatus> {
    if word.trim().is_empty() {
        return Some(if closed_on.is_some() { RegisterStatus::Closed } else { RegisterStatus::Pending });
    }
    let status = one_of(STATUSES, "status", word, defects)?;
    match (status, closed_on) {
        (RegisterStatus::Closed, None) => defects.add("closed_on", "已结案的案件要写明结案日期"),
        (RegisterStatus::Filed | RegisterStatus::Pending, Some(_)) => {
            defects.add("closed_on", "未结案的案件不能有结案日期");
        }
        _ => {}
    }
    Some(status)
}

fn date(field: &str, text: &str, defects: &mut Defects) -> Option<BeijingDate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    match text.parse::<BeijingDate>() {
        Ok(on) if (1949..=2200).contains(&on.year()) => Some(on),
        Ok(_) | Err(_) => {
            defects.add(field, "不是日期，要写成2026-03-20的样子");
            None
        }
    }
}

fn short(text: &str, longest: usize) -> Result<(), String> {
    if text.chars().count() > longest {
        return Err(format!("不能超过{longest}个字"));
    }
    if text.chars().any(char::is_control) {
        return Err("不能有控制字符".to_owned());
    }
    Ok(())
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("缺少姓名或者名称".to_owned());
    }
    short(text, LONGEST_NAME).map(|()| text.to_owned())
}

fn optional(field: &str, text: &str, defects: &mut Defects) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    defects.take(field, short(text, LONGEST_NAME).map(|()| text.to_owned()))
}

fn phone(field: &str, text: &str, defects: &mut Defects) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    defects.take(field, check_mobile(text).map_err(|refusal| refusal.in_chinese()))
}

fn staff(field: &str, input: Option<&StaffInput>, defects: &mut Defects) -> Option<RegisterStaff> {
    let input = input.filter(|input| !input.name.trim().is_empty() || !input.staff_id.trim().is_empty())?;
    let name = defects.take(&format!("{field}.name"), name(&input.name))?;
    let staff_id = optional(&format!("{field}.staff_id"), &input.staff_id, defects);
    Some(RegisterStaff { name, staff_id })
}

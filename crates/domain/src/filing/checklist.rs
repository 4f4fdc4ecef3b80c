//! What a filing must contain, named field by field so that the form can point at it.

use crate::calendar::BeijingDate;
use crate::entry::Defect;
use crate::facts::Facts;
use crate::form::{
    AgentForm, AgentKind, AttachmentKind, CaseStage, FilerCapacity, FilingFeeKind, FilingForm, FilingKind,
    PartyForm, PartyKind,
};
use crate::identifier::lawyer_licence::check_lawyer_licence;
use crate::identifier::phone::check_mobile;
use crate::identifier::uscc::check_uscc;
use crate::money::Fen;

/// Longest text of one field, in characters.
const LONGEST_FIELD: usize = 200;
/// Longest facts and reasons, in characters.
const LONGEST_FACTS: usize = 20_000;
/// Most claims, and most parties on one side.
const MOST_ITEMS: usize = 50;
/// Agents a party may have.
const MOST_AGENTS: usize = 2;

struct Checklist(Vec<Defect>);

impl Checklist {
    fn defect(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.0.push(Defect { field: field.into(), reason: reason.into() });
    }

    fn text(&mut self, field: String, value: Option<&str>, what: &str) {
        match value.map(str::trim) {
            None | Some("") => self.defect(field, format!("请填写{what}")),
            Some(text) if text.chars().count() > LONGEST_FIELD => {
                self.defect(field, format!("{what}不能超过{LONGEST_FIELD}个字"));
            }
            Some(text) if text.chars().any(char::is_control) => {
                self.defect(field, format!("{what}含有无法识别的字符"));
            }
            Some(_) => {}
        }
    }

    /// Words that may be missing, but have an end.
    fn optional(&mut self, field: String, value: Option<&str>, what: &str) {
        if value.is_some_and(|text| !text.trim().is_empty()) {
            self.text(field, value, what);
        }
    }
}

/// Everything that is missing or wrong in a form, in the order of the form; empty when it can be
/// handed in on the day `today`.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §122, §124, §61; 最高法关于人民法院登记立案若干问题的规定 §4, §6; 行政诉讼法 §49;
/// 最高法关于人民法院执行工作若干问题的规定(试行) §16.
pub fn defects(form: &FilingForm, facts: &Facts, today: BeijingDate) -> Vec<Defect> {
    let mut list = Checklist(Vec::new());
    match &form.court_code {
        None => list.defect("court_code", "请选择受理法院"),
        Some(code) if facts.courts.get(code).is_none() => {
            list.defect("court_code", "没有这个法院，请重新选择")
        }
        Some(_) => {}
    }
    match &form.cause_code {
        None if form.kind == FilingKind::CivilFirstInstance => list.defect("cause_code", "请选择案由"),
        Some(code) if facts.causes.get(code).is_none() => {
            list.defect("cause_code", "没有这个案由，请重新选择")
        }
        None | Some(_) => {}
    }
    let (claimant, respondent) = match form.kind {
        FilingKind::Enforcement => ("申请执行人", "被执行人"),
        FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => ("原告", "被告"),
    };
    side(&mut list, "claimants", claimant, &form.claimants, today, true);
    side(&mut list, "respondents", respondent, &form.respondents, today, true);
    side(&mut list, "third_parties", "第三人", &form.third_parties, today, false);
    filing_agent(&mut list, form);
    words(&mut list, form);
    of_the_kind(&mut list, form, today);
    attachments(&mut list, form);
    list.0
}

fn side(
    list: &mut Checklist,
    path: &str,
    who: &str,
    parties: &[PartyForm],
    today: BeijingDate,
    needed: bool,
) {
    if parties.is_empty() && needed {
        list.defect(path, format!("请至少填写一名{who}"));
    }
    if parties.len() > MOST_ITEMS {
        list.defect(path, format!("{who}不能超过{MOST_ITEMS}名，请到立案窗口办理"));
    }
    for (number, party) in parties.iter().enumerate().take(MOST_ITEMS) {
        let at = |field: &str| format!("{path}[{number}].{field}");
        list.text(at("name"), Some(&party.name), &format!("{who}的姓名或名称"));
        match party.kind {
            PartyKind::NaturalPerson => {
                if path == "claimants" && party.id_digest.is_none() {
                    list.defect(at("id_number"), format!("请填写{who}的公民身份号码"));
                }
                if party.born_on.is_some_and(|born_on| born_on > today) {
                    list.defect(at("born_on"), "出生日期不能晚于今天");
                }
            }
            PartyKind::Organisation => {
                list.text(
                    at("legal_representative"),
                    party.legal_representative.as_deref(),
                    "法定代表人姓名",
                );
                match party.uscc.as_deref().map(str::trim) {
                    None | Some("") if path == "claimants" => {
                        list.defect(at("uscc"), "请填写统一社会信用代码");
                    }
                    None | Some("") => {}
                    Some(code) => {
                        if let Err(refusal) = check_uscc(code) {
                            list.defect(at("uscc"), refusal.in_chinese());
                        }
                    }
                }
            }
        }
        let optional = [
            ("id_number", party.id_masked.as_deref(), "证件号码"),
            ("uscc", party.uscc.as_deref(), "统一社会信用代码"),
            ("legal_representative", party.legal_representative.as_deref(), "法定代表人姓名"),
            ("sex", party.sex.as_deref(), "性别"),
            ("ethnicity", party.ethnicity.as_deref(), "民族"),
        ];
        for (field, value, what) in optional {
            // An organisation's were looked at above.
            if party.kind == PartyKind::NaturalPerson || !matches!(field, "uscc" | "legal_representative") {
                list.optional(at(field), value, what);
            }
        }
        list.text(at("domicile"), party.domicile.as_deref(), &format!("{who}的住所地"));
        phone(list, at("phone"), party.phone.as_deref(), path == "claimants");
        if party.agents.len() > MOST_AGENTS {
            list.defect(at("agents"), "每名当事人最多委托两名代理人");
        }
        for (position, agent) in party.agents.iter().enumerate() {
            agent_fields(list, &format!("{path}[{number}].agents[{position}]"), agent, today);
        }
    }
}

fn phone(list: &mut Checklist, field: String, value: Option<&str>, needed: bool) {
    match value.map(str::trim) {
        None | Some("") if needed => list.defect(field, "请填写手机号码"),
        None | Some("") => {}
        Some(number) => {
            if let Err(refusal) = check_mobile(number) {
                list.defect(field, refusal.in_chinese());
            }
        }
    }
}

fn agent_fields(list: &mut Checklist, path: &str, agent: &AgentForm, today: BeijingDate) {
    list.text(format!("{path}.name"), Some(&agent.name), "代理人姓名");
    phone(list, format!("{path}.phone"), agent.phone.as_deref(), true);
    match agent.kind {
        AgentKind::Lawyer => {
            let licence = agent.licence.as_deref().unwrap_or_default().trim();
            if let Err(refusal) = check_lawyer_licence(licence) {
                list.defect(format!("{path}.licence"), refusal.in_chinese());
            }
            list.text(format!("{path}.firm"), agent.firm.as_deref(), "律师事务所");
        }
        AgentKind::LegalWorker | AgentKind::Relative | AgentKind::Staff | AgentKind::Recommended => {}
    }
    list.optional(format!("{path}.id_number"), agent.id_masked.as_deref(), "证件号码");
    if agent.kind != AgentKind::Lawyer {
        list.optional(format!("{path}.licence"), agent.licence.as_deref(), "执业证号");
        list.optional(format!("{path}.firm"), agent.firm.as_deref(), "工作单位");
    }
    if agent.stages.is_empty() {
        list.defect(format!("{path}.stages"), "请选择代理阶段");
    }
    if agent.until.is_some_and(|until| until < today) {
        list.defect(format!("{path}.until"), "授权期限已经届满");
    }
}

/// An agent who files must be one for this stage.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §62.
fn filing_agent(list: &mut Checklist, form: &FilingForm) {
    let filer = &form.filed_by;
    let (FilerCapacity::Agent, Some(number)) = (filer.capacity, filer.agent) else { return };
    let party = form.claimants.get(usize::from(filer.claimant));
    let Some(agent) = party.and_then(|party| party.agents.get(usize::from(number))) else { return };
    let (stage, name) = match form.kind {
        FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => {
            (CaseStage::FirstInstance, "一审")
        }
        FilingKind::Enforcement => (CaseStage::Enforcement, "执行"),
    };
    if !agent.stages.is_empty() && !agent.stages.contains(&stage) {
        let field = format!("claimants[{}].agents[{number}].stages", filer.claimant);
        list.defect(field, format!("代理阶段不包括{name}"));
    }
}

fn words(list: &mut Checklist, form: &FilingForm) {
    if form.claims.iter().all(|claim| claim.trim().is_empty()) {
        let what = if form.kind == FilingKind::Enforcement { "申请事项" } else { "诉讼请求" };
        list.defect("claims", format!("请至少填写一项{what}"));
    }
    if form.claims.len() > MOST_ITEMS {
        list.defect("claims", format!("诉讼请求不能超过{MOST_ITEMS}项"));
    }
    for (number, claim) in form.claims.iter().enumerate().take(MOST_ITEMS) {
        if claim.chars().count() > LONGEST_FIELD * 5 {
            list.defect(format!("claims[{number}]"), "单项诉讼请求不能超过1000个字");
        }
    }
    if form.kind != FilingKind::Enforcement && form.facts_and_reasons.trim().is_empty() {
        list.defect("facts_and_reasons", "请填写事实与理由");
    }
    if form.facts_and_reasons.chars().count() > LONGEST_FACTS {
        list.defect("facts_and_reasons", format!("事实与理由不能超过{LONGEST_FACTS}个字"));
    }
    if form.claim_amount_fen.is_some_and(Fen::is_negative) {
        list.defect("claim_amount_fen", "标的额不能为负数");
    }
    if form.fee_kind == FilingFeeKind::Property && form.claim_amount_fen.is_none() {
        list.defect("claim_amount_fen", "财产案件请填写标的额");
    }
}

fn of_the_kind(list: &mut Checklist, form: &FilingForm, today: BeijingDate) {
    let fee_fits = match form.fee_kind {
        FilingFeeKind::Enforcement => form.kind == FilingKind::Enforcement,
        FilingFeeKind::Administrative => form.kind == FilingKind::AdministrativeFirstInstance,
        FilingFeeKind::Property
        | FilingFeeKind::Divorce
        | FilingFeeKind::PersonalityRight
        | FilingFeeKind::OtherNonProperty
        | FilingFeeKind::IpCivil
        | FilingFeeKind::Labour => form.kind != FilingKind::Enforcement,
    };
    if !fee_fits {
        list.defect("fee_kind", "收费类别与案件类型不符，请重新选择");
    }
    // A part that does not belong to the kind is handed in, too, if it is there.
    if let Some(complaint) = form.administrative.as_ref()
        && form.kind != FilingKind::AdministrativeFirstInstance
    {
        list.optional("administrative.agency_act".to_owned(), Some(&complaint.agency_act), "被诉行政行为");
    }
    if let Some(title) = form.enforcement.as_ref()
        && form.kind != FilingKind::Enforcement
    {
        list.optional("enforcement.title_number".to_owned(), Some(&title.title_number), "执行依据文号");
        list.optional("enforcement.title_court".to_owned(), Some(&title.title_court), "作出执行依据的机关");
    }
    match form.kind {
        FilingKind::CivilFirstInstance => {}
        FilingKind::AdministrativeFirstInstance => {
            let complaint = form.administrative.clone().unwrap_or_default();
            list.text("administrative.agency_act".to_owned(), Some(&complaint.agency_act), "被诉行政行为");
            if complaint.acted_on.is_some_and(|acted_on| acted_on > today) {
                list.defect("administrative.acted_on", "行政行为作出日期不能晚于今天");
            }
        }
        FilingKind::Enforcement => {
            let title = form.enforcement.clone().unwrap_or_default();
            list.text("enforcement.title_number".to_owned(), Some(&title.title_number), "执行依据文号");
            list.text("enforcement.title_court".to_owned(), Some(&title.title_court), "作出执行依据的机关");
            if title.effective_on.is_some_and(|effective_on| effective_on > today) {
                list.defect("enforcement.effective_on", "执行依据生效日期不能晚于今天");
            }
        }
    }
}

fn attachments(list: &mut Checklist, form: &FilingForm) {
    let has = |kind: AttachmentKind| form.attachments.iter().any(|attachment| attachment.kind == kind);
    if !has(AttachmentKind::IdentityProof) {
        list.defect("attachments.identity_proof", "请上传身份证明");
    }
    if form.filed_by.capacity == FilerCapacity::Agent && !has(AttachmentKind::PowerOfAttorney) {
        list.defect("attachments.power_of_attorney", "代理人立案请上传授权委托书");
    }
    if form.kind == FilingKind::Enforcement && !has(AttachmentKind::EnforcementTitle) {
        list.defect("attachments.enforcement_title", "请上传执行依据");
    }
    if form.attachments.len() > MOST_ITEMS * 2 {
        list.defect("attachments", format!("材料不能超过{}份", MOST_ITEMS * 2));
    }
    for (number, attachment) in form.attachments.iter().enumerate() {
        list.text(format!("attachments[{number}].name"), Some(&attachment.name), "材料名称");
    }
}

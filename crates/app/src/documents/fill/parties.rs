//! Parties with everything that the head of a document says of them, and whom a document is for.

use serde_json::{Map, Value, json};
use weicourt_domain::actor::{Role, Side};
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::form::{AgentForm, AgentKind, FilingKind, PartyForm, PartyKind};

use super::Source;
use super::fields::Fields;
use crate::ports::FieldType;

/// Names of fields for one party of the side that files, and of the other one.
const CLAIMANT: [&str; 6] = ["plaintiff", "applicant", "creditor", "filer", "claimant", "appellant"];
const RESPONDENT: [&str; 5] = ["defendant", "respondent", "debtor", "judgment_debtor", "appellee"];
/// The same for all parties of a side.
const CLAIMANTS: [&str; 4] = ["plaintiffs", "applicants", "creditors", "claimants"];
const RESPONDENTS: [&str; 4] = ["defendants", "respondents", "debtors", "judgment_debtors"];

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    let all = source.state.parties();
    let addressed: Vec<_> =
        all.iter().filter(|(number, ..)| source.parties.contains(number)).copied().collect();
    let block = |(_, side, form): (PartyNumber, Side, &PartyForm)| party_block(source, side, form);
    let blocks = |wanted: &dyn Fn(Side) -> bool| {
        let of_side = all.iter().copied().filter(|(_, side, _)| wanted(*side));
        Value::Array(of_side.map(block).collect())
    };
    fields.put_all(&CLAIMANTS, blocks(&|side| side == Side::Claimant));
    fields.put_all(&RESPONDENTS, blocks(&|side| side == Side::Respondent));
    fields.put("third_parties", blocks(&|side| side == Side::ThirdParty));
    fields.put("parties", blocks(&|_| true));
    for (names, side) in [(CLAIMANT.as_slice(), Side::Claimant), (RESPONDENT.as_slice(), Side::Respondent)] {
        let of_side = |(_, one, _): &&(PartyNumber, Side, &PartyForm)| *one == side;
        let party = addressed.iter().find(of_side).or_else(|| all.iter().find(of_side));
        if let Some(party) = party {
            fields.put_all(names, block(*party));
        }
    }
    // Who is summoned, pays, is served: the party that was chosen.
    if let Some(party) = addressed.first() {
        for name in fields.open(FieldType::Party) {
            fields.put(name, block(*party));
        }
        fields.put("address", address(source, party.0, party.2).unwrap_or_default());
    }
    let chosen = if addressed.is_empty() { &all } else { &addressed };
    for name in fields.open(FieldType::Parties) {
        fields.put(name, Value::Array(chosen.iter().copied().map(block).collect()));
    }
    names(source, fields);
}

/// Fields that name parties in a line of text.
fn names(source: &Source<'_>, fields: &mut Fields<'_>) {
    let named = |wanted: &dyn Fn(Side, PartyNumber) -> bool| {
        let all = source.state.parties();
        let names = all.iter().filter(|(number, side, _)| wanted(*side, *number));
        names.map(|(_, _, form)| form.name.as_str()).collect::<Vec<_>>().join("、")
    };
    fields.put_all(
        &["plaintiff_names", "plaintiff_name", "applicant_name", "creditor_name"],
        named(&|side, _| side == Side::Claimant),
    );
    fields.put_all(
        &["defendant_names", "defendant_name", "respondent_name", "debtor_name"],
        named(&|side, _| side == Side::Respondent),
    );
    fields.put("party_names", named(&|_, _| true));
    fields.put_all(&["recipient_name", "addressee"], named(&|_, number| source.parties.contains(&number)));
    fields.put("recipients", named(&|_, number| source.parties.contains(&number)));
}

/// Where a party is reached: as it confirmed, else as the filing says.
pub(super) fn address(source: &Source<'_>, number: PartyNumber, form: &PartyForm) -> Option<String> {
    let confirmed = super::service::confirmed(source, number).map(|form| form.address.clone());
    confirmed.filter(|address| !address.trim().is_empty()).or_else(|| form.domicile.clone())
}

/// The word for a party in its place.
pub(super) fn role_word(kind: Option<FilingKind>, side: Side) -> &'static str {
    match kind.unwrap_or(FilingKind::CivilFirstInstance).role_of(side) {
        Role::Plaintiff => "原告",
        Role::Defendant => "被告",
        Role::EnforcementApplicant => "申请执行人",
        Role::JudgmentDebtor => "被执行人",
        _ => "第三人",
    }
}

/// A party as documents name it. Numbers that identify a person are not kept, and telephone numbers are not for
/// the other side.
pub(super) fn party_block(source: &Source<'_>, side: Side, form: &PartyForm) -> Value {
    let mut block = Map::new();
    let kind = match form.kind {
        PartyKind::NaturalPerson => "person",
        PartyKind::Organisation => "organisation",
    };
    block.insert("kind".into(), kind.into());
    block.insert("role".into(), role_word(source.state.kind(), side).into());
    block.insert("name".into(), form.name.clone().into());
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            block.insert(name.into(), value.into());
        }
    };
    put("sex", form.sex.clone());
    put("born_on", form.born_on.map(|day| day.to_string()));
    put("ethnicity", form.ethnicity.clone());
    put("domicile", form.domicile.clone());
    put("credit_code", form.uscc.clone());
    put("legal_representative", form.legal_representative.clone());
    let agents: Vec<Value> = form.agents.iter().map(agent_block).collect();
    if !agents.is_empty() {
        block.insert("agents".into(), agents.into());
    }
    Value::Object(block)
}

fn agent_block(agent: &AgentForm) -> Value {
    let authority = if agent.special.is_empty() { "一般授权" } else { "特别授权" };
    let mut block = json!({ "kind": "litigation", "name": agent.name, "authority": authority });
    let firm = agent.firm.as_deref().filter(|firm| !firm.trim().is_empty());
    let (name, words) = match (agent.kind, firm) {
        (AgentKind::Lawyer, Some(firm)) => ("firm", format!("{firm}律师")),
        (AgentKind::Lawyer, None) => ("firm", "律师".to_owned()),
        (AgentKind::LegalWorker, Some(firm)) => ("firm", format!("{firm}法律工作者")),
        (AgentKind::LegalWorker, None) => ("firm", "基层法律服务工作者".to_owned()),
        (AgentKind::Relative, _) => ("relation", "近亲属".to_owned()),
        (AgentKind::Staff, _) => ("relation", "工作人员".to_owned()),
        (AgentKind::Recommended, _) => ("relation", "社区、单位或者有关社会团体推荐的公民".to_owned()),
    };
    block[name] = words.into();
    block
}

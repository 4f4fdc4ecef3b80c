//! What the parties said of how they want to be served, and who sits in the space.

use serde_json::{Value, json};
use weicourt_domain::actor::Role;
use weicourt_domain::document::CourtDocument;
use weicourt_domain::entry::{ConsentScope, PartyNumber, ServiceAddressForm};
use weicourt_domain::form::CaseStage;
use weicourt_domain::identifier::masking::mask_name;

use super::Source;
use super::fields::Fields;
use super::parties::role_word;
use super::words::moment;

/// The address form of a party that counts.
pub(super) fn confirmed<'a>(source: &Source<'a>, party: PartyNumber) -> Option<&'a ServiceAddressForm> {
    source.state.service_address(party).map(|address| &address.form)
}

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    attendance(source, fields);
    issued(source, fields);
    if fields.template() == "service_address_form" {
        address_form(source, fields);
    }
    if fields.template() == "online_litigation_notice" {
        consent(source, fields);
    }
}

/// Which of the platform's members would come; whether they came is noted by hand.
fn attendance(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    let members = state.members().into_iter().filter(|(_, _, membership)| !membership.role.is_court());
    let rows: Vec<Value> = members
        .map(|(_, name, membership)| {
            let side = membership.side.map_or("", |side| role_word(state.kind(), side));
            let agent = membership.role == Role::LitigationAgent;
            let role = if agent { format!("{side}委托诉讼代理人") } else { side.to_owned() };
            json!({ "name": name, "role": role, "capacity": role, "identity_checked_how": "实名认证",
                    "identity": "实名认证", "identity_check": "实名认证", "identity_checked": "实名认证" })
        })
        .collect();
    fields.put_all(&["attendance", "present", "participants"], rows);
}

/// The document that was issued last: what a letter or a proof of effect is about.
fn issued(source: &Source<'_>, fields: &mut Fields<'_>) {
    let documents = source.state.decided.documents.values();
    let live = documents.filter(|document| document.is_alive() && document.issued.is_some());
    let decides = |document: &&CourtDocument| {
        let name = document.template.as_str();
        name == "judgment" || name == "mediation_statement" || name.starts_with("ruling")
    };
    let Some(last) = live.filter(decides).max_by_key(|one| one.issued.as_ref().map(|issued| issued.at))
    else {
        return;
    };
    let Some(issued) = &last.issued else { return };
    fields.put_all(&["document_title", "document_name", "document"], last.latest.title.clone());
    fields.put_all(&["document_issued_on", "decided_on", "made_on"], issued.at.beijing_date().to_string());
}

fn address_form(source: &Source<'_>, fields: &mut Fields<'_>) {
    let Some(party) = source.parties.iter().next() else { return };
    let Some(address) = source.state.service_address(*party) else { return };
    let form = &address.form;
    fields.put_all(&["receiver_name", "receiver"], form.receiver.clone());
    fields.put_all(&["receiver_phone", "phone"], form.phone.clone());
    fields.put_all(&["postal_address", "address"], form.address.clone());
    fields.put("postcode", form.postcode.clone());
    fields.put_all(&["agree", "electronic", "electronic_agreed", "agrees"], form.electronic);
    fields.put_all(&["paper_copy_wanted", "paper_wanted", "paper_decisions"], form.paper_decisions);
    fields.put("excluded", form.excluded.clone());
    let mut channels = Vec::new();
    if form.mailbox {
        channels.push(json!({ "kind": "平台信箱", "channel": "平台信箱", "address": "本人在本平台的账户" }));
    }
    if let Some(email) = &form.email {
        channels.push(json!({ "kind": "电子邮箱", "channel": "电子邮箱", "address": email }));
    }
    fields.put("channels", channels);
    let stages: Vec<&str> = form.stages.iter().map(|stage| stage_name(*stage)).collect();
    fields.put("stages", stages.join("、"));
    fields.put("stages", json!(stages));
    fields.put_all(&["signed_on", "confirmed_on"], address.at.beijing_date().to_string());
    fields.put_all(&["signed_at", "confirmed_at"], moment(address.at));
}

fn stage_name(stage: CaseStage) -> &'static str {
    match stage {
        CaseStage::FirstInstance => "一审",
        CaseStage::Appeal => "二审",
        CaseStage::Retrial => "再审",
        CaseStage::Enforcement => "执行",
        CaseStage::Mediation => "调解",
    }
}

/// What the party agreed to do online.
fn consent(source: &Source<'_>, fields: &mut Fields<'_>) {
    let Some(party) = source.parties.iter().next() else { return };
    let consents = source.state.submitted.serving.consents.iter();
    let own: Vec<_> = consents.filter(|(_, declared)| declared.party == *party).collect();
    let rows: Vec<Value> = own
        .iter()
        .map(|((_, scope), declared)| {
            let (name, answer) = (scope_name(*scope), if declared.agrees { "同意" } else { "不同意" });
            json!({ "scope": name, "stage": name, "step": name, "name": name, "agreed": declared.agrees,
                    "agree": declared.agrees, "answer": answer, "choice": answer })
        })
        .collect();
    fields.put_all(&["scopes", "consents", "steps"], rows);
    let Some(((person, _), last)) = own.iter().max_by_key(|(_, declared)| declared.at) else { return };
    let name = source.state.member_name(*person).map(mask_name).unwrap_or_default();
    fields.put("consented_by", name);
    fields.put("consented_on", last.at.beijing_date().to_string());
}

/// The step in a cell of the form, where there is little room.
fn scope_name(scope: ConsentScope) -> &'static str {
    match scope {
        ConsentScope::Other => "其他",
        scope => scope.in_chinese(),
    }
}

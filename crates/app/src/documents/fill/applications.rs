//! What a ruling or decision answers: the application, and what the court made of it.

use serde_json::json;
use weicourt_domain::application::Application;
use weicourt_domain::entry::{ApplicationKind, ApplicationOutcome};

use super::Source;
use super::fields::Fields;
use super::parties::party_block;
use super::words::paragraphs;

/// Which applications a document answers.
fn kinds(template: &str) -> &'static [ApplicationKind] {
    use ApplicationKind::*;
    match template {
        "ruling_withdrawal" => &[WithdrawSuit],
        "ruling_jurisdiction" => &[JurisdictionObjection],
        "ruling_preservation" => &[PropertyPreservation, EvidencePreservation],
        "ruling_procedure_change" => &[ProcedureObjection],
        "notice_extension" => &[EvidenceExtension, RestorePeriod, Postponement],
        "decision" | "recusal_decision" => &[Recusal, RecusalReconsideration],
        "notice_to_appear" => &[WitnessToAppear, ExpertAssistant],
        "file_access_slip" => &[FileAccess],
        _ => &[],
    }
}

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    let kinds = kinds(fields.template());
    let withdrawn = &state.submitted.applications.withdrawn;
    let answered = |application: &&Application| {
        kinds.contains(&application.form.kind) && !withdrawn.contains_key(&application.entry)
    };
    let Some(application) = state.applications().filter(answered).max_by_key(|one| one.at) else { return };
    let form = &application.form;
    if let Some((side, party)) = state.party(application.party) {
        let block = party_block(source, side, party);
        fields.put_all(&["applicant", "objector", "requester"], block.clone());
        fields.put_all(&["applicants"], json!([block]));
        fields.put_all(&["applicant_name", "objector_name"], party.name.clone());
    }
    let day = application.at.beijing_date().to_string();
    fields.put_all(&["applied_on", "requested_on", "request_date", "objected_on"], day);
    fields.put_all(&["request", "objection", "what", "subject"], form.request.clone());
    fields.put_all(&["request", "objection"], json!(paragraphs(&form.request)));
    let reasons = ["request_reasons", "application_reasons", "objection_reasons", "applied_reasons"];
    fields.put_all(&reasons, json!(paragraphs(&form.reasons)));
    fields.put_all(&reasons, form.reasons.clone());
    if let Some(amount) = form.amount_fen {
        fields.put_all(&["amount", "preserved_amount"], amount.0);
    }
    if let Some(until) = form.until {
        fields.put("requested_until", until.to_string());
    }
    // The further fields of a kind have names of their own: object, guarantee, clue …
    for (name, value) in &form.details {
        fields.put(name, value.clone());
        fields.put(name, json!(paragraphs(value)));
    }
    decided(source, application, fields);
}

/// What was decided on it.
fn decided(source: &Source<'_>, application: &Application, fields: &mut Fields<'_>) {
    let Some(decision) = source.state.decision(application.entry) else { return };
    let granted = decision.outcome != ApplicationOutcome::Refused;
    fields.put_all(&["allowed", "granted", "upheld"], granted);
    let outcome = match decision.outcome {
        ApplicationOutcome::Granted => "granted",
        ApplicationOutcome::PartlyGranted => "partly_granted",
        ApplicationOutcome::Refused => "refused",
    };
    fields.put_all(&["outcome", "result"], outcome);
    fields.put_all(&["reasons", "reason"], json!(paragraphs(&decision.reason)));
    fields.put_all(&["reasons", "reason"], decision.reason.clone());
    fields.put_all(&["law", "article"], decision.article.clone());
    if let Some(until) = decision.until {
        fields.put_all(&["new_until", "until"], until.to_string());
    }
    if let Some(amount) = decision.amount_fen {
        fields.put_all(&["amount", "preserved_amount"], amount.0);
    }
}

//! The head and the foot of a document: the case, the court, the bench, the day.

use serde_json::{Map, Value, json};
use weicourt_domain::case::Bench;
use weicourt_domain::entry::Procedure;
use weicourt_domain::form::FilingKind;

use super::Source;
use super::fields::Fields;
use super::words::{chinese_date, procedure_name};

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    fields.put_case(case(source));
    fields.put("issued_on", source.now.beijing_date().to_string());
    if let Some(bench) = &source.state.decided.bench {
        bench_fields(source, bench, fields);
    }
    let Some(registration) = &source.state.decided.registration else { return };
    let filed_on = registration.filed_on;
    fields.put_all(&["filed_on", "filing_date", "accepted_on"], filed_on.to_string());
    fields.put("filed_on_words", chinese_date(filed_on));
    fields.put_all(&["procedure", "from_procedure"], procedure_name(registration.procedure));
    fields.put("original_court", registration.court_name.clone());
    fields.put("original_number", registration.case_number.to_string());
    if let Some(due_on) = registration.due_on {
        fields.put_all(&["trial_until", "old_until"], due_on.to_string());
    }
    let code = &registration.court_code;
    if let Some(court) = source.facts.courts.appeal_court(code) {
        fields.put("appeal_court", court.name.clone());
    }
    if let Some(court) = source.facts.courts.get(code) {
        let phone = court.phone.clone().unwrap_or_default();
        fields.put_all(&["court_phone", "contact_phone", "report_phone"], phone.clone());
        fields.put("court_address", court.address.clone().unwrap_or_default());
        if !phone.is_empty() {
            let words = format!("{}，电话{phone}", handler(source).unwrap_or("承办人"));
            let names = ["contact", "handler_contact", "judge_contact", "officer_contact", "online_contact"];
            fields.put_all(&names, words);
        }
    }
    let url = source.profile.phone_url.clone();
    fields.put_all(&["online_url", "url", "platform_url"], url);
    // A small claim ends with its first judgment, and has no appeal.
    let small = registration.procedure == Procedure::SmallClaims;
    if small {
        fields.put("final", true);
        fields.put_all(&["small_claims", "is_small_claims"], true);
    }
    fields.put(
        "claims_count",
        i64::try_from(source.state.form().map_or(0, |form| form.claims.len())).unwrap_or(0),
    );
}

/// The case at the head; before its number the court alone, and the cause as it was filed.
fn case(source: &Source<'_>) -> Map<String, Value> {
    let (state, facts) = (source.state, source.facts);
    let mut case = Map::new();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            case.insert(name.to_owned(), value.into());
        }
    };
    match &state.decided.registration {
        Some(registration) => {
            put("court_name", registration.court_name.clone());
            put("number", registration.case_number.to_string());
            put("cause", registration.cause_name.clone());
            put("procedure", procedure_name(registration.procedure).to_owned());
        }
        None => {
            let court = state.court_code().and_then(|code| facts.courts.get(code));
            put("court_name", court.map(|court| court.name.clone()).unwrap_or_default());
            let cause = state.form().and_then(|form| {
                weicourt_domain::filing::cause_name(form.kind, form.cause_code.as_ref(), facts)
            });
            put("cause", cause.unwrap_or_default());
        }
    }
    case
}

fn bench_fields(source: &Source<'_>, bench: &Bench, fields: &mut Fields<'_>) {
    let judge = bench.handling_judge.name.as_str();
    fields.put("clerk", bench.clerk.name.clone());
    fields.put_all(&["clerk_name", "recorder", "explained_by"], bench.clerk.name.clone());
    let assistant = bench.judge_assistant.as_ref().map(|name| name.name.clone()).unwrap_or_default();
    fields.put_all(&["judge_assistant", "assistant"], assistant);
    let handlers =
        ["judge_name", "judge", "handler", "handler_name", "handling_judge", "officer", "officer_name"];
    fields.put_all(&handlers, judge);
    // The handling judge presides over a panel; who else presides is written by hand.
    let first = if bench.panel.is_empty() { "judge" } else { "presiding_judge" };
    let mut judges = vec![json!({ "title": first, "name": judge })];
    judges.extend(bench.panel.iter().map(|member| json!({ "title": "judge", "name": member.name })));
    for name in fields.open(crate::ports::FieldType::Judges) {
        fields.put(name, judges.clone());
    }
    let trial = if source.state.kind() == Some(FilingKind::Enforcement) {
        "执行员"
    } else if bench.panel.is_empty() {
        "审判员独任审判"
    } else {
        "合议庭审判"
    };
    fields.put_all(&["bench_form", "trial_form"], trial);
}

/// Who handles the case.
fn handler<'a>(source: &Source<'a>) -> Option<&'a str> {
    source.state.decided.bench.as_ref().map(|bench| bench.clerk.name.as_str())
}

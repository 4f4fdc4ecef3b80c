//! What the parties asked for and answered, and how the case came to the court.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use weicourt_domain::actor::Side;
use weicourt_domain::agenda::{self, DeadlineStatus};
use weicourt_domain::application;
use weicourt_domain::entry::{PartyNumber, Whose};
use weicourt_domain::form::FilingKind;

use super::Source;
use super::fields::Fields;
use super::parties::role_word;
use super::words::{chinese_date, moment, outcome_name, paragraphs, procedure_name};

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    claims(source, fields);
    answers(source, fields);
    course(source, fields);
    filing_desk(source, fields);
    if let Some(closing) = &source.state.decided.closing {
        fields.put_all(&["way", "closing_way", "outcome"], outcome_name(closing.outcome));
        fields.put("closed_on", closing.closed_on.to_string());
    }
}

fn claims(source: &Source<'_>, fields: &mut Fields<'_>) {
    let Some(form) = source.state.form() else { return };
    let claims = application::claims(source.state);
    let standing: Vec<&str> =
        claims.iter().filter(|claim| !claim.waived).map(|claim| claim.text.as_str()).collect();
    fields.put_all(&["claims", "requests"], json!(standing));
    let in_a_line =
        standing.iter().map(|claim| claim.trim_end_matches(['。', '；', ';'])).collect::<Vec<_>>();
    let in_a_line = in_a_line.join("；");
    fields.put_all(&["claims_summary", "claims", "request"], in_a_line);
    let names: Vec<&str> = form.claimants.iter().map(|party| party.name.as_str()).collect();
    if !names.is_empty() {
        fields.put("claims_intro", format!("{}向本院提出诉讼请求：", names.join("、")));
    }
    let grounds = paragraphs(&form.facts_and_reasons);
    fields.put_all(&["grounds", "facts_and_reasons"], json!(grounds));
    fields.put_all(&["grounds", "facts_and_reasons"], grounds.join("\n"));
    if let Some(amount) = form.claim_amount_fen {
        fields.put_all(&["claim_amount", "amount_in_dispute"], amount.0);
    }
}

/// The answers, the last one of each party; and who let the time go by.
fn answers(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    let last: BTreeMap<PartyNumber, _> =
        state.submitted.applications.answers.iter().map(|answer| (answer.party, answer)).collect();
    let mut said = Vec::new();
    for (number, side, party) in state.parties() {
        match last.get(&number) {
            Some(answer) => {
                let mut words = paragraphs(&answer.form.statement);
                words.extend(paragraphs(&answer.form.facts_and_reasons));
                let verb = if side == Side::ThirdParty { "述称" } else { "辩称" };
                if let Some(first) = words.first_mut() {
                    *first = format!("{}{verb}，{first}", party.name);
                }
                said.extend(words);
            }
            None if side == Side::Respondent && time_is_over(source, number) => {
                said.push(format!("{}{}未作答辩。", role_word(state.kind(), side), party.name));
            }
            None => {}
        }
    }
    fields.put_all(&["answer", "answers", "defence"], json!(said));
    fields.put_all(&["answer", "defence"], said.join("\n"));
}

/// Whether a party's time to answer went by.
fn time_is_over(source: &Source<'_>, party: PartyNumber) -> bool {
    let today = source.now.beijing_date();
    let mut deadlines = agenda::deadlines(source.state, source.facts).into_iter();
    deadlines.any(|deadline| {
        deadline.rule.starts_with("ANSWER")
            && deadline.whose == Whose::Party { party }
            && deadline.status(today) == DeadlineStatus::Elapsed
    })
}

/// How the case came to the court and was heard; what happened in the hearing is written by hand.
fn course(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    let Some(registration) = &state.decided.registration else { return };
    let of_side = |side: Side| {
        let all = state.parties();
        let names: Vec<&str> =
            all.iter().filter(|(_, one, _)| *one == side).map(|(_, _, form)| form.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{}{}", role_word(state.kind(), side), names.join("、")))
    };
    let (claimants, respondents) = (of_side(Side::Claimant), of_side(Side::Respondent));
    let mut who = [claimants, respondents].into_iter().flatten().collect::<Vec<_>>().join("与");
    if let Some(third) = of_side(Side::ThirdParty) {
        who = format!("{who}、{third}");
    }
    let (cause, day) = (&registration.cause_name, chinese_date(registration.filed_on));
    let procedure = procedure_name(registration.procedure);
    let words = if state.kind() == Some(FilingKind::Enforcement) {
        format!("{who}{cause}一案，本院于{day}立案执行。")
    } else {
        format!("{who}{cause}一案，本院于{day}立案后，依法适用{procedure}进行了审理。本案现已审理终结。")
    };
    fields.put_all(&["course", "introduction"], json!([words.clone()]));
    fields.put_all(&["course", "introduction"], words);
    let title = registration.title.clone();
    fields.put_all(&["case_title", "matter_title"], title);
}

/// What the filing desk received, found missing and refused.
fn filing_desk(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    if let Some(filing) = state.filing() {
        fields.put_all(&["received_at", "submitted_at"], moment(filing.at));
        let day = filing.at.beijing_date().to_string();
        fields.put_all(&["received_on", "received_date", "submitted_on"], day);
        let papers: Vec<Value> = (1..)
            .zip(&filing.form.attachments)
            .map(|(number, paper): (i64, _)| {
                let pages = i64::from(paper.blob.pages.unwrap_or(1));
                json!({ "number": number, "no": number, "name": paper.name, "title": paper.name,
                        "pages": pages, "n_pages": pages, "copies": 1, "original": "电子件", "form": "电子件" })
            })
            .collect();
        fields.put_all(&["items", "materials"], papers.clone());
        let mut enclosures = vec![json!({ "number": 0, "no": 0, "name": "起诉状副本", "title": "起诉状副本",
                                          "pages": 1, "n_pages": 1, "copies": 1 })];
        enclosures.extend(papers);
        for (number, row) in enclosures.iter_mut().enumerate() {
            row["number"] = json!(number + 1);
            row["no"] = json!(number + 1);
        }
        fields.put_all(&["enclosures", "attachments"], enclosures);
    }
    if let Some(correction) = state.decided.corrections.last() {
        let defects: Vec<Value> = (1..)
            .zip(&correction.defects)
            .map(|(number, defect): (i64, _)| {
                json!({ "number": number, "no": number, "what": defect.reason, "reason": defect.reason,
                        "requirement": defect.reason, "content": defect.reason })
            })
            .collect();
        let words: Vec<&str> = correction.defects.iter().map(|defect| defect.reason.as_str()).collect();
        fields.put_all(&["defects", "missing", "items"], defects);
        fields.put_all(&["defects", "missing", "items"], json!(words));
        fields.put_all(&["correct_until", "until", "due_on"], correction.until.to_string());
    }
    if let Some(rejection) = &state.decided.rejection {
        fields.put_all(&["reasons", "reason"], json!(paragraphs(&rejection.reason)));
        fields.put_all(&["reasons", "reason"], rejection.reason.clone());
        fields.put("law", rejection.article.clone());
    }
}

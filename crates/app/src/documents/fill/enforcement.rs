//! What is enforced.

use serde_json::json;
use weicourt_domain::form::FilingKind;

use super::Source;
use super::fields::Fields;
use super::words::paragraphs;

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    let Some(form) = source.state.form().filter(|form| form.kind == FilingKind::Enforcement) else { return };
    if let Some(title) = &form.enforcement {
        fields.put_all(&["title_body", "title_court", "title_by"], title.title_court.clone());
        fields.put_all(&["title_number", "title"], title.title_number.clone());
        if let Some(day) = title.effective_on {
            fields.put_all(&["title_effective_on", "effective_on"], day.to_string());
        }
        if let Some(day) = title.performance_due_on {
            fields.put_all(&["performance_due_on", "due_on"], day.to_string());
        }
    }
    let rows: Vec<_> = (1..)
        .zip(&form.claims)
        .map(|(number, claim): (i64, _)| {
            json!({ "number": number, "no": number, "what": claim, "content": claim, "obligation": claim,
                    "performance": claim, "item": claim })
        })
        .collect();
    fields.put("obligations", rows);
    fields.put("obligations", json!(form.claims));
    fields.put("obligations", form.claims.join("\n"));
    fields.put_all(&["facts", "background"], json!(paragraphs(&form.facts_and_reasons)));
    if let Some(amount) = form.claim_amount_fen {
        fields.put_all(&["amount", "total", "claimed"], amount.0);
    }
}

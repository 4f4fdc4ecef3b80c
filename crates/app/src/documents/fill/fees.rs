//! Court costs: what is paid, and how it was reckoned.

use serde_json::{Value, json};
use weicourt_domain::exact::Exact;
use weicourt_domain::fee::Fee;
use weicourt_domain::filing;
use weicourt_domain::form::{FilingFeeKind, FilingForm, FilingKind};
use weicourt_domain::money::Fen;

use super::Source;
use super::fields::Fields;

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    let Some(form) = state.form() else { return };
    let procedure = state.decided.registration.as_ref().map(|registration| registration.procedure);
    let reckon = |procedure| filing::fee(form, procedure, source.facts).ok();
    let (Some(full), Some(due)) = (reckon(None), reckon(procedure)) else { return };
    let enforcement = form.kind == FilingKind::Enforcement;
    fields.put("fee_kind", if enforcement { "application" } else { "acceptance" });
    let kind = if enforcement { "申请执行费" } else { "案件受理费" };
    fields.put("fee_name", kind);
    if let Some(base) = form.claim_amount_fen {
        fields.put_all(&["base", "claim_amount", "claimed", "principal"], base.0);
    }
    fields.put_all(&["full_amount", "full_fee", "fee"], full.fee.0);
    fields.put_all(&["halved_to", "halved_fee", "due_fee"], due.fee.0);
    if fields.template() == "fee_notice" {
        fields.put("amount", due.fee.0);
    }
    if enforcement {
        fields.put_all(&["enforcement_fee", "application_fee"], due.fee.0);
    }
    if due.fee < full.fee {
        fields.put_all(&["halving", "multiplier"], halving(source));
        fields.put_all(&["halved", "half"], true);
    }
    fields.put("calculation", calculation(source, form, &full));
    // Who bears them is decided, not reckoned.
    fields.put("costs", json!([{ "kind": kind, "name": kind, "item": kind, "amount": due.fee.0 }]));
    fields.put_all(
        &["bill", "items"],
        json!([{ "kind": kind, "name": kind, "item": kind, "amount": due.fee.0 }]),
    );
}

fn halving(source: &Source<'_>) -> String {
    let procedure = source.state.decided.registration.as_ref().map(|known| known.procedure);
    let name = procedure.map_or("简易程序", super::words::procedure_name);
    format!("适用{name}审理，减半交纳")
}

/// The sum band by band, where the fee goes by the amount in dispute; else one line.
fn calculation(source: &Source<'_>, form: &FilingForm, full: &Fee) -> Value {
    let schedule = match form.fee_kind {
        FilingFeeKind::Property | FilingFeeKind::IpCivil => Some("property"),
        FilingFeeKind::Enforcement => Some("enforcement"),
        FilingFeeKind::Divorce
        | FilingFeeKind::PersonalityRight
        | FilingFeeKind::OtherNonProperty
        | FilingFeeKind::Labour
        | FilingFeeKind::Administrative => None,
    };
    let rows = schedule.zip(form.claim_amount_fen).map(|(schedule, amount)| bands(source, schedule, amount));
    let adds_up =
        |rows: &Vec<(String, String, Fen)>| rows.iter().map(|(.., fee)| *fee).sum::<Fen>() == full.fee;
    match rows.filter(adds_up) {
        Some(rows) => rows
            .into_iter()
            .map(|(band, rate, fee)| json!({ "band": band, "rate": rate, "amount": fee.0 }))
            .collect(),
        None => json!([{ "band": "按件", "rate": "每件", "amount": full.fee.0 }]),
    }
}

fn bands(source: &Source<'_>, schedule: &str, amount: Fen) -> Vec<(String, String, Fen)> {
    let bands = source.facts.tariff.bands(schedule);
    let mut rows = Vec::new();
    for (place, band) in bands.iter().enumerate() {
        let upper = bands.get(place + 1).map(|next| next.above);
        if band.flat != Fen::ZERO {
            let words =
                upper.map_or_else(|| "每件".to_owned(), |upper| format!("不超过{}的部分", yuan(upper)));
            rows.push((words, "每件".to_owned(), band.flat));
        }
        if band.rate_percent == Exact::ZERO || amount <= band.above {
            continue;
        }
        let top = upper.map_or(amount, |upper| upper.min(amount));
        let fee = (Exact::yuan(top) - Exact::yuan(band.above)) * band.rate_percent.percent();
        let words = match upper {
            Some(upper) => format!("超过{}至{}的部分", yuan(band.above), yuan(upper)),
            None => format!("超过{}的部分", yuan(band.above)),
        };
        rows.push((words, format!("{}%", band.rate_percent), fee.to_fen()));
    }
    rows
}

/// 1万元, 5000元.
fn yuan(amount: Fen) -> String {
    let yuan = amount.0 / 100;
    if yuan > 0 && yuan % 10_000 == 0 { format!("{}万元", yuan / 10_000) } else { format!("{yuan}元") }
}

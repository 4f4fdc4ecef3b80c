//! Exhibits, what was said to them and found, and until when they come. Restricted exhibits stay out: a document
//! goes to everybody.

use serde_json::{Value, json};
use weicourt_domain::entry::{EvidenceRuling, ExchangeForm, OpinionForm, PointOpinion, Stance};
use weicourt_domain::evidence::{self, Agreement, Exhibit};

use super::Source;
use super::fields::Fields;
use super::parties::role_word;
use super::words::{exhibit_kind, moment, original, stance};
use crate::evidence::n_pages;

pub(super) fn fill(source: &Source<'_>, fields: &mut Fields<'_>) {
    period(source, fields);
    let state = source.state;
    let shown = |exhibit: &&Exhibit| {
        !evidence::is_restricted(state, exhibit) && evidence::counts(state, exhibit.entry)
    };
    let exhibits: Vec<&Exhibit> = state.exhibits().filter(shown).collect();
    // A list of evidence is one party's: that of the party it is for.
    let own = |exhibit: &&&Exhibit| source.parties.is_empty() || source.parties.contains(&exhibit.party);
    let rows: Vec<Value> = match fields.template() {
        "evidence_list" => exhibits.iter().filter(own).map(|exhibit| row(source, exhibit)).collect(),
        _ => exhibits.iter().map(|exhibit| row(source, exhibit)).collect(),
    };
    fields.put_all(&["evidence", "exhibits", "evidence_table", "items"], rows);
    fields.put_all(&["evidence", "evidence_opinions"], json!(opinions(source, &exhibits)));
    let disputed =
        exhibits.iter().filter(|exhibit| evidence::agreement(state, exhibit) == Agreement::Disputed);
    let disputed: Vec<String> = disputed.map(|exhibit| said(source, exhibit)).collect();
    fields.put_all(&["disputed", "disputed_evidence"], json!(disputed));
    let agreed =
        exhibits.iter().filter(|exhibit| evidence::agreement(state, exhibit) == Agreement::Undisputed);
    let agreed: Vec<String> = agreed.map(|exhibit| named(source, exhibit)).collect();
    if !agreed.is_empty() {
        let words = format!("对{}，各方当事人无异议。", agreed.join("、"));
        fields.put_all(&["undisputed", "undisputed_evidence"], json!([words]));
    }
}

fn period(source: &Source<'_>, fields: &mut Fields<'_>) {
    let state = source.state;
    let addressed =
        source.parties.iter().next().copied().or(state.parties().first().map(|(party, ..)| *party));
    let Some(period) = addressed.and_then(|party| evidence::period_of(state, party)) else { return };
    let until = evidence::end_of(state, period);
    fields.put_all(&["evidence_until", "evidence_deadline"], until.to_string());
    if fields.template() == "evidence_notice" || fields.template() == "notice_extension" {
        fields.put_all(&["until", "new_until"], until.to_string());
        fields.put("old_until", period.until.to_string());
    }
    fields.put("period", if period.agreed { "agreed" } else { "set" });
    if let ExchangeForm::Synchronous { at, place } = &period.exchange {
        fields.put_all(&["exchange_at", "exchange_datetime"], moment(*at));
        fields.put("exchange_place", place.clone());
        if fields.template() == "exchange_record" {
            fields.put_all(&["at", "opened_at"], moment(*at));
            fields.put("place", place.clone());
        }
    }
}

/// 原告证据1《借条》.
fn named(source: &Source<'_>, exhibit: &Exhibit) -> String {
    let state = source.state;
    let side = state.side_of(exhibit).map_or("", |side| role_word(state.kind(), side));
    format!("{side}证据{}“{}”", state.exhibit_number(exhibit), exhibit.form.name)
}

fn row(source: &Source<'_>, exhibit: &Exhibit) -> Value {
    let (state, form) = (source.state, &exhibit.form);
    let party = state.party(exhibit.party).map(|(_, party)| party.name.clone()).unwrap_or_default();
    let pages = i64::from(n_pages(form));
    let number = i64::from(state.exhibit_number(exhibit));
    let side = state.side_of(exhibit).map_or("", |side| role_word(state.kind(), side));
    let opinion = evidence::latest_opinions(state, exhibit.entry).map(|opinion| words(&opinion.form));
    let opinion = opinion.collect::<Vec<_>>().join("；");
    let ruling = evidence::ruling_of(state, exhibit.entry);
    let found = ruling.map_or("", |made| match made.ruling {
        EvidenceRuling::Adopted => "采信",
        EvidenceRuling::PartlyAdopted => "部分采信",
        EvidenceRuling::NotAdopted => "不予采信",
    });
    json!({
        "number": number, "no": number, "label": format!("{side}证据{number}"), "evidence": named(source, exhibit),
        "name": form.name, "title": form.name, "party": party, "submitted_by": party, "side": side,
        "kind": exhibit_kind(form.kind), "source": form.source, "purpose": form.purpose, "pages": pages,
        "n_pages": pages, "original": original(form.original), "opinion": opinion, "opinions": opinion,
        "submitted_on": exhibit.at.beijing_date().to_string(), "ruling": found, "result": found,
        "finding": found, "disputed": evidence::agreement(state, exhibit) == Agreement::Disputed,
    })
}

/// What one party says to an exhibit, in a line.
fn words(form: &OpinionForm) -> String {
    let points: [(&str, &PointOpinion); 4] = [
        ("真实性", &form.authenticity),
        ("合法性", &form.legality),
        ("关联性", &form.relevance),
        ("证明力", &form.force),
    ];
    if points.iter().all(|(_, point)| point.stance == Stance::Agree) {
        return "无异议".to_owned();
    }
    let one = |(name, point): &(&str, &PointOpinion)| {
        let reason = point.reason.trim();
        let reason = if reason.is_empty() { String::new() } else { format!("（{reason}）") };
        format!("对{name}{}{reason}", stance(point.stance))
    };
    points.iter().map(one).collect::<Vec<_>>().join("，").replace(['\n', '\r'], " ")
}

/// What everybody said to an exhibit.
fn said(source: &Source<'_>, exhibit: &Exhibit) -> String {
    let state = source.state;
    let opinions = evidence::latest_opinions(state, exhibit.entry).map(|opinion| {
        let name = state.party(opinion.party).map(|(_, party)| party.name.as_str()).unwrap_or_default();
        format!("{name}{}", words(&opinion.form))
    });
    format!("对{}，{}。", named(source, exhibit), opinions.collect::<Vec<_>>().join("；"))
}

/// The evidence and the cross-examination as paragraphs of a judgment.
fn opinions(source: &Source<'_>, exhibits: &[&Exhibit]) -> Vec<String> {
    let state = source.state;
    let answered: Vec<&&Exhibit> = exhibits
        .iter()
        .filter(|exhibit| evidence::latest_opinions(state, exhibit.entry).next().is_some())
        .collect();
    if answered.is_empty() {
        return Vec::new();
    }
    let mut paragraphs =
        vec!["当事人围绕诉讼请求依法提交了证据，本院组织当事人进行了证据交换和质证。".to_owned()];
    let found = |exhibit: &Exhibit| {
        let made = evidence::ruling_of(state, exhibit.entry)?;
        let reason = made.reason.trim().trim_end_matches('。');
        let because = if reason.is_empty() { String::new() } else { format!("{reason}，") };
        Some(match made.ruling {
            EvidenceRuling::Adopted => format!("{because}本院予以采信。"),
            EvidenceRuling::PartlyAdopted => format!("{because}本院部分采信。"),
            EvidenceRuling::NotAdopted => format!("{because}本院不予采信。"),
        })
    };
    paragraphs.extend(
        answered
            .into_iter()
            .map(|exhibit| format!("{}{}", said(source, exhibit), found(exhibit).unwrap_or_default())),
    );
    paragraphs
}

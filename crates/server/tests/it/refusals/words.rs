//! Words that are too long, and words that other programs would run.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use super::kept;
use crate::court::Court;
use crate::court::client::Ask;
use crate::court::papers::{PLAIN, says};
use crate::court::people::{person, text};
use crate::story::{Cast, DEFENDANT};

const DANGEROUS: [&str; 7] = [
    "'; drop table entries; --",
    "\" or \"\"=\"",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
    "${jndi:ldap://127.0.0.1/a}",
    "空\u{0}字\u{1b}[2J\u{202e}符\u{feff}",
];

#[tokio::test]
async fn words_that_other_programs_would_run_are_kept_and_shown_as_words() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { case, plaintiff, defendant, judge, .. } = &cast;
    let defendant_id = text(&defendant.read("/api/session").await["person"]);
    for words in DANGEROUS {
        plaintiff.say(case, words).await;
        let place = json!({ "content": {
            "type": "location", "latitude_e7": 1, "longitude_e7": 1, "name": words, "address": words,
        } });
        plaintiff.act(&format!("/api/cases/{case}/messages"), &place).await;
        let seen = defendant.get(&format!("/api/cases/{case}/entries?limit=500")).await;
        assert_eq!(seen.headers["content-type"], "application/json");
        assert_eq!(seen.headers["x-content-type-options"], "nosniff");
        let page = seen.json();
        let last: Vec<&Value> = page["entries"].as_array().expect("a list").iter().rev().take(2).collect();
        assert_eq!(last[1]["body"]["content"]["text"], words);
        assert_eq!(
            (&last[0]["body"]["content"]["name"], &last[0]["body"]["content"]["address"]),
            (&json!(words), &json!(words))
        );
        judge
            .client
            .act(&format!("/api/cases/{case}/mutes"), &json!({ "person": defendant_id, "reason": words }))
            .await;
        judge.client.act(&format!("/api/cases/{case}/unmutes"), &json!({ "person": defendant_id })).await;
        // Searching for it finds nothing and breaks nothing.
        let asked = reqwest::Url::parse_with_params("http://x/", [("q", words)]).expect("an address");
        for path in ["/api/cases", "/api/courts", "/api/causes"] {
            plaintiff.read(&format!("{path}?{}", asked.query().expect("a query"))).await;
        }
    }
    let draft = plaintiff.draft(DEFENDANT, &PLAIN).await;
    let (id, mut version) = (text(&draft["id"]), draft["version"].clone());
    for words in DANGEROUS {
        let mut form = draft["form"].clone();
        form["facts_and_reasons"] = json!(words);
        form["claims"] = json!([words]);
        form["respondents"][0]["name"] = json!(words);
        form["cause_code"] = json!(words);
        let save = json!({ "version": version, "form": form });
        let saved = plaintiff.ask(Ask::new(Method::PUT, &format!("/api/drafts/{id}"), Some(&save))).await;
        let saved = saved.done(words);
        assert_eq!(saved["form"]["facts_and_reasons"], words);
        assert_eq!(saved["form"]["respondents"][0]["name"], words);
        version = saved["version"].clone();
        // No such cause of action: the draft cannot be handed in.
        let refused = plaintiff.hand_in(&saved).await;
        assert_eq!(refused.refusal(), "422 filing_incomplete");
    }
    assert!(cast.court.verify().valid, "the log is whole");
}

#[tokio::test]
async fn words_without_an_end_are_refused_and_not_kept() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { court, case, plaintiff, defendant, judge, .. } = &cast;
    let officer = court.staff("filing-1").await.client;
    let open_filing = plaintiff.file(DEFENDANT, &PLAIN).await;
    let filing = |rest: &str| format!("/api/filings/{open_filing}/{rest}");
    let person_id = text(&defendant.read("/api/session").await["person"]);
    let at = |rest: &str| format!("/api/cases/{case}/{rest}");
    let long = "长".repeat(20_001);
    let place = json!({ "content": {
        "type": "location", "latitude_e7": 1, "longitude_e7": 1, "name": long, "address": "a",
    } });
    let nowhere = json!({ "content": {
        "type": "location", "latitude_e7": 900_000_001, "longitude_e7": 1, "name": "a", "address": "a",
    } });
    let clerk = judge.client.read(&format!("/api/cases/{case}")).await["clerk"]["person"].clone();
    let many: Vec<String> = (0..20_000).map(|_| person_id.clone()).collect();
    let bench = json!({ "handling_judge": judge.person, "clerk": clerk, "panel": many });
    let defects: Vec<Value> = (0..5000).map(|_| json!({ "field": "claims", "reason": "x" })).collect();
    let until = "2099-01-01";
    let before = kept(court);
    let table = [
        (plaintiff, at("messages"), says(&"字".repeat(4001)), "422 too_long"),
        (plaintiff, at("messages"), says(" \n\t"), "422 empty"),
        (plaintiff, at("messages"), place, "422 too_long"),
        (plaintiff, at("messages"), nowhere, "422 not_a_place"),
        (plaintiff, at("messages"), json!({ "content": { "type": "withdrawn" } }), "422 not_sendable"),
        (&judge.client, at("mutes"), json!({ "person": person_id, "reason": long }), "422 too_long"),
        (&judge.client, at("floor"), json!({ "closed": true, "reason": long }), "422 too_long"),
        (&judge.client, at("quiet-hours"), json!({ "from": long, "to": "25:99" }), "422 not_times"),
        (&judge.client, at("closing"), json!({ "outcome": "mediated", "note": long }), "422 too_long"),
        (&officer, filing("rejection"), json!({ "reason": long, "article": "§1" }), "422 too_long"),
        (&officer, filing("rejection"), json!({ "reason": "x", "article": long }), "422 too_long"),
        (&officer, filing("mediation-offer"), json!({ "note": long }), "422 too_long"),
        (
            &officer,
            filing("corrections"),
            json!({ "defects": [{ "field": "claims", "reason": long }], "until": until }),
            "422 too_long",
        ),
        (
            &officer,
            filing("corrections"),
            json!({ "defects": [{ "field": long, "reason": "x" }], "until": until }),
            "422 too_long",
        ),
        (&officer, filing("corrections"), json!({ "defects": defects, "until": until }), "422 too_long"),
        (
            &officer,
            filing("registration"),
            json!({ "procedure": "simplified", "cause_code": long }),
            "422 unknown_cause",
        ),
        (&judge.client, at("bench"), bench, "422 bad_fields"),
    ];
    for (client, path, body, refusal) in table {
        let answer = client.post(&path, &body).await;
        assert_eq!(answer.refusal(), refusal, "{path}: {}", String::from_utf8_lossy(&answer.bytes));
    }
    assert_eq!(kept(court), before);
}

/// Every field of the form that holds words, with more words than a form may hold.
#[tokio::test]
async fn a_form_with_a_field_without_an_end_cannot_be_handed_in() {
    let court = Court::start();
    let plaintiff = court.enrol("样例甲").await;
    let draft = plaintiff.draft(DEFENDANT, &PLAIN).await;
    let (id, mut version) = (text(&draft["id"]), draft["version"].clone());
    let long = json!("长".repeat(20_001));
    let agent = json!({
        "kind": "relative", "name": "样例戊", "phone": person("样例戊").phone, "stages": ["first_instance"],
    });
    let mut whole = draft["form"].clone();
    whole["respondents"][0]["agents"] = json!([agent]);
    whole["enforcement"] = json!({ "title_number": "a", "title_court": "b" });
    whole["administrative"] = json!({ "agency_act": "a" });
    let fields = [
        "/claims/0",
        "/facts_and_reasons",
        "/claimants/0/domicile",
        "/respondents/0/name",
        "/respondents/0/domicile",
        "/respondents/0/phone",
        "/respondents/0/sex",
        "/respondents/0/ethnicity",
        "/respondents/0/uscc",
        "/respondents/0/legal_representative",
        "/respondents/0/id_masked",
        "/respondents/0/agents/0/name",
        "/respondents/0/agents/0/phone",
        "/respondents/0/agents/0/licence",
        "/respondents/0/agents/0/firm",
        "/respondents/0/agents/0/id_masked",
        "/attachments/0/name",
        "/enforcement/title_number",
        "/enforcement/title_court",
        "/administrative/agency_act",
        "/cause_code",
    ];
    let before = kept(&court);
    for field in fields {
        let mut form = whole.clone();
        let (parent, name) = field.rsplit_once('/').expect("a path");
        match form.pointer_mut(parent).expect("it is there") {
            Value::Array(list) => list[name.parse::<usize>().expect("a number")] = long.clone(),
            object => object[name] = long.clone(),
        }
        let save = json!({ "version": version, "form": form });
        let saved = plaintiff.ask(Ask::new(Method::PUT, &format!("/api/drafts/{id}"), Some(&save))).await;
        if saved.status == 200 {
            let saved = saved.json();
            version = saved["version"].clone();
            let refused = plaintiff.hand_in(&saved).await;
            assert_eq!(refused.refusal(), "422 filing_incomplete", "{field}");
        } else {
            assert_eq!(saved.status, 422, "{field}: {}", saved.refusal());
        }
    }
    assert_eq!(kept(&court), before);
}

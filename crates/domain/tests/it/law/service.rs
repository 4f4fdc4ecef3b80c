//! When a document is served: every branch of the rules, each row with its article.

use proptest::prelude::*;
use serde_json::{Value, json};
use weicourt_domain::instant::Instant;
use weicourt_domain::service::{
    AddressStanding, Attempt, AttemptVerdict, Consent, NextStep, NotServed, Rebuttal, RebuttalGround,
    ServedDocument, ServiceFacts, ServiceRefusal, ServiceRule, decide,
};

use super::date;

/// A moment of 2 November 2026, a Monday, or of a day after it.
fn at(day: u8, time: &str) -> String {
    format!("2026-11-{day:02}T{time}:00+08:00")
}

fn electronic(address: &str, more: Value) -> Value {
    let mut attempt =
        json!({ "by": "electronic", "channel": "mailbox", "address": address, "sent_at": at(2, "09:00") });
    let fields = more.as_object().expect("fields").clone();
    attempt.as_object_mut().expect("fields").extend(fields);
    attempt
}

fn scenario(more: Value, attempts: Value) -> Value {
    let mut facts = json!({ "procedure": "simplified", "today": "2026-12-20", "attempts": attempts });
    let fields = more.as_object().expect("fields").clone();
    facts.as_object_mut().expect("fields").extend(fields);
    facts
}

/// One line for what was decided: rule, day, time, and how firm it is; or why nothing serves.
fn told(scenario: &Value) -> String {
    let facts: ServiceFacts = serde_json::from_value(scenario.clone()).expect("facts");
    match decide(&facts) {
        Err(refusal) => format!("refused: {refusal}"),
        Ok(verdict) => match verdict.effective {
            Some(effective) => {
                let time = effective.at.map(|at| at.to_string()[11..16].to_owned()).unwrap_or_default();
                let presumed = if effective.presumed { " presumed" } else { "" };
                let contested = if effective.contested { " contested" } else { "" };
                let default = if effective.carries_default_judgment { "" } else { " no-default" };
                format!("{:?} {} {time}{presumed}{contested}{default}", effective.rule, effective.on)
                    .replace("  ", " ")
                    .trim()
                    .to_owned()
            }
            None => {
                let because = verdict.attempts.iter().filter_map(|verdict| match verdict {
                    AttemptVerdict::DoesNot { because, .. } => Some(format!("{because:?}")),
                    AttemptVerdict::Serves { .. } => None,
                });
                format!("not served: {}", because.collect::<Vec<_>>().join(", "))
            }
        },
    }
}

/// The provisions that decide: of what serves, else of the last attempt.
fn source(scenario: &Value) -> Vec<&'static str> {
    let facts: ServiceFacts = serde_json::from_value(scenario.clone()).expect("facts");
    let Ok(verdict) = decide(&facts) else { return Vec::new() };
    verdict.effective.map(|effective| effective.source).unwrap_or_else(|| match verdict.attempts.last() {
        Some(AttemptVerdict::DoesNot { source, .. }) => source.clone(),
        Some(AttemptVerdict::Serves { .. }) | None => Vec::new(),
    })
}

#[test]
fn every_branch_with_its_article() {
    let post = |more: Value| {
        let mut attempt = json!({ "by": "post" });
        attempt.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        attempt
    };
    let sms = json!({ "by": "companion", "channel": "sms", "sent_at": at(2, "09:00"), "arrived_at": at(2, "09:01"), "read_at": at(2, "09:02") });
    let announced = json!({ "by": "announcement", "published_on": "2026-11-02", "nothing_else_works": true });
    let mediation = json!({ "document": "mediation_statement" });
    let ordinary = json!({ "procedure": "ordinary" });
    let none = json!({});
    let olr31 = "在线诉讼规则 §31";
    let rows: Vec<(&str, &str, Value, &str)> = vec![
        (
            "A: arrived at a confirmed address",
            olr31,
            scenario(none.clone(), json!([electronic("confirmed", json!({ "arrived_at": at(2, "09:01") }))])),
            "A 2026-11-02 09:01",
        ),
        (
            "A: reading is not needed, and does not delay",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "confirmed",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(5, "08:00") })
                )]),
            ),
            "A 2026-11-02 09:01",
        ),
        (
            "A: the recipient proves another arrival",
            "民诉法解释 §135",
            scenario(
                none.clone(),
                json!([electronic(
                    "confirmed",
                    json!({ "arrived_at": at(2, "09:01"), "proved_arrival_at": at(3, "18:30") })
                )]),
            ),
            "A 2026-11-03 18:30",
        ),
        (
            "A: on its way",
            olr31,
            scenario(none.clone(), json!([electronic("confirmed", json!({}))])),
            "not served: OnItsWay",
        ),
        (
            "A: came back",
            olr31,
            scenario(none.clone(), json!([electronic("confirmed", json!({ "failed_at": at(2, "09:05") }))])),
            "not served: Failed",
        ),
        (
            "A: an answer proves arrival where the system is silent",
            olr31,
            scenario(
                none.clone(),
                json!([electronic("confirmed", json!({ "acknowledged_at": at(4, "10:00") }))]),
            ),
            "A 2026-11-04 10:00",
        ),
        (
            "A: just before midnight in Beijing",
            olr31,
            scenario(none.clone(), json!([electronic("confirmed", json!({ "arrived_at": at(2, "23:59") }))])),
            "A 2026-11-02 23:59",
        ),
        (
            "A: just after midnight in Beijing",
            olr31,
            scenario(none.clone(), json!([electronic("confirmed", json!({ "arrived_at": at(3, "00:00") }))])),
            "A 2026-11-03 00:00",
        ),
        (
            "A: recalled before it arrived",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "confirmed",
                    json!({ "recalled_at": at(2, "09:00"), "arrived_at": at(2, "09:01") })
                )]),
            ),
            "not served: Recalled",
        ),
        (
            "A: recalled after it was served stays served",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "confirmed",
                    json!({ "arrived_at": at(2, "09:01"), "recalled_at": at(2, "12:00") })
                )]),
            ),
            "A 2026-11-02 09:01",
        ),
        (
            "consent refused before it was sent",
            "在线诉讼规则 §29",
            scenario(
                json!({ "consent": { "refused_at": at(1, "08:00") } }),
                json!([electronic("confirmed", json!({ "arrived_at": at(2, "09:01") }))]),
            ),
            "not served: Refused",
        ),
        (
            "consent taken back after it was sent: what was done stays",
            olr31,
            scenario(
                json!({ "consent": { "basis": "express", "refused_at": at(2, "10:00") } }),
                json!([electronic("confirmed", json!({ "arrived_at": at(2, "09:01") }))]),
            ),
            "A 2026-11-02 09:01",
        ),
        (
            "B1: the recipient answers",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "acknowledged_at": at(3, "11:20") })
                )]),
            ),
            "B1 2026-11-03 11:20",
        ),
        (
            "B1: the recipient acts accordingly",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "acted_at": at(6, "09:30") })
                )]),
            ),
            "B1 2026-11-06 09:30",
        ),
        (
            "B1: the earlier of answer and act",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "acted_at": at(4, "09:30"), "acknowledged_at": at(5, "09:00") })
                )]),
            ),
            "B1 2026-11-04 09:30",
        ),
        (
            "B1: answered before the system said read",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "acknowledged_at": at(3, "11:00"), "read_at": at(3, "11:05") })
                )]),
            ),
            "B1 2026-11-03 11:00",
        ),
        (
            "B2: read",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(3, "20:15") })
                )]),
            ),
            "B2 2026-11-03 20:15 presumed no-default",
        ),
        (
            "B2: read, and answered later: certain from the reading on",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(3, "20:15"), "acknowledged_at": at(5, "09:00") })
                )]),
            ),
            "B2 2026-11-03 20:15",
        ),
        (
            "B2: contested, not decided",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(3, "20:15"), "rebuttal": { "ground": "not_read_by_recipient" } })
                )]),
            ),
            "B2 2026-11-03 20:15 presumed contested no-default",
        ),
        (
            "B2: rebutted, a system error",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(3, "20:15"), "rebuttal": { "ground": "system_error", "upheld": true } })
                )]),
            ),
            "not served: Rebutted",
        ),
        (
            "B2: rebuttal not upheld",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(3, "20:15"), "rebuttal": { "ground": "not_used_by_recipient", "upheld": false } })
                )]),
            ),
            "B2 2026-11-03 20:15 presumed no-default",
        ),
        (
            "B2: rebutted, but answered later",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "own",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(3, "20:15"), "acknowledged_at": at(6, "08:00"), "rebuttal": { "ground": "not_read_by_recipient", "upheld": true } })
                )]),
            ),
            "B1 2026-11-06 08:00",
        ),
        (
            "B3: arrived, no reaction",
            olr31,
            scenario(none.clone(), json!([electronic("own", json!({ "arrived_at": at(2, "09:01") }))])),
            "not served: NoReaction",
        ),
        (
            "B: came back",
            olr31,
            scenario(none.clone(), json!([electronic("own", json!({ "failed_at": at(2, "09:02") }))])),
            "not served: Failed",
        ),
        (
            "perhaps somebody else's address, even when read",
            olr31,
            scenario(
                none.clone(),
                json!([electronic(
                    "unsure",
                    json!({ "arrived_at": at(2, "09:01"), "read_at": at(2, "10:00") })
                )]),
            ),
            "not served: AddressUnsure",
        ),
        (
            "C: the earliest of several channels",
            olr31,
            scenario(
                none.clone(),
                json!([
                    electronic("confirmed", json!({ "arrived_at": at(3, "09:00") })),
                    electronic(
                        "own",
                        json!({ "channel": "email", "arrived_at": at(2, "09:01"), "acknowledged_at": at(2, "15:00") })
                    )
                ]),
            ),
            "B1 2026-11-02 15:00",
        ),
        (
            "C: a bounce on one channel does not undo the other",
            olr31,
            scenario(
                none.clone(),
                json!([
                    electronic("confirmed", json!({ "channel": "email", "failed_at": at(2, "09:01") })),
                    electronic("confirmed", json!({ "arrived_at": at(2, "09:02") }))
                ]),
            ),
            "A 2026-11-02 09:02",
        ),
        (
            "D: a short message alone never serves, even when read",
            "在线诉讼规则 §32",
            scenario(none.clone(), json!([sms.clone()])),
            "not served: CompanionOnly",
        ),
        (
            "D: nor does it make an unread mailbox served",
            "在线诉讼规则 §32",
            scenario(none.clone(), json!([electronic("own", json!({ "arrived_at": at(2, "09:01") })), sms])),
            "not served: NoReaction, CompanionOnly",
        ),
        (
            "handed over",
            "民事诉讼法 §87",
            scenario(
                none.clone(),
                json!([{ "by": "personal", "taken_by": "recipient", "signed_on": "2026-11-09" }]),
            ),
            "Personal 2026-11-09",
        ),
        (
            "handed to family at home",
            "民事诉讼法 §88",
            scenario(
                none.clone(),
                json!([{ "by": "personal", "taken_by": "adult_family", "signed_on": "2026-11-09" }]),
            ),
            "Personal 2026-11-09",
        ),
        (
            "a mediation statement is not for the family",
            "民诉法解释 §133",
            scenario(
                mediation.clone(),
                json!([{ "by": "personal", "taken_by": "adult_family", "signed_on": "2026-11-09" }]),
            ),
            "not served: NotForThisDocument",
        ),
        (
            "but for the receiver the party named",
            "民事诉讼法 §87",
            scenario(
                mediation.clone(),
                json!([{ "by": "personal", "taken_by": "named_receiver", "signed_on": "2026-11-09" }]),
            ),
            "Personal 2026-11-09",
        ),
        (
            "refused at the court, noted",
            "民诉法解释 §131",
            scenario(none.clone(), json!([{ "by": "refused_at_court", "on": "2026-11-10", "noted": true }])),
            "RefusedAtCourt 2026-11-10",
        ),
        (
            "refused at the court, not noted",
            "民诉法解释 §131",
            scenario(none.clone(), json!([{ "by": "refused_at_court", "on": "2026-11-10", "noted": false }])),
            "not served: NotRecorded",
        ),
        (
            "left behind, filmed",
            "民事诉讼法 §89",
            scenario(none.clone(), json!([{ "by": "leaving", "left_on": "2026-11-11", "recorded": true }])),
            "Leaving 2026-11-11",
        ),
        (
            "left behind, nobody saw it",
            "民事诉讼法 §89",
            scenario(none.clone(), json!([{ "by": "leaving", "left_on": "2026-11-11", "recorded": false }])),
            "not served: NotRecorded",
        ),
        (
            "a mediation statement is never left behind",
            "民诉法解释 §133",
            scenario(
                mediation.clone(),
                json!([{ "by": "leaving", "left_on": "2026-11-11", "recorded": true }]),
            ),
            "not served: NotForThisDocument",
        ),
        (
            "by another court",
            "民事诉讼法 §91",
            scenario(none.clone(), json!([{ "by": "entrusted", "signed_on": "2026-11-16" }])),
            "Entrusted 2026-11-16",
        ),
        (
            "by another court, no return yet",
            "民事诉讼法 §91",
            scenario(none.clone(), json!([{ "by": "entrusted" }])),
            "not served: NotSigned",
        ),
        (
            "through the prison",
            "民事诉讼法 §93",
            scenario(none.clone(), json!([{ "by": "forwarded", "signed_on": "2026-11-17" }])),
            "Forwarded 2026-11-17",
        ),
        (
            "by post",
            "民事诉讼法 §91",
            scenario(none.clone(), json!([post(json!({ "received_on": "2026-11-06" }))])),
            "Post 2026-11-06",
        ),
        (
            "by post, came back from an address of its own",
            "简易程序规定 §10",
            scenario(
                none.clone(),
                json!([post(json!({ "returned_on": "2026-11-12", "address_given_by_recipient": true }))]),
            ),
            "PostReturned 2026-11-12",
        ),
        (
            "by post, came back from an address the court found",
            "民事诉讼法 §91",
            scenario(none.clone(), json!([post(json!({ "returned_on": "2026-11-12" }))])),
            "not served: Failed",
        ),
        (
            "announced in ordinary procedure",
            "民事诉讼法 §95",
            scenario(ordinary.clone(), json!([announced.clone()])),
            "Announcement 2026-12-02",
        ),
        (
            "announced, thirty days have not passed",
            "民事诉讼法 §95",
            scenario(json!({ "procedure": "ordinary", "today": "2026-12-01" }), json!([announced.clone()])),
            "not served: NotYet { on: 2026-12-02 }",
        ),
        (
            "announced in simplified procedure",
            "民诉法解释 §140",
            scenario(none.clone(), json!([announced.clone()])),
            "not served: NotInThisProcedure",
        ),
        (
            "announced although other ways were open",
            "民事诉讼法 §95",
            scenario(
                ordinary,
                json!([{ "by": "announcement", "published_on": "2026-11-02", "nothing_else_works": false }]),
            ),
            "not served: OtherWaysOpen",
        ),
        (
            "a mediation statement is never announced",
            "民诉法解释 §133",
            scenario(
                json!({ "procedure": "ordinary", "document": "mediation_statement" }),
                json!([announced]),
            ),
            "not served: NotForThisDocument",
        ),
        (
            "a paper return does not undo an earlier arrival",
            olr31,
            scenario(
                none,
                json!([
                    electronic("confirmed", json!({ "arrived_at": at(2, "09:01") })),
                    post(json!({ "received_on": "2026-11-06" }))
                ]),
            ),
            "A 2026-11-02 09:01",
        ),
    ];
    assert!(rows.len() >= 30, "{}", rows.len());
    for (name, article, scenario, expected) in rows {
        assert_eq!(told(&scenario), expected, "{name}");
        assert!(source(&scenario).contains(&article), "{name}: {:?}", source(&scenario));
    }
}

#[test]
fn facts_that_cannot_be_true_together_are_refused() {
    let early = scenario(json!({}), json!([electronic("own", json!({ "arrived_at": at(1, "09:00") }))]));
    assert_eq!(told(&early), "refused: attempt 0: 'arrived_at' lies before the document was sent");
    let unread = json!({ "arrived_at": at(3, "09:00"), "read_at": at(2, "10:00") });
    let early = scenario(json!({}), json!([electronic("own", unread)]));
    assert_eq!(told(&early), "refused: attempt 0: 'read_at' lies before the document arrived");
    let unknown = json!({ "procedure": "simplified", "today": "2026-11-02", "attempts": [], "more": 1 });
    assert!(serde_json::from_value::<ServiceFacts>(unknown).is_err(), "a misspelt fact is no fact");
}

#[test]
fn the_ladder_names_what_is_left() {
    let next = |scenario: Value| {
        let facts: ServiceFacts = serde_json::from_value(scenario).expect("facts");
        decide(&facts).expect("a verdict").next
    };
    let bounced = electronic("confirmed", json!({ "channel": "email", "failed_at": at(2, "09:05") }));
    use NextStep::*;
    assert_eq!(
        next(scenario(json!({}), json!([bounced.clone()]))),
        [OtherElectronic, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    );
    let returned = json!({ "by": "post", "returned_on": "2026-11-12" });
    let ordinary = json!({ "procedure": "ordinary", "consent": { "refused_at": at(1, "08:00") } });
    assert_eq!(
        next(scenario(ordinary, json!([bounced, returned]))),
        [Personal, Leaving, Entrusted, Announcement]
    );
    let on_its_way = electronic("confirmed", json!({}));
    assert!(next(scenario(json!({}), json!([on_its_way]))).is_empty(), "one waits for what is on its way");
    let mediation = json!({ "document": "mediation_statement" });
    assert_eq!(next(scenario(mediation, json!([]))), [AskForAddress, Personal, Post, Entrusted]);
}

fn electronic_attempt() -> impl Strategy<Value = Attempt> {
    let standing =
        prop::sample::select(vec![AddressStanding::Confirmed, AddressStanding::Own, AddressStanding::Unsure]);
    let later = || prop::option::of(0_i64..400_000_000);
    let rebuttal = prop::option::of(prop::option::of(any::<bool>()));
    (standing, 0_i64..400_000_000, later(), later(), later(), later(), later(), later(), rebuttal).prop_map(
        |(address, sent, arrived, proved, failed, read, acknowledged, recalled, rebuttal)| {
            let base = 1_793_600_000_000_i64;
            let after = |ms: Option<i64>| ms.map(|ms| Instant(base + sent + ms));
            Attempt::Electronic {
                channel: "mailbox".to_owned(),
                address,
                sent_at: Instant(base + sent),
                arrived_at: after(arrived),
                proved_arrival_at: after(proved),
                failed_at: after(failed),
                read_at: after(read),
                acknowledged_at: after(acknowledged),
                acted_at: None,
                rebuttal: rebuttal.map(|upheld| Rebuttal { ground: RebuttalGround::SystemError, upheld }),
                recalled_at: after(recalled),
            }
        },
    )
}

proptest! {
    #[test]
    fn nothing_is_served_before_it_arrived_nor_by_a_notice_alone(
        attempts in prop::collection::vec(electronic_attempt(), 0..4),
        n_notices in 0_usize..3,
        refused in prop::option::of(0_i64..400_000_000),
    ) {
        let notice = Attempt::Companion {
            channel: "sms".to_owned(), sent_at: Instant(1_793_600_000_000),
            arrived_at: Some(Instant(1_793_600_000_001)), read_at: Some(Instant(1_793_600_000_002)),
        };
        let n_electronic = attempts.len();
        let mut all = attempts.clone();
        all.extend(std::iter::repeat_n(notice, n_notices));
        let facts = ServiceFacts {
            document: ServedDocument::Ordinary,
            procedure: weicourt_domain::entry::Procedure::Simplified,
            consent: Consent { basis: None, refused_at: refused.map(|ms| Instant(1_793_600_000_000 + ms)) },
            attempts: all,
            today: date("2026-12-20"),
        };
        match decide(&facts) {
            Err(ServiceRefusal::BeforeArrival { .. }) => {}
            Err(other) => prop_assert!(false, "{}", other),
            Ok(verdict) => {
                prop_assert_eq!(verdict.attempts.len(), facts.attempts.len());
                for late in &verdict.attempts[n_electronic..] {
                    let only = matches!(late, AttemptVerdict::DoesNot { because: NotServed::CompanionOnly, .. });
                    prop_assert!(only);
                }
                if let Some(effective) = verdict.effective {
                    let Attempt::Electronic { sent_at, arrived_at, proved_arrival_at, acknowledged_at, read_at, .. } =
                        &facts.attempts[effective.attempt] else { panic!("an electronic attempt") };
                    let at = effective.at.expect("a moment");
                    prop_assert!(at >= *sent_at);
                    if let Some(arrival) = proved_arrival_at.or(*arrived_at) {
                        prop_assert!(at >= arrival);
                    } else {
                        prop_assert!(acknowledged_at.is_some() || read_at.is_some());
                    }
                    prop_assert!(effective.rule != ServiceRule::B2 || effective.presumed || acknowledged_at.is_some());
                    prop_assert!(facts.consent.refused_at.is_none_or(|refused_at| refused_at > *sent_at));
                }
            }
        }
    }
}

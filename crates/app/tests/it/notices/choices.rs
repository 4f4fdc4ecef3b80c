//! Who is told, where, and when not.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use weicourt_app::ports::SmsText;
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::command::{Command, Zone};
use weicourt_domain::id::CaseId;

use super::papers::hand_in;
use crate::court::{DEFENDANT, PLAINTIFF, World, command, denied};

struct Case {
    world: World,
    case: CaseId,
    plaintiff: Actor,
    defendant: Actor,
    judge: Actor,
}

impl Case {
    async fn gather() -> Case {
        let world = World::new().await;
        let officer = world.staff("立案员", Duty::FilingOfficer).await;
        let judge = world.staff("法官", Duty::Judge).await;
        world.staff("书记员", Duty::Clerk).await;
        let plaintiff = world.enrol(PLAINTIFF).await;
        let case = world.file(&plaintiff, DEFENDANT, false).await;
        world.register(&officer, case).await.expect("registered");
        let token = world.invitation(DEFENDANT.2).await;
        let defendant = world.enrol(DEFENDANT).await;
        world.accept(&defendant, command(), &token).await.expect("joined");
        // What the registration gathered is out of the way.
        world.pass_minutes(24 * 60);
        world.court.send_due_notices().await.expect("a round");
        Case { world, case, plaintiff, defendant, judge }
    }

    async fn chooses(&self, who: &Actor, choice: Value) {
        let request = serde_json::from_value(choice).expect("a choice");
        self.world.court.choose_notices(who, &request).await.expect("chosen");
    }

    async fn asks(&self, party: u16) {
        let ask = json!({ "party": party, "question": "借款是否归还", "until": null });
        let ask = serde_json::from_value(ask).expect("a question");
        let act = Command::AskCourtQuestion(ask);
        self.world.court.act(&self.judge, self.case, command().into(), act).await.expect("asked");
    }

    async fn round(&self) {
        self.world.court.send_due_notices().await.expect("a round");
    }

    /// What a person was told of the case since they came in.
    fn news(&self, person: (&str, &str, &str)) -> Vec<String> {
        let texts = self.world.sent_to(person.2).into_iter().filter_map(|text| match text {
            SmsText::CaseNews { what, .. } => Some(what),
            SmsText::Digest { what, .. } => Some(what.join("、")),
            _ => None,
        });
        texts.collect()
    }
}

const ASKED: &str = "法庭有询问等待您答复";

#[tokio::test]
async fn whoever_is_asked_is_told_and_nobody_else() {
    let case = Case::gather().await;
    let (before, others) = (case.news(DEFENDANT).len(), case.news(PLAINTIFF).len());
    case.asks(1).await;
    case.round().await;
    assert_eq!(case.news(DEFENDANT)[before..], [ASKED]);
    assert_eq!(case.news(PLAINTIFF).len(), others);
}

#[tokio::test]
async fn what_is_not_pressing_waits_for_the_morning_and_can_be_chosen_otherwise() {
    let case = Case::gather().await;
    let before = case.news(DEFENDANT).len();
    // It is ten in the morning: twelve hours and a half later it is quiet.
    case.world.pass_minutes(12 * 60 + 30);
    case.asks(1).await;
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before, "nobody is woken for a question");
    case.world.pass_minutes(9 * 60 + 29);
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before, "it is a minute to eight");
    case.world.pass_minutes(1);
    case.round().await;
    assert_eq!(case.news(DEFENDANT)[before..], [ASKED]);

    case.chooses(&case.defendant, json!({ "digest_hour": 8, "channels": {} })).await;
    case.world.pass_minutes(15 * 60);
    case.asks(1).await;
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before + 2, "without quiet hours it is told at night");
}

#[tokio::test]
async fn what_can_wait_comes_in_one_message_a_day() {
    let case = Case::gather().await;
    case.chooses(
        &case.defendant,
        json!({ "quiet": { "from": "22:00", "to": "08:00" }, "digest_hour": 18, "channels": {} }),
    )
    .await;
    let before = case.news(DEFENDANT).len();
    hand_in(&case.world, &case.plaintiff, case.case).await;
    hand_in(&case.world, &case.plaintiff, case.case).await;
    case.round().await;
    case.world.pass_minutes(7 * 60 + 59);
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before, "it is a minute to six");
    case.world.pass_minutes(1);
    // The gateway is away for a while; what is gathered stays one message.
    case.world.sms_works(false);
    case.round().await;
    case.world.sms_works(true);
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before, "it is tried again a little later");
    case.world.pass_minutes(1);
    case.round().await;
    case.world.pass_minutes(60);
    case.round().await;
    assert_eq!(case.news(DEFENDANT)[before..], ["举证质证2项"]);
    assert!(case.news(PLAINTIFF).iter().all(|what| !what.contains("新证据")), "nobody is told of their own");
}

#[tokio::test]
async fn a_restricted_exhibit_is_told_to_nobody_who_may_not_see_it() {
    let case = Case::gather().await;
    let before = case.news(DEFENDANT).len();
    let exhibit = hand_in(&case.world, &case.plaintiff, case.case).await;
    case.round().await;
    let order = serde_json::from_value(json!({
        "exhibit": exhibit, "reason": "商业秘密",
        "restriction": { "ground": "trade_secret", "persons": [case.plaintiff.person], "view_only": false },
    }))
    .expect("an order");
    let act = Command::RestrictEvidence(order);
    case.world.court.act(&case.judge, case.case, command().into(), act).await.expect("ordered");
    case.world.pass_minutes(24 * 60);
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before);
}

#[tokio::test]
async fn each_group_is_told_where_the_person_wants_it() {
    let case = Case::gather().await;
    let channels = json!({ "evidence": ["wechat"], "talk": [] });
    case.chooses(&case.defendant, json!({ "digest_hour": 8, "channels": channels })).await;
    let before = case.news(DEFENDANT).len();
    case.asks(1).await;
    case.round().await;
    assert_eq!(case.news(DEFENDANT).len(), before);
    let by_wechat = case.world.wechat.sent.lock().expect("not poisoned").clone();
    assert!(
        matches!(by_wechat.as_slice(), [(to, SmsText::CaseNews { what, .. })] if to == DEFENDANT.2 && what == ASKED)
    );
    // Whoever does not follow the account is not asked again and again.
    case.world.wechat.nobody.store(true, Ordering::SeqCst);
    case.asks(1).await;
    case.round().await;
    case.world.wechat.nobody.store(false, Ordering::SeqCst);
    case.world.pass_minutes(120);
    case.round().await;
    assert_eq!(case.world.wechat.sent.lock().expect("not poisoned").len(), 1);

    let view = case.world.court.notice_choices(&case.defendant).await.expect("choices");
    let view = serde_json::to_value(&view).expect("a view");
    assert_eq!(view["digest_hour"], 8);
    assert!(view.get("quiet").is_none());
    let group = |name: &str| {
        let groups = view["groups"].as_array().expect("groups");
        groups.iter().find(|group| group["group"] == name).cloned()
    };
    assert_eq!(group("evidence").expect("a group")["channels"], json!(["wechat"]));
    assert_eq!(group("deadlines").expect("a group")["channels"], json!(["sms"]));
    assert!(group("todos").is_none(), "to-dos are for the court");
}

#[tokio::test]
async fn times_that_are_none_are_refused() {
    let case = Case::gather().await;
    for choice in [
        json!({ "quiet": { "from": "22:00", "to": "25:00" }, "digest_hour": 8, "channels": {} }),
        json!({ "quiet": { "from": "22:00", "to": "22:00" }, "digest_hour": 8, "channels": {} }),
        json!({ "digest_hour": 24, "channels": {} }),
    ] {
        let request = serde_json::from_value(choice).expect("a choice");
        let refused = denied(case.world.court.choose_notices(&case.defendant, &request).await);
        assert_eq!(refused.to_string(), "these are no times of day");
    }
}

#[tokio::test]
async fn staff_are_told_on_the_workbench() {
    let world = World::in_zone(Zone::Court).await;
    let judge = world.staff("法官", Duty::Judge).await;
    let view =
        serde_json::to_value(world.court.notice_choices(&judge).await.expect("choices")).expect("a view");
    assert_eq!(view["groups"].as_array().map(Vec::len), Some(1));
    assert_eq!(view["groups"][0]["group"], "todos");
    assert_eq!(view["groups"][0]["offered"], json!([]));
}

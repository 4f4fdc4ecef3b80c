//! An honest case over two nodes.

use serde_json::json;
use weicourt_app::space::PostMessageRequest;
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Position;

use super::{Zones, heads};
use crate::court::{DEFENDANT, PLAINTIFF, World, command};

/// A registered case with both sides in it.
pub(super) struct Scene {
    pub(super) zones: Zones,
    pub(super) case: CaseId,
    pub(super) plaintiff: Actor,
    pub(super) judge: Actor,
}

pub(super) async fn say(world: &World, actor: &Actor, case: CaseId, words: &str) {
    let path = format!("/api/cases/{case}/messages");
    let body = json!({ "content": { "type": "text", "text": words } });
    let (given, request): (_, PostMessageRequest) = world.signed(actor, &path, command(), &body).await;
    world.court.post_message(actor, case, given, request).await.expect("said");
}

pub(super) async fn scene() -> Scene {
    let zones = Zones::new().await;
    let officer = zones.home.staff("立案员", Duty::FilingOfficer).await;
    let judge = zones.home.staff("法官", Duty::Judge).await;
    zones.home.staff("书记员", Duty::Clerk).await;
    let plaintiff = zones.away.enrol(PLAINTIFF).await;
    let case = zones.away.file(&plaintiff, DEFENDANT, false).await;
    zones.until("the filing at the court", || async { heads(&zones.home, case).await.front.seq == 1 }).await;
    // The use cases know the case a moment after the log has it.
    zones.until("registered", || async { zones.home.register(&officer, case).await.is_ok() }).await;
    zones.equal(case).await;
    Scene { zones, case, plaintiff, judge }
}

#[tokio::test]
async fn a_case_goes_over_two_nodes_and_both_logs_are_equal() {
    let Scene { zones, case, plaintiff, judge } = scene().await;
    let token = zones.home.invitation(DEFENDANT.2).await;
    zones
        .until("the link works outside", || async { zones.away.court.invitation(&token).await.is_ok() })
        .await;
    zones.equal(case).await;
    let defendant = zones.away.enrol(DEFENDANT).await;
    zones.away.accept(&defendant, command(), &token).await.expect("joined");
    say(&zones.away, &defendant, case, "借款已经归还").await;
    say(&zones.away, &plaintiff, case, "没有收到").await;
    let request: PostMessageRequest =
        serde_json::from_value(json!({ "content": { "type": "text", "text": "请双方举证" } }))
            .expect("words");
    zones.home.court.post_message(&judge, case, command().into(), request).await.expect("said");
    let before = heads(&zones.home, case).await;
    zones
        .until("everything is everywhere", || async {
            let (home, away) = (heads(&zones.home, case).await, heads(&zones.away, case).await);
            home == away && home.front.seq == 4 && home.court.seq >= before.court.seq
        })
        .await;
    let events = zones.home.court.store().exchange_events(weicourt_domain::instant::Instant(0), 10).await;
    assert!(events.expect("events").is_empty(), "nothing was refused");
}

#[tokio::test]
async fn what_is_read_in_a_busy_moment_is_told_in_one_go() {
    let Scene { zones, case, plaintiff, .. } = scene().await;
    let store = zones.away.court.store();
    let before = store.control_head().await.expect("head").sent;
    let last = heads(&zones.away, case).await;
    let last = Position { front: last.front.seq, court: last.court.seq };
    for front in 0..=last.front {
        for court in 0..=last.court {
            let upto = Position { front, court };
            zones.away.court.mark_read(&plaintiff, case, upto).await.expect("marked");
        }
    }
    let person = plaintiff.person;
    zones
        .until("the court knows how far the plaintiff has read", || async {
            let marks = zones.home.court.store().read_marks_of_case(case).await.expect("marks");
            marks.get(&person) == Some(&last)
        })
        .await;
    let told = store.control_head().await.expect("head").sent - before;
    assert!((1..=2).contains(&told), "{told} items for one member and one case");
}

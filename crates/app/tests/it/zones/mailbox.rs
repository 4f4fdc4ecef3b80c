//! Papers for a mailbox on the node outside arrive when that node has them.

use serde_json::json;
use weicourt_app::AppError;
use weicourt_domain::command::{Command, Refusal};
use weicourt_domain::entry::ChannelReport;
use weicourt_domain::serving;

use super::journey::{Scene, scene};
use crate::court::{DEFENDANT, command};
use crate::notices::papers::{hand_in, reports, send};

#[tokio::test]
async fn papers_arrive_when_the_node_outside_confirms_them_and_are_reported_once() {
    let Scene { zones, case, plaintiff, judge } = scene().await;
    let token = zones.home.invitation(DEFENDANT.2).await;
    zones
        .until("the link works outside", || async { zones.away.court.invitation(&token).await.is_ok() })
        .await;
    let defendant = zones.away.enrol(DEFENDANT).await;
    zones.equal(case).await;
    zones.away.accept(&defendant, command(), &token).await.expect("joined");
    let exhibit = hand_in(&zones.away, &plaintiff, case).await;
    zones.equal(case).await;

    let before = zones.home.court.now();
    let to = json!([{ "party": 1, "channel": "mailbox" }]);
    let sent = send(&zones.home, &judge, case, json!({ "papers": [exhibit], "to": to })).await;
    zones.until("it is reported", || async { !reports(&zones.home, case).await.is_empty() }).await;
    let acknowledged =
        zones.home.court.store().outside(case).await.expect("store").expect("outside").acknowledged;
    assert!(acknowledged.court >= sent.seq, "nothing is reported before the node outside has it");
    zones.equal(case).await;
    match reports(&zones.home, case).await.as_slice() {
        [ChannelReport::Arrived { at, proof }] => {
            assert!(*at >= before && *at <= zones.home.court.now());
            assert!(proof.contains(&format!("第{}条", sent.seq)), "{proof}");
        }
        other => panic!("one arrival: {other:?}"),
    }
    assert_eq!(zones.home.court.note_mailbox_arrivals().await.expect("a round"), 0);
    assert!(zones.home.court.store().mailbox_confirmations((case, 0), 10).await.expect("store").is_empty());
}

#[tokio::test]
async fn papers_do_not_arrive_while_the_link_is_down() {
    let Scene { zones, case, plaintiff, judge } = scene().await;
    let token = zones.home.invitation(DEFENDANT.2).await;
    zones
        .until("the link works outside", || async { zones.away.court.invitation(&token).await.is_ok() })
        .await;
    let defendant = zones.away.enrol(DEFENDANT).await;
    zones.equal(case).await;
    zones.away.accept(&defendant, command(), &token).await.expect("joined");
    let exhibit = hand_in(&zones.away, &plaintiff, case).await;
    zones.equal(case).await;
    let (home, _away) = zones.parted().await;
    let to = json!([{ "party": 1, "channel": "mailbox" }]);
    send(&home, &judge, case, json!({ "papers": [exhibit], "to": to })).await;
    assert_eq!(home.court.note_mailbox_arrivals().await.expect("a round"), 0);
    assert!(reports(&home, case).await.is_empty());
}

#[tokio::test]
async fn what_the_policy_keeps_inside_is_not_sent_to_a_mailbox_outside() {
    let Scene { zones, case, plaintiff, judge } = scene().await;
    let exhibit = hand_in(&zones.away, &plaintiff, case).await;
    zones.equal(case).await;
    let request = serde_json::from_value(json!({ "flags": ["minors"], "reason": "样例" })).expect("flags");
    zones.home.court.flag_case(&judge, case, command().into(), &request).await.expect("flagged");
    let to = json!([{ "party": 0, "channel": "mailbox" }]);
    let sending = serde_json::from_value(json!({ "papers": [exhibit], "to": to })).expect("a sending");
    let refused = zones.home.court.act(&judge, case, command().into(), Command::SendPapers(sending)).await;
    let Err(AppError::Refused(Refusal::Serving(refusal))) = refused else { panic!("it is refused") };
    assert_eq!(refusal, serving::Refusal::StaysInside);
}

#[tokio::test]
async fn how_somebody_wants_to_be_told_is_known_at_the_court() {
    let Scene { zones, plaintiff, .. } = scene().await;
    let choice = json!({ "digest_hour": 19, "channels": { "evidence": [] } });
    let choice = serde_json::from_value(choice).expect("a choice");
    zones.away.court.choose_notices(&plaintiff, &choice).await.expect("chosen");
    zones
        .until("the court knows", || async {
            let known = zones.home.court.notice_choices(&plaintiff).await.expect("choices");
            known.digest_hour == 19 && known.quiet.is_none()
        })
        .await;
}

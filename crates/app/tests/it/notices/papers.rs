//! Papers that go by e-mail, and the notices to look that go along.

use std::sync::atomic::Ordering;

use serde_json::json;
use weicourt_app::ports::{MailFate, MailReport, SmsText};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::command::{Command, SendPapers};
use weicourt_domain::entry::{ChannelReport, CompanionNotice, EntryBody};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Position};

use crate::court::{DEFENDANT, PLAINTIFF, World, command};

struct Served {
    world: World,
    case: CaseId,
    judge: Actor,
    exhibit: EntryRef,
}

impl Served {
    /// A case in which the plaintiff handed in an exhibit.
    async fn gather() -> Served {
        let world = World::new().await;
        let officer = world.staff("立案员", Duty::FilingOfficer).await;
        let judge = world.staff("法官", Duty::Judge).await;
        world.staff("书记员", Duty::Clerk).await;
        let plaintiff = world.enrol(PLAINTIFF).await;
        let case = world.file(&plaintiff, DEFENDANT, false).await;
        world.register(&officer, case).await.expect("registered");
        let exhibit = hand_in(&world, &plaintiff, case).await;
        world.court.send_due_notices().await.expect("a round");
        Served { world, case, judge, exhibit }
    }

    async fn send(&self, address: &str, companions: &[&str]) -> EntryRef {
        send(
            &self.world,
            &self.judge,
            self.case,
            json!({
                "papers": [self.exhibit],
                "to": [{ "party": 1, "channel": "email", "address": address, "standing": "own" }],
                "companions": companions,
            }),
        )
        .await
    }

    async fn reports(&self) -> Vec<ChannelReport> {
        reports(&self.world, self.case).await
    }
}

pub(crate) async fn hand_in(world: &World, who: &Actor, case: CaseId) -> EntryRef {
    hand_in_named(world, who, case, "借条").await
}

pub(crate) async fn hand_in_named(world: &World, who: &Actor, case: CaseId, name: &str) -> EntryRef {
    let blob = world.upload(who, case, b"%PDF-1.7 /Page note").await;
    let body = json!({ "exhibit": {
        "name": name, "kind": "document", "purpose": "证明借款", "source": "原告保存",
        "original": "submitter", "pages": [{ "blob": blob }],
    } });
    let path = format!("/api/cases/{case}/evidence");
    let (given, request) = world.signed(who, &path, command(), &body).await;
    let done = world.court.act(who, case, given, Command::SubmitEvidence(request)).await.expect("handed in");
    EntryRef { origin: done.receipt.origin, seq: done.receipt.seq }
}

pub(crate) async fn send(world: &World, judge: &Actor, case: CaseId, body: serde_json::Value) -> EntryRef {
    let sending: SendPapers = serde_json::from_value(body).expect("a sending");
    let done =
        world.court.act(judge, case, command().into(), Command::SendPapers(sending)).await.expect("sent");
    EntryRef { origin: done.receipt.origin, seq: done.receipt.seq }
}

/// What channels reported in a case.
pub(crate) async fn reports(world: &World, case: CaseId) -> Vec<ChannelReport> {
    let page = world.court.store().entries_after(case, Position::default(), 1_000).await.expect("entries");
    let reported = page.entries.iter().filter_map(|entry| match &entry.body {
        EntryBody::ServiceReported(reported) => Some(reported.report.clone()),
        _ => None,
    });
    reported.collect()
}

fn report(name: &str, token: &str, fate: MailFate) -> MailReport {
    MailReport {
        name: name.to_owned(),
        tokens: vec!["nobody-made-this".to_owned(), token.to_uppercase()],
        fate,
    }
}

#[tokio::test]
async fn papers_leave_once_under_one_id_and_arrive_when_the_server_says_so() {
    let served = Served::gather().await;
    let world = &served.world;
    let sent_at = world.court.now();
    served.send("sample@example.invalid", &[]).await;
    // The server took it and the node did not learn of it.
    world.post.line_breaks.store(true, Ordering::SeqCst);
    world.court.send_due_notices().await.expect("a round");
    world.post.line_breaks.store(false, Ordering::SeqCst);
    world.pass_minutes(1);
    assert_eq!(world.court.send_due_notices().await.expect("a round"), 1);
    world.pass_minutes(60);
    assert_eq!(world.court.send_due_notices().await.expect("a round"), 0);
    let mails = world.post.sent.lock().expect("not poisoned").clone();
    let [first, again] = mails.as_slice() else { panic!("twice: {}", mails.len()) };
    assert_eq!(
        (&first.id, &first.token, first.at),
        (&again.id, &again.token, again.at),
        "it is the same message"
    );
    assert_eq!(first.at, sent_at);
    assert_eq!(first.to.expose(), "sample@example.invalid");
    assert!(first.subject.contains("民初"), "{}", first.subject);
    assert!(first.text.contains("《借条》") && first.text.contains("纸质文书"), "{}", first.text);
    assert_eq!(first.attachments.len(), 1);
    assert_eq!(first.attachments[0].name, "借条.pdf");
    assert_eq!(first.attachments[0].bytes, b"%PDF-1.7 /Page note");
    assert!(first.token.len() <= 40 && first.token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert!(served.reports().await.is_empty(), "that it was taken is no arrival");

    let arrived = Instant(sent_at.0 + 90_000);
    let fate = || MailFate::Arrived { at: Some(arrived), proof: "Status: 2.0.0".to_owned() };
    for name in ["1", "2"] {
        world.post.reports.lock().expect("not poisoned").push(report(name, &first.token, fate()));
        world.court.note_mail_reports().await.expect("noted");
    }
    assert!(world.post.reports.lock().expect("not poisoned").is_empty(), "the reports are taken");
    match served.reports().await.as_slice() {
        [ChannelReport::Arrived { at, proof }] => {
            assert_eq!((*at, proof.as_str()), (arrived, "Status: 2.0.0"));
        }
        other => panic!("arrived once: {other:?}"),
    }
}

#[tokio::test]
async fn a_report_with_a_token_that_nobody_made_changes_nothing() {
    let served = Served::gather().await;
    served.send("sample@example.invalid", &[]).await;
    let world = &served.world;
    world.court.send_due_notices().await.expect("a round");
    let token = world.post.sent.lock().expect("not poisoned")[0].token.clone();
    let first = if token.starts_with('a') { 'b' } else { 'a' };
    let forged = format!("{first}{}", &token[1..]);
    let fate = MailFate::Failed { at: None, reason: "550".to_owned() };
    world.post.reports.lock().expect("not poisoned").push(report("1", &forged, fate));
    assert_eq!(world.court.note_mail_reports().await.expect("noted"), 0);
    assert!(served.reports().await.is_empty());
    assert!(world.post.reports.lock().expect("not poisoned").is_empty(), "it does not come again");
}

#[tokio::test]
async fn a_report_names_no_time_before_the_sending_or_to_come() {
    let served = Served::gather().await;
    served.send("sample@example.invalid", &[]).await;
    let world = &served.world;
    world.court.send_due_notices().await.expect("a round");
    let token = world.post.sent.lock().expect("not poisoned")[0].token.clone();
    let fate = MailFate::Arrived { at: Some(Instant(0)), proof: String::new() };
    world.pass_minutes(5);
    world.post.reports.lock().expect("not poisoned").push(report("1", &token, fate));
    let read = MailFate::Read { at: Some(Instant(i64::MAX)), proof: String::new() };
    world.post.reports.lock().expect("not poisoned").push(report("2", &token, read));
    assert_eq!(world.court.note_mail_reports().await.expect("noted"), 2);
    let now = world.court.now();
    let noted = served.reports().await;
    assert!(
        matches!(noted.as_slice(), [ChannelReport::Arrived { at, .. }, ChannelReport::Read { at: read, .. }]
            if *at == now && *read == now),
        "{noted:?}"
    );
}

#[tokio::test]
async fn an_address_that_is_refused_comes_back_at_once() {
    let served = Served::gather().await;
    let world = &served.world;
    world.post.refuses.store(true, Ordering::SeqCst);
    served.send("refuse@example.invalid", &[]).await;
    world.court.send_due_notices().await.expect("a round");
    match served.reports().await.as_slice() {
        [ChannelReport::Bounced { reason, .. }] => assert!(reason.contains("5.1.1"), "{reason}"),
        other => panic!("{other:?}"),
    }
    // It can be sent to another address now.
    world.post.refuses.store(false, Ordering::SeqCst);
    served.send("other@example.invalid", &[]).await;
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_and_the_case_knows() {
    let served = Served::gather().await;
    let world = &served.world;
    world.post.line_breaks.store(true, Ordering::SeqCst);
    served.send("sample@example.invalid", &[]).await;
    for _ in 0..20 {
        world.court.send_due_notices().await.expect("a round");
        world.pass_minutes(61);
    }
    match served.reports().await.as_slice() {
        [ChannelReport::Bounced { reason, .. }] => assert!(reason.contains("邮件未能发出"), "{reason}"),
        other => panic!("{other:?}"),
    }
    let ids: std::collections::BTreeSet<String> =
        world.post.sent.lock().expect("not poisoned").iter().map(|mail| mail.id.clone()).collect();
    assert_eq!(ids.len(), 1, "every try was the same message");
}

#[tokio::test]
async fn a_notice_to_look_goes_along_and_its_failure_leaves_the_service_alone() {
    let served = Served::gather().await;
    let world = &served.world;
    world.wechat.nobody.store(true, Ordering::SeqCst);
    served.send("sample@example.invalid", &["sms", "wechat_message"]).await;
    world.court.send_due_notices().await.expect("a round");
    // Nobody of the defendant is in the space: the number in the complaint is used.
    let told = world.sent_to(DEFENDANT.2);
    assert!(matches!(told.last(), Some(SmsText::Papers { case_number, .. }) if case_number.contains("民初")));
    let reported = served.reports().await;
    let sms = reported
        .iter()
        .any(|one| matches!(one, ChannelReport::CompanionSent { notice: CompanionNotice::Sms, .. }));
    let wechat = reported.iter().any(|one| {
        matches!(one, ChannelReport::CompanionFailed { notice: CompanionNotice::WechatMessage, .. })
    });
    assert!(sms && wechat && reported.len() == 2, "{reported:?}");
    assert_eq!(world.post.sent.lock().expect("not poisoned").len(), 1);
}

#[tokio::test]
async fn what_was_taken_back_before_it_left_does_not_leave() {
    let served = Served::gather().await;
    let world = &served.world;
    let sent = served.send("sample@example.invalid", &[]).await;
    let recall = serde_json::from_value(json!({ "sent": sent, "reason": "文书有误" })).expect("a recall");
    let act = world.court.act(&served.judge, served.case, command().into(), Command::RecallService(recall));
    act.await.expect("recalled");
    world.court.send_due_notices().await.expect("a round");
    assert!(world.post.sent.lock().expect("not poisoned").is_empty());
}

//! Service of a summons and a complaint on two defendants, from the drafts to the last day for the answer.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use weicourt_app::agenda::TodoQueue;
use weicourt_app::documents::{
    CertificateStanding, GenuineKind, IssueDocument, PreviewDocument, WriteDocument,
};
use weicourt_app::ports::{MailFate, MailReport};
use weicourt_app::serving::{ServedQueueName, ServiceItemView};
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::agenda::TodoKind;
use weicourt_domain::command::Command;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::EntryRef;
use weicourt_domain::service::{AddressStanding, NextStep, ServiceRule};
use weicourt_domain::serving::ItemStatus;

use crate::court::{DEFENDANT, PLAINTIFF, STRANGER, World, command};
use crate::notices::papers::hand_in_named;

const DAY: i64 = 24 * 60;

struct Story {
    world: World,
    case: CaseId,
    judge: Actor,
    clerk: Actor,
    first: Actor,
    second: Actor,
}

/// A form that agrees to electronic service in the mailbox.
fn address_form(address: &str) -> Value {
    json!({
        "electronic": true, "mailbox": true, "receiver": "样例乙", "phone": "15400000002",
        "address": address, "stages": ["first_instance"],
    })
}

impl Story {
    /// A case against two people who are both in its space, on Monday, 2026-09-14.
    async fn begin() -> Story {
        let world = World::new().await;
        world.pass_minutes(-70 * DAY);
        let officer = world.staff("立案员", Duty::FilingOfficer).await;
        let judge = world.staff("法官", Duty::Judge).await;
        let clerk = world.staff("书记员", Duty::Clerk).await;
        let plaintiff = world.enrol(PLAINTIFF).await;
        let case = world.file_against(&plaintiff, [DEFENDANT, STRANGER]).await;
        world.register(&officer, case).await.expect("registered");
        let mut joined = Vec::new();
        for person in [DEFENDANT, STRANGER] {
            let token = world.invitation(person.2).await;
            let actor = world.enrol(person).await;
            world.accept(&actor, command(), &token).await.expect("joined");
            joined.push(actor);
        }
        let [first, second] = joined.try_into().expect("two");
        Story { world, case, judge, clerk, first, second }
    }

    async fn act<T: DeserializeOwned>(
        &self,
        who: &Actor,
        operation: &str,
        body: Value,
        means: impl Fn(T) -> Command,
    ) -> Result<EntryRef, AppError> {
        let path = format!("/api/cases/{}/{operation}", self.case);
        let (given, request) = self.world.signed(who, &path, command(), &body).await;
        let done = self.world.court.act(who, self.case, given, means(request)).await?;
        Ok(EntryRef { origin: done.receipt.origin, seq: done.receipt.seq })
    }

    async fn of_court<T: DeserializeOwned>(
        &self,
        who: &Actor,
        body: Value,
        means: impl Fn(T) -> Command,
    ) -> Result<EntryRef, AppError> {
        let request = serde_json::from_value(body).expect("a request");
        let done = self.world.court.act(who, self.case, command().into(), means(request)).await?;
        Ok(EntryRef { origin: done.receipt.origin, seq: done.receipt.seq })
    }

    /// The clerk drafts, the judge looks and issues.
    async fn issue(&self, template: &str, data: Map<String, Value>) -> EntryRef {
        let (court, parties) = (&self.world.court, BTreeSet::from([1, 2]));
        let write = WriteDocument {
            document: None,
            template: template.to_owned(),
            title: None,
            data: data.clone(),
            parties: parties.clone(),
        };
        let done =
            court.draft_document(&self.clerk, self.case, command().into(), write).await.expect("drafted");
        let document = EntryRef { origin: done.receipt.origin, seq: done.receipt.seq };
        let look = PreviewDocument {
            document: Some(document),
            template: template.to_owned(),
            data,
            parties,
            page: None,
            max_width_px: None,
        };
        let previewed = court.preview_document(&self.judge, self.case, look).await.expect("a preview").sha256;
        let issue = IssueDocument { document, draft: document, previewed };
        court.issue_document(&self.judge, self.case, command().into(), issue).await.expect("issued");
        document
    }

    /// The first defendant confirms an address on the phone, with this as its signature on the screen.
    async fn confirms(&self, address: &str, signature: &[u8]) {
        let signature = self.world.upload(&self.first, self.case, signature).await;
        let body = json!({ "form": address_form(address), "signature": signature });
        let confirmed =
            self.act(&self.first, "service/addresses", body, Command::ConfirmServiceAddress).await;
        confirmed.expect("confirmed");
    }

    async fn certified(&self) {
        self.world.court.keep_agendas().await.expect("kept");
    }

    async fn item(&self, party: u16, paper: EntryRef) -> ServiceItemView {
        let service = self.world.court.case_service(&self.clerk, self.case).await.expect("service");
        let mut items = service.items.into_iter();
        items.find(|item| item.recipient == party && item.paper.paper == paper).expect("an item")
    }

    /// Days for the answer: whose, from when, until when.
    async fn answer_periods(&self) -> Vec<String> {
        let agenda = self.world.court.agenda(&self.clerk, self.case).await.expect("an agenda");
        let of_rule = agenda.deadlines.into_iter().filter(|deadline| deadline.rule == "ANSWER");
        of_rule.map(|one| format!("{} {} to {}", one.whose_name, one.from, one.until)).collect()
    }
}

#[tokio::test]
async fn a_complaint_is_served_on_two_defendants_each_by_the_rule_that_fits() {
    let story = Story::begin().await;
    let (world, case, court) = (&story.world, story.case, &story.world.court);

    let mut data = Map::new();
    data.insert("claims".to_owned(), json!(["请求判令被告归还借款"]));
    let complaint = story.issue("complaint_copy", data).await;
    let filled =
        court.fill_document(&story.clerk, case, "summons", BTreeSet::from([1])).await.expect("filled");
    let mut data = filled.data.as_object().expect("fields").clone();
    data.insert("place".to_owned(), json!("第三审判庭"));
    let summons = story.issue("summons", data).await;

    // The first defendant confirms an address on the phone, with a signature written on the screen.
    story.confirms("样例路2号", b"\x89PNG signature").await;

    // Both papers go to both, in one act; the second defendant has confirmed nothing.
    let body = json!({
        "papers": [complaint, summons],
        "to": [
            { "party": 1, "channel": "mailbox" },
            { "party": 2, "channel": "email", "address": "bounce@example.invalid", "standing": "own" },
        ],
        "companions": ["sms"],
    });
    story.of_court(&story.clerk, body, Command::SendPapers).await.expect("sent");
    story.certified().await;

    // Rule A: it has arrived, and that is enough.
    let served = story.item(1, complaint).await;
    let effect = served.effect.clone().expect("a certificate");
    assert_eq!((served.status, effect.rule, effect.presumed), (ItemStatus::Effective, ServiceRule::A, false));
    assert_eq!(served.attempts[0].standing, Some(AddressStanding::Confirmed));
    assert_eq!(effect.on.to_string(), "2026-09-14");
    let genuine = court.genuine_document(&effect.code, "127.0.0.1").await.expect("genuine");
    assert_eq!((genuine.kind, genuine.rule), (GenuineKind::Certificate, Some(ServiceRule::A)));
    assert_eq!(genuine.recipient_masked.as_deref(), Some("样*"));
    assert_eq!(genuine.sha256, effect.certificate.sha256);
    assert_eq!(genuine.standing, Some(CertificateStanding::Stands));

    // The text message is sent, the mail bounces: nobody is served by either.
    court.send_due_notices().await.expect("a round");
    assert!(world.sent_to(STRANGER.2).len() > 1, "the notice to look was sent");
    let token = world.post.sent.lock().expect("not poisoned")[0].token.clone();
    let reason = "550 5.1.1 no such user".to_owned();
    let fate = MailFate::Failed { at: None, reason };
    let report = MailReport { name: "1".to_owned(), tokens: vec![token], fate };
    world.post.reports.lock().expect("not poisoned").push(report);
    court.note_mail_reports().await.expect("noted");
    story.certified().await;
    let failed = story.item(2, complaint).await;
    assert_eq!((failed.status, failed.stuck, failed.effect.is_none()), (ItemStatus::Failed, true, true));
    assert_eq!(failed.next.first(), Some(&NextStep::AskForAddress));
    assert_eq!(failed.attempts[0].companions.len(), 1, "the notice to look is noted, and serves nothing");
    let board = court.desk_service(&story.clerk, ServedQueueName::Stuck).await.expect("a board");
    assert_eq!((board.items.len(), board.counts.effective, board.counts.stuck), (2, 2, 2));
    let todos = court.agenda(&story.clerk, case).await.expect("an agenda").todos;
    assert!(todos.iter().any(|todo| todo.what.contains("未送达")), "{todos:?}");
    assert_eq!(story.answer_periods().await, ["样例乙 2026-09-14 to 2026-09-29"]);

    // Next rung: the mailbox of an account that nobody confirmed. Arrival alone is not service.
    world.pass_minutes(DAY);
    let body = json!({ "papers": [complaint, summons], "to": [{ "party": 2, "channel": "mailbox" }] });
    let sent = story.of_court(&story.clerk, body, Command::SendPapers).await.expect("sent");
    story.certified().await;
    assert_eq!(story.item(2, summons).await.status, ItemStatus::Arrived);
    assert_eq!(court.n_unread_mail(&story.second).await.expect("a number").n, 2);

    // Rule B2: opened, so it is presumed; the recipient rebuts and the court upholds it.
    world.pass_minutes(60);
    let open = |paper: EntryRef| json!({ "sent": sent, "paper": paper });
    story.act(&story.second, "service/looks", open(summons), Command::OpenServed).await.expect("opened");
    story.certified().await;
    let presumed = story.item(2, summons).await;
    let effect = presumed.effect.clone().expect("a certificate");
    assert_eq!((effect.rule, effect.presumed), (ServiceRule::B2, true));
    let standing = |code: String| async move {
        court.genuine_document(&code, "127.0.0.1").await.expect("genuine").standing
    };
    assert_eq!(standing(effect.code.clone()).await, Some(CertificateStanding::Presumed));
    let body = json!({
        "sent": sent, "paper": summons, "ground": "not_used_by_recipient", "reason": "手机由家人使用",
    });
    let rebuttal =
        story.act(&story.second, "service/rebuttals", body, Command::RebutService).await.expect("rebutted");
    let ruling = json!({ "rebuttal": rebuttal, "upheld": true, "reason": "查明属实" });
    story.of_court(&story.judge, ruling, Command::RuleOnRebuttal).await.expect("ruled");
    story.certified().await;
    let undone = story.item(2, summons).await;
    assert!(undone.effect.is_none() && undone.status != ItemStatus::Effective, "{:?}", undone.status);
    assert_eq!(
        standing(effect.code).await,
        Some(CertificateStanding::Undone),
        "whoever shows it proves nothing"
    );

    // Rule B1: the recipient signs for the complaint, two days later.
    world.pass_minutes(2 * DAY);
    let body = json!({ "sent": sent, "papers": [complaint] });
    story
        .act(&story.second, "service/receipts", body, Command::AcknowledgeService)
        .await
        .expect("signed for");
    story.certified().await;
    let signed = story.item(2, complaint).await.effect.expect("a certificate");
    assert_eq!(
        (signed.rule, signed.presumed, signed.on.to_string().as_str()),
        (ServiceRule::B1, false, "2026-09-17")
    );

    // Each has its own days; the second's would end in the National Day holidays.
    assert_eq!(
        story.answer_periods().await,
        ["样例乙 2026-09-14 to 2026-09-29", "样例己 2026-09-17 to 2026-10-08"]
    );
    // Certified once: the job may run as often as it likes.
    story.certified().await;
    let entries =
        court.store().entries_after(case, Default::default(), 1_000).await.expect("entries").entries;
    let kinds: Vec<_> = entries.iter().map(|entry| entry.envelope.kind).collect();
    let n =
        kinds.iter().filter(|kind| **kind == weicourt_domain::entry::EntryKind::ServiceTookEffect).count();
    assert_eq!(n, 4, "two of the first, the presumption, and the receipt");
    let mailbox = court.mailbox(&story.second, false).await.expect("a mailbox");
    assert_eq!((mailbox.items.len(), mailbox.n_unread), (2, 0));
    let others = court.mailbox(&story.first, false).await.expect("a mailbox");
    assert!(others.items.iter().all(|mail| mail.item.recipient == 1), "nobody reads the mail of others");
}

#[tokio::test]
async fn a_certificate_that_cannot_be_printed_keeps_no_other_back_and_becomes_a_to_do() {
    let story = Story::begin().await;
    let (world, case, court) = (&story.world, story.case, &story.world.court);
    // The name of one paper has a character that no face here has.
    let odd = hand_in_named(world, &story.first, case, "借条〇").await;
    let plain = hand_in_named(world, &story.first, case, "收条").await;
    let body = json!({ "papers": [odd, plain], "to": [{ "party": 2, "channel": "mailbox" }] });
    let sent = story.of_court(&story.clerk, body, Command::SendPapers).await.expect("sent");
    let body = json!({ "sent": sent });
    story
        .act(&story.second, "service/receipts", body, Command::AcknowledgeService)
        .await
        .expect("signed for");
    story.certified().await;
    assert!(story.item(2, plain).await.effect.is_some(), "the other one is certified");
    let waits = story.item(2, odd).await;
    assert_eq!((waits.status, waits.effect.is_none()), (ItemStatus::Acknowledged, true));
    let told = || async {
        let todos = court.agenda(&story.clerk, case).await.expect("an agenda").todos;
        todos.iter().any(|todo| todo.kind == TodoKind::Certificate)
    };
    assert!(!told().await, "a certificate may take some minutes");
    world.pass_minutes(11);
    court.note_due_deadlines().await.expect("a round of the clock");
    assert!(told().await, "the court is told");
    let queue = court.desk_todos(&story.clerk, TodoQueue::All, None).await.expect("a queue");
    assert!(queue.todos.iter().any(|todo| todo.kind == TodoKind::Certificate), "on the desk as well");

    // The operator installs a face: the clock tries again by itself.
    world.printer.has_every_face.store(true, Ordering::SeqCst);
    world.pass_minutes(11);
    court.note_due_deadlines().await.expect("a round of the clock");
    assert!(story.item(2, odd).await.effect.is_some());
    assert!(!told().await);
}

#[tokio::test]
async fn the_address_form_is_a_paper_with_its_signature_for_the_party_and_the_court() {
    let story = Story::begin().await;
    let (world, case, court) = (&story.world, story.case, &story.world.court);
    story.confirms("样例路2号", b"\x89PNG signature").await;
    let paper = court.address_paper(&story.first, case, None).await.expect("a paper");
    let words = String::from_utf8_lossy(&paper).into_owned();
    let kept = data_encoding::BASE64.encode(b"\x89PNG signature");
    for wanted in ["service_address_form", "样例乙", "样例路2号", "实名核验", kept.as_str()] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    assert_eq!(
        court.address_paper(&story.clerk, case, Some(1)).await.expect("a paper"),
        paper,
        "the same bytes"
    );
    // What is no picture does not keep the form from anybody.
    story.confirms("样例路9号", b"no picture at all").await;
    let plain = court.address_paper(&story.first, case, None).await.expect("a paper");
    assert!(String::from_utf8_lossy(&plain).contains("样例路9号"));
    let other = court.address_paper(&story.second, case, Some(1)).await;
    assert!(matches!(other, Err(AppError::Denied(Denied::NotFound))), "{other:?}");

    // What was signed on paper is in the file as it was scanned.
    let scan = world.upload(&story.clerk, case, b"%PDF-1.7 /Page scan").await;
    let body = json!({ "party": 2, "form": address_form("样例路2号"), "scan": scan });
    story.of_court(&story.clerk, body, Command::RecordServiceAddress).await.expect("recorded");
    let none = court.address_paper(&story.second, case, Some(2)).await;
    assert!(matches!(none, Err(AppError::Denied(Denied::NotFound))), "{none:?}");
}

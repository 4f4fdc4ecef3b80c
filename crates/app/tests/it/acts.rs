//! Signed acts, and whoever changes them on the way.

use std::sync::Arc;

use serde_json::{Value, json};
use weicourt_app::acts::{ActFault, Presented, SoftKey, check, statement};
use weicourt_app::space::{PostMessageRequest, WithdrawMessageRequest};
use weicourt_app::{AppError, Court, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::log::{Entry, EntryRef, Origin};

use crate::court::{DEFENDANT, PLAINTIFF, World, command, denied, new_key};

/// A registered case and its plaintiff.
async fn case_of(world: &World) -> (Actor, CaseId) {
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    world.staff("法官", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, false).await;
    world.register(&officer, case).await.expect("registered");
    (plaintiff, case)
}

fn says(words: &str) -> Value {
    json!({ "content": { "type": "text", "text": words } })
}

/// Says words as a person does, and gives the entry and what was signed.
async fn say(world: &World, person: &Actor, case: CaseId, words: &str) -> (Arc<Entry>, Vec<u8>) {
    let id = command();
    let path = format!("/api/cases/{case}/messages");
    let (given, request) = world.signed(person, &path, id, &says(words)).await;
    let done = world.court.post_message(person, case, given, request).await.expect("said");
    (done.entries[0].clone(), kept(&world.court, case, id).await)
}

async fn kept(court: &Court, case: CaseId, id: CommandId) -> Vec<u8> {
    court.store().statement_of(case, id).await.expect("the store answers").expect("what was signed is kept")
}

async fn spki(world: &World, person: PersonId) -> Vec<u8> {
    world.court.store().devices_of(person).await.expect("devices")[0].spki.clone()
}

#[tokio::test]
async fn what_a_person_does_without_a_signature_is_not_done() {
    let world = World::new().await;
    let (plaintiff, case) = case_of(&world).await;
    let request: PostMessageRequest = serde_json::from_value(says("没有签名")).expect("a request");
    let refused = world.court.post_message(&plaintiff, case, command().into(), request).await;
    assert_eq!(denied(refused), Denied::ActNotSigned);
}

#[tokio::test]
async fn a_signature_serves_one_person_one_command_one_path_one_body_and_one_key() {
    let world = World::new().await;
    let (plaintiff, case) = case_of(&world).await;
    let defendant = world.enrol(DEFENDANT).await;
    let key = world.key_of(&plaintiff);
    let (id, path, body) = (command(), format!("/api/cases/{case}/messages"), says("原话").to_string());
    let signed = |key: &SoftKey, person: PersonId| {
        key.sign(&statement("POST", &path, id, person, body.as_bytes())).expect("a signature")
    };
    let signature = signed(&key, plaintiff.person);
    let device = key.device_header();
    let good = Presented {
        method: "POST",
        path: &path,
        command: id,
        device: Some(&device),
        signature: Some(&signature),
        body: body.as_bytes(),
    };
    let court = &world.court;
    let bound = Some(key.public().digest());
    court.given(&plaintiff, bound, good).await.expect("it fits");

    let (other_path, other_body) = (format!("/api/cases/{case}/calls"), says("别的话").to_string());
    for wrong in [
        Presented { method: "PUT", ..good },
        Presented { path: &other_path, ..good },
        Presented { command: command(), ..good },
        Presented { body: other_body.as_bytes(), ..good },
        Presented { signature: Some("AAAA"), ..good },
        Presented { signature: Some(&signed(&new_key(), plaintiff.person)), ..good },
        Presented { signature: Some(&signed(&key, defendant.person)), ..good },
    ] {
        assert_eq!(denied(court.given(&plaintiff, bound, wrong).await), Denied::WrongSignature, "{wrong:?}");
    }
    for missing in [Presented { device: None, ..good }, Presented { signature: None, ..good }] {
        assert_eq!(denied(court.given(&plaintiff, bound, missing).await), Denied::ActNotSigned);
    }
    // A browser that is not the one of the session, and a session without one.
    let theirs = Some(world.key_of(&defendant).public().digest());
    assert_eq!(denied(court.given(&defendant, theirs, good).await), Denied::ActNotSigned);
    assert_eq!(denied(court.given(&plaintiff, None, good).await), Denied::DeviceUnknown);
    assert_eq!(denied(court.given(&defendant, bound, good).await), Denied::DeviceUnknown);
}

#[tokio::test]
async fn every_entry_of_a_person_can_be_checked_against_what_they_signed() {
    let world = World::new().await;
    let (plaintiff, case) = case_of(&world).await;
    let (said, _) = say(&world, &plaintiff, case, "第一句").await;
    let message = said.envelope.entry_ref();
    let path = format!("/api/cases/{case}/withdrawals");
    let (given, request) = world.signed(&plaintiff, &path, command(), &json!({ "message": message })).await;
    let request: WithdrawMessageRequest = request;
    world.court.withdraw_message(&plaintiff, case, given, &request).await.expect("taken back");
    let token = world.invitation(DEFENDANT.2).await;
    let defendant = world.enrol(DEFENDANT).await;
    world.accept(&defendant, command(), &token).await.expect("joined");
    let path = format!("/api/cases/{case}/calls");
    let called = json!({ "person": plaintiff.person });
    let (given, request) = world.signed(&defendant, &path, command(), &called).await;
    world.court.call_member(&defendant, case, given, &request).await.expect("called");

    let all = world.court.store().entries_after(case, Default::default(), 1000).await.expect("entries");
    let mut kinds = Vec::new();
    for entry in all.entries.iter().filter(|entry| entry.envelope.origin == Origin::Front) {
        let statement = kept(&world.court, case, entry.envelope.command).await;
        let spki = spki(&world, entry.envelope.actor.person).await;
        check([entry.as_ref()], &statement, &spki).expect("as signed");
        kinds.push(format!("{:?}", entry.envelope.kind));
    }
    let expected = ["FilingSubmitted", "MessagePosted", "MessageWithdrawn", "MemberJoined", "MemberCalled"];
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn what_a_node_on_the_way_changes_is_found() {
    let world = World::new().await;
    let (plaintiff, case) = case_of(&world).await;
    let (entry, statement) = say(&world, &plaintiff, case, "借款已经归还").await;
    let (_, other) = say(&world, &plaintiff, case, "借款没有归还").await;
    let spki = spki(&world, plaintiff.person).await;
    check([entry.as_ref()], &statement, &spki).expect("as signed");

    let faults = |change: &dyn Fn(&mut Entry)| {
        let mut changed = Entry::clone(&entry);
        change(&mut changed);
        check([&changed], &statement, &spki).expect_err("changed")
    };
    let words = |text: &str| EntryBody::MessagePosted {
        content: MessageContent::Text { text: text.to_owned() },
        quote: None,
        mentions: Default::default(),
    };
    assert_eq!(faults(&|entry| entry.body = words("借款没有归还")), ActFault::OtherContent);
    let quoting = EntryBody::MessagePosted {
        content: MessageContent::Text { text: "借款已经归还".to_owned() },
        quote: Some(EntryRef { origin: Origin::Court, seq: 1 }),
        mentions: Default::default(),
    };
    assert_eq!(faults(&|entry| entry.body = quoting.clone()), ActFault::OtherContent);
    let answer = EntryBody::MediationAnswered { offer: entry.envelope.entry_ref(), accepted: true };
    assert_eq!(faults(&|entry| entry.body = answer.clone()), ActFault::AnotherAct);
    assert_eq!(faults(&|entry| entry.envelope.case = CaseId(1)), ActFault::AnotherCase);
    assert_eq!(faults(&|entry| entry.envelope.command = command()), ActFault::AnotherCommand);
    assert_eq!(faults(&|entry| entry.envelope.actor.person = PersonId(1)), ActFault::AnotherPerson);
    assert_eq!(faults(&|entry| entry.envelope.command_index = 1), ActFault::NotOne);
    assert_eq!(faults(&|entry| entry.envelope.proof = None), ActFault::NotSigned);
    let wrong_signature = |entry: &mut Entry| {
        if let Some(proof) = &mut entry.envelope.proof {
            proof.signature = data_encoding::BASE64.encode(&[7; 64]);
        }
    };
    assert_eq!(faults(&wrong_signature), ActFault::WrongSignature);

    assert_eq!(check([entry.as_ref()], &other, &spki), Err(ActFault::AnotherStatement));
    let stranger = new_key().public().spki();
    assert_eq!(check([entry.as_ref()], &statement, &stranger), Err(ActFault::AnotherDevice));
    assert_eq!(check([entry.as_ref(), entry.as_ref()], &statement, &spki), Err(ActFault::NotOne));
    assert_eq!(check([], &statement, &spki), Err(ActFault::NotOne));
}

#[tokio::test]
async fn the_form_that_was_signed_is_the_form_that_is_filed() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let draft = world.draft(&plaintiff, DEFENDANT, true).await;
    let mut form = world.court.draft(&plaintiff, draft).await.expect("the draft").form;
    form.claims = vec!["签名时的请求".to_owned()];
    // A node finds out what a file is; the person signs what the browser believed.
    form.attachments[0].blob.media_type = "application/octet-stream".to_owned();
    form.attachments[0].blob.pages = Some(9);
    let (id, body) = (command(), json!({ "draft": draft, "form": form }));
    let (given, request) = world.signed(&plaintiff, "/api/filings", id, &body).await;
    let done = world.court.submit_filing(&plaintiff, given, &request).await.expect("handed in");
    let EntryBody::FilingSubmitted { form: filed } = &done.entries[0].body else { panic!("a filing") };
    assert_eq!(filed.claims, ["签名时的请求"]);
    assert_eq!(filed.attachments[0].blob.media_type, "application/pdf");
    assert_eq!(filed.attachments[0].blob.pages, None);
    let statement = kept(&world.court, draft, id).await;
    check([done.entries[0].as_ref()], &statement, &spki(&world, plaintiff.person).await).expect("as signed");
    assert!(!String::from_utf8_lossy(&statement).contains(DEFENDANT.1), "no identity number is signed");
}

#[tokio::test]
async fn the_same_command_signed_twice_is_one_act() {
    let world = World::new().await;
    let (plaintiff, case) = case_of(&world).await;
    let (id, path) = (command(), format!("/api/cases/{case}/messages"));
    let mut receipts = Vec::new();
    for _ in 0..2 {
        // Every signature of the same key is another one.
        let (given, request) = world.signed(&plaintiff, &path, id, &says("一次")).await;
        let done: Result<_, AppError> = world.court.post_message(&plaintiff, case, given, request).await;
        receipts.push(done.expect("said").receipt);
    }
    assert_eq!(receipts[0], receipts[1]);
}

//! What a front in other hands cannot make the court's node believe. `docs/operate/threats.md` names these.

use serde_json::{Value, json};
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, Outcome, PasskeyAssertion, RelayedAct, StaffName};
use weicourt_domain::erasure::{Erasure, ErasureScope, SearchRecord};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::{ActorStamp, Heads, Origin};
use weicourt_exchange::Answer;
use weicourt_store::DeviceState;

use super::intruder::{Forgery, Intruder, at_court, case_of, noted, sign};
use crate::court::{DEFENDANT, PLAINTIFF, command, new_key};

fn is_halted(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| matches!(answer, Answer::Halted { .. }))
}

/// The forgery is refused, noted, and changes nothing.
async fn refused(intruder: &mut Intruder, what: &str, forgery: &Forgery) {
    let (before, n_before) = (at_court(intruder).await, noted(intruder, "refused").await);
    let answers = intruder.try_on(forgery).await;
    assert!(is_halted(&answers), "{what}: {answers:?}");
    assert_eq!(at_court(intruder).await, before, "{what}");
    if forgery.origin == Origin::Front {
        assert_eq!(noted(intruder, "refused").await, n_before + 1, "{what}");
    }
}

/// A control item is not followed, and that is noted.
async fn not_followed(intruder: &mut Intruder, item: Value) {
    let (before, n_before) = (at_court(intruder).await, noted(intruder, "refused").await);
    intruder.tell(item.clone()).await;
    assert_eq!(noted(intruder, "refused").await, n_before + 1, "{item}");
    assert_eq!(at_court(intruder).await, before, "{item}");
}

#[tokio::test]
async fn acts_of_the_court_are_not_taken_from_outside() {
    let mut intruder = Intruder::new().await;
    let judge = intruder.scene.judge.person;
    let closed = EntryBody::CaseClosed {
        outcome: Outcome::Withdrawn,
        note: String::new(),
        closed_on: "2026-11-23".parse().expect("a day"),
    };
    let name = StaffName { person: PersonId(9), name: "样例丙".to_owned() };
    let bench = EntryBody::BenchAssigned {
        handling_judge: StaffName { person: PersonId(8), name: "样例丁".to_owned() },
        clerk: name,
        judge_assistant: None,
        panel: Vec::new(),
    };
    let actor = ActorStamp { person: judge, role: Role::HandlingJudge, assurance: Assurance::Staff };
    let honest = intruder.words("样例");
    for body in [closed, bench] {
        let class = Class::Register;
        let unsigned = Forgery { body: body.clone(), class, actor, signed: None, ..honest.clone() };
        refused(&mut intruder, "in the front chain", &unsigned).await;
        let court = Forgery { origin: Origin::Court, ..unsigned };
        refused(&mut intruder, "in the court chain", &court).await;
        let signed = Forgery { body, class, ..honest.clone() };
        refused(&mut intruder, "under another signature", &signed).await;
    }
    let spoken = Forgery { actor, ..honest.clone() };
    let before = at_court(&intruder).await;
    // The judge has no device: the entry waits for one that never comes.
    let answers = intruder.try_on(&spoken).await;
    assert!(matches!(answers.as_slice(), [Answer::Want(_)]), "words of the judge: {answers:?}");
    assert_eq!(at_court(&intruder).await, before);
    // A device for the judge.
    let key = new_key();
    let spki = data_encoding::BASE64.encode(&key.public().spki());
    let at = intruder.scene.zones.home.court.now();
    let offer = json!({ "item": "device", "news": { "type": "offered", "person": judge, "spki": spki, "label": "x", "at": at } });
    intruder.tell(offer).await;
    let store = intruder.scene.zones.home.court.store();
    assert!(store.device(judge, key.public().digest()).await.expect("store").is_none());
}

#[tokio::test]
async fn a_request_that_no_passkey_signed_is_answered_and_not_done() {
    let mut intruder = Intruder::new().await;
    let case = case_of(&intruder);
    let part = "AAAA".to_owned();
    let assertion = PasskeyAssertion {
        credential_id: part.clone(),
        client_data_json: part.clone(),
        authenticator_data: part.clone(),
        signature: part,
    };
    let body = r#"{"outcome":"mediated","note":""}"#.to_owned();
    let act = RelayedAct { path: format!("/api/cases/{case}/closing"), body, assertion };
    let person = intruder.scene.judge.person;
    let forgery = Forgery {
        body: EntryBody::ActRequested { act },
        audience: Audience::Court,
        actor: ActorStamp { person, role: Role::HandlingJudge, assurance: Assurance::Staff },
        signed: None,
        ..intruder.words("样例")
    };
    refused(&mut intruder, "for everyone", &Forgery { audience: Audience::Everyone, ..forgery.clone() })
        .await;
    assert_eq!(intruder.try_on(&forgery).await, []);
    let store = intruder.scene.zones.home.court.store();
    let answer = weicourt_app::relay::answer_id(forgery.command);
    let answers = store.entries_of_command(case, answer).await.expect("entries");
    assert!(matches!(answers[0].body, EntryBody::ActRefused { .. }));
    let all = store.entries_after(case, Default::default(), 1_000).await.expect("entries");
    assert!(all.entries.iter().all(|entry| !matches!(entry.body, EntryBody::CaseClosed { .. })));
}

#[tokio::test]
async fn words_that_a_person_did_not_sign_are_not_theirs() {
    let mut intruder = Intruder::new().await;
    let honest = intruder.words("借款已经归还");
    let other = intruder.words("借款没有归还");
    let person = intruder.scene.plaintiff.person;
    let request = json!({ "content": { "type": "text", "text": "借款已经归还" } });
    let path = format!("/api/cases/{}/messages", case_of(&intruder));
    let elsewhere = format!("/api/cases/{}/messages", CaseId(77));
    let own = intruder.key();
    let in_case = sign(&own, &elsewhere, honest.command, person, &request);
    let for_command = sign(&own, &path, command(), person, &request);
    let future = honest.at.plus_ms(3_600_000);
    for (what, forgery) in [
        ("unsigned", Forgery { signed: None, ..honest.clone() }),
        ("other words", Forgery { signed: other.signed, ..honest.clone() }),
        ("another case", Forgery { signed: Some(in_case), ..honest.clone() }),
        ("another command", Forgery { signed: Some(for_command), ..honest.clone() }),
        ("for the bench", Forgery { class: Class::Deliberation, ..honest.clone() }),
        ("as register", Forgery { class: Class::Register, ..honest.clone() }),
        ("for the court", Forgery { audience: Audience::Court, ..honest.clone() }),
        (
            "as a judge",
            Forgery { actor: ActorStamp { role: Role::HandlingJudge, ..honest.actor }, ..honest.clone() },
        ),
        (
            "surer",
            Forgery { actor: ActorStamp { assurance: Assurance::Staff, ..honest.actor }, ..honest.clone() },
        ),
        ("from the future", Forgery { at: future, ..honest.clone() }),
    ] {
        refused(&mut intruder, what, &forgery).await;
    }
    assert_eq!(intruder.try_on(&honest).await, [], "what was signed counts");
}

#[tokio::test]
async fn a_device_that_the_person_did_not_confirm_signs_nothing() {
    let mut intruder = Intruder::new().await;
    let person = intruder.scene.plaintiff.person;
    let (old, new) = (intruder.key(), new_key());
    let honest = intruder.words("样例");
    let request = json!({ "content": { "type": "text", "text": "样例" } });
    let path = format!("/api/cases/{}/messages", case_of(&intruder));
    let forged = Forgery { signed: Some(sign(&new, &path, honest.command, person, &request)), ..honest };
    let before = at_court(&intruder).await;
    assert!(!intruder.try_on(&forged).await.is_empty(), "a device that nobody knows");

    // The phone to which the court's code goes.
    let store = intruder.scene.zones.home.court.store().clone();
    let known = store.person(person).await.expect("store").expect("known");
    let record = |phone: &str, name: &str| {
        json!({ "item": "person_enrolled", "person": { "person": person, "name": name,
            "id_masked": known.id_masked, "phone": phone, "id_digest": known.id_digest,
            "phone_digest": Digest([3; 32]) } })
    };
    not_followed(&mut intruder, record("15400000009", PLAINTIFF.0)).await;
    not_followed(&mut intruder, record("15400000009", DEFENDANT.0)).await;
    assert_eq!(store.person(person).await.expect("store").expect("known").phone, PLAINTIFF.2);

    // The old device is revoked, so that the new one would be the first.
    let key = old.public().digest();
    intruder
        .tell(json!({ "item": "device", "news": { "type": "revoked", "person": person, "key": key } }))
        .await;
    let spki = data_encoding::BASE64.encode(&new.public().spki());
    let at = intruder.scene.zones.home.court.now();
    let offer = json!({ "item": "device", "news": { "type": "offered", "person": person, "spki": spki, "label": "x", "at": at } });
    for _ in 0..20 {
        intruder.tell(offer.clone()).await;
    }
    let device = store.device(person, new.public().digest()).await.expect("store").expect("known");
    assert_eq!(device.state, DeviceState::AwaitingCourt);
    let codes = intruder.scene.zones.home.sent_to(PLAINTIFF.2).len();
    assert!((1..=10).contains(&codes), "tries are counted over all codes: {codes}");
    assert!(!intruder.try_on(&forged).await.is_empty(), "a device without the court's code");
    let late = intruder.words("撤销之后");
    refused(&mut intruder, "a revoked device", &late).await;
    assert_eq!(at_court(&intruder).await.front, before.front);
}

#[tokio::test]
async fn chains_are_not_repeated_reordered_cut_or_changed() {
    let mut intruder = Intruder::new().await;
    let honest = intruder.words("一次");
    let start = at_court(&intruder).await;
    let first = intruder.seal(&start, &honest);
    let item = intruder.item(&[(&first, &honest)]);
    assert_eq!(intruder.send(vec![item.clone()]).await, []);
    let after = at_court(&intruder).await;
    assert_eq!(after.front.seq, start.front.seq + 1);

    intruder.send(vec![item]).await;
    assert_eq!(at_court(&intruder).await, after, "the same bundle");
    refused_quietly(&mut intruder, "the same command in a new place", &honest).await;

    // Another entry in the same place.
    let other = intruder.words("改过");
    let changed = intruder.seal(&start, &other);
    let item = intruder.item(&[(&changed, &other)]);
    intruder.send(vec![item]).await;
    assert_eq!(at_court(&intruder).await, after, "a changed chain");
    // What follows the changed one.
    let next = intruder.words("后来");
    let mut forked = start;
    forked.advance(&changed.envelope, changed.hash);
    let follows = intruder.seal(&forked, &next);
    let item = intruder.item(&[(&follows, &next)]);
    assert!(is_halted(&intruder.send(vec![item]).await), "a forked chain");
    // A gap, and an order number that leaps.
    let gap =
        Heads { front: weicourt_domain::log::Head { seq: after.front.seq + 1, ..after.front }, ..after };
    let beyond = intruder.seal(&gap, &next);
    let item = intruder.item(&[(&beyond, &next)]);
    let answers = intruder.send(vec![item]).await;
    assert!(matches!(answers.as_slice(), [Answer::Want(_) | Answer::Halted { .. }]), "{answers:?}");
    let leap = intruder.seal(&Heads { n: u64::MAX - 1, ..after }, &next);
    let item = intruder.item(&[(&leap, &next)]);
    assert!(is_halted(&intruder.send(vec![item]).await), "the last order number there is");
    assert_eq!(at_court(&intruder).await, after);
    assert_eq!(intruder.try_on(&next).await, [], "what follows rightly counts");
}

async fn refused_quietly(intruder: &mut Intruder, what: &str, forgery: &Forgery) {
    let before = at_court(intruder).await;
    assert!(is_halted(&intruder.try_on(forgery).await), "{what}");
    assert_eq!(at_court(intruder).await, before, "{what}");
}

#[tokio::test]
async fn what_only_the_court_says_is_not_heard_from_the_front() {
    let mut intruder = Intruder::new().await;
    let (case, judge) = (case_of(&intruder), intruder.scene.judge.person);
    let at = intruder.scene.zones.home.court.now();
    for item in [
        json!({ "item": "case_opened", "case": case, "history": 0 }),
        json!({ "item": "staff_known", "person": judge, "subject": "x", "name": "x", "court_code": "浙0203", "duties": [], "title": "x" }),
        json!({ "item": "passkey_known", "person": judge, "credential_id": [1], "spki": [1], "label": "x", "added_at": at }),
        json!({ "item": "passkey_gone", "person": judge, "credential_id": [1] }),
        json!({ "item": "return_asked", "case": case }),
        json!({ "item": "person_enrolled", "person": { "person": judge, "name": "x", "id_masked": "x",
            "phone": "15400000009", "id_digest": Digest([1; 32]), "phone_digest": Digest([2; 32]) } }),
        json!({ "item": "blob_coming", "case": CaseId(77), "sha256": Digest([1; 32]), "size_bytes": 9, "media_type": "x", "name": null }),
    ] {
        not_followed(&mut intruder, item).await;
    }
    let store = intruder.scene.zones.home.court.store();
    assert!(store.passkey(&[1]).await.expect("store").is_none());
}

#[tokio::test]
async fn the_court_does_not_believe_that_a_case_is_gone() {
    let mut intruder = Intruder::new().await;
    let case = case_of(&intruder);
    let heads = at_court(&intruder).await;
    let store = intruder.scene.zones.home.court.store().clone();
    let certificate = |answers: Digest| {
        let searched = SearchRecord { n_needles: 1, n_places: 1, n_bytes: 1, n_hits: 0 };
        let (scope, at) = (ErasureScope::WholeCase, intruder.scene.zones.home.court.now());
        let erasure =
            Erasure { case, scope, answers, heads, n_entries: 1, n_blobs: 0, key_destroyed_at: at, searched };
        json!({ "item": "erased", "certificate": erasure.sign(at, &intruder.signing) })
    };
    let (early, blind) = (certificate(Digest([9; 32])), certificate(Digest::ZERO));
    not_followed(&mut intruder, early).await;
    not_followed(&mut intruder, blind).await;
    let complete =
        |heads: Heads| json!({ "item": "case_complete", "case": case, "heads": heads, "blobs": [] });
    not_followed(&mut intruder, complete(heads)).await;
    assert!(store.outside(case).await.expect("store").is_some(), "it stands outside");

    let (open, back) = (weicourt_store::Phase::Open, weicourt_store::Phase::Returning);
    assert!(store.move_outside(case, open, back).await.expect("store"));
    let head = |seq, byte| weicourt_domain::log::Head { seq, hash: Digest([byte; 32]) };
    not_followed(&mut intruder, complete(Heads { front: head(heads.front.seq, 1), ..heads })).await;
    not_followed(&mut intruder, complete(Heads { court: head(u64::MAX, 1), ..heads })).await;
    not_followed(&mut intruder, complete(Heads { court: head(heads.court.seq, 1), ..heads })).await;
    assert_eq!(noted(&intruder, "returned").await, 0, "nothing is signed for");
    let outside = store.outside(case).await.expect("store").expect("outside");
    assert_eq!(outside.phase, back);

    // A case that is at home does not begin outside.
    store.forget_outside(case).await.expect("store");
    not_followed(&mut intruder, json!({ "item": "case_begun", "case": case })).await;
    assert!(store.outside(case).await.expect("store").is_none());
}

#[tokio::test]
async fn nobody_takes_a_place_or_a_word_that_is_not_theirs() {
    let mut intruder = Intruder::new().await;
    let case = case_of(&intruder);
    let honest = intruder.words("样例");
    let person = intruder.scene.plaintiff.person;

    // The judge's words are taken back by a party, rightly signed.
    let judge = intruder.scene.judge.clone();
    let request = serde_json::from_value(json!({ "content": { "type": "text", "text": "请双方举证" } }));
    let court = intruder.scene.zones.home.court.clone();
    let said =
        court.post_message(&judge, case, command().into(), request.expect("words")).await.expect("said");
    let message = said.entries[0].envelope.entry_ref();
    let path = format!("/api/cases/{case}/withdrawals");
    let signed = sign(&intruder.key(), &path, honest.command, person, &json!({ "message": message }));
    let back =
        Forgery { body: EntryBody::MessageWithdrawn { message }, signed: Some(signed), ..honest.clone() };
    refused(&mut intruder, "taking back another's words", &back).await;

    // A party sits down in the other party's place.
    let joined = EntryBody::MemberJoined {
        person,
        name: PLAINTIFF.0.to_owned(),
        role: Role::Defendant,
        party: 2,
        agent: None,
    };
    let path = format!("/api/cases/{case}/membership");
    let request = json!({ "case": case, "party": 2, "agent": null });
    let signed = sign(&intruder.key(), &path, honest.command, person, &request);
    let actor = ActorStamp { role: Role::Defendant, ..honest.actor };
    let seat = Forgery { body: joined, class: Class::Party, actor, signed: Some(signed), ..honest.clone() };
    refused(&mut intruder, "a seat that is not theirs", &seat).await;

    // The case is filed once more.
    let store = court.store();
    let all = store.entries_after(case, Default::default(), 1_000).await.expect("entries").entries;
    let filing = all.iter().find(|entry| matches!(entry.body, EntryBody::FilingSubmitted { .. }));
    let filing = filing.expect("a filing");
    let statement = store.statement_of(case, filing.envelope.command).await.expect("store").expect("signed");
    let again = Forgery {
        body: filing.body.clone(),
        class: filing.envelope.class,
        audience: filing.envelope.audience.clone(),
        command: filing.envelope.command,
        ..honest.clone()
    };
    assert!(!statement.is_empty());
    refused(&mut intruder, "the filing once more", &again).await;
}

#[tokio::test]
async fn the_note_of_a_new_device_is_not_pre_empted() {
    let mut intruder = Intruder::new().await;
    let (case, person) = (case_of(&intruder), intruder.scene.plaintiff.person);
    let key = new_key();
    // What the front can compute: the words of the name, hashed plainly.
    let digest = Digest::of(format!("device {case} {}", key.public().digest()).as_bytes());
    let mut taken = [0; 16];
    taken.copy_from_slice(&digest.0[..16]);
    let command = weicourt_domain::id::CommandId(taken);
    let request = json!({ "content": { "type": "text", "text": "占位" } });
    let path = format!("/api/cases/{case}/messages");
    let signed = sign(&intruder.key(), &path, command, person, &request);
    let early = Forgery { command, signed: Some(signed), ..intruder.words("占位") };
    assert_eq!(intruder.try_on(&early).await, [], "words under any command count");

    let spki = data_encoding::BASE64.encode(&key.public().spki());
    let at = intruder.scene.zones.home.court.now();
    let offer = json!({ "type": "offered", "person": person, "spki": spki, "label": "x", "at": at });
    intruder.tell(json!({ "item": "device", "news": offer })).await;
    let sent = intruder.scene.zones.home.sent_to(PLAINTIFF.2).pop();
    let Some(weicourt_app::ports::SmsText::Code { code, .. }) = sent else { panic!("no code: {sent:?}") };
    let typed = json!({ "type": "code_typed", "person": person, "key": key.public().digest(), "code": code });
    intruder.tell(json!({ "item": "device", "news": typed })).await;
    let store = intruder.scene.zones.home.court.store();
    let all = store.entries_after(case, Default::default(), 1_000).await.expect("entries").entries;
    let notes = all.iter().filter(|entry| matches!(entry.body, EntryBody::DeviceAdded { .. })).count();
    assert_eq!(notes, 1, "the person is told of the device");
}

#[tokio::test]
async fn a_certificate_for_nothing_that_was_taken_back_is_not_believed() {
    let mut intruder = Intruder::new().await;
    let case = case_of(&intruder);
    let heads = at_court(&intruder).await;
    let at = intruder.scene.zones.home.court.now();
    let searched = SearchRecord { n_needles: 1, n_places: 1, n_bytes: 1, n_hits: 0 };
    let erasure = |answers: Digest| Erasure {
        case,
        scope: ErasureScope::Withdrawn,
        answers,
        heads,
        n_entries: 1,
        n_blobs: 0,
        key_destroyed_at: at,
        searched,
    };
    let certificate = erasure(Digest([4; 32])).sign(at, &intruder.signing);
    not_followed(&mut intruder, json!({ "item": "erased", "certificate": certificate })).await;
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[5; 32]);
    let certificate = erasure(Digest([4; 32])).sign(at, &stranger);
    not_followed(&mut intruder, json!({ "item": "erased", "certificate": certificate })).await;

    // The front keeps silent about what was really taken back: an alarm.
    let (home, judge) = (&intruder.scene.zones.home, intruder.scene.judge.clone());
    let request = serde_json::from_value(json!({ "flags": ["minors"], "reason": "样例" })).expect("flags");
    home.court.flag_case(&judge, case, command().into(), &request).await.expect("flagged");
    let store = home.court.store().clone();
    let waiting = || async {
        !store.uncertified(weicourt_domain::instant::Instant(i64::MAX), 10).await.expect("store").is_empty()
    };
    intruder.scene.zones.until("taken back", waiting).await;
    let view = home.court.exchange(&judge).await.expect("a view");
    assert!(view.uncertified.is_empty(), "not at once");
    home.pass_minutes(11);
    let view = home.court.exchange(&judge).await.expect("a view");
    assert_eq!((view.uncertified.len(), view.alarm), (1, true));
    assert_eq!(view.uncertified[0].case, case);
}

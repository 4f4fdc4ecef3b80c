//! The phone of a judge outside the court's network, and a person's new phone number.

use data_encoding::BASE64;
use serde_json::{Value, json};
use weicourt_app::acts::SoftKey;
use weicourt_app::devices::VouchedDeviceRequest;
use weicourt_app::identity::{Session, SignIn};
use weicourt_app::passkeys::PasskeySignIn;
use weicourt_app::ports::SmsText;
use weicourt_app::relay::{OLDEST_MS, answer_id, challenge};
use weicourt_app::space::PostMessageRequest;
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::Audience;
use weicourt_domain::entry::{EntryBody, RelayedAct};
use weicourt_domain::id::CommandId;
use weicourt_domain::log::{ActorStamp, Origin, Position};
use weicourt_store::DeviceState;

use super::heads;
use super::intruder::{Forgery, Intruder, at_court, case_of, noted, sign};
use super::journey::{Scene, say, scene};
use crate::court::{PLAINTIFF, STRANGER, command, denied, new_key};
use crate::passkeys::{Authenticator, command_at, register_in};

/// A judge with a passkey who is signed on outside.
struct Phone {
    authenticator: Authenticator,
    key: SoftKey,
    session: Session,
    token: String,
}

async fn phone(scene: &Scene) -> Phone {
    let zones = &scene.zones;
    let lent = zones.away.enrol_on(STRANGER, &new_key()).await;
    let at_desk = Session { actor: scene.judge.clone(), device: None, view: lent.view };
    let authenticator = Authenticator::new();
    register_in(&zones.home, &at_desk, &authenticator).await;
    let known =
        || async { zones.away.court.store().passkey(&authenticator.id).await.expect("store").is_some() };
    zones.until("the passkey outside", known).await;
    let begun = zones.away.court.passkey_log_in("127.0.0.1").expect("a challenge");
    let asked = data_encoding::BASE64URL_NOPAD.decode(begun.challenge.as_bytes()).expect("base64url");
    let sign_in = PasskeySignIn { assertion: authenticator.assert(&asked) };
    let done = zones.away.court.sign_in_by_passkey(&sign_in, "127.0.0.1").await.expect("logged in");
    let token = done.token.into_exposed();
    let session = zones.away.court.session(&token).await.expect("a session");
    Phone { authenticator, key: new_key(), session, token }
}

fn new_device(key: &SoftKey) -> String {
    json!({ "spki": BASE64.encode(&key.public().spki()), "label": "样例法官的手机" }).to_string()
}

fn vouches(phone: &Phone, command: CommandId, body: &str) -> VouchedDeviceRequest {
    let asked = challenge(command, phone.session.actor.person, "/api/staff/devices", body);
    VouchedDeviceRequest { body: body.to_owned(), assertion: phone.authenticator.assert(&asked) }
}

/// The phone is enrolled and the court counts it.
async fn enrolled(scene: &Scene) -> Phone {
    let phone = phone(scene).await;
    let away = &scene.zones.away;
    let command = command_at(away.court.now(), 1);
    let request = vouches(&phone, command, &new_device(&phone.key));
    let view =
        away.court.vouch_device(&phone.token, &phone.session, command, request).await.expect("vouched");
    assert_eq!(view.device.expect("a device").state, weicourt_app::devices::DeviceState::AwaitingCourt);
    away.keys.lock().expect("not poisoned").insert(scene.judge.person, phone.key.clone());
    let active = || async { state(scene, &phone).await == Some(DeviceState::Active) };
    scene.zones.until("the court counts the phone", active).await;
    phone
}

async fn state(scene: &Scene, phone: &Phone) -> Option<DeviceState> {
    let store = scene.zones.away.court.store();
    store
        .device(scene.judge.person, phone.key.public().digest())
        .await
        .expect("store")
        .map(|found| found.state)
}

#[tokio::test]
async fn what_a_judge_says_on_an_enrolled_phone_is_in_the_courts_log() {
    let scene = scene().await;
    let phone = enrolled(&scene).await;
    say(&scene.zones.away, &scene.judge, scene.case, "请双方明日提交证据").await;
    scene.zones.equal(scene.case).await;
    let store = scene.zones.home.court.store();
    let entries = store.entries_after(scene.case, Position::default(), 1_000).await.expect("entries").entries;
    let said = entries.last().expect("an entry");
    assert_eq!((said.envelope.origin, said.envelope.actor.role), (Origin::Front, Role::HandlingJudge));
    let proof = said.envelope.proof.as_ref().expect("signed");
    assert_eq!(proof.device_key, phone.key.public().digest());

    // The rooms of the bench are at home, and what the court decides is asked for.
    let path = format!("/api/cases/{}/messages", scene.case);
    let bench = json!({ "content": { "type": "text", "text": "合议" }, "audience": "bench" });
    let (given, request): (_, PostMessageRequest) =
        scene.zones.away.signed(&scene.judge, &path, command(), &bench).await;
    let refused = scene.zones.away.court.post_message(&scene.judge, scene.case, given, request).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("deliberates")));
    let path = format!("/api/cases/{}/closing", scene.case);
    let body = json!({ "outcome": "mediated", "note": "" });
    let (given, request) = scene.zones.away.signed(&scene.judge, &path, command(), &body).await;
    let closed = scene.zones.away.court.close_case(&scene.judge, scene.case, given, &request).await;
    assert_eq!(denied(closed), Denied::OtherZone);
    let unsigned: PostMessageRequest =
        serde_json::from_value(json!({ "content": { "type": "text", "text": "样例" } })).expect("words");
    let done =
        scene.zones.away.court.post_message(&scene.judge, scene.case, command().into(), unsigned).await;
    assert_eq!(denied(done), Denied::ActNotSigned);
}

#[tokio::test]
async fn a_phone_ends_with_the_passkey_and_does_not_come_back() {
    let scene = scene().await;
    let phone = enrolled(&scene).await;
    let id = data_encoding::BASE64URL_NOPAD.encode(&phone.authenticator.id);
    scene.zones.home.court.remove_passkey(&phone.session, &id).await.expect("removed");
    let revoked = || async { state(&scene, &phone).await == Some(DeviceState::Revoked) };
    scene.zones.until("the phone is revoked outside", revoked).await;
    let signed_out = || async {
        let session = scene.zones.away.court.session(&phone.token).await;
        session.is_err_and(|error| matches!(error, AppError::Denied(Denied::NotSignedOn)))
    };
    scene.zones.until("the session on it has ended", signed_out).await;
    let gone = || async {
        let store = scene.zones.away.court.store();
        store.passkey(&phone.authenticator.id).await.expect("store").is_none()
    };
    scene.zones.until("the passkey is gone outside", gone).await;
    let command = command_at(scene.zones.away.court.now(), 2);
    let request = vouches(&phone, command, &new_device(&phone.key));
    let again = scene.zones.away.court.vouch_device(&phone.token, &phone.session, command, request).await;
    assert_eq!(denied(again), Denied::PasskeyRefused);
    assert_eq!(refusals(&scene).await, [""; 0]);
}

/// What the court's node refused, in its words.
async fn refusals(scene: &Scene) -> Vec<String> {
    let store = scene.zones.home.court.store();
    let events = store.exchange_events(weicourt_domain::instant::Instant(0), 100).await.expect("events");
    let refused = events.iter().filter(|event| event.kind == "refused");
    refused.map(|event| event.detail::<String>().expect("words")).collect()
}

#[tokio::test]
async fn nobody_but_the_passkey_enrols_a_phone_for_a_judge() {
    let mut intruder = Intruder::new().await;
    let judge = intruder.scene.judge.clone();
    let home = intruder.scene.zones.home.court.clone();
    let mine = new_key();
    let authenticator = Authenticator::new();
    // The passkey is known at the court: the front in other hands sees what it signs.
    let passkey = weicourt_store::Passkey {
        credential_id: authenticator.id.clone(),
        person: judge.person,
        spki: authenticator.spki(),
        sign_count: 0,
        label: "样例".to_owned(),
        added_at: home.now(),
    };
    home.store().insert_passkey(&passkey).await.expect("store");
    let vouched = |signed: &str, sent: &str, drawn: CommandId, says: CommandId| {
        let asked = challenge(drawn, judge.person, "/api/staff/devices", signed);
        json!({ "item": "staff_device", "vouched": { "person": judge.person, "command": says, "body": sent,
            "assertion": authenticator.assert(&asked), "at": home.now() } })
    };
    let honest = new_key();
    let (body, forged) = (new_device(&honest), new_device(&mine));
    let now = command_at(home.now(), 1);
    let old = command_at(home.now().plus_ms(-OLDEST_MS - 60_000), 1);
    let stranger = Authenticator::new();
    let asked = challenge(now, judge.person, "/api/staff/devices", &forged);
    let by_stranger = json!({ "item": "staff_device", "vouched": { "person": judge.person, "command": now,
        "body": forged, "assertion": stranger.assert(&asked), "at": home.now() } });
    let mut n_noted = noted(&intruder, "refused").await;
    for (what, item) in [
        ("another key", vouched(&body, &forged, now, now)),
        ("another command", vouched(&forged, &forged, now, command_at(home.now(), 2))),
        ("long ago", vouched(&forged, &forged, old, old)),
        ("another passkey", by_stranger),
    ] {
        let answers = intruder.tell(item).await;
        assert_eq!(answers, [], "{what}");
        n_noted += 1;
        assert_eq!(noted(&intruder, "refused").await, n_noted, "{what}");
        let device = home.store().device(judge.person, mine.public().digest()).await.expect("store");
        assert!(device.is_none(), "{what}");
    }
    // Rightly vouched for, and then words that the phone did not sign, or not like this.
    intruder.tell(vouched(&body, &body, now, now)).await;
    let device = home.store().device(judge.person, honest.public().digest()).await.expect("store");
    assert_eq!(device.expect("enrolled").state, DeviceState::Active);
    let text = "准予撤诉";
    let request = json!({ "content": { "type": "text", "text": text } });
    let path = format!("/api/cases/{}/messages", case_of(&intruder));
    let words = Forgery {
        actor: ActorStamp { person: judge.person, role: Role::HandlingJudge, assurance: Assurance::Staff },
        ..intruder.words(text)
    };
    let by = |key: &SoftKey| Some(sign(key, &path, words.command, judge.person, &request));
    let before = at_court(&intruder).await;
    for (what, forgery) in [
        ("unsigned", Forgery { signed: None, ..words.clone() }),
        ("signed by the plaintiff", words.clone()),
        ("signed by the intruder", Forgery { signed: by(&mine), ..words.clone() }),
        (
            "in another role",
            Forgery {
                signed: by(&honest),
                actor: ActorStamp { role: Role::DivisionHead, ..words.actor },
                ..words.clone()
            },
        ),
        (
            "as a person of the public",
            Forgery {
                signed: by(&honest),
                actor: ActorStamp { assurance: Assurance::RealName, ..words.actor },
                ..words.clone()
            },
        ),
        ("for the court alone", Forgery { signed: by(&honest), audience: Audience::Court, ..words.clone() }),
    ] {
        assert!(!intruder.try_on(&forgery).await.is_empty(), "{what}");
        assert_eq!(at_court(&intruder).await, before, "{what}");
    }
    let honest = Forgery { signed: by(&honest), ..words.clone() };
    assert_eq!(intruder.try_on(&honest).await, [], "what the judge signed counts");
}

#[tokio::test]
async fn a_request_of_a_judge_that_is_changed_or_repeated_is_refused_and_stands_on_the_desk() {
    let mut intruder = Intruder::new().await;
    let judge = intruder.scene.judge.clone();
    let home = intruder.scene.zones.home.court.clone();
    let case = case_of(&intruder);
    let authenticator = Authenticator::new();
    let passkey = weicourt_store::Passkey {
        credential_id: authenticator.id.clone(),
        person: judge.person,
        spki: authenticator.spki(),
        sign_count: 0,
        label: "样例".to_owned(),
        added_at: home.now(),
    };
    home.store().insert_passkey(&passkey).await.expect("store");
    let (path, body) = (format!("/api/cases/{case}/floor"), r#"{"closed":true,"reason":"样例"}"#.to_owned());
    let first = command_at(home.now(), 1);
    let asked = challenge(first, judge.person, &path, &body);
    let act = RelayedAct { path: path.clone(), body: body.clone(), assertion: authenticator.assert(&asked) };
    let request = |act: &RelayedAct, command: CommandId, intruder: &Intruder| Forgery {
        body: EntryBody::ActRequested { act: act.clone() },
        audience: Audience::Court,
        actor: ActorStamp { person: judge.person, role: Role::HandlingJudge, assurance: Assurance::Staff },
        signed: None,
        command,
        ..intruder.words("样例")
    };
    let honest = request(&act, first, &intruder);
    assert_eq!(intruder.try_on(&honest).await, []);
    let done = home.store().entries_of_command(case, answer_id(first)).await.expect("entries");
    assert!(matches!(done[0].body, EntryBody::FloorClosed { .. }));

    let open = RelayedAct { body: r#"{"closed":false,"reason":""}"#.to_owned(), ..act.clone() };
    let replayed = command_at(home.now(), 2);
    let changed = command_at(home.now(), 3);
    let mut n_noted = noted(&intruder, "refused").await;
    for (what, act, command) in [("replayed", &act, replayed), ("changed", &open, changed)] {
        let forgery = request(act, command, &intruder);
        assert_eq!(intruder.try_on(&forgery).await, [], "{what}: the chain goes on");
        let answer = home.store().entries_of_command(case, answer_id(command)).await.expect("entries");
        assert!(matches!(answer[0].body, EntryBody::ActRefused { .. }), "{what}");
        n_noted += 1;
        assert_eq!(noted(&intruder, "refused").await, n_noted, "{what}: on the desk");
    }
    // The very same request in a new place of the chain.
    assert!(!intruder.try_on(&honest).await.is_empty());
    let done = home.store().entries_of_command(case, answer_id(first)).await.expect("entries");
    assert_eq!(done.len(), 1, "done once");
}

/// A change of the plaintiff's phone, as the pages send it.
async fn asks(scene: &Scene, number: &str) -> bool {
    let away = &scene.zones.away;
    let code = away.code(number).await;
    let body = json!({ "phone": number, "code": code });
    let command = command_at(away.court.now(), 4);
    let (given, change): (_, SignIn) =
        away.signed_as("PUT", &scene.plaintiff, "/api/session/phone", command, &body).await;
    let done = away.court.change_phone(&scene.plaintiff, &given, &change, "127.0.0.1").await;
    done.expect("asked")
}

async fn number(world: &crate::court::World, scene: &Scene) -> String {
    world.court.store().person(scene.plaintiff.person).await.expect("store").expect("known").phone
}

#[tokio::test]
async fn another_phone_counts_on_both_nodes_when_the_court_has_seen_the_signature() {
    let scene = scene().await;
    let (home, away) = (&scene.zones.home, &scene.zones.away);
    assert!(asks(&scene, "15400000009").await, "the court confirms it");
    let changed = || async { number(away, &scene).await == "15400000009" };
    scene.zones.until("the new number outside", changed).await;
    assert_eq!(number(home, &scene).await, "15400000009");
    let told = home.sent_to(PLAINTIFF.2);
    assert!(matches!(told.last(), Some(SmsText::Event { .. })), "the old phone is told");
    assert_eq!(refusals(&scene).await, [""; 0]);
    // Whoever logs in again says nothing else of themselves.
    away.enrol((PLAINTIFF.0, PLAINTIFF.1, "15400000009")).await;
    scene.zones.until("said again", || async { scene.zones.quiet().await }).await;
    assert_eq!(refusals(&scene).await, [""; 0]);
    assert_eq!(heads(home, scene.case).await, heads(away, scene.case).await);
}

#[tokio::test]
async fn a_front_in_other_hands_changes_nobodys_phone() {
    let mut intruder = Intruder::new().await;
    let person = intruder.scene.plaintiff.person;
    let home = intruder.scene.zones.home.court.clone();
    let (own, mine) = (intruder.key(), new_key());
    let change = |key: &SoftKey, method: &str, number: &str, command: CommandId| -> Value {
        let body = json!({ "phone": number, "code": "000000" }).to_string();
        let statement =
            weicourt_app::acts::statement(method, "/api/session/phone", command, person, body.as_bytes());
        json!({ "item": "phone_asked", "asked": { "person": person, "statement": BASE64.encode(&statement),
            "proof": { "device_key": key.public().digest(),
                "command_digest": weicourt_domain::digest::Digest::of(&statement),
                "signature": key.sign(&statement).expect("a signature") } } })
    };
    let now = home.now();
    let first = change(&own, "PUT", "15400000008", command_at(now, 1));
    let second = change(&own, "PUT", "15400000009", command_at(now.plus_ms(5), 2));
    let mut unsigned = first.clone();
    unsigned["asked"]["proof"]["signature"] =
        change(&mine, "PUT", "15400000008", command_at(now, 1))["asked"]["proof"]["signature"].clone();
    let phone = || async { home.store().person(person).await.expect("store").expect("known").phone };
    let mut n_noted = noted(&intruder, "refused").await;
    for (what, item) in [
        ("another device", change(&mine, "PUT", "15400000008", command_at(now, 1))),
        ("another signature", unsigned),
        ("another act", change(&own, "POST", "15400000008", command_at(now, 1))),
        ("no time", change(&own, "PUT", "15400000008", command())),
        ("long ago", change(&own, "PUT", "15400000008", command_at(now.plus_ms(-OLDEST_MS - 60_000), 1))),
    ] {
        intruder.tell(item).await;
        n_noted += 1;
        assert_eq!(noted(&intruder, "refused").await, n_noted, "{what}");
        assert_eq!(phone().await, PLAINTIFF.2, "{what}");
    }
    intruder.tell(first.clone()).await;
    intruder.tell(second.clone()).await;
    assert_eq!(phone().await, "15400000009");
    intruder.tell(second).await;
    assert_eq!(noted(&intruder, "refused").await, n_noted, "the same change again is no other");
    intruder.tell(first).await;
    assert_eq!(noted(&intruder, "refused").await, n_noted + 1, "an old change does not come back");
    assert_eq!(phone().await, "15400000009");
}

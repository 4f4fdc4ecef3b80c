//! Devices: the identity check, the list, the end.

use serde_json::json;
use weicourt_app::Denied;
use weicourt_app::acts::{Presented, SoftKey, statement};
use weicourt_app::devices::{DeviceState, IdentityCheck};
use weicourt_app::identity::{Session, SessionView, SignIn};
use weicourt_app::{AppError, acts};
use weicourt_domain::digest::Digest;
use weicourt_domain::personal_data::Pii;

use crate::court::{DEFENDANT, PLAINTIFF, Sample, World, command, denied, new_key};

/// Logs in by phone code on a browser: the token, and the session without a device.
async fn log_in(world: &World, person: Sample) -> (String, Session) {
    let code = world.code(person.2).await;
    let sign_in = SignIn { phone: Pii::new(person.2.to_owned()), code };
    let done = world.court.sign_in(&sign_in, "127.0.0.1").await.expect("the code is right");
    let token = done.token.into_exposed();
    let session = world.court.session(&token).await.expect("a session");
    (token, session)
}

fn check(person: Sample, key: &SoftKey) -> IdentityCheck {
    IdentityCheck {
        name: Pii::new(person.0.to_owned()),
        id_number: Pii::new(person.1.to_owned()),
        device: World::device(key),
    }
}

/// Shows the key of a browser to go on with it.
async fn show(world: &World, token: &str, session: &Session, key: &SoftKey) -> Result<SessionView, AppError> {
    let (id, path) = (command(), "/api/session/device");
    let signature = key.sign(&statement("PUT", path, id, session.actor.person, b"{}")).expect("a signature");
    let presented = Presented {
        method: "PUT",
        path,
        command: id,
        device: Some(&key.device_header()),
        signature: Some(&signature),
        body: b"{}",
    };
    world.court.bind_device(token, session, presented).await
}

#[tokio::test]
async fn a_browser_that_was_enrolled_goes_on_after_the_phone_code() {
    let world = World::new().await;
    let key = new_key();
    world.enrol_on(PLAINTIFF, &key).await;
    let (token, session) = log_in(&world, PLAINTIFF).await;
    assert!(session.device.is_none(), "a phone code alone is no device");
    let view = show(&world, &token, &session, &key).await.expect("its key is known");
    assert_eq!(view.device.expect("a device").key, key.public().digest());
}

#[tokio::test]
async fn a_new_browser_needs_the_identity_check_again() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let (token, session) = log_in(&world, PLAINTIFF).await;
    let key = new_key();
    assert_eq!(denied(show(&world, &token, &session, &key).await), Denied::DeviceUnknown);
    let court = &world.court;
    let as_other = check((DEFENDANT.0, PLAINTIFF.1, ""), &key);
    let refused = court.check_identity(&token, &session, &as_other, "127.0.0.1").await;
    assert_eq!(denied(refused), Denied::IdentityMismatch);
    let other_number = check((PLAINTIFF.0, DEFENDANT.1, ""), &key);
    let refused = court.check_identity(&token, &session, &other_number, "127.0.0.1").await;
    assert_eq!(denied(refused), Denied::IdentityMismatch);
    let checked = court.check_identity(&token, &session, &check(PLAINTIFF, &key), "127.0.0.1").await;
    assert_eq!(checked.expect("checked").device.expect("a device").state, DeviceState::Active);
    let session = court.session(&token).await.expect("the same session");
    let devices = court.my_devices(&session).await.expect("a list");
    // Both were enrolled in the same moment: their order is that of their keys.
    let mut here: Vec<bool> = devices.iter().map(|device| device.is_this).collect();
    here.sort_unstable();
    assert_eq!(here, [false, true]);
}

#[tokio::test]
async fn the_identity_check_follows_the_phone_code_at_once_or_not_at_all() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let (token, session) = log_in(&world, PLAINTIFF).await;
    world.pass_minutes(16);
    let late = world.court.check_identity(&token, &session, &check(PLAINTIFF, &new_key()), "127.0.0.1").await;
    assert_eq!(denied(late), Denied::CheckTooLate);
}

#[tokio::test]
async fn whose_key_it_is_must_be_shown() {
    let world = World::new().await;
    let key = new_key();
    world.enrol_on(PLAINTIFF, &key).await;
    world.enrol(DEFENDANT).await;
    let (token, session) = log_in(&world, DEFENDANT).await;
    // The defendant knows the plaintiff's public key, as every node does.
    assert_eq!(denied(show(&world, &token, &session, &key).await), Denied::DeviceUnknown);
    let (token, session) = log_in(&world, PLAINTIFF).await;
    let presented = Presented {
        method: "PUT",
        path: "/api/session/device",
        command: command(),
        device: Some(&key.device_header()),
        signature: None,
        body: b"{}",
    };
    let shown = world.court.bind_device(&token, &session, presented).await;
    assert_eq!(denied(shown), Denied::WrongSignature);
}

#[tokio::test]
async fn a_revoked_device_neither_acts_nor_stays_logged_in_nor_comes_back() {
    let world = World::new().await;
    let lost = new_key();
    let lost_session = world.enrol_on(PLAINTIFF, &lost).await;
    let (token, session) = log_in(&world, PLAINTIFF).await;
    show(&world, &token, &session, &lost).await.expect("known");
    let kept = new_key();
    world.enrol_on(PLAINTIFF, &kept).await;

    let key = lost.public().digest();
    let path = format!("/api/devices/{key}/revocation");
    let (given, _) = world.signed::<serde_json::Value>(&session.actor, &path, command(), &json!({})).await;
    world.court.revoke_device(&session.actor, &given, key).await.expect("revoked");
    assert_eq!(denied(world.court.session(&token).await), Denied::NotSignedOn);

    let id = command();
    let signature = lost.sign(&statement("POST", "/x", id, session.actor.person, b"")).expect("a signature");
    let presented = Presented {
        method: "POST",
        path: "/x",
        command: id,
        device: Some(&lost.device_header()),
        signature: Some(&signature),
        body: b"",
    };
    let refused = world.court.given(&lost_session.actor, lost_session.device, presented).await;
    assert_eq!(denied(refused), Denied::NotSignedOn);
    let code = world.code(PLAINTIFF.2).await;
    let again = World::enrolment(PLAINTIFF, PLAINTIFF.2, code, &lost);
    assert_eq!(denied(world.court.enrol(&again, "127.0.0.1").await), Denied::DeviceRevoked);
}

#[tokio::test]
async fn nobody_revokes_what_is_not_theirs() {
    let world = World::new().await;
    let key = new_key();
    world.enrol_on(PLAINTIFF, &key).await;
    let defendant = world.enrol(DEFENDANT).await;
    let theirs = key.public().digest();
    let path = format!("/api/devices/{theirs}/revocation");
    let (given, _) = world.signed::<serde_json::Value>(&defendant, &path, command(), &json!({})).await;
    assert_eq!(denied(world.court.revoke_device(&defendant, &given, theirs).await), Denied::NotFound);
    let own = world.key_of(&defendant).public().digest();
    let unsigned = acts::Given::from(command());
    assert_eq!(denied(world.court.revoke_device(&defendant, &unsigned, own).await), Denied::ActNotSigned);
}

#[tokio::test]
async fn what_is_no_key_of_the_kind_is_refused_before_the_code_is_spent() {
    let world = World::new().await;
    let code = world.code(PLAINTIFF.2).await;
    let key = new_key();
    let mut spki = key.public().spki();
    spki[23] ^= 1;
    let mut enrolment = World::enrolment(PLAINTIFF, PLAINTIFF.2, code, &key);
    enrolment.device.spki = data_encoding::BASE64.encode(&spki);
    let refused = denied(world.court.enrol(&enrolment, "127.0.0.1").await);
    assert!(matches!(refused, Denied::BadFields { fields } if fields[0].field == "device.spki"));
    enrolment.device = World::device(&key);
    world.court.enrol(&enrolment, "127.0.0.1").await.expect("the code is still good");
    assert_eq!(Digest::of(&key.public().spki()), key.public().digest());
}

/// The two nodes of a court, and the same person on both.
async fn two_nodes() -> (World, World) {
    use weicourt_domain::command::Zone;
    (World::in_zone(Zone::Front).await, World::in_zone(Zone::Court).await)
}

#[tokio::test]
async fn the_first_device_counts_at_once_and_the_second_after_the_code_of_the_court() {
    use weicourt_app::Court;
    use weicourt_app::devices::DeviceNews;

    let (front, court) = two_nodes().await;
    let first = front.enrol_on(PLAINTIFF, &new_key()).await;
    // The control stream brings people home; here the court's node hears of them the same way.
    let person = front.court.store().person(first.actor.person).await.expect("store").expect("a person");
    let digest = court.court.store().keyed_digest("phone", person.phone.as_bytes());
    let person = weicourt_store::Person { phone_digest: digest, ..person };
    court.court.store().insert_person(&person).await.expect("known at home");
    let offer = |device: &weicourt_store::Device| Court::offer_of(device);
    let devices = front.court.store().devices_of(first.actor.person).await.expect("devices");
    let news = court.court.take_device_news(offer(&devices[0])).await.expect("taken");
    assert!(matches!(news.as_slice(), [DeviceNews::Accepted { .. }]), "{news:?}");
    assert_eq!(court.sent_to(PLAINTIFF.2).len(), 0, "a newcomer needs no code of the court");

    front.pass_minutes(60);
    let key = new_key();
    let second = front.enrol_on(PLAINTIFF, &key).await;
    let state = second.view.device.as_ref().expect("a device").state;
    assert_eq!(state, DeviceState::AwaitingCourt);
    let id = command();
    let signature = key.sign(&statement("POST", "/x", id, second.actor.person, b"")).expect("a signature");
    let presented = Presented {
        method: "POST",
        path: "/x",
        command: id,
        device: Some(&key.device_header()),
        signature: Some(&signature),
        body: b"",
    };
    let refused = front.court.given(&second.actor, second.device, presented).await;
    assert_eq!(denied(refused), Denied::DeviceAwaitsCourt);

    let devices = front.court.store().devices_of(first.actor.person).await.expect("devices");
    let device = devices.iter().find(|device| device.key == key.public().digest()).expect("the second");
    for _ in 0..2 {
        // The same news twice: one device, and a code that is good.
        let news = court.court.take_device_news(offer(device)).await.expect("taken");
        assert!(matches!(news.as_slice(), [DeviceNews::Awaits { .. }]), "{news:?}");
        for news in news {
            front.court.take_device_news(news).await.expect("taken");
        }
    }
    let Some(weicourt_app::ports::SmsText::Code { code, .. }) = court.sent_to(PLAINTIFF.2).pop() else {
        panic!("the court sends a code of its own");
    };
    let typed =
        |code: &str| front.court.device_code_typed(person.person, device.key, Pii::new(code.to_owned()));
    let wrong = typed("not it").await.expect("news");
    let news = court.court.take_device_news(wrong).await.expect("taken");
    assert!(matches!(news.as_slice(), [DeviceNews::CodeWrong { tries_left, .. }] if *tries_left > 0));
    let right = typed(&code).await.expect("news");
    let sent = serde_json::to_string(&right).expect("JSON");
    let right: DeviceNews = serde_json::from_str(&sent).expect("the same");
    let news = court.court.take_device_news(right).await.expect("taken");
    let [accepted] = news.as_slice() else { panic!("{news:?}") };
    front.court.take_device_news(accepted.clone()).await.expect("taken");
    front.court.given(&second.actor, second.device, presented).await.expect("it counts now");

    let gone = DeviceNews::Revoked { person: person.person, key: device.key };
    court.court.take_device_news(gone).await.expect("taken");
    let known = court.court.store().device(person.person, device.key).await.expect("store").expect("known");
    assert_eq!(known.state, weicourt_store::DeviceState::Revoked);
}

#[tokio::test]
async fn the_front_cannot_make_the_court_count_a_device_by_saying_so() {
    use weicourt_app::devices::DeviceNews;

    let (front, court) = two_nodes().await;
    let person = front.enrol(PLAINTIFF).await.person;
    let key = new_key().public().digest();
    for news in [DeviceNews::Accepted { person, key }, DeviceNews::CodeWrong { person, key, tries_left: 1 }] {
        assert_eq!(court.court.take_device_news(news).await.expect("noted"), []);
    }
    assert!(court.court.store().device(person, key).await.expect("store").is_none());
}

#[tokio::test]
async fn a_further_device_stands_in_the_open_cases_for_the_person_and_the_bench_alone() {
    use weicourt_domain::actor::Duty;
    use weicourt_domain::entry::EntryBody;

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
    world.enrol(PLAINTIFF).await;
    for (viewer, sees) in [(&plaintiff, 1), (&judge, 1), (&defendant, 0)] {
        let page = world.court.entries_after(viewer, case, Default::default(), 100).await.expect("a page");
        let noted = page.entries.iter().filter(|entry| matches!(entry.body, EntryBody::DeviceAdded { .. }));
        assert_eq!(noted.count(), sees);
    }
}

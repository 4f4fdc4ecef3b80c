use std::collections::BTreeSet;

use weicourt_domain::actor::{Assurance, Duty};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;
use weicourt_store::{
    CodeTried, Device, DeviceState, NewPhoneCode, Person, Session, Staff, Store, StoreError,
};

use crate::court::{CLERK, DEFENDANT, JUDGE, PLAINTIFF, on_every_database};

fn person(store: &Store, who: PersonId, id: &str, phone: &str) -> Person {
    Person {
        person: who,
        name: format!("样例{who}"),
        id_masked: "330203********000X".to_owned(),
        phone: phone.to_owned(),
        id_digest: store.keyed_digest("id", id.as_bytes()),
        phone_digest: store.keyed_digest("phone", phone.as_bytes()),
    }
}

#[tokio::test]
async fn the_last_who_enrolled_with_a_phone_logs_in_with_it() {
    on_every_database(|court| async move {
        let store = &court.store;
        let first = person(store, PLAINTIFF, "sample id 1", "sample phone 1");
        store.insert_person(&first).await.expect("insert");
        assert_eq!(store.person(PLAINTIFF).await.expect("person"), Some(first.clone()));
        assert_eq!(store.person_by_id_digest(first.id_digest).await.expect("person"), Some(first.clone()));
        let same = Person { person: DEFENDANT, ..first.clone() };
        assert!(matches!(store.insert_person(&same).await, Err(StoreError::IdentityTaken)));

        court.wait_ms(1000);
        let second = person(store, DEFENDANT, "sample id 2", "sample phone 1");
        store.insert_person(&second).await.expect("insert");
        let holder = store.person_by_phone_digest(first.phone_digest).await.expect("person");
        assert_eq!(holder, Some(second.clone()));
        court.wait_ms(1000);
        let phone_digest = store.keyed_digest("phone", b"sample phone 2");
        assert!(store.set_phone(DEFENDANT, "sample phone 2", phone_digest).await.expect("set"));
        assert!(!store.set_phone(JUDGE, "sample phone 2", phone_digest).await.expect("set"));
        let moved = store.person_by_phone_digest(phone_digest).await.expect("person").expect("known");
        assert_eq!((moved.person, moved.phone.as_str()), (DEFENDANT, "sample phone 2"));
        assert_eq!(store.person_by_phone_digest(first.phone_digest).await.expect("person"), Some(first));
    })
    .await;
}

#[tokio::test]
async fn keyed_digests_differ_by_label_and_by_court() {
    on_every_database(|court| async move {
        let digest = |label: &str| court.store.keyed_digest(label, b"330203");
        assert_eq!(digest("id"), digest("id"));
        assert_ne!(digest("id"), digest("phone"));
        assert_ne!(digest("id"), weicourt_domain::digest::Digest::of(b"330203"));
    })
    .await;
}

#[tokio::test]
async fn a_code_has_few_tries_and_serves_once() {
    on_every_database(|court| async move {
        let store = &court.store;
        let phone_digest = store.keyed_digest("phone", b"sample phone");
        let right = store.keyed_digest("code", b"123456");
        let wrong = store.keyed_digest("code", b"000000");
        let code = NewPhoneCode {
            phone_digest,
            purpose: "sign_in".to_owned(),
            code_digest: right,
            expires_at: court.now().plus_ms(300_000),
            tries: 3,
        };
        store.put_phone_code(&code).await.expect("put");
        let tried = store.take_phone_code(phone_digest, "sign_in", wrong).await.expect("take");
        assert_eq!(tried, CodeTried::Wrong { tries_left: 2 });
        let other = store.take_phone_code(phone_digest, "enrol", right).await.expect("take");
        assert_eq!(other, CodeTried::None);
        let tried = store.take_phone_code(phone_digest, "sign_in", right).await.expect("take");
        assert_eq!(tried, CodeTried::Right);
        let again = store.take_phone_code(phone_digest, "sign_in", right).await.expect("take");
        assert_eq!(again, CodeTried::None);

        // Guessing in parallel gains nothing.
        store.put_phone_code(&code).await.expect("put");
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let store = store.clone();
            guesses.spawn(async move {
                store.take_phone_code(phone_digest, "sign_in", wrong).await.expect("take")
            });
        }
        let guesses = guesses.join_all().await;
        assert_eq!(guesses.iter().filter(|guess| matches!(guess, CodeTried::Wrong { .. })).count(), 3);
        let late = store.take_phone_code(phone_digest, "sign_in", right).await.expect("take");
        assert_eq!(late, CodeTried::None);

        store.put_phone_code(&code).await.expect("put");
        court.wait_ms(300_000);
        let expired = store.take_phone_code(phone_digest, "sign_in", right).await.expect("take");
        assert_eq!(expired, CodeTried::None);
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_it_expires_or_is_ended() {
    on_every_database(|court| async move {
        let store = &court.store;
        let session = |token: &[u8], lives_ms: i64| Session {
            token_digest: Digest::of(token),
            person: PLAINTIFF,
            assurance: Assurance::RealName,
            is_staff: false,
            device: None,
            created_at: court.now(),
            expires_at: court.now().plus_ms(lives_ms),
            last_seen_at: court.now(),
        };
        let (short, long) = (session(b"short", 1000), session(b"long", 90_000));
        for session in [&short, &long] {
            store.create_session(session).await.expect("create");
        }
        assert_eq!(store.session(short.token_digest).await.expect("session"), Some(short.clone()));
        court.wait_ms(1000);
        assert!(store.session(short.token_digest).await.expect("session").is_none());
        store.touch_session(long.token_digest, court.now()).await.expect("touch");
        let seen = store.session(long.token_digest).await.expect("session").expect("known");
        assert_eq!(seen.last_seen_at, court.now());
        assert_eq!(store.purge_expired(court.now()).await.expect("purge"), 1);
        assert!(store.delete_session(long.token_digest).await.expect("delete"));
        assert!(!store.delete_session(long.token_digest).await.expect("delete"));
        store.create_session(&session(b"one", 90_000)).await.expect("create");
        store.create_session(&session(b"two", 90_000)).await.expect("create");
        assert_eq!(store.delete_sessions_of(PLAINTIFF).await.expect("delete"), 2);
    })
    .await;
}

#[tokio::test]
async fn staff_keep_their_identity_and_the_least_loaded_comes_first() {
    on_every_database(|court| async move {
        let store = &court.store;
        let staff = |person, subject: &str, duty| Staff {
            person,
            subject: subject.to_owned(),
            name: format!("样例{subject}"),
            court_code: "浙0203".parse().expect("court code"),
            duties: BTreeSet::from([duty]),
            title: "审判员".to_owned(),
        };
        let judge = staff(JUDGE, "judge", Duty::Judge);
        assert_eq!(store.upsert_staff(&judge).await.expect("upsert"), JUDGE);
        let idle = staff(PersonId(31), "idle judge", Duty::Judge);
        store.upsert_staff(&idle).await.expect("upsert");
        store.upsert_staff(&staff(CLERK, "clerk", Duty::Clerk)).await.expect("upsert");
        let again = Staff { person: PersonId(99), title: "副庭长".to_owned(), ..judge };
        assert_eq!(store.upsert_staff(&again).await.expect("upsert"), JUDGE);
        assert!(store.staff(PersonId(99)).await.expect("staff").is_none());
        assert_eq!(store.staff(JUDGE).await.expect("staff").expect("known").title, "副庭长");

        let case = court.registered_case().await;
        let loads = store.staff_of_court(&again.court_code, Duty::Judge).await.expect("loads");
        let loads: Vec<_> = loads.iter().map(|load| (load.staff.person, load.n_open)).collect();
        assert_eq!(loads, [(PersonId(31), 0), (JUDGE, 1)]);
        let clerks = store.staff_of_court(&again.court_code, Duty::Clerk).await.expect("loads");
        assert_eq!(clerks.iter().map(|load| load.n_open).collect::<Vec<_>>(), [1]);
        court.append(case, vec![crate::court::closing()]).await;
        let loads = store.staff_of_court(&again.court_code, Duty::Judge).await.expect("loads");
        assert!(loads.iter().all(|load| load.n_open == 0));
    })
    .await;
}

#[tokio::test]
async fn a_device_counts_until_it_is_revoked_and_never_again() {
    on_every_database(|court| async move {
        let store = &court.store;
        let device = |key: &[u8], state| Device {
            person: PLAINTIFF,
            key: Digest::of(key),
            spki: key.to_vec(),
            label: "手机".to_owned(),
            state,
            added_at: court.now(),
            revoked_at: None,
        };
        let phone = device(b"phone", DeviceState::Active);
        assert!(store.insert_device(&phone).await.expect("insert"));
        let again = Device { label: "别的".to_owned(), ..phone.clone() };
        assert!(!store.insert_device(&again).await.expect("insert"), "a key is enrolled once");
        assert_eq!(store.device(PLAINTIFF, phone.key).await.expect("device"), Some(phone.clone()));
        assert_eq!(store.device(DEFENDANT, phone.key).await.expect("device"), None);
        court.wait_ms(1000);
        let tablet = device(b"tablet", DeviceState::AwaitingCourt);
        store.insert_device(&tablet).await.expect("insert");
        assert_eq!(store.devices_of(PLAINTIFF).await.expect("devices"), [phone.clone(), tablet.clone()]);

        let (waits, counts) = (DeviceState::AwaitingCourt, DeviceState::Active);
        assert!(store.move_device(PLAINTIFF, tablet.key, waits, counts).await.expect("confirm"));
        assert!(!store.move_device(PLAINTIFF, tablet.key, waits, counts).await.expect("confirm"));
        let gone = DeviceState::Revoked;
        assert!(store.move_device(PLAINTIFF, phone.key, counts, gone).await.expect("revoke"));
        assert!(!store.move_device(PLAINTIFF, phone.key, gone, counts).await.expect("never again"));
        let phone = store.device(PLAINTIFF, phone.key).await.expect("device").expect("still known");
        assert_eq!((phone.state, phone.revoked_at), (gone, Some(court.now())));
    })
    .await;
}

#[tokio::test]
async fn sessions_of_a_device_end_with_it_and_others_go_on() {
    on_every_database(|court| async move {
        let store = &court.store;
        let key = Digest::of(b"phone");
        let session = |token: &[u8]| Session {
            token_digest: Digest::of(token),
            person: PLAINTIFF,
            assurance: Assurance::RealName,
            is_staff: false,
            device: None,
            created_at: court.now(),
            expires_at: court.now().plus_ms(90_000),
            last_seen_at: court.now(),
        };
        for token in [b"one", b"two"] {
            store.create_session(&session(token)).await.expect("create");
        }
        assert!(store.bind_session(Digest::of(b"one"), key).await.expect("bind"));
        let bound = store.session(Digest::of(b"one")).await.expect("session").expect("known");
        assert_eq!(bound.device, Some(key));
        assert_eq!(store.delete_sessions_on(PLAINTIFF, key).await.expect("delete"), 1);
        assert!(store.session(Digest::of(b"two")).await.expect("session").is_some());
    })
    .await;
}

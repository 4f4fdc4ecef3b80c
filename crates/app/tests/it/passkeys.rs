//! Passkeys of judges, and acts of the court asked for with them.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::json;
use weicourt_app::acts::SoftKey;
use weicourt_app::identity::Session;
use weicourt_app::passkeys::{AssertionFault, NewPasskey, PasskeySettings, PasskeySignIn, check_assertion};
use weicourt_app::relay::{OLDEST_MS, RelayFault, answer_id, challenge, check};
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, PasskeyAssertion, RelayedAct};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, Origin, Position};
use weicourt_domain::personal_data::Pii;

use crate::court::{DEFENDANT, PLAINTIFF, World, denied, new_key};

const SITE: &str = "court.invalid";
const PAGE: &str = "https://court.invalid";

/// An authenticator, as strict or careless as a test wants it.
#[derive(Clone)]
pub(crate) struct Authenticator {
    key: SoftKey,
    pub(crate) id: Vec<u8>,
    site: &'static str,
    page: &'static str,
    flags: u8,
    count: u32,
}

impl Authenticator {
    pub(crate) fn new() -> Authenticator {
        let key = new_key();
        let id = key.public().digest().0[..20].to_vec();
        Authenticator { key, id, site: SITE, page: PAGE, flags: 0x05, count: 1 }
    }

    pub(crate) fn spki(&self) -> Vec<u8> {
        self.key.public().spki()
    }

    fn head(&self, flags: u8) -> Vec<u8> {
        let mut data = Digest::of(self.site.as_bytes()).0.to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, challenge: &[u8]) -> Vec<u8> {
        let challenge = BASE64URL_NOPAD.encode(challenge);
        let data = json!({ "type": kind, "challenge": challenge, "origin": self.page, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    /// Makes the passkey known.
    fn create(&self, challenge: &[u8]) -> NewPasskey {
        let point = self.key.public().spki()[26..].to_vec();
        let mut data = self.head(self.flags | 0x40);
        data.extend([0; 16]);
        data.extend((self.id.len() as u16).to_be_bytes());
        data.extend(&self.id);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        NewPasskey {
            client_data_json: BASE64URL_NOPAD.encode(&self.client_data("webauthn.create", challenge)),
            authenticator_data: BASE64URL_NOPAD.encode(&data),
            label: Pii::new("样例手机".to_owned()),
        }
    }

    fn assert_as(&self, kind: &str, challenge: &[u8]) -> PasskeyAssertion {
        let (json, data) = (self.client_data(kind, challenge), self.head(self.flags));
        let mut signed = data.clone();
        signed.extend(Digest::of(&json).0);
        let fixed = BASE64.decode(self.key.sign(&signed).expect("a signature").as_bytes()).expect("base64");
        PasskeyAssertion {
            credential_id: BASE64URL_NOPAD.encode(&self.id),
            client_data_json: BASE64URL_NOPAD.encode(&json),
            authenticator_data: BASE64URL_NOPAD.encode(&data),
            signature: BASE64URL_NOPAD.encode(&der(&fixed)),
        }
    }

    pub(crate) fn assert(&self, challenge: &[u8]) -> PasskeyAssertion {
        self.assert_as("webauthn.get", challenge)
    }
}

/// `r‖s` as the two numbers of a DER sequence.
fn der(fixed: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| {
        let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(31);
        let mut number = bytes[start..].to_vec();
        if number[0] >= 0x80 {
            number.insert(0, 0);
        }
        [vec![2, number.len() as u8], number].concat()
    };
    let inner = [number(&fixed[..32]), number(&fixed[32..])].concat();
    [vec![0x30, inner.len() as u8], inner].concat()
}

fn decoded(challenge: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(challenge.as_bytes()).expect("base64url")
}

/// A session of `actor`, as staff have it.
async fn session(world: &World, actor: &Actor) -> Session {
    let plaintiff = world.enrol_on(PLAINTIFF, &new_key()).await;
    Session { actor: actor.clone(), device: None, view: plaintiff.view }
}

async fn register(world: &World, judge: &Actor, authenticator: &Authenticator) {
    register_in(world, &session(world, judge).await, authenticator).await;
}

pub(crate) async fn register_in(world: &World, session: &Session, authenticator: &Authenticator) {
    let begun = world.court.passkey_registration(session).await.expect("a challenge");
    let new = authenticator.create(&decoded(&begun.challenge));
    let all = world.court.register_passkey(session, &new).await.expect("registered");
    assert_eq!(all.len(), 1);
}

pub(crate) async fn log_in(world: &World, authenticator: &Authenticator) -> Result<PersonId, Denied> {
    let begun = world.court.passkey_log_in("127.0.0.1").expect("a challenge");
    let sign_in = PasskeySignIn { assertion: authenticator.assert(&decoded(&begun.challenge)) };
    match world.court.sign_in_by_passkey(&sign_in, "127.0.0.1").await {
        Ok(done) => Ok(done.view.person),
        Err(AppError::Denied(denied)) => Err(denied),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_judge_logs_in_with_the_passkey_registered_on_the_desk() {
    let world = World::new().await;
    let judge = world.staff("法官", Duty::Judge).await;
    let mut authenticator = Authenticator::new();
    register(&world, &judge, &authenticator).await;
    authenticator.count = 2;
    assert_eq!(log_in(&world, &authenticator).await, Ok(judge.person));
    // The count of a copy has not gone on.
    assert_eq!(log_in(&world, &authenticator).await, Err(Denied::PasskeyRefused));
    authenticator.count = 3;
    assert_eq!(log_in(&world, &authenticator).await, Ok(judge.person));
    let session = session(&world, &judge).await;
    let id = BASE64URL_NOPAD.encode(&authenticator.id);
    world.court.remove_passkey(&session, &id).await.expect("removed");
    authenticator.count = 4;
    assert_eq!(log_in(&world, &authenticator).await, Err(Denied::PasskeyRefused));
}

#[tokio::test]
async fn an_answer_serves_once_for_what_was_asked_and_not_for_long() {
    let world = World::new().await;
    let judge = world.staff("法官", Duty::Judge).await;
    let mut authenticator = Authenticator::new();
    authenticator.count = 0;
    register(&world, &judge, &authenticator).await;
    let begun = world.court.passkey_log_in("127.0.0.1").expect("a challenge");
    let sign_in = PasskeySignIn { assertion: authenticator.assert(&decoded(&begun.challenge)) };
    world.court.sign_in_by_passkey(&sign_in, "127.0.0.1").await.expect("logged in");
    let again = world.court.sign_in_by_passkey(&sign_in, "127.0.0.1").await;
    assert_eq!(denied(again), Denied::PasskeyRefused, "the same answer again");

    let session = session(&world, &judge).await;
    let other = world.court.passkey_registration(&session).await.expect("a challenge");
    for challenge in [decoded(&other.challenge), vec![7; 56], Vec::new()] {
        let sign_in = PasskeySignIn { assertion: authenticator.assert(&challenge) };
        let refused = world.court.sign_in_by_passkey(&sign_in, "127.0.0.1").await;
        assert_eq!(denied(refused), Denied::PasskeyRefused, "a challenge for something else");
    }
    let begun = world.court.passkey_log_in("127.0.0.1").expect("a challenge");
    world.pass_minutes(6);
    let sign_in = PasskeySignIn { assertion: authenticator.assert(&decoded(&begun.challenge)) };
    let late = world.court.sign_in_by_passkey(&sign_in, "127.0.0.1").await;
    assert_eq!(denied(late), Denied::PasskeyRefused);
}

#[test]
fn every_part_of_an_answer_is_checked() {
    let settings = PasskeySettings { rp_id: SITE.to_owned(), origins: vec![PAGE.to_owned()] };
    let good = Authenticator::new();
    let spki = good.key.public().spki();
    let asked = b"what was asked";
    let fault = |authenticator: &Authenticator| {
        check_assertion(&authenticator.assert(asked), asked, &spki, &settings).expect_err("refused")
    };
    assert_eq!(check_assertion(&good.assert(asked), asked, &spki, &settings).expect("good").sign_count, 1);
    assert_eq!(
        fault(&Authenticator { page: "https://evil.invalid", ..good.clone() }),
        AssertionFault::AnotherOrigin
    );
    assert_eq!(fault(&Authenticator { site: "evil.invalid", ..good.clone() }), AssertionFault::AnotherSite);
    assert_eq!(fault(&Authenticator { flags: 0x04, ..good.clone() }), AssertionFault::NotPresent);
    assert_eq!(fault(&Authenticator { flags: 0x01, ..good.clone() }), AssertionFault::NotVerified);
    assert_eq!(fault(&Authenticator { key: new_key(), ..good.clone() }), AssertionFault::WrongSignature);
    let other = check_assertion(&good.assert(b"another"), asked, &spki, &settings);
    assert_eq!(other, Err(AssertionFault::AnotherChallenge));
    let created = check_assertion(&good.assert_as("webauthn.create", asked), asked, &spki, &settings);
    assert_eq!(created, Err(AssertionFault::AnotherType));
    let mut cut = good.assert(asked);
    cut.authenticator_data.truncate(20);
    assert_eq!(check_assertion(&cut, asked, &spki, &settings), Err(AssertionFault::Malformed));
    let mut changed = good.assert(asked);
    let more = Authenticator { count: 2, ..good.clone() };
    changed.authenticator_data = BASE64URL_NOPAD.encode(&more.head(0x05));
    let changed = check_assertion(&changed, asked, &spki, &settings);
    assert_eq!(changed, Err(AssertionFault::WrongSignature));
}

#[test]
fn a_node_on_the_loopback_address_has_its_passkeys_under_localhost() {
    let settings = PasskeySettings::of("http://127.0.0.1:8420");
    assert_eq!(
        (settings.rp_id.as_str(), settings.origins[0].as_str()),
        ("localhost", "http://localhost:8420")
    );
    let settings = PasskeySettings::of("https://wei.court.example");
    assert_eq!(settings.rp_id, "wei.court.example");
    assert_eq!(settings.origins, ["https://wei.court.example"]);
}

#[tokio::test]
async fn a_passkey_without_a_check_of_the_person_or_of_another_kind_is_not_registered() {
    let world = World::new().await;
    let judge = world.staff("法官", Duty::Judge).await;
    let session = session(&world, &judge).await;
    let begun = world.court.passkey_registration(&session).await.expect("a challenge");
    let careless = Authenticator { flags: 0x01, ..Authenticator::new() };
    let refused = world.court.register_passkey(&session, &careless.create(&decoded(&begun.challenge))).await;
    assert_eq!(denied(refused), Denied::PasskeyRefused);
    let mut other_kind = Authenticator::new().create(&decoded(&begun.challenge));
    let mut data = decoded(&other_kind.authenticator_data);
    let at = data.len() - 77 + 4;
    data[at] = 0x27;
    other_kind.authenticator_data = BASE64URL_NOPAD.encode(&data);
    assert_eq!(denied(world.court.register_passkey(&session, &other_kind).await), Denied::PasskeyRefused);
    let plaintiff = world.enrol_on(PLAINTIFF, &new_key()).await;
    assert_eq!(denied(world.court.passkey_registration(&plaintiff).await.map(|_| ())), Denied::StaffOnly);
}

/// A command of version 7 drawn at `at`.
pub(crate) fn command_at(at: Instant, chance: u8) -> CommandId {
    let mut bytes = [chance; 16];
    bytes[..6].copy_from_slice(&at.0.to_be_bytes()[2..]);
    bytes[6] = 0x70 | (chance & 0x0f);
    bytes[8] = 0x80 | (chance & 0x3f);
    CommandId(bytes)
}

/// A registered case, its judge and the judge's phone.
async fn scene() -> (World, CaseId, Actor, Authenticator) {
    let world = World::new().await;
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    let judge = world.staff("法官", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, false).await;
    world.register(&officer, case).await.expect("registered");
    let authenticator = Authenticator::new();
    register(&world, &judge, &authenticator).await;
    (world, case, judge, authenticator)
}

fn asks(
    authenticator: &Authenticator,
    judge: &Actor,
    command: CommandId,
    path: &str,
    body: &str,
) -> RelayedAct {
    let challenge = challenge(command, judge.person, path, body);
    RelayedAct { path: path.to_owned(), body: body.to_owned(), assertion: authenticator.assert(&challenge) }
}

fn words(error: AppError) -> String {
    error.to_string()
}

#[tokio::test]
async fn a_judge_closes_a_case_from_outside() {
    let (world, case, judge, authenticator) = scene().await;
    let command = command_at(world.court.now(), 9);
    let path = format!("/api/cases/{case}/closing");
    let act = asks(&authenticator, &judge, command, &path, r#"{"outcome":"mediated","note":"样例"}"#);
    let done = world.court.request_act(&judge, case, command, act.clone(), words).await.expect("asked");
    assert_eq!(done.receipt.origin, Origin::Front, "asking is not doing");
    let closed = world.court.store().entries_of_command(case, answer_id(command)).await.expect("entries");
    assert!(matches!(closed[0].body, EntryBody::CaseClosed { .. }));
    assert_eq!((closed[0].envelope.origin, closed[0].envelope.actor.person), (Origin::Court, judge.person));
    // The court's node hears of it again: nothing is done twice.
    let before = world.court.store().heads(case).await.expect("heads");
    world.court.answer_request(&done.entries[0], words).await.expect("nothing to do");
    world.court.request_act(&judge, case, command, act, words).await.expect("the same receipt");
    assert_eq!(world.court.store().heads(case).await.expect("heads"), before);
}

#[tokio::test]
async fn what_the_court_refuses_is_answered_in_the_case() {
    let (world, case, judge, authenticator) = scene().await;
    let command = command_at(world.court.now(), 3);
    let path = format!("/api/cases/{case}/closing");
    let act = asks(&authenticator, &judge, command, &path, r#"{"outcome":"enforced","note":""}"#);
    let done = world.court.request_act(&judge, case, command, act, words).await.expect("asked");
    let answer = world.court.store().entries_of_command(case, answer_id(command)).await.expect("entries");
    let EntryBody::ActRefused { request, reason } = &answer[0].body else { panic!("a refusal") };
    assert_eq!(*request, done.entries[0].envelope.entry_ref());
    assert!(!reason.is_empty());
    world.court.answer_request(&done.entries[0], words).await.expect("nothing to do");
    let again = world.court.store().entries_of_command(case, answer_id(command)).await.expect("entries");
    assert_eq!(again.len(), 1);
}

#[tokio::test]
async fn a_front_that_was_broken_into_cannot_ask_for_the_judge() {
    let (world, case, judge, authenticator) = scene().await;
    let now = world.court.now();
    let command = command_at(now, 5);
    let path = format!("/api/cases/{case}/closing");
    let act = asks(&authenticator, &judge, command, &path, r#"{"outcome":"mediated","note":""}"#);
    let plaintiff_says =
        world.court.store().entries_after(case, Position::default(), 1).await.expect("entries");
    let template = Entry::clone(&plaintiff_says.entries[0]);
    let entry_of = |act: &RelayedAct| {
        let mut entry = template.clone();
        entry.body = EntryBody::ActRequested { act: act.clone() };
        entry.envelope.command = command;
        entry.envelope.actor.person = judge.person;
        entry
    };
    let settings = PasskeySettings { rp_id: SITE.to_owned(), origins: vec![PAGE.to_owned()] };
    let passkey = world.court.store().passkey(&authenticator.id).await.expect("store").expect("a passkey");
    let fault = |entry: &Entry, at: Instant| check(entry, &passkey, &settings, at).expect_err("refused");
    assert_eq!(check(&entry_of(&act), &passkey, &settings, now), Ok(judge.person));

    let another = RelayFault::Assertion(AssertionFault::AnotherChallenge);
    let mut changed = act.clone();
    changed.body = r#"{"outcome":"dismissed","note":""}"#.to_owned();
    assert_eq!(fault(&entry_of(&changed), now), another);
    changed = act.clone();
    changed.path = format!("/api/cases/{case}/reopening");
    assert_eq!(fault(&entry_of(&changed), now), another);
    changed = act.clone();
    changed.path = "/api/cases/0F4Z8V2J0001G/closing".to_owned();
    assert_eq!(fault(&entry_of(&changed), now), RelayFault::AnotherCase);
    let mut replayed = entry_of(&act);
    replayed.envelope.command = command_at(now, 6);
    assert_eq!(fault(&replayed, now), another, "the same answer for another command");
    replayed.envelope.command = CommandId([0x44; 16]);
    assert_eq!(fault(&replayed, now), RelayFault::NoTime);
    let mut of_other = entry_of(&act);
    of_other.envelope.actor.person = PersonId(1);
    assert_eq!(fault(&of_other, now), RelayFault::AnotherPerson);
    assert_eq!(fault(&template, now), RelayFault::NotARequest);
    assert_eq!(fault(&entry_of(&act), now.plus_ms(OLDEST_MS + 1)), RelayFault::TooOld);
    assert_eq!(fault(&entry_of(&act), now.plus_ms(-11 * 60_000)), RelayFault::TooOld);

    // What it appends all the same is refused in the case, and nothing is closed.
    let mut forged = entry_of(&changed);
    forged.body = EntryBody::ActRequested { act: RelayedAct { path, ..changed } };
    world.court.answer_request(&forged, words).await.expect("the same request, rightly signed");
    let mut forged = entry_of(&act);
    forged.envelope.command = command_at(now, 7);
    world.court.answer_request(&forged, words).await.expect("answered");
    let answers = world.court.store().entries_of_command(case, answer_id(command_at(now, 7))).await;
    assert!(matches!(answers.expect("entries")[0].body, EntryBody::ActRefused { .. }));
}

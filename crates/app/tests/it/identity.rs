//! Enrolment, log-in, sessions.

use weicourt_app::identity::SignIn;
use weicourt_app::{AppError, Denied};
use weicourt_domain::personal_data::Pii;

use crate::court::{DEFENDANT, PLAINTIFF, World, command, denied, new_key};

fn sign_in(phone: &str, code: &str) -> SignIn {
    SignIn { phone: Pii::new(phone.to_owned()), code: code.to_owned() }
}

#[tokio::test]
async fn a_code_is_good_once() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let code = world.code(PLAINTIFF.2).await;
    world.court.sign_in(&sign_in(PLAINTIFF.2, &code), "127.0.0.1").await.expect("the code is right");
    let again = world.court.sign_in(&sign_in(PLAINTIFF.2, &code), "127.0.0.1").await;
    assert_eq!(denied(again), Denied::WrongCode { tries_left: 0 });
}

#[tokio::test]
async fn a_code_is_over_after_five_minutes() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let code = world.code(PLAINTIFF.2).await;
    world.pass_minutes(5);
    let late = world.court.sign_in(&sign_in(PLAINTIFF.2, &code), "127.0.0.1").await;
    assert_eq!(denied(late), Denied::WrongCode { tries_left: 0 });
}

#[tokio::test]
async fn five_wrong_tries_end_a_code_even_for_the_right_one() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let code = world.code(PLAINTIFF.2).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for tries_left in [4, 3, 2, 1, 0] {
        let tried = world.court.sign_in(&sign_in(PLAINTIFF.2, wrong), "127.0.0.1").await;
        assert_eq!(denied(tried), Denied::WrongCode { tries_left });
    }
    let right = world.court.sign_in(&sign_in(PLAINTIFF.2, &code), "127.0.0.1").await;
    assert_eq!(denied(right), Denied::WrongCode { tries_left: 0 });
}

#[tokio::test]
async fn a_code_for_one_phone_proves_no_other() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    world.enrol(DEFENDANT).await;
    world.pass_minutes(60);
    let code = world.code(PLAINTIFF.2).await;
    world.code(DEFENDANT.2).await;
    let tried = world.court.sign_in(&sign_in(DEFENDANT.2, &code), "127.0.0.1").await;
    // One chance in a million that both codes are the same.
    assert!(matches!(tried, Err(AppError::Denied(Denied::WrongCode { .. }))));
}

#[tokio::test]
async fn a_name_that_does_not_fit_the_number_is_refused_and_nobody_is_enrolled() {
    let world = World::new().await;
    let code = world.code(PLAINTIFF.2).await;
    let mixed = (DEFENDANT.0, PLAINTIFF.1, PLAINTIFF.2);
    let enrolled =
        world.court.enrol(&World::enrolment(mixed, PLAINTIFF.2, code, &new_key()), "127.0.0.1").await;
    assert_eq!(denied(enrolled), Denied::IdentityMismatch);
    let code = world.code(PLAINTIFF.2).await;
    let signed_in = world.court.sign_in(&sign_in(PLAINTIFF.2, &code), "127.0.0.1").await;
    assert_eq!(denied(signed_in), Denied::NotEnrolled);
}

#[tokio::test]
async fn all_wrong_fields_are_named_at_once_and_the_code_is_not_spent() {
    let world = World::new().await;
    let code = world.code(PLAINTIFF.2).await;
    let wrong = ("甲", "330299190001010025", PLAINTIFF.2);
    let refused =
        world.court.enrol(&World::enrolment(wrong, "12345", code.clone(), &new_key()), "127.0.0.1").await;
    let Denied::BadFields { fields } = denied(refused) else { panic!("expected wrong fields") };
    let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(names, ["name", "id_number", "phone"]);
    world
        .court
        .enrol(&World::enrolment(PLAINTIFF, PLAINTIFF.2, code, &new_key()), "127.0.0.1")
        .await
        .expect("the code is still good");
}

#[tokio::test]
async fn name_and_number_do_not_take_over_an_account_with_another_phone() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let thief = "15400000009";
    let code = world.code(thief).await;
    let enrolled =
        world.court.enrol(&World::enrolment(PLAINTIFF, thief, code, &new_key()), "127.0.0.1").await;
    assert_eq!(denied(enrolled), Denied::EnrolledWithOtherPhone);
}

#[tokio::test]
async fn who_is_signed_on_may_take_another_phone() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let new_phone = "15400000009";
    let code = world.code(new_phone).await;
    let unsigned = command().into();
    let change = sign_in(new_phone, &code);
    let changed = world.court.change_phone(&plaintiff, &unsigned, &change, "127.0.0.1").await;
    assert_eq!(denied(changed), Denied::ActNotSigned);
    let body = serde_json::json!({ "phone": new_phone, "code": code });
    let (given, change): (_, SignIn) = world.signed(&plaintiff, "/api/session/phone", command(), &body).await;
    let awaits = world.court.change_phone(&plaintiff, &given, &change, "127.0.0.1").await.expect("changed");
    assert!(!awaits, "a node that is both sides needs nobody to confirm it");
    let code = world.code(new_phone).await;
    let signed_in = world.court.sign_in(&sign_in(new_phone, &code), "127.0.0.1").await.expect("logs in");
    assert_eq!(signed_in.view.person, plaintiff.person);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used() {
    let world = World::new().await;
    world.enrol(PLAINTIFF).await;
    let code = world.code(PLAINTIFF.2).await;
    let signed_in = world.court.sign_in(&sign_in(PLAINTIFF.2, &code), "127.0.0.1").await.expect("logs in");
    let token = signed_in.token.expose();
    world.pass_minutes(71 * 60);
    world.court.session(token).await.expect("used within three days");
    world.pass_minutes(71 * 60);
    world.court.session(token).await.expect("use keeps it alive");
    world.pass_minutes(73 * 60);
    assert_eq!(denied(world.court.session(token).await), Denied::NotSignedOn);
}

#[tokio::test]
async fn nobody_is_sent_codes_without_end() {
    let world = World::new().await;
    for _ in 0..5 {
        world.code(PLAINTIFF.2).await;
    }
    let request = weicourt_app::identity::PhoneCodeRequest { phone: Pii::new(PLAINTIFF.2.to_owned()) };
    let sixth = world.court.request_phone_code(&request, "127.0.0.1").await;
    assert!(matches!(denied(sixth), Denied::TooMany { retry_after_s } if retry_after_s > 0));
    assert_eq!(world.sent_to(PLAINTIFF.2).len(), 5);
}

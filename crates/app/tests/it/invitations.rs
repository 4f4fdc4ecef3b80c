//! Coming into a space.

use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::Duty;
use weicourt_domain::command::Refusal;
use weicourt_domain::membership;

use crate::court::{DEFENDANT, PLAINTIFF, STRANGER, World, command, denied};

async fn registered(world: &World, with_id: bool) -> weicourt_domain::id::CaseId {
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    world.staff("法官", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, with_id).await;
    world.register(&officer, case).await.expect("registered");
    case
}

#[tokio::test]
async fn the_defendant_joins_by_the_link_after_enrolment() {
    let world = World::new().await;
    let case = registered(&world, false).await;
    let token = world.invitation(DEFENDANT.2).await;
    let view = world.court.invitation(&token).await.expect("anyone with the link may look");
    assert_eq!(view.name_masked, "样*");
    let defendant = world.enrol(DEFENDANT).await;
    let joined = world.accept(&defendant, command(), &token).await.expect("joined");
    assert_eq!(joined.case, case);
    assert_eq!(world.court.my_cases(&defendant, None, None).await.expect("a list").len(), 1);
}

#[tokio::test]
async fn a_stranger_with_the_link_does_not_get_in() {
    let world = World::new().await;
    registered(&world, false).await;
    let token = world.invitation(DEFENDANT.2).await;
    let stranger = world.enrol(STRANGER).await;
    let refused = world.accept(&stranger, command(), &token).await;
    let Err(AppError::Refused(Refusal::Membership(refusal))) = refused else { panic!("expected a refusal") };
    assert_eq!(refusal, membership::Refusal::NotTheNamedPerson);
    // The link is not spent by a stranger's try.
    let defendant = world.enrol(DEFENDANT).await;
    world.accept(&defendant, command(), &token).await.expect("the named person joins");
}

#[tokio::test]
async fn a_link_is_over_after_thirty_days() {
    let world = World::new().await;
    registered(&world, false).await;
    let token = world.invitation(DEFENDANT.2).await;
    world.pass_minutes(30 * 24 * 60);
    let defendant = world.enrol(DEFENDANT).await;
    let late = world.accept(&defendant, command(), &token).await;
    assert_eq!(denied(late), Denied::InvitationOver);
}

#[tokio::test]
async fn the_same_command_gives_the_same_receipt_and_a_new_one_says_already_joined() {
    let world = World::new().await;
    registered(&world, false).await;
    let token = world.invitation(DEFENDANT.2).await;
    let defendant = world.enrol(DEFENDANT).await;
    let id = command();
    let first = world.accept(&defendant, id, &token).await.expect("joined");
    let again = world.accept(&defendant, id, &token).await.expect("the same answer");
    assert_eq!(first.receipt, again.receipt);
    let other = world.accept(&defendant, command(), &token).await;
    let Err(AppError::Refused(Refusal::Membership(refusal))) = other else { panic!("expected a refusal") };
    assert_eq!(refusal, membership::Refusal::AlreadyJoined);
}

/// Joins the one case that waits for `person`.
async fn join_waiting(world: &World, person: &weicourt_domain::actor::Actor) -> weicourt_domain::id::CaseId {
    let waiting = world.court.waiting_cases(person).await.expect("a list");
    let [waiting] = waiting.as_slice() else { panic!("one case waits, not {}", waiting.len()) };
    let path = format!("/api/cases/{}/membership", waiting.case);
    let body = serde_json::json!({ "party": waiting.party, "agent": waiting.agent });
    let (given, request) = world.signed(person, &path, command(), &body).await;
    world.court.join_space(person, waiting.case, given, &request).await.expect("joined");
    waiting.case
}

#[tokio::test]
async fn who_is_named_by_identity_number_finds_the_case_waiting_and_comes_in_by_a_signed_act() {
    let world = World::new().await;
    let case = registered(&world, true).await;
    let defendant = world.enrol(DEFENDANT).await;
    assert_eq!(world.court.my_cases(&defendant, None, None).await.expect("a list").len(), 0);
    assert_eq!(join_waiting(&world, &defendant).await, case);
    let cases = world.court.my_cases(&defendant, None, None).await.expect("a list");
    assert_eq!(cases.iter().map(|card| card.case).collect::<Vec<_>>(), [case]);
    assert!(world.court.waiting_cases(&defendant).await.expect("a list").is_empty());
}

#[tokio::test]
async fn who_enrolled_before_finds_the_case_waiting_from_registration_on() {
    let world = World::new().await;
    let defendant = world.enrol(DEFENDANT).await;
    let case = registered(&world, true).await;
    assert_eq!(join_waiting(&world, &defendant).await, case);
    let detail = world.court.case_detail(&defendant, case).await.expect("a member");
    assert!(detail.parties.iter().all(|party| party.joined));
}

#[tokio::test]
async fn a_case_waits_for_nobody_else() {
    let world = World::new().await;
    let case = registered(&world, true).await;
    let stranger = world.enrol(STRANGER).await;
    assert!(world.court.waiting_cases(&stranger).await.expect("a list").is_empty());
    let path = format!("/api/cases/{case}/membership");
    let body = serde_json::json!({ "party": 1 });
    let (given, request) = world.signed(&stranger, &path, command(), &body).await;
    assert_eq!(denied(world.court.join_space(&stranger, case, given, &request).await), Denied::NotFound);
}

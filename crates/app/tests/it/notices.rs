//! Short messages that are owed after an act.

mod choices;
mod page;
pub(crate) mod papers;

use weicourt_app::ports::SmsText;
use weicourt_domain::actor::Duty;

use crate::court::{DEFENDANT, PLAINTIFF, World};

#[tokio::test]
async fn a_notice_waits_until_the_gateway_answers_and_is_sent_once() {
    let world = World::new().await;
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    world.staff("法官", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, false).await;
    world.sms_works(false);
    world.register(&officer, case).await.expect("registration does not wait for the gateway");
    assert_eq!(world.court.send_due_notices().await.expect("a round"), 0);
    assert_eq!(world.court.send_due_notices().await.expect("a round"), 0, "it is not due again at once");
    world.sms_works(true);
    world.pass_minutes(60);
    // One to the defendant with the link, one to the plaintiff that the case is filed.
    assert_eq!(world.court.send_due_notices().await.expect("a round"), 2);
    world.pass_minutes(60);
    assert_eq!(world.court.send_due_notices().await.expect("a round"), 0);
    let invitations = world.sent_to(DEFENDANT.2);
    assert!(matches!(invitations.as_slice(), [SmsText::Invitation { .. }]));
}

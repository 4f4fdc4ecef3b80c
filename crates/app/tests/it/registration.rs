//! Registering: numbers, and who gets the case.

use weicourt_app::Denied;
use weicourt_domain::actor::Duty;

use crate::court::{DEFENDANT, PLAINTIFF, World, denied};

#[tokio::test]
async fn cases_go_to_the_judge_with_the_least_load() {
    let world = World::new().await;
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    let first = world.staff("法官一", Duty::Judge).await;
    let second = world.staff("法官二", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let mut judges = Vec::new();
    for sequence in 1..=4 {
        let case = world.file(&plaintiff, DEFENDANT, false).await;
        world.register(&officer, case).await.expect("registered");
        let detail = world.court.case_detail(&plaintiff, case).await.expect("the case");
        assert_eq!(detail.case_number.sequence(), sequence);
        judges.push(detail.handling_judge.expect("a judge").person);
    }
    judges.sort_unstable();
    let mut expected = [first.person, first.person, second.person, second.person];
    expected.sort_unstable();
    assert_eq!(judges, expected);
}

#[tokio::test]
async fn without_a_judge_nothing_is_registered_and_no_number_is_lost() {
    let world = World::new().await;
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, false).await;
    assert_eq!(denied(world.register(&officer, case).await), Denied::NobodyOnDuty);
    world.staff("法官", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    world.register(&officer, case).await.expect("registered");
    let detail = world.court.case_detail(&plaintiff, case).await.expect("the case");
    assert_eq!(detail.case_number.to_string(), "（2026）浙0203民初1号");
}

#[tokio::test]
async fn officers_of_another_court_do_not_find_the_filing() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, false).await;
    let mut other = world.staff("外院立案员", Duty::FilingOfficer).await;
    if let weicourt_domain::actor::Standing::Staff { court_code, .. } = &mut other.standing {
        *court_code = "浙0281".parse().expect("a court code");
    }
    assert_eq!(denied(world.register(&other, case).await), Denied::NotFound);
    assert_eq!(denied(world.court.filing(&other, case).await), Denied::NotFound);
}

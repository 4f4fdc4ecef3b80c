//! The certificate of service (电子送达凭证): by the node of the court alone, numbered, once.

use insta::assert_snapshot;
use weicourt_domain::command::Zone;
use weicourt_domain::serving::certificate_number;

use super::super::given::*;
use super::super::people::Who;
use super::super::who_may;
use super::given::*;

const FIRST: &str = "（2026）浙0203民初7号送证第1号";

#[test]
fn the_node_of_the_court_alone_certifies() {
    let given = with_service(open_space(), false);
    assert_snapshot!(who_may(&given, |_| certifies(DEFENDANT, court(4), FIRST)), @"");
    let mut story = Story::after(&given);
    story.zone = Zone::Front;
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), FIRST)), @"");
    story.zone = Zone::Court;
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), FIRST)), @"");
}

#[test]
fn certificates_are_numbered_one_after_the_other() {
    let mut story = Story::after(&with_service(open_space(), false));
    assert_eq!(certificate_number(&story.state), FIRST);
    assert_snapshot!(story.certify(), @"");
    assert!(story.uncertified().is_empty());
    assert_eq!(certificate_number(&story.state), "（2026）浙0203民初7号送证第5号");
}

#[test]
fn of_two_that_race_for_a_number_the_second_learns_the_next() {
    let mut story = Story::after(&with_service(open_space(), false));
    story.does(Who::Clock, certifies(PLAINTIFF, court(4), FIRST));
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), FIRST)), @"");
    assert!(
        story
            .tries(Who::Clock, certifies(DEFENDANT, court(4), &certificate_number(&story.state)))
            .contains("service_took_effect")
    );
}

#[test]
fn nothing_is_certified_twice_or_before_it_is_served() {
    let mut story = Story::after(&with_service(open_space(), false));
    story.does(Who::Clock, certifies(DEFENDANT, court(4), FIRST));
    let next = certificate_number(&story.state);
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), &next)), @"");
    assert_snapshot!(story.tries(Who::Clock, certifies(PLAINTIFF, court(12), &next)), @"");
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(3), &next)), @"");
}

#[test]
fn two_hundred_services_are_certified_and_listed() {
    let mut story = Story::open();
    story.does(Who::Defendant, confirms(address_form(None)));
    story.does(Who::Plaintiff, confirms(address_form(None)));
    for _ in 0..100 {
        let paper = story.issued("judgment", "民事判决书", &[]);
        story.does(Who::Clerk, sends(&[paper], &[to(PLAINTIFF, MAILBOX), to(DEFENDANT, MAILBOX)]));
    }
    assert_eq!(story.certify().lines().count(), 200);
    assert_eq!(story.items().len(), 200);
    assert_eq!(story.periods().lines().count(), 200);
    assert!(story.uncertified().is_empty());
}

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
    assert_snapshot!(who_may(&given, |_| certifies(DEFENDANT, court(4), FIRST)), @"
    allowed: Clock
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President
    ");
    let mut story = Story::after(&given);
    story.zone = Zone::Front;
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), FIRST)), @"refused: the role does not allow this act");
    story.zone = Zone::Court;
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), FIRST)), @r#"Court, System to {0000000000006, 0000000000008}, Material: service_took_effect {"at":"2026-11-09T12:00:00.000+08:00","attempt":{"origin":"court","seq":7},"certificate":{"height":1600,"media_type":"image/jpeg","name":"（2026）浙0203民初7号送证第1号.pdf","sha256":"84831111eabbdf5602d11f9f057cf0e23c94a118377ef8f3859126ded6e8a3c2","size_bytes":40000,"width":1200},"code":"样例码（2026）浙0203民初7号送证第1号","number":"（2026）浙0203民初7号送证第1号","on":"2026-11-09","paper":{"origin":"court","seq":4},"presumed":true,"recipient":1,"rule":"b2","source":["在线诉讼规则 §31"],"template":"judgment","title":"样例判决书"}"#);
}

#[test]
fn certificates_are_numbered_one_after_the_other() {
    let mut story = Story::after(&with_service(open_space(), false));
    assert_eq!(certificate_number(&story.state), FIRST);
    assert_snapshot!(story.certify(), @"
    court:18 （2026）浙0203民初7号送证第1号: party 0, 样例判决书, B2 on 2026-11-09 by court:6, presumed
    court:19 （2026）浙0203民初7号送证第2号: party 1, 样例判决书, B2 on 2026-11-09 by court:7, presumed
    court:20 （2026）浙0203民初7号送证第3号: party 1, 样例判决书, B2 on 2026-11-09 by court:14, presumed
    court:21 （2026）浙0203民初7号送证第4号: party 2, 样例判决书, B2 on 2026-11-09 by court:8, presumed
    ");
    assert!(story.uncertified().is_empty());
    assert_eq!(certificate_number(&story.state), "（2026）浙0203民初7号送证第5号");
}

#[test]
fn of_two_that_race_for_a_number_the_second_learns_the_next() {
    let mut story = Story::after(&with_service(open_space(), false));
    story.does(Who::Clock, certifies(PLAINTIFF, court(4), FIRST));
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), FIRST)), @"refused: the next certificate is （2026）浙0203民初7号送证第2号");
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
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(4), &next)), @"refused: not served, or certified already");
    assert_snapshot!(story.tries(Who::Clock, certifies(PLAINTIFF, court(12), &next)), @"refused: not served, or certified already");
    assert_snapshot!(story.tries(Who::Clock, certifies(DEFENDANT, court(3), &next)), @"refused: not served, or certified already");
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

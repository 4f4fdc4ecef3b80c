//! When a paper is served: by its arrival, by an answer, by having been read, and what undoes that.

use insta::assert_snapshot;
use weicourt_domain::service::AddressStanding;

use super::super::given::*;
use super::super::people::Who;
use super::super::{instant, who_may};
use super::given::*;

/// A judgment in the defendant's mailbox, which is its own and not confirmed.
fn in_own_mailbox() -> (Story, weicourt_domain::log::EntryRef, weicourt_domain::log::EntryRef) {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    (story, paper, sent)
}

#[test]
fn at_a_confirmed_address_arrival_serves() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    story.sent(&[paper], DEFENDANT, MAILBOX);
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Arrived by court:5");
    assert_snapshot!(story.certify(), @"court:6 （2026）浙0203民初7号送证第1号: party 1, 民事判决书, A on 2026-11-23 by court:5");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Effective by court:5");
    // Reading and signing change nothing any more.
    let sent = story.item(DEFENDANT, paper).attempts[0];
    story.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    story.does(Who::Defendant, signs(sent, &[]));
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Effective by court:5");
}

#[test]
fn at_an_address_that_was_not_confirmed_silence_serves_nothing() {
    let (mut story, paper, _) = in_own_mailbox();
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Arrived by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_eq!(story.item(DEFENDANT, paper).opened_at, None);
}

#[test]
fn whoever_signs_has_received_it() {
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 09:00").does(Who::Defendant, signs(sent, &[paper]));
    assert_snapshot!(story.tries(Who::Defendant, signs(sent, &[])), @"refused: nothing changes");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Acknowledged by court:5");
    assert_snapshot!(story.certify(), @"court:6 （2026）浙0203民初7号送证第1号: party 1, 民事判决书, B1 on 2026-11-24 by court:5");
}

#[test]
fn some_of_the_papers_are_signed_for() {
    let mut story = Story::open();
    let papers = [story.issued("summons", "传票", &[]), story.issued("judgment", "民事判决书", &[])];
    let sent = story.sent(&papers, DEFENDANT, MAILBOX);
    story.does(Who::Defendant, signs(sent, &papers[..1]));
    assert_snapshot!(story.certify(), @"court:8 （2026）浙0203民初7号送证第1号: party 1, 传票, B1 on 2026-11-23 by court:7");
    assert_snapshot!(story.stands(), @"
    party 1, 传票: Effective by court:7
    party 1, 民事判决书: Arrived by court:7, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    ");
    assert!(story.tries(Who::Defendant, signs(sent, &[])).contains("service_acknowledged"));
}

#[test]
fn whoever_answers_the_complaint_has_received_it() {
    let mut story = Story::after(&space_with([answer_filed(Who::ThirdParty, answer_form())]));
    let paper = story.issued("complaint_copy", "起诉状副本", &[]);
    let other = story.issued("summons", "传票", &[]);
    story.sent(&[paper, other], DEFENDANT, MAILBOX);
    story.sent(&[paper, other], THIRD_PARTY, MAILBOX);
    let answer = weicourt_domain::command::FileAnswer { answer: answer_form() };
    let answer = weicourt_domain::command::Command::FileAnswer(answer);
    story.at("11-25 15:00").does(Who::DefendantsRelative, answer);
    // The third party answered before it was sent the complaint; a summons is not answered so.
    assert_snapshot!(story.certify(), @"court:9 （2026）浙0203民初7号送证第1号: party 1, 起诉状副本, B1 on 2026-11-25 by court:7");
    assert_snapshot!(story.stands(), @"
    party 1, 起诉状副本: Effective by court:7
    party 1, 传票: Arrived by court:7, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 2, 起诉状副本: Arrived by court:8, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 2, 传票: Arrived by court:8, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    ");
}

#[test]
fn whoever_opened_it_is_presumed_to_have_received_it() {
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    assert_snapshot!(story.tries(Who::DefendantsRelative, opens(sent, paper)), @"refused: nothing changes");
    assert_snapshot!(story.certify(), @"court:6 （2026）浙0203民初7号送证第1号: party 1, 民事判决书, B2 on 2026-11-24 by court:5, presumed");
    let item = story.item(DEFENDANT, paper);
    let effective = item.verdict.effective.expect("served");
    assert!(effective.presumed && !effective.carries_default_judgment);
    // Signed for afterwards, what was presumed is certain, since the same day.
    story.at("11-26 09:00").does(Who::Defendant, signs(sent, &[]));
    let periods = story.periods();
    assert_snapshot!(story.certify(), @"court:7 （2026）浙0203民初7号送证第2号: party 1, 民事判决书, B2 on 2026-11-24 by court:5");
    assert_eq!(story.periods(), periods, "the new certificate changes no day");
    assert_snapshot!(story.certify(), @"");
    let effective = story.item(DEFENDANT, paper).verdict.effective.expect("served");
    assert!(!effective.presumed && effective.carries_default_judgment);
}

#[test]
fn an_upheld_rebuttal_undoes_the_service_and_its_period_and_post_serves_anew() {
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    story.certify();
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-24 to 2026-12-09, Running");
    let rebuttal = story.at("11-25 09:00").does(Who::Defendant, rebuts(sent, paper, "手机由家人使用"))[0];
    assert_snapshot!(story.todos(), @"rebuttal:front:7");
    // While it waits for the court, the service stands.
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Effective by court:5");
    story.at("11-26 09:00").does(Who::Handling, rules(rebuttal, true));
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Failed by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.periods(), @"");
    assert_snapshot!(story.todos(), @"service:1:court:3 民事判决书");
    assert_snapshot!(story.certify(), @"");
    story.at("11-30 09:00").does(Who::Clerk, records(DEFENDANT, &[paper], posted(Some("2026-11-29"), None)));
    assert_snapshot!(story.certify(), @"court:9 （2026）浙0203民初7号送证第2号: party 1, 民事判决书, Post on 2026-11-29 by court:8");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Effective by court:5 court:8");
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-29 to 2026-12-14, Running");
}

#[test]
fn a_rebuttal_that_is_not_upheld_changes_nothing() {
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    story.certify();
    let before = (story.stands(), story.periods());
    let rebuttal = story.does(Who::Defendant, rebuts(sent, paper, "手机由家人使用"))[0];
    story.does(Who::Handling, rules(rebuttal, false));
    assert_eq!((story.stands(), story.periods()), before);
    assert_snapshot!(story.tries(Who::Handling, rules(rebuttal, true)), @"refused: decided already");
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, paper, "系统故障")), @"refused: decided already");
}

#[test]
fn what_arrived_later_than_the_court_saw_serves_on_the_day_that_is_proved() {
    let mut story = Story::open();
    story.does(Who::Defendant, confirms(address_form(None)));
    let paper = story.issued("judgment", "民事判决书", &[]);
    let sent = story.at("11-23 22:00").sent(&[paper], DEFENDANT, MAILBOX);
    story.certify();
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-23 to 2026-12-08, Running");
    story.at("11-26 09:00");
    // Before it was sent, and tomorrow: neither is an arrival.
    for arrived in ["2026-11-23T21:59:00+08:00", "2026-11-27T09:00:00+08:00"] {
        let refused = story.tries(Who::Defendant, proves_arrival(sent, paper, arrived));
        assert_eq!(refused, "refused: the time of arrival is not possible", "{arrived}");
    }
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, paper, "没有看过")), @"refused: nothing is presumed");
    let claim = story.does(Who::Defendant, proves_arrival(sent, paper, "2026-11-25T08:00:00+08:00"))[0];
    assert_snapshot!(story.tries(Who::Defendant, proves_arrival(sent, paper, "2026-11-25T09:00:00+08:00")), @"refused: decided already");
    assert_snapshot!(story.todos(), @"rebuttal:front:7");
    let effective = story.item(DEFENDANT, paper).verdict.effective.expect("served");
    assert!(effective.contested && effective.carries_default_judgment);
    story.does(Who::Handling, rules(claim, true));
    // The old certificate is wrong now: its period ends, and the new one begins its own.
    assert_snapshot!(story.periods(), @"");
    assert_snapshot!(story.certify(), @"court:8 （2026）浙0203民初7号送证第2号: party 1, 民事判决书, A on 2026-11-25 by court:5");
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-25 to 2026-12-10, Running");
    assert_eq!(story.item(DEFENDANT, paper).arrived_at, Some(instant("2026-11-25T08:00:00+08:00")));
}

#[test]
fn nobody_proves_that_it_arrived_after_they_had_read_it() {
    let mut story = Story::open();
    story.does(Who::Defendant, confirms(address_form(None)));
    let paper = story.issued("judgment", "民事判决书", &[]);
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    story.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    story.at("11-26 09:00");
    assert_snapshot!(story.tries(Who::Defendant, proves_arrival(sent, paper, "2026-11-25T08:00:00+08:00")), @"refused: the time of arrival is not possible");
    let claim = story.does(Who::Defendant, proves_arrival(sent, paper, "2026-11-24T08:00:00+08:00"))[0];
    let before = story.stands();
    story.does(Who::Handling, rules(claim, false));
    assert_eq!(story.stands(), before);
    assert_eq!(
        story.item(DEFENDANT, paper).verdict.effective.map(|one| one.on.to_string()).as_deref(),
        Some("2026-11-23")
    );
    // What was served by an answer does not depend on its arrival.
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 09:00").does(Who::Defendant, signs(sent, &[]));
    assert_snapshot!(story.tries(Who::Defendant, proves_arrival(sent, paper, "2026-11-24T08:00:00+08:00")), @"refused: not served by arrival");
}

#[test]
fn only_what_is_presumed_is_rebutted() {
    let (mut story, paper, sent) = in_own_mailbox();
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, paper, "没有看过")), @"refused: nothing is presumed");
    story.does(Who::Defendant, opens(sent, paper));
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, paper, " ")), @"refused: a reason is needed");
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, paper, &"由".repeat(1001))), @"refused: more than 1000 characters");
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, court(1), "没有看过")), @"refused: no such paper");
    assert_snapshot!(story.tries(Who::Plaintiff, rebuts(sent, paper, "没有看过")), @"refused: no such sending");
    assert_snapshot!(story.tries(Who::Handling, rules(front(1), true)), @"refused: no such rebuttal");
    story.does(Who::Defendant, signs(sent, &[]));
    assert_snapshot!(story.tries(Who::Defendant, rebuts(sent, paper, "没有看过")), @"refused: nothing is presumed");
}

#[test]
fn the_judge_rules_on_rebuttals() {
    let given = with_service(open_space(), false);
    assert_snapshot!(who_may(&given, |_| rules(front(10), true)), @"
    allowed: Handling
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
    let mut story = Story::after(&given);
    let mut wordless = match rules(front(10), true) {
        weicourt_domain::command::Command::RuleOnRebuttal(rule) => rule,
        _ => unreachable!("a ruling"),
    };
    wordless.reason = String::new();
    let command = weicourt_domain::command::Command::RuleOnRebuttal(wordless);
    assert_snapshot!(story.at("11-24 09:00").tries(Who::Handling, command), @"refused: a reason is needed");
}

#[test]
fn what_was_read_before_it_was_taken_back_may_still_be_rebutted() {
    // The court took it back at ten and did not know that it had been opened at nine.
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 10:00").does(Who::Clerk, recalls(sent, "日期有误"));
    let mut outside = in_own_mailbox().0;
    outside.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    let opened = outside.entries.last().expect("opened").clone();
    story.state.evolve(&opened);
    story.at("11-24 11:00");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Opened by court:5");
    assert!(story.tries(Who::Defendant, rebuts(sent, paper, "手机由家人使用")).contains("service_rebutted"));
}

#[test]
fn who_signs_for_what_came_to_an_unsure_address_says_that_it_is_theirs() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let unsure = to_address(DEFENDANT, "one@example.com", AddressStanding::Unsure);
    let sent = story.does(Who::Clerk, sends(&[paper], &[unsure]))[0];
    story.does(Who::Clock, reports(sent, arrived("2026-11-23T10:00:00+08:00")));
    story.at("11-24 09:00").does(Who::Defendant, opens(sent, paper));
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Opened by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    story.at("11-25 09:00").does(Who::Defendant, signs(sent, &[]));
    assert_snapshot!(story.certify(), @"court:7 （2026）浙0203民初7号送证第1号: party 1, 民事判决书, B2 on 2026-11-24 by court:5");
}

#[test]
fn a_letter_that_comes_back_fails_unless_another_is_on_its_way() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let own = |address| to_address(DEFENDANT, address, AddressStanding::Own);
    let first = story.does(Who::Clerk, sends(&[paper], &[own("one@example.com")]))[0];
    story.does(Who::Clock, reports(first, bounced("2026-11-23T10:01:00+08:00")));
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Failed by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.todos(), @"service:1:court:3 民事判决书");
    story.does(Who::Clerk, sends(&[paper], &[own("two@example.com")]));
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Sent by court:5 court:7");
    assert_snapshot!(story.todos(), @"");
}

#[test]
fn of_several_channels_the_earliest_counts() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let mail = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let sent = story.does(Who::Clerk, sends(&[paper], &[to(DEFENDANT, MAILBOX), mail]));
    story.at("11-24 09:00").does(Who::Defendant, signs(sent[0], &[]));
    assert_snapshot!(story.certify(), @"court:7 （2026）浙0203民初7号送证第1号: party 1, 民事判决书, B1 on 2026-11-24 by court:5");
    // The mail was read the day before, as its channel reports now.
    let at = super::super::instant("2026-11-23T15:00:00+08:00");
    let read = weicourt_domain::entry::ChannelReport::Read { at, proof: "MDN".to_owned() };
    story.at("11-25 09:00").does(Who::Clock, reports(sent[1], read));
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-24 to 2026-12-09, Running");
    assert_snapshot!(story.certify(), @"court:9 （2026）浙0203民初7号送证第2号: party 1, 民事判决书, B2 on 2026-11-23 by court:6, presumed");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Effective by court:5 court:6");
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-23 to 2026-12-08, Running");
}

#[test]
fn nobody_answers_for_another_party() {
    let (mut story, paper, sent) = in_own_mailbox();
    story.at("11-24 09:00");
    assert_snapshot!(story.tries(Who::Plaintiff, opens(sent, paper)), @"refused: no such sending");
    assert_snapshot!(story.tries(Who::Plaintiff, signs(sent, &[])), @"refused: no such sending");
    assert_snapshot!(story.tries(Who::Defendant, opens(sent, court(1))), @"refused: no such paper");
    assert_snapshot!(story.tries(Who::Defendant, signs(sent, &[court(1)])), @"refused: no such paper");
    assert_snapshot!(story.tries(Who::Clerk, opens(sent, paper)), @"refused: the role does not allow this act");
}

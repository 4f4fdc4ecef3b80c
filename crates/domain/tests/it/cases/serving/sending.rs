//! Sending: which papers, to whom, by which channel, and what the channels report.

use insta::assert_snapshot;
use weicourt_domain::command::Zone;
use weicourt_domain::entry::{ChannelReport, CompanionNotice, PapersSent};
use weicourt_domain::log::EntryRef;
use weicourt_domain::service::AddressStanding;

use super::super::evidence::given as exhibits;
use super::super::given::*;
use super::super::people::Who;
use super::super::{check, instant, who_may};
use super::given::*;

fn sent_of(story: &Story, entry: EntryRef) -> &PapersSent {
    &story.state.decided.serving.sendings[&entry].sent
}

#[test]
fn two_papers_go_to_three_parties_by_two_channels_in_one_act() {
    let mut story = Story::open();
    let papers = [story.issued("complaint_copy", "起诉状副本", &[]), story.issued("summons", "传票", &[])];
    let unsure = AddressStanding::Unsure;
    let everybody = [
        to(PLAINTIFF, MAILBOX),
        to(DEFENDANT, MAILBOX),
        to(THIRD_PARTY, MAILBOX),
        to_address(PLAINTIFF, "one@example.com", unsure),
        to_address(DEFENDANT, "two@example.com", unsure),
        to_address(THIRD_PARTY, "three@example.com", unsure),
    ];
    let sent = story.does(Who::Clerk, sends(&papers, &everybody));
    assert_eq!(sent.len(), 6);
    assert_snapshot!(story.stands(), @"");
    let receivers: Vec<&str> =
        sent_of(&story, sent[1]).receivers.iter().map(|receiver| receiver.name.as_str()).collect();
    assert_eq!(receivers, ["样例乙", "样例戊"], "the party and its agent");
    let entry = story.entries.iter().find(|one| one.envelope.entry_ref() == sent[1]).expect("an entry");
    assert_eq!(entry.body.blobs().len(), 2);
}

#[test]
fn one_party_that_cannot_be_reached_stops_the_whole_act() {
    let mut story = Story::after(&[filed(), vec![bench(), joined(Who::Defendant)]].concat());
    let paper = story.issued("summons", "传票", &[]);
    let before = story.state.clone();
    let everybody = [to(DEFENDANT, MAILBOX), to(THIRD_PARTY, MAILBOX)];
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &everybody)), @"");
    story.may_do(Who::Clerk, &sends(&[paper], &everybody));
    assert_eq!(story.state, before);
}

#[test]
fn the_bench_and_its_office_and_the_filing_desk_send() {
    let given = with_service(open_space(), false);
    assert_snapshot!(who_may(&given, |_| sends(&[court(12)], &[to(PLAINTIFF, MAILBOX)])), @"");
    assert_snapshot!(who_may(&given, |_| recalls(court(9), "地址有误")), @"");
}

#[test]
fn whose_address_it_is_follows_from_the_form() {
    let mut story = Story::open();
    let standing = |story: &mut Story, to| {
        let paper = story.issued("summons", "传票", &[]);
        let sent = story.does(Who::Clerk, sends(&[paper], &[to]))[0];
        let sent = sent_of(story, sent);
        format!("{:?} {:?} {:?}", sent.standing, sent.address, sent.basis)
    };
    let email = |standing| to_address(DEFENDANT, "Sample@Example.com", standing);
    assert_snapshot!(standing(&mut story, to(DEFENDANT, MAILBOX)), @"");
    assert_snapshot!(standing(&mut story, email(AddressStanding::Unsure)), @"");
    assert_snapshot!(standing(&mut story, email(AddressStanding::Own)), @"");
    // What the clerk says of an address does not confirm it.
    assert_snapshot!(standing(&mut story, email(AddressStanding::Confirmed)), @"");
    story.does(Who::Defendant, confirms(address_form(Some("sample@example.com"))));
    assert_snapshot!(standing(&mut story, to(DEFENDANT, MAILBOX)), @"");
    assert_snapshot!(standing(&mut story, to(DEFENDANT, EMAIL)), @"");
    assert_snapshot!(standing(&mut story, email(AddressStanding::Unsure)), @"");
    assert_snapshot!(standing(&mut story, to_address(DEFENDANT, "other@example.com", AddressStanding::Own)), @"");
    // A form without electronic service confirms nothing.
    let mut paper_only = address_form(Some("sample@example.com"));
    paper_only.electronic = false;
    story.at("11-24 09:00").does(Who::Defendant, confirms(paper_only));
    let paper = story.issued("summons", "传票", &[]);
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(DEFENDANT, MAILBOX)])), @"");
}

#[test]
fn an_address_is_needed_and_a_member_to_have_a_mailbox() {
    let mut story = Story::after(&[filed(), vec![bench()]].concat());
    let paper = story.issued("summons", "传票", &[]);
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(DEFENDANT, MAILBOX)])), @"");
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(DEFENDANT, EMAIL)])), @"");
    let wrong = to_address(DEFENDANT, "样例", AddressStanding::Own);
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[wrong])), @"");
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(9, MAILBOX)])), @"");
}

#[test]
fn papers_are_named_once_and_issued_and_for_the_party() {
    let mut story = Story::open();
    let draft = story.does(Who::Clerk, drafts("summons", "传票", &[]))[0];
    let for_plaintiff = story.issued("fee_notice", "交费通知书", &[PLAINTIFF]);
    let given_up = story.issued("summons", "传票", &[]);
    story.does(Who::Handling, sets_aside(given_up, "日期有误"));
    let tries = |papers: &[EntryRef], to: &[_]| story.tries(Who::Clerk, sends(papers, to));
    let defendant = [to(DEFENDANT, MAILBOX)];
    assert_snapshot!(tries(&[draft], &defendant), @"");
    assert_snapshot!(tries(&[for_plaintiff], &defendant), @"");
    assert_snapshot!(tries(&[given_up], &defendant), @"");
    assert_snapshot!(tries(&[court(1)], &defendant), @"");
    assert_snapshot!(tries(&[], &defendant), @"");
    assert_snapshot!(tries(&[for_plaintiff], &[]), @"");
    let plaintiff = to(PLAINTIFF, MAILBOX);
    assert_snapshot!(tries(&[for_plaintiff, for_plaintiff], &[plaintiff.clone()]), @"");
    assert_snapshot!(tries(&[for_plaintiff], &[plaintiff.clone(), plaintiff]), @"");
}

#[test]
fn exhibits_are_served_unless_not_everybody_may_see_them() {
    let mut story = Story::after(&space_with([
        exhibit_of_pages(Who::Plaintiff, "借条", 2),
        super::super::agenda::secret_exhibit(Who::Plaintiff),
    ]));
    let sent = story.sent(&[front(6)], DEFENDANT, MAILBOX);
    let paper = &sent_of(&story, sent).papers[0];
    assert_eq!((paper.title.as_str(), paper.template.as_str(), paper.files.len()), ("借条", "", 2));
    let defendant = [to(DEFENDANT, MAILBOX)];
    // Its restriction was asked for and is not decided.
    assert_snapshot!(story.tries(Who::Clerk, sends(&[front(7)], &defendant)), @"");
    story.does(Who::Plaintiff, exhibits::withdraws(front(6)));
    assert_snapshot!(story.tries(Who::Clerk, sends(&[front(6)], &defendant)), @"");
}

#[test]
fn the_same_is_not_sent_twice_while_it_may_still_serve() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let own = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let again = |story: &Story, to: &_| story.tries(Who::Clerk, sends(&[paper], std::slice::from_ref(to)));
    let sent = story.does(Who::Clerk, sends(&[paper], &[own.clone()]))[0];
    assert_snapshot!(again(&story, &own), @"");
    assert!(again(&story, &to_address(DEFENDANT, "two@example.com", AddressStanding::Own)).contains("papers_sent"));
    assert!(again(&story, &to(DEFENDANT, MAILBOX)).contains("papers_sent"));
    let mut back = story.clone();
    back.does(Who::Clock, reports(sent, bounced("2026-11-23T10:01:00+08:00")));
    assert!(again(&back, &own).contains("papers_sent"), "it came back");
    let mut recalled = story.clone();
    recalled.does(Who::Clerk, recalls(sent, "地址有误"));
    assert!(again(&recalled, &own).contains("papers_sent"), "it was taken back");
    // The same address, confirmed meanwhile, is a surer one.
    story.does(Who::Defendant, confirms(address_form(Some("one@example.com"))));
    assert!(again(&story, &to(DEFENDANT, EMAIL)).contains("papers_sent"));
}

#[test]
fn a_mailbox_here_is_reached_by_the_act_itself_and_outside_by_report() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let mut at_court = story.clone().at_court();
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    assert!(sent_of(&story, sent).arrived);
    assert_eq!(story.item(DEFENDANT, paper).arrived_at, Some(story.now()));
    let sent = at_court.sent(&[paper], DEFENDANT, MAILBOX);
    assert!(!sent_of(&at_court, sent).arrived);
    assert_snapshot!(at_court.stands(), @"");
    at_court.at("11-23 10:05").does(Who::Clock, reports(sent, arrived("2026-11-23T10:04:00+08:00")));
    assert_eq!(at_court.item(DEFENDANT, paper).arrived_at, Some(instant("2026-11-23T10:04:00+08:00")));
    assert_snapshot!(at_court.stands(), @"");
    let by_mail = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let mailed = story.does(Who::Clerk, sends(&[paper], &[by_mail]))[0];
    assert!(!sent_of(&story, mailed).arrived, "a letter is on its way");
}

#[test]
fn channels_report_to_the_node_of_the_court_alone_and_each_thing_once() {
    let given = with_service(open_space(), false);
    let arrives = || reports(court(9), arrived("2026-11-23T09:00:00+08:00"));
    assert_snapshot!(who_may(&given, |_| arrives()), @"");
    let mut story = Story::after(&given);
    story.zone = Zone::Front;
    assert_snapshot!(story.tries(Who::Clock, arrives()), @"");
    story.zone = Zone::Court;
    let read = || ChannelReport::Read { at: instant("2026-11-23T09:30:00+08:00"), proof: "MDN".to_owned() };
    let sms = CompanionNotice::Sms;
    let failed = || ChannelReport::CompanionFailed { notice: sms, at: instant("2026-11-23T09:00:00+08:00") };
    let noted = || ChannelReport::CompanionSent { notice: sms, at: instant("2026-11-23T09:01:00+08:00") };
    let all = [arrived("2026-11-23T09:00:00+08:00"), bounced("2026-11-23T09:40:00+08:00"), read(), failed()];
    for report in all {
        story.does(Who::Clock, reports(court(9), report.clone()));
        assert_eq!(story.tries(Who::Clock, reports(court(9), report)), "refused: nothing changes");
    }
    // What failed may succeed, and that once.
    story.does(Who::Clock, reports(court(9), noted()));
    for report in [noted(), failed()] {
        assert_eq!(story.tries(Who::Clock, reports(court(9), report)), "refused: nothing changes");
    }
    assert_snapshot!(story.tries(Who::Clock, reports(court(3), noted())), @"");
}

#[test]
fn clocks_of_channels_that_run_ahead_or_behind_are_cut() {
    let mut story = Story::open().at_court();
    let paper = story.issued("summons", "传票", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    let mut behind = story.clone();
    behind.at("11-23 10:05").does(Who::Clock, reports(sent, arrived("2026-11-23T08:00:00+08:00")));
    assert_snapshot!(behind.certify(), @"");
    story.at("11-23 23:59").does(Who::Clock, reports(sent, arrived("2026-11-24T00:05:00+08:00")));
    assert_snapshot!(story.certify(), @"");
}

#[test]
fn a_notice_to_look_never_serves() {
    let mut story = Story::open().at_court();
    let paper = story.issued("summons", "传票", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    let noted = ChannelReport::CompanionSent { notice: CompanionNotice::Sms, at: story.now() };
    story.does(Who::Clock, reports(sent, noted));
    assert!(story.uncertified().is_empty());
    assert_snapshot!(story.stands(), @"");
    let failed = ChannelReport::CompanionFailed { notice: CompanionNotice::WechatMessage, at: story.now() };
    story.does(Who::Clock, reports(sent, failed));
    story.does(Who::Clock, reports(sent, arrived("2026-11-23T10:00:00+08:00")));
    assert_snapshot!(story.certify(), @"");
}

#[test]
fn what_was_sent_is_taken_back_with_a_reason_until_it_serves() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    assert_snapshot!(story.tries(Who::Clerk, recalls(sent, " ")), @"");
    assert_snapshot!(story.tries(Who::Clerk, recalls(sent, &"由".repeat(1001))), @"");
    assert_snapshot!(story.tries(Who::Clerk, recalls(court(3), "日期有误")), @"");
    let mut served = story.clone();
    served.does(Who::Defendant, signs(sent, &[]));
    assert_snapshot!(served.tries(Who::Clerk, recalls(sent, "日期有误")), @"");
    story.does(Who::Clerk, recalls(sent, "日期有误"));
    assert_snapshot!(story.tries(Who::Clerk, recalls(sent, "日期有误")), @"");
    assert_snapshot!(story.stands(), @"");
    assert_snapshot!(story.tries(Who::Defendant, opens(sent, paper)), @"");
    assert_snapshot!(story.tries(Who::Defendant, signs(sent, &[])), @"");
}

#[test]
fn nobody_serves_in_a_case_that_has_no_number() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, sends(&[court(1)], &[to(PLAINTIFF, MAILBOX)])), @"");
}

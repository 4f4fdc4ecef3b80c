//! Sending: which papers, to whom, by which channel, and what the channels report.

use insta::assert_snapshot;
use weicourt_domain::command::Zone;
use weicourt_domain::entry::{ChannelReport, CompanionNotice, PapersSent};
use weicourt_domain::log::EntryRef;
use weicourt_domain::policy::CaseFlag;
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
    assert_snapshot!(story.stands(), @"
    party 0, 起诉状副本: Arrived by court:7 court:10, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 0, 传票: Arrived by court:7 court:10, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 1, 起诉状副本: Arrived by court:8 court:11, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 1, 传票: Arrived by court:8 court:11, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 2, 起诉状副本: Arrived by court:9 court:12, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    party 2, 传票: Arrived by court:9 court:12, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]
    ");
    let receivers: Vec<&str> =
        sent_of(&story, sent[1]).receivers.iter().map(|receiver| receiver.name.as_str()).collect();
    assert_eq!(receivers, ["样例乙", "样例戊"], "the party and its agent");
    let entry = story.entries.iter().find(|one| one.envelope.entry_ref() == sent[1]).expect("an entry");
    assert_eq!(entry.body.blobs().len(), 2);
}

#[test]
fn nothing_that_touches_state_secrets_is_sent_electronically() {
    let mut story = Story::after(&space_with([flagged([CaseFlag::StateSecret])]));
    let paper = story.issued("summons", "传票", &[]);
    for channel in [to(DEFENDANT, MAILBOX), to_address(DEFENDANT, "two@example.com", AddressStanding::Own)] {
        let refused = story.tries(Who::Clerk, sends(&[paper], &[channel]));
        assert_eq!(refused, "refused: the papers of the case stay inside the court's network");
    }
    story.does(Who::Clerk, records(DEFENDANT, &[paper], posted(Some("2026-11-23"), None)));
    assert!(story.certify().contains("Post on 2026-11-23"));
}

#[test]
fn one_party_that_cannot_be_reached_stops_the_whole_act() {
    let mut story = Story::after(&[filed(), vec![bench(), joined(Who::Defendant)]].concat());
    let paper = story.issued("summons", "传票", &[]);
    let before = story.state.clone();
    let everybody = [to(DEFENDANT, MAILBOX), to(THIRD_PARTY, MAILBOX)];
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &everybody)), @"refused: nobody of the party has a mailbox");
    story.may_do(Who::Clerk, &sends(&[paper], &everybody));
    assert_eq!(story.state, before);
}

#[test]
fn the_bench_and_its_office_and_the_filing_desk_send() {
    let given = with_service(open_space(), false);
    assert_snapshot!(who_may(&given, |_| sends(&[court(12)], &[to(PLAINTIFF, MAILBOX)])), @"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is with its bench: FilingOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, DivisionHead, President, Clock
    ");
    assert_snapshot!(who_may(&given, |_| recalls(court(9), "地址有误")), @"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is with its bench: FilingOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, DivisionHead, President, Clock
    ");
}

#[test]
fn the_filing_desk_serves_what_it_issued_and_nothing_of_the_bench() {
    let of_desk =
        [drafted(Who::FilingOfficer), issued_of_the_past(court(2), court(2)).by(Who::FilingOfficer)];
    let given: Vec<Told> =
        filed().into_iter().chain(of_desk).chain([bench(), joined(Who::Defendant)]).collect();
    let mut story = Story::after(&given);
    let of_bench = story.issued("judgment", "民事判决书", &[]);
    let defendant = [to(DEFENDANT, MAILBOX)];
    assert_snapshot!(story.tries(Who::FilingOfficer, sends(&[of_bench], &defendant)), @"refused: the case is with its bench");
    let way = || handed_over("2026-11-20");
    assert_snapshot!(story.tries(Who::FilingOfficer, records(DEFENDANT, &[of_bench], way())), @"refused: the case is with its bench");
    let sent = story.does(Who::Clerk, sends(&[of_bench], &defendant))[0];
    assert_snapshot!(story.tries(Who::FilingOfficer, recalls(sent, "地址有误")), @"refused: the case is with its bench");
    let sent = story.does(Who::FilingOfficer, sends(&[court(2)], &defendant))[0];
    assert!(story.tries(Who::FilingOfficer, records(DEFENDANT, &[court(2)], way())).contains("recorded"));
    story.does(Who::FilingOfficer, recalls(sent, "地址有误"));
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
    assert_snapshot!(standing(&mut story, to(DEFENDANT, MAILBOX)), @r#"Own "" None"#);
    assert_snapshot!(standing(&mut story, email(AddressStanding::Unsure)), @r#"Unsure "Sample@Example.com" None"#);
    assert_snapshot!(standing(&mut story, email(AddressStanding::Own)), @r#"Own "Sample@Example.com" None"#);
    // What the clerk says of an address does not confirm it.
    assert_snapshot!(standing(&mut story, email(AddressStanding::Confirmed)), @r#"Unsure "Sample@Example.com" None"#);
    story.does(Who::Defendant, confirms(address_form(Some("sample@example.com"))));
    assert_snapshot!(standing(&mut story, to(DEFENDANT, MAILBOX)), @r#"Confirmed "" Some(Express)"#);
    assert_snapshot!(standing(&mut story, to(DEFENDANT, EMAIL)), @r#"Confirmed "sample@example.com" Some(Express)"#);
    assert_snapshot!(standing(&mut story, email(AddressStanding::Unsure)), @r#"Confirmed "sample@example.com" Some(Express)"#);
    assert_snapshot!(standing(&mut story, to_address(DEFENDANT, "other@example.com", AddressStanding::Own)), @r#"Own "other@example.com" Some(Express)"#);
    // A form without electronic service confirms nothing.
    let mut paper_only = address_form(Some("sample@example.com"));
    paper_only.electronic = false;
    story.at("11-24 09:00").does(Who::Defendant, confirms(paper_only));
    let paper = story.issued("summons", "传票", &[]);
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(DEFENDANT, MAILBOX)])), @"refused: the party does not agree to electronic service");
}

#[test]
fn an_address_is_needed_and_a_member_to_have_a_mailbox() {
    let mut story = Story::after(&[filed(), vec![bench()]].concat());
    let paper = story.issued("summons", "传票", &[]);
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(DEFENDANT, MAILBOX)])), @"refused: nobody of the party has a mailbox");
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(DEFENDANT, EMAIL)])), @"refused: no e-mail address");
    let wrong = to_address(DEFENDANT, "样例", AddressStanding::Own);
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[wrong])), @"refused: no e-mail address");
    assert_snapshot!(story.tries(Who::Clerk, sends(&[paper], &[to(9, MAILBOX)])), @"refused: no such party");
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
    assert_snapshot!(tries(&[draft], &defendant), @"refused: the document was not approved");
    assert_snapshot!(tries(&[for_plaintiff], &defendant), @"refused: the document is for other parties");
    assert_snapshot!(tries(&[given_up], &defendant), @"refused: no such paper");
    assert_snapshot!(tries(&[court(1)], &defendant), @"refused: no such paper");
    assert_snapshot!(tries(&[], &defendant), @"refused: nothing is named");
    assert_snapshot!(tries(&[for_plaintiff], &[]), @"refused: nothing is named");
    let plaintiff = to(PLAINTIFF, MAILBOX);
    assert_snapshot!(tries(&[for_plaintiff, for_plaintiff], std::slice::from_ref(&plaintiff)), @"refused: nothing changes");
    assert_snapshot!(tries(&[for_plaintiff], &[plaintiff.clone(), plaintiff]), @"refused: nothing changes");
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
    assert_snapshot!(story.tries(Who::Clerk, sends(&[front(7)], &defendant)), @"refused: the exhibit is restricted");
    story.does(Who::Plaintiff, exhibits::withdraws(front(6)));
    assert_snapshot!(story.tries(Who::Clerk, sends(&[front(6)], &defendant)), @"refused: no such paper");
}

#[test]
fn the_same_is_not_sent_twice_while_it_may_still_serve() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let own = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let again = |story: &Story, to: &_| story.tries(Who::Clerk, sends(&[paper], std::slice::from_ref(to)));
    let sent = story.does(Who::Clerk, sends(&[paper], std::slice::from_ref(&own)))[0];
    assert_snapshot!(again(&story, &own), @"refused: the same is on its way");
    assert!(
        again(&story, &to_address(DEFENDANT, "two@example.com", AddressStanding::Own))
            .contains("papers_sent")
    );
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
    assert_snapshot!(at_court.stands(), @"party 1, 传票: Sent by court:5");
    at_court.at("11-23 10:05").does(Who::Clock, reports(sent, arrived("2026-11-23T10:04:00+08:00")));
    assert_eq!(at_court.item(DEFENDANT, paper).arrived_at, Some(instant("2026-11-23T10:04:00+08:00")));
    assert_snapshot!(at_court.stands(), @"party 1, 传票: Arrived by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    let by_mail = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let mailed = story.does(Who::Clerk, sends(&[paper], &[by_mail]))[0];
    assert!(!sent_of(&story, mailed).arrived, "a letter is on its way");
}

#[test]
fn channels_report_to_the_node_of_the_court_alone_and_each_thing_once() {
    let given = with_service(open_space(), false);
    let arrives = || reports(court(9), arrived("2026-11-23T09:00:00+08:00"));
    assert_snapshot!(who_may(&given, |_| arrives()), @"
    allowed: Clock
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President
    ");
    let mut story = Story::after(&given);
    story.zone = Zone::Front;
    assert_snapshot!(story.tries(Who::Clock, arrives()), @"refused: the role does not allow this act");
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
    assert_snapshot!(story.tries(Who::Clock, reports(court(3), noted())), @"refused: no such sending");
}

#[test]
fn clocks_of_channels_that_run_ahead_or_behind_are_cut() {
    let mut story = Story::open().at_court();
    let paper = story.issued("summons", "传票", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    let mut behind = story.clone();
    behind.at("11-23 10:05").does(Who::Clock, reports(sent, arrived("2026-11-23T08:00:00+08:00")));
    assert_snapshot!(behind.certify(), @"court:7 （2026）浙0203民初7号送证第1号: party 1, 传票, A on 2026-11-23 by court:5");
    story.at("11-23 23:59").does(Who::Clock, reports(sent, arrived("2026-11-24T00:05:00+08:00")));
    assert_snapshot!(story.certify(), @"court:7 （2026）浙0203民初7号送证第1号: party 1, 传票, A on 2026-11-23 by court:5");
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
    assert_snapshot!(story.stands(), @"party 1, 传票: Sent by court:5");
    let failed = ChannelReport::CompanionFailed { notice: CompanionNotice::WechatMessage, at: story.now() };
    story.does(Who::Clock, reports(sent, failed));
    story.does(Who::Clock, reports(sent, arrived("2026-11-23T10:00:00+08:00")));
    assert_snapshot!(story.certify(), @"court:9 （2026）浙0203民初7号送证第1号: party 1, 传票, A on 2026-11-23 by court:5");
}

#[test]
fn what_was_sent_is_taken_back_with_a_reason_until_it_serves() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    assert_snapshot!(story.tries(Who::Clerk, recalls(sent, " ")), @"refused: a reason is needed");
    assert_snapshot!(story.tries(Who::Clerk, recalls(sent, &"由".repeat(1001))), @"refused: more than 1000 characters");
    assert_snapshot!(story.tries(Who::Clerk, recalls(court(3), "日期有误")), @"refused: no such sending");
    let mut served = story.clone();
    served.does(Who::Defendant, signs(sent, &[]));
    assert_snapshot!(served.tries(Who::Clerk, recalls(sent, "日期有误")), @"refused: it has served");
    story.does(Who::Clerk, recalls(sent, "日期有误"));
    assert_snapshot!(story.tries(Who::Clerk, recalls(sent, "日期有误")), @"refused: it was taken back");
    assert_snapshot!(story.stands(), @"party 1, 传票: Cancelled by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.tries(Who::Defendant, opens(sent, paper)), @"refused: it was taken back");
    assert_snapshot!(story.tries(Who::Defendant, signs(sent, &[])), @"refused: it was taken back");
}

#[test]
fn nobody_serves_in_a_case_that_has_no_number() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, sends(&[court(1)], &[to(PLAINTIFF, MAILBOX)])), @"refused: not possible while the case is Submitted");
}

//! Service on paper: handed over, left behind, posted, announced; and copies of what was sent electronically.

use insta::assert_snapshot;
use weicourt_domain::command::Command;
use weicourt_domain::entry::{EntryBody, Procedure};
use weicourt_domain::form::FilingKind;
use weicourt_domain::service::{AddressStanding, Attempt, TakenBy};

use super::super::given::*;
use super::super::people::Who;
use super::super::{check_at, who_may};
use super::given::*;

fn announced(on: &str, nothing_else_works: bool) -> Attempt {
    Attempt::Announcement { published_on: on.parse().expect("a date"), nothing_else_works }
}

fn ordinary() -> Story {
    let kind = FilingKind::CivilFirstInstance;
    Story::after(&[civil(), registered(kind, Procedure::Ordinary), bench(), joined(Who::Defendant)])
}

#[test]
fn the_office_and_the_filing_desk_record_service_on_paper() {
    let given = with_service(open_space(), false);
    assert_snapshot!(who_may(&given, |_| records(DEFENDANT, &[court(12)], handed_over("2026-11-20"))), @"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is with its bench: FilingOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, DivisionHead, President, Clock
    ");
    let mut story = Story::after(&given);
    assert_snapshot!(story.at("11-23 10:00").tries(Who::Clerk, records(DEFENDANT, &[court(12)], handed_over("2026-11-20"))), @r#"Court, Clerk to {0000000000006, 0000000000008}, Material: paper_service_recorded {"note":"样例单号","papers":[{"code":"sample-code","files":[{"height":1600,"media_type":"image/jpeg","name":"判决书.pdf","sha256":"c4d241fa1e6f76cb24ef337a28abee0cc4ab7998c2e575d23d4492dc6288eedc","size_bytes":40000,"width":1200}],"kind":"decision","paper":{"origin":"court","seq":12},"template":"judgment","title":"样例判决书"}],"proofs":[{"height":1600,"media_type":"image/jpeg","name":"回证","sha256":"47ba4a52bb800d025bc7584c6146e4164162d09d090bf76f69376a58bd939230","size_bytes":40000,"width":1200}],"recipient":1,"way":{"by":"personal","signed_on":"2026-11-20","taken_by":"recipient"}}"#);
}

#[test]
fn what_was_handed_over_serves_on_the_day_of_the_return() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Clerk, records(THIRD_PARTY, &[paper], handed_over("2026-11-20")));
    assert_snapshot!(story.certify(), @"court:6 （2026）浙0203民初7号送证第1号: party 2, 民事判决书, Personal on 2026-11-20 by court:5");
    assert_snapshot!(story.periods(), @"served:APPEAL_J:2:court:3: 2026-11-20 to 2026-12-07, Running");
}

#[test]
fn a_letter_is_on_its_way_until_its_return_is_recorded() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let letter = story.does(Who::Clerk, records(DEFENDANT, &[paper], posted(None, None)))[0];
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Sent by court:5");
    story.at("11-27 09:00");
    let back = |story: &Story, way| story.tries(Who::Clerk, replaces(DEFENDANT, &[paper], way, Some(letter)));
    assert!(back(&story, posted(Some("2026-11-26"), None)).contains("paper_service_recorded"));
    story.does(Who::Clerk, replaces(DEFENDANT, &[paper], posted(None, Some("2026-11-26")), Some(letter)));
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Failed by court:6, next [AskForAddress, Personal, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.todos(), @"service:1:court:3 民事判决书");
    assert_snapshot!(back(&story, posted(Some("2026-11-26"), None)), @"refused: no such sending");
}

#[test]
fn a_record_completes_one_of_the_same_papers_and_party() {
    let mut story = Story::open();
    let papers = [story.issued("judgment", "民事判决书", &[]), story.issued("summons", "传票", &[])];
    let letter = story.does(Who::Clerk, records(DEFENDANT, &papers, posted(None, None)))[0];
    let way = || posted(Some("2026-11-23"), None);
    assert_snapshot!(story.tries(Who::Clerk, replaces(PLAINTIFF, &papers, way(), Some(letter))), @"refused: no such sending");
    assert_snapshot!(story.tries(Who::Clerk, replaces(DEFENDANT, &papers[..1], way(), Some(letter))), @"refused: no such sending");
    assert_snapshot!(story.tries(Who::Clerk, replaces(DEFENDANT, &papers, way(), Some(court(1)))), @"refused: no such sending");
    assert!(story.tries(Who::Clerk, replaces(DEFENDANT, &papers, way(), Some(letter))).contains("recorded"));
}

#[test]
fn a_corrected_record_takes_the_certificate_of_the_wrong_one_away() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let wrong = story.does(Who::Clerk, records(DEFENDANT, &[paper], handed_over("2026-11-20")))[0];
    story.certify();
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-20 to 2026-12-07, Running");
    story.does(Who::Clerk, replaces(DEFENDANT, &[paper], posted(None, None), Some(wrong)));
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Sent by court:7");
    assert_snapshot!(story.periods(), @"");
    assert_snapshot!(story.certify(), @"");
}

#[test]
fn an_announcement_serves_after_thirty_days_where_nothing_else_works() {
    let mut story = ordinary();
    let paper = story.issued("complaint_copy", "起诉状副本", &[]);
    let tries = |story: &Story, way| story.tries(Who::Clerk, records(DEFENDANT, &[paper], way));
    assert_snapshot!(tries(&story, announced("2026-11-23", false)), @"refused: this way is closed");
    story.does(Who::Clerk, records(DEFENDANT, &[paper], announced("2026-11-23", true)));
    assert_snapshot!(story.at("12-22 09:00").stands(), @"party 1, 起诉状副本: Sent by court:5");
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.at("12-23 00:00").certify(), @"court:6 （2026）浙0203民初7号送证第1号: party 1, 起诉状副本, Announcement on 2026-12-23 by court:5");
    // Not in the simplified procedure.
    let mut simplified = Story::open();
    let paper = simplified.issued("complaint_copy", "起诉状副本", &[]);
    assert_snapshot!(simplified.tries(Who::Clerk, records(DEFENDANT, &[paper], announced("2026-11-23", true))), @"refused: this way is closed");
}

#[test]
fn a_mediation_statement_is_handed_to_the_party_itself() {
    let mut story = Story::open();
    let paper = story.issued("mediation_statement", "民事调解书", &[]);
    let day = "2026-11-20".parse().expect("a date");
    let tries = |way| story.tries(Who::Clerk, records(DEFENDANT, &[paper], way));
    assert_snapshot!(tries(Attempt::Leaving { left_on: day, recorded: true }), @"refused: this way is closed");
    assert_snapshot!(tries(Attempt::Personal { taken_by: TakenBy::AdultFamily, signed_on: day }), @"refused: this way is closed");
    assert!(tries(handed_over("2026-11-20")).contains("paper_service_recorded"));
}

#[test]
fn days_and_ways_that_are_not_possible_are_refused() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let tries = |papers: &[_], way| story.tries(Who::Clerk, records(DEFENDANT, papers, way));
    let electronic = || Attempt::Companion {
        channel: "sms".to_owned(),
        sent_at: story.now(),
        arrived_at: None,
        read_at: None,
    };
    assert_snapshot!(tries(&[paper], handed_over("2026-11-24")), @"refused: the day is not possible");
    assert_snapshot!(tries(&[paper], handed_over("2026-11-08")), @"refused: the day is not possible");
    assert_snapshot!(tries(&[paper], electronic()), @"refused: not a way on paper");
    assert_snapshot!(tries(&[], handed_over("2026-11-20")), @"refused: nothing is named");
    assert_snapshot!(tries(&[paper, paper], handed_over("2026-11-20")), @"refused: nothing changes");
    let unwitnessed = Attempt::Leaving { left_on: "2026-11-20".parse().expect("a date"), recorded: false };
    assert_snapshot!(tries(&[paper], unwitnessed), @"refused: this way is closed");
    assert_snapshot!(story.tries(Who::Clerk, records(3, &[paper], handed_over("2026-11-20"))), @"refused: no such party");
    let Command::RecordPaperService(mut wordy) = records(DEFENDANT, &[paper], handed_over("2026-11-20"))
    else {
        unreachable!("a record")
    };
    wordy.note = "注".repeat(501);
    assert_snapshot!(story.tries(Who::Clerk, Command::RecordPaperService(wordy)), @"refused: more than 500 characters");
}

#[test]
fn an_announcement_beyond_the_calendar_is_refused() {
    let kind = FilingKind::CivilFirstInstance;
    let given = [
        civil(),
        registered(kind, Procedure::Ordinary),
        bench(),
        drafted(Who::Clerk),
        issued_of_the_past(court(3), court(3)),
    ];
    let way = announced("9999-12-20", true);
    assert_snapshot!(check_at(&given, Who::Clerk, records(DEFENDANT, &[court(3)], way), "9999-12-21T10:00:00+08:00"), @"refused: the date counted from 9999-12-20 is out of range");
}

#[test]
fn whoever_wants_a_paper_copy_gets_one_and_the_service_stands() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    story.sent(&[paper], DEFENDANT, MAILBOX);
    story.certify();
    assert_snapshot!(story.tries(Who::Plaintiff, wants_on_paper(paper)), @"refused: no such paper");
    let Command::RequestPaper(mut wordy) = wants_on_paper(paper) else { unreachable!("a wish") };
    wordy.note = "言".repeat(1001);
    assert_snapshot!(story.tries(Who::Defendant, Command::RequestPaper(wordy)), @"refused: more than 1000 characters");
    assert_snapshot!(story.tries(Who::Defendant, wants_on_paper(paper)), @r#"Front, Defendant to {0000000000006, 0000000000008}, Material: paper_requested {"note":"请寄样例路","paper":{"origin":"court","seq":3},"party":1}"#);
    story.does(Who::DefendantsRelative, wants_on_paper(paper));
    assert_snapshot!(story.tries(Who::Defendant, wants_on_paper(paper)), @"refused: nothing changes");
    assert_eq!(story.item(DEFENDANT, paper).paper_wanted, Some(story.now()));
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Effective by court:5");
    assert_snapshot!(story.todos(), @"paper_copy:front:7 民事判决书");
    let mut by_hand = story.clone();
    by_hand.does(Who::Clerk, finishes(&story.todos()));
    assert_eq!(by_hand.todos(), "");
    story.at("11-25 09:00").does(Who::Clerk, records(DEFENDANT, &[paper], handed_over("2026-11-25")));
    assert_eq!(story.todos(), "");
    assert_snapshot!(story.certify(), @"");
}

/// Notes as done the one to-do there is.
fn finishes(todos: &str) -> Command {
    let todo = todos.split(' ').next().unwrap_or_default().to_owned();
    Command::FinishTodo(weicourt_domain::command::FinishTodo { todo, note: String::new() })
}

#[test]
fn a_form_asks_for_paper_copies_of_decisions() {
    let mut story = Story::open();
    let papers = [story.issued("judgment", "民事判决书", &[]), story.issued("summons", "传票", &[])];
    let mut form = address_form(None);
    form.paper_decisions = true;
    story.does(Who::Defendant, confirms(form));
    story.sent(&papers, DEFENDANT, MAILBOX);
    assert_snapshot!(story.todos(), @"paper_copy:1:court:3 民事判决书");
    // Also in a case that is over; there the copy is handed out and noted.
    story.does(Who::Handling, closes());
    assert_snapshot!(story.todos(), @"paper_copy:1:court:3 民事判决书");
    let todos = story.todos();
    story.does(Who::Clerk, finishes(&todos));
    assert_eq!(story.todos(), "");
}

fn closes() -> Command {
    let outcome = weicourt_domain::entry::Outcome::Judgment;
    Command::CloseCase(weicourt_domain::command::CloseCase { outcome, note: "结案".to_owned() })
}

#[test]
fn the_earliest_service_counts_whether_on_paper_or_not() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let mail = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let sent = story.does(Who::Clerk, sends(&[paper], &[mail]))[0];
    story.at("11-25 09:00").does(Who::Defendant, signs(sent, &[]));
    story.certify();
    // The return of what the bailiff handed over on the 24th comes in.
    story.at("11-27 09:00").does(Who::Clerk, records(DEFENDANT, &[paper], handed_over("2026-11-24")));
    assert_snapshot!(story.certify(), @"court:8 （2026）浙0203民初7号送证第2号: party 1, 民事判决书, Personal on 2026-11-24 by court:7");
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-24 to 2026-12-09, Running");
    let certified = story.entries.iter().filter(|one| matches!(one.body, EntryBody::ServiceTookEffect(_)));
    assert_eq!(certified.count(), 2, "the first certificate stays in the log");
}

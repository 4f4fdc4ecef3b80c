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
    assert_snapshot!(who_may(&given, |_| records(DEFENDANT, &[court(12)], handed_over("2026-11-20"))), @"");
    let mut story = Story::after(&given);
    assert_snapshot!(story.at("11-23 10:00").tries(Who::Clerk, records(DEFENDANT, &[court(12)], handed_over("2026-11-20"))), @"");
}

#[test]
fn what_was_handed_over_serves_on_the_day_of_the_return() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Clerk, records(THIRD_PARTY, &[paper], handed_over("2026-11-20")));
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.periods(), @"");
}

#[test]
fn a_letter_is_on_its_way_until_its_return_is_recorded() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let letter = story.does(Who::Clerk, records(DEFENDANT, &[paper], posted(None, None)))[0];
    assert_snapshot!(story.stands(), @"");
    story.at("11-27 09:00");
    let back = |story: &Story, way| story.tries(Who::Clerk, replaces(DEFENDANT, &[paper], way, Some(letter)));
    assert!(back(&story, posted(Some("2026-11-26"), None)).contains("paper_service_recorded"));
    story.does(Who::Clerk, replaces(DEFENDANT, &[paper], posted(None, Some("2026-11-26")), Some(letter)));
    assert_snapshot!(story.stands(), @"");
    assert_snapshot!(story.todos(), @"");
    assert_snapshot!(back(&story, posted(Some("2026-11-26"), None)), @"");
}

#[test]
fn a_record_completes_one_of_the_same_papers_and_party() {
    let mut story = Story::open();
    let papers = [story.issued("judgment", "民事判决书", &[]), story.issued("summons", "传票", &[])];
    let letter = story.does(Who::Clerk, records(DEFENDANT, &papers, posted(None, None)))[0];
    let way = || posted(Some("2026-11-23"), None);
    assert_snapshot!(story.tries(Who::Clerk, replaces(PLAINTIFF, &papers, way(), Some(letter))), @"");
    assert_snapshot!(story.tries(Who::Clerk, replaces(DEFENDANT, &papers[..1], way(), Some(letter))), @"");
    assert_snapshot!(story.tries(Who::Clerk, replaces(DEFENDANT, &papers, way(), Some(court(1)))), @"");
    assert!(story.tries(Who::Clerk, replaces(DEFENDANT, &papers, way(), Some(letter))).contains("recorded"));
}

#[test]
fn a_corrected_record_takes_the_certificate_of_the_wrong_one_away() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let wrong = story.does(Who::Clerk, records(DEFENDANT, &[paper], handed_over("2026-11-20")))[0];
    story.certify();
    assert_snapshot!(story.periods(), @"");
    story.does(Who::Clerk, replaces(DEFENDANT, &[paper], posted(None, None), Some(wrong)));
    assert_snapshot!(story.stands(), @"");
    assert_snapshot!(story.periods(), @"");
    assert_snapshot!(story.certify(), @"");
}

#[test]
fn an_announcement_serves_after_thirty_days_where_nothing_else_works() {
    let mut story = ordinary();
    let paper = story.issued("complaint_copy", "起诉状副本", &[]);
    let tries = |story: &Story, way| story.tries(Who::Clerk, records(DEFENDANT, &[paper], way));
    assert_snapshot!(tries(&story, announced("2026-11-23", false)), @"");
    story.does(Who::Clerk, records(DEFENDANT, &[paper], announced("2026-11-23", true)));
    assert_snapshot!(story.at("12-22 09:00").stands(), @"");
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.at("12-23 00:00").certify(), @"");
    // Not in the simplified procedure.
    let mut simplified = Story::open();
    let paper = simplified.issued("complaint_copy", "起诉状副本", &[]);
    assert_snapshot!(simplified.tries(Who::Clerk, records(DEFENDANT, &[paper], announced("2026-11-23", true))), @"");
}

#[test]
fn a_mediation_statement_is_handed_to_the_party_itself() {
    let mut story = Story::open();
    let paper = story.issued("mediation_statement", "民事调解书", &[]);
    let day = "2026-11-20".parse().expect("a date");
    let tries = |way| story.tries(Who::Clerk, records(DEFENDANT, &[paper], way));
    assert_snapshot!(tries(Attempt::Leaving { left_on: day, recorded: true }), @"");
    assert_snapshot!(tries(Attempt::Personal { taken_by: TakenBy::AdultFamily, signed_on: day }), @"");
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
    assert_snapshot!(tries(&[paper], handed_over("2026-11-24")), @"");
    assert_snapshot!(tries(&[paper], handed_over("2026-11-08")), @"");
    assert_snapshot!(tries(&[paper], electronic()), @"");
    assert_snapshot!(tries(&[], handed_over("2026-11-20")), @"");
    assert_snapshot!(tries(&[paper, paper], handed_over("2026-11-20")), @"");
    let unwitnessed = Attempt::Leaving { left_on: "2026-11-20".parse().expect("a date"), recorded: false };
    assert_snapshot!(tries(&[paper], unwitnessed), @"");
    assert_snapshot!(story.tries(Who::Clerk, records(3, &[paper], handed_over("2026-11-20"))), @"");
    let Command::RecordPaperService(mut wordy) = records(DEFENDANT, &[paper], handed_over("2026-11-20")) else {
        unreachable!("a record")
    };
    wordy.note = "注".repeat(501);
    assert_snapshot!(story.tries(Who::Clerk, Command::RecordPaperService(wordy)), @"");
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
    assert_snapshot!(check_at(&given, Who::Clerk, records(DEFENDANT, &[court(3)], way), "9999-12-21T10:00:00+08:00"), @"");
}

#[test]
fn whoever_wants_a_paper_copy_gets_one_and_the_service_stands() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    story.sent(&[paper], DEFENDANT, MAILBOX);
    story.certify();
    assert_snapshot!(story.tries(Who::Plaintiff, wants_on_paper(paper)), @"");
    let Command::RequestPaper(mut wordy) = wants_on_paper(paper) else { unreachable!("a wish") };
    wordy.note = "言".repeat(1001);
    assert_snapshot!(story.tries(Who::Defendant, Command::RequestPaper(wordy)), @"");
    assert_snapshot!(story.tries(Who::Defendant, wants_on_paper(paper)), @"");
    story.does(Who::DefendantsRelative, wants_on_paper(paper));
    assert_snapshot!(story.tries(Who::Defendant, wants_on_paper(paper)), @"");
    assert_eq!(story.item(DEFENDANT, paper).paper_wanted, Some(story.now()));
    assert_snapshot!(story.stands(), @"");
    assert_snapshot!(story.todos(), @"");
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
    assert_snapshot!(story.todos(), @"");
    // Also in a case that is over; there the copy is handed out and noted.
    story.does(Who::Handling, closes());
    assert_snapshot!(story.todos(), @"");
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
    assert_snapshot!(story.certify(), @"");
    assert_snapshot!(story.periods(), @"");
    let certified = story.entries.iter().filter(|one| matches!(one.body, EntryBody::ServiceTookEffect(_)));
    assert_eq!(certified.count(), 2, "the first certificate stays in the log");
}

//! What documents and service ask of the court, and when the clock looks again.

use insta::assert_snapshot;
use weicourt_domain::agenda;
use weicourt_domain::command::{CloseCase, Command, FinishTodo};
use weicourt_domain::entry::{ConsentScope, Outcome, Procedure};
use weicourt_domain::form::FilingKind;
use weicourt_domain::service::{AddressStanding, Attempt};

use super::super::FACTS;
use super::super::given::*;
use super::super::people::Who;
use super::given::*;

fn next_at(story: &Story) -> String {
    let next = agenda::next_at(&story.state, &FACTS, story.now());
    next.map_or_else(|| "never".to_owned(), |at| at.to_string())
}

#[test]
fn a_draft_waits_for_its_approval() {
    let mut story = Story::open();
    let document = story.does(Who::Clerk, drafts("summons", "传票", &[]))[0];
    assert_snapshot!(story.todos(), @"approval:court:3 传票");
    let mut given_up = story.clone();
    given_up.does(Who::Clerk, sets_aside(document, "日期有误"));
    assert_eq!(given_up.todos(), "");
    story.does(Who::Handling, approves(document, document));
    assert_eq!(story.todos(), "");
}

#[test]
fn what_nobody_reacts_to_for_three_days_is_tried_another_way() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    story.sent(&[paper], DEFENDANT, MAILBOX);
    assert_snapshot!(next_at(&story), @"2026-11-26T00:00:00.000+08:00");
    assert_eq!(story.at("11-25 23:59").todos(), "");
    assert_snapshot!(story.at("11-26 00:00").todos(), @"service:1:court:3 传票");
    // While a letter is on its way, the court waits for that.
    story.does(Who::Clerk, records(DEFENDANT, &[paper], posted(None, None)));
    assert_eq!(story.todos(), "");
}

#[test]
fn what_never_arrives_is_tried_another_way_too() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let unsure = to_address(DEFENDANT, "one@example.com", AddressStanding::Unsure);
    let sent = story.does(Who::Clerk, sends(&[paper], &[unsure]))[0];
    assert_snapshot!(story.at("11-26 08:00").stands(), @"party 1, 传票: Sent by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.todos(), @"service:1:court:3 传票");
    // Opened at an address that may be somebody else's, it is not served either.
    story.does(Who::Defendant, opens(sent, paper));
    assert_snapshot!(story.stands(), @"party 1, 传票: Opened by court:5, next [AskForAddress, Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.todos(), @"service:1:court:3 传票");
    story.does(Who::Defendant, signs(sent, &[]));
    assert_eq!(story.todos(), "", "served, before its certificate is there");
}

#[test]
fn the_last_documents_of_a_closed_case_are_looked_after() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(
        Who::Handling,
        Command::CloseCase(CloseCase { outcome: Outcome::Judgment, note: "宣判".to_owned() }),
    );
    let own = to_address(DEFENDANT, "one@example.com", AddressStanding::Own);
    let sent = story.does(Who::Clerk, sends(&[paper], &[own]))[0];
    assert_snapshot!(next_at(&story), @"2026-11-26T00:00:00.000+08:00");
    story.does(Who::Clock, reports(sent, bounced("2026-11-23T10:01:00+08:00")));
    assert_snapshot!(story.todos(), @"service:1:court:3 民事判决书");
    let todo = format!("service:1:{paper}");
    let assign = weicourt_domain::command::AssignTodo { todo, person: Some(Who::Clerk.staff()) };
    story.does(Who::Handling, Command::AssignTodo(assign));
    story.does(Who::Clerk, records(DEFENDANT, &[paper], handed_over("2026-11-23")));
    story.certify();
    assert_eq!(story.todos(), "");
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-23 to 2026-12-08, Running");
}

#[test]
fn the_clock_looks_again_when_an_announcement_has_run_its_time() {
    let kind = FilingKind::CivilFirstInstance;
    let mut story =
        Story::after(&[civil(), registered(kind, Procedure::Ordinary), bench(), closed(Outcome::Judgment)]);
    let paper = story.issued("judgment", "民事判决书", &[]);
    let way = Attempt::Announcement {
        published_on: "2026-11-23".parse().expect("a date"),
        nothing_else_works: true,
    };
    story.does(Who::Clerk, records(DEFENDANT, &[paper], way));
    assert_snapshot!(next_at(&story), @"2026-12-23T00:00:00.000+08:00");
    story.at("12-23 00:00");
    assert_eq!(story.uncertified().len(), 1);
    story.certify();
    assert_snapshot!(next_at(&story), @"never");
}

#[test]
fn a_step_that_somebody_does_not_do_online_is_arranged_by_the_court() {
    let mut story = Story::open();
    story.does(Who::Defendant, declares(ConsentScope::Hearing, true, ""));
    story.does(Who::Defendant, declares(ConsentScope::Service, false, "没有智能手机"));
    assert_eq!(story.todos(), "", "service is refused when papers are sent");
    let taken_back = story.does(Who::Defendant, declares(ConsentScope::Hearing, false, "没有安静的地方"))[0];
    assert_eq!(story.todos(), format!("consent:{taken_back} "));
    let done = FinishTodo { todo: format!("consent:{taken_back}"), note: "改为到庭参加".to_owned() };
    let mut arranged = story.clone();
    arranged.does(Who::Clerk, Command::FinishTodo(done));
    assert_eq!(arranged.todos(), "");
    // Whoever agrees anew needs nothing arranged.
    story.does(Who::Defendant, declares(ConsentScope::Hearing, true, ""));
    assert_eq!(story.todos(), "");
}

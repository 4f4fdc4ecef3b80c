//! The clock reminds ahead of the end, once, and records once what went by.

use insta::assert_snapshot;
use weicourt_domain::entry::{ApplicationKind, Outcome};

use super::super::{check_at, who_may};
use super::*;

fn notes(given: &[Told], now: &str) -> String {
    check_at(given, Who::Clock, Command::NoteDeadlines(NoteDeadlines), now)
}

fn next(given: &[Told], now: &str) -> String {
    agenda::next_at(&fold(given), &FACTS, instant(now))
        .map_or_else(|| "never".to_owned(), |at| at.to_string())
}

#[test]
fn it_reminds_seven_three_and_one_day_ahead_and_on_the_day() {
    let given = space_with([evidence_until("2026-11-30")]);
    assert_snapshot!(notes(&given, "2026-11-22T23:00:00+08:00"), @"refused: nothing is due");
    // Not in the night.
    assert_snapshot!(notes(&given, "2026-11-23T07:59:59+08:00"), @"refused: nothing is due");
    assert_snapshot!(notes(&given, "2026-11-23T08:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_reminded {"deadline":"evidence:court:3","n_days_left":7,"title":"举证期限","until":"2026-11-30","whose":{"who":"parties"}}"#);
    let given: Vec<Told> = given.into_iter().chain([reminded("evidence:court:3", "2026-11-30", 7)]).collect();
    assert_snapshot!(notes(&given, "2026-11-23T09:00:00+08:00"), @"refused: nothing is due");
    assert_snapshot!(notes(&given, "2026-11-26T12:00:00+08:00"), @"refused: nothing is due");
    assert_snapshot!(notes(&given, "2026-11-27T08:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_reminded {"deadline":"evidence:court:3","n_days_left":3,"title":"举证期限","until":"2026-11-30","whose":{"who":"parties"}}"#);
    assert_snapshot!(notes(&given, "2026-11-30T08:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_reminded {"deadline":"evidence:court:3","n_days_left":0,"title":"举证期限","until":"2026-11-30","whose":{"who":"parties"}}"#);
}

#[test]
fn a_clock_that_stood_still_reminds_once_of_the_days_that_are_left() {
    let given = space_with([evidence_until("2026-11-30")]);
    assert_snapshot!(notes(&given, "2026-11-28T10:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_reminded {"deadline":"evidence:court:3","n_days_left":2,"title":"举证期限","until":"2026-11-30","whose":{"who":"parties"}}"#);
    let given: Vec<Told> = given.into_iter().chain([reminded("evidence:court:3", "2026-11-30", 2)]).collect();
    assert_snapshot!(notes(&given, "2026-11-28T11:00:00+08:00"), @"refused: nothing is due");
    assert_snapshot!(next(&given, "2026-11-28T11:00:00+08:00"), @"2026-11-29T08:00:00.000+08:00");
}

#[test]
fn it_records_once_that_a_deadline_went_by() {
    let given = space_with([evidence_until("2026-11-30")]);
    assert_snapshot!(next(&given, "2026-11-30T20:00:00+08:00"), @"2026-11-30T20:00:00.000+08:00");
    assert_snapshot!(notes(&given, "2026-12-01T00:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_elapsed {"deadline":"evidence:court:3","title":"举证期限","until":"2026-11-30","whose":{"who":"parties"}}"#);
    let given: Vec<Told> = given.into_iter().chain([elapsed("evidence:court:3", "2026-11-30")]).collect();
    assert_snapshot!(notes(&given, "2026-12-02T00:00:00+08:00"), @"refused: nothing is due");
    // An extension makes a new end, which goes by again.
    let given: Vec<Told> = given.into_iter().chain([moved(court(3), "2026-12-04")]).collect();
    assert_snapshot!(notes(&given, "2026-12-03T09:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_reminded {"deadline":"evidence:court:3","n_days_left":1,"title":"举证期限","until":"2026-12-04","whose":{"who":"parties"}}"#);
    assert_snapshot!(notes(&given, "2026-12-05T00:00:00+08:00"), @r#"Court, System to everyone, Register: deadline_elapsed {"deadline":"evidence:court:3","title":"举证期限","until":"2026-12-04","whose":{"who":"parties"}}"#);
}

#[test]
fn nobody_is_reminded_of_what_is_done_or_stands_still_or_is_over() {
    let runs = period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-24");
    let given = space_with([runs.clone(), answered(Who::Defendant)]);
    assert_snapshot!(notes(&given, "2026-11-24T10:00:00+08:00"), @"refused: nothing is due");
    assert_snapshot!(notes(&given, "2026-11-30T10:00:00+08:00"), @"refused: nothing is due");
    let given = space_with([runs, closed(Outcome::Mediated)]);
    assert_snapshot!(notes(&given, "2026-11-24T10:00:00+08:00"), @"refused: nothing is due");
    assert_snapshot!(next(&given, "2026-11-24T10:00:00+08:00"), @"never");
    let given = space_with([applied(Who::Defendant, ApplicationKind::JurisdictionObjection)]);
    assert_snapshot!(notes(&given, "2027-03-01T10:00:00+08:00"), @"refused: nothing is due");
}

#[test]
fn reminders_go_to_those_who_may_know() {
    let given = space_with([applied(Who::Plaintiff, ApplicationKind::PropertyPreservation)]);
    assert_snapshot!(notes(&given, "2026-11-13T09:00:00+08:00"), @r#"Court, System to Claimant and the court, Register: deadline_reminded {"deadline":"application:front:6","n_days_left":3,"title":"对财产保全申请作出决定","until":"2026-11-16","whose":{"who":"court"}}"#);
    let given = space_with([secret_exhibit(Who::Plaintiff), asked(0, Some(front(6)), Some("2026-11-24"))]);
    assert_snapshot!(notes(&given, "2026-11-23T09:00:00+08:00"), @r#"Court, System to {0000000000002, 0000000000004}, Register: deadline_reminded {"deadline":"question:court:3","n_days_left":1,"title":"答复法庭询问期限","until":"2026-11-24","whose":{"party":0,"who":"party"}}"#);
    let free = period("", "补充材料", RESPONDENT, "2026-11-09", "2026-11-24");
    assert_snapshot!(notes(&space_with([free]), "2026-11-23T09:00:00+08:00"), @r#"Court, System to everyone, Conversation: deadline_reminded {"deadline":"period:court:3","n_days_left":1,"title":"补充材料","until":"2026-11-24","whose":{"side":"respondent","who":"side"}}"#);
    assert_snapshot!(notes(&open_space(), "2027-02-09T09:00:00+08:00"), @r#"Court, System to the court, Register: deadline_reminded {"deadline":"trial","n_days_left":0,"title":"审理期限","until":"2027-02-09","whose":{"who":"court"}}"#);
}

#[test]
fn only_the_clock_notes() {
    let given = space_with([evidence_until("2026-11-24")]);
    assert_snapshot!(who_may(&given, |_| Command::NoteDeadlines(NoteDeadlines)), @"
    allowed: Clock
    refused, not a member of this case: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, OtherJudge, ForeignOfficer
    ");
}

//! The period for evidence: its bounds, what moves it, and what comes after it.

use insta::assert_snapshot;
use weicourt_domain::command::{Command, SetEvidencePeriod};
use weicourt_domain::entry::{ApplicationKind, ApplicationOutcome, ExchangeForm, Procedure};
use weicourt_domain::evidence::{lateness, period_end};
use weicourt_domain::form::FilingKind;

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, instant, who_may};
use super::given::*;

fn sets(until: &str, agreed: bool) -> Command {
    let (until, exchange) = (until.parse().expect("a date"), until_day("2026-12-31"));
    Command::SetEvidencePeriod(SetEvidencePeriod { party: None, until, exchange, agreed })
}

fn space_under(procedure: Procedure) -> Vec<Told> {
    let mut given = open_space();
    given[1] = registered(FilingKind::CivilFirstInstance, procedure);
    given
}

#[test]
fn the_handling_judge_sets_the_period() {
    assert_snapshot!(who_may(&open_space(), |_| sets("2026-12-08", false)), @r"
    allowed: Handling
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn an_ordinary_period_is_not_shorter_than_fifteen_days_unless_agreed_or_a_further_one() {
    let given = space_under(Procedure::Ordinary);
    assert_snapshot!(check(&given, Who::Handling, sets("2026-12-07", false)), @"refused: the period ends on 2026-12-08 at the earliest");
    assert!(check(&given, Who::Handling, sets("2026-12-08", false)).starts_with("Court"));
    assert!(check(&given, Who::Handling, sets("2026-12-01", true)).starts_with("Court"));
    let further: Vec<_> = given.into_iter().chain([period("2026-11-20", "2026-11-20")]).collect();
    assert!(check(&further, Who::Handling, sets("2026-11-30", false)).starts_with("Court"));
}

#[test]
fn a_simplified_period_is_not_longer_than_fifteen_days_even_if_agreed() {
    let given = space_under(Procedure::Simplified);
    assert!(check(&given, Who::Handling, sets("2026-12-08", false)).starts_with("Court"));
    assert_snapshot!(check(&given, Who::Handling, sets("2026-12-09", true)), @"refused: the period ends on 2026-12-08 at the latest");
}

#[test]
fn a_last_day_off_moves_to_the_next_working_day() {
    let told = check(&open_space(), Who::Handling, sets("2026-11-28", false));
    assert!(told.contains(r#""until":"2026-11-30""#), "a Saturday: {told}");
    assert_snapshot!(check(&open_space(), Who::Handling, sets("2026-11-22", false)), @"refused: the last day lies in the past");
}

#[test]
fn the_exchange_is_not_before_the_end_of_the_period() {
    let with = |exchange| {
        let until = "2026-12-01".parse().expect("a date");
        let command = SetEvidencePeriod { party: None, until, exchange, agreed: false };
        check(&open_space(), Who::Handling, Command::SetEvidencePeriod(command))
    };
    assert_snapshot!(with(until_day("2026-11-30")), @"refused: the exchange is before the end of the period, 2026-12-01");
    let meets = |at, place: &str| ExchangeForm::Synchronous { at: instant(at), place: place.to_owned() };
    assert_snapshot!(with(meets("2026-11-23T10:00:00+08:00", "第三法庭")), @"refused: the moment lies in the past");
    assert_snapshot!(with(meets("2026-12-02T10:00:00+08:00", " ")), @"refused: a place is needed");
    assert!(with(meets("2026-12-02T10:00:00+08:00", "第三法庭")).starts_with("Court"));
}

#[test]
fn the_period_of_a_party_goes_before_that_of_all_and_the_last_one_counts() {
    let given = [period("2026-11-20", "2026-11-24"), period_of(Some(1), "2026-11-25", "2026-11-26")];
    let state = fold(&space_with(given));
    let ends = |party| period_end(&state, party).expect("a period").to_string();
    assert_eq!([ends(0), ends(1), ends(2)], ["2026-11-20", "2026-11-25", "2026-11-20"]);
    let state = fold(&space_with([
        period_of(Some(1), "2026-11-25", "2026-11-26"),
        period("2026-12-01", "2026-12-02"),
    ]));
    assert_eq!(period_end(&state, 1).expect("a period").to_string(), "2026-12-01");
    assert_eq!(period_end(&fold(&open_space()), 0), None);
}

/// By how many days the one exhibit of the story is late.
fn late(more: impl IntoIterator<Item = Told>) -> Option<u32> {
    let state = fold(&space_with(more));
    let exhibit = state.exhibits().next().expect("an exhibit");
    lateness(&state, exhibit).map(|late| late.n_days)
}

fn on(day: &str) -> Told {
    exhibit(Who::Defendant, "收条").at(&format!("{day}T23:59:59+08:00"))
}

#[test]
fn an_exhibit_is_late_from_the_day_after_the_last_one() {
    let until = || period("2026-11-20", "2026-11-24");
    assert_eq!(late([until(), on("2026-11-20")]), None);
    assert_eq!(late([until(), on("2026-11-21")]), Some(1));
    assert_eq!(late([until(), on("2026-11-30")]), Some(10));
    assert_eq!(late([on("2026-11-30")]), None, "nothing was set");
}

#[test]
fn a_late_exhibit_is_taken_all_the_same() {
    let given = space_with([period("2026-11-20", "2026-11-24")]);
    let told = check(&given, Who::Defendant, submits(exhibit_form("收条")));
    assert!(told.starts_with("Front"), "{told}");
}

#[test]
fn what_moves_the_end_makes_an_exhibit_in_time_even_afterwards() {
    let until = || period("2026-11-20", "2026-11-24");
    let first_period = || court(3);
    assert_eq!(late([until(), on("2026-11-25"), moved(first_period(), "2026-11-25")]), None);
    assert_eq!(late([until(), on("2026-11-25"), moved(first_period(), "2026-11-24")]), Some(1));
    let extension = ApplicationKind::EvidenceExtension;
    let granted = |until| decided_on(front(6), extension, ApplicationOutcome::Granted, Some(until));
    // What one party was granted is good for the others, too.
    let asks = || applied(Who::Plaintiff, extension);
    assert_eq!(late([until(), asks(), granted("2026-11-27"), on("2026-11-27")]), None);
    assert_eq!(late([until(), asks(), granted("2026-11-27"), on("2026-11-28")]), Some(1));
    let refused = decided_on(front(6), extension, ApplicationOutcome::Refused, Some("2026-11-27"));
    assert_eq!(late([until(), asks(), refused, on("2026-11-27")]), Some(7));
    // An extension never takes days away.
    assert_eq!(late([until(), asks(), granted("2026-11-18"), on("2026-11-20")]), None);
}

#[test]
fn a_period_set_afterwards_makes_nothing_late() {
    let exhibit = on("2026-11-10");
    assert_eq!(late([exhibit, period("2026-11-09", "2026-11-10").at("2026-11-11T12:00:00+08:00")]), None);
}

#[test]
fn the_period_stands_still_while_the_competence_is_in_question() {
    let objection = ApplicationKind::JurisdictionObjection;
    let objects = || applied(Who::Defendant, objection).at("2026-11-18T12:00:00+08:00");
    let decided = |at| decided_on(front(6), objection, ApplicationOutcome::Refused, None).at(at);
    let until = || period("2026-11-20", "2026-11-24");
    assert_eq!(late([until(), objects(), on("2026-11-30")]), None, "nothing is decided");
    // Ten days stood still: two of the period are left after the decision.
    let later = || decided("2026-11-28T12:00:00+08:00");
    assert_eq!(late([until(), objects(), later(), on("2026-11-30")]), None);
    assert_eq!(late([until(), objects(), later(), on("2026-12-01")]), Some(1));
    // Three days until it was taken back.
    let taken_back = || not_wanted(Who::Defendant, front(6)).at("2026-11-21T12:00:00+08:00");
    assert_eq!(late([until(), objects(), taken_back(), on("2026-11-23")]), None);
    assert_eq!(late([until(), objects(), taken_back(), on("2026-11-24")]), Some(1));
}

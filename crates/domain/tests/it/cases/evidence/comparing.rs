//! Comparing an exhibit with its original.

use insta::assert_snapshot;
use weicourt_domain::command::{AppointComparison, Command, RecordComparison, RequestComparison};
use weicourt_domain::entry::ComparisonWay;

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, instant};
use super::given::*;

fn requests() -> Command {
    let reason = "签名处模糊".to_owned();
    Command::RequestComparison(RequestComparison { exhibit: first(), reason })
}

fn appoints(at: &str, place: &str) -> Command {
    let (at, place) = (instant(at), place.to_owned());
    Command::AppointComparison(AppointComparison { exhibit: first(), at, place })
}

fn records(at: &str, present: &str, equal: bool, note: &str) -> Command {
    Command::RecordComparison(RecordComparison {
        exhibit: first(),
        at: instant(at),
        way: ComparisonWay::InHearing,
        present: present.to_owned(),
        equal,
        note: note.to_owned(),
        photos: vec![page("原件")],
    })
}

#[test]
fn one_request_waits_until_a_comparison_is_recorded() {
    let mut given = space_with([exhibit(Who::Plaintiff, "借条")]);
    assert!(check(&given, Who::Defendant, requests()).starts_with("Front, Defendant to everyone"));
    given.push(comparison_requested(Who::Defendant, first()));
    let told = check(&given, Who::ThirdParty, requests());
    assert_eq!(told, "refused: the comparison was asked for already");
    given.push(compared(first(), true).at("2026-11-20T12:00:00+08:00"));
    assert!(check(&given, Who::ThirdParty, requests()).starts_with("Front"));
}

#[test]
fn an_appointment_has_a_place_and_lies_ahead() {
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    assert_snapshot!(check(&given, Who::Clerk, appoints("2026-11-25T10:00:00+08:00", "第三法庭")), @r#"Court, Clerk to everyone, Material: comparison_appointed {"at":"2026-11-25T10:00:00.000+08:00","exhibit":{"origin":"front","seq":6},"place":"第三法庭"}"#);
    assert_snapshot!(check(&given, Who::Clerk, appoints(super::super::NOW, "第三法庭")), @"refused: the moment lies in the past");
    assert_snapshot!(check(&given, Who::Clerk, appoints("2026-11-25T10:00:00+08:00", "")), @"refused: a place is needed");
}

#[test]
fn a_record_says_who_was_there_and_how_they_differ() {
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    let now = super::super::NOW;
    assert!(check(&given, Who::Clerk, records(now, "样例甲", true, "")).starts_with("Court, Clerk"));
    assert_snapshot!(check(&given, Who::Clerk, records(now, " ", true, "")), @"refused: nobody is named who was there");
    assert_snapshot!(check(&given, Who::Clerk, records(now, "样例甲", false, "")), @"refused: how copy and original differ is needed");
    assert_snapshot!(check(&given, Who::Clerk, records("2026-11-23T10:00:00.001+08:00", "样例甲", true, "")), @"refused: the moment lies in the future");
}

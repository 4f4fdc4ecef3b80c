//! The table of applications: complete, and such that a form can be filled in.

use std::collections::BTreeSet;

use weicourt_domain::application::{Decider, FieldInput, Window};
use weicourt_domain::entry::ApplicationKind;
use weicourt_domain::facts::{FactFiles, Facts};
use weicourt_domain::form::SpecialItem;

use super::FACTS;

#[test]
fn every_kind_has_its_line_its_form_and_its_source() {
    let kinds: Vec<ApplicationKind> = FACTS.applications.iter().map(|rule| rule.kind).collect();
    assert_eq!(kinds, ApplicationKind::ALL);
    let mut names = BTreeSet::new();
    for rule in FACTS.applications.iter() {
        assert!(names.insert(&rule.name), "{} names two kinds", rule.name);
        let keys: BTreeSet<&str> = rule.fields.iter().map(|field| field.key.as_str()).collect();
        assert!(keys.contains("reasons") && (keys.contains("request") || keys.len() > 1), "{:?}", rule.kind);
        assert!(rule.article.contains('§') && rule.source.contains(&rule.article), "{:?}", rule.kind);
        if let Window::AfterDay { field, .. } = &rule.window {
            let day = rule.fields.iter().find(|known| known.key == *field).expect("the field of the window");
            assert!(day.required && day.input == FieldInput::Date, "{:?}", rule.kind);
        }
        assert!(rule.permitted().len() > 1, "{:?}", rule.kind);
    }
}

#[test]
fn what_disposes_of_the_claims_needs_its_special_item() {
    let listed: Vec<(ApplicationKind, SpecialItem)> =
        FACTS.applications.iter().filter_map(|rule| Some((rule.kind, rule.special_item?))).collect();
    let expected = [
        (ApplicationKind::ChangeClaims, SpecialItem::ChangeClaims),
        (ApplicationKind::IncreaseClaims, SpecialItem::ChangeClaims),
        (ApplicationKind::WaiveClaims, SpecialItem::Waive),
        (ApplicationKind::Counterclaim, SpecialItem::Counterclaim),
        (ApplicationKind::WithdrawSuit, SpecialItem::Withdraw),
    ];
    assert_eq!(listed, expected);
}

#[test]
fn nobody_decides_alone_who_decides_them() {
    for kind in [ApplicationKind::Recusal, ApplicationKind::RecusalReconsideration] {
        assert_eq!(FACTS.applications.get(kind).expect("a line").decider, Decider::ByPerson);
    }
}

#[test]
fn a_line_that_is_missing_or_wrong_is_named() {
    let with = |change: &dyn Fn(&mut FactFiles)| {
        let mut files = FactFiles::embedded();
        change(&mut files);
        Facts::from_files(&files).expect_err("a bad file").to_string()
    };
    let without = with(&|files| {
        files.applications = files
            .applications
            .lines()
            .filter(|line| !line.starts_with("recusal,"))
            .fold(String::new(), |text, line| text + line + "\n");
    });
    assert_eq!(without, "applications.csv line 1: there is no line for Recusal");
    let decider =
        with(&|files| files.applications = files.applications.replacen(",by_person,", ",anybody,", 1));
    assert!(decider.contains("decider: 'anybody' is not known"), "{decider}");
    let rule = with(&|files| files.applications = files.applications.replacen("RECUSAL_DECIDE", "SOON", 1));
    assert!(rule.contains("decide_within: 'SOON' does not stand in deadlines.csv"), "{rule}");
    let choice = with(&|files| {
        files.application_fields = files.application_fields.replacen(",choice,", ",text,", 1);
    });
    assert!(choice.contains("give choices for the input choice, and for no other"), "{choice}");
}

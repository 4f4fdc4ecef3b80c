//! The file of a policy: what ships is good, and what is bad is refused with its line and the reason.

use insta::assert_snapshot;
use weicourt_domain::audience::Class;
use weicourt_domain::policy::{Policy, Retention, Sharing};

use super::FACTS;

/// A category in ten lines; the classes stand on lines 6 to 10 of it.
fn category(name: &str, conditions: &str, classes: [&str; 5]) -> String {
    let [register, party, material, conversation, hearing] = classes;
    format!(
        "[[category]]\nname = \"{name}\"\ntitle = \"样例\"\nsource = \"样例\"\nbecause = \"样例\"\n{conditions}\n\
         [category.classes]\nregister = {register}\nparty = {party}\nmaterial = {material}\n\
         conversation = {conversation}\nhearing = {hearing}\n"
    )
}

const KEPT: &str = r#"{ sharing = "share", keep = "until_closed" }"#;
const HELD: &str = r#"{ sharing = "withhold" }"#;

fn ordinary() -> String {
    category("ordinary", "", [KEPT; 5])
}

fn refused(text: &str) -> String {
    Policy::parse(text).expect_err("the file is bad").to_string()
}

#[test]
fn what_ships_is_good_and_names_what_exists() {
    assert_eq!(Policy::embedded().check_facts(&FACTS), Ok(()));
    let names: Vec<String> = Policy::embedded().categories().map(|category| category.name.clone()).collect();
    assert_eq!(names.last().map(String::as_str), Some("ordinary"));
}

#[test]
fn a_policy_that_shares_the_deliberation_or_secrets_is_refused_with_its_line() {
    let with = |line: &str| refused(&format!("{}{line}\n", ordinary()));
    for class in ["deliberation", "secret"] {
        for rule in [KEPT, r#"{ sharing = "share" }"#, r#"{ sharing = "mask", keep = "days 3" }"#] {
            assert_eq!(
                with(&format!("{class} = {rule}")),
                format!("line 13: {class} never leaves the court's network and can only be withheld")
            );
        }
        let held = format!("{}{class} = {HELD}\n", ordinary());
        assert!(Policy::parse(&held).is_ok(), "{class} may be named as withheld");
    }
}

#[test]
fn a_policy_that_shares_a_case_of_state_secrets_is_refused_with_its_line() {
    for (place, line) in (8..).enumerate().take(5) {
        let mut classes = [HELD; 5];
        classes[place] = KEPT;
        let text = category("secrets", r#"flags = ["state_secret"]"#, classes) + &ordinary();
        let error = refused(&text);
        assert!(
            error.starts_with(&format!("line {line}: nothing of a case that touches state secrets")),
            "{error}"
        );
    }
}

#[test]
fn a_bad_line_is_named() {
    let of_class = |material: &str| refused(&category("ordinary", "", [KEPT, KEPT, material, KEPT, KEPT]));
    assert_snapshot!(of_class(r#"{ sharing = "share" }"#), @"line 10: material leaves, but `keep` does not say until when");
    assert_snapshot!(of_class(r#"{ sharing = "withhold", keep = "days 7" }"#), @"line 10: material is withheld, so there is nothing to keep");
    assert_snapshot!(of_class(r#"{ sharing = "share", keep = "days 65536" }"#), @"line 10: keep: not `until_closed`, `until_acknowledged` or `days N` with N up to 65535");
    assert_snapshot!(of_class(r#"{ sharing = "share", keep = "for ever" }"#), @"line 10: keep: not `until_closed`, `until_acknowledged` or `days N` with N up to 65535");
    assert_snapshot!(of_class(r#"{ sharing = "lend", keep = "until_closed" }"#), @"line 10: unknown variant `lend`, expected one of `share`, `mask`, `withhold`");
    assert_snapshot!(of_class(r#"{ sharing = "share", kept = "until_closed" }"#), @"line 10: unknown field `kept`, expected one of `sharing`, `keep`, `because`");
    assert_snapshot!(refused(&ordinary().replace("material", "materials")), @"line 10: unknown field `materials`, expected one of `register`, `party`, `material`, `conversation`, `hearing`, `deliberation`, `secret`");
    assert_snapshot!(refused(&ordinary().replace("title = \"样例\"", "title = \"\"")), @"line 2: title is empty");
    assert_snapshot!(refused(&(ordinary() + &category("other", "", [KEPT; 5]))), @"line 14: both ordinary and other have no flags, case_types, causes or cause_words; one category alone is for every other case");
    assert_snapshot!(refused(&(ordinary() + &category("ordinary", "causes = [\"2\"]", [KEPT; 5]))), @"line 14: the category ordinary stands there twice");
    assert_snapshot!(refused(&category("family", "causes = [\"2\"]", [KEPT; 5])), @"line 12: no category without flags, case_types, causes and cause_words, so that most cases would have no rule");
    assert_snapshot!(refused(&category("family", "flags = [\"famous\"]", [KEPT; 5])), @"line 6: unknown variant `famous`, expected one of `state_secret`, `privacy`, `minors`, `trade_secret`, `family`, `not_public`");
    assert_snapshot!(refused(&category("family", "cause_words = [\"继承\", \"\"]", [KEPT; 5])), @"line 2: a case type, cause or word is empty");
    assert_snapshot!(refused(&category("family", "case_types = [\"*\"]", [KEPT; 5])), @"line 2: a case type, cause or word is empty");
    assert_snapshot!(refused(""), @"line 1: no category without flags, case_types, causes and cause_words, so that most cases would have no rule");
    assert_snapshot!(refused("category = 1"), @"line 1: invalid type: integer `1`, expected a sequence");
}

#[test]
fn types_and_causes_that_do_not_exist_are_named() {
    let of = |conditions: &str| {
        let policy =
            Policy::parse(&(ordinary() + &category("sample", conditions, [KEPT; 5]))).expect("a policy");
        policy.check_facts(&FACTS).expect_err("they do not exist").to_string()
    };
    assert_snapshot!(of(r#"causes = ["2-2-14", "99-1"]"#), @r#"line 14: sample: there is no cause of action "99-1""#);
    assert_snapshot!(of(r#"case_types = ["民初", "样*"]"#), @r#"line 14: sample: no case type is "样*""#);
}

#[test]
fn a_court_can_say_otherwise() {
    let text = Policy::EMBEDDED.replace(
        r#"conversation = { sharing = "share", keep = "days 7" }"#,
        r#"conversation = { sharing = "mask", keep = "until_acknowledged" }"#,
    );
    let policy = Policy::parse(&text).expect("a policy");
    let rule = policy.rule(&super::fold(&super::given::open_space()), Class::Conversation);
    assert_eq!((rule.sharing, rule.retention), (Sharing::Mask, Retention::UntilAcknowledged));
    assert_eq!(rule.category, "ordinary");
    let line = text.lines().nth(rule.line - 1).expect("the line that decides");
    assert!(line.starts_with("conversation = { sharing = \"mask\""), "{line}");
}

#[test]
fn a_stay_says_its_last_day() {
    let on = "2026-12-28".parse().expect("a date");
    for (text, last_day) in [
        ("until_acknowledged", "2026-12-28"),
        ("until_closed", "2026-12-28"),
        ("days 7", "2027-01-04"),
        ("days 0", "2026-12-28"),
    ] {
        let retention: Retention = text.parse().expect("a stay");
        assert_eq!(retention.to_string(), text);
        assert_eq!(retention.last_day(on).to_string(), last_day);
    }
    for text in ["", "days", "days -1", "days 1.5", "Days 7", "until closed"] {
        assert!(text.parse::<Retention>().is_err(), "{text:?}");
    }
}

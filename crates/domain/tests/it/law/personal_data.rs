//! Personal data does not print.

use weicourt_domain::personal_data::{IdNumber, Pii};

use super::date;

/// The sample in the standard itself, which belongs to nobody.
const STANDARD_SAMPLE: &str = "11010519491231002X";

#[test]
fn neither_wrapper_prints_its_value() {
    let name = Pii::new("样例某".to_owned());
    let id = IdNumber::parse(STANDARD_SAMPLE, date("2026-11-23")).expect("the standard's sample");
    for printed in
        [format!("{name}"), format!("{name:?}"), format!("{id}"), format!("{id:?}"), format!("{id:#?}")]
    {
        assert_eq!(printed, "***");
    }
    assert_eq!((name.expose().as_str(), id.expose()), ("样例某", STANDARD_SAMPLE));
    assert_eq!(serde_json::to_string(&name).expect("writes"), r#""样例某""#);
}

#[test]
fn a_refused_id_number_is_not_in_the_refusal() {
    let refusal =
        IdNumber::parse("110105194912310021", date("2026-11-23")).expect_err("the check digit is wrong");
    let printed = format!("{refusal} {refusal:?} {}", refusal.in_chinese());
    assert!(!printed.contains("1949") && !printed.contains("110105"), "{printed}");
}

#[test]
fn an_id_number_keeps_its_last_letter_large_and_shows_its_ends() {
    let id = IdNumber::parse("11010519491231002x", date("2026-11-23")).expect("lower case is accepted");
    assert_eq!(id.expose(), STANDARD_SAMPLE);
    assert_eq!(id.masked(), "110105********002X");
}

//! Courts and where people find them.

use weicourt_domain::court::{CourtCode, CourtLevel};

use super::FACTS;

#[test]
fn appeals_go_up_to_the_supreme_peoples_court() {
    let mut code: CourtCode = "浙0203".parse().expect("a code");
    let mut names = Vec::new();
    while let Some(court) = FACTS.courts.appeal_court(&code) {
        names.push(court.name.clone());
        code = court.code.clone();
    }
    assert_eq!(names, ["宁波市中级人民法院", "浙江省高级人民法院", "最高人民法院"]);
}

#[test]
fn every_court_below_the_highest_has_an_appeal_court_one_level_up() {
    for court in FACTS.courts.iter().filter(|court| court.level != CourtLevel::Supreme) {
        let parent = FACTS.courts.appeal_court(&court.code).unwrap_or_else(|| panic!("{}", court.name));
        assert!(parent.level < court.level, "{} under {}", court.name, parent.name);
    }
}

#[test]
fn a_place_finds_its_basic_courts_first() {
    let found = FACTS.courts.at_place("海曙");
    assert_eq!(found.first().map(|court| court.code.as_str()), Some("浙0203"));
    let ningbo = FACTS.courts.at_place("宁波");
    assert!(ningbo.len() > 5);
    assert_eq!(ningbo[0].level, CourtLevel::Basic);
    assert!(ningbo.iter().any(|court| court.level == CourtLevel::Intermediate));
    assert!(FACTS.courts.at_place(" ").is_empty());
    assert!(FACTS.courts.cities().contains(&"宁波市"));
}

#[test]
fn a_court_without_its_own_number_shows_the_hotline() {
    let court = FACTS.courts.at_place("海曙")[0];
    assert_eq!(court.phone.as_deref(), Some("12368"));
    assert_eq!(court.address, None, "no address is invented");
}

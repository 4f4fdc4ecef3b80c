//! Numbers of people and organisations.

use proptest::prelude::*;
use weicourt_domain::identifier::bank_card::{BankCardRefusal, check_bank_card, mask_bank_card};
use weicourt_domain::identifier::lawyer_licence::check_lawyer_licence;
use weicourt_domain::identifier::masking::{mask_address, mask_name};
use weicourt_domain::identifier::phone::{check_mobile, is_landline, mask_mobile};
use weicourt_domain::identifier::resident_id::{ResidentIdRefusal, Sex, check_resident_id};
use weicourt_domain::identifier::travel_document::{TravelDocument, has_form_of};
use weicourt_domain::identifier::uscc::check_uscc;

use super::{date, rows};

const TODAY: &str = "2026-11-23";

#[test]
fn every_row_of_the_table_agrees() {
    let rows = rows("id_cases.csv");
    assert_eq!(rows.len(), 26);
    for row in rows {
        let text = &row[1];
        let valid = match row[0].as_str() {
            "resident_id" => check_resident_id(text, date(TODAY)).is_ok(),
            "uscc" => check_uscc(text).is_ok(),
            "mobile" => check_mobile(text).is_ok(),
            "lawyer_licence" => check_lawyer_licence(text).is_ok(),
            other => panic!("the table has a kind this test does not know: {other}"),
        };
        assert_eq!(valid.to_string(), row[2], "{} {text}", row[0]);
    }
}

#[test]
fn a_resident_id_says_birth_and_sex() {
    let facts = check_resident_id("440524188001010014", date(TODAY)).expect("the standard's sample");
    assert_eq!((facts.born_on, facts.sex), (date("1880-01-01"), Sex::Male));
    let facts = check_resident_id("11010519491231002X", date(TODAY)).expect("the standard's sample");
    assert_eq!(facts.sex, Sex::Female);
}

#[test]
fn nobody_is_born_tomorrow() {
    let born = "11010519491231002X";
    assert_eq!(check_resident_id(born, date("1949-12-30")), Err(ResidentIdRefusal::BornInTheFuture));
    assert!(check_resident_id(born, date("1949-12-31")).is_ok());
}

#[test]
fn phones_lose_what_people_type_around_them() {
    assert_eq!(check_mobile("+86 138-0013-8000").as_deref(), Ok("13800138000"));
    assert_eq!(mask_mobile("13800138000"), "138****8000");
    for landline in ["0574-12345678", "057412345678", "010-12345678-12", "12368"] {
        assert!(is_landline(landline, "12368"), "{landline}");
    }
    for other in ["13800138000", "574-12345678", "0574-123", "12345", "0574-12345678-1234567"] {
        assert!(!is_landline(other, "12368"), "{other}");
    }
}

#[test]
fn bank_cards_only_warn_about_their_check_digit() {
    assert!(check_bank_card("4111 1111 1111 1111").expect("the form is right").luhn_agrees);
    assert!(!check_bank_card("4111 1111 1111 1112").expect("the form is right").luhn_agrees);
    assert_eq!(check_bank_card("41111111111"), Err(BankCardRefusal::Length { digits: 11 }));
    assert_eq!(mask_bank_card("4111 1111 1111 1111"), "************1111");
}

#[test]
fn papers_of_visitors_are_checked_by_form() {
    assert!(has_form_of(TravelDocument::HongKongMacauPermit, "H12345678"));
    assert!(!has_form_of(TravelDocument::HongKongMacauPermit, "K12345678"));
    assert!(has_form_of(TravelDocument::TaiwanPermit, "12345678"));
    assert!(!has_form_of(TravelDocument::TaiwanPermit, "1234567"));
    assert!(has_form_of(TravelDocument::Passport, "E12345678"));
    assert!(!has_form_of(TravelDocument::Passport, "E1234 5678"));
}

#[test]
fn names_and_addresses_are_cut_short() {
    assert_eq!(mask_name("张样例"), "张*");
    assert_eq!(mask_name("欧阳样例"), "欧阳*");
    assert_eq!(mask_name("样"), "*");
    assert_eq!(mask_address("浙江省宁波市海曙区样例路1号"), "浙江省宁波市海曙区****");
    assert_eq!(mask_address("浙江省慈溪市样例路1号"), "浙江省慈溪市****");
    assert_eq!(mask_address("样例路1号"), "****");
}

/// Valid codes made at run time: a body with its check characters worked out the long way.
fn resident_id_of(day: i32, area: u32, sequence: u32) -> String {
    let born = date("1900-01-01").plus_days(day).expect("in range");
    let body = format!("{area:06}{}{sequence:03}", born.to_string().replace('-', ""));
    // ISO 7064 MOD 11-2 as its text describes it: double and add, digit by digit.
    let state = body.bytes().fold(0_u32, |state, digit| (state + u32::from(digit - b'0')) * 2 % 11);
    let check = (12 - state) % 11;
    format!("{body}{}", char::from_digit(check, 10).unwrap_or('X'))
}

proptest! {
    #[test]
    fn a_resident_id_made_by_the_other_definition_of_its_check_digit_is_valid(
        day in 0_i32..46_000, area in 330_000_u32..340_000, sequence in 0_u32..1000,
    ) {
        prop_assert!(check_resident_id(&resident_id_of(day, area, sequence), date(TODAY)).is_ok());
    }

    #[test]
    fn one_wrong_digit_or_two_swapped_ones_are_noticed_in_a_resident_id(
        day in 0_i32..46_000, area in 330_000_u32..340_000, sequence in 0_u32..1000,
        at in 0_usize..17, digit in b'0'..=b'9',
    ) {
        let id = resident_id_of(day, area, sequence).into_bytes();
        let mut wrong = id.clone();
        wrong[at] = digit;
        let wrong_text = String::from_utf8(wrong.clone()).expect("ASCII");
        prop_assert_eq!(check_resident_id(&wrong_text, date(TODAY)).is_ok(), wrong == id);
        let mut swapped = id.clone();
        swapped.swap(at, at + 1);
        if swapped != id {
            let swapped = String::from_utf8(swapped).expect("ASCII");
            prop_assert!(check_resident_id(&swapped, date(TODAY)).is_err());
        }
    }

    #[test]
    fn one_wrong_character_or_two_swapped_ones_are_noticed_in_a_uscc(
        code in prop::sample::select(vec!["9144030071526726XG", "91330100799655058B", "91350100M000100Y43"]),
        at in 0_usize..18,
        character in prop::sample::select(b"0123456789ABCDEFGHJKLMNPQRTUWXY".to_vec()),
    ) {
        let bytes = code.as_bytes();
        let mut wrong = bytes.to_vec();
        wrong[at] = character;
        let wrong_text = String::from_utf8(wrong.clone()).expect("ASCII");
        prop_assert_eq!(check_uscc(&wrong_text).is_ok(), wrong == bytes);
        let mut swapped = bytes.to_vec();
        swapped.swap(at, (at + 1) % 18);
        if at < 17 && swapped != bytes {
            prop_assert!(check_uscc(&String::from_utf8(swapped).expect("ASCII")).is_err());
        }
    }

    #[test]
    fn no_text_makes_a_check_stumble(text in "\\PC{0,24}") {
        let _ = check_resident_id(&text, date(TODAY));
        let _ = check_uscc(&text);
        let _ = check_bank_card(&text);
        let _ = check_lawyer_licence(&text);
        if let Ok(digits) = check_mobile(&text) {
            prop_assert_eq!(digits.len(), 11);
        }
        prop_assert!(mask_name(&text).chars().count() <= 24);
    }
}

//! Case numbers.

use proptest::prelude::*;
use weicourt_domain::case_number::{CaseNumber, CaseNumberRefusal, CaseSeries, normalise};
use weicourt_domain::court::CourtLevel;

use super::{FACTS, date, rows};

fn check(text: &str) -> Result<CaseNumber, CaseNumberRefusal> {
    CaseNumber::check(text, &FACTS.case_types, date("2026-11-23"))
}

#[test]
fn every_row_of_the_table_is_valid_or_refused_for_its_reason() {
    use CaseNumberRefusal as R;
    let rows = rows("case_number_cases.csv");
    assert_eq!(rows.len(), 40);
    let expected = |reason: &str| match reason {
        "no year" => R::NoYear,
        "two-digit year" => R::YearDigits { n_digits: 2 },
        "new style before 2016" => R::YearBeforeNewForm { year: 2015 },
        "year in the future" => R::YearInTheFuture { year: 2099 },
        "half-width brackets: valid only after normalisation" => R::HalfWidthBrackets,
        "no closing bracket" => R::NoClosingBracket,
        "unknown province character" => R::UnknownProvince { province: '淅' },
        "three-digit court code" => R::CourtDigits { n_digits: 3 },
        "five-digit court code" => R::CourtDigits { n_digits: 5 },
        "court digits without province" => R::CourtWithoutProvince,
        "最高 instead of 最高法" => R::IncompleteSupremeCourt,
        "unknown type" => R::UnknownType { code: "民审".into() },
        "empty type" => R::NoType,
        "type before court" => R::UnknownProvince { province: '民' },
        "serial zero" => R::SequenceZero,
        "leading zeros" => R::LeadingZero,
        "no serial" => R::NoSequence,
        "missing 号" => R::NoHao,
        "old style" => R::OldForm,
        "empty suffix" => R::EmptySuffix,
        other => panic!("the table has a reason this test does not know: {other}"),
    };
    for row in rows {
        match row[1].as_str() {
            "true" => {
                let number = check(&row[0]).unwrap_or_else(|refusal| panic!("{}: {refusal}", row[0]));
                assert_eq!(number.to_string(), row[0]);
            }
            _ => assert_eq!(check(&row[0]), Err(expected(&row[2])), "{}", row[0]),
        }
    }
}

#[test]
fn a_number_says_its_court_type_and_place_in_the_series() {
    let number = check("（2024）浙0114破1-6号之二").expect("valid");
    assert_eq!((number.year(), number.sequence(), number.suffix()), (2024, 1, Some("之二")));
    assert_eq!(number.sequences()[0].last, 6);
    assert_eq!(number.of_case().to_string(), "（2024）浙0114破1号");
    let special = check("（2019）最高法知民终1号").expect("valid");
    assert_eq!((special.special(), special.case_type().as_str()), (Some('知'), "民终"));
    assert_eq!(special.court().level(), CourtLevel::Supreme);
    let joined = check("（2026）浙0203民初1、3-5、9号").expect("valid");
    assert_eq!(joined.sequences().len(), 3);
    assert_eq!(joined.to_string(), "（2026）浙0203民初1、3-5、9号");
}

#[test]
fn odd_texts_are_refused() {
    for text in [
        "",
        "（）",
        "（2026）",
        "（2026）浙",
        "（2026）浙0203",
        "（2026）浙0203民初1号之一之二",
        "（2026）浙0203民初5-3号",
    ] {
        assert!(check(text).is_err(), "{text}");
    }
    assert_eq!(check("（2026）浙0203民初3-3号"), Err(CaseNumberRefusal::EmptyRange { first: 3, last: 3 }));
    assert_eq!(
        check("（2026）浙0203民初123456789号"),
        Err(CaseNumberRefusal::SequenceTooLong { n_digits: 9 })
    );
    assert_eq!(check("（2026）浙0203民初1号附"), Err(CaseNumberRefusal::TrailingText { text: "附".into() }));
    // Grammar alone reads what a table does not know.
    assert!(CaseNumber::parse("（2026）浙0203民审1号").is_ok());
}

#[test]
fn what_people_type_is_normalised() {
    assert_eq!(check(&normalise("( ２０２６ ) 浙0203 民初 1 号")).map(|n| n.sequence()), Ok(1));
    assert_eq!(normalise("〔2026〕浙0203民初1－2号"), "（2026）浙0203民初1-2号");
}

#[test]
fn a_number_travels_as_its_text() {
    let number = check("（2026）浙0203民初1号").expect("valid");
    let json = serde_json::to_string(&number).expect("writes");
    assert_eq!(json, r#""（2026）浙0203民初1号""#);
    assert_eq!(serde_json::from_str::<CaseNumber>(&json).expect("reads"), number);
    assert!(serde_json::from_str::<CaseNumber>(r#""（2026）浙0203民初01号""#).is_err());
}

proptest! {
    #[test]
    fn every_issued_number_reads_back(
        year in 2016_i16..=2026,
        court in prop::sample::select(FACTS.courts.iter().map(|court| court.code.clone()).collect::<Vec<_>>()),
        case_type in prop::sample::select(FACTS.case_types.iter().map(|t| t.code.clone()).collect::<Vec<_>>()),
        special in prop::option::of(Just('知')),
        sequence in 1_u32..=99_999_999,
    ) {
        let series = CaseSeries { year, court, special, case_type };
        let number = series.number(sequence);
        prop_assert_eq!(check(&number.to_string()), Ok(number.clone()));
        prop_assert_eq!(number.series(), &series);
        prop_assert!(number.to_string().starts_with(&series.key()));
    }

    #[test]
    fn no_text_makes_the_reader_stumble(text in "\\PC{0,40}") {
        if let Ok(number) = CaseNumber::parse(&text) {
            prop_assert_eq!(number.to_string(), text.as_str());
        }
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn damaged_numbers_never_read_as_something_else(
        text in prop::sample::select(vec!["（2026）浙0203民初12号", "（2024）浙0114破1-6号之二"]),
        at in 0_usize..20,
        with in prop::char::any(),
    ) {
        let mut characters: Vec<char> = text.chars().collect();
        let at = at % characters.len();
        characters[at] = with;
        let damaged: String = characters.into_iter().collect();
        if let Ok(number) = CaseNumber::parse(&damaged) {
            prop_assert_eq!(number.to_string(), damaged);
        }
    }
}

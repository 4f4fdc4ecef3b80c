//! Fact files: what ships is good, and what is bad is named by file and line.

use weicourt_domain::facts::{FactFiles, Facts};

fn error_of(name: &str, text: &str) -> String {
    let mut files = FactFiles::embedded();
    assert!(files.replace(name, text.to_owned()), "there is no {name}");
    Facts::from_files(&files).expect_err("the file is bad").to_string()
}

#[test]
fn every_file_is_named_and_can_be_replaced() {
    for name in FactFiles::NAMES {
        assert!(error_of(name, "nonsense\n").contains(&format!("{name} line 1: the column")), "{name}");
    }
    assert!(!FactFiles::embedded().replace("menu.csv", String::new()));
}

#[test]
fn a_bad_line_is_named() {
    let rows = |rows: &str| format!("date,kind,name,source\n{rows}");
    let cases = [
        ("2026-01-01,holiday,元旦,x\n2026-02-30,holiday,春节,x\n", "holidays.csv line 3: date: '2026-02-30'"),
        ("2026-01-01,feast,元旦,x\n", "holidays.csv line 2: kind: 'feast'"),
        ("2026-01-01,holiday,元旦,x\n2026-01-01,holiday,元旦,x\n", "holidays.csv line 3: 2026-01-01 stands"),
        ("2026-01-05,workday,元旦,x\n", "holidays.csv line 2: 2026-01-05 is a working day already"),
        ("2026-01-01,holiday\n", "holidays.csv line 2:"),
    ];
    for (text, expected) in cases {
        let error = error_of("holidays.csv", &rows(text));
        assert!(error.starts_with(expected), "{error}");
    }
    let bands = "schedule,above_yuan,flat_yuan,rate_percent,source\nproperty,0,50,0,x\nproperty,0,,2.5,x\n";
    assert_eq!(error_of("fee_bands.csv", bands), "fee_bands.csv line 3: the bands must go up");
    let parameters = "name,value,unit,source\ncourts_hotline,12368,,x\n";
    assert!(error_of("parameters.csv", parameters).contains("doubled_interest_rate_per_day is missing"));
}

#[test]
fn a_bad_line_of_the_documents_that_are_served_is_named() {
    let head = "template,name,kind,clock,procedures,whose,known_to,answered_by,source,mark\n";
    let cases = [
        ("x,x,ordinary,NO_SUCH,,any,party,,x,V", "clock: 'NO_SUCH' does not stand in deadlines.csv"),
        ("x,x,letter,,,any,party,,x,V", "kind: 'letter' is not known"),
        ("x,x,ordinary,,summary,any,party,,x,V", "procedures: 'summary' is not known"),
        ("x,x,ordinary,,,claimant|judge,party,,x,V", "whose: 'judge' is not known"),
        ("x,x,ordinary,,,any,court,,x,V", "known_to: 'court' is not known"),
        ("x,x,ordinary,,,any,party,message_posted,x,V", "answered_by: 'message_posted' answers nothing"),
    ];
    for (line, expected) in cases {
        let error = error_of("served_documents.csv", &format!("{head}{line}\n"));
        assert_eq!(error, format!("served_documents.csv line 2: {expected}"));
    }
}

#[test]
fn a_court_can_enter_its_own_address_and_number() {
    let mut files = FactFiles::embedded();
    let line = files.courts.lines().find(|line| line.starts_with("浙0203,")).expect("the court").to_owned();
    let own = line.replacen("宁波市,,,", "宁波市,样例路1号,0574-00000000,", 1);
    assert_ne!(own, line);
    files.courts = files.courts.replace(&line, &own);
    let facts = Facts::from_files(&files).expect("good files");
    let court = facts.courts.get(&"浙0203".parse().expect("a code")).expect("the court");
    assert_eq!(court.address.as_deref(), Some("样例路1号"));
    assert_eq!(court.phone.as_deref(), Some("0574-00000000"));
}

#[test]
fn a_province_can_enter_its_own_fee() {
    use weicourt_domain::fee::{FeeKind, FeeQuestion, Modifier, court_fee};
    use weicourt_domain::money::Fen;
    let mut files = FactFiles::embedded();
    files.fee_amounts.push_str("divorce,样例省,200,,,sample\n");
    let facts = Facts::from_files(&files).expect("good files");
    let modifiers = vec![Modifier::Province("样例省".into())];
    let question = FeeQuestion { kind: FeeKind::Divorce, amount: None, modifiers };
    assert_eq!(court_fee(&question, &facts.tariff).expect("a fee").fee, Fen::yuan(200));
}

#[test]
fn the_small_claims_limits_hold_from_their_day() {
    let facts = Facts::embedded();
    let limits = |on: &str| facts.small_claims.on("浙江", on.parse().expect("a date"));
    assert!(limits("2022-01-10").is_none());
    assert_eq!(
        limits("2022-01-11").map(|limit| limit.mandatory_up_to.to_string()).as_deref(),
        Some("54323.00")
    );
}

//! Records of the case-handling system: what is taken, and that everything wrong is told at once.

use weicourt_domain::actor::Side;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Procedure;
use weicourt_domain::facts::Facts;
use weicourt_domain::form::FilingKind;
use weicourt_domain::personal_data::IdNumber;
use weicourt_domain::register::{
    AgentInput, PartyInput, RegisterInput, RegisterNumber, RegisterRecord, RegisterRules, RegisterStatus,
};

fn digest_of(id: &IdNumber) -> Digest {
    Digest::of(format!("a key of this test {}", id.expose()).as_bytes())
}

fn check(input: &RegisterInput) -> Result<RegisterRecord, String> {
    let rules = RegisterRules::new(&Facts::embedded(), "2026-11-02".parse().expect("date"));
    rules.check(input, digest_of).map_err(|defects| {
        let told = |defect: &weicourt_domain::entry::Defect| format!("{}: {}", defect.field, defect.reason);
        defects.iter().map(told).collect::<Vec<_>>().join("\n")
    })
}

fn party(role: &str, name: &str, id_number: &str) -> PartyInput {
    PartyInput {
        role: role.to_owned(),
        name: name.to_owned(),
        id_number: id_number.to_owned(),
        ..PartyInput::default()
    }
}

fn loan() -> RegisterInput {
    RegisterInput {
        source_id: "AJ-1".to_owned(),
        case_number: "(2026)浙0203民初１２号".to_owned(),
        procedure: "简易程序".to_owned(),
        cause_name: "民间借贷纠纷".to_owned(),
        filed_on: "2026-03-02".to_owned(),
        due_on: "2026-06-02".to_owned(),
        parties: vec![
            party("第三人", "样例丙", ""),
            party("被告", "样例乙", "330299190102020010"),
            party("原告", "样例甲", "330299190001010024"),
        ],
        ..RegisterInput::default()
    }
}

#[test]
fn a_record_is_read_as_the_court_writes_it() {
    let record = check(&loan()).expect("a good record");
    assert_eq!(record.case_number.to_string(), "（2026）浙0203民初12号");
    assert_eq!((record.court_code.as_str(), record.case_type.as_str()), ("浙0203", "民初"));
    assert_eq!(record.procedure, Some(Procedure::Simplified));
    assert_eq!(record.status, RegisterStatus::Pending);
    assert_eq!(record.cause_code.as_deref(), Some("4-10-108-3"));
    let sides: Vec<Side> = record.parties.iter().map(|party| party.role.side()).collect();
    assert_eq!(sides, [Side::Claimant, Side::Respondent, Side::ThirdParty], "claimants come first");
    assert_eq!(record.parties[0].id_masked.as_deref(), Some("330299********0024"));
    assert_eq!(record.title(), "样例甲诉样例乙民间借贷纠纷");
    assert_eq!(record.kind(), FilingKind::CivilFirstInstance);
}

#[test]
fn people_are_found_in_a_record_at_the_place_they_have_in_the_space() {
    let mut input = loan();
    let lawyer = AgentInput {
        name: "样例丁".to_owned(),
        id_number: "330299190304040036".to_owned(),
        ..AgentInput::default()
    };
    input.parties[1].agents = vec![AgentInput { name: "样例戊".to_owned(), ..AgentInput::default() }, lawyer];
    let record = check(&input).expect("a good record");
    let at = |number: &str| {
        let id = IdNumber::parse(number, "2026-11-02".parse().expect("date")).expect("a number");
        record.place_of(digest_of(&id))
    };
    assert_eq!(at("330299190001010024"), Some((0, None)));
    assert_eq!(at("330299190102020010"), Some((1, None)));
    assert_eq!(at("330299190304040036"), Some((1, Some(1))));
    assert_eq!(at("330299190405050065"), None);
    assert_eq!(record.id_digests().len(), 3);
    let form = record.form();
    for (number, (side, party)) in form.parties().enumerate() {
        assert_eq!((side, &party.name), (record.parties[number].role.side(), &record.parties[number].name));
    }
}

#[test]
fn what_is_written_down_again_is_the_same_record() {
    let mut input = loan();
    input.panel = vec![weicourt_domain::register::StaffInput {
        name: "样例法官".to_owned(),
        staff_id: "j2".to_owned(),
    }];
    let record = check(&input).expect("a good record");
    let again = check(&RegisterInput::from(&record)).expect("a good record");
    assert_eq!(again, record);
    let text = serde_json::to_string(&RegisterInput::from(&record)).expect("JSON");
    assert!(!text.contains("330299190001010024"), "no identity number comes back");
}

#[test]
fn numbers_from_before_2016_are_kept_as_they_were_written() {
    let mut input = loan();
    input.case_number = "(2014)甬海民初字第99号".to_owned();
    input.filed_on = "2014-02-11".to_owned();
    input.closed_on = "2014-08-01".to_owned();
    input.due_on = String::new();
    assert_eq!(
        check(&input).expect_err("nobody knows the court"),
        "court_code: 旧式案号的案件要写明管辖法院代字\ncase_type: 旧式案号的案件要写明案件类型代字"
    );
    (input.court_code, input.case_type) = ("浙0203".to_owned(), "民初".to_owned());
    let record = check(&input).expect("a good record");
    assert_eq!(record.case_number, RegisterNumber::Before2016("（2014）甬海民初字第99号".to_owned()));
    assert_eq!(record.status, RegisterStatus::Closed);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_nothing_of_the_person() {
    let input = RegisterInput {
        source_id: "AJ 1".to_owned(),
        case_number: "（2026）浙0203民审1号".to_owned(),
        procedure: "快速".to_owned(),
        status: "closed".to_owned(),
        cause_code: "9-9-9".to_owned(),
        filed_on: "2026-12-01".to_owned(),
        due_on: "2026-02-30".to_owned(),
        hearing_on: "2026-11-30".to_owned(),
        parties: vec![
            PartyInput { phone: "110".to_owned(), ..party("旁听", "样例甲", "330299190001010025") },
            PartyInput {
                kind: "法人".to_owned(),
                uscc: "1".to_owned(),
                ..party("被告", "", "330299190102020010")
            },
        ],
        ..RegisterInput::default()
    };
    let told = check(&input).expect_err("a bad record");
    let fields: Vec<&str> = told.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        fields,
        [
            "source_id",
            "case_type",
            "procedure",
            "cause_code",
            "due_on",
            "filed_on",
            "hearing_on",
            "closed_on",
            "parties[0].role",
            "parties[0].id_number",
            "parties[0].phone",
            "parties[1].name",
            "parties[1].uscc",
            "parties[1].id_number",
        ]
    );
    for secret in ["样例甲", "330299", "110"] {
        assert!(!told.contains(secret), "{told}");
    }
}

#[test]
fn a_record_without_anything_names_what_every_record_needs() {
    let told = check(&RegisterInput::default()).expect_err("an empty record");
    assert_eq!(
        told,
        "source_id: 缺少办案系统中的案件标识\ncase_number: 缺少案号\nfiled_on: 缺少立案日期\nparties: 至少要有一名当事人"
    );
}

#[test]
fn the_roles_of_a_space_follow_from_the_type_of_the_case() {
    for (number, kind) in [
        ("（2026）浙0203执1号", FilingKind::Enforcement),
        ("（2026）浙0203执恢1号", FilingKind::Enforcement),
        ("（2026）浙0203行初1号", FilingKind::AdministrativeFirstInstance),
        ("（2026）浙02民终1号", FilingKind::CivilFirstInstance),
    ] {
        let record = check(&RegisterInput { case_number: number.to_owned(), ..loan() }).expect("good");
        assert_eq!(record.kind(), kind, "{number}");
    }
}

//! Filing the case: number, procedure, cause, bench, invitations.

use insta::assert_snapshot;
use weicourt_domain::command::{AssignBench, Command, RegisterCase};
use weicourt_domain::entry::Procedure;
use weicourt_domain::form::{FilerCapacity, FilingForm, FilingKind};

use super::given::*;
use super::people::Who;
use super::{check, check_at, who_may};

const CIVIL: FilingKind = FilingKind::CivilFirstInstance;

fn single_judge() -> AssignBench {
    let (handling_judge, clerk) = (Who::Handling.staff(), Who::Clerk.staff());
    AssignBench { handling_judge, clerk, judge_assistant: None, panel: vec![] }
}

fn registers(procedure: Procedure, cause_code: Option<&str>) -> Command {
    let cause_code = cause_code.map(str::to_owned);
    Command::RegisterCase(RegisterCase { cause_code, procedure, bench: single_judge() })
}

fn simplified() -> Command {
    registers(Procedure::Simplified, None)
}

fn filed_as(change: impl FnOnce(&mut FilingForm)) -> [Told; 1] {
    let mut form = form(CIVIL);
    change(&mut form);
    [submitted(form)]
}

#[test]
fn a_case_gets_its_number_its_bench_and_an_invitation_for_everybody_who_is_named() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, simplified()), @r#"
    Court, FilingOfficer to everyone, Register: case_registered {"case_number":"（2026）浙0203民初7号","case_type":"民初","cause_code":"4-10-108-3","cause_name":"民间借贷纠纷","court_code":"浙0203","court_name":"宁波市海曙区人民法院","filed_on":"2026-11-23","filing":{"origin":"front","seq":1},"procedure":"simplified","title":"样例甲诉样例乙民间借贷纠纷"}
    Court, FilingOfficer to everyone, Register: bench_assigned {"clerk":{"name":"样例书记员","person":"000000000000P"},"handling_judge":{"name":"样例法官一","person":"000000000000E"},"panel":[]}
    Court, FilingOfficer to everyone, Party: member_invited {"agent":0,"name":"样例丁","party":0,"role":"litigation_agent"}
    Court, FilingOfficer to everyone, Party: member_invited {"name":"样例乙","party":1,"role":"defendant"}
    Court, FilingOfficer to everyone, Party: member_invited {"agent":0,"name":"样例戊","party":1,"role":"litigation_agent"}
    Court, FilingOfficer to everyone, Party: member_invited {"name":"样例丙","party":2,"role":"third_party"}
    "#);
}

#[test]
fn the_lawyer_who_filed_is_in_and_the_client_is_invited() {
    let given = filed_as(|form| {
        form.filed_by.capacity = FilerCapacity::Agent;
        form.filed_by.agent = Some(0);
        form.third_parties.clear();
        form.respondents[0].agents.clear();
    });
    assert_snapshot!(check(&given, Who::FilingOfficer, simplified()), @r#"
    Court, FilingOfficer to everyone, Register: case_registered {"case_number":"（2026）浙0203民初7号","case_type":"民初","cause_code":"4-10-108-3","cause_name":"民间借贷纠纷","court_code":"浙0203","court_name":"宁波市海曙区人民法院","filed_on":"2026-11-23","filing":{"origin":"front","seq":1},"procedure":"simplified","title":"样例甲诉样例乙民间借贷纠纷"}
    Court, FilingOfficer to everyone, Register: bench_assigned {"clerk":{"name":"样例书记员","person":"000000000000P"},"handling_judge":{"name":"样例法官一","person":"000000000000E"},"panel":[]}
    Court, FilingOfficer to everyone, Party: member_invited {"name":"样例甲","party":0,"role":"plaintiff"}
    Court, FilingOfficer to everyone, Party: member_invited {"name":"样例乙","party":1,"role":"defendant"}
    "#);
}

#[test]
fn the_filing_desk_of_the_court_files_a_case() {
    assert_snapshot!(who_may(&[civil()], |_| simplified()), @r"
    allowed: FilingOfficer
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, DivisionHead, President, Clock
    ");
}

#[test]
fn a_case_is_filed_once_and_not_while_it_is_corrected_or_refused() {
    for given in [
        vec![],
        vec![civil(), returned("2026-11-30")],
        vec![civil(), returned("2026-11-20")],
        vec![civil(), rejected()],
        filed(),
        open_space(),
    ] {
        let answer = check(&given, Who::FilingOfficer, simplified());
        assert!(answer.starts_with("refused: not"), "{answer}");
    }
    let corrected = [civil(), returned("2026-11-30"), resubmitted(court(1))];
    assert!(
        check(&corrected, Who::FilingOfficer, simplified()).contains(r#""seq":2"#),
        "it accepts the last"
    );
}

#[test]
fn an_open_offer_of_mediation_does_not_hold_a_filing_up() {
    let given = [civil(), mediation_offered()];
    assert!(check(&given, Who::FilingOfficer, simplified()).starts_with("Court"));
}

#[test]
fn each_kind_of_case_has_its_procedures() {
    let kinds = [CIVIL, FilingKind::AdministrativeFirstInstance, FilingKind::Enforcement];
    let procedures =
        [Procedure::Ordinary, Procedure::Simplified, Procedure::SmallClaims, Procedure::Enforcement];
    let mut table = String::new();
    for (kind, procedure) in kinds.iter().flat_map(|kind| procedures.map(|procedure| (*kind, procedure))) {
        let answer = check(&[submitted(form(kind))], Who::FilingOfficer, registers(procedure, None));
        let answer = if answer.starts_with("refused") { answer.as_str() } else { "filed" };
        table += &format!("{kind:?}, {procedure:?}: {answer}\n");
    }
    assert_snapshot!(table, @r"
    CivilFirstInstance, Ordinary: filed
    CivilFirstInstance, Simplified: filed
    CivilFirstInstance, SmallClaims: filed
    CivilFirstInstance, Enforcement: refused: this kind of case does not run under this procedure
    AdministrativeFirstInstance, Ordinary: filed
    AdministrativeFirstInstance, Simplified: filed
    AdministrativeFirstInstance, SmallClaims: refused: this kind of case does not run under this procedure
    AdministrativeFirstInstance, Enforcement: refused: this kind of case does not run under this procedure
    Enforcement, Ordinary: refused: this kind of case does not run under this procedure
    Enforcement, Simplified: refused: this kind of case does not run under this procedure
    Enforcement, SmallClaims: refused: this kind of case does not run under this procedure
    Enforcement, Enforcement: filed
    ");
}

#[test]
fn the_court_may_name_another_cause_but_not_an_unknown_one() {
    let renamed = check(&[civil()], Who::FilingOfficer, registers(Procedure::Ordinary, Some("1-1")));
    assert!(renamed.contains(r#""cause_code":"1-1","cause_name":"人格权纠纷""#), "{renamed}");
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, registers(Procedure::Ordinary, Some("77"))), @"refused: no such cause of action");
}

#[test]
fn enforcement_needs_no_cause_and_counts_in_its_own_series() {
    let given = [submitted(form(FilingKind::Enforcement))];
    let answer = check(&given, Who::FilingOfficer, registers(Procedure::Enforcement, None));
    assert_snapshot!(answer.lines().next().expect("a line"), @r#"Court, FilingOfficer to everyone, Register: case_registered {"case_number":"（2026）浙0203执7号","case_type":"执","cause_code":"","cause_name":"申请执行","court_code":"浙0203","court_name":"宁波市海曙区人民法院","filed_on":"2026-11-23","filing":{"origin":"front","seq":1},"procedure":"enforcement","title":"样例甲申请执行样例乙"}"#);
}

#[test]
fn the_number_is_of_the_year_that_it_is_in_beijing() {
    let at = |now| check_at(&[civil()], Who::FilingOfficer, simplified(), now);
    assert!(at("2026-12-31T15:59:59.999Z").contains("（2026）浙0203民初7号"));
    assert!(at("2026-12-31T16:00:00Z").contains("（2027）浙0203民初7号"));
}

#[test]
fn a_filing_with_a_bench_that_cannot_sit_is_not_filed() {
    let bench = AssignBench { clerk: Who::Handling.staff(), ..single_judge() };
    let command = RegisterCase { cause_code: None, procedure: Procedure::Ordinary, bench };
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, Command::RegisterCase(command)), @"refused: one person cannot hold two places on the bench");
}

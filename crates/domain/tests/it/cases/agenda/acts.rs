//! What the court does to periods and to-dos.

use insta::assert_snapshot;
use weicourt_domain::entry::ApplicationKind;

use super::super::{check, who_may};
use super::*;

fn starts(rule: Option<&str>, whose: Whose, from: &str, until: Option<&str>) -> Command {
    Command::StartPeriod(StartPeriod {
        rule: rule.map(str::to_owned),
        title: if rule.is_none() { "补充材料".to_owned() } else { String::new() },
        whose,
        from: day(from),
        until: until.map(day),
        note: String::new(),
    })
}

fn moves(period: EntryRef, until: &str) -> Command {
    Command::MovePeriod(MovePeriod { period, until: day(until), reason: "当事人住院".to_owned() })
}

fn notes(title: &str, due_on: Option<&str>) -> Command {
    Command::AddTodo(AddTodo { title: title.to_owned(), due_on: due_on.map(day), message: None })
}

fn assigns(todo: &str, who: Option<Who>) -> Command {
    Command::AssignTodo(AssignTodo { todo: todo.to_owned(), person: who.map(Who::staff) })
}

fn finishes(todo: &str) -> Command {
    Command::FinishTodo(FinishTodo { todo: todo.to_owned(), note: String::new() })
}

#[test]
fn the_handling_judge_and_the_office_start_periods_and_keep_to_dos() {
    let start = |_| starts(Some("ANSWER_FOREIGN"), DEFENDANT, "2026-11-20", None);
    assert_snapshot!(who_may(&open_space(), start), @"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, FilingOfficer, DivisionHead, President, Clock
    ");
    assert_eq!(who_may(&open_space(), |_| notes("联系鉴定机构", None)), who_may(&open_space(), start));
    let given = space_with([noted("联系鉴定机构", None)]);
    assert_eq!(who_may(&given, |_| finishes("noted:court:3")), who_may(&open_space(), start));
    assert_eq!(
        who_may(&given, |who| assigns(
            "noted:court:3",
            Some(who).filter(|who| *who == Who::Panel).or(Some(Who::Clerk))
        )),
        who_may(&open_space(), start)
    );
}

#[test]
fn the_handling_judge_moves_periods() {
    let given = space_with([evidence_until("2026-11-24")]);
    assert_snapshot!(who_may(&given, |_| moves(court(3), "2026-11-24")), @"
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the period is fixed by law: Handling
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn a_period_by_rule_ends_where_the_rule_says() {
    let appeal = |until| starts(Some("APPEAL_FOREIGN"), DEFENDANT, "2026-11-20", until);
    // Thirty days from the twentieth end on a Sunday, five on a Wednesday.
    assert_snapshot!(check(&open_space(), Who::Clerk, appeal(None)), @r#"Court, Clerk to everyone, Conversation: period_started {"from":"2026-11-20","note":"","rule":"APPEAL_FOREIGN","source":["民事诉讼法 §286","民事诉讼法 §85"],"title":"境外当事人上诉","until":"2026-12-21","whose":{"party":1,"who":"party"}}"#);
    assert_snapshot!(check(&open_space(), Who::Clerk, appeal(Some("2026-12-18"))), @"refused: the earliest last day is 2026-12-21");
    assert_snapshot!(check(&open_space(), Who::Clerk, appeal(Some("2026-12-26"))), @r#"Court, Clerk to everyone, Conversation: period_started {"from":"2026-11-20","note":"","rule":"APPEAL_FOREIGN","source":["民事诉讼法 §286"],"title":"境外当事人上诉","until":"2026-12-28","whose":{"party":1,"who":"party"}}"#);
    assert_snapshot!(check(&open_space(), Who::Clerk, starts(Some("FWD_ANSWER"), Whose::Court, "2026-11-20", Some("2026-11-28"))), @"refused: the latest last day is 2026-11-25");
    assert_snapshot!(check(&open_space(), Who::Clerk, starts(Some("ANSWER_FOREIGN"), DEFENDANT, "2026-11-20", Some("2026-12-30"))), @r#"Court, Clerk to everyone, Conversation: period_started {"from":"2026-11-20","note":"","rule":"ANSWER_FOREIGN","source":["民事诉讼法 §285"],"title":"境外被告提交答辩状","until":"2026-12-30","whose":{"party":1,"who":"party"}}"#);
}

#[test]
fn nobody_starts_by_hand_what_runs_from_service() {
    for rule in ["ANSWER", "ANSWER_SMALL", "JURIS_OBJ", "FEE_PAY", "APPEAL_J", "APPEAL_R", "ONLINE_REPLY"] {
        let start = starts(Some(rule), DEFENDANT, "2026-11-20", None);
        assert_eq!(check(&open_space(), Who::Clerk, start), "refused: the period begins by itself", "{rule}");
    }
}

#[test]
fn a_period_that_the_court_sets_freely_needs_its_name_and_day() {
    assert_snapshot!(check(&open_space(), Who::Clerk, starts(None, CLAIMANT, "2026-11-20", Some("2026-11-27"))), @r#"Court, Clerk to everyone, Conversation: period_started {"from":"2026-11-20","note":"","rule":"","source":[],"title":"补充材料","until":"2026-11-27","whose":{"side":"claimant","who":"side"}}"#);
    assert_snapshot!(check(&open_space(), Who::Clerk, starts(None, CLAIMANT, "2026-11-20", None)), @"refused: a last day is needed");
    assert_snapshot!(check(&open_space(), Who::Clerk, starts(None, CLAIMANT, "2026-11-20", Some("2026-11-22"))), @"refused: the last day lies in the past");
}

#[test]
fn periods_that_cannot_be_started_are_refused() {
    let start = |rule, whose, from| check(&open_space(), Who::Clerk, starts(Some(rule), whose, from, None));
    assert_snapshot!(start("TRIAL_SIMPL", Whose::Court, "2026-11-20"), @"refused: the period begins by itself");
    assert_snapshot!(start("HEARING_NOTICE", Whose::Court, "2026-11-20"), @"refused: the period begins by itself");
    assert_snapshot!(start("NO_SUCH", Whose::Court, "2026-11-20"), @"refused: no such rule");
    assert_snapshot!(start("ANSWER_FOREIGN", Whose::Party { party: 9 }, "2026-11-20"), @"refused: no such party");
    assert_snapshot!(start("ANSWER_FOREIGN", DEFENDANT, "2026-11-24"), @"refused: the period would begin in the future");
    assert_snapshot!(start("ANSWER_FOREIGN", DEFENDANT, "2026-11-08"), @"refused: the period would begin before the case was filed");
    let given =
        space_with([period("ANSWER_FOREIGN", "境外被告提交答辩状", DEFENDANT, "2026-11-20", "2026-12-21")]);
    assert_snapshot!(check(&given, Who::Clerk, starts(Some("ANSWER_FOREIGN"), DEFENDANT, "2026-11-20", None)), @"refused: the same period runs until 2026-12-21");
}

#[test]
fn a_period_moves_forward_while_it_runs_as_far_as_the_law_allows() {
    let given = space_with([
        evidence_until("2026-11-24"),
        period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-24"),
        period("", "补充材料", CLAIMANT, "2026-11-09", "2026-11-20"),
        period("", "补充材料二", CLAIMANT, "2026-11-09", "2026-11-27"),
    ]);
    assert_snapshot!(check(&given, Who::Handling, moves(court(6), "2026-12-05")), @r#"Court, HandlingJudge to everyone, Conversation: period_moved {"period":{"origin":"court","seq":6},"reason":"当事人住院","until":"2026-12-07"}"#);
    assert_snapshot!(check(&given, Who::Handling, moves(court(6), "2026-11-27")), @"refused: the new last day is not later than 2026-11-27");
    assert_snapshot!(check(&given, Who::Handling, moves(court(5), "2026-12-04")), @"refused: the period ended on 2026-11-20");
    assert_snapshot!(check(&given, Who::Handling, moves(court(4), "2026-12-04")), @"refused: the period is fixed by law");
    assert_snapshot!(check(&given, Who::Handling, moves(court(3), "2026-12-04")), @"refused: the period is fixed by law");
    assert_snapshot!(check(&given, Who::Handling, moves(court(1), "2027-03-09")), @r#"Court, HandlingJudge to everyone, Conversation: period_moved {"period":{"origin":"court","seq":1},"reason":"当事人住院","until":"2027-03-09"}"#);
    assert_snapshot!(check(&given, Who::Handling, moves(court(1), "2027-03-10")), @"refused: the latest last day is 2027-03-09");
    assert_snapshot!(check(&given, Who::Handling, moves(court(2), "2027-03-10")), @"refused: no such period");
}

#[test]
fn a_to_do_is_given_to_the_bench_alone() {
    let given = space_with([noted("联系鉴定机构", None)]);
    assert_snapshot!(check(&given, Who::Handling, assigns("noted:court:3", Some(Who::Clerk))), @r#"Court, HandlingJudge to the court, Conversation: todo_assigned {"person":{"name":"样例书记员","person":"000000000000P"},"todo":"noted:court:3"}"#);
    assert_snapshot!(check(&given, Who::Handling, assigns("noted:court:3", Some(Who::OtherJudge))), @"refused: not on the bench of this case");
    assert_snapshot!(check(&given, Who::Handling, assigns("noted:court:3", None)), @"refused: nothing changes");
    assert_snapshot!(check(&given, Who::Handling, assigns("noted:court:9", Some(Who::Clerk))), @"refused: no such to-do");
}

#[test]
fn what_asks_for_an_act_is_not_ticked_off() {
    let given = space_with([
        applied(Who::Defendant, ApplicationKind::Postponement),
        exhibit(Who::Plaintiff),
        period("", "组织现场勘验", Whose::Court, "2026-11-09", "2026-11-27"),
        period("FEE_PAY", "交纳案件受理费", CLAIMANT, "2026-11-20", "2026-11-27"),
    ]);
    assert_snapshot!(check(&given, Who::Clerk, finishes("application:front:6")), @"refused: the to-do goes away when what it asks for is done");
    assert_snapshot!(check(&given, Who::Clerk, finishes("receipt:front:7")), @"refused: the to-do goes away when what it asks for is done");
    assert_snapshot!(check(&given, Who::Clerk, finishes("period:court:3")), @r#"Court, Clerk to the court, Conversation: todo_done {"note":"","todo":"period:court:3"}"#);
    // The fee came in: the clerk notes it, and the period is met.
    assert_snapshot!(check(&given, Who::Clerk, finishes("period:court:4")), @r#"Court, Clerk to the court, Conversation: todo_done {"note":"","todo":"period:court:4"}"#);
    let given: Vec<Told> = given.into_iter().chain([done("period:court:4")]).collect();
    assert_snapshot!(one(&given, "period:court:4", "2026-11-30"), @"period:court:4 FEE_PAY 交纳案件受理费: Claimant, 2026-11-20 to 2026-11-27, Met");
    assert_snapshot!(check(&given, Who::Clerk, finishes("period:court:4")), @"refused: no such to-do");
}

#[test]
fn a_note_needs_words_and_a_day_to_come() {
    assert_snapshot!(check(&open_space(), Who::Clerk, notes("联系鉴定机构", Some("2026-11-26"))), @r#"Court, Clerk to the court, Conversation: todo_added {"due_on":"2026-11-26","title":"联系鉴定机构"}"#);
    assert_snapshot!(check(&open_space(), Who::Clerk, notes(" ", None)), @"refused: a title is needed");
    assert_snapshot!(check(&open_space(), Who::Clerk, notes("联系鉴定机构", Some("2026-11-22"))), @"refused: the last day lies in the past");
}

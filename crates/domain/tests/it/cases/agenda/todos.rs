//! To-dos appear with what asks for them and go away when it is done.

use insta::assert_snapshot;
use weicourt_domain::entry::{
    ApplicationKind, ComparisonWay, EntryBody, EvidenceRuling, ExhibitKind, LateTreatment, Outcome,
    PromotionTarget,
};

use super::*;

const MONDAY: &str = "2026-11-23T10:00:00+08:00";

fn at(given: &[Told], now: &str) -> String {
    let todos = agenda::todos(&fold(given), &FACTS, instant(now));
    let line = |todo: &agenda::Todo| {
        let due = todo.due_on.map_or_else(|| "no day".to_owned(), |due_on| due_on.to_string());
        let assignee = todo.assignee.as_ref().map_or("nobody", |assignee| assignee.name.as_str());
        format!("{} by {due}, waits for {:?}, {assignee}", todo.key, todo.waiting_for)
    };
    todos.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_quiet_case_has_nothing_to_do() {
    assert_snapshot!(at(&open_space(), MONDAY), @"");
    assert_snapshot!(at(&[civil()], MONDAY), @"");
}

#[test]
fn an_application_waits_for_its_decision() {
    let asks = applied(Who::Plaintiff, ApplicationKind::Recusal);
    let given = space_with([asks.clone(), applied(Who::Defendant, ApplicationKind::Postponement)]);
    assert_snapshot!(at(&given, MONDAY), @"
    application:front:6 by 2026-11-12, waits for Court, nobody
    application:front:7 by no day, waits for Court, nobody
    ");
    let given = space_with([asks, refused(front(6), ApplicationKind::Recusal)]);
    assert_snapshot!(at(&given, MONDAY), @"");
}

#[test]
fn an_exhibit_is_received_and_its_circle_decided() {
    let given = space_with([secret_exhibit(Who::Plaintiff)]);
    assert_snapshot!(at(&given, MONDAY), @"
    restriction:front:6 by no day, waits for Court, nobody
    receipt:front:6 by no day, waits for Court, nobody
    ");
    let open =
        EntryBody::EvidenceRestricted {
            exhibit: front(6), restriction: None, reason: "不属实".to_owned()
        };
    let given = space_with([secret_exhibit(Who::Plaintiff), received(front(6)), ordered(open)]);
    assert_snapshot!(at(&given, MONDAY), @"");
}

#[test]
fn a_late_exhibit_goes_to_the_judge_until_a_ruling_treats_it() {
    let given = space_with([
        evidence_until("2026-11-20"),
        exhibit(Who::Plaintiff).at("2026-11-21T09:00:00+08:00"),
        received(front(6)),
        done("elapsed:2026-11-20:evidence:court:3"),
    ]);
    assert_snapshot!(at(&given, MONDAY), @"late:front:6 by no day, waits for Court, nobody");
    let ruled = EntryBody::EvidenceRuled {
        exhibit: front(6),
        ruling: EvidenceRuling::Adopted,
        reason: "与基本事实有关".to_owned(),
        late: Some(LateTreatment::TakenWithReprimand),
    };
    let given: Vec<Told> = given.into_iter().chain([ordered(ruled)]).collect();
    assert_snapshot!(at(&given, MONDAY), @"");
}

#[test]
fn a_comparison_is_appointed_and_recorded() {
    let wants = handed(
        Who::Defendant,
        EntryBody::ComparisonRequested { exhibit: front(6), reason: "签名存疑".to_owned() },
    );
    let given = space_with([exhibit(Who::Plaintiff), received(front(6)), wants]);
    assert_snapshot!(at(&given, MONDAY), @"comparison:front:6 by no day, waits for Court, nobody");
    let appointed = EntryBody::ComparisonAppointed {
        exhibit: front(6),
        at: instant("2026-11-25T09:00:00+08:00"),
        place: "第一法庭".to_owned(),
    };
    let appointed = ordered(appointed).at("2026-11-10T09:00:00+08:00");
    let given: Vec<Told> = given.into_iter().chain([appointed]).collect();
    assert_snapshot!(at(&given, MONDAY), @"comparison:front:6 by 2026-11-25, waits for Court, nobody");
    let recorded = EntryBody::ComparisonRecorded {
        exhibit: front(6),
        at: instant("2026-11-25T09:30:00+08:00"),
        way: ComparisonWay::AtCourt,
        present: "双方".to_owned(),
        equal: true,
        note: String::new(),
        photos: Vec::new(),
    };
    let given: Vec<Told> = given.into_iter().chain([ordered(recorded)]).collect();
    assert_snapshot!(at(&given, MONDAY), @"");
}

#[test]
fn questions_and_proposals_wait_for_parties() {
    let target = PromotionTarget::Exhibit {
        name: "聊天记录".to_owned(),
        kind: ExhibitKind::ElectronicData,
        purpose: "证明还款".to_owned(),
    };
    let proposed =
        EntryBody::PromotionProposed { message: front(6), author: Who::Defendant.person(), target };
    let given = space_with([
        said(Who::Defendant, "已经还了"),
        ordered(proposed),
        asked(1, None, Some("2026-11-27")),
        asked(0, None, None),
    ]);
    assert_snapshot!(at(&given, MONDAY), @"
    question:court:4 by 2026-11-27, waits for Party { party: 1 }, nobody
    question:court:5 by no day, waits for Party { party: 0 }, nobody
    proposal:court:3 by no day, waits for Party { party: 1 }, nobody
    ");
    let declined = EntryBody::PromotionDeclined { proposal: court(3), reason: "不同意".to_owned() };
    let given: Vec<Told> = given
        .into_iter()
        .chain([
            handed(Who::Defendant, declined),
            told_the_court(Who::Defendant, court(4)),
            told_the_court(Who::Plaintiff, court(5)),
        ])
        .collect();
    assert_snapshot!(at(&given, MONDAY), @"");
}

#[test]
fn what_went_by_asks_for_a_follow_up_and_the_courts_own_days_are_its_own() {
    let given = space_with([
        period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-20"),
        period("", "组织现场勘验", Whose::Court, "2026-11-09", "2026-11-27"),
    ]);
    assert_snapshot!(at(&given, MONDAY), @"
    elapsed:2026-11-20:period:court:3 by 2026-11-20, waits for Court, nobody
    period:court:4 by 2026-11-27, waits for Court, nobody
    ");
    let given: Vec<Told> = given
        .into_iter()
        .chain([done("elapsed:2026-11-20:period:court:3"), done("period:court:4")])
        .collect();
    assert_snapshot!(at(&given, MONDAY), @"");
    // The trial limit shows itself thirty days before.
    assert_snapshot!(at(&given, "2027-01-10T00:00:00+08:00"), @"trial by 2027-02-09, waits for Court, nobody");
}

#[test]
fn a_note_is_taken_on_and_done() {
    let given =
        space_with([noted("联系鉴定机构", Some("2026-11-26")), assigned("noted:court:3", Some(Who::Clerk))]);
    assert_snapshot!(at(&given, MONDAY), @"noted:court:3 by 2026-11-26, waits for Court, 样例书记员");
    let given: Vec<Told> = given.into_iter().chain([assigned("noted:court:3", None)]).collect();
    assert_snapshot!(at(&given, MONDAY), @"noted:court:3 by 2026-11-26, waits for Court, nobody");
    let given: Vec<Told> = given.into_iter().chain([done("noted:court:3")]).collect();
    assert_snapshot!(at(&given, MONDAY), @"");
}

#[test]
fn a_case_that_is_over_waits_for_nobody() {
    let given = space_with([noted("联系鉴定机构", None), closed(Outcome::Mediated)]);
    assert_snapshot!(at(&given, MONDAY), @"");
}

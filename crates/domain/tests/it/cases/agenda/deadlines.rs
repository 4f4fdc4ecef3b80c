//! Each deadline: from when, until when, whose, and what moves it.

use insta::assert_snapshot;
use proptest::prelude::*;
use weicourt_domain::agenda;
use weicourt_domain::deadline::PeriodStart;
use weicourt_domain::entry::{ApplicationKind, EntryBody, ExhibitKind, Outcome, Procedure};
use weicourt_domain::form::FilingKind;

use super::*;

const MONDAY: &str = "2026-11-23";

fn opened_under(procedure: Procedure) -> Vec<Told> {
    vec![civil(), registered(FilingKind::CivilFirstInstance, procedure), bench()]
}

#[test]
fn the_filing_desk_has_seven_days_and_the_filer_the_day_it_names() {
    let given = [civil()];
    assert_snapshot!(one(&given, "filing_review:front:1", "2026-11-10"), @"filing_review:front:1 FILING_REVIEW 登记立案审查期限: court, 2026-11-09 to 2026-11-16, Running");
    let given = [civil(), returned("2026-11-20")];
    assert_snapshot!(one(&given, "filing_review:front:1", "2026-11-23"), @"filing_review:front:1 FILING_REVIEW 登记立案审查期限: court, 2026-11-09 to 2026-11-16, Met");
    assert_snapshot!(one(&given, "correction:court:1", "2026-11-23"), @"correction:court:1 FILING_CORRECTION 补正起诉材料期限: Claimant, 2026-11-09 to 2026-11-20, Elapsed");
    let given = [civil(), returned("2026-11-20"), resubmitted(court(1))];
    assert_snapshot!(one(&given, "correction:court:1", "2026-11-23"), @"correction:court:1 FILING_CORRECTION 补正起诉材料期限: Claimant, 2026-11-09 to 2026-11-20, Met");
}

#[test]
fn the_trial_limit_goes_by_the_procedure_and_no_day_off_moves_it() {
    // The ninth of February 2027 is a Tuesday, the ninth of May a Sunday, the ninth of January a Saturday.
    assert_snapshot!(one(&opened_under(Procedure::Simplified), "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-09, Running");
    assert_snapshot!(one(&opened_under(Procedure::Ordinary), "trial", MONDAY), @"trial TRIAL_ORD 审理期限: court, 2026-11-09 to 2027-05-09, Running");
    assert_snapshot!(one(&opened_under(Procedure::SmallClaims), "trial", MONDAY), @"trial TRIAL_SMALL 审理期限: court, 2026-11-09 to 2027-01-09, Running");
    assert_snapshot!(one(&enforcement(), "trial", MONDAY), @"trial ENF_CLOSE 执行期限: court, 2026-11-09 to 2027-05-09, Running");
    assert_snapshot!(one(&[imported()], "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-10 to 2027-02-10, Running");
    assert_snapshot!(one(&space_with([closed(Outcome::Judgment)]), "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-09, Met");
}

#[test]
fn the_trial_limit_stands_still_for_a_jurisdiction_objection_and_an_appraisal() {
    let objects =
        applied(Who::Defendant, ApplicationKind::JurisdictionObjection).at("2026-11-12T10:00:00+08:00");
    let given = space_with([objects.clone()]);
    assert_snapshot!(one(&given, "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-09, Paused");
    let given = space_with([
        objects,
        refused(front(6), ApplicationKind::JurisdictionObjection).at("2026-11-20T10:00:00+08:00"),
    ]);
    assert_snapshot!(one(&given, "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-17, Running, from 2027-02-09 by front:6");
    let appraised = [
        applied(Who::Plaintiff, ApplicationKind::Appraisal).at("2026-11-12T10:00:00+08:00"),
        granted(front(6), ApplicationKind::Appraisal, None).at("2026-11-16T10:00:00+08:00"),
    ];
    assert_snapshot!(one(&space_with(appraised.clone()), "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-09, Paused");
    let given = space_with(appraised.into_iter().chain([
        exhibit_of_kind(Who::Plaintiff, ExhibitKind::ExpertOpinion).at("2026-11-26T10:00:00+08:00"),
    ]));
    assert_snapshot!(one(&given, "trial", "2026-11-27"), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-19, Running, from 2027-02-09 by court:3");
}

#[test]
fn days_in_two_pauses_count_once() {
    let given = space_with([
        applied(Who::Defendant, ApplicationKind::JurisdictionObjection).at("2026-11-10T10:00:00+08:00"),
        applied(Who::ThirdParty, ApplicationKind::JurisdictionObjection).at("2026-11-12T10:00:00+08:00"),
        refused(front(6), ApplicationKind::JurisdictionObjection).at("2026-11-16T10:00:00+08:00"),
        refused(front(7), ApplicationKind::JurisdictionObjection).at("2026-11-18T10:00:00+08:00"),
    ]);
    assert_snapshot!(one(&given, "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-02-17, Running, from 2027-02-09 by front:6, from 2027-02-15 by front:7");
}

#[test]
fn an_approved_extension_moves_the_trial_limit() {
    let given = space_with([moved(court(1), "2027-03-09")]);
    assert_snapshot!(one(&given, "trial", MONDAY), @"trial TRIAL_SIMPL 审理期限: court, 2026-11-09 to 2027-03-09, Running, from 2027-02-09 by court:3");
}

#[test]
fn an_evidence_period_runs_for_everybody_until_a_later_one_takes_its_place() {
    let given = space_with([evidence_until("2026-11-30")]);
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-30, Running");
    assert_snapshot!(on(&given, "2026-12-01"), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-30, Elapsed");
    let given = space_with([evidence_until("2026-11-25"), evidence_until("2026-11-30")]);
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:4 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-30, Running");
}

#[test]
fn a_granted_extension_moves_the_evidence_period_of_everybody() {
    let asks = applied(Who::Defendant, ApplicationKind::EvidenceExtension);
    let given = space_with([
        evidence_until("2026-11-25"),
        asks.clone(),
        granted(front(6), ApplicationKind::EvidenceExtension, Some("2026-12-04")),
    ]);
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-12-04, Running, from 2026-11-25 by court:4");
    let given = space_with([
        evidence_until("2026-11-25"),
        asks,
        refused(front(6), ApplicationKind::EvidenceExtension),
        moved(court(3), "2026-12-02"),
    ]);
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-12-02, Running, from 2026-11-25 by court:5");
}

#[test]
fn an_objection_lets_the_evidence_period_stand_still() {
    let objects =
        applied(Who::Defendant, ApplicationKind::JurisdictionObjection).at("2026-11-16T10:00:00+08:00");
    let given = space_with([evidence_until("2026-11-24"), objects]);
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-24, Paused");
    let over = refused(front(6), ApplicationKind::JurisdictionObjection).at("2026-11-20T10:00:00+08:00");
    let given: Vec<Told> = given.into_iter().chain([over]).collect();
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-28, Running, from 2026-11-24 by front:6");
}

#[test]
fn the_deadline_ends_when_evidence_begins_to_be_late() {
    let asks = |what| applied(Who::Defendant, what).at("2026-11-16T10:00:00+08:00");
    let stories = [
        vec![],
        vec![moved(court(3), "2026-12-02")],
        vec![
            asks(ApplicationKind::EvidenceExtension),
            granted(front(6), ApplicationKind::EvidenceExtension, Some("2026-12-04")),
            asks(ApplicationKind::JurisdictionObjection),
            refused(front(7), ApplicationKind::JurisdictionObjection).at("2026-11-21T10:00:00+08:00"),
            moved(court(3), "2026-12-08"),
        ],
    ];
    for story in stories {
        let state = fold(&space_with(std::iter::once(evidence_until("2026-11-24")).chain(story)));
        let deadlines = agenda::deadlines(&state, &FACTS);
        let deadline = deadlines.iter().find(|deadline| deadline.key == "evidence:court:3");
        let until = deadline.map(|deadline| deadline.until);
        assert_eq!(until, weicourt_domain::evidence::period_end(&state, 1));
    }
}

#[test]
fn opinions_are_due_from_each_side_that_has_something_to_say_to() {
    let open = [exchange_until("2026-11-25", opinions_until("2026-11-30")), exhibit(Who::Plaintiff)];
    let given = space_with(open.clone());
    assert_snapshot!(on(&given, MONDAY), @"
    evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-25, Running
    opinions:court:3:respondent  发表质证意见期限: Respondent, 2026-11-09 to 2026-11-30, Running
    opinions:court:3:third_party  发表质证意见期限: ThirdParty, 2026-11-09 to 2026-11-30, Running
    ");
    let said = agrees(Who::Defendant, front(6), 1).at("2026-11-23T09:00:00+08:00");
    let given = space_with(open.into_iter().chain([said]));
    assert_snapshot!(one(&given, "opinions:court:3:respondent", MONDAY), @"opinions:court:3:respondent  发表质证意见期限: Respondent, 2026-11-09 to 2026-11-30, Met");
    // Another exhibit, and something is owed again.
    let given: Vec<Told> = given.into_iter().chain([exhibit(Who::Plaintiff)]).collect();
    assert_snapshot!(one(&given, "opinions:court:3:respondent", MONDAY), @"opinions:court:3:respondent  发表质证意见期限: Respondent, 2026-11-09 to 2026-11-30, Running");
}

#[test]
fn nobody_owes_an_opinion_on_what_they_may_not_know() {
    let given = space_with([
        exchange_until("2026-11-25", opinions_until("2026-11-30")),
        secret_exhibit(Who::Plaintiff),
    ]);
    assert_snapshot!(on(&given, MONDAY), @"evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-25, Running");
}

#[test]
fn a_further_round_asks_again() {
    let note = String::new();
    let opened =
        EntryBody::OpinionRoundOpened { exhibits: [].into(), round: 2, until: day("2026-12-04"), note };
    let given = space_with([
        exhibit(Who::Plaintiff),
        agrees(Who::Defendant, front(6), 1),
        agrees(Who::ThirdParty, front(6), 2),
        ordered(opened),
    ]);
    assert_snapshot!(on(&given, MONDAY), @"
    opinions:court:3:respondent  第2轮质证意见期限: Respondent, 2026-11-09 to 2026-12-04, Running
    opinions:court:3:third_party  第2轮质证意见期限: ThirdParty, 2026-11-09 to 2026-12-04, Met
    ");
}

#[test]
fn the_court_has_its_time_to_decide_applications() {
    let given = space_with([
        applied(Who::Defendant, ApplicationKind::Recusal),
        applied(Who::Plaintiff, ApplicationKind::PropertyPreservation),
        applied_urgently(Who::Plaintiff, ApplicationKind::EvidencePreservation),
        applied(Who::Defendant, ApplicationKind::PreservationReconsideration),
        applied(Who::Defendant, ApplicationKind::Postponement),
    ]);
    assert_snapshot!(on(&given, "2026-11-10"), @"
    application:front:8 PRES_IN_URGENT 对证据保全申请作出决定: court, 2026-11-09 to 2026-11-11, Running
    application:front:6 RECUSAL_DECIDE 对回避申请作出决定: court, 2026-11-09 to 2026-11-12, Running
    application:front:7 PRES_IN 对财产保全申请作出决定: court, 2026-11-09 to 2026-11-16, Running
    application:front:9 PRES_RECON_DECIDE 对保全、先予执行裁定复议申请作出决定: court, 2026-11-09 to 2026-11-19, Running
    ");
    // The fifth day is a Saturday.
    let given = space_with([
        applied(Who::Plaintiff, ApplicationKind::PropertyPreservation).at("2026-11-16T10:00:00+08:00")
    ]);
    assert_snapshot!(on(&given, MONDAY), @"application:front:6 PRES_IN 对财产保全申请作出决定: court, 2026-11-16 to 2026-11-23, Running");
    let given: Vec<Told> = given
        .into_iter()
        .chain([
            granted(front(6), ApplicationKind::PropertyPreservation, None).at("2026-11-24T09:00:00+08:00")
        ])
        .collect();
    assert_snapshot!(on(&given, "2026-11-24"), @"application:front:6 PRES_IN 对财产保全申请作出决定: court, 2026-11-16 to 2026-11-23, Elapsed");
}

#[test]
fn the_other_side_does_not_learn_of_a_preservation_by_its_deadline() {
    let state = fold(&space_with([applied(Who::Plaintiff, ApplicationKind::PropertyPreservation)]));
    let all = agenda::deadlines(&state, &FACTS);
    let deadline = all.iter().find(|deadline| deadline.key == "application:front:6").expect("a deadline");
    let knows = |who: Who| {
        let membership = state.membership(&who.actor()).expect("a member");
        deadline.is_for(membership, who.person())
    };
    let who =
        [Who::Plaintiff, Who::PlaintiffsLawyer, Who::Defendant, Who::ThirdParty, Who::Handling, Who::Clerk];
    assert_eq!(who.map(knows), [true, true, false, false, true, true]);
}

#[test]
fn a_question_with_a_day_waits_for_its_party() {
    let given = space_with([asked(1, None, Some("2026-11-27"))]);
    assert_snapshot!(on(&given, MONDAY), @"question:court:3  答复法庭询问期限: party 1, 2026-11-09 to 2026-11-27, Running");
    let late = told_the_court(Who::Defendant, court(3)).at("2026-11-28T00:00:00+08:00");
    let given = space_with([asked(1, None, Some("2026-11-27")), late]);
    assert_snapshot!(on(&given, "2026-11-28"), @"question:court:3  答复法庭询问期限: party 1, 2026-11-09 to 2026-11-27, Elapsed");
    let just = told_the_court(Who::Defendant, court(3)).at("2026-11-27T23:59:59+08:00");
    let given = space_with([asked(1, None, Some("2026-11-27")), just]);
    assert_snapshot!(on(&given, "2026-11-28"), @"question:court:3  答复法庭询问期限: party 1, 2026-11-09 to 2026-11-27, Met");
}

#[test]
fn an_answer_in_time_meets_its_period_and_a_late_one_does_not() {
    let runs = period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-24");
    let given = space_with([runs.clone(), answered(Who::Defendant).at("2026-11-24T20:00:00+08:00")]);
    assert_snapshot!(on(&given, "2026-11-25"), @"period:court:3 ANSWER 提交答辩状: party 1, 2026-11-09 to 2026-11-24, Met");
    let given = space_with([runs.clone(), answered(Who::Defendant).at("2026-11-25T08:00:00+08:00")]);
    assert_snapshot!(on(&given, "2026-11-25"), @"period:court:3 ANSWER 提交答辩状: party 1, 2026-11-09 to 2026-11-24, Elapsed");
    // The answer of somebody else is not the defendant's.
    let given = space_with([runs, answered(Who::ThirdParty)]);
    assert_snapshot!(on(&given, "2026-11-24"), @"period:court:3 ANSWER 提交答辩状: party 1, 2026-11-09 to 2026-11-24, Running");
}

#[test]
fn a_restoration_helps_the_party_that_was_hindered() {
    let about = applied_about(Who::Defendant, ApplicationKind::RestorePeriod, court(3));
    let restored = granted(front(6), ApplicationKind::RestorePeriod, Some("2026-12-01"));
    let answer = period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-18");
    let given = space_with([answer, about.clone(), restored.clone()]);
    assert_snapshot!(on(&given, MONDAY), @"period:court:3 ANSWER 提交答辩状: party 1, 2026-11-09 to 2026-12-01, Running, from 2026-11-18 by court:4");
    let given = space_with([evidence_until("2026-11-18"), about, restored]);
    assert_snapshot!(on(&given, MONDAY), @"
    evidence:court:3 EVID_SIMPL 举证期限: everybody, 2026-11-09 to 2026-11-18, Elapsed
    evidence:court:3:restored:front:6 EVID_SIMPL 举证期限: party 1, 2026-11-09 to 2026-12-01, Running, from 2026-11-18 by court:4
    ");
}

#[test]
fn the_turn_is_of_whoever_has_the_least_time() {
    let given = space_with([
        evidence_until("2026-11-30"),
        period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-24"),
        asked(1, None, Some("2026-11-27")),
        period("", "补充鉴定材料", CLAIMANT, "2026-11-09", "2026-11-20"),
    ]);
    let all = agenda::deadlines(&fold(&given), &FACTS);
    let turn = agenda::turn(&all, day(MONDAY));
    let told: Vec<String> =
        turn.iter().map(|turn| format!("{:?} {}", turn.whose, turn.deadline.key)).collect();
    assert_snapshot!(told.join("\n"), @"
    Side { side: Claimant } period:court:6
    Party { party: 1 } period:court:4
    Parties evidence:court:3
    Court trial
    ");
}

proptest! {
    /// No period of the table that days off move ends on one.
    #[test]
    fn no_decision_is_due_on_a_day_off(from_day in 0_i32..360) {
        let from = day("2026-01-01").plus_days(from_day).expect("a date");
        let at = weicourt_domain::instant::Instant::midnight(from).plus_ms(36_000_000);
        let at = at.to_string();
        let given = space_with([
            applied(Who::Plaintiff, ApplicationKind::Recusal).at(&at),
            applied(Who::Plaintiff, ApplicationKind::PropertyPreservation).at(&at),
        ]);
        for deadline in agenda::deadlines(&fold(&given), &FACTS) {
            if deadline.key.starts_with("application") {
                prop_assert_eq!(FACTS.holidays.day_off(deadline.until).expect("announced"), None);
                let again = FACTS.deadlines.last_day(&deadline.rule, PeriodStart::Day(from), None, &FACTS.holidays);
                prop_assert_eq!(again.expect("counted").last_day, deadline.until);
            }
        }
    }
}

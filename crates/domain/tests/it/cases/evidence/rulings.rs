//! The judge's rulings on exhibits, and the court's own questions.

use insta::assert_snapshot;
use weicourt_domain::command::{AnswerCourtQuestion, AskCourtQuestion, Command, RuleOnEvidence};
use weicourt_domain::entry::{EvidenceRuling, LateTreatment, Stance};
use weicourt_domain::evidence::ruling_of;

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, check_at, who_may};
use super::given::*;

const REASON: &str = "与其他证据相互印证";

fn heard() -> Vec<Told> {
    space_with([
        exhibit(Who::Plaintiff, "借条"),
        opinion(Who::Defendant, first(), Stance::Dispute),
        opinion(Who::ThirdParty, first(), Stance::Agree),
    ])
}

#[test]
fn the_handling_judge_rules() {
    assert_snapshot!(who_may(&heard(), |_| rules(first(), EvidenceRuling::Adopted, "")), @r"
    allowed: Handling
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn a_ruling_that_does_not_adopt_owes_its_reason() {
    for ruling in [EvidenceRuling::PartlyAdopted, EvidenceRuling::NotAdopted] {
        let told = check(&heard(), Who::Handling, rules(first(), ruling, " "));
        assert_eq!(told, "refused: a ruling that does not adopt owes its reason");
        assert!(check(&heard(), Who::Handling, rules(first(), ruling, REASON)).starts_with("Court"));
    }
}

#[test]
fn nothing_is_adopted_without_cross_examination() {
    let given =
        space_with([exhibit(Who::Plaintiff, "借条"), opinion(Who::Defendant, first(), Stance::Agree)]);
    let adopts = || rules(first(), EvidenceRuling::Adopted, REASON);
    assert_snapshot!(check(&given, Who::Handling, adopts()), @"refused: parties [2] have not been heard on the exhibit");
    let rejects = rules(first(), EvidenceRuling::NotAdopted, REASON);
    assert!(check(&given, Who::Handling, rejects).starts_with("Court"), "what is not adopted harms nobody");
    // Who lets the time pass has been heard.
    let mut given = given;
    given.insert(open_space().len(), period("2026-11-20", "2026-11-24"));
    let on = |day: &str| check_at(&given, Who::Handling, adopts(), &format!("{day}T10:00:00+08:00"));
    assert_snapshot!(on("2026-11-24"), @"refused: parties [2] have not been heard on the exhibit");
    assert!(on("2026-11-25").starts_with("Court"));
}

#[test]
fn time_does_not_pass_for_what_came_after_it_or_is_hidden() {
    let late = space_with([
        period("2026-11-20", "2026-11-20"),
        exhibit(Who::Plaintiff, "借条").at("2026-11-21T12:00:00+08:00"),
    ]);
    let adopts = |late| {
        let (ruling, reason) = (EvidenceRuling::Adopted, REASON.to_owned());
        Command::RuleOnEvidence(RuleOnEvidence { exhibit: first(), ruling, reason, late })
    };
    let taken = Some(LateTreatment::TakenWithReprimand);
    assert_snapshot!(check(&late, Who::Handling, adopts(taken)), @"refused: parties [1, 2] have not been heard on the exhibit");
    let mut opened = late;
    opened.push(round([first()], 2, "2026-11-22"));
    assert!(check(&opened, Who::Handling, adopts(taken)).starts_with("Court"));
    let hidden = space_with([
        period("2026-11-20", "2026-11-20"),
        exhibit(Who::Plaintiff, "账册"),
        restricted(first(), &[Who::DefendantsRelative]),
    ]);
    assert_snapshot!(check(&hidden, Who::Handling, adopts(None)), @"refused: parties [2] have not been heard on the exhibit");
}

#[test]
fn a_late_exhibit_owes_a_word_on_its_lateness_and_no_other_does() {
    let late = space_with([
        period("2026-11-20", "2026-11-24"),
        exhibit(Who::Plaintiff, "借条").at("2026-11-22T12:00:00+08:00"),
        opinion(Who::Defendant, first(), Stance::Agree),
        opinion(Who::ThirdParty, first(), Stance::Agree),
    ]);
    let with = |given: &[Told], ruling, late| {
        let reason = REASON.to_owned();
        let command = RuleOnEvidence { exhibit: first(), ruling, reason, late };
        check(given, Who::Handling, Command::RuleOnEvidence(command))
    };
    let (adopted, not_adopted) = (EvidenceRuling::Adopted, EvidenceRuling::NotAdopted);
    assert_snapshot!(with(&late, adopted, None), @"refused: the exhibit came 2 days late: say how that is treated");
    assert_snapshot!(with(&late, adopted, Some(LateTreatment::NotTaken)), @"refused: late evidence that is not taken cannot be adopted");
    assert!(with(&late, not_adopted, Some(LateTreatment::NotTaken)).starts_with("Court"));
    assert!(with(&late, adopted, Some(LateTreatment::NotLate)).starts_with("Court"));
    assert_snapshot!(with(&heard(), adopted, Some(LateTreatment::NotLate)), @"refused: the exhibit was not late");
}

#[test]
fn a_later_ruling_replaces_and_what_was_taken_back_is_not_ruled_on() {
    let mut given = heard();
    given.extend([
        ruled(first(), EvidenceRuling::NotAdopted, None),
        ruled(first(), EvidenceRuling::Adopted, None),
    ]);
    let state = fold(&given);
    assert_eq!(ruling_of(&state, first()).map(|ruling| ruling.ruling), Some(EvidenceRuling::Adopted));
    let gone = space_with([exhibit(Who::Plaintiff, "借条"), withdrawn(Who::Plaintiff, first())]);
    let told = check(&gone, Who::Handling, rules(first(), EvidenceRuling::NotAdopted, REASON));
    assert_eq!(told, "refused: the exhibit was taken back");
}

#[test]
fn the_court_asks_a_party_and_the_party_answers_once() {
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    assert_snapshot!(check(&given, Who::Panel, asks(Some(first()), 1)), @r#"Court, Judge to everyone, Material: court_question_asked {"exhibit":{"origin":"front","seq":6},"party":1,"question":"款项由谁转出"}"#);
    let mut given = given;
    given.push(asked(Some(first()), 1));
    let told = check(&given, Who::DefendantsRelative, answers(court(3)));
    assert!(
        told.starts_with("Front, LitigationAgent to everyone, Material: court_question_answered"),
        "{told}"
    );
    assert_eq!(check(&given, Who::Plaintiff, answers(court(3))), "refused: no such question");
    let silent = AnswerCourtQuestion { question: court(3), answer: " ".to_owned() };
    let told = check(&given, Who::Defendant, Command::AnswerCourtQuestion(silent));
    assert_eq!(told, "refused: nothing was asked or answered");
    given.push(answered(Who::Defendant, court(3)));
    assert_eq!(check(&given, Who::Defendant, answers(court(3))), "refused: the question was answered");
}

#[test]
fn nobody_is_asked_about_what_they_may_not_know() {
    let given = space_with([secret(Who::Plaintiff, "账册")]);
    let told = check(&given, Who::Handling, asks(Some(first()), 1));
    assert_eq!(told, "refused: the party may not know of the exhibit");
    assert!(check(&given, Who::Handling, asks(Some(first()), 0)).starts_with("Court"));
    assert!(check(&given, Who::Handling, asks(None, 1)).starts_with("Court"));
    assert_eq!(check(&given, Who::Handling, asks(None, 9)), "refused: no such party");
    let past = AskCourtQuestion {
        exhibit: None,
        party: 1,
        question: "何时".to_owned(),
        until: "2026-11-22".parse().ok(),
    };
    let told = check(&given, Who::Handling, Command::AskCourtQuestion(past));
    assert_eq!(told, "refused: the last day lies in the past");
}

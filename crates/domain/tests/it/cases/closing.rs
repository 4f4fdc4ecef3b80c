//! The end of a case.

use insta::assert_snapshot;
use weicourt_domain::command::{CloseCase, Command};
use weicourt_domain::entry::Outcome;
use weicourt_domain::form::FilingKind;

use super::given::*;
use super::people::Who;
use super::{check, check_at, who_may};

const OUTCOMES: [Outcome; 9] = [
    Outcome::Judgment,
    Outcome::Mediated,
    Outcome::Withdrawn,
    Outcome::DeemedWithdrawn,
    Outcome::Dismissed,
    Outcome::Transferred,
    Outcome::Terminated,
    Outcome::Enforced,
    Outcome::RoundTerminated,
];

fn closes(outcome: Outcome) -> Command {
    Command::CloseCase(CloseCase { outcome, note: "已经结案".to_owned() })
}

#[test]
fn the_judge_ends_the_case_before_everybody() {
    assert_snapshot!(check(&open_space(), Who::Handling, closes(Outcome::Mediated)), @r#"Court, HandlingJudge to everyone, Register: case_closed {"closed_on":"2026-11-23","note":"已经结案","outcome":"mediated"}"#);
}

#[test]
fn nobody_else_ends_a_case() {
    assert_snapshot!(who_may(&open_space(), |_| closes(Outcome::Mediated)), @r"
    allowed: Handling
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
    assert_snapshot!(who_may(&enforcement(), |_| closes(Outcome::Enforced)), @r"
    allowed: Handling
    refused, not a member of this case: PlaintiffsLawyer, DefendantsRelative, ThirdParty, Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, Defendant, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn each_kind_of_case_has_its_ends() {
    let mut table = String::new();
    for kind in
        [FilingKind::CivilFirstInstance, FilingKind::AdministrativeFirstInstance, FilingKind::Enforcement]
    {
        let given = [submitted(form(kind)), filed()[1].clone(), bench()];
        let ends = OUTCOMES.iter().filter(|outcome| {
            let answer = check(&given, Who::Handling, closes(**outcome));
            let fits = answer.starts_with("Court");
            assert!(fits || answer == "refused: this kind of case does not end so", "{answer}");
            fits
        });
        table += &format!("{kind:?}: {:?}\n", ends.collect::<Vec<_>>());
    }
    assert_snapshot!(table, @r"
    CivilFirstInstance: [Judgment, Mediated, Withdrawn, DeemedWithdrawn, Dismissed, Transferred, Terminated]
    AdministrativeFirstInstance: [Judgment, Mediated, Withdrawn, DeemedWithdrawn, Dismissed, Transferred, Terminated]
    Enforcement: [Dismissed, Transferred, Terminated, Enforced, RoundTerminated]
    ");
}

#[test]
fn a_case_ends_once_and_only_after_it_was_filed() {
    let over = space_with([closed(Outcome::Mediated)]);
    assert_snapshot!(check(&over, Who::Handling, closes(Outcome::Mediated)), @"refused: the case is closed");
    assert_snapshot!(check(&filed(), Who::Handling, closes(Outcome::Mediated)), @"refused: not a member of this case");
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, closes(Outcome::Mediated)), @"refused: the role does not allow this act");
}

#[test]
fn the_day_of_the_end_is_the_day_in_beijing() {
    let at = |now| check_at(&open_space(), Who::Handling, closes(Outcome::Judgment), now);
    assert!(at("2026-11-23T15:59:59.999Z").contains("2026-11-23"));
    assert!(at("2026-11-23T16:00:00Z").contains("2026-11-24"));
}

#[test]
fn everybody_who_was_in_the_space_still_reads_it() {
    let over = space_with([closed(Outcome::Mediated)]);
    let state = fold(&over);
    for who in [Who::Plaintiff, Who::Defendant, Who::Handling, Who::Clerk] {
        assert!(state.membership(&who.actor()).is_some(), "{who:?}");
    }
}

//! Flags of a case: who sets them, and what follows.

use insta::assert_snapshot;
use weicourt_domain::audience::Class;
use weicourt_domain::command::{Command, FlagCase};
use weicourt_domain::entry::Outcome;
use weicourt_domain::policy::{CaseFlag, Policy, Sharing};

use super::given::*;
use super::people::Who;
use super::{check, who_may};

fn flags<const N: usize>(flags: [CaseFlag; N]) -> Command {
    Command::FlagCase(FlagCase { flags: flags.into(), reason: " 涉及当事人隐私 ".to_owned() })
}

#[test]
fn the_judge_flags_a_case_for_the_court_alone() {
    assert_snapshot!(check(&open_space(), Who::Handling, flags([CaseFlag::Privacy, CaseFlag::NotPublic])), @r#"Court, HandlingJudge to the court, Register: case_flagged {"flags":["privacy","not_public"],"reason":"涉及当事人隐私"}"#);
}

#[test]
fn only_who_leads_the_case_and_the_filing_desk_flag_it() {
    assert_snapshot!(who_may(&open_space(), |_| flags([CaseFlag::Minors])), @r"
    allowed: Handling, FilingOfficer
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, DivisionHead, President, Clock
    ");
    assert_snapshot!(who_may(&enforcement(), |_| flags([CaseFlag::Minors])), @r"
    allowed: Handling, FilingOfficer
    refused, not a member of this case: PlaintiffsLawyer, DefendantsRelative, ThirdParty, Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, Defendant, Panel, SecondPanel, Assistant, Clerk, DivisionHead, President, Clock
    ");
}

#[test]
fn a_case_is_flagged_while_it_is_reviewed_and_not_after_its_end() {
    let officer = |given: &[Told]| check(given, Who::FilingOfficer, flags([CaseFlag::Minors]));
    assert!(officer(&[civil()]).starts_with("Court, FilingOfficer"));
    assert!(officer(&[civil(), returned("2026-11-30")]).starts_with("Court, FilingOfficer"));
    assert_snapshot!(officer(&[civil(), rejected()]), @"refused: not possible while the case is NotAccepted");
    let over = space_with([closed(Outcome::Mediated)]);
    assert_snapshot!(check(&over, Who::Handling, flags([CaseFlag::Minors])), @"refused: the case is closed");
}

#[test]
fn flags_change_something_and_have_a_reason() {
    let flagged_once = space_with([flagged([CaseFlag::Minors])]);
    assert_snapshot!(check(&flagged_once, Who::Handling, flags([CaseFlag::Minors])), @"refused: the case has these flags already");
    let without = |reason: String| {
        check(&flagged_once, Who::Handling, Command::FlagCase(FlagCase { flags: [].into(), reason }))
    };
    assert_snapshot!(without(" \n".to_owned()), @"refused: a reason is needed");
    assert_snapshot!(without("理".repeat(501)), @"refused: the reason is longer than 500 characters");
    assert!(without("理".repeat(500)).starts_with("Court"));
}

#[test]
fn new_flags_replace_the_old_ones_and_change_what_leaves() {
    let policy = Policy::embedded();
    let material = |given: &[Told]| policy.rule(&fold(given), Class::Material).sharing;
    assert_eq!(material(&open_space()), Sharing::Share);
    assert_eq!(material(&space_with([flagged([CaseFlag::Minors])])), Sharing::Withhold);
    let taken_off = space_with([flagged([CaseFlag::Minors]), flagged([CaseFlag::NotPublic])]);
    assert_eq!(fold(&taken_off).decided.flags, [CaseFlag::NotPublic].into());
    assert_eq!(material(&taken_off), Sharing::Share);
}

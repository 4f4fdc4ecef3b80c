//! Who may see an exhibit, and the trace of each look.

use insta::assert_snapshot;
use weicourt_domain::command::{Command, RequestRestriction, RestrictEvidence};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::MessageContent;
use weicourt_domain::permission::{may_read_blob, may_see, sight};

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, instant, who_may};
use super::given::*;

fn restricts(exhibit: weicourt_domain::log::EntryRef, persons: &[Who]) -> Command {
    let (restriction, reason) = (Some(circle(persons)), "涉及商业秘密".to_owned());
    Command::RestrictEvidence(RestrictEvidence { exhibit, restriction, reason })
}

fn opens(exhibit: weicourt_domain::log::EntryRef) -> Command {
    let reason = "不属于商业秘密".to_owned();
    Command::RestrictEvidence(RestrictEvidence { exhibit, restriction: None, reason })
}

/// How many of the entries after the open space somebody sees.
fn n_seen(given: &[Told], who: Who) -> usize {
    let entries = log(given);
    let state = state_of(&entries);
    let later = &entries[open_space().len()..];
    later.iter().filter(|entry| may_see(&state, &who.actor(), &entry.envelope)).count()
}

fn reads(given: &[Told], who: Who, name: &str, now: &str) -> bool {
    may_read_blob(&fold(given), &who.actor(), Digest::of(name.as_bytes()), instant(now))
}

#[test]
fn a_secret_is_hidden_from_its_first_moment() {
    let given = space_with([secret(Who::Plaintiff, "账册")]);
    assert_snapshot!(who_may(&given, |_| looks_at(first())), @r"
    allowed: Handling, Panel, SecondPanel, Assistant, Clerk
    refused, no such exhibit: Defendant, DefendantsRelative, ThirdParty
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, nothing to record: Plaintiff, PlaintiffsLawyer
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    for (who, n) in [(Who::PlaintiffsLawyer, 1), (Who::Clerk, 1), (Who::Defendant, 0), (Who::ThirdParty, 0)] {
        assert_eq!(n_seen(&given, who), n, "{who:?}");
    }
}

#[test]
fn whoever_is_shut_out_sees_no_entry_about_the_exhibit() {
    let picture = MessageContent::Photo { blob: photo("照片"), preview: None };
    let given = space_with([
        shown(Who::Plaintiff, picture),
        listed(Who::Plaintiff, first(), None),
        received(front(7), true),
        opinion(Who::Defendant, front(7), weicourt_domain::entry::Stance::Agree),
        round([front(7)], 2, "2026-11-30"),
        asked(Some(front(7)), 0),
        answered(Who::Plaintiff, court(5)),
        comparison_requested(Who::ThirdParty, front(7)),
        comparison_appointed(front(7)),
        compared(front(7), true),
        ruled(front(7), weicourt_domain::entry::EvidenceRuling::NotAdopted, None),
        restricted(front(7), &[Who::ThirdParty]),
        looked(Who::ThirdParty, front(7)),
        withdrawn(Who::Plaintiff, front(7)),
    ]);
    let n_all = given.len() - open_space().len();
    assert_eq!(n_seen(&given, Who::Handling), n_all);
    assert_eq!(n_seen(&given, Who::PlaintiffsLawyer), n_all);
    assert_eq!(n_seen(&given, Who::ThirdParty), n_all, "named, and the look is their own");
    assert_eq!(n_seen(&given, Who::Defendant), 0, "not even their own opinion: it speaks of the exhibit");
    let soon = "2026-11-09T12:05:00+08:00";
    assert!(!reads(&given, Who::Defendant, "照片", soon));
    assert!(reads(&given, Who::ThirdParty, "照片", soon));
}

#[test]
fn files_open_for_ten_minutes_after_a_look() {
    let given = space_with([
        exhibit(Who::Plaintiff, "账册"),
        restricted(first(), &[Who::Defendant]),
        looked(Who::Defendant, first()).at("2026-11-23T10:00:00+08:00"),
    ]);
    assert!(reads(&given, Who::Defendant, "账册", "2026-11-23T10:10:00+08:00"));
    assert!(!reads(&given, Who::Defendant, "账册", "2026-11-23T10:10:00.001+08:00"));
    assert!(!reads(&given, Who::Defendant, "账册", "2026-11-23T09:59:59+08:00"));
    assert!(!reads(&given, Who::Handling, "账册", "2026-11-23T10:01:00+08:00"), "the bench looks, too");
    assert!(reads(&given, Who::PlaintiffsLawyer, "账册", "2026-11-23T12:00:00+08:00"), "their own side");
}

#[test]
fn a_look_is_for_the_side_of_the_exhibit_and_the_court() {
    let given = space_with([exhibit(Who::Plaintiff, "账册"), restricted(first(), &[Who::Defendant])]);
    assert_snapshot!(check(&given, Who::Defendant, looks_at(first())), @r#"Front, Defendant to Claimant and the court, Material: evidence_looked {"exhibit":{"origin":"front","seq":6}}"#);
    assert_snapshot!(check(&given, Who::Clerk, looks_at(first())), @r#"Court, Clerk to Claimant and the court, Material: evidence_looked {"exhibit":{"origin":"front","seq":6}}"#);
    assert_snapshot!(check(&given, Who::ThirdParty, looks_at(first())), @"refused: no such exhibit");
    let open = space_with([exhibit(Who::Plaintiff, "账册")]);
    assert_snapshot!(check(&open, Who::Defendant, looks_at(first())), @"refused: nothing to record");
}

#[test]
fn the_judge_names_members_and_owes_a_reason() {
    let given = space_with([exhibit(Who::Plaintiff, "账册")]);
    let told = check(&given, Who::Handling, restricts(first(), &[Who::DefendantsRelative]));
    assert!(told.starts_with("Court, HandlingJudge to everyone, Material: evidence_restricted"), "{told}");
    let told = check(&given, Who::Handling, restricts(first(), &[Who::Stranger]));
    assert_eq!(told, "refused: no such member");
    let silent = RestrictEvidence { exhibit: first(), restriction: Some(circle(&[])), reason: String::new() };
    let told = check(&given, Who::Handling, Command::RestrictEvidence(silent));
    assert_eq!(told, "refused: a reason is needed");
    assert_eq!(check(&given, Who::Handling, opens(first())), "refused: the exhibit is not restricted");
    let wanted: Vec<_> = given.into_iter().chain([wished(Who::Plaintiff, first())]).collect();
    assert!(check(&wanted, Who::Handling, opens(first())).starts_with("Court"), "the wish is refused");
}

#[test]
fn a_side_asks_for_its_own_exhibit_once() {
    let wants = |exhibit| Command::RequestRestriction(RequestRestriction { exhibit, wish: wish() });
    let given = space_with([exhibit(Who::Plaintiff, "账册")]);
    let told = check(&given, Who::Plaintiff, wants(first()));
    assert!(told.starts_with("Front, Plaintiff to Claimant and the court, Material"), "{told}");
    assert_eq!(check(&given, Who::Defendant, wants(first())), "refused: only its own side can do that");
    let asked: Vec<_> = given.iter().cloned().chain([wished(Who::Plaintiff, first())]).collect();
    let told = check(&asked, Who::PlaintiffsLawyer, wants(first()));
    assert_eq!(told, "refused: the exhibit is restricted already");
    assert_eq!(
        n_seen(&asked, Who::Defendant),
        1,
        "until the court decides it stays open; the wish is hidden"
    );
    let refused = opened_to_all(first()).at("2026-11-10T12:00:00+08:00");
    let refused: Vec<_> = asked.into_iter().chain([refused]).collect();
    assert!(check(&refused, Who::Plaintiff, wants(first())).starts_with("Front"), "and may ask again");
}

#[test]
fn a_screen_learns_that_what_it_may_see_has_changed() {
    let sees = |more: Vec<Told>, who: Who| {
        let state = fold(&space_with(more));
        let membership = state.membership(&who.actor()).expect("a member");
        sight(&state, membership, &who.actor())
    };
    let open = || exhibit(Who::Plaintiff, "账册");
    let shut = |persons: &[Who]| vec![open(), restricted(first(), persons)];
    assert_eq!(sees(vec![open()], Who::Defendant), 0);
    assert_ne!(sees(shut(&[]), Who::Defendant), 0);
    assert_eq!(sees(shut(&[Who::Defendant]), Who::Defendant), 0);
    for who in [Who::Handling, Who::Plaintiff, Who::PlaintiffsLawyer] {
        assert_eq!(sees(shut(&[]), who), 0, "{who:?} always sees it");
    }
    let other = vec![open(), open(), restricted(front(7), &[])];
    assert_ne!(sees(other, Who::Defendant), sees(shut(&[]), Who::Defendant));
}

//! Cross-examination: opinions, rounds, the tally.

use insta::assert_snapshot;
use weicourt_domain::command::{Command, OpenOpinionRound};
use weicourt_domain::entry::{EvidenceRuling, OpinionForm, PointOpinion, Stance};
use weicourt_domain::evidence::{Tally, awaited, is_late_opinion, opinions_on, tally};
use weicourt_domain::log::EntryRef;

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, who_may};
use super::given::*;

fn reopens<const N: usize>(exhibits: [EntryRef; N]) -> Command {
    let until = "2026-11-30".parse().expect("a date");
    Command::OpenOpinionRound(OpenOpinionRound { exhibits: exhibits.into(), until, note: String::new() })
}

#[test]
fn the_other_sides_say_what_they_think_of_an_exhibit() {
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    assert_snapshot!(who_may(&given, |_| gives(first(), says(Stance::Agree))), @r"
    allowed: Defendant, DefendantsRelative, ThirdParty
    refused, a party cannot cross-examine its own evidence: Plaintiff, PlaintiffsLawyer
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn a_dispute_owes_its_reason_and_says_of_which_point() {
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    let silent = |stance| PointOpinion { stance, reason: " ".to_owned() };
    let form = OpinionForm { legality: silent(Stance::Dispute), ..says(Stance::Agree) };
    assert_snapshot!(check(&given, Who::Defendant, gives(first(), form)), @"refused: a reason is needed for Legality");
    let form = OpinionForm { force: silent(Stance::NeedOriginal), ..says(Stance::Agree) };
    assert_snapshot!(check(&given, Who::Defendant, gives(first(), form)), @"refused: a reason is needed for Force");
    let form = OpinionForm { relevance: silent(Stance::Agree), ..says(Stance::Dispute) };
    assert!(check(&given, Who::Defendant, gives(first(), form)).starts_with("Front"));
}

#[test]
fn counter_evidence_is_another_exhibit_that_everybody_may_know_of() {
    let given = space_with([
        exhibit(Who::Plaintiff, "借条"),
        exhibit(Who::Defendant, "收条"),
        secret(Who::Defendant, "账册"),
        secret(Who::ThirdParty, "底单"),
    ]);
    let against = |counter| {
        let form = OpinionForm { counter_evidence: [front(counter)].into(), ..says(Stance::Dispute) };
        check(&given, Who::Defendant, gives(first(), form))
    };
    assert!(against(7).starts_with("Front"));
    for other in [6, 8, 9, 1, 99] {
        assert_eq!(against(other), "refused: no such counter-evidence", "{other}");
    }
}

#[test]
fn after_the_ruling_opinions_are_taken_in_a_further_round_only() {
    let given = space_with([exhibit(Who::Plaintiff, "借条"), ruled(first(), EvidenceRuling::Adopted, None)]);
    let told = check(&given, Who::Defendant, gives(first(), says(Stance::Dispute)));
    assert_eq!(told, "refused: the judge has ruled on the exhibit");
    let again: Vec<_> = given.iter().cloned().chain([round([first()], 2, "2026-11-30")]).collect();
    let told = check(&again, Who::Defendant, gives(first(), says(Stance::Dispute)));
    assert!(told.contains(r#""round":2"#), "{told}");
    let gone = space_with([exhibit(Who::Plaintiff, "借条"), withdrawn(Who::Plaintiff, first())]);
    let told = check(&gone, Who::Defendant, gives(first(), says(Stance::Agree)));
    assert_eq!(told, "refused: the exhibit was taken back");
}

#[test]
fn a_round_on_all_is_one_entry_and_a_restricted_exhibit_gets_its_own() {
    let given = space_with([exhibit(Who::Plaintiff, "借条"), secret(Who::Plaintiff, "账册")]);
    assert_snapshot!(check(&given, Who::Handling, reopens([])), @r#"Court, HandlingJudge to everyone, Material: opinion_round_opened {"exhibits":[],"note":"","round":2,"until":"2026-11-30"}"#);
    assert_snapshot!(check(&given, Who::Handling, reopens([first(), front(7)])), @r#"
    Court, HandlingJudge to everyone, Material: opinion_round_opened {"exhibits":[{"origin":"front","seq":7}],"note":"","round":2,"until":"2026-11-30"}
    Court, HandlingJudge to everyone, Material: opinion_round_opened {"exhibits":[{"origin":"front","seq":6}],"note":"","round":2,"until":"2026-11-30"}
    "#);
    assert_eq!(check(&open_space(), Who::Handling, reopens([])), "refused: no such exhibit");
    let further: Vec<_> = given.into_iter().chain([round([], 2, "2026-11-23")]).collect();
    assert!(check(&further, Who::Handling, reopens([])).contains(r#""round":3"#));
}

#[test]
fn an_opinion_after_its_last_day_is_taken_and_marked() {
    let given = space_with([
        period("2026-11-20", "2026-11-24"),
        exhibit(Who::Plaintiff, "借条"),
        opinion(Who::Defendant, first(), Stance::Agree).at("2026-11-24T23:59:59+08:00"),
        opinion(Who::Defendant, first(), Stance::Dispute).at("2026-11-25T00:00:00+08:00"),
        round([], 2, "2026-11-30"),
        opinion_in(Who::Defendant, first(), Stance::Agree, 2).at("2026-11-26T00:00:00+08:00"),
    ]);
    let state = fold(&given);
    let shown = state.exhibit(first()).expect("an exhibit");
    let late: Vec<_> =
        opinions_on(&state, first()).iter().map(|opinion| is_late_opinion(&state, shown, opinion)).collect();
    assert_eq!(late, [false, true, false]);
}

fn counted(more: impl IntoIterator<Item = Told>) -> [u32; 6] {
    let state = fold(&space_with(more));
    let Tally { n_exhibits, n_undisputed, n_disputed, n_need_original, n_waiting, n_ruled } =
        tally(&state, state.exhibits());
    [n_exhibits, n_undisputed, n_disputed, n_need_original, n_waiting, n_ruled]
}

#[test]
fn an_exhibit_is_undisputed_when_every_other_party_agreed_on_every_point() {
    let shown = || exhibit(Who::Plaintiff, "借条");
    let by = |who, stance| opinion(who, first(), stance);
    let agree = Stance::Agree;
    assert_eq!(counted([shown()]), [1, 0, 0, 0, 1, 0]);
    assert_eq!(
        counted([shown(), by(Who::Defendant, agree)]),
        [1, 0, 0, 0, 1, 0],
        "the third party is silent"
    );
    let all = [shown(), by(Who::DefendantsRelative, agree), by(Who::ThirdParty, agree)];
    assert_eq!(counted(all), [1, 1, 0, 0, 0, 0], "an agent speaks for the party");
    assert_eq!(counted([shown(), by(Who::Defendant, Stance::Dispute)]), [1, 0, 1, 0, 0, 0]);
    let original = [shown(), by(Who::Defendant, Stance::NeedOriginal), by(Who::ThirdParty, agree)];
    assert_eq!(counted(original), [1, 0, 0, 1, 0, 0]);
    let changed = [shown(), by(Who::Defendant, Stance::Dispute), by(Who::Defendant, agree)];
    assert_eq!(counted(changed), [1, 0, 0, 0, 1, 0], "the last opinion of a party counts");
    let ruled = [shown(), by(Who::Defendant, Stance::Dispute), ruled(first(), EvidenceRuling::Adopted, None)];
    assert_eq!(counted(ruled), [1, 0, 1, 0, 0, 1]);
}

#[test]
fn what_was_taken_back_or_has_to_be_handed_in_again_does_not_count() {
    let shown = || exhibit(Who::Plaintiff, "借条");
    assert_eq!(counted([shown(), withdrawn(Who::Plaintiff, first())]), [0; 6]);
    assert_eq!(counted([shown(), received(first(), false)]), [0; 6]);
    assert_eq!(counted([shown(), received(first(), true)]), [1, 0, 0, 0, 1, 0]);
}

#[test]
fn only_parties_who_are_in_the_case_are_waited_for() {
    let given: Vec<_> = space_with([exhibit(Who::Plaintiff, "借条")])
        .into_iter()
        .filter(|told| !told.is_of(Who::ThirdParty))
        .collect();
    let state = fold(&given);
    let shown = state.exhibits().next().expect("an exhibit");
    assert_eq!(awaited(&state, shown), [1]);
}

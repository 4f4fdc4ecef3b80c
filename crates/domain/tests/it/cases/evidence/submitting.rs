//! Handing in, taking back, receiving.

use insta::assert_snapshot;
use weicourt_domain::command::{Command, ReceiveEvidence, WithdrawEvidence};
use weicourt_domain::entry::{
    Crop, EvidenceRuling, ExhibitForm, ExhibitPage, MessageContent, RestrictionWish, Stance,
};
use weicourt_domain::evidence::{MOST_PAGES, exhibit_actions};

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, instant, who_may};
use super::given::*;

fn refused(form: ExhibitForm) -> String {
    check(&open_space(), Who::Plaintiff, submits(form))
}

#[test]
fn parties_and_their_agents_hand_in_evidence() {
    assert_snapshot!(who_may(&open_space(), |_| submits(exhibit_form("借条"))), @r"
    allowed: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn an_exhibit_is_for_everybody_and_of_the_chain_of_the_parties() {
    let told = check(&open_space(), Who::DefendantsRelative, submits(exhibit_form("收条")));
    assert!(told.starts_with("Front, LitigationAgent to everyone, Material: evidence_submitted"), "{told}");
    assert!(told.contains(r#""party":1"#), "the agent hands in for the party: {told}");
}

#[test]
fn an_exhibit_says_what_it_is_and_what_it_proves() {
    let form = || exhibit_form("借条");
    assert_eq!(refused(ExhibitForm { name: " ".to_owned(), ..form() }), "refused: the exhibit has no name");
    let told = refused(ExhibitForm { purpose: String::new(), ..form() });
    assert_eq!(told, "refused: the exhibit does not say what it is to prove");
    assert_eq!(refused(ExhibitForm { pages: vec![], ..form() }), "refused: the exhibit has no page");
    let too_many = vec![page("页"); MOST_PAGES + 1];
    assert_eq!(
        refused(ExhibitForm { pages: too_many, ..form() }),
        "refused: an exhibit has at most 200 files"
    );
    let told = refused(ExhibitForm { name: "长".repeat(101), ..form() });
    assert_eq!(told, "refused: longer than 100 characters");
    let told = refused(ExhibitForm { made_on: "2026-11-24".parse().ok(), ..form() });
    assert_eq!(told, "refused: the exhibit was made after today");
    let silent = RestrictionWish { reason: String::new(), ..wish() };
    assert_eq!(refused(ExhibitForm { restriction: Some(silent), ..form() }), "refused: a reason is needed");
}

#[test]
fn pages_are_turned_by_quarters_and_cropped_inside() {
    let shown = |turn_degrees, crop| {
        let odd = ExhibitPage { turn_degrees, crop, ..page("二") };
        refused(ExhibitForm { pages: vec![page("一"), odd], ..exhibit_form("借条") })
    };
    assert_eq!(shown(45, None), "refused: file 2 is not turned by quarters");
    let crop = |left, width| Some(Crop { left, top: 0, width, height: 1000 });
    assert_eq!(shown(270, crop(1, 1000)), "refused: the part shown of file 2 lies outside it");
    assert_eq!(shown(0, crop(0, 0)), "refused: the part shown of file 2 lies outside it");
    assert!(shown(270, crop(0, 1000)).starts_with("Front"));
}

#[test]
fn exhibits_are_numbered_for_each_side_and_keep_their_numbers() {
    let state = fold(&space_with([
        exhibit(Who::Plaintiff, "借条"),
        exhibit(Who::Defendant, "收条"),
        exhibit(Who::PlaintiffsLawyer, "转账记录"),
        withdrawn(Who::Plaintiff, first()),
    ]));
    let numbers: Vec<_> = state.exhibits().map(|exhibit| state.exhibit_number(exhibit)).collect();
    assert_eq!(numbers, [1, 1, 2]);
}

#[test]
fn a_message_of_ones_own_side_becomes_an_exhibit_with_its_own_files() {
    let picture = |name| MessageContent::Photo { blob: photo(name), preview: None };
    let given = space_with([shown(Who::PlaintiffsLawyer, picture("照片"))]);
    let told = check(&given, Who::Plaintiff, lists(exhibit_form("照片"), first(), None));
    assert!(told.starts_with("Front"), "{told}");
    let told = check(&given, Who::Plaintiff, lists(exhibit_form("别的"), first(), None));
    assert_eq!(told, "refused: file 1 is not one of the message");
    let told = check(&given, Who::Defendant, lists(exhibit_form("照片"), first(), None));
    assert_eq!(told, "refused: no such message of this side");
    let twice: Vec<_> = given.iter().cloned().chain([listed(Who::Plaintiff, first(), None)]).collect();
    let told = check(&twice, Who::Plaintiff, lists(exhibit_form("照片"), first(), None));
    assert_eq!(told, "refused: the message is exhibit 1 already");
    let again: Vec<_> = twice.into_iter().chain([withdrawn(Who::Plaintiff, front(7))]).collect();
    assert!(check(&again, Who::Plaintiff, lists(exhibit_form("照片"), first(), None)).starts_with("Front"));
    let gone: Vec<_> = given.into_iter().chain([taken_back(Who::PlaintiffsLawyer, first())]).collect();
    let told = check(&gone, Who::Plaintiff, lists(exhibit_form("照片"), first(), None));
    assert_eq!(told, "refused: the message was taken back");
}

#[test]
fn a_side_takes_its_exhibit_back_until_somebody_has_answered_it() {
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    let told = check(&given, Who::PlaintiffsLawyer, withdraws(first()));
    assert!(told.starts_with("Front, LitigationAgent to everyone, Material: evidence_withdrawn"), "{told}");
    let told = check(&given, Who::Defendant, withdraws(first()));
    assert_eq!(told, "refused: only its own side can do that");
    let silent = WithdrawEvidence { exhibit: first(), reason: " ".to_owned() };
    let told = check(&given, Who::Plaintiff, Command::WithdrawEvidence(silent));
    assert_eq!(told, "refused: a reason is needed");
    for answer in
        [opinion(Who::Defendant, first(), Stance::Agree), ruled(first(), EvidenceRuling::NotAdopted, None)]
    {
        let given: Vec<_> = given.iter().cloned().chain([answer]).collect();
        let told = check(&given, Who::Plaintiff, withdraws(first()));
        assert_eq!(told, "refused: the exhibit was cross-examined already");
    }
    let given = space_with([exhibit(Who::Plaintiff, "借条"), withdrawn(Who::Plaintiff, first())]);
    let told = check(&given, Who::Plaintiff, withdraws(first()));
    assert_eq!(told, "refused: the exhibit was taken back");
    assert_eq!(check(&given, Who::Plaintiff, withdraws(front(1))), "refused: no such exhibit");
}

#[test]
fn the_court_says_whether_an_exhibit_is_in_order_and_what_is_wrong_with_it() {
    let receives = |accepted, note: &str| {
        let note = note.to_owned();
        Command::ReceiveEvidence(ReceiveEvidence { exhibit: first(), accepted, note })
    };
    let given = space_with([exhibit(Who::Plaintiff, "借条")]);
    assert_snapshot!(check(&given, Who::Clerk, receives(true, "")), @r#"Court, Clerk to everyone, Material: evidence_received {"accepted":true,"exhibit":{"origin":"front","seq":6},"note":""}"#);
    assert_eq!(check(&given, Who::Clerk, receives(false, "")), "refused: a reason is needed");
    let given: Vec<_> = given.into_iter().chain([ruled(first(), EvidenceRuling::Adopted, None)]).collect();
    assert_eq!(check(&given, Who::Clerk, receives(true, "")), "refused: the judge has ruled on the exhibit");
}

#[test]
fn everybody_is_offered_what_they_may_do_with_an_exhibit() {
    let state = fold(&space_with([exhibit(Who::Plaintiff, "借条")]));
    let shown = state.exhibit(first()).expect("an exhibit");
    let offered = |who: Who| {
        exhibit_actions(&state, &who.actor(), shown, instant(super::super::NOW))
            .into_iter()
            .map(|act| format!("{act:?}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_snapshot!(offered(Who::Plaintiff), @"RequestComparison RequestRestriction WithdrawEvidence");
    assert_snapshot!(offered(Who::Defendant), @"GiveOpinion RequestComparison");
    assert_snapshot!(offered(Who::Clerk), @"ReceiveEvidence AppointComparison RecordComparison");
    assert_snapshot!(offered(Who::Handling), @"ReceiveEvidence RestrictEvidence AskCourtQuestion OpenOpinionRound AppointComparison RecordComparison RuleOnEvidence");
    assert_eq!(offered(Who::Stranger), "");
}

//! The court proposes that a message becomes more; its author confirms or does not want it.

use insta::assert_snapshot;
use weicourt_domain::command::{Command, DeclinePromotion, ProposePromotion};
use weicourt_domain::entry::{MessageContent, PromotionTarget};
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::entry_actions;
use weicourt_domain::promotion::{AnswerGiven, answer_to};

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, instant, who_may};
use super::given::*;

fn proposes(message: EntryRef) -> Command {
    Command::ProposePromotion(ProposePromotion { message, target: target() })
}

fn declines(proposal: EntryRef) -> Command {
    Command::DeclinePromotion(DeclinePromotion { proposal, reason: String::new() })
}

fn with_photo() -> Vec<Told> {
    let picture = MessageContent::Photo { blob: photo("照片"), preview: None };
    space_with([shown(Who::Defendant, picture), said(Who::Clerk, "请补充材料")])
}

fn with_proposal() -> Vec<Told> {
    with_photo().into_iter().chain([proposed(Who::Defendant, first())]).collect()
}

#[test]
fn the_court_proposes_and_only_the_author_and_the_bench_know() {
    assert_snapshot!(who_may(&with_photo(), |_| proposes(first())), @r"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, FilingOfficer, DivisionHead, President, Clock
    ");
    let told = check(&with_photo(), Who::Clerk, proposes(first()));
    assert!(told.starts_with("Court, Clerk to {"), "{told}");
}

#[test]
fn only_a_message_of_a_party_that_stands_is_proposed_and_once() {
    let told = check(&with_photo(), Who::Handling, proposes(court(3)));
    assert_eq!(told, "refused: no such message of a party", "the clerk's own");
    assert_eq!(
        check(&with_proposal(), Who::Handling, proposes(first())),
        "refused: the message is proposed already"
    );
    let gone: Vec<_> = with_photo().into_iter().chain([taken_back(Who::Defendant, first())]).collect();
    assert_eq!(check(&gone, Who::Handling, proposes(first())), "refused: the message was taken back");
    let done: Vec<_> = with_photo().into_iter().chain([listed(Who::Defendant, first(), None)]).collect();
    assert_eq!(check(&done, Who::Handling, proposes(first())), "refused: the message is exhibit 1 already");
    let nameless = PromotionTarget::Exhibit {
        name: " ".to_owned(),
        kind: weicourt_domain::entry::ExhibitKind::Photograph,
        purpose: String::new(),
    };
    let nameless = ProposePromotion { message: first(), target: nameless };
    let told = check(&with_photo(), Who::Handling, Command::ProposePromotion(nameless));
    assert_eq!(told, "refused: the exhibit has no name");
}

#[test]
fn the_author_confirms_by_handing_the_exhibit_in() {
    let given = with_proposal();
    let confirms = || lists(exhibit_form("照片"), first(), Some(court(4)));
    assert!(check(&given, Who::Defendant, confirms()).starts_with("Front, Defendant to everyone, Material"));
    let told = check(&given, Who::DefendantsRelative, confirms());
    assert_eq!(told, "refused: no such proposal", "it is the author's act");
    let another = lists(exhibit_form("照片"), first(), Some(court(9)));
    assert_eq!(check(&given, Who::Defendant, another), "refused: no such proposal");
    let done: Vec<_> = given.into_iter().chain([listed(Who::Defendant, first(), Some(court(4)))]).collect();
    assert_eq!(answer_to(&fold(&done), court(4)), Some(AnswerGiven::Confirmed));
    let told = check(&done, Who::Defendant, declines(court(4)));
    assert_eq!(told, "refused: the proposal was answered");
}

#[test]
fn the_author_may_not_want_it() {
    let given = with_proposal();
    assert_snapshot!(check(&given, Who::Defendant, declines(court(4))), @r#"Front, Defendant to the court, Conversation: promotion_declined {"proposal":{"origin":"court","seq":4},"reason":""}"#);
    assert_eq!(check(&given, Who::Plaintiff, declines(court(4))), "refused: no such proposal");
    let given: Vec<_> = given.into_iter().chain([declined(Who::Defendant, court(4))]).collect();
    assert_eq!(answer_to(&fold(&given), court(4)), Some(AnswerGiven::Declined));
    let told = check(&given, Who::Defendant, lists(exhibit_form("照片"), first(), Some(court(4))));
    assert_eq!(told, "refused: the proposal was answered");
    let told = check(&given, Who::Clerk, proposes(first()));
    assert!(told.starts_with("Court"), "the court may propose again: {told}");
}

#[test]
fn a_message_offers_what_it_can_become() {
    let entries = log(&with_photo());
    let state = state_of(&entries);
    let message = entries.iter().find(|entry| entry.envelope.entry_ref() == first()).expect("a message");
    let offered = |who: Who| {
        entry_actions(&state, &who.actor(), &message.envelope, instant(super::super::NOW))
            .into_iter()
            .map(|act| format!("{act:?}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_snapshot!(offered(Who::Defendant), @"QuoteMessage SubmitEvidence");
    assert_snapshot!(offered(Who::Plaintiff), @"QuoteMessage");
    assert_snapshot!(offered(Who::Clerk), @"QuoteMessage ProposePromotion AddTodo");
}

//! The answer to the complaint: by whom, to what, and what an agent may admit.

use insta::assert_snapshot;
use weicourt_domain::command::{Command, FileAnswer};
use weicourt_domain::entry::{AnswerForm, ClaimAnswer, ClaimStance};
use weicourt_domain::form::{FilingKind, SpecialItem};

use super::given::*;
use super::people::Who;
use super::{NOW, check, decided, who_may};

fn answers(answer: AnswerForm) -> Command {
    Command::FileAnswer(FileAnswer { answer })
}

fn admitting(claim: u16) -> AnswerForm {
    let claims = vec![ClaimAnswer { claim, stance: ClaimStance::Admit, reason: String::new() }];
    AnswerForm { claims, ..answer_form() }
}

#[test]
fn those_against_whom_the_suit_goes_answer_it() {
    assert_snapshot!(who_may(&open_space(), |_| answers(answer_form())), @r"
    allowed: Defendant, DefendantsRelative, ThirdParty
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    refused, the side does not answer the complaint: PlaintiffsLawyer
    ");
}

#[test]
fn an_agent_admits_only_with_the_special_item() {
    let given = open_space();
    assert_snapshot!(check(&given, Who::DefendantsRelative, answers(admitting(0))), @"refused: the power of attorney does not list Admit");
    assert!(decided(&given, &Who::Defendant.actor(), &answers(admitting(0)), NOW).is_ok());
    let mut form = form(FilingKind::CivilFirstInstance);
    form.respondents[0].agents[0].special = vec![SpecialItem::Admit];
    let mut special = open_space();
    special[0] = submitted(form);
    assert!(decided(&special, &Who::DefendantsRelative.actor(), &answers(admitting(0)), NOW).is_ok());
}

#[test]
fn an_answer_says_something_once_to_each_claim_there_is() {
    let given = open_space();
    assert_snapshot!(check(&given, Who::Defendant, answers(admitting(1))), @"refused: the complaint has no claim 1");
    let empty = AnswerForm {
        claims: Vec::new(),
        statement: " ".to_owned(),
        facts_and_reasons: String::new(),
        attachments: Vec::new(),
    };
    assert_snapshot!(check(&given, Who::Defendant, answers(empty)), @"refused: the answer says nothing");
    let mut twice = answer_form();
    twice.claims.extend(admitting(0).claims);
    assert_snapshot!(check(&given, Who::Defendant, answers(twice)), @"refused: claim 0 is answered twice");
}

#[test]
fn a_later_answer_takes_the_place_of_the_earlier_one_which_stays() {
    let given = space_with([answer_filed(Who::Defendant, answer_form())]);
    assert!(decided(&given, &Who::Defendant.actor(), &answers(answer_form()), NOW).is_ok());
    assert_eq!(fold(&given).submitted.applications.answers.len(), 1);
}

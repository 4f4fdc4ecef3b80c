//! Applications from the node on the internet: the court takes what an honest node would have written.

use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::{Command, Setting, Zone, decide};
use weicourt_domain::entry::{AnswerForm, ApplicationKind, ClaimAnswer, ClaimStance, EntryBody};
use weicourt_domain::front::{self, Misfit};
use weicourt_domain::log::{DraftBody, Entry, Heads};

use super::applications::files;
use super::given::*;
use super::people::Who;
use super::{FACTS, NOW, instant};

fn checked(given: &[Told], entry: &Entry, who: Who) -> Result<(), Misfit> {
    front::check(&fold(given), &entry.envelope, &entry.body, &who.known(), None, &FACTS)
}

/// The next entry of the log.
fn next(given: &[Told], told: &Told) -> Entry {
    let all: Vec<Told> = given.iter().cloned().chain([told.clone()]).collect();
    log(&all).pop().expect("an entry")
}

/// What an honest node makes of a command.
fn honest(given: &[Told], who: Who, command: &Command) -> Entry {
    let setting = Setting { now: instant(NOW), facts: &FACTS, zone: Zone::Front };
    let drafts = decide(&fold(given), &who.actor(), command, setting).expect("allowed");
    let mut heads = Heads::EMPTY;
    log(given).iter().for_each(|entry| heads.advance(&entry.envelope, entry.hash));
    let DraftBody::Ready(body) = drafts[0].body.clone() else { panic!("a body") };
    sealed(&mut heads, &drafts[0], body, NOW)
}

#[test]
fn what_an_honest_node_took_in_is_taken_in_at_home() {
    let given = space_with([evidence_period("2026-12-10")]);
    for kind in ApplicationKind::ALL {
        for who in [Who::Plaintiff, Who::Defendant, Who::DefendantsRelative] {
            let command = files(application_form(kind));
            let setting = Setting { now: instant(NOW), facts: &FACTS, zone: Zone::Front };
            if decide(&fold(&given), &who.actor(), &command, setting).is_ok() {
                assert_eq!(checked(&given, &honest(&given, who, &command), who), Ok(()), "{kind:?} {who:?}");
            }
        }
    }
}

#[test]
fn a_node_in_other_hands_cannot_let_an_agent_do_what_needs_the_special_item() {
    let given = open_space();
    let told = application_filed(Who::PlaintiffsLawyer, application_form(ApplicationKind::WithdrawSuit));
    assert_eq!(checked(&given, &next(&given, &told), Who::PlaintiffsLawyer), Err(Misfit::NoAuthority));
    let admits = vec![ClaimAnswer { claim: 0, stance: ClaimStance::Admit, reason: String::new() }];
    let told = answer_filed(Who::DefendantsRelative, AnswerForm { claims: admits, ..answer_form() });
    assert_eq!(checked(&given, &next(&given, &told), Who::DefendantsRelative), Err(Misfit::NoAuthority));
}

#[test]
fn a_node_in_other_hands_cannot_change_for_whom_or_for_which_party_it_is() {
    let given = open_space();
    let form = application_form(ApplicationKind::PropertyPreservation);
    // A preservation for everybody would warn the other side.
    let loud = application_filed(Who::Plaintiff, form);
    assert_eq!(checked(&given, &next(&given, &loud), Who::Plaintiff), Err(Misfit::AnotherAudience));
    let body = EntryBody::ApplicationFiled {
        party: 1,
        application: application_form(ApplicationKind::Appraisal),
        message: None,
        proposal: None,
    };
    let for_others = Told::new(Who::Plaintiff, body.clone(), Class::Material, Audience::Everyone);
    assert_eq!(checked(&given, &next(&given, &for_others), Who::Plaintiff), Err(Misfit::AnotherPerson));
    let talk = Told::new(Who::Defendant, body, Class::Conversation, Audience::Everyone);
    assert_eq!(checked(&given, &next(&given, &talk), Who::Defendant), Err(Misfit::AnotherAudience));
}

#[test]
fn a_node_in_other_hands_cannot_write_what_the_court_writes_or_the_form_forbids() {
    let given = space_with([application_filed(Who::Defendant, application_form(ApplicationKind::Appraisal))]);
    let mut form = application_form(ApplicationKind::Appraisal);
    form.details.insert("shoe_size".to_owned(), "42".to_owned());
    let told = application_filed(Who::Defendant, form);
    assert_eq!(checked(&given, &next(&given, &told), Who::Defendant), Err(Misfit::NotInOrder));
    let back = application_withdrawn(Who::Plaintiff, front(6));
    assert_eq!(checked(&given, &next(&given, &back), Who::Plaintiff), Err(Misfit::NothingToAnswer));
    let own = application_withdrawn(Who::Defendant, front(6));
    assert_eq!(checked(&given, &next(&given, &own), Who::Defendant), Ok(()));
    let granted = weicourt_domain::entry::ApplicationOutcome::Granted;
    let decided = application_decided(Who::Defendant, front(6), ApplicationKind::Appraisal, granted);
    assert_eq!(checked(&given, &next(&given, &decided), Who::Defendant), Err(Misfit::CourtKind));
    let claimant = answer_filed(Who::Plaintiff, answer_form());
    assert_eq!(checked(&given, &next(&given, &claimant), Who::Plaintiff), Err(Misfit::AnotherRole));
}

//! Where a party wants to be served, and whether it agrees to that being done electronically.

use insta::assert_snapshot;
use weicourt_domain::entry::{ConsentScope, ServiceAddressForm};
use weicourt_domain::service::ConsentBasis;
use weicourt_domain::serving::agrees_to_service;

use super::super::given::*;
use super::super::people::Who;
use super::super::{check, who_may};
use super::given::*;

const SERVICE: ConsentScope = ConsentScope::Service;

fn confirmed(change: impl Fn(&mut ServiceAddressForm)) -> String {
    let mut form = address_form(Some("sample@example.com"));
    change(&mut form);
    check(&open_space(), Who::Defendant, confirms(form))
}

#[test]
fn a_party_or_its_agent_signs_the_form_and_the_court_records_one_on_paper() {
    assert_snapshot!(who_may(&open_space(), |_| confirms(address_form(None))), @"
    allowed: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
    assert_snapshot!(who_may(&open_space(), |_| records_address(DEFENDANT, address_form(None))), @"
    allowed: Handling, Assistant, Clerk, FilingOfficer
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, DivisionHead, President, Clock
    ");
    assert_snapshot!(check(&open_space(), Who::Clerk, records_address(3, address_form(None))), @"refused: no such party");
}

#[test]
fn a_form_is_kept_without_spaces_at_the_ends() {
    assert_snapshot!(confirmed(|form| form.email = Some(" sample@example.com ".to_owned())), @r#"Front, Defendant to {0000000000006, 0000000000008}, Material: service_address_confirmed {"form":"…","on_paper":false,"party":1,"signature":{"height":1600,"media_type":"image/jpeg","name":"签名","sha256":"3da7c413d5c52fa4c9d4b6252724296fb8606b57ba4a70044ebfdbd7a7aa15f0","size_bytes":40000,"width":1200}}"#);
    let mut story = Story::open();
    let form = address_form(Some("sample@example.com"));
    story.does(Who::Defendant, confirms(ServiceAddressForm { receiver: " 样例乙 ".to_owned(), ..form }));
    let kept = &story.state.service_address(DEFENDANT).expect("an address").form;
    assert_eq!(kept.receiver, "样例乙");
}

#[test]
fn a_form_that_cannot_be_used_is_handed_back() {
    for field in ["receiver", "phone", "address"] {
        let refused = confirmed(|form| match field {
            "receiver" => form.receiver = " ".to_owned(),
            "phone" => form.phone = String::new(),
            _ => form.address = "路".repeat(201),
        });
        assert_eq!(refused, format!("refused: '{field}' of the form is not in order"));
    }
    let wrong = ["sample", "sample@example", "a b@example.com", "@example.com", "a@b@example.com", "a@.com"];
    for email in wrong {
        let refused = confirmed(|form| form.email = Some(email.to_owned()));
        assert_eq!(refused, "refused: 'email' of the form is not in order", "{email}");
    }
    let nowhere = confirmed(|form| {
        form.mailbox = false;
        form.email = None;
    });
    assert_snapshot!(nowhere, @"refused: no electronic address is given");
}

#[test]
fn the_last_form_counts_whoever_wrote_it_down() {
    let mut story = Story::open();
    let first = address_form(Some("one@example.com"));
    story.does(Who::Defendant, confirms(first.clone()));
    assert_snapshot!(story.tries(Who::DefendantsRelative, confirms(first.clone())), @"refused: nothing changes");
    story
        .at("11-24 09:00")
        .does(Who::Clerk, records_address(DEFENDANT, address_form(Some("two@example.com"))));
    let email = |story: &Story| story.state.service_address(DEFENDANT).and_then(|one| one.form.email.clone());
    assert_eq!(email(&story).as_deref(), Some("two@example.com"));
    story.at("11-25 09:00").does(Who::Defendant, confirms(first));
    assert_eq!(email(&story).as_deref(), Some("one@example.com"));
    assert!(story.state.service_address(PLAINTIFF).is_none());
}

#[test]
fn consent_is_given_step_by_step_and_taken_back_with_a_reason() {
    let mut story = Story::open();
    assert_snapshot!(story.tries(Who::Defendant, declares(SERVICE, true, "")), @r#"Front, Defendant to {0000000000006, 0000000000008}, Material: consent_declared {"party":1,"scopes":{"service":true}}"#);
    story.does(Who::Defendant, declares(SERVICE, true, ""));
    assert_snapshot!(story.tries(Who::Defendant, declares(SERVICE, true, "")), @"refused: nothing changes");
    assert_snapshot!(story.tries(Who::Defendant, declares(SERVICE, false, " ")), @"refused: a reason is needed");
    assert_snapshot!(story.tries(Who::Defendant, declares(SERVICE, false, &"由".repeat(501))), @"refused: more than 500 characters");
    assert!(
        story.tries(Who::Defendant, declares(ConsentScope::Hearing, false, "")).contains("consent_declared")
    );
    let nothing = weicourt_domain::command::DeclareConsent { scopes: [].into(), reason: String::new() };
    let nothing = weicourt_domain::command::Command::DeclareConsent(nothing);
    assert_snapshot!(story.tries(Who::Defendant, nothing), @"refused: nothing is named");
}

#[test]
fn what_was_said_last_counts_the_form_or_a_declaration() {
    let mut story = Story::open();
    let agrees = |story: &Story| agrees_to_service(&story.state, DEFENDANT).0;
    assert_eq!(agrees(&story).basis, None);
    assert_eq!(agrees(&story).refused_at, None);
    story.does(Who::Defendant, confirms(address_form(None)));
    assert_eq!(agrees(&story).basis, Some(ConsentBasis::Express));
    story.at("11-24 09:00").does(Who::DefendantsRelative, declares(SERVICE, false, "不便上网"));
    assert_eq!(agrees(&story).refused_at, Some(story.now()));
    // The same form, signed anew, is a new consent.
    story.at("11-25 09:00").does(Who::Defendant, confirms(address_form(None)));
    assert_eq!(agrees(&story).refused_at, None);
    assert_eq!(agrees_to_service(&story.state, PLAINTIFF).0.basis, None);
}

#[test]
fn whoever_signed_for_an_electronic_service_has_accepted_it() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let sent = story.sent(&[paper], DEFENDANT, MAILBOX);
    story.does(Who::Defendant, signs(sent, &[]));
    let (consent, entry) = agrees_to_service(&story.state, DEFENDANT);
    assert_eq!((consent.basis, entry), (Some(ConsentBasis::AcceptedBefore), Some(sent)));
}

#[test]
fn nothing_is_sent_to_whoever_refused_and_what_was_sent_before_stays() {
    let mut story = Story::open();
    let paper = story.issued("summons", "传票", &[]);
    let other = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    story.sent(&[paper], DEFENDANT, MAILBOX);
    story.certify();
    story.at("11-24 09:00").does(Who::Defendant, declares(SERVICE, false, "不便上网"));
    assert_snapshot!(story.tries(Who::Clerk, sends(&[other], &[to(DEFENDANT, MAILBOX)])), @"refused: the party does not agree to electronic service");
    assert_snapshot!(story.stands(), @"party 1, 传票: Effective by court:7");
}

#[test]
fn a_refusal_that_crossed_the_sending_undoes_it_with_its_certificate() {
    // The refusal was said outside at nine, the court sent at ten, and learned of the refusal at eleven.
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    story.does(Who::Defendant, confirms(address_form(None)));
    story.at("11-24 10:00").sent(&[paper], DEFENDANT, MAILBOX);
    story.certify();
    assert_snapshot!(story.periods(), @"served:APPEAL_J:1:court:3: 2026-11-24 to 2026-12-09, Running");
    story.at("11-24 09:00").does(Who::Defendant, declares(SERVICE, false, "不便上网"));
    story.at("11-24 11:00");
    assert_snapshot!(story.stands(), @"party 1, 民事判决书: Failed by court:5, next [Personal, Post, Leaving, Entrusted, ConvertToOrdinary]");
    assert_snapshot!(story.periods(), @"");
}

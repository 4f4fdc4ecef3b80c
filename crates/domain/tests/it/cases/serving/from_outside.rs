//! What parties say of service, from the node on the internet: the court takes what an honest node would have
//! written.

use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::{Command, Zone};
use weicourt_domain::entry::{
    ConsentDeclared, ConsentScope, EntryBody, PaperRequested, ServedOpened, ServiceAcknowledged,
    ServiceAddressConfirmed, ServiceRebutted,
};
use weicourt_domain::front::{self, Misfit};
use weicourt_domain::log::Entry;
use weicourt_domain::service::RebuttalGround;

use super::super::FACTS;
use super::super::given::*;
use super::super::people::Who;
use super::given::*;

fn checked(given: &[Told], told: &Told, who: Who) -> Result<(), Misfit> {
    let all: Vec<Told> = given.iter().cloned().chain([told.clone()]).collect();
    let entry: Entry = log(&all).pop().expect("an entry");
    front::check(&fold(given), &entry.envelope, &entry.body, &who.known(), None, &FACTS)
}

/// A judgment (3) that was sent to the defendant (5); nobody opened it.
fn given() -> Vec<Told> {
    let mut given = open_space();
    given.extend([
        drafted(Who::Clerk),
        issued_of_the_past(court(3), court(3)),
        sent_of_the_past(DEFENDANT, court(3), weicourt_domain::service::AddressStanding::Own),
    ]);
    given
}

fn defendants() -> Audience {
    Audience::Persons { persons: [Who::Defendant.person(), Who::DefendantsRelative.person()].into() }
}

fn told(body: EntryBody) -> Told {
    Told::new(Who::Defendant, body, Class::Material, defendants())
}

fn by_defendant(body: EntryBody) -> Result<(), Misfit> {
    checked(&given(), &told(body), Who::Defendant)
}

fn address(change: impl Fn(&mut ServiceAddressConfirmed)) -> EntryBody {
    let form = address_form(Some("sample@example.com"));
    let mut confirmed =
        ServiceAddressConfirmed { party: DEFENDANT, form, signature: photo("签名"), on_paper: false };
    change(&mut confirmed);
    EntryBody::ServiceAddressConfirmed(confirmed)
}

fn consent(agrees: bool, change: impl Fn(&mut ConsentDeclared)) -> EntryBody {
    let scopes = [(ConsentScope::Service, agrees)].into();
    let mut declared = ConsentDeclared { party: DEFENDANT, scopes, reason: String::new() };
    change(&mut declared);
    EntryBody::ConsentDeclared(declared)
}

fn rebuttal(change: impl Fn(&mut ServiceRebutted)) -> EntryBody {
    let mut said = ServiceRebutted {
        sent: court(5),
        paper: court(3),
        party: DEFENDANT,
        ground: RebuttalGround::SystemError,
        arrived_at: None,
        reason: "系统故障".to_owned(),
        attachments: Vec::new(),
    };
    change(&mut said);
    EntryBody::ServiceRebutted(said)
}

fn wish(change: impl Fn(&mut PaperRequested)) -> EntryBody {
    let mut wish = PaperRequested { paper: court(3), party: DEFENDANT, note: String::new() };
    change(&mut wish);
    EntryBody::PaperRequested(wish)
}

fn opened() -> EntryBody {
    EntryBody::ServedOpened(ServedOpened { sent: court(5), paper: court(3) })
}

fn signed() -> EntryBody {
    let papers = [court(3)].into();
    EntryBody::ServiceAcknowledged(ServiceAcknowledged { sent: court(5), papers, signature: None })
}

#[test]
fn what_an_honest_node_took_in_is_taken_in_at_home() {
    let mut outside = Story::after(&given());
    outside.zone = Zone::Front;
    let commands: [(Who, Command); 8] = [
        (Who::Defendant, confirms(address_form(Some(" sample@example.com")))),
        (Who::DefendantsRelative, declares(ConsentScope::Service, true, "")),
        (Who::DefendantsRelative, declares(ConsentScope::Service, false, " 不便上网 ")),
        (Who::DefendantsRelative, declares(ConsentScope::Hearing, true, "")),
        (Who::Defendant, opens(court(5), court(3))),
        (Who::Defendant, rebuts(court(5), court(3), " 没有看过 ")),
        (Who::Defendant, wants_on_paper(court(3))),
        (Who::DefendantsRelative, signs(court(5), &[])),
    ];
    for (who, command) in commands {
        let before = outside.state.clone();
        outside.does(who, command);
        let entry = outside.entries.last().expect("an entry");
        let checked = front::check(&before, &entry.envelope, &entry.body, &who.known(), None, &FACTS);
        assert_eq!(checked, Ok(()), "{:?}", entry.envelope.kind);
    }
}

#[test]
fn what_the_court_did_meanwhile_is_no_reason_against_it() {
    let mut given = given();
    let recalled =
        weicourt_domain::entry::ServiceRecalled { sent: court(5), reason: "样例理由".to_owned() };
    given.push(Told::new(Who::Clerk, EntryBody::ServiceRecalled(recalled), Class::Material, defendants()));
    for body in [opened(), signed(), rebuttal(|_| {}), wish(|_| {})] {
        assert_eq!(checked(&given, &told(body), Who::Defendant), Ok(()));
    }
}

#[test]
fn a_node_in_other_hands_cannot_choose_the_readers() {
    for body in [address(|_| {}), consent(true, |_| {}), opened(), signed(), wish(|_| {}), rebuttal(|_| {})] {
        assert_eq!(by_defendant(body.clone()), Ok(()));
        let for_all = Told::new(Who::Defendant, body.clone(), Class::Material, Audience::Everyone);
        assert_eq!(checked(&given(), &for_all, Who::Defendant), Err(Misfit::AnotherAudience));
        let talk = Told::new(Who::Defendant, body.clone(), Class::Conversation, defendants());
        assert_eq!(checked(&given(), &talk, Who::Defendant), Err(Misfit::AnotherAudience));
        let stranger = Told::new(Who::Plaintiff, body.clone(), Class::Material, defendants());
        assert_eq!(checked(&given(), &stranger, Who::Plaintiff), Err(Misfit::AnotherAudience));
        let outside = [
            civil(),
            registered(
                weicourt_domain::form::FilingKind::CivilFirstInstance,
                weicourt_domain::entry::Procedure::Simplified,
            ),
        ];
        assert_eq!(checked(&outside, &told(body), Who::Defendant), Err(Misfit::Stranger));
    }
}

#[test]
fn a_node_in_other_hands_cannot_speak_for_another_party() {
    for body in [
        address(|confirmed| confirmed.party = PLAINTIFF),
        consent(true, |declared| declared.party = PLAINTIFF),
        wish(|wish| wish.party = PLAINTIFF),
        rebuttal(|said| said.party = PLAINTIFF),
    ] {
        assert_eq!(by_defendant(body), Err(Misfit::NotTheirParty));
    }
}

#[test]
fn a_node_in_other_hands_cannot_take_in_what_is_not_in_order() {
    for body in [
        address(|confirmed| confirmed.form.email = Some("sample".to_owned())),
        address(|confirmed| confirmed.form.receiver = " 样例乙".to_owned()),
        address(|confirmed| confirmed.on_paper = true),
        consent(true, |declared| declared.scopes.clear()),
        consent(true, |declared| declared.reason = "由".repeat(501)),
        wish(|wish| wish.note = "言".repeat(1001)),
        rebuttal(|said| said.reason = String::new()),
        rebuttal(|said| said.reason = "由".repeat(1001)),
    ] {
        assert_eq!(by_defendant(body), Err(Misfit::NotInOrder));
    }
    // What was agreed to is not taken back without a word.
    let agreed: Vec<Told> = given().into_iter().chain([told(consent(true, |_| {}))]).collect();
    let back = told(consent(false, |_| {}));
    assert_eq!(checked(&agreed, &back, Who::Defendant), Err(Misfit::NotInOrder));
    assert_eq!(by_defendant(consent(false, |_| {})), Ok(()), "who never agreed refuses without a reason");
}

#[test]
fn a_node_in_other_hands_cannot_answer_what_was_never_sent() {
    let elsewhere = |sent, paper| {
        [
            EntryBody::ServedOpened(ServedOpened { sent, paper }),
            EntryBody::ServiceAcknowledged(ServiceAcknowledged {
                sent,
                papers: [paper].into(),
                signature: None,
            }),
            rebuttal(|said| {
                said.sent = sent;
                said.paper = paper;
            }),
        ]
    };
    for body in elsewhere(court(4), court(3)).into_iter().chain(elsewhere(court(5), court(1))) {
        assert_eq!(by_defendant(body), Err(Misfit::NothingToAnswer));
    }
    assert_eq!(by_defendant(wish(|wish| wish.paper = court(1))), Err(Misfit::NothingToAnswer));
    let said: Vec<Told> = given().into_iter().chain([told(rebuttal(|_| {}))]).collect();
    assert_eq!(checked(&said, &told(rebuttal(|_| {})), Who::Defendant), Err(Misfit::NothingToAnswer));
}

#[test]
fn a_node_in_other_hands_cannot_write_what_the_court_writes() {
    for told in one_of_each(6, 3).iter().filter(|told| told.is_of_court()) {
        let by_a_party = told.clone().by(Who::Defendant);
        assert_eq!(checked(&open_space(), &by_a_party, Who::Defendant), Err(Misfit::CourtKind));
    }
}

#[test]
fn a_restoration_may_name_a_certificate() {
    use weicourt_domain::entry::ApplicationKind;
    let mut given = given();
    given.push(certified_of_the_past(DEFENDANT, court(3), court(5)));
    let about = |entry| {
        let mut form = application_form(ApplicationKind::RestorePeriod);
        form.about = Some(entry);
        application_filed(Who::Defendant, form)
    };
    assert_eq!(checked(&given, &about(court(6)), Who::Defendant), Ok(()));
    assert_eq!(checked(&given, &about(court(5)), Who::Defendant), Err(Misfit::NothingToAnswer));
}

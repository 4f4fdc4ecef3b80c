//! Who sees what of service: the party and its agents whenever they came in, the bench, the desk that sent it.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use weicourt_domain::command::{Command, JoinSpace};
use weicourt_domain::entry::EntryBody;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{may_read_blob, may_see};
use weicourt_domain::service::AddressStanding;

use super::super::evidence::given as exhibits;
use super::super::given::*;
use super::super::people::Who;
use super::given::*;

fn sees(story: &Story, who: Who, entry: EntryRef) -> bool {
    let found = story.entries.iter().find(|one| one.envelope.entry_ref() == entry).expect("an entry");
    may_see(&story.state, &who.actor(), &found.envelope)
}

fn seen_by(story: &Story, entry: EntryRef) -> String {
    let who = Who::ALL.into_iter().filter(|who| sees(story, *who, entry));
    who.map(|who| format!("{who:?}")).collect::<Vec<_>>().join(" ")
}

/// A service on the defendant from beginning to end: of each kind one entry. The document is of the filing
/// desk, from before the case had its bench, or of the bench.
fn from_sending_to_ruling(sender: Who) -> (Story, Vec<EntryRef>) {
    let issued = match sender {
        Who::FilingOfficer => Who::FilingOfficer,
        _ => Who::Handling,
    };
    let given = [drafted(sender), issued_of_the_past(court(2), court(2)).by(issued), bench()];
    let came_in = [joined(Who::Defendant), joined(Who::ThirdParty)];
    let mut story = Story::after(&filed().into_iter().chain(given).chain(came_in).collect::<Vec<_>>());
    let paper = court(2);
    let mut entries = story.does(Who::Defendant, confirms(address_form(Some("sample@example.com"))));
    let unconfirmed = to_address(DEFENDANT, "other@example.com", AddressStanding::Own);
    let sent = story.does(sender, sends(&[paper], &[unconfirmed]))[0];
    entries.push(sent);
    entries.extend(story.does(Who::Clock, reports(sent, arrived("2026-11-23T10:00:00+08:00"))));
    entries.extend(story.does(Who::Defendant, opens(sent, paper)));
    story.certify();
    entries.push(story.item(DEFENDANT, paper).effect.expect("certified"));
    let rebuttal = story.does(Who::Defendant, rebuts(sent, paper, "手机由家人使用"))[0];
    entries.push(rebuttal);
    entries.extend(story.does(Who::Handling, rules(rebuttal, false)));
    entries.extend(story.does(Who::Defendant, wants_on_paper(paper)));
    entries.extend(story.does(sender, records(DEFENDANT, &[paper], handed_over("2026-11-23"))));
    (story, entries)
}

#[test]
fn another_party_sees_nothing_of_it_and_an_agent_who_came_later_everything() {
    let (mut story, entries) = from_sending_to_ruling(Who::Clerk);
    let seen: BTreeSet<String> = entries.iter().map(|entry| seen_by(&story, *entry)).collect();
    assert_snapshot!(seen.into_iter().collect::<Vec<_>>().join("; "), @"Defendant Handling Panel SecondPanel Assistant Clerk; Defendant Handling Panel SecondPanel Assistant Clerk Clock");
    let joins = JoinSpace { party: DEFENDANT, agent: Some(0), known: Who::DefendantsRelative.known() };
    story.does(Who::DefendantsRelative, Command::JoinSpace(joins));
    for entry in &entries {
        assert!(sees(&story, Who::DefendantsRelative, *entry), "{entry}");
        assert!(!sees(&story, Who::Plaintiff, *entry), "{entry}");
    }
}

#[test]
fn the_filing_desk_sees_what_became_of_what_it_sent() {
    let (story, entries) = from_sending_to_ruling(Who::FilingOfficer);
    let seen = entries.iter().filter(|entry| sees(&story, Who::FilingOfficer, **entry));
    let kinds = seen.map(|entry| {
        let found = story.entries.iter().find(|one| one.envelope.entry_ref() == *entry);
        format!("{:?}", found.expect("an entry").envelope.kind)
    });
    assert_snapshot!(kinds.collect::<Vec<_>>().join(" "), @"PapersSent ServiceReported ServedOpened ServiceTookEffect ServiceRebutted RebuttalRuled PaperServiceRecorded");
    let (story, entries) = from_sending_to_ruling(Who::Clerk);
    assert!(entries.iter().all(|entry| !sees(&story, Who::FilingOfficer, *entry)));
}

#[test]
fn files_open_to_whom_they_were_sent() {
    let mut story = Story::open();
    let paper = story.issued("judgment", "民事判决书", &[]);
    let file = story.state.decided.documents[&paper].issued.as_ref().expect("issued").file.sha256;
    let reads = |story: &Story, who: Who| may_read_blob(&story.state, &who.actor(), file, story.now());
    let everybody = [Who::Plaintiff, Who::Defendant, Who::DefendantsRelative, Who::FilingOfficer, Who::Clerk];
    assert_eq!(everybody.map(|who| reads(&story, who)), [false, false, false, false, true]);
    story.sent(&[paper], DEFENDANT, MAILBOX);
    assert_eq!(everybody.map(|who| reads(&story, who)), [false, true, true, false, true]);
    story.does(Who::Defendant, confirms(address_form(None)));
    story.certify();
    let EntryBody::ServiceAddressConfirmed(form) = &story.entries.last().expect("an entry").body else {
        panic!("the form")
    };
    let signature = form.signature.sha256;
    let reads = |who: Who| may_read_blob(&story.state, &who.actor(), signature, story.now());
    assert_eq!(everybody.map(reads), [false, true, true, false, true]);
}

#[test]
fn an_exhibit_that_is_restricted_after_its_service_is_closed_again() {
    let mut story = Story::after(&space_with([exhibit_of_pages(Who::Plaintiff, "账册", 1)]));
    let page = photo("账册1").sha256;
    story.sent(&[front(6)], DEFENDANT, MAILBOX);
    let reads = |story: &Story, who: Who| may_read_blob(&story.state, &who.actor(), page, story.now());
    assert!(reads(&story, Who::Defendant));
    let restrict = weicourt_domain::command::RestrictEvidence {
        exhibit: front(6),
        restriction: Some(exhibits::circle(&[Who::Defendant])),
        reason: "商业秘密".to_owned(),
    };
    story.does(Who::Handling, Command::RestrictEvidence(restrict));
    assert!(!reads(&story, Who::DefendantsRelative), "not in the circle");
    assert!(!reads(&story, Who::Defendant), "not before a recorded look");
    story.does(Who::Defendant, exhibits::looks_at(front(6)));
    assert!(reads(&story, Who::Defendant));
    assert!(reads(&story, Who::Plaintiff), "it is the plaintiff's own");
}

//! What holds whatever is sent, reported, opened, rebutted and taken back.

use std::collections::BTreeMap;

use proptest::prelude::*;
use weicourt_domain::agenda::{self, DeadlineKind};
use weicourt_domain::command::{Command, Zone};
use weicourt_domain::entry::{ChannelReport, CompanionNotice, EntryBody, ServiceTookEffect};
use weicourt_domain::log::EntryRef;
use weicourt_domain::service::{AddressStanding, ServiceRule};
use weicourt_domain::serving::{ItemStatus, ServiceItem};

use super::super::FACTS;
use super::super::people::Who;
use super::given::*;

/// Something that happens in a case with three issued documents.
#[derive(Debug, Clone, Copy)]
struct Step {
    what: u8,
    party: u16,
    paper: usize,
    which: u8,
    hours: i64,
}

fn step() -> impl Strategy<Value = Step> {
    (0_u8..14, 0_u16..3, 0_usize..3, any::<u8>(), 0_i64..30)
        .prop_map(|(what, party, paper, which, hours)| Step { what, party, paper, which, hours })
}

fn who(party: u16) -> Who {
    [Who::Plaintiff, Who::Defendant, Who::ThirdParty][usize::from(party)]
}

fn begun(zone: Zone) -> (Story, Vec<EntryRef>) {
    let mut story = Story::open();
    story.zone = zone;
    let templates = ["complaint_copy", "judgment", "fee_notice"];
    let papers = templates.map(|template| story.issued(template, "样例文书", &[]));
    (story, papers.to_vec())
}

/// The command of a step, and who gives it; about something that is there, if there is anything.
fn command(story: &Story, papers: &[EntryRef], step: Step) -> (Who, Command) {
    let Step { what, party, which, .. } = step;
    let paper = papers[step.paper];
    let served = &story.state.decided.serving;
    let sent = served.sendings.keys().copied().nth(usize::from(which) % served.sendings.len().max(1));
    let sent = sent.unwrap_or(paper);
    let recipient = served.sendings.get(&sent).map_or(party, |sending| sending.sent.recipient);
    // What is signed, opened and rebutted is mostly what was sent.
    let of_sending = served.sendings.get(&sent).map_or(paper, |sending| sending.sent.papers[0].paper);
    let at = story.now().plus_ms(i64::from(which) * 600_000 - 90_000_000);
    let proof = || "250 OK".to_owned();
    match what {
        0 | 1 => (Who::Clerk, sends(&[paper], &[to(party, MAILBOX)])),
        2 => {
            let standing =
                if which.is_multiple_of(2) { AddressStanding::Own } else { AddressStanding::Unsure };
            (Who::Clerk, sends(&[paper], &[to_address(party, "sample@example.com", standing)]))
        }
        3 => (Who::Clock, reports(sent, ChannelReport::Arrived { at, proof: proof() })),
        4 if which.is_multiple_of(2) => {
            (Who::Clock, reports(sent, ChannelReport::Bounced { at, reason: proof() }))
        }
        4 => (Who::Clock, reports(sent, ChannelReport::Read { at, proof: proof() })),
        5 | 6 => (who(recipient), opens(sent, of_sending)),
        7 => (who(recipient), signs(sent, &[])),
        8 => (who(recipient), rebuts(sent, of_sending, "样例理由")),
        9 => {
            let rebuttals = &story.state.submitted.serving.rebuttals;
            let rebuttal = rebuttals.keys().next_back().copied().unwrap_or(paper);
            (Who::Handling, rules(rebuttal, !which.is_multiple_of(3)))
        }
        10 => (Who::Clerk, recalls(sent, "样例理由")),
        11 => {
            let today = story.now().beijing_date().to_string();
            let waiting = served.on_paper.values().find(|one| {
                one.recorded.recipient == party
                    && one.recorded.papers[0].paper == paper
                    && !served.replaced.contains(&one.entry)
            });
            let way = match which % 3 {
                0 => posted(None, None),
                1 => posted(None, Some(&today)),
                _ => handed_over(&today),
            };
            (Who::Clerk, replaces(party, &[paper], way, waiting.map(|one| one.entry)))
        }
        12 if which.is_multiple_of(2) => (who(party), confirms(address_form(Some("sample@example.com")))),
        12 => {
            let scope = weicourt_domain::entry::ConsentScope::Service;
            (who(party), declares(scope, which.is_multiple_of(3), "样例理由"))
        }
        _ => (who(party), wants_on_paper(paper)),
    }
}

fn live(zone: Zone, steps: &[Step], certifies: bool, companions: bool) -> Story {
    let (mut story, papers) = begun(zone);
    let (mut day, mut hour) = (23_i64, 10_i64);
    for step in steps {
        hour += step.hours;
        day += hour / 24;
        hour %= 24;
        // Within the month, so that every day has a name.
        story.at(&format!("11-{:02} {hour:02}:00", day.min(30)));
        let (who, command) = command(&story, &papers, *step);
        story.may_do(who, &command);
        if companions {
            notes_companions(&mut story, step.which);
        }
        if certifies && step.which.is_multiple_of(2) {
            story.certify();
        }
    }
    story
}

/// An SMS for some sending, sent or failed.
fn notes_companions(story: &mut Story, which: u8) {
    let sendings = story.state.decided.serving.sendings.keys();
    let Some(sent) = sendings.copied().nth(usize::from(which) % 7) else { return };
    let (notice, at) = (CompanionNotice::Sms, story.now());
    let report = if which.is_multiple_of(2) {
        ChannelReport::CompanionSent { notice, at }
    } else {
        ChannelReport::CompanionFailed { notice, at }
    };
    story.may_do(Who::Clock, &reports(sent, report));
}

/// The certificates of a story by their entry.
fn certificates(story: &Story) -> BTreeMap<EntryRef, &ServiceTookEffect> {
    let all = story.entries.iter().filter_map(|entry| match &entry.body {
        EntryBody::ServiceTookEffect(effect) => Some((entry.envelope.entry_ref(), effect)),
        _ => None,
    });
    all.collect()
}

/// What an item says but for the entries, whose numbers notices to look move.
fn said(item: &ServiceItem) -> impl PartialEq + std::fmt::Debug + use<> {
    let verdict = item.verdict.clone();
    (item.recipient, item.paper.paper, item.status, item.arrived_at, item.opened_at, verdict)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_effective_before_it_arrived_or_without_its_certificate(
        at_court in any::<bool>(),
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let story = live(if at_court { Zone::Court } else { Zone::All }, &steps, true, true);
        let certificates = certificates(&story);
        for item in story.items() {
            let certificate = item.effect.map(|entry| certificates[&entry]);
            prop_assert_eq!(item.status == ItemStatus::Effective, certificate.is_some());
            let Some(certificate) = certificate else { continue };
            prop_assert_eq!((certificate.recipient, certificate.paper), (item.recipient, item.paper.paper));
            let Some(sending) = story.state.decided.serving.sendings.get(&certificate.attempt) else { continue };
            let at = certificate.at.expect("an electronic service has its moment");
            prop_assert!(at >= sending.at, "before it was sent");
            let reported = story.state.decided.serving.reports.get(&certificate.attempt);
            let reported = reported.copied().unwrap_or_default();
            let answered = &story.state.submitted.serving;
            let signed = answered.signed_for.get(&certificate.attempt).into_iter().flatten();
            let opened = answered.opened.get(&(certificate.attempt, certificate.paper)).copied();
            let reactions = signed.map(|(at, _)| *at).chain(opened).chain(reported.read_at);
            let reacted_at = reactions.map(|at| at.max(sending.at)).min();
            let arrived_at = reported.arrived_at.map(|at| at.max(sending.at));
            // What shows that it had arrived: the report of its arrival, or a reaction to it.
            let shown_at = match certificate.rule {
                ServiceRule::A => arrived_at.into_iter().chain(reacted_at).min(),
                ServiceRule::B1 | ServiceRule::B2 => reacted_at,
                rule => panic!("an electronic service by {rule:?}"),
            };
            prop_assert!(shown_at.is_some_and(|shown_at| at >= shown_at), "{:?} {shown_at:?}", certificate.rule);
        }
    }

    #[test]
    fn no_period_runs_from_anything_but_a_certificate_of_its_day(
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let story = live(Zone::All, &steps, true, false);
        let certificates = certificates(&story);
        for deadline in agenda::deadlines(&story.state, &FACTS) {
            if deadline.kind == DeadlineKind::Served {
                let entry = deadline.entry.expect("the entry that began it");
                prop_assert_eq!(certificates[&entry].on, deadline.from);
            }
        }
        let uncertified = live(Zone::All, &steps, false, false);
        prop_assert_eq!(uncertified.periods(), "");
        prop_assert!(uncertified.items().iter().all(|item| item.status != ItemStatus::Effective));
    }

    #[test]
    fn notices_to_look_change_no_verdict(steps in prop::collection::vec(step(), 0..40)) {
        let without = live(Zone::Court, &steps, false, false);
        let mut with = without.clone();
        let sendings: Vec<EntryRef> = with.state.decided.serving.sendings.keys().copied().collect();
        for which in 0..=u8::try_from(sendings.len()).unwrap_or(u8::MAX) {
            notes_companions(&mut with, which);
        }
        let said_of = |story: &Story| story.items().iter().map(said).collect::<Vec<_>>();
        prop_assert!(said_of(&with) == said_of(&without));
        prop_assert_eq!(with.uncertified(), without.uncertified());
    }

    #[test]
    fn what_is_certified_is_certified_once(steps in prop::collection::vec(step(), 0..40)) {
        let mut story = live(Zone::All, &steps, true, true);
        story.certify();
        prop_assert!(story.uncertified().is_empty());
        let n_entries = story.entries.len();
        prop_assert_eq!(story.certify(), "");
        prop_assert_eq!(story.entries.len(), n_entries);
        // Whatever the rules say counts has the certificate that stands.
        for item in story.items() {
            prop_assert_eq!(item.verdict.effective.is_some(), item.status == ItemStatus::Effective);
        }
    }
}

#[test]
fn the_histories_that_are_tried_are_full_ones() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let histories = prop::collection::vec(step(), 40);
    let (mut rules, mut statuses) = (BTreeMap::new(), std::collections::BTreeSet::new());
    for _ in 0..60 {
        let steps = histories.new_tree(&mut runner).expect("a tree").current();
        let story = live(Zone::All, &steps, true, true);
        for effect in certificates(&story).values() {
            *rules.entry(effect.rule).or_insert(0) += 1;
        }
        statuses.extend(story.items().iter().map(|item| item.status));
    }
    for rule in [ServiceRule::A, ServiceRule::B1, ServiceRule::B2, ServiceRule::Personal] {
        assert!(rules.get(&rule).is_some_and(|n| *n > 5), "{rule:?}: {rules:?}");
    }
    assert!(statuses.len() >= 6, "{statuses:?}");
}

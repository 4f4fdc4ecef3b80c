//! What stands outside follows the policy, also what went out before it changed.

use serde_json::json;
use weicourt_app::space::PostMessageRequest;
use weicourt_domain::actor::Actor;
use weicourt_domain::entry::{EntryBody, EntryKind, MessageContent};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Origin, Position};
use weicourt_domain::policy::Policy;
use weicourt_store::ExchangeEvent;

use super::journey::{Scene, say, scene};
use super::{Zones, heads};
use crate::court::{World, command};

const BY_PARTY: &str = "金丝雀甲在外网说的话";
const BY_JUDGE: &str = "金丝雀法官在专网说的话";

/// The built-in policy, with another rule for a class of ordinary cases.
fn policy(class: &str, rule: &str) -> Policy {
    let (head, ordinary) = Policy::EMBEDDED.split_once("name = \"ordinary\"").expect("a category");
    let lines = ordinary.lines().map(|line| match line.split_once(" = {") {
        Some((key, _)) if key == class => format!("{class} = {rule}\n"),
        _ => format!("{line}\n"),
    });
    let text = format!("{head}name = \"ordinary\"{}", lines.collect::<String>());
    Policy::parse(&text).expect("a policy")
}

async fn judge_says(world: &World, judge: &Actor, case: CaseId, words: &str) {
    let request = json!({ "content": { "type": "text", "text": words } });
    let request: PostMessageRequest = serde_json::from_value(request).expect("words");
    world.court.post_message(judge, case, command().into(), request).await.expect("said");
}

async fn words_at(world: &World, case: CaseId) -> Vec<String> {
    let page = world.court.store().entries_after(case, Position::default(), 1_000).await.expect("entries");
    let words = page.entries.iter().filter_map(|entry| match &entry.body {
        EntryBody::MessagePosted { content: MessageContent::Text { text }, .. } => Some(text.clone()),
        _ => None,
    });
    words.collect()
}

async fn has_words(world: &World, case: CaseId, words: &str) -> bool {
    words_at(world, case).await.iter().any(|known| known == words)
}

async fn events(zones: &Zones, kind: &str) -> Vec<ExchangeEvent> {
    let events = zones.home.court.store().exchange_events(Instant(0), 1_000).await.expect("events");
    events.into_iter().filter(|event| event.kind == kind).collect()
}

async fn both_spoke() -> Scene {
    let scene = scene().await;
    let Scene { zones, case, plaintiff, judge } = &scene;
    say(&zones.away, plaintiff, *case, BY_PARTY).await;
    judge_says(&zones.home, judge, *case, BY_JUDGE).await;
    zones.equal(*case).await;
    zones
        .until("both read both", || async {
            words_at(&zones.away, *case).await.len() == 2 && words_at(&zones.home, *case).await.len() == 2
        })
        .await;
    scene
}

async fn nothing_is_owed(zones: &Zones) -> bool {
    let store = zones.home.court.store();
    let all = Instant(i64::MAX);
    store.to_review(all, 10).await.expect("store").is_empty()
        && store.uncertified(all, 10).await.expect("store").is_empty()
}

#[tokio::test]
async fn a_stricter_policy_takes_back_what_is_outside_and_a_freer_one_sends_it_again() {
    let Scene { zones, case, plaintiff, judge } = both_spoke().await;
    let messages: Vec<EntryRef> = {
        let page =
            zones.away.court.store().entries_after(case, Position::default(), 100).await.expect("page");
        let said = page.entries.iter().filter(|entry| entry.envelope.kind == EntryKind::MessagePosted);
        said.map(|entry| entry.envelope.entry_ref()).collect()
    };
    let signed = {
        let store = zones.away.court.store();
        let place = messages.iter().find(|place| place.origin == Origin::Front).expect("a message");
        let entry = store.entry(case, *place).await.expect("store").expect("there");
        entry.envelope.command
    };
    let statement = |zones: &Zones| {
        let store = zones.away.court.store().clone();
        async move { store.statement_of(case, signed).await.expect("store") }
    };
    assert!(statement(&zones).await.is_some());

    let zones = zones.court_restarts_with(policy("conversation", r#"{ sharing = "withhold" }"#)).await;
    zones
        .until("the words are gone outside", || async { words_at(&zones.away, case).await.is_empty() })
        .await;
    zones.until("certified", || nothing_is_owed(&zones)).await;
    assert_eq!(statement(&zones).await, None, "what was signed says what was said");
    let certificates = events(&zones, "withdrawn").await;
    assert_eq!(certificates.len(), 1);
    let certificate: weicourt_domain::erasure::ErasureCertificate = certificates[0].detail().expect("detail");
    assert_eq!((certificate.n_entries, certificate.searched.n_hits), (2, 0));
    assert!(certificate.is_clean());
    assert_eq!(words_at(&zones.home, case).await.len(), 2, "the court keeps them");

    // New words of a person go as soon as the court has them; those of the court never come.
    say(&zones.away, &plaintiff, case, "后来的话").await;
    judge_says(&zones.home, &judge, case, "法官后来的话").await;
    zones.until("at the court", || has_words(&zones.home, case, "后来的话")).await;
    zones.home.pass_ms(10_000);
    zones.until("gone again", || async { words_at(&zones.away, case).await.is_empty() }).await;
    zones.until("certified again", || nothing_is_owed(&zones)).await;

    let zones = zones.court_restarts_with(Policy::embedded()).await;
    zones.until("they stand outside again", || async { words_at(&zones.away, case).await.len() == 4 }).await;
    let mut at_home = words_at(&zones.home, case).await;
    let mut outside = words_at(&zones.away, case).await;
    at_home.sort();
    outside.sort();
    assert_eq!(at_home, outside);
    assert_eq!(zones.equal(case).await, heads(&zones.away, case).await);
    say(&zones.away, &plaintiff, case, "继续").await;
    zones.until("the room goes on", || has_words(&zones.home, case, "继续")).await;
    assert_eq!(events(&zones, "refused").await.len() + events(&zones, "halted").await.len(), 0);
}

#[tokio::test]
async fn a_flag_masks_what_is_outside_and_people_stay_in_their_space() {
    let Scene { zones, case, plaintiff, judge } = both_spoke().await;
    let token = zones.home.invitation(crate::court::DEFENDANT.2).await;
    zones.until("the link works", || async { zones.away.court.invitation(&token).await.is_ok() }).await;
    let request = serde_json::from_value(json!({ "flags": ["minors"], "reason": "样例" })).expect("flags");
    zones.home.court.flag_case(&judge, case, command().into(), &request).await.expect("flagged");
    let filer = |world: &World| {
        let store = world.court.store().clone();
        async move {
            let page = store.entries_after(case, Position::default(), 1_000).await.expect("entries");
            page.entries.iter().find_map(|entry| match &entry.body {
                EntryBody::FilingSubmitted { form } => Some(form.claimants[0].name.clone()),
                _ => None,
            })
        }
    };
    let whole = filer(&zones.home).await;
    zones
        .until("masked outside", || async {
            filer(&zones.away).await.is_some_and(|name| Some(name) != whole)
        })
        .await;
    zones.until("certified", || nothing_is_owed(&zones)).await;
    say(&zones.away, &plaintiff, case, "仍在沟通").await;
    zones.until("at the court", || has_words(&zones.home, case, "仍在沟通")).await;
    let defendant = zones.away.enrol(crate::court::DEFENDANT).await;
    zones.away.accept(&defendant, command(), &token).await.expect("joined");
    say(&zones.away, &defendant, case, "被告到了").await;
    zones.until("the other side came in", || has_words(&zones.home, case, "被告到了")).await;
    assert_eq!(events(&zones, "refused").await.len() + events(&zones, "halted").await.len(), 0);
}

#[tokio::test]
async fn a_class_whose_stay_is_over_goes_before_its_case() {
    let scene = both_spoke().await;
    let Scene { zones, case, judge, .. } = scene;
    let zones = zones
        .court_restarts_with(policy("conversation", r#"{ sharing = "share", keep = "until_closed" }"#))
        .await;
    let request = serde_json::from_value(json!({ "outcome": "withdrawn", "note": "" })).expect("closing");
    zones.home.court.close_case(&judge, case, command().into(), &request).await.expect("closed");
    zones.equal(case).await;
    zones
        .until("the day is known", || async {
            let known = zones.home.court.store().outside(case).await.expect("store").expect("outside");
            known.return_due.is_some() && known.review_at.is_some()
        })
        .await;
    assert_eq!(words_at(&zones.away, case).await.len(), 2, "on the day of closing");
    for world in [&zones.home, &zones.away] {
        world.pass_minutes(24 * 60);
    }
    zones.until("gone the next morning", || async { words_at(&zones.away, case).await.is_empty() }).await;
    let known = zones.home.court.store().outside(case).await.expect("store").expect("outside");
    assert_eq!(known.phase, weicourt_store::Phase::Open, "the rest stays seven days");
    assert_eq!(events(&zones, "erased").await.len(), 0);
}

//! Many at once: numbers without gap or duplicate, one entry for one command.

use std::collections::BTreeSet;
use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::court::client::{Answer, Ask, Client, new_key};
use crate::court::papers::{PLAIN, says};
use crate::court::{Court, on_every_database};
use crate::story::{Cast, DEFENDANT};

const CLAIMANTS: [&str; 4] = ["样例甲", "样例丙", "样例戊", "样例庚"];

/// The number in `（2026）浙0203民初12号`.
pub(crate) fn sequence(case_number: &str) -> u32 {
    let number = case_number.strip_suffix('号').and_then(|rest| rest.rsplit_once("民初"));
    number.and_then(|(_, digits)| digits.parse().ok()).unwrap_or_else(|| panic!("{case_number}"))
}

/// Files `n_each` cases for each claimant: who filed, and the case.
async fn file_many(court: &Arc<Court>, n_each: usize) -> Vec<(Client, String)> {
    let mut filing = JoinSet::new();
    for name in CLAIMANTS {
        let court = court.clone();
        filing.spawn(async move {
            let claimant = court.enrol(name).await;
            let mut cases = Vec::new();
            for _ in 0..n_each {
                let case = claimant.file(DEFENDANT, &PLAIN).await;
                cases.push((claimant.clone(), case));
            }
            cases
        });
    }
    filing.join_all().await.into_iter().flatten().collect()
}

/// The same request, `times` at once.
async fn at_once(client: &Client, ask: &Ask, times: usize) -> Vec<Answer> {
    let mut asking = JoinSet::new();
    for _ in 0..times {
        let (client, ask) = (client.clone(), ask.clone());
        asking.spawn(async move { client.ask(ask).await });
    }
    asking.join_all().await
}

fn one_receipt(answers: Vec<Answer>) -> Value {
    let mut receipts: Vec<Value> =
        answers.into_iter().map(|answer| answer.done("the same command")).collect();
    let receipt = receipts.pop().expect("an answer");
    assert!(receipts.iter().all(|other| *other == receipt), "one receipt for everybody");
    receipt
}

#[tokio::test]
async fn sixty_four_acceptances_at_once_give_sixty_four_consecutive_numbers() {
    on_every_database(|court| async move {
        let cases = file_many(&court, 16).await;
        assert_eq!(cases.len(), 64);
        let officer = court.staff("filing-1").await.client;
        let mut accepting = JoinSet::new();
        for (claimant, case) in cases {
            let officer = officer.clone();
            accepting.spawn(async move {
                officer.register(&case).await;
                sequence(&claimant.case_number(&case).await)
            });
        }
        let mut numbers = accepting.join_all().await;
        numbers.sort_unstable();
        assert_eq!(numbers, (numbers[0]..numbers[0] + 64).collect::<Vec<_>>());
        assert!(court.verify().valid);
    })
    .await;
}

#[tokio::test]
async fn a_command_sent_fifty_times_at_once_is_one_entry_with_one_receipt() {
    on_every_database(|court| async move {
        let cast = Cast::gather(court.clone()).await;
        let path = format!("/api/cases/{}/messages", cast.case);
        let key = new_key();
        let ask = Ask::new(Method::POST, &path, Some(&says("只说一次"))).key(&key);
        let receipt = one_receipt(at_once(&cast.plaintiff, &ask, 50).await);
        let entries = cast.plaintiff.entries(&cast.case).await;
        assert_eq!(entries.iter().filter(|entry| entry["command_id"] == key.as_str()).count(), 1);
        let again = cast.plaintiff.read(&format!("/api/cases/{}/receipts/{key}", cast.case)).await;
        assert_eq!(again, receipt);
        let of_other = cast.defendant.ask(ask).await;
        assert_eq!(of_other.refusal(), "404 not_found", "somebody else's command says nothing");
    })
    .await;
}

#[tokio::test]
async fn an_acceptance_sent_fifty_times_at_once_takes_one_number() {
    on_every_database(|court| async move {
        let cases = file_many(&court, 1).await;
        let officer = court.staff("filing-1").await.client;
        let body = json!({ "procedure": "simplified" });
        let ask =
            |case: &str| Ask::new(Method::POST, &format!("/api/filings/{case}/registration"), Some(&body));
        one_receipt(at_once(&officer, &ask(&cases[0].1), 50).await);
        // The same case accepted by many clicks, each a command of its own: one counts.
        let mut clicking = JoinSet::new();
        for _ in 0..20 {
            let (officer, ask) = (officer.clone(), ask(&cases[1].1));
            clicking.spawn(async move { officer.ask(ask).await });
        }
        let clicks = clicking.join_all().await;
        assert_eq!(clicks.iter().filter(|click| click.status == 200).count(), 1, "one counts");
        assert!(clicks.iter().all(|click| matches!(click.status, 200 | 404 | 409)));
        officer.register(&cases[2].1).await;
        officer.register(&cases[3].1).await;
        let mut numbers = BTreeSet::new();
        for (claimant, case) in &cases {
            numbers.insert(sequence(&claimant.case_number(case).await));
        }
        let first = *numbers.first().expect("numbers");
        assert_eq!(numbers, (first..first + 4).collect(), "no number was lost or given twice");
        assert!(court.verify().valid);
    })
    .await;
}

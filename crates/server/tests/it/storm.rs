//! The node is killed in the middle of a storm of acts, again and again: what it acknowledged is there.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::court::Court;
use crate::court::client::{Ask, Client, new_key};
use crate::court::papers::{PLAIN, says};
use crate::races::sequence;
use crate::story::{Cast, DEFENDANT};

const KILLS: usize = 50;

/// A receipt that the node gave out.
struct Acknowledged {
    client: Client,
    case: String,
    key: String,
    receipt: Value,
}

/// Posts until the line breaks; every receipt is reported.
async fn writes_by_http(client: Client, case: String, report: mpsc::UnboundedSender<Acknowledged>) {
    for number in 0.. {
        let key = new_key();
        let ask =
            Ask::new(Method::POST, &format!("/api/cases/{case}/messages"), Some(&says(&format!("{number}"))));
        let Ok(answer) = client.try_ask(ask.key(&key)).await else { return };
        let receipt = answer.done("a message");
        let _ = report.send(Acknowledged { client: client.clone(), case: case.clone(), key, receipt });
    }
}

/// The same over the stream, several acts under way at once.
async fn writes_by_stream(client: Client, case: String, report: mpsc::UnboundedSender<Acknowledged>) {
    let Ok(mut socket) = client.try_stream(client.node()).await else { return };
    for number in 0.. {
        let mut waiting = BTreeSet::new();
        for part in 0..4 {
            let id = new_key();
            let act = client.act_frame(&id, &case, &says(&format!("{number}.{part}")));
            if socket.send(tokio_tungstenite::tungstenite::Message::text(act.to_string())).await.is_err() {
                return;
            }
            waiting.insert(id);
        }
        while !waiting.is_empty() {
            let Some(frame) = socket.try_next().await else { return };
            let Some(key) = frame["id"].as_str().filter(|key| waiting.remove(*key)) else { continue };
            assert_eq!(frame["type"], "receipt", "{frame}");
            let (key, receipt) = (key.to_owned(), frame["receipt"].clone());
            let _ = report.send(Acknowledged { client: client.clone(), case: case.clone(), key, receipt });
        }
    }
}

/// A node that is killed can lose nothing that it acknowledged: 50 times.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_node_acknowledged_is_there_when_it_comes_back() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { court, case, plaintiff, defendant, judge, plaintiff_screen, defendant_screen } = cast;
    drop((plaintiff_screen, defendant_screen));
    let mut court = Arc::into_inner(court).expect("nobody else holds the court");
    let mut officer = court.staff("filing-1").await.client;
    let mut members = [plaintiff, defendant, judge.client];
    let mut numbers = vec![sequence(&members[0].case_number(&case).await)];
    let (n_acknowledged, n_unsure) = (AtomicUsize::new(0), AtomicUsize::new(0));
    for round in 0..KILLS {
        // A filing whose acceptance falls into the storm.
        let filing = members[0].file(DEFENDANT, &PLAIN).await;
        let accept = Ask::new(
            Method::POST,
            &format!("/api/filings/{filing}/registration"),
            Some(&json!({ "procedure": "simplified" })),
        );
        let (report, mut reports) = mpsc::unbounded_channel();
        let mut storm = JoinSet::new();
        for member in &members {
            storm.spawn(writes_by_http(member.clone(), case.clone(), report.clone()));
            storm.spawn(writes_by_stream(member.clone(), case.clone(), report.clone()));
        }
        drop(report);
        let accepted = Arc::new(AtomicBool::new(false));
        // The blow falls after as many receipts as the round says, so it always falls into the work.
        let (accept_at, kill_at) = (round % 5 * 4, 4 + round * 7 % 40);
        let mut acknowledged = Vec::new();
        let mut accepting = None;
        while acknowledged.len() < kill_at.max(accept_at) {
            acknowledged.push(reports.recv().await.expect("the writers write"));
            if acknowledged.len() > accept_at && accepting.is_none() {
                let (officer, accept, accepted) = (officer.clone(), accept.clone(), accepted.clone());
                accepting = Some(tokio::spawn(async move {
                    let answer = officer.try_ask(accept).await.ok()?;
                    accepted.store(true, Ordering::SeqCst);
                    Some(answer.done("the acceptance"))
                }));
            }
        }
        court.kill();
        storm.join_all().await;
        while let Some(last) = reports.recv().await {
            acknowledged.push(last);
        }
        let promised = match accepting {
            Some(accepting) => accepting.await.expect("no panic"),
            None => None,
        };
        n_unsure.fetch_add(usize::from(promised.is_none()), Ordering::Relaxed);

        court.start_again();
        for member in members.iter_mut().chain([&mut officer]) {
            *member = member.moved_to(court.node());
        }
        for Acknowledged { client, case, key, receipt } in &acknowledged {
            let kept = client.moved_to(court.node()).read(&format!("/api/cases/{case}/receipts/{key}")).await;
            assert_eq!(kept, *receipt, "round {round}: the receipt stands");
        }
        n_acknowledged.fetch_add(acknowledged.len(), Ordering::Relaxed);
        // Whether or not the answer got through, the same command ends in the same acceptance.
        let receipt = officer.ask(accept).await.done("the acceptance, once more");
        if let Some(promised) = promised {
            assert_eq!(promised, receipt, "round {round}: the acceptance stands");
        }
        numbers.push(sequence(&members[0].case_number(&filing).await));
        if round % 10 == 9 {
            let verdict = court.verify();
            assert!(verdict.valid, "round {round}: {}", verdict.text);
        }
    }
    let first = numbers[0];
    assert_eq!(
        numbers,
        (first..=first + KILLS as u32).collect::<Vec<_>>(),
        "no number is lost or given twice"
    );
    let (n_acknowledged, n_unsure) = (n_acknowledged.into_inner(), n_unsure.into_inner());
    assert!(n_acknowledged > KILLS * 10, "the storm was one: {n_acknowledged}");
    assert!(n_unsure > 0, "some blows fell before the acceptance was answered");
}

//! A whole case over HTTP and the stream, through the built program.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::court::client::Client;
use crate::court::socket::Socket;
use crate::court::{Court, on_every_database};
use crate::story::Cast;

#[tokio::test]
async fn a_case_runs_from_the_filing_to_the_closing_and_its_log_is_whole() {
    on_every_database(|court| async move {
        let mut cast = Cast::gather(court.clone()).await;
        cast.tell().await;
        let verdict = court.verify();
        assert!(verdict.valid && verdict.n_entries > 30, "{}", verdict.text);
    })
    .await;
}

/// A screen that follows the rules for clients: it knows its position, sees gaps, and never shows an
/// entry twice.
struct Screen {
    client: Client,
    case: String,
    position: [u64; 2],
    shown: BTreeMap<(u64, String), String>,
    n_twice: usize,
}

fn position(value: &Value) -> [u64; 2] {
    [value["front"].as_u64().expect("a number"), value["court"].as_u64().expect("a number")]
}

impl Screen {
    fn known(&self) -> Value {
        json!({ "front": self.position[0], "court": self.position[1] })
    }

    /// Shows what is new in a page or frame; whether it left a gap.
    fn show(&mut self, page: &Value) -> bool {
        let (after, upto) = (position(&page["after"]), position(&page["upto"]));
        if (0..2).any(|chain| after[chain] > self.position[chain]) {
            return true;
        }
        for entry in page["entries"].as_array().expect("a list") {
            let chain = usize::from(entry["origin"] == "court");
            let seq = entry["seq"].as_u64().expect("a number");
            if seq <= self.position[chain] {
                self.n_twice += 1;
                continue;
            }
            let place = (entry["n"].as_u64().expect("a number"), entry["origin"].to_string());
            let before = self.shown.insert(place, entry["hash"].to_string());
            assert_eq!(before, None, "two entries in one place");
        }
        for (known, reached) in self.position.iter_mut().zip(upto) {
            *known = reached.max(*known);
        }
        false
    }

    async fn fetch(&mut self) {
        loop {
            let [front, court] = self.position;
            let path =
                format!("/api/cases/{}/entries?after_front={front}&after_court={court}&limit=7", self.case);
            let page = self.client.read(&path).await;
            assert!(!self.show(&page), "a page that was asked for leaves no gap");
            if page["more"] == false {
                return;
            }
        }
    }

    /// Follows the stream for `n_frames` frames with entries.
    async fn follow(&mut self, socket: &mut Socket, n_frames: usize) {
        for _ in 0..n_frames {
            let frame = socket.until(|frame| frame["type"] == "entries").await;
            if self.show(&frame) {
                self.fetch().await;
            }
        }
    }
}

#[tokio::test]
async fn a_screen_that_was_away_resumes_without_a_gap_and_without_showing_anything_twice() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { case, plaintiff, defendant, judge, .. } = &cast;
    let talkers = [plaintiff.clone(), judge.client.clone()];
    let over = Arc::new(AtomicBool::new(false));
    let talking = talkers.into_iter().map(|talker| {
        let (case, over) = (case.clone(), over.clone());
        tokio::spawn(async move {
            let mut number = 0;
            while !over.load(Ordering::Relaxed) {
                number += 1;
                talker.say(&case, &format!("第{number}句")).await;
            }
        })
    });
    let talking: Vec<_> = talking.collect();
    let (case, client) = (case.clone(), defendant.clone());
    let mut screen = Screen { client, case, position: [0, 0], shown: BTreeMap::new(), n_twice: 0 };
    // Comes, reads a little, and is gone again, while the others talk.
    for _ in 0..8 {
        let mut socket = defendant.stream().await;
        let first = socket.open(&screen.case, &screen.known()).await;
        assert!(!screen.show(&first), "the first page follows what was known");
        screen.follow(&mut socket, 3).await;
    }
    over.store(true, Ordering::Relaxed);
    for talker in talking {
        talker.await.expect("they finish");
    }
    let mut socket = defendant.stream().await;
    let known = screen.known();
    let first = socket.open(&screen.case, &known).await;
    assert!(!screen.show(&first) && first["more"] == false);
    let all = defendant.entries(&screen.case).await;
    let expected: BTreeMap<_, _> = all
        .iter()
        .map(|entry| {
            let place = (entry["n"].as_u64().expect("a number"), entry["origin"].to_string());
            (place, entry["hash"].to_string())
        })
        .collect();
    assert_eq!(screen.shown, expected, "the same entries in the same order");
    let order: Vec<_> = all.iter().map(|entry| entry["hash"].to_string()).collect();
    assert!(screen.shown.values().eq(order.iter()), "in the order of the space");
    // An old position is answered again in full: the client is the one who knows what it has.
    let again = socket_page(&cast).await;
    assert_eq!(again.as_array().expect("a list").len(), all.len());
}

/// The first page of a new connection that knows nothing.
async fn socket_page(cast: &Cast) -> Value {
    let mut socket = cast.defendant.stream().await;
    let page = socket.open(&cast.case, &json!({ "front": 0, "court": 0 })).await;
    assert_eq!(page["more"], false);
    page["entries"].clone()
}

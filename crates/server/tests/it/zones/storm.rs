//! Either node is killed again and again in the middle of a case: both end with the same logs, and with
//! everything that anybody was promised.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::space::{Space, registration};
use super::{Link, Zones};
use crate::court::client::{Answer, Ask, Client, new_key};
use crate::court::database::Database;
use crate::court::papers::{PLAIN, photo, says};
use crate::court::people::{Officer, text};
use crate::story::{DEFENDANT, PLAINTIFF};

const KILLS: usize = 50;

/// What somebody was promised: whose act, and the receipt.
struct Promise {
    key: String,
    receipt: Value,
    for_the_bench: bool,
}

/// Asks until the node answers, with the same identity of the command every time.
async fn insist(client: &Client, ask: Ask) -> Answer {
    loop {
        match client.try_ask(ask.clone()).await {
            Ok(answer) if answer.status != 503 => {
                answer.must_be_clear(&ask.path);
                return answer;
            }
            _ => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn read(client: &Client, path: &str) -> Answer {
    insist(client, Ask::new(Method::GET, path, None)).await
}

/// Reads until it is there.
async fn arrives(client: &Client, path: &str) -> Value {
    loop {
        let answer = read(client, path).await;
        if answer.status == 200 {
            return answer.json();
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// One try to upload a photo; nothing when the node goes away in the middle.
async fn try_upload(client: &Client, case: &str, bytes: &[u8]) -> Option<Value> {
    let begin = json!({ "size_bytes": bytes.len(), "media_type": "image/jpeg", "name": "photo.jpg" });
    let begin = Ask::new(Method::POST, &format!("/api/cases/{case}/uploads"), Some(&begin));
    let upload = text(&client.try_ask(begin).await.ok()?.done("begin")["upload"]);
    let write = Ask::new(Method::PATCH, &format!("/api/uploads/{upload}?offset=0"), None);
    client.try_ask(write.bytes("application/octet-stream", bytes)).await.ok()?.done("write");
    let end = Ask::new(Method::POST, &format!("/api/uploads/{upload}/completion"), None);
    Some(client.try_ask(end).await.ok()?.done("end"))
}

/// Everybody in the case, and what they have been promised.
struct Storm {
    plaintiff: Client,
    defendant: Client,
    officer: Client,
    judges: Vec<Officer>,
    sms: String,
    filing: Value,
    over: AtomicBool,
    promises: Mutex<Vec<Promise>>,
    n_photos: Mutex<usize>,
}

impl Storm {
    async fn gather(zones: &Zones) -> Storm {
        let door = zones.court_door();
        let mut judges = Vec::new();
        for subject in ["judge-1", "judge-2", "judge-3", "head-1"] {
            judges.push(door.staff(subject).await);
        }
        door.staff("clerk-1").await;
        let officer = door.staff("filing-1").await.client;
        let plaintiff = zones.front_door().enrol(PLAINTIFF).await;
        let defendant = zones.front_door().enrol(DEFENDANT).await;
        let draft = plaintiff.draft(DEFENDANT, &PLAIN).await;
        let filing = json!({ "draft": draft["id"], "form": draft["form"] });
        let sms = zones.court_door().sms.to_owned();
        let (over, promises, n_photos) = Default::default();
        Storm { plaintiff, defendant, officer, judges, sms, filing, over, promises, n_photos }
    }

    fn promised(&self, key: String, receipt: Value, for_the_bench: bool) {
        self.promises.lock().expect("nobody failed").push(Promise { key, receipt, for_the_bench });
    }

    /// Filed, accepted and joined while nodes come and go.
    async fn begin(&self) -> Space {
        let case = text(&self.filing["draft"]);
        let ask = Ask::new(Method::POST, "/api/filings", Some(&self.filing));
        insist(&self.plaintiff, ask).await.done("hand in");
        arrives(&self.officer, &format!("/api/filings/{case}")).await;
        let ask = registration(&case);
        let (key, receipt) = (ask.key.clone(), insist(&self.officer, ask).await.done("accept"));
        self.promised(key.expect("a key"), receipt, false);
        let number = loop {
            let filing = arrives(&self.plaintiff, &format!("/api/filings/{case}")).await;
            if let Some(number) = filing["case_number"].as_str() {
                break number.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        };
        let phone = crate::court::people::person(DEFENDANT).phone;
        let gateway = Client::new(&self.sms);
        let token = loop {
            let messages = gateway.read(&format!("/messages?phone={phone}")).await;
            let texts = messages.as_array().expect("a list").iter();
            let link = texts.filter_map(|message| message["text"].as_str()?.split_once("/j/")).next();
            if let Some((_, link)) = link {
                let is_token = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
                break link.chars().take_while(is_token).collect::<String>();
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        };
        let link = arrives(&self.defendant, &format!("/api/invitations/{token}")).await;
        let acceptance = json!({ "case": link["case"], "party": link["party"] });
        let path = format!("/api/invitations/{token}/acceptance");
        let ask = Ask::new(Method::POST, &path, Some(&acceptance));
        insist(&self.defendant, ask).await.done("join");
        for judge in &self.judges {
            let seen = read(&judge.client, &format!("/api/cases/{case}")).await;
            if seen.status == 200 && seen.json()["handling_judge"]["person"] == judge.person.as_str() {
                let judge = Officer { client: judge.client.clone(), person: judge.person.clone() };
                let (plaintiff, defendant) = (self.plaintiff.clone(), self.defendant.clone());
                return Space { case, number, plaintiff, defendant, judge };
            }
        }
        panic!("nobody handles {case}")
    }

    /// One member talks until the storm is over.
    async fn talks(&self, space: &Space, who: usize) {
        let client = [&space.plaintiff, &space.defendant, &space.judge.client][who];
        let (case, is_judge) = (&space.case, who == 2);
        for number in 0.. {
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            let mut message = says(&format!("{who}说的第{number}句话"));
            let for_the_bench = is_judge && number % 5 == 4;
            if for_the_bench {
                message["audience"] = json!("bench");
            }
            if !is_judge && number % 12 == 6 {
                let picture = photo(number as u8, &format!("{who} {number}"));
                // The node is away for a while: another try, from the beginning.
                let sent = loop {
                    match try_upload(client, case, &picture).await {
                        Some(sent) => break sent,
                        None => tokio::time::sleep(Duration::from_millis(20)).await,
                    }
                };
                message = json!({ "content": { "type": "photo", "blob": sent["blob"], "preview": sent["preview"] } });
                *self.n_photos.lock().expect("nobody failed") += 1;
            }
            let key = new_key();
            let ask = Ask::new(Method::POST, &format!("/api/cases/{case}/messages"), Some(&message));
            let receipt = insist(client, ask.key(&key)).await.done("a message");
            self.promised(key, receipt, for_the_bench);
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    async fn journey(&self) -> Space {
        let space = self.begin().await;
        tokio::join!(self.talks(&space, 0), self.talks(&space, 1), self.talks(&space, 2));
        space
    }
}

/// Kills the nodes in turn, at moments that move over everything a node does.
async fn kills(zones: &mut Zones, storm: &Storm) {
    for round in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(40 + (round * 37 % 300) as u64)).await;
        let node = if round % 2 == 0 { &mut zones.front } else { &mut zones.court };
        node.kill();
        tokio::time::sleep(Duration::from_millis((round * 53 % 120) as u64)).await;
        node.start();
        node.ready().await;
    }
    storm.over.store(true, Ordering::SeqCst);
}

/// How often each hash and each sentence stands in what a member reads.
fn counted(entries: &[Value]) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for entry in entries {
        *counted.entry(text(&entry["hash"])).or_default() += 1;
        if let Some(said) = entry["body"]["content"]["text"].as_str() {
            *counted.entry(said.to_owned()).or_default() += 1;
        }
    }
    counted
}

#[expect(clippy::print_stdout, reason = "figures for whoever runs it with --no-capture")]
async fn storm_over(link: Link, databases: [Database; 2]) {
    let begun = std::time::Instant::now();
    let mut zones = Zones::start_on(link, databases, "warn").await;
    let storm = Storm::gather(&zones).await;
    let ((), space) = tokio::join!(kills(&mut zones, &storm), storm.journey());
    let killed = begun.elapsed();
    space.meets().await;
    let inside = counted(&space.all_entries(&space.judge.client).await);
    let outside = counted(&space.all_entries(&space.plaintiff).await);
    for (what, times) in inside.iter().chain(&outside) {
        assert_eq!(*times, 1, "{what} stands there once");
    }
    let promises = storm.promises.into_inner().expect("nobody failed");
    let n_photos = storm.n_photos.into_inner().expect("nobody failed");
    for Promise { key, receipt, for_the_bench } in &promises {
        let hash = text(&receipt["hash"]);
        assert!(inside.contains_key(&hash), "the court has {key}: {receipt}");
        assert_eq!(outside.contains_key(&hash), !for_the_bench, "the front and {key}: {receipt}");
    }
    let (parties, bench) = (promises.len(), promises.iter().filter(|promise| promise.for_the_bench).count());
    // Files follow their entries.
    super::until("every photo at the court", async || {
        let outside = space.judge.client.read(&format!("/api/exchange/cases/{}", space.case)).await;
        let entries = space.all_entries(&space.judge.client).await;
        for entry in entries.iter().filter(|entry| entry["body"]["content"]["type"] == "photo") {
            let sha256 = text(&entry["body"]["content"]["blob"]["sha256"]);
            if space.judge.client.get(&space.at(&format!("blobs/{sha256}"))).await.status != 200 {
                return None;
            }
        }
        (outside["outside"] == true).then_some(())
    })
    .await;
    assert!(parties > KILLS && bench > 0 && n_photos > 0, "a storm: {parties} {bench} {n_photos}");
    zones.court.kill();
    zones.front.kill();
    let (inside, outside) = (zones.court.verify(), zones.front.verify());
    assert_eq!(inside["entries"], outside["entries"], "{inside} {outside}");
    println!(
        "{link:?}: {KILLS} kills and {} promises, {n_photos} photos in {killed:.1?}, all in {:.1?}",
        promises.len(),
        begun.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_of_either_node_over_a_ferry_lose_nothing() {
    storm_over(Link::Drop, [Database::Embedded, Database::Embedded]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_of_either_node_over_http_lose_nothing() {
    storm_over(Link::Http, [Database::Embedded, Database::Embedded]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_of_either_node_over_a_message_server_lose_nothing() {
    storm_over(Link::Nats, [Database::Embedded, Database::Embedded]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_of_either_node_on_a_database_server_lose_nothing() {
    if let Ok(server) = std::env::var("WEICOURT_TEST_PG") {
        storm_over(Link::Http, [Database::postgres(&server), Database::postgres(&server)]).await;
    }
}

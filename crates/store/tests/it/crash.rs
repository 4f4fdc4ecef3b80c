//! A node that is killed in the middle of a write storm, again and again.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{ChainVerifier, Origin};
use weicourt_store::{Append, Expected, Store, StoreConfig, StoreUrl};

use crate::court::{bench, filing, form, open_at, registration, says, series};

const KILLS: u64 = 10;
const DIR: &str = "WEICOURT_TEST_CRASH_DIR";
const ROUND: &str = "WEICOURT_TEST_CRASH_ROUND";

fn config(dir: &Path) -> StoreConfig {
    StoreConfig {
        url: StoreUrl::Sqlite { path: dir.join("data/weicourt.db") },
        blob_dir: dir.join("data/blobs"),
        readers: 1,
    }
}

/// Each round is a second later than the one before.
fn clock(round: u64) -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(1_793_581_200_000 + 1000 * round as i64))
}

fn command(round: u64, number: u64) -> CommandId {
    CommandId((u128::from(round) << 64 | u128::from(number)).to_be_bytes())
}

/// The node that is killed: the story below starts it in a process of its own; anyone else it leaves alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_in_a_write_storm() {
    let (Ok(dir), Ok(round)) = (std::env::var(DIR), std::env::var(ROUND)) else { return };
    let round: u64 = round.parse().expect("round");
    let store = open_at(&config(dir.as_ref()), dir.as_ref(), &clock(round)).await;
    let next = Arc::new(AtomicU64::new(0));
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..16 {
        let (store, next) = (store.clone(), next.clone());
        writers.spawn(async move {
            let case = store.new_case().await.expect("case");
            let drafts = [vec![filing(form()), registration(), bench()]];
            let talk = (0..).map(|index| vec![says(&format!("{writer} 说第 {index} 句"))]);
            for drafts in drafts.into_iter().chain(talk) {
                let command = command(round, next.fetch_add(1, Ordering::Relaxed));
                let append =
                    Append { case, drafts, command, proof: None, expected: Expected::Any, with: Vec::new() };
                let appended = store.append(append).await.expect("append");
                acknowledge(case, command, &appended.entries[0].hash.to_string());
            }
        });
    }
    writers.join_all().await;
}

#[expect(clippy::print_stdout, reason = "the acknowledgement that the killer reads")]
fn acknowledge(case: CaseId, command: CommandId, hash: &str) {
    println!("acknowledged {case} {command} {hash}");
}

#[tokio::test]
async fn every_acknowledged_entry_survives_ten_kills() {
    let dir = tempfile::tempdir().expect("directory");
    let mut acknowledged = Vec::new();
    for round in 1..=KILLS {
        let mut node = Command::new(std::env::current_exe().expect("test binary"))
            .args(["--exact", "crash::a_node_in_a_write_storm", "--nocapture"])
            .env(DIR, dir.path())
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node");
        let lines = BufReader::new(node.stdout.take().expect("stdout")).lines();
        let mut n_lines = 0;
        for line in lines {
            let line = line.expect("line");
            let Some((_, rest)) = line.split_once("acknowledged ") else { continue };
            let mut words = rest.split(' ').map(str::to_owned);
            if let (Some(case), Some(command), Some(hash)) = (words.next(), words.next(), words.next())
                && hash.len() == 64
            {
                acknowledged.push((case, command, hash));
            }
            n_lines += 1;
            // A different moment each time; what was printed before the end is read after it.
            if n_lines == 50 + 37 * round {
                node.kill().expect("kill -9");
            }
        }
        node.wait().expect("node ended");
        assert!(n_lines >= 50, "the node stopped by itself after {n_lines} lines in round {round}");
    }

    let store = open_at(&config(dir.path()), dir.path(), &clock(KILLS + 1)).await;
    for (case, command, hash) in &acknowledged {
        let receipt = store
            .receipt_of(case.parse().expect("case"), command.parse().expect("command"))
            .await
            .expect("receipt");
        assert_eq!(receipt.map(|receipt| receipt.hash.to_string()).as_ref(), Some(hash));
    }
    verify_all(&store).await;
    let registered = store.stats().await.expect("stats").n_cases;
    assert_eq!(
        u64::from(store.last_serial(&series()).await.expect("serial")),
        registered,
        "no number was lost"
    );
    store.close().await.expect("close");
}

async fn verify_all(store: &Store) {
    let key = store.keys().verifying_key();
    let cases = store.all_cases(None, 10_000).await.expect("cases");
    assert!(!cases.is_empty());
    for case in cases {
        let heads = store.heads(case).await.expect("heads");
        for origin in [Origin::Front, Origin::Court] {
            let mut verifier = ChainVerifier::new(case, origin, &key);
            for entry in store.stored_chain(case, origin, 1, 100_000).await.expect("chain") {
                verifier.check(&entry).expect("whole chain");
            }
            assert_eq!(verifier.head(), heads.of(origin));
        }
    }
}

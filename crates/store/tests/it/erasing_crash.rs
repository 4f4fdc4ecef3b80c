//! A node that is killed while it erases, again and again.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{ChainVerifier, Origin};
use weicourt_store::{Append, Expected, Needles, Store, StoreConfig, StoreUrl};

use crate::court::{bench, filing, form, open_at, registration, says};

const KILLS: u64 = 20;
const CASES: u128 = 120;
const DIR: &str = "WEICOURT_TEST_ERASE_DIR";
const WORDS: &str = "金丝雀在被擦除的案件里";

fn config(dir: &Path) -> StoreConfig {
    StoreConfig {
        url: StoreUrl::Sqlite { path: dir.join("data/weicourt.db") },
        blob_dir: dir.join("data/blobs"),
        readers: 1,
    }
}

async fn open(dir: &Path) -> Store {
    open_at(&config(dir), dir, &Arc::new(AtomicI64::new(1_793_581_200_000))).await
}

/// The node that is killed: the story below starts it in a process of its own; anyone else it leaves alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_erases() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let store = open(dir.as_ref()).await;
    for case in store.all_cases(None, 1_000).await.expect("cases") {
        say("erasing", case);
        store.erase_case(case).await.expect("erase");
        say("erased", case);
    }
}

#[expect(clippy::print_stdout, reason = "what the killer reads")]
fn say(what: &str, case: CaseId) {
    println!("{what}: {case}");
}

async fn begin(store: &Store, number: u128) -> CaseId {
    let case = store.new_case().await.expect("case");
    let mut drafts = vec![filing(form()), registration(), bench()];
    drafts.extend((0..30).map(|_| says(WORDS)));
    let command = CommandId(number.to_be_bytes());
    let append = Append { case, drafts, command, proof: None, expected: Expected::Any, with: Vec::new() };
    store.append(append).await.expect("append");
    let photo = format!("{WORDS}{number}").repeat(5_000).into_bytes();
    store.put_blob(case, photo, "image/jpeg", Some(WORDS)).await.expect("blob");
    case
}

#[tokio::test]
async fn twenty_kills_leave_every_case_whole_or_gone() {
    let dir = tempfile::tempdir().expect("directory");
    let store = open(dir.path()).await;
    let mut cases = BTreeSet::new();
    for number in 0..CASES {
        cases.insert(begin(&store, number).await);
    }
    store.close().await.expect("close");
    let mut gone: BTreeSet<CaseId> = BTreeSet::new();
    let mut n_finished_later = 0;
    for round in 0..KILLS {
        let mut node = Command::new(std::env::current_exe().expect("test binary"))
            .args(["--exact", "erasing_crash::a_node_that_erases", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node");
        let lines = BufReader::new(node.stdout.take().expect("stdout")).lines();
        let mut n_begun = 0;
        let mut erased = BTreeSet::new();
        for line in lines {
            let line = line.expect("line");
            if let Some((_, case)) = line.split_once("erased: ") {
                erased.insert(case.parse::<CaseId>().expect("case"));
            }
            n_begun += u64::from(line.contains("erasing: "));
            if n_begun == 2 + round % 3 {
                // The killer strikes at another moment of the work each time.
                std::thread::sleep(Duration::from_micros(700 * round));
                node.kill().expect("kill -9");
                n_begun = u64::MAX / 2;
            }
        }
        node.wait().expect("node ended");
        let store = open(dir.path()).await;
        // What was begun is finished now, and remembered until its certificate is written.
        let marked: BTreeSet<CaseId> =
            store.erased().await.expect("marks").iter().map(|erased| erased.case).collect();
        assert!(marked.is_superset(&erased), "what was reported is marked");
        n_finished_later += marked.difference(&erased).count();
        store.forget_erased(&marked.iter().copied().collect::<Vec<_>>()).await.expect("forget");
        gone.extend(&marked);
        let left: BTreeSet<CaseId> = store.all_cases(None, 1_000).await.expect("cases").into_iter().collect();
        assert_eq!(left, &cases - &gone);
        let mut needles = Needles::new();
        needles.text(WORDS);
        gone.iter().for_each(|case| needles.case(*case));
        assert_eq!(store.residue(needles, &[]).await.expect("search").hits, [], "after kill {round}");
        assert_eq!(store.stats().await.expect("stats").n_blobs as usize, left.len());
        let key = store.keys().verifying_key();
        for case in left {
            for origin in [Origin::Front, Origin::Court] {
                let mut verifier = ChainVerifier::new(case, origin, &key);
                for entry in store.stored_chain(case, origin, 1, 1_000).await.expect("chain") {
                    assert!(entry.body.is_some());
                    verifier.check(&entry).expect("whole chain");
                }
            }
        }
        store.close().await.expect("close");
    }
    assert!(gone.len() >= KILLS as usize, "{} cases are gone", gone.len());
    assert!(n_finished_later > 0, "some were cut off in the middle");
}

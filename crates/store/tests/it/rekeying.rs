//! A case loses a part and gets a new key; the rest goes on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::ConnectionTrait as _;
use weicourt_domain::digest::Digest;
use weicourt_domain::erasure::ErasureScope;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Origin, Position};
use weicourt_store::{Append, Needles, Store, StoreError};

use crate::court::{Court, on_every_database, says};
use crate::erasing::{CANARIES, cut_off, full_case, n_files, tables_with};

const KEPT: &str = "这句话可以留在外面";
const DROPPED_PHOTO: &str = "the photo that has to go ";
const KEPT_PHOTO: &str = "the photo that may stay ";

/// A case with something that may stay outside and something that has to go.
async fn mixed_case(court: &Court) -> (CaseId, EntryRef, [Digest; 2]) {
    let store = &court.store;
    let (case, _) = full_case(court).await;
    let mut refs = Vec::new();
    for words in ["这句话必须撤回来", KEPT] {
        let statement = weicourt_store::Row::Act { statement: words.as_bytes().to_vec() };
        let append = Append { with: vec![statement], ..court.append_of(case, vec![says(words)]) };
        let said = store.append(append).await.expect("append");
        refs.push(said.entries[0].envelope.entry_ref());
    }
    let withdrawn = refs[0];
    let mut digests = Vec::new();
    for photo in [DROPPED_PHOTO, KEPT_PHOTO] {
        let content = photo.repeat(10_000).into_bytes();
        digests.push(store.put_blob(case, content, "image/jpeg", Some(photo)).await.expect("blob").sha256);
    }
    (case, withdrawn, [digests[0], digests[1]])
}

async fn wrapped_key(court: &Court, case: CaseId) -> Vec<u8> {
    let intruder = court.intruder().await;
    let sql = format!("select wrapped from case_key where case_id = {}", case.0);
    let statement = sea_orm::Statement::from_string(intruder.get_database_backend(), sql);
    let row = intruder.query_one_raw(statement).await.expect("query").expect("row");
    intruder.close().await.expect("close");
    row.try_get_by_index(0).expect("a key")
}

/// What a signature was given for, as it lies in the database.
async fn sealed_statement(court: &Court, case: CaseId, entry: EntryRef) -> Vec<u8> {
    let chain = court.store.stored_chain(case, entry.origin, entry.seq, 1).await.expect("chain");
    let command = chain[0].envelope.command;
    let intruder = court.intruder().await;
    let sql = format!("select command, statement from act where case_id = {}", case.0);
    let statement = sea_orm::Statement::from_string(intruder.get_database_backend(), sql);
    let rows = intruder.query_all_raw(statement).await.expect("query");
    intruder.close().await.expect("close");
    let of_command = |row: &sea_orm::QueryResult| {
        let id: Vec<u8> = row.try_get_by_index(0).expect("a command");
        id == command.0
    };
    rows.iter().find(|row| of_command(row)).expect("a row").try_get_by_index(1).expect("a statement")
}

/// Everything that stays can be read, and what went cannot.
async fn assert_part_is_gone(store: &Store, case: CaseId, withdrawn: EntryRef, photos: [Digest; 2]) {
    let chain = store.stored_chain(case, Origin::Front, 1, 100).await.expect("chain");
    assert_eq!(chain.len(), 23);
    for entry in &chain {
        assert_eq!(entry.body.is_none(), entry.envelope.entry_ref() == withdrawn);
    }
    let last = &chain.last().and_then(|entry| entry.body.clone()).expect("readable").1;
    assert!(String::from_utf8_lossy(last).contains(KEPT));
    // What was signed for the words that went is gone with them.
    let command = |seq: usize| chain[seq - 1].envelope.command;
    assert_eq!(store.statement_of(case, command(22)).await.expect("statement"), None);
    let statement = store.statement_of(case, command(23)).await.expect("statement");
    assert_eq!(statement, Some(KEPT.as_bytes().to_vec()));
    let [dropped, kept] = photos;
    assert!(store.open_blob(case, dropped).await.expect("blob").is_none());
    let photo = store.open_blob(case, kept).await.expect("blob").expect("there");
    assert_eq!(photo.read_all().await.expect("content"), KEPT_PHOTO.repeat(10_000).into_bytes());
    let draft = store.draft(case).await.expect("draft").expect("there");
    assert_eq!(draft.form.facts_and_reasons, CANARIES[7]);
    assert_eq!(store.invitations_of_case(case).await.expect("invitations")[0].name, CANARIES[5]);
    let row = store.case_row(case).await.expect("row").expect("there");
    assert_eq!((row.title.as_str(), row.case_number.is_some()), ("样例甲诉样例乙民间借贷纠纷", true));
    let named = store.cases_by_digest(store.keyed_digest("id", case.to_string().as_bytes())).await;
    assert_eq!(named.expect("named")[0].name, CANARIES[2]);
}

#[tokio::test]
async fn a_part_is_withdrawn_and_the_rest_stays_under_a_new_key() {
    on_every_database(|court| async move {
        let store = &court.store;
        let (case, withdrawn, photos) = mixed_case(&court).await;
        let old_key = wrapped_key(&court, case).await;
        let signed = sealed_statement(&court, case, withdrawn).await;
        let files = n_files(&court.config.blob_dir);
        // Somebody watches a film meanwhile.
        let film = store.open_blob(case, photos[1]).await.expect("blob").expect("there");
        let outcome = store.rekey_case(case, &[withdrawn], &[photos[0]]).await.expect("rekey");
        assert_eq!((outcome.case, outcome.scope), (case, ErasureScope::Withdrawn));
        assert_eq!((outcome.n_entries, outcome.n_blobs), (1, 1));
        assert_eq!(outcome.heads, store.heads(case).await.expect("heads"));
        assert_eq!(film.read_all().await.expect("content").len(), KEPT_PHOTO.len() * 10_000);

        assert_part_is_gone(store, case, withdrawn, photos).await;
        court.verify(case).await.expect("both chains still verify");
        assert_eq!(n_files(&court.config.blob_dir), files - 2, "a photo and the upload under way are gone");
        assert_ne!(wrapped_key(&court, case).await, old_key);
        let mut needles = Needles::new();
        needles.bytes(&old_key);
        needles.bytes(&signed);
        assert_eq!(store.residue(needles, &[]).await.expect("search").hits, []);

        // The space goes on, and the same again changes nothing but the key.
        court.append(case, vec![says("还在说")]).await;
        assert_eq!(store.erased().await.expect("marks"), [outcome]);
        let again = store.rekey_case(case, &[withdrawn], &[photos[0]]).await.expect("again");
        assert_eq!((again.n_entries, again.n_blobs), (0, 0));
        court.verify(case).await.expect("whole");
        store.forget_erased(&[case]).await.expect("forget");
        assert_eq!(store.erased().await.expect("marks"), []);
        store.erase_case(case).await.expect("erase");
        assert_eq!(tables_with(&court, case).await, BTreeSet::new());
    })
    .await;
}

#[tokio::test]
async fn a_withdrawal_that_is_cut_off_anywhere_is_done_or_not_begun() {
    on_every_database(|court| async move {
        // Long strides until the change is made, then short ones around it and after it.
        let (mut polls, mut stride) = (1, 12);
        loop {
            let (case, withdrawn, photos) = mixed_case(&court).await;
            let rekey = async move |node: Store| node.rekey_case(case, &[withdrawn], &[photos[0]]).await;
            let done = cut_off(&court, polls, rekey).await;
            let next = court.second_node().await;
            let marks = next.erased().await.expect("marks");
            if marks.is_empty() {
                assert!(done.is_none());
                assert!(
                    next.open_blob(case, photos[0]).await.expect("blob").is_some(),
                    "nothing has happened"
                );
                next.rekey_case(case, &[withdrawn], &[photos[0]]).await.expect("rekey");
            } else {
                assert_eq!((marks.len(), marks[0].n_entries, marks[0].n_blobs), (1, 1, 1));
            }
            assert_part_is_gone(&next, case, withdrawn, photos).await;
            next.forget_erased(&[case]).await.expect("forget");
            // Two photos, not a file more, whatever was written before the cut; then nothing.
            assert_eq!(n_files(&court.config.blob_dir), 2, "cut off after {polls} polls");
            next.erase_case(case).await.expect("erase");
            next.forget_erased(&[case]).await.expect("forget");
            assert_eq!(n_files(&court.config.blob_dir), 0);
            next.close().await.expect("close");
            if stride == 12 && !marks.is_empty() {
                (polls, stride) = (polls.saturating_sub(10), 3);
                continue;
            }
            if done.is_some() {
                break;
            }
            polls += stride;
        }
    })
    .await;
}

fn files_below(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("directory") {
        let path = entry.expect("entry").path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

#[tokio::test]
async fn a_withdrawal_whose_files_could_not_be_removed_is_finished_by_the_next_node() {
    on_every_database(|court| async move {
        let (case, withdrawn, photos) = mixed_case(&court).await;
        let mut before = Vec::new();
        files_below(&court.config.blob_dir, &mut before);
        let blocks: Vec<PathBuf> = before.iter().map(|file| file.with_extension("block")).collect();
        blocks.iter().for_each(|block| std::fs::create_dir(block).expect("a place that is no file"));
        let stuck = court.store.rekey_case(case, &[withdrawn], &[photos[0]]).await;
        assert!(matches!(stuck, Err(StoreError::Io(..))), "{stuck:?}");
        // The words are gone although the files are not.
        assert_part_is_gone(&court.store, case, withdrawn, photos).await;
        assert_eq!(court.store.erased().await.expect("marks"), []);
        blocks.iter().for_each(|block| std::fs::remove_dir(block).expect("removed"));

        let next = court.second_node().await;
        let marks = next.erased().await.expect("marks");
        assert_eq!((marks.len(), marks[0].n_entries, marks[0].n_blobs), (1, 1, 1));
        assert_part_is_gone(&next, case, withdrawn, photos).await;
        let mut after = Vec::new();
        files_below(&court.config.blob_dir, &mut after);
        assert_eq!(after.len(), 2);
        assert!(after.iter().all(|file| !before.contains(file)), "all have new names");
        next.close().await.expect("close");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acts_and_readers_go_on_while_a_case_gets_new_keys() {
    on_every_database(|court| async move {
        let (case, _, photos) = mixed_case(&court).await;
        let stop = Arc::new(AtomicBool::new(false));
        let mut others = tokio::task::JoinSet::new();
        for other in 0..3 {
            let (court, stop) = (court.clone(), stop.clone());
            others.spawn(async move {
                let mut n_done = 0;
                while !stop.load(Ordering::Relaxed) {
                    match other {
                        0 => {
                            // As the application does: a lost race loads the case and tries again.
                            let append = court.append_of(case, vec![says("一边换钥匙一边说")]);
                            while let Err(error) = court.store.append(append.clone()).await {
                                assert!(matches!(error, StoreError::Conflict(_)), "{error}");
                                court.store.case_row(case).await.expect("row");
                            }
                        }
                        1 => {
                            let read = court.store.entries_after(case, Position::default(), 500).await;
                            assert!(read.expect("entries").entries.len() >= 22);
                            court.store.case_row(case).await.expect("row").expect("there");
                        }
                        _ => {
                            let photo = court.store.open_blob(case, photos[1]).await.expect("blob");
                            let content = photo.expect("there").read_all().await.expect("content");
                            assert_eq!(content.len(), KEPT_PHOTO.len() * 10_000);
                            let more = format!("another photo {}", n_done % 4).into_bytes();
                            court.store.put_blob(case, more, "image/jpeg", None).await.expect("blob");
                        }
                    }
                    n_done += 1;
                    tokio::task::yield_now().await;
                }
                n_done
            });
        }
        for _ in 0..4 {
            court.store.rekey_case(case, &[], &[]).await.expect("rekey");
        }
        stop.store(true, Ordering::Relaxed);
        let done = others.join_all().await;
        assert!(done.iter().all(|n_done| *n_done > 5), "{done:?}");
        court.verify(case).await.expect("whole");
        let chain = court.store.stored_chain(case, Origin::Front, 1, 100_000).await.expect("chain");
        assert!(chain.iter().all(|entry| entry.body.is_some()), "every word can be read");
    })
    .await;
}

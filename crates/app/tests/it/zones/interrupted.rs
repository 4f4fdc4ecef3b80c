//! What was cut off when a node stopped, or was lost on the way, goes on as if nothing had been.

use serde_json::json;
use sha2::{Digest as _, Sha256};
use weicourt_domain::digest::Digest;
use weicourt_exchange::{Answer, Item};

use super::intruder::{Forgery, Intruder, at_court, case_of, noted};

/// A node that has just started knows of no gap before it looks into its log.
#[tokio::test]
async fn honest_words_after_lost_ones_are_asked_for_again_and_not_refused() {
    let mut intruder = Intruder::new().await;
    let start = at_court(&intruder).await;
    let said = ["一", "二", "三"].map(|text| intruder.words(text));
    let mut sealed = Vec::new();
    let mut stands = start;
    for words in &said {
        let entry = intruder.seal(&stands, words);
        stands.advance(&entry.envelope, entry.hash);
        sealed.push(entry);
    }
    // What is refused makes the session forget where the chain stands, as a start does.
    let forged = weicourt_domain::audience::Class::Register;
    let answers = intruder.try_on(&Forgery { class: forged, ..said[0].clone() }).await;
    assert!(matches!(answers.as_slice(), [Answer::Halted { .. }]), "{answers:?}");
    let n_refused = noted(&intruder, "refused").await;

    let last = intruder.item(&[(&sealed[2], &said[2])]);
    assert_eq!(intruder.send(vec![last]).await, [Answer::Want(start.front.seq)], "two are missing");
    assert_eq!(noted(&intruder, "refused").await, n_refused, "nobody forged anything");
    let pairs: Vec<_> = sealed.iter().zip(&said).collect();
    let all = intruder.item(&pairs);
    assert_eq!(intruder.send(vec![all]).await, []);
    assert_eq!(at_court(&intruder).await, stands);
}

/// The node stopped after the last byte was written down and before the file stood in the case: the peer
/// never had an answer, and sends from the last place that it knows of.
#[tokio::test]
async fn a_file_that_was_all_here_when_the_node_stopped_is_finished_by_the_next_piece() {
    let mut intruder = Intruder::new().await;
    let case = case_of(&intruder);
    let store = intruder.scene.zones.home.court.store().clone();
    let total = 9_000;
    for (byte, known) in [(1, 0), (2, 4_096)] {
        let content = vec![byte; total];
        let sha256 = Digest(Sha256::digest(&content).into());
        let coming = json!({ "item": "blob_coming", "case": case, "sha256": sha256, "size_bytes": total,
            "media_type": "image/jpeg", "name": "照片.jpg" });
        intruder.tell(coming).await;
        let upload = store.incoming_upload(case, sha256).await.expect("an upload");
        let cut = 4_096;
        store.write_chunk(upload, 0, content[..cut].to_vec()).await.expect("written");
        store.write_chunk(upload, cut as u64, content[cut..].to_vec()).await.expect("written");
        assert!(store.blob_meta(case, sha256).await.expect("store").is_none(), "here it stopped");

        let bytes = content[known..known + 4_096].to_vec();
        let piece = Item::Chunk { case, sha256, total: total as u64, offset: known as u64, bytes };
        let answers = intruder.send(vec![piece]).await;
        assert_eq!(answers, [Answer::At(total as u64)], "nothing more is needed");
        let meta = store.blob_meta(case, sha256).await.expect("store").expect("the file stands in the case");
        assert_eq!((meta.size_bytes, meta.media_type.as_str()), (total as u64, "image/jpeg"));
        let reader = store.open_blob(case, sha256).await.expect("store").expect("it opens");
        assert_eq!(reader.read_at(0, total).await.expect("reads"), content);
        assert!(store.upload(upload).await.expect("store").is_none(), "nothing is left of the try");
    }
}

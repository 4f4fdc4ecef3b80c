//! Which cases are compared with the policy, what came of it, and words that come after their entry.

use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Origin, StoredEntry};
use weicourt_domain::policy::Shape;
use weicourt_store::{NewControl, ReceivedEntry, Reviewed};

use crate::court::{on_every_database, says};
use crate::erasing::full_case;

fn reviewed(before: weicourt_store::Outside, next_at: Option<Instant>) -> Reviewed {
    Reviewed {
        before,
        shape: "share mask withhold share share".parse().expect("a shape"),
        front_upto: 7,
        return_due: Some(Instant(99)),
        next_at,
        withdrawal: Some((Digest([5; 32]), b"what".to_vec())),
        dropped: vec![Digest([6; 32])],
        told: vec![NewControl { case: Some(before.case), payload: b"words".to_vec() }],
    }
}

#[tokio::test]
async fn a_change_of_policy_makes_every_case_outside_due_until_it_was_compared() {
    on_every_database(|court| async move {
        let store = &court.store;
        let mut cases = Vec::new();
        for _ in 0..3 {
            let (case, _) = full_case(&court).await;
            store.open_outside(case, 0, Some(Shape::OPEN)).await.expect("outside");
            cases.push(case);
        }
        let end = Instant(i64::MAX);
        let due = async || store.to_review(end, 10).await.expect("due");
        let n_before = due().await.len();
        let policy = Digest([1; 32]);
        let n_due = store.policy_in_force(policy).await.expect("policy").expect("another policy");
        assert!(n_due >= 3 && n_before <= n_due as usize);
        assert_eq!(store.policy_in_force(policy).await.expect("policy"), None, "the same policy");
        let all = due().await;
        assert_eq!(all.len() as u64, n_due);

        // One is compared; whoever starts next finds the others.
        let first = *all.iter().find(|outside| outside.case == cases[0]).expect("due");
        store.send_blob(first.case, Digest([6; 32]), 10).await.expect("a file");
        let sent = store.control_head().await.expect("head").sent;
        assert!(store.keep_review(&reviewed(first, None)).await.expect("kept"));
        assert_eq!(due().await.len() as u64, n_due - 1);
        let now = store.outside(first.case).await.expect("store").expect("outside");
        assert_eq!(now.shape.expect("a shape").to_string(), "share mask withhold share share");
        assert_eq!((now.front_upto, now.return_due, now.review_at), (7, Some(Instant(99)), None));
        assert_eq!(store.control_head().await.expect("head").sent, sent + 1);
        assert!(store.outgoing_blobs(first.case, false).await.expect("files").is_empty());

        // What was taken back is remembered until it is certified.
        let pending =
            store.withdrawal(first.case, Digest([5; 32])).await.expect("store").expect("remembered");
        assert_eq!(pending.content, b"what");
        assert!(store.uncertified(court.now().plus_ms(-1), 10).await.expect("store").is_empty());
        assert_eq!(store.uncertified(court.now(), 10).await.expect("store").len(), 1);
        store.ask_withdrawal_again(first.case, pending.answers, Some(Instant(5))).await.expect("store");
        assert_eq!(store.withdrawals_to_ask(Instant(4), 10).await.expect("store").len(), 0);
        assert_eq!(store.withdrawals_to_ask(Instant(5), 10).await.expect("store").len(), 1);
        store.withdrawal_certified(first.case, pending.answers).await.expect("store");
        assert!(store.uncertified(end, 10).await.expect("store").is_empty());

        // Whoever asks while a case is compared is not forgotten.
        let second = *all.iter().find(|outside| outside.case == cases[1]).expect("due");
        store.ask_for_review(second.case, court.now()).await.expect("asked");
        assert!(store.keep_review(&reviewed(second, None)).await.expect("kept"));
        assert!(due().await.iter().any(|outside| outside.case == second.case));
        store.forget_outside(second.case).await.expect("gone");
        assert!(!store.keep_review(&reviewed(second, None)).await.expect("not kept"), "it went home");
        assert!(store.withdrawal(second.case, Digest([5; 32])).await.expect("store").is_none());
    })
    .await;
}

#[tokio::test]
async fn words_come_to_the_place_of_their_entry_and_to_no_other() {
    on_every_database(|court| async move {
        let store = &court.store;
        let (case, _) = full_case(&court).await;
        let said = store.append(court.append_of(case, vec![says("收回又送来的话")])).await.expect("append");
        let place = said.entries[0].envelope.entry_ref();
        let whole = store.stored_chain(case, Origin::Front, place.seq, 1).await.expect("chain").remove(0);
        store.rekey_case(case, &[place], &[]).await.expect("withdrawn");
        assert!(store.entry(case, place).await.expect("store").is_none());

        let show = async |entry: StoredEntry| {
            store.show_entries(case, &[ReceivedEntry::Whole { entry, statement: None }]).await.expect("shown")
        };
        let mut other = whole.clone();
        other.hash = Digest([1; 32]);
        assert_eq!(show(other).await, 0, "another entry");
        let mut words = whole.clone();
        words.body = words.body.map(|(salt, _)| (salt, br#"{"type":"message_posted"}"#.to_vec()));
        assert_eq!(show(words).await, 0, "other words");
        assert_eq!(show(whole.clone()).await, 1);
        assert_eq!(show(whole.clone()).await, 1, "again");
        let entry = store.entry(case, place).await.expect("store").expect("readable");
        assert_eq!(Some(&(entry.salt, entry.body_bytes.clone())), whole.body.as_ref());
        court.verify(case).await.expect("both chains verify");

        let masked = StoredEntry { body: None, ..whole.clone() };
        let body = Some(whole.body.expect("words").1);
        let masked = ReceivedEntry::Masked { entry: masked, body };
        assert_eq!(store.show_entries(case, &[masked]).await.expect("shown"), 1);
        let chain = store.stored_chain(case, Origin::Front, place.seq, 1).await.expect("chain");
        assert!(chain[0].body.is_none(), "a masked entry is not verified by its words");
        court.verify(case).await.expect("both chains verify");
    })
    .await;
}

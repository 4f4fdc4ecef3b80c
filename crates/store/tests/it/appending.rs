use std::collections::{BTreeMap, BTreeSet};

use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Origin, Position};
use weicourt_store::{Append, Expected, NewNotice, Row, StoreError, StoreUrl};

use crate::court::{
    Court, DEFENDANT, PLAINTIFF, filing, form, judge_says, on_every_database, registration, says, series,
    words,
};

fn spent_invitation() -> Row {
    Row::InvitationUsed { token_digest: Digest::of(b"nobody was invited"), person: DEFENDANT }
}

#[tokio::test]
async fn what_was_said_is_read_back_in_order() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        let first = court.append(case, vec![says("第一句"), says("第二句")]).await;
        court.append(case, vec![judge_says("请提交原件")]).await;
        assert_eq!(first.entries.len(), 2);
        assert!(!first.repeated);
        let receipt = first.receipt().expect("receipt");
        assert!(receipt.verify(&court.store.keys().verifying_key()));

        let all = court.store.entries_after(case, Position::default(), 100).await.expect("entries");
        assert!(!all.more);
        assert_eq!(all.upto, Position { front: 3, court: 3 });
        let said: Vec<_> = all.entries.iter().filter_map(|entry| words(&entry.body)).collect();
        assert_eq!(said, ["第一句", "第二句", "请提交原件"]);
        let n: Vec<u64> = all.entries.iter().map(|entry| entry.envelope.n).collect();
        assert_eq!(n, [1, 2, 3, 4, 5, 6]);

        let stretch = court.store.entries_after(case, Position::default(), 4).await.expect("entries");
        assert!(stretch.more);
        let rest = court.store.entries_after(case, stretch.upto, 4).await.expect("entries");
        assert!(!rest.more);
        assert_eq!(stretch.entries.len() + rest.entries.len(), 6);

        let newest = court.store.entries_before_n(case, u64::MAX, 2).await.expect("entries");
        assert!(newest.more);
        let said: Vec<_> = newest.entries.iter().filter_map(|entry| words(&entry.body)).collect();
        assert_eq!(said, ["第二句", "请提交原件"]);
        let older =
            court.store.entries_before_n(case, newest.entries[0].envelope.n, 100).await.expect("entries");
        assert_eq!((older.entries.len(), older.more), (4, false));

        let second = EntryRef { origin: Origin::Front, seq: 2 };
        let one = court.store.entry(case, second).await.expect("entry");
        assert_eq!(one.as_deref().and_then(|entry| words(&entry.body)), Some("第一句"));
        let absent = EntryRef { origin: Origin::Front, seq: 9 };
        assert!(court.store.entry(case, absent).await.expect("entry").is_none());
        let again = court.store.receipt_of(case, receipt.command_id).await.expect("receipt");
        assert_eq!(again, Some(receipt));
    })
    .await;
}

#[tokio::test]
async fn fifty_copies_of_a_command_give_one_entry_and_one_receipt() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        let append = court.append_of(case, vec![says("只说一次")]);
        let mut copies = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (store, append) = (court.store.clone(), append.clone());
            copies.spawn(async move { store.append(append).await.expect("append") });
        }
        let copies = copies.join_all().await;
        let receipts: BTreeSet<_> = copies.iter().map(|copy| format!("{:?}", copy.receipt())).collect();
        assert_eq!(receipts.len(), 1);
        assert_eq!(copies.iter().filter(|copy| !copy.repeated).count(), 1);
        assert_eq!(court.store.heads(case).await.expect("heads").front.seq, 2);

        // Long afterwards, and although the case has moved on from what it was decided on.
        court.append(case, vec![says("别的话")]).await;
        let late = Append { expected: Expected::At(Position { front: 1, court: 2 }), ..append };
        let late = court.store.append(late).await.expect("append");
        assert!(late.repeated);
        assert_eq!(receipts.first(), Some(&format!("{:?}", late.receipt())));
    })
    .await;
}

#[tokio::test]
async fn sixty_four_acceptances_at_once_get_consecutive_numbers() {
    on_every_database(|court| async move {
        let mut cases = Vec::new();
        for _ in 0..64 {
            cases.push(court.filed_case().await);
        }
        let second = court.second_node().await;
        // SQLite belongs to one node; on PostgreSQL two nodes share the series.
        let is_shared = matches!(court.config.url, StoreUrl::Postgres { .. });
        let mut acceptances = tokio::task::JoinSet::new();
        for (index, case) in cases.iter().enumerate() {
            let append = court.append_of(*case, vec![registration()]);
            let store = if is_shared && index % 2 == 1 { second.clone() } else { court.store.clone() };
            acceptances.spawn(async move { store.append(append).await.expect("append") });
        }
        let numbers: BTreeSet<String> = acceptances
            .join_all()
            .await
            .iter()
            .map(|appended| match &appended.entries[0].body {
                EntryBody::CaseRegistered { case_number, .. } => case_number.to_string(),
                other => panic!("expected a registration, found {:?}", other.kind()),
            })
            .collect();
        let expected: BTreeSet<String> = (1..=64).map(|serial| series().number(serial).to_string()).collect();
        assert_eq!(numbers, expected);
        assert_eq!(court.store.last_serial(&series()).await.expect("serial"), 64);
        second.close().await.expect("close");
    })
    .await;
}

#[tokio::test]
async fn a_refused_acceptance_loses_no_number() {
    on_every_database(|court| async move {
        let case = court.filed_case().await;
        let stale = Append {
            expected: Expected::At(Position::default()),
            ..court.append_of(case, vec![registration()])
        };
        assert!(matches!(court.store.append(stale).await, Err(StoreError::Conflict(_))));
        // The number is given, but a row of the same transaction is refused.
        let spent = Append { with: vec![spent_invitation()], ..court.append_of(case, vec![registration()]) };
        assert!(matches!(court.store.append(spent).await, Err(StoreError::InvitationSpent)));
        let accepted = court.append(case, vec![registration()]).await;
        let EntryBody::CaseRegistered { case_number, .. } = &accepted.entries[0].body else {
            panic!("expected a registration")
        };
        assert_eq!(*case_number, series().number(1));
    })
    .await;
}

#[tokio::test]
async fn somebody_who_decided_on_an_older_state_decides_again() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        let seen = court.store.heads(case).await.expect("heads").position();
        court.append(case, vec![says("等一下")]).await;
        let late =
            Append { expected: Expected::At(seen), ..court.append_of(case, vec![judge_says("闭庭")]) };
        let Err(StoreError::Conflict(heads)) = court.store.append(late.clone()).await else {
            panic!("expected a conflict")
        };
        assert_eq!(heads, court.store.heads(case).await.expect("heads"));
        let again = Append { expected: Expected::At(heads.position()), ..late };
        let done = court.store.append(again).await.expect("append");
        assert!(!done.repeated);
    })
    .await;
}

#[tokio::test]
async fn one_bad_append_does_not_disturb_the_others() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        let mut appends = tokio::task::JoinSet::new();
        for index in 0..40 {
            let store = court.store.clone();
            let mut append = court.append_of(case, vec![says(&format!("第{index}句"))]);
            if index % 8 == 0 {
                append.with = vec![spent_invitation()];
            }
            appends.spawn(async move { (index, store.append(append).await) });
        }
        for (index, outcome) in appends.join_all().await {
            match outcome {
                Ok(_) => assert_ne!(index % 8, 0),
                Err(error) => {
                    assert!(matches!(error, StoreError::InvitationSpent), "{error}");
                    assert_eq!(index % 8, 0);
                }
            }
        }
        assert_eq!(court.verify(case).await, Ok(Position { front: 36, court: 2 }));
        let stranger = court.store.append(court.append_of(CaseId(5), vec![filing(form())])).await;
        assert!(matches!(stranger, Err(StoreError::NoCaseKey(_))));
    })
    .await;
}

#[tokio::test]
async fn two_nodes_that_write_one_case_keep_its_chains_whole() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        let second = court.second_node().await;
        let mut appends = tokio::task::JoinSet::new();
        for index in 0..60 {
            let store = if index % 2 == 0 { court.store.clone() } else { second.clone() };
            let words = format!("第{index}句");
            let draft = if index % 3 == 0 { judge_says(&words) } else { says(&words) };
            let append = court.append_of(case, vec![draft]);
            appends.spawn(async move { store.append(append).await.expect("append") });
        }
        appends.join_all().await;
        assert_eq!(court.verify(case).await, Ok(Position { front: 41, court: 22 }));
        let heads = court.store.heads(case).await.expect("heads");
        court.store.rebuild_projections().await.expect("rebuild");
        assert_eq!(court.store.heads(case).await.expect("heads"), heads);
        second.close().await.expect("close");
    })
    .await;
}

#[tokio::test]
async fn followers_see_each_case_in_order() {
    on_every_database(|court| async move {
        let (one, other) = (court.registered_case().await, court.registered_case().await);
        let mut follower = court.store.subscribe();
        let mut appends = tokio::task::JoinSet::new();
        for index in 0..50 {
            let case = if index % 2 == 0 { one } else { other };
            let append = court.append_of(case, vec![says(&index.to_string())]);
            let store = court.store.clone();
            appends.spawn(async move { store.append(append).await.expect("append") });
        }
        appends.join_all().await;
        let mut seen = BTreeMap::from([(one, 1), (other, 1)]);
        let mut n_seen = 0;
        while n_seen < 50 {
            let committed = follower.recv().await.expect("committed");
            let last = seen.get_mut(&committed.case).expect("known case");
            for entry in &committed.entries {
                *last += 1;
                assert_eq!(entry.envelope.seq, *last);
                n_seen += 1;
            }
            assert_eq!(committed.heads.front.seq, *last);
        }
    })
    .await;
}

#[tokio::test]
async fn rows_of_an_append_stand_or_fall_with_it() {
    on_every_database(|court| async move {
        let case = court.store.new_case().await.expect("case");
        court.store.create_draft(case, PLAINTIFF, &form()).await.expect("draft");
        let notice = Row::Notice(NewNotice::new("event", Some(case), &"words", court.now()).expect("notice"));
        let append =
            Append { with: vec![Row::DraftGone, notice], ..court.append_of(case, vec![filing(form())]) };
        let refused = Append {
            with: append.with.iter().cloned().chain([spent_invitation()]).collect(),
            ..court.append_of(case, vec![filing(form())])
        };
        assert!(matches!(court.store.append(refused).await, Err(StoreError::InvitationSpent)));
        assert!(court.store.draft(case).await.expect("draft").is_some());
        assert!(court.store.notices_due(court.now(), 10).await.expect("notices").is_empty());

        court.store.append(append.clone()).await.expect("append");
        court.store.append(append).await.expect("append");
        assert!(court.store.draft(case).await.expect("draft").is_none());
        assert_eq!(court.store.notices_due(court.now(), 10).await.expect("notices").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_closed_store_takes_nothing_more() {
    let court = Court::sqlite().await;
    let case = court.registered_case().await;
    court.close().await;
    let late = court.store.append(court.append_of(case, vec![says("太晚了")])).await;
    assert!(matches!(late, Err(StoreError::Closed)));
}

#[tokio::test]
async fn what_was_signed_is_kept_once_beside_its_entries() {
    on_every_database(|court| async move {
        let case = court.store.new_case().await.expect("case");
        let mut signed = Vec::new();
        for number in 0..5 {
            let statement = format!("statement {number}").into_bytes();
            let with = vec![Row::Act { statement: statement.clone() }];
            signed.push((Append { with, ..court.append_of(case, vec![says("一句")]) }, statement));
        }
        let mut all = tokio::task::JoinSet::new();
        for (append, _) in signed.clone() {
            let store = court.store.clone();
            all.spawn(async move { store.append(append).await });
        }
        for appended in all.join_all().await {
            assert!(!appended.expect("append").repeated);
        }
        let again = court.store.append(signed[0].0.clone()).await.expect("append");
        assert!(again.repeated);
        for (append, statement) in &signed {
            let kept = court.store.statement_of(case, append.command).await.expect("statement");
            assert_eq!(kept.as_ref(), Some(statement));
        }
        let unsigned = court.append(case, vec![says("法院的话")]).await;
        let command = unsigned.entries[0].envelope.command;
        assert_eq!(court.store.statement_of(case, command).await.expect("statement"), None);
    })
    .await;
}

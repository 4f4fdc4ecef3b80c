use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::log::Position;
use weicourt_store::{Append, NewInvitation, NewNotice, Row, StoreError};

use crate::court::{DEFENDANT, JUDGE, PLAINTIFF, draft, form, judge_says, on_every_database, says};

#[tokio::test]
async fn a_draft_is_continued_on_another_device() {
    on_every_database(|court| async move {
        let store = &court.store;
        let case = store.new_case().await.expect("case");
        let first = store.create_draft(case, PLAINTIFF, &form()).await.expect("create");
        assert_eq!(first.version, 1);
        let twice = store.create_draft(case, PLAINTIFF, &form()).await;
        assert!(matches!(twice, Err(StoreError::StaleDraft { version: 1 })));
        let mut longer = form();
        longer.facts_and_reasons = "被告借款后没有归还".to_owned();
        assert_eq!(store.put_draft(case, 1, &longer).await.expect("put"), Some(2));
        let stale = store.put_draft(case, 1, &form()).await;
        assert!(matches!(stale, Err(StoreError::StaleDraft { version: 2 })));
        let read = store.draft(case).await.expect("draft").expect("known");
        assert_eq!((read.version, &read.form, read.person), (2, &longer, PLAINTIFF));

        court.wait_ms(1000);
        let second = store.new_case().await.expect("case");
        store.create_draft(second, PLAINTIFF, &form()).await.expect("create");
        let mine = store.drafts_of(PLAINTIFF).await.expect("drafts");
        assert_eq!(mine.iter().map(|draft| draft.case).collect::<Vec<_>>(), [second, case]);
        assert!(store.drafts_of(DEFENDANT).await.expect("drafts").is_empty());
        assert!(store.delete_draft(second).await.expect("delete"));
        assert_eq!(store.put_draft(second, 1, &form()).await.expect("put"), None);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_serves_once() {
    on_every_database(|court| async move {
        let store = &court.store;
        let case = court.registered_case().await;
        let token_digest = Digest::of(b"token in the link");
        let invitation = NewInvitation {
            token_digest,
            party: 1,
            agent: None,
            name: "样例乙".to_owned(),
            expires_at: court.now().plus_ms(86_400_000),
        };
        let invited = Append {
            with: vec![Row::Invitation(invitation)],
            ..court.append_of(case, vec![judge_says("已发送邀请")])
        };
        store.append(invited).await.expect("append");
        let open = store.invitation(token_digest).await.expect("invitation").expect("known");
        assert!(open.is_open(court.now()));
        assert!(!open.is_open(open.expires_at));
        assert_eq!((open.case, open.party, open.name.as_str()), (case, 1, "样例乙"));

        let comes = |court: &crate::court::Court| Append {
            with: vec![Row::InvitationUsed { token_digest, person: DEFENDANT }],
            ..court.append_of(case, vec![says("我来了")])
        };
        let mut both = tokio::task::JoinSet::new();
        for append in [comes(&court), comes(&court)] {
            let store = store.clone();
            both.spawn(async move { store.append(append).await });
        }
        let both = both.join_all().await;
        assert_eq!(both.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(both.iter().any(|one| matches!(one, Err(StoreError::InvitationSpent))));
        let used = &store.invitations_of_case(case).await.expect("invitations")[0];
        assert_eq!(used.used, Some((DEFENDANT, court.now())));
        assert_eq!(store.heads(case).await.expect("heads").front.seq, 2);
    })
    .await;
}

#[tokio::test]
async fn read_marks_move_forward_only_and_survive_a_restart() {
    on_every_database(|court| async move {
        let store = &court.store;
        let (one, other) = (court.registered_case().await, court.registered_case().await);
        store.set_read_mark(one, JUDGE, Position { front: 3, court: 1 });
        store.set_read_mark(one, JUDGE, Position { front: 1, court: 2 });
        store.set_read_mark(one, PLAINTIFF, Position { front: 1, court: 0 });
        let joined = Position { front: 3, court: 2 };
        let marks = store.read_marks_of_case(one).await.expect("marks");
        assert_eq!(marks, [(JUDGE, joined), (PLAINTIFF, Position { front: 1, court: 0 })].into());
        store.close().await.expect("close");

        let again = court.second_node().await;
        assert_eq!(again.read_marks_of_case(one).await.expect("marks"), marks);
        again.set_read_mark(one, JUDGE, Position { front: 2, court: 5 });
        let of_judge = again.read_marks_of_person(JUDGE, &[one, other]).await.expect("marks");
        assert_eq!(of_judge, [(one, Position { front: 3, court: 5 })].into());
        again.close().await.expect("close");
    })
    .await;
}

#[tokio::test]
async fn a_notice_waits_until_it_is_sent() {
    on_every_database(|court| async move {
        let store = &court.store;
        let case = court.registered_case().await;
        let later = court.now().plus_ms(60_000);
        let now = NewNotice::new("event", Some(case), &"now", court.now()).expect("notice");
        store.add_notice(&now).await.expect("add");
        store
            .add_notice(&NewNotice::new("event", None, &"later", later).expect("notice"))
            .await
            .expect("add");
        let due = store.notices_due(court.now(), 10).await.expect("due");
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].kind.as_str(), due[0].case), ("event", Some(case)));
        assert_eq!(due[0].read::<String>().expect("payload"), "now");
        assert!(due[0].read::<u64>().is_err());

        store.notice_retry(due[0].id, later).await.expect("retry");
        assert!(store.notices_due(court.now(), 10).await.expect("due").is_empty());
        let due = store.notices_due(later, 10).await.expect("due");
        assert_eq!(
            due.iter().map(|notice| notice.attempts).collect::<std::collections::BTreeSet<_>>(),
            [0, 1].into()
        );
        store.notice_done(due[0].id).await.expect("done");
        store.notice_failed(due[1].id).await.expect("failed");
        assert!(store.notices_due(later, 10).await.expect("due").is_empty());
        let stats = store.stats().await.expect("stats");
        assert_eq!((stats.n_notices_waiting, stats.n_notices_failed), (0, 1));
        assert_eq!((stats.n_cases, stats.n_entries), (1, 3));
        store.ready().await.expect("ready");
    })
    .await;
}

#[tokio::test]
async fn a_case_whose_key_is_destroyed_keeps_its_chains_and_loses_its_words() {
    on_every_database(|court| async move {
        let store = &court.store;
        let case = court.registered_case().await;
        let spoken = court.append(case, vec![says("说过的话")]).await;
        let whole = court.verify(case).await;
        store.destroy_case_key(case, court.now()).await.expect("destroy");
        assert_eq!(court.verify(case).await, whole);
        let read = store.entries_after(case, Position::default(), 10).await;
        assert!(matches!(read, Err(StoreError::NoCaseKey(_))));
        let command = spoken.entries[0].envelope.command;
        assert_eq!(store.receipt_of(case, command).await.expect("receipt"), spoken.receipt());
        assert!(matches!(store.create_case_key(case).await, Err(StoreError::NoCaseKey(_))));
        let body = EntryBody::FloorOpened {};
        let role = weicourt_domain::actor::Role::HandlingJudge;
        let late = draft(body, JUDGE, role, weicourt_domain::audience::Class::Register);
        let late = store.append(court.append_of(case, vec![late])).await;
        assert!(matches!(late, Err(StoreError::NoCaseKey(_))));
    })
    .await;
}

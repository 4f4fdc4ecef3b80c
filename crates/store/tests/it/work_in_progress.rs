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

#[tokio::test]
async fn what_can_wait_is_gathered_into_one_and_stays_one() {
    on_every_database(|court| async move {
        let store = &court.store;
        let case = court.registered_case().await;
        let now = court.now();
        let add = async |words: &str, who| {
            let notice = NewNotice::new("told", Some(case), &words, now).expect("notice").of(who);
            store.add_notice(&notice).await.expect("add");
        };
        add("one", PLAINTIFF).await;
        add("two", PLAINTIFF).await;
        add("other", DEFENDANT).await;
        let evening = now.plus_ms(60_000);
        for notice in store.notices_due(now, 10).await.expect("due") {
            assert_eq!(notice.batch, None);
            store.notice_waits(notice.id, "gathered", evening).await.expect("waits");
        }
        assert!(store.notices_due(now, 10).await.expect("due").is_empty());
        assert!(store.gather_notices(PLAINTIFF, "gathered", now).await.expect("none").is_empty());
        let gathered = store.gather_notices(PLAINTIFF, "gathered", evening).await.expect("gathered");
        assert_eq!(gathered.len(), 2);
        let first = gathered[0].id;
        assert!(gathered.iter().all(|one| one.batch == Some(first) && one.person == Some(PLAINTIFF)));
        assert!(gathered.iter().all(|one| one.attempts == 0));
        // What comes later is another message, until this one is out.
        add("three", PLAINTIFF).await;
        let late = store.notices_due(now, 10).await.expect("due");
        store.notice_waits(late[0].id, "gathered", now).await.expect("waits");
        let again = store.gather_notices(PLAINTIFF, "gathered", evening).await.expect("gathered");
        let ids = |notices: &[weicourt_store::Notice]| notices.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(&again), ids(&gathered));
        for notice in &gathered {
            store.notice_done(notice.id).await.expect("done");
        }
        let next = store.gather_notices(PLAINTIFF, "gathered", evening).await.expect("gathered");
        assert_eq!(ids(&next), [late[0].id]);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_chose_is_kept_until_they_are_gone() {
    on_every_database(|court| async move {
        let store = &court.store;
        assert_eq!(store.notice_choice::<String>(PLAINTIFF).await.expect("none"), None);
        store.set_notice_choice(PLAINTIFF, &"quiet").await.expect("set");
        store.set_notice_choice(PLAINTIFF, &"loud").await.expect("set");
        store.set_notice_choice(DEFENDANT, &"quiet").await.expect("set");
        assert_eq!(store.notice_choice::<String>(PLAINTIFF).await.expect("choice").as_deref(), Some("loud"));
        assert!(store.notice_choice::<u64>(PLAINTIFF).await.is_err());
        store.forget_notice_choice(PLAINTIFF).await.expect("forgotten");
        assert_eq!(store.notice_choice::<String>(PLAINTIFF).await.expect("none"), None);
        assert_eq!(store.notice_choice::<String>(DEFENDANT).await.expect("choice").as_deref(), Some("quiet"));
    })
    .await;
}

#[tokio::test]
async fn papers_in_a_mailbox_on_the_other_node_wait_for_its_word() {
    on_every_database(|court| async move {
        let store = &court.store;
        let case = court.registered_case().await;
        let seq = store.heads(case).await.expect("heads").court.seq + 1;
        let sent = Append {
            with: vec![Row::MailboxSent { seq }],
            ..court.append_of(case, vec![judge_says("已送达")])
        };
        store.append(sent).await.expect("append");
        let none = (weicourt_domain::id::CaseId(0), 0);
        let confirmed = async || store.mailbox_confirmations(none, 10).await.expect("confirmations");
        let at = |ms| court.now().plus_ms(ms);
        store.open_outside(case, 0, None).await.expect("outside");
        let court_chain = weicourt_domain::log::Origin::Court;
        store.save_acknowledged(case, court_chain, seq - 1, at(1)).await.expect("saved");
        store.save_acknowledged(case, weicourt_domain::log::Origin::Front, 99, at(2)).await.expect("saved");
        assert!(confirmed().await.is_empty());
        store.save_acknowledged(case, court_chain, seq, at(3)).await.expect("saved");
        store.save_acknowledged(case, court_chain, seq + 1, at(4)).await.expect("saved");
        let waits = confirmed().await;
        assert_eq!((waits.len(), waits[0].case, waits[0].seq, waits[0].confirmed_at), (1, case, seq, at(3)));
        // A file of it that comes later is when it is whole.
        store.save_blob_acknowledged(case, Digest::of(b"file"), 10, at(5)).await.expect("saved");
        assert_eq!(confirmed().await[0].confirmed_at, at(5));
        store.mailbox_waits_on(case, seq).await.expect("waits on");
        assert!(confirmed().await.is_empty());
        store.save_acknowledged(case, court_chain, seq + 2, at(6)).await.expect("saved");
        assert_eq!(confirmed().await[0].confirmed_at, at(6));
        store.mailbox_wait_over(case, seq).await.expect("over");
        assert!(confirmed().await.is_empty());
    })
    .await;
}

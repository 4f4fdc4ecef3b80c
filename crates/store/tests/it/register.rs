use std::collections::BTreeMap;

use weicourt_domain::actor::{Role, Side};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::case::CaseStatus;
use weicourt_domain::entry::{Defect, EntryBody, EntryKind, Procedure};
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Origin, Position};
use weicourt_store::{FilingQueue, Page};

use crate::court::{
    Court, DEFENDANT, JUDGE, OFFICER, PLAINTIFF, closing, draft, filing, form, judge_says, on_every_database,
    registration, says, series, words,
};

const ALL: Page = Page { offset: 0, limit: 100 };

fn returned() -> weicourt_domain::log::Draft {
    let body = EntryBody::CorrectionRequested {
        filing: EntryRef { origin: Origin::Front, seq: 1 },
        defects: vec![Defect {
            field: "respondents[0].domicile".to_owned(), reason: "缺少住所".to_owned()
        }],
        until: "2026-11-12".parse().expect("date"),
    };
    draft(body, OFFICER, Role::FilingOfficer, Class::Material)
}

fn joined() -> weicourt_domain::log::Draft {
    let body = EntryBody::MemberJoined {
        person: DEFENDANT,
        name: "样例乙".to_owned(),
        role: Role::Defendant,
        party: 1,
        agent: None,
    };
    draft(body, DEFENDANT, Role::Defendant, Class::Party)
}

#[tokio::test]
async fn a_case_moves_through_the_queues_of_the_filing_desk() {
    on_every_database(|court| async move {
        let store = &court.store;
        let code = "浙0203".parse().expect("court code");
        let case = court.filed_case().await;
        let length = async |queue| store.filing_queue_length(&code, queue).await.expect("length");
        let row = store.case_row(case).await.expect("row").expect("known");
        assert_eq!((row.status, row.title.as_str()), (CaseStatus::Submitted, "样例甲诉样例乙"));
        assert_eq!((row.case_number, row.submitted_at), (None, court.now()));
        assert_eq!(length(FilingQueue::Open).await, 1);

        court.append(case, vec![returned()]).await;
        assert_eq!((length(FilingQueue::Open).await, length(FilingQueue::Waiting).await), (0, 1));
        court.wait_ms(86_400_000);
        let answers = EntryRef { origin: Origin::Court, seq: 1 };
        let mut corrected = form();
        corrected.respondents[0].name = "样例丙".to_owned();
        let body = EntryBody::FilingResubmitted { form: corrected, answers };
        court.append(case, vec![draft(body, PLAINTIFF, Role::Plaintiff, Class::Material)]).await;
        let queue = store.filing_queue(&code, FilingQueue::Open, ALL).await.expect("queue");
        assert_eq!(queue.iter().map(|row| row.case).collect::<Vec<_>>(), [case]);
        assert_eq!((queue[0].title.as_str(), queue[0].submitted_at), ("样例甲诉样例丙", court.now()));

        court.append(case, vec![registration()]).await;
        let row = store.case_by_number(&series().number(1)).await.expect("row").expect("known");
        assert_eq!((row.case, row.status), (case, CaseStatus::Filed));
        assert_eq!(
            (row.procedure, row.filed_on.as_deref()),
            (Some(Procedure::Simplified), Some("2026-11-02"))
        );
        assert_eq!(length(FilingQueue::Done).await, 1);

        court.append(case, vec![crate::court::bench()]).await;
        let mine = store.judge_open_list(JUDGE, ALL).await.expect("list");
        assert_eq!((mine[0].case, mine[0].status), (case, CaseStatus::Preparing));
        assert_eq!(mine[0].position, Position { front: 2, court: 3 });
        court.append(case, vec![closing()]).await;
        assert!(store.judge_open_list(JUDGE, ALL).await.expect("list").is_empty());
        assert!(store.my_cases(PLAINTIFF, Some(true), ALL).await.expect("cases").is_empty());
        assert_eq!(store.my_cases(PLAINTIFF, Some(false), ALL).await.expect("cases").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn everyone_finds_their_cases_the_liveliest_first() {
    on_every_database(|court| async move {
        let store = &court.store;
        let mut cases = Vec::new();
        for _ in 0..3 {
            cases.push(court.registered_case().await);
            court.wait_ms(1000);
        }
        court.append(cases[0], vec![says("还在吗")]).await;
        let order = |rows: Vec<weicourt_store::CaseRow>| rows.iter().map(|row| row.case).collect::<Vec<_>>();
        let mine = store.my_cases(PLAINTIFF, None, ALL).await.expect("cases");
        assert_eq!(order(mine), [cases[0], cases[2], cases[1]]);
        let page = Page { offset: 1, limit: 1 };
        assert_eq!(order(store.my_cases(JUDGE, Some(true), page).await.expect("cases")), [cases[2]]);
        assert!(store.my_cases(DEFENDANT, None, ALL).await.expect("cases").is_empty());

        court.append(cases[1], vec![joined()]).await;
        assert_eq!(order(store.my_cases(DEFENDANT, None, ALL).await.expect("cases")), [cases[1]]);
        let members = store.members(cases[1]).await.expect("members");
        let defendant = members.iter().find(|member| member.person == DEFENDANT).expect("member");
        assert_eq!((defendant.role, defendant.party), (Role::Defendant, Some(1)));
        assert_eq!(members.len(), 4);
        let rows = store.case_rows_of(&[cases[2], CaseId(1), cases[0]]).await.expect("rows");
        assert_eq!(rows.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_party_finds_the_case_by_their_identity_number() {
    on_every_database(|court| async move {
        let store = &court.store;
        let digest = store.keyed_digest("id", b"sample id");
        let case = store.new_case().await.expect("case");
        let mut form = form();
        form.respondents[0].id_digest = Some(digest);
        court.append(case, vec![filing(form)]).await;
        let named = store.cases_by_digest(digest).await.expect("cases");
        assert_eq!(named.len(), 1);
        assert_eq!((named[0].case, named[0].party, named[0].agent), (case, 1, None));
        assert_eq!(named[0].name, "样例乙");
        let stranger = store.keyed_digest("id", b"another id");
        assert!(store.cases_by_digest(stranger).await.expect("cases").is_empty());
    })
    .await;
}

#[tokio::test]
async fn unread_counts_what_others_said_to_everyone_after_the_mark() {
    on_every_database(|court| async move {
        let store = &court.store;
        let (one, other) = (court.registered_case().await, court.registered_case().await);
        let kinds = [EntryKind::MessagePosted];
        court.append(one, vec![says("一"), says("二"), judge_says("三")]).await;
        let mut aside = judge_says("只给一方");
        aside.audience = Audience::Side { side: Side::Claimant };
        court.append(one, vec![aside]).await;
        court.append(other, vec![says("四")]).await;

        let both = [one, other];
        let counts = store.unread(JUDGE, &both, &kinds).await.expect("unread");
        assert_eq!(counts, [(one, 2), (other, 1)].into());
        store.set_read_mark(one, JUDGE, Position { front: 2, court: 9 });
        store.set_read_mark(one, JUDGE, Position { front: 1, court: 0 });
        let counts = store.unread(JUDGE, &both, &kinds).await.expect("unread");
        assert_eq!(counts, [(one, 1), (other, 1)].into());
        assert_eq!(store.unread(PLAINTIFF, &both, &kinds).await.expect("unread"), [(one, 1)].into());
        assert!(store.unread(JUDGE, &both, &[]).await.expect("unread").is_empty());
        // A page longer than one statement takes.
        let many: Vec<CaseId> = (1..=100).map(CaseId).chain(both).collect();
        assert_eq!(store.unread(JUDGE, &many, &kinds).await.expect("unread"), counts);

        let last = store.last_for_everyone(&many, &kinds).await.expect("last");
        let last: BTreeMap<_, _> =
            last.iter().map(|(case, entry)| (*case, words(&entry.body).unwrap_or_default())).collect();
        assert_eq!(last, [(one, "三"), (other, "四")].into());
    })
    .await;
}

/// Everything that projections answer, readable.
async fn answers(court: &Court, cases: &[CaseId]) -> String {
    let store = &court.store;
    let mut told = String::new();
    for case in cases {
        let row = store.case_row(*case).await.expect("row").expect("known");
        told += &format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
            row.case,
            row.case_number,
            row.court_code,
            row.kind,
            row.case_type,
            row.cause_code,
            row.procedure,
            row.title,
            row.status,
            row.submitted_at,
            row.filed_on,
            row.closed_on,
            row.judge,
            row.clerk,
            row.last_at,
            row.position,
        );
        told += &format!("{:?}\n", store.members(*case).await.expect("members"));
        told += &format!("{:?}\n", store.heads(*case).await.expect("heads"));
    }
    let digest = store.keyed_digest("id", b"sample id");
    for named in store.cases_by_digest(digest).await.expect("cases") {
        told += &format!("{:?} {} {:?} {}\n", named.case, named.party, named.agent, named.name);
    }
    told
}

#[tokio::test]
async fn projections_made_again_from_the_log_answer_the_same() {
    on_every_database(|court| async move {
        let mut cases = vec![court.filed_case().await, court.registered_case().await];
        let case = court.store.new_case().await.expect("case");
        cases.push(case);
        let mut form = form();
        form.claimants[0].id_digest = Some(court.store.keyed_digest("id", b"sample id"));
        court.append(case, vec![filing(form.clone())]).await;
        court.append(case, vec![returned()]).await;
        court.wait_ms(5000);
        let body = EntryBody::FilingResubmitted { form, answers: EntryRef { origin: Origin::Court, seq: 1 } };
        court.append(case, vec![draft(body, PLAINTIFF, Role::Plaintiff, Class::Material)]).await;
        court.append(case, vec![registration()]).await;
        court.append(case, vec![crate::court::bench(), joined(), says("在"), judge_says("好")]).await;
        court.wait_ms(5000);
        court.append(case, vec![closing()]).await;

        let before = answers(&court, &cases).await;
        assert!(before.contains("样例甲"));
        court.store.rebuild_projections().await.expect("rebuild");
        assert_eq!(answers(&court, &cases).await, before);
        // And the case goes on where it was.
        court.append(case, vec![says("还有")]).await;
        assert!(court.verify(case).await.is_ok());
    })
    .await;
}

//! What is due in which case: kept, asked for by the clock and the desk, made again, and erased.

use weicourt_domain::agenda::TodoKind;
use weicourt_domain::entry::EntryKind;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Position;
use weicourt_domain::serving::ItemStatus;
use weicourt_store::{AgendaItem, AgendaQueue, AgendaReader, CaseAgenda, Page, ServedItem, ServedQueue};

use crate::court::{CLERK, Court, JUDGE, closing, on_every_database, says};
use crate::erasing::tables_with;

const ALL: Page = Page { offset: 0, limit: 100 };
const KINDS: [EntryKind; 3] = [EntryKind::CaseRegistered, EntryKind::BenchAssigned, EntryKind::CaseClosed];

fn item(todo: &str, due_on: Option<&str>, waits_for_court: bool, assignee: Option<PersonId>) -> AgendaItem {
    let due_on = due_on.map(|due_on| due_on.parse().expect("a date"));
    AgendaItem { todo: todo.to_owned(), kind: TodoKind::Noted, due_on, waits_for_court, assignee }
}

fn agenda(case: CaseId, (front, court): (u64, u64), next_at: Option<i64>) -> CaseAgenda {
    let items = vec![
        item("noted:court:3", None, true, None),
        item("question:court:4", Some("2026-11-03"), false, None),
        item("application:front:2", Some("2026-11-02"), true, Some(CLERK)),
        item("trial", Some("2026-10-30"), true, Some(JUDGE)),
    ];
    let item = |paper: &str, status, stuck| ServedItem {
        recipient: 1,
        paper: paper.to_owned(),
        status,
        sent_at: Instant(5),
        stuck,
    };
    let served =
        vec![item("court:7", ItemStatus::Failed, true), item("court:8", ItemStatus::Effective, false)];
    let position = Position { front, court };
    CaseAgenda { case, position, next_at: next_at.map(Instant), items, served }
}

fn reader(person: PersonId) -> AgendaReader<'static> {
    let today = "2026-11-02".parse().expect("a date");
    AgendaReader { person, court: None, today, waits_for_court: None }
}

async fn names(court: &Court, reader: &AgendaReader<'_>, queue: AgendaQueue) -> Vec<String> {
    let items = court.store.agenda_items(reader, queue, ALL).await.expect("items");
    items.into_iter().map(|(_, todo)| todo).collect()
}

#[tokio::test]
async fn the_desk_finds_what_is_due_first() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        court.store.keep_agenda(&agenda(case, (1, 2), None)).await.expect("kept");
        let judge = reader(JUDGE);
        assert_eq!(
            names(&court, &judge, AgendaQueue::All).await,
            ["trial", "application:front:2", "question:court:4", "noted:court:3"]
        );
        assert_eq!(names(&court, &judge, AgendaQueue::Overdue).await, ["trial"]);
        assert_eq!(names(&court, &judge, AgendaQueue::Today).await, ["application:front:2"]);
        assert_eq!(names(&court, &judge, AgendaQueue::Mine).await, ["trial"]);
        assert_eq!(names(&court, &reader(CLERK), AgendaQueue::Mine).await, ["application:front:2"]);
        let unclaimed = names(&court, &judge, AgendaQueue::Unclaimed).await;
        assert_eq!(unclaimed, ["question:court:4", "noted:court:3"]);
        let parties = AgendaReader { waits_for_court: Some(false), ..judge };
        assert_eq!(names(&court, &parties, AgendaQueue::All).await, ["question:court:4"]);
        let counts = court.store.count_agenda_items(&judge).await.expect("counts");
        let counts = [counts.today, counts.overdue, counts.mine, counts.unclaimed, counts.all];
        assert_eq!(counts, [1, 1, 1, 2, 4]);

        // Who does not sit on the bench sees nothing, unless they head the court.
        let stranger = reader(PersonId(99));
        assert!(names(&court, &stranger, AgendaQueue::All).await.is_empty());
        let (own, other) = ("浙0203".parse().expect("a court"), "浙0204".parse().expect("a court"));
        let head = AgendaReader { court: Some(&own), ..stranger };
        assert_eq!(names(&court, &head, AgendaQueue::All).await.len(), 4);
        let head = AgendaReader { court: Some(&other), ..stranger };
        assert!(names(&court, &head, AgendaQueue::All).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn cases_that_went_on_are_found_and_older_news_change_nothing() {
    on_every_database(|court| async move {
        let store = &court.store;
        let mut cases = [court.registered_case().await, court.registered_case().await];
        cases.sort_unstable();
        let [case, quiet] = cases;
        let gone_on = async |after| store.cases_gone_on(after, &KINDS, 1).await.expect("cases");
        assert_eq!(gone_on(None).await, [case]);
        assert_eq!(gone_on(Some(case)).await, [quiet]);
        assert!(gone_on(Some(quiet)).await.is_empty());
        store.keep_agenda(&agenda(quiet, (1, 2), None)).await.expect("kept");
        store.keep_agenda(&agenda(case, (1, 2), Some(5))).await.expect("kept");
        assert!(gone_on(None).await.is_empty());
        // Words change nothing of what is due.
        court.append(quiet, vec![says("您好")]).await;
        assert!(gone_on(None).await.is_empty());
        court.append(case, vec![closing()]).await;
        assert_eq!(gone_on(None).await, [case]);
        let over = CaseAgenda { items: Vec::new(), ..agenda(case, (1, 3), None) };
        store.keep_agenda(&over).await.expect("kept");
        // Where services stand is kept with it, for whoever sits on the bench.
        let board = |queue| store.served_items(CLERK, queue, Page { offset: 0, limit: 9 });
        let stuck = board(ServedQueue::Stuck).await.expect("items");
        assert!(stuck.contains(&(case, 1, "court:7".to_owned())), "{stuck:?}");
        let counts = store.count_served_items(CLERK).await.expect("counts");
        assert_eq!((counts.stuck, counts.failed), (counts.effective, counts.effective));
        assert!(
            counts.effective > 0
                && store.count_served_items(PersonId(77)).await.expect("counts").effective == 0
        );
        // What another node read before it comes too late.
        store.keep_agenda(&agenda(case, (1, 2), Some(5))).await.expect("kept");
        assert!(gone_on(None).await.is_empty());
        assert!(store.agendas_due(Instant(10), 10).await.expect("due").is_empty());
        assert_eq!(names(&court, &reader(JUDGE), AgendaQueue::All).await.len(), 4, "of the quiet case");
        // All of it is made again from the log.
        store.rebuild_projections().await.expect("rebuilt");
        assert!(names(&court, &reader(JUDGE), AgendaQueue::All).await.is_empty());
        assert_eq!(store.cases_gone_on(None, &KINDS, 10).await.expect("cases"), [case, quiet]);
    })
    .await;
}

#[tokio::test]
async fn the_clock_finds_the_longest_due_first() {
    on_every_database(|court| async move {
        let store = &court.store;
        let mut cases = Vec::new();
        for next_at in [Some(30), Some(10), None, Some(50)] {
            let case = court.registered_case().await;
            store.keep_agenda(&agenda(case, (1, 2), next_at)).await.expect("kept");
            cases.push(case);
        }
        let due = async |now, limit| store.agendas_due(Instant(now), limit).await.expect("due");
        assert!(due(9, 10).await.is_empty());
        assert_eq!(due(40, 10).await, [cases[1], cases[0]]);
        assert_eq!(due(40, 1).await, [cases[1]]);
        store.put_agenda_off(cases[1], Instant(60)).await.expect("put off");
        assert_eq!(due(50, 10).await, [cases[0], cases[3]]);
    })
    .await;
}

#[tokio::test]
async fn an_erased_case_leaves_nothing_to_do() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        court.store.keep_agenda(&agenda(case, (1, 2), Some(5))).await.expect("kept");
        let tables = tables_with(&court, case).await;
        assert!(tables.contains("agenda_item") && tables.contains("case_agenda"), "{tables:?}");
        court.store.erase_case(case).await.expect("erased");
        court.store.keep_agenda(&agenda(case, (9, 9), Some(5))).await.expect("nothing is kept");
        assert!(tables_with(&court, case).await.is_empty());
    })
    .await;
}

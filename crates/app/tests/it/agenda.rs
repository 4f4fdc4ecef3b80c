//! The clock over a real store: it reminds, records what went by, and never twice.

use serde_json::json;
use weicourt_app::agenda::{AssignTodoRequest, TodoQueue, TodoWaiting};
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::command::{AddTodo, Command, FinishTodo, StartPeriod, Zone};
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Position;

use crate::court::{DEFENDANT, PLAINTIFF, World, command, denied};

const DAY: i64 = 24 * 60;

struct Story {
    world: World,
    case: CaseId,
    plaintiff: Actor,
    judge: Actor,
    clerk: Actor,
}

impl Story {
    /// A registered case in which the plaintiff has until Monday the thirtieth to hand in more.
    async fn begin() -> Story {
        let world = World::new().await;
        let officer = world.staff("立案员", Duty::FilingOfficer).await;
        let judge = world.staff("法官", Duty::Judge).await;
        let clerk = world.staff("书记员", Duty::Clerk).await;
        let plaintiff = world.enrol(PLAINTIFF).await;
        let case = world.file(&plaintiff, DEFENDANT, false).await;
        world.register(&officer, case).await.expect("registered");
        let story = Story { world, case, plaintiff, judge, clerk };
        let start: StartPeriod = serde_json::from_value(json!({
            "title": "补充材料",
            "whose": { "who": "party", "party": 0 },
            "from": "2026-11-23",
            "until": "2026-12-01",
        }))
        .expect("a period");
        story.does(&story.clerk, Command::StartPeriod(start)).await.expect("started");
        story
    }

    async fn does(&self, actor: &Actor, act: Command) -> Result<(), AppError> {
        self.world.court.act(actor, self.case, command().into(), act).await.map(|_| ())
    }

    /// Lets the jobs do their work.
    async fn jobs(&self) {
        self.world.court.keep_agendas().await.expect("kept");
        self.world.court.note_due_deadlines().await.expect("noted");
    }

    /// What the clock noted so far.
    async fn noted(&self) -> Vec<String> {
        let page = self.world.court.store().entries_after(self.case, Position::default(), 100).await;
        let entries = page.expect("entries").entries;
        let told = entries.iter().filter_map(|entry| match &entry.body {
            EntryBody::DeadlineReminded { deadline, n_days_left, .. } => {
                Some(format!("{deadline} {n_days_left} days left"))
            }
            EntryBody::DeadlineElapsed { deadline, until, .. } => Some(format!("{deadline} over on {until}")),
            _ => None,
        });
        told.collect()
    }
}

#[tokio::test]
async fn the_clock_reminds_and_records_once_also_after_a_restart() {
    let mut story = Story::begin().await;
    story.jobs().await;
    assert!(story.noted().await.is_empty());
    // On Tuesday at ten seven days are left.
    story.world.pass_minutes(DAY);
    story.jobs().await;
    story.jobs().await;
    assert_eq!(story.noted().await, ["period:court:4 7 days left"]);
    story.world = story.world.restarted().await;
    story.jobs().await;
    assert_eq!(story.noted().await, ["period:court:4 7 days left"]);
    // It stands still for a week: nobody is reminded of what is over.
    story.world.pass_minutes(8 * DAY);
    story.jobs().await;
    story.world = story.world.restarted().await;
    story.jobs().await;
    assert_eq!(story.noted().await, ["period:court:4 7 days left", "period:court:4 over on 2026-12-01"]);
    let agenda = story.world.court.agenda(&story.plaintiff, story.case).await.expect("an agenda");
    assert!(agenda.todos.is_empty(), "to-dos are the bench's");
    let desk = story.world.court.desk_todos(&story.clerk, TodoQueue::Overdue, None).await.expect("to-dos");
    let todos: Vec<&str> = desk.todos.iter().map(|todo| todo.what.as_str()).collect();
    assert_eq!(todos, ["补充材料已届满，确定后续处理"]);
}

#[tokio::test]
async fn two_clocks_note_the_same_once() {
    let story = Story::begin().await;
    story.jobs().await;
    story.world.pass_minutes(DAY);
    let (one, two) =
        tokio::join!(story.world.court.note_due_deadlines(), story.world.court.note_due_deadlines());
    one.and(two).expect("noted");
    assert_eq!(story.noted().await, ["period:court:4 7 days left"]);
}

#[tokio::test]
async fn whose_move_it_is_stands_on_both_first_pages() {
    let story = Story::begin().await;
    let court = &story.world.court;
    let agenda = court.agenda(&story.plaintiff, story.case).await.expect("an agenda");
    let turn: Vec<_> = agenda.turn.iter().map(|turn| (turn.whose_name.as_str(), turn.mine)).collect();
    assert_eq!(turn, [("样例甲", true), ("法院", false)]);
    assert_eq!((agenda.turn[0].what.as_str(), agenda.turn[0].n_days_left), ("补充材料", 8));
    let agenda = court.agenda(&story.judge, story.case).await.expect("an agenda");
    let turn: Vec<_> = agenda.turn.iter().map(|turn| (turn.whose_name.as_str(), turn.mine)).collect();
    assert_eq!(turn, [("样例甲", false), ("法院", true)]);
    let stranger = story.world.staff("法官二", Duty::Judge).await;
    assert_eq!(denied(court.agenda(&stranger, story.case).await.map(|_| ())), Denied::NotFound);
}

#[tokio::test]
async fn the_desk_claims_assigns_and_finishes() {
    let story = Story::begin().await;
    let court = &story.world.court;
    let note: AddTodo =
        serde_json::from_value(json!({ "title": "联系鉴定机构", "due_on": "2026-11-23" })).expect("a note");
    story.does(&story.judge, Command::AddTodo(note)).await.expect("noted");
    story.jobs().await;
    let desk = court.desk_todos(&story.clerk, TodoQueue::Today, None).await.expect("to-dos");
    assert_eq!((desk.todos.len(), desk.counts.today, desk.counts.unclaimed), (1, 1, 1));
    let todo = desk.todos[0].todo.clone();
    let assign = |person| AssignTodoRequest { todo: todo.clone(), person };
    let claimed = assign(Some(story.clerk.person));
    court.assign_todo(&story.clerk, story.case, command().into(), &claimed).await.expect("claimed");
    let other = assign(Some(story.plaintiff.person));
    let refused = court.assign_todo(&story.clerk, story.case, command().into(), &other).await;
    assert_eq!(denied(refused.map(|_| ())), Denied::NotOnDuty);
    story.jobs().await;
    let mine =
        court.desk_todos(&story.clerk, TodoQueue::Mine, Some(TodoWaiting::Court)).await.expect("to-dos");
    assert_eq!(mine.todos[0].assignee.as_ref().map(|staff| staff.person), Some(story.clerk.person));
    let head = story.world.staff("庭长", Duty::DivisionHead).await;
    let seen = court.desk_todos(&head, TodoQueue::All, None).await.expect("to-dos");
    assert_eq!(seen.todos[0].what, "办理待办事项", "its words are the bench's");
    assert!(seen.todos[0].actions.is_empty());
    let finish = FinishTodo { todo, note: String::new() };
    story.does(&story.judge, Command::FinishTodo(finish)).await.expect("done");
    story.jobs().await;
    assert!(court.desk_todos(&story.clerk, TodoQueue::All, None).await.expect("to-dos").todos.is_empty());
}

#[tokio::test]
async fn outside_the_courts_network_nobody_keeps_the_queue() {
    let world = World::in_zone(Zone::Front).await;
    let clerk = world.staff("书记员", Duty::Clerk).await;
    let asked = world.court.desk_todos(&clerk, TodoQueue::All, None).await;
    assert_eq!(denied(asked.map(|_| ())), Denied::OtherZone);
    assert_eq!(world.court.note_due_deadlines().await.expect("nothing"), 0);
}

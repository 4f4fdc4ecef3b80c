//! Deadlines and to-dos as a viewer sees them: one case's, and the desk's.

mod clock;
mod desk;
mod words;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::agenda::{self, CaseDeadline, DeadlineKind, DeadlineStatus, Todo, TodoKind};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::command::{AssignTodo, Command};
use weicourt_domain::entry::{StaffName, Whose};
use weicourt_domain::facts::Facts;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{self, Act};

use crate::acts::Given;
use crate::court::{Court, Done};
use crate::error::{AppError, Denied};
use crate::view::Viewer;

/// Whose move it is (轮到谁).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TurnView {
    /// Whose move it is.
    pub whose: Whose,
    /// Their name.
    pub whose_name: String,
    /// Whether it is the viewer's.
    pub mine: bool,
    /// What is to be done.
    pub what: String,
    /// Last day.
    pub until: BeijingDate,
    /// The year whose days off are not announced: the last day may be a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<i16>,
    /// Days left; negative when it is over.
    pub n_days_left: i32,
}

/// Where a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatusView {
    /// Still to come.
    Running,
    /// Stands still.
    Paused,
    /// What it is for was done in time.
    Met,
    /// Went by.
    Elapsed,
}

/// How the end of a deadline moved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MovedEndView {
    /// Where it ended before.
    pub from_until: BeijingDate,
    /// Where it ends since.
    pub until: BeijingDate,
    /// Why.
    pub reason: String,
    /// The entry that moved it.
    pub entry: EntryRef,
}

/// A deadline.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadlineView {
    /// Its name in the case.
    pub key: String,
    /// The entry that began it, when it can be moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<EntryRef>,
    /// Its rule; empty where the court set it freely.
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// Whose move it is.
    pub whose: Whose,
    /// Their name.
    pub whose_name: String,
    /// Whether it is the viewer's.
    pub mine: bool,
    /// The day it counts from, itself not counted.
    pub from: BeijingDate,
    /// Last day.
    pub until: BeijingDate,
    /// The year whose days off are not announced: the last day may be a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<i16>,
    /// Days left; negative when it is over.
    pub n_days_left: i32,
    /// Where it stands.
    pub status: DeadlineStatusView,
    /// The provisions.
    pub source: Vec<String>,
    /// How its end moved.
    pub moved: Vec<MovedEndView>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// Something to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TodoView {
    /// The case.
    pub case: CaseId,
    /// What people call it.
    pub case_title: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<CaseNumber>,
    /// Name of the to-do in the case.
    pub todo: String,
    /// What it is about.
    pub kind: TodoKind,
    /// What is to be done.
    pub what: String,
    /// The entry it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryRef>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<BeijingDate>,
    /// Whether its day is over.
    pub overdue: bool,
    /// Who is waited for: the court, a side or a party.
    pub waiting_for: Whose,
    /// Their name.
    pub waiting_for_name: String,
    /// Who of the bench has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<StaffName>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// Deadlines and to-dos of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseAgenda {
    /// Whose move it is, those with the least time first.
    pub turn: Vec<TurnView>,
    /// Deadlines that the viewer may know of, those that end first at the front.
    pub deadlines: Vec<DeadlineView>,
    /// What is to be done; for the bench.
    pub todos: Vec<TodoView>,
    /// What the viewer may do now.
    pub actions: Vec<Act>,
}

/// Which to-dos the desk wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TodoQueue {
    /// Due today.
    Today,
    /// Due before today.
    Overdue,
    /// One's own.
    Mine,
    /// Nobody's.
    Unclaimed,
    /// All.
    #[default]
    All,
}

/// For whom the to-dos wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TodoWaiting {
    /// For the court.
    Court,
    /// For the parties.
    Parties,
}

/// How many to-dos there are in each queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct TodoCounts {
    /// Due today.
    pub today: u64,
    /// Due before today.
    pub overdue: u64,
    /// One's own.
    pub mine: u64,
    /// Nobody's.
    pub unclaimed: u64,
    /// All.
    pub all: u64,
}

/// To-dos over all cases of the viewer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskTodos {
    /// The to-dos, those due first at the front; no more than two hundred.
    pub todos: Vec<TodoView>,
    /// How many there are.
    pub counts: TodoCounts,
}

/// Takes a to-do on, gives it to somebody of the bench, or puts it back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignTodoRequest {
    /// Name of the to-do.
    pub todo: String,
    /// Who; nobody without it.
    #[serde(default)]
    pub person: Option<PersonId>,
}

/// Acts on periods and to-dos, as far as a screen draws them for a whole case.
const ACTS: [Act; 5] = [Act::StartPeriod, Act::MovePeriod, Act::AddTodo, Act::AssignTodo, Act::FinishTodo];

impl Viewer<'_> {
    fn acts(&self, wanted: &[Act]) -> Vec<Act> {
        let may = |act: &&Act| permission::may(self.state, self.actor, **act, self.now).is_ok();
        wanted.iter().filter(may).copied().collect()
    }

    /// Deadlines that the viewer may know of.
    fn deadlines(&self, facts: &Facts) -> Vec<CaseDeadline> {
        let mut all = agenda::deadlines(self.state, facts);
        all.retain(|deadline| deadline.is_for(self.membership, self.actor.person));
        all
    }

    fn deadline(&self, deadline: &CaseDeadline, facts: &Facts) -> DeadlineView {
        let today = self.now.beijing_date();
        let movable = agenda::is_movable(self.state, deadline, facts);
        DeadlineView {
            key: deadline.key.clone(),
            period: deadline.entry.filter(|_| movable),
            rule: deadline.rule.clone(),
            title: deadline.title.clone(),
            whose: deadline.whose,
            whose_name: words::whose_name(self.state, deadline.whose),
            mine: deadline.is_move_of(self.membership),
            from: deadline.from,
            until: deadline.until,
            waits_for: deadline.waits_for,
            n_days_left: today.days_until(deadline.until),
            status: match deadline.status(today) {
                DeadlineStatus::Running => DeadlineStatusView::Running,
                DeadlineStatus::Paused => DeadlineStatusView::Paused,
                DeadlineStatus::Met => DeadlineStatusView::Met,
                DeadlineStatus::Elapsed => DeadlineStatusView::Elapsed,
            },
            source: deadline.source.clone(),
            moved: deadline
                .moved
                .iter()
                .map(|moved| MovedEndView {
                    from_until: moved.from_until,
                    until: moved.until,
                    reason: moved.reason.clone(),
                    entry: moved.entry,
                })
                .collect(),
            actions: self.deadline_acts(deadline, movable),
        }
    }

    fn deadline_acts(&self, deadline: &CaseDeadline, movable: bool) -> Vec<Act> {
        let mut wanted = Vec::new();
        if movable && deadline.status(self.now.beijing_date()) != DeadlineStatus::Elapsed {
            wanted.push(Act::MovePeriod);
        }
        if deadline.kind == DeadlineKind::Started && deadline.is_open() {
            wanted.push(Act::FinishTodo);
        }
        self.acts(&wanted)
    }

    /// Who heads the division learns that something waits; what exhibits and parties are called is the bench's.
    fn todo(&self, todo: &Todo, facts: &Facts) -> TodoView {
        let registration = self.state.decided.registration.as_ref();
        let by_hand: &[Act] =
            if todo.is_finished_by_hand() { &[Act::AssignTodo, Act::FinishTodo] } else { &[Act::AssignTodo] };
        TodoView {
            case: self.state.case,
            case_title: registration.map(|registration| registration.title.clone()).unwrap_or_default(),
            case_number: registration.map(|registration| registration.case_number.clone()),
            todo: todo.key.clone(),
            kind: todo.kind,
            what: words::what(self.state, todo, self.membership.role.is_bench(), facts),
            entry: todo.entry,
            due_on: todo.due_on,
            overdue: todo.is_overdue(self.now.beijing_date()),
            waiting_for: todo.waiting_for,
            waiting_for_name: words::whose_name(self.state, todo.waiting_for),
            assignee: todo.assignee.clone(),
            actions: self.acts(by_hand),
        }
    }

    /// Deadlines, whose move it is, and what is to be done.
    pub fn agenda(&self, facts: &Facts) -> CaseAgenda {
        let today = self.now.beijing_date();
        let deadlines = self.deadlines(facts);
        let turn = agenda::turn(&deadlines, today).into_iter().map(|turn| TurnView {
            whose: turn.whose,
            whose_name: words::whose_name(self.state, turn.whose),
            mine: agenda::is_move_of(turn.whose, self.membership),
            what: words::turn(turn.deadline),
            until: turn.deadline.until,
            waits_for: turn.deadline.waits_for,
            n_days_left: today.days_until(turn.deadline.until),
        });
        let todos = match self.membership.role.is_bench() {
            true => agenda::todos(self.state, facts, self.now),
            false => Vec::new(),
        };
        CaseAgenda {
            turn: turn.collect(),
            deadlines: deadlines.iter().map(|deadline| self.deadline(deadline, facts)).collect(),
            todos: todos.iter().map(|todo| self.todo(todo, facts)).collect(),
            actions: self.acts(&ACTS),
        }
    }
}

impl Court {
    /// Deadlines and to-dos of a case.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn agenda(&self, actor: &Actor, case: CaseId) -> Result<CaseAgenda, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let now = self.now();
        let agenda =
            loaded.read(|state, _| Viewer::of(state, actor, now).map(|viewer| viewer.agenda(&self.facts)));
        agenda.ok_or_else(|| Denied::NotFound.into())
    }

    /// Takes a to-do on, gives it to somebody of the bench, or puts it back.
    ///
    /// # Errors
    ///
    /// Refuses persons who do not work at this court; else as the domain decides.
    pub async fn assign_todo(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &AssignTodoRequest,
    ) -> Result<Done, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let person = match request.person {
            None => None,
            Some(person) => {
                let on_bench = loaded.read(|state, _| {
                    let bench = state.decided.bench.as_ref()?;
                    let mut members = bench.members(state.kind());
                    members.find(|(_, staff)| staff.person == person).map(|(_, staff)| staff.clone())
                });
                Some(on_bench.ok_or(Denied::NotOnDuty)?)
            }
        };
        let command = Command::AssignTodo(AssignTodo { todo: request.todo.clone(), person });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }
}

//! The desk's queue of to-dos: which, by the store; in what words, by each case.

use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::agenda;
use weicourt_domain::id::CaseId;
use weicourt_store::{AgendaQueue, AgendaReader, Page};

use super::{DeskTodos, TodoCounts, TodoQueue, TodoView, TodoWaiting};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::Viewer;

/// Most to-dos of one answer.
const MOST: u64 = 200;

impl Court {
    /// To-dos over all cases on whose bench the actor sits; for the head of a division, of the whole court.
    ///
    /// # Errors
    ///
    /// Refuses the public, and nodes outside the court's network, where nobody keeps the queue.
    pub async fn desk_todos(
        &self,
        actor: &Actor,
        queue: TodoQueue,
        waiting: Option<TodoWaiting>,
    ) -> Result<DeskTodos, AppError> {
        let court = Self::own_court(actor)?;
        if !self.keeps_clock() {
            return Err(Denied::OtherZone.into());
        }
        let heads = actor.has_duty(court, Duty::DivisionHead) || actor.has_duty(court, Duty::President);
        let reader = AgendaReader {
            person: actor.person,
            court: heads.then_some(court),
            today: self.now().beijing_date(),
            waits_for_court: waiting.map(|waiting| match waiting {
                TodoWaiting::Court => true,
                TodoWaiting::Parties => false,
            }),
        };
        let of_queue = match queue {
            TodoQueue::Today => AgendaQueue::Today,
            TodoQueue::Overdue => AgendaQueue::Overdue,
            TodoQueue::Mine => AgendaQueue::Mine,
            TodoQueue::Unclaimed => AgendaQueue::Unclaimed,
            TodoQueue::All => AgendaQueue::All,
        };
        let counts = self.store.count_agenda_items(&reader).await?;
        let items = self.store.agenda_items(&reader, of_queue, Page { offset: 0, limit: MOST }).await?;
        let mut cases: Vec<CaseId> = items.iter().map(|(case, _)| *case).collect();
        cases.sort_unstable();
        cases.dedup();
        let mut known = Vec::new();
        for case in cases {
            known.extend(self.todos_of(actor, case).await?);
        }
        // In the order of the store; what was done a moment ago is not there any more.
        let todos = items.iter().filter_map(|(case, todo)| {
            known.iter().find(|view| view.case == *case && view.todo == *todo).cloned()
        });
        Ok(DeskTodos {
            todos: todos.collect(),
            counts: TodoCounts {
                today: counts.today,
                overdue: counts.overdue,
                mine: counts.mine,
                unclaimed: counts.unclaimed,
                all: counts.all,
            },
        })
    }

    async fn todos_of(&self, actor: &Actor, case: CaseId) -> Result<Vec<TodoView>, AppError> {
        let loaded = self.case(case).await?;
        let now = self.now();
        let todos = loaded.read(|state, _| {
            let viewer = Viewer::of(state, actor, now)?;
            let todos = agenda::todos(state, &self.facts, now);
            Some(todos.iter().map(|todo| viewer.todo(todo, &self.facts)).collect())
        });
        // Whoever sat on the bench a moment ago may not any more.
        Ok(todos.unwrap_or_default())
    }
}

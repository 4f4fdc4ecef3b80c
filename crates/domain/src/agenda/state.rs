//! What the log says of periods and to-dos.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{EntryBody, StaffName, Whose};
use crate::instant::Instant;
use crate::log::{Entry, EntryRef};
use crate::personal_data::hushed_debug;

/// A period that the court let begin.
#[derive(Clone, PartialEq, Eq)]
pub struct StartedPeriod {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was started.
    pub at: Instant,
    /// Its rule; empty where the court set it freely.
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// Whose move it is.
    pub whose: Whose,
    /// The day it counts from.
    pub from: BeijingDate,
    /// Last day as it began.
    pub until: BeijingDate,
    /// The provisions.
    pub source: Vec<String>,
    /// Words of the court.
    pub note: String,
}

/// A moved end of a period.
#[derive(Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// New last day.
    pub until: BeijingDate,
    /// Why.
    pub reason: String,
}

/// Something to do that the court noted itself.
#[derive(Clone, PartialEq, Eq)]
pub struct NotedTodo {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// What.
    pub title: String,
    /// By when.
    pub due_on: Option<BeijingDate>,
    /// The message it was taken from.
    pub message: Option<EntryRef>,
}

hushed_debug! {
    StartedPeriod { entry, rule, whose, from, until },
    Moved { entry, until },
    NotedTodo { entry, due_on, message },
}

/// Periods and to-dos as the court keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Periods that were started, by their entry.
    pub periods: BTreeMap<EntryRef, StartedPeriod>,
    /// Moved ends, by the entry that began the period (also an evidence period).
    pub moves: BTreeMap<EntryRef, Vec<Moved>>,
    /// To-dos that were noted, by their entry.
    pub todos: BTreeMap<EntryRef, NotedTodo>,
    /// Who has which to-do, by key.
    pub assigned: BTreeMap<String, StaffName>,
    /// To-dos that are done, by key.
    pub done: BTreeMap<String, Instant>,
    /// Reminders that were given: key of the deadline, its last day, days left.
    pub reminded: BTreeSet<(String, BeijingDate, u16)>,
    /// Deadlines that were recorded as gone by: key and last day.
    pub elapsed: BTreeSet<(String, BeijingDate)>,
}

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let envelope = &entry.envelope;
    let (at, entry_ref) = (envelope.at, envelope.entry_ref());
    let kept = &mut state.decided.agenda;
    match &entry.body {
        EntryBody::PeriodStarted { rule, title, whose, from, until, source, note } => {
            let period = StartedPeriod {
                entry: entry_ref,
                at,
                rule: rule.clone(),
                title: title.clone(),
                whose: *whose,
                from: *from,
                until: *until,
                source: source.clone(),
                note: note.clone(),
            };
            kept.periods.insert(entry_ref, period);
        }
        EntryBody::PeriodMoved { period, until, reason } => {
            let moved = Moved { entry: entry_ref, at, until: *until, reason: reason.clone() };
            kept.moves.entry(*period).or_default().push(moved);
        }
        EntryBody::TodoAdded { title, due_on, message } => {
            let (title, due_on, message) = (title.clone(), *due_on, *message);
            kept.todos.insert(entry_ref, NotedTodo { entry: entry_ref, at, title, due_on, message });
        }
        EntryBody::TodoAssigned { todo, person: Some(person) } => {
            kept.assigned.insert(todo.clone(), person.clone());
        }
        EntryBody::TodoAssigned { todo, person: None } => {
            kept.assigned.remove(todo);
        }
        EntryBody::TodoDone { todo, .. } => {
            kept.done.insert(todo.clone(), at);
        }
        EntryBody::DeadlineReminded { deadline, until, n_days_left, .. } => {
            kept.reminded.insert((deadline.clone(), *until, *n_days_left));
        }
        EntryBody::DeadlineElapsed { deadline, until, .. } => {
            kept.elapsed.insert((deadline.clone(), *until));
        }
        _ => {}
    }
}

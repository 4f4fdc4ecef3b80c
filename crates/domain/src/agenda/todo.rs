//! What is to be done next in a case, and by whom (待办): drawn from the state, or noted by the court.

use super::serving;
use super::{CaseDeadline, DeadlineKind, DeadlineStatus, deadlines, is_running};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::{StaffName, Whose};
use crate::evidence;
use crate::facts::Facts;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;
use crate::promotion::{self, Proposal};

/// The trial limit becomes a to-do so many days before its end.
pub const TRIAL_SHOWN_DAYS: i32 = 30;

/// What a to-do is about.
///
/// The names are stored in the projection: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TodoKind {
    /// Decide an application.
    Application,
    /// Decide who may see an exhibit.
    Restriction,
    /// Say how a late exhibit is treated.
    LateEvidence,
    /// Look an exhibit through.
    Receipt,
    /// Appoint or record a comparison with the original.
    Comparison,
    /// A party answers a question.
    Question,
    /// A deadline of the court, or one that went by.
    Deadline,
    /// What the court noted itself.
    Noted,
    /// An author answers a proposal.
    Proposal,
    /// A draft waits for approval.
    Approval,
    /// A paper was not served by what was tried: take the next rung.
    Service,
    /// Rule on a rebuttal of service.
    Rebuttal,
    /// A recipient wants a paper copy.
    PaperCopy,
    /// A paper is served and its certificate could not be made.
    Certificate,
    /// Somebody does not do steps online any more, or never wanted to: they are done in the court.
    Consent,
}

impl TodoKind {
    /// How it stands in the projection and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            TodoKind::Application => "application",
            TodoKind::Restriction => "restriction",
            TodoKind::LateEvidence => "late_evidence",
            TodoKind::Receipt => "receipt",
            TodoKind::Comparison => "comparison",
            TodoKind::Question => "question",
            TodoKind::Deadline => "deadline",
            TodoKind::Noted => "noted",
            TodoKind::Proposal => "proposal",
            TodoKind::Approval => "approval",
            TodoKind::Service => "service",
            TodoKind::Rebuttal => "rebuttal",
            TodoKind::PaperCopy => "paper_copy",
            TodoKind::Certificate => "certificate",
            TodoKind::Consent => "consent",
        }
    }
}

/// Something to do in a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Todo {
    /// Its name in the case, the same as long as it is to be done.
    pub key: String,
    /// What it is about.
    pub kind: TodoKind,
    /// The entry it is about.
    pub entry: Option<EntryRef>,
    /// What a deadline or a note is called; empty for kinds that are named by their entry.
    pub title: String,
    /// By when.
    pub due_on: Option<BeijingDate>,
    /// Who is waited for.
    pub waiting_for: Whose,
    /// Who of the bench has it.
    pub assignee: Option<StaffName>,
}

hushed_debug! {
    Todo { key, kind, entry, due_on, waiting_for, assignee },
}

impl Todo {
    pub(super) fn new(kind: TodoKind, key: String, entry: EntryRef, waiting_for: Whose) -> Todo {
        let (title, due_on, assignee) = (String::new(), None, None);
        Todo { key, kind, entry: Some(entry), title, due_on, waiting_for, assignee }
    }

    /// Whether its day is over on `today`.
    pub fn is_overdue(&self, today: BeijingDate) -> bool {
        self.due_on.is_some_and(|due_on| today > due_on)
    }

    /// Whether it goes away by being noted as done; the others go away when what they ask for is done.
    pub fn is_finished_by_hand(&self) -> bool {
        match self.kind {
            TodoKind::Noted | TodoKind::Deadline | TodoKind::LateEvidence => self.key != "trial",
            TodoKind::Application
            | TodoKind::Restriction
            | TodoKind::Receipt
            | TodoKind::Comparison
            | TodoKind::Question
            | TodoKind::Proposal
            | TodoKind::Approval
            | TodoKind::Service
            | TodoKind::Rebuttal
            | TodoKind::Certificate => false,
            // What was handed over on paper, or arranged by telephone, is not in the log of the case.
            TodoKind::PaperCopy | TodoKind::Consent => true,
        }
    }
}

/// Everything to be done in the case now, what is due first at the front.
pub fn todos(state: &CaseState, facts: &Facts, now: Instant) -> Vec<Todo> {
    if state.decided.registration.is_none() {
        return Vec::new();
    }
    // The last documents of a case are served when it is closed.
    let mut all = serving::todos(state, facts, now);
    if is_running(state) {
        let periods = deadlines(state, facts);
        all.extend(applications(state, &periods));
        all.extend(exhibits(state));
        all.extend(questions(state));
        all.extend(proposals(state));
        all.extend(of_deadlines(&periods, now.beijing_date()));
        all.extend(noted(state));
    }
    let kept = &state.decided.agenda;
    all.retain(|todo| !todo.is_finished_by_hand() || !kept.done.contains_key(&todo.key));
    for todo in &mut all {
        todo.assignee = kept.assigned.get(&todo.key).cloned();
    }
    all.sort_by(|a, b| {
        (a.due_on.is_none(), a.due_on, a.kind, &a.key).cmp(&(b.due_on.is_none(), b.due_on, b.kind, &b.key))
    });
    all
}

fn applications(state: &CaseState, periods: &[CaseDeadline]) -> Vec<Todo> {
    let pending = state.pending_applications().map(|application| {
        let key = format!("application:{}", application.entry);
        let due_on = periods.iter().find(|period| period.key == key).map(|period| period.until);
        Todo { due_on, ..Todo::new(TodoKind::Application, key, application.entry, Whose::Court) }
    });
    pending.collect()
}

/// What exhibits ask of the court.
fn exhibits(state: &CaseState) -> Vec<Todo> {
    let (handed, ordered) = (&state.submitted.evidence, &state.decided.evidence);
    let mut found = Vec::new();
    for exhibit in state.exhibits() {
        let entry = exhibit.entry;
        if handed.withdrawn.contains_key(&entry) {
            continue;
        }
        let of = |kind, name: &str| Todo::new(kind, format!("{name}:{entry}"), entry, Whose::Court);
        let wished = match (handed.wishes.get(&entry), ordered.restrictions.get(&entry)) {
            (Some(wish), Some(order)) => wish.at > order.at,
            (Some(_), None) => true,
            (None, None) => exhibit.form.restriction.is_some(),
            (None, Some(_)) => false,
        };
        if wished {
            found.push(of(TodoKind::Restriction, "restriction"));
        }
        if !ordered.received.contains_key(&entry) {
            found.push(of(TodoKind::Receipt, "receipt"));
        }
        let treated = ordered.rulings.get(&entry).into_iter().flatten().any(|made| made.late.is_some());
        if evidence::counts(state, entry) && !treated && evidence::lateness(state, exhibit).is_some() {
            found.push(of(TodoKind::LateEvidence, "late"));
        }
        if let Some(requests) = handed.comparison_requests.get(&entry)
            && let Some(last) = requests.last()
        {
            let recorded = ordered.comparisons.get(&entry).into_iter().flatten().any(|one| one.at > last.at);
            let appointment = ordered.appointments.get(&entry).filter(|one| one.made_at > last.at);
            if !recorded {
                let due_on = appointment.map(|appointment| appointment.at.beijing_date());
                found.push(Todo { due_on, ..of(TodoKind::Comparison, "comparison") });
            }
        }
    }
    found
}

/// Questions that a party has not answered.
fn questions(state: &CaseState) -> Vec<Todo> {
    let answers = &state.submitted.evidence.answers;
    let open = state.decided.evidence.questions.values().filter(|one| !answers.contains_key(&one.entry));
    let one = |question: &evidence::CourtQuestion| {
        let (key, whose) = (format!("question:{}", question.entry), Whose::Party { party: question.party });
        Todo { due_on: question.until, ..Todo::new(TodoKind::Question, key, question.entry, whose) }
    };
    open.map(one).collect()
}

/// Proposals that their authors have not answered.
fn proposals(state: &CaseState) -> Vec<Todo> {
    let mut open: Vec<&Proposal> = state.decided.proposals.values().collect();
    open.retain(|proposal| promotion::answer_to(state, proposal.entry).is_none());
    let one = |proposal: &Proposal| {
        let mut members = state.members().into_iter();
        let author = members.find(|(person, ..)| *person == proposal.author);
        let party = author.and_then(|(.., member)| member.party);
        let whose = party.map_or(Whose::Parties, |party| Whose::Party { party });
        Todo::new(TodoKind::Proposal, format!("proposal:{}", proposal.entry), proposal.entry, whose)
    };
    open.into_iter().map(one).collect()
}

/// Deadlines of the court itself, and those of others that went by.
fn of_deadlines(periods: &[CaseDeadline], today: BeijingDate) -> Vec<Todo> {
    let one = |period: &CaseDeadline| {
        let todo = |key: String| Todo {
            key,
            kind: TodoKind::Deadline,
            entry: period.entry,
            title: period.title.clone(),
            due_on: Some(period.until),
            waiting_for: Whose::Court,
            assignee: None,
        };
        let of_the_court = period.whose == Whose::Court;
        match (period.kind, period.status(today)) {
            // They have to-dos of their own, or belong to the filing desk.
            (DeadlineKind::Application | DeadlineKind::Question | DeadlineKind::Comparison, _)
            | (DeadlineKind::FilingReview | DeadlineKind::Correction, _)
            | (_, DeadlineStatus::Met | DeadlineStatus::Paused) => None,
            (DeadlineKind::Trial, DeadlineStatus::Running) => {
                (today.days_until(period.until) <= TRIAL_SHOWN_DAYS).then(|| todo(period.key.clone()))
            }
            (_, _) if of_the_court && period.is_open() => Some(todo(period.key.clone())),
            (_, DeadlineStatus::Elapsed) if !of_the_court && period.is_open() => {
                Some(todo(format!("elapsed:{}:{}", period.until, period.key)))
            }
            (_, DeadlineStatus::Running | DeadlineStatus::Elapsed) => None,
        }
    };
    periods.iter().filter_map(one).collect()
}

fn noted(state: &CaseState) -> Vec<Todo> {
    let one = |noted: &super::NotedTodo| {
        let new = Todo::new(TodoKind::Noted, format!("noted:{}", noted.entry), noted.entry, Whose::Court);
        Todo { title: noted.title.clone(), due_on: noted.due_on, ..new }
    };
    state.decided.agenda.todos.values().map(one).collect()
}

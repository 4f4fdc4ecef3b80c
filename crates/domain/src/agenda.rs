//! Deadlines of a case as objects (期限), and what is to be done next and by whom (待办).

mod concern;
mod deadline;
mod deciding;
mod due;
mod serving;
mod state;
mod todo;
mod turn;

pub use self::concern::concerns;
pub(crate) use self::deadline::served_periods;
pub use self::deadline::{
    CaseDeadline, DeadlineKind, DeadlineStatus, MovedEnd, deadlines, is_movable, is_move_of, is_running,
    latest_end,
};
pub use self::deciding::{
    can_be_started, decide_add_todo, decide_assign_todo, decide_finish_todo, decide_move_period,
    decide_note_deadlines, decide_start_period,
};
pub use self::due::{Due, REMIND_DAYS, REMIND_FROM_HOUR, due, next_at};
pub use self::serving::is_service_stuck;
pub(crate) use self::state::evolve;
pub use self::state::{Kept, Moved, NotedTodo, StartedPeriod};
pub use self::todo::{TRIAL_SHOWN_DAYS, Todo, TodoKind, todos};
pub use self::turn::{Turn, turn};

use crate::calendar::BeijingDate;
use crate::deadline::DeadlineRefusal;

/// Why an act on a period or a to-do is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such to-do.
    #[error("no such to-do")]
    NoSuchTodo,
    /// There is no such period.
    #[error("no such period")]
    NoSuchPeriod,
    /// There is no such message.
    #[error("no such message")]
    NoSuchMessage,
    /// There is no such party, or nobody on that side.
    #[error("no such party")]
    NoSuchParty,
    /// No such rule in the table.
    #[error("no such rule")]
    UnknownRule {
        /// The name that was given.
        rule: String,
    },
    /// The period begins with what it counts from; nobody starts it.
    #[error("the period begins by itself")]
    BeginsByItself {
        /// What it is called.
        title: String,
    },
    /// It would count from a day to come.
    #[error("the period would begin in the future")]
    BeginsInTheFuture,
    /// It would count from a day before the case was filed.
    #[error("the period would begin before the case was filed")]
    BeginsBeforeTheCase,
    /// The court has to say the last day.
    #[error("a last day is needed")]
    LastDayNeeded,
    /// The last day must lie ahead.
    #[error("the last day lies in the past")]
    LastDayInThePast,
    /// Shorter than the law allows.
    #[error("the earliest last day is {earliest}")]
    TooEarly {
        /// The first possible last day.
        earliest: BeijingDate,
        /// The provisions.
        provisions: Vec<String>,
    },
    /// Longer than the law allows.
    #[error("the latest last day is {latest}")]
    TooLate {
        /// The last possible last day.
        latest: BeijingDate,
        /// The provisions.
        provisions: Vec<String>,
    },
    /// The last day cannot be counted.
    #[error(transparent)]
    CannotCount(DeadlineRefusal),
    /// The same period runs for the same party.
    #[error("the same period runs until {until}")]
    RunsAlready {
        /// Its last day.
        until: BeijingDate,
    },
    /// The law leaves no room to move it.
    #[error("the period is fixed by law")]
    FixedByLaw {
        /// The provisions.
        provisions: Vec<String>,
    },
    /// A period that is over does not move; it may be restored.
    #[error("the period ended on {until}")]
    Over {
        /// Its last day.
        until: BeijingDate,
    },
    /// What it is for is done.
    #[error("what the period is for is done")]
    AlreadyDone,
    /// Periods move forward only.
    #[error("the new last day is not later than {until}")]
    NotLater {
        /// The last day as it is.
        until: BeijingDate,
    },
    /// A reason is owed to whoever waits.
    #[error("a reason is needed")]
    NoReason,
    /// It needs a name.
    #[error("a title is needed")]
    NoTitle,
    /// The words are too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// Only the bench has to-dos of the case.
    #[error("not on the bench of this case")]
    NotOnTheBench,
    /// It is so already.
    #[error("nothing changes")]
    NothingChanges,
    /// It goes away when what it asks for is done.
    #[error("the to-do goes away when what it asks for is done")]
    EndsByItself {
        /// What it is about.
        kind: TodoKind,
    },
    /// There is nothing for the clock to note.
    #[error("nothing is due")]
    NothingDue,
}

//! Deadlines of a case as objects (期限), and what is to be done next and by whom (待办).

mod state;

pub(crate) use self::state::evolve;
pub use self::state::{Kept, Moved, NotedTodo, StartedPeriod};

/// Why an act on a period or a to-do is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such to-do.
    #[error("no such to-do")]
    NoSuchTodo,
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_start_period(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::StartPeriod,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchTodo.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_move_period(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::MovePeriod,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchTodo.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_add_todo(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::AddTodo,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchTodo.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_assign_todo(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::AssignTodo,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchTodo.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_finish_todo(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::FinishTodo,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchTodo.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_note_deadlines(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchTodo.into())
}

//! Procedural applications (申请) and the answer to the complaint (答辩状).

mod state;

pub(crate) use self::state::evolve;
pub use self::state::{Answer, Application, ApplicationDecision, Decisions, Filed};

/// Why an act on an application is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such application for this person.
    #[error("no such application")]
    NoSuchApplication,
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_file(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::FileApplication,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchApplication.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_withdraw(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::WithdrawApplication,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchApplication.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_decide(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::DecideApplication,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchApplication.into())
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_file_answer(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::FileAnswer,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::NoSuchApplication.into())
}

/// Checks an entry that came from the node on the internet.
///
/// # Errors
///
/// [`Misfit`](crate::front::Misfit).
pub(crate) fn check_front(
    _state: &crate::case::CaseState,
    _membership: crate::case::Membership,
    _envelope: &crate::log::Envelope,
    _body: &crate::entry::EntryBody,
) -> Result<(), crate::front::Misfit> {
    Err(crate::front::Misfit::CourtKind)
}

//! The file of the case (电子卷宗): what is in it, with page numbers that never change, and for whom.

/// Why the file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The internal file is for the bench.
    #[error("the internal file is for the bench alone")]
    InternalFile,
}

/// To be written.
///
/// # Errors
///
/// [`Refusal`].
pub fn decide_look(
    _state: &crate::case::CaseState,
    _actor: &crate::actor::Actor,
    _command: &crate::command::LookAtFile,
    _setting: crate::command::Setting<'_>,
) -> Result<Vec<crate::log::Draft>, crate::command::Refusal> {
    Err(Refusal::InternalFile.into())
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

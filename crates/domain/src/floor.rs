//! Order of the floor: muting a member, closing the floor, quiet hours.

use crate::actor::Actor;
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership, QuietHours};
use crate::command::{self, CloseFloor, MuteMember, SetQuietHours, Setting, UnmuteMember};
use crate::entry::EntryBody;
use crate::id::PersonId;
use crate::log::{Draft, DraftBody, Origin};
use crate::permission::{Act, may, stamp};

/// Why an order of the floor is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody of that name in the space.
    #[error("no such member")]
    NoSuchMember,
    /// The bench cannot be muted.
    #[error("a member of the court cannot be muted")]
    CourtMember,
    /// Nothing to undo.
    #[error("the member is not muted")]
    NotMuted,
    /// Already so.
    #[error("the floor is already closed")]
    AlreadyClosed,
    /// Already so.
    #[error("the floor is already open")]
    AlreadyOpen,
    /// A reason is owed to whoever loses the word.
    #[error("a reason is needed")]
    NoReason,
    /// The reason is too long.
    #[error("the reason is longer than {longest} characters")]
    ReasonTooLong {
        /// The limit.
        longest: usize,
    },
    /// The end lies in the past.
    #[error("the end lies in the past")]
    EndsInThePast,
    /// Not times of day.
    #[error("not two different times of day as HH:MM")]
    NotTimes,
    /// Nothing to clear.
    #[error("there are no quiet hours")]
    NoQuietHours,
}

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

fn check_length(reason: &str) -> Result<(), Refusal> {
    let fits = reason.chars().count() <= LONGEST_REASON;
    if fits { Ok(()) } else { Err(Refusal::ReasonTooLong { longest: LONGEST_REASON }) }
}

fn order(actor: &Actor, membership: Membership, body: EntryBody) -> Vec<Draft> {
    vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Conversation,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }]
}

fn public_member(state: &CaseState, person: PersonId) -> Result<String, Refusal> {
    let members = state.members();
    let (_, name, membership) =
        members.into_iter().find(|(member, ..)| *member == person).ok_or(Refusal::NoSuchMember)?;
    if membership.role.is_court() { Err(Refusal::CourtMember) } else { Ok(name.to_owned()) }
}

/// Decides to take a member's word away.
///
/// # Errors
///
/// Refuses to mute the court, without a reason, or until a moment that has passed.
pub fn decide_mute(
    state: &CaseState,
    actor: &Actor,
    command: &MuteMember,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::MuteMember, setting.now)?;
    let name = public_member(state, command.person)?;
    if command.reason.trim().is_empty() {
        return Err(Refusal::NoReason.into());
    }
    check_length(&command.reason)?;
    if command.until.is_some_and(|until| until <= setting.now) {
        return Err(Refusal::EndsInThePast.into());
    }
    let (person, until, reason) = (command.person, command.until, command.reason.clone());
    Ok(order(actor, membership, EntryBody::MemberMuted { person, name, until, reason }))
}

/// Decides to give a member's word back.
///
/// # Errors
///
/// Refuses when the member is not muted.
pub fn decide_unmute(
    state: &CaseState,
    actor: &Actor,
    command: &UnmuteMember,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::UnmuteMember, setting.now)?;
    let name = public_member(state, command.person)?;
    if state.mute(command.person, setting.now).is_none() {
        return Err(Refusal::NotMuted.into());
    }
    Ok(order(actor, membership, EntryBody::MemberUnmuted { person: command.person, name }))
}

/// Decides that only the court may speak.
///
/// # Errors
///
/// Refuses when the floor is closed already.
pub fn decide_close(
    state: &CaseState,
    actor: &Actor,
    command: &CloseFloor,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::CloseFloor, setting.now)?;
    if state.decided.floor_closed {
        return Err(Refusal::AlreadyClosed.into());
    }
    check_length(&command.reason)?;
    Ok(order(actor, membership, EntryBody::FloorClosed { reason: command.reason.clone() }))
}

/// Decides that everyone may speak again.
///
/// # Errors
///
/// Refuses when the floor is open already.
pub fn decide_open(
    state: &CaseState,
    actor: &Actor,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::OpenFloor, setting.now)?;
    if !state.decided.floor_closed {
        return Err(Refusal::AlreadyOpen.into());
    }
    Ok(order(actor, membership, EntryBody::FloorOpened {}))
}

/// Decides quiet hours.
///
/// # Errors
///
/// Refuses texts that are not two different times of day.
pub fn decide_set_quiet_hours(
    state: &CaseState,
    actor: &Actor,
    command: &SetQuietHours,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::SetQuietHours, setting.now)?;
    let (from, to) = QuietHours::parse(&command.from, &command.to).ok_or(Refusal::NotTimes)?.print();
    Ok(order(actor, membership, EntryBody::QuietHoursSet { from, to }))
}

/// Decides that there are no quiet hours.
///
/// # Errors
///
/// Refuses when there are none.
pub fn decide_clear_quiet_hours(
    state: &CaseState,
    actor: &Actor,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::ClearQuietHours, setting.now)?;
    if state.decided.quiet_hours.is_none() {
        return Err(Refusal::NoQuietHours.into());
    }
    Ok(order(actor, membership, EntryBody::QuietHoursCleared {}))
}

//! Comparing an exhibit with its original (核对原件): request, appointment, result.

use super::Refusal;
use super::acts::has_open_request;
use super::drafting::{handed, ordered, standing};
use super::form::{LONGEST_REASON, check_length, check_pages, check_words};
use super::setting::LONGEST_PLACE;
use crate::actor::Actor;
use crate::case::CaseState;
use crate::command::{self, AppointComparison, RecordComparison, RequestComparison, Setting};
use crate::entry::EntryBody;
use crate::log::Draft;
use crate::permission::{Act, may};

/// Decides to ask for the comparison of an exhibit with its original.
///
/// # Errors
///
/// Refuses without a reason, and when somebody asked and nothing was recorded since.
///
/// # Source
///
/// 在线诉讼规则 §12.
pub fn decide_request_comparison(
    state: &CaseState,
    actor: &Actor,
    command: &RequestComparison,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RequestComparison, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?;
    check_words(&command.reason, Refusal::NoReason)?;
    if has_open_request(state, exhibit) {
        return Err(Refusal::AlreadyRequested.into());
    }
    let (exhibit, reason) = (exhibit.entry, command.reason.clone());
    Ok(handed(actor, membership, EntryBody::ComparisonRequested { exhibit, reason }))
}

/// Decides when and where an original is compared. A later appointment replaces it.
///
/// # Errors
///
/// Refuses a moment in the past, and without a place.
pub fn decide_appoint_comparison(
    state: &CaseState,
    actor: &Actor,
    command: &AppointComparison,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AppointComparison, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?.entry;
    if command.at <= setting.now {
        return Err(Refusal::MomentInThePast.into());
    }
    if command.place.trim().is_empty() {
        return Err(Refusal::NoPlace.into());
    }
    check_length(&command.place, LONGEST_PLACE)?;
    let (at, place) = (command.at, command.place.clone());
    Ok(ordered(actor, membership, EntryBody::ComparisonAppointed { exhibit, at, place }))
}

/// Decides the record of a comparison. It may have been made without an appointment, in the hearing.
///
/// # Errors
///
/// Refuses a moment in the future, without those who were there, and a difference that is not described.
///
/// # Source
///
/// 在线诉讼规则 §13.
pub fn decide_record_comparison(
    state: &CaseState,
    actor: &Actor,
    command: &RecordComparison,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RecordComparison, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?.entry;
    if command.at > setting.now {
        return Err(Refusal::MomentInTheFuture.into());
    }
    check_words(&command.present, Refusal::NobodyPresent)?;
    match command.equal {
        true => check_length(&command.note, LONGEST_REASON)?,
        false => check_words(&command.note, Refusal::DifferenceOwed)?,
    }
    check_pages(&command.photos)?;
    let body = EntryBody::ComparisonRecorded {
        exhibit,
        at: command.at,
        way: command.way,
        present: command.present.clone(),
        equal: command.equal,
        note: command.note.clone(),
        photos: command.photos.clone(),
    };
    Ok(ordered(actor, membership, body))
}

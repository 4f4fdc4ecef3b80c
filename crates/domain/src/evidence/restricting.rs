//! Who may see an exhibit: the wish of its side, the order of the judge, and the trace of each look.

use super::acts::open_wish;
use super::drafting::{draft, known, ordered, standing};
use super::form::{check_wish, check_words};
use super::{Refusal, is_own_side, is_restricted};
use crate::actor::Actor;
use crate::audience::Audience;
use crate::case::CaseState;
use crate::command::{self, LookAtEvidence, RequestRestriction, RestrictEvidence, Setting};
use crate::entry::EntryBody;
use crate::log::{Draft, Origin};
use crate::permission::{Act, may, speech_origin};

/// Decides to ask that not everybody may see an exhibit of one's own. Until the court decides, it stays as
/// open as it is.
///
/// # Errors
///
/// Refuses exhibits of others, those that are restricted already, and a wish without a reason.
///
/// # Source
///
/// 民事诉讼法 §71; 民诉法解释 §103.
pub fn decide_request_restriction(
    state: &CaseState,
    actor: &Actor,
    command: &RequestRestriction,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RequestRestriction, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?;
    let side = membership.side.filter(|_| is_own_side(state, membership, exhibit));
    let side = side.ok_or(Refusal::NotOwnExhibit)?;
    if is_restricted(state, exhibit) || open_wish(state, exhibit).is_some() {
        return Err(Refusal::AlreadyRestricted.into());
    }
    check_wish(&command.wish)?;
    let body = EntryBody::RestrictionRequested { exhibit: exhibit.entry, wish: command.wish.clone() };
    let wish = draft(actor, membership, Origin::Front, body);
    Ok(vec![Draft { audience: Audience::Side { side }, ..wish }])
}

/// Decides who may see an exhibit. The bench and its own side always may. An exhibit that was taken back is
/// still in the record, and so can still be closed.
///
/// # Errors
///
/// Refuses without a reason, for persons who are not in the case, and to open what is open.
///
/// # Source
///
/// 民事诉讼法 §71; 民诉法解释 §103; 民事证据规定 §47.
pub fn decide_restrict(
    state: &CaseState,
    actor: &Actor,
    command: &RestrictEvidence,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RestrictEvidence, setting.now)?;
    let exhibit = known(state, membership, actor, command.exhibit)?;
    check_words(&command.reason, Refusal::NoReason)?;
    match &command.restriction {
        Some(circle) => {
            let members = state.members();
            let known = |person| members.iter().any(|(member, ..)| *member == person);
            if !circle.persons.iter().all(|person| known(*person)) {
                return Err(Refusal::NoSuchMember.into());
            }
        }
        None if !is_restricted(state, exhibit) && open_wish(state, exhibit).is_none() => {
            return Err(Refusal::NotRestricted.into());
        }
        None => {}
    }
    let (restriction, reason) = (command.restriction.clone(), command.reason.clone());
    let body = EntryBody::EvidenceRestricted { exhibit: exhibit.entry, restriction, reason };
    Ok(ordered(actor, membership, body))
}

/// Decides to record a look at an exhibit that not everybody may see. Its files open for a while after it.
///
/// # Errors
///
/// Refuses when nothing is to be recorded: everybody may see it, or it is one's own side's.
///
/// # Source
///
/// 民诉法解释 §103.
pub fn decide_look(
    state: &CaseState,
    actor: &Actor,
    command: &LookAtEvidence,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::LookAtEvidence, setting.now)?;
    let exhibit = known(state, membership, actor, command.exhibit)?;
    if !is_restricted(state, exhibit) || is_own_side(state, membership, exhibit) {
        return Err(Refusal::NothingToRecord.into());
    }
    let side = state.side_of(exhibit).ok_or(Refusal::NoSuchExhibit)?;
    let origin = speech_origin(membership, setting.zone);
    let look = draft(actor, membership, origin, EntryBody::EvidenceLooked { exhibit: exhibit.entry });
    Ok(vec![Draft { audience: Audience::Side { side }, ..look }])
}

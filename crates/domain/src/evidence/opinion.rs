//! Cross-examination (质证): opinions on exhibits of other sides, and further rounds of them.

use super::acts::takes_opinions;
use super::drafting::{handed, known, ordered, standing};
use super::form::{LONGEST_REASON, check_length, check_opinion};
use super::round::round_number;
use super::setting::working_day;
use super::{Refusal, is_own_side, is_restricted};
use crate::actor::Actor;
use crate::case::CaseState;
use crate::command::{self, GiveOpinion, OpenOpinionRound, Setting};
use crate::entry::EntryBody;
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};

/// Decides an opinion on an exhibit of another side. It is a new one each time: earlier ones stay, and the
/// last one counts. One that comes after its last day is taken, and marked.
///
/// # Errors
///
/// Refuses opinions on one's own side's exhibits, on those taken back or ruled on, a dispute without a
/// reason, and counter-evidence that the person may not know of.
///
/// # Source
///
/// 民诉法解释 §103, §104; 民事证据规定 §60.
pub fn decide_give_opinion(
    state: &CaseState,
    actor: &Actor,
    command: &GiveOpinion,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::GiveOpinion, setting.now)?;
    let party = membership.party.ok_or(Refusal::NoSuchParty)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?;
    if is_own_side(state, membership, exhibit) {
        return Err(Refusal::OwnExhibit.into());
    }
    if !takes_opinions(state, exhibit) {
        return Err(Refusal::AlreadyRuled.into());
    }
    check_opinion(&command.opinion)?;
    for counter in &command.opinion.counter_evidence {
        let other = *counter != exhibit.entry;
        let counter = standing(state, membership, actor, *counter);
        // A restricted exhibit named here would be told to everybody who reads the opinion.
        let open = counter.is_ok_and(|counter| !is_restricted(state, counter));
        if !(other && open) {
            return Err(Refusal::NoSuchCounterEvidence.into());
        }
    }
    let (round, exhibit) = (round_number(state, exhibit), exhibit.entry);
    let opinion = command.opinion.clone();
    Ok(handed(actor, membership, EntryBody::OpinionGiven { party, exhibit, opinion, round }))
}

/// Decides to open a further round of opinions. A restricted exhibit gets an entry of its own, which only
/// those see who may know of it.
///
/// # Errors
///
/// Refuses unknown exhibits, those taken back, and a last day in the past.
///
/// # Source
///
/// 在线诉讼规则 §14.
pub fn decide_open_round(
    state: &CaseState,
    actor: &Actor,
    command: &OpenOpinionRound,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::OpenOpinionRound, setting.now)?;
    for exhibit in &command.exhibits {
        standing(state, membership, actor, *exhibit)?;
    }
    if command.exhibits.is_empty() && state.exhibits().next().is_none() {
        return Err(Refusal::NoSuchExhibit.into());
    }
    if command.until < setting.now.beijing_date() {
        return Err(Refusal::LastDayInThePast.into());
    }
    check_length(&command.note, LONGEST_REASON)?;
    let until = working_day(command.until, &setting.facts.holidays);
    let last = state.decided.evidence.rounds.iter().map(|round| round.round).max().unwrap_or(1);
    let round = last.saturating_add(1);
    let is_secret = |exhibit: &EntryRef| {
        known(state, membership, actor, *exhibit).is_ok_and(|exhibit| is_restricted(state, exhibit))
    };
    let (secret, open): (Vec<_>, Vec<_>) = command.exhibits.iter().copied().partition(is_secret);
    let mut circles: Vec<Vec<EntryRef>> = secret.into_iter().map(|exhibit| vec![exhibit]).collect();
    if !open.is_empty() || circles.is_empty() {
        circles.push(open);
    }
    let opened = circles.into_iter().flat_map(|exhibits| {
        let (exhibits, note) = (exhibits.into_iter().collect(), command.note.clone());
        ordered(actor, membership, EntryBody::OpinionRoundOpened { exhibits, round, until, note })
    });
    Ok(opened.collect())
}

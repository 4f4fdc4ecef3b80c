//! What an honest node on the internet would have made of acts on evidence.
//!
//! What the court ordered meanwhile is no reason: the act was on its way. So rulings, closed circles and
//! periods are not asked here; what stands in the front chain itself is.

use super::form::{check_exhibit, check_opinion, check_wish, check_words};
use super::question::asked;
use super::submitting::{check_message, check_withdrawal};
use super::{Exhibit, Refusal, is_own_side, opinions_on};
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::entry::{EntryBody, OpinionForm, PromotionTarget};
use crate::front::Misfit;
use crate::log::{EntryRef, Envelope};
use crate::promotion;

fn fits(yes: bool, otherwise: Misfit) -> Result<(), Misfit> {
    if yes { Ok(()) } else { Err(otherwise) }
}

fn in_order(checked: Result<(), Refusal>) -> Result<(), Misfit> {
    checked.map_err(|_| Misfit::NotInOrder)
}

/// Checks an entry that came from the node on the internet.
///
/// # Errors
///
/// [`Misfit`].
pub(crate) fn check_front(
    state: &CaseState,
    membership: Membership,
    envelope: &Envelope,
    body: &EntryBody,
) -> Result<(), Misfit> {
    match body {
        EntryBody::EvidenceSubmitted { party, exhibit, message, proposal } => {
            fits(membership.party == Some(*party), Misfit::NotTheirParty)?;
            in_order(check_exhibit(exhibit, envelope.at.beijing_date()))?;
            if let Some(message) = message {
                let checked = check_message(state, membership.side, *message, exhibit);
                checked.map_err(|_| Misfit::NotTheirMessage)?;
            }
            if let Some(proposal) = proposal {
                let made = promotion::open_for(state, envelope.actor.person, *proposal);
                let made = made.map_err(|_| Misfit::NothingToAnswer)?;
                let same =
                    matches!(made.target, PromotionTarget::Exhibit { .. }) && *message == Some(made.message);
                fits(same, Misfit::NothingToAnswer)?;
            }
            for_readers(envelope, &Audience::Everyone)
        }
        EntryBody::EvidenceWithdrawn { exhibit, reason } => {
            let exhibit = standing(state, membership, *exhibit)?;
            check_withdrawal(state, membership, exhibit, reason).map_err(|_| Misfit::NotTheirExhibit)?;
            fits(opinions_on(state, exhibit.entry).is_empty(), Misfit::NotInOrder)?;
            for_readers(envelope, &Audience::Everyone)
        }
        EntryBody::RestrictionRequested { exhibit, wish } => {
            let exhibit = standing(state, membership, *exhibit)?;
            let side = membership.side.filter(|_| is_own_side(state, membership, exhibit));
            let side = side.ok_or(Misfit::NotTheirExhibit)?;
            in_order(check_wish(wish))?;
            for_readers(envelope, &Audience::Side { side })
        }
        EntryBody::EvidenceLooked { exhibit } => check_look(state, membership, envelope, *exhibit),
        EntryBody::OpinionGiven { party, exhibit, opinion, round } => {
            fits(membership.party == Some(*party), Misfit::NotTheirParty)?;
            let exhibit = standing(state, membership, *exhibit)?;
            fits(!is_own_side(state, membership, exhibit), Misfit::NotTheirExhibit)?;
            let opened = state.decided.evidence.rounds.iter().any(|opened| opened.round == *round);
            fits(*round == 1 || opened, Misfit::NothingToAnswer)?;
            check_words_of(state, membership, exhibit, opinion)?;
            for_readers(envelope, &Audience::Everyone)
        }
        EntryBody::CourtQuestionAnswered { question, answer } => {
            let question = asked(state, membership, *question).map_err(|_| Misfit::NothingToAnswer)?;
            let answered = state.submitted.evidence.answers.contains_key(&question.entry);
            fits(!answered, Misfit::NothingToAnswer)?;
            in_order(check_words(answer, Refusal::Empty))?;
            for_readers(envelope, &Audience::Everyone)
        }
        EntryBody::ComparisonRequested { exhibit, reason } => {
            standing(state, membership, *exhibit)?;
            in_order(check_words(reason, Refusal::NoReason))?;
            for_readers(envelope, &Audience::Everyone)
        }
        _ => Err(Misfit::CourtKind),
    }
}

/// Checks a look at a restricted exhibit, by a party or, on a phone the court vouched for, by the bench.
///
/// # Errors
///
/// [`Misfit`].
pub(crate) fn check_look(
    state: &CaseState,
    membership: Membership,
    envelope: &Envelope,
    exhibit: EntryRef,
) -> Result<(), Misfit> {
    let exhibit = reachable(state, membership, exhibit)?;
    fits(!is_own_side(state, membership, exhibit), Misfit::NotTheirExhibit)?;
    let side = state.side_of(exhibit).ok_or(Misfit::NoSuchExhibit)?;
    for_readers(envelope, &Audience::Side { side })
}

fn for_readers(envelope: &Envelope, audience: &Audience) -> Result<(), Misfit> {
    let fits_readers = envelope.class == Class::Material && envelope.audience == *audience;
    fits(fits_readers, Misfit::AnotherAudience)
}

/// An exhibit that the member may have known of at some time: it was open, or the court named somebody.
fn reachable(state: &CaseState, membership: Membership, exhibit: EntryRef) -> Result<&Exhibit, Misfit> {
    let found = state.exhibit(exhibit).ok_or(Misfit::NoSuchExhibit)?;
    let once = membership.role.is_bench()
        || is_own_side(state, membership, found)
        || found.form.restriction.is_none()
        || state.decided.evidence.restrictions.contains_key(&exhibit);
    fits(once, Misfit::NoSuchExhibit)?;
    Ok(found)
}

fn standing(state: &CaseState, membership: Membership, exhibit: EntryRef) -> Result<&Exhibit, Misfit> {
    let found = reachable(state, membership, exhibit)?;
    fits(!state.submitted.evidence.withdrawn.contains_key(&exhibit), Misfit::NoSuchExhibit)?;
    Ok(found)
}

fn check_words_of(
    state: &CaseState,
    membership: Membership,
    exhibit: &Exhibit,
    opinion: &OpinionForm,
) -> Result<(), Misfit> {
    in_order(check_opinion(opinion))?;
    let others = opinion.counter_evidence.iter();
    for other in others {
        fits(*other != exhibit.entry, Misfit::NotInOrder)?;
        standing(state, membership, *other)?;
    }
    Ok(())
}

//! Applications and answers that come from the node on the internet: whether an honest node took them in.

use super::decider::audience_of;
use super::{Refusal, answer, authority, form_check, permitted};
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::command;
use crate::entry::{ApplicationForm, ApplicationKind, EntryBody, PartyNumber, PromotionTarget};
use crate::facts::Facts;
use crate::front::Misfit;
use crate::log::{EntryRef, Envelope};

/// Checks an entry that came from the node on the internet.
///
/// What the court may have changed meanwhile is no reason against it: a bench that was named anew, a
/// decision that was on its way.
///
/// # Errors
///
/// [`Misfit`].
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §62.
pub(crate) fn check_front(
    state: &CaseState,
    membership: Membership,
    envelope: &Envelope,
    body: &EntryBody,
    facts: &Facts,
) -> Result<(), Misfit> {
    if envelope.class != Class::Material {
        return Err(Misfit::AnotherAudience);
    }
    match body {
        EntryBody::ApplicationFiled { party, application, message, proposal } => {
            is_own(membership, *party)?;
            let person = envelope.actor.person;
            let on = envelope.at.beijing_date();
            let permitted = permitted::standing(state, membership, person, application.kind, facts, on)
                .map_err(misfit_of)?;
            if !form_check::defects(permitted.rule, application).is_empty() {
                return Err(Misfit::NotInOrder);
            }
            is_for(envelope, &audience_of(state, permitted.rule, *party))?;
            names_what_there_is(state, application)?;
            let facts = |message: &EntryRef| state.messages.get(message);
            let own = |message: &EntryRef| facts(message).is_some_and(|facts| facts.author == person);
            if !message.is_none_or(|message| own(&message)) {
                return Err(Misfit::NotTheirMessage);
            }
            proposal.map_or(Ok(()), |proposal| is_proposed(state, proposal, envelope, application.kind))
        }
        EntryBody::ApplicationWithdrawn { application, .. } => {
            let found = state.submitted.applications.applications.get(application);
            let found = found.filter(|found| Some(found.party) == membership.party);
            let found = found.ok_or(Misfit::NothingToAnswer)?;
            if state.submitted.applications.withdrawn.contains_key(application) {
                return Err(Misfit::NothingToAnswer);
            }
            let rule = facts.applications.get(found.form.kind).ok_or(Misfit::NothingToAnswer)?;
            is_for(envelope, &audience_of(state, rule, found.party))
        }
        EntryBody::AnswerFiled { party, answer: form } => {
            is_own(membership, *party)?;
            let answers = answer::is_for(state, membership).is_ok();
            if !answers {
                return Err(Misfit::AnotherRole);
            }
            let authority = authority::authority(state, membership, envelope.actor.person);
            let covered = authority.covers(state, envelope.at.beijing_date());
            covered.and_then(|()| answer::check_admissions(authority, form)).map_err(misfit)?;
            answer::check_words(form).map_err(misfit)?;
            is_for(envelope, &Audience::Everyone)
        }
        _ => Err(Misfit::CourtKind),
    }
}

fn is_own(membership: Membership, party: PartyNumber) -> Result<(), Misfit> {
    if membership.party == Some(party) { Ok(()) } else { Err(Misfit::AnotherPerson) }
}

fn is_for(envelope: &Envelope, audience: &Audience) -> Result<(), Misfit> {
    if envelope.audience == *audience { Ok(()) } else { Err(Misfit::AnotherAudience) }
}

/// Whether the members, exhibits, decisions and periods it names were ever there.
fn names_what_there_is(state: &CaseState, form: &ApplicationForm) -> Result<(), Misfit> {
    let exhibits = form.exhibits.iter().all(|exhibit| state.exhibit(*exhibit).is_some());
    let sat = |person| state.decided.sat_on_bench.iter().any(|(sat, _)| *sat == person);
    let person = form.person.is_none_or(sat);
    let about = form.about.is_none_or(|about| match form.kind {
        ApplicationKind::RecusalReconsideration => {
            state.submitted.applications.applications.contains_key(&about)
        }
        ApplicationKind::EvidenceExtension | ApplicationKind::RestorePeriod => {
            state.decided.agenda.periods.contains_key(&about)
                || state.decided.evidence.periods.iter().any(|period| period.entry == about)
                || state.decided.serving.certified.contains_key(&about)
        }
        _ => false,
    });
    if exhibits && person && about { Ok(()) } else { Err(Misfit::NothingToAnswer) }
}

fn is_proposed(
    state: &CaseState,
    proposal: EntryRef,
    envelope: &Envelope,
    kind: ApplicationKind,
) -> Result<(), Misfit> {
    let made = state.decided.proposals.get(&proposal).ok_or(Misfit::NothingToAnswer)?;
    let fits = made.author == envelope.actor.person && made.target == PromotionTarget::Application { kind };
    let confirmed = state.applications().any(|one| one.proposal == Some(proposal));
    if fits && !confirmed && !state.submitted.declined.contains(&proposal) {
        Ok(())
    } else {
        Err(Misfit::NothingToAnswer)
    }
}

fn misfit_of(refusal: command::Refusal) -> Misfit {
    match refusal {
        command::Refusal::Application(refusal) => misfit(refusal),
        _ => Misfit::AnotherRole,
    }
}

/// What a refusal to an honest person means of a node that did not refuse.
fn misfit(refusal: Refusal) -> Misfit {
    match refusal {
        Refusal::NeedsSpecialItem { .. } | Refusal::StageNotCovered | Refusal::PowerOfAttorneyOver { .. } => {
            Misfit::NoAuthority
        }
        Refusal::NotForThisSide { .. } | Refusal::NotInThisCase { .. } | Refusal::NotAnswering => {
            Misfit::AnotherRole
        }
        _ => Misfit::NotInOrder,
    }
}

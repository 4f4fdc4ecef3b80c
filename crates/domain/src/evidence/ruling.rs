//! The judge's ruling on an exhibit (认证).

use super::drafting::{ordered, standing};
use super::form::{LONGEST_REASON, check_length};
use super::period::lateness;
use super::round::{opinion_of, opinions_until};
use super::{Exhibit, Refusal, answering_parties, may_know_as};
use crate::actor::Actor;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::command::{self, RuleOnEvidence, Setting};
use crate::entry::{EntryBody, EvidenceRuling, LateTreatment, PartyNumber};
use crate::log::Draft;
use crate::permission::{Act, may};

/// Decides a ruling on an exhibit. A later one replaces it.
///
/// # Errors
///
/// Refuses to rule on what was taken back, without the reason that is owed, without a word on evidence that
/// came late, and to adopt what a party of another side was not heard on.
///
/// # Source
///
/// 民诉法解释 §101, §102, §103.
pub fn decide_rule(
    state: &CaseState,
    actor: &Actor,
    command: &RuleOnEvidence,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RuleOnEvidence, setting.now)?;
    let exhibit = standing(state, membership, actor, command.exhibit)?;
    check_length(&command.reason, LONGEST_REASON)?;
    let adopts = match command.ruling {
        EvidenceRuling::Adopted => true,
        EvidenceRuling::PartlyAdopted | EvidenceRuling::NotAdopted if command.reason.trim().is_empty() => {
            return Err(Refusal::RulingOwesReason.into());
        }
        EvidenceRuling::PartlyAdopted => true,
        EvidenceRuling::NotAdopted => false,
    };
    match (lateness(state, exhibit), command.late) {
        (Some(late), None) => return Err(Refusal::LateTreatmentOwed { n_days: late.n_days }.into()),
        (None, Some(_)) => return Err(Refusal::NotLate.into()),
        (Some(_), Some(LateTreatment::NotTaken)) if adopts => {
            return Err(Refusal::TreatmentContradicts.into());
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
    let parties = unheard(state, exhibit, setting.now.beijing_date());
    if adopts && !parties.is_empty() {
        return Err(Refusal::NotCrossExamined { parties }.into());
    }
    let body = EntryBody::EvidenceRuled {
        exhibit: exhibit.entry,
        ruling: command.ruling,
        reason: command.reason.clone(),
        late: command.late,
    };
    Ok(ordered(actor, membership, body))
}

/// Parties of other sides that have neither given an opinion nor let the time for it pass. Time does not pass
/// for a party of which nobody may know of the exhibit.
///
/// # Source
///
/// 民诉法解释 §103.
pub fn unheard(state: &CaseState, exhibit: &Exhibit, today: BeijingDate) -> Vec<PartyNumber> {
    let mut parties = answering_parties(state, exhibit);
    parties.retain(|party| {
        let passed = opinions_until(state, exhibit, *party).is_some_and(|until| until < today);
        let let_it_pass = passed && may_know_as(state, *party, exhibit);
        opinion_of(state, exhibit.entry, *party).is_none() && !let_it_pass
    });
    parties
}

//! What an agent may do for a party: the power of attorney, its stages, its special items, its end.

use super::Refusal;
use crate::calendar::BeijingDate;
use crate::case::{CaseState, Membership};
use crate::entry::{ApplicationKind, PartyNumber};
use crate::form::{AgentForm, CaseStage, FilerCapacity, FilingKind, SpecialItem};
use crate::id::PersonId;

/// Under what a person acts for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority<'form> {
    /// The party in person, or its legal representative.
    InPerson,
    /// An agent, with the power of attorney; none where the filing does not know one.
    Agent(Option<&'form AgentForm>),
}

/// The stage of a case that a power of attorney must cover.
fn stage(kind: FilingKind) -> CaseStage {
    match kind {
        FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => CaseStage::FirstInstance,
        FilingKind::Enforcement => CaseStage::Enforcement,
    }
}

/// Under what `person` acts for the party of `membership`.
pub fn authority(state: &CaseState, membership: Membership, person: PersonId) -> Authority<'_> {
    if membership.role != crate::actor::Role::LitigationAgent {
        return Authority::InPerson;
    }
    let party = membership.party.and_then(|party| state.party(party)).map(|(_, form)| form);
    Authority::Agent(
        agent_number(state, membership.party, person)
            .and_then(|number| party.and_then(|party| party.agents.get(usize::from(number)))),
    )
}

fn agent_number(state: &CaseState, party: Option<PartyNumber>, person: PersonId) -> Option<u16> {
    let filed_by = state.filing().filter(|filing| filing.filer == person).map(|filing| &filing.form.filed_by);
    let as_filer = filed_by
        .filter(|by| by.capacity == FilerCapacity::Agent && Some(by.claimant) == party)
        .and_then(|by| by.agent);
    as_filer.or_else(|| state.submitted.joined.get(&person).and_then(|joined| joined.agent))
}

impl Authority<'_> {
    /// Whether the power of attorney covers the case on a day.
    ///
    /// # Errors
    ///
    /// Refuses agents whose power of attorney has ended or is for another stage.
    ///
    /// # Source
    ///
    /// 中华人民共和国民事诉讼法 §62.
    pub fn covers(self, state: &CaseState, on: BeijingDate) -> Result<(), Refusal> {
        let Authority::Agent(Some(form)) = self else { return Ok(()) };
        if let Some(until) = form.until.filter(|until| *until < on) {
            return Err(Refusal::PowerOfAttorneyOver { until });
        }
        // A power that names no stage is read as one for the stage in which it was handed in.
        let stage = state.kind().map(stage);
        let covered = form.stages.is_empty() || stage.is_none_or(|stage| form.stages.contains(&stage));
        if covered { Ok(()) } else { Err(Refusal::StageNotCovered) }
    }

    /// Whether the special item is theirs to use: the party's own, an agent's when it is listed.
    ///
    /// # Errors
    ///
    /// [`Refusal::NeedsSpecialItem`].
    ///
    /// # Source
    ///
    /// 中华人民共和国民事诉讼法 §62; 最高法关于适用民事诉讼法的解释 §89.
    pub fn has(self, item: SpecialItem, kind: Option<ApplicationKind>) -> Result<(), Refusal> {
        let listed = match self {
            Authority::InPerson => true,
            Authority::Agent(form) => form.is_some_and(|form| form.special.contains(&item)),
        };
        if listed { Ok(()) } else { Err(Refusal::NeedsSpecialItem { item, kind }) }
    }
}

//! What the space of an imported case is told of its record: entries of the court, never an edit.

use super::{RegisterNumber, RegisterRecord};
use crate::actor::{Assurance, Role};
use crate::audience::{Audience, Class};
use crate::case::CaseState;
use crate::command::AssignBench;
use crate::entry::{EntryBody, Procedure};
use crate::facts::Facts;
use crate::form::{FilingForm, FilingKind};
use crate::id::PersonId;
use crate::log::{ActorStamp, Draft, DraftBody, Origin};
use crate::membership;

/// Why a record is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untold {
    /// Its number is from before 2016: such a case has no space.
    #[error("the number is from before 2016")]
    Before2016,
}

/// What is told.
#[derive(Debug, Clone)]
pub struct Telling {
    /// The entries, in order.
    pub drafts: Vec<Draft>,
    /// The parties changed in a way that would give somebody who is in the space the seat of another: they are
    /// left as they are, for the court to see to.
    pub parties_kept: bool,
}

/// The importer is the court's clock, not a person.
const IMPORTER: ActorStamp =
    ActorStamp { person: PersonId(0), role: Role::System, assurance: Assurance::System };

fn draft(body: EntryBody, class: Class, audience: Audience) -> Draft {
    Draft { body: DraftBody::Ready(body), class, audience, actor: IMPORTER, origin: Origin::Court }
}

impl RegisterRecord {
    /// The entries that tell the space of the case what the record says now; `bench` names its judges and clerk
    /// by who they are here, when they are known.
    ///
    /// # Errors
    ///
    /// [`Untold::Before2016`] for numbers that are only text.
    pub fn tell(
        &self,
        state: &CaseState,
        bench: Option<&AssignBench>,
        facts: &Facts,
    ) -> Result<Telling, Untold> {
        let RegisterNumber::Today(case_number) = &self.case_number else { return Err(Untold::Before2016) };
        let court = facts.courts.get(&self.court_code);
        let case = EntryBody::CaseImported {
            source_id: self.source_id.clone(),
            case_number: case_number.clone(),
            court_code: self.court_code.clone(),
            court_name: court.map_or_else(|| self.court_code.as_str().to_owned(), |court| court.name.clone()),
            case_type: self.case_type.clone(),
            cause_code: self.cause_code.clone().unwrap_or_default(),
            cause_name: self.cause_name.clone(),
            procedure: self.procedure.unwrap_or(match self.kind() {
                FilingKind::Enforcement => Procedure::Enforcement,
                FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => {
                    Procedure::Ordinary
                }
            }),
            filed_on: self.filed_on,
            title: self.title(),
            hearing_on: self.hearing_on,
            due_on: self.due_on,
        };
        let mut drafts = vec![draft(case, Class::Register, Audience::Everyone)];
        let form = self.form();
        let known = state.form();
        let mut parties_kept = false;
        if known != Some(&form) {
            if known.is_none_or(|known| state.submitted.joined.is_empty() || keeps_seats(known, &form)) {
                let body = EntryBody::PartiesImported { form };
                drafts.push(draft(body, Class::Party, Audience::Court));
            } else {
                parties_kept = true;
            }
        }
        if let Some(bench) = bench {
            let sits = state.decided.bench.as_ref().is_some_and(|sits| {
                sits.handling_judge == bench.handling_judge
                    && sits.clerk == bench.clerk
                    && sits.judge_assistant == bench.judge_assistant
                    && sits.panel == bench.panel
            });
            if !sits {
                // A record that names one person twice or an even panel names no bench; the desk will.
                drafts.extend(membership::bench_draft(IMPORTER, bench));
            }
        }
        Ok(Telling { drafts, parties_kept })
    }
}

/// Whether everybody whom `known` names has the same number in `form`.
fn keeps_seats(known: &FilingForm, form: &FilingForm) -> bool {
    let mut new = form.parties();
    known.parties().all(|(side, party)| {
        new.next().is_some_and(|(new_side, new_party)| {
            let same_person = party.name == new_party.name
                || (party.id_digest.is_some() && party.id_digest == new_party.id_digest);
            let mut agents = new_party.agents.iter();
            side == new_side
                && same_person
                && party.agents.iter().all(|agent| agents.next().is_some_and(|new| new.name == agent.name))
        })
    })
}

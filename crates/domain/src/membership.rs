//! Who is in the space: the bench by assignment, parties and agents by invitation or identity.

use crate::actor::{Actor, Assurance, Role, Standing};
use crate::audience::{Audience, Class};
use crate::case::{CaseState, CaseStatus, Membership};
use crate::command::{self, AssignBench, InviteMember, JoinSpace, Setting};
use crate::entry::{EntryBody, PartyNumber};
use crate::form::{FilerCapacity, PartyForm, PartyKind};
use crate::id::PersonId;
use crate::log::{ActorStamp, Draft, DraftBody, Origin};
use crate::permission::{self, Act, may, stamp};
use crate::policy::is_masked;

/// Why a membership is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The filing names no such party or agent.
    #[error("the case has no such party or agent")]
    NoSuchParty,
    /// They are in the space already.
    #[error("already in the space")]
    AlreadyJoined,
    /// The person is not the one the filing names.
    #[error("not the person who is named in the case")]
    NotTheNamedPerson,
    /// One person cannot be both judge and clerk.
    #[error("one person cannot hold two places on the bench")]
    TwoPlaces,
    /// A panel has an odd number of members.
    #[error("a panel has an odd number of members")]
    EvenPanel,
}

/// The entry that names the bench.
///
/// # Errors
///
/// Refuses one person in two places, and a panel of an even number.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §40, §44.
pub(crate) fn bench_draft(actor: ActorStamp, command: &AssignBench) -> Result<Draft, Refusal> {
    let named = [&command.handling_judge, &command.clerk].into_iter();
    let mut persons: Vec<PersonId> =
        named.chain(&command.judge_assistant).chain(&command.panel).map(|staff| staff.person).collect();
    let n_named = persons.len();
    persons.sort_unstable();
    persons.dedup();
    if persons.len() != n_named {
        return Err(Refusal::TwoPlaces);
    }
    if !command.panel.len().is_multiple_of(2) {
        return Err(Refusal::EvenPanel);
    }
    let body = EntryBody::BenchAssigned {
        handling_judge: command.handling_judge.clone(),
        clerk: command.clerk.clone(),
        judge_assistant: command.judge_assistant.clone(),
        panel: command.panel.clone(),
    };
    let (class, audience) = (Class::Register, Audience::Everyone);
    Ok(Draft { body: DraftBody::Ready(body), class, audience, actor, origin: Origin::Court })
}

/// Decides who sits.
///
/// # Errors
///
/// Refuses one person in two places, and a panel of an even number.
pub fn decide_assign_bench(
    state: &CaseState,
    actor: &Actor,
    command: &AssignBench,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AssignBench, setting.now)?;
    Ok(vec![bench_draft(stamp(actor, membership), command)?])
}

/// Somebody the filing names who could come in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seat<'form> {
    /// The party.
    pub party: PartyNumber,
    /// The agent of that party.
    pub agent: Option<u16>,
    /// Role they would have.
    pub role: Role,
    /// Name of the person who would sit there.
    pub name: &'form str,
    /// Phone the filing gives for them.
    pub phone: Option<&'form str>,
    /// Keyed digest of their identity number, when the filing gives it.
    pub id_digest: Option<crate::digest::Digest>,
}

impl std::fmt::Debug for Seat<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The name and the phone are nobody's business in a log.
        f.debug_struct("Seat").field("party", &self.party).field("agent", &self.agent).finish_non_exhaustive()
    }
}

/// Every seat that the filing opens: each party, or its legal representative, and each agent.
pub fn seats(state: &CaseState) -> Vec<Seat<'_>> {
    let Some(kind) = state.kind() else { return Vec::new() };
    let mut seats = Vec::new();
    for (party, side, form) in state.parties() {
        seats.push(Seat {
            party,
            agent: None,
            role: kind.role_of(side),
            name: form.legal_representative_or_name(),
            phone: form.phone.as_deref(),
            id_digest: own_digest(form),
        });
        for (agent, agent_form) in (0..).zip(&form.agents) {
            seats.push(Seat {
                party,
                agent: Some(agent),
                role: Role::LitigationAgent,
                name: &agent_form.name,
                phone: agent_form.phone.as_deref(),
                id_digest: agent_form.id_digest,
            });
        }
    }
    seats
}

fn own_digest(form: &PartyForm) -> Option<crate::digest::Digest> {
    match form.kind {
        PartyKind::NaturalPerson => form.id_digest,
        PartyKind::Organisation => None,
    }
}

/// Whether somebody sits there: the filer, or a person who joined.
pub fn is_taken(state: &CaseState, party: PartyNumber, agent: Option<u16>) -> bool {
    let by_filer = state.filing().is_some_and(|filing| {
        let filed_by = &filing.form.filed_by;
        let filer_agent = match filed_by.capacity {
            FilerCapacity::Party => None,
            FilerCapacity::Agent => filed_by.agent,
        };
        filed_by.claimant == party && filer_agent == agent
    });
    let joined = state.submitted.joined.values().any(|joined| joined.party == party && joined.agent == agent);
    by_filer || joined
}

/// Invitations for every seat nobody has taken.
pub(crate) fn invitation_drafts(state: &CaseState, actor: ActorStamp) -> Vec<Draft> {
    let free = seats(state).into_iter().filter(|seat| !is_taken(state, seat.party, seat.agent));
    free.map(|seat| invitation_draft(actor, &seat)).collect()
}

fn invitation_draft(actor: ActorStamp, seat: &Seat<'_>) -> Draft {
    let body = EntryBody::MemberInvited {
        party: seat.party,
        agent: seat.agent,
        name: seat.name.to_owned(),
        role: seat.role,
    };
    Draft {
        body: DraftBody::Ready(body),
        class: Class::Party,
        audience: Audience::Everyone,
        actor,
        origin: Origin::Court,
    }
}

/// Decides to invite a party or agent, for the first time or again.
///
/// # Errors
///
/// Refuses seats that do not exist or are taken.
pub fn decide_invite(
    state: &CaseState,
    actor: &Actor,
    command: &InviteMember,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::InviteMember, setting.now)?;
    let seat = seat(state, command.party, command.agent)?;
    if is_taken(state, seat.party, seat.agent) {
        return Err(Refusal::AlreadyJoined.into());
    }
    Ok(vec![invitation_draft(stamp(actor, membership), &seat)])
}

fn seat(state: &CaseState, party: PartyNumber, agent: Option<u16>) -> Result<Seat<'_>, Refusal> {
    let found = seats(state).into_iter().find(|seat| seat.party == party && seat.agent == agent);
    found.ok_or(Refusal::NoSuchParty)
}

/// Whether `name` is the one of the seat. Where a masked filing names neither the person nor the phone,
/// the masked name must agree; the name in full goes into the entry, for the court to compare.
pub(crate) fn agrees(seat: &Seat<'_>, name: &str) -> bool {
    seat.name.trim() == name.trim() || (seat.phone.is_none() && is_masked(seat.name, name))
}

/// Decides whether a person comes in: they must be the one the filing names.
///
/// When the filing gives an identity number, its digest must agree. Otherwise the name must agree and
/// the person must hold the phone the invitation was sent to.
///
/// # Errors
///
/// Refuses everyone else, and a second person on the same seat.
pub fn decide_join(
    state: &CaseState,
    actor: &Actor,
    command: &JoinSpace,
) -> Result<Vec<Draft>, command::Refusal> {
    if actor.standing != Standing::Public {
        return Err(permission::Refusal::NotAMember.into());
    }
    if actor.assurance < Assurance::RealName {
        return Err(permission::Refusal::AssuranceTooLow { needed: Assurance::RealName }.into());
    }
    let status = state.status();
    match status {
        CaseStatus::Filed | CaseStatus::Preparing => {}
        CaseStatus::Closed => return Err(permission::Refusal::CaseClosed.into()),
        CaseStatus::Draft | CaseStatus::Submitted | CaseStatus::Correction | CaseStatus::NotAccepted => {
            return Err(permission::Refusal::NotAMember.into());
        }
    }
    if state.membership(actor).is_some() {
        return Err(Refusal::AlreadyJoined.into());
    }
    let seat = seat(state, command.party, command.agent)?;
    let known = &command.known;
    let is_named = match seat.id_digest {
        Some(digest) => digest == known.id_digest,
        None => known.holds_invited_phone && agrees(&seat, &known.name),
    };
    // A stranger is not told who came already.
    if !is_named {
        return Err(Refusal::NotTheNamedPerson.into());
    }
    if is_taken(state, seat.party, seat.agent) {
        return Err(Refusal::AlreadyJoined.into());
    }
    let side = state.party(seat.party).map(|(side, _)| side);
    let membership = Membership { role: seat.role, side, party: Some(seat.party) };
    let body = EntryBody::MemberJoined {
        person: actor.person,
        name: known.name.clone(),
        role: seat.role,
        party: seat.party,
        agent: seat.agent,
    };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Party,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin: Origin::Front,
    }])
}

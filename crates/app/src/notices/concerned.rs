//! Who is told of what was decided, by the table of notices.

use std::collections::BTreeSet;

use weicourt_domain::actor::{Actor, Assurance, Standing};
use weicourt_domain::case::{CaseState, Membership};
use weicourt_domain::entry::{EntryBody, EntryKind, PartyNumber, Whose};
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Draft, DraftBody, EntryRef, Origin, Position};
use weicourt_domain::notice::{self, NoticeRule, NoticeTo};
use weicourt_domain::permission;
use weicourt_domain::serving;
use weicourt_store::Row;

use super::words::court_and_number;
use super::{Notice, Told};
use crate::court::Court;

/// What an act decided, before it is written.
pub(crate) struct Decided<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) drafts: &'a [Draft],
    /// What it was decided on: the entries come directly after it.
    pub(crate) position: Position,
    /// Whether they come there or not at all; words may come later.
    pub(crate) in_place: bool,
    pub(crate) now: Instant,
}

impl Decided<'_> {
    /// Each draft with the place it will have.
    pub(super) fn placed(&self) -> impl Iterator<Item = (EntryRef, &Draft)> {
        let mut last = self.position;
        self.drafts.iter().map(move |draft| {
            let seq = last.of(draft.origin) + 1;
            last.advance(draft.origin, seq);
            (EntryRef { origin: draft.origin, seq }, draft)
        })
    }
}

/// A member who can be told.
struct Member {
    person: PersonId,
    membership: Membership,
}

impl Court {
    /// The notices that go out with an act: for everybody whom the table names, who may see the entry and did
    /// not make it. The bench and the filing desk are told on the workbench, which needs no message.
    ///
    /// `state` is the case before the act. An exhibit may be kept from somebody the entry is for; whoever sends
    /// the notice looks again.
    pub(crate) fn notices_of(&self, state: &CaseState, decided: &Decided<'_>) -> Vec<Row> {
        let members = public_members(state);
        let mut told: Vec<(PersonId, &str)> = Vec::new();
        let mut rows = Vec::new();
        let (court_name, case_number) = court_and_number(state, &self.facts);
        for (entry, draft) in decided.placed() {
            let rules: Vec<&NoticeRule> = match &draft.body {
                DraftBody::Ready(body) => self.facts.notices.of(body).collect(),
                DraftBody::AwaitsNumber(_) => self.facts.notices.of_kind(EntryKind::CaseRegistered).collect(),
            };
            for rule in rules {
                for member in &members {
                    let person = member.person;
                    let reader = reader(person);
                    let concerned = rule.to.iter().any(|to| is_meant(state, *to, &draft.body, member));
                    if !concerned
                        || person == decided.actor.person
                        || acts_for_same(state, decided.actor, member)
                        || !permission::is_for(member.membership, &reader, draft)
                        || told.contains(&(person, rule.title.as_str()))
                        || self.is_called_here(state, draft, person)
                    {
                        continue;
                    }
                    told.push((person, rule.title.as_str()));
                    let notice = Notice::Told(Box::new(Told {
                        person,
                        entry: decided.in_place.then_some(entry),
                        court_name: court_name.clone(),
                        case_number: case_number.clone(),
                        what: rule.title.clone(),
                        group: rule.group,
                        urgency: rule.urgency,
                        channels: rule.channels.clone(),
                    }));
                    rows.extend(notice.row(Some(state.case), decided.now));
                }
            }
        }
        rows
    }

    /// Whether the entry calls somebody who is connected and rung there.
    fn is_called_here(&self, state: &CaseState, draft: &Draft, person: PersonId) -> bool {
        matches!(&draft.body, DraftBody::Ready(EntryBody::MemberCalled { .. }))
            && self.hub.is_online(state.case, person)
    }
}

/// A member of the public as a reader.
pub(super) fn reader(person: PersonId) -> Actor {
    Actor { person, standing: Standing::Public, assurance: Assurance::RealName }
}

/// Members who have a telephone here, each once.
fn public_members(state: &CaseState) -> Vec<Member> {
    let mut seen = BTreeSet::new();
    let mut members: Vec<Member> = state
        .members()
        .into_iter()
        .filter(|(person, _, membership)| !membership.role.is_court() && seen.insert(*person))
        .map(|(person, _, membership)| Member { person, membership })
        .collect();
    members.sort_by_key(|member| member.person);
    members
}

/// Whether the act was done for the member's own party: its people talk to each other.
fn acts_for_same(state: &CaseState, actor: &Actor, member: &Member) -> bool {
    let own = state.membership(actor).and_then(|membership| membership.party);
    own.is_some() && own == member.membership.party
}

fn is_meant(state: &CaseState, to: NoticeTo, body: &DraftBody, member: &Member) -> bool {
    let party = member.membership.party;
    let is_party = |wanted: Option<PartyNumber>| wanted.is_some() && wanted == party;
    let DraftBody::Ready(body) = body else {
        // The registration of a case answers the filing.
        return match to {
            NoticeTo::Author => state.filing().is_some_and(|filing| filing.filer == member.person),
            NoticeTo::Parties => true,
            _ => false,
        };
    };
    match to {
        NoticeTo::Recipient => is_party(recipient(state, body)),
        NoticeTo::Author => match author(state, body) {
            Some(Author::Party(wanted)) => is_party(Some(wanted)),
            Some(Author::Person(person)) => person == member.person,
            None => false,
        },
        NoticeTo::Named => notice::named(body).contains(&member.person),
        NoticeTo::Whose => match notice::whose(body) {
            Some(Whose::Parties) => true,
            Some(Whose::Party { party }) => is_party(Some(party)),
            Some(Whose::Side { side }) => member.membership.side == Some(side),
            Some(Whose::Court) | None => false,
        },
        NoticeTo::Parties => true,
        NoticeTo::Bench | NoticeTo::FilingDesk => false,
    }
}

/// The party that an entry is for.
fn recipient(state: &CaseState, body: &EntryBody) -> Option<PartyNumber> {
    match body {
        EntryBody::ServiceReported(reported) => serving::party_of(state, reported.sent),
        EntryBody::ServiceRecalled(recalled) => serving::party_of(state, recalled.sent),
        _ => notice::recipient(body),
    }
}

/// Who made what an entry answers.
enum Author {
    Party(PartyNumber),
    Person(PersonId),
}

fn author(state: &CaseState, body: &EntryBody) -> Option<Author> {
    let of_exhibit = |exhibit: &EntryRef| state.exhibit(*exhibit).map(|exhibit| Author::Party(exhibit.party));
    match body {
        EntryBody::CorrectionRequested { .. }
        | EntryBody::FilingRejected { .. }
        | EntryBody::MediationOffered { .. }
        | EntryBody::CaseRegistered { .. } => state.filing().map(|filing| Author::Person(filing.filer)),
        EntryBody::EvidenceReceived { exhibit, .. }
        | EntryBody::EvidenceRestricted { exhibit, .. }
        | EntryBody::OpinionGiven { exhibit, .. }
        | EntryBody::EvidenceRuled { exhibit, .. }
        | EntryBody::ComparisonRequested { exhibit, .. }
        | EntryBody::ComparisonRecorded { exhibit, .. } => of_exhibit(exhibit),
        EntryBody::ApplicationDecided { application, .. } => {
            let applications = &state.submitted.applications.applications;
            applications.get(application).map(|application| Author::Party(application.party))
        }
        EntryBody::RebuttalRuled(ruled) => {
            let made = state.submitted.serving.rebuttals.get(&ruled.rebuttal);
            made.map(|made| Author::Party(made.said.party))
        }
        _ => None,
    }
}

/// Which chain service is written to.
pub(super) const OF_COURT: Origin = Origin::Court;

//! What the log says of the evidence: what was handed in and what the court ordered, apart from each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::Side;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::digest::Digest;
use crate::entry::{
    ComparisonWay, EntryBody, EvidenceRuling, ExchangeForm, ExhibitForm, ExhibitPage, LateTreatment,
    OpinionForm, PartyNumber, Restriction, RestrictionWish,
};
use crate::id::{CommandId, PersonId};
use crate::instant::Instant;
use crate::log::{Entry, EntryRef};
use crate::personal_data::hushed_debug;

/// An exhibit as handed in. It is named by its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// Its entry.
    pub entry: EntryRef,
    /// Whose it is.
    pub party: PartyNumber,
    /// Who handed it in.
    pub author: PersonId,
    /// When.
    pub at: Instant,
    /// Hash of its entry.
    pub hash: Digest,
    /// The command that handed it in: its receipt is found by it.
    pub command: CommandId,
    /// The exhibit.
    pub form: ExhibitForm,
    /// The message it was taken from.
    pub message: Option<EntryRef>,
    /// The proposal it confirms.
    pub proposal: Option<EntryRef>,
}

/// An opinion; the last one of a party in a round counts, the earlier ones stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its entry.
    pub entry: EntryRef,
    /// Whose it is.
    pub party: PartyNumber,
    /// Who gave it.
    pub author: PersonId,
    /// When.
    pub at: Instant,
    /// In which round, from 1.
    pub round: u16,
    /// The opinion.
    pub form: OpinionForm,
}

/// Something that somebody said at some time for some reason.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// Its entry.
    pub entry: EntryRef,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Instant,
    /// The words.
    pub words: String,
}

/// A wish to restrict an exhibit that was open before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// The wish.
    pub wish: RestrictionWish,
}

/// What the public side put in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handed {
    /// Exhibits in the order in which they came.
    pub exhibits: BTreeMap<EntryRef, Exhibit>,
    /// Exhibits that were taken back.
    pub withdrawn: BTreeMap<EntryRef, Said>,
    /// Later wishes to restrict exhibits, by exhibit.
    pub wishes: BTreeMap<EntryRef, Wish>,
    /// Opinions by exhibit, in the order in which they came.
    pub opinions: BTreeMap<EntryRef, Vec<Opinion>>,
    /// Answers by question.
    pub answers: BTreeMap<EntryRef, Said>,
    /// The question that each answer is to.
    pub answers_to: BTreeMap<EntryRef, EntryRef>,
    /// Requests to compare with the original, by exhibit.
    pub comparison_requests: BTreeMap<EntryRef, Vec<Said>>,
}

/// Whether the court found an exhibit in order.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Whether it is in order.
    pub accepted: bool,
    /// What is wrong.
    pub note: String,
}

/// A period for evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidencePeriod {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was set.
    pub at: Instant,
    /// For which party; for all without one.
    pub party: Option<PartyNumber>,
    /// Last day as it was set.
    pub until: BeijingDate,
    /// How evidence is exchanged.
    pub exchange: ExchangeForm,
    /// Whether the parties agreed.
    pub agreed: bool,
}

/// Who may see an exhibit, as the court decided.
#[derive(Clone, PartialEq, Eq)]
pub struct RestrictionOrder {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who may; everybody without it.
    pub restriction: Option<Restriction>,
    /// Why.
    pub reason: String,
}

/// A further round of opinions.
#[derive(Clone, PartialEq, Eq)]
pub struct Round {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was opened.
    pub at: Instant,
    /// On which exhibits; on all when empty.
    pub exhibits: BTreeSet<EntryRef>,
    /// Number of the round, from 2.
    pub round: u16,
    /// Last day.
    pub until: BeijingDate,
    /// Words of the court.
    pub note: String,
}

/// A ruling on an exhibit; the last one counts.
#[derive(Clone, PartialEq, Eq)]
pub struct RulingMade {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who ruled.
    pub by: PersonId,
    /// The ruling.
    pub ruling: EvidenceRuling,
    /// Why.
    pub reason: String,
    /// How it is treated that it came late.
    pub late: Option<LateTreatment>,
}

/// A question of the court.
#[derive(Clone, PartialEq, Eq)]
pub struct CourtQuestion {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// The exhibit.
    pub exhibit: Option<EntryRef>,
    /// Who is asked.
    pub party: PartyNumber,
    /// The question.
    pub question: String,
    /// Last day for the answer.
    pub until: Option<BeijingDate>,
}

/// When and where an original is compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was made.
    pub made_at: Instant,
    /// When.
    pub at: Instant,
    /// Where.
    pub place: String,
}

/// What the comparison with the original gave.
#[derive(Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was done.
    pub at: Instant,
    /// How.
    pub way: ComparisonWay,
    /// Who was there.
    pub present: String,
    /// Whether copy and original are equal.
    pub equal: bool,
    /// How they differ.
    pub note: String,
    /// Photographs of the original.
    pub photos: Vec<ExhibitPage>,
}

hushed_debug! {
    Said { entry, author, at },
    Received { entry, at, accepted },
    RestrictionOrder { entry, at, restriction },
    Round { entry, round, until },
    RulingMade { entry, at, ruling, late },
    CourtQuestion { entry, exhibit, party, until },
    Appointment { entry, at },
    Comparison { entry, at, way, equal },
}

/// What the court ordered and found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ordered {
    /// Whether exhibits are in order, by exhibit.
    pub received: BTreeMap<EntryRef, Received>,
    /// Periods, in the order in which they were set.
    pub periods: Vec<EvidencePeriod>,
    /// Who may see which exhibit: the last order.
    pub restrictions: BTreeMap<EntryRef, RestrictionOrder>,
    /// Further rounds of opinions.
    pub rounds: Vec<Round>,
    /// Rulings by exhibit.
    pub rulings: BTreeMap<EntryRef, Vec<RulingMade>>,
    /// Questions by their entry.
    pub questions: BTreeMap<EntryRef, CourtQuestion>,
    /// Appointments to compare, by exhibit.
    pub appointments: BTreeMap<EntryRef, Appointment>,
    /// Comparisons made, by exhibit.
    pub comparisons: BTreeMap<EntryRef, Vec<Comparison>>,
}

/// A look at a restricted exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The exhibit.
    pub exhibit: EntryRef,
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Instant,
}

/// The exhibit that an entry is about: whoever may not know the exhibit does not see the entry.
fn exhibit_of(body: &EntryBody, entry: EntryRef) -> Option<EntryRef> {
    match body {
        EntryBody::EvidenceSubmitted { .. } => Some(entry),
        EntryBody::EvidenceWithdrawn { exhibit, .. }
        | EntryBody::EvidenceReceived { exhibit, .. }
        | EntryBody::RestrictionRequested { exhibit, .. }
        | EntryBody::EvidenceRestricted { exhibit, .. }
        | EntryBody::EvidenceLooked { exhibit }
        | EntryBody::OpinionGiven { exhibit, .. }
        | EntryBody::EvidenceRuled { exhibit, .. }
        | EntryBody::ComparisonRequested { exhibit, .. }
        | EntryBody::ComparisonAppointed { exhibit, .. }
        | EntryBody::ComparisonRecorded { exhibit, .. } => Some(*exhibit),
        EntryBody::CourtQuestionAsked { exhibit, .. } => *exhibit,
        // A round on one exhibit is about it; that on a restricted one is opened by an entry of its own.
        EntryBody::OpinionRoundOpened { exhibits, .. } if exhibits.len() == 1 => exhibits.first().copied(),
        _ => None,
    }
}

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let envelope = &entry.envelope;
    let (at, author, entry_ref) = (envelope.at, envelope.actor.person, envelope.entry_ref());
    if let Some(exhibit) = exhibit_of(&entry.body, entry_ref) {
        state.about_exhibits.insert(entry_ref, exhibit);
    }
    let said = |words: &str| Said { entry: entry_ref, author, at, words: words.to_owned() };
    let handed = &mut state.submitted.evidence;
    let ordered = &mut state.decided.evidence;
    match &entry.body {
        EntryBody::EvidenceSubmitted { party, exhibit, message, proposal } => {
            if let Some(message) = message {
                state.about_exhibits.insert(*message, entry_ref);
            }
            let (form, message, proposal) = (exhibit.clone(), *message, *proposal);
            let (party, hash, command) = (*party, entry.hash, envelope.command);
            let entry = entry_ref;
            let exhibit = Exhibit { entry, party, author, at, hash, command, form, message, proposal };
            handed.exhibits.insert(entry_ref, exhibit);
        }
        EntryBody::EvidenceWithdrawn { exhibit, reason } => {
            handed.withdrawn.insert(*exhibit, said(reason));
        }
        EntryBody::EvidenceReceived { exhibit, accepted, note } => {
            let (accepted, note) = (*accepted, note.clone());
            ordered.received.insert(*exhibit, Received { entry: entry_ref, at, accepted, note });
        }
        EntryBody::EvidencePeriodSet { party, until, exchange, agreed } => {
            ordered.periods.push(EvidencePeriod {
                entry: entry_ref,
                at,
                party: *party,
                until: *until,
                exchange: exchange.clone(),
                agreed: *agreed,
            });
        }
        EntryBody::RestrictionRequested { exhibit, wish } => {
            handed.wishes.insert(*exhibit, Wish { entry: entry_ref, at, wish: wish.clone() });
        }
        EntryBody::EvidenceRestricted { exhibit, restriction, reason } => {
            let (restriction, reason) = (restriction.clone(), reason.clone());
            let order = RestrictionOrder { entry: entry_ref, at, restriction, reason };
            ordered.restrictions.insert(*exhibit, order);
        }
        EntryBody::EvidenceLooked { exhibit } => {
            state.looks.insert(entry_ref, Look { exhibit: *exhibit, person: author, at });
        }
        EntryBody::OpinionGiven { party, exhibit, opinion, round } => {
            handed.opinions.entry(*exhibit).or_default().push(Opinion {
                entry: entry_ref,
                party: *party,
                author,
                at,
                round: *round,
                form: opinion.clone(),
            });
        }
        EntryBody::OpinionRoundOpened { exhibits, round, until, note } => {
            let (exhibits, note) = (exhibits.clone(), note.clone());
            let (round, until) = (*round, *until);
            ordered.rounds.push(Round { entry: entry_ref, at, exhibits, round, until, note });
        }
        EntryBody::EvidenceRuled { exhibit, ruling, reason, late } => {
            let (ruling, reason, late) = (*ruling, reason.clone(), *late);
            let made = RulingMade { entry: entry_ref, at, by: author, ruling, reason, late };
            ordered.rulings.entry(*exhibit).or_default().push(made);
        }
        EntryBody::CourtQuestionAsked { exhibit, party, question, until } => {
            let (exhibit, party, until) = (*exhibit, *party, *until);
            let question = question.clone();
            let asked = CourtQuestion { entry: entry_ref, at, exhibit, party, question, until };
            ordered.questions.insert(entry_ref, asked);
        }
        EntryBody::CourtQuestionAnswered { question, answer } => {
            // The first answer stands; another may have been on its way.
            handed.answers_to.insert(entry_ref, *question);
            handed.answers.entry(*question).or_insert_with(|| said(answer));
        }
        EntryBody::ComparisonRequested { exhibit, reason } => {
            handed.comparison_requests.entry(*exhibit).or_default().push(said(reason));
        }
        EntryBody::ComparisonAppointed { exhibit, at, place } => {
            let (at, made_at) = (*at, envelope.at);
            let appointment = Appointment { entry: entry_ref, made_at, at, place: place.clone() };
            ordered.appointments.insert(*exhibit, appointment);
        }
        EntryBody::ComparisonRecorded { exhibit, at, way, present, equal, note, photos } => {
            ordered.comparisons.entry(*exhibit).or_default().push(Comparison {
                entry: entry_ref,
                at: *at,
                way: *way,
                present: present.clone(),
                equal: *equal,
                note: note.clone(),
                photos: photos.clone(),
            });
        }
        _ => {}
    }
}

impl CaseState {
    /// Exhibits in the order in which they came; those that were taken back are among them.
    pub fn exhibits(&self) -> impl Iterator<Item = &Exhibit> {
        self.submitted.evidence.exhibits.values()
    }

    /// An exhibit by its entry.
    pub fn exhibit(&self, exhibit: EntryRef) -> Option<&Exhibit> {
        self.submitted.evidence.exhibits.get(&exhibit)
    }

    /// The side that handed the exhibit in.
    pub fn side_of(&self, exhibit: &Exhibit) -> Option<Side> {
        self.party(exhibit.party).map(|(side, _)| side)
    }

    /// The exhibit that an entry is about.
    pub fn exhibit_about(&self, entry: EntryRef) -> Option<&Exhibit> {
        let of_question = || {
            let question = self.submitted.evidence.answers_to.get(&entry)?;
            self.decided.evidence.questions.get(question)?.exhibit
        };
        self.about_exhibits
            .get(&entry)
            .copied()
            .or_else(of_question)
            .and_then(|exhibit| self.exhibit(exhibit))
    }

    /// Number of the exhibit among those of its side, from 1 (原告证据 1 …). It never changes.
    pub fn exhibit_number(&self, exhibit: &Exhibit) -> u32 {
        let side = self.side_of(exhibit);
        let before = self.exhibits().take_while(|other| other.entry != exhibit.entry);
        let n_before = before.filter(|other| self.side_of(other) == side).count();
        u32::try_from(n_before).unwrap_or(u32::MAX).saturating_add(1)
    }
}

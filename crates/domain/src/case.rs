//! State of a case: a fold of its log.
//!
//! What people submitted and what the court decided live in different fields, and a decision names
//! what it decides on, so that entries of the two origins may arrive in any order that keeps each
//! chain in order.

mod quiet_hours;

use std::collections::{BTreeMap, BTreeSet};

pub use self::quiet_hours::QuietHours;
use crate::actor::{Actor, Duty, Role, Side, Standing};
use crate::agenda;
use crate::application;
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case_number::CaseNumber;
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;
use crate::digest::Digest;
use crate::document;
use crate::dossier;
use crate::entry::{Defect, EntryBody, EntryKind, Outcome, PartyNumber, Procedure, StaffName};
use crate::evidence;
use crate::form::{FilerCapacity, FilingForm, FilingKind, PartyForm};
use crate::id::{CaseId, PersonId};
use crate::instant::Instant;
use crate::log::{Entry, EntryRef};
use crate::personal_data::hushed_debug;
use crate::policy::CaseFlag;
use crate::promotion;
use crate::serving;

/// A filing as handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Its entry.
    pub entry: EntryRef,
    /// When it arrived.
    pub at: Instant,
    /// Who handed it in.
    pub filer: PersonId,
    /// The request for correction it answers.
    pub answers: Option<EntryRef>,
    /// The form.
    pub form: FilingForm,
}

/// A party or agent who came into the space.
#[derive(Clone, PartialEq, Eq)]
pub struct Joined {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Party they are or act for.
    pub party: PartyNumber,
    /// Agent of that party they are.
    pub agent: Option<u16>,
}

/// What the public side put into the case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submitted {
    /// Filings, the first and its corrections.
    pub filings: Vec<Filing>,
    /// Answers to offers of mediation.
    pub mediation_answers: BTreeMap<EntryRef, bool>,
    /// Who came in.
    pub joined: BTreeMap<PersonId, Joined>,
    /// Exhibits and what was said to them.
    pub evidence: evidence::Handed,
    /// Applications and answers.
    pub applications: application::Filed,
    /// Addresses for service, consent, and answers to what was served.
    pub serving: serving::Answered,
    /// Proposals of the court that their authors did not want.
    pub declined: BTreeSet<EntryRef>,
}

/// A request for correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its entry.
    pub entry: EntryRef,
    /// The filing it is about.
    pub filing: EntryRef,
    /// When it was requested.
    pub at: Instant,
    /// Everything that is missing.
    pub defects: Vec<Defect>,
    /// Last day.
    pub until: BeijingDate,
}

/// A refusal to file.
#[derive(Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Why.
    pub reason: String,
    /// The article.
    pub article: String,
    /// When.
    pub at: Instant,
}

/// An offer of mediation before filing.
#[derive(Clone, PartialEq, Eq)]
pub struct MediationOffer {
    /// Its entry.
    pub entry: EntryRef,
    /// Words to the filer.
    pub note: String,
}

/// What the register says of the case.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was recorded.
    pub at: Instant,
    /// The number.
    pub case_number: CaseNumber,
    /// The court.
    pub court_code: CourtCode,
    /// Its name.
    pub court_name: String,
    /// 类型代字.
    pub case_type: CaseTypeCode,
    /// Cause of action.
    pub cause_code: String,
    /// Its name.
    pub cause_name: String,
    /// Procedure.
    pub procedure: Procedure,
    /// Beijing date of filing.
    pub filed_on: BeijingDate,
    /// What people call the case.
    pub title: String,
    /// 审限届满日, where the case-handling system says it.
    pub due_on: Option<BeijingDate>,
}

/// Judges and clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bench {
    /// 承办法官.
    pub handling_judge: StaffName,
    /// 书记员.
    pub clerk: StaffName,
    /// 法官助理.
    pub judge_assistant: Option<StaffName>,
    /// The other members of a panel.
    pub panel: Vec<StaffName>,
}

impl Bench {
    /// Everyone on the bench with their role; in enforcement the officer handles the case.
    pub fn members(&self, kind: Option<FilingKind>) -> impl Iterator<Item = (Role, &StaffName)> {
        let handles = match kind {
            Some(FilingKind::Enforcement) => Role::EnforcementOfficer,
            Some(FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance) | None => {
                Role::HandlingJudge
            }
        };
        let assistant = self.judge_assistant.iter().map(|name| (Role::JudgeAssistant, name));
        [(handles, &self.handling_judge), (Role::Clerk, &self.clerk)]
            .into_iter()
            .chain(assistant)
            .chain(self.panel.iter().map(|name| (Role::Judge, name)))
    }
}

/// The end of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Closing {
    /// How.
    pub outcome: Outcome,
    /// Words of the court.
    pub note: String,
    /// Beijing date.
    pub closed_on: BeijingDate,
}

/// What the court decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decided {
    /// Requests for correction.
    pub corrections: Vec<Correction>,
    /// A refusal to file.
    pub rejection: Option<Rejection>,
    /// The offer of mediation.
    pub mediation_offer: Option<MediationOffer>,
    /// The register.
    pub registration: Option<Registration>,
    /// The bench.
    pub bench: Option<Bench>,
    /// Everybody who ever sat on it, and as what: their words may have been on the way when it changed.
    pub sat_on_bench: BTreeSet<(PersonId, Role)>,
    /// Parties (and agents of parties) that were invited.
    pub invited: BTreeSet<(PartyNumber, Option<u16>)>,
    /// Muted members, and until when.
    pub mutes: BTreeMap<PersonId, Option<Instant>>,
    /// Whether only the court may speak.
    pub floor_closed: bool,
    /// Quiet hours, minutes of the Beijing day.
    pub quiet_hours: Option<QuietHours>,
    /// Why the case is treated with more care.
    pub flags: BTreeSet<CaseFlag>,
    /// The end.
    pub closing: Option<Closing>,
    /// Parties of a case that came from the court's case-handling system.
    pub imported: Option<FilingForm>,
    /// Requested acts the court refused, by their request.
    pub refused_requests: BTreeSet<EntryRef>,
    /// Orders and rulings on the evidence.
    pub evidence: evidence::Ordered,
    /// Decisions on applications.
    pub applications: application::Decisions,
    /// Proposals to make more of a message.
    pub proposals: promotion::Proposals,
    /// Periods and to-dos.
    pub agenda: agenda::Kept,
    /// Court documents, by the entry of their first draft.
    pub documents: BTreeMap<EntryRef, document::CourtDocument>,
    /// What was served, and what became of it.
    pub serving: serving::Served,
}

hushed_debug! {
    Joined { role, party, agent },
    Rejection {},
    MediationOffer { entry },
    Registration { case_number, procedure, filed_on },
    Closing { outcome, closed_on },
}

/// What later commands need to know of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageFacts {
    /// Who said it.
    pub author: PersonId,
    /// When.
    pub at: Instant,
    /// Whether the bench alone may read it.
    pub bench_only: bool,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// An entry that refers to a file: whoever may see the entry may read the file, until it is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobUse {
    /// The entry's audience.
    pub audience: Audience,
    /// The entry's class.
    pub class: Class,
    /// Who made the entry.
    pub author: PersonId,
    /// What kind of entry it is.
    pub kind: EntryKind,
}

/// Where the case stands (案件状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CaseStatus {
    /// Nothing was handed in.
    Draft = 0,
    /// Waiting for the filing desk.
    Submitted = 1,
    /// Waiting for the filer.
    Correction = 2,
    /// Refused.
    NotAccepted = 3,
    /// Has its number.
    Filed = 4,
    /// Has its bench.
    Preparing = 5,
    /// Over.
    Closed = 6,
}

/// What an actor is in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Role.
    pub role: Role,
    /// Side, for parties and their agents.
    pub side: Option<Side>,
    /// Party they are or act for.
    pub party: Option<PartyNumber>,
}

/// State of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseState {
    /// The case.
    pub case: CaseId,
    /// What the public side put in.
    pub submitted: Submitted,
    /// What the court decided.
    pub decided: Decided,
    /// Messages of both origins.
    pub messages: BTreeMap<EntryRef, MessageFacts>,
    /// Files, and the entries that refer to each.
    pub blobs: BTreeMap<Digest, BTreeMap<EntryRef, BlobUse>>,
    /// Entries about an exhibit, and the exhibit: whoever may not know of it does not see them.
    pub about_exhibits: BTreeMap<EntryRef, EntryRef>,
    /// Looks at restricted exhibits, by their entry.
    pub looks: BTreeMap<EntryRef, evidence::Look>,
    /// The file of the case: its volumes and who read it.
    pub dossier: dossier::Shelves,
    /// Messages taken back, also those whose entry is not known yet.
    withdrawn: BTreeSet<EntryRef>,
}

impl CaseState {
    /// State of a case with an empty log.
    pub fn empty(case: CaseId) -> CaseState {
        CaseState {
            case,
            submitted: Submitted::default(),
            decided: Decided::default(),
            messages: BTreeMap::new(),
            blobs: BTreeMap::new(),
            about_exhibits: BTreeMap::new(),
            looks: BTreeMap::new(),
            dossier: dossier::Shelves::default(),
            withdrawn: BTreeSet::new(),
        }
    }

    /// Folds one entry in. Entries of each chain must come in their order.
    pub fn evolve(&mut self, entry: &Entry) {
        let envelope = &entry.envelope;
        let (at, actor, entry_ref) = (envelope.at, envelope.actor.person, envelope.entry_ref());
        for blob in entry.body.blobs() {
            let (audience, class, author) = (envelope.audience.clone(), envelope.class, actor);
            let uses = self.blobs.entry(blob.sha256).or_default();
            uses.insert(entry_ref, BlobUse { audience, class, author, kind: envelope.kind });
        }
        dossier::evolve(self, entry);
        match &entry.body {
            EntryBody::FilingSubmitted { form } => self.submitted.filings.push(Filing {
                entry: entry_ref,
                at,
                filer: actor,
                answers: None,
                form: form.clone(),
            }),
            EntryBody::FilingResubmitted { form, answers } => self.submitted.filings.push(Filing {
                entry: entry_ref,
                at,
                filer: actor,
                answers: Some(*answers),
                form: form.clone(),
            }),
            EntryBody::CorrectionRequested { filing, defects, until } => {
                self.decided.corrections.push(Correction {
                    entry: entry_ref,
                    filing: *filing,
                    at,
                    defects: defects.clone(),
                    until: *until,
                });
            }
            EntryBody::FilingRejected { reason, article, .. } => {
                self.decided.rejection =
                    Some(Rejection { reason: reason.clone(), article: article.clone(), at });
            }
            EntryBody::MediationOffered { note, .. } => {
                self.decided.mediation_offer = Some(MediationOffer { entry: entry_ref, note: note.clone() });
            }
            EntryBody::MediationAnswered { offer, accepted } => {
                self.submitted.mediation_answers.insert(*offer, *accepted);
            }
            EntryBody::CaseRegistered {
                case_number,
                court_code,
                court_name,
                case_type,
                cause_code,
                cause_name,
                procedure,
                filed_on,
                title,
                ..
            }
            | EntryBody::CaseImported {
                case_number,
                court_code,
                court_name,
                case_type,
                cause_code,
                cause_name,
                procedure,
                filed_on,
                title,
                ..
            } => {
                let due_on = match &entry.body {
                    EntryBody::CaseImported { due_on, .. } => *due_on,
                    _ => None,
                };
                self.decided.registration = Some(Registration {
                    entry: entry_ref,
                    at,
                    case_number: case_number.clone(),
                    court_code: court_code.clone(),
                    court_name: court_name.clone(),
                    case_type: case_type.clone(),
                    cause_code: cause_code.clone(),
                    cause_name: cause_name.clone(),
                    procedure: *procedure,
                    filed_on: *filed_on,
                    title: title.clone(),
                    due_on,
                });
            }
            EntryBody::BenchAssigned { handling_judge, clerk, judge_assistant, panel } => {
                let bench = Bench {
                    handling_judge: handling_judge.clone(),
                    clerk: clerk.clone(),
                    judge_assistant: judge_assistant.clone(),
                    panel: panel.clone(),
                };
                let sits = bench.members(self.kind()).map(|(role, staff)| (staff.person, role));
                let sits: Vec<_> = sits.collect();
                self.decided.sat_on_bench.extend(sits);
                self.decided.bench = Some(bench);
            }
            EntryBody::MemberInvited { party, agent, .. } => {
                self.decided.invited.insert((*party, *agent));
            }
            EntryBody::MemberJoined { person, name, role, party, agent } => {
                let joined = Joined { name: name.clone(), role: *role, party: *party, agent: *agent };
                self.submitted.joined.insert(*person, joined);
            }
            EntryBody::MemberCalled { .. } => {}
            EntryBody::MessagePosted { .. } => {
                let bench_only = matches!(envelope.audience, Audience::Room { .. });
                let withdrawn = self.withdrawn.contains(&entry_ref);
                self.messages.insert(entry_ref, MessageFacts { author: actor, at, bench_only, withdrawn });
            }
            EntryBody::MessageWithdrawn { message } => {
                self.withdrawn.insert(*message);
                if let Some(facts) = self.messages.get_mut(message) {
                    facts.withdrawn = true;
                }
            }
            EntryBody::MemberMuted { person, until, .. } => {
                self.decided.mutes.insert(*person, *until);
            }
            EntryBody::MemberUnmuted { person, .. } => {
                self.decided.mutes.remove(person);
            }
            EntryBody::FloorClosed { .. } => self.decided.floor_closed = true,
            EntryBody::FloorOpened {} => self.decided.floor_closed = false,
            EntryBody::QuietHoursSet { from, to } => {
                self.decided.quiet_hours = QuietHours::parse(from, to);
            }
            EntryBody::QuietHoursCleared {} => self.decided.quiet_hours = None,
            EntryBody::CaseClosed { outcome, note, closed_on } => {
                self.decided.closing =
                    Some(Closing { outcome: *outcome, note: note.clone(), closed_on: *closed_on });
            }
            EntryBody::CaseFlagged { flags, .. } => self.decided.flags.clone_from(flags),
            EntryBody::PartiesImported { form } => self.decided.imported = Some(form.clone()),
            EntryBody::CaseReopened { .. } => self.decided.closing = None,
            EntryBody::ActRefused { request, .. } => {
                self.decided.refused_requests.insert(*request);
            }
            EntryBody::ActRequested { .. }
            | EntryBody::DeviceAdded { .. }
            | EntryBody::FileLooked { .. }
            | EntryBody::OutsideErased { .. } => {}
            EntryBody::EvidenceSubmitted { .. }
            | EntryBody::EvidenceWithdrawn { .. }
            | EntryBody::EvidenceReceived { .. }
            | EntryBody::EvidencePeriodSet { .. }
            | EntryBody::RestrictionRequested { .. }
            | EntryBody::EvidenceRestricted { .. }
            | EntryBody::EvidenceLooked { .. }
            | EntryBody::OpinionGiven { .. }
            | EntryBody::OpinionRoundOpened { .. }
            | EntryBody::EvidenceRuled { .. }
            | EntryBody::CourtQuestionAsked { .. }
            | EntryBody::CourtQuestionAnswered { .. }
            | EntryBody::ComparisonRequested { .. }
            | EntryBody::ComparisonAppointed { .. }
            | EntryBody::ComparisonRecorded { .. } => evidence::evolve(self, entry),
            EntryBody::PromotionProposed { .. } | EntryBody::PromotionDeclined { .. } => {
                promotion::evolve(self, entry)
            }
            EntryBody::ApplicationFiled { .. }
            | EntryBody::ApplicationWithdrawn { .. }
            | EntryBody::ApplicationDecided { .. }
            | EntryBody::AnswerFiled { .. } => application::evolve(self, entry),
            EntryBody::PeriodStarted { .. }
            | EntryBody::PeriodMoved { .. }
            | EntryBody::DeadlineReminded { .. }
            | EntryBody::DeadlineElapsed { .. }
            | EntryBody::TodoAdded { .. }
            | EntryBody::TodoAssigned { .. }
            | EntryBody::TodoDone { .. } => agenda::evolve(self, entry),
            EntryBody::DocumentDrafted(_)
            | EntryBody::DocumentApproved(_)
            | EntryBody::DocumentSetAside(_) => document::evolve(self, entry),
            EntryBody::ServiceAddressConfirmed(_)
            | EntryBody::ConsentDeclared(_)
            | EntryBody::PapersSent(_)
            | EntryBody::ServiceReported(_)
            | EntryBody::ServedOpened(_)
            | EntryBody::ServiceAcknowledged(_)
            | EntryBody::PaperRequested(_)
            | EntryBody::ServiceRebutted(_)
            | EntryBody::RebuttalRuled(_)
            | EntryBody::PaperServiceRecorded(_)
            | EntryBody::ServiceRecalled(_)
            | EntryBody::ServiceTookEffect(_) => serving::evolve(self, entry),
        }
    }

    /// The latest filing.
    pub fn filing(&self) -> Option<&Filing> {
        self.submitted.filings.last()
    }

    /// The form that names the parties: as last handed in, or as the case-handling system knows them.
    pub fn form(&self) -> Option<&FilingForm> {
        self.filing().map(|filing| &filing.form).or(self.decided.imported.as_ref())
    }

    /// What was filed.
    pub fn kind(&self) -> Option<FilingKind> {
        self.form().map(|form| form.kind)
    }

    /// The court the filing is addressed to.
    pub fn court_code(&self) -> Option<&CourtCode> {
        match &self.decided.registration {
            Some(registration) => Some(&registration.court_code),
            None => self.form().and_then(|form| form.court_code.as_ref()),
        }
    }

    /// The request for correction that has not been answered.
    pub fn open_correction(&self) -> Option<&Correction> {
        let answered = |entry| self.submitted.filings.iter().any(|filing| filing.answers == Some(entry));
        self.decided.corrections.last().filter(|correction| !answered(correction.entry))
    }

    /// Whether the message was taken back.
    pub fn is_withdrawn(&self, message: EntryRef) -> bool {
        self.withdrawn.contains(&message)
    }

    /// Where the case stands.
    pub fn status(&self) -> CaseStatus {
        if self.decided.closing.is_some() {
            CaseStatus::Closed
        } else if self.decided.registration.is_some() {
            if self.decided.bench.is_some() { CaseStatus::Preparing } else { CaseStatus::Filed }
        } else if self.decided.rejection.is_some() {
            CaseStatus::NotAccepted
        } else if self.open_correction().is_some() {
            CaseStatus::Correction
        } else if self.submitted.filings.is_empty() {
            CaseStatus::Draft
        } else {
            CaseStatus::Submitted
        }
    }

    /// Beijing date on which the case came to its end: it was closed, or not accepted.
    pub fn ended_on(&self) -> Option<BeijingDate> {
        let closed = self.decided.closing.as_ref().map(|closing| closing.closed_on);
        let not_accepted = self.decided.rejection.as_ref().map(|rejection| rejection.at.beijing_date());
        closed.or(not_accepted.filter(|_| self.decided.registration.is_none()))
    }

    /// Parties by their number in the case.
    pub fn parties(&self) -> Vec<(PartyNumber, Side, &PartyForm)> {
        let Some(form) = self.form() else { return Vec::new() };
        (0..).zip(form.parties()).map(|(number, (side, party))| (number, side, party)).collect()
    }

    /// Side and form of a party.
    pub fn party(&self, number: PartyNumber) -> Option<(Side, &PartyForm)> {
        self.form()?.parties().nth(usize::from(number))
    }

    /// Everyone who is in the space, with their name: the bench, the filer, and who joined.
    pub fn members(&self) -> Vec<(PersonId, &str, Membership)> {
        let mut members = Vec::new();
        if let Some(bench) = &self.decided.bench {
            for (role, staff) in bench.members(self.kind()) {
                members.push((
                    staff.person,
                    staff.name.as_str(),
                    Membership { role, side: None, party: None },
                ));
            }
        }
        if let Some(filing) = self.filing()
            && let Some((name, membership)) = self.filer_membership(filing)
        {
            members.push((filing.filer, name, membership));
        }
        for (person, joined) in &self.submitted.joined {
            let side = self.party(joined.party).map(|(side, _)| side);
            let membership = Membership { role: joined.role, side, party: Some(joined.party) };
            members.push((*person, joined.name.as_str(), membership));
        }
        members
    }

    /// Name of a member.
    pub fn member_name(&self, person: PersonId) -> Option<&str> {
        self.members().into_iter().find(|(member, ..)| *member == person).map(|(_, name, _)| name)
    }

    fn filer_membership<'a>(&'a self, filing: &'a Filing) -> Option<(&'a str, Membership)> {
        let form = &filing.form;
        let party = form.claimants.get(usize::from(form.filed_by.claimant))?;
        let (role, name) = match form.filed_by.capacity {
            FilerCapacity::Party => (form.kind.roles().0, party.legal_representative_or_name()),
            FilerCapacity::Agent => {
                let agent = party.agents.get(usize::from(form.filed_by.agent?))?;
                (Role::LitigationAgent, agent.name.as_str())
            }
        };
        let membership = Membership { role, side: Some(Side::Claimant), party: Some(form.filed_by.claimant) };
        Some((name, membership))
    }

    /// What `actor` is in this case; `None` for strangers.
    ///
    /// Staff who are not on the bench are in it as filing officers or as heads of division of its court.
    pub fn membership(&self, actor: &Actor) -> Option<Membership> {
        let court_role = |role| Membership { role, side: None, party: None };
        match &actor.standing {
            Standing::System => Some(court_role(Role::System)),
            Standing::Staff { .. } => {
                let on_bench = self.decided.bench.as_ref().and_then(|bench| {
                    let mut members = bench.members(self.kind());
                    members.find(|(_, staff)| staff.person == actor.person).map(|(role, _)| role)
                });
                let court = self.court_code()?;
                let by_duty = || {
                    if actor.has_duty(court, Duty::FilingOfficer) {
                        Some(Role::FilingOfficer)
                    } else if actor.has_duty(court, Duty::DivisionHead)
                        || actor.has_duty(court, Duty::President)
                    {
                        Some(Role::DivisionHead)
                    } else {
                        None
                    }
                };
                on_bench.or_else(by_duty).map(court_role)
            }
            Standing::Public => {
                let filer = self.filing().filter(|filing| filing.filer == actor.person);
                if let Some((_, membership)) = filer.and_then(|filing| self.filer_membership(filing)) {
                    return Some(membership);
                }
                let joined = self.submitted.joined.get(&actor.person)?;
                let side = self.party(joined.party).map(|(side, _)| side);
                Some(Membership { role: joined.role, side, party: Some(joined.party) })
            }
        }
    }

    /// Whether `person` may not speak at `now`, and until when (`None` inside: until undone).
    pub fn mute(&self, person: PersonId, now: Instant) -> Option<Option<Instant>> {
        let until = *self.decided.mutes.get(&person)?;
        until.is_none_or(|until| until > now).then_some(until)
    }
}

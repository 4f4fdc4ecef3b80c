//! Who may see an entry and who may do what: the one place where permission is asked.
//!
//! The list page, the stream, reading of blobs, notifications and every command ask here; the client
//! draws the `actions` it is given and decides nothing by role.
//!
//! # Source
//!
//! The matrix follows 中华人民共和国民事诉讼法 §44, §47, §51, §61, §62 and the permission table of the court.

mod act;

pub use self::act::Act;
use crate::actor::{Actor, Assurance, Duty, Role, Side};
use crate::application;
use crate::audience::{Audience, Class, Room};
use crate::case::{BlobUse, CaseState, CaseStatus, Membership};
use crate::command::Zone;
use crate::digest::Digest;
use crate::document;
use crate::entry::EntryKind;
use crate::evidence;
use crate::filing::correction_lapsed;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{ActorStamp, Draft, EntryRef, Envelope, Origin};
use crate::serving;

/// How long a message may be taken back, in milliseconds: two minutes, as people know it from WeChat.
pub const WITHDRAW_WITHIN_MS: i64 = 2 * 60 * 1000;

/// Why somebody may not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A stranger; said in the same way as "there is no such case".
    #[error("not a member of this case")]
    NotAMember,
    /// The role does not allow it.
    #[error("the role does not allow this act")]
    NotAllowed {
        /// The role.
        role: Role,
        /// The act.
        act: Act,
    },
    /// The person is not known surely enough.
    #[error("identity is not sure enough for this act")]
    AssuranceTooLow {
        /// What is needed.
        needed: Assurance,
    },
    /// The case is not where this act is possible.
    #[error("not possible while the case is {status:?}")]
    WrongStatus {
        /// Where it is.
        status: CaseStatus,
        /// The act.
        act: Act,
    },
    /// The court took their word away.
    #[error("muted by the court")]
    Muted {
        /// Until when.
        until: Option<Instant>,
    },
    /// Only the court may speak.
    #[error("the floor is closed")]
    FloorClosed,
    /// Quiet hours.
    #[error("quiet hours")]
    QuietHours {
        /// When they end.
        until: Instant,
    },
    /// The case is over.
    #[error("the case is closed")]
    CaseClosed,
    /// A party asked that the person stands aside, and it is not decided.
    #[error("the person's recusal waits for its decision")]
    RecusalPending {
        /// Since when.
        since: Instant,
    },
    /// The person stands aside for good.
    #[error("the person was recused")]
    Recused,
}

/// Whether `role` may do `act`, whatever the state: the matrix.
pub fn role_may(role: Role, act: Act) -> bool {
    use Role::*;
    let party = matches!(role, Plaintiff | Defendant | ThirdParty | EnforcementApplicant | JudgmentDebtor);
    let speaks = party || role == LitigationAgent || role.is_bench();
    match act {
        Act::SubmitFiling | Act::ResubmitFiling | Act::AnswerMediationOffer => {
            matches!(role, Plaintiff | EnforcementApplicant | LitigationAgent)
        }
        Act::RequestCorrection | Act::RejectFiling | Act::OfferMediation | Act::RegisterCase => {
            role == FilingOfficer
        }
        Act::AssignBench => matches!(role, FilingOfficer | DivisionHead),
        Act::InviteMember => {
            matches!(
                role,
                HandlingJudge | PresidingJudge | JudgeAssistant | Clerk | FilingOfficer | EnforcementOfficer
            )
        }
        Act::JoinSpace => party || role == LitigationAgent,
        Act::PostMessage
        | Act::WithdrawMessage
        | Act::QuoteMessage
        | Act::MentionMember
        | Act::CallMember => speaks,
        Act::PostToBench => matches!(role, HandlingJudge | PresidingJudge | Judge | LayJudge | Clerk),
        Act::MuteMember
        | Act::UnmuteMember
        | Act::CloseFloor
        | Act::OpenFloor
        | Act::SetQuietHours
        | Act::ClearQuietHours => {
            matches!(role, HandlingJudge | PresidingJudge | JudgeAssistant | Clerk | EnforcementOfficer)
        }
        Act::CloseCase => matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer),
        Act::FlagCase => matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer | FilingOfficer),
        Act::ReopenCase => {
            matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer | FilingOfficer)
        }
        // Parties hand in and answer; the bench receives, orders and rules.
        Act::SubmitEvidence
        | Act::WithdrawEvidence
        | Act::RequestRestriction
        | Act::GiveOpinion
        | Act::AnswerCourtQuestion
        | Act::RequestComparison
        | Act::DeclinePromotion
        | Act::FileApplication
        | Act::WithdrawApplication => party || role == LitigationAgent,
        Act::FileAnswer => matches!(role, Defendant | ThirdParty | LitigationAgent),
        Act::ReceiveEvidence | Act::AppointComparison | Act::RecordComparison => {
            matches!(role, HandlingJudge | PresidingJudge | JudgeAssistant | Clerk | EnforcementOfficer)
        }
        Act::SetEvidencePeriod
        | Act::RestrictEvidence
        | Act::OpenOpinionRound
        | Act::RuleOnEvidence
        | Act::MovePeriod => matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer),
        Act::AskCourtQuestion => {
            matches!(role, HandlingJudge | PresidingJudge | Judge | LayJudge | EnforcementOfficer)
        }
        Act::LookAtEvidence => party || role == LitigationAgent || role.is_bench(),
        Act::ProposePromotion | Act::StartPeriod | Act::AddTodo | Act::AssignTodo | Act::FinishTodo => {
            matches!(role, HandlingJudge | PresidingJudge | JudgeAssistant | Clerk | EnforcementOfficer)
        }
        // Who decides which application stands in the table of applications.
        Act::DecideApplication => {
            matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer | DivisionHead)
        }
        Act::LookAtFile => party || role == LitigationAgent || role.is_bench(),
        // The filing desk issues its own notices; which documents need a judge stands in the templates.
        Act::DraftDocument | Act::SetDocumentAside | Act::SendPapers | Act::RecallService => {
            matches!(
                role,
                HandlingJudge | PresidingJudge | JudgeAssistant | Clerk | EnforcementOfficer | FilingOfficer
            )
        }
        Act::ApproveDocument => {
            matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer | FilingOfficer)
        }
        Act::RecordServiceAddress | Act::RecordPaperService => {
            matches!(
                role,
                HandlingJudge | PresidingJudge | JudgeAssistant | Clerk | EnforcementOfficer | FilingOfficer
            )
        }
        Act::RuleOnRebuttal => matches!(role, HandlingJudge | PresidingJudge | EnforcementOfficer),
        Act::ConfirmServiceAddress
        | Act::DeclareConsent
        | Act::OpenServed
        | Act::AcknowledgeService
        | Act::RequestPaper
        | Act::RebutService => party || role == LitigationAgent,
    }
}

/// Where the case must stand for `act`. A filing that was not corrected in time waits for nobody but
/// the court, which hands it back with its reasons.
fn status_allows(state: &CaseState, act: Act, now: Instant) -> bool {
    use CaseStatus::*;
    let status = state.status();
    let lapsed = || {
        let correction = state.open_correction();
        correction.is_some_and(|correction| correction_lapsed(correction, now.beijing_date()))
    };
    match act {
        Act::SubmitFiling => status == Draft,
        Act::ResubmitFiling => status == Correction,
        Act::AnswerMediationOffer => matches!(status, Submitted | Correction),
        Act::RejectFiling => status == Submitted || (status == Correction && lapsed()),
        Act::RequestCorrection | Act::OfferMediation | Act::RegisterCase => status == Submitted,
        Act::AssignBench | Act::InviteMember => matches!(status, Filed | Preparing),
        Act::JoinSpace
        | Act::PostMessage
        | Act::PostToBench
        | Act::WithdrawMessage
        | Act::QuoteMessage
        | Act::MentionMember
        | Act::CallMember
        | Act::MuteMember
        | Act::UnmuteMember
        | Act::CloseFloor
        | Act::OpenFloor
        | Act::SetQuietHours
        | Act::ClearQuietHours
        | Act::CloseCase => matches!(status, Filed | Preparing),
        Act::FlagCase => matches!(status, Submitted | Correction | Filed | Preparing),
        Act::ReopenCase => status == Closed,
        // A closed case is still read, and its last documents are still served.
        Act::LookAtEvidence
        | Act::LookAtFile
        | Act::DraftDocument
        | Act::ApproveDocument
        | Act::SetDocumentAside
        | Act::ConfirmServiceAddress
        | Act::RecordServiceAddress
        | Act::DeclareConsent
        | Act::SendPapers
        | Act::OpenServed
        | Act::AcknowledgeService
        | Act::RequestPaper
        | Act::RebutService
        | Act::RuleOnRebuttal
        | Act::RecordPaperService
        | Act::RecallService
        | Act::AssignTodo
        | Act::FinishTodo => matches!(status, Filed | Preparing | Closed),
        Act::SubmitEvidence
        | Act::WithdrawEvidence
        | Act::ReceiveEvidence
        | Act::SetEvidencePeriod
        | Act::RequestRestriction
        | Act::RestrictEvidence
        | Act::GiveOpinion
        | Act::OpenOpinionRound
        | Act::RuleOnEvidence
        | Act::AskCourtQuestion
        | Act::AnswerCourtQuestion
        | Act::RequestComparison
        | Act::AppointComparison
        | Act::RecordComparison
        | Act::ProposePromotion
        | Act::DeclinePromotion
        | Act::FileApplication
        | Act::WithdrawApplication
        | Act::DecideApplication
        | Act::FileAnswer
        | Act::StartPeriod
        | Act::MovePeriod
        | Act::AddTodo => matches!(status, Filed | Preparing),
    }
}

/// The level below which an act is not counted: every act of the public needs the real name.
fn assurance_needed(act: Act, membership: Membership) -> Assurance {
    match (membership.role.is_court(), act) {
        (true, _) => Assurance::Staff,
        (false, _) => Assurance::RealName,
    }
}

/// Whether an act is no work on the case: talking, reading. Whoever is to stand aside may go on with it.
fn is_no_work(act: Act) -> bool {
    matches!(
        act,
        Act::PostMessage
            | Act::WithdrawMessage
            | Act::QuoteMessage
            | Act::MentionMember
            | Act::CallMember
            | Act::LookAtEvidence
            | Act::LookAtFile
    )
}

/// Asks whether `actor` may do `act` now, and as what.
///
/// # Errors
///
/// [`Refusal`] says what stands against it.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §48.
pub fn may(state: &CaseState, actor: &Actor, act: Act, now: Instant) -> Result<Membership, Refusal> {
    let membership = may_in_urgency(state, actor, act, now)?;
    if membership.role.is_bench()
        && !is_no_work(act)
        && let Some(block) = application::block_of(state, actor.person)
    {
        return Err(if block.for_good {
            Refusal::Recused
        } else {
            Refusal::RecusalPending { since: block.since }
        });
    }
    Ok(membership)
}

/// [`may`], for an act that cannot wait until it is decided whether the person stands aside.
///
/// # Errors
///
/// [`Refusal`] says what stands against it.
pub(crate) fn may_in_urgency(
    state: &CaseState,
    actor: &Actor,
    act: Act,
    now: Instant,
) -> Result<Membership, Refusal> {
    let membership = state.membership(actor).ok_or(Refusal::NotAMember)?;
    if !role_may(membership.role, act) {
        return Err(Refusal::NotAllowed { role: membership.role, act });
    }
    let needed = assurance_needed(act, membership);
    if actor.assurance < needed {
        return Err(Refusal::AssuranceTooLow { needed });
    }
    if !status_allows(state, act, now) {
        let status = state.status();
        return Err(if status == CaseStatus::Closed {
            Refusal::CaseClosed
        } else {
            Refusal::WrongStatus { status, act }
        });
    }
    let speech = matches!(
        act,
        Act::PostMessage | Act::PostToBench | Act::QuoteMessage | Act::MentionMember | Act::CallMember
    );
    if speech && !membership.role.is_court() {
        may_speak(state, actor, now)?;
    }
    Ok(membership)
}

/// Whether the order of the floor lets a member of the public speak.
fn may_speak(state: &CaseState, actor: &Actor, now: Instant) -> Result<(), Refusal> {
    if let Some(until) = state.mute(actor.person, now) {
        return Err(Refusal::Muted { until });
    }
    if state.decided.floor_closed {
        return Err(Refusal::FloorClosed);
    }
    match state.decided.quiet_hours.and_then(|quiet| quiet.end_if_quiet(now)) {
        Some(until) => Err(Refusal::QuietHours { until }),
        None => Ok(()),
    }
}

/// Whether `actor` may see the entry with this envelope.
pub fn may_see(state: &CaseState, actor: &Actor, envelope: &Envelope) -> bool {
    state.membership(actor).is_some_and(|membership| member_sees(state, membership, actor, envelope))
}

/// [`may_see`] for a membership that was looked up once for many entries.
pub fn member_sees(state: &CaseState, membership: Membership, actor: &Actor, envelope: &Envelope) -> bool {
    let entry = envelope.entry_ref();
    (sees(membership, actor, &envelope.audience, envelope.class, envelope.actor.person)
        || serving::is_shown_to(state, membership, entry)
        || decides_on(state, membership, entry))
        && knows_exhibit(state, membership, actor, entry)
        && !is_draft_of_bench(membership, envelope)
}

/// Whether the entry is a document of the bench: the filing desk reads those that it wrote itself.
fn is_draft_of_bench(membership: Membership, envelope: &Envelope) -> bool {
    membership.role == Role::FilingOfficer
        && document::KINDS.contains(&envelope.kind)
        && envelope.actor.role != Role::FilingOfficer
}

/// Whether a member is among those for whom a decided entry is, before it has its place. An exhibit it is about
/// may still be kept from them: ask [`member_sees`] once it is written.
pub fn is_for(membership: Membership, actor: &Actor, draft: &Draft) -> bool {
    sees(membership, actor, &draft.audience, draft.class, draft.actor.person)
}

/// Whether the entry is an application that the head of division has to read to decide it.
fn decides_on(state: &CaseState, membership: Membership, entry: EntryRef) -> bool {
    membership.role == Role::DivisionHead && application::is_before_president(state, entry)
}

/// [`member_sees`] for an entry of which only this was kept.
pub(crate) fn sees_kept(
    state: &CaseState,
    membership: Membership,
    actor: &Actor,
    entry: EntryRef,
    kept: &BlobUse,
) -> bool {
    (sees(membership, actor, &kept.audience, kept.class, kept.author)
        || serving::is_shown_to(state, membership, entry))
        && knows_exhibit(state, membership, actor, entry)
        && !is_issued_by_bench(state, membership, entry, kept)
}

/// Whether the entry is about no exhibit, or about one that the member may know of.
fn knows_exhibit(state: &CaseState, membership: Membership, actor: &Actor, entry: EntryRef) -> bool {
    let exhibit = state.exhibit_about(entry);
    exhibit.is_none_or(|exhibit| evidence::may_know(state, membership, actor, exhibit))
}

fn sees(membership: Membership, actor: &Actor, audience: &Audience, class: Class, author: PersonId) -> bool {
    let role = membership.role;
    // The filing desk hands the case over: what is said in the space is not for it.
    let after_transfer = matches!(class, Class::Conversation | Class::Hearing | Class::Deliberation);
    if role == Role::FilingOfficer && after_transfer {
        return false;
    }
    // Supervisors see where a case stands; its content only by a look that the bench can see.
    if role == Role::DivisionHead && class != Class::Register {
        return false;
    }
    // Whatever circle an entry of the deliberation was given, it stays with the bench.
    if class == Class::Deliberation && !role_may(role, Act::PostToBench) {
        return false;
    }
    let own = author == actor.person;
    match audience {
        Audience::Everyone => true,
        Audience::Court => role.is_court() || own,
        Audience::Side { side } => role.is_court() || membership.side == Some(*side) || own,
        Audience::Persons { persons } => role.is_bench() || persons.contains(&actor.person) || own,
        Audience::Room { room: Room::Deliberation } => role_may(role, Act::PostToBench),
    }
}

/// Whether `actor` may read a file of the case: only through an entry they may see, and not through a
/// message that was taken back, whose words and pictures are hidden from everyone. The files of a
/// restricted exhibit open for a while after a recorded look.
pub fn may_read_blob(state: &CaseState, actor: &Actor, sha256: Digest, now: Instant) -> bool {
    let Some(membership) = state.membership(actor) else { return false };
    let Some(uses) = state.blobs.get(&sha256) else { return false };
    let is_open = |entry: &EntryRef| {
        state.exhibit_about(*entry).is_none_or(|exhibit| {
            evidence::may_know(state, membership, actor, exhibit)
                && evidence::is_open_to(state, membership, actor, exhibit, now)
        })
    };
    uses.iter().any(|(entry, found)| {
        // An exhibit that was served and restricted afterwards does not open through its service.
        let served = matches!(found.kind, EntryKind::PapersSent | EntryKind::PaperServiceRecorded);
        !state.is_withdrawn(*entry)
            && (sees(membership, actor, &found.audience, found.class, found.author)
                || serving::is_shown_to(state, membership, *entry)
                || decides_on(state, membership, *entry))
            && !is_issued_by_bench(state, membership, *entry, found)
            && if served { uses.keys().all(is_open) } else { is_open(entry) }
    })
}

/// [`is_draft_of_bench`] for an entry of which only this was kept.
fn is_issued_by_bench(state: &CaseState, membership: Membership, entry: EntryRef, kept: &BlobUse) -> bool {
    membership.role == Role::FilingOfficer
        && kept.kind == EntryKind::DocumentApproved
        && !document::is_issued_by_desk(state, entry)
}

/// Whether `actor` may read the form as it was handed in: as its entry, it is for the side that filed
/// and for the court.
pub fn may_read_filing(state: &CaseState, actor: &Actor) -> bool {
    let Some(membership) = state.membership(actor) else { return false };
    let for_whom = Audience::Side { side: Side::Claimant };
    state.filing().is_some_and(|filing| sees(membership, actor, &for_whom, Class::Party, filing.filer))
}

/// Whether `actor` reads what was handed in to the case: the filing desk that took it, the bench, the parties.
/// Supervisors see where a case stands only.
pub fn reads_material(state: &CaseState, actor: &Actor) -> bool {
    state
        .membership(actor)
        .is_some_and(|membership| sees(membership, actor, &Audience::Everyone, Class::Material, actor.person))
}

/// Whether somebody may see of the case what others may not, as a number that changes when it does: a screen
/// that knows another number forgets what it has read and reads it anew. 0 when nothing is hidden.
pub fn sight(state: &CaseState, membership: Membership, actor: &Actor) -> u32 {
    let hidden = state.exhibits().filter(|exhibit| !evidence::may_know(state, membership, actor, exhibit));
    hidden.fold(0, |number: u32, exhibit| {
        // Only equality counts, so a short polynomial of the numbers will do.
        let seq = u32::try_from(exhibit.entry.seq).unwrap_or(u32::MAX);
        number.wrapping_mul(1_000_003).wrapping_add(seq)
    })
}

/// Something the viewer may do, or is told why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The act.
    pub act: Act,
    /// Why not now, when the role would allow it.
    pub refused: Option<Refusal>,
}

/// Everything `actor` may do in the case now. Acts that the role allows but the moment does not are
/// listed with the reason, so that a screen can say it.
pub fn actions(state: &CaseState, actor: &Actor, now: Instant) -> Vec<Action> {
    let of_the_case = Act::ALL.into_iter().filter(|act| {
        !matches!(
            act,
            Act::SubmitFiling | Act::JoinSpace | Act::WithdrawMessage | Act::QuoteMessage | Act::UnmuteMember
        ) && !is_about_one_thing(*act)
    });
    let sensible = |act: &Act| match act {
        Act::CloseFloor => !state.decided.floor_closed,
        Act::OpenFloor => state.decided.floor_closed,
        Act::ClearQuietHours => state.decided.quiet_hours.is_some(),
        Act::AnswerMediationOffer => state
            .decided
            .mediation_offer
            .as_ref()
            .is_some_and(|offer| !state.submitted.mediation_answers.contains_key(&offer.entry)),
        Act::OfferMediation => state.decided.mediation_offer.is_none(),
        Act::RequestCorrection => state.decided.corrections.is_empty(),
        Act::ResubmitFiling => state
            .open_correction()
            .is_some_and(|correction| !correction_lapsed(correction, now.beijing_date())),
        _ => true,
    };
    of_the_case
        .filter(sensible)
        .filter_map(|act| match may(state, actor, act, now) {
            Ok(_) => Some(Action { act, refused: None }),
            Err(
                refused @ (Refusal::Muted { .. }
                | Refusal::FloorClosed
                | Refusal::QuietHours { .. }
                | Refusal::CaseClosed
                | Refusal::RecusalPending { .. }
                | Refusal::Recused
                | Refusal::AssuranceTooLow { .. }),
            ) => Some(Action { act, refused: Some(refused) }),
            Err(Refusal::NotAMember | Refusal::NotAllowed { .. } | Refusal::WrongStatus { .. }) => None,
        })
        .collect()
}

/// Acts on one exhibit, question, proposal, application, period or to-do: offered with that.
fn is_about_one_thing(act: Act) -> bool {
    matches!(
        act,
        Act::WithdrawEvidence
            | Act::ReceiveEvidence
            | Act::RequestRestriction
            | Act::RestrictEvidence
            | Act::LookAtEvidence
            | Act::GiveOpinion
            | Act::RuleOnEvidence
            | Act::AnswerCourtQuestion
            | Act::RequestComparison
            | Act::AppointComparison
            | Act::RecordComparison
            | Act::ProposePromotion
            | Act::DeclinePromotion
            | Act::WithdrawApplication
            | Act::DecideApplication
            | Act::MovePeriod
            | Act::AssignTodo
            | Act::FinishTodo
            | Act::ApproveDocument
            | Act::SetDocumentAside
            | Act::OpenServed
            | Act::AcknowledgeService
            | Act::RequestPaper
            | Act::RebutService
            | Act::RuleOnRebuttal
            | Act::RecallService
    )
}

/// What `actor` may do with one entry now.
pub fn entry_actions(state: &CaseState, actor: &Actor, envelope: &Envelope, now: Instant) -> Vec<Act> {
    if envelope.kind != EntryKind::MessagePosted || state.is_withdrawn(envelope.entry_ref()) {
        return Vec::new();
    }
    let mut acts = Vec::new();
    if may(state, actor, Act::QuoteMessage, now).is_ok() {
        acts.push(Act::QuoteMessage);
    }
    let own = envelope.actor.person == actor.person;
    let fresh = now.0 - envelope.at.0 <= WITHDRAW_WITHIN_MS;
    if own && fresh && may(state, actor, Act::WithdrawMessage, now).is_ok() {
        acts.push(Act::WithdrawMessage);
    }
    acts.extend(more_of_a_message(state, actor, envelope, now));
    acts
}

/// What a message can become: its author lists its files as evidence, the court proposes it, or notes
/// something to do.
fn more_of_a_message(state: &CaseState, actor: &Actor, envelope: &Envelope, now: Instant) -> Vec<Act> {
    let message = envelope.entry_ref();
    let has_files = || state.blobs.values().any(|uses| uses.contains_key(&message));
    let own = envelope.actor.person == actor.person;
    let possible = |act: &Act| match act {
        Act::SubmitEvidence => own && has_files() && evidence::listed_as(state, message).is_none(),
        Act::ProposePromotion => crate::promotion::check_message(state, message).is_ok(),
        _ => true,
    };
    let acts = [Act::SubmitEvidence, Act::ProposePromotion, Act::AddTodo].into_iter();
    acts.filter(|act| may(state, actor, *act, now).is_ok() && possible(act)).collect()
}

/// The stamp that an entry of `actor` carries.
pub(crate) fn stamp(actor: &Actor, membership: Membership) -> ActorStamp {
    ActorStamp { person: actor.person, role: membership.role, assurance: actor.assurance }
}

/// Which chain the words of `membership` go to. A node writes its own chain; on a node with both the
/// standing decides.
pub(crate) fn speech_origin(membership: Membership, zone: Zone) -> Origin {
    match zone {
        Zone::Front => Origin::Front,
        Zone::Court => Origin::Court,
        Zone::All if membership.role.is_court() => Origin::Court,
        Zone::All => Origin::Front,
    }
}

/// Whether `actor` may review filings addressed to `court`.
pub fn may_review_filings(actor: &Actor, court: &crate::court::CourtCode) -> bool {
    actor.has_duty(court, Duty::FilingOfficer)
}

/// Whether `actor` may call a case home from the internet side before its day: the bench of a closed case
/// and the head of division.
///
/// # Errors
///
/// [`Refusal`] says what stands against it.
pub fn may_call_home(state: &CaseState, actor: &Actor) -> Result<Membership, Refusal> {
    let membership = state.membership(actor).ok_or(Refusal::NotAMember)?;
    let status = state.status();
    if !(membership.role.is_bench() || membership.role == Role::DivisionHead) {
        return Err(Refusal::NotAllowed { role: membership.role, act: Act::CloseCase });
    }
    match status {
        CaseStatus::Closed | CaseStatus::NotAccepted => Ok(membership),
        _ => Err(Refusal::WrongStatus { status, act: Act::CloseCase }),
    }
}

//! What the court's node believes of the chain that the node on the internet writes.
//!
//! That node may be in other hands. That a person signed their words is checked elsewhere; here it is
//! checked that the entry around the words is one that an honest node would have made of them: of this kind,
//! by somebody who stands in the case like this, for these readers. What the court may have changed
//! meanwhile (a floor that was closed, a case that was closed) is no reason: the entry was on its way.

use crate::actor::{Actor, Assurance, Role, Standing};
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::command::KnownPerson;
use crate::entry::{EntryBody, PartyNumber};
use crate::facts::Facts;
use crate::filing;
use crate::form::FilingForm;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{EntryRef, Envelope};
use crate::membership::{agrees, is_taken, seats};

/// How far the clock of the node on the internet may be ahead of the court's, in milliseconds.
pub const CLOCK_AHEAD_MS: i64 = 10 * 60_000;

/// Why an entry is not one that an honest node on the internet makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The court alone writes such entries.
    #[error("only the court writes entries of this kind")]
    CourtKind,
    /// The author is nobody in this case.
    #[error("its author is not in the case")]
    Stranger,
    /// The author stands otherwise in the case.
    #[error("its author has another role")]
    AnotherRole,
    /// It is for other readers, or of another class.
    #[error("it is for other readers than its kind")]
    AnotherAudience,
    /// It says something else of the author than the court knows.
    #[error("its author is somebody else")]
    AnotherPerson,
    /// The case was filed before.
    #[error("the case was filed before")]
    FiledBefore,
    /// It answers nothing that is open.
    #[error("it answers nothing that was asked")]
    NothingToAnswer,
    /// The seat is not theirs.
    #[error("the seat is not theirs")]
    NotTheirSeat,
    /// The message is not theirs.
    #[error("the message is not theirs")]
    NotTheirMessage,
    /// The party is not theirs.
    #[error("the party is not theirs")]
    NotTheirParty,
    /// There is no such exhibit for them.
    #[error("there is no such exhibit for its author")]
    NoSuchExhibit,
    /// The exhibit is of another side than it should be.
    #[error("the exhibit is of the wrong side")]
    NotTheirExhibit,
    /// Something of its form is missing or too long: an honest node would have asked for more.
    #[error("it is not in order")]
    NotInOrder,
    /// It calls somebody by a wrong name.
    #[error("nobody in the case has this name")]
    AnotherName,
    /// The power of attorney of its author is not enough for it.
    #[error("its author's power of attorney is not enough")]
    NoAuthority,
    /// Its time has not come.
    #[error("its time has not come")]
    FromTheFuture,
    /// Its order number leaves numbers out.
    #[error("its order number leaps ahead")]
    LeapsAhead,
}

fn fits(yes: bool, otherwise: Misfit) -> Result<(), Misfit> {
    if yes { Ok(()) } else { Err(otherwise) }
}

/// Checks time and order of an entry. `n` is the highest Lamport number the court knows of the case, with
/// the entries before this one: whoever writes outside cannot have seen more.
///
/// # Errors
///
/// [`Misfit::FromTheFuture`], [`Misfit::LeapsAhead`].
pub fn check_place(envelope: &Envelope, n: u64, now: Instant) -> Result<(), Misfit> {
    fits(envelope.at <= now.plus_ms(CLOCK_AHEAD_MS), Misfit::FromTheFuture)?;
    fits(envelope.n.checked_sub(1).is_some_and(|before| before <= n), Misfit::LeapsAhead)
}

/// Checks a request for an act of the court: the one entry that nobody signs with a device. Whether the
/// judge's passkey signed it is asked when it is decided.
///
/// # Errors
///
/// [`Misfit`].
pub fn check_request(envelope: &Envelope) -> Result<(), Misfit> {
    let by_staff = envelope.actor.role.is_court()
        && envelope.actor.role != Role::System
        && envelope.actor.assurance == Assurance::Staff;
    fits(by_staff, Misfit::AnotherRole)?;
    let for_the_court = envelope.class == Class::Conversation && envelope.audience == Audience::Court;
    fits(for_the_court, Misfit::AnotherAudience)
}

/// Checks an entry of the public against the case as the court knows it, with all entries of the chain
/// before this one. `author` is who the court knows the author to be; `called` is the name the court
/// knows of a person who is called and is not a member any more; `facts` has the table of applications.
///
/// # Errors
///
/// [`Misfit`] says what an honest node would not have done.
pub fn check(
    state: &CaseState,
    envelope: &Envelope,
    body: &EntryBody,
    author: &KnownPerson,
    called: Option<&str>,
    facts: &Facts,
) -> Result<(), Misfit> {
    let person = envelope.actor.person;
    let known = matches!(envelope.actor.assurance, Assurance::RealName | Assurance::Face);
    fits(known, Misfit::AnotherRole)?;
    match body {
        EntryBody::FilingSubmitted { form } => {
            let begins = state.form().is_none() && state.decided.registration.is_none();
            fits(begins, Misfit::FiledBefore)?;
            check_filing(envelope, form, author)
        }
        EntryBody::FilingResubmitted { form, answers } => {
            let filing = state.filing().filter(|filing| filing.filer == person).ok_or(Misfit::Stranger)?;
            let asked = state.decided.corrections.iter().any(|correction| correction.entry == *answers);
            let answered = state.submitted.filings.iter().any(|filing| filing.answers == Some(*answers));
            let open = asked && !answered && state.decided.registration.is_none();
            fits(open, Misfit::NothingToAnswer)?;
            let same = form.court_code == filing.form.court_code && form.kind == filing.form.kind;
            fits(same, Misfit::FiledBefore)?;
            check_filing(envelope, form, author)
        }
        EntryBody::MediationAnswered { offer, .. } => {
            fits(state.filing().is_some_and(|filing| filing.filer == person), Misfit::Stranger)?;
            let offered = state.decided.mediation_offer.as_ref().is_some_and(|made| made.entry == *offer);
            let open = offered && !state.submitted.mediation_answers.contains_key(offer);
            fits(open, Misfit::NothingToAnswer)?;
            by_member(state, envelope)?;
            let side = Audience::Side { side: crate::actor::Side::Claimant };
            fits(envelope.class == Class::Party && envelope.audience == side, Misfit::AnotherAudience)
        }
        EntryBody::MemberJoined { person: joined, name, role, party, agent } => {
            fits(*joined == person && *name == author.name, Misfit::AnotherPerson)?;
            fits(*role == envelope.actor.role, Misfit::AnotherRole)?;
            check_seat(state, (*party, *agent), *role, person, author)?;
            fits(
                envelope.class == Class::Party && envelope.audience == Audience::Everyone,
                Misfit::AnotherAudience,
            )
        }
        EntryBody::MessagePosted { .. }
        | EntryBody::MessageWithdrawn { .. }
        | EntryBody::MemberCalled { .. } => {
            by_member(state, envelope)?;
            said(state, envelope, body, called)
        }
        EntryBody::EvidenceSubmitted { .. }
        | EntryBody::EvidenceWithdrawn { .. }
        | EntryBody::RestrictionRequested { .. }
        | EntryBody::EvidenceLooked { .. }
        | EntryBody::OpinionGiven { .. }
        | EntryBody::CourtQuestionAnswered { .. }
        | EntryBody::ComparisonRequested { .. } => {
            let membership = by_member(state, envelope)?;
            crate::evidence::check_front(state, membership, envelope, body)
        }
        EntryBody::PromotionDeclined { .. } => {
            let membership = by_member(state, envelope)?;
            crate::promotion::check_front(state, membership, envelope, body)
        }
        EntryBody::ApplicationFiled { .. }
        | EntryBody::ApplicationWithdrawn { .. }
        | EntryBody::AnswerFiled { .. } => {
            let membership = by_member(state, envelope)?;
            crate::application::check_front(state, membership, envelope, body, facts)
        }
        EntryBody::FileLooked { .. } => {
            let membership = by_member(state, envelope)?;
            crate::dossier::check_front(state, membership, envelope, body)
        }
        EntryBody::ServiceAddressConfirmed(_)
        | EntryBody::ConsentDeclared(_)
        | EntryBody::ServedOpened(_)
        | EntryBody::ServiceAcknowledged(_)
        | EntryBody::PaperRequested(_)
        | EntryBody::ServiceRebutted(_) => {
            let membership = by_member(state, envelope)?;
            crate::serving::check_front(state, membership, envelope, body)
        }
        EntryBody::CorrectionRequested { .. }
        | EntryBody::FilingRejected { .. }
        | EntryBody::MediationOffered { .. }
        | EntryBody::CaseRegistered { .. }
        | EntryBody::BenchAssigned { .. }
        | EntryBody::MemberInvited { .. }
        | EntryBody::MemberMuted { .. }
        | EntryBody::MemberUnmuted { .. }
        | EntryBody::FloorClosed { .. }
        | EntryBody::FloorOpened {}
        | EntryBody::QuietHoursSet { .. }
        | EntryBody::QuietHoursCleared {}
        | EntryBody::CaseClosed { .. }
        | EntryBody::CaseFlagged { .. }
        | EntryBody::ActRequested { .. }
        | EntryBody::ActRefused { .. }
        | EntryBody::DeviceAdded { .. }
        | EntryBody::CaseImported { .. }
        | EntryBody::PartiesImported { .. }
        | EntryBody::CaseReopened { .. }
        | EntryBody::OutsideErased { .. }
        | EntryBody::EvidenceReceived { .. }
        | EntryBody::EvidencePeriodSet { .. }
        | EntryBody::EvidenceRestricted { .. }
        | EntryBody::OpinionRoundOpened { .. }
        | EntryBody::EvidenceRuled { .. }
        | EntryBody::CourtQuestionAsked { .. }
        | EntryBody::ComparisonAppointed { .. }
        | EntryBody::ComparisonRecorded { .. }
        | EntryBody::PromotionProposed { .. }
        | EntryBody::ApplicationDecided { .. }
        | EntryBody::PeriodStarted { .. }
        | EntryBody::PeriodMoved { .. }
        | EntryBody::DeadlineReminded { .. }
        | EntryBody::DeadlineElapsed { .. }
        | EntryBody::TodoAdded { .. }
        | EntryBody::TodoAssigned { .. }
        | EntryBody::TodoDone { .. }
        | EntryBody::DocumentDrafted(_)
        | EntryBody::DocumentApproved(_)
        | EntryBody::DocumentSetAside(_)
        | EntryBody::PapersSent(_)
        | EntryBody::ServiceReported(_)
        | EntryBody::RebuttalRuled(_)
        | EntryBody::PaperServiceRecorded(_)
        | EntryBody::ServiceRecalled(_)
        | EntryBody::ServiceTookEffect(_) => Err(Misfit::CourtKind),
    }
}

/// Checks words that a member of staff said on a phone outside the court's network, against the case as the
/// court knows it. `author` is who the court's directory says they are; `called` as for [`check`].
///
/// Words are all that staff say there, and looks at what is restricted are all they leave: what the court
/// decides is asked for ([`check_request`]).
///
/// # Errors
///
/// [`Misfit`] says what an honest node would not have done.
pub fn check_words_of_staff(
    state: &CaseState,
    envelope: &Envelope,
    body: &EntryBody,
    author: &Actor,
    called: Option<&str>,
) -> Result<(), Misfit> {
    let words = matches!(
        body,
        EntryBody::MessagePosted { .. }
            | EntryBody::MessageWithdrawn { .. }
            | EntryBody::MemberCalled { .. }
            | EntryBody::EvidenceLooked { .. }
            | EntryBody::FileLooked { .. }
    );
    fits(words, Misfit::CourtKind)?;
    fits(author.person == envelope.actor.person, Misfit::AnotherPerson)?;
    fits(envelope.actor.assurance == Assurance::Staff, Misfit::AnotherRole)?;
    let role = envelope.actor.role;
    let now = state.membership(author).map(|membership| membership.role);
    // The bench may have changed while the words were on their way.
    let once = state.decided.sat_on_bench.contains(&(author.person, role));
    fits(now.is_some() || once, Misfit::Stranger)?;
    fits(now == Some(role) || once, Misfit::AnotherRole)?;
    match body {
        EntryBody::EvidenceLooked { exhibit } => {
            let looks_as = Membership { role, side: None, party: None };
            crate::evidence::check_look(state, looks_as, envelope, *exhibit)
        }
        EntryBody::FileLooked { .. } => {
            let looks_as = Membership { role, side: None, party: None };
            crate::dossier::check_front(state, looks_as, envelope, body)
        }
        _ => said(state, envelope, body, called),
    }
}

fn check_filing(envelope: &Envelope, form: &FilingForm, author: &KnownPerson) -> Result<(), Misfit> {
    let named = filing::named_filer(form, author).map_err(|_| Misfit::AnotherPerson)?;
    fits(named.role == envelope.actor.role, Misfit::AnotherRole)?;
    let side = Audience::Side { side: crate::actor::Side::Claimant };
    fits(envelope.class == Class::Party && envelope.audience == side, Misfit::AnotherAudience)
}

fn check_seat(
    state: &CaseState,
    (party, agent): (PartyNumber, Option<u16>),
    role: Role,
    person: PersonId,
    author: &KnownPerson,
) -> Result<(), Misfit> {
    let seats = seats(state);
    let seat = seats.iter().find(|seat| seat.party == party && seat.agent == agent);
    let seat = seat.ok_or(Misfit::NotTheirSeat)?;
    // Whether the phone was the invited one is known outside only.
    let theirs = match seat.id_digest {
        Some(digest) => digest == author.id_digest,
        None => agrees(seat, &author.name),
    };
    let free = !is_taken(state, party, agent) && !state.submitted.joined.contains_key(&person);
    fits(theirs && free, Misfit::NotTheirSeat)?;
    fits(role == seat.role, Misfit::AnotherRole)
}

/// What a member of the public is in the case, and that the entry says so.
fn by_member(state: &CaseState, envelope: &Envelope) -> Result<Membership, Misfit> {
    let actor = Actor {
        person: envelope.actor.person,
        standing: Standing::Public,
        assurance: envelope.actor.assurance,
    };
    let membership = state.membership(&actor).ok_or(Misfit::Stranger)?;
    fits(membership.role == envelope.actor.role, Misfit::AnotherRole)?;
    Ok(membership)
}

/// Words for everybody in the case, by whoever may speak there.
fn said(
    state: &CaseState,
    envelope: &Envelope,
    body: &EntryBody,
    called: Option<&str>,
) -> Result<(), Misfit> {
    match body {
        EntryBody::MessageWithdrawn { message } => {
            let own = |message: &EntryRef| state.messages.get(message).map(|facts| facts.author);
            fits(own(message) == Some(envelope.actor.person), Misfit::NotTheirMessage)?;
        }
        EntryBody::MemberCalled { person, name } => {
            let known = state.member_name(*person).or(called);
            fits(known == Some(name.as_str()), Misfit::AnotherName)?;
        }
        _ => {}
    }
    // The rooms of the bench are not entered from outside.
    let for_all = envelope.class == Class::Conversation && envelope.audience == Audience::Everyone;
    fits(for_all, Misfit::AnotherAudience)
}

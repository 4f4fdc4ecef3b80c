//! Handing an application in, and taking it back.

use super::decider::{audience_of, bench_role};
use super::effect::{claims, named_claim_of};
use super::permitted::{Permitted, to_reconsider};
use super::{Application, ApplicationRule, Refusal, Window, form_check, periods, permitted};
use crate::actor::Actor;
use crate::audience::Class;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::command::{self, FileApplication, Setting, WithdrawApplication};
use crate::entry::{ApplicationForm, ApplicationKind, EntryBody, PartyNumber, PromotionTarget};
use crate::evidence;
use crate::id::PersonId;
use crate::log::{Draft, DraftBody, EntryRef, Origin};
use crate::permission::{Act, may, stamp};

/// Longest reason for taking an application back, in characters.
const LONGEST_REASON: usize = 2000;

/// Decides whether an application is taken in.
///
/// # Errors
///
/// Refuses sides and agents that may not apply for it, forms that are not in order, applications that
/// come too late or ask a second time for the same thing.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §47, §48, §50, §62, §86, §130; 最高法关于适用民事诉讼法的解释 §100.
pub fn decide_file(
    state: &CaseState,
    actor: &Actor,
    command: &FileApplication,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let kind = command.application.kind;
    let permitted = permitted::permitted(state, actor, kind, setting)?;
    let Permitted { membership, party, rule } = permitted;
    let form = filled_in(state, party, &command.application)?;
    let fields = form_check::defects(rule, &form);
    if !fields.is_empty() {
        return Err(Refusal::FormNotInOrder { fields }.into());
    }
    check_what_it_names(state, actor, &permitted, &form, setting)?;
    check_days(state, party, rule, &form, setting)?;
    let mut pending = state.pending_applications().filter(|other| other.party == party);
    if pending.any(|other| is_same_thing(&other.form, &form)) {
        return Err(Refusal::AlreadyPending { kind }.into());
    }
    let message = check_origin(state, actor.person, command)?;
    let body = EntryBody::ApplicationFiled { party, application: form, message, proposal: command.proposal };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Material,
        audience: audience_of(state, rule, party),
        actor: stamp(actor, membership),
        origin: Origin::Front,
    }])
}

/// The form with what it is about: the period that shall be longer, the decision to be reconsidered.
fn filled_in(
    state: &CaseState,
    party: PartyNumber,
    given: &ApplicationForm,
) -> Result<ApplicationForm, Refusal> {
    let mut form = given.clone();
    match form.kind {
        ApplicationKind::EvidenceExtension => {
            form.about = evidence::period_of(state, party).map(|period| period.entry);
        }
        ApplicationKind::RecusalReconsideration => {
            let refused = to_reconsider(state, party)?;
            form.about = Some(refused.entry);
            form.person = refused.form.person;
        }
        ApplicationKind::RestorePeriod => {}
        _ => form.about = None,
    }
    // Whoever says why it is urgent says that it is.
    form.urgent |= form.details.get("urgent_because").is_some_and(|why| !why.trim().is_empty());
    Ok(form)
}

/// Whether the members, exhibits, claims and periods that a form names are there for its author.
fn check_what_it_names(
    state: &CaseState,
    actor: &Actor,
    permitted: &Permitted<'_>,
    form: &ApplicationForm,
    setting: Setting<'_>,
) -> Result<(), Refusal> {
    let Permitted { membership, party, .. } = *permitted;
    if form.kind == ApplicationKind::Recusal
        && form.person.and_then(|person| bench_role(state, person)).is_none()
    {
        return Err(Refusal::NotOnTheBench);
    }
    let known = |exhibit: &EntryRef| {
        let exhibit = state.exhibit(*exhibit);
        exhibit.is_some_and(|exhibit| evidence::may_know(state, membership, actor, exhibit))
    };
    if !form.exhibits.iter().all(known) {
        return Err(Refusal::NoSuchExhibit);
    }
    if let Some(claim) = named_claim_of(form) {
        let claims = claims(state);
        // A case that came from the case-handling system has no claims here; the court knows them.
        let known = claims.get(usize::from(claim)).is_some_and(|claim| !claim.waived) || claims.is_empty();
        if !known {
            return Err(Refusal::NoSuchClaim { claim });
        }
    }
    match form.about {
        Some(period)
            if form.kind == ApplicationKind::RestorePeriod
                && !periods::is_period_of(state, setting.facts, period, party) =>
        {
            Err(Refusal::NoSuchPeriod)
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether the days a form names are possible: later than the present end, within the law's time since
/// the day it names.
fn check_days(
    state: &CaseState,
    party: PartyNumber,
    rule: &ApplicationRule,
    form: &ApplicationForm,
    setting: Setting<'_>,
) -> Result<(), Refusal> {
    let today = setting.now.beijing_date();
    let moves = matches!(form.kind, ApplicationKind::EvidenceExtension | ApplicationKind::RestorePeriod);
    if moves && let (Some(until), Some(period)) = (form.until, form.about) {
        let end = periods::end_of(state, setting.facts, period, party);
        if let Some(end) = end.filter(|end| until <= *end) {
            return Err(Refusal::NotLater { end });
        }
    }
    let Window::AfterDay { field, rule: within } = &rule.window else { return Ok(()) };
    let since = form.details.get(field).and_then(|day| day.parse::<BeijingDate>().ok());
    let until = since.and_then(|on| periods::last_day(setting.facts, within, on));
    match until.filter(|until| *until < today) {
        Some(until) => Err(Refusal::TooLate { kind: form.kind, until }),
        None => Ok(()),
    }
}

/// Whether two applications of a party ask for the same thing.
fn is_same_thing(one: &ApplicationForm, other: &ApplicationForm) -> bool {
    let words = one.request.trim() == other.request.trim() && one.details == other.details;
    one.kind == other.kind
        && one.person == other.person
        && one.about == other.about
        && (words || is_one_thing(one.kind))
}

/// Whether there is only one thing that can be asked for, so that other words do not make it another.
fn is_one_thing(kind: ApplicationKind) -> bool {
    use ApplicationKind::*;
    match kind {
        EvidenceExtension
        | Recusal
        | RecusalReconsideration
        | JurisdictionObjection
        | WithdrawSuit
        | ClosedHearing
        | ProcedureObjection
        | FeeRelief => true,
        PropertyPreservation
        | EvidencePreservation
        | PreservationReconsideration
        | AdvanceEnforcement
        | Appraisal
        | InvestigationOrder
        | WitnessToAppear
        | ExpertAssistant
        | Joinder
        | ChangeClaims
        | IncreaseClaims
        | WaiveClaims
        | Counterclaim
        | Postponement
        | RestorePeriod
        | PaperCopies
        | ToOffline
        | ToOnline
        | FileAccess => false,
    }
}

/// The message an application is taken from: the author's own, or the one the court proposed.
fn check_origin(
    state: &CaseState,
    author: PersonId,
    command: &FileApplication,
) -> Result<Option<EntryRef>, Refusal> {
    let message = match command.proposal {
        Some(proposal) => Some(proposed(state, author, proposal, command.application.kind)?),
        None => command.message,
    };
    let own = |message: &EntryRef| {
        let facts = state.messages.get(message);
        facts.is_some_and(|facts| facts.author == author && !facts.withdrawn && !facts.bench_only)
    };
    match message {
        Some(message) if !own(&message) => Err(Refusal::NoSuchMessage),
        message => Ok(message),
    }
}

/// The message of an open proposal of the court to this author, for an application of this kind.
pub(super) fn proposed(
    state: &CaseState,
    author: PersonId,
    proposal: EntryRef,
    kind: ApplicationKind,
) -> Result<EntryRef, Refusal> {
    let made = state.decided.proposals.get(&proposal).ok_or(Refusal::NoSuchProposal)?;
    let fits = made.author == author && made.target == PromotionTarget::Application { kind };
    let confirmed = state.applications().any(|one| one.proposal == Some(proposal));
    if !fits || confirmed || state.submitted.declined.contains(&proposal) {
        return Err(Refusal::NoSuchProposal);
    }
    Ok(made.message)
}

/// Decides whether an application is taken back.
///
/// # Errors
///
/// Refuses everybody but its party, and applications that were decided or taken back.
pub fn decide_withdraw(
    state: &CaseState,
    actor: &Actor,
    command: &WithdrawApplication,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::WithdrawApplication, setting.now)?;
    let application = own(state, membership.party, command.application)?;
    if state.decision(application.entry).is_some() {
        return Err(Refusal::AlreadyDecided.into());
    }
    if state.submitted.applications.withdrawn.contains_key(&application.entry) {
        return Err(Refusal::AlreadyWithdrawn.into());
    }
    let reason = command.reason.trim();
    if reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::TooLong { longest: LONGEST_REASON }.into());
    }
    let kind = application.form.kind;
    let rule = setting.facts.applications.get(kind).ok_or(Refusal::NotInThisCase { kind })?;
    let body = EntryBody::ApplicationWithdrawn { application: application.entry, reason: reason.to_owned() };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Material,
        audience: audience_of(state, rule, application.party),
        actor: stamp(actor, membership),
        origin: Origin::Front,
    }])
}

/// An application of a party.
pub(super) fn own(
    state: &CaseState,
    party: Option<PartyNumber>,
    application: EntryRef,
) -> Result<&Application, Refusal> {
    let found = state.submitted.applications.applications.get(&application);
    found.filter(|found| Some(found.party) == party).ok_or(Refusal::NoSuchApplication)
}

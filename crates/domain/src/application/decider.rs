//! Who decides an application, and what a viewer may do with one.

use super::{Application, ApplicationRule, ApplicationStatus, Decider, Refusal, status};
use crate::actor::{Actor, Duty, Role};
use crate::audience::Audience;
use crate::case::{CaseState, Membership};
use crate::deadline::{KnownEnd, PeriodStart};
use crate::entry::{ApplicationForm, ApplicationKind};
use crate::facts::Facts;
use crate::id::PersonId;
use crate::log::EntryRef;
use crate::permission::{self, Act, may};

/// Role of a person on the bench.
pub(crate) fn bench_role(state: &CaseState, person: PersonId) -> Option<Role> {
    let bench = state.decided.bench.as_ref()?;
    bench.members(state.kind()).find(|(_, staff)| staff.person == person).map(|(role, _)| role)
}

/// Whether the recusal of this role is for the president to decide.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §49.
fn is_judge(role: Role) -> bool {
    matches!(role, Role::HandlingJudge | Role::PresidingJudge | Role::Judge | Role::LayJudge)
}

/// Who decides this application: [`Decider::HandlingJudge`] or [`Decider::President`].
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §49.
pub fn decider_of(state: &CaseState, rule: &ApplicationRule, form: &ApplicationForm) -> Decider {
    match rule.decider {
        Decider::HandlingJudge => Decider::HandlingJudge,
        Decider::President => Decider::President,
        Decider::ByPerson => {
            let role = form.person.and_then(|person| bench_role(state, person));
            // Who handles the case of a person that left the bench meanwhile has nothing to fear from them.
            let handles = |role| is_judge(role) || role == Role::EnforcementOfficer;
            if role.is_some_and(handles) { Decider::President } else { Decider::HandlingJudge }
        }
    }
}

/// Whether `actor` is the one who decides this application.
///
/// # Errors
///
/// [`Refusal::OwnRecusal`], [`Refusal::NotTheDecider`].
pub(super) fn is_for(
    state: &CaseState,
    actor: &Actor,
    membership: Membership,
    rule: &ApplicationRule,
    form: &ApplicationForm,
) -> Result<(), Refusal> {
    if form.person == Some(actor.person) {
        return Err(Refusal::OwnRecusal);
    }
    let decider = decider_of(state, rule, form);
    let heads = |duty| state.court_code().is_some_and(|court| actor.has_duty(court, duty));
    let is = match decider {
        Decider::HandlingJudge => {
            matches!(membership.role, Role::HandlingJudge | Role::PresidingJudge | Role::EnforcementOfficer)
        }
        Decider::President | Decider::ByPerson => heads(Duty::President) || heads(Duty::DivisionHead),
    };
    if is { Ok(()) } else { Err(Refusal::NotTheDecider { decider }) }
}

/// For whom an application and what comes of it are.
pub(super) fn audience_of(
    state: &CaseState,
    rule: &ApplicationRule,
    party: crate::entry::PartyNumber,
) -> Audience {
    match state.party(party) {
        Some((side, _)) if rule.for_own_side => Audience::Side { side },
        Some(_) | None => Audience::Everyone,
    }
}

/// Whether a member learns of an application: as its entry, it is for everyone or for its own side and
/// the court, and for whoever decides it.
pub fn may_know(
    state: &CaseState,
    actor: &Actor,
    membership: Membership,
    rule: &ApplicationRule,
    application: &Application,
) -> bool {
    match membership.role {
        Role::FilingOfficer | Role::System => false,
        Role::DivisionHead => is_for(state, actor, membership, rule, &application.form).is_ok(),
        _ if membership.role.is_bench() => true,
        _ => match audience_of(state, rule, application.party) {
            Audience::Side { side } => membership.side == Some(side),
            _ => true,
        },
    }
}

/// Whether the entry is an application that the law puts before the president: the head of division, who
/// else reads nothing of the case, reads what is to be decided.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §49; 诉讼费用交纳办法 §48.
pub(crate) fn is_before_president(state: &CaseState, entry: EntryRef) -> bool {
    let kind = state.submitted.applications.applications.get(&entry).map(|one| one.form.kind);
    matches!(
        kind,
        Some(ApplicationKind::Recusal | ApplicationKind::RecusalReconsideration | ApplicationKind::FeeRelief)
    )
}

/// The rule of `deadlines.csv` that says by when an application is decided, where the law sets a time.
pub fn decide_within<'rule>(rule: &'rule ApplicationRule, form: &ApplicationForm) -> Option<&'rule str> {
    let within = rule.decide_within.as_deref()?;
    // 48 hours instead of five days.
    Some(if within == "PRES_IN" && form.urgent { "PRES_IN_URGENT" } else { within })
}

/// Last day for the decision, where the law sets one, as far as the days off are known.
pub fn decide_end(facts: &Facts, rule: &ApplicationRule, application: &Application) -> Option<KnownEnd> {
    let within = decide_within(rule, &application.form)?;
    let start = PeriodStart::Moment(application.at.beijing());
    facts.deadlines.known_end(within, start, None, &facts.holidays).ok()
}

/// What `actor` may do with one application now.
pub fn application_actions(
    state: &CaseState,
    actor: &Actor,
    application: &Application,
    facts: &Facts,
    now: crate::instant::Instant,
) -> Vec<Act> {
    let mut acts = Vec::new();
    if status(state, application.entry) != ApplicationStatus::Pending {
        return acts;
    }
    let withdraws = may(state, actor, Act::WithdrawApplication, now);
    if withdraws.is_ok_and(|membership| membership.party == Some(application.party)) {
        acts.push(Act::WithdrawApplication);
    }
    let rule = facts.applications.get(application.form.kind);
    if rule.is_some_and(|rule| may_decide(state, actor, rule, &application.form, now).is_ok()) {
        acts.push(Act::DecideApplication);
    }
    acts
}

/// Whether `actor` may decide an application now.
///
/// Somebody whose recusal waits does no work on the case but what cannot wait.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §48.
pub(super) fn may_decide(
    state: &CaseState,
    actor: &Actor,
    rule: &ApplicationRule,
    form: &ApplicationForm,
    now: crate::instant::Instant,
) -> Result<Membership, crate::command::Refusal> {
    let preserves = matches!(
        form.kind,
        ApplicationKind::PropertyPreservation
            | ApplicationKind::EvidencePreservation
            | ApplicationKind::AdvanceEnforcement
    );
    let membership = if preserves && form.urgent {
        permission::may_in_urgency(state, actor, Act::DecideApplication, now)?
    } else {
        may(state, actor, Act::DecideApplication, now)?
    };
    is_for(state, actor, membership, rule, form)?;
    Ok(membership)
}

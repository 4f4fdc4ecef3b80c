//! Deciding an application, and what is done in the same breath.

use std::collections::BTreeSet;

use super::decider::{audience_of, may_decide};
use super::permitted::can_be_granted_in_part;
use super::{
    Application, ApplicationRule, ApplicationStatus, Effect, Refusal, counterclaims, periods, status,
};
use crate::actor::{Actor, Side};
use crate::audience::Class;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::closing;
use crate::command::{self, CloseCase, DecideApplication, FlagCase, Setting};
use crate::entry::{ApplicationKind, ApplicationOutcome, EntryBody, Outcome, PartyNumber};
use crate::facts::Facts;
use crate::flagging;
use crate::form::FilingKind;
use crate::log::{Draft, DraftBody, Origin};
use crate::permission::{self, Act, stamp};
use crate::policy::CaseFlag;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 4000;

/// Decides an application. One decision stands.
///
/// An extension moves the period by the day that the decision names, a granted withdrawal of the suit closes the case,
/// and a hearing behind closed doors is noted as a flag of the case.
///
/// # Errors
///
/// Refuses everybody but the decider of the table, whoever is to be recused, decisions without the reason
/// or the day that is owed.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §49, §50, §148; 最高法关于适用民事诉讼法的解释 §100.
pub fn decide_decide(
    state: &CaseState,
    actor: &Actor,
    command: &DecideApplication,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let application = state.submitted.applications.applications.get(&command.application);
    let rule = application.and_then(|application| setting.facts.applications.get(application.form.kind));
    let (Some(application), Some(rule)) = (application, rule) else {
        // Strangers to the case and to the act do not learn which applications there are.
        permission::may(state, actor, Act::DecideApplication, setting.now)?;
        return Err(Refusal::NoSuchApplication.into());
    };
    let membership = may_decide(state, actor, rule, &application.form, setting.now)?;
    match status(state, application.entry) {
        ApplicationStatus::Pending => {}
        ApplicationStatus::Withdrawn => return Err(Refusal::AlreadyWithdrawn.into()),
        ApplicationStatus::Granted | ApplicationStatus::PartlyGranted | ApplicationStatus::Refused => {
            return Err(Refusal::AlreadyDecided.into());
        }
    }
    let outcome = command.outcome;
    if outcome == ApplicationOutcome::PartlyGranted && !can_be_granted_in_part(rule.effect) {
        return Err(Refusal::NotInPart.into());
    }
    let reason = command.reason.trim();
    if reason.is_empty() && outcome != ApplicationOutcome::Granted {
        return Err(Refusal::NoReason.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::TooLong { longest: LONGEST_REASON }.into());
    }
    let granted = outcome != ApplicationOutcome::Refused;
    let until = if granted { new_day(state, application, rule, command.until, setting.facts)? } else { None };
    let body = EntryBody::ApplicationDecided {
        application: application.entry,
        kind: rule.kind,
        outcome,
        reason: reason.to_owned(),
        article: rule.article.clone(),
        until,
        amount_fen: command.amount_fen.filter(|_| granted),
    };
    let mut drafts = vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Material,
        audience: audience_of(state, rule, application.party),
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }];
    if granted {
        drafts.extend(consequences(state, actor, application, rule, setting)?);
    }
    Ok(drafts)
}

/// The new last day, where granting moves a period: owed, and later than the present one. The decision
/// itself moves it.
fn new_day(
    state: &CaseState,
    application: &Application,
    rule: &ApplicationRule,
    until: Option<BeijingDate>,
    facts: &Facts,
) -> Result<Option<BeijingDate>, Refusal> {
    let moves = matches!(rule.effect, Effect::MovesEvidencePeriod | Effect::RestoresPeriod);
    // A period that is not kept here moves by the words of the court.
    let Some(period) = application.form.about.filter(|_| moves) else { return Ok(until) };
    let until = until.ok_or(Refusal::NoDay)?;
    match periods::end_of(state, facts, period, application.party) {
        Some(end) if until <= end => Err(Refusal::NotLater { end }),
        Some(_) | None => Ok(Some(until)),
    }
}

/// What a granted application does besides: entries of other areas, each decided by its own rules.
fn consequences(
    state: &CaseState,
    actor: &Actor,
    application: &Application,
    rule: &ApplicationRule,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    match rule.effect {
        Effect::ClosesCase if ends_the_case(state, application) => {
            let outcome = match state.kind() {
                Some(FilingKind::Enforcement) => Outcome::Terminated,
                Some(FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance) | None => {
                    Outcome::Withdrawn
                }
            };
            let note = format!("准许{}", rule.name);
            closing::decide_close(state, actor, &CloseCase { outcome, note }, setting)
        }
        Effect::ClosesHearing if !state.decided.flags.contains(&CaseFlag::NotPublic) => {
            let mut flags: BTreeSet<CaseFlag> = state.decided.flags.clone();
            flags.insert(CaseFlag::NotPublic);
            let reason = format!("准许{}申请", rule.name);
            flagging::decide_flag(state, actor, &FlagCase { flags, reason }, setting)
        }
        _ => Ok(Vec::new()),
    }
}

/// Whether the case ends with this withdrawal: the other claimants withdrew as well, and no counterclaim
/// goes on.
///
/// # Source
///
/// 最高法关于适用民事诉讼法的解释 §239.
fn ends_the_case(state: &CaseState, application: &Application) -> bool {
    let withdrew = |party: PartyNumber| {
        party == application.party
            || state.applications().any(|other| {
                other.party == party
                    && other.form.kind == ApplicationKind::WithdrawSuit
                    && status(state, other.entry) == ApplicationStatus::Granted
            })
    };
    let parties = state.parties();
    let mut claimants = parties.iter().filter(|(_, side, _)| *side == Side::Claimant);
    claimants.all(|(party, ..)| withdrew(*party)) && counterclaims(state).is_empty()
}

//! Deciding an application, and what is done in the same breath.

use std::collections::BTreeSet;

use super::decider::{audience_of, may_decide};
use super::permitted::can_be_granted_in_part;
use super::{
    Application, ApplicationRule, ApplicationStatus, Effect, Refusal, counterclaims, periods, status,
};
use crate::actor::{Actor, Side};
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::closing;
use crate::command::{self, CloseCase, DecideApplication, FlagCase, Setting};
use crate::entry::{ApplicationKind, ApplicationOutcome, EntryBody, Outcome, PartyNumber};
use crate::flagging;
use crate::form::FilingKind;
use crate::log::{Draft, DraftBody, EntryRef, Origin};
use crate::permission::{self, Act, stamp};
use crate::policy::CaseFlag;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 4000;

/// Decides an application. One decision stands.
///
/// An extension moves the period in the same command, a granted withdrawal of the suit closes the case,
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
    let until = command.until.filter(|_| granted);
    let moves = if granted { moved_periods(state, application, rule, until)? } else { Vec::new() };
    let by_court = |body, class, audience| Draft {
        body: DraftBody::Ready(body),
        class,
        audience,
        actor: stamp(actor, membership),
        origin: Origin::Court,
    };
    let body = EntryBody::ApplicationDecided {
        application: application.entry,
        kind: rule.kind,
        outcome,
        reason: reason.to_owned(),
        article: rule.article.clone(),
        until,
        amount_fen: command.amount_fen.filter(|_| granted),
    };
    let mut drafts = vec![by_court(body, Class::Material, audience_of(state, rule, application.party))];
    for (period, until) in moves {
        let reason = format!("准许{}：{}", rule.name, party_name(state, application.party));
        let body = EntryBody::PeriodMoved { period, until, reason };
        drafts.push(by_court(body, Class::Register, Audience::Everyone));
    }
    if granted {
        drafts.extend(consequences(state, actor, application, rule, setting)?);
    }
    Ok(drafts)
}

fn party_name(state: &CaseState, party: PartyNumber) -> &str {
    state.party(party).map(|(_, form)| form.name.as_str()).unwrap_or_default()
}

/// Periods that move when the application is granted, and to which day. A longer period for evidence holds
/// for the other parties as well.
fn moved_periods(
    state: &CaseState,
    application: &Application,
    rule: &ApplicationRule,
    until: Option<BeijingDate>,
) -> Result<Vec<(EntryRef, BeijingDate)>, Refusal> {
    let of_evidence = match rule.effect {
        Effect::MovesEvidencePeriod => true,
        Effect::RestoresPeriod => false,
        _ => return Ok(Vec::new()),
    };
    // A period that the court does not keep here moves by its words alone.
    let Some(period) = application.form.about else { return Ok(Vec::new()) };
    let until = until.ok_or(Refusal::NoDay)?;
    let is_later = |period: &EntryRef| periods::end_of(state, *period).is_none_or(|end| until > end);
    if !is_later(&period) {
        let end = periods::end_of(state, period).unwrap_or(until);
        return Err(Refusal::NotLater { end });
    }
    let others = if of_evidence { periods::evidence_periods(state) } else { Vec::new() };
    let others = others.into_iter().filter(|other| *other != period && is_later(other));
    Ok([period].into_iter().chain(others).map(|period| (period, until)).collect())
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

//! Setting the period for evidence and the form of its exchange.

use super::Refusal;
use super::drafting::ordered;
use super::form::check_length;
use super::period::period_of;
use crate::actor::Actor;
use crate::calendar::{BeijingDate, Holidays};
use crate::case::CaseState;
use crate::command::{self, SetEvidencePeriod, Setting};
use crate::deadline::Period;
use crate::entry::{EntryBody, ExchangeForm, Procedure};
use crate::log::Draft;
use crate::permission::{Act, may};

/// Longest name of a place, in characters.
pub(super) const LONGEST_PLACE: usize = 200;

/// Decides the period for evidence. A last day that is a day off moves to the next working day.
///
/// # Errors
///
/// Refuses an end in the past, a period that is shorter or longer than the law allows, and an exchange that
/// is before its end. A further period of a party has no shortest length, nor has one on which the parties
/// of an ordinary procedure agreed.
///
/// # Source
///
/// 民诉法解释 §99, §266, §275; 民事证据规定 §51; 在线诉讼规则 §14.
pub fn decide_set_period(
    state: &CaseState,
    actor: &Actor,
    command: &SetEvidencePeriod,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::SetEvidencePeriod, setting.now)?;
    if command.party.is_some_and(|party| state.party(party).is_none()) {
        return Err(Refusal::NoSuchParty.into());
    }
    let (today, holidays) = (setting.now.beijing_date(), &setting.facts.holidays);
    if command.until < today {
        return Err(Refusal::LastDayInThePast.into());
    }
    let until = working_day(command.until, holidays);
    check_bounds(state, command, until, setting)?;
    let exchange = match &command.exchange {
        ExchangeForm::Synchronous { at, .. } if *at <= setting.now => {
            return Err(Refusal::MomentInThePast.into());
        }
        ExchangeForm::Synchronous { place, .. } if place.trim().is_empty() => {
            return Err(Refusal::NoPlace.into());
        }
        ExchangeForm::Synchronous { at, place } => {
            check_length(place, LONGEST_PLACE)?;
            ExchangeForm::Synchronous { at: *at, place: place.clone() }
        }
        ExchangeForm::Asynchronous { opinions_until } => {
            if *opinions_until < command.until {
                return Err(Refusal::ExchangeTooEarly { until }.into());
            }
            ExchangeForm::Asynchronous { opinions_until: working_day(*opinions_until, holidays) }
        }
    };
    let (party, agreed) = (command.party, command.agreed);
    Ok(ordered(actor, membership, EntryBody::EvidencePeriodSet { party, until, exchange, agreed }))
}

/// The day itself, or the next working day. Where the days off of a year are not announced yet, the court
/// names the day it means.
pub(super) fn working_day(on: BeijingDate, holidays: &Holidays) -> BeijingDate {
    holidays.first_working_day(on).unwrap_or(on)
}

/// The rule of the table for a procedure.
fn rule_of(procedure: Procedure) -> Option<&'static str> {
    match procedure {
        Procedure::Ordinary => Some("EVID_ORD"),
        Procedure::Simplified => Some("EVID_SIMPL"),
        Procedure::SmallClaims => Some("EVID_SMALL"),
        Procedure::Enforcement => None,
    }
}

fn check_bounds(
    state: &CaseState,
    command: &SetEvidencePeriod,
    until: BeijingDate,
    setting: Setting<'_>,
) -> Result<(), Refusal> {
    let procedure = state.decided.registration.as_ref().map(|registration| registration.procedure);
    let rule = procedure.and_then(rule_of).and_then(|rule| setting.facts.deadlines.get(rule));
    let Some(rule) = rule else { return Ok(()) };
    let today = setting.now.beijing_date();
    let is_first = match command.party {
        Some(party) => period_of(state, party).is_none(),
        None => state.decided.evidence.periods.iter().all(|period| period.party.is_some()),
    };
    if let Some(Period::Days(least_days)) = rule.least
        && is_first
        && !command.agreed
    {
        let earliest = today.plus_days(least_days.into()).unwrap_or(today);
        if until < earliest {
            return Err(Refusal::PeriodTooShort { earliest, least_days });
        }
    }
    if let Some(Period::Days(most_days)) = rule.most {
        let counted = today.plus_days(most_days.into()).unwrap_or(today);
        let latest = working_day(counted, &setting.facts.holidays);
        if until > latest {
            return Err(Refusal::PeriodTooLong { latest, most_days });
        }
    }
    Ok(())
}

//! Decisions on periods and to-dos.

use super::{CaseDeadline, DeadlineKind, DeadlineStatus, Refusal, deadlines, is_movable, latest_end, todos};
use crate::actor::{Actor, Standing};
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::command::{self, AddTodo, AssignTodo, FinishTodo, MovePeriod, Setting, StartPeriod, Zone};
use crate::deadline::{DeadlineRefusal, DeadlineRule, Period, PeriodStart};
use crate::entry::{EntryBody, Whose};
use crate::facts::Facts;
use crate::log::{ActorStamp, Draft, DraftBody, Origin};
use crate::permission::{self, Act, may, stamp};

/// Longest title, in characters.
const LONGEST_TITLE: usize = 100;
/// Longest reason or note, in characters.
const LONGEST_WORDS: usize = 500;

/// Rules whose periods begin by themselves: with the filing, with an application, with the notice to submit
/// evidence.
const BEGIN_BY_THEMSELVES: [&str; 5] = ["FILING_", "TRIAL_", "EVID_", "RECUSAL_", "PRES_IN"];

fn check_words(words: &str, longest: usize) -> Result<(), Refusal> {
    let fits = words.chars().count() <= longest;
    if fits { Ok(()) } else { Err(Refusal::TooLong { longest }) }
}

pub(super) fn draft(actor: ActorStamp, class: Class, audience: Audience, body: EntryBody) -> Draft {
    Draft { body: DraftBody::Ready(body), class, audience, actor, origin: Origin::Court }
}

/// Decides to let a period begin. Its last day follows from the rule, or is the court's within the bounds of
/// the rule; a last day that is a day off moves to the next working day.
///
/// # Errors
///
/// Refuses rules whose periods begin by themselves, parties that do not exist, days outside the bounds of the
/// rule, and a period that runs already.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §85, §128; 民诉法解释 §125.
pub fn decide_start_period(
    state: &CaseState,
    actor: &Actor,
    command: &StartPeriod,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::StartPeriod, setting.now)?;
    let today = setting.now.beijing_date();
    check_words(&command.note, LONGEST_WORDS)?;
    check_whose(state, command.whose)?;
    if command.from > today {
        return Err(Refusal::BeginsInTheFuture.into());
    }
    let filed_on = state.decided.registration.as_ref().map(|registration| registration.filed_on);
    if filed_on.is_some_and(|filed_on| command.from < filed_on) {
        return Err(Refusal::BeginsBeforeTheCase.into());
    }
    let begun = match &command.rule {
        Some(rule) => by_rule(rule, command, setting)?,
        None => freely(command, setting)?,
    };
    let same = |period: &&super::StartedPeriod| {
        period.whose == command.whose && period.rule == begun.rule && period.title == begun.title
    };
    let open = |key: String| {
        let found = deadlines(state, setting.facts).into_iter().find(|deadline| deadline.key == key);
        found.is_some_and(|deadline| deadline.is_open() && deadline.status(today) == DeadlineStatus::Running)
    };
    let mut periods = state.decided.agenda.periods.values();
    if let Some(period) = periods.find(same)
        && open(format!("period:{}", period.entry))
    {
        return Err(Refusal::RunsAlready { until: period.until }.into());
    }
    let audience = if command.whose == Whose::Court { Audience::Court } else { Audience::Everyone };
    let body = EntryBody::PeriodStarted {
        rule: begun.rule,
        title: begun.title,
        whose: command.whose,
        from: command.from,
        until: begun.until,
        source: begun.source,
        note: command.note.trim().to_owned(),
    };
    Ok(vec![draft(stamp(actor, membership), Class::Conversation, audience, body)])
}

struct Begun {
    rule: String,
    title: String,
    until: BeijingDate,
    source: Vec<String>,
}

fn check_whose(state: &CaseState, whose: Whose) -> Result<(), Refusal> {
    let exists = match whose {
        Whose::Court | Whose::Parties => true,
        Whose::Side { side } => state.parties().iter().any(|(_, of, _)| *of == side),
        Whose::Party { party } => state.party(party).is_some(),
    };
    if exists { Ok(()) } else { Err(Refusal::NoSuchParty) }
}

/// Whether the court may let periods of this rule begin; the others begin by themselves or with service, lie
/// before a day, or are counted in hours.
pub fn can_be_started(rule: &DeadlineRule, facts: &Facts) -> bool {
    let by_itself = BEGIN_BY_THEMSELVES.iter().any(|beginning| rule.rule.starts_with(beginning));
    let in_hours = matches!(rule.period, Some(Period::Hours(_)));
    !by_itself && !facts.served.begins_with_service(&rule.rule) && !rule.counts_back && !in_hours
}

fn by_rule(name: &str, command: &StartPeriod, setting: Setting<'_>) -> Result<Begun, Refusal> {
    let facts = setting.facts;
    let unknown = || Refusal::UnknownRule { rule: name.to_owned() };
    let rule = facts.deadlines.get(name).ok_or_else(unknown)?;
    if !can_be_started(rule, facts) {
        return Err(Refusal::BeginsByItself { title: rule.name.clone() });
    }
    let end_of = |period: Option<Period>| {
        facts.deadlines.last_day(name, PeriodStart::Day(command.from), period, &facts.holidays)
    };
    let (until, source) = match command.until {
        None => match end_of(None) {
            Ok(deadline) => (deadline.last_day, deadline.source),
            Err(DeadlineRefusal::PeriodNeeded { .. }) => return Err(Refusal::LastDayNeeded),
            Err(refusal) => return Err(Refusal::CannotCount(refusal)),
        },
        Some(until) => {
            let until = court_set(until, rule.moved_on_holiday, setting)?;
            check_bounds(rule, until, |period| end_of(Some(period)).map(|deadline| deadline.last_day))?;
            (until, rule.source.clone())
        }
    };
    Ok(Begun { rule: name.to_owned(), title: rule.name.clone(), until, source })
}

/// A last day that the court sets: not past; a day off moves on, as far as the holidays are known.
fn court_set(until: BeijingDate, moves: bool, setting: Setting<'_>) -> Result<BeijingDate, Refusal> {
    if until < setting.now.beijing_date() {
        return Err(Refusal::LastDayInThePast);
    }
    Ok(working_day(until, moves, setting.facts))
}

fn working_day(until: BeijingDate, moves: bool, facts: &Facts) -> BeijingDate {
    let moved = moves.then(|| facts.holidays.first_working_day(until).ok()).flatten();
    moved.unwrap_or(until)
}

fn check_bounds(
    rule: &DeadlineRule,
    until: BeijingDate,
    end_of: impl Fn(Period) -> Result<BeijingDate, DeadlineRefusal>,
) -> Result<(), Refusal> {
    if let Some(least) = rule.least {
        let earliest = end_of(least).map_err(Refusal::CannotCount)?;
        if until < earliest {
            return Err(Refusal::TooEarly { earliest, provisions: rule.source.clone() });
        }
    }
    if let Some(most) = rule.most {
        let latest = end_of(most).map_err(Refusal::CannotCount)?;
        if until > latest {
            return Err(Refusal::TooLate { latest, provisions: rule.source.clone() });
        }
    }
    Ok(())
}

fn freely(command: &StartPeriod, setting: Setting<'_>) -> Result<Begun, Refusal> {
    let title = command.title.trim();
    if title.is_empty() {
        return Err(Refusal::NoTitle);
    }
    check_words(title, LONGEST_TITLE)?;
    let until = command.until.ok_or(Refusal::LastDayNeeded)?;
    let until = court_set(until, true, setting)?;
    if until < command.from {
        return Err(Refusal::LastDayInThePast);
    }
    Ok(Begun { rule: String::new(), title: title.to_owned(), until, source: Vec::new() })
}

/// Decides to move the end of a period, forward only and as far as the law leaves room. For the trial limit
/// it records an extension that was approved.
///
/// # Errors
///
/// Refuses periods that are over, done or fixed by law, days that are not later, and without a reason.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §85, §152, §164, §168.
pub fn decide_move_period(
    state: &CaseState,
    actor: &Actor,
    command: &MovePeriod,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::MovePeriod, setting.now)?;
    let facts = setting.facts;
    let of_entry: Vec<CaseDeadline> = deadlines(state, facts)
        .into_iter()
        .filter(|deadline| deadline.entry == Some(command.period))
        .collect();
    // An evidence period and its window for opinions come of one entry: the one that can move is meant.
    let movable = of_entry.iter().find(|deadline| is_movable(state, deadline, facts));
    let deadline = movable.or(of_entry.first()).ok_or(Refusal::NoSuchPeriod)?;
    if deadline.done_at.is_some() {
        return Err(Refusal::AlreadyDone.into());
    }
    if !is_movable(state, deadline, facts) {
        return Err(Refusal::FixedByLaw { provisions: deadline.source.clone() }.into());
    }
    if deadline.status(setting.now.beijing_date()) == DeadlineStatus::Elapsed {
        return Err(Refusal::Over { until: deadline.until }.into());
    }
    if command.reason.trim().is_empty() {
        return Err(Refusal::NoReason.into());
    }
    check_words(&command.reason, LONGEST_WORDS)?;
    let rule = facts.deadlines.get(&deadline.rule);
    let until = working_day(command.until, rule.is_none_or(|rule| rule.moved_on_holiday), facts);
    if until <= deadline.until {
        return Err(Refusal::NotLater { until: deadline.until }.into());
    }
    if let Some(latest) = latest_end(deadline, facts)
        && until > latest
    {
        return Err(Refusal::TooLate { latest, provisions: deadline.source.clone() }.into());
    }
    let body =
        EntryBody::PeriodMoved { period: command.period, until, reason: command.reason.trim().to_owned() };
    Ok(vec![draft(stamp(actor, membership), Class::Conversation, deadline.audience.clone(), body)])
}

/// Decides to note something to do.
///
/// # Errors
///
/// Refuses without a title, with a day that is past, and messages that are not there.
pub fn decide_add_todo(
    state: &CaseState,
    actor: &Actor,
    command: &AddTodo,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AddTodo, setting.now)?;
    let title = command.title.trim();
    if title.is_empty() {
        return Err(Refusal::NoTitle.into());
    }
    check_words(title, LONGEST_TITLE)?;
    if command.due_on.is_some_and(|due_on| due_on < setting.now.beijing_date()) {
        return Err(Refusal::LastDayInThePast.into());
    }
    let there = |message| state.messages.get(&message).is_some_and(|facts| !facts.withdrawn);
    if command.message.is_some_and(|message| !there(message)) {
        return Err(Refusal::NoSuchMessage.into());
    }
    let (title, due_on, message) = (title.to_owned(), command.due_on, command.message);
    let body = EntryBody::TodoAdded { title, due_on, message };
    Ok(vec![draft(stamp(actor, membership), Class::Conversation, Audience::Court, body)])
}

/// Decides who of the bench has a to-do.
///
/// # Errors
///
/// Refuses to-dos that are not there, persons who do not sit on the bench, and what is so already.
pub fn decide_assign_todo(
    state: &CaseState,
    actor: &Actor,
    command: &AssignTodo,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AssignTodo, setting.now)?;
    let open = todos(state, setting.facts, setting.now);
    let todo = open.iter().find(|todo| todo.key == command.todo).ok_or(Refusal::NoSuchTodo)?;
    let bench = state.decided.bench.as_ref();
    let mut members = bench.into_iter().flat_map(|bench| bench.members(state.kind()));
    if let Some(person) = &command.person
        && !members.any(|(_, staff)| staff == person)
    {
        return Err(Refusal::NotOnTheBench.into());
    }
    if todo.assignee == command.person {
        return Err(Refusal::NothingChanges.into());
    }
    let body = EntryBody::TodoAssigned { todo: command.todo.clone(), person: command.person.clone() };
    Ok(vec![draft(stamp(actor, membership), Class::Conversation, Audience::Court, body)])
}

/// Decides that a to-do is done. Those that ask for an act go away when the act is done; what has no act
/// (a note, a deadline, a late exhibit) is noted as done by whoever of the bench saw to it. A period that
/// the court started, or that runs from service, is met by it.
///
/// # Errors
///
/// Refuses to-dos that are not there and those that go away by themselves.
pub fn decide_finish_todo(
    state: &CaseState,
    actor: &Actor,
    command: &FinishTodo,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::FinishTodo, setting.now)?;
    check_words(&command.note, LONGEST_WORDS)?;
    let open = todos(state, setting.facts, setting.now);
    match open.iter().find(|todo| todo.key == command.todo) {
        Some(todo) if todo.is_finished_by_hand() => {}
        Some(todo) => return Err(Refusal::EndsByItself { kind: todo.kind }.into()),
        None => {
            let of_the_court = |deadline: &CaseDeadline| {
                matches!(deadline.kind, DeadlineKind::Started | DeadlineKind::Served)
                    && deadline.key == command.todo
            };
            let found = deadlines(state, setting.facts).into_iter().find(of_the_court);
            found.filter(CaseDeadline::is_open).ok_or(Refusal::NoSuchTodo)?;
        }
    }
    let body = EntryBody::TodoDone { todo: command.todo.clone(), note: command.note.trim().to_owned() };
    Ok(vec![draft(stamp(actor, membership), Class::Conversation, Audience::Court, body)])
}

/// Decides what the clock notes: reminders that are due and deadlines that went by. Only the court's own
/// clock notes them, where the court's chain is written.
///
/// # Errors
///
/// Refuses everybody but the clock, and when there is nothing to note.
pub fn decide_note_deadlines(
    state: &CaseState,
    actor: &Actor,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = state.membership(actor).ok_or(permission::Refusal::NotAMember)?;
    let is_clock = actor.standing == Standing::System;
    let writes_here = match setting.zone {
        Zone::Court | Zone::All => true,
        Zone::Front => false,
    };
    if !is_clock || !writes_here {
        return Err(permission::Refusal::NotAMember.into());
    }
    let due = super::due(state, setting.facts, setting.now);
    if due.is_empty() {
        return Err(Refusal::NothingDue.into());
    }
    let stamp = stamp(actor, membership);
    Ok(due.into_iter().map(|due| draft(stamp, due.class, due.audience, due.body)).collect())
}

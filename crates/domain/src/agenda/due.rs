//! What the clock notes: reminders ahead of the end, and deadlines that went by.

use super::serving;
use super::{CaseDeadline, DeadlineKind, DeadlineStatus, Kept, TRIAL_SHOWN_DAYS, deadlines, is_running};
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::entry::EntryBody;
use crate::facts::Facts;
use crate::instant::Instant;

/// Days before the end on which whoever has the move is reminded, and on the last day itself.
pub const REMIND_DAYS: [u16; 4] = [7, 3, 1, 0];
/// Nobody is reminded in the night: reminders are given from this hour in Beijing.
pub const REMIND_FROM_HOUR: i64 = 8;

const HOUR_MS: i64 = 3_600_000;

/// Something that the clock notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The reminder, or that the deadline went by.
    pub body: EntryBody,
    /// Its class.
    pub class: Class,
    /// Whom it is for.
    pub audience: Audience,
}

/// Everything that the clock has to note at `now`. What was noted once is not noted again; a clock that
/// stood still for days reminds once, of the days that are left.
pub fn due(state: &CaseState, facts: &Facts, now: Instant) -> Vec<Due> {
    if !is_running(state) {
        return Vec::new();
    }
    let kept = &state.decided.agenda;
    deadlines(state, facts).iter().filter_map(|deadline| due_of(kept, deadline, now)).collect()
}

fn due_of(kept: &Kept, deadline: &CaseDeadline, now: Instant) -> Option<Due> {
    let today = now.beijing_date();
    let (key, title, until) = (deadline.key.clone(), deadline.title.clone(), deadline.until);
    let body = match deadline.status(today) {
        DeadlineStatus::Met | DeadlineStatus::Paused => return None,
        DeadlineStatus::Elapsed if kept.elapsed.contains(&(key.clone(), until)) => return None,
        DeadlineStatus::Elapsed => {
            EntryBody::DeadlineElapsed { deadline: key, title, whose: deadline.whose, until }
        }
        DeadlineStatus::Running => {
            let n_days_left = u16::try_from(today.days_until(until)).ok()?;
            let step = step_of(n_days_left)?;
            let began_before = deadline.from < reminder_day(until, step)?;
            let reminded =
                kept.reminded.iter().any(|(of, for_end, at)| of == &key && *for_end == until && *at <= step);
            if !began_before || reminded || now < Instant::midnight(today).plus_ms(REMIND_FROM_HOUR * HOUR_MS)
            {
                return None;
            }
            EntryBody::DeadlineReminded { deadline: key, title, whose: deadline.whose, until, n_days_left }
        }
    };
    // Days are of the register; what the court called a period freely are words.
    let free = deadline.kind == DeadlineKind::Started && deadline.rule.is_empty();
    let class = if free { Class::Conversation } else { Class::Register };
    Some(Due { body, class, audience: audience(deadline) })
}

/// The trial limit is the court's own matter; of the rest hears whoever may know of the deadline.
fn audience(deadline: &CaseDeadline) -> Audience {
    match deadline.kind {
        DeadlineKind::Trial => Audience::Court,
        DeadlineKind::FilingReview
        | DeadlineKind::Correction
        | DeadlineKind::Evidence
        | DeadlineKind::Opinions
        | DeadlineKind::Application
        | DeadlineKind::Question
        | DeadlineKind::Comparison
        | DeadlineKind::Started
        | DeadlineKind::Served => deadline.audience.clone(),
    }
}

/// The step of [`REMIND_DAYS`] that so many days belong to: the smallest that is not smaller.
fn step_of(n_days_left: u16) -> Option<u16> {
    REMIND_DAYS.into_iter().filter(|step| *step >= n_days_left).min()
}

fn reminder_day(until: BeijingDate, step: u16) -> Option<BeijingDate> {
    until.plus_days(-i32::from(step)).ok()
}

/// When the clock has to look at the case again; none while it waits for nothing. Now or earlier when
/// something is to be noted now. Of a closed case it waits for the service of its last documents.
pub fn next_at(state: &CaseState, facts: &Facts, now: Instant) -> Option<Instant> {
    if !due(state, facts, now).is_empty() {
        return Some(now);
    }
    let mut all = serving::moments(state, facts, now);
    if is_running(state) {
        all.extend(deadlines(state, facts).iter().flat_map(moments));
    }
    all.into_iter().filter(|moment| *moment > now).min()
}

/// When something about a deadline changes by itself.
fn moments(deadline: &CaseDeadline) -> Vec<Instant> {
    if deadline.met_at().is_some() || deadline.paused {
        return Vec::new();
    }
    let reminders = REMIND_DAYS.into_iter().filter_map(|step| reminder_day(deadline.until, step));
    let reminders = reminders.filter(|day| *day > deadline.from);
    let mut found: Vec<Instant> =
        reminders.map(|day| Instant::midnight(day).plus_ms(REMIND_FROM_HOUR * HOUR_MS)).collect();
    found.extend(deadline.until.plus_days(1).ok().map(Instant::midnight));
    if deadline.kind == DeadlineKind::Trial {
        found.extend(deadline.until.plus_days(-TRIAL_SHOWN_DAYS).ok().map(Instant::midnight));
    }
    found
}

//! How the ends of periods move: by order of the court, by an extension, by a restoration.

use super::{CaseDeadline, DeadlineKind, MovedEnd};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::deadline::PeriodStart;
use crate::entry::{ApplicationKind, ApplicationOutcome, Whose};
use crate::facts::Facts;
use crate::log::EntryRef;
use crate::serving;

/// A new end, from the entry that set it.
struct NewEnd {
    entry: EntryRef,
    until: BeijingDate,
    reason: String,
}

/// Moves ends forward, in the order in which the court moved them.
pub(super) fn apply(state: &CaseState, deadlines: Vec<CaseDeadline>) -> Vec<CaseDeadline> {
    let mut all = Vec::with_capacity(deadlines.len());
    for mut deadline in deadlines {
        let mut ends = ends_of(state, &deadline);
        ends.sort_by_key(|end| end.entry.seq);
        for end in ends {
            move_to(&mut deadline, end);
        }
        if deadline.kind == DeadlineKind::Evidence {
            stand_still(state, &mut deadline);
        }
        let restored = restored_for_one(state, &deadline);
        all.push(deadline);
        all.extend(restored);
    }
    all
}

/// An evidence period stands still while the court's competence is in question.
///
/// # Source
///
/// 民事证据规定 §55.
fn stand_still(state: &CaseState, deadline: &mut CaseDeadline) {
    for objection in state.applications() {
        let filed_on = objection.at.beijing_date();
        let objects = objection.form.kind == ApplicationKind::JurisdictionObjection;
        if !objects || filed_on > deadline.until {
            continue;
        }
        let withdrawn = state.submitted.applications.withdrawn.get(&objection.entry).copied();
        let decided = state.decision(objection.entry).map(|decision| decision.at);
        let Some(ended) = decided.into_iter().chain(withdrawn).min() else {
            deadline.paused = true;
            continue;
        };
        if let Ok(until) = deadline.until.plus_days(filed_on.days_until(ended.beijing_date()).max(0)) {
            let reason = "管辖权异议审查期间举证期限中止".to_owned();
            move_to(deadline, NewEnd { entry: objection.entry, until, reason });
        }
    }
}

fn move_to(deadline: &mut CaseDeadline, end: NewEnd) {
    if end.until <= deadline.until {
        return;
    }
    let (from_until, until) = (deadline.until, end.until);
    deadline.moved.push(MovedEnd { from_until, until, reason: end.reason, entry: end.entry });
    deadline.until = until;
    // The court named the day itself.
    deadline.waits_for = None;
}

/// The latest last day that the law allows, counting the longest period from where it began; none where
/// there is no longest one.
pub fn latest_end(deadline: &CaseDeadline, facts: &Facts) -> Option<BeijingDate> {
    let most = facts.deadlines.get(&deadline.rule)?.most?;
    let start = PeriodStart::Day(deadline.from);
    facts.deadlines.known_end(&deadline.rule, start, Some(most), &facts.holidays).ok().map(|end| end.on)
}

/// Whether an order of the court can move the end: the deadline still waits, and the law leaves room.
pub fn is_movable(state: &CaseState, deadline: &CaseDeadline, facts: &Facts) -> bool {
    let has_entry = deadline.entry.is_some_and(|entry| !is_shared(state, deadline, entry));
    let has_room = latest_end(deadline, facts).is_none_or(|latest| latest > deadline.until);
    has_entry && has_room && of_movable_kind(deadline.kind) && deadline.done_at.is_none()
}

/// The window for opinions and the evidence period come of one entry; an order moves the latter. What was
/// restored for one party moves by a restoration again.
fn is_shared(state: &CaseState, deadline: &CaseDeadline, entry: EntryRef) -> bool {
    let window = deadline.kind == DeadlineKind::Opinions && is_evidence_period(state, entry);
    window || deadline.key.contains(RESTORED)
}

/// What stands in the key of a deadline that was restored for one party.
const RESTORED: &str = ":restored:";

fn of_movable_kind(kind: DeadlineKind) -> bool {
    match kind {
        DeadlineKind::Trial
        | DeadlineKind::Evidence
        | DeadlineKind::Opinions
        | DeadlineKind::Question
        | DeadlineKind::Started
        | DeadlineKind::Served => true,
        DeadlineKind::FilingReview
        | DeadlineKind::Correction
        | DeadlineKind::Application
        | DeadlineKind::Comparison => false,
    }
}

/// What moves the whole period.
///
/// # Source
///
/// 民事证据规定 §54: an extension of the evidence period holds for the other parties too.
fn ends_of(state: &CaseState, deadline: &CaseDeadline) -> Vec<NewEnd> {
    let Some(entry) = deadline.entry.filter(|_| of_movable_kind(deadline.kind)) else { return Vec::new() };
    let moves = state.decided.agenda.moves.iter();
    let by_order = moves.filter(|(period, _)| serving::is_same_service(state, **period, entry));
    let by_order = by_order.flat_map(|(_, moves)| moves);
    let shared = is_shared(state, deadline, entry);
    let mut ends: Vec<NewEnd> = by_order
        .filter(|_| !shared)
        .map(|moved| NewEnd { entry: moved.entry, until: moved.until, reason: moved.reason.clone() })
        .collect();
    for (application, until, decision, reason) in granted(state) {
        let moves = match application.form.kind {
            ApplicationKind::EvidenceExtension => {
                let about = application.form.about;
                deadline.kind == DeadlineKind::Evidence
                    && entry.seq < decision.seq
                    && about.is_none_or(|about| about == entry || !is_evidence_period(state, about))
            }
            ApplicationKind::RestorePeriod => {
                application.form.about.is_some_and(|about| serving::is_same_service(state, about, entry))
                    && !shared
                    && deadline.whose == Whose::Party { party: application.party }
            }
            _ => false,
        };
        if moves {
            ends.push(NewEnd { entry: decision, until, reason });
        }
    }
    ends
}

/// A restoration helps the party that was hindered, not the others whose period it was as well.
///
/// # Source
///
/// 民事诉讼法 §86.
fn restored_for_one(state: &CaseState, deadline: &CaseDeadline) -> Vec<CaseDeadline> {
    let Some(entry) = deadline.entry.filter(|_| of_movable_kind(deadline.kind)) else { return Vec::new() };
    let mut found = Vec::new();
    for (application, until, decision, reason) in granted(state) {
        let whose = Whose::Party { party: application.party };
        let side = state.party(application.party).map(|(side, _)| side);
        let shared = match deadline.whose {
            Whose::Parties => true,
            Whose::Side { side: of } => side == Some(of),
            Whose::Party { .. } | Whose::Court => false,
        };
        let about = application.form.about == Some(entry);
        if application.form.kind != ApplicationKind::RestorePeriod || !about || !shared {
            continue;
        }
        let mut own = deadline.clone();
        own.key = format!("{}{RESTORED}{}", deadline.key, application.entry);
        own.whose = whose;
        move_to(&mut own, NewEnd { entry: decision, until, reason });
        found.push(own);
    }
    found
}

/// Applications that were granted with a new last day: the application, the day, the decision, why.
fn granted(
    state: &CaseState,
) -> impl Iterator<Item = (&crate::application::Application, BeijingDate, EntryRef, String)> {
    state.applications().filter_map(|application| {
        let decision = state.decision(application.entry)?;
        let granted = match decision.outcome {
            ApplicationOutcome::Granted | ApplicationOutcome::PartlyGranted => true,
            ApplicationOutcome::Refused => false,
        };
        let until = decision.until.filter(|_| granted)?;
        Some((application, until, decision.entry, decision.reason.clone()))
    })
}

fn is_evidence_period(state: &CaseState, entry: EntryRef) -> bool {
    state.decided.evidence.periods.iter().any(|period| period.entry == entry)
}

//! Periods that the court let begin, and what meets them.

use super::{CaseDeadline, DeadlineKind};
use crate::actor::Side;
use crate::agenda::StartedPeriod;
use crate::audience::Audience;
use crate::case::CaseState;
use crate::entry::{ApplicationKind, PartyNumber, Whose};
use crate::instant::Instant;

/// The periods of `PeriodStarted` entries.
pub(super) fn periods(state: &CaseState) -> Vec<CaseDeadline> {
    let one = |period: &StartedPeriod| {
        let key = format!("period:{}", period.entry);
        let span = (period.from, period.until);
        let mut deadline = CaseDeadline::new(DeadlineKind::Started, key, &period.title, period.whose, span);
        deadline.rule.clone_from(&period.rule);
        deadline.source.clone_from(&period.source);
        deadline.entry = Some(period.entry);
        if period.whose == Whose::Court {
            deadline.audience = Audience::Court;
        }
        deadline
    };
    state.decided.agenda.periods.values().map(one).collect()
}

/// The parties whose move a period is.
pub(super) fn parties_of(state: &CaseState, whose: Whose, answering: bool) -> Vec<PartyNumber> {
    let parties = state.parties().into_iter();
    let of = parties.filter(|(number, side, _)| match whose {
        Whose::Court => false,
        Whose::Side { side: of } => *side == of,
        Whose::Party { party } => *number == party,
        // Only those who were sued answer.
        Whose::Parties => !answering || *side == Side::Respondent,
    });
    of.map(|(number, ..)| number).collect()
}

/// When every one of the parties had done it; none while one has not.
fn when_all(parties: &[PartyNumber], done: impl Fn(PartyNumber) -> Option<Instant>) -> Option<Instant> {
    let all: Option<Vec<Instant>> = parties.iter().map(|party| done(*party)).collect();
    all?.into_iter().max()
}

/// Says when what a started period is for was done: by its act, or as the court noted.
pub(super) fn meet(state: &CaseState, deadline: &mut CaseDeadline) {
    if !matches!(deadline.kind, DeadlineKind::Started | DeadlineKind::Served) {
        return;
    }
    let filed = &state.submitted.applications;
    let by_act = match deadline.rule.as_str() {
        "ANSWER" | "ANSWER_SMALL" | "ANSWER_FOREIGN" => {
            when_all(&parties_of(state, deadline.whose, true), |party| {
                let answers = filed.answers.iter().filter(|answer| answer.party == party);
                answers.map(|answer| answer.at).min()
            })
        }
        "JURIS_OBJ" => when_all(&parties_of(state, deadline.whose, true), |party| {
            let objections = state.applications().filter(|application| {
                application.party == party && application.form.kind == ApplicationKind::JurisdictionObjection
            });
            objections.map(|application| application.at).min()
        }),
        _ => None,
    };
    let noted = state.decided.agenda.done.get(&deadline.key).copied();
    deadline.done_at = by_act.into_iter().chain(noted).min();
}

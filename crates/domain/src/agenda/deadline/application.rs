//! The court's time to decide applications.

use super::{CaseDeadline, DeadlineKind};
use crate::application;
use crate::audience::Audience;
use crate::case::CaseState;
use crate::entry::Whose;
use crate::facts::Facts;

/// One for each application whose decision has a day. The other side does not learn of a preservation
/// before it is done: its deadline is for whom the application is.
///
/// # Source
///
/// 民事诉讼法 §50, §103; 民诉法解释 §171; 财产保全规定 §4.
pub(super) fn decisions(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let withdrawn = &state.submitted.applications.withdrawn;
    let mut found = Vec::new();
    for application in state.applications() {
        let Some(rule) = facts.applications.get(application.form.kind) else { continue };
        let Some(end) = application::decide_end(facts, rule, application) else { continue };
        let decided = state.decision(application.entry).map(|decision| decision.at);
        let ended = decided.into_iter().chain(withdrawn.get(&application.entry).copied()).min();
        let span = (application.at.beijing_date(), end);
        let key = format!("application:{}", application.entry);
        let title = format!("对{}申请作出决定", rule.name);
        let within = application::decide_within(rule, &application.form).unwrap_or_default();
        let deadline = CaseDeadline::ending(DeadlineKind::Application, key, &title, Whose::Court, span);
        let mut deadline = deadline.by_rule(within, facts).done(ended);
        deadline.entry = Some(application.entry);
        deadline.audience = match state.party(application.party) {
            Some((side, _)) if rule.for_own_side => Audience::Side { side },
            Some(_) => Audience::Everyone,
            None => Audience::Court,
        };
        found.push(deadline);
    }
    found
}

//! The court's time to decide applications.

use super::{CaseDeadline, DeadlineKind, last_day};
use crate::audience::Audience;
use crate::case::CaseState;
use crate::entry::{ApplicationForm, ApplicationKind, Whose};
use crate::facts::Facts;

/// The rule by which an application has to be decided; none where the law leaves it open.
///
/// # Source
///
/// 民事诉讼法 §50, §103; 民诉法解释 §171; 财产保全规定 §4.
pub fn decide_rule(form: &ApplicationForm) -> Option<&'static str> {
    match form.kind {
        ApplicationKind::Recusal => Some("RECUSAL_DECIDE"),
        ApplicationKind::RecusalReconsideration => Some("RECUSAL_RECON"),
        ApplicationKind::PropertyPreservation | ApplicationKind::EvidencePreservation => {
            Some(if form.urgent { "PRES_IN_URGENT" } else { "PRES_IN" })
        }
        ApplicationKind::PreservationReconsideration => Some("PRES_RECON_DECIDE"),
        ApplicationKind::EvidenceExtension
        | ApplicationKind::JurisdictionObjection
        | ApplicationKind::AdvanceEnforcement
        | ApplicationKind::Appraisal
        | ApplicationKind::InvestigationOrder
        | ApplicationKind::WitnessToAppear
        | ApplicationKind::ExpertAssistant
        | ApplicationKind::Joinder
        | ApplicationKind::ChangeClaims
        | ApplicationKind::IncreaseClaims
        | ApplicationKind::WaiveClaims
        | ApplicationKind::Counterclaim
        | ApplicationKind::WithdrawSuit
        | ApplicationKind::Postponement
        | ApplicationKind::ClosedHearing
        | ApplicationKind::ProcedureObjection
        | ApplicationKind::RestorePeriod
        | ApplicationKind::PaperCopies
        | ApplicationKind::FeeRelief
        | ApplicationKind::ToOffline
        | ApplicationKind::ToOnline
        | ApplicationKind::FileAccess => None,
    }
}

/// One for each application whose decision has a day. The other side does not learn of a preservation
/// before it is done, so that a deadline is for the court and the side that applied.
pub(super) fn decisions(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let withdrawn = &state.submitted.applications.withdrawn;
    let mut found = Vec::new();
    for application in state.applications() {
        let Some(rule) = decide_rule(&application.form) else { continue };
        let Some(until) = last_day(rule, application.at, facts) else { continue };
        let decided = state.decision(application.entry).map(|decision| decision.at);
        let ended = decided.into_iter().chain(withdrawn.get(&application.entry).copied()).min();
        let span = (application.at.beijing_date(), until);
        let key = format!("application:{}", application.entry);
        let title = facts.deadlines.get(rule).map_or("决定申请", |rule| rule.name.as_str());
        let deadline = CaseDeadline::new(DeadlineKind::Application, key, title, Whose::Court, span);
        let mut deadline = deadline.by_rule(rule, facts).done(ended);
        deadline.entry = Some(application.entry);
        deadline.audience = match state.party(application.party) {
            Some((side, _)) => Audience::Side { side },
            None => Audience::Court,
        };
        found.push(deadline);
    }
    found
}

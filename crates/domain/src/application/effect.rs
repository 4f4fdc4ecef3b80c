//! What granted and pending applications do to the case. Every function reads the folded state only, so
//! that the answer is the same in whatever order the two chains arrived.

use super::Application;
use crate::case::CaseState;
use crate::entry::{ApplicationForm, ApplicationKind, ApplicationOutcome};
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ApplicationStatus {
    /// Waits for a decision.
    Pending,
    /// 准许.
    Granted,
    /// 部分准许.
    PartlyGranted,
    /// 不予准许, 驳回.
    Refused,
    /// Taken back.
    Withdrawn,
}

/// Where an application stands. A decision stands, even if the applicant took the application back while
/// the decision was on its way.
pub fn status(state: &CaseState, application: EntryRef) -> ApplicationStatus {
    match state.decision(application).map(|decision| decision.outcome) {
        Some(ApplicationOutcome::Granted) => ApplicationStatus::Granted,
        Some(ApplicationOutcome::PartlyGranted) => ApplicationStatus::PartlyGranted,
        Some(ApplicationOutcome::Refused) => ApplicationStatus::Refused,
        None if state.submitted.applications.withdrawn.contains_key(&application) => {
            ApplicationStatus::Withdrawn
        }
        None => ApplicationStatus::Pending,
    }
}

/// Granted applications of a kind, in the order of their decisions.
fn granted<'case>(state: &'case CaseState, kinds: &[ApplicationKind]) -> Vec<&'case Application> {
    let decided = |application: &&Application| {
        kinds.contains(&application.form.kind)
            && state
                .decision(application.entry)
                .is_some_and(|made| made.outcome != ApplicationOutcome::Refused)
    };
    let mut found: Vec<&Application> = state.applications().filter(decided).collect();
    found.sort_by_key(|application| state.decision(application.entry).map(|made| made.entry));
    found
}

/// A claim as it stands now.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its words.
    pub text: String,
    /// Whether it was given up.
    pub waived: bool,
    /// The application that changed, added or gave it up.
    pub by: Option<EntryRef>,
}

hushed_debug! { Claim { waived, by } }

/// The claims: those of the complaint, as changed, increased and given up by granted applications.
///
/// The index of a claim never changes: one that was given up keeps its place, a new one comes last.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §54, §143.
pub fn claims(state: &CaseState) -> Vec<Claim> {
    let form = state.form().map(|form| form.claims.as_slice()).unwrap_or_default();
    let mut claims: Vec<Claim> =
        form.iter().map(|text| Claim { text: text.clone(), waived: false, by: None }).collect();
    const KINDS: [ApplicationKind; 3] =
        [ApplicationKind::ChangeClaims, ApplicationKind::IncreaseClaims, ApplicationKind::WaiveClaims];
    for application in granted(state, &KINDS) {
        let by = Some(application.entry);
        let named = named_claim_of(&application.form).and_then(|index| claims.get_mut(usize::from(index)));
        match (application.form.kind, named) {
            (ApplicationKind::WaiveClaims, Some(claim)) => {
                claim.waived = true;
                claim.by = by;
            }
            (ApplicationKind::ChangeClaims, Some(claim)) => {
                *claim = Claim { text: application.form.request.clone(), waived: false, by };
            }
            (ApplicationKind::IncreaseClaims, _) => {
                claims.push(Claim { text: application.form.request.clone(), waived: false, by });
            }
            _ => {}
        }
    }
    claims
}

/// The claim a form names, by its index.
pub(super) fn named_claim_of(form: &ApplicationForm) -> Option<u16> {
    form.details.get("claim").and_then(|index| index.trim().parse().ok())
}

/// Whether an objection to the jurisdiction waits: the period for evidence stands still meanwhile.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §130.
pub fn jurisdiction_pending(state: &CaseState) -> bool {
    state.pending_applications().any(|one| one.form.kind == ApplicationKind::JurisdictionObjection)
}

/// Counterclaims that the court took up.
pub fn counterclaims(state: &CaseState) -> Vec<&Application> {
    granted(state, &[ApplicationKind::Counterclaim])
}

/// Appraisals that were ordered: their time does not count in the time for the trial.
pub fn appraisals(state: &CaseState) -> Vec<&Application> {
    granted(state, &[ApplicationKind::Appraisal])
}

/// Steps that were moved from the net to the courthouse or back: the last decision on each counts.
/// `true`: in the courthouse.
///
/// # Source
///
/// 人民法院在线诉讼规则 §4, §5.
pub fn offline_steps(state: &CaseState) -> std::collections::BTreeMap<&str, bool> {
    let moved = granted(state, &[ApplicationKind::ToOffline, ApplicationKind::ToOnline]);
    let step = |one: &'_ Application| one.form.kind == ApplicationKind::ToOffline;
    moved.into_iter().filter_map(|one| Some((one.form.details.get("step")?.as_str(), step(one)))).collect()
}

//! Periods that begin by law: review and correction of a filing, and the trial limit (审限).

use super::{CaseDeadline, DeadlineKind, MovedEnd};
use crate::actor::Side;
use crate::audience::Audience;
use crate::calendar::BeijingDate;
use crate::case::{CaseState, Registration};
use crate::deadline::PeriodStart;
use crate::entry::{ApplicationKind, ApplicationOutcome, ExhibitKind, Procedure, Whose};
use crate::facts::Facts;
use crate::filing;
use crate::form::FilingKind;
use crate::instant::Instant;
use crate::log::EntryRef;

/// The filing desk's time to decide on the latest filing, and the filer's to correct.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §126; 在线诉讼规则 §9.
pub(super) fn before_filing(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let for_filer = Audience::Side { side: Side::Claimant };
    let mut found = Vec::new();
    if let Some(filing) = state.filing()
        && let Ok(end) = filing::review_end(filing, facts)
    {
        let corrections = state.decided.corrections.iter();
        let returned = corrections.filter(|correction| correction.filing == filing.entry).map(|one| one.at);
        let registered = state.decided.registration.as_ref().map(|registration| registration.at);
        let rejected = state.decided.rejection.as_ref().map(|rejection| rejection.at);
        let decided = returned.chain(registered).chain(rejected).min();
        let span = (filing.at.beijing_date(), end);
        let key = format!("filing_review:{}", filing.entry);
        let mut review =
            CaseDeadline::ending(DeadlineKind::FilingReview, key, "登记立案审查期限", Whose::Court, span)
                .by_rule("FILING_REVIEW", facts)
                .done(decided);
        review.entry = Some(filing.entry);
        review.audience = for_filer.clone();
        found.push(review);
    }
    for correction in &state.decided.corrections {
        let answers = |answered: Option<EntryRef>| answered == Some(correction.entry);
        let filings = state.submitted.filings.iter();
        let corrected = filings.filter(|filing| answers(filing.answers)).map(|filing| filing.at).min();
        let span = (correction.at.beijing_date(), correction.until);
        let whose = Whose::Side { side: Side::Claimant };
        let key = format!("correction:{}", correction.entry);
        let mut deadline = CaseDeadline::new(DeadlineKind::Correction, key, "补正起诉材料期限", whose, span)
            .by_rule("FILING_CORRECTION", facts)
            .done(corrected);
        deadline.entry = Some(correction.entry);
        deadline.audience = for_filer.clone();
        found.push(deadline);
    }
    found
}

/// The rule of the trial limit; none for cases whose limit this program does not know.
fn trial_rule(registration: &Registration) -> Option<&'static str> {
    let simplified = registration.procedure == Procedure::Simplified;
    match registration.case_type.as_str() {
        "民初" => Some(match registration.procedure {
            Procedure::SmallClaims => "TRIAL_SMALL",
            Procedure::Simplified => "TRIAL_SIMPL",
            Procedure::Ordinary | Procedure::Enforcement => "TRIAL_ORD",
        }),
        "民终" => Some("TRIAL_APPEAL_J"),
        "行初" => Some(if simplified { "TRIAL_ADM_SIMPL" } else { "TRIAL_ADM" }),
        "行终" => Some("TRIAL_ADM_APPEAL"),
        "执" | "执恢" => Some("ENF_CLOSE"),
        _ => None,
    }
}

/// Days that do not count in the trial limit: from, to (still going on without), why, and the entry.
type Pause = (BeijingDate, Option<BeijingDate>, &'static str, EntryRef);

fn pauses(state: &CaseState) -> Vec<Pause> {
    let withdrawn = |entry| state.submitted.applications.withdrawn.get(&entry).copied();
    let mut found: Vec<Pause> = Vec::new();
    for application in state.applications() {
        let (entry, decision) = (application.entry, state.decision(application.entry));
        match application.form.kind {
            ApplicationKind::JurisdictionObjection => {
                let ended = decision.map(|decision| decision.at).into_iter().chain(withdrawn(entry)).min();
                let from = application.at.beijing_date();
                found.push((from, ended.map(Instant::beijing_date), "管辖权异议审查期间不计入审限", entry));
            }
            ApplicationKind::Appraisal => {
                let Some(decision) = decision.filter(|made| made.outcome != ApplicationOutcome::Refused)
                else {
                    continue;
                };
                let opinion = state.exhibits().find(|exhibit| {
                    exhibit.form.kind == ExhibitKind::ExpertOpinion && exhibit.at > decision.at
                });
                let from = decision.at.beijing_date();
                let ended = opinion.map(|exhibit| exhibit.at.beijing_date()).into_iter();
                let ended = ended.chain(decision.until).min();
                found.push((from, ended, "鉴定期间不计入审限", decision.entry));
            }
            _ => {}
        }
    }
    found.sort_by_key(|pause| (pause.0, pause.3));
    found
}

/// The trial limit of the case. Days off do not move it; the time of a jurisdiction objection and of an
/// appraisal does not count. An extension that was approved moves it as any period.
///
/// # Source
///
/// 民事诉讼法 §152, §164, §168; 民诉法解释 §243.
pub(super) fn trial(state: &CaseState, facts: &Facts) -> Option<CaseDeadline> {
    let registration = state.decided.registration.as_ref()?;
    let rule = trial_rule(registration);
    let from = registration.filed_on;
    let by_rule = rule
        .and_then(|rule| facts.deadlines.last_day(rule, PeriodStart::Day(from), None, &facts.holidays).ok());
    // What the case-handling system says has the pauses and extensions of its own.
    let until = registration.due_on.or(by_rule.map(|deadline| deadline.last_day))?;
    let title = if state.kind() == Some(FilingKind::Enforcement) { "执行期限" } else { "审理期限" };
    let mut deadline =
        CaseDeadline::new(DeadlineKind::Trial, "trial".to_owned(), title, Whose::Court, (from, until));
    if let Some(rule) = rule {
        deadline = deadline.by_rule(rule, facts);
    }
    deadline.entry = Some(registration.entry);
    deadline.done_at = state.decided.closing.as_ref().map(|closing| Instant::midnight(closing.closed_on));
    if registration.due_on.is_none() {
        pause(&mut deadline, &pauses(state));
    }
    Some(deadline)
}

/// Moves the end by the days that do not count; a day in two pauses is one day.
fn pause(deadline: &mut CaseDeadline, pauses: &[Pause]) {
    let mut counted_to = deadline.from;
    for (from, to, why, entry) in pauses {
        let Some(to) = to else {
            deadline.paused = true;
            continue;
        };
        let from = counted_to.max(*from);
        let n_days = from.days_until(*to);
        if n_days <= 0 {
            continue;
        }
        counted_to = *to;
        if let Ok(until) = deadline.until.plus_days(n_days) {
            let (from_until, reason) = (deadline.until, (*why).to_owned());
            deadline.moved.push(MovedEnd { from_until, until, reason, entry: *entry });
            deadline.until = until;
        }
    }
}

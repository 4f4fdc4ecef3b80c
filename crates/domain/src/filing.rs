//! Filing a case (立案): handing in, returning with all defects at once, refusing, registering.

mod checklist;

pub use checklist::defects;

use crate::actor::{Actor, Assurance, Side, Standing};
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case::{CaseState, Correction, Filing, Membership};
use crate::case_number::CaseSeries;
use crate::case_type::CaseTypeCode;
use crate::command::{
    self, AnswerMediationOffer, KnownPerson, OfferMediation, RegisterCase, RejectFiling, RequestCorrection,
    ResubmitFiling, Setting, SubmitFiling,
};
use crate::court::CourtCode;
use crate::deadline::{DeadlineRefusal, KnownEnd, PeriodStart};
use crate::entry::{Defect, EntryBody, Procedure};
use crate::facts::Facts;
use crate::fee::{Fee, FeeQuestion, FeeRefusal, Modifier, court_fee};
use crate::form::{FilerCapacity, FilingForm, FilingKind};
use crate::log::{ActorStamp, Draft, DraftBody, EntryRef, Origin};
use crate::membership;
use crate::permission::{self, Act, may, stamp};
use crate::registration::PendingRegistration;

/// Days within which the court decides on a filing, by the rule of this name.
const REVIEW_RULE: &str = "FILING_REVIEW";

/// Why a filing, or a decision on it, is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The court's words are too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// Something is missing or wrong.
    #[error("the filing has {} defects", defects.len())]
    Incomplete {
        /// Everything, at once.
        defects: Vec<Defect>,
    },
    /// The filer is not the person the form says.
    #[error("the filer is not whom the form names")]
    NotTheNamedFiler {
        /// The field that names somebody else.
        field: String,
    },
    /// The period for correction is over.
    #[error("the period for correction ended on {until}")]
    CorrectionLapsed {
        /// The last day.
        until: BeijingDate,
    },
    /// All defects are named at once, and only once.
    #[error("a correction was already requested")]
    CorrectionOnlyOnce,
    /// A request for correction must say what.
    #[error("no defect is named")]
    NoDefects,
    /// The last day must lie ahead.
    #[error("the last day lies in the past")]
    LastDayInThePast,
    /// A refusal must give its reason and article.
    #[error("a reason and an article are needed")]
    NoReason,
    /// Offered once already.
    #[error("mediation was already offered")]
    AlreadyOffered,
    /// Nothing to answer.
    #[error("there is no open offer of mediation")]
    NoOpenOffer,
    /// The form was addressed elsewhere while under review.
    #[error("a filing under review stays with its court")]
    CourtChanged,
    /// No such cause of action.
    #[error("no such cause of action")]
    UnknownCause,
    /// The procedure does not exist for this kind of case.
    #[error("this kind of case does not run under this procedure")]
    ProcedureDoesNotFit {
        /// The procedure.
        procedure: Procedure,
    },
}

/// Decides a first filing. A receipt is always given; the court's seven days start with it.
///
/// # Errors
///
/// Refuses forms with defects, naming all of them, and filers who are not whom the form names.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §123, §124, §126; 最高法关于人民法院登记立案若干问题的规定 §2, §4, §6.
pub fn decide_submit(
    state: &CaseState,
    actor: &Actor,
    command: &SubmitFiling,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    if actor.standing != Standing::Public || actor.assurance < Assurance::RealName {
        return Err(permission::Refusal::AssuranceTooLow { needed: Assurance::RealName }.into());
    }
    if let Some(filing) = state.filing() {
        let refusal = permission::Refusal::WrongStatus { status: state.status(), act: Act::SubmitFiling };
        let known = filing.filer == actor.person;
        return Err(if known { refusal } else { permission::Refusal::NotAMember }.into());
    }
    let membership = check_form(&command.form, &command.filer, setting)?;
    let body = EntryBody::FilingSubmitted { form: command.form.clone() };
    Ok(vec![front_draft(stamp(actor, membership), Class::Party, body)])
}

/// Decides a corrected filing; the seven days start anew on the next day.
///
/// # Errors
///
/// Refuses strangers, late corrections and forms with defects.
///
/// # Source
///
/// 最高法关于适用民事诉讼法的解释 §126; 人民法院在线诉讼规则 §9.
pub fn decide_resubmit(
    state: &CaseState,
    actor: &Actor,
    command: &ResubmitFiling,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    may(state, actor, Act::ResubmitFiling, setting.now)?;
    let (filing, correction) = match (state.filing(), state.open_correction()) {
        (Some(filing), Some(correction)) if filing.filer == actor.person => (filing, correction),
        _ => return Err(permission::Refusal::NotAMember.into()),
    };
    if setting.now.beijing_date() > correction.until {
        return Err(Refusal::CorrectionLapsed { until: correction.until }.into());
    }
    let moved = command.form.court_code != filing.form.court_code || command.form.kind != filing.form.kind;
    if moved {
        return Err(Refusal::CourtChanged.into());
    }
    let membership = check_form(&command.form, &command.filer, setting)?;
    let body = EntryBody::FilingResubmitted { form: command.form.clone(), answers: correction.entry };
    Ok(vec![front_draft(stamp(actor, membership), Class::Party, body)])
}

/// Longest reason, article or note of the court to the filer, in characters.
const LONGEST_WORDS: usize = 2000;

/// Most defects of one return: a form has fewer fields.
const MOST_DEFECTS: usize = 200;

fn check_words(words: &str) -> Result<(), Refusal> {
    let fits = words.chars().count() <= LONGEST_WORDS;
    if fits { Ok(()) } else { Err(Refusal::TooLong { longest: LONGEST_WORDS }) }
}

fn front_draft(actor: ActorStamp, class: Class, body: EntryBody) -> Draft {
    Draft {
        body: DraftBody::Ready(body),
        class,
        audience: Audience::Side { side: Side::Claimant },
        actor,
        origin: Origin::Front,
    }
}

fn court_draft(actor: ActorStamp, class: Class, body: EntryBody) -> Draft {
    Draft { origin: Origin::Court, ..front_draft(actor, class, body) }
}

/// Checks the form, and that the filer is the person it names.
fn check_form(form: &FilingForm, filer: &KnownPerson, setting: Setting<'_>) -> Result<Membership, Refusal> {
    let defects = defects(form, setting.facts, setting.now.beijing_date());
    if !defects.is_empty() {
        return Err(Refusal::Incomplete { defects });
    }
    named_filer(form, filer)
}

/// What the filer is in the form, if they are the person it names.
pub(crate) fn named_filer(form: &FilingForm, filer: &KnownPerson) -> Result<Membership, Refusal> {
    let claimant = usize::from(form.filed_by.claimant);
    let no_such = |field: &str| Refusal::NotTheNamedFiler { field: field.to_owned() };
    let party = form.claimants.get(claimant).ok_or_else(|| no_such("filed_by.claimant"))?;
    let (role, name, digest, field) = match form.filed_by.capacity {
        FilerCapacity::Party => {
            let field = format!("claimants[{claimant}].name");
            (form.kind.roles().0, party.legal_representative_or_name(), party.id_digest, field)
        }
        FilerCapacity::Agent => {
            let number = form.filed_by.agent.ok_or_else(|| no_such("filed_by.agent"))?;
            let agent = party.agents.get(usize::from(number)).ok_or_else(|| no_such("filed_by.agent"))?;
            let field = format!("claimants[{claimant}].agents[{number}].name");
            (crate::actor::Role::LitigationAgent, agent.name.as_str(), agent.id_digest, field)
        }
    };
    let same_number = digest.is_none_or(|digest| digest == filer.id_digest);
    if name.trim() != filer.name.trim() || !same_number {
        return Err(Refusal::NotTheNamedFiler { field });
    }
    Ok(Membership { role, side: Some(Side::Claimant), party: Some(form.filed_by.claimant) })
}

/// Decides to return a filing, naming everything that is missing, once.
///
/// # Errors
///
/// Refuses a second return, an empty list, and a last day in the past.
///
/// # Source
///
/// 最高法关于人民法院登记立案若干问题的规定 §7; 人民法院在线诉讼规则 §9.
pub fn decide_request_correction(
    state: &CaseState,
    actor: &Actor,
    command: &RequestCorrection,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let (membership, filing) = reviewed(state, actor, Act::RequestCorrection, setting)?;
    if !state.decided.corrections.is_empty() {
        return Err(Refusal::CorrectionOnlyOnce.into());
    }
    if command.defects.is_empty() || command.defects.iter().any(|defect| defect.reason.trim().is_empty()) {
        return Err(Refusal::NoDefects.into());
    }
    if command.defects.len() > MOST_DEFECTS {
        return Err(Refusal::TooLong { longest: LONGEST_WORDS }.into());
    }
    for defect in &command.defects {
        check_words(&defect.field)?;
        check_words(&defect.reason)?;
    }
    if command.until < setting.now.beijing_date() {
        return Err(Refusal::LastDayInThePast.into());
    }
    let body = EntryBody::CorrectionRequested {
        filing: filing.entry,
        defects: command.defects.clone(),
        until: command.until,
    };
    Ok(vec![court_draft(stamp(actor, membership), Class::Party, body)])
}

/// Decides not to file: on the papers as they stand, or because they were not corrected in time.
///
/// # Errors
///
/// Refuses without reason and article, and while the filer may still correct.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §126, §127; 最高法关于人民法院登记立案若干问题的规定 §7.
pub fn decide_reject(
    state: &CaseState,
    actor: &Actor,
    command: &RejectFiling,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let (membership, filing) = reviewed(state, actor, Act::RejectFiling, setting)?;
    if command.reason.trim().is_empty() || command.article.trim().is_empty() {
        return Err(Refusal::NoReason.into());
    }
    check_words(&command.reason)?;
    check_words(&command.article)?;
    let (reason, article) = (command.reason.clone(), command.article.clone());
    let body = EntryBody::FilingRejected { filing: filing.entry, reason, article };
    Ok(vec![court_draft(stamp(actor, membership), Class::Party, body)])
}

/// Decides to offer mediation before filing; only the filer's consent is recorded.
///
/// # Errors
///
/// Refuses a second offer.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §125.
pub fn decide_offer_mediation(
    state: &CaseState,
    actor: &Actor,
    command: &OfferMediation,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let (membership, filing) = reviewed(state, actor, Act::OfferMediation, setting)?;
    if state.decided.mediation_offer.is_some() {
        return Err(Refusal::AlreadyOffered.into());
    }
    check_words(&command.note)?;
    let body = EntryBody::MediationOffered { filing: filing.entry, note: command.note.clone() };
    Ok(vec![court_draft(stamp(actor, membership), Class::Party, body)])
}

/// Decides the filer's answer to the offer.
///
/// # Errors
///
/// Refuses when there is no open offer.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §125.
pub fn decide_answer_mediation_offer(
    state: &CaseState,
    actor: &Actor,
    command: &AnswerMediationOffer,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::AnswerMediationOffer, setting.now)?;
    let offer = state.decided.mediation_offer.as_ref().map(|offer| offer.entry);
    let open = |offer: &EntryRef| !state.submitted.mediation_answers.contains_key(offer);
    let offer = offer.filter(open).ok_or(Refusal::NoOpenOffer)?;
    let body = EntryBody::MediationAnswered { offer, accepted: command.accepted };
    Ok(vec![front_draft(stamp(actor, membership), Class::Party, body)])
}

/// Decides to file the case: its number, its bench, and an invitation to everyone the filing names.
///
/// The serial number is issued by the store in the transaction that appends the entries.
///
/// # Errors
///
/// Refuses procedures and causes that do not fit.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §122, §126; 最高法关于人民法院案件案号的若干规定 §9.
pub fn decide_register(
    state: &CaseState,
    actor: &Actor,
    command: &RegisterCase,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let (membership, filing) = reviewed(state, actor, Act::RegisterCase, setting)?;
    let form = &filing.form;
    if !procedure_fits(form.kind, command.procedure) {
        return Err(Refusal::ProcedureDoesNotFit { procedure: command.procedure }.into());
    }
    let cause_code = command.cause_code.as_ref().or(form.cause_code.as_ref());
    let cause_name = cause_name(form.kind, cause_code, setting.facts).ok_or(Refusal::UnknownCause)?;
    let court_code = form.court_code.clone().ok_or(permission::Refusal::NotAMember)?;
    let court_name = setting
        .facts
        .courts
        .get(&court_code)
        .map_or_else(|| court_code.as_str().to_owned(), |court| court.name.clone());
    let filed_on = setting.now.beijing_date();
    let registration = PendingRegistration {
        filing: filing.entry,
        series: CaseSeries {
            year: filed_on.year(),
            court: court_code,
            special: None,
            case_type: CaseTypeCode::new(form.kind.case_type_code()),
        },
        court_name,
        cause_code: cause_code.cloned().unwrap_or_default(),
        title: form.title(&cause_name),
        cause_name,
        procedure: command.procedure,
        filed_on,
    };
    let stamp = stamp(actor, membership);
    let mut drafts = vec![Draft {
        body: DraftBody::AwaitsNumber(Box::new(registration)),
        class: Class::Register,
        audience: Audience::Everyone,
        actor: stamp,
        origin: Origin::Court,
    }];
    drafts.push(membership::bench_draft(stamp, &command.bench)?);
    drafts.extend(membership::invitation_drafts(state, stamp));
    Ok(drafts)
}

/// Whether a case of `kind` can run under `procedure`: small claims are a civil matter.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §165.
pub fn procedure_fits(kind: FilingKind, procedure: Procedure) -> bool {
    match procedure {
        Procedure::Ordinary | Procedure::Simplified => kind != FilingKind::Enforcement,
        Procedure::SmallClaims => kind == FilingKind::CivilFirstInstance,
        Procedure::Enforcement => kind == FilingKind::Enforcement,
    }
}

/// Name of the cause of action; administrative and enforcement cases may go without a civil cause.
pub fn cause_name(kind: FilingKind, cause_code: Option<&String>, facts: &Facts) -> Option<String> {
    match (cause_code, kind) {
        (Some(code), _) => facts.causes.get(code).map(|cause| cause.name.clone()),
        (None, FilingKind::CivilFirstInstance) => None,
        (None, FilingKind::AdministrativeFirstInstance) => Some("行政纠纷".to_owned()),
        (None, FilingKind::Enforcement) => Some("申请执行".to_owned()),
    }
}

fn reviewed<'a>(
    state: &'a CaseState,
    actor: &Actor,
    act: Act,
    setting: Setting<'_>,
) -> Result<(Membership, &'a Filing), command::Refusal> {
    let membership = may(state, actor, act, setting.now)?;
    let filing = state.filing().ok_or(permission::Refusal::NotAMember)?;
    Ok((membership, filing))
}

/// Last day for the court to decide on the latest filing, as far as the days off are known.
///
/// # Errors
///
/// [`DeadlineRefusal`] beyond the end of the calendar.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §126; 最高法关于适用民事诉讼法的解释 §126.
pub fn review_end(filing: &Filing, facts: &Facts) -> Result<KnownEnd, DeadlineRefusal> {
    let received = PeriodStart::Day(filing.at.beijing_date());
    facts.deadlines.known_end(REVIEW_RULE, received, None, &facts.holidays)
}

/// Whether the filer's time to correct is over at `today`.
pub fn correction_lapsed(correction: &Correction, today: BeijingDate) -> bool {
    today > correction.until
}

/// The fee as the form stands, in the province of its court.
///
/// # Errors
///
/// [`FeeRefusal`] while the form does not say enough.
///
/// # Source
///
/// 诉讼费用交纳办法 §13, §14, §16.
pub fn fee(form: &FilingForm, procedure: Option<Procedure>, facts: &Facts) -> Result<Fee, FeeRefusal> {
    let mut modifiers = Vec::new();
    if let Some(province) = form.court_code.as_ref().and_then(CourtCode::province) {
        modifiers.push(Modifier::Province(province.to_string()));
    }
    match procedure {
        Some(Procedure::Simplified) => modifiers.push(Modifier::Simplified),
        Some(Procedure::SmallClaims) => modifiers.push(Modifier::SmallClaims),
        Some(Procedure::Ordinary | Procedure::Enforcement) | None => {}
    }
    if form.kind == FilingKind::Enforcement && form.claim_amount_fen.is_none() {
        modifiers.extend([Modifier::NoAmount, Modifier::Least]);
    }
    let question = FeeQuestion { kind: form.fee_kind.into(), amount: form.claim_amount_fen, modifiers };
    court_fee(&question, &facts.tariff)
}

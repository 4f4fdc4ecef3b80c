//! What can be applied for, and the applications and answers of a case as a viewer sees them.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Role};
use weicourt_domain::application::{
    self, Answer, Application, ApplicationDecision, ApplicationRule, ApplicationStatus, Decider, Effect,
    FieldInput,
};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case::CaseState;
use weicourt_domain::command::Setting;
use weicourt_domain::deadline::Period;
use weicourt_domain::entry::{AnswerForm, ApplicationForm, ApplicationKind, ApplicationOutcome, PartyNumber};
use weicourt_domain::facts::Facts;
use weicourt_domain::form::SpecialItem;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::money::Fen;
use weicourt_domain::permission::Act;

use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::Viewer;

/// A field of the form of an application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationFieldView {
    /// Its key: `request`, `reasons`, `person`, `exhibits`, `amount_fen` and `until` are fields of the
    /// application, every other key goes into its details.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in.
    pub input: FieldInput,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// A hint.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// What can be applied for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationKindView {
    /// What.
    pub kind: ApplicationKind,
    /// Its name.
    pub name: String,
    /// The group it is offered in.
    pub group: String,
    /// Who may apply.
    pub permitted: Vec<Role>,
    /// What the power of attorney of an agent must list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub special_item: Option<SpecialItem>,
    /// The special item as a power of attorney writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub special_item_name: Option<&'static str>,
    /// Who decides.
    pub decider: Decider,
    /// Who decides, in Chinese.
    pub decider_name: &'static str,
    /// Within which time, in Chinese; none where the law sets none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decide_within: Option<String>,
    /// What it does.
    pub effect: Effect,
    /// What it does, in Chinese.
    pub effect_words: String,
    /// Whether it is for its own side and the court alone, as long as nothing was carried out.
    pub for_own_side: bool,
    /// Whether granting it moves a period, so that the last day is owed.
    pub moves_period: bool,
    /// The provisions.
    pub source: Vec<String>,
    /// The form.
    pub fields: Vec<ApplicationFieldView>,
}

/// Whether the viewer may apply for something now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationChoice {
    /// What.
    pub kind: ApplicationKind,
    /// Whether they may.
    pub allowed: bool,
    /// Why not, in Chinese, with the next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_because: Option<String>,
}

/// A decision on an application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationDecisionView {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// The decision.
    pub outcome: ApplicationOutcome,
    /// Why.
    pub reason: String,
    /// The article.
    pub article: String,
    /// The day to which a period moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<BeijingDate>,
    /// An amount, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<Fen>,
}

/// An application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationView {
    /// Its entry, which names it.
    pub application: EntryRef,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// Its name.
    pub kind_name: String,
    /// For which party.
    pub party: PartyNumber,
    /// The party's name.
    pub party_name: String,
    /// Who handed it in.
    pub author_name: String,
    /// When.
    pub at: Instant,
    /// What it says.
    pub form: ApplicationForm,
    /// Who shall stand aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_name: Option<String>,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// Who decides.
    pub decider_name: &'static str,
    /// Last day for the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decide_until: Option<BeijingDate>,
    /// The decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<ApplicationDecisionView>,
    /// What the viewer may do with it.
    pub actions: Vec<Act>,
}

/// An answer to the complaint.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnswerView {
    /// Its entry.
    pub entry: EntryRef,
    /// Whose.
    pub party: PartyNumber,
    /// The party's name.
    pub party_name: String,
    /// Who handed it in.
    pub author_name: String,
    /// When.
    pub at: Instant,
    /// The answer.
    pub form: AnswerForm,
    /// Whether a later one takes its place.
    pub superseded: bool,
    /// Whether it came after the period for the answer.
    pub late: bool,
}

/// Somebody of the bench who does no work on the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BlockedView {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Instant,
    /// The application.
    pub application: EntryRef,
    /// Whether it was granted: for good.
    pub for_good: bool,
}

/// Applications and answers of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseApplications {
    /// What the viewer may apply for; empty for the court.
    pub kinds: Vec<ApplicationChoice>,
    /// The applications, the latest last.
    pub applications: Vec<ApplicationView>,
    /// The answers, the latest last.
    pub answers: Vec<AnswerView>,
    /// Whether the viewer may answer the complaint.
    pub may_answer: bool,
    /// Whether the viewer may admit a claim in the answer.
    pub may_admit: bool,
    /// The claims as they stand; the index of one never changes.
    pub claims: Vec<String>,
    /// Who does no work on the case.
    pub blocked: Vec<BlockedView>,
}

/// Who is blocked, with their names.
pub(crate) fn blocked(state: &CaseState) -> Vec<BlockedView> {
    let blocked = application::blocked(state).into_iter();
    blocked
        .map(|(person, block)| BlockedView {
            person,
            name: state.member_name(person).unwrap_or_default().to_owned(),
            since: block.since,
            application: block.application,
            for_good: block.for_good,
        })
        .collect()
}

fn kind_view(rule: &ApplicationRule, facts: &Facts) -> ApplicationKindView {
    let within = rule.decide_within.as_deref().and_then(|rule| facts.deadlines.get(rule));
    let fields = rule.fields.iter();
    ApplicationKindView {
        kind: rule.kind,
        name: rule.name.clone(),
        group: rule.group.clone(),
        permitted: rule.permitted(),
        special_item: rule.special_item,
        special_item_name: rule.special_item.map(application::special_item_name),
        decider: rule.decider,
        decider_name: rule.decider.name(),
        decide_within: within.and_then(|rule| rule.period).map(words_of),
        effect: rule.effect,
        effect_words: rule.effect_words.clone(),
        for_own_side: rule.for_own_side,
        moves_period: matches!(rule.effect, Effect::MovesEvidencePeriod | Effect::RestoresPeriod),
        source: rule.source.clone(),
        fields: fields
            .map(|field| ApplicationFieldView {
                key: field.key.clone(),
                label: field.label.clone(),
                required: field.required,
                input: field.input,
                choices: field.choices.clone(),
                hint: field.hint.clone(),
            })
            .collect(),
    }
}

fn words_of(period: Period) -> String {
    match period {
        Period::Hours(n) => format!("{n}小时"),
        Period::Days(n) => format!("{n}日"),
        Period::Months(n) => format!("{n}个月"),
    }
}

impl Court {
    /// Everything that can be applied for, with its form.
    pub fn application_kinds(&self) -> Vec<ApplicationKindView> {
        self.facts.applications.iter().map(|rule| kind_view(rule, &self.facts)).collect()
    }

    /// Applications and answers of a case that the viewer may know of. `refused_because` words a refusal.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn case_applications(
        &self,
        actor: &Actor,
        case: CaseId,
        refused_because: impl Fn(weicourt_domain::command::Refusal) -> String,
    ) -> Result<CaseApplications, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let setting = Setting { now: self.now(), facts: &self.facts, zone: self.profile.zone };
        let view = loaded.read(|state, _| {
            let viewer = Viewer::of(state, actor, setting.now)?;
            Some(CaseApplications {
                kinds: choices(&viewer, setting, refused_because),
                applications: state
                    .applications()
                    .filter_map(|application| application_view(&viewer, application, setting.facts))
                    .collect(),
                answers: answers(&viewer, setting.facts),
                may_answer: application::may_answer(state, actor, setting.now).is_ok(),
                may_admit: application::may_admit(state, actor, setting.now),
                claims: claims(state),
                blocked: blocked(state),
            })
        });
        Ok(view.ok_or(Denied::NotFound)?)
    }
}

fn claims(state: &CaseState) -> Vec<String> {
    let claims = application::claims(state).into_iter();
    claims.map(|claim| if claim.waived { format!("（已放弃）{}", claim.text) } else { claim.text }).collect()
}

/// What a party is offered. Kinds that do not exist in this case or for this side are left out.
fn choices(
    viewer: &Viewer<'_>,
    setting: Setting<'_>,
    refused_because: impl Fn(weicourt_domain::command::Refusal) -> String,
) -> Vec<ApplicationChoice> {
    use weicourt_domain::command::Refusal;
    let Viewer { state, actor, membership, .. } = *viewer;
    if membership.role.is_court() {
        return Vec::new();
    }
    let kinds = setting.facts.applications.iter().map(|rule| rule.kind);
    kinds
        .filter_map(|kind| match application::permitted(state, actor, kind, setting) {
            Ok(_) => Some(ApplicationChoice { kind, allowed: true, refused_because: None }),
            Err(Refusal::Application(
                application::Refusal::NotInThisCase { .. } | application::Refusal::NotForThisSide { .. },
            )) => None,
            Err(refusal) => Some(ApplicationChoice {
                kind,
                allowed: false,
                refused_because: Some(refused_because(refusal)),
            }),
        })
        .collect()
}

fn party_name(state: &CaseState, party: PartyNumber) -> String {
    state.party(party).map(|(_, form)| form.name.clone()).unwrap_or_default()
}

fn name_of(state: &CaseState, person: PersonId) -> Option<String> {
    state.member_name(person).map(str::to_owned)
}

fn application_view(
    viewer: &Viewer<'_>,
    application: &Application,
    facts: &Facts,
) -> Option<ApplicationView> {
    let Viewer { state, actor, membership, now } = *viewer;
    let rule = facts.applications.get(application.form.kind)?;
    if !application::may_know(state, actor, membership, rule, application) {
        return None;
    }
    let status = application::status(state, application.entry);
    let open = status == ApplicationStatus::Pending;
    let decision = state.decision(application.entry);
    Some(ApplicationView {
        application: application.entry,
        kind: rule.kind,
        kind_name: rule.name.clone(),
        party: application.party,
        party_name: party_name(state, application.party),
        author_name: name_of(state, application.author).unwrap_or_default(),
        at: application.at,
        form: application.form.clone(),
        target_name: application.form.person.and_then(|person| name_of(state, person)),
        status,
        decider_name: application::decider_of(state, rule, &application.form).name(),
        decide_until: application::decide_end(facts, rule, application).filter(|_| open).map(|end| end.on),
        decision: decision.map(|decision| decision_view(state, decision)),
        actions: application::application_actions(state, actor, application, facts, now),
    })
}

fn decision_view(state: &CaseState, decision: &ApplicationDecision) -> ApplicationDecisionView {
    ApplicationDecisionView {
        entry: decision.entry,
        at: decision.at,
        by_name: name_of(state, decision.by),
        outcome: decision.outcome,
        reason: decision.reason.clone(),
        article: decision.article.clone(),
        until: decision.until,
        amount_fen: decision.amount_fen,
    }
}

/// Answers are for everybody in the space; the filing desk and the head of division are not in it.
fn answers(viewer: &Viewer<'_>, facts: &Facts) -> Vec<AnswerView> {
    let Viewer { state, membership, .. } = *viewer;
    if membership.role.is_court() && !membership.role.is_bench() {
        return Vec::new();
    }
    let answers = &state.submitted.applications.answers;
    let view = |index: usize, answer: &Answer| AnswerView {
        entry: answer.entry,
        party: answer.party,
        party_name: party_name(state, answer.party),
        author_name: name_of(state, answer.author).unwrap_or_default(),
        at: answer.at,
        form: answer.form.clone(),
        superseded: answers.iter().skip(index + 1).any(|later| later.party == answer.party),
        late: application::answer_period_end(state, facts, answer.party)
            .is_some_and(|until| answer.at.beijing_date() > until),
    };
    answers.iter().enumerate().map(|(index, answer)| view(index, answer)).collect()
}

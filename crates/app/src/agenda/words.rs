//! What deadlines and to-dos are called, in Chinese.

use weicourt_domain::actor::{Role, Side};
use weicourt_domain::agenda::{CaseDeadline, DeadlineKind, Todo, TodoKind};
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::{ConsentScope, Whose};
use weicourt_domain::facts::Facts;
use weicourt_domain::log::EntryRef;

/// Who is meant.
pub(super) fn whose_name(state: &CaseState, whose: Whose) -> String {
    match whose {
        Whose::Court => "法院".to_owned(),
        Whose::Parties => "各方当事人".to_owned(),
        Whose::Side { side } => side_name(state, side).to_owned(),
        Whose::Party { party } => match state.party(party) {
            Some((_, form)) => form.name.clone(),
            None => "当事人".to_owned(),
        },
    }
}

fn side_name(state: &CaseState, side: Side) -> &'static str {
    match state.kind().map(|kind| kind.role_of(side)) {
        Some(Role::EnforcementApplicant) => "申请执行人",
        Some(Role::JudgmentDebtor) => "被执行人",
        _ => match side {
            Side::Claimant => "原告",
            Side::Respondent => "被告",
            Side::ThirdParty => "第三人",
        },
    }
}

/// What whoever has the move does.
pub(super) fn turn(deadline: &CaseDeadline) -> String {
    let done = match deadline.kind {
        DeadlineKind::FilingReview => "审查立案材料",
        DeadlineKind::Correction => "补正起诉材料",
        DeadlineKind::Trial => "审理案件",
        DeadlineKind::Evidence => "提交证据",
        DeadlineKind::Opinions => "发表质证意见",
        DeadlineKind::Question => "答复法庭询问",
        DeadlineKind::Comparison => "携带原件到场核对",
        DeadlineKind::Application | DeadlineKind::Started | DeadlineKind::Served => {
            return deadline.title.clone();
        }
    };
    done.to_owned()
}

/// `原告证据1《借条》`.
fn exhibit(state: &CaseState, entry: Option<EntryRef>) -> String {
    let Some(exhibit) = entry.and_then(|entry| state.exhibit(entry)) else { return "证据".to_owned() };
    let side = state.side_of(exhibit).map_or("", |side| side_name(state, side));
    format!("{side}证据{}《{}》", state.exhibit_number(exhibit), exhibit.form.name)
}

/// What is to be done; `whole` for the bench, without names and words for others.
pub(super) fn what(state: &CaseState, todo: &Todo, whole: bool, facts: &Facts) -> String {
    if !whole {
        return in_general(todo).to_owned();
    }
    match todo.kind {
        TodoKind::Application => {
            let applications = &state.submitted.applications.applications;
            let Some(application) = todo.entry.and_then(|entry| applications.get(&entry)) else {
                return "处理申请".to_owned();
            };
            let party = whose_name(state, Whose::Party { party: application.party });
            let rule = facts.applications.get(application.form.kind);
            format!("处理{party}的{}申请", rule.map_or("", |rule| rule.name.as_str()))
        }
        TodoKind::Restriction => format!("决定{}的查阅范围", exhibit(state, todo.entry)),
        TodoKind::LateEvidence => format!("处理逾期提交的{}", exhibit(state, todo.entry)),
        TodoKind::Receipt => format!("核收{}", exhibit(state, todo.entry)),
        TodoKind::Comparison if todo.due_on.is_some() => {
            format!("核对{}的原件并记录结果", exhibit(state, todo.entry))
        }
        TodoKind::Comparison => format!("安排核对{}的原件", exhibit(state, todo.entry)),
        TodoKind::Question => format!("等待{}答复法庭询问", whose_name(state, todo.waiting_for)),
        TodoKind::Proposal => format!("等待{}确认将消息列为案件材料", whose_name(state, todo.waiting_for)),
        TodoKind::Deadline if todo.key.starts_with("elapsed:") => {
            format!("{}已届满，确定后续处理", todo.title)
        }
        TodoKind::Deadline => format!("{}即将届满", todo.title),
        TodoKind::Noted => todo.title.clone(),
        TodoKind::Approval => format!("审核并签发《{}》", todo.title),
        TodoKind::Service => format!("《{}》未送达，改用其他方式", todo.title),
        TodoKind::Rebuttal => "审查送达异议".to_owned(),
        TodoKind::PaperCopy => format!("交付《{}》的纸质件", todo.title),
        TodoKind::Consent => {
            let (party, steps) = refused_steps(state, todo.entry);
            format!("{party}不在线办理{steps}，审查后安排线下进行")
        }
        TodoKind::Certificate => {
            format!("《{}》的送达凭证未能生成，期限尚未起算：请联系系统管理员", todo.title)
        }
    }
}

/// Whose declaration it is, and the steps that it does not do online.
fn refused_steps(state: &CaseState, entry: Option<EntryRef>) -> (String, String) {
    let consents = state.submitted.serving.consents.iter();
    let refused: Vec<_> =
        consents.filter(|(_, declared)| Some(declared.entry) == entry && !declared.agrees).collect();
    let party = refused.first().map(|(_, declared)| Whose::Party { party: declared.party });
    let steps: Vec<&str> = refused
        .iter()
        .map(|((_, scope), _)| match scope {
            ConsentScope::Other => "其他环节",
            scope => scope.in_chinese(),
        })
        .collect();
    (party.map(|party| whose_name(state, party)).unwrap_or_default(), steps.join("、"))
}

fn in_general(todo: &Todo) -> &'static str {
    match todo.kind {
        TodoKind::Application => "处理申请",
        TodoKind::Restriction => "决定证据的查阅范围",
        TodoKind::LateEvidence => "处理逾期提交的证据",
        TodoKind::Receipt => "核收证据",
        TodoKind::Comparison => "核对证据原件",
        TodoKind::Question => "等待当事人答复法庭询问",
        TodoKind::Proposal => "等待当事人确认材料",
        TodoKind::Deadline => "处理期限",
        TodoKind::Noted => "办理待办事项",
        TodoKind::Approval => "审核文书",
        TodoKind::Service => "办理送达",
        TodoKind::Rebuttal => "审查送达异议",
        TodoKind::PaperCopy => "交付纸质文书",
        TodoKind::Certificate => "送达凭证未能生成",
        TodoKind::Consent => "安排线下办理",
    }
}

//! What deadlines and to-dos are called, in Chinese.

use weicourt_domain::actor::{Role, Side};
use weicourt_domain::agenda::{CaseDeadline, DeadlineKind, Todo, TodoKind};
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::{ApplicationKind, Whose};
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
        DeadlineKind::Application | DeadlineKind::Started => return deadline.title.clone(),
    };
    done.to_owned()
}

/// `原告证据1《借条》`.
fn exhibit(state: &CaseState, entry: Option<EntryRef>) -> String {
    let Some(exhibit) = entry.and_then(|entry| state.exhibit(entry)) else { return "证据".to_owned() };
    let side = state.side_of(exhibit).map_or("", |side| side_name(state, side));
    format!("{side}证据{}《{}》", state.exhibit_number(exhibit), exhibit.form.name)
}

/// What is to be done.
pub(super) fn what(state: &CaseState, todo: &Todo) -> String {
    match todo.kind {
        TodoKind::Application => {
            let applications = &state.submitted.applications.applications;
            let Some(application) = todo.entry.and_then(|entry| applications.get(&entry)) else {
                return "处理申请".to_owned();
            };
            let party = whose_name(state, Whose::Party { party: application.party });
            format!("处理{party}的{}申请", application_name(application.form.kind))
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
    }
}

/// What an application is called.
fn application_name(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::EvidenceExtension => "延长举证期限",
        ApplicationKind::Recusal => "回避",
        ApplicationKind::RecusalReconsideration => "回避决定复议",
        ApplicationKind::JurisdictionObjection => "管辖权异议",
        ApplicationKind::PropertyPreservation => "财产保全",
        ApplicationKind::EvidencePreservation => "证据保全",
        ApplicationKind::PreservationReconsideration => "保全裁定复议",
        ApplicationKind::AdvanceEnforcement => "先予执行",
        ApplicationKind::Appraisal => "鉴定",
        ApplicationKind::InvestigationOrder => "调查取证",
        ApplicationKind::WitnessToAppear => "证人出庭",
        ApplicationKind::ExpertAssistant => "有专门知识的人出庭",
        ApplicationKind::Joinder => "追加当事人",
        ApplicationKind::ChangeClaims => "变更诉讼请求",
        ApplicationKind::IncreaseClaims => "增加诉讼请求",
        ApplicationKind::WaiveClaims => "放弃部分诉讼请求",
        ApplicationKind::Counterclaim => "反诉",
        ApplicationKind::WithdrawSuit => "撤诉",
        ApplicationKind::Postponement => "延期开庭",
        ApplicationKind::ClosedHearing => "不公开审理",
        ApplicationKind::ProcedureObjection => "转换审理程序",
        ApplicationKind::RestorePeriod => "顺延期限",
        ApplicationKind::PaperCopies => "提供纸质文书",
        ApplicationKind::FeeRelief => "诉讼费缓减免",
        ApplicationKind::ToOffline => "线上转线下",
        ApplicationKind::ToOnline => "线下转线上",
        ApplicationKind::FileAccess => "查阅卷宗材料",
    }
}

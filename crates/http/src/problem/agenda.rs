//! Words for refusals about periods, to-dos and the file.

use axum::http::StatusCode;
use weicourt_domain::agenda::TodoKind;
use weicourt_domain::{agenda, dossier};

use super::{Problem, UNPROCESSABLE};

/// The provisions in brackets, if there are any.
fn citing(provisions: &[String]) -> String {
    if provisions.is_empty() { String::new() } else { format!("（{}）", provisions.join("；")) }
}

/// What makes a to-do go away that nobody ticks off.
fn how_it_ends(kind: TodoKind) -> &'static str {
    match kind {
        TodoKind::Application => "请对该申请作出决定",
        TodoKind::Restriction => "请决定该证据的查阅范围",
        TodoKind::Receipt => "请核收该证据",
        TodoKind::Comparison => "请安排核对并记录核对结果",
        TodoKind::Question => "请等待当事人答复",
        TodoKind::Proposal => "请等待消息的发布人确认",
        TodoKind::Deadline => "请在期限内办结或者记录延长",
        TodoKind::Approval => "请审核并签发该文书，或者作废",
        TodoKind::Service => "请改用其他方式送达",
        TodoKind::Rebuttal => "请对送达异议作出决定",
        TodoKind::Certificate => "请联系系统管理员，凭证生成后待办自动消失",
        TodoKind::LateEvidence | TodoKind::Noted | TodoKind::PaperCopy | TodoKind::Consent => {
            "请刷新待办列表"
        }
    }
}

pub(super) fn agenda(refusal: agenda::Refusal) -> Problem {
    use agenda::Refusal;
    let problem = |code: &str, title: &str, next: &str| Problem::new(UNPROCESSABLE, code, title, next);
    match refusal {
        Refusal::NoSuchTodo => problem("no_such_todo", "没有这项待办，可能已经办结", "请刷新待办列表"),
        Refusal::NoSuchPeriod => problem("no_such_period", "没有这项期限", "请刷新期限列表"),
        Refusal::NoSuchMessage => problem("no_such_message", "没有这条消息，可能已经撤回", "请刷新后重试"),
        Refusal::NoSuchParty => problem("no_such_party", "案件中没有这一方当事人", "请重新选择由谁办理"),
        Refusal::UnknownRule { .. } => problem("unknown_rule", "没有这种期限", "请从列表中选择期限种类"),
        Refusal::BeginsByItself { title } => problem(
            "begins_by_itself",
            &format!("“{title}”由系统自动起算，不能另行设定"),
            "请在期限列表中查看",
        ),
        Refusal::BeginsInTheFuture => {
            problem("begins_in_the_future", "起算日不能晚于今天", "请填写实际送达或者通知的日期")
        }
        Refusal::BeginsBeforeTheCase => {
            problem("begins_before_the_case", "起算日不能早于立案日", "请核对送达或者通知的日期")
        }
        Refusal::LastDayNeeded => problem("last_day_needed", "该期限由法院确定", "请填写届满日"),
        Refusal::LastDayInThePast => {
            problem("last_day_in_the_past", "日期已经过去", "请填写今天或者以后的日期")
        }
        Refusal::TooEarly { earliest, provisions } => problem(
            "last_day_too_early",
            &format!("期限短于法律规定，届满日不能早于{earliest}{}", citing(&provisions)),
            "请改为更晚的届满日",
        ),
        Refusal::TooLate { latest, provisions } => problem(
            "last_day_too_late",
            &format!("期限超过法律规定，届满日不能晚于{latest}{}", citing(&provisions)),
            "请改为更早的届满日",
        ),
        Refusal::CannotCount(refusal) => {
            problem("cannot_count", &refusal.in_chinese(), "请由法院直接填写届满日")
        }
        Refusal::RunsAlready { until } => {
            problem("runs_already", &format!("同一期限正在进行，{until}届满"), "需要延长的，请变更该期限")
        }
        Refusal::FixedByLaw { provisions } => problem(
            "fixed_by_law",
            &format!("法定期限不能变更{}", citing(&provisions)),
            "当事人有正当理由的，可以申请延长举证期限或者顺延期限",
        ),
        Refusal::Over { until } => problem(
            "period_over",
            &format!("期限已于{until}届满，不能变更"),
            "因正当理由耽误的，当事人可以申请顺延期限（民事诉讼法 §86）",
        ),
        Refusal::AlreadyDone => problem("period_done", "该期限内的事项已经办结", "请刷新期限列表"),
        Refusal::NotLater { until } => {
            problem("not_later", &format!("期限只能延后，目前{until}届满"), "请填写更晚的届满日")
        }
        Refusal::NoReason => problem("no_reason", "请写明理由", "理由将告知当事人"),
        Refusal::NoTitle => problem("no_title", "请写明事项", "用一句话写明要做什么"),
        Refusal::TooLong { longest } => {
            problem("too_long", &format!("不能超过{longest}个字"), "请精简后重试")
        }
        Refusal::NotOnTheBench => {
            problem("not_on_the_bench", "只能分派给本案审判组织成员或者书记员", "请重新选择承办人")
        }
        Refusal::NothingChanges => problem("nothing_changes", "没有变化", "请刷新待办列表"),
        Refusal::EndsByItself { kind } => {
            problem("todo_ends_by_itself", "该待办在事项办结后自动消除，不能手动完成", how_it_ends(kind))
        }
        Refusal::NothingDue => problem("nothing_due", "没有需要记录的期限", "无需处理"),
    }
}
pub(super) fn dossier(refusal: dossier::Refusal) -> Problem {
    use dossier::Refusal;
    match refusal {
        Refusal::InternalFile => {
            Problem::new(UNPROCESSABLE, "internal_file", "副卷仅供合议庭查阅", "请查阅正卷")
        }
        Refusal::NoSuchPage => {
            Problem::new(StatusCode::NOT_FOUND, "no_such_page", "没有这一页", "请按目录翻阅")
        }
        Refusal::LookFirst { .. } => Problem::new(
            StatusCode::FORBIDDEN,
            "look_first",
            "这份证据限制查阅，查看前需要登记",
            "请点击登记后查看",
        ),
        Refusal::NoCopyAsked => Problem::new(
            StatusCode::CONFLICT,
            "no_copy_asked",
            "没有导出登记，或者登记已超过十分钟",
            "请重新点击导出",
        ),
    }
}

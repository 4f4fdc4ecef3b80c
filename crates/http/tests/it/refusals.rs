//! What people read when something is refused: what is missing, what next, and the article.

use weicourt_app::AppError;
use weicourt_domain::application::Refusal;
use weicourt_domain::command;
use weicourt_domain::entry::ApplicationKind;
use weicourt_domain::form::SpecialItem;
use weicourt_domain::permission;
use weicourt_http::problem::Problem;

fn told(refusal: impl Into<command::Refusal>) -> Problem {
    Problem::from(AppError::Refused(refusal.into()))
}

#[test]
fn an_agent_reads_which_special_item_is_missing_and_what_can_be_done() {
    let refusal =
        Refusal::NeedsSpecialItem { item: SpecialItem::Withdraw, kind: Some(ApplicationKind::WithdrawSuit) };
    let problem = told(refusal);
    assert_eq!((problem.status, problem.code.as_str()), (403, "needs_special_item"));
    assert_eq!(problem.title, "您的授权委托书没有列明这项特别授权，不能代为提出");
    assert_eq!(problem.detail.as_deref(), Some("缺少的特别授权事项：撤回起诉"));
    assert_eq!(problem.next_step, "请由当事人本人提出，或者提交列明该项的授权委托书");
    assert_eq!(problem.article.as_deref(), Some("中华人民共和国民事诉讼法 §62"));
}

#[test]
fn whoever_comes_too_late_reads_what_is_still_possible() {
    let until = "2026-11-23".parse().expect("a date");
    let problem = told(Refusal::TooLate { kind: ApplicationKind::EvidenceExtension, until });
    assert_eq!(problem.detail.as_deref(), Some("期限至2026-11-23"));
    assert!(problem.next_step.contains("逾期的证据仍可提交"), "{}", problem.next_step);
    assert!(problem.article.is_some());
}

#[test]
fn a_judge_whose_recusal_waits_reads_since_when_and_why() {
    let since = serde_json::from_value("2026-11-23T10:00:00+08:00".into()).expect("a moment");
    let problem = told(permission::Refusal::RecusalPending { since });
    assert_eq!(problem.detail.as_deref(), Some("申请于11月23日10:00提出"));
    assert_eq!(problem.article.as_deref(), Some("中华人民共和国民事诉讼法 §48"));
}

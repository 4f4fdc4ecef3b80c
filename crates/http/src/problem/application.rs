//! Words for refusals about applications and answers.

use weicourt_domain::application;
use weicourt_domain::application::{Decider, special_item_name};
use weicourt_domain::entry::ApplicationKind;

use super::{CONFLICT, FORBIDDEN, Problem, UNPROCESSABLE, too_long};

const CPL: &str = "中华人民共和国民事诉讼法";

fn article(number: u16) -> String {
    format!("{CPL} §{number}")
}

pub(super) fn application(refusal: application::Refusal) -> Problem {
    use application::Refusal::*;
    match refusal {
        NoSuchApplication => {
            Problem::new(UNPROCESSABLE, "no_such_application", "没有这项申请", "请刷新后重试")
        }
        NotInThisCase { .. } => Problem::new(
            UNPROCESSABLE,
            "not_in_this_case",
            "本案的程序中没有这项申请",
            "请选择其他申请事项，或者向书记员说明您的请求",
        ),
        NotForThisSide { kind } => not_for_this_side(kind),
        NeedsSpecialItem { item, kind } => {
            let title = match kind {
                Some(_) => "您的授权委托书没有列明这项特别授权，不能代为提出",
                None => "您的授权委托书没有列明这项特别授权，不能代为承认",
            };
            let next_step = "请由当事人本人提出，或者提交列明该项的授权委托书";
            Problem::new(FORBIDDEN, "needs_special_item", title, next_step)
                .detail(format!("缺少的特别授权事项：{}", special_item_name(item)))
                .article(&article(62))
        }
        StageNotCovered => Problem::new(
            FORBIDDEN,
            "stage_not_covered",
            "您的授权委托书不包括本案所处的阶段",
            "请由当事人本人办理，或者提交包括这一阶段的授权委托书",
        )
        .article(&article(62)),
        PowerOfAttorneyOver { until } => Problem::new(
            FORBIDDEN,
            "power_of_attorney_over",
            "您的授权委托已经到期",
            "请由当事人本人办理，或者提交新的授权委托书",
        )
        .detail(format!("委托期限至{until}"))
        .article(&article(62)),
        FormNotInOrder { fields } => Problem::new(
            UNPROCESSABLE,
            "application_not_in_order",
            "申请书还有内容需要填写或者修改",
            "请按提示逐项修改",
        )
        .fields(fields),
        TooLate { kind, until } => too_late(kind).detail(format!("期限至{until}")),
        NoPeriod => Problem::new(
            CONFLICT,
            "no_evidence_period",
            "法院还没有指定举证期限，不需要申请延长",
            "请直接提交证据，或者等待举证通知",
        )
        .article("最高法关于适用民事诉讼法的解释 §99"),
        NotLater { end } => {
            Problem::new(UNPROCESSABLE, "not_later", "日期应当晚于现在的最后一日", "请选择更晚的日期")
                .detail(format!("现在的最后一日是{end}"))
        }
        NotOnTheBench => Problem::new(
            UNPROCESSABLE,
            "not_on_the_bench",
            "所选人员不参与本案的审理或者执行",
            "请在审判人员、法官助理、书记员、执行员中选择",
        )
        .article(&article(47)),
        AlreadyPending { .. } => Problem::new(
            CONFLICT,
            "already_pending",
            "同一申请正在审查中",
            "请等待决定；需要补充的，可以撤回后重新提出",
        ),
        NothingToReconsider => Problem::new(
            CONFLICT,
            "nothing_to_reconsider",
            "没有可以申请复议的决定",
            "驳回回避申请的决定作出后，可以申请复议一次",
        )
        .article(&article(50)),
        AlreadyReconsidered => Problem::new(
            CONFLICT,
            "already_reconsidered",
            "这项决定已经申请过复议",
            "复议只能申请一次；有新的回避事由的，可以另行申请回避",
        )
        .article(&article(50)),
        NoSuchExhibit => {
            Problem::new(UNPROCESSABLE, "no_such_exhibit", "没有这件证据", "请刷新证据目录后重新选择")
        }
        NoSuchClaim { claim } => Problem::new(
            UNPROCESSABLE,
            "no_such_claim",
            "没有这项诉讼请求，或者已经放弃",
            "请按起诉状的诉讼请求逐项选择",
        )
        .detail(format!("第{}项", claim.saturating_add(1))),
        NoSuchMessage => Problem::new(
            UNPROCESSABLE,
            "no_such_message",
            "只能引用您本人发出、没有撤回的消息",
            "请重新选择消息，或者直接填写申请",
        ),
        NoSuchProposal => Problem::new(
            UNPROCESSABLE,
            "no_such_proposal",
            "法院的建议已经处理，或者不是这一事项",
            "请刷新后重试，或者直接提出申请",
        ),
        AlreadyDecided => Problem::new(CONFLICT, "already_decided", "这项申请已经决定", "请刷新查看决定内容"),
        AlreadyWithdrawn => {
            Problem::new(CONFLICT, "application_withdrawn", "这项申请已经撤回", "如有需要，请重新提出")
        }
        NotTheDecider { decider } => not_the_decider(decider),
        OwnRecusal => Problem::new(
            FORBIDDEN,
            "own_recusal",
            "不能对自己的回避作出决定",
            "请等待院长或者承办法官作出决定",
        )
        .article(&article(49)),
        NoReason => {
            Problem::new(UNPROCESSABLE, "no_reason", "没有写明理由", "不予准许或者部分准许的，请写明理由")
        }
        NoDay => Problem::new(UNPROCESSABLE, "no_day", "没有写明延长至哪一日", "请选择新的最后一日"),
        NotInPart => Problem::new(
            UNPROCESSABLE,
            "not_in_part",
            "这类申请不能部分准许",
            "请选择准许或者不予准许，并写明理由",
        ),
        TooLong { longest } => too_long(longest),
        NotAnswering => Problem::new(
            FORBIDDEN,
            "not_answering",
            "答辩状由被告、第三人或者其代理人提交",
            "原告对答辩的意见，请在案件空间或者质证中提出",
        )
        .article(&article(128)),
        EmptyAnswer => Problem::new(
            UNPROCESSABLE,
            "empty_answer",
            "答辩状还没有内容",
            "请逐项回应诉讼请求，或者写明答辩意见",
        )
        .article(&article(128)),
        ClaimTwice { claim } => {
            Problem::new(UNPROCESSABLE, "claim_twice", "同一项诉讼请求回应了两次", "请每项诉讼请求只回应一次")
                .detail(format!("第{}项", claim.saturating_add(1)))
        }
    }
}

fn not_for_this_side(kind: ApplicationKind) -> Problem {
    let next_step = match kind {
        ApplicationKind::JurisdictionObjection => "管辖权异议由被告提出；请核对您在本案中的身份",
        ApplicationKind::Counterclaim => "反诉由被告提出；您可以申请增加或者变更诉讼请求",
        _ => "请由有权的一方提出，或者向书记员说明您的请求",
    };
    Problem::new(FORBIDDEN, "not_for_this_side", "您这一方不能提出这项申请", next_step)
}

/// What is still possible when the time for it has gone by depends on what it was.
fn too_late(kind: ApplicationKind) -> Problem {
    match kind {
        ApplicationKind::EvidenceExtension => Problem::new(
            CONFLICT,
            "too_late",
            "举证期限已经届满，不能再申请延长",
            "逾期的证据仍可提交，系统会标明并由法官审查；因不可抗拒的事由耽误的，请申请顺延期限",
        )
        .article("最高法关于适用民事诉讼法的解释 §100"),
        ApplicationKind::JurisdictionObjection => Problem::new(
            CONFLICT,
            "too_late",
            "提交答辩状的期限已经届满，不能再提出管辖权异议",
            "认为违反级别管辖、专属管辖的，请向承办法官说明；因正当理由耽误的，请申请顺延期限",
        )
        .article(&article(130)),
        ApplicationKind::RecusalReconsideration => Problem::new(
            CONFLICT,
            "too_late",
            "申请复议的期限已经届满",
            "得知新的回避事由的，可以在法庭辩论终结前另行申请回避",
        )
        .article(&article(50)),
        _ => Problem::new(
            CONFLICT,
            "too_late",
            "提出这项申请的期限已经届满",
            "因不可抗拒的事由或者其他正当理由耽误的，请申请顺延期限",
        )
        .article(&article(86)),
    }
}

fn not_the_decider(decider: Decider) -> Problem {
    let (title, next_step) = match decider {
        Decider::HandlingJudge => ("这项申请由承办法官决定", "请转告承办法官"),
        Decider::President | Decider::ByPerson => ("这项申请由院长决定", "请报院长决定"),
    };
    Problem::new(FORBIDDEN, "not_the_decider", title, next_step)
}

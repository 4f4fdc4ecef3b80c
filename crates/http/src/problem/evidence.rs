//! Words for refusals about evidence.

use weicourt_domain::evidence::Point;
use weicourt_domain::{evidence, promotion};

use super::{CONFLICT, FORBIDDEN, Problem, UNPROCESSABLE, too_long};

const CPL_EVIDENCE: &str = "中华人民共和国民事诉讼法 §68";
const EVIDENCE_LIST: &str = "民事证据规定 §19";
const CROSS_EXAMINATION: &str = "民诉法解释 §103";
const THREE_QUALITIES: &str = "民诉法解释 §104";
const LATE_EVIDENCE: &str = "民诉法解释 §101";

fn point_name(point: Point) -> &'static str {
    match point {
        Point::Authenticity => "真实性",
        Point::Legality => "合法性",
        Point::Relevance => "关联性",
        Point::Force => "证明力与证明目的",
    }
}

pub(super) fn evidence(refusal: evidence::Refusal) -> Problem {
    use evidence::Refusal::*;
    match refusal {
        NoSuchExhibit => {
            Problem::new(UNPROCESSABLE, "no_such_exhibit", "没有这件证据", "请刷新证据目录后重试")
        }
        NoName => Problem::new(UNPROCESSABLE, "exhibit_without_name", "没有填写证据名称", "请填写证据名称"),
        NoPurpose => Problem::new(
            UNPROCESSABLE,
            "exhibit_without_purpose",
            "没有填写证明目的",
            "请写明这件证据要证明的事实",
        )
        .article(EVIDENCE_LIST),
        NoPages => Problem::new(
            UNPROCESSABLE,
            "exhibit_without_pages",
            "证据没有内容",
            "请至少添加一张照片或者一个文件",
        ),
        TooManyPages { most } => {
            Problem::new(UNPROCESSABLE, "too_many_pages", "文件太多", "请合并文件，或者分成几件证据提交")
                .detail(format!("每件证据不超过{most}个文件"))
        }
        CropOutside { page } => {
            Problem::new(UNPROCESSABLE, "crop_outside", "裁剪范围超出了页面", "请重新裁剪后提交")
                .detail(format!("第{page}个文件"))
        }
        NotAQuarterTurn { page } => {
            Problem::new(UNPROCESSABLE, "not_a_quarter_turn", "页面旋转角度不正确", "请重新旋转后提交")
                .detail(format!("第{page}个文件"))
        }
        MadeInTheFuture => {
            Problem::new(UNPROCESSABLE, "made_in_the_future", "证据形成日期晚于今天", "请更正形成日期")
        }
        TooLong { longest } => too_long(longest),
        NoReason => Problem::new(UNPROCESSABLE, "no_reason", "没有写明理由", "请写明理由"),
        NoSuchMessage => Problem::new(
            UNPROCESSABLE,
            "no_such_message_of_side",
            "没有找到己方的这条消息",
            "只能把己方发送的消息列为证据，请刷新后重试",
        ),
        MessageWithdrawn => {
            Problem::new(CONFLICT, "message_withdrawn", "这条消息已经撤回", "请另行上传文件提交证据")
        }
        NotOfTheMessage { page } => Problem::new(
            UNPROCESSABLE,
            "not_of_the_message",
            "证据文件与所选消息不一致",
            "请重新从消息中选择，或者直接上传文件",
        )
        .detail(format!("第{page}个文件")),
        AlreadyListed { number } => {
            Problem::new(CONFLICT, "already_listed", "这条消息已经列为证据", "请在证据目录中查看")
                .detail(format!("证据{number}"))
        }
        NotOwnExhibit => {
            Problem::new(FORBIDDEN, "not_own_exhibit", "只有提交方可以进行这项操作", "请选择己方提交的证据")
        }
        OwnExhibit => Problem::new(
            FORBIDDEN,
            "own_exhibit",
            "不能对己方提交的证据发表质证意见",
            "如需补充说明，请在空间内发言或者另行提交证据",
        )
        .article(CROSS_EXAMINATION),
        ExhibitWithdrawn => {
            Problem::new(CONFLICT, "exhibit_withdrawn", "这件证据已经撤回", "请刷新证据目录查看最新状态")
        }
        AlreadyAnswered => Problem::new(
            CONFLICT,
            "already_cross_examined",
            "这件证据已经质证，不能撤回",
            "如不再以它支持您的主张，请向法庭说明",
        ),
        AlreadyRuled => Problem::new(
            CONFLICT,
            "already_ruled",
            "法庭已经对这件证据作出认定",
            "如有新的意见，请向法庭申请开启新一轮质证",
        ),
        LastDayInThePast => Problem::new(
            UNPROCESSABLE,
            "last_day_in_the_past",
            "期限不能早于今天",
            "请选择今天或者以后的日期",
        ),
        NoSuchParty => {
            Problem::new(UNPROCESSABLE, "no_such_party", "本案没有这名当事人", "请刷新后重新选择当事人")
        }
        PeriodTooShort { earliest, least_days } => Problem::new(
            UNPROCESSABLE,
            "period_too_short",
            "举证期限短于法定期限",
            "请选择更晚的日期；当事人协商一致的，请注明“当事人约定”",
        )
        .detail(format!("普通程序不少于{least_days}日，最早至{earliest}"))
        .article("民诉法解释 §99"),
        PeriodTooLong { latest, most_days } => Problem::new(
            UNPROCESSABLE,
            "period_too_long",
            "举证期限超过法定期限",
            "请选择更早的日期；确有需要的，请转为普通程序",
        )
        .detail(format!("简易程序不超过{most_days}日，最晚至{latest}"))
        .article("民诉法解释 §266"),
        ExchangeTooEarly { until } => Problem::new(
            UNPROCESSABLE,
            "exchange_too_early",
            "质证意见的截止日早于举证期限届满日",
            "请选择举证期限届满日或者以后的日期",
        )
        .detail(format!("举证期限至{until}")),
        MomentInThePast => {
            Problem::new(UNPROCESSABLE, "moment_in_the_past", "时间不能早于现在", "请选择以后的时间")
        }
        MomentInTheFuture => {
            Problem::new(UNPROCESSABLE, "moment_in_the_future", "时间不能晚于现在", "请填写实际核对的时间")
        }
        NoPlace => Problem::new(UNPROCESSABLE, "no_place", "没有填写地点", "请填写地点或者线上法庭"),
        NotRestricted => {
            Problem::new(CONFLICT, "not_restricted", "这件证据没有限制查阅", "请刷新查看最新状态")
        }
        AlreadyRestricted => Problem::new(
            CONFLICT,
            "already_restricted",
            "这件证据已经限制查阅，或者已经提出过申请",
            "请等待法庭决定",
        ),
        NoSuchMember => {
            Problem::new(UNPROCESSABLE, "no_such_member", "本案没有这名成员", "请从成员名单中重新选择")
        }
        NothingToRecord => {
            Problem::new(CONFLICT, "nothing_to_record", "查看这件证据不需要登记", "请刷新后直接查看")
        }
        ReasonOwed { point } => Problem::new(
            UNPROCESSABLE,
            "reason_owed",
            "有异议或者要求核对原件的，应当说明理由",
            "请填写理由后再提交",
        )
        .detail(format!("请说明对{}的意见", point_name(point)))
        .article(THREE_QUALITIES),
        NoSuchCounterEvidence => Problem::new(
            UNPROCESSABLE,
            "no_such_counter_evidence",
            "所选的反驳证据不能引用",
            "请选择证据目录中未限制查阅的证据",
        ),
        RulingOwesReason => Problem::new(
            UNPROCESSABLE,
            "ruling_owes_reason",
            "部分采信或者不予采信的，应当说明理由",
            "请填写认定的理由",
        ),
        LateTreatmentOwed { n_days } => Problem::new(
            UNPROCESSABLE,
            "late_treatment_owed",
            "这件证据逾期提交，应当写明如何处理",
            "请选择视为未逾期、采纳并训诫、采纳并罚款或者不予采纳",
        )
        .detail(format!("逾期{n_days}日"))
        .article(LATE_EVIDENCE),
        NotLate => Problem::new(
            UNPROCESSABLE,
            "not_late",
            "这件证据没有逾期，不需要逾期处理",
            "请去掉逾期处理后再提交",
        ),
        TreatmentContradicts => Problem::new(
            UNPROCESSABLE,
            "treatment_contradicts",
            "因逾期不予采纳的证据不能采信",
            "请修改逾期处理或者认定结果",
        )
        .article(CPL_EVIDENCE),
        NotCrossExamined { parties } => Problem::new(
            CONFLICT,
            "not_cross_examined",
            "证据未经质证，不能采信",
            "请等待当事人发表意见或者期限届满；没有设定期限的，请先设定",
        )
        .detail(format!("还有{}名当事人没有发表意见", parties.len()))
        .article(CROSS_EXAMINATION),
        Empty => Problem::new(UNPROCESSABLE, "empty", "没有填写内容", "请填写内容后再提交"),
        PartyMayNotKnow => Problem::new(
            CONFLICT,
            "party_may_not_know",
            "该当事人不在这件证据的查阅范围内，不能就它询问",
            "请先调整查阅范围，或者不指明证据询问",
        ),
        NoSuchQuestion => {
            Problem::new(UNPROCESSABLE, "no_such_question", "没有需要您答复的这项询问", "请刷新后重试")
        }
        QuestionAnswered => Problem::new(
            CONFLICT,
            "question_answered",
            "这项询问已经答复",
            "请刷新查看答复；如需补充，请在空间内发言",
        ),
        AlreadyRequested => {
            Problem::new(CONFLICT, "already_requested", "已经有人申请核对这件证据的原件", "请等待法庭安排")
        }
        NobodyPresent => {
            Problem::new(UNPROCESSABLE, "nobody_present", "没有填写在场人员", "请填写核对时在场的人员")
        }
        DifferenceOwed => Problem::new(
            UNPROCESSABLE,
            "difference_owed",
            "核对不一致的，应当写明差异",
            "请写明复制件与原件有何不同",
        ),
    }
}

pub(super) fn promotion(refusal: promotion::Refusal) -> Problem {
    use promotion::Refusal::*;
    match refusal {
        NoSuchProposal => Problem::new(UNPROCESSABLE, "no_such_proposal", "没有这项建议", "请刷新后重试"),
        AlreadyAnswered => {
            Problem::new(CONFLICT, "proposal_answered", "这项建议已经答复", "请刷新查看最新状态")
        }
        NoSuchMessage => Problem::new(
            UNPROCESSABLE,
            "no_such_message_of_party",
            "没有找到当事人的这条消息",
            "只能建议当事人发送的消息，请刷新后重试",
        ),
        MessageWithdrawn => {
            Problem::new(CONFLICT, "message_withdrawn", "这条消息已经撤回", "请联系当事人另行提交")
        }
        AlreadyProposed => {
            Problem::new(CONFLICT, "already_proposed", "已经建议过这条消息", "请等待发送人确认")
        }
        AlreadyListed { number } => {
            Problem::new(CONFLICT, "already_listed", "这条消息已经列为证据", "请在证据目录中查看")
                .detail(format!("证据{number}"))
        }
        NoName => Problem::new(UNPROCESSABLE, "exhibit_without_name", "没有填写证据名称", "请填写证据名称"),
        TooLong { longest } => too_long(longest),
    }
}

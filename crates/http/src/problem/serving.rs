//! Words for refusals about court documents and their service.

use axum::http::StatusCode;
use weicourt_domain::service::NotServed;
use weicourt_domain::{document, serving};

use super::{Problem, UNPROCESSABLE};

pub(super) fn document(refusal: document::Refusal) -> Problem {
    use document::Refusal;
    let problem = |code: &str, title: &str, next: &str| Problem::new(UNPROCESSABLE, code, title, next);
    match refusal {
        Refusal::NoSuchDocument => problem("no_such_document", "没有这份文书", "请刷新文书列表"),
        Refusal::NoSuchParty => problem("no_such_party", "案件中没有这一方当事人", "请重新选择文书的对象"),
        Refusal::AnotherTemplate => problem("another_template", "这份文书是用另一种模板起草的", "请另行起草"),
        Refusal::Issued => {
            problem("document_issued", "文书已经签发，不能再修改", "内容有误的，请作废后重新起草")
        }
        Refusal::SetAside => problem("document_set_aside", "文书已经作废", "请重新起草"),
        Refusal::AnotherVersion { .. } => Problem::new(
            StatusCode::CONFLICT,
            "document_changed",
            "文书在您查看之后又有修改",
            "请查看最新版本后再签发",
        ),
        Refusal::Sent => problem(
            "document_sent",
            "文书正在送达或者已经送达，不能作废",
            "请先撤回送达；已经送达的，请另行制作更正文书",
        ),
        Refusal::TooLarge { most_bytes } => problem(
            "document_too_large",
            &format!("文书内容不能超过{}千字节", most_bytes / 1000),
            "请精简内容",
        ),
        Refusal::TooLong { longest } => problem("too_long", &format!("不能超过{longest}字"), "请精简后重试"),
        Refusal::NoReason => problem("no_reason", "需要说明理由", "请填写理由"),
        Refusal::WithTheBench => {
            problem("with_the_bench", "案件已移送审判组织", "请由承办法官或者书记员办理")
        }
    }
}

pub(super) fn serving(refusal: serving::Refusal) -> Problem {
    use serving::Refusal;
    let problem = |code: &str, title: &str, next: &str| Problem::new(UNPROCESSABLE, code, title, next);
    match refusal {
        Refusal::FormNotInOrder { field } => {
            let name = match field {
                "email" => "电子邮箱",
                "receiver" => "收件人",
                "phone" => "联系电话",
                "address" => "地址",
                "postcode" => "邮政编码",
                _ => "不同意电子送达的文书",
            };
            problem("address_not_in_order", &format!("“{name}”填写不正确"), "请检查后重新提交")
        }
        Refusal::NoElectronicAddress => problem(
            "no_electronic_address",
            "同意电子送达，需要至少一个电子送达地址",
            "请选择平台信箱，或者填写电子邮箱",
        ),
        Refusal::Nothing => problem("nothing_named", "没有选择内容", "请至少选择一项"),
        Refusal::NothingChanges => {
            problem("nothing_changes", "与现有记录相同，不需要再次办理", "请刷新后查看")
        }
        Refusal::NoReason => problem("no_reason", "需要说明理由", "请填写理由"),
        Refusal::TooLong { longest } => problem("too_long", &format!("不能超过{longest}字"), "请精简后重试"),
        Refusal::NoSuchParty => problem("no_such_party", "案件中没有这一方当事人", "请重新选择受送达人"),
        Refusal::NoSuchPaper => problem("no_such_paper", "没有这份文书或者材料", "请刷新后重新选择"),
        Refusal::NotApproved => problem("not_approved", "文书尚未签发", "请先由法官审核签发"),
        Refusal::ForOthers => problem("for_others", "文书不是发给这一方当事人的", "请核对受送达人"),
        Refusal::Restricted => problem("restricted", "该证据限制查阅，不能电子送达", "请在法院安排查阅"),
        Refusal::NoConsent => problem("no_consent", "受送达人不同意电子送达", "请采用邮寄、直接送达等方式")
            .article("民事诉讼法 §90"),
        Refusal::NoMailbox => problem(
            "no_mailbox",
            "受送达人尚未进入案件空间，没有平台信箱",
            "请先邀请其加入，或者采用其他送达方式",
        ),
        Refusal::StaysInside => problem(
            "stays_inside",
            "本案材料按规定不出法院专网，送不到互联网端的信箱",
            "请采用邮寄、直接送达等方式；不涉及国家秘密的，也可以发送受送达人确认的电子邮箱",
        )
        .article("在线诉讼规则 §29"),
        Refusal::NoEmail => problem("no_email", "没有可用的电子邮箱地址", "请填写受送达人的电子邮箱"),
        Refusal::OnItsWay => {
            problem("on_its_way", "同一文书已经用这种方式发出", "请在送达看板查看进展，或者改用其他方式")
        }
        Refusal::NoSuchSending => problem("no_such_sending", "没有这次送达", "请刷新后重试"),
        Refusal::Recalled => problem("recalled", "法院已撤回这次送达", "请等待法院重新送达"),
        Refusal::NothingPresumed => problem(
            "nothing_presumed",
            "这次送达不是依“已阅”推定的，不能提出该项异议",
            "有其他意见的，请在案件空间向法院说明",
        )
        .article("在线诉讼规则 §31"),
        Refusal::NotByArrival => problem(
            "not_by_arrival",
            "这次送达不是依“到达”生效的，到达时间不影响送达日期",
            "有其他意见的，请在案件空间向法院说明",
        )
        .article("民诉法解释 §135"),
        Refusal::ImpossibleArrival => problem(
            "impossible_arrival",
            "到达时间应当在发出之后、您阅读或者签收之前",
            "请按证明材料填写实际到达的时间",
        ),
        Refusal::NoSuchRebuttal => problem("no_such_rebuttal", "没有这项异议", "请刷新后重试"),
        Refusal::AlreadyDecided => problem("already_decided", "已经提出或者处理过", "请刷新后查看"),
        Refusal::NotOnPaper => problem("not_on_paper", "电子送达由系统记录", "请选择纸质送达方式"),
        Refusal::ImpossibleDay => {
            problem("impossible_day", "日期不能晚于今天，也不能早于立案日", "请核对日期")
        }
        Refusal::WayClosed { because } => {
            let (title, next) = closed(because);
            problem("way_closed", title, next)
        }
        Refusal::HasServed => {
            problem("has_served", "文书已经送达生效，不能撤回", "内容有误的，请制作更正文书后重新送达")
        }
        Refusal::NumberTaken { .. } => problem("number_taken", "凭证编号已被使用", "请稍后重试"),
        Refusal::NothingToCertify => problem("nothing_to_certify", "没有需要制作的送达凭证", "请刷新后查看"),
        Refusal::Facts(_) => problem("facts_contradict", "送达记录的时间互相矛盾", "请核对各项时间"),
    }
}

/// Why a way on paper is closed, and what to do instead.
fn closed(because: NotServed) -> (&'static str, &'static str) {
    match because {
        NotServed::NotForThisDocument => {
            ("调解书应当直接送达当事人本人，不适用留置送达和公告送达", "请安排直接送达")
        }
        NotServed::NotInThisProcedure => ("简易程序不适用公告送达", "确需公告送达的，请先裁定转为普通程序"),
        NotServed::OtherWaysOpen => {
            ("受送达人下落不明或者用其他方式无法送达的，才能公告送达", "请先采用其他方式")
        }
        NotServed::NotRecorded => ("留置送达需要见证人签名或者拍照、录像", "请补充记录后重试"),
        _ => ("这种送达方式不适用", "请选择其他方式"),
    }
}

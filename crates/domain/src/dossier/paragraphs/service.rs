//! Service, as paragraphs on paper.

use super::Paper;
use crate::calendar::BeijingDate;
use crate::entry::{EntryBody, ServiceAddressForm};
use crate::service::{Attempt, RebuttalGround, TakenBy};

/// Writes what an entry of service says; `false` for entries of other areas.
pub(super) fn paragraphs(paper: &mut Paper, body: &EntryBody) -> bool {
    match body {
        EntryBody::ServiceAddressConfirmed(confirmed) => {
            address(paper, &confirmed.form);
            paper.field("签名方式", if confirmed.on_paper { "纸质签名" } else { "在线手写签名" });
        }
        EntryBody::ConsentDeclared(declared) => {
            for (scope, agrees) in &declared.scopes {
                paper.field(scope.in_chinese(), if *agrees { "同意在线进行" } else { "不同意在线进行" });
            }
            paper.prose("理由", &declared.reason);
        }
        EntryBody::PaperServiceRecorded(recorded) => {
            for served in &recorded.papers {
                paper.field("送达文书", &served.title);
            }
            way(paper, &recorded.way);
            paper.prose("备注", &recorded.note);
        }
        EntryBody::ServiceRebutted(rebutted) => {
            paper.field("事由", rebuttal_name(rebutted.ground));
            paper.prose("理由", &rebutted.reason);
        }
        EntryBody::RebuttalRuled(ruled) => {
            paper.field("决定", if ruled.upheld { "异议成立，未送达" } else { "异议不成立" });
            paper.prose("理由", &ruled.reason);
        }
        _ => return false,
    }
    true
}

fn address(paper: &mut Paper, form: &ServiceAddressForm) {
    paper.field("同意电子送达", yes_no(form.electronic));
    paper.field("平台信箱作为送达地址", yes_no(form.mailbox));
    if let Some(email) = &form.email {
        paper.field("电子邮箱", email);
    }
    paper.field("裁判文书另送纸质件", yes_no(form.paper_decisions));
    if !form.excluded.is_empty() {
        paper.field("不同意电子送达的文书", &form.excluded);
    }
    paper.field("收件人", &form.receiver);
    paper.field("电话", &form.phone);
    paper.field("地址", &form.address);
    if !form.postcode.is_empty() {
        paper.field("邮政编码", &form.postcode);
    }
}

fn rebuttal_name(ground: RebuttalGround) -> &'static str {
    match ground {
        RebuttalGround::SystemError => "系统错误",
        RebuttalGround::NotUsedByRecipient => "送达地址非本人使用",
        RebuttalGround::NotReadByRecipient => "非本人阅知",
        RebuttalGround::OtherArrival => "到达时间与法院系统显示的不一致",
    }
}

fn taken_by_name(taken_by: TakenBy) -> &'static str {
    match taken_by {
        TakenBy::Recipient => "本人签收",
        TakenBy::AdultFamily => "同住成年家属签收",
        TakenBy::OrganisationReceiver => "单位收件人签收",
        TakenBy::Agent => "诉讼代理人签收",
        TakenBy::NamedReceiver => "指定代收人签收",
    }
}

fn way(paper: &mut Paper, way: &Attempt) {
    let day = |paper: &mut Paper, name: &'static str, day: Option<&BeijingDate>| {
        if let Some(day) = day {
            paper.field(name, day);
        }
    };
    match way {
        Attempt::Personal { taken_by, signed_on } => {
            paper.field("送达方式", "直接送达");
            paper.field("签收人", taken_by_name(*taken_by));
            paper.field("签收日期", signed_on);
        }
        Attempt::RefusedAtCourt { on, noted } => {
            paper.field("送达方式", "到法院领取时拒绝签收");
            paper.field("日期", on);
            paper.field("已在送达回证上注明", yes_no(*noted));
        }
        Attempt::Leaving { left_on, recorded } => {
            paper.field("送达方式", "留置送达");
            paper.field("留置日期", left_on);
            paper.field("有见证人或者拍照录像", yes_no(*recorded));
        }
        Attempt::Entrusted { signed_on } => {
            paper.field("送达方式", "委托送达");
            day(paper, "签收日期", signed_on.as_ref());
        }
        Attempt::Forwarded { signed_on } => {
            paper.field("送达方式", "转交送达");
            day(paper, "签收日期", signed_on.as_ref());
        }
        Attempt::Post { received_on, returned_on, address_given_by_recipient } => {
            paper.field("送达方式", "邮寄送达");
            day(paper, "收件日期", received_on.as_ref());
            day(paper, "退回日期", returned_on.as_ref());
            paper.field("地址由受送达人提供", yes_no(*address_given_by_recipient));
        }
        Attempt::Announcement { published_on, .. } => {
            paper.field("送达方式", "公告送达");
            paper.field("公告日期", published_on);
        }
        Attempt::Electronic { .. } | Attempt::Companion { .. } => paper.field("送达方式", "电子送达"),
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "是" } else { "否" }
}

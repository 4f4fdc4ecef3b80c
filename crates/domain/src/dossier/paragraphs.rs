//! What an entry says, as paragraphs on paper.
//!
//! They follow from the words of the entry alone, so that everybody who has it counts the same pages.
//! Stored page numbers depend on them: a change moves the numbers of pages that people have cited.

mod service;

use super::words::*;
use crate::entry::{
    AnswerForm, ApplicationForm, EntryBody, ExchangeForm, ExhibitForm, MessageContent, OpinionForm,
    PointOpinion, StaffName,
};
use crate::form::{FilingForm, PartyForm};
use crate::instant::Instant;

/// What is handed in and decided, paragraph by paragraph.
pub(super) fn paragraphs(body: &EntryBody) -> Vec<String> {
    let mut paper = Paper::default();
    match body {
        EntryBody::FilingSubmitted { form } | EntryBody::FilingResubmitted { form, .. } => {
            filing(&mut paper, form)
        }
        EntryBody::EvidenceSubmitted { exhibit: form, .. } => exhibit(&mut paper, form),
        EntryBody::EvidenceWithdrawn { reason, .. } => paper.field("撤回理由", reason),
        EntryBody::RestrictionRequested { wish, .. } => {
            paper.field("请求", "限制查阅本方提交的证据");
            paper.field("事由", ground_name(wish.ground));
            paper.prose("理由", &wish.reason);
        }
        EntryBody::OpinionGiven { opinion, .. } => opinion_on(&mut paper, opinion),
        EntryBody::CourtQuestionAnswered { answer, .. } => paper.prose("答复", answer),
        EntryBody::ComparisonRequested { reason, .. } => {
            paper.field("请求", "核对证据原件");
            paper.prose("理由", reason);
        }
        EntryBody::ApplicationFiled { application: form, .. } => application(&mut paper, form),
        EntryBody::ApplicationWithdrawn { reason, .. } => paper.prose("撤回理由", reason),
        EntryBody::AnswerFiled { answer: form, .. } => answer(&mut paper, form),
        EntryBody::MediationAnswered { accepted, .. } => {
            paper.field("答复", if *accepted { "同意先行调解" } else { "不同意先行调解" });
        }
        EntryBody::MessagePosted { content: MessageContent::Text { text }, .. } => paper.prose("", text),
        _ if service::paragraphs(&mut paper, body) => {}
        _ => by_court(&mut paper, body),
    }
    paper.paragraphs
}

/// What the court ordered and found.
fn by_court(paper: &mut Paper, body: &EntryBody) {
    match body {
        EntryBody::CorrectionRequested { defects, until, .. } => {
            for (number, defect) in (1..).zip(defects) {
                paper.line(format!("{number}. {}", defect.reason));
            }
            paper.field("补正期限", until);
        }
        EntryBody::FilingRejected { reason, article, .. } => {
            paper.prose("理由", reason);
            paper.field("依据", article);
        }
        EntryBody::MediationOffered { note, .. } => paper.prose("", note),
        EntryBody::CaseRegistered {
            case_number, court_name, cause_name, procedure, filed_on, title, ..
        }
        | EntryBody::CaseImported {
            case_number, court_name, cause_name, procedure, filed_on, title, ..
        } => {
            paper.field("案号", case_number);
            paper.field("案件名称", title);
            paper.field("受理法院", court_name);
            paper.field("案由", cause_name);
            paper.field("审理程序", procedure_name(*procedure));
            paper.field("立案日期", filed_on);
        }
        EntryBody::BenchAssigned { handling_judge, clerk, judge_assistant, panel } => {
            paper.field("承办人", &handling_judge.name);
            let names = |members: &[StaffName]| {
                members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join("、")
            };
            paper.some("合议庭其他成员", &names(panel));
            paper.some("法官助理", judge_assistant.as_ref().map_or("", |assistant| &assistant.name));
            paper.field("书记员", &clerk.name);
        }
        EntryBody::EvidenceReceived { accepted, note, .. } => {
            paper.field("审核结果", if *accepted { "已收到，符合要求" } else { "退回，请重新提交" });
            paper.some("说明", note);
        }
        EntryBody::EvidencePeriodSet { until, exchange, agreed, .. } => {
            paper.field("举证期限届满日", until);
            match exchange {
                ExchangeForm::Synchronous { at, place } => {
                    paper.field("证据交换方式", "同步交换");
                    paper.field("交换时间", moment(*at));
                    paper.field("交换地点", place);
                }
                ExchangeForm::Asynchronous { opinions_until } => {
                    paper.field("证据交换方式", "非同步交换");
                    paper.field("质证意见截止日", opinions_until);
                }
            }
            if *agreed {
                paper.line("举证期限由当事人协商并经人民法院准许。".to_owned());
            }
        }
        EntryBody::EvidenceRestricted { restriction, reason, .. } => {
            match restriction {
                Some(restriction) => {
                    paper.field("决定", "限制查阅范围");
                    paper.field("事由", ground_name(restriction.ground));
                    let n_persons = restriction.persons.len();
                    paper.field("范围", format!("合议庭、提交方以及另行指定的{n_persons}人"));
                    if restriction.view_only {
                        paper.line("仅供在线查阅，不得复制、摘抄、导出。".to_owned());
                    }
                }
                None => paper.field("决定", "不限制查阅范围"),
            }
            paper.prose("理由", reason);
        }
        EntryBody::OpinionRoundOpened { round, until, note, .. } => {
            paper.field("轮次", format!("第{round}轮"));
            paper.field("质证意见截止日", until);
            paper.prose("", note);
        }
        EntryBody::EvidenceRuled { ruling, reason, late, .. } => {
            paper.field("认定", ruling_name(*ruling));
            paper.some("逾期举证的处理", late.map_or("", late_name));
            paper.prose("理由", reason);
        }
        EntryBody::CourtQuestionAsked { question, until, .. } => {
            paper.prose("询问", question);
            paper.day("答复期限", until.as_ref());
        }
        EntryBody::ComparisonAppointed { at, place, .. } => {
            paper.field("核对时间", moment(*at));
            paper.field("核对地点", place);
        }
        EntryBody::ComparisonRecorded { at, way, present, equal, note, photos, .. } => {
            paper.field("核对时间", moment(*at));
            paper.field("核对方式", way_name(*way));
            paper.field("在场人员", present);
            paper.field("核对结果", if *equal { "与原件一致" } else { "与原件不一致" });
            paper.prose("说明", note);
            if !photos.is_empty() {
                paper.field("原件照片", format!("{}件，附后", photos.len()));
            }
        }
        EntryBody::ApplicationDecided { kind, outcome, reason, article, until, amount_fen, .. } => {
            paper.field("申请事项", application_name(*kind));
            paper.field("决定", outcome_name(*outcome));
            paper.prose("理由", reason);
            paper.some("依据", article);
            paper.day("期限变更至", until.as_ref());
            if let Some(amount) = amount_fen {
                paper.field("金额", format!("{amount}元"));
            }
        }
        EntryBody::PeriodStarted { title, whose, from, until, source, note, .. } => {
            paper.field("期限", title);
            paper.field("由谁完成", whose_name(*whose));
            paper.field("起算日", from);
            paper.field("届满日", until);
            paper.some("依据", &source.join("；"));
            paper.prose("", note);
        }
        EntryBody::PeriodMoved { until, reason, .. } => {
            paper.field("新的届满日", until);
            paper.prose("理由", reason);
        }
        EntryBody::CaseClosed { outcome, note, closed_on } => {
            paper.field("结案方式", closing_name(*outcome));
            paper.field("结案日期", closed_on);
            paper.prose("", note);
        }
        EntryBody::CaseReopened { cause, note, reopened_on } => {
            paper.field("事由", reopen_name(*cause));
            paper.field("日期", reopened_on);
            paper.prose("", note);
        }
        EntryBody::CaseFlagged { flags, reason } => {
            let names: Vec<_> = flags.iter().map(|flag| flag_name(*flag)).collect();
            paper.field("标记", if names.is_empty() { "无".to_owned() } else { names.join("、") });
            paper.prose("理由", reason);
        }
        _ => {}
    }
}

/// Paragraphs as they are written.
#[derive(Default)]
struct Paper {
    paragraphs: Vec<String>,
}

impl Paper {
    fn line(&mut self, line: String) {
        self.paragraphs.push(line);
    }

    fn field(&mut self, name: &str, value: impl std::fmt::Display) {
        self.line(format!("{name}：{value}"));
    }

    /// A field that is left out when there is nothing to say.
    fn some(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.field(name, value);
        }
    }

    fn day(&mut self, name: &str, day: Option<&crate::calendar::BeijingDate>) {
        if let Some(day) = day {
            self.field(name, day);
        }
    }

    /// A heading and paragraphs with their first line set in.
    fn prose(&mut self, heading: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if !heading.is_empty() {
            self.line(format!("{heading}："));
        }
        for paragraph in text.lines().map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            self.line(format!("　　{paragraph}"));
        }
    }
}

fn moment(at: Instant) -> String {
    at.beijing().strftime("%Y-%m-%d %H:%M").to_string()
}

fn filing(paper: &mut Paper, form: &FilingForm) {
    for (side, party) in form.parties() {
        paper.line(format!("{}：{}", side_name(Some(form.kind), side), party_line(party)));
        for agent in &party.agents {
            let firm = agent.firm.as_deref().map(|firm| format!("，{firm}")).unwrap_or_default();
            paper.line(format!("　　委托诉讼代理人：{}（{}）{firm}", agent.name, agent_name(agent.kind)));
        }
    }
    if !form.claims.is_empty() {
        paper.line("诉讼请求：".to_owned());
        for (number, claim) in (1..).zip(&form.claims) {
            paper.line(format!("　　{number}. {claim}"));
        }
    }
    if let Some(amount) = form.claim_amount_fen {
        paper.field("诉讼标的额", format!("{amount}元"));
    }
    if let Some(title) = &form.enforcement {
        paper.some("执行依据", &title.title_number);
        paper.some("作出机关", &title.title_court);
        paper.day("生效日期", title.effective_on.as_ref());
        paper.day("履行期限届满日", title.performance_due_on.as_ref());
    }
    if let Some(act) = &form.administrative {
        paper.some("被诉行政行为", &act.agency_act);
        paper.day("作出日期", act.acted_on.as_ref());
    }
    paper.prose("事实与理由", &form.facts_and_reasons);
    let papers = form.attachments.iter();
    listed(paper, papers.map(|attachment| attachment.name.as_str()));
}

fn party_line(party: &PartyForm) -> String {
    let mut line = party.name.clone();
    let born_on = party.born_on.as_ref().map(|day| format!("{day}出生"));
    let uscc = party.uscc.as_ref().map(|code| format!("统一社会信用代码{code}"));
    let represented = party.legal_representative.as_ref().map(|name| format!("法定代表人{name}"));
    let domicile = party.domicile.as_ref().map(|place| format!("住所地{place}"));
    // Phone numbers are for the court and for who wrote them, and the file is read by more.
    let told = [party.sex.clone(), party.ethnicity.clone(), born_on, uscc, represented, domicile];
    for part in told.into_iter().flatten().filter(|part| !part.trim().is_empty()) {
        line.push('，');
        line.push_str(&part);
    }
    line
}

fn listed<'a>(paper: &mut Paper, names: impl Iterator<Item = &'a str>) {
    for (number, name) in (1..).zip(names) {
        if number == 1 {
            paper.line("附件：".to_owned());
        }
        paper.line(format!("　　{number}. {name}"));
    }
}

fn exhibit(paper: &mut Paper, form: &ExhibitForm) {
    paper.field("证据名称", &form.name);
    paper.field("证据种类", exhibit_kind_name(form.kind));
    paper.prose("证明目的", &form.purpose);
    paper.some("证据来源", &form.source);
    paper.field("原件", original_name(form.original));
    paper.day("形成日期", form.made_on.as_ref());
    if let Some(wish) = &form.restriction {
        paper.field("请求限制查阅", ground_name(wish.ground));
        paper.prose("", &wish.reason);
    }
    paper.prose("逾期提交的理由", form.late_reason.as_deref().unwrap_or_default());
    paper.field("文件", format!("{}件，附后", form.pages.len()));
}

fn opinion_on(paper: &mut Paper, opinion: &OpinionForm) {
    let points: [(&str, &PointOpinion); 4] = [
        ("真实性", &opinion.authenticity),
        ("合法性", &opinion.legality),
        ("关联性", &opinion.relevance),
        ("证明力和证明目的", &opinion.force),
    ];
    for (name, point) in points {
        paper.field(name, stance_name(point.stance));
        paper.prose("", &point.reason);
    }
    paper.prose("其他意见", &opinion.note);
    if !opinion.counter_evidence.is_empty() {
        paper.field("反驳证据", format!("{}份", opinion.counter_evidence.len()));
    }
}

fn application(paper: &mut Paper, form: &ApplicationForm) {
    paper.field("申请事项", application_name(form.kind));
    paper.prose("请求", &form.request);
    if let Some(amount) = form.amount_fen {
        paper.field("金额", format!("{amount}元"));
    }
    paper.day("请求的日期", form.until.as_ref());
    for value in form.details.values() {
        paper.prose("", value);
    }
    paper.prose("事实与理由", &form.reasons);
    if form.urgent {
        paper.line("情况紧急。".to_owned());
    }
    listed(paper, form.attachments.iter().map(|attachment| attachment.name.as_str()));
}

fn answer(paper: &mut Paper, form: &AnswerForm) {
    for claim in &form.claims {
        paper.line(format!("对第{}项诉讼请求：{}", claim.claim + 1, claim_stance_name(claim.stance)));
        paper.prose("", &claim.reason);
    }
    paper.prose("答辩意见", &form.statement);
    paper.prose("事实与理由", &form.facts_and_reasons);
    listed(paper, form.attachments.iter().map(|attachment| attachment.name.as_str()));
}

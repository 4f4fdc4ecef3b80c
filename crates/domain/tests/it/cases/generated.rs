//! Pages made from the rules themselves: who may do and see what, where each act leads, what leaves the court.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use weicourt_domain::actor::Side;
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::case::{CaseState, CaseStatus};
use weicourt_domain::command::{
    AnswerMediationOffer, AppointComparison, AssignBench, CallMember, ClearQuietHours, CloseCase, CloseFloor,
    Command, DeclinePromotion, FileAnswer, FlagCase, InviteMember, JoinSpace, LookAtFile, MuteMember,
    OfferMediation, OpenFloor, OpenOpinionRound, PostMessage, ProposePromotion, ReceiveEvidence,
    RecordComparison, RegisterCase, RejectFiling, ReopenCase, RequestComparison, RequestCorrection,
    RequestRestriction, RestrictEvidence, ResubmitFiling, SetEvidencePeriod, SetQuietHours, Setting,
    SubmitFiling, UnmuteMember, WithdrawApplication, WithdrawMessage, Zone, decide,
};
use weicourt_domain::entry::{
    ApplicationOutcome, ComparisonWay, EvidenceRuling, FileLook, MessageContent, Outcome, Procedure,
    ReopenCause, Stance,
};
use weicourt_domain::form::{AttachmentKind, FilerCapacity, FilingForm, FilingKind};
use weicourt_domain::log::{DraftBody, Entry, EntryRef, Heads};
use weicourt_domain::permission::{self, Act, may, may_see};
use weicourt_domain::policy::{CaseFlag, Policy, page};

use super::evidence::given::*;
use super::given::*;
use super::people::Who;
use super::{FACTS, NOW, instant};

const CIVIL: FilingKind = FilingKind::CivilFirstInstance;
const ENFORCEMENT: FilingKind = FilingKind::Enforcement;

/// A column of the table: somebody in a case of a kind.
struct Column {
    title: &'static str,
    who: Who,
    kind: FilingKind,
    /// Whether the lawyer filed rather than the client.
    by_lawyer: bool,
}

const fn column(title: &'static str, who: Who, kind: FilingKind) -> Column {
    Column { title, who, kind, by_lawyer: false }
}

static COLUMNS: [Column; 15] = [
    column("承办法官", Who::Handling, CIVIL),
    column("审判员", Who::Panel, CIVIL),
    column("法官助理", Who::Assistant, CIVIL),
    column("书记员", Who::Clerk, CIVIL),
    column("执行员", Who::Handling, ENFORCEMENT),
    column("立案庭", Who::FilingOfficer, CIVIL),
    column("庭长院长", Who::DivisionHead, CIVIL),
    column("原告", Who::Plaintiff, CIVIL),
    column("被告", Who::Defendant, CIVIL),
    column("第三人", Who::ThirdParty, CIVIL),
    column("申请执行人", Who::Plaintiff, ENFORCEMENT),
    column("被执行人", Who::Defendant, ENFORCEMENT),
    Column { title: "立案代理人", who: Who::PlaintiffsLawyer, kind: CIVIL, by_lawyer: true },
    column("其他代理人", Who::DefendantsRelative, CIVIL),
    column("案外人", Who::Stranger, CIVIL),
];

fn form_of(kind: FilingKind, by_lawyer: bool) -> FilingForm {
    let mut form = form(kind);
    if by_lawyer {
        form.filed_by.capacity = FilerCapacity::Agent;
        form.filed_by.agent = Some(0);
        form.attachments.push(attachment(AttachmentKind::PowerOfAttorney, "授权委托书"));
    }
    form
}

fn procedure_of(kind: FilingKind) -> Procedure {
    if kind == ENFORCEMENT { Procedure::Enforcement } else { Procedure::Ordinary }
}

/// The states that matter, each with the letter that stands for it.
fn key_states(kind: FilingKind, by_lawyer: bool) -> Vec<(char, &'static str, Vec<Told>)> {
    let filing = || {
        let told = submitted(form_of(kind, by_lawyer));
        if by_lawyer { told.by(Who::PlaintiffsLawyer) } else { told }
    };
    let mut filed = vec![filing(), registered(kind, procedure_of(kind))];
    let comes = [Who::PlaintiffsLawyer, Who::Defendant, Who::DefendantsRelative, Who::ThirdParty];
    filed.extend(comes.into_iter().filter(|who| !by_lawyer || *who != Who::PlaintiffsLawyer).map(joined));
    let preparing: Vec<Told> = filed.iter().cloned().chain([bench()]).collect();
    let recusal = application_filed(Who::Defendant, recusal_of(Who::Handling));
    let recusal: Vec<Told> = preparing.iter().cloned().chain([recusal]).collect();
    let preparing_for_evidence = preparing.clone();
    let served = super::serving::given::with_service(preparing.clone(), by_lawyer);
    let served_and_over: Vec<Told> = served.iter().cloned().chain([closed(Outcome::Withdrawn)]).collect();
    let over: Vec<Told> = preparing.iter().cloned().chain([closed(Outcome::Withdrawn)]).collect();
    vec![
        ('D', "Draft 尚未提交", vec![]),
        ('S', "Submitted 待审查", vec![filing()]),
        ('O', "Submitted 待审查，已征询先行调解", vec![filing(), mediation_offered()]),
        ('C', "Correction 补正期内", vec![filing(), returned("2026-11-23")]),
        ('L', "Correction 逾期未补正", vec![filing(), returned("2026-11-22")]),
        ('N', "NotAccepted 不予受理", vec![filing(), rejected()]),
        ('F', "Filed 已立案，未组成审判组织", filed),
        ('P', "Preparing 审理中", preparing),
        ('R', "Preparing 审理中，承办人的回避申请待决定", recusal),
        ('E', "Preparing 审理中，各方已举证", with_evidence(preparing_for_evidence, by_lawyer)),
        ('V', "Preparing 审理中，文书已送达", served),
        ('X', "Closed 已结案", over),
        ('Z', "Closed 已结案，文书已送达", served_and_over),
    ]
}

/// The application of the state `R`.
fn pending_recusal(by_lawyer: bool) -> EntryRef {
    // The lawyer who filed did not come in besides.
    front(if by_lawyer { 5 } else { 6 })
}

/// Number of the first exhibit of [`with_evidence`] in its chain.
fn first_exhibit(by_lawyer: bool) -> u64 {
    if by_lawyer { 5 } else { 6 }
}

/// Exhibits of all sides, a restricted one of the third party that somebody disputed, questions, a message
/// that is proposed and one that is not. Exhibits stand at 0 to 3 after the first, the messages at 5 and 6.
fn with_evidence(mut given: Vec<Told>, by_lawyer: bool) -> Vec<Told> {
    let claimant = if by_lawyer { Who::PlaintiffsLawyer } else { Who::Plaintiff };
    let at = |n| front(first_exhibit(by_lawyer) + n);
    given.extend([
        exhibit(claimant, "借条"),
        exhibit(Who::Defendant, "收条"),
        exhibit(Who::ThirdParty, "证言"),
        exhibit(Who::ThirdParty, "账册"),
        opinion(Who::Defendant, at(3), Stance::Dispute),
        said(claimant, "已经还款"),
        said(Who::Defendant, "没有收到"),
        restricted(at(3), &[claimant, Who::Defendant, Who::DefendantsRelative]),
        asked(None, 0),
        asked(None, 1),
        asked(None, 2),
        proposed(claimant, at(5)),
    ]);
    given
}

fn act_name(act: Act) -> &'static str {
    match act {
        Act::SubmitFiling => "提交立案申请",
        Act::ResubmitFiling => "补正后再次提交",
        Act::AnswerMediationOffer => "答复先行调解",
        Act::RequestCorrection => "一次性告知补正",
        Act::RejectFiling => "不予受理",
        Act::OfferMediation => "征询先行调解",
        Act::RegisterCase => "登记立案",
        Act::AssignBench => "确定审判组织",
        Act::InviteMember => "邀请入群",
        Act::JoinSpace => "进入案件空间",
        Act::PostMessage => "发言",
        Act::PostToBench => "合议发言",
        Act::WithdrawMessage => "撤回自己的消息",
        Act::QuoteMessage => "引用",
        Act::MentionMember => "提及",
        Act::CallMember => "联系成员",
        Act::MuteMember => "禁言",
        Act::UnmuteMember => "解除禁言",
        Act::CloseFloor => "全体禁言",
        Act::OpenFloor => "解除全体禁言",
        Act::SetQuietHours => "设置免打扰时段",
        Act::ClearQuietHours => "取消免打扰时段",
        Act::CloseCase => "结案",
        Act::FlagCase => "标记案件",
        Act::ReopenCase => "恢复办理",
        Act::SubmitEvidence => "提交证据",
        Act::WithdrawEvidence => "撤回证据",
        Act::ReceiveEvidence => "签收证据",
        Act::SetEvidencePeriod => "确定举证期限",
        Act::RequestRestriction => "申请限制查阅",
        Act::RestrictEvidence => "决定查阅范围",
        Act::LookAtEvidence => "查看限制查阅的证据",
        Act::GiveOpinion => "发表质证意见",
        Act::OpenOpinionRound => "开启新一轮质证",
        Act::RuleOnEvidence => "认定证据",
        Act::AskCourtQuestion => "询问",
        Act::AnswerCourtQuestion => "答复询问",
        Act::RequestComparison => "申请核对原件",
        Act::AppointComparison => "安排核对原件",
        Act::RecordComparison => "记录核对结果",
        Act::ProposePromotion => "建议列为案件材料",
        Act::DeclinePromotion => "不同意列为案件材料",
        Act::FileApplication => "提出申请（例：申请书记员回避）",
        Act::WithdrawApplication => "撤回申请",
        Act::DecideApplication => "决定申请（例：承办人的回避）",
        Act::FileAnswer => "提交答辩状",
        Act::StartPeriod => "起算期限",
        Act::MovePeriod => "变更期限",
        Act::AddTodo => "新增待办",
        Act::AssignTodo => "分派待办",
        Act::FinishTodo => "办结待办",
        Act::LookAtFile => "查阅卷宗",
        Act::DraftDocument => "起草文书",
        Act::ApproveDocument => "签发文书",
        Act::SetDocumentAside => "作废文书",
        Act::ConfirmServiceAddress => "填写送达地址确认书",
        Act::RecordServiceAddress => "登记纸质送达地址确认书",
        Act::DeclareConsent => "同意或者撤回在线诉讼",
        Act::SendPapers => "电子送达",
        Act::OpenServed => "查阅送达文书",
        Act::AcknowledgeService => "签收送达文书",
        Act::RequestPaper => "申请纸质文书",
        Act::RebutService => "对推定送达提出异议",
        Act::RuleOnRebuttal => "处理送达异议",
        Act::RecordPaperService => "登记其他方式送达",
        Act::RecallService => "撤回送达",
    }
}

/// The command behind an act, as sensible as it can be.
fn command_of(act: Act, who: Who, kind: FilingKind, by_lawyer: bool) -> Command {
    let words = || "样例".to_owned();
    let person = Who::Defendant.person();
    let bench = AssignBench {
        handling_judge: Who::Handling.staff(),
        clerk: Who::Clerk.staff(),
        judge_assistant: None,
        panel: vec![],
    };
    let form = || form_of(kind, by_lawyer);
    let post = |bench_only, quote, mentions| {
        let content = MessageContent::Text { text: words() };
        Command::PostMessage(PostMessage { content, quote, mentions, bench_only })
    };
    match act {
        Act::SubmitFiling => Command::SubmitFiling(SubmitFiling { form: form(), filer: who.known() }),
        Act::ResubmitFiling => Command::ResubmitFiling(ResubmitFiling { form: form(), filer: who.known() }),
        Act::AnswerMediationOffer => Command::AnswerMediationOffer(AnswerMediationOffer { accepted: true }),
        Act::RequestCorrection => Command::RequestCorrection(RequestCorrection {
            defects: vec![defect()],
            until: "2026-11-30".parse().expect("a date"),
        }),
        Act::RejectFiling => Command::RejectFiling(RejectFiling { reason: words(), article: words() }),
        Act::OfferMediation => Command::OfferMediation(OfferMediation { note: words() }),
        Act::RegisterCase => {
            let (cause_code, procedure) = (None, procedure_of(kind));
            Command::RegisterCase(RegisterCase { cause_code, procedure, bench })
        }
        Act::AssignBench => Command::AssignBench(bench),
        Act::InviteMember => Command::InviteMember(InviteMember { party: 1, agent: None }),
        Act::JoinSpace => {
            let (party, agent) = seat(who).unwrap_or((1, None));
            Command::JoinSpace(JoinSpace { party, agent, known: who.known() })
        }
        Act::PostMessage => post(false, None, BTreeSet::new()),
        Act::PostToBench => post(true, None, BTreeSet::new()),
        Act::QuoteMessage => post(false, Some(front(1)), BTreeSet::new()),
        Act::MentionMember => post(false, None, [person].into()),
        Act::WithdrawMessage => Command::WithdrawMessage(WithdrawMessage { message: front(1) }),
        Act::CallMember => Command::CallMember(CallMember { person }),
        Act::MuteMember => Command::MuteMember(MuteMember { person, until: None, reason: words() }),
        Act::UnmuteMember => Command::UnmuteMember(UnmuteMember { person }),
        Act::CloseFloor => Command::CloseFloor(CloseFloor { reason: words() }),
        Act::OpenFloor => Command::OpenFloor(OpenFloor),
        Act::SetQuietHours => {
            Command::SetQuietHours(SetQuietHours { from: "22:00".to_owned(), to: "07:00".to_owned() })
        }
        Act::ClearQuietHours => Command::ClearQuietHours(ClearQuietHours),
        Act::CloseCase => {
            let outcome = if kind == ENFORCEMENT { Outcome::Enforced } else { Outcome::Judgment };
            Command::CloseCase(CloseCase { outcome, note: words() })
        }
        Act::FlagCase => Command::FlagCase(FlagCase { flags: [CaseFlag::NotPublic].into(), reason: words() }),
        Act::ReopenCase => Command::ReopenCase(ReopenCase { cause: ReopenCause::Remand, note: words() }),
        Act::SubmitEvidence
        | Act::WithdrawEvidence
        | Act::ReceiveEvidence
        | Act::SetEvidencePeriod
        | Act::RequestRestriction
        | Act::RestrictEvidence
        | Act::LookAtEvidence
        | Act::GiveOpinion
        | Act::OpenOpinionRound
        | Act::RuleOnEvidence
        | Act::AskCourtQuestion
        | Act::AnswerCourtQuestion
        | Act::RequestComparison
        | Act::AppointComparison
        | Act::RecordComparison
        | Act::ProposePromotion
        | Act::DeclinePromotion => evidence_command(act, who, by_lawyer),
        Act::FileApplication => super::applications::files(recusal_of(Who::Clerk)),
        Act::WithdrawApplication => Command::WithdrawApplication(WithdrawApplication {
            application: pending_recusal(by_lawyer),
            reason: words(),
        }),
        Act::DecideApplication => {
            super::applications::decides(pending_recusal(by_lawyer), ApplicationOutcome::Refused)
        }
        Act::FileAnswer => Command::FileAnswer(FileAnswer { answer: answer_form() }),
        Act::StartPeriod => super::agenda::command(0, 1),
        Act::MovePeriod => super::agenda::command(1, 1),
        Act::AddTodo => super::agenda::command(2, 1),
        Act::AssignTodo => super::agenda::command(3, 1),
        Act::FinishTodo => super::agenda::command(4, 1),
        Act::LookAtFile => Command::LookAtFile(LookAtFile { look: FileLook::Opened, internal: false }),
        Act::DraftDocument
        | Act::ApproveDocument
        | Act::SetDocumentAside
        | Act::ConfirmServiceAddress
        | Act::RecordServiceAddress
        | Act::DeclareConsent
        | Act::SendPapers
        | Act::OpenServed
        | Act::AcknowledgeService
        | Act::RequestPaper
        | Act::RebutService
        | Act::RuleOnRebuttal
        | Act::RecordPaperService
        | Act::RecallService => super::serving::given::command_of(act, who, by_lawyer),
    }
}

/// The command behind an act on the evidence that [`with_evidence`] hands in.
fn evidence_command(act: Act, who: Who, by_lawyer: bool) -> Command {
    let words = || "样例".to_owned();
    let at = |n| front(first_exhibit(by_lawyer) + n);
    let (own, other, party) = match who {
        Who::Defendant | Who::DefendantsRelative => (at(1), at(0), 1_u64),
        Who::ThirdParty => (at(2), at(0), 2),
        _ => (at(0), at(1), 0),
    };
    match act {
        Act::SubmitEvidence => submits(exhibit_form("合同")),
        Act::WithdrawEvidence => withdraws(own),
        Act::ReceiveEvidence => {
            Command::ReceiveEvidence(ReceiveEvidence { exhibit: own, accepted: true, note: words() })
        }
        Act::SetEvidencePeriod => Command::SetEvidencePeriod(SetEvidencePeriod {
            party: None,
            until: "2026-12-08".parse().expect("a date"),
            exchange: until_day("2026-12-08"),
            agreed: false,
        }),
        Act::RequestRestriction => {
            Command::RequestRestriction(RequestRestriction { exhibit: own, wish: wish() })
        }
        Act::RestrictEvidence => Command::RestrictEvidence(RestrictEvidence {
            exhibit: own,
            restriction: Some(circle(&[])),
            reason: words(),
        }),
        Act::LookAtEvidence => looks_at(at(3)),
        Act::GiveOpinion => gives(other, says(Stance::Agree)),
        Act::OpenOpinionRound => Command::OpenOpinionRound(OpenOpinionRound {
            exhibits: [].into(),
            until: "2026-12-08".parse().expect("a date"),
            note: words(),
        }),
        Act::RuleOnEvidence => rules(own, EvidenceRuling::NotAdopted, "与本案无关"),
        Act::AskCourtQuestion => asks(None, 1),
        Act::AnswerCourtQuestion => answers(court(4 + party)),
        Act::RequestComparison => {
            Command::RequestComparison(RequestComparison { exhibit: other, reason: words() })
        }
        Act::AppointComparison => Command::AppointComparison(AppointComparison {
            exhibit: own,
            at: instant("2026-11-25T10:00:00+08:00"),
            place: words(),
        }),
        Act::RecordComparison => Command::RecordComparison(RecordComparison {
            exhibit: own,
            at: instant(NOW),
            way: ComparisonWay::AtCourt,
            present: words(),
            equal: true,
            note: String::new(),
            photos: vec![],
        }),
        Act::ProposePromotion => {
            Command::ProposePromotion(ProposePromotion { message: at(6), target: target() })
        }
        _ => Command::DeclinePromotion(DeclinePromotion { proposal: court(7), reason: words() }),
    }
}

/// A column in one of the states that matter. Folded once: sealing every entry anew takes its time.
struct Place {
    column: &'static Column,
    letter: char,
    entries: Vec<Entry>,
    state: CaseState,
    /// Before the person of the column came in.
    without: CaseState,
}

/// Every column in every state.
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let of_column = |column: &'static Column| {
        let states = key_states(column.kind, column.by_lawyer).into_iter();
        states.map(move |(letter, _, given)| {
            let entries = log(&given);
            let state = state_of(&entries);
            let others: Vec<Told> = given.into_iter().filter(|told| !told.is_of(column.who)).collect();
            Place { column, letter, entries, state, without: fold(&others) }
        })
    };
    COLUMNS.iter().flat_map(of_column).collect()
});

fn is_allowed(place: &Place, act: Act) -> bool {
    let Place { column, .. } = place;
    // Whoever comes in is not in yet.
    let state = if act == Act::JoinSpace { &place.without } else { &place.state };
    let actor = column.who.actor();
    let may = may(state, &actor, act, instant(NOW)).is_ok();
    match act {
        // Where more than the role and the status counts, or where strangers ask, the decision itself says.
        Act::SubmitFiling
        | Act::JoinSpace
        | Act::ResubmitFiling
        | Act::AnswerMediationOffer
        | Act::RequestCorrection
        | Act::RejectFiling
        | Act::OfferMediation
        | Act::RegisterCase
        | Act::AssignBench
        | Act::CloseCase
        | Act::FlagCase
        | Act::ReopenCase
        | Act::FileApplication
        | Act::WithdrawApplication
        | Act::DecideApplication
        | Act::FileAnswer
        | Act::SubmitEvidence
        | Act::WithdrawEvidence
        | Act::ReceiveEvidence
        | Act::SetEvidencePeriod
        | Act::RequestRestriction
        | Act::RestrictEvidence
        | Act::LookAtEvidence
        | Act::GiveOpinion
        | Act::OpenOpinionRound
        | Act::RuleOnEvidence
        | Act::AskCourtQuestion
        | Act::AnswerCourtQuestion
        | Act::RequestComparison
        | Act::AppointComparison
        | Act::RecordComparison
        | Act::ProposePromotion
        | Act::DeclinePromotion
        | Act::DraftDocument
        | Act::ApproveDocument
        | Act::SetDocumentAside
        | Act::ConfirmServiceAddress
        | Act::RecordServiceAddress
        | Act::DeclareConsent
        | Act::SendPapers
        | Act::OpenServed
        | Act::AcknowledgeService
        | Act::RequestPaper
        | Act::RebutService
        | Act::RuleOnRebuttal
        | Act::RecordPaperService
        | Act::RecallService => {
            let command = command_of(act, column.who, column.kind, column.by_lawyer);
            decide(state, &actor, &command, Setting { now: instant(NOW), facts: &FACTS, zone: Zone::All })
                .is_ok()
        }
        Act::InviteMember
        | Act::PostMessage
        | Act::PostToBench
        | Act::WithdrawMessage
        | Act::QuoteMessage
        | Act::MentionMember
        | Act::CallMember
        | Act::MuteMember
        | Act::UnmuteMember
        | Act::CloseFloor
        | Act::OpenFloor
        | Act::SetQuietHours
        | Act::ClearQuietHours
        | Act::StartPeriod
        | Act::MovePeriod
        | Act::AddTodo
        | Act::AssignTodo
        | Act::FinishTodo
        | Act::LookAtFile => may,
    }
}

fn table_head(first: &str) -> String {
    let titles: Vec<&str> = COLUMNS.iter().map(|column| column.title).collect();
    format!("| {first} | {} |\n| --- |{}\n", titles.join(" | "), " --- |".repeat(titles.len()))
}

fn acts_table() -> String {
    let mut table = table_head("行为");
    for act in Act::ALL {
        write!(table, "| {} `{act:?}` |", act_name(act)).expect("a string");
        for column in &COLUMNS {
            let places = PLACES.iter().filter(|place| place.column.title == column.title);
            let cell: String =
                places.filter(|place| is_allowed(place, act)).map(|place| place.letter).collect();
            write!(table, " {} |", if cell.is_empty() { "·" } else { &cell }).expect("a string");
        }
        table.push('\n');
    }
    table
}

fn floor_table() -> String {
    let orders = [
        ("无限制", vec![], NOW),
        ("本人被禁言", vec![muted(Who::Defendant, None)], NOW),
        ("全体禁言", vec![floor_closed()], NOW),
        ("免打扰时段", vec![quiet("22:00", "07:00")], "2026-11-23T23:00:00+08:00"),
    ];
    let acts =
        [Act::PostMessage, Act::CallMember, Act::QuoteMessage, Act::MentionMember, Act::WithdrawMessage];
    let mut table = "| 秩序 | 谁 |".to_owned();
    for act in acts {
        write!(table, " {} |", act_name(act)).expect("a string");
    }
    table += &format!("\n|{}\n", " --- |".repeat(acts.len() + 2));
    for (order, more, now) in orders {
        for (title, who) in [("当事人、代理人", Who::Defendant), ("法院人员", Who::Clerk)] {
            write!(table, "| {order} | {title} |").expect("a string");
            let state = fold(&space_with(more.clone()));
            for act in acts {
                let allowed = may(&state, &who.actor(), act, instant(now)).is_ok();
                write!(table, " {} |", if allowed { "✓" } else { "·" }).expect("a string");
            }
            table.push('\n');
        }
    }
    table
}

fn seeing_table() -> String {
    let persons = |who: Who| Audience::Persons { persons: [who.person()].into() };
    let side = |side| Audience::Side { side };
    let rows = [
        ("全体：登记信息", Class::Register, Audience::Everyone),
        ("全体：当事人信息", Class::Party, Audience::Everyone),
        ("全体：材料", Class::Material, Audience::Everyone),
        ("全体：发言", Class::Conversation, Audience::Everyone),
        ("全体：庭审", Class::Hearing, Audience::Everyone),
        ("原告一方", Class::Party, side(Side::Claimant)),
        ("被告一方", Class::Party, side(Side::Respondent)),
        ("第三人一方", Class::Party, side(Side::ThirdParty)),
        ("仅法院", Class::Party, Audience::Court),
        ("指定被告本人：发言", Class::Conversation, persons(Who::Defendant)),
        ("合议", Class::Deliberation, Audience::Room { room: Room::Deliberation }),
    ];
    let told = rows.map(|(title, class, audience)| {
        let body = weicourt_domain::entry::EntryBody::FloorOpened {};
        (title, Told::new(Who::Clock, body, class, audience))
    });
    let drafts = [
        ("文书草稿：审判组织起草", super::serving::given::drafted(Who::Clerk)),
        ("文书草稿：立案庭起草", super::serving::given::drafted(Who::FilingOfficer)),
    ];
    let mut table = table_head("范围");
    for (title, told) in told.into_iter().chain(drafts) {
        write!(table, "| {title} |").expect("a string");
        let entry = log(&[told]).swap_remove(0);
        for column in &COLUMNS {
            let mut places = PLACES.iter().filter(|place| place.column.title == column.title);
            let preparing = places.find(|place| place.letter == 'P').expect("a case under way");
            let sees = may_see(&preparing.state, &column.who.actor(), &entry.envelope);
            write!(table, " {} |", if sees { "✓" } else { "·" }).expect("a string");
        }
        table.push('\n');
    }
    table
}

pub(super) const MADE: &str = "<!-- Made from the rules by a test of the domain: `make generated`. -->\n";

fn permissions() -> String {
    let mut page = format!("# Who may do and see what (权限表)\n\n{MADE}\n");
    page += "A letter says in which state of a case somebody may do an act; `·` means never. \
             People of the public need their real name, staff their sign-on.\n\n";
    for (letter, name, _) in key_states(CIVIL, false) {
        writeln!(page, "- **{letter}** {name}").expect("a string");
    }
    page += "\n## Acts (行为)\n\n";
    page += &acts_table();
    writeln!(
        page,
        "\n一条消息在 {} 秒内可由本人撤回。The filing desk, heads of the court and the bench act in their own \
         court only; 审判长 and 人民陪审员 have their rights in the rules but no act assigns them yet.",
        permission::WITHDRAW_WITHIN_MS / 1000
    )
    .expect("a string");
    page += "\n## Order of the floor (发言秩序)\n\nIn a case under way.\n\n";
    page += &floor_table();
    page += "\n## Who sees an entry (可见范围)\n\n\
             In a case under way; besides, everybody sees what they made themselves, except in the deliberation. \
             A file is read through an entry that its reader may see, until the message is taken back.\n\n";
    page += &seeing_table();
    page
}

/// Every status that follows from an act, by whom.
fn transitions() -> BTreeMap<(CaseStatus, String, CaseStatus), (Act, BTreeSet<&'static str>)> {
    let mut found: BTreeMap<_, (Act, BTreeSet<&'static str>)> = BTreeMap::new();
    for Place { column, entries, state, .. } in PLACES.iter() {
        for act in Act::ALL {
            let command = command_of(act, column.who, column.kind, column.by_lawyer);
            let setting = Setting { now: instant(NOW), facts: &FACTS, zone: Zone::All };
            let Ok(drafts) = decide(state, &column.who.actor(), &command, setting) else { continue };
            let mut after = state.clone();
            let mut heads = Heads::EMPTY;
            entries.iter().for_each(|entry| heads.advance(&entry.envelope, entry.hash));
            for draft in drafts {
                let body = match draft.body.clone() {
                    DraftBody::Ready(body) => body,
                    DraftBody::AwaitsNumber(registration) => registration.numbered(7),
                };
                after.evolve(&sealed(&mut heads, &draft, body, NOW));
            }
            let key = (state.status(), format!("{act:?}"), after.status());
            found.entry(key).or_insert_with(|| (act, BTreeSet::new())).1.insert(column.title);
        }
    }
    found
}

fn states() -> String {
    let transitions = transitions();
    let mut page = format!("# States of a case (案件状态)\n\n{MADE}\n```mermaid\nstateDiagram-v2\n");
    page += "    [*] --> Draft\n";
    for ((from, _, to), (act, _)) in transitions.iter().filter(|((from, _, to), _)| from != to) {
        writeln!(page, "    {from:?} --> {to:?}: {}", act_name(*act)).expect("a string");
    }
    page += "    NotAccepted --> [*]\n    Closed --> [*]\n```\n\n## Acts that lead on (推进程序的行为)\n\n";
    page += "| from | act | by | to |\n| --- | --- | --- | --- |\n";
    for ((from, name, to), (act, by)) in transitions.iter().filter(|((from, _, to), _)| from != to) {
        let by: Vec<&str> = by.iter().copied().collect();
        writeln!(page, "| {from:?} | {} `{name}` | {} | {to:?} |", act_name(*act), by.join("、"))
            .expect("a string");
    }
    page += "\n## Acts that leave the case where it is (不改变状态的行为)\n\n| in | acts |\n| --- | --- |\n";
    let mut still: BTreeMap<CaseStatus, Vec<&str>> = BTreeMap::new();
    for act in Act::ALL {
        let leads_on = |status: CaseStatus| {
            transitions.iter().any(|((from, _, to), (of, _))| *of == act && *from == status && from != to)
        };
        let possible = PLACES.iter().filter(|place| is_allowed(place, act));
        let statuses: BTreeSet<CaseStatus> = possible.map(|place| place.state.status()).collect();
        for status in statuses.into_iter().filter(|status| !leads_on(*status)) {
            still.entry(status).or_default().push(act_name(act));
        }
    }
    for (status, acts) in still {
        writeln!(page, "| {status:?} | {} |", acts.join("、")).expect("a string");
    }
    page += "\nA corrected filing waits for its filer until the last day of the period; from the next day on the court \
             may hand it back.\n";
    page
}

pub(super) fn assert_fresh(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated").join(name);
    if std::env::var_os("WEICOURT_GENERATE").is_some() {
        std::fs::write(&path, page).expect("write the page");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(checked_in == page, "docs/generated/{name} is stale: run `make generated`");
}

#[test]
fn the_table_of_permissions_is_fresh() {
    assert_fresh("permissions.md", &permissions());
}

#[test]
fn the_page_of_states_is_fresh() {
    assert_fresh("states.md", &states());
}

#[test]
fn the_page_of_what_leaves_the_court_is_fresh() {
    assert_fresh("policy.md", &page(&Policy::embedded()));
}

//! What a viewer gets to see: entries, cards, cases. Every view is made for one viewer.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Role, Side};
use weicourt_domain::audience::Audience;
use weicourt_domain::case::{CaseState, Membership};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::form::{FilingForm, PartyForm};
use weicourt_domain::id::{CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, Origin, Position};
use weicourt_domain::permission::{self, Act};
use weicourt_domain::policy::CaseFlag;

/// Who made an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActorView {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Role when they acted.
    pub role: Role,
}

/// For whom an entry is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AudienceView {
    /// Every member.
    Everyone,
    /// The court.
    Court,
    /// One side and the court.
    Side,
    /// Named persons.
    Persons,
    /// A room.
    Room,
}

/// An entry as one viewer sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EntryView {
    /// Which chain.
    pub origin: Origin,
    /// Number within the chain.
    pub seq: u64,
    /// Place in the space, together with the origin.
    pub n: u64,
    /// When.
    pub at: Instant,
    /// Hash of the entry.
    pub hash: Digest,
    /// The command that caused it.
    pub command_id: CommandId,
    /// Who.
    pub actor: ActorView,
    /// For whom.
    pub audience: AudienceView,
    /// What.
    pub body: EntryBody,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// A run of entries and how far it reaches.
///
/// Numbers that are missing between `after` and `upto` are entries the viewer may not see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page {
    /// The entries the viewer may see, in the order of the space.
    pub entries: Vec<EntryView>,
    /// The position the page starts after.
    pub after: Position,
    /// The position the viewer has reached.
    pub upto: Position,
    /// Whether there is more in this direction.
    pub more: bool,
    /// Changes when earlier entries become visible or hidden to the viewer: who knows another number forgets
    /// what they have read of the case and reads it anew.
    pub sight: u32,
    /// Smallest order number of the page, to ask for older entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_n: Option<u64>,
}

/// A viewer and what they are in the case, looked up once for many entries.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'a> {
    /// The case.
    pub state: &'a CaseState,
    /// Who looks.
    pub actor: &'a Actor,
    /// What they are in it.
    pub membership: Membership,
    /// When they look.
    pub now: Instant,
}

impl<'a> Viewer<'a> {
    /// The viewer, unless they are a stranger to the case.
    pub fn of(state: &'a CaseState, actor: &'a Actor, now: Instant) -> Option<Viewer<'a>> {
        state.membership(actor).map(|membership| Viewer { state, actor, membership, now })
    }

    /// What the viewer may do with the entry; `None` when it is not for them.
    pub fn visible_actions(&self, entry: &Entry) -> Option<Vec<Act>> {
        let envelope = &entry.envelope;
        let visible = permission::member_sees(self.state, self.membership, self.actor, envelope);
        visible.then(|| permission::entry_actions(self.state, self.actor, envelope, self.now))
    }

    /// Whether everyone who may see the entry sees the same words.
    pub fn is_alike_for_all(&self, entry: &Entry) -> bool {
        !matches!(entry.body, EntryBody::FilingSubmitted { .. } | EntryBody::FilingResubmitted { .. })
    }

    /// The entry as the viewer sees it; `None` when it is not for them.
    pub fn entry(&self, entry: &Entry) -> Option<EntryView> {
        let actions = self.visible_actions(entry)?;
        let envelope = &entry.envelope;
        Some(EntryView {
            origin: envelope.origin,
            seq: envelope.seq,
            n: envelope.n,
            at: envelope.at,
            hash: entry.hash,
            command_id: envelope.command,
            actor: ActorView {
                person: envelope.actor.person,
                name: actor_name(self.state, entry),
                role: envelope.actor.role,
            },
            audience: match envelope.audience {
                Audience::Everyone => AudienceView::Everyone,
                Audience::Court => AudienceView::Court,
                Audience::Side { .. } => AudienceView::Side,
                Audience::Persons { .. } => AudienceView::Persons,
                Audience::Room { .. } => AudienceView::Room,
            },
            body: self.body(entry),
            actions,
        })
    }

    /// See [`Page::sight`].
    pub fn sight(&self) -> u32 {
        permission::sight(self.state, self.membership, self.actor)
    }

    /// Why the case needs more care, for a viewer of the court; nothing for anybody else.
    pub fn flags(&self) -> Vec<CaseFlag> {
        let flags = self.state.decided.flags.iter().copied();
        flags.filter(|_| self.membership.role.is_court()).collect()
    }

    fn body(&self, entry: &Entry) -> EntryBody {
        match &entry.body {
            EntryBody::MessagePosted { .. } if self.state.is_withdrawn(entry.envelope.entry_ref()) => {
                EntryBody::MessagePosted {
                    content: MessageContent::Withdrawn,
                    quote: None,
                    mentions: Default::default(),
                }
            }
            EntryBody::FilingSubmitted { form } => EntryBody::FilingSubmitted { form: self.form(form) },
            EntryBody::FilingResubmitted { form, answers } => {
                EntryBody::FilingResubmitted { form: self.form(form), answers: *answers }
            }
            EntryBody::PartiesImported { form } => EntryBody::PartiesImported { form: self.form(form) },
            body => body.clone(),
        }
    }

    /// The form without what is not for the viewer: phone numbers go to the court and to the side
    /// that wrote them, keyed digests to that side only, so that it can correct and hand in again.
    pub fn form(&self, form: &FilingForm) -> FilingForm {
        let mut form = form.clone();
        let wrote_it = self.membership.side == Some(Side::Claimant);
        for party in form.parties_mut() {
            redact(party, wrote_it || self.membership.role.is_court(), wrote_it);
        }
        form
    }
}

fn redact(party: &mut PartyForm, sees_phones: bool, sees_digests: bool) {
    let redact_one = |phone: &mut Option<String>, digest: &mut Option<Digest>| {
        if !sees_phones {
            *phone = None;
        }
        if !sees_digests {
            *digest = None;
        }
    };
    redact_one(&mut party.phone, &mut party.id_digest);
    for agent in &mut party.agents {
        redact_one(&mut agent.phone, &mut agent.id_digest);
    }
}

/// Name of who made an entry: members by the state, the court's other staff by their role.
fn actor_name(state: &CaseState, entry: &Entry) -> String {
    let stamp = entry.envelope.actor;
    match (state.member_name(stamp.person), stamp.role) {
        (Some(name), _) => name.to_owned(),
        (None, Role::FilingOfficer) => "立案庭".to_owned(),
        (None, Role::DivisionHead) => "庭长".to_owned(),
        (None, _) => "法院".to_owned(),
    }
}

/// One line about a message for lists; never more than 40 characters.
pub fn preview_line(body: &EntryBody) -> String {
    match body {
        EntryBody::MessagePosted { content, .. } => match content {
            MessageContent::Text { text } => text.chars().take(40).collect(),
            MessageContent::Voice { .. } => "[语音]".to_owned(),
            MessageContent::Photo { .. } => "[图片]".to_owned(),
            MessageContent::File { .. } => "[文件]".to_owned(),
            MessageContent::Location { .. } => "[位置]".to_owned(),
            MessageContent::Withdrawn => "撤回了一条消息".to_owned(),
        },
        EntryBody::FilingSubmitted { .. } => "提交了立案申请".to_owned(),
        EntryBody::FilingResubmitted { .. } => "补正后重新提交".to_owned(),
        EntryBody::CorrectionRequested { .. } => "要求补正".to_owned(),
        EntryBody::FilingRejected { .. } => "不予受理".to_owned(),
        EntryBody::MediationOffered { .. } => "建议诉前调解".to_owned(),
        EntryBody::MediationAnswered { accepted: true, .. } => "同意诉前调解".to_owned(),
        EntryBody::MediationAnswered { accepted: false, .. } => "不同意诉前调解".to_owned(),
        EntryBody::CaseRegistered { .. } => "已立案".to_owned(),
        EntryBody::BenchAssigned { .. } => "确定了承办法官和书记员".to_owned(),
        EntryBody::MemberInvited { .. } => "邀请当事人加入".to_owned(),
        EntryBody::MemberJoined { .. } => "加入了案件空间".to_owned(),
        EntryBody::MemberCalled { .. } => "呼叫了一名成员".to_owned(),
        EntryBody::MessageWithdrawn { .. } => "撤回了一条消息".to_owned(),
        EntryBody::MemberMuted { .. } => "禁言了一名成员".to_owned(),
        EntryBody::MemberUnmuted { .. } => "解除了禁言".to_owned(),
        EntryBody::FloorClosed { .. } => "暂停发言".to_owned(),
        EntryBody::FloorOpened {} => "恢复发言".to_owned(),
        EntryBody::QuietHoursSet { .. } => "设置了免打扰时段".to_owned(),
        EntryBody::QuietHoursCleared {} => "取消了免打扰时段".to_owned(),
        EntryBody::CaseClosed { .. } => "案件已结案".to_owned(),
        EntryBody::CaseFlagged { .. } => "更新了案件标记".to_owned(),
        EntryBody::ActRequested { .. } => "请求法院专网办理".to_owned(),
        EntryBody::ActRefused { .. } => "专网未予办理".to_owned(),
        EntryBody::DeviceAdded { .. } => "启用了新设备".to_owned(),
        EntryBody::CaseImported { .. } => "案件信息已同步".to_owned(),
        EntryBody::PartiesImported { .. } => "当事人信息已同步".to_owned(),
        EntryBody::CaseReopened { .. } => "案件恢复办理".to_owned(),
        EntryBody::OutsideErased { .. } => "互联网侧数据已清除".to_owned(),
        EntryBody::EvidenceReceived { accepted: true, .. } => "确认收到证据".to_owned(),
        EntryBody::EvidenceReceived { accepted: false, .. } => "要求重新提交证据".to_owned(),
        EntryBody::EvidenceSubmitted { .. } => "提交了证据".to_owned(),
        EntryBody::EvidenceWithdrawn { .. } => "撤回了证据".to_owned(),
        EntryBody::EvidencePeriodSet { .. } => "确定了举证期限".to_owned(),
        EntryBody::RestrictionRequested { .. } => "申请限制证据查阅".to_owned(),
        EntryBody::EvidenceRestricted { .. } => "确定了证据的查阅范围".to_owned(),
        EntryBody::EvidenceLooked { .. } => "查看了限制查阅的证据".to_owned(),
        EntryBody::OpinionGiven { .. } => "发表了质证意见".to_owned(),
        EntryBody::OpinionRoundOpened { .. } => "开启了新一轮质证".to_owned(),
        EntryBody::EvidenceRuled { .. } => "对证据作出认定".to_owned(),
        EntryBody::CourtQuestionAsked { .. } => "就证据提出询问".to_owned(),
        EntryBody::CourtQuestionAnswered { .. } => "答复了法庭询问".to_owned(),
        EntryBody::ComparisonRequested { .. } => "申请核对原件".to_owned(),
        EntryBody::ComparisonAppointed { .. } => "安排核对原件".to_owned(),
        EntryBody::ComparisonRecorded { .. } => "记录了原件核对结果".to_owned(),
        EntryBody::PromotionProposed { .. } => "建议将一条消息列为案件材料".to_owned(),
        EntryBody::PromotionDeclined { .. } => "未同意将消息列为案件材料".to_owned(),
        EntryBody::ApplicationFiled { .. } => "提交了申请".to_owned(),
        EntryBody::ApplicationWithdrawn { .. } => "撤回了申请".to_owned(),
        EntryBody::ApplicationDecided { .. } => "对申请作出决定".to_owned(),
        EntryBody::AnswerFiled { .. } => "提交了答辩状".to_owned(),
        EntryBody::PeriodStarted { .. } => "期限开始计算".to_owned(),
        EntryBody::PeriodMoved { .. } => "期限已变更".to_owned(),
        EntryBody::DeadlineReminded { .. } => "期限提醒".to_owned(),
        EntryBody::DeadlineElapsed { .. } => "期限已届满".to_owned(),
        EntryBody::TodoAdded { .. } => "新增待办".to_owned(),
        EntryBody::TodoAssigned { .. } => "分派了待办".to_owned(),
        EntryBody::TodoDone { .. } => "完成了待办".to_owned(),
        EntryBody::FileLooked { .. } => "查阅了卷宗".to_owned(),
        EntryBody::DocumentDrafted(_) => "起草了文书".to_owned(),
        EntryBody::DocumentApproved(_) => "签发了文书".to_owned(),
        EntryBody::DocumentSetAside(_) => "作废了文书".to_owned(),
        EntryBody::ServiceAddressConfirmed(_) => "确认了送达地址".to_owned(),
        EntryBody::ConsentDeclared(_) => "表明了在线诉讼意见".to_owned(),
        EntryBody::PapersSent(_) => "送达了文书".to_owned(),
        EntryBody::ServiceReported(_) => "送达进展".to_owned(),
        EntryBody::ServedOpened(_) => "查看了送达的文书".to_owned(),
        EntryBody::ServiceAcknowledged(_) => "签收了文书".to_owned(),
        EntryBody::PaperRequested(_) => "申请纸质文书".to_owned(),
        EntryBody::ServiceRebutted(_) => "提出送达异议".to_owned(),
        EntryBody::RebuttalRuled(_) => "处理了送达异议".to_owned(),
        EntryBody::PaperServiceRecorded(_) => "记录了送达情况".to_owned(),
        EntryBody::ServiceRecalled(_) => "撤回了送达".to_owned(),
        EntryBody::ServiceTookEffect(_) => "文书已送达".to_owned(),
    }
}

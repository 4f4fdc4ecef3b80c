//! Notices (通知): who is told outside the space that something happened, and in which words.
//!
//! One table says it for every kind of entry that somebody has to act on; the words are the same for everybody
//! and name no person, because a message on a telephone is read by others, too. Whether somebody may know of
//! the entry at all is not said here but by [`permission`](crate::permission).
//!
//! To tell somebody of something new: a line of `data/notices.csv`. A new word in its columns is a variant here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::entry::{ChannelReport, EntryBody, EntryKind, PartyNumber, Whose};
use crate::id::PersonId;

/// What notices can be chosen by.
///
/// Stored with each person's choice: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NoticeGroup {
    /// 送达.
    Service,
    /// 期限.
    Deadlines,
    /// 举证质证.
    Evidence,
    /// 申请.
    Applications,
    /// 立案与案件进展.
    Progress,
    /// 消息与呼叫.
    Talk,
    /// 待办, for the court.
    Todos,
}

impl NoticeGroup {
    /// Every group, in the order in which they are shown.
    pub const ALL: [NoticeGroup; 7] = [
        NoticeGroup::Service,
        NoticeGroup::Deadlines,
        NoticeGroup::Evidence,
        NoticeGroup::Applications,
        NoticeGroup::Progress,
        NoticeGroup::Talk,
        NoticeGroup::Todos,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            NoticeGroup::Service => "送达",
            NoticeGroup::Deadlines => "期限",
            NoticeGroup::Evidence => "举证质证",
            NoticeGroup::Applications => "申请",
            NoticeGroup::Progress => "案件进展",
            NoticeGroup::Talk => "消息与呼叫",
            NoticeGroup::Todos => "待办",
        }
    }
}

/// Where somebody is told.
///
/// Stored with each person's choice: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NoticeChannel {
    /// 站内: the space, the mailbox and the desk show it by themselves; nothing is sent, and it cannot be
    /// turned off.
    InApp,
    /// 短信.
    Sms,
    /// 微信订阅消息.
    Wechat,
}

/// How soon somebody is told.
///
/// Stored until sent: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// At once, in quiet hours as well: waiting until the morning could cost a right.
    Pressing,
    /// At once, but not in quiet hours.
    Now,
    /// Once a day, with everything else that can wait.
    Digest,
}

/// Which of the entries of a kind a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWhen {
    /// Every one.
    Always,
    /// The last day of the deadline, or a day before it.
    LastDay,
    /// The deadline has more days left.
    Earlier,
    /// Papers that no notice to look goes along with.
    Alone,
    /// The channel says that papers came back.
    Bounced,
    /// The exhibit has to be handed in again.
    NotInOrder,
    /// Somebody is mentioned.
    Mentioning,
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeTo {
    /// The party the entry is for, with its agents.
    Recipient,
    /// The party of whoever made what the entry answers: the exhibit, the application, the filing.
    Author,
    /// Persons the entry names.
    Named,
    /// Whose move it is.
    Whose,
    /// Every party.
    Parties,
    /// The bench; it is told on the workbench.
    Bench,
    /// The filing desk; it is told on the workbench.
    FilingDesk,
}

/// A line of `notices.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRule {
    /// Of which kind of entry.
    pub kind: EntryKind,
    /// Of which of them.
    pub when: NoticeWhen,
    /// Who is told.
    pub to: BTreeSet<NoticeTo>,
    /// What they are told, without personal data.
    pub title: String,
    /// What it is chosen by.
    pub group: NoticeGroup,
    /// How soon.
    pub urgency: Urgency,
    /// Where, for whoever chose nothing.
    pub channels: BTreeSet<NoticeChannel>,
    /// The provision, or what asks for it.
    pub source: String,
}

/// The lines of `notices.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTable {
    rules: Vec<NoticeRule>,
}

impl NoticeTable {
    pub(crate) fn new(rules: Vec<NoticeRule>) -> NoticeTable {
        NoticeTable { rules }
    }

    /// Every line.
    pub fn rules(&self) -> &[NoticeRule] {
        &self.rules
    }

    /// The lines about an entry.
    pub fn of<'a>(&'a self, body: &'a EntryBody) -> impl Iterator<Item = &'a NoticeRule> {
        let kind = body.kind();
        self.rules.iter().filter(move |rule| rule.kind == kind && is_so(rule.when, body))
    }

    /// The lines about a kind of entry that is not written yet.
    pub fn of_kind(&self, kind: EntryKind) -> impl Iterator<Item = &NoticeRule> {
        self.rules.iter().filter(move |rule| rule.kind == kind && rule.when == NoticeWhen::Always)
    }
}

/// Whether an entry is one of those that `when` means.
fn is_so(when: NoticeWhen, body: &EntryBody) -> bool {
    match (when, body) {
        (NoticeWhen::Always, _) => true,
        (NoticeWhen::LastDay, EntryBody::DeadlineReminded { n_days_left, .. }) => *n_days_left <= 1,
        (NoticeWhen::Earlier, EntryBody::DeadlineReminded { n_days_left, .. }) => *n_days_left > 1,
        (NoticeWhen::Alone, EntryBody::PapersSent(sent)) => sent.companions.is_empty(),
        (NoticeWhen::Bounced, EntryBody::ServiceReported(reported)) => {
            matches!(reported.report, ChannelReport::Bounced { .. })
        }
        (NoticeWhen::NotInOrder, EntryBody::EvidenceReceived { accepted, .. }) => !accepted,
        (NoticeWhen::Mentioning, EntryBody::MessagePosted { mentions, .. }) => !mentions.is_empty(),
        (
            NoticeWhen::LastDay
            | NoticeWhen::Earlier
            | NoticeWhen::Alone
            | NoticeWhen::Bounced
            | NoticeWhen::NotInOrder
            | NoticeWhen::Mentioning,
            _,
        ) => false,
    }
}

/// Persons that an entry names to be told.
pub fn named(body: &EntryBody) -> Vec<PersonId> {
    match body {
        EntryBody::MemberCalled { person, .. }
        | EntryBody::MemberMuted { person, .. }
        | EntryBody::PromotionProposed { author: person, .. } => vec![*person],
        EntryBody::MessagePosted { mentions, .. } => mentions.iter().copied().collect(),
        EntryBody::TodoAssigned { person, .. } => person.iter().map(|staff| staff.person).collect(),
        _ => Vec::new(),
    }
}

/// Whose move an entry speaks of.
pub fn whose(body: &EntryBody) -> Option<Whose> {
    match body {
        EntryBody::PeriodStarted { whose, .. }
        | EntryBody::DeadlineReminded { whose, .. }
        | EntryBody::DeadlineElapsed { whose, .. } => Some(*whose),
        EntryBody::EvidencePeriodSet { party, .. } => {
            Some(party.map_or(Whose::Parties, |party| Whose::Party { party }))
        }
        _ => None,
    }
}

/// The party that an entry is for, as far as the entry says so itself.
pub fn recipient(body: &EntryBody) -> Option<PartyNumber> {
    match body {
        EntryBody::PapersSent(sent) => Some(sent.recipient),
        EntryBody::ServiceTookEffect(effect) => Some(effect.recipient),
        EntryBody::PaperServiceRecorded(recorded) => Some(recorded.recipient),
        EntryBody::CourtQuestionAsked { party, .. } => Some(*party),
        _ => None,
    }
}

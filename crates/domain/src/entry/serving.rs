//! What the entries of service (送达) say: addresses and consent, what was sent to whom, what became of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::PartyNumber;
use crate::calendar::BeijingDate;
use crate::form::{Attachment, BlobRef, CaseStage};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;
use crate::service::{AddressStanding, Attempt, ConsentBasis, RebuttalGround, ServedDocument, ServiceRule};

/// A step of a case that can be done online; consent to one is no consent to another.
///
/// Stored for ever: only add variants.
///
/// # Source
///
/// 在线诉讼规则 §4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ConsentScope {
    /// 立案.
    Filing,
    /// 调解.
    Mediation,
    /// 证据交换.
    EvidenceExchange,
    /// 庭审.
    Hearing,
    /// 询问.
    Inquiry,
    /// 送达.
    Service,
    /// 其他诉讼环节.
    Other,
}

impl ConsentScope {
    /// As the court calls it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            ConsentScope::Filing => "立案",
            ConsentScope::Mediation => "调解",
            ConsentScope::EvidenceExchange => "证据交换",
            ConsentScope::Hearing => "庭审",
            ConsentScope::Inquiry => "询问",
            ConsentScope::Service => "送达",
            ConsentScope::Other => "其他诉讼环节",
        }
    }
}

/// Where and how a party wants to be served (送达地址确认书).
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 民诉法解释 §136, §137; 在线诉讼规则 §29, §30.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceAddressForm {
    /// Whether electronic service is agreed to.
    pub electronic: bool,
    /// Whether the account here is an address for service.
    pub mailbox: bool,
    /// An e-mail address for service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether judgments, rulings and mediation statements are wanted on paper as well.
    #[serde(default)]
    pub paper_decisions: bool,
    /// Documents that shall not be served electronically, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excluded: String,
    /// Who takes the papers.
    pub receiver: String,
    /// Their telephone number.
    pub phone: String,
    /// Postal address.
    pub address: String,
    /// Postcode.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// For which stages of the case it holds; the others follow unless it is changed in writing.
    #[serde(default)]
    pub stages: BTreeSet<CaseStage>,
}

/// A party confirmed its address for service, on its phone or on a paper that the court keeps.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceAddressConfirmed {
    /// The party.
    pub party: PartyNumber,
    /// The form.
    pub form: ServiceAddressForm,
    /// The picture of the signature; of the whole form where it was signed on paper.
    pub signature: BlobRef,
    /// Whether it was signed on paper and recorded by the court.
    #[serde(default)]
    pub on_paper: bool,
}

/// A person agreed to do steps of the case online, or took it back.
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 在线诉讼规则 §4, §5.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentDeclared {
    /// The party they are or act for.
    pub party: PartyNumber,
    /// Each step, and whether they agree.
    pub scopes: BTreeMap<ConsentScope, bool>,
    /// Why it is taken back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// How a document is sent electronically.
///
/// Stored for ever: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServiceChannel {
    /// Into the mailbox here (诉讼平台).
    Mailbox,
    /// By e-mail.
    Email,
}

/// A notice to look that goes along; it is never service.
///
/// Stored for ever: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CompanionNotice {
    /// 短信.
    Sms,
    /// 微信订阅消息.
    WechatMessage,
}

/// Something that is served.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServedPaper {
    /// What: a court document by the entry of its first draft, or an exhibit by its entry.
    pub paper: EntryRef,
    /// What kind of document it is for the rules of service.
    pub kind: ServedDocument,
    /// Name of its template; empty for exhibits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub template: String,
    /// What it is called.
    pub title: String,
    /// Its files.
    pub files: Vec<BlobRef>,
    /// What stands behind the QR code of a court document; empty for exhibits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

/// Somebody who receives for a party.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receiver {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// Papers were sent to a party by one electronic channel.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PapersSent {
    /// The party.
    pub recipient: PartyNumber,
    /// Its name.
    pub name: String,
    /// The party and its agents, as far as they are in the space.
    pub receivers: Vec<Receiver>,
    /// What.
    pub papers: Vec<ServedPaper>,
    /// How.
    pub channel: ServiceChannel,
    /// The e-mail address; empty for the mailbox.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Whose address it is, as far as the court knows.
    pub standing: AddressStanding,
    /// On what the consent rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<ConsentBasis>,
    /// The entry of the consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<EntryRef>,
    /// Notices to look that go along.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub companions: BTreeSet<CompanionNotice>,
    /// Whether writing this entry put them into the recipient's mailbox: then they arrived with it.
    #[serde(default)]
    pub arrived: bool,
}

/// What a channel reports of papers that were sent.
///
/// Stored for ever: only add variants.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChannelReport {
    /// They arrived at the recipient's system.
    Arrived {
        /// When, by the court's system.
        at: Instant,
        /// What shows it, such as the line of the mail server.
        proof: String,
    },
    /// They came back, or could not be sent.
    Bounced {
        /// When.
        at: Instant,
        /// Why, in the words of the channel.
        reason: String,
    },
    /// The recipient's system says that they were read.
    Read {
        /// When.
        at: Instant,
        /// What shows it.
        proof: String,
    },
    /// A notice to look was sent.
    CompanionSent {
        /// Which.
        notice: CompanionNotice,
        /// When.
        at: Instant,
    },
    /// A notice to look could not be sent; the service itself is untouched.
    CompanionFailed {
        /// Which.
        notice: CompanionNotice,
        /// When.
        at: Instant,
    },
}

/// A channel reported what became of papers that were sent.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceReported {
    /// What was sent.
    pub sent: EntryRef,
    /// The report.
    pub report: ChannelReport,
}

/// The recipient opened a paper for the first time.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServedOpened {
    /// What was sent.
    pub sent: EntryRef,
    /// The paper.
    pub paper: EntryRef,
}

/// The recipient signed for papers (签收).
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceAcknowledged {
    /// What was sent.
    pub sent: EntryRef,
    /// The papers; all of it when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub papers: BTreeSet<EntryRef>,
    /// The picture of the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<BlobRef>,
}

/// The recipient asked for a paper copy.
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 民事诉讼法 §90.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperRequested {
    /// The paper.
    pub paper: EntryRef,
    /// For which party.
    pub party: PartyNumber,
    /// Words to the court.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The recipient says that the presumption of service is wrong, or that it arrived at another time.
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 在线诉讼规则 §31; 民诉法解释 §135.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceRebutted {
    /// What was sent.
    pub sent: EntryRef,
    /// The paper.
    pub paper: EntryRef,
    /// For which party.
    pub party: PartyNumber,
    /// On which ground.
    pub ground: RebuttalGround,
    /// When it arrived, by what the recipient shows; with [`RebuttalGround::OtherArrival`] only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Instant>,
    /// Why.
    pub reason: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// The court ruled on a rebuttal.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RebuttalRuled {
    /// The rebuttal.
    pub rebuttal: EntryRef,
    /// Whether it is upheld: the paper is not served by having been read, or arrived when the recipient shows.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

/// The court recorded a service on paper, or its result.
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 民事诉讼法 §87, §88, §89, §91, §92, §93, §94, §95.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperServiceRecorded {
    /// The party.
    pub recipient: PartyNumber,
    /// What: as in [`ServedPaper::paper`].
    pub papers: Vec<ServedPaper>,
    /// How, with its dates. Electronic ways are not recorded by hand.
    pub way: Attempt,
    /// Number of the consignment, name of the newspaper, and whatever else was noted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Photographs, the signed return.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<BlobRef>,
    /// The record it completes: sent before, received now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<EntryRef>,
}

/// The court took back what it had sent; a corrected document is served anew.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceRecalled {
    /// What was sent.
    pub sent: EntryRef,
    /// Why.
    pub reason: String,
}

/// A paper is served on a party, and the certificate of it was made. Periods count from this entry and from
/// no other.
///
/// Stored for ever: only add fields, with a default.
///
/// # Source
///
/// 在线诉讼规则 §31; 民事诉讼法 §87.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceTookEffect {
    /// The party.
    pub recipient: PartyNumber,
    /// The paper.
    pub paper: EntryRef,
    /// Name of its template; empty for exhibits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub template: String,
    /// What it is called.
    pub title: String,
    /// The entry of the attempt that serves: papers sent, or a service on paper.
    pub attempt: EntryRef,
    /// By which rule.
    pub rule: ServiceRule,
    /// The day, in Beijing; periods count from it.
    pub on: BeijingDate,
    /// The moment, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Whether it is only presumed and may still be rebutted.
    #[serde(default)]
    pub presumed: bool,
    /// The provisions.
    pub source: Vec<String>,
    /// Number of the certificate.
    pub number: String,
    /// The certificate (电子送达凭证, 送达回证).
    pub certificate: BlobRef,
    /// What stands behind the QR code: who has it may ask whether the certificate is genuine.
    pub code: String,
}

hushed_debug! {
    ServiceAddressForm { electronic, mailbox, stages },
    ServiceAddressConfirmed { party, on_paper },
    ConsentDeclared { party, scopes },
    ServedPaper { paper, kind, template },
    Receiver { person },
    PapersSent { recipient, channel, standing, basis, companions },
    ServiceReported { sent },
    ServedOpened { sent, paper },
    ServiceAcknowledged { sent, papers },
    PaperRequested { paper, party },
    ServiceRebutted { sent, paper, party, ground },
    RebuttalRuled { rebuttal, upheld },
    PaperServiceRecorded { recipient, replaces },
    ServiceRecalled { sent },
    ServiceTookEffect { recipient, paper, attempt, rule, on, presumed },
}

impl std::fmt::Debug for ChannelReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            ChannelReport::Arrived { .. } => "Arrived",
            ChannelReport::Bounced { .. } => "Bounced",
            ChannelReport::Read { .. } => "Read",
            ChannelReport::CompanionSent { .. } => "CompanionSent",
            ChannelReport::CompanionFailed { .. } => "CompanionFailed",
        })
    }
}

//! What happened: one document, one recipient, every way it was sent.

use serde::{Deserialize, Serialize};

use crate::calendar::BeijingDate;
use crate::entry::Procedure;
use crate::instant::Instant;

/// What is served; some ways are closed to some documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServedDocument {
    /// Notices, summonses, copies of pleadings, evidence.
    #[default]
    Ordinary,
    /// 判决书, 裁定书: whoever wants it on paper gets it on paper as well.
    Decision,
    /// 调解书: to the party in person, never left behind, never announced.
    MediationStatement,
}

/// On what the consent to electronic service rests (同意电子送达的依据).
///
/// # Source
///
/// 在线诉讼规则 §29.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ConsentBasis {
    /// 明确表示同意.
    Express,
    /// 诉前约定或者承诺.
    AgreedBefore,
    /// 在起诉状、答辩状中提供了电子送达地址.
    AddressInPleading,
    /// 接受已经完成的电子送达.
    AcceptedBefore,
}

/// Whether the recipient wants electronic service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// What it rests on; nobody has said anything without it.
    #[serde(default)]
    pub basis: Option<ConsentBasis>,
    /// When it was taken back, or refused from the start.
    #[serde(default)]
    pub refused_at: Option<Instant>,
}

/// Whose address it is, as far as the court knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AddressStanding {
    /// The recipient gave or confirmed it (主动提供或者确认).
    Confirmed,
    /// Certainly the recipient's own, but neither given nor confirmed.
    Own,
    /// Perhaps somebody else's.
    Unsure,
}

/// Why the recipient says that the court's times are wrong: that "read" is, or the time of arrival.
///
/// # Source
///
/// 在线诉讼规则 §31; 民诉法解释 §135.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RebuttalGround {
    /// 系统错误.
    SystemError,
    /// 送达地址非本人使用.
    NotUsedByRecipient,
    /// 非本人阅知.
    NotReadByRecipient,
    /// 到达时间与法院系统显示的不一致: against the time of arrival, not against "read".
    OtherArrival,
}

/// A rebuttal of the presumption, and what the court made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rebuttal {
    /// On which ground.
    pub ground: RebuttalGround,
    /// Whether the court upheld it; not decided yet without it.
    #[serde(default)]
    pub upheld: Option<bool>,
}

/// Who took a paper document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TakenBy {
    /// The recipient.
    Recipient,
    /// 同住的成年家属.
    AdultFamily,
    /// 法人、组织的收件人员.
    OrganisationReceiver,
    /// 诉讼代理人.
    Agent,
    /// 指定的代收人.
    NamedReceiver,
}

/// One way in which the document was sent.
///
/// Ways on paper are stored for ever with the case: only add variants, and fields with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Attempt {
    /// To an electronic address: mailbox of the platform, e-mail, messenger account.
    Electronic {
        /// Which, in words: `mailbox`, `email`.
        channel: String,
        /// Whose address it is.
        address: AddressStanding,
        /// When it was sent.
        sent_at: Instant,
        /// When the court's system says that it arrived.
        #[serde(default)]
        arrived_at: Option<Instant>,
        /// When it really arrived, if the recipient has proved another time.
        #[serde(default)]
        proved_arrival_at: Option<Instant>,
        /// When it came back.
        #[serde(default)]
        failed_at: Option<Instant>,
        /// When the recipient's system said "read", or knowledge is proved otherwise.
        #[serde(default)]
        read_at: Option<Instant>,
        /// When the recipient answered "received".
        #[serde(default)]
        acknowledged_at: Option<Instant>,
        /// When the recipient acted according to the content.
        #[serde(default)]
        acted_at: Option<Instant>,
        /// What the recipient says against "read".
        #[serde(default)]
        rebuttal: Option<Rebuttal>,
        /// When the court took it back.
        #[serde(default)]
        recalled_at: Option<Instant>,
    },
    /// A notice to look (短信, 订阅消息): it may go along and never serves.
    Companion {
        /// Which, in words: `sms`.
        channel: String,
        /// When it was sent.
        sent_at: Instant,
        /// When it arrived.
        #[serde(default)]
        arrived_at: Option<Instant>,
        /// When it was read.
        #[serde(default)]
        read_at: Option<Instant>,
    },
    /// 直接送达: handed over against signature.
    Personal {
        /// Who signed.
        taken_by: TakenBy,
        /// Date on the return.
        signed_on: BeijingDate,
    },
    /// The recipient came to the court and would not sign.
    RefusedAtCourt {
        /// When.
        on: BeijingDate,
        /// Whether it was noted on the return.
        noted: bool,
    },
    /// 留置送达: left behind after a refusal.
    Leaving {
        /// When.
        left_on: BeijingDate,
        /// Whether there were witnesses, or photographs or film.
        recorded: bool,
    },
    /// 委托送达: by another court.
    Entrusted {
        /// Date on the return.
        #[serde(default)]
        signed_on: Option<BeijingDate>,
    },
    /// 转交送达: through a unit of the army, a prison, an institution.
    Forwarded {
        /// Date on the return.
        #[serde(default)]
        signed_on: Option<BeijingDate>,
    },
    /// 邮寄送达.
    Post {
        /// Date of receipt.
        #[serde(default)]
        received_on: Option<BeijingDate>,
        /// Date on which it came back.
        #[serde(default)]
        returned_on: Option<BeijingDate>,
        /// Whether the recipient itself gave the address, wrongly or without telling a change.
        #[serde(default)]
        address_given_by_recipient: bool,
    },
    /// 公告送达.
    Announcement {
        /// Date of the last publication.
        published_on: BeijingDate,
        /// Whether the whereabouts are unknown or nothing else worked.
        nothing_else_works: bool,
    },
}

/// Everything that counts for one document and one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ServiceFacts {
    /// What is served.
    #[serde(default)]
    pub document: ServedDocument,
    /// The procedure of the case.
    pub procedure: Procedure,
    /// Whether the recipient wants electronic service.
    #[serde(default)]
    pub consent: Consent,
    /// Every way in which it was sent, in order.
    pub attempts: Vec<Attempt>,
    /// The day on which is asked.
    pub today: BeijingDate,
}

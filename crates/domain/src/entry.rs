//! What entries say: one variant for each kind of thing that can happen in a case.

mod kind;
mod message;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::kind::EntryKind;
pub use self::message::MessageContent;
use crate::actor::Role;
use crate::calendar::BeijingDate;
use crate::case_number::CaseNumber;
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;
use crate::form::{BlobRef, FilingForm};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;
use crate::policy::CaseFlag;

/// Number of a party in its case: the index in the filing, claimants first.
pub type PartyNumber = u16;

/// A member of staff by number and name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffName {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// Something missing or wrong in a filing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Defect {
    /// Path of the field, such as `respondents[0].domicile`.
    pub field: String,
    /// What is wrong, in words for the filer.
    pub reason: String,
}

/// Procedure the case runs under (审理程序).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Procedure {
    /// 普通程序.
    Ordinary,
    /// 简易程序.
    Simplified,
    /// 小额诉讼程序.
    SmallClaims,
    /// 执行程序.
    Enforcement,
}

/// How a case ends (结案方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// 判决.
    Judgment,
    /// 调解.
    Mediated,
    /// 撤诉.
    Withdrawn,
    /// 按撤诉处理.
    DeemedWithdrawn,
    /// 驳回起诉.
    Dismissed,
    /// 移送.
    Transferred,
    /// 终结.
    Terminated,
    /// 执行完毕.
    Enforced,
    /// 终结本次执行程序.
    RoundTerminated,
}

/// Why a closed case goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReopenCause {
    /// 上诉.
    Appeal,
    /// 发回重审.
    Remand,
    /// 再审.
    Retrial,
    /// 恢复执行.
    EnforcementResumed,
}

/// A court act that was asked for outside the court's network: the request as the judge's passkey signed it.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelayedAct {
    /// Path of the request, such as `/api/cases/17/closing`.
    pub path: String,
    /// Exact body of the request, JSON.
    pub body: String,
    /// The passkey's signature over both.
    pub assertion: PasskeyAssertion,
}

/// What a passkey answers (WebAuthn Level 2, assertion response); every part is base64url without padding.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyAssertion {
    /// Names the credential.
    pub credential_id: String,
    /// What the browser says it asked for.
    pub client_data_json: String,
    /// What the authenticator says of itself.
    pub authenticator_data: String,
    /// The signature over both.
    pub signature: String,
}

/// The words of an entry.
///
/// Stored for ever as JSON: only add variants, and fields with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EntryBody {
    /// A filing was handed in (起诉状 or 申请书).
    FilingSubmitted {
        /// The form.
        form: FilingForm,
    },
    /// A returned filing was handed in again.
    FilingResubmitted {
        /// The form.
        form: FilingForm,
        /// The request it answers.
        answers: EntryRef,
    },
    /// The court named everything that is missing, once.
    CorrectionRequested {
        /// The filing.
        filing: EntryRef,
        /// All defects.
        defects: Vec<Defect>,
        /// Last day, in Beijing.
        until: BeijingDate,
    },
    /// The court refused to file.
    FilingRejected {
        /// The filing.
        filing: EntryRef,
        /// Why.
        reason: String,
        /// The article.
        article: String,
    },
    /// The court offered mediation before filing.
    MediationOffered {
        /// The filing.
        filing: EntryRef,
        /// Words to the filer.
        note: String,
    },
    /// The filer answered the offer.
    MediationAnswered {
        /// The offer.
        offer: EntryRef,
        /// Whether they agree.
        accepted: bool,
    },
    /// The court filed the case and gave it its number.
    CaseRegistered {
        /// The filing it accepts.
        filing: EntryRef,
        /// The number.
        case_number: CaseNumber,
        /// The court.
        court_code: CourtCode,
        /// Its name.
        court_name: String,
        /// 类型代字.
        case_type: CaseTypeCode,
        /// The cause of action.
        cause_code: String,
        /// Its name.
        cause_name: String,
        /// The procedure.
        procedure: Procedure,
        /// Beijing date of filing.
        filed_on: BeijingDate,
        /// What people call the case.
        title: String,
    },
    /// Judges and clerk were named.
    BenchAssigned {
        /// 承办法官.
        handling_judge: StaffName,
        /// 书记员.
        clerk: StaffName,
        /// 法官助理.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        judge_assistant: Option<StaffName>,
        /// The other members of a panel.
        #[serde(default)]
        panel: Vec<StaffName>,
    },
    /// A party or agent without an account was invited.
    MemberInvited {
        /// The party.
        party: PartyNumber,
        /// The agent of that party, if it is the agent who was invited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<u16>,
        /// Their name.
        name: String,
        /// The role they will have.
        role: Role,
    },
    /// A party or agent came into the space.
    MemberJoined {
        /// The person.
        person: PersonId,
        /// Their name.
        name: String,
        /// Their role.
        role: Role,
        /// The party they are or act for.
        party: PartyNumber,
        /// The agent of that party they are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<u16>,
    },
    /// A member asked another to come to the space.
    MemberCalled {
        /// Who is called.
        person: PersonId,
        /// Their name.
        name: String,
    },
    /// Somebody said something.
    MessagePosted {
        /// What.
        content: MessageContent,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quote: Option<EntryRef>,
        /// Who is mentioned.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        mentions: BTreeSet<PersonId>,
    },
    /// The author took a message back: its words are hidden, the record stays.
    MessageWithdrawn {
        /// The message.
        message: EntryRef,
    },
    /// The court took a member's word away.
    MemberMuted {
        /// Who.
        person: PersonId,
        /// Their name.
        name: String,
        /// Until when; without it until undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// The court gave it back.
    MemberUnmuted {
        /// Who.
        person: PersonId,
        /// Their name.
        name: String,
    },
    /// Only the court may speak.
    FloorClosed {
        /// Why.
        reason: String,
    },
    /// Everyone may speak again.
    FloorOpened {},
    /// Between these times of day nobody is disturbed.
    QuietHoursSet {
        /// Start, `HH:MM` in Beijing.
        from: String,
        /// End, `HH:MM` in Beijing.
        to: String,
    },
    /// No quiet hours.
    QuietHoursCleared {},
    /// The case is over; the space can only be read.
    CaseClosed {
        /// How.
        outcome: Outcome,
        /// Words of the court.
        note: String,
        /// Beijing date.
        closed_on: BeijingDate,
    },
    /// The court noted why the case needs more care; the set replaces the one before.
    CaseFlagged {
        /// All flags it has from now on.
        flags: BTreeSet<CaseFlag>,
        /// Why, for the court alone.
        reason: String,
    },
    /// A judge asked, outside the court's network, for an act of the court. The court's own node decides it.
    ActRequested {
        /// The request.
        act: RelayedAct,
    },
    /// The court's node refused a requested act.
    ActRefused {
        /// The request.
        request: EntryRef,
        /// Why, in words for the judge.
        reason: String,
    },
    /// A member acts with another device from now on.
    DeviceAdded {
        /// Who.
        person: PersonId,
        /// Their name.
        name: String,
        /// What the person calls the device, such as its system and browser.
        label: String,
    },
    /// The court's case-handling system knows the case, or knows it differently from before.
    CaseImported {
        /// Name of the record in the system it comes from.
        source_id: String,
        /// The number.
        case_number: CaseNumber,
        /// The court.
        court_code: CourtCode,
        /// Its name.
        court_name: String,
        /// 类型代字.
        case_type: CaseTypeCode,
        /// The cause of action.
        cause_code: String,
        /// Its name.
        cause_name: String,
        /// The procedure.
        procedure: Procedure,
        /// Beijing date of filing.
        filed_on: BeijingDate,
        /// What people call the case.
        title: String,
        /// 开庭日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hearing_on: Option<BeijingDate>,
        /// 审限届满日.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<BeijingDate>,
    },
    /// Who the parties of an imported case are.
    PartiesImported {
        /// Parties and their agents, in the shape of a filing.
        form: FilingForm,
    },
    /// A closed case goes on.
    CaseReopened {
        /// Why.
        cause: ReopenCause,
        /// Words of the court.
        note: String,
        /// Beijing date.
        reopened_on: BeijingDate,
    },
    /// The node outside the court's network has proved that nothing of the case is left there.
    OutsideErased {
        /// The certificate, as JSON; see [`crate::erasure`].
        certificate: String,
    },
}

impl EntryBody {
    /// Files the entry refers to.
    pub fn blobs(&self) -> Vec<&BlobRef> {
        match self {
            EntryBody::FilingSubmitted { form }
            | EntryBody::FilingResubmitted { form, .. }
            | EntryBody::PartiesImported { form } => {
                form.attachments.iter().map(|attachment| &attachment.blob).collect()
            }
            EntryBody::MessagePosted { content, .. } => content.blobs().collect(),
            _ => Vec::new(),
        }
    }

    /// Version of the shape of bodies written today.
    pub const SCHEMA: u16 = 1;
}

/// What people said never reaches a log: `Debug` shows the kind only.
impl fmt::Debug for EntryBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.kind(), f)
    }
}

hushed_debug! {
    Defect { field },
    RelayedAct { path },
    PasskeyAssertion {},
}

impl fmt::Debug for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.person, f)
    }
}

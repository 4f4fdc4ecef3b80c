//! The filing form: what a complaint, an administrative complaint or an application for enforcement says.
//!
//! Identity numbers are never part of it: the application replaces them by a keyed digest (to find
//! the person's cases) and a masked form (to show).

use serde::{Deserialize, Serialize};

use crate::actor::{Role, Side};
use crate::calendar::BeijingDate;
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;
use crate::digest::Digest;
use crate::fee::FeeKind;
use crate::money::Fen;
use crate::personal_data::hushed_debug;

/// What is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FilingKind {
    /// 民事一审.
    CivilFirstInstance,
    /// 行政一审.
    AdministrativeFirstInstance,
    /// 申请执行.
    Enforcement,
}

impl FilingKind {
    /// What a case of this type is handled as here: enforcement, administrative, and everything else
    /// as a civil case.
    pub fn of_case_type(code: &CaseTypeCode) -> FilingKind {
        let code = code.as_str();
        if code.starts_with('执') {
            FilingKind::Enforcement
        } else if code.starts_with('行') {
            FilingKind::AdministrativeFirstInstance
        } else {
            FilingKind::CivilFirstInstance
        }
    }

    /// Case-type code (类型代字) that a case of this kind is registered under.
    ///
    /// # Source
    ///
    /// 最高法关于人民法院案件案号的若干规定 §7.
    pub fn case_type_code(self) -> &'static str {
        match self {
            FilingKind::CivilFirstInstance => "民初",
            FilingKind::AdministrativeFirstInstance => "行初",
            FilingKind::Enforcement => "执",
        }
    }

    /// Role of the side that files, and of the side against which it files.
    pub fn roles(self) -> (Role, Role) {
        match self {
            FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => {
                (Role::Plaintiff, Role::Defendant)
            }
            FilingKind::Enforcement => (Role::EnforcementApplicant, Role::JudgmentDebtor),
        }
    }

    /// Role of a party on `side`.
    pub fn role_of(self, side: Side) -> Role {
        match side {
            Side::Claimant => self.roles().0,
            Side::Respondent => self.roles().1,
            Side::ThirdParty => Role::ThirdParty,
        }
    }
}

/// Large content by its digest: photos, voice, files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlobRef {
    /// Digest of the bytes as handed in.
    pub sha256: Digest,
    /// Size, in bytes.
    pub size_bytes: u64,
    /// Media type found in the bytes themselves, not the one claimed.
    pub media_type: String,
    /// File name, as handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Width of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Length of a recording, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u32>,
    /// Pages of a PDF file; none when they cannot be counted, and for every other kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

impl BlobRef {
    /// What stands for a file that stays with the court, where an entry cannot do without one.
    pub fn withheld() -> BlobRef {
        BlobRef {
            sha256: Digest::ZERO,
            size_bytes: 0,
            media_type: "application/octet-stream".to_owned(),
            name: None,
            width: None,
            height: None,
            duration_ms: None,
            pages: None,
        }
    }

    /// Whether it stands for a file that stays with the court.
    pub fn is_withheld(&self) -> bool {
        self.sha256 == Digest::ZERO
    }
}

/// A natural person or an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PartyKind {
    /// 自然人.
    NaturalPerson,
    /// 法人 or 非法人组织.
    Organisation,
}

/// Who may be an agent.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §61.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AgentKind {
    /// 律师.
    Lawyer,
    /// 基层法律服务工作者.
    LegalWorker,
    /// 近亲属.
    Relative,
    /// 工作人员.
    Staff,
    /// 社区、单位、有关社会团体推荐的公民.
    Recommended,
}

/// Stage of a case that a power of attorney covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CaseStage {
    /// 一审.
    FirstInstance,
    /// 二审.
    Appeal,
    /// 再审.
    Retrial,
    /// 执行.
    Enforcement,
    /// 调解.
    Mediation,
}

/// An item of special authority (特别授权); each must be listed.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §62; 最高法关于适用民事诉讼法的解释 §89.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SpecialItem {
    /// 承认诉讼请求.
    Admit,
    /// 放弃诉讼请求.
    Waive,
    /// 变更诉讼请求.
    ChangeClaims,
    /// 和解.
    Settle,
    /// 调解.
    Mediate,
    /// 反诉.
    Counterclaim,
    /// 上诉.
    Appeal,
    /// 撤诉.
    Withdraw,
    /// 代领款项.
    ReceivePayment,
    /// 代收文书.
    ReceiveDocuments,
}

/// An agent and the power of attorney they act under.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgentForm {
    /// What makes them eligible.
    pub kind: AgentKind,
    /// Name.
    pub name: String,
    /// Masked identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_masked: Option<String>,
    /// Keyed digest of the identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_digest: Option<Digest>,
    /// Mobile number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Practice licence of a lawyer or legal worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Law firm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm: Option<String>,
    /// Stages covered.
    #[serde(default)]
    pub stages: Vec<CaseStage>,
    /// Special items listed.
    #[serde(default)]
    pub special: Vec<SpecialItem>,
    /// Last day of the power of attorney.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<BeijingDate>,
}

/// A party as the filing names it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyForm {
    /// Person or organisation.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Masked identity number of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_masked: Option<String>,
    /// Keyed digest of the identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_digest: Option<Digest>,
    /// 统一社会信用代码 of an organisation (public).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<String>,
    /// 法定代表人 of an organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_representative: Option<String>,
    /// 性别.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// 民族.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnicity: Option<String>,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born_on: Option<BeijingDate>,
    /// Mobile number; shown to the court and to the filer only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// 住所地.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicile: Option<String>,
    /// Agents of this party, two at most.
    #[serde(default)]
    pub agents: Vec<AgentForm>,
}

/// What an attachment proves or is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AttachmentKind {
    /// 身份证明.
    IdentityProof,
    /// 授权委托书.
    PowerOfAttorney,
    /// 代理人资格材料.
    AgentPapers,
    /// 证据.
    Evidence,
    /// 执行依据.
    EnforcementTitle,
    /// 其他材料.
    Other,
}

/// A paper handed in with the filing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Its name, as the filer calls it.
    pub name: String,
    /// The bytes.
    pub blob: BlobRef,
}

/// What an application for enforcement rests on (执行依据).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnforcementForm {
    /// Number of the title (案号 of the judgment, award number …).
    #[serde(default)]
    pub title_number: String,
    /// Who made it.
    #[serde(default)]
    pub title_court: String,
    /// Day it took effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<BeijingDate>,
    /// Last day of the performance period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance_due_on: Option<BeijingDate>,
}

/// What an administrative complaint is directed against.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdministrativeForm {
    /// The administrative act.
    #[serde(default)]
    pub agency_act: String,
    /// Day of the act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted_on: Option<BeijingDate>,
}

/// Which table of fees applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FilingFeeKind {
    /// 财产案件.
    #[default]
    Property,
    /// 离婚案件.
    Divorce,
    /// 人格权案件.
    PersonalityRight,
    /// 其他非财产案件.
    OtherNonProperty,
    /// 知识产权民事案件.
    IpCivil,
    /// 劳动争议案件.
    Labour,
    /// 行政案件.
    Administrative,
    /// 执行申请.
    Enforcement,
}

impl From<FilingFeeKind> for FeeKind {
    fn from(kind: FilingFeeKind) -> FeeKind {
        match kind {
            FilingFeeKind::Property => FeeKind::Property,
            FilingFeeKind::Divorce => FeeKind::Divorce,
            FilingFeeKind::PersonalityRight => FeeKind::PersonalityRight,
            FilingFeeKind::OtherNonProperty => FeeKind::OtherNonProperty,
            FilingFeeKind::IpCivil => FeeKind::IpCivil,
            FilingFeeKind::Labour => FeeKind::Labour,
            FilingFeeKind::Administrative => FeeKind::Administrative,
            FilingFeeKind::Enforcement => FeeKind::Enforcement,
        }
    }
}

/// Whether the filer is a party or a party's agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FilerCapacity {
    /// The party in person, or the legal representative of an organisation.
    #[default]
    Party,
    /// A litigation agent.
    Agent,
}

/// Which of the named people the filer is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Filer {
    /// Party or agent.
    #[serde(default, rename = "as")]
    pub capacity: FilerCapacity,
    /// Index among the claimants, from 0.
    #[serde(default)]
    pub claimant: u16,
    /// Index among that claimant's agents, when the filer is an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<u16>,
}

/// The whole form. Everything but the kind may be missing while it is a draft.
///
/// Stored for ever: only add fields, with a default.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilingForm {
    /// What is filed.
    pub kind: FilingKind,
    /// The court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court_code: Option<CourtCode>,
    /// The cause of action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_code: Option<String>,
    /// Plaintiffs or applicants.
    #[serde(default)]
    pub claimants: Vec<PartyForm>,
    /// Defendants or debtors.
    #[serde(default)]
    pub respondents: Vec<PartyForm>,
    /// Third parties.
    #[serde(default)]
    pub third_parties: Vec<PartyForm>,
    /// Claims (诉讼请求), one by one.
    #[serde(default)]
    pub claims: Vec<String>,
    /// Facts and reasons (事实与理由).
    #[serde(default)]
    pub facts_and_reasons: String,
    /// Amount in controversy, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_amount_fen: Option<Fen>,
    /// Which fee table.
    #[serde(default)]
    pub fee_kind: FilingFeeKind,
    /// Papers.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// For enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforcement: Option<EnforcementForm>,
    /// For administrative cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative: Option<AdministrativeForm>,
    /// Who the filer is.
    #[serde(default)]
    pub filed_by: Filer,
}

impl FilingForm {
    /// An empty form.
    pub fn empty(kind: FilingKind) -> FilingForm {
        FilingForm {
            kind,
            court_code: None,
            cause_code: None,
            claimants: Vec::new(),
            respondents: Vec::new(),
            third_parties: Vec::new(),
            claims: Vec::new(),
            facts_and_reasons: String::new(),
            claim_amount_fen: None,
            fee_kind: match kind {
                FilingKind::CivilFirstInstance => FilingFeeKind::Property,
                FilingKind::AdministrativeFirstInstance => FilingFeeKind::Administrative,
                FilingKind::Enforcement => FilingFeeKind::Enforcement,
            },
            attachments: Vec::new(),
            enforcement: None,
            administrative: None,
            filed_by: Filer::default(),
        }
    }

    /// All parties with their side, claimants first; the index is the party number in the case.
    pub fn parties(&self) -> impl Iterator<Item = (Side, &PartyForm)> {
        let claimants = self.claimants.iter().map(|party| (Side::Claimant, party));
        let respondents = self.respondents.iter().map(|party| (Side::Respondent, party));
        let third_parties = self.third_parties.iter().map(|party| (Side::ThirdParty, party));
        claimants.chain(respondents).chain(third_parties)
    }

    /// Every party, to change it.
    pub fn parties_mut(&mut self) -> impl Iterator<Item = &mut PartyForm> {
        self.claimants.iter_mut().chain(&mut self.respondents).chain(&mut self.third_parties)
    }

    /// What people call the case: "某甲诉某乙民间借贷纠纷".
    pub fn title(&self, cause_name: &str) -> String {
        fn names(parties: &[PartyForm]) -> String {
            match parties {
                [] => "……".to_owned(),
                [one] => one.name.clone(),
                [first, ..] => format!("{}等", first.name),
            }
        }
        let (claimants, respondents) = (names(&self.claimants), names(&self.respondents));
        match self.kind {
            FilingKind::Enforcement => format!("{claimants}申请执行{respondents}"),
            FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance => {
                format!("{claimants}诉{respondents}{cause_name}")
            }
        }
    }
}

hushed_debug! {
    BlobRef { size_bytes },
    AgentForm { kind },
    PartyForm { kind },
    Attachment { kind },
    FilingForm { kind },
    EnforcementForm { effective_on },
    AdministrativeForm { acted_on },
}

impl PartyForm {
    /// Who acts for the party: an organisation acts through its legal representative.
    ///
    /// # Source
    ///
    /// 中华人民共和国民事诉讼法 §51.
    pub fn legal_representative_or_name(&self) -> &str {
        match (self.kind, &self.legal_representative) {
            (PartyKind::Organisation, Some(name)) => name,
            (PartyKind::Organisation, None) | (PartyKind::NaturalPerson, _) => &self.name,
        }
    }
}

impl PartyForm {
    /// A party of which nothing is known yet.
    pub fn empty(kind: PartyKind) -> PartyForm {
        PartyForm {
            kind,
            name: String::new(),
            id_masked: None,
            id_digest: None,
            uscc: None,
            legal_representative: None,
            sex: None,
            ethnicity: None,
            born_on: None,
            phone: None,
            domicile: None,
            agents: Vec::new(),
        }
    }
}

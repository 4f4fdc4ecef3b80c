//! What stands in the file: items, and what their pages are.

use serde::{Deserialize, Serialize};

use crate::actor::Side;
use crate::case::BlobUse;
use crate::entry::PartyNumber;
use crate::form::BlobRef;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// Most pages of one file that are counted: what is longer is no paper.
const MOST_PAGES: u32 = 5_000;

/// A volume of the file (卷).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VolumeName {
    /// What the parties handed in.
    Parties = 1,
    /// What the court did.
    Court = 2,
    /// 副卷: what is for the bench alone.
    Internal = 3,
}

impl VolumeName {
    /// Every volume.
    pub const ALL: [VolumeName; 3] = [VolumeName::Parties, VolumeName::Court, VolumeName::Internal];

    /// Its number, from 1.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// What courts call it.
    pub fn in_chinese(self) -> &'static str {
        match self {
            VolumeName::Parties => "第一卷 当事人材料",
            VolumeName::Court => "第二卷 法院材料",
            VolumeName::Internal => "副卷",
        }
    }

    /// What stands before the number of a page.
    pub fn before_page(self) -> &'static str {
        match self {
            VolumeName::Parties => "第一卷",
            VolumeName::Court => "第二卷",
            VolumeName::Internal => "副卷",
        }
    }
}

/// A heading of the index (目录类别), in the order of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Section {
    /// 立案材料: correction, registration, bench.
    Filing,
    /// 起诉状, 申请执行书.
    Complaint,
    /// 身份证明.
    Identity,
    /// 授权委托.
    Authority,
    /// 答辩状.
    Answer,
    /// 原告证据.
    ClaimantEvidence,
    /// 被告证据.
    RespondentEvidence,
    /// 第三人证据.
    ThirdPartyEvidence,
    /// 申请.
    Application,
    /// 举证通知: periods and rounds.
    Notice,
    /// 质证意见.
    Opinion,
    /// 法庭询问与答复.
    Question,
    /// 核对原件.
    Comparison,
    /// 送达: addresses, certificates, objections.
    Service,
    /// 裁定决定.
    Ruling,
    /// 结案材料.
    Closing,
    /// 合议材料.
    Deliberation,
    /// 内部审批.
    Approval,
    /// 其他材料.
    Other,
}

impl Section {
    /// Where the evidence of a side stands.
    pub(super) fn of_evidence(side: Option<Side>) -> Section {
        match side {
            Some(Side::Claimant) => Section::ClaimantEvidence,
            Some(Side::Respondent) => Section::RespondentEvidence,
            Some(Side::ThirdParty) => Section::ThirdPartyEvidence,
            None => Section::Other,
        }
    }
}

/// How something is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Medium {
    /// Words of the log.
    Text,
    /// Pages of a file.
    Pages,
    /// A recording of sound.
    Audio,
    /// A recording of sound and picture.
    Video,
    /// A file without pages.
    Other,
}

impl Medium {
    /// How a file is read.
    pub fn of(blob: &BlobRef) -> Medium {
        match blob.media_type.as_str() {
            "application/pdf" | "image/jpeg" | "image/png" | "image/webp" => Medium::Pages,
            media if media.starts_with("audio/") => Medium::Audio,
            media if media.starts_with("video/") => Medium::Video,
            _ => Medium::Other,
        }
    }
}

/// Pages that belong together: words, or one file.
#[derive(Clone, PartialEq, Eq)]
pub enum Leaf {
    /// Words of the entry.
    Text {
        /// Pages they take.
        n_pages: u32,
    },
    /// A file; what has no pages takes one that says what it is.
    File {
        /// The file.
        blob: BlobRef,
        /// How far it is turned for reading, clockwise, in degrees.
        turn_degrees: u16,
    },
}

impl Leaf {
    /// Pages it takes; they follow from the entry alone.
    pub fn n_pages(&self) -> u32 {
        match self {
            Leaf::Text { n_pages } => *n_pages,
            Leaf::File { blob, .. } => match Medium::of(blob) {
                Medium::Pages => blob.pages.unwrap_or(1).clamp(1, MOST_PAGES),
                Medium::Text | Medium::Audio | Medium::Video | Medium::Other => 1,
            },
        }
    }

    /// How it is read.
    pub fn medium(&self) -> Medium {
        match self {
            Leaf::Text { .. } => Medium::Text,
            Leaf::File { blob, .. } => Medium::of(blob),
        }
    }
}

/// Something in the file: an entry, or a paper that came with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// The entry.
    pub entry: EntryRef,
    /// Which part of the entry, from 0.
    pub part: u16,
    /// Where it stands in the index; evidence stands with its side.
    pub(super) section: Section,
    /// Whether it is evidence.
    pub(super) is_evidence: bool,
    /// What it is called.
    pub title: String,
    /// Whose it is, when it is a party's.
    pub party: Option<PartyNumber>,
    /// When it came.
    pub at: Instant,
    /// For whom the entry is, and by whom.
    pub(crate) kept: BlobUse,
    /// Number of its first page in the volume.
    pub first_page: u32,
    /// Its pages.
    pub leaves: Vec<Leaf>,
}

hushed_debug! {
    Item { entry, part, section, first_page },
}

impl std::fmt::Debug for Leaf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}({})", self.medium(), self.n_pages())
    }
}

impl Item {
    /// Pages it takes.
    pub fn n_pages(&self) -> u32 {
        self.leaves.iter().fold(0, |n, leaf| n.saturating_add(leaf.n_pages()))
    }

    /// Whether a file belongs to it.
    pub fn has_files(&self) -> bool {
        self.leaves.iter().any(|leaf| matches!(leaf, Leaf::File { .. }))
    }
}

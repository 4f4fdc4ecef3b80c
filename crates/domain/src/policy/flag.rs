//! What the court notes of a case because its cause of action does not show it.

use serde::{Deserialize, Serialize};

/// A reason to treat a case with more care.
///
/// Stored for ever: only add variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CaseFlag {
    /// 涉及国家秘密.
    StateSecret,
    /// 涉及个人隐私.
    Privacy,
    /// 涉及未成年人.
    Minors,
    /// 涉及商业秘密.
    TradeSecret,
    /// 涉及婚姻家庭, where the cause does not say so: enforcement, administrative cases.
    Family,
    /// 不公开审理, on the application of a party.
    NotPublic,
}

impl CaseFlag {
    /// Every flag.
    pub const ALL: [CaseFlag; 6] = [
        CaseFlag::StateSecret,
        CaseFlag::Privacy,
        CaseFlag::Minors,
        CaseFlag::TradeSecret,
        CaseFlag::Family,
        CaseFlag::NotPublic,
    ];

    /// How the court says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            CaseFlag::StateSecret => "涉及国家秘密",
            CaseFlag::Privacy => "涉及个人隐私",
            CaseFlag::Minors => "涉及未成年人",
            CaseFlag::TradeSecret => "涉及商业秘密",
            CaseFlag::Family => "涉及婚姻家庭",
            CaseFlag::NotPublic => "不公开审理",
        }
    }
}

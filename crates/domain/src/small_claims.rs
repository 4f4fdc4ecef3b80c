//! The amounts below which the small-claims procedure (小额诉讼程序) applies.

use crate::calendar::BeijingDate;
use crate::money::Fen;

/// The limits of one province from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallClaimsLimit {
    /// The province, such as `浙江`.
    pub province: String,
    /// The first day these limits hold.
    pub effective_from: BeijingDate,
    /// Up to this amount the procedure is mandatory for simple money claims.
    pub mandatory_up_to: Fen,
    /// Up to this amount it applies when both parties agree.
    pub by_agreement_up_to: Fen,
}

/// All known limits.
#[derive(Debug, Clone, Default)]
pub struct SmallClaimsTable {
    limits: Vec<SmallClaimsLimit>,
}

impl SmallClaimsTable {
    /// A table of these limits.
    #[must_use]
    pub fn new(mut limits: Vec<SmallClaimsLimit>) -> Self {
        limits.sort_by_key(|limit| limit.effective_from);
        Self { limits }
    }

    /// The limits of `province` on the day `on`; `None` when none are known.
    ///
    /// # Source
    ///
    /// 民事诉讼法 §165.
    #[must_use]
    pub fn on(&self, province: &str, on: BeijingDate) -> Option<&SmallClaimsLimit> {
        self.limits.iter().rev().find(|limit| limit.province == province && limit.effective_from <= on)
    }
}

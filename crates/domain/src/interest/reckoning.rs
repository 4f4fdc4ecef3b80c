//! The answer of a calculator.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;
use crate::money::Fen;

/// What a calculator found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "unit", content = "value")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// An amount of money.
    Money(Fen),
    /// A yearly rate, in hundredths of a percent.
    RateBasisPoints(i64),
    /// Years.
    Years(u32),
    /// Half months, so that half a month stays a whole number.
    HalfMonths(u32),
}

impl Outcome {
    /// The number alone: `1750.00` yuan, `15.40` percent, `20` years, `3.5` months.
    #[must_use]
    pub fn number(&self) -> String {
        match self {
            Self::Money(amount) => amount.to_string(),
            Self::RateBasisPoints(points) => Exact::ratio((*points).into(), 100).to_decimals(2),
            Self::Years(years) => years.to_string(),
            Self::HalfMonths(halves) => Exact::ratio((*halves).into(), 2).to_string(),
        }
    }

    /// The unit in Chinese.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Money(_) => "元",
            Self::RateBasisPoints(_) => "%",
            Self::Years(_) => "年",
            Self::HalfMonths(_) => "个月",
        }
    }
}

/// A result with how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reckoning {
    /// The result.
    pub outcome: Outcome,
    /// How many days counted, where days count.
    pub days: Option<u32>,
    /// The formula with the numbers put in, in Chinese, step by step.
    pub steps: Vec<String>,
    /// The provisions.
    pub source: Vec<String>,
}

impl Reckoning {
    /// What stands under every result.
    pub const NOTICE: &'static str = "仅供参考，以人民法院裁判为准";

    pub(super) fn money(amount: Exact, steps: Vec<String>, source: &[&str]) -> Self {
        Self::new(Outcome::Money(amount.to_fen()), None, steps, source)
    }

    pub(super) fn new(outcome: Outcome, days: Option<u32>, steps: Vec<String>, source: &[&str]) -> Self {
        Self { outcome, days, steps, source: source.iter().map(|text| (*text).to_owned()).collect() }
    }
}

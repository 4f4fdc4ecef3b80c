//! Amounts of money, exact to the fen.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount of money in fen (one hundredth of a yuan).
///
/// Prints as yuan with two decimals (`2300.02`), travels as an integer number of fen. May be
/// negative where a difference is meant; the functions that need a claim refuse a negative one.
///
/// ```
/// use weicourt_domain::money::Fen;
///
/// let claim: Fen = "123456.78".parse()?;
/// assert_eq!(claim, Fen(12_345_678));
/// assert_eq!(claim.to_string(), "123456.78");
/// # Ok::<(), weicourt_domain::money::MoneyRefusal>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64))]
pub struct Fen(pub i64);

impl Fen {
    /// No money at all.
    pub const ZERO: Self = Self(0);

    /// A whole number of yuan. Saturates at the ends of the range (about 92 × 10¹⁵ yuan).
    #[must_use]
    pub const fn yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(100))
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}

impl FromStr for Fen {
    type Err = MoneyRefusal;

    /// Reads yuan with at most two decimals: `100`, `100.5`, `100.05`, `-3.20`.
    ///
    /// # Errors
    ///
    /// [`MoneyRefusal`] for anything else: thousands separators, a bare point, a third decimal.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not_an_amount = || MoneyRefusal::NotAnAmount { text: text.to_owned() };
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (yuan, decimals) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(not_an_amount()),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || !digits_only(yuan) || !digits_only(decimals) {
            return Err(not_an_amount());
        }
        if decimals.len() > 2 {
            return Err(MoneyRefusal::FinerThanFen { text: text.to_owned() });
        }
        let too_large = || MoneyRefusal::TooLarge { text: text.to_owned() };
        // Both parts are digits only, so the one way left to fail is size.
        let fen: i64 = format!("{yuan}{decimals:0<2}").parse().map_err(|_| too_large())?;
        Ok(Self(sign * fen))
    }
}

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyRefusal {
    /// Not digits with an optional point and decimals.
    #[error("'{text}' is not an amount in yuan such as 1234.56")]
    NotAnAmount {
        /// What was given.
        text: String,
    },
    /// More than two decimals.
    #[error("'{text}' is finer than one fen")]
    FinerThanFen {
        /// What was given.
        text: String,
    },
    /// Does not fit into 64 bits of fen.
    #[error("'{text}' is too large")]
    TooLarge {
        /// What was given.
        text: String,
    },
}

impl MoneyRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NotAnAmount { text } => format!("“{text}”不是金额，格式应如1234.56"),
            Self::FinerThanFen { text } => format!("“{text}”最多两位小数"),
            Self::TooLarge { text } => format!("“{text}”过大，请核对"),
        }
    }
}

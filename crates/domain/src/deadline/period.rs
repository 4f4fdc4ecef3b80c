//! Lengths of time as the law gives them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::DateTime;
use serde::{Serialize, Serializer};

use super::DeadlineRefusal;

/// A length of time: `48h`, `15d`, `6m`, `2y` (which is `24m`).
///
/// Periods of different units have no order: thirty days are not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Hours.
    Hours(u16),
    /// Days.
    Days(u16),
    /// Months; a year is twelve.
    Months(u16),
}

impl Period {
    pub(super) fn is_zero(self) -> bool {
        matches!(self, Self::Hours(0) | Self::Days(0) | Self::Months(0))
    }

    /// The same in Chinese: `15日`.
    #[must_use]
    pub fn in_chinese(self) -> String {
        match self {
            Self::Hours(n) => format!("{n}小时"),
            Self::Days(n) => format!("{n}日"),
            Self::Months(n) if n > 0 && n % 12 == 0 => format!("{}年", n / 12),
            Self::Months(n) => format!("{n}个月"),
        }
    }
}

/// The hour in which a period begins is not counted, so it runs from the next full hour.
pub(super) fn end_of_hours(at: DateTime, n_hours: u16) -> Result<DateTime, DeadlineRefusal> {
    let out_of_range = |_| DeadlineRefusal::UnreadableMoment { text: at.to_string() };
    let hour = at.with().minute(0).second(0).subsec_nanosecond(0).build().map_err(out_of_range)?;
    let begins_inside = i64::from(hour != at);
    hour.checked_add(Span::new().hours(i64::from(n_hours) + begins_inside)).map_err(out_of_range)
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Hours(a), Self::Hours(b))
            | (Self::Days(a), Self::Days(b))
            | (Self::Months(a), Self::Months(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotAPeriod { text: text.to_owned() };
        let (unit_at, unit) = text.char_indices().next_back().ok_or_else(refused)?;
        let digits = &text[..unit_at];
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        let n: u16 = digits.parse().map_err(|_| refused())?;
        match unit {
            'h' => Ok(Self::Hours(n)),
            'd' => Ok(Self::Days(n)),
            'm' => Ok(Self::Months(n)),
            'y' => n.checked_mul(12).map(Self::Months).ok_or_else(refused),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(n) => write!(f, "{n}h"),
            Self::Days(n) => write!(f, "{n}d"),
            Self::Months(n) => write!(f, "{n}m"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

crate::string_schema::string_schema!(Period, "A length of time: hours (h), days (d) or months (m).", "15d");

/// A text that is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not a period such as 48h, 15d, 6m or 2y")]
pub struct NotAPeriod {
    /// What was given.
    pub text: String,
}

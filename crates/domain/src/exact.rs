//! Exact fractions for sums of money, so that rounding happens once and at the end.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Sub};
use std::str::FromStr;

use crate::money::Fen;

/// The largest amount the calculators take: ten thousand billion yuan, in fen. With it, and with at
/// most nine decimals in a rate, no product below leaves 128 bits.
pub(crate) const LARGEST_AMOUNT: Fen = Fen(1_000_000_000_000_000);

/// A fraction in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// `numerator / denominator`; a denominator of zero counts as one.
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128) -> Self {
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()).max(1) as i128;
        let sign = if denominator < 0 { -1 } else { 1 };
        Self { numerator: sign * numerator / divisor, denominator: (sign * denominator / divisor).max(1) }
    }

    /// This amount, as a number of yuan.
    #[must_use]
    pub fn yuan(amount: Fen) -> Self {
        Self::ratio(amount.0.into(), 100)
    }

    /// This many hundredths of the number.
    #[must_use]
    pub fn percent(self) -> Self {
        self / Self::from(100)
    }

    /// The number of yuan rounded half up to the fen; half away from zero below zero.
    #[must_use]
    pub fn to_fen(self) -> Fen {
        let scaled = self.round_half_up_to(100);
        Fen(i64::try_from(scaled).unwrap_or(if scaled < 0 { i64::MIN } else { i64::MAX }))
    }

    /// The number of yuan rounded half up to whole yuan.
    #[must_use]
    pub fn to_whole_yuan(self) -> Fen {
        Self::from(self.round_half_up_to(1)).to_fen()
    }

    /// The number of yuan without its fraction of a yuan.
    #[must_use]
    pub fn to_yuan_dropping_fraction(self) -> Fen {
        Self::from(self.numerator / self.denominator).to_fen()
    }

    /// The number with exactly `n_decimals` decimals, rounded half up.
    #[must_use]
    pub fn to_decimals(self, n_decimals: u32) -> String {
        let scale = 10_i128.pow(n_decimals);
        let scaled = self.round_half_up_to(scale);
        let sign = if scaled < 0 { "-" } else { "" };
        let (whole, rest) = (scaled.unsigned_abs() / scale as u128, scaled.unsigned_abs() % scale as u128);
        match n_decimals {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{rest:0width$}", width = n_decimals as usize),
        }
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    fn round_half_up_to(self, scale: i128) -> i128 {
        let doubled = 2 * self.numerator.abs() * scale + self.denominator;
        self.numerator.signum() * (doubled / (2 * self.denominator))
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl From<i128> for Exact {
    fn from(whole: i128) -> Self {
        Self { numerator: whole, denominator: 1 }
    }
}

impl From<i32> for Exact {
    fn from(whole: i32) -> Self {
        Self::from(i128::from(whole))
    }
}

impl From<u32> for Exact {
    fn from(whole: u32) -> Self {
        Self::from(i128::from(whole))
    }
}

impl Add for Exact {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::ratio(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }
}

impl Sub for Exact {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + Self { numerator: -other.numerator, denominator: other.denominator }
    }
}

impl Mul for Exact {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        // Crossing out first keeps the products small.
        let a = Self::ratio(self.numerator, other.denominator);
        let b = Self::ratio(other.numerator, self.denominator);
        Self { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
    }
}

impl Div for Exact {
    type Output = Self;

    /// Dividing by zero gives zero; callers refuse a zero divisor with a reason before they get here.
    fn div(self, other: Self) -> Self {
        match other.numerator {
            0 => Self::ZERO,
            _ => self.mul(Self::ratio(other.denominator, other.numerator)),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

impl FromStr for Exact {
    type Err = NotADecimal;

    /// Reads up to twelve digits with up to nine decimals.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotADecimal { text: text.to_owned() };
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let shape = !whole.is_empty()
            && whole.len() <= 12
            && decimals.len() <= 9
            && digits_only(whole)
            && digits_only(decimals)
            && !text.ends_with('.');
        if !shape {
            return Err(refused());
        }
        let digits: i128 = format!("{whole}{decimals}").parse().map_err(|_| refused())?;
        Ok(Self::ratio(digits, 10_i128.pow(decimals.len() as u32)))
    }
}

impl fmt::Display for Exact {
    /// The decimal form where it ends, else four decimals after `约`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for n_decimals in 0..=9 {
            if 10_i128.pow(n_decimals) % self.denominator == 0 {
                return f.pad(&self.to_decimals(n_decimals));
            }
        }
        f.pad(&format!("约{}", self.to_decimals(4)))
    }
}

/// A text that is not a non-negative decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not a decimal number such as 1.5")]
pub struct NotADecimal {
    /// What was given.
    pub text: String,
}

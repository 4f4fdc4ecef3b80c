//! Why a calculator gives no answer.

use crate::calendar::{BeijingDate, CalendarRefusal};
use crate::money::Fen;

/// Why a calculator gives no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InterestRefusal {
    /// Below zero.
    #[error("the amount {amount} is negative")]
    NegativeAmount {
        /// What was given.
        amount: Fen,
    },
    /// Beyond ten thousand billion yuan.
    #[error("the amount {amount} is too large")]
    AmountTooLarge {
        /// What was given.
        amount: Fen,
    },
    /// The end lies before the beginning.
    #[error("{until} lies before {from}")]
    EndsBeforeItBegins {
        /// The beginning.
        from: BeijingDate,
        /// The end.
        until: BeijingDate,
    },
    /// No rate was published then.
    #[error("no loan prime rate was published before {first}; {on} is earlier")]
    BeforeTheFirstRate {
        /// The day asked about.
        on: BeijingDate,
        /// The first day with a rate.
        first: BeijingDate,
    },
    /// The rules for contracts made before 2020-08-20 depend on the day the suit was filed.
    #[error("for a contract made before 2020-08-20 give the day the suit was filed")]
    FilingDateNeeded,
    /// A payment outside the time of delay, or more than is owed.
    #[error("the payment of {amount} on {on} does not fit the debt")]
    PaymentDoesNotFit {
        /// The day.
        on: BeijingDate,
        /// The amount.
        amount: Fen,
    },
    /// A divisor that must not be zero, or a number outside its range.
    #[error("{what} must be {expected}, not {given}")]
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// What is allowed.
        expected: &'static str,
        /// What was given.
        given: String,
    },
    /// The calendar does not know.
    #[error(transparent)]
    Calendar(#[from] CalendarRefusal),
}

impl InterestRefusal {
    /// The same in Chinese, for the person who asked.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NegativeAmount { .. } => "金额不能为负数".into(),
            Self::AmountTooLarge { .. } => "金额过大，请核对".into(),
            Self::EndsBeforeItBegins { from, until } => format!("截止日{until}早于起算日{from}"),
            Self::BeforeTheFirstRate { first, .. } => format!("{first}以前没有贷款市场报价利率"),
            Self::FilingDateNeeded => "2020年8月20日以前成立的合同，请填写起诉日期".into(),
            Self::PaymentDoesNotFit { on, amount } => format!("{on}的还款{amount}元与债务不符"),
            Self::OutOfRange { given, .. } => format!("“{given}”超出允许的范围"),
            Self::Calendar(refusal) => refusal.in_chinese(),
        }
    }
}

pub(super) fn check_amount(amount: Fen) -> Result<Fen, InterestRefusal> {
    if amount.is_negative() {
        return Err(InterestRefusal::NegativeAmount { amount });
    }
    if amount > crate::exact::LARGEST_AMOUNT {
        return Err(InterestRefusal::AmountTooLarge { amount });
    }
    Ok(amount)
}

pub(super) fn days_between(from: BeijingDate, until: BeijingDate) -> Result<u32, InterestRefusal> {
    u32::try_from(from.days_until(until)).map_err(|_| InterestRefusal::EndsBeforeItBegins { from, until })
}

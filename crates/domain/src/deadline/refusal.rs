//! Why a last day cannot be given.

use super::Period;
use crate::calendar::CalendarRefusal;

/// Why a last day cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineRefusal {
    /// No such rule.
    #[error("there is no rule '{rule}'")]
    UnknownRule {
        /// What was given.
        rule: String,
    },
    /// The court sets this period, so it must be given.
    #[error("the court sets the period of {rule}: give it")]
    PeriodNeeded {
        /// The rule.
        rule: String,
    },
    /// A period of nothing.
    #[error("the period is empty")]
    EmptyPeriod,
    /// Days compared with months, or the like.
    #[error("the period of {rule} is not counted in the unit of {period}")]
    UnitDiffers {
        /// The rule.
        rule: String,
        /// The period given.
        period: Period,
    },
    /// Shorter than the law allows.
    #[error("the period of {rule} is at least {least}, not {period}")]
    TooShort {
        /// The rule.
        rule: String,
        /// The period given.
        period: Period,
        /// The shortest one allowed.
        least: Period,
    },
    /// Longer than the law allows.
    #[error("the period of {rule} is at most {most}, not {period}")]
    TooLong {
        /// The rule.
        rule: String,
        /// The period given.
        period: Period,
        /// The longest one allowed.
        most: Period,
    },
    /// Hours count from a moment, not from a day.
    #[error("{rule} is counted in hours: give the time of day")]
    MomentNeeded {
        /// The rule.
        rule: String,
    },
    /// A moment that cannot be read or counted from.
    #[error("'{text}' is not a moment such as 2026-03-20T10:30")]
    UnreadableMoment {
        /// What was given.
        text: String,
    },
    /// The calendar does not know.
    #[error(transparent)]
    Calendar(#[from] CalendarRefusal),
}

impl DeadlineRefusal {
    /// The same in Chinese, for the person who asked.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::UnknownRule { rule } => format!("没有“{rule}”这项期限"),
            Self::PeriodNeeded { .. } => "该期限由人民法院指定，请填写期间".into(),
            Self::EmptyPeriod => "期间不能为零".into(),
            Self::UnitDiffers { .. } => "期间的单位与该期限不一致".into(),
            Self::TooShort { period, least, .. } => {
                format!("该期限不得少于{}，所填为{}", least.in_chinese(), period.in_chinese())
            }
            Self::TooLong { period, most, .. } => {
                format!("该期限不得超过{}，所填为{}", most.in_chinese(), period.in_chinese())
            }
            Self::MomentNeeded { .. } => "该期限以小时计算，请填写起算时刻".into(),
            Self::UnreadableMoment { .. } => "起算时刻格式应如2026-03-20T10:30".into(),
            Self::Calendar(refusal) => refusal.in_chinese(),
        }
    }
}

//! How long something may stay outside.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::calendar::BeijingDate;

/// How long something that was let out may stay outside, shortest first in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retention {
    /// Until the other side has it.
    UntilAcknowledged,
    /// Until the case is closed.
    UntilClosed,
    /// So many days after the day of closing.
    Days(u16),
}

impl Retention {
    /// The last day outside of a case that ended on `ended_on`, in Beijing.
    #[must_use]
    pub fn last_day(self, ended_on: BeijingDate) -> BeijingDate {
        match self {
            Retention::UntilAcknowledged | Retention::UntilClosed => ended_on,
            // A day past the end of the calendar does not happen: a case is closed today.
            Retention::Days(n_days) => ended_on.plus_days(i32::from(n_days)).unwrap_or(ended_on),
        }
    }

    /// How the court says it.
    #[must_use]
    pub fn in_chinese(self) -> String {
        match self {
            Retention::UntilAcknowledged => "对方收妥即清除".to_owned(),
            Retention::UntilClosed => "结案即清除".to_owned(),
            Retention::Days(n_days) => format!("结案后 {n_days} 日清除"),
        }
    }

    fn rank(self) -> (u8, u16) {
        match self {
            Retention::UntilAcknowledged => (0, 0),
            Retention::UntilClosed => (1, 0),
            Retention::Days(n_days) => (2, n_days),
        }
    }
}

impl Ord for Retention {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Retention {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Retention::UntilAcknowledged => f.write_str("until_acknowledged"),
            Retention::UntilClosed => f.write_str("until_closed"),
            Retention::Days(n_days) => write!(f, "days {n_days}"),
        }
    }
}

impl Serialize for Retention {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Text that is no stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not `until_closed`, `until_acknowledged` or `days N` with N up to 65535")]
pub struct BadRetention;

impl FromStr for Retention {
    type Err = BadRetention;

    fn from_str(text: &str) -> Result<Self, BadRetention> {
        match text {
            "until_acknowledged" => Ok(Retention::UntilAcknowledged),
            "until_closed" => Ok(Retention::UntilClosed),
            _ => {
                let n_days = text.strip_prefix("days ").ok_or(BadRetention)?;
                n_days.parse().map(Retention::Days).map_err(|_| BadRetention)
            }
        }
    }
}

//! Dates in Beijing, statutory holidays and make-up working days.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date as a Beijing calendar shows it (UTC+8, no daylight saving).
///
/// Prints, parses and travels as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeijingDate(Date);

impl BeijingDate {
    /// The date with this year, month and day.
    ///
    /// # Errors
    ///
    /// [`CalendarRefusal::NoSuchDate`] for the 30th of February and its like.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, CalendarRefusal> {
        Date::new(year, month, day)
            .map(Self)
            .map_err(|_| CalendarRefusal::NoSuchDate { text: format!("{year:04}-{month:02}-{day:02}") })
    }

    /// The date in Beijing at this instant.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(jiff::tz::offset(8).to_datetime(at).date())
    }

    /// The year, such as 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The plain civil date.
    #[must_use]
    pub fn civil(self) -> Date {
        self.0
    }

    /// Whether the day is a Saturday or a Sunday, worked or not.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The date `n_days` later (earlier when negative).
    ///
    /// # Errors
    ///
    /// [`CalendarRefusal::OutOfRange`] beyond the years -9999 to 9999.
    pub fn plus_days(self, n_days: i32) -> Result<Self, CalendarRefusal> {
        self.plus(Span::new().try_days(n_days))
    }

    /// The same day of the month `n_months` later, or the last day of that month where there is none.
    ///
    /// # Errors
    ///
    /// [`CalendarRefusal::OutOfRange`] beyond the years -9999 to 9999.
    ///
    /// # Source
    ///
    /// 民法典 §202.
    pub fn plus_months(self, n_months: i32) -> Result<Self, CalendarRefusal> {
        self.plus(Span::new().try_months(n_months))
    }

    fn plus(self, span: Result<Span, jiff::Error>) -> Result<Self, CalendarRefusal> {
        let out_of_range = |_| CalendarRefusal::OutOfRange { from: self };
        self.0.checked_add(span.map_err(out_of_range)?).map(Self).map_err(out_of_range)
    }

    /// Days from this date to `until`; negative when `until` is earlier.
    #[must_use]
    pub fn days_until(self, until: Self) -> i32 {
        // Without a larger unit asked for, the difference of two dates is whole days.
        self.0.until(until.0).map_or(0, |span| span.get_days())
    }
}

impl From<Date> for BeijingDate {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for BeijingDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for BeijingDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BeijingDate {
    type Err = CalendarRefusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let no_such_date = || CalendarRefusal::NoSuchDate { text: text.to_owned() };
        // Stricter than the calendar crate, which would also take a date with a time behind it.
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(i, byte)| match i {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return Err(no_such_date());
        }
        text.parse::<Date>().map(Self).map_err(|_| no_such_date())
    }
}

impl Serialize for BeijingDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BeijingDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

crate::string_schema::string_schema!(BeijingDate, "A date in Beijing, YYYY-MM-DD.", "2026-03-20");

/// What the State Council arranged for one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A day off.
    Holiday,
    /// A Saturday or Sunday that is worked instead.
    Workday,
}

/// The days off and the worked weekends of the years the State Council has announced.
#[derive(Debug, Clone, Default)]
pub struct Holidays {
    days: BTreeMap<BeijingDate, (DayKind, String)>,
    years: BTreeSet<i16>,
}

impl Holidays {
    /// The calendar with these days. A year is covered as soon as it has one day in the list.
    #[must_use]
    pub fn new(days: impl IntoIterator<Item = (BeijingDate, DayKind, String)>) -> Self {
        let mut holidays = Self::default();
        for (on, kind, name) in days {
            holidays.years.insert(on.year());
            holidays.days.insert(on, (kind, name));
        }
        holidays
    }

    /// The years for which days off are known.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    /// Why `on` is a day off (法定休假日): the holiday's name or `周末`; `None` on a working day.
    ///
    /// # Errors
    ///
    /// [`CalendarRefusal::YearNotAnnounced`] when the arrangement for that year is not known. There is
    /// no guess: a wrong last day costs a party its appeal.
    ///
    /// # Source
    ///
    /// 民事诉讼法 §85; 民法典 §203.
    pub fn day_off(&self, on: BeijingDate) -> Result<Option<&str>, CalendarRefusal> {
        if !self.years.contains(&on.year()) {
            return Err(CalendarRefusal::YearNotAnnounced { year: on.year() });
        }
        Ok(match self.days.get(&on) {
            Some((DayKind::Holiday, name)) => Some(name),
            Some((DayKind::Workday, _)) => None,
            None if on.is_weekend() => Some("周末"),
            None => None,
        })
    }

    /// `on` itself when it is a working day, else the first working day after it.
    ///
    /// # Errors
    ///
    /// [`CalendarRefusal::YearNotAnnounced`] when the search leaves the known years.
    pub fn first_working_day(&self, on: BeijingDate) -> Result<BeijingDate, CalendarRefusal> {
        let mut day = on;
        while self.day_off(day)?.is_some() {
            day = day.plus_days(1)?;
        }
        Ok(day)
    }
}

/// Why a date cannot be given or computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarRefusal {
    /// Not a date of the calendar.
    #[error("'{text}' is not a date such as 2026-03-20")]
    NoSuchDate {
        /// What was given.
        text: String,
    },
    /// The result lies outside the calendar.
    #[error("the date counted from {from} is out of range")]
    OutOfRange {
        /// Where the counting began.
        from: BeijingDate,
    },
    /// The holidays of that year are not in the table.
    #[error("the holidays of {year} are not announced yet")]
    YearNotAnnounced {
        /// The year without a table.
        year: i16,
    },
}

impl CalendarRefusal {
    /// The same in Chinese, for the person who asked.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NoSuchDate { text } => format!("“{text}”不是有效日期"),
            Self::OutOfRange { .. } => "日期超出可计算的范围".into(),
            Self::YearNotAnnounced { year } => format!("{year}年的放假安排尚未公布或者未录入，不能推算"),
        }
    }
}

//! Statutory periods (期间): which there are and on which day each ends.
//!
//! The periods are data (`deadlines.csv`); the way of counting is here. The triggering day is not
//! counted; months end on the same day of the month or the last one; a last day that is a day off moves
//! to the first working day, where the rule says so; days off in between count.

mod period;
mod refusal;

use jiff::civil::DateTime;
use serde::Serialize;

pub use self::period::{NotAPeriod, Period};
pub use self::refusal::DeadlineRefusal;
use crate::calendar::{BeijingDate, CalendarRefusal, Holidays};

/// One rule of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeadlineRule {
    /// Its name: `APPEAL_J`.
    pub rule: String,
    /// Its name in Chinese.
    pub name: String,
    /// The usual period; none where the court always sets it.
    pub period: Option<Period>,
    /// The shortest period that may be set.
    pub least: Option<Period>,
    /// The longest period that may be set.
    pub most: Option<Period>,
    /// Whether the days lie before the date given (a summons before a hearing), not after it.
    pub counts_back: bool,
    /// Whether a last day that is a day off moves to the next working day.
    pub moved_on_holiday: bool,
    /// What the period counts from, in Chinese.
    pub starts_from: String,
    /// The provisions.
    pub source: Vec<String>,
}

/// All rules.
#[derive(Debug, Clone, Default)]
pub struct DeadlineTable {
    rules: Vec<DeadlineRule>,
}

/// The last day of a period and why it is that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// The rule applied.
    pub rule: String,
    /// The rule's name in Chinese.
    pub name: String,
    /// The day the period counts from, itself not counted.
    pub from: BeijingDate,
    /// The period applied.
    pub period: Period,
    /// The last day on which the act is in time (until 24:00); for a rule that counts back, the last
    /// day on which the notice is in time.
    pub last_day: BeijingDate,
    /// For periods of hours: the minute at which they end, in Beijing.
    pub last_moment: Option<String>,
    /// The day counting alone would have given, and why it is not the last one, in Chinese.
    pub moved_because: Option<String>,
    /// The provisions.
    pub source: Vec<String>,
}

/// When a period ends, as far as the days off are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEnd {
    /// The last day; the earliest it can be while the days off are not announced.
    pub on: BeijingDate,
    /// The year whose days off are missing: they may move the end to a later day, never to an earlier one.
    pub waits_for: Option<i16>,
}

/// Where a period begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodStart {
    /// A day, which is all that periods of days, months and years need.
    Day(BeijingDate),
    /// A moment in Beijing, which periods of hours need.
    Moment(DateTime),
}

impl PeriodStart {
    fn day(self) -> BeijingDate {
        match self {
            Self::Day(on) => on,
            Self::Moment(at) => at.date().into(),
        }
    }
}

impl DeadlineTable {
    /// A table of these rules, in this order.
    #[must_use]
    pub fn new(rules: Vec<DeadlineRule>) -> Self {
        Self { rules }
    }

    /// Every rule, in the order of the data file.
    pub fn iter(&self) -> impl Iterator<Item = &DeadlineRule> {
        self.rules.iter()
    }

    /// The rule with this name.
    #[must_use]
    pub fn get(&self, rule: &str) -> Option<&DeadlineRule> {
        self.rules.iter().find(|known| known.rule == rule)
    }

    /// The last day of the period `rule` that counts from `start`.
    ///
    /// `period` takes the place of the usual period: where the court sets it, or an extension.
    ///
    /// # Errors
    ///
    /// [`DeadlineRefusal`] when there is no such rule, when the period is missing or outside what the
    /// rule allows, and when the holidays of the year in question are not announced yet: the answer
    /// would be a guess.
    ///
    /// # Source
    ///
    /// 民事诉讼法 §85; 民诉法解释 §125; 民法典 §202, §203.
    ///
    /// # Example
    ///
    /// The fifteenth day after 2026-09-16 is the first of the National Day holidays.
    ///
    /// ```
    /// use weicourt_domain::deadline::PeriodStart;
    /// use weicourt_domain::facts::Facts;
    ///
    /// let facts = Facts::embedded();
    /// let served = PeriodStart::Day("2026-09-16".parse()?);
    /// let deadline = facts.deadlines.last_day("APPEAL_J", served, None, &facts.holidays)?;
    /// assert_eq!(deadline.last_day.to_string(), "2026-10-08");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn last_day(
        &self,
        rule: &str,
        start: PeriodStart,
        period: Option<Period>,
        holidays: &Holidays,
    ) -> Result<Deadline, DeadlineRefusal> {
        let rule = self.get(rule).ok_or_else(|| DeadlineRefusal::UnknownRule { rule: rule.to_owned() })?;
        let (period, counted, last_moment) = rule.counted(start, period)?;
        let (last_day, moved_because) = match rule.moved_on_holiday {
            true => moved(counted, holidays)?,
            false => (counted, None),
        };
        let mut source = rule.source.clone();
        if moved_because.is_some() {
            source.push("民事诉讼法 §85".to_owned());
        }
        Ok(Deadline {
            rule: rule.rule.clone(),
            name: rule.name.clone(),
            from: start.day(),
            period,
            last_day,
            last_moment,
            moved_because,
            source,
        })
    }

    /// The last day of the period, or the earliest it can be while the days off of its year are not announced.
    ///
    /// For showing a period that runs: whoever acts by this day is in time. Whether somebody is late is
    /// asked of [`DeadlineTable::last_day`], which does not answer before it is known.
    ///
    /// # Errors
    ///
    /// As [`DeadlineTable::last_day`], but for days off that are not announced.
    ///
    /// # Source
    ///
    /// 民事诉讼法 §85: a last day that is a day off moves on, never back.
    pub fn known_end(
        &self,
        rule: &str,
        start: PeriodStart,
        period: Option<Period>,
        holidays: &Holidays,
    ) -> Result<KnownEnd, DeadlineRefusal> {
        match self.last_day(rule, start, period, holidays) {
            Ok(deadline) => Ok(KnownEnd { on: deadline.last_day, waits_for: None }),
            Err(DeadlineRefusal::Calendar(CalendarRefusal::YearNotAnnounced { year })) => {
                let unknown = || DeadlineRefusal::UnknownRule { rule: rule.to_owned() };
                let (_, on, _) = self.get(rule).ok_or_else(unknown)?.counted(start, period)?;
                Ok(KnownEnd { on, waits_for: Some(year) })
            }
            Err(refusal) => Err(refusal),
        }
    }
}

impl DeadlineRule {
    fn period_of(&self, given: Option<Period>) -> Result<Period, DeadlineRefusal> {
        let Some(period) = given else {
            return self.period.ok_or_else(|| DeadlineRefusal::PeriodNeeded { rule: self.rule.clone() });
        };
        if period.is_zero() {
            return Err(DeadlineRefusal::EmptyPeriod);
        }
        let compare = |bound: Period| {
            period
                .partial_cmp(&bound)
                .ok_or_else(|| DeadlineRefusal::UnitDiffers { rule: self.rule.clone(), period })
        };
        if let Some(least) = self.least
            && compare(least)?.is_lt()
        {
            return Err(DeadlineRefusal::TooShort { rule: self.rule.clone(), period, least });
        }
        if let Some(most) = self.most
            && compare(most)?.is_gt()
        {
            return Err(DeadlineRefusal::TooLong { rule: self.rule.clone(), period, most });
        }
        Ok(period)
    }

    /// The period that applies, the day it counts to, and the minute for periods of hours.
    fn counted(
        &self,
        start: PeriodStart,
        period: Option<Period>,
    ) -> Result<(Period, BeijingDate, Option<String>), DeadlineRefusal> {
        let period = self.period_of(period)?;
        let mut last_moment = None;
        let counted = match (period, start, self.counts_back) {
            // Full days must lie between the notice and the hearing, hence one more.
            (Period::Days(n_days), _, true) => start.day().plus_days(-i32::from(n_days) - 1)?,
            (_, _, true) => return Err(DeadlineRefusal::UnitDiffers { rule: self.rule.clone(), period }),
            (Period::Days(n_days), _, false) => start.day().plus_days(n_days.into())?,
            (Period::Months(n_months), _, false) => start.day().plus_months(n_months.into())?,
            (Period::Hours(n_hours), PeriodStart::Moment(at), false) => {
                let ends = period::end_of_hours(at, n_hours)?;
                last_moment = Some(ends.strftime("%Y-%m-%dT%H:%M").to_string());
                ends.date().into()
            }
            (Period::Hours(_), PeriodStart::Day(_), false) => {
                return Err(DeadlineRefusal::MomentNeeded { rule: self.rule.clone() });
            }
        };
        Ok((period, counted, last_moment))
    }
}

fn moved(
    counted: BeijingDate,
    holidays: &Holidays,
) -> Result<(BeijingDate, Option<String>), DeadlineRefusal> {
    let Some(holiday) = holidays.day_off(counted)? else { return Ok((counted, None)) };
    let last_day = holidays.first_working_day(counted)?;
    Ok((last_day, Some(format!("期间最后一日{counted}为法定休假日（{holiday}），顺延至其后第一个工作日"))))
}

/// The first day on which a hearing may be held when the summons is served on `served_on`: three full
/// days lie between them.
///
/// # Errors
///
/// [`DeadlineRefusal::Calendar`] beyond the end of the calendar.
///
/// # Source
///
/// 民事诉讼法 §139; 民诉法解释 §227.
pub fn earliest_hearing(served_on: BeijingDate) -> Result<BeijingDate, DeadlineRefusal> {
    Ok(served_on.plus_days(4)?)
}

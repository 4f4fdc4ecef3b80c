//! Statutory periods and the calendar.

use std::collections::BTreeMap;

use proptest::prelude::*;
use weicourt_domain::calendar::{BeijingDate, CalendarRefusal};
use weicourt_domain::deadline::{Deadline, DeadlineRefusal, Period, PeriodStart, earliest_hearing};

use super::{FACTS, date, rows};

fn last_day(rule: &str, from: &str, period: Option<&str>) -> Result<Deadline, DeadlineRefusal> {
    let period = period.map(|period| period.parse().expect("a period"));
    FACTS.deadlines.last_day(rule, PeriodStart::Day(date(from)), period, &FACTS.holidays)
}

#[test]
fn every_row_of_the_table_agrees() {
    let rows = rows("deadline_cases.csv");
    assert_eq!(rows.len(), 23);
    for row in rows {
        let rule = FACTS.deadlines.get(&row[0]).unwrap_or_else(|| panic!("no rule {}", row[0]));
        assert_eq!(rule.moved_on_holiday.to_string(), row[4], "{row:?}");
        assert_eq!(rule.period, Some(row[2].parse().expect("a period")), "{row:?}");
        let deadline = last_day(&row[0], &row[1], Some(&row[2])).expect("an answer");
        assert_eq!(deadline.last_day, date(&row[3]), "{row:?}");
    }
}

#[test]
fn the_table_of_rules_holds_together() {
    let rules: Vec<_> = FACTS.deadlines.iter().collect();
    assert_eq!(rules.len(), 74);
    for rule in rules {
        assert!(!rule.source.is_empty(), "{}", rule.rule);
        if let Some(period) = rule.period {
            assert!(rule.least.is_none_or(|least| least <= period), "{}", rule.rule);
            assert!(rule.most.is_none_or(|most| period <= most), "{}", rule.rule);
            assert!(!rule.moved_on_holiday || !matches!(period, Period::Hours(_)), "{}", rule.rule);
        }
    }
}

#[test]
fn a_year_without_announced_holidays_is_refused_not_guessed() {
    let refusal = last_day("ANSWER", "2026-12-25", None).expect_err("2027 is unknown");
    assert_eq!(refusal, DeadlineRefusal::Calendar(CalendarRefusal::YearNotAnnounced { year: 2027 }));
    // A period that does not move needs no holidays.
    assert_eq!(last_day("TRIAL_ORD", "2026-12-25", None).map(|d| d.last_day), Ok(date("2027-06-25")));
}

#[test]
fn a_period_outside_what_the_rule_allows_is_refused() {
    assert!(matches!(last_day("EVID_ORD", "2026-03-02", Some("10d")), Err(DeadlineRefusal::TooShort { .. })));
    assert!(last_day("EVID_ORD", "2026-03-02", Some("20d")).is_ok());
    assert!(matches!(
        last_day("EVID_SIMPL", "2026-03-02", Some("16d")),
        Err(DeadlineRefusal::TooLong { .. })
    ));
    assert!(matches!(last_day("APPEAL_J", "2026-03-02", Some("14d")), Err(DeadlineRefusal::TooShort { .. })));
    assert!(matches!(
        last_day("APPEAL_J", "2026-03-02", Some("1m")),
        Err(DeadlineRefusal::UnitDiffers { .. })
    ));
    assert!(matches!(
        last_day("TRIAL_SIMPL", "2026-03-02", Some("5m")),
        Err(DeadlineRefusal::TooLong { .. })
    ));
    assert!(matches!(
        last_day("FILING_CORRECTION", "2026-03-02", None),
        Err(DeadlineRefusal::PeriodNeeded { .. })
    ));
    assert!(last_day("FILING_CORRECTION", "2026-03-02", Some("7d")).is_ok());
    assert_eq!(last_day("FILING_CORRECTION", "2026-03-02", Some("0d")), Err(DeadlineRefusal::EmptyPeriod));
    assert!(last_day("ENF_APPLY", "2024-04-05", Some("2y")).is_ok());
    assert!(matches!(last_day("LUNCH", "2026-03-02", None), Err(DeadlineRefusal::UnknownRule { .. })));
}

#[test]
fn hours_run_from_the_next_full_hour_and_do_not_wait_for_monday() {
    let begin = |moment: &str| PeriodStart::Moment(moment.parse().expect("a moment"));
    let ends = |moment: &str| {
        FACTS
            .deadlines
            .last_day("PRES_PRE", begin(moment), None, &FACTS.holidays)
            .expect("an answer")
            .last_moment
    };
    assert_eq!(ends("2026-03-20T10:30").as_deref(), Some("2026-03-22T11:00"));
    assert_eq!(ends("2026-03-20T10:00").as_deref(), Some("2026-03-22T10:00"));
    assert!(matches!(last_day("PRES_PRE", "2026-03-20", None), Err(DeadlineRefusal::MomentNeeded { .. })));
}

#[test]
fn three_full_days_lie_between_summons_and_hearing() {
    let notice = last_day("HEARING_NOTICE", "2026-03-20", None).expect("an answer");
    assert_eq!(notice.last_day, date("2026-03-16"));
    assert_eq!(earliest_hearing(notice.last_day), Ok(date("2026-03-20")));
}

#[test]
fn a_moved_day_says_which_holiday_moved_it() {
    let deadline = last_day("APPEAL_J", "2026-03-20", None).expect("an answer");
    let why = deadline.moved_because.expect("it moved");
    assert!(why.contains("2026-04-04") && why.contains("清明"), "{why}");
    let plain = last_day("FILING_REVIEW", "2026-01-22", None).expect("an answer");
    assert_eq!(plain.moved_because, None);
}

#[test]
fn dates_are_strict_and_beijing_is_eight_hours_ahead() {
    for text in ["2026-2-3", "2026-02-30", "20260203", "2026-02-03T00:00", "2026-02-03 ", "", "二〇二六"]
    {
        assert!(text.parse::<BeijingDate>().is_err(), "{text}");
    }
    let at = |text: &str| BeijingDate::of(text.parse().expect("an instant"));
    assert_eq!(at("2026-03-20T15:59:59Z"), date("2026-03-20"));
    assert_eq!(at("2026-03-20T16:00:00Z"), date("2026-03-21"));
}

/// The rule told again over the raw file: count, then walk while the day is off.
fn by_hand(from: BeijingDate, n_days: i32) -> BeijingDate {
    let file = include_str!("../../../../../data/holidays.csv");
    let kinds: BTreeMap<&str, &str> = file
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split(',');
            Some((columns.next()?, columns.next()?))
        })
        .collect();
    let mut day = from.plus_days(n_days).expect("in range");
    loop {
        match kinds.get(day.to_string().as_str()) {
            Some(&"holiday") => {}
            None if day.is_weekend() => {}
            _ => return day,
        }
        day = day.plus_days(1).expect("in range");
    }
}

proptest! {
    #[test]
    fn no_party_deadline_ends_on_a_day_off_or_before_its_time(
        from in 0_i32..3200,
        rule in prop::sample::select(
            FACTS.deadlines.iter().filter(|rule| rule.moved_on_holiday && rule.period.is_some())
                .map(|rule| rule.rule.clone()).collect::<Vec<_>>()),
    ) {
        let from = date("2018-01-01").plus_days(from).expect("in range");
        match FACTS.deadlines.last_day(&rule, PeriodStart::Day(from), None, &FACTS.holidays) {
            Ok(deadline) => {
                prop_assert_eq!(FACTS.holidays.day_off(deadline.last_day), Ok(None));
                let counted = match deadline.period {
                    Period::Days(n) => from.plus_days(n.into()),
                    Period::Months(n) => from.plus_months(n.into()),
                    Period::Hours(_) => unreachable!("hours never move"),
                }.expect("in range");
                prop_assert!(deadline.last_day >= counted);
                prop_assert_eq!(deadline.last_day > counted, deadline.moved_because.is_some());
                if let Period::Days(n) = deadline.period {
                    prop_assert_eq!(deadline.last_day, by_hand(from, n.into()));
                }
            }
            Err(refusal) => prop_assert!(
                matches!(refusal, DeadlineRefusal::Calendar(CalendarRefusal::YearNotAnnounced { year: 2027.. })),
                "{}", refusal
            ),
        }
    }

    #[test]
    fn who_is_served_later_never_has_to_act_earlier(from in 0_i32..3100, later in 0_i32..40) {
        let first = date("2018-01-01").plus_days(from).expect("in range");
        let second = first.plus_days(later).expect("in range");
        let ends = |on| FACTS.deadlines.last_day("APPEAL_J", PeriodStart::Day(on), None, &FACTS.holidays)
            .expect("inside the known years").last_day;
        prop_assert!(ends(first) <= ends(second));
    }

    #[test]
    fn a_month_later_is_the_same_day_or_the_last_one(from in 0_i32..5000, n_months in 0_i32..60) {
        let from = date("2016-01-01").plus_days(from).expect("in range");
        let to = from.plus_months(n_months).expect("in range");
        let next_day_month = to.plus_days(1).expect("in range").month();
        prop_assert!(to.day() == from.day() || (to.day() < from.day() && next_day_month != to.month()));
        let months = |on: BeijingDate| i32::from(on.year()) * 12 + i32::from(on.month());
        prop_assert_eq!(months(to) - months(from), n_months);
    }
}

//! Interest and compensation.

use proptest::prelude::*;
use weicourt_domain::exact::Exact;
use weicourt_domain::interest::*;
use weicourt_domain::money::Fen;

use super::{FACTS, date, rows};

fn yuan(yuan: i64) -> Fen {
    Fen::yuan(yuan)
}

fn money(reckoning: Result<Reckoning, InterestRefusal>) -> Fen {
    match reckoning.expect("an answer").outcome {
        Outcome::Money(amount) => amount,
        other => panic!("not money: {other:?}"),
    }
}

fn debt(principal: Fen, due: &str, until: &str) -> DelayedDebt {
    DelayedDebt { principal, due_on: date(due), until: date(until), payments: vec![], stayed: vec![] }
}

fn doubled(debt: &DelayedDebt) -> Result<Reckoning, InterestRefusal> {
    doubled_default_interest(debt, &FACTS.parameters)
}

fn loan(principal: Fen, from: &str, until: &str) -> LprLoan {
    LprLoan {
        principal,
        from: date(from),
        until: date(until),
        tenor: Tenor::OneYear,
        multiplier: Exact::from(1),
        day_base: 365,
        choice: RateChoice::Floating,
    }
}

#[test]
fn every_row_of_the_table_agrees() {
    let rows = rows("interest_cases.csv");
    assert_eq!(rows.len(), 27);
    for row in rows {
        let term = |key: &str| row[4].split(';').find_map(|term| term.strip_prefix(key)?.strip_prefix('='));
        let parameters = &FACTS.parameters;
        let reckoning = match row[0].as_str() {
            "doubled_default_interest" => {
                let rate = term("rate_per_day").expect("a rate").parse::<Exact>().expect("a decimal");
                assert_eq!(rate, parameters.doubled_interest_rate_per_day.number);
                doubled(&debt(row[1].parse().expect("an amount"), &row[2], &row[3]))
            }
            "lpr_interest_floating" => {
                let mut loan = loan(row[1].parse().expect("an amount"), &row[2], &row[3]);
                loan.multiplier = term("multiplier").expect("a multiplier").parse().expect("a decimal");
                loan.day_base = term("day_base").expect("a day base").parse().expect("a number");
                loan.tenor = if term("tenor") == Some("5y") { Tenor::FiveYears } else { Tenor::OneYear };
                lpr_interest(&loan, &FACTS.lpr)
            }
            "private_lending_cap_percent" => private_lending_cap(date(&row[2]), &FACTS.lpr, parameters),
            "compensation_years" => Ok(compensation_years(row[1].parse().expect("an age"))),
            "economic_compensation_months" => {
                Ok(economic_compensation_months(row[1].parse().expect("a length of service")))
            }
            other => panic!("the table has a kind this test does not know: {other}"),
        };
        let reckoning = reckoning.unwrap_or_else(|refusal| panic!("{row:?}: {refusal}"));
        assert_eq!(reckoning.outcome.number(), row[6], "{row:?}: {:?}", reckoning.steps);
        assert_eq!(reckoning.days, row[5].parse().ok(), "{row:?}");
    }
}

#[test]
fn a_part_payment_stops_its_part_and_stayed_days_do_not_count() {
    // 100 000 for 50 days, then 60 000 for 50 days.
    let mut paid = debt(yuan(100_000), "2026-03-20", "2026-06-28");
    paid.payments.push(PartPayment { on: date("2026-05-09"), amount: yuan(40_000) });
    assert_eq!(money(doubled(&paid)), yuan(875 + 525));
    let mut stayed = debt(yuan(100_000), "2026-03-20", "2026-06-28");
    // Two spans that overlap on one day: ten days in all.
    stayed.stayed.push(StayedSpan { from: date("2026-04-01"), until: date("2026-04-06") });
    stayed.stayed.push(StayedSpan { from: date("2026-04-06"), until: date("2026-04-10") });
    let reckoning = doubled(&stayed).expect("an answer");
    assert_eq!((reckoning.days, reckoning.outcome), (Some(90), Outcome::Money(yuan(1_575))));
    // Days before the delay began or after it ended were never counted.
    stayed.stayed = vec![StayedSpan { from: date("2026-01-01"), until: date("2026-03-20") }];
    assert_eq!(money(doubled(&stayed)), yuan(1_750));
}

#[test]
fn payments_that_do_not_fit_are_refused() {
    for (on, amount) in [("2026-03-19", 1), ("2026-06-29", 1), ("2026-05-01", 100_001), ("2026-05-01", 0)] {
        let mut paid = debt(yuan(100_000), "2026-03-20", "2026-06-28");
        paid.payments.push(PartPayment { on: date(on), amount: yuan(amount) });
        assert!(matches!(doubled(&paid), Err(InterestRefusal::PaymentDoesNotFit { .. })), "{on} {amount}");
    }
    assert!(matches!(
        doubled(&debt(yuan(1), "2026-03-20", "2026-03-19")),
        Err(InterestRefusal::EndsBeforeItBegins { .. })
    ));
    assert!(matches!(
        doubled(&debt(yuan(-1), "2026-03-20", "2026-03-21")),
        Err(InterestRefusal::NegativeAmount { .. })
    ));
}

#[test]
fn rates_begin_in_2019_and_old_contracts_need_the_filing_date() {
    assert!(matches!(
        lpr_interest(&loan(yuan(1), "2019-08-19", "2019-12-31"), &FACTS.lpr),
        Err(InterestRefusal::BeforeTheFirstRate { .. })
    ));
    let cap = |on| private_lending_cap(date(on), &FACTS.lpr, &FACTS.parameters);
    assert_eq!(cap("2020-08-19"), Err(InterestRefusal::FilingDateNeeded));
    assert!(cap("2020-08-20").is_ok());
    let old = private_lending_cap_of_old_contract(date("2024-10-21"), &FACTS.lpr, &FACTS.parameters);
    assert_eq!(old.expect("an answer").outcome.number(), "12.40");
}

#[test]
fn a_fixed_rate_stays() {
    let mut fixed = loan(yuan(365_000), "2024-07-01", "2024-12-31");
    fixed.choice = RateChoice::FixedOn(date("2024-10-21"));
    // 3.10 % of 365 000 is 31 yuan a day.
    assert_eq!(money(lpr_interest(&fixed, &FACTS.lpr)), yuan(31 * 184));
}

#[test]
fn damages_are_excessive_above_thirty_percent_over_the_loss() {
    let damages = |agreed, bad_faith| {
        money(liquidated_damages(yuan(agreed), yuan(100_000), bad_faith, &FACTS.parameters))
    };
    assert_eq!(damages(130_000, false), yuan(130_000));
    assert_eq!(damages(130_001, false), yuan(130_000));
    assert_eq!(damages(200_000, true), yuan(200_000));
    assert_eq!(damages(90_000, false), yuan(90_000));
}

#[test]
fn injury_death_and_dependants() {
    let parameters = &FACTS.parameters;
    // Grade 10 is a tenth: 70 000 × 20 × 10 %.
    assert_eq!(money(disability_compensation(yuan(70_000), 40, 10, parameters)), yuan(140_000));
    assert_eq!(money(disability_compensation(yuan(70_000), 61, 1, parameters)), yuan(1_330_000));
    assert!(disability_compensation(yuan(70_000), 40, 11, parameters).is_err());
    assert_eq!(money(death_compensation(yuan(70_000), 75)), yuan(350_000));
    assert_eq!(money(funeral_compensation(yuan(8_000), parameters)), yuan(48_000));
    // A child of 8 with two parents and a mother of 70 with one child: 10 years each; together 1.5 a
    // year, so every year is capped at one.
    let family = [Dependant { age: 8, n_supporters: 2 }, Dependant { age: 70, n_supporters: 1 }];
    assert_eq!(money(dependants_compensation(yuan(40_000), &family, None, parameters)), yuan(400_000));
    assert_eq!(
        money(dependants_compensation(yuan(40_000), &family[..1], Some(6), parameters)),
        yuan(100_000)
    );
    assert!(
        dependants_compensation(yuan(1), &[Dependant { age: 8, n_supporters: 0 }], None, parameters).is_err()
    );
}

#[test]
fn accidents_at_work() {
    let parameters = &FACTS.parameters;
    let base = |own| money(work_injury_base(yuan(own), yuan(8_000), parameters));
    assert_eq!((base(4_000), base(10_000), base(30_000)), (yuan(4_800), yuan(10_000), yuan(24_000)));
    let months = [27, 25, 23, 21, 18, 16, 13, 11, 9, 7];
    for (grade, months) in (1..).zip(months) {
        let paid = work_injury_lump_sum(yuan(8_000), yuan(8_000), grade, parameters);
        assert_eq!(money(paid), yuan(8_000 * months), "grade {grade}");
    }
    assert_eq!(money(work_injury_monthly_allowance(yuan(8_000), yuan(8_000), 6, parameters)), yuan(4_800));
    assert!(work_injury_monthly_allowance(yuan(8_000), yuan(8_000), 7, parameters).is_err());
    assert!(work_injury_lump_sum(yuan(8_000), yuan(8_000), 0, parameters).is_err());
    assert_eq!(money(work_injury_nursing(yuan(8_000), NursingNeed::Mostly)), yuan(3_200));
    assert_eq!(money(work_injury_death(yuan(8_000), yuan(50_000))), yuan(48_000 + 1_000_000));
}

#[test]
fn the_end_of_an_employment() {
    let parameters = &FACTS.parameters;
    let service = |text: &str| text.parse::<LengthOfService>().expect("a length of service");
    let wage = |per_month, local| Wage { per_month: yuan(per_month), local_average: Some(yuan(local)) };
    let n = |text, wage, notice| money(economic_compensation(service(text), wage, notice, parameters));
    assert_eq!(n("3y2m", wage(10_000, 8_000), false), yuan(35_000));
    assert_eq!(n("3y2m", wage(10_000, 8_000), true), yuan(45_000));
    // Above three times the average: 24 000 for at most twelve years.
    assert_eq!(n("15y7m", wage(30_000, 8_000), false), yuan(288_000));
    assert_eq!(n("15y7m", wage(24_000, 8_000), false), yuan(16 * 24_000));
    let unlawful = unlawful_dismissal_compensation(service("1y0m"), wage(10_000, 8_000), parameters);
    assert_eq!(money(unlawful), yuan(20_000));
    let second_wage = |months| money(double_wage_without_contract(yuan(5_000), months));
    assert_eq!(
        (second_wage(1), second_wage(2), second_wage(12), second_wage(30)),
        (yuan(0), yuan(5_000), yuan(55_000), yuan(55_000))
    );
    for text in ["3", "3m", "3y12m", "y", "-1y", "3y2", "100y"] {
        assert!(text.parse::<LengthOfService>().is_err(), "{text}");
    }
}

#[test]
fn sums_are_refused_beyond_what_can_be_kept_exact() {
    let huge = Fen(i64::MAX);
    assert!(matches!(
        lpr_interest(&loan(huge, "2025-01-01", "2025-02-01"), &FACTS.lpr),
        Err(InterestRefusal::AmountTooLarge { .. })
    ));
    let mut large = loan(yuan(10_000_000_000_000), "2019-08-20", "2099-12-31");
    large.multiplier = "99.999999999".parse().expect("a decimal");
    assert!(lpr_interest(&large, &FACTS.lpr).is_ok());
}

proptest! {
    #[test]
    fn two_halves_of_a_span_earn_what_the_whole_earns(
        fen in 0_i64..10_000_000_000, start in 0_i32..2000, first in 0_i32..900, second in 1_i32..900,
    ) {
        let from = date("2019-08-20").plus_days(start).expect("in range");
        let middle = from.plus_days(first).expect("in range");
        let until = middle.plus_days(second).expect("in range");
        let earn = |from, until| {
            let loan = LprLoan { from, until, ..loan(Fen(fen), "2020-01-01", "2020-01-01") };
            money(lpr_interest(&loan, &FACTS.lpr)).0
        };
        let parts = earn(from, middle) + earn(middle.plus_days(1).expect("in range"), until);
        prop_assert!((parts - earn(from, until)).abs() <= 1);
    }

    #[test]
    fn paying_earlier_never_costs_more(
        paid in 1_i64..10_000_000, on in 0_i32..100, later in 0_i32..100,
    ) {
        let total = |on: i32| {
            let mut debt = debt(yuan(100_000), "2026-01-01", "2026-12-31");
            let on = date("2026-01-01").plus_days(on).expect("in range");
            debt.payments.push(PartPayment { on, amount: Fen(paid) });
            money(doubled(&debt))
        };
        prop_assert!(total(on) <= total(on + later));
    }

    #[test]
    fn a_longer_service_never_earns_less(months in 0_u32..480) {
        let earned = |months: u32| {
            let service = LengthOfService { years: months / 12, months: months % 12 };
            match economic_compensation_months(service).outcome {
                Outcome::HalfMonths(halves) => halves,
                other => panic!("not months: {other:?}"),
            }
        };
        prop_assert!(earned(months) <= earned(months + 1));
    }
}

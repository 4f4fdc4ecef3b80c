//! Interest by the loan prime rate (贷款市场报价利率), the cap on private lending, liquidated damages.

use super::refusal::{check_amount, days_between};
use super::{InterestRefusal, Outcome, Reckoning};
use crate::calendar::BeijingDate;
use crate::exact::Exact;
use crate::money::Fen;
use crate::parameter::Parameters;

/// The loan prime rates from a day on, in percent a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lpr {
    /// The first day they hold.
    pub effective_from: BeijingDate,
    /// For one year.
    pub one_year_percent: Exact,
    /// For five years and more.
    pub five_year_percent: Exact,
}

/// All published rates.
#[derive(Debug, Clone, Default)]
pub struct LprTable {
    rates: Vec<Lpr>,
}

/// Which of the two rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tenor {
    /// One year.
    #[default]
    OneYear,
    /// Five years and more.
    FiveYears,
}

/// Whether the rate follows the published one or stays that of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RateChoice {
    /// The rate of each day.
    #[default]
    Floating,
    /// The rate of this day throughout.
    FixedOn(BeijingDate),
}

/// A sum that bears interest.
#[derive(Debug, Clone, Copy)]
pub struct LprLoan {
    /// The sum.
    pub principal: Fen,
    /// The first day that bears interest.
    pub from: BeijingDate,
    /// The last day that bears interest; it counts itself.
    pub until: BeijingDate,
    /// Which rate.
    pub tenor: Tenor,
    /// How many times the rate, such as 1.5.
    pub multiplier: Exact,
    /// Days of a year: 365, or 360 as banks do.
    pub day_base: u32,
    /// Whether the rate moves.
    pub choice: RateChoice,
}

impl Lpr {
    fn percent(&self, tenor: Tenor) -> Exact {
        match tenor {
            Tenor::OneYear => self.one_year_percent,
            Tenor::FiveYears => self.five_year_percent,
        }
    }
}

impl LprTable {
    /// A table of these rates, which must stand in the order of their dates.
    #[must_use]
    pub fn new(rates: Vec<Lpr>) -> Self {
        Self { rates }
    }

    /// Every rate, from the oldest.
    pub fn iter(&self) -> impl Iterator<Item = &Lpr> {
        self.rates.iter()
    }

    /// The rates in force on a day. After the last published one they are taken to go on.
    ///
    /// # Errors
    ///
    /// [`InterestRefusal::BeforeTheFirstRate`] before 2019-08-20.
    pub fn on(&self, on: BeijingDate) -> Result<&Lpr, InterestRefusal> {
        let first = self.rates.first().map_or(on, |rate| rate.effective_from);
        self.rates
            .iter()
            .rev()
            .find(|rate| rate.effective_from <= on)
            .ok_or(InterestRefusal::BeforeTheFirstRate { on, first })
    }
}

/// Interest by the loan prime rate: the sum over the spans with one rate of
/// principal × rate × multiplier × days / days of the year, both ends counted.
///
/// # Errors
///
/// [`InterestRefusal`] for a negative principal, an end before the beginning, days before the first
/// rate, a multiplier above 100 or a year that has neither 360, 365 nor 366 days.
///
/// # Source
///
/// 民间借贷规定 §25, §28.
pub fn lpr_interest(loan: &LprLoan, table: &LprTable) -> Result<Reckoning, InterestRefusal> {
    check_amount(loan.principal)?;
    if loan.multiplier.is_negative() || loan.multiplier > Exact::from(100) {
        return Err(InterestRefusal::OutOfRange {
            what: "the multiplier",
            expected: "from 0 to 100",
            given: loan.multiplier.to_string(),
        });
    }
    if !matches!(loan.day_base, 360 | 365 | 366) {
        return Err(InterestRefusal::OutOfRange {
            what: "the number of days of a year",
            expected: "360, 365 or 366",
            given: loan.day_base.to_string(),
        });
    }
    let days = days_between(loan.from, loan.until)? + 1;
    let mut sum = Exact::ZERO;
    let mut steps = Vec::new();
    for (from, until, percent) in spans(loan, table)? {
        let span_days = days_between(from, until)? + 1;
        let rate = percent.percent() * loan.multiplier;
        let interest =
            Exact::yuan(loan.principal) * rate * Exact::from(span_days) / Exact::from(loan.day_base);
        steps.push(format!(
            "{from}至{until}：{} × {percent}% × {} × {span_days}日 ÷ {} = {interest}元",
            loan.principal, loan.multiplier, loan.day_base
        ));
        sum = sum + interest;
    }
    let source = ["民间借贷规定 §25", "民间借贷规定 §28"];
    Ok(Reckoning::new(Outcome::Money(sum.to_fen()), Some(days), steps, &source))
}

fn spans(
    loan: &LprLoan,
    table: &LprTable,
) -> Result<Vec<(BeijingDate, BeijingDate, Exact)>, InterestRefusal> {
    if let RateChoice::FixedOn(on) = loan.choice {
        return Ok(vec![(loan.from, loan.until, table.on(on)?.percent(loan.tenor))]);
    }
    let mut spans = Vec::new();
    let mut from = loan.from;
    let mut percent = table.on(from)?.percent(loan.tenor);
    for rate in
        table.iter().filter(|rate| rate.effective_from > loan.from && rate.effective_from <= loan.until)
    {
        // Each publication may change one tenor only; a span ends where this one's rate changes.
        if rate.percent(loan.tenor) != percent {
            spans.push((from, rate.effective_from.plus_days(-1)?, percent));
            from = rate.effective_from;
            percent = rate.percent(loan.tenor);
        }
    }
    spans.push((from, loan.until, percent));
    Ok(spans)
}

/// The first day of the rule that ties private lending to the loan prime rate.
const CAP_SINCE: (i16, i8, i8) = (2020, 8, 20);

/// The highest yearly rate a private lender may ask under a contract made on `contract_on`.
///
/// # Errors
///
/// [`InterestRefusal::FilingDateNeeded`] for a contract made before 2020-08-20: see
/// [`private_lending_cap_of_old_contract`].
///
/// # Source
///
/// 民间借贷规定 §25.
pub fn private_lending_cap(
    contract_on: BeijingDate,
    table: &LprTable,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    if contract_on < cap_since()? {
        return Err(InterestRefusal::FilingDateNeeded);
    }
    cap_on(contract_on, "合同成立时", table, parameters, "民间借贷规定 §25")
}

/// The highest yearly rate from 2020-08-20 on under a contract made before, when the suit was filed on
/// `filed_on`. Up to 2020-08-19 a party may ask for the rule of that time instead.
///
/// # Errors
///
/// [`InterestRefusal::OutOfRange`] when the suit was filed before 2020-08-20.
///
/// # Source
///
/// 民间借贷规定 §31.
pub fn private_lending_cap_of_old_contract(
    filed_on: BeijingDate,
    table: &LprTable,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    if filed_on < cap_since()? {
        return Err(InterestRefusal::OutOfRange {
            what: "the day the suit was filed",
            expected: "2020-08-20 or later",
            given: filed_on.to_string(),
        });
    }
    cap_on(filed_on, "起诉时", table, parameters, "民间借贷规定 §31")
}

fn cap_since() -> Result<BeijingDate, InterestRefusal> {
    Ok(BeijingDate::new(CAP_SINCE.0, CAP_SINCE.1, CAP_SINCE.2)?)
}

fn cap_on(
    on: BeijingDate,
    when: &str,
    table: &LprTable,
    parameters: &Parameters,
    source: &str,
) -> Result<Reckoning, InterestRefusal> {
    let lpr = table.on(on)?.one_year_percent;
    let times = &parameters.private_lending_cap_multiple;
    let cap = lpr * times.number;
    let step = format!("{when}（{on}）一年期LPR {lpr}% × {} = {cap}%", times.number);
    // A percentage with two decimals is what an amount of yuan with two decimals is.
    let points = cap.to_fen().0;
    let mut reckoning = Reckoning::new(Outcome::RateBasisPoints(points), None, vec![step], &[source]);
    if times.source != source {
        reckoning.source.push(times.source.clone());
    }
    Ok(reckoning)
}

/// The amount above which agreed damages are generally excessive, and what remains of `agreed` at most.
///
/// The outcome is the agreed sum, or the loss and thirty percent where that is less. Who breaks a
/// contract in bad faith gets no reduction.
///
/// # Errors
///
/// [`InterestRefusal`] for negative amounts.
///
/// # Source
///
/// 民法典 §585; 合同编通则解释 §65.
pub fn liquidated_damages(
    agreed: Fen,
    loss: Fen,
    in_bad_faith: bool,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let excess = &parameters.liquidated_damages_excess_percent;
    let limit = Exact::yuan(check_amount(loss)?) * (Exact::from(100) + excess.number).percent();
    let claimed = Exact::yuan(check_amount(agreed)?);
    let mut steps = vec![format!("造成的损失{loss}元 × {}% = {limit}元", Exact::from(100) + excess.number)];
    let allowed = if claimed <= limit {
        steps.push(format!("约定的违约金{agreed}元未超过，一般不予减少"));
        claimed
    } else if in_bad_faith {
        steps.push(format!("约定的违约金{agreed}元已超过，但恶意违约，一般不予减少"));
        claimed
    } else {
        steps.push(format!("约定的违约金{agreed}元已超过，一般可以认定为过分高于损失，可请求减少"));
        limit
    };
    Ok(Reckoning::money(allowed, steps, &["民法典 §585", &excess.source]))
}

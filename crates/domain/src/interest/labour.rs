//! What an employer owes at the end of an employment (经济补偿、赔偿金).

use std::fmt;
use std::str::FromStr;

use super::refusal::check_amount;
use super::{InterestRefusal, Outcome, Reckoning};
use crate::exact::{Exact, NotADecimal};
use crate::money::Fen;
use crate::parameter::Parameters;

/// Years and months with an employer, written `3y2m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthOfService {
    /// Full years.
    pub years: u32,
    /// Full months beyond them, 0 to 11.
    pub months: u32,
}

impl FromStr for LengthOfService {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotADecimal { text: text.to_owned() };
        let number = |digits: &str| match digits.len() {
            1..=2 if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse::<u32>().map_err(|_| refused())
            }
            _ => Err(refused()),
        };
        let (years, rest) = text.split_once('y').ok_or_else(refused)?;
        let months = match rest {
            "" => 0,
            rest => number(rest.strip_suffix('m').ok_or_else(refused)?)?,
        };
        if months > 11 {
            return Err(refused());
        }
        Ok(Self { years: number(years)?, months })
    }
}

impl fmt::Display for LengthOfService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}个月", self.years, self.months)
    }
}

/// The wage that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wage {
    /// Average of the last twelve months.
    pub per_month: Fen,
    /// Last year's average wage of the place, a month; without it nothing is capped.
    pub local_average: Option<Fen>,
}

fn half_months(service: LengthOfService) -> u32 {
    2 * service.years
        + match service.months {
            0 => 0,
            1..6 => 1,
            _ => 2,
        }
}

/// Months of wage owed as economic compensation: one a full year, a whole one from six months on, half
/// a one below.
///
/// # Source
///
/// 劳动合同法 §47.
#[must_use]
pub fn economic_compensation_months(service: LengthOfService) -> Reckoning {
    let outcome = Outcome::HalfMonths(half_months(service));
    let step = format!(
        "工作{service}：每满一年一个月，六个月以上不满一年按一年，不满六个月半个月，共{}个月",
        outcome.number()
    );
    Reckoning::new(outcome, None, vec![step], &["劳动合同法 §47"])
}

/// Economic compensation (经济补偿) N, with `notice_not_given` one month more (N + 1).
///
/// Above three times the local average the wage is capped there and no more than twelve years count.
/// The month instead of notice is the uncapped wage.
///
/// # Errors
///
/// [`InterestRefusal`] for negative wages.
///
/// # Source
///
/// 劳动合同法 §40, §47.
pub fn economic_compensation(
    service: LengthOfService,
    wage: Wage,
    notice_not_given: bool,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let (mut amount, mut steps) = capped_sum(service, wage, parameters)?;
    let mut source = vec!["劳动合同法 §47"];
    if notice_not_given {
        amount = amount + Exact::yuan(wage.per_month);
        steps.push(format!("未提前三十日通知，另付一个月工资{}元，共{amount}元", wage.per_month));
        source.push("劳动合同法 §40");
    }
    Ok(Reckoning::money(amount, steps, &source))
}

/// Compensation for unlawful dismissal (赔偿金): twice the economic compensation.
///
/// # Errors
///
/// [`InterestRefusal`] for negative wages.
///
/// # Source
///
/// 劳动合同法 §47, §87.
pub fn unlawful_dismissal_compensation(
    service: LengthOfService,
    wage: Wage,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let (amount, mut steps) = capped_sum(service, wage, parameters)?;
    let twice = amount * Exact::from(2);
    steps.push(format!("违法解除：{amount} × 2 = {twice}元"));
    Ok(Reckoning::money(twice, steps, &["劳动合同法 §87", "劳动合同法 §47"]))
}

fn capped_sum(
    service: LengthOfService,
    wage: Wage,
    parameters: &Parameters,
) -> Result<(Exact, Vec<String>), InterestRefusal> {
    let mut wage_counted = Exact::yuan(check_amount(wage.per_month)?);
    let mut halves = half_months(service);
    let mut steps = Vec::new();
    if let Some(average) = wage.local_average {
        let cap = Exact::yuan(check_amount(average)?) * parameters.labour_wage_cap_multiple.number;
        if wage_counted > cap {
            wage_counted = cap;
            let most = parameters.labour_capped_years.number;
            while Exact::ratio(halves.into(), 2) > most {
                halves -= 1;
            }
            steps.push(format!("月工资高于当地平均工资的三倍，按{cap}元计，年限最高{most}年"));
        }
    }
    let months = Exact::ratio(halves.into(), 2);
    let amount = wage_counted * months;
    steps.push(format!("工作{service}：{wage_counted} × {months}个月 = {amount}元"));
    Ok((amount, steps))
}

/// The second wage owed when no written contract was signed: from the second to the twelfth month.
///
/// `months_without_contract` counts from the first day of work.
///
/// # Errors
///
/// [`InterestRefusal`] for a negative wage.
///
/// # Source
///
/// 劳动合同法 §82.
pub fn double_wage_without_contract(
    wage_per_month: Fen,
    months_without_contract: u32,
) -> Result<Reckoning, InterestRefusal> {
    let months = months_without_contract.saturating_sub(1).min(11);
    let amount = Exact::yuan(check_amount(wage_per_month)?) * Exact::from(months);
    let steps =
        vec![format!("自第2个月起至第12个月，计{months}个月：{wage_per_month} × {months} = {amount}元")];
    Ok(Reckoning::money(amount, steps, &["劳动合同法 §82"]))
}

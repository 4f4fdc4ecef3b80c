//! Compensation for personal injury (人身损害赔偿).

use super::refusal::check_amount;
use super::{InterestRefusal, Outcome, Reckoning};
use crate::exact::Exact;
use crate::money::Fen;
use crate::parameter::{Parameters, SourcedNumber};

/// The years for which disability or death is compensated at this age, in full years: 20, one less for
/// each year from 60 on, 5 from 75 on.
///
/// # Source
///
/// 人身损害解释 §12, §15.
#[must_use]
pub fn compensation_years(age: u32) -> Reckoning {
    let years = years_at(age);
    let step = match age {
        ..60 => format!("{age}周岁，不满60周岁，按20年"),
        60..75 => format!("{age}周岁，60周岁以上每增加一岁减少一年：20 - ({age} - 60) = {years}年"),
        75.. => format!("{age}周岁，75周岁以上，按5年"),
    };
    Reckoning::new(Outcome::Years(years), None, vec![step], &["人身损害解释 §12", "人身损害解释 §15"])
}

fn years_at(age: u32) -> u32 {
    match age {
        ..60 => 20,
        60..75 => 20 - (age - 60),
        75.. => 5,
    }
}

fn out_of_range(what: &'static str, expected: &'static str, given: u32) -> InterestRefusal {
    InterestRefusal::OutOfRange { what, expected, given: given.to_string() }
}

fn check_age(age: u32) -> Result<u32, InterestRefusal> {
    if age > 150 { Err(out_of_range("the age", "at most 150", age)) } else { Ok(age) }
}

/// Percent of the full sum for a grade of disability: 100 for the first, one step less for each further.
fn factor_percent(grade: u32, step: &SourcedNumber) -> Result<Exact, InterestRefusal> {
    if !(1..=10).contains(&grade) {
        return Err(out_of_range("the grade of disability", "from 1 to 10", grade));
    }
    let percent = Exact::from(100) - Exact::from(grade - 1) * step.number;
    Ok(percent.max(Exact::ZERO))
}

/// Disability compensation (残疾赔偿金): urban disposable income a head × years × factor of the grade.
///
/// # Errors
///
/// [`InterestRefusal`] for a negative income, a grade outside 1 to 10 or an age above 150.
///
/// # Source
///
/// 人身损害解释 §12.
pub fn disability_compensation(
    income_per_year: Fen,
    age: u32,
    grade: u32,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let step = &parameters.disability_grade_step_percent;
    let factor = factor_percent(grade, step)?;
    let years = years_at(check_age(age)?);
    let amount = Exact::yuan(check_amount(income_per_year)?) * Exact::from(years) * factor.percent();
    let steps = vec![format!("{income_per_year} × {years}年 × {factor}% = {amount}元")];
    Ok(Reckoning::money(amount, steps, &["人身损害解释 §12", &step.source]))
}

/// Death compensation (死亡赔偿金): urban disposable income a head × years.
///
/// # Errors
///
/// [`InterestRefusal`] for a negative income or an age above 150.
///
/// # Source
///
/// 人身损害解释 §15.
pub fn death_compensation(income_per_year: Fen, age: u32) -> Result<Reckoning, InterestRefusal> {
    let years = years_at(check_age(age)?);
    let amount = Exact::yuan(check_amount(income_per_year)?) * Exact::from(years);
    let steps = vec![format!("{income_per_year} × {years}年 = {amount}元")];
    Ok(Reckoning::money(amount, steps, &["人身损害解释 §15"]))
}

/// Funeral costs (丧葬费): six monthly wages of the court's place.
///
/// # Errors
///
/// [`InterestRefusal`] for a negative wage.
///
/// # Source
///
/// 人身损害解释 §14.
pub fn funeral_compensation(
    average_wage_per_month: Fen,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let months = &parameters.funeral_months;
    let amount = Exact::yuan(check_amount(average_wage_per_month)?) * months.number;
    let steps = vec![format!("{average_wage_per_month} × {}个月 = {amount}元", months.number)];
    Ok(Reckoning::money(amount, steps, &[&months.source]))
}

/// Somebody the victim had to support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependant {
    /// Age in full years.
    pub age: u32,
    /// How many people had to support them, the victim included.
    pub n_supporters: u32,
}

impl Dependant {
    fn years(self) -> u32 {
        if self.age < 18 { 18 - self.age } else { years_at(self.age) }
    }
}

/// The dependants' living costs (被扶养人生活费), part of the disability or death compensation.
///
/// Each is counted until 18, or like an adult's compensation years; each pays in only the victim's
/// share; and in no year do all together exceed one urban consumption a head. `grade` is the grade of
/// disability, none for a death.
///
/// # Errors
///
/// [`InterestRefusal`] for a negative consumption, no supporter, a grade outside 1 to 10 or an age
/// above 150.
///
/// # Source
///
/// 人身损害解释 §16, §17.
pub fn dependants_compensation(
    consumption_per_year: Fen,
    dependants: &[Dependant],
    grade: Option<u32>,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    check_amount(consumption_per_year)?;
    for dependant in dependants {
        check_age(dependant.age)?;
        if !(1..=100).contains(&dependant.n_supporters) {
            return Err(out_of_range("the number of supporters", "from 1 to 100", dependant.n_supporters));
        }
    }
    let step = &parameters.disability_grade_step_percent;
    let factor = grade.map_or(Ok(Exact::from(100)), |grade| factor_percent(grade, step))?;
    let mut person_years = Exact::ZERO;
    let mut capped_years = 0_u32;
    for year in 0..dependants.iter().map(|dependant| dependant.years()).max().unwrap_or(0) {
        let shares = dependants
            .iter()
            .filter(|dependant| dependant.years() > year)
            .fold(Exact::ZERO, |sum, dependant| sum + Exact::ratio(1, dependant.n_supporters.into()));
        capped_years += u32::from(shares > Exact::from(1));
        person_years = person_years + shares.min(Exact::from(1));
    }
    let amount = Exact::yuan(consumption_per_year) * person_years * factor.percent();
    let mut steps =
        vec![format!("{consumption_per_year} × {person_years}（各年份额之和） × {factor}% = {amount}元")];
    if capped_years > 0 {
        steps.push(format!("其中{capped_years}年的年赔偿总额以一人的人均消费支出为限"));
    }
    Ok(Reckoning::money(amount, steps, &["人身损害解释 §16", "人身损害解释 §17"]))
}

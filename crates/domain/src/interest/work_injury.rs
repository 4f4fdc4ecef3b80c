//! Benefits after an accident at work (工伤保险待遇).

use super::refusal::check_amount;
use super::{InterestRefusal, Reckoning};
use crate::exact::Exact;
use crate::money::Fen;
use crate::parameter::Parameters;

/// Months of wage paid once, by grade 1 to 10.
const LUMP_SUM_MONTHS: [u32; 10] = [27, 25, 23, 21, 18, 16, 13, 11, 9, 7];
/// Percent of the wage paid every month, by grade 1 to 6.
const ALLOWANCE_PERCENT: [u32; 6] = [90, 85, 80, 75, 70, 60];

/// How much care somebody needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NursingNeed {
    /// 生活完全不能自理
    Complete,
    /// 生活大部分不能自理
    Mostly,
    /// 生活部分不能自理
    Partly,
}

fn by_grade(table: &[u32], grade: u32, expected: &'static str) -> Result<Exact, InterestRefusal> {
    let index = usize::try_from(grade).ok().and_then(|grade| grade.checked_sub(1));
    index.and_then(|index| table.get(index)).copied().map(Exact::from).ok_or(InterestRefusal::OutOfRange {
        what: "the grade of disability",
        expected,
        given: grade.to_string(),
    })
}

fn base(
    own_wage: Fen,
    local_average: Fen,
    parameters: &Parameters,
    steps: &mut Vec<String>,
) -> Result<Exact, InterestRefusal> {
    let own = Exact::yuan(check_amount(own_wage)?);
    let average = Exact::yuan(check_amount(local_average)?);
    let floor = average * parameters.work_injury_wage_floor_percent.number.percent();
    let ceiling = average * parameters.work_injury_wage_ceiling_percent.number.percent();
    let base = own.max(floor).min(ceiling);
    steps.push(format!(
        "本人工资{own_wage}元，以当地平均工资的60%至300%（{floor}元至{ceiling}元）为限，按{base}元计"
    ));
    Ok(base)
}

/// The own wage that counts (本人工资): a month's average, kept within 60 to 300 % of the local average.
///
/// # Errors
///
/// [`InterestRefusal`] for negative wages.
///
/// # Source
///
/// 工伤保险条例 §64.
pub fn work_injury_base(
    own_wage: Fen,
    local_average: Fen,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let mut steps = Vec::new();
    let base = base(own_wage, local_average, parameters, &mut steps)?;
    Ok(Reckoning::money(base, steps, &["工伤保险条例 §64"]))
}

/// The disability allowance paid once (一次性伤残补助金).
///
/// # Errors
///
/// [`InterestRefusal`] for negative wages or a grade outside 1 to 10.
///
/// # Source
///
/// 工伤保险条例 §35–§37, §64.
pub fn work_injury_lump_sum(
    own_wage: Fen,
    local_average: Fen,
    grade: u32,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let months = by_grade(&LUMP_SUM_MONTHS, grade, "from 1 to 10")?;
    let mut steps = Vec::new();
    let base = base(own_wage, local_average, parameters, &mut steps)?;
    let amount = base * months;
    steps.push(format!("{grade}级伤残：{base} × {months}个月 = {amount}元"));
    let article = match grade {
        ..=4 => "工伤保险条例 §35",
        5..=6 => "工伤保险条例 §36",
        7.. => "工伤保险条例 §37",
    };
    Ok(Reckoning::money(amount, steps, &[article, "工伤保险条例 §64"]))
}

/// The disability allowance paid every month (伤残津贴), grades 1 to 6.
///
/// # Errors
///
/// [`InterestRefusal`] for negative wages or a grade outside 1 to 6.
///
/// # Source
///
/// 工伤保险条例 §35, §36, §64.
pub fn work_injury_monthly_allowance(
    own_wage: Fen,
    local_average: Fen,
    grade: u32,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let percent = by_grade(&ALLOWANCE_PERCENT, grade, "from 1 to 6")?;
    let mut steps = Vec::new();
    let base = base(own_wage, local_average, parameters, &mut steps)?;
    let amount = base * percent.percent();
    steps.push(format!("{grade}级伤残：{base} × {percent}% = {amount}元（每月）"));
    let article = if grade <= 4 { "工伤保险条例 §35" } else { "工伤保险条例 §36" };
    Ok(Reckoning::money(amount, steps, &[article, "工伤保险条例 §64"]))
}

/// The nursing fee paid every month (生活护理费).
///
/// # Errors
///
/// [`InterestRefusal`] for a negative wage.
///
/// # Source
///
/// 工伤保险条例 §34.
pub fn work_injury_nursing(local_average: Fen, need: NursingNeed) -> Result<Reckoning, InterestRefusal> {
    let percent = Exact::from(match need {
        NursingNeed::Complete => 50,
        NursingNeed::Mostly => 40,
        NursingNeed::Partly => 30,
    });
    let amount = Exact::yuan(check_amount(local_average)?) * percent.percent();
    let steps = vec![format!("{local_average} × {percent}% = {amount}元（每月）")];
    Ok(Reckoning::money(amount, steps, &["工伤保险条例 §34"]))
}

/// What is paid once for a death at work: six local monthly wages for the funeral and twenty times the
/// national urban disposable income a head. The monthly pensions of dependants come on top.
///
/// # Errors
///
/// [`InterestRefusal`] for negative amounts.
///
/// # Source
///
/// 工伤保险条例 §39.
pub fn work_injury_death(
    local_average: Fen,
    national_income_per_year: Fen,
) -> Result<Reckoning, InterestRefusal> {
    let funeral = Exact::yuan(check_amount(local_average)?) * Exact::from(6);
    let death = Exact::yuan(check_amount(national_income_per_year)?) * Exact::from(20);
    let steps = vec![
        format!("丧葬补助金：{local_average} × 6个月 = {funeral}元"),
        format!("一次性工亡补助金：{national_income_per_year} × 20 = {death}元"),
    ];
    Ok(Reckoning::money(funeral + death, steps, &["工伤保险条例 §39"]))
}

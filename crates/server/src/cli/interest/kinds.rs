//! What `weicourt interest` can compute, and what each kind needs.

use clap::ValueEnum;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::exact::Exact;
use weicourt_domain::facts::Facts;
use weicourt_domain::interest::{
    self, DelayedDebt, Dependant, LengthOfService, LprLoan, NursingNeed, PartPayment, RateChoice, Reckoning,
    StayedSpan, Tenor, Wage,
};
use weicourt_domain::money::Fen;

use super::Failure;
use super::terms::{Pair, Terms, read};

/// What to compute; see the list below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum Kind {
    DoubledDefaultInterest,
    LprInterestFloating,
    LprInterestFixed,
    PrivateLendingCapPercent,
    LiquidatedDamages,
    CompensationYears,
    DisabilityCompensation,
    DeathCompensation,
    FuneralCompensation,
    DependantsCompensation,
    WorkInjuryBase,
    WorkInjuryLumpSum,
    WorkInjuryMonthlyAllowance,
    WorkInjuryNursing,
    WorkInjuryDeath,
    EconomicCompensationMonths,
    EconomicCompensation,
    UnlawfulDismissalCompensation,
    DoubleWageWithoutContract,
}

impl Kind {
    /// The rule as tables of worked examples name it; it may be given as a term and changes nothing.
    pub(super) fn basis(self) -> Option<&'static str> {
        match self {
            Self::PrivateLendingCapPercent => Some("4 x one-year LPR in force on the contract date"),
            Self::CompensationYears => Some("disability/death years by age (人身损害解释 12,15)"),
            Self::EconomicCompensationMonths => Some("劳动合同法 47, no wage cap"),
            _ => None,
        }
    }

    pub(super) fn reckon(
        self,
        input: Option<&str>,
        from: Option<BeijingDate>,
        to: Option<BeijingDate>,
        terms: &mut Terms,
        facts: &Facts,
    ) -> Result<Reckoning, Failure> {
        let parameters = &facts.parameters;
        let input = || input.ok_or_else(|| Failure::Usage("give --input".to_owned()));
        let money = || read::<Fen>("--input", input()?);
        let number = || read::<u32>("--input", input()?);
        let from = || from.ok_or_else(|| Failure::Usage("give --from".to_owned()));
        let to = || to.ok_or_else(|| Failure::Usage("give --to".to_owned()));
        Ok(match self {
            Self::DoubledDefaultInterest => {
                terms.only("start", "day_after_due")?;
                terms.only("end", "inclusive")?;
                let mut parameters = parameters.clone();
                if let Some(rate) = terms.optional("rate_per_day")? {
                    parameters.doubled_interest_rate_per_day.number = rate;
                }
                let payments = terms.each::<Pair<BeijingDate, Fen, ':'>>("payment")?;
                let stayed = terms.each::<Pair<BeijingDate, BeijingDate, '.'>>("stayed")?;
                let debt = DelayedDebt {
                    principal: money()?,
                    due_on: from()?,
                    until: to()?,
                    payments: payments
                        .into_iter()
                        .map(|Pair(on, amount)| PartPayment { on, amount })
                        .collect(),
                    stayed: stayed.into_iter().map(|Pair(from, until)| StayedSpan { from, until }).collect(),
                };
                interest::doubled_default_interest(&debt, &parameters)?
            }
            Self::LprInterestFloating | Self::LprInterestFixed => {
                // Both days always count; saying so is welcome.
                terms.flag("both_days_inclusive");
                let from = from()?;
                let choice = match self {
                    Self::LprInterestFixed => {
                        RateChoice::FixedOn(terms.optional("fixed_on")?.unwrap_or(from))
                    }
                    _ => RateChoice::Floating,
                };
                let tenor = match terms.optional::<String>("tenor")?.as_deref() {
                    None | Some("1y") => Tenor::OneYear,
                    Some("5y") => Tenor::FiveYears,
                    Some(other) => return Err(Failure::Usage(format!("tenor is 1y or 5y, not {other}"))),
                };
                let loan = LprLoan {
                    principal: money()?,
                    from,
                    until: to()?,
                    tenor,
                    multiplier: terms.optional("multiplier")?.unwrap_or(Exact::from(1)),
                    day_base: terms.optional("day_base")?.unwrap_or(365),
                    choice,
                };
                interest::lpr_interest(&loan, &facts.lpr)?
            }
            Self::PrivateLendingCapPercent => match terms.optional("filed_on")? {
                Some(filed_on) => {
                    interest::private_lending_cap_of_old_contract(filed_on, &facts.lpr, parameters)?
                }
                None => interest::private_lending_cap(from()?, &facts.lpr, parameters)?,
            },
            Self::LiquidatedDamages => {
                let in_bad_faith = terms.flag("bad_faith");
                interest::liquidated_damages(money()?, terms.required("loss")?, in_bad_faith, parameters)?
            }
            Self::CompensationYears => interest::compensation_years(number()?),
            Self::DisabilityCompensation => interest::disability_compensation(
                money()?,
                terms.required("age")?,
                terms.required("grade")?,
                parameters,
            )?,
            Self::DeathCompensation => interest::death_compensation(money()?, terms.required("age")?)?,
            Self::FuneralCompensation => interest::funeral_compensation(money()?, parameters)?,
            Self::DependantsCompensation => {
                let dependants = terms.each::<Pair<u32, u32, '/'>>("dependant")?;
                let dependants: Vec<Dependant> = dependants
                    .into_iter()
                    .map(|Pair(age, n_supporters)| Dependant { age, n_supporters })
                    .collect();
                interest::dependants_compensation(
                    money()?,
                    &dependants,
                    terms.optional("grade")?,
                    parameters,
                )?
            }
            Self::WorkInjuryBase => {
                interest::work_injury_base(money()?, terms.required("local_average")?, parameters)?
            }
            Self::WorkInjuryLumpSum => {
                let (average, grade) = (terms.required("local_average")?, terms.required("grade")?);
                interest::work_injury_lump_sum(money()?, average, grade, parameters)?
            }
            Self::WorkInjuryMonthlyAllowance => {
                let (average, grade) = (terms.required("local_average")?, terms.required("grade")?);
                interest::work_injury_monthly_allowance(money()?, average, grade, parameters)?
            }
            Self::WorkInjuryNursing => {
                let need = match terms.required::<String>("need")?.as_str() {
                    "complete" => NursingNeed::Complete,
                    "mostly" => NursingNeed::Mostly,
                    "partly" => NursingNeed::Partly,
                    other => {
                        return Err(Failure::Usage(format!(
                            "need is complete, mostly or partly, not {other}"
                        )));
                    }
                };
                interest::work_injury_nursing(money()?, need)?
            }
            Self::WorkInjuryDeath => interest::work_injury_death(terms.required("local_average")?, money()?)?,
            Self::EconomicCompensationMonths => {
                interest::economic_compensation_months(read::<LengthOfService>("--input", input()?)?)
            }
            Self::EconomicCompensation => {
                let notice_not_given = terms.flag("notice_not_given");
                let service = read("--input", input()?)?;
                interest::economic_compensation(service, wage(terms)?, notice_not_given, parameters)?
            }
            Self::UnlawfulDismissalCompensation => {
                let service = read("--input", input()?)?;
                interest::unlawful_dismissal_compensation(service, wage(terms)?, parameters)?
            }
            Self::DoubleWageWithoutContract => {
                interest::double_wage_without_contract(terms.required("wage")?, number()?)?
            }
        })
    }
}

fn wage(terms: &mut Terms) -> Result<Wage, Failure> {
    Ok(Wage { per_month: terms.required("wage")?, local_average: terms.optional("local_average")? })
}

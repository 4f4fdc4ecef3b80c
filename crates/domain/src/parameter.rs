//! Single values of the law that an installation may have to change.

use crate::exact::Exact;

/// A value with the text it comes from.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name in `parameters.csv`.
    pub name: String,
    /// The value as written.
    pub value: String,
    /// Where it stands.
    pub source: String,
}

/// A number with the text it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcedNumber {
    /// The number.
    pub number: Exact,
    /// Where it stands.
    pub source: String,
}

/// The values, each under its own name. Percentages are numbers of hundredths.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// The telephone number shown for a court that has none of its own.
    pub courts_hotline: String,
    /// The doubled part of default interest, per day of the unpaid sum.
    pub doubled_interest_rate_per_day: SourcedNumber,
    /// How many times the one-year LPR private lenders may ask.
    pub private_lending_cap_multiple: SourcedNumber,
    /// How far above the loss liquidated damages may go, in percent of the loss.
    pub liquidated_damages_excess_percent: SourcedNumber,
    /// How much the disability factor falls per grade, in percent.
    pub disability_grade_step_percent: SourcedNumber,
    /// Monthly wages paid for a funeral.
    pub funeral_months: SourcedNumber,
    /// The least wage in work-injury cases, in percent of the local average.
    pub work_injury_wage_floor_percent: SourcedNumber,
    /// The highest wage in work-injury cases, in percent of the local average.
    pub work_injury_wage_ceiling_percent: SourcedNumber,
    /// From how many times the local average on a wage is capped.
    pub labour_wage_cap_multiple: SourcedNumber,
    /// The most years counted when the wage is capped.
    pub labour_capped_years: SourcedNumber,
}

impl Parameters {
    /// Takes the values by name.
    ///
    /// # Errors
    ///
    /// Says which value is missing, unknown or not a number.
    pub fn new(mut values: Vec<Parameter>) -> Result<Self, String> {
        let mut take = |name: &str| {
            let index = values.iter().position(|value| value.name == name);
            index
                .map(|index| values.swap_remove(index))
                .ok_or_else(|| format!("the parameter {name} is missing"))
        };
        let courts_hotline = take("courts_hotline")?.value;
        let mut number = |name: &str| {
            let Parameter { value, source, .. } = take(name)?;
            let number = value.parse().map_err(|error| format!("{name}: {error}"))?;
            Ok::<_, String>(SourcedNumber { number, source })
        };
        let parameters = Self {
            courts_hotline,
            doubled_interest_rate_per_day: number("doubled_interest_rate_per_day")?,
            private_lending_cap_multiple: number("private_lending_cap_multiple")?,
            liquidated_damages_excess_percent: number("liquidated_damages_excess_percent")?,
            disability_grade_step_percent: number("disability_grade_step_percent")?,
            funeral_months: number("funeral_months")?,
            work_injury_wage_floor_percent: number("work_injury_wage_floor_percent")?,
            work_injury_wage_ceiling_percent: number("work_injury_wage_ceiling_percent")?,
            labour_wage_cap_multiple: number("labour_wage_cap_multiple")?,
            labour_capped_years: number("labour_capped_years")?,
        };
        match values.first() {
            Some(unknown) => Err(format!("there is no parameter {}", unknown.name)),
            None => Ok(parameters),
        }
    }
}

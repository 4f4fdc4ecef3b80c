//! `weicourt interest`.

mod kinds;
mod terms;

use serde_json::json;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::facts::Facts;
use weicourt_domain::interest::{InterestRefusal, Outcome, Reckoning};

use super::{Exit, Output};
use kinds::Kind;
use terms::Terms;

const EXAMPLES: &str = "\
INPUT is the principal in yuan, an age in full years, a length of service such as 3y2m, or what
the kind names below; `--with key=value` gives the rest.

  doubled_default_interest      principal, --from due date, --to day of performance
      rate_per_day=0.000175 start=day_after_due end=inclusive payment=DATE:YUAN stayed=DATE..DATE
  lpr_interest_floating, lpr_interest_fixed      principal, --from, --to
      tenor=1y|5y multiplier=1.5 day_base=365|360 both_days_inclusive fixed_on=DATE
  private_lending_cap_percent   --from date of the contract;  filed_on=DATE for contracts before 2020-08-20
  liquidated_damages            agreed sum;  loss=YUAN bad_faith
  compensation_years            age
  disability_compensation       income a year;  age=N grade=1..10
  death_compensation            income a year;  age=N
  funeral_compensation          average wage a month
  dependants_compensation       consumption a year;  dependant=AGE/SUPPORTERS grade=1..10
  work_injury_base              own wage a month;  local_average=YUAN
  work_injury_lump_sum, work_injury_monthly_allowance    own wage;  local_average=YUAN grade=N
  work_injury_nursing           local average wage;  need=complete|mostly|partly
  work_injury_death             national income a year;  local_average=YUAN
  economic_compensation_months  length of service
  economic_compensation, unlawful_dismissal_compensation  length of service
      wage=YUAN local_average=YUAN notice_not_given
  double_wage_without_contract  months without contract;  wage=YUAN

Examples:
  weicourt interest doubled_default_interest --input 100000 --from 2026-03-20 --to 2026-06-28
  weicourt interest lpr_interest_floating --input 500000 --from 2024-07-01 --to 2024-12-31 \\
      --with tenor=1y --with multiplier=1.5 --with day_base=365
  weicourt interest private_lending_cap_percent --from 2024-10-21 --json
  weicourt interest economic_compensation_months 3y2m";

/// Arguments of `weicourt interest`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to compute
    #[arg(value_enum)]
    kind: Kind,
    /// Principal, age or length of service
    #[arg(value_name = "INPUT", allow_negative_numbers = true, conflicts_with = "input")]
    positional_input: Option<String>,
    /// The same as INPUT, by name
    #[arg(long, visible_alias = "principal", visible_alias = "amount", allow_negative_numbers = true)]
    input: Option<String>,
    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<BeijingDate>,
    /// The last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<BeijingDate>,
    /// A term of the calculation; may be given more than once
    #[arg(long = "with", value_name = "KEY=VALUE")]
    terms: Vec<String>,
    #[command(flatten)]
    output: Output,
}

/// Why there is no result.
#[derive(Debug)]
enum Failure {
    /// The command line does not say what the kind needs.
    Usage(String),
    /// The question has no answer.
    Refused(InterestRefusal),
}

impl From<InterestRefusal> for Failure {
    fn from(refusal: InterestRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Computes interest or compensation.
pub(super) fn run(args: &Args) -> Exit {
    let facts = Facts::embedded();
    let input = args.positional_input.as_deref().or(args.input.as_deref());
    let outcome = Terms::new(args.kind.basis(), &args.terms).and_then(|mut terms| {
        let reckoning = args.kind.reckon(input, args.from, args.to, &mut terms, &facts)?;
        terms.all_used()?;
        Ok(reckoning)
    });
    match outcome {
        Ok(reckoning) => {
            answer(args, &reckoning);
            Exit::Done
        }
        Err(Failure::Usage(reason)) => Exit::usage(&reason),
        Err(Failure::Refused(refusal)) => {
            let answer = json!({ "result": null, "reason": refusal.to_string() });
            args.output.print(&answer, &format_args!("不能计算：{}", refusal.in_chinese()));
            Exit::Refused
        }
    }
}

fn answer(args: &Args, reckoning: &Reckoning) {
    let Reckoning { outcome, days, steps, source } = reckoning;
    let (unit, amount_fen) = match outcome {
        Outcome::Money(amount) => ("yuan", Some(amount)),
        Outcome::RateBasisPoints(_) => ("percent", None),
        Outcome::Years(_) => ("years", None),
        Outcome::HalfMonths(_) => ("months", None),
    };
    let answer = json!({
        "result": outcome.number(),
        "unit": unit,
        "amount_fen": amount_fen,
        "days": days,
        "steps": steps,
        "source": source,
        "notice": Reckoning::NOTICE,
    });
    let text = format!(
        "{}{}\n  {}\n依据：{}\n{}",
        outcome.number(),
        outcome.unit(),
        steps.join("\n  "),
        source.join("；"),
        Reckoning::NOTICE,
    );
    args.output.print(&answer, &text);
}

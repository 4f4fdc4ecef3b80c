//! `weicourt deadline`.

use std::str::FromStr;

use jiff::civil::DateTime;
use serde_json::json;
use weicourt_domain::calendar::{BeijingDate, CalendarRefusal};
use weicourt_domain::deadline::{Period, PeriodStart};
use weicourt_domain::facts::Facts;

use super::{Exit, Output};

const EXAMPLES: &str = "\
Examples:
  weicourt deadline APPEAL_J --from 2026-09-16
  weicourt deadline TRIAL_ORD --from 2026-03-31 --period 6m --json
  weicourt deadline PRES_PRE --from 2026-03-20T10:30
An unknown rule prints the list of rules.";

/// Arguments of `weicourt deadline`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The rule, such as ANSWER, APPEAL_J, FEE_PAY
    rule: String,
    /// The day the period counts from (itself not counted); with a time of day for periods of hours
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Start,
    /// The period in place of the usual one: 15d, 6m, 2y, 48h
    #[arg(long)]
    period: Option<Period>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy)]
struct Start(PeriodStart);

impl FromStr for Start {
    type Err = CalendarRefusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains('T') {
            let no_such_moment = |_| CalendarRefusal::NoSuchDate { text: text.to_owned() };
            return text.parse::<DateTime>().map(|at| Self(PeriodStart::Moment(at))).map_err(no_such_moment);
        }
        text.parse::<BeijingDate>().map(|on| Self(PeriodStart::Day(on)))
    }
}

/// Computes the last day of a period.
pub(super) fn run(args: &Args) -> Exit {
    let facts = Facts::embedded();
    if facts.deadlines.get(&args.rule).is_none() {
        let rules: Vec<&str> = facts.deadlines.iter().map(|rule| rule.rule.as_str()).collect();
        return Exit::usage(&format_args!(
            "there is no rule {}; the rules are {}",
            args.rule,
            rules.join(", ")
        ));
    }
    match facts.deadlines.last_day(&args.rule, args.from.0, args.period, &facts.holidays) {
        Ok(deadline) => {
            let moment = deadline.last_moment.as_deref().map_or_else(String::new, |at| format!("（{at}止）"));
            let moved = deadline.moved_because.as_deref().map_or_else(String::new, |why| format!("\n{why}"));
            let text = format!(
                "{}（{}）：最后一日为{}{moment}{moved}\n依据：{}",
                deadline.name,
                deadline.period.in_chinese(),
                deadline.last_day,
                deadline.source.join("；"),
            );
            args.output.print(&deadline, &text);
            Exit::Done
        }
        Err(refusal) => {
            let answer = json!({ "last_day": null, "reason": refusal.to_string() });
            args.output.print(&answer, &format_args!("不能计算：{}", refusal.in_chinese()));
            Exit::Refused
        }
    }
}

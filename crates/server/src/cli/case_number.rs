//! `weicourt case-number check`.

use clap::Subcommand;
use serde_json::json;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case_number::{CaseNumber, normalise};
use weicourt_domain::facts::Facts;

use super::{Exit, Output, today};

/// Arguments of `weicourt case-number`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// Say whether a text is a case number, and what it says
    #[command(after_help = "Example: weicourt case-number check （2026）浙0203民初1号 --json")]
    Check {
        /// The case number
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Accept blanks, half-width brackets and full-width digits, as people type them
        #[arg(long)]
        normalise: bool,
        /// The day on which the number is looked at; today in Beijing without it
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<BeijingDate>,
        #[command(flatten)]
        output: Output,
    },
}

/// Checks a case number.
pub(super) fn run(args: &Args) -> Exit {
    let Question::Check { text, normalise: lenient, on, output } = &args.question;
    let facts = Facts::embedded();
    let on = on.unwrap_or_else(today);
    let check = |text: &str| CaseNumber::check(text, &facts.case_types, on);
    let canonical = normalise(text);
    match check(if *lenient { &canonical } else { text }) {
        Ok(number) => {
            let court_name = facts.courts.get(number.court()).map(|court| court.name.as_str());
            let type_name = facts.case_types.get(number.case_type()).map(|case_type| case_type.name.as_str());
            let last = number.sequences().last().map(|range| range.last);
            let answer = json!({
                "valid": true,
                "year": number.year(),
                "court": number.court(),
                "court_name": court_name,
                "special": number.special(),
                "type": number.case_type(),
                "type_name": type_name,
                "sequence": number.sequence(),
                "last_sequence": last,
                "suffix": number.suffix(),
                "canonical": number,
            });
            output.print(
                &answer,
                &format_args!(
                    "有效：{number}\n法院：{}（{}）\n类型：{}（{}）\n年度：{}  编号：{}",
                    court_name.unwrap_or("不在法院表中"),
                    number.court(),
                    type_name.unwrap_or_default(),
                    number.case_type(),
                    number.year(),
                    number.sequence(),
                ),
            );
            Exit::Done
        }
        Err(refusal) => {
            let meant = check(&canonical).ok();
            let answer = json!({ "valid": false, "reason": refusal.to_string(), "meant": meant });
            let hint = meant.map_or_else(String::new, |number| format!("；是否为{number}"));
            output.print(&answer, &format_args!("无效：{}{hint}", refusal.in_chinese()));
            Exit::Refused
        }
    }
}

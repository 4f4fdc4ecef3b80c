//! `weicourt id check`.

use clap::{Subcommand, ValueEnum};
use serde_json::json;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::identifier::lawyer_licence::{check_lawyer_licence, mask_lawyer_licence};
use weicourt_domain::identifier::phone::{check_mobile, mask_mobile};
use weicourt_domain::identifier::uscc::{check_uscc, mask_uscc};
use weicourt_domain::personal_data::IdNumber;

use super::{Exit, Output, today};

/// Arguments of `weicourt id`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// Say whether a text is a valid number of its kind; it is printed masked only
    #[command(after_help = "Example: weicourt id check --kind uscc 91350100M000100Y43 --json")]
    Check {
        /// What the number is
        #[arg(long, value_enum)]
        kind: Kind,
        /// The number
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// The day that bounds dates of birth; today in Beijing without it
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<BeijingDate>,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    /// 居民身份证号
    ResidentId,
    /// 统一社会信用代码
    Uscc,
    /// 律师执业证号
    LawyerLicence,
    /// 手机号
    Mobile,
}

/// A reason for a program and the same for a person.
type Reasons = (String, String);

/// Checks a number of a person or an organisation.
pub(super) fn run(args: &Args) -> Exit {
    let Question::Check { kind, text, on, output } = &args.question;
    match masked(*kind, text, on.unwrap_or_else(today)) {
        Ok(masked) => {
            let answer = json!({ "valid": true, "masked": masked, "reason": null });
            output.print(&answer, &format_args!("有效：{masked}"));
            Exit::Done
        }
        Err((reason, in_chinese)) => {
            let answer = json!({ "valid": false, "masked": null, "reason": reason });
            output.print(&answer, &format_args!("无效：{in_chinese}"));
            Exit::Refused
        }
    }
}

fn masked(kind: Kind, text: &str, on: BeijingDate) -> Result<String, Reasons> {
    match kind {
        Kind::ResidentId => IdNumber::parse(text, on)
            .map(|id| id.masked())
            .map_err(|refusal| (refusal.to_string(), refusal.in_chinese())),
        Kind::Uscc => check_uscc(text)
            .map(|code| mask_uscc(&code))
            .map_err(|refusal| (refusal.to_string(), refusal.in_chinese())),
        Kind::LawyerLicence => check_lawyer_licence(text)
            .map(|()| mask_lawyer_licence(text))
            .map_err(|refusal| (refusal.to_string(), refusal.in_chinese())),
        Kind::Mobile => check_mobile(text)
            .map(|digits| mask_mobile(&digits))
            .map_err(|refusal| (refusal.to_string(), refusal.in_chinese())),
    }
}

//! The page of periods: every rule, and what becomes of it in a case.

use std::fmt::Write as _;

use weicourt_domain::agenda::{self, REMIND_DAYS, REMIND_FROM_HOUR, TRIAL_SHOWN_DAYS};
use weicourt_domain::deadline::DeadlineRule;

use super::super::FACTS;
use super::super::generated::{MADE, assert_fresh};

fn length(rule: &DeadlineRule) -> String {
    let print = |period: Option<weicourt_domain::deadline::Period>| period.map(|period| period.in_chinese());
    match (print(rule.period), print(rule.least), print(rule.most)) {
        (None, ..) => "由法院确定".to_owned(),
        (Some(usual), Some(least), Some(most)) if usual == least && usual == most => usual,
        (Some(usual), least, most) => {
            let least = least.map(|least| format!("，不少于{least}")).unwrap_or_default();
            let most = most.map(|most| format!("，不超过{most}")).unwrap_or_default();
            format!("{usual}{least}{most}")
        }
    }
}

/// Which deadline of a case has the rule.
fn object(rule: &DeadlineRule) -> String {
    let decided: Vec<&str> = FACTS
        .applications
        .iter()
        .filter(|application| {
            let within = application.decide_within.as_deref();
            within == Some(&rule.rule) || (within == Some("PRES_IN") && rule.rule == "PRES_IN_URGENT")
        })
        .map(|application| application.name.as_str())
        .collect();
    match rule.rule.as_str() {
        "FILING_REVIEW" => "`filing_review`".to_owned(),
        "FILING_CORRECTION" => "`correction`".to_owned(),
        "EVID_ORD" | "EVID_SIMPL" | "EVID_SMALL" => "`evidence`".to_owned(),
        "TRIAL_ORD" | "TRIAL_SIMPL" | "TRIAL_SMALL" | "TRIAL_APPEAL_J" | "TRIAL_ADM" | "TRIAL_ADM_SIMPL"
        | "TRIAL_ADM_APPEAL" | "ENF_CLOSE" => "`trial`".to_owned(),
        _ if FACTS.served.begins_with_service(&rule.rule) => {
            let lines = FACTS.served.rules().iter().filter(|line| line.clock.as_deref() == Some(&rule.rule));
            let names: Vec<&str> = lines.map(|line| line.name.as_str()).collect();
            format!("`served`，自送达起算：{}", names.join("、"))
        }
        _ if !decided.is_empty() => format!("`application`：{}", decided.join("、")),
        _ if agenda::can_be_started(rule, &FACTS) => "`period`，由法院起算".to_owned(),
        _ => "仅供计算".to_owned(),
    }
}

#[test]
fn the_page_of_periods_is_fresh() {
    let mut page = format!("# Periods (期限)\n\n{MADE}\n");
    page += "A case has its periods as objects. Besides those of a rule there are `opinions` (a window for each \
             side that has something to say to), `question` (a question of the court with a day), \
             `comparison` (an appointment to compare with the original), and periods that the court sets freely. \
             Nobody starts a period `served`: it runs for each party from the day on which the document was served on it, \
             once the certificate of that is in the log.\n\n";
    let days: Vec<String> = REMIND_DAYS.iter().map(ToString::to_string).collect();
    writeln!(
        page,
        "Whoever has the move is reminded {} days before the end, from {REMIND_FROM_HOUR} o'clock in Beijing. \
         What went by is recorded at midnight. The trial limit is a to-do from {TRIAL_SHOWN_DAYS} days before \
         its end.\n",
        days.join(", ")
    )
    .expect("a string");
    page += "| 规则 | 名称 | 期间 | 起算 | 休假日顺延 | 案件中 | 依据 |\n| --- | --- | --- | --- | --- | --- | --- |\n";
    for rule in FACTS.deadlines.iter() {
        let moved = if rule.moved_on_holiday { "是" } else { "否" };
        writeln!(
            page,
            "| `{}` | {} | {} | {}{} | {moved} | {} | {} |",
            rule.rule,
            rule.name,
            length(rule),
            rule.starts_from,
            if rule.counts_back { "（向前计算）" } else { "" },
            object(rule),
            rule.source.join("；")
        )
        .expect("a string");
    }
    assert_fresh("deadlines.md", &page);
}

//! `weicourt policy explain`: what of one case leaves, in what shape, why and until when.
//!
//! Prints kinds, numbers and rules, no name and no word of the case.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;
use weicourt_domain::case::CaseState;
use weicourt_domain::case_number::{CaseNumber, normalise};
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Envelope, Position};
use weicourt_domain::policy::{Explanation, Policy, Rule, Sharing, explain};
use weicourt_store::{Store, StoreError};

use super::super::{Exit, Output, serve, today};
use crate::config::Config;
use crate::node::{StartError, open_store};

/// Entries read at once.
const PAGE: usize = 1000;

/// Arguments of `weicourt policy explain`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: weicourt policy explain --case （2026）浙0203民初1号 --data /var/lib/weicourt"
)]
pub(super) struct Args {
    /// The case: its id, or its number (案号)
    #[arg(long)]
    case: String,

    /// Data directory of the node; without it the configured one
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// The configuration file of the node
    #[arg(long, short)]
    config: Option<PathBuf>,

    /// Ask another policy than the configured one, to see what it would change
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

/// Prints what leaves.
pub(super) fn run(args: &Args) -> Exit {
    let mut config = match serve::read_config(args.config.as_deref()) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    if let Some(data) = &args.data {
        config.node.data_dir.clone_from(data);
    }
    if config.store.is_embedded() && !config.node.data_dir.join("weicourt.db").exists() {
        return Exit::usage(&format_args!("there is no node in {}", config.node.data_dir.display()));
    }
    let facts = match crate::facts::read(&config.facts) {
        Ok(facts) => facts,
        Err(unusable) => return Exit::usage(&format_args!("{}: {}", unusable.key, unusable.reason)),
    };
    let policy = match &args.policy {
        Some(file) => crate::policy::read_file(file, &facts),
        None => crate::policy::read(&config.policy, &facts),
    };
    let policy = match policy {
        Ok(policy) => policy,
        Err(unusable) => return Exit::usage(&unusable),
    };
    let named = match args.case.parse::<CaseId>() {
        Ok(case) => Named::Id(case),
        Err(_) => match CaseNumber::check(&normalise(&args.case), &facts.case_types, today()) {
            Ok(number) => Named::Number(number),
            Err(refusal) => return Exit::usage(&format_args!("--case: {}", refusal.in_chinese())),
        },
    };
    let explained = match serve::runtime() {
        Ok(runtime) => runtime.block_on(ask(&config, &policy, &named)),
        Err(exit) => return exit,
    };
    match explained {
        Ok(Some(explanation)) => {
            args.output.print(&explanation, &text(&explanation));
            Exit::Done
        }
        Ok(None) => Exit::usage(&format_args!("there is no case {} in this node", args.case)),
        Err(error) => Exit::broken(&error),
    }
}

/// How the case was named.
enum Named {
    Id(CaseId),
    Number(CaseNumber),
}

async fn ask(config: &Config, policy: &Policy, named: &Named) -> Result<Option<Explanation>, StartError> {
    let store = open_store(config).await?;
    let case = match named {
        Named::Id(case) => Some(*case),
        Named::Number(number) => store.case_by_number(number).await?.map(|row| row.case),
    };
    let explained = match case {
        Some(case) => explain_case(&store, policy, case).await?,
        None => None,
    };
    store.close().await?;
    Ok(explained)
}

/// Folds the log of the case and explains it; `None` for a case nobody wrote to.
async fn explain_case(
    store: &Store,
    policy: &Policy,
    case: CaseId,
) -> Result<Option<Explanation>, StoreError> {
    let mut state = CaseState::empty(case);
    let mut envelopes: Vec<Envelope> = Vec::new();
    let mut known = Position::default();
    loop {
        let stretch = store.entries_after(case, known, PAGE).await?;
        for entry in &stretch.entries {
            state.evolve(entry);
            envelopes.push(entry.envelope.clone());
        }
        known = stretch.upto;
        if !stretch.more {
            break;
        }
    }
    Ok((!envelopes.is_empty()).then(|| explain(policy, &state, &envelopes)))
}

fn text(explained: &Explanation) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut text, explained);
    text.truncate(text.trim_end().len());
    text
}

fn write_text(text: &mut String, explained: &Explanation) -> std::fmt::Result {
    let number = explained.case_number.as_deref().unwrap_or("尚无案号");
    writeln!(text, "案件 {}  {number}", explained.case)?;
    for category in &explained.categories {
        writeln!(text, "类别：{}（{}，策略第 {} 行）", category.title, category.name, category.line)?;
    }
    let n_files = explained.files.iter().filter(|file| file.leaves).count();
    writeln!(
        text,
        "条目：{} 条出网，{} 条脱敏出网，{} 条不出网；文件：{} 个中 {n_files} 个出网",
        explained.n_shared,
        explained.n_masked,
        explained.n_withheld,
        explained.files.len()
    )?;
    match (explained.ended_on, explained.last_day_outside) {
        (Some(ended_on), Some(last_day)) => {
            writeln!(text, "{ended_on} 终结，最迟 {last_day} 全部返回专网")?;
        }
        _ => writeln!(text, "案件未终结")?,
    }
    writeln!(text, "\n分类")?;
    for class in &explained.classes {
        let (name, why) = (word(&class.class), reason(&class.rule));
        writeln!(text, "{name:<14}{:<10}{}", word(&class.rule.sharing), why)?;
    }
    writeln!(text, "\n条目")?;
    for entry in &explained.entries {
        let place = EntryRef { origin: entry.origin, seq: entry.seq }.to_string();
        let (kind, class, sharing) = (word(&entry.kind), word(&entry.class), word(&entry.rule.sharing));
        let until = match (entry.rule.sharing, entry.last_day) {
            (Sharing::Withhold, _) => "-".to_owned(),
            (Sharing::Share | Sharing::Mask, Some(day)) => day.to_string(),
            (Sharing::Share | Sharing::Mask, None) => entry.retention.to_string(),
        };
        let why = reason(&entry.rule);
        writeln!(text, "{place:<10}{kind:<22}{class:<14}{sharing:<10}{until:<20}{why}")?;
    }
    if !explained.files.is_empty() {
        writeln!(text, "\n文件")?;
    }
    for file in &explained.files {
        let entries: Vec<String> = file.entries.iter().map(EntryRef::to_string).collect();
        let shape = if file.leaves { "share" } else { "withhold" };
        let until = file.last_day.map(|day| day.to_string()).unwrap_or_default();
        writeln!(text, "{}  {shape:<10}{until:<12}{}", file.sha256, entries.join(", "))?;
    }
    Ok(())
}

fn reason(rule: &Rule) -> String {
    match rule.line {
        0 => rule.because.clone(),
        line => format!("{}（{}，第 {line} 行）", rule.because, rule.category),
    }
}

/// The word for a kind, class or sharing, as it stands in files.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

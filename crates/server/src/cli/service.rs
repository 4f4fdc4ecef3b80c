//! `weicourt service rule`.

use std::io::Read as _;

use serde_json::json;
use weicourt_domain::service::{AttemptVerdict, ServiceFacts, decide};

use super::{Exit, Output};

const EXAMPLES: &str = "\
Example:
  weicourt service rule --json <<'JSON'
  { \"procedure\": \"simplified\", \"today\": \"2026-11-20\", \"attempts\": [
    { \"by\": \"electronic\", \"channel\": \"mailbox\", \"address\": \"confirmed\",
      \"sent_at\": \"2026-11-02T09:00:00+08:00\", \"arrived_at\": \"2026-11-02T09:00:01+08:00\" } ] }
  JSON";

/// Arguments of `weicourt service`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// Says when a document is served and by which rule; reads the facts as JSON from standard input
    #[command(after_help = EXAMPLES)]
    Rule {
        #[command(flatten)]
        output: Output,
    },
}

/// Computes since when a document is served.
pub(super) fn run(args: &Args) -> Exit {
    let Question::Rule { output } = &args.question;
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        return Exit::usage(&format_args!("standard input cannot be read: {error}"));
    }
    let facts: ServiceFacts = match serde_json::from_str(&text) {
        Ok(facts) => facts,
        Err(error) => return Exit::usage(&format_args!("these are no facts of a service: {error}")),
    };
    match decide(&facts) {
        Ok(verdict) => {
            let text = match &verdict.effective {
                Some(effective) => format!(
                    "{} 送达（规则 {:?}{}）\n依据：{}",
                    effective.at.map_or_else(|| effective.on.to_string(), |at| at.to_string()),
                    effective.rule,
                    if effective.presumed { "，推定，可以反证" } else { "" },
                    effective.source.join("；"),
                ),
                None => {
                    let because = verdict.attempts.iter().filter_map(|attempt| match attempt {
                        AttemptVerdict::DoesNot { because, source } => {
                            Some(format!("{because:?}（{}）", source.join("；")))
                        }
                        AttemptVerdict::Serves { .. } => None,
                    });
                    let because: Vec<String> = because.collect();
                    format!("尚未送达：{}\n下一步：{:?}", because.join("、"), verdict.next)
                }
            };
            output.print(&verdict, &text);
            Exit::Done
        }
        Err(refusal) => {
            let answer = json!({ "effective": null, "reason": refusal.to_string() });
            output.print(&answer, &format_args!("不能判断：{refusal}"));
            Exit::Refused
        }
    }
}

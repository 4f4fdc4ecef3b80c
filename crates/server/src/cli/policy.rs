//! `weicourt policy`: what leaves the court's network, as a table, as a file to check, or for one case.

mod explain;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;
use weicourt_domain::facts::Facts;
use weicourt_domain::policy::{Policy, page};

use super::{Exit, Output, print};

/// Arguments of `weicourt policy`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// Say whether a policy file can be used, or the line and the reason why not
    Check {
        /// The policy file
        file: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// Print what of a case leaves, in what shape, why and until when
    Explain(explain::Args),
    /// Print the policy as a page (Markdown)
    Table {
        /// The policy file; without it the built-in one
        file: Option<PathBuf>,
    },
}

/// Answers.
pub(super) fn run(args: &Args) -> Exit {
    match &args.question {
        Question::Check { file, output } => check(file, *output),
        Question::Explain(args) => explain::run(args),
        Question::Table { file } => table(file.as_deref()),
    }
}

fn check(file: &Path, output: Output) -> Exit {
    match crate::policy::read_file(file, &Facts::embedded()) {
        Ok(policy) => {
            let names: Vec<&str> = policy.categories().map(|category| category.name.as_str()).collect();
            let text = format_args!("the policy is right: {} categories, {}", names.len(), names.join(", "));
            output.print(&json!({ "valid": true, "categories": names }), &text);
            Exit::Done
        }
        Err(unusable) => {
            output.print(&json!({ "valid": false, "problem": unusable.to_string() }), &unusable);
            Exit::Refused
        }
    }
}

fn table(file: Option<&Path>) -> Exit {
    let policy = match file {
        None => Ok(Policy::embedded()),
        Some(file) => crate::policy::read_file(file, &Facts::embedded()),
    };
    match policy {
        Ok(policy) => {
            print::page(&page(&policy));
            Exit::Done
        }
        Err(unusable) => Exit::usage(&unusable),
    }
}

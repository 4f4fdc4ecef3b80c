//! `weicourt document`: the kinds of court documents, one set from data, and whether a file is what was sealed.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json};
use weicourt_documents::seal::{Trust, Verification, certificates_from_pem, verify};
use weicourt_documents::typeset::{Marks, Template, TypesetError, Typesetter};
use weicourt_domain::instant::Instant;

use super::{Exit, Output, today};
use crate::adapters::documents::fault_in_words;
use crate::adapters::pages::read_fonts;

const EXAMPLES: &str = "\
Examples:
  weicourt document templates
  weicourt document render summons --sample > summons.json
  weicourt document render summons --data summons.json -o summons.pdf
  weicourt document verify judgment.pdf --root court-root.pem";

/// Arguments of `weicourt document`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// Lists the kinds of court documents
    Templates {
        #[command(flatten)]
        output: Output,
    },
    /// Sets a document from data, without a seal
    Render(RenderArgs),
    /// Says whether a PDF file is what was sealed, and by whom
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct RenderArgs {
    /// Name of the template, as `weicourt document templates` lists it
    template: String,

    /// File with the fields as JSON; `-` reads standard input
    #[arg(long, required_unless_present = "sample", conflicts_with = "sample")]
    data: Option<PathBuf>,

    /// Print invented data that fill every field instead of setting a document
    #[arg(long)]
    sample: bool,

    /// The PDF file to write
    #[arg(short, long, required_unless_present = "sample")]
    output: Option<PathBuf>,

    /// Directory of the court's fonts, as `documents.fonts_dir`
    #[arg(long)]
    fonts_dir: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// The PDF file
    file: PathBuf,

    /// PEM file with certificates that are trusted; without it nobody is
    #[arg(long)]
    root: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

/// Does what was asked.
pub(super) fn run(args: &Args) -> Exit {
    match &args.question {
        Question::Templates { output } => templates(*output),
        Question::Render(args) => render(args),
        Question::Verify(args) => check(&args.file, args.root.as_deref(), args.output),
    }
}

fn templates(output: Output) -> Exit {
    let mut all: Vec<&Template> = Template::all().iter().collect();
    all.sort_by_key(|template| template.number);
    let mut text = String::new();
    for template in &all {
        // Chinese characters are twice as wide.
        let _ = writeln!(text, "{:<28} {}", template.id, template.title);
    }
    output.print(&json!({ "templates": all }), &text.trim_end());
    Exit::Done
}

fn render(args: &RenderArgs) -> Exit {
    let Some(template) = Template::find(&args.template) else {
        return Exit::usage(&format_args!("there is no template {}", args.template));
    };
    if args.sample {
        return match serde_json::to_string_pretty(&template.sample()) {
            Ok(text) => {
                super::say(&text);
                Exit::Done
            }
            Err(error) => Exit::broken(&error),
        };
    }
    let (Some(data), Some(file)) = (&args.data, &args.output) else {
        return Exit::usage(&"--data and --output are needed");
    };
    let text = match read(data) {
        Ok(text) => text,
        Err(error) => return Exit::usage(&format_args!("{}: {error}", data.display())),
    };
    let data: Value = match serde_json::from_str(&text) {
        Ok(data) => data,
        Err(error) => return Exit::usage(&format_args!("the data are not JSON: {error}")),
    };
    let fonts = match read_fonts(args.fonts_dir.as_deref().unwrap_or(Path::new(""))) {
        Ok(fonts) => fonts,
        Err(error) => return Exit::usage(&error),
    };
    let issued_on = data["issued_on"].as_str().map_or_else(|| today().to_string(), str::to_owned);
    let marks = Marks { document_id: "样稿".to_owned(), issued_on, verify_url: None };
    match Typesetter::new(&fonts).set(template, &data, &marks) {
        Ok(set) => match std::fs::write(file, &set.pdf) {
            Ok(()) => {
                super::say(&format_args!("{} pages", set.n_pages));
                Exit::Done
            }
            Err(error) => Exit::broken(&format_args!("{}: {error}", file.display())),
        },
        Err(TypesetError::Faults(faults)) => {
            for fault in &faults {
                super::print::complain(&format_args!("{}：{}", fault.path, fault_in_words(template, fault)));
            }
            Exit::Refused
        }
        Err(error @ (TypesetError::NoGlyph { .. } | TypesetError::Mark(_))) => {
            super::print::complain(&error);
            Exit::Refused
        }
        Err(error) => Exit::broken(&error),
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    if path.as_os_str() != "-" {
        return std::fs::read_to_string(path);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// Says whether a file is what was sealed, and by somebody who is trusted.
pub(super) fn check(file: &Path, root: Option<&Path>, output: Output) -> Exit {
    let pdf = match std::fs::read(file) {
        Ok(pdf) => pdf,
        Err(error) => return Exit::usage(&format_args!("{}: {error}", file.display())),
    };
    let roots = match root.map(|path| (path, std::fs::read_to_string(path))) {
        None => Vec::new(),
        Some((path, Err(error))) => return Exit::usage(&format_args!("{}: {error}", path.display())),
        Some((path, Ok(pem))) => match certificates_from_pem(&pem) {
            Some(roots) => roots,
            None => return Exit::usage(&format_args!("{}: no certificate in PEM", path.display())),
        },
    };
    let found = verify(&pdf, &Trust { roots, at: Timestamp::now().as_second() });
    let accepted = found.is_accepted();
    let mut answer = serde_json::to_value(&found).unwrap_or_default();
    answer["trusted"] = json!(accepted);
    output.print(&answer, &in_words(&found));
    if accepted { Exit::Done } else { Exit::Refused }
}

fn in_words(found: &Verification) -> String {
    let mut text = match (found.is_accepted(), found.intact, &found.problem) {
        (_, _, Some(problem)) => format!("not sealed: {problem}"),
        (true, ..) => "intact, and sealed by somebody who is trusted".to_owned(),
        (false, true, None) => "intact, but nobody vouches for who sealed it".to_owned(),
        (false, false, None) => "NOT what was sealed".to_owned(),
    };
    let at = |seconds: i64| Instant(seconds.saturating_mul(1000)).to_string();
    for signature in &found.signatures {
        let _ = write!(text, "\n  {} ({:?})", signature.signer, signature.chain);
        if let Some(signed_at) = signature.signed_at {
            let _ = write!(text, ", {}", at(signed_at));
        }
        if let Some(reason) = &signature.reason {
            let _ = write!(text, ", {reason}");
        }
        if let Some(stamp) = &signature.time_stamp {
            let holds = if stamp.valid { "" } else { ", which does not hold" };
            let _ = write!(
                text,
                "\n    time stamp {} by {} ({:?}){holds}",
                at(stamp.at),
                stamp.authority,
                stamp.chain
            );
        }
        if let Some(problem) = &signature.problem {
            let _ = write!(text, "\n    {problem}");
        }
    }
    text
}

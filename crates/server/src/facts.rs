//! The facts a node works with: those built in, with the files the operator put in their place.

use std::path::{Path, PathBuf};

use weicourt_domain::facts::{FactFiles, Facts};

use crate::config::Facts as Section;

/// A fact file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusableFacts {
    /// The key of the configuration that names the file.
    pub key: &'static str,
    /// What is wrong: with the file's name and line where it could be read.
    pub reason: String,
}

/// Every key of the section with the name of the file it stands for.
fn files(section: &Section) -> [(&'static str, &'static str, &PathBuf); 13] {
    [
        ("facts.courts", "courts.csv", &section.courts),
        ("facts.case_types", "case_types.csv", &section.case_types),
        ("facts.causes", "causes.csv", &section.causes),
        ("facts.holidays", "holidays.csv", &section.holidays),
        ("facts.lpr", "lpr.csv", &section.lpr),
        ("facts.fee_bands", "fee_bands.csv", &section.fee_bands),
        ("facts.fee_amounts", "fee_amounts.csv", &section.fee_amounts),
        ("facts.deadlines", "deadlines.csv", &section.deadlines),
        ("facts.applications", "applications.csv", &section.applications),
        ("facts.application_fields", "application_fields.csv", &section.application_fields),
        ("facts.notices", "notices.csv", &section.notices),
        ("facts.small_claims", "small_claims.csv", &section.small_claims),
        ("facts.parameters", "parameters.csv", &section.parameters),
    ]
}

/// Reads the facts.
///
/// # Errors
///
/// [`UnusableFacts`] for the first file that cannot be read or is bad.
pub fn read(section: &Section) -> Result<Facts, UnusableFacts> {
    let mut texts = FactFiles::embedded();
    let named = files(section);
    for (key, name, path) in named {
        if path.as_os_str().is_empty() {
            continue;
        }
        let text = read_file(path).map_err(|reason| UnusableFacts { key, reason })?;
        texts.replace(name, text);
    }
    Facts::from_files(&texts).map_err(|error| {
        // One replaced file can make another one bad, so what counts is where the error stands.
        let of_file =
            named.iter().find(|(_, name, path)| *name == error.file && !path.as_os_str().is_empty());
        match of_file {
            Some((key, _, path)) => {
                let reason = format!("{} line {}: {}", path.display(), error.line, error.problem);
                UnusableFacts { key, reason }
            }
            None => UnusableFacts { key: "facts", reason: format!("built-in {error}") },
        }
    })
}

fn read_file(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8", path.display()))
}

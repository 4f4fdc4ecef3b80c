//! The rules of the house that no compiler knows.
//!
//! Every rule is a function from the text of a file to findings, and [`house`] walks the files. To
//! add a rule: 1. a function in the file of its noun; 2. a line in [`house`]; 3. a test with a text
//! that breaks it and one that does not.

mod files;
mod finding;
mod law;
mod rooms;
mod words;

use std::path::Path;

pub use files::{SourceFile, walk};
pub use finding::Finding;
pub use law::Articles;
pub use rooms::check_rooms;
pub use words::{check_names, check_size, check_sql, check_words};

/// Everything that is untidy in the house at `root`, by path and line, and the number of files read.
///
/// # Errors
///
/// When the files cannot be read.
pub fn house(root: &Path) -> Result<(usize, Vec<Finding>), String> {
    let files = walk(root)?;
    let mut findings = Vec::new();
    let articles = files.iter().find(|file| file.path == "docs/law/articles.toml");
    let articles = match articles.map(|file| Articles::read(&file.text)).transpose()? {
        Some(articles) => articles,
        None => return Err("docs/law/articles.toml is missing".into()),
    };
    for file in &files {
        findings.extend(check_names(&file.path));
        findings.extend(check_size(file));
        findings.extend(check_words(file));
        findings.extend(check_sql(file));
        findings.extend(articles.check(file));
    }
    findings.extend(check_rooms(&files));
    findings.sort();
    Ok((files.len(), findings))
}

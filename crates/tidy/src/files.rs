//! The files of the house.

use std::fs;
use std::path::Path;

/// A text file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the root, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl SourceFile {
    /// The end of the name, `rs` for a Rust file.
    #[must_use]
    pub fn kind(&self) -> &str {
        kind_of(&self.path)
    }

    /// The lines, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Whether the file is made by a program, and so follows that program's habits.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        self.path.contains("/generated/") || self.path.ends_with("/schema.ts") || self.path.ends_with(".lock")
    }
}

/// Directories that are made, fetched or kept by other programs.
const PASSED_OVER: [&str; 8] =
    ["target", "node_modules", "dist", ".git", "artifacts", "demo-data", "test-results", "playwright-report"];

/// Kinds of files that people write.
const WRITTEN: [&str; 15] =
    ["rs", "ts", "vue", "js", "mjs", "css", "html", "md", "toml", "sh", "sql", "yml", "yaml", "json", "csv"];

/// Every text file that a person may have written, sorted by path.
///
/// # Errors
///
/// When a directory or file cannot be read.
pub fn walk(root: &Path) -> Result<Vec<SourceFile>, String> {
    let mut files = Vec::new();
    read(root, "", &mut files)?;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn read(root: &Path, below: &str, files: &mut Vec<SourceFile>) -> Result<(), String> {
    let dir = root.join(below);
    let told = |error: std::io::Error| format!("cannot read {}: {error}", dir.display());
    for entry in fs::read_dir(&dir).map_err(told)? {
        let entry = entry.map_err(told)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(told)?;
        if kind.is_dir() && !PASSED_OVER.contains(&name.as_str()) {
            read(root, &path, files)?;
        } else if kind.is_file() && (WRITTEN.contains(&kind_of(&name)) || is_named(&name)) {
            // A file that is not UTF-8 is test data in another encoding.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.push(SourceFile { path, text });
            }
        }
    }
    Ok(())
}

fn is_named(name: &str) -> bool {
    matches!(name, "Makefile" | "run" | "LICENSE")
}

fn kind_of(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, end)| end)
}

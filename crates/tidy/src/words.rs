//! Names, sizes and words that have no place here.

use crate::{Finding, SourceFile};

/// Most lines of a file that a person can explain in two minutes, with room to spare.
const MOST_LINES: usize = 700;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 9] =
    ["util", "utils", "helper", "helpers", "common", "types", "manager", "misc", "shared"];

/// Files and folders are called after what they do.
#[must_use]
pub fn check_names(path: &str) -> Option<Finding> {
    let empty = path.split('/').find(|part| {
        let stem = part.split('.').next().unwrap_or_default();
        EMPTY_NAMES.iter().any(|name| stem.eq_ignore_ascii_case(name))
    })?;
    Some(Finding::new(path, 0, format!("{empty:?} does not say what is inside")))
}

/// A file is one thing.
#[must_use]
pub fn check_size(file: &SourceFile) -> Option<Finding> {
    let is_code = matches!(file.kind(), "rs" | "ts" | "vue" | "js" | "mjs" | "css" | "sh");
    let n_lines = file.text.lines().count();
    (is_code && !file.is_generated() && n_lines > MOST_LINES)
        .then(|| Finding::new(&file.path, 0, format!("{n_lines} lines: split it by noun")))
}

/// Words, put together here so that this file does not hold them itself, and what is wrong with them.
const WORDS: [(&str, &str); 11] = [
    (concat!("TO", "DO"), "finish it, or leave it out"),
    (concat!("FIX", "ME"), "finish it, or leave it out"),
    (concat!("to", "do!("), "finish it, or leave it out"),
    (concat!("unimple", "mented!("), "finish it, or leave it out"),
    (concat!("#[", "ignore"), "a test that does not run is no test"),
    (concat!("test", ".skip("), "a test that does not run is no test"),
    (concat!("it", ".skip("), "a test that does not run is no test"),
    (concat!("describe", ".skip("), "a test that does not run is no test"),
    (concat!("../", "shared"), "the house does not know its neighbours"),
    (concat!("/ho", "me/"), "a path of one machine"),
    (concat!("/Us", "ers/"), "a path of one machine"),
];

/// Roots of paths that exist on one machine only; a path begins after a blank, quote or sign.
const ROOTS: [&str; 3] = [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/tm", "p/w/")];

/// Unfinished work, tests that do not run, and places that exist on one machine only.
#[must_use]
pub fn check_words(file: &SourceFile) -> Vec<Finding> {
    if file.is_generated() || matches!(file.kind(), "csv" | "json") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        for (word, why) in WORDS.iter().filter(|(word, _)| line.contains(word)) {
            findings.push(Finding::new(&file.path, number, format!("{word}: {why}")));
        }
        for root in ROOTS.iter().filter(|root| starts_path(line, root)) {
            findings.push(Finding::new(&file.path, number, format!("{root}: a path of one machine")));
        }
        if file.kind() == "ts" && line.contains(concat!(".on", "ly(")) {
            findings.push(Finding::new(&file.path, number, "the other tests do not run"));
        }
        if names_an_issue(line) {
            let what = "a number of an issue tells a reader nothing: say what it was about";
            findings.push(Finding::new(&file.path, number, what));
        }
    }
    findings
}

fn starts_path(line: &str, root: &str) -> bool {
    line.match_indices(root).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| before.is_whitespace() || "\"'`(=:".contains(before))
    })
}

/// The word, then a sign or blank, then a number.
fn names_an_issue(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices("issue").any(|(at, _)| {
        let after = lower[at + 5..].trim_start_matches('s').trim_start_matches([' ', '#', '/']);
        let separated = after.len() + 5 < lower[at..].len();
        separated && after.starts_with(|first: char| first.is_ascii_digit())
    })
}

/// The beginnings of SQL sentences, put together for the same reason.
const SENTENCES: [&str; 6] = [
    concat!("SEL", "ECT "),
    concat!("INS", "ERT INTO"),
    concat!("DEL", "ETE FROM"),
    concat!("CRE", "ATE TABLE"),
    concat!("ALT", "ER TABLE"),
    concat!("PRA", "GMA "),
];

/// The store is the only room with SQL. Tests may send it, to see it refused.
#[must_use]
pub fn check_sql(file: &SourceFile) -> Vec<Finding> {
    let inside = file.path.starts_with("crates/") && file.path.contains("/src/") && file.kind() == "rs";
    if !inside || file.path.starts_with("crates/store/") {
        return Vec::new();
    }
    file.lines()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter_map(|(number, line)| {
            let sentence = SENTENCES.iter().find(|sentence| line.contains(**sentence))?;
            let what = format!("{}: SQL belongs in the store", sentence.trim());
            Some(Finding::new(&file.path, number, what))
        })
        .collect()
}

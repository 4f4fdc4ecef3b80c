//! Citations of law: every cited article is known.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::{Finding, SourceFile};

/// The articles of `docs/law/articles.toml`, by every name of their instrument.
#[derive(Debug, Default)]
pub struct Articles {
    known: BTreeMap<String, BTreeSet<u32>>,
}

impl Articles {
    /// Reads `docs/law/articles.toml`.
    ///
    /// # Errors
    ///
    /// Says what of it cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
        let mut articles = Self::default();
        let instruments = table.get("instrument").and_then(Value::as_array);
        for instrument in instruments.ok_or("no [[instrument]] in articles.toml")? {
            let numbers: BTreeSet<u32> = ["verified", "from_memory"]
                .iter()
                .filter_map(|key| instrument.get(key)?.as_array())
                .flatten()
                .filter_map(|number| u32::try_from(number.as_integer()?).ok())
                .collect();
            let titles = ["id", "title"].iter().filter_map(|key| instrument.get(key));
            let names = instrument.get("names").and_then(Value::as_array);
            for name in titles.chain(names.into_iter().flatten()).filter_map(Value::as_str) {
                articles.known.entry(name.to_owned()).or_default().extend(&numbers);
            }
        }
        Ok(articles)
    }

    /// Citations under `# Source` in a Rust file that are malformed or unknown.
    #[must_use]
    pub fn check(&self, file: &SourceFile) -> Vec<Finding> {
        if file.kind() != "rs" {
            return Vec::new();
        }
        let mut findings = Vec::new();
        let mut source: Option<(usize, String)> = None;
        for (number, line) in file.lines().chain([(0, "")]) {
            let comment = line.trim_start();
            let doc = comment.strip_prefix("///").or_else(|| comment.strip_prefix("//!")).map(str::trim);
            let goes_on = doc.is_some_and(|doc| !doc.starts_with('#'));
            match (&mut source, doc) {
                (Some((_, cited)), Some(doc)) if goes_on && (cited.is_empty() || !doc.is_empty()) => {
                    cited.push_str(doc);
                    cited.push(' ');
                }
                (Some(_), _) => {
                    if let Some((at, cited)) = source.take() {
                        findings.extend(self.judge(&cited).map(|what| Finding::new(&file.path, at, what)));
                    }
                }
                (None, _) => {}
            }
            if doc == Some("# Source") {
                source = Some((number, String::new()));
            }
        }
        findings
    }

    /// What is wrong with `cited`, a list such as `民事诉讼法 §85; 民法典 §202, §203.` with words
    /// after a comma or full stop allowed.
    fn judge(&self, cited: &str) -> Option<String> {
        let mut n_articles = 0;
        let citation = cited.trim().trim_end_matches('.');
        for part in citation.split(';') {
            let Some((name, numbers)) = part.split_once('§') else {
                // Words of explanation between citations.
                continue;
            };
            let name = name.trim();
            // A sentence may lead up to the name.
            let Some((_, known)) = self.known.iter().find(|(known, _)| name.ends_with(*known)) else {
                return Some(format!("{name:?} is not in docs/law/articles.toml"));
            };
            for piece in format!("§{numbers}").split('§').skip(1) {
                let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
                let Ok(article) = digits.parse::<u32>() else {
                    return Some(format!("{piece:?} is not the number of an article"));
                };
                if !known.contains(&article) {
                    return Some(format!("{name} §{article} is not in docs/law/articles.toml"));
                }
                n_articles += 1;
            }
        }
        // A national standard is cited as a whole.
        let is_standard = citation.starts_with("GB ");
        (n_articles == 0 && !is_standard).then(|| "a rule of law names its article: NAME §ARTICLE".to_owned())
    }
}

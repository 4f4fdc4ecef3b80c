//! Causes of action (民事案由) and their search.

use serde::{Deserialize, Serialize};

/// A civil cause of action, edition of 2025.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cause {
    /// The official ordinals joined by `-`: `4-10-108-3`.
    pub code: String,
    /// The name: `民间借贷纠纷`.
    pub name: String,
    /// 1 for the parts of the list to 4 for the most specific causes.
    pub level: u8,
    /// The code one level up.
    pub parent: Option<String>,
}

/// How well a name answers the words typed; the better the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Exact,
    Prefix,
    Substring,
    InOrder,
}

/// The causes known to this installation.
#[derive(Debug, Clone, Default)]
pub struct CauseTable {
    causes: Vec<Cause>,
}

impl CauseTable {
    /// A table of these causes, in this order.
    #[must_use]
    pub fn new(causes: Vec<Cause>) -> Self {
        Self { causes }
    }

    /// Every cause, in the order of the official list.
    pub fn iter(&self) -> impl Iterator<Item = &Cause> {
        self.causes.iter()
    }

    /// The cause with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.code == code)
    }

    /// The cause and what it stands under, from the part of the list down to itself.
    #[must_use]
    pub fn path(&self, code: &str) -> Vec<&Cause> {
        let mut path = Vec::new();
        let mut next = self.get(code);
        while let Some(cause) = next {
            path.push(cause);
            next = cause.parent.as_deref().and_then(|parent| self.get(parent));
        }
        path.reverse();
        path
    }

    /// The causes that answer the blank-separated words, best first, at most `limit`.
    ///
    /// A word answers a name when it is the name (with or without 纠纷), its beginning, part of it, or
    /// when its characters stand in the name in that order. Every word must answer; the worst of them
    /// counts. Among equals the more specific cause comes first, then the order of the list.
    #[must_use]
    pub fn search(&self, words: &str, limit: usize) -> Vec<&Cause> {
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Rank, &Cause)> = self
            .causes
            .iter()
            .filter_map(|cause| {
                let ranks: Option<Vec<Rank>> = words.iter().map(|word| rank(word, &cause.name)).collect();
                Some((ranks?.into_iter().max()?, cause))
            })
            .collect();
        found.sort_by_key(|(rank, cause)| (*rank, std::cmp::Reverse(cause.level)));
        found.into_iter().take(limit).map(|(_, cause)| cause).collect()
    }
}

fn rank(word: &str, name: &str) -> Option<Rank> {
    let short = name.strip_suffix("纠纷").unwrap_or(name);
    if word == name || word == short {
        return Some(Rank::Exact);
    }
    if name.starts_with(word) {
        return Some(Rank::Prefix);
    }
    if name.contains(word) {
        return Some(Rank::Substring);
    }
    let mut rest = name.chars();
    // One character in order is the same as a substring, so this needs at least two.
    (word.chars().count() > 1 && word.chars().all(|c| rest.any(|other| other == c))).then_some(Rank::InOrder)
}

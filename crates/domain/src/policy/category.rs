//! A category of cases: which cases belong to it, and what holds for each class of them.

use std::collections::BTreeSet;

use super::{CaseFlag, Rule};
use crate::audience::Class;
use crate::case::CaseState;

/// A category of cases and its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its name in the file.
    pub name: String,
    /// What the court calls it.
    pub title: String,
    /// It fits a case with any of these flags …
    pub flags: BTreeSet<CaseFlag>,
    /// … or of any of these types; a `*` at the end stands for whatever follows …
    pub case_types: Vec<String>,
    /// … or with any of these causes, or a cause below one …
    pub causes: Vec<String>,
    /// … or with a cause whose name has any of these words in it.
    pub cause_words: Vec<String>,
    /// The article or practice it rests on.
    pub source: String,
    /// Line of the policy file, counted from 1.
    pub line: usize,
    /// What holds for each class that may leave at all.
    pub(super) rules: [(Class, Rule); 5],
}

impl Category {
    /// What holds for `class`; `None` for classes that never leave.
    #[must_use]
    pub fn rule(&self, class: Class) -> Option<Rule> {
        self.rules.iter().find(|(of, _)| *of == class).map(|(_, rule)| rule.clone())
    }

    /// Whether it has no conditions, and so stands for every case that fits no other category.
    pub(super) fn is_for_the_rest(&self) -> bool {
        self.flags.is_empty()
            && self.case_types.is_empty()
            && self.causes.is_empty()
            && self.cause_words.is_empty()
    }

    /// Whether the case is one of the category.
    ///
    /// Before the court has filed it, a case has the type and the cause that the filer gave it.
    #[must_use]
    pub fn fits(&self, state: &CaseState) -> bool {
        let registration = state.decided.registration.as_ref();
        let case_type = match registration {
            Some(registration) => Some(registration.case_type.as_str()),
            None => state.kind().map(|kind| kind.case_type_code()),
        };
        let cause = match registration {
            Some(registration) => Some(registration.cause_code.as_str()),
            None => state.form().and_then(|form| form.cause_code.as_deref()),
        };
        // Imported cases bring the codes of another system; the words are the same.
        let cause_name = registration.map(|registration| registration.cause_name.as_str());
        self.flags.iter().any(|flag| state.decided.flags.contains(flag))
            || case_type.is_some_and(|code| self.case_types.iter().any(|pattern| is_type(pattern, code)))
            || cause.is_some_and(|code| self.causes.iter().any(|above| is_below(above, code)))
            || cause_name.is_some_and(|name| self.cause_words.iter().any(|word| name.contains(word.as_str())))
    }
}

/// Whether a type is meant by a pattern such as `民初` or `刑*`.
pub(super) fn is_type(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => code.starts_with(beginning),
        None => code == pattern,
    }
}

/// Whether a cause is `above` itself or stands below it.
pub(super) fn is_below(above: &str, code: &str) -> bool {
    code.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

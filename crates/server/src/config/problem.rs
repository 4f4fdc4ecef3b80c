//! What is wrong with a configuration, and where.

use std::fmt;

use serde::Serialize;

/// Where a wrong value was written; the order is that in which a person looks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Line of the file, from 1.
    Line(usize),
    /// Name of the environment variable.
    Variable(String),
    /// Written nowhere: the default is not enough.
    Nowhere,
}

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where to look.
    pub place: Place,
    /// `section.key`, or empty when the file cannot be read at all.
    pub key: String,
    /// What is wrong, with the way out where there is one.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Line(line) => write!(f, "line {line}: ")?,
            Place::Variable(name) => write!(f, "{name}: ")?,
            Place::Nowhere => {}
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.reason)
    }
}

//! The `--with` terms of a calculation, each used once or named as not understood.

use std::fmt::Display;
use std::str::FromStr;

use super::Failure;

/// The terms not used yet.
pub(super) struct Terms {
    left: Vec<(String, Option<String>)>,
}

impl Terms {
    /// The terms of a command line. A term that is the kind's own `basis` only says which rule is meant.
    pub(super) fn new(basis: Option<&str>, terms: &[String]) -> Result<Self, Failure> {
        let left = terms
            .iter()
            .filter(|term| basis != Some(term.as_str()))
            .map(|term| match term.split_once('=') {
                Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
                None => (term.clone(), None),
            })
            .collect();
        Ok(Self { left })
    }

    /// Whether the flag `key` was given.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        let n_before = self.left.len();
        self.left.retain(|(name, value)| name != key || value.is_some());
        self.left.len() < n_before
    }

    /// Every value of `key`.
    pub(super) fn each<T: FromStr<Err: Display>>(&mut self, key: &str) -> Result<Vec<T>, Failure> {
        let mut values = Vec::new();
        let mut left = Vec::new();
        for (name, value) in std::mem::take(&mut self.left) {
            match value {
                Some(value) if name == key => values.push(read(key, &value)?),
                value => left.push((name, value)),
            }
        }
        self.left = left;
        Ok(values)
    }

    /// The value of `key`, if it was given.
    pub(super) fn optional<T: FromStr<Err: Display>>(&mut self, key: &str) -> Result<Option<T>, Failure> {
        let mut values = self.each(key)?;
        if values.len() > 1 {
            return Err(Failure::Usage(format!("{key} was given more than once")));
        }
        Ok(values.pop())
    }

    /// The value of `key`.
    pub(super) fn required<T: FromStr<Err: Display>>(&mut self, key: &str) -> Result<T, Failure> {
        self.optional(key)?.ok_or_else(|| Failure::Usage(format!("give --with {key}=…")))
    }

    /// Accepts `key` with the one value there is, because people like to say it.
    pub(super) fn only(&mut self, key: &str, value: &str) -> Result<(), Failure> {
        match self.optional::<String>(key)? {
            Some(other) if other != value => {
                Err(Failure::Usage(format!("{key} can only be {value}, not {other}")))
            }
            _ => Ok(()),
        }
    }

    /// Refuses what is left over.
    pub(super) fn all_used(&self) -> Result<(), Failure> {
        match self.left.first() {
            Some((key, _)) => Err(Failure::Usage(format!("'{key}' means nothing for this kind"))),
            None => Ok(()),
        }
    }
}

/// Reads a value and names it when it cannot be read.
pub(super) fn read<T: FromStr<Err: Display>>(name: &str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|error| Failure::Usage(format!("{name}: {error}")))
}

/// Two values with a sign between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<A, B, const SIGN: char>(pub(super) A, pub(super) B);

impl<A: FromStr<Err: Display>, B: FromStr<Err: Display>, const SIGN: char> FromStr for Pair<A, B, SIGN> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, second) =
            text.split_once(SIGN).ok_or_else(|| format!("'{text}' needs a '{SIGN}' between two values"))?;
        let first = first.parse().map_err(|error: A::Err| error.to_string())?;
        // `..` reads better between dates than one point; the second point is dropped here.
        let second = second.strip_prefix('.').unwrap_or(second);
        Ok(Self(first, second.parse().map_err(|error: B::Err| error.to_string())?))
    }
}

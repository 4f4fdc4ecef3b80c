//! How a link is: what the workbench shows, and when a trouble is written into the log.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// How a link is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// `drop`, `http` or `nats`.
    pub link: &'static str,
    /// What does not work at the moment, with the way out where there is one.
    pub trouble: Option<String>,
}

/// Remembers the trouble of a link and logs when it begins, changes and ends: an outage of days is two lines.
#[derive(Debug)]
pub(super) struct Health {
    link: &'static str,
    troubles: Mutex<Vec<(&'static str, String)>>,
}

impl Health {
    pub(super) fn new(link: &'static str) -> Self {
        Self { link, troubles: Mutex::default() }
    }

    /// `part` of the link, such as `send`, does not work.
    pub(super) fn trouble(&self, part: &'static str, reason: &dyn std::fmt::Display) {
        let reason = reason.to_string();
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        let known = troubles.iter_mut().find(|(known, _)| *known == part);
        match known {
            Some((_, known)) if *known == reason => return,
            Some((_, known)) => known.clone_from(&reason),
            None => troubles.push((part, reason.clone())),
        }
        tracing::warn!(link = self.link, part, reason, "link has trouble");
    }

    /// `part` works.
    pub(super) fn works(&self, part: &'static str) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        let n_before = troubles.len();
        troubles.retain(|(known, _)| *known != part);
        if troubles.len() < n_before {
            tracing::info!(link = self.link, part, "link works again");
        }
    }

    pub(super) fn condition(&self) -> Condition {
        let troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        let told: Vec<String> = troubles.iter().map(|(part, reason)| format!("{part}: {reason}")).collect();
        Condition { link: self.link, trouble: (!told.is_empty()).then(|| told.join("; ")) }
    }
}

//! What the provider says of a member of staff, under names that a court can choose.

use std::collections::{BTreeMap, BTreeSet};

use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use weicourt_domain::actor::Duty;

use crate::config;

/// The claims that are not part of the standard.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct StaffClaims(BTreeMap<String, Value>);

impl AdditionalClaims for StaffClaims {}

impl StaffClaims {
    /// Whether the provider said anything under `claim`.
    pub(super) fn has(&self, claim: &str) -> bool {
        self.0.contains_key(claim)
    }

    /// Adds what was not known yet; what was signed stays.
    pub(super) fn add(&mut self, told: &Self) {
        for (claim, value) in &told.0 {
            self.0.entry(claim.clone()).or_insert_with(|| value.clone());
        }
    }

    /// The text under `claim`, or nothing.
    pub(super) fn word(&self, claim: &str) -> String {
        self.0.get(claim).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The duties, translated by the configured table. A single word counts as a list of one.
    pub(super) fn duties(&self, settings: &config::SignOn) -> BTreeSet<Duty> {
        let words: Vec<&str> = match self.0.get(&settings.duties_claim) {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(word)) => vec![word],
            _ => Vec::new(),
        };
        words
            .into_iter()
            .map(|word| settings.duties.get(word).map_or(word, String::as_str))
            .filter_map(|word| serde_json::from_value(Value::String(word.to_owned())).ok())
            .collect()
    }
}

//! The tables a record is checked against, made ready for millions of records.

use std::collections::{HashMap, HashSet};

use crate::calendar::BeijingDate;
use crate::facts::Facts;

/// Tables and the day for checking records.
#[derive(Debug, Clone)]
pub struct RegisterRules {
    pub(super) case_types: HashSet<String>,
    /// Name of each cause by its code.
    pub(super) causes: HashMap<String, String>,
    /// Code of the most specific cause by its name.
    pub(super) cause_codes: HashMap<String, String>,
    pub(super) today: BeijingDate,
}

impl RegisterRules {
    /// The tables of `facts`; no case was filed after `today`.
    #[must_use]
    pub fn new(facts: &Facts, today: BeijingDate) -> RegisterRules {
        let causes = facts.causes.iter().map(|cause| (cause.code.clone(), cause.name.clone())).collect();
        let mut by_level: Vec<_> = facts.causes.iter().collect();
        by_level.sort_by_key(|cause| cause.level);
        RegisterRules {
            case_types: facts.case_types.iter().map(|kind| kind.code.as_str().to_owned()).collect(),
            causes,
            cause_codes: by_level.into_iter().map(|cause| (cause.name.clone(), cause.code.clone())).collect(),
            today,
        }
    }
}

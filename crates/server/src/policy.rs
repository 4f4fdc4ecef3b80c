//! The policy a node works with: the one built in, or the operator's own.

use std::path::Path;

use weicourt_domain::facts::Facts;
use weicourt_domain::policy::Policy;

use crate::config::Policy as Section;

/// A policy file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnusablePolicy(String);

/// Reads the configured policy and checks it against the facts of this node.
///
/// # Errors
///
/// [`UnusablePolicy`] says the file, the line and the reason.
pub fn read(section: &Section, facts: &Facts) -> Result<Policy, UnusablePolicy> {
    if section.file.as_os_str().is_empty() {
        let policy = Policy::embedded();
        // An operator's own list of causes may lack one that the built-in policy names.
        policy.check_facts(facts).map_err(|error| UnusablePolicy(format!("built-in policy.toml {error}")))?;
        return Ok(policy);
    }
    read_file(&section.file, facts)
}

/// Reads a policy file and checks it against `facts`.
///
/// # Errors
///
/// As [`read`].
pub fn read_file(path: &Path, facts: &Facts) -> Result<Policy, UnusablePolicy> {
    let shown = path.display();
    let bytes =
        std::fs::read(path).map_err(|error| UnusablePolicy(format!("cannot read {shown}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| UnusablePolicy(format!("{shown} is not UTF-8")))?;
    let bad = |error: weicourt_domain::policy::PolicyError| UnusablePolicy(format!("{shown} {error}"));
    let policy = Policy::parse(&text).map_err(bad)?;
    policy.check_facts(facts).map_err(bad)?;
    Ok(policy)
}

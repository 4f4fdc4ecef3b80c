//! What the case knows of a document before anybody writes a word.
//!
//! Each file answers for a part of the case and puts in what it knows under the names that the templates use;
//! [`Fields`] keeps what the template has, in the shape that it wants, and the first word counts. What the case
//! cannot know stays out.

mod applications;
mod enforcement;
mod evidence;
mod fees;
mod fields;
mod head;
mod parties;
mod pleadings;
mod service;
mod words;

use std::collections::BTreeSet;

use serde_json::Value;
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::facts::Facts;
use weicourt_domain::instant::Instant;

use self::fields::Fields;
use crate::court::NodeProfile;
use crate::ports::DocumentTemplate;

/// What documents are filled from.
pub(crate) struct Source<'a> {
    pub(crate) state: &'a CaseState,
    pub(crate) facts: &'a Facts,
    pub(crate) now: Instant,
    pub(crate) profile: &'a NodeProfile,
    /// The parties it is for.
    pub(crate) parties: &'a BTreeSet<PartyNumber>,
}

/// The fields of a document as far as the case knows them.
pub(crate) fn fill(source: &Source<'_>, template: &DocumentTemplate) -> Value {
    let mut fields = Fields::of(template);
    // What is asked most closely comes first: an application is answered by name, the rest by custom.
    applications::fill(source, &mut fields);
    parties::fill(source, &mut fields);
    head::fill(source, &mut fields);
    enforcement::fill(source, &mut fields);
    pleadings::fill(source, &mut fields);
    evidence::fill(source, &mut fields);
    fees::fill(source, &mut fields);
    service::fill(source, &mut fields);
    fields.finish()
}

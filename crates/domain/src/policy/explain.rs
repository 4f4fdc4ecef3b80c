//! What of a case leaves the court's network, and why, for whoever must answer for it.
//!
//! No name and no word of the case is in it, so that people who run the machines may read it.

use serde::Serialize;

use super::{DECIDABLE, Policy, Retention, Rule, Sharing};
use crate::audience::Class;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::digest::Digest;
use crate::entry::EntryKind;
use crate::id::CaseId;
use crate::log::{EntryRef, Envelope, Origin};

/// What a policy says of a whole case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The case.
    pub case: CaseId,
    /// Its number, once it has one.
    pub case_number: Option<String>,
    /// The categories that fit it.
    pub categories: Vec<CategoryExplained>,
    /// What holds for each class that can leave at all.
    pub classes: Vec<ClassExplained>,
    /// Beijing date on which the case came to its end.
    pub ended_on: Option<BeijingDate>,
    /// Beijing date of the last day on which anything may be outside; none while the case goes on.
    pub last_day_outside: Option<BeijingDate>,
    /// Number of entries that leave whole.
    pub n_shared: usize,
    /// Number of entries that leave masked.
    pub n_masked: usize,
    /// Number of entries of which only the hash leaves.
    pub n_withheld: usize,
    /// Every entry, in the order of the space.
    pub entries: Vec<EntryExplained>,
    /// Every file, in the order of their digests.
    pub files: Vec<FileExplained>,
}

/// A category that fits the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryExplained {
    /// Its name in the file.
    pub name: String,
    /// What the court calls it.
    pub title: String,
    /// Line of the policy file.
    pub line: usize,
}

/// A class of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassExplained {
    /// The class.
    pub class: Class,
    /// What holds for it.
    pub rule: Rule,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryExplained {
    /// The chain.
    pub origin: Origin,
    /// Number within the chain.
    pub seq: u64,
    /// What kind of entry.
    pub kind: EntryKind,
    /// Its class.
    pub class: Class,
    /// The rule that decides, and why.
    pub rule: Rule,
    /// How long it may stay outside.
    pub retention: Retention,
    /// Beijing date of its last day outside, when the case has ended and it was let out.
    pub last_day: Option<BeijingDate>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileExplained {
    /// Digest of its bytes.
    pub sha256: Digest,
    /// The entries that refer to it.
    pub entries: Vec<EntryRef>,
    /// Whether it leaves: with an entry that leaves whole.
    pub leaves: bool,
    /// Beijing date of its last day outside, when the case has ended and it was let out.
    pub last_day: Option<BeijingDate>,
}

/// Says what of the case leaves and why. `envelopes` are those of its log, in any order.
#[must_use]
pub fn explain<'log>(
    policy: &Policy,
    state: &CaseState,
    envelopes: impl IntoIterator<Item = &'log Envelope>,
) -> Explanation {
    let ended_on = state.ended_on();
    let mut envelopes: Vec<&Envelope> = envelopes.into_iter().collect();
    envelopes.sort_by_key(|envelope| (envelope.n, envelope.origin));
    let entries: Vec<EntryExplained> = envelopes
        .into_iter()
        .map(|envelope| {
            let (rule, retention) = (policy.rule_of(state, envelope), policy.retention(state, envelope));
            let leaves = rule.sharing != Sharing::Withhold;
            let last_day = ended_on.filter(|_| leaves).map(|on| retention.last_day(on));
            let (origin, seq, kind, class) = (envelope.origin, envelope.seq, envelope.kind, envelope.class);
            EntryExplained { origin, seq, kind, class, rule, retention, last_day }
        })
        .collect();
    let n = |sharing| entries.iter().filter(|entry| entry.rule.sharing == sharing).count();
    let files = state.blobs.iter().map(|(sha256, uses)| {
        let leaves = policy.blob_leaves(state, *sha256);
        let of_uses = entries.iter().filter(|entry| {
            let entry_ref = EntryRef { origin: entry.origin, seq: entry.seq };
            entry.rule.sharing == Sharing::Share && uses.contains_key(&entry_ref)
        });
        let last_day = of_uses.filter_map(|entry| entry.last_day).max().filter(|_| leaves);
        FileExplained { sha256: *sha256, entries: uses.keys().copied().collect(), leaves, last_day }
    });
    let categories = policy.categories_of(state).into_iter().map(|category| CategoryExplained {
        name: category.name.clone(),
        title: category.title.clone(),
        line: category.line,
    });
    Explanation {
        case: state.case,
        case_number: state.decided.registration.as_ref().map(|found| found.case_number.to_string()),
        categories: categories.collect(),
        classes: DECIDABLE.map(|class| ClassExplained { class, rule: policy.rule(state, class) }).into(),
        ended_on,
        last_day_outside: policy.last_day_outside(state),
        n_shared: n(Sharing::Share),
        n_masked: n(Sharing::Mask),
        n_withheld: n(Sharing::Withhold),
        files: files.collect(),
        entries,
    }
}

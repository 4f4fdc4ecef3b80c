//! Whose move it is (轮到谁).

use std::collections::BTreeMap;

use super::{CaseDeadline, DeadlineKind, DeadlineStatus};
use crate::calendar::BeijingDate;
use crate::entry::Whose;

/// Somebody whose move it is, and what ends first for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'a> {
    /// Whose move it is.
    pub whose: Whose,
    /// The deadline that ends first.
    pub deadline: &'a CaseDeadline,
}

/// Whose move it is on `today`, those with the least time at the front. `deadlines` are those that the
/// asker may know of. The trial limit is the court's move only while nothing else is.
pub fn turn<'a>(deadlines: impl IntoIterator<Item = &'a CaseDeadline>, today: BeijingDate) -> Vec<Turn<'a>> {
    let mut first: BTreeMap<Whose, &CaseDeadline> = BTreeMap::new();
    let waits = |deadline: &&CaseDeadline| match deadline.status(today) {
        DeadlineStatus::Running => deadline.from <= today && deadline.is_open(),
        // What was due yesterday is still waited for; a period for evidence is simply over.
        DeadlineStatus::Elapsed => deadline.kind != DeadlineKind::Evidence && deadline.is_open(),
        DeadlineStatus::Met | DeadlineStatus::Paused => false,
    };
    let order = |deadline: &CaseDeadline| (deadline.kind == DeadlineKind::Trial, deadline.until);
    for deadline in deadlines.into_iter().filter(waits) {
        let known = first.entry(deadline.whose).or_insert(deadline);
        if order(deadline) < order(known) {
            *known = deadline;
        }
    }
    let mut turns: Vec<Turn<'a>> =
        first.into_iter().map(|(whose, deadline)| Turn { whose, deadline }).collect();
    turns.sort_by_key(|turn| (turn.deadline.until, turn.whose));
    turns
}

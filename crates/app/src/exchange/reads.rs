//! How far members have read, told to the other zone many at once.
//!
//! Every member reads every message, so marks move more often than the log grows. They are gathered for
//! a moment, and only the furthest of each member and case is told. A node that stops meanwhile has
//! forgotten a mark, as it may its own: a message shows as unread again, nothing else.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::Position;

use super::{ControlItem, lock};
use crate::court::Court;
use crate::error::AppError;

/// How long marks are gathered.
const GATHERED_FOR: Duration = Duration::from_secs(1);

/// Marks that the other zone has not been told.
#[derive(Debug, Default)]
pub(super) struct Reads(Mutex<BTreeMap<(CaseId, PersonId), Position>>);

impl Reads {
    /// Adds a mark; whether it is the first, so that somebody has to tell them.
    fn add(&self, case: CaseId, person: PersonId, upto: Position) -> bool {
        let mut marks = lock(&self.0);
        let first = marks.is_empty();
        let known = marks.entry((case, person)).or_default();
        *known = known.join(upto);
        first
    }

    fn take(&self) -> BTreeMap<(CaseId, PersonId), Position> {
        std::mem::take(&mut *lock(&self.0))
    }
}

impl Court {
    /// Tells the other zone, in a moment, how far somebody has read a case that stands outside.
    pub(crate) fn tell_read(&self, case: CaseId, person: PersonId, upto: Position) {
        let Some(link) = self.link().filter(|link| link.outside(case).is_some()) else { return };
        if link.reads.add(case, person, upto) {
            let court = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(GATHERED_FOR).await;
                if let Err(error) = court.tell_reads().await {
                    tracing::warn!(error = %error, "the other zone was not told what is read");
                }
            });
        }
    }

    async fn tell_reads(&self) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        // A case may have gone home meanwhile.
        let marks = link.reads.take().into_iter().filter(|((case, _), _)| link.outside(*case).is_some());
        let items =
            marks.map(|((case, person), upto)| ControlItem::Read { case, person, upto }.to_store(Some(case)));
        self.store.tell_peer(&items.collect::<Result<Vec<_>, _>>()?).await?;
        link.told();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_furthest_mark_of_a_member_and_case_is_told() {
        let reads = Reads::default();
        let (case, other) = (CaseId(1), CaseId(2));
        let at = |front, court| Position { front, court };
        assert!(reads.add(case, PersonId(7), at(3, 1)));
        assert!(!reads.add(case, PersonId(7), at(2, 4)));
        assert!(!reads.add(case, PersonId(8), at(1, 1)));
        assert!(!reads.add(other, PersonId(7), at(1, 0)));
        let told: Vec<_> = reads.take().into_iter().collect();
        let expected = [
            ((case, PersonId(7)), at(3, 4)),
            ((case, PersonId(8)), at(1, 1)),
            ((other, PersonId(7)), at(1, 0)),
        ];
        assert_eq!(told, expected);
        assert!(reads.add(case, PersonId(7), at(5, 5)), "whoever took them leaves the next to be told");
    }
}

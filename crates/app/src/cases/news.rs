//! What is new in a case, for one person.

use std::sync::Arc;

use weicourt_domain::actor::Actor;
use weicourt_domain::audience::Audience;
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::{EntryBody, EntryKind};
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Entry;
use weicourt_domain::permission;

use super::LARGEST_PAGE;
use crate::court::{Court, LoadedCase};
use crate::error::AppError;

/// Kinds that count as news in a list of cases.
pub(super) const NEWS: [EntryKind; 19] = [
    EntryKind::CaseRegistered,
    EntryKind::BenchAssigned,
    EntryKind::MemberJoined,
    EntryKind::MemberCalled,
    EntryKind::MessagePosted,
    EntryKind::FloorClosed,
    EntryKind::FloorOpened,
    EntryKind::CaseClosed,
    EntryKind::EvidenceSubmitted,
    EntryKind::EvidencePeriodSet,
    EntryKind::OpinionGiven,
    EntryKind::OpinionRoundOpened,
    EntryKind::EvidenceRuled,
    EntryKind::CourtQuestionAsked,
    EntryKind::CourtQuestionAnswered,
    EntryKind::ComparisonAppointed,
    EntryKind::PeriodStarted,
    EntryKind::PeriodMoved,
    EntryKind::DeadlineReminded,
];

/// News that a person may know of.
pub(super) struct VisibleNews {
    /// How much they have not read.
    pub(super) n_unread: u64,
    /// The last of it.
    pub(super) last: Option<Arc<Entry>>,
}

impl Court {
    /// Whether something since the person's read mark mentions them.
    pub(super) async fn is_mentioned(
        &self,
        actor: &Actor,
        case: CaseId,
        loaded: &LoadedCase,
    ) -> Result<bool, AppError> {
        let marks = self.store.read_marks_of_person(actor.person, &[case]).await?;
        let mark = marks.get(&case).copied().unwrap_or_default();
        let since = self.store.entries_after(case, mark, LARGEST_PAGE).await?;
        let names_them = |entry: &&Arc<Entry>| match &entry.body {
            EntryBody::MessagePosted { mentions, .. } => mentions.contains(&actor.person),
            _ => false,
        };
        let mut mentions = since.entries.iter().filter(names_them);
        Ok(loaded.read(|state, _| mentions.any(|entry| permission::may_see(state, actor, &entry.envelope))))
    }

    /// News of a case in which something is hidden from the person: what they have not read, and the last.
    pub(super) async fn visible_news(
        &self,
        actor: &Actor,
        case: CaseId,
        loaded: &LoadedCase,
    ) -> Result<VisibleNews, AppError> {
        let marks = self.store.read_marks_of_person(actor.person, &[case]).await?;
        let mark = marks.get(&case).copied().unwrap_or_default();
        let newest = self.store.entries_before_n(case, u64::MAX >> 1, LARGEST_PAGE).await?;
        let is_news = |state: &CaseState, entry: &Entry| {
            let envelope = &entry.envelope;
            NEWS.contains(&envelope.kind)
                && envelope.audience == Audience::Everyone
                && permission::may_see(state, actor, envelope)
        };
        let is_unread = |entry: &Entry| {
            let envelope = &entry.envelope;
            envelope.seq > mark.of(envelope.origin) && envelope.actor.person != actor.person
        };
        Ok(loaded.read(|state, _| {
            let news: Vec<_> = newest.entries.iter().filter(|entry| is_news(state, entry)).collect();
            let n_unread = news.iter().filter(|entry| is_unread(entry)).count() as u64;
            VisibleNews { n_unread, last: news.last().map(|entry| Arc::clone(entry)) }
        }))
    }
}

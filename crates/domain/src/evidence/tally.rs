//! What is agreed and what is not, counted.

use super::round::{opinion_of, opinions_on, ruling_of};
use super::{Exhibit, Opinion};
use crate::case::CaseState;
use crate::entry::{OpinionForm, PartyNumber, PointOpinion, Stance};
use crate::log::EntryRef;

/// Where the parties stand on an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Every other party of the case agreed on all points (无争议).
    Undisputed,
    /// Somebody disputes a point (有争议).
    Disputed,
    /// Nobody disputes it, but somebody wants to see the original.
    NeedOriginal,
    /// Somebody has not said anything yet.
    Waiting,
}

/// Exhibits counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All that count.
    pub n_exhibits: u32,
    /// Those that every other party agreed to.
    pub n_undisputed: u32,
    /// Those that somebody disputes.
    pub n_disputed: u32,
    /// Those whose original somebody wants to see.
    pub n_need_original: u32,
    /// Those that somebody has still to answer.
    pub n_waiting: u32,
    /// Those the judge has ruled on, whatever was said.
    pub n_ruled: u32,
}

impl OpinionForm {
    /// The four points: 真实性, 合法性, 关联性, 证明力.
    pub fn points(&self) -> [&PointOpinion; 4] {
        [&self.authenticity, &self.legality, &self.relevance, &self.force]
    }
}

/// Parties of other sides that have somebody in the case: those who have to answer an exhibit.
pub fn answering_parties(state: &CaseState, exhibit: &Exhibit) -> Vec<PartyNumber> {
    let side = state.side_of(exhibit);
    let present: std::collections::BTreeSet<_> =
        state.members().into_iter().filter_map(|(_, _, membership)| membership.party).collect();
    let others = state.parties().into_iter().filter(|(_, other, _)| Some(*other) != side);
    others.map(|(party, ..)| party).filter(|party| present.contains(party)).collect()
}

/// Parties that have not said anything to an exhibit yet.
pub fn awaited(state: &CaseState, exhibit: &Exhibit) -> Vec<PartyNumber> {
    let mut parties = answering_parties(state, exhibit);
    parties.retain(|party| opinion_of(state, exhibit.entry, *party).is_none());
    parties
}

/// Whether the exhibit still counts: it was neither taken back nor has to be handed in again.
pub fn counts(state: &CaseState, exhibit: EntryRef) -> bool {
    let returned = state.decided.evidence.received.get(&exhibit).is_some_and(|found| !found.accepted);
    !returned && !state.submitted.evidence.withdrawn.contains_key(&exhibit)
}

/// The last opinion of each party.
pub fn latest_opinions(state: &CaseState, exhibit: EntryRef) -> impl Iterator<Item = &Opinion> {
    let opinions = opinions_on(state, exhibit).iter();
    opinions.filter(move |opinion| {
        opinion_of(state, exhibit, opinion.party).is_some_and(|last| last.entry == opinion.entry)
    })
}

/// Where the parties stand on an exhibit, by the last opinion of each.
pub fn agreement(state: &CaseState, exhibit: &Exhibit) -> Agreement {
    let says = |stance| {
        let mut latest = latest_opinions(state, exhibit.entry);
        latest.any(|opinion| opinion.form.points().into_iter().any(|point| point.stance == stance))
    };
    if says(Stance::Dispute) {
        Agreement::Disputed
    } else if says(Stance::NeedOriginal) {
        Agreement::NeedOriginal
    } else if opinions_on(state, exhibit.entry).is_empty() || !awaited(state, exhibit).is_empty() {
        Agreement::Waiting
    } else {
        Agreement::Undisputed
    }
}

/// Counts the exhibits among `exhibits` that count.
pub fn tally<'a>(state: &CaseState, exhibits: impl IntoIterator<Item = &'a Exhibit>) -> Tally {
    let mut tally = Tally::default();
    for exhibit in exhibits.into_iter().filter(|exhibit| counts(state, exhibit.entry)) {
        tally.n_exhibits += 1;
        match agreement(state, exhibit) {
            Agreement::Undisputed => tally.n_undisputed += 1,
            Agreement::Disputed => tally.n_disputed += 1,
            Agreement::NeedOriginal => tally.n_need_original += 1,
            Agreement::Waiting => tally.n_waiting += 1,
        }
        tally.n_ruled += u32::from(ruling_of(state, exhibit.entry).is_some());
    }
    tally
}

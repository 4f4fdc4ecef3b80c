//! The board of cross-examination.

use weicourt_domain::actor::Side;
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::{ExchangeForm, PromotionTarget};
use weicourt_domain::evidence::{self, EvidencePeriod, Exhibit, Tally};
use weicourt_domain::permission::{self, Act};
use weicourt_domain::promotion::{self, Proposal};

use super::exhibit::{exhibit_view, party_name, person_name, questions};
use super::views::{
    EvidenceBoard, EvidencePeriodView, OpinionRoundView, ProposalState, ProposalView, SideTally, TallyView,
};
use crate::view::Viewer;

/// Acts on the evidence as a whole.
const ON_THE_BOARD: [Act; 5] = [
    Act::SubmitEvidence,
    Act::SetEvidencePeriod,
    Act::OpenOpinionRound,
    Act::AskCourtQuestion,
    Act::ProposePromotion,
];

/// Exhibits the viewer may know of, in the order in which they came.
pub(super) fn known<'a>(viewer: &Viewer<'a>) -> Vec<&'a Exhibit> {
    let Viewer { state, actor, membership, .. } = *viewer;
    state.exhibits().filter(|exhibit| evidence::may_know(state, membership, actor, exhibit)).collect()
}

/// The evidence as the viewer sees it.
pub(super) fn board(viewer: &Viewer<'_>) -> EvidenceBoard {
    let Viewer { state, actor, now, .. } = *viewer;
    if !permission::reads_material(state, actor) {
        return nothing();
    }
    let exhibits = known(viewer);
    let acts = ON_THE_BOARD.into_iter();
    EvidenceBoard {
        tally: tally(state, &exhibits),
        periods: periods(viewer),
        round: round(viewer, &exhibits),
        proposals: proposals(viewer),
        questions: questions(viewer, |question| question.exhibit.is_none()),
        actions: acts.filter(|act| permission::may(state, actor, *act, now).is_ok()).collect(),
        exhibits: exhibits.into_iter().map(|exhibit| exhibit_view(viewer, exhibit)).collect(),
    }
}

/// The board for those who see where a case stands, but not its content.
fn nothing() -> EvidenceBoard {
    EvidenceBoard {
        exhibits: Vec::new(),
        tally: tally_view(Tally::default(), Vec::new()),
        periods: Vec::new(),
        round: OpinionRoundView { round: 1, until: None, note: String::new() },
        proposals: Vec::new(),
        questions: Vec::new(),
        actions: Vec::new(),
    }
}

fn tally(state: &CaseState, exhibits: &[&Exhibit]) -> TallyView {
    let of_side = |side| {
        let own = exhibits.iter().copied().filter(|exhibit| state.side_of(exhibit) == Some(side));
        evidence::tally(state, own)
    };
    let mut sides: Vec<Side> = state.parties().into_iter().map(|(_, side, _)| side).collect();
    sides.sort_unstable();
    sides.dedup();
    let by_side = sides.into_iter().map(|side| {
        let Tally { n_exhibits, n_undisputed, n_disputed, n_need_original, n_waiting, n_ruled } =
            of_side(side);
        SideTally { side, n_exhibits, n_undisputed, n_disputed, n_need_original, n_waiting, n_ruled }
    });
    tally_view(evidence::tally(state, exhibits.iter().copied()), by_side.collect())
}

fn tally_view(counts: Tally, by_side: Vec<SideTally>) -> TallyView {
    let Tally { n_exhibits, n_undisputed, n_disputed, n_need_original, n_waiting, n_ruled } = counts;
    TallyView { n_exhibits, n_undisputed, n_disputed, n_need_original, n_waiting, n_ruled, by_side }
}

fn periods(viewer: &Viewer<'_>) -> Vec<EvidencePeriodView> {
    let state = viewer.state;
    let applying: Vec<_> = state
        .parties()
        .into_iter()
        .filter_map(|(party, ..)| evidence::period_of(state, party).map(|period| period.entry))
        .collect();
    let view = |period: &EvidencePeriod| EvidencePeriodView {
        period: period.entry,
        at: period.at,
        party: period.party,
        party_name: period.party.map(|party| party_name(state, party)),
        until: evidence::end_of(state, period),
        set_until: period.until,
        exchange: period.exchange.clone(),
        agreed: period.agreed,
        applies: applying.contains(&period.entry),
        stands_still: evidence::stands_still(state, viewer.now),
    };
    state.decided.evidence.periods.iter().map(view).collect()
}

fn round(viewer: &Viewer<'_>, exhibits: &[&Exhibit]) -> OpinionRoundView {
    let state = viewer.state;
    let mut rounds = state.decided.evidence.rounds.iter();
    // A round on exhibits that the viewer may not know of is none for them.
    let opened = rounds.rfind(|round| {
        round.exhibits.is_empty() || exhibits.iter().any(|exhibit| round.exhibits.contains(&exhibit.entry))
    });
    match opened {
        Some(round) => {
            OpinionRoundView { round: round.round, until: Some(round.until), note: round.note.clone() }
        }
        None => {
            let of_all = state.decided.evidence.periods.last();
            let until = of_all.map(|period| match &period.exchange {
                ExchangeForm::Synchronous { at, .. } => at.beijing_date(),
                ExchangeForm::Asynchronous { opinions_until } => *opinions_until,
            });
            OpinionRoundView { round: 1, until, note: String::new() }
        }
    }
}

fn proposals(viewer: &Viewer<'_>) -> Vec<ProposalView> {
    let Viewer { state, actor, membership, .. } = *viewer;
    let theirs = |proposal: &&Proposal| membership.role.is_bench() || proposal.author == actor.person;
    let proposals = state.decided.proposals.values().filter(theirs);
    proposals.map(|proposal| proposal_view(viewer, proposal)).collect()
}

fn proposal_view(viewer: &Viewer<'_>, proposal: &Proposal) -> ProposalView {
    let Viewer { state, actor, now, .. } = *viewer;
    let mine = proposal.author == actor.person;
    let become_of = match promotion::answer_to(state, proposal.entry) {
        None => ProposalState::Open,
        Some(promotion::AnswerGiven::Confirmed) => ProposalState::Confirmed,
        Some(promotion::AnswerGiven::Declined) => ProposalState::Declined,
    };
    let confirm = match proposal.target {
        PromotionTarget::Exhibit { .. } => Act::SubmitEvidence,
        PromotionTarget::Application { .. } => Act::FileApplication,
    };
    let acts = [confirm, Act::DeclinePromotion].into_iter();
    let open = mine && become_of == ProposalState::Open && !state.is_withdrawn(proposal.message);
    ProposalView {
        proposal: proposal.entry,
        message: proposal.message,
        author_name: person_name(state, proposal.author),
        target: proposal.target.clone(),
        at: proposal.at,
        mine,
        state: become_of,
        actions: acts.filter(|act| open && permission::may(state, actor, *act, now).is_ok()).collect(),
    }
}

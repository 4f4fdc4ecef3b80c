//! The evidence of a case as one viewer sees it: the board of cross-examination (质证), and the list (证据清单).

mod board;
mod exhibit;
mod list;
mod views;

use weicourt_domain::actor::Actor;
use weicourt_domain::id::CaseId;

pub(crate) use self::exhibit::{n_pages, party_name, person_name};
pub use self::list::{EvidenceList, ExhibitRow, SideList};
pub use self::views::{
    AppointmentView, AwaitedView, ComparisonRequestView, ComparisonView, ComparisonsView, CourtAnswerView,
    EvidenceBoard, EvidencePeriodView, ExhibitStatus, ExhibitView, LateView, LookView, NamedPerson,
    OpinionRoundView, OpinionView, ProposalState, ProposalView, QuestionView, ReceivedView, RestrictionView,
    RestrictionWishView, RulingView, SideTally, TallyView,
};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::Viewer;

impl Court {
    /// The evidence of a case with everything that was said to it.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn evidence(&self, actor: &Actor, case: CaseId) -> Result<EvidenceBoard, AppError> {
        let (loaded, now) = (self.case_for(actor, case).await?, self.now());
        let board = loaded.read(|state, _| Viewer::of(state, actor, now).map(|viewer| board::board(&viewer)));
        Ok(board.ok_or(Denied::NotFound)?)
    }

    /// The list of the evidence of each side, to be printed.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn evidence_list(&self, actor: &Actor, case: CaseId) -> Result<EvidenceList, AppError> {
        let (loaded, now) = (self.case_for(actor, case).await?, self.now());
        let list = loaded.read(|state, _| Viewer::of(state, actor, now).map(|viewer| list::list(&viewer)));
        Ok(list.ok_or(Denied::NotFound)?)
    }
}

//! Service as a viewer sees it: one case's board, the desk's over all cases, and a person's mailbox.

mod address_paper;
mod board;
mod certify;
mod mailbox;
mod reach;
mod views;

pub use self::board::{DeskService, ServedQueueName, ServiceCounts};
pub use self::mailbox::{MailItem, Mailbox, UnreadMail};
pub use self::views::{
    AddressView, AttemptView, CaseService, CompanionView, EffectView, OwnService, RebuttalView,
    RecipientView, ServableView, ServiceItemView, ServiceWay,
};

use weicourt_domain::actor::Actor;
use weicourt_domain::id::CaseId;

use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::Viewer;

impl Court {
    /// Service in a case: for the court everything, for a party what was served on it.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn case_service(&self, actor: &Actor, case: CaseId) -> Result<CaseService, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let now = self.now();
        let service = loaded.read(|state, _| {
            Viewer::of(state, actor, now).map(|viewer| views::case_service(&viewer, &self.facts))
        });
        service.ok_or_else(|| Denied::NotFound.into())
    }
}

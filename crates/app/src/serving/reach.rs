//! Whether papers reach the mailbox on the node outside.

use weicourt_domain::audience::Class;
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{self, Zone};
use weicourt_domain::entry::{EntryBody, ServiceChannel};
use weicourt_domain::log::{Draft, DraftBody};
use weicourt_domain::policy::Sharing;
use weicourt_domain::serving::Refusal;

use crate::court::Court;

impl Court {
    /// Gives back what was decided, unless it sends papers to a mailbox outside that the policy keeps them from:
    /// they would be on their way for ever.
    pub(crate) fn reachable(
        &self,
        state: &CaseState,
        drafts: Vec<Draft>,
    ) -> Result<Vec<Draft>, command::Refusal> {
        let to_mailbox = |draft: &Draft| match &draft.body {
            DraftBody::Ready(EntryBody::PapersSent(sent)) => sent.channel == ServiceChannel::Mailbox,
            _ => false,
        };
        let Some(link) = self.link().filter(|_| self.profile.zone == Zone::Court) else { return Ok(drafts) };
        let stays = link.settings.policy.rule(state, Class::Material).sharing != Sharing::Share;
        if stays && drafts.iter().any(to_mailbox) { Err(Refusal::StaysInside.into()) } else { Ok(drafts) }
    }
}

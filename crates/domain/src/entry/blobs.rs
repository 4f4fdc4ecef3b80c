//! Files that entries refer to.

use super::{EntryBody, ExhibitPage};
use crate::form::BlobRef;

impl EntryBody {
    /// Files the entry refers to; in a masked entry none.
    pub fn blobs(&self) -> Vec<&BlobRef> {
        let mut blobs = self.named_blobs();
        blobs.retain(|blob| !blob.is_withheld());
        blobs
    }

    fn named_blobs(&self) -> Vec<&BlobRef> {
        match self {
            EntryBody::FilingSubmitted { form }
            | EntryBody::FilingResubmitted { form, .. }
            | EntryBody::PartiesImported { form } => {
                form.attachments.iter().map(|attachment| &attachment.blob).collect()
            }
            EntryBody::MessagePosted { content, .. } => content.blobs().collect(),
            EntryBody::EvidenceSubmitted { exhibit, .. } => {
                exhibit.pages.iter().flat_map(ExhibitPage::blobs).collect()
            }
            EntryBody::ComparisonRecorded { photos, .. } => {
                photos.iter().flat_map(ExhibitPage::blobs).collect()
            }
            EntryBody::ApplicationFiled { application, .. } => {
                application.attachments.iter().map(|attachment| &attachment.blob).collect()
            }
            EntryBody::AnswerFiled { answer, .. } => {
                answer.attachments.iter().map(|attachment| &attachment.blob).collect()
            }
            EntryBody::DocumentApproved(approved) => vec![&approved.file],
            EntryBody::ServiceAddressConfirmed(confirmed) => vec![&confirmed.signature],
            EntryBody::PapersSent(sent) => sent.papers.iter().flat_map(|paper| &paper.files).collect(),
            EntryBody::ServiceAcknowledged(signed_for) => signed_for.signature.iter().collect(),
            EntryBody::ServiceRebutted(rebutted) => {
                rebutted.attachments.iter().map(|attachment| &attachment.blob).collect()
            }
            EntryBody::PaperServiceRecorded(recorded) => {
                let files = recorded.papers.iter().flat_map(|paper| &paper.files);
                files.chain(&recorded.proofs).collect()
            }
            EntryBody::ServiceTookEffect(effect) => vec![&effect.certificate],
            _ => Vec::new(),
        }
    }
}

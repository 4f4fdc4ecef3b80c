//! Court documents and service without the people.

use super::HIDDEN;
use crate::entry::{
    ChannelReport, ConsentDeclared, DocumentApproved, DocumentDrafted, DocumentSetAside, EntryBody,
    PaperRequested, PaperServiceRecorded, PapersSent, RebuttalRuled, Receiver, ServedPaper,
    ServiceAcknowledged, ServiceAddressConfirmed, ServiceAddressForm, ServiceRebutted, ServiceRecalled,
    ServiceReported, ServiceTookEffect,
};
use crate::form::BlobRef;

fn hidden() -> String {
    HIDDEN.to_owned()
}

fn paper(paper: &ServedPaper) -> ServedPaper {
    ServedPaper { title: hidden(), files: Vec::new(), code: String::new(), ..paper.clone() }
}

/// The body without names, addresses, words and files; `None` for bodies of other areas.
pub(super) fn mask(body: &EntryBody) -> Option<EntryBody> {
    let masked = match body {
        EntryBody::DocumentDrafted(drafted) => EntryBody::DocumentDrafted(DocumentDrafted {
            title: hidden(),
            data: "{}".to_owned(),
            ..drafted.clone()
        }),
        EntryBody::DocumentApproved(approved) => EntryBody::DocumentApproved(DocumentApproved {
            title: hidden(),
            file: BlobRef::withheld(),
            code: String::new(),
            ..approved.clone()
        }),
        EntryBody::DocumentSetAside(set_aside) => {
            EntryBody::DocumentSetAside(DocumentSetAside { document: set_aside.document, reason: hidden() })
        }
        EntryBody::ServiceAddressConfirmed(confirmed) => {
            EntryBody::ServiceAddressConfirmed(ServiceAddressConfirmed {
                form: ServiceAddressForm {
                    email: None,
                    excluded: String::new(),
                    receiver: hidden(),
                    phone: hidden(),
                    address: hidden(),
                    postcode: String::new(),
                    ..confirmed.form.clone()
                },
                signature: BlobRef::withheld(),
                ..confirmed.clone()
            })
        }
        EntryBody::ConsentDeclared(declared) => {
            EntryBody::ConsentDeclared(ConsentDeclared { reason: hidden(), ..declared.clone() })
        }
        EntryBody::PapersSent(sent) => EntryBody::PapersSent(PapersSent {
            name: hidden(),
            receivers: sent
                .receivers
                .iter()
                .map(|receiver| Receiver { person: receiver.person, name: hidden() })
                .collect(),
            papers: sent.papers.iter().map(paper).collect(),
            address: String::new(),
            ..sent.clone()
        }),
        EntryBody::ServiceReported(reported) => EntryBody::ServiceReported(ServiceReported {
            sent: reported.sent,
            report: match &reported.report {
                ChannelReport::Arrived { at, .. } => ChannelReport::Arrived { at: *at, proof: hidden() },
                ChannelReport::Bounced { at, .. } => ChannelReport::Bounced { at: *at, reason: hidden() },
                ChannelReport::Read { at, .. } => ChannelReport::Read { at: *at, proof: hidden() },
                ChannelReport::CompanionSent { .. } | ChannelReport::CompanionFailed { .. } => {
                    reported.report.clone()
                }
            },
        }),
        EntryBody::ServiceAcknowledged(signed_for) => {
            EntryBody::ServiceAcknowledged(ServiceAcknowledged { signature: None, ..signed_for.clone() })
        }
        EntryBody::PaperRequested(wish) => {
            EntryBody::PaperRequested(PaperRequested { note: hidden(), ..wish.clone() })
        }
        EntryBody::ServiceRebutted(rebutted) => EntryBody::ServiceRebutted(ServiceRebutted {
            reason: hidden(),
            attachments: Vec::new(),
            ..rebutted.clone()
        }),
        EntryBody::RebuttalRuled(ruled) => {
            EntryBody::RebuttalRuled(RebuttalRuled { reason: hidden(), ..ruled.clone() })
        }
        EntryBody::PaperServiceRecorded(recorded) => EntryBody::PaperServiceRecorded(PaperServiceRecorded {
            papers: recorded.papers.iter().map(paper).collect(),
            note: hidden(),
            proofs: Vec::new(),
            ..recorded.clone()
        }),
        EntryBody::ServiceRecalled(recalled) => {
            EntryBody::ServiceRecalled(ServiceRecalled { sent: recalled.sent, reason: hidden() })
        }
        EntryBody::ServiceTookEffect(effect) => EntryBody::ServiceTookEffect(ServiceTookEffect {
            title: hidden(),
            certificate: BlobRef::withheld(),
            code: String::new(),
            ..effect.clone()
        }),
        EntryBody::ServedOpened(_) => body.clone(),
        _ => return None,
    };
    Some(masked)
}

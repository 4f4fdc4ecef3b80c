//! Commands on service: addresses and consent, sending, answering. Most are the bodies of the requests, too.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::entry::{
    ChannelReport, CompanionNotice, ConsentScope, PartyNumber, ServiceAddressForm, ServiceChannel,
};
use crate::form::{Attachment, BlobRef};
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;
use crate::service::{AddressStanding, Attempt, RebuttalGround};

/// Confirm one's address for service (送达地址确认书), with a signature written on the screen.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmServiceAddress {
    /// The form.
    pub form: ServiceAddressForm,
    /// The picture of the signature.
    pub signature: BlobRef,
}

/// Record an address form that was signed on paper.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordServiceAddress {
    /// Whose.
    pub party: PartyNumber,
    /// The form.
    pub form: ServiceAddressForm,
    /// The picture of the signed paper.
    pub scan: BlobRef,
}

/// Agree to do steps of the case online, or take it back.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclareConsent {
    /// Each step, and whether one agrees.
    pub scopes: BTreeMap<ConsentScope, bool>,
    /// Why it is taken back; owed then.
    #[serde(default)]
    pub reason: String,
}

/// To whom and how papers are sent.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendTo {
    /// The party.
    pub party: PartyNumber,
    /// How.
    pub channel: ServiceChannel,
    /// An e-mail address, where the party confirmed none.
    #[serde(default)]
    pub address: Option<String>,
    /// Whose address that is, as far as the court knows.
    #[serde(default)]
    pub standing: Option<AddressStanding>,
}

/// Send papers electronically: all papers to everybody named, in one act.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendPapers {
    /// Court documents by their first draft, exhibits by their entry.
    pub papers: Vec<EntryRef>,
    /// To whom and how; a party may be named once for each channel.
    pub to: Vec<SendTo>,
    /// Notices to look that go along.
    #[serde(default)]
    pub companions: BTreeSet<CompanionNotice>,
}

/// Note what a channel says. Done by the node itself.
#[derive(Clone)]
pub struct ReportService {
    /// What was sent.
    pub sent: EntryRef,
    /// The report.
    pub report: ChannelReport,
}

/// Open a served paper for the first time.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenServed {
    /// What was sent.
    pub sent: EntryRef,
    /// The paper.
    pub paper: EntryRef,
}

/// Sign for papers.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcknowledgeService {
    /// What was sent.
    pub sent: EntryRef,
    /// The papers; all of it when empty.
    #[serde(default)]
    pub papers: BTreeSet<EntryRef>,
    /// The picture of the signature.
    #[serde(default)]
    pub signature: Option<BlobRef>,
}

/// Ask for a paper copy.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestPaper {
    /// The paper.
    pub paper: EntryRef,
    /// Words to the court.
    #[serde(default)]
    pub note: String,
}

/// Say that the presumption of service is wrong, or that it arrived at another time.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RebutService {
    /// What was sent.
    pub sent: EntryRef,
    /// The paper.
    pub paper: EntryRef,
    /// On which ground.
    pub ground: RebuttalGround,
    /// When it arrived, by what the recipient shows; with [`RebuttalGround::OtherArrival`] only.
    #[serde(default)]
    pub arrived_at: Option<Instant>,
    /// Why.
    pub reason: String,
    /// What shows it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// Rule on a rebuttal.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleOnRebuttal {
    /// The rebuttal.
    pub rebuttal: EntryRef,
    /// Whether it is upheld.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

/// Record a service on paper, or its result.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordPaperService {
    /// The party.
    pub recipient: PartyNumber,
    /// Court documents by their first draft, exhibits by their entry.
    pub papers: Vec<EntryRef>,
    /// How, with its dates.
    pub way: Attempt,
    /// Number of the consignment, name of the newspaper, and whatever else is to be noted.
    #[serde(default)]
    pub note: String,
    /// Photographs, the signed return.
    #[serde(default)]
    pub proofs: Vec<BlobRef>,
    /// The record it completes.
    #[serde(default)]
    pub replaces: Option<EntryRef>,
}

/// Take back what was sent.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecallService {
    /// What was sent.
    pub sent: EntryRef,
    /// Why.
    pub reason: String,
}

/// Record that a paper is served, with its certificate. Done by the node itself; whether and since when it is
/// served follows from the case.
#[derive(Clone)]
pub struct CertifyService {
    /// The party.
    pub recipient: PartyNumber,
    /// The paper.
    pub paper: EntryRef,
    /// Number of the certificate, the next one of the case.
    pub number: String,
    /// The certificate.
    pub certificate: BlobRef,
    /// What stands behind the QR code.
    pub code: String,
}

hushed_debug! {
    ConfirmServiceAddress { form },
    RecordServiceAddress { party, form },
    DeclareConsent { scopes },
    SendTo { party, channel, standing },
    SendPapers { papers, to, companions },
    ReportService { sent },
    OpenServed { sent, paper },
    AcknowledgeService { sent, papers },
    RequestPaper { paper },
    RebutService { sent, paper, ground },
    RuleOnRebuttal { rebuttal, upheld },
    RecordPaperService { recipient, replaces },
    RecallService { sent },
    CertifyService { recipient, paper },
}

//! The volumes as the log fills them.

use std::collections::BTreeMap;

use super::contents::{Item, Leaf, Section, VolumeName};
use super::paper::n_pages;
use super::words::{application_name, ruling_name};
use crate::audience::{Audience, Class};
use crate::case::{BlobUse, CaseState};
use crate::entry::{EntryBody, ExhibitPage, FileLook, MessageContent, PartyNumber};
use crate::form::{Attachment, AttachmentKind, FilingKind};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Entry, Envelope, Origin};

/// When somebody last read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastLook {
    /// Last opened.
    pub opened: Option<Instant>,
    /// Last copied.
    pub exported: Option<Instant>,
}

/// The volumes. Each grows with one chain only, so the order in which the chains meet changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelves {
    parties: Vec<Item>,
    court: Vec<Item>,
    internal: Vec<Item>,
    /// By person, and whether it was the internal file.
    looks: BTreeMap<(PersonId, bool), LastLook>,
}

impl Shelves {
    /// Items of a volume, in the order of their pages.
    pub fn volume(&self, volume: VolumeName) -> &[Item] {
        match volume {
            VolumeName::Parties => &self.parties,
            VolumeName::Court => &self.court,
            VolumeName::Internal => &self.internal,
        }
    }

    /// When a person last read the file.
    pub fn last_look(&self, person: PersonId, internal: bool) -> Option<LastLook> {
        self.looks.get(&(person, internal)).copied()
    }
}

/// Folds one entry in.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let envelope = &entry.envelope;
    let shelves = &mut state.dossier;
    if let EntryBody::FileLooked { look, internal } = &entry.body {
        let last = shelves.looks.entry((envelope.actor.person, *internal)).or_default();
        // A reader may look on both nodes; the later look counts, whichever is known first.
        let which = match look {
            FileLook::Opened => &mut last.opened,
            FileLook::Exported { .. } => &mut last.exported,
        };
        *which = (*which).max(Some(envelope.at));
        return;
    }
    let Some(volume) = volume_of(entry) else { return };
    let volume = match volume {
        VolumeName::Parties => &mut shelves.parties,
        VolumeName::Court => &mut shelves.court,
        VolumeName::Internal => &mut shelves.internal,
    };
    for (part, new) in (0..).zip(items_of(&entry.body)) {
        let first_page =
            volume.last().map_or(1, |last: &Item| last.first_page.saturating_add(last.n_pages()));
        volume.push(new.placed(envelope, part, first_page));
    }
}

/// Where the items of an entry go.
fn volume_of(entry: &Entry) -> Option<VolumeName> {
    let envelope = &entry.envelope;
    let for_bench =
        envelope.class == Class::Deliberation || matches!(envelope.audience, Audience::Room { .. });
    // What is said in the space is no paper of the file.
    if matches!(entry.body, EntryBody::MessagePosted { .. }) && !for_bench {
        return None;
    }
    match envelope.origin {
        // The room of the bench is not entered from outside.
        Origin::Front if for_bench => None,
        Origin::Front => Some(VolumeName::Parties),
        Origin::Court if for_bench || matches!(entry.body, EntryBody::CaseFlagged { .. }) => {
            Some(VolumeName::Internal)
        }
        Origin::Court => Some(VolumeName::Court),
    }
}

/// An item without its place.
struct NewItem {
    section: Section,
    is_evidence: bool,
    title: String,
    party: Option<PartyNumber>,
    leaves: Vec<Leaf>,
}

impl NewItem {
    fn placed(self, envelope: &Envelope, part: u16, first_page: u32) -> Item {
        Item {
            entry: envelope.entry_ref(),
            part,
            section: self.section,
            is_evidence: self.is_evidence,
            title: self.title,
            party: self.party,
            at: envelope.at,
            kept: BlobUse {
                audience: envelope.audience.clone(),
                class: envelope.class,
                author: envelope.actor.person,
                kind: envelope.kind,
            },
            first_page,
            leaves: self.leaves,
        }
    }

    fn of_party(self, party: PartyNumber) -> NewItem {
        NewItem { party: Some(party), ..self }
    }

    fn with(mut self, leaves: impl Iterator<Item = Leaf>) -> NewItem {
        self.leaves.extend(leaves);
        self
    }
}

/// The words of an entry.
fn words(body: &EntryBody, section: Section, title: impl Into<String>) -> NewItem {
    let leaves = vec![Leaf::Text { n_pages: n_pages(body) }];
    NewItem { section, is_evidence: false, title: title.into(), party: None, leaves }
}

fn pages(pages: &[ExhibitPage]) -> impl Iterator<Item = Leaf> {
    pages.iter().map(|page| Leaf::File { blob: page.blob.clone(), turn_degrees: page.turn_degrees })
}

/// A paper handed in with a form.
fn paper(attachment: &Attachment, section: Section, party: Option<PartyNumber>) -> NewItem {
    let leaves = vec![Leaf::File { blob: attachment.blob.clone(), turn_degrees: 0 }];
    NewItem { section, is_evidence: false, title: without_end(&attachment.name).to_owned(), party, leaves }
}

/// The name of a file without its end, such as `.jpg`: no part of what a paper is called.
fn without_end(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && (2..=4).contains(&end.len()) && end.is_ascii() => stem,
        _ => name,
    }
}

/// A paper handed in with the filing.
fn filed_paper(attachment: &Attachment) -> NewItem {
    let section = match attachment.kind {
        AttachmentKind::IdentityProof => Section::Identity,
        AttachmentKind::PowerOfAttorney | AttachmentKind::AgentPapers => Section::Authority,
        AttachmentKind::Evidence => Section::ClaimantEvidence,
        AttachmentKind::EnforcementTitle => Section::Complaint,
        AttachmentKind::Other => Section::Other,
    };
    paper(attachment, section, Some(0))
}

/// What an entry puts into the file; nothing for what is no paper of it.
///
/// Numbers of pages depend on it: an entry that gives items must give the same ones for ever.
fn items_of(body: &EntryBody) -> Vec<NewItem> {
    let one = |section, title: &str| vec![words(body, section, title)];
    match body {
        EntryBody::FilingSubmitted { form } | EntryBody::FilingResubmitted { form, .. } => {
            let title = match (form.kind, matches!(body, EntryBody::FilingResubmitted { .. })) {
                (FilingKind::Enforcement, false) => "执行申请书",
                (FilingKind::Enforcement, true) => "执行申请书（补正）",
                (_, false) => "起诉状",
                (_, true) => "起诉状（补正）",
            };
            let filing = words(body, Section::Complaint, title).of_party(form.filed_by.claimant);
            std::iter::once(filing).chain(form.attachments.iter().map(filed_paper)).collect()
        }
        EntryBody::EvidenceSubmitted { party, exhibit, .. } => {
            let cover = words(body, Section::Other, exhibit.name.clone()).of_party(*party);
            vec![NewItem { is_evidence: true, ..cover }.with(pages(&exhibit.pages))]
        }
        EntryBody::EvidenceWithdrawn { .. } => one(Section::Opinion, "撤回证据"),
        EntryBody::RestrictionRequested { .. } => one(Section::Application, "限制查阅申请"),
        EntryBody::OpinionGiven { party, round, .. } => {
            let title = if *round > 1 {
                format!("质证意见（第{round}轮）")
            } else {
                "质证意见".to_owned()
            };
            vec![words(body, Section::Opinion, title).of_party(*party)]
        }
        EntryBody::CourtQuestionAnswered { .. } => one(Section::Question, "对法庭询问的答复"),
        EntryBody::ComparisonRequested { .. } => one(Section::Comparison, "核对原件申请"),
        EntryBody::ApplicationFiled { party, application, .. } => {
            let title = application_name(application.kind);
            let filed = words(body, Section::Application, title).of_party(*party);
            let papers = application.attachments.iter();
            std::iter::once(filed)
                .chain(papers.map(|attachment| paper(attachment, Section::Application, Some(*party))))
                .collect()
        }
        EntryBody::ApplicationWithdrawn { .. } => one(Section::Application, "撤回申请"),
        EntryBody::AnswerFiled { party, answer } => {
            let filed = words(body, Section::Answer, "答辩状").of_party(*party);
            let papers = answer.attachments.iter();
            std::iter::once(filed)
                .chain(papers.map(|attachment| paper(attachment, Section::Answer, Some(*party))))
                .collect()
        }
        EntryBody::CorrectionRequested { .. } => one(Section::Filing, "补正通知"),
        EntryBody::FilingRejected { .. } => one(Section::Filing, "不予受理决定"),
        EntryBody::MediationOffered { .. } => one(Section::Filing, "先行调解告知"),
        EntryBody::MediationAnswered { .. } => one(Section::Filing, "对先行调解的答复"),
        EntryBody::CaseRegistered { .. } | EntryBody::CaseImported { .. } => one(Section::Filing, "立案登记"),
        EntryBody::BenchAssigned { .. } => one(Section::Filing, "审判组织成员告知"),
        EntryBody::CaseClosed { .. } => one(Section::Closing, "结案登记"),
        EntryBody::CaseReopened { .. } => one(Section::Closing, "恢复审理登记"),
        EntryBody::EvidenceReceived { accepted: true, .. } => one(Section::Notice, "证据收据"),
        EntryBody::EvidenceReceived { accepted: false, .. } => one(Section::Notice, "证据退回通知"),
        EntryBody::EvidencePeriodSet { .. } => one(Section::Notice, "举证通知"),
        EntryBody::EvidenceRestricted { .. } => one(Section::Ruling, "证据查阅范围决定"),
        EntryBody::OpinionRoundOpened { .. } => one(Section::Notice, "质证通知"),
        EntryBody::EvidenceRuled { ruling, .. } => {
            vec![words(body, Section::Ruling, format!("证据认定：{}", ruling_name(*ruling)))]
        }
        EntryBody::CourtQuestionAsked { party, .. } => {
            vec![words(body, Section::Question, "法庭询问").of_party(*party)]
        }
        EntryBody::ComparisonAppointed { .. } => one(Section::Comparison, "核对原件通知"),
        EntryBody::ComparisonRecorded { photos, .. } => {
            vec![words(body, Section::Comparison, "核对原件笔录").with(pages(photos))]
        }
        EntryBody::ApplicationDecided { kind, .. } => {
            vec![words(body, Section::Ruling, format!("决定：{}", application_name(*kind)))]
        }
        EntryBody::PeriodStarted { title, .. } => {
            vec![words(body, Section::Notice, format!("期限：{title}"))]
        }
        EntryBody::PeriodMoved { .. } => one(Section::Ruling, "期限变更决定"),
        EntryBody::CaseFlagged { .. } => one(Section::Approval, "案件标记"),
        EntryBody::MessagePosted { content, .. } => message(body, content),
        EntryBody::DocumentApproved(approved) => {
            vec![file_item(&approved.file, Section::Ruling, &approved.title)]
        }
        EntryBody::ServiceAddressConfirmed(confirmed) => {
            vec![words(body, Section::Service, "送达地址确认书").of_party(confirmed.party)]
        }
        EntryBody::ServiceTookEffect(effect) => {
            let title = format!("送达凭证：{}", effect.title);
            vec![file_item(&effect.certificate, Section::Service, &title).of_party(effect.recipient)]
        }
        EntryBody::PaperServiceRecorded(recorded) => {
            let record = words(body, Section::Service, "送达情况记录").of_party(recorded.recipient);
            vec![record.with(recorded.proofs.iter().map(leaf))]
        }
        EntryBody::ServiceRebutted(rebutted) => {
            let papers = rebutted.attachments.iter();
            std::iter::once(words(body, Section::Service, "送达异议").of_party(rebutted.party))
                .chain(papers.map(|one| paper(one, Section::Service, Some(rebutted.party))))
                .collect()
        }
        EntryBody::RebuttalRuled(_) => one(Section::Service, "送达异议处理决定"),
        EntryBody::ConsentDeclared(declared) => {
            vec![words(body, Section::Service, "在线诉讼意见").of_party(declared.party)]
        }
        // Drafts are no papers of the file; of service its certificate is.
        EntryBody::DocumentDrafted(_)
        | EntryBody::DocumentSetAside(_)
        | EntryBody::PapersSent(_)
        | EntryBody::ServiceReported(_)
        | EntryBody::ServedOpened(_)
        | EntryBody::ServiceAcknowledged(_)
        | EntryBody::PaperRequested(_)
        | EntryBody::ServiceRecalled(_) => Vec::new(),
        // Who is where, whose turn it is, and who looked: no papers.
        EntryBody::MemberInvited { .. }
        | EntryBody::MemberJoined { .. }
        | EntryBody::MemberCalled { .. }
        | EntryBody::MessageWithdrawn { .. }
        | EntryBody::MemberMuted { .. }
        | EntryBody::MemberUnmuted { .. }
        | EntryBody::FloorClosed { .. }
        | EntryBody::FloorOpened {}
        | EntryBody::QuietHoursSet { .. }
        | EntryBody::QuietHoursCleared {}
        | EntryBody::ActRequested { .. }
        | EntryBody::ActRefused { .. }
        | EntryBody::DeviceAdded { .. }
        | EntryBody::PartiesImported { .. }
        | EntryBody::OutsideErased { .. }
        | EntryBody::EvidenceLooked { .. }
        | EntryBody::PromotionProposed { .. }
        | EntryBody::PromotionDeclined { .. }
        | EntryBody::DeadlineReminded { .. }
        | EntryBody::DeadlineElapsed { .. }
        | EntryBody::TodoAdded { .. }
        | EntryBody::TodoAssigned { .. }
        | EntryBody::TodoDone { .. }
        | EntryBody::FileLooked { .. } => Vec::new(),
    }
}

fn leaf(blob: &crate::form::BlobRef) -> Leaf {
    Leaf::File { blob: blob.clone(), turn_degrees: 0 }
}

/// A file of the court.
fn file_item(blob: &crate::form::BlobRef, section: Section, title: &str) -> NewItem {
    let (title, leaves) = (title.to_owned(), vec![leaf(blob)]);
    NewItem { section, is_evidence: false, title, party: None, leaves }
}

/// Words and papers of the deliberation; what is said in the space of a party is no paper.
fn message(body: &EntryBody, content: &MessageContent) -> Vec<NewItem> {
    let file = |blob: &crate::form::BlobRef, title: &str| {
        let leaves = vec![Leaf::File { blob: blob.clone(), turn_degrees: 0 }];
        let title = blob.name.clone().unwrap_or_else(|| title.to_owned());
        vec![NewItem { section: Section::Deliberation, is_evidence: false, title, party: None, leaves }]
    };
    match content {
        MessageContent::Text { .. } => vec![words(body, Section::Deliberation, "合议意见")],
        MessageContent::Voice { blob } => file(blob, "合议语音"),
        MessageContent::Photo { blob, .. } => file(blob, "合议图片"),
        MessageContent::File { blob } => file(blob, "合议文件"),
        MessageContent::Location { .. } | MessageContent::Withdrawn => Vec::new(),
    }
}

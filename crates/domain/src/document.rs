//! Court documents (法院文书): drafted by the clerk or the judge, approved and sealed, then served.
//!
//! What a document says is the matter of its template; here it is who may write which version, and that what
//! is issued is the version that was looked at. A document is named by the entry of its first draft.
//!
//! To add a kind of document: its template in `crates/documents/templates`; if a period runs from its service,
//! or the rules of service treat it apart, its line in `served_documents.csv`.

use std::collections::BTreeSet;

use crate::actor::{Actor, Role};
use crate::audience::{Audience, Class};
use crate::case::{CaseState, CaseStatus};
use crate::command::{self, ApproveDocument, DraftDocument, SetDocumentAside, Setting};
use crate::digest::Digest;
use crate::entry::{DocumentApproved, DocumentDrafted, DocumentSetAside, EntryBody, EntryKind, PartyNumber};
use crate::form::BlobRef;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Draft, DraftBody, Entry, EntryRef, Origin};
use crate::permission::{Act, may, stamp};
use crate::personal_data::hushed_debug;
use crate::serving;

/// Largest fields of a document, in bytes of JSON.
pub const LARGEST_DATA: usize = 400_000;
/// Kinds of entries about court documents.
pub(crate) const KINDS: [EntryKind; 3] =
    [EntryKind::DocumentDrafted, EntryKind::DocumentApproved, EntryKind::DocumentSetAside];
/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;
/// Longest title, in characters.
const LONGEST_TITLE: usize = 100;

/// A version of a draft.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentDraft {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who wrote it.
    pub by: PersonId,
    /// As what.
    pub role: Role,
    /// Version of the template.
    pub template_version: u16,
    /// What the document is called.
    pub title: String,
    /// Its fields, a JSON object.
    pub data: String,
    /// The parties it is for.
    pub parties: BTreeSet<PartyNumber>,
}

/// A document as issued.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedDocument {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who approved it.
    pub by: PersonId,
    /// As what.
    pub role: Role,
    /// The version that was approved.
    pub draft: EntryRef,
    /// The sealed file.
    pub file: BlobRef,
    /// Its pages.
    pub n_pages: u32,
    /// SHA-256 of the unsealed file.
    pub previewed: Digest,
    /// What stands behind the QR code.
    pub code: String,
}

/// A court document with its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtDocument {
    /// The entry of its first draft.
    pub entry: EntryRef,
    /// Name of its template.
    pub template: String,
    /// Entries of all versions, the first at the front.
    pub versions: Vec<EntryRef>,
    /// The latest version.
    pub latest: DocumentDraft,
    /// As issued.
    pub issued: Option<IssuedDocument>,
    /// When it was given up.
    pub set_aside: Option<Instant>,
}

hushed_debug! {
    DocumentDraft { entry, at, template_version },
    IssuedDocument { entry, at, draft, n_pages },
}

impl CourtDocument {
    /// Whether it can be written, approved or served.
    pub fn is_alive(&self) -> bool {
        self.set_aside.is_none()
    }
}

/// Why an act on a document is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such document.
    #[error("no such document")]
    NoSuchDocument,
    /// There is no such party.
    #[error("no such party")]
    NoSuchParty,
    /// Another template than the one it was begun with.
    #[error("the document was begun with another template")]
    AnotherTemplate,
    /// It was issued; a mistake is mended by setting it aside and writing another.
    #[error("the document was issued")]
    Issued,
    /// It was given up.
    #[error("the document was set aside")]
    SetAside,
    /// Somebody wrote a later version meanwhile.
    #[error("the draft was written anew meanwhile")]
    AnotherVersion {
        /// The latest version.
        latest: EntryRef,
    },
    /// It was served and counts; take the service back first.
    #[error("the document was sent to a party")]
    Sent,
    /// It is too large.
    #[error("more than {most_bytes} bytes")]
    TooLarge {
        /// The limit, in bytes.
        most_bytes: usize,
    },
    /// The words are too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// The filing desk hands the case over: afterwards it writes nothing but its own notices.
    #[error("the case is with its bench")]
    WithTheBench,
}

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let envelope = &entry.envelope;
    let (at, entry_ref) = (envelope.at, envelope.entry_ref());
    let documents = &mut state.decided.documents;
    match &entry.body {
        EntryBody::DocumentDrafted(drafted) => {
            let latest = DocumentDraft {
                entry: entry_ref,
                at,
                by: envelope.actor.person,
                role: envelope.actor.role,
                template_version: drafted.template_version,
                title: drafted.title.clone(),
                data: drafted.data.clone(),
                parties: drafted.parties.clone(),
            };
            let name = drafted.document.unwrap_or(entry_ref);
            let document = documents.entry(name).or_insert_with(|| CourtDocument {
                entry: name,
                template: drafted.template.clone(),
                versions: Vec::new(),
                latest: latest.clone(),
                issued: None,
                set_aside: None,
            });
            document.versions.push(entry_ref);
            document.latest = latest;
        }
        EntryBody::DocumentApproved(approved) => {
            if let Some(document) = documents.get_mut(&approved.document) {
                document.issued = Some(IssuedDocument {
                    entry: entry_ref,
                    at,
                    by: envelope.actor.person,
                    role: envelope.actor.role,
                    draft: approved.draft,
                    file: approved.file.clone(),
                    n_pages: approved.n_pages,
                    previewed: approved.previewed,
                    code: approved.code.clone(),
                });
            }
        }
        EntryBody::DocumentSetAside(set_aside) => {
            if let Some(document) = documents.get_mut(&set_aside.document) {
                document.set_aside = Some(at);
            }
        }
        _ => {}
    }
}

/// Whether the entry issued a document of the filing desk.
pub(crate) fn is_issued_by_desk(state: &CaseState, entry: EntryRef) -> bool {
    let mut issued = state.decided.documents.values().filter_map(|document| document.issued.as_ref());
    issued.any(|issued| issued.entry == entry && issued.role == Role::FilingOfficer)
}

/// The filing desk serves what it issued itself, also when the case has its bench; the rest is the bench's.
pub(crate) fn check_papers_of_desk(
    state: &CaseState,
    role: Role,
    papers: &[EntryRef],
) -> Result<(), Refusal> {
    let own = |paper: &EntryRef| {
        let issued = state.decided.documents.get(paper).and_then(|document| document.issued.as_ref());
        issued.is_some_and(|issued| issued.role == Role::FilingOfficer)
    };
    if role == Role::FilingOfficer && !papers.iter().all(own) { Err(Refusal::WithTheBench) } else { Ok(()) }
}

/// The document by the entry of its first draft.
fn find(state: &CaseState, document: EntryRef) -> Result<&CourtDocument, Refusal> {
    let found = state.decided.documents.get(&document).ok_or(Refusal::NoSuchDocument)?;
    if found.is_alive() { Ok(found) } else { Err(Refusal::SetAside) }
}

/// Notices of the filing desk that follow the registration. The bench is assigned in the same moment, and the
/// notices are the desk's all the same.
///
/// # Source
///
/// 民事诉讼法 §129; 诉讼费用交纳办法 §22; 登记立案规定 §2.
const OF_THE_DESK: [&str; 6] = [
    "acceptance_notice",
    "enforcement_acceptance",
    "fee_notice",
    "online_litigation_notice",
    "receipt_of_materials",
    "rights_notice",
];

/// Whether the filing desk may work on a document with this template, that somebody in `drafted_by` began: on
/// every one until the case has its bench, afterwards on its own notices while the case goes on.
pub fn is_for_desk(state: &CaseState, template: &str, drafted_by: Option<Role>) -> bool {
    match state.status() {
        CaseStatus::Filed => true,
        CaseStatus::Preparing => {
            OF_THE_DESK.contains(&template) && drafted_by.is_none_or(|role| role == Role::FilingOfficer)
        }
        CaseStatus::Draft
        | CaseStatus::Submitted
        | CaseStatus::Correction
        | CaseStatus::NotAccepted
        | CaseStatus::Closed => false,
    }
}

fn check_desk(
    state: &CaseState,
    role: Role,
    template: &str,
    drafted_by: Option<Role>,
) -> Result<(), Refusal> {
    if role == Role::FilingOfficer && !is_for_desk(state, template, drafted_by) {
        Err(Refusal::WithTheBench)
    } else {
        Ok(())
    }
}

/// A draft of a document does not leave the court's network, nor does what was not sent to anybody.
fn kept_inside(actor: &Actor, membership: crate::case::Membership, body: EntryBody) -> Draft {
    Draft {
        body: DraftBody::Ready(body),
        class: Class::Secret,
        audience: Audience::Court,
        actor: stamp(actor, membership),
        origin: Origin::Court,
    }
}

/// Decides whether a draft is kept. That its fields are in order is asked of its template, outside.
///
/// # Errors
///
/// Refuses documents that were issued or given up, another template, parties that do not exist.
pub fn decide_draft(
    state: &CaseState,
    actor: &Actor,
    command: &DraftDocument,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::DraftDocument, setting.now)?;
    let begun = command.document.and_then(|document| state.decided.documents.get(&document));
    check_desk(state, membership.role, &command.template, begun.map(|document| document.latest.role))?;
    if let Some(document) = command.document {
        let document = find(state, document)?;
        if document.issued.is_some() {
            return Err(Refusal::Issued.into());
        }
        if document.template != command.template {
            return Err(Refusal::AnotherTemplate.into());
        }
    }
    if command.data.len() > LARGEST_DATA {
        return Err(Refusal::TooLarge { most_bytes: LARGEST_DATA }.into());
    }
    if command.title.chars().count() > LONGEST_TITLE {
        return Err(Refusal::TooLong { longest: LONGEST_TITLE }.into());
    }
    if !command.parties.iter().all(|party| state.party(*party).is_some()) {
        return Err(Refusal::NoSuchParty.into());
    }
    let body = EntryBody::DocumentDrafted(DocumentDrafted {
        document: command.document,
        template: command.template.clone(),
        template_version: command.template_version,
        title: command.title.clone(),
        data: command.data.clone(),
        parties: command.parties.clone(),
    });
    Ok(vec![kept_inside(actor, membership, body)])
}

/// Decides whether a document is issued: the latest version, as it was looked at.
///
/// # Errors
///
/// Refuses a version that is not the latest, and documents that were issued or given up.
pub fn decide_approve(
    state: &CaseState,
    actor: &Actor,
    command: &ApproveDocument,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::ApproveDocument, setting.now)?;
    let document = find(state, command.document)?;
    check_desk(state, membership.role, &document.template, Some(document.latest.role))?;
    if document.issued.is_some() {
        return Err(Refusal::Issued.into());
    }
    let latest = &document.latest;
    if latest.entry != command.draft {
        return Err(Refusal::AnotherVersion { latest: latest.entry }.into());
    }
    let body = EntryBody::DocumentApproved(DocumentApproved {
        document: command.document,
        draft: command.draft,
        template: document.template.clone(),
        title: latest.title.clone(),
        parties: latest.parties.clone(),
        file: command.file.clone(),
        n_pages: command.n_pages,
        previewed: command.previewed,
        code: command.code.clone(),
    });
    Ok(vec![kept_inside(actor, membership, body)])
}

/// Decides whether a document is given up.
///
/// # Errors
///
/// Refuses without a reason, and while the document is on its way to a party or counts as served.
pub fn decide_set_aside(
    state: &CaseState,
    actor: &Actor,
    command: &SetDocumentAside,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::SetDocumentAside, setting.now)?;
    let document = find(state, command.document)?;
    check_desk(state, membership.role, &document.template, Some(document.latest.role))?;
    // What a judge issued is not undone by a clerk.
    if document.issued.is_some() {
        may(state, actor, Act::ApproveDocument, setting.now)?;
    }
    if serving::is_sent(state, setting.facts, command.document, setting.now.beijing_date()) {
        return Err(Refusal::Sent.into());
    }
    let reason = command.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::NoReason.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::TooLong { longest: LONGEST_REASON }.into());
    }
    let body = EntryBody::DocumentSetAside(DocumentSetAside {
        document: command.document,
        reason: reason.to_owned(),
    });
    Ok(vec![kept_inside(actor, membership, body)])
}

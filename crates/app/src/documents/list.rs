//! The court documents of a case as one viewer sees them.

use weicourt_domain::actor::Role;
use weicourt_domain::case::{CaseState, CaseStatus};
use weicourt_domain::document::{self, CourtDocument};
use weicourt_domain::facts::Facts;
use weicourt_domain::form::FilingKind;
use weicourt_domain::permission::{self, Act};
use weicourt_domain::serving::{self, ItemStatus, ServiceItem};

use super::views::{CaseDocuments, DocumentStatus, DocumentView};
use crate::evidence::{party_name, person_name};
use crate::ports::DocumentTemplate;
use crate::view::Viewer;

/// Templates that are wanted most at the filing desk, on the bench, and in enforcement.
const AT_THE_DESK: [&str; 6] = [
    "acceptance_notice",
    "fee_notice",
    "rights_notice",
    "service_address_form",
    "online_litigation_notice",
    "receipt_of_materials",
];
const ON_THE_BENCH: [&str; 14] = [
    "notice_to_respond",
    "summons",
    "evidence_notice",
    "bench_notice",
    "rights_notice",
    "judgment",
    "mediation_statement",
    "ruling_withdrawal",
    "ruling_preservation",
    "ruling_jurisdiction",
    "ruling_procedure_change",
    "notice_extension",
    "hearing_announcement",
    "notice_to_appear",
];
const AFTER_REGISTRATION: [&str; 3] = ["acceptance_notice", "enforcement_acceptance", "fee_notice"];
const IN_ENFORCEMENT: [&str; 9] = [
    "enforcement_acceptance",
    "enforcement_notice",
    "property_report_order",
    "enforcement_ruling",
    "assistance_notice",
    "consumption_order",
    "dishonesty_decision",
    "ruling_terminate_round",
    "closing_notice",
];
const AT_THE_END: [&str; 4] =
    ["certificate_of_effect", "cost_settlement", "closing_notice", "transfer_letter"];

/// Whether the viewer sees documents that nobody was sent: the court that works on the case.
pub(super) fn sees_drafts(viewer: &Viewer<'_>) -> bool {
    viewer.membership.role.is_court() && permission::reads_material(viewer.state, viewer.actor)
}

/// The documents that the viewer may know of.
pub(super) fn list(viewer: &Viewer<'_>, templates: &[DocumentTemplate], facts: &Facts) -> CaseDocuments {
    let items = serving::items(viewer.state, facts, viewer.now.beijing_date());
    let Viewer { state, actor, now, .. } = *viewer;
    let mut documents: Vec<DocumentView> = state
        .decided
        .documents
        .values()
        .filter(|document| may_know(viewer, document))
        .map(|document| view(viewer, document, &items))
        .collect();
    documents.sort_by_key(|document| {
        std::cmp::Reverse((document.issued_at.unwrap_or(document.changed_at), document.document))
    });
    let may_draft = permission::may(state, actor, Act::DraftDocument, now).is_ok();
    CaseDocuments {
        documents,
        templates: if may_draft { sensible(viewer, templates) } else { Vec::new() },
        actions: if may_draft { vec![Act::DraftDocument] } else { Vec::new() },
    }
}

/// Drafts are the court's; what was issued is also for those it was sent to.
pub(super) fn may_know(viewer: &Viewer<'_>, document: &CourtDocument) -> bool {
    if sees_drafts(viewer) {
        return true;
    }
    let Viewer { state, actor, now, .. } = *viewer;
    let issued = document.issued.as_ref();
    issued.is_some_and(|issued| permission::may_read_blob(state, actor, issued.file.sha256, now))
}

/// A document as the viewer sees it.
pub(super) fn view(viewer: &Viewer<'_>, document: &CourtDocument, items: &[ServiceItem]) -> DocumentView {
    let state = viewer.state;
    let latest = &document.latest;
    let issued = document.issued.as_ref();
    let status = match (issued, document.set_aside) {
        (_, Some(_)) => DocumentStatus::SetAside,
        (Some(_), None) => DocumentStatus::Issued,
        (None, None) => DocumentStatus::Draft,
    };
    DocumentView {
        document: document.entry,
        template: document.template.clone(),
        title: latest.title.clone(),
        parties: latest.parties.clone(),
        party_names: latest.parties.iter().map(|party| party_name(state, *party)).collect(),
        status,
        n_versions: document.versions.len(),
        changed_at: latest.at,
        changed_by: court_name_of(state, latest.role, latest.by),
        issued_at: issued.map(|issued| issued.at),
        issued_by: issued.map(|issued| person_name(state, issued.by)),
        file: issued.map(|issued| issued.file.clone()),
        n_pages: issued.map(|issued| issued.n_pages),
        served: if sees_drafts(viewer) { served(document, items) } else { String::new() },
        actions: actions(viewer, document, items),
    }
}

/// Who of the court it was; the filing desk has no name in the case.
fn court_name_of(state: &CaseState, role: Role, person: weicourt_domain::id::PersonId) -> String {
    match (state.member_name(person), role) {
        (Some(name), _) => name.to_owned(),
        (None, Role::FilingOfficer) => "立案庭".to_owned(),
        (None, _) => "法院".to_owned(),
    }
}

/// How far the service of a document is.
fn served(document: &CourtDocument, items: &[ServiceItem]) -> String {
    let items: Vec<_> = items.iter().filter(|item| item.paper.paper == document.entry).collect();
    let n_all = items.len().max(document.latest.parties.len());
    let n_of = |wanted: ItemStatus| items.iter().filter(|item| item.status == wanted).count();
    let (n_served, n_failed) = (n_of(ItemStatus::Effective), n_of(ItemStatus::Failed));
    let n_live = items.iter().filter(|item| item.status != ItemStatus::Cancelled).count();
    if n_live == 0 {
        String::new()
    } else if n_served > 0 {
        format!("已送达 {n_served}/{n_all}")
    } else if n_failed == n_live {
        "未能送达".to_owned()
    } else {
        format!("送达中 0/{n_all}")
    }
}

fn actions(viewer: &Viewer<'_>, document: &CourtDocument, items: &[ServiceItem]) -> Vec<Act> {
    let Viewer { state, actor, now, .. } = *viewer;
    let acts = [Act::DraftDocument, Act::ApproveDocument, Act::SetDocumentAside, Act::SendPapers].into_iter();
    let issued = document.issued.is_some();
    let possible = |act: &Act| match act {
        Act::DraftDocument | Act::ApproveDocument => !issued,
        Act::SendPapers => issued,
        Act::SetDocumentAside => {
            !serving::is_any_live(items, document.entry)
                && (!issued || permission::may(state, actor, Act::ApproveDocument, now).is_ok())
        }
        _ => false,
    };
    let desk_is_over = viewer.membership.role == Role::FilingOfficer
        && !document::is_for_desk(state, &document.template, Some(document.latest.role));
    acts.filter(|act| {
        document.is_alive()
            && possible(act)
            && (!desk_is_over || *act == Act::SendPapers)
            && permission::may(state, actor, *act, now).is_ok()
    })
    .collect()
}

/// Templates in the order in which the viewer is likely to want them; those of others' desks are left out.
fn sensible(viewer: &Viewer<'_>, templates: &[DocumentTemplate]) -> Vec<String> {
    let (state, role) = (viewer.state, viewer.membership.role);
    let enforcement = state.kind() == Some(FilingKind::Enforcement);
    let usual: Vec<&str> = match (role, enforcement, state.status()) {
        (Role::FilingOfficer, true, _) => ["enforcement_acceptance"].into_iter().chain(AT_THE_DESK).collect(),
        (Role::FilingOfficer, false, _) => AT_THE_DESK.to_vec(),
        (_, _, CaseStatus::Closed) => AT_THE_END.into_iter().chain(ON_THE_BENCH).collect(),
        (_, true, _) => IN_ENFORCEMENT.to_vec(),
        (_, false, _) => ON_THE_BENCH.to_vec(),
    };
    let desk = role == Role::FilingOfficer;
    let fits = |template: &&DocumentTemplate| match template.issued_by.as_str() {
        _ if desk && !document::is_for_desk(state, &template.id, None) => false,
        "enforcement" => enforcement && !desk,
        // Notices that follow the registration: the clerk writes them where the desk did not.
        "filing" => desk || AFTER_REGISTRATION.contains(&template.id.as_str()),
        "trial" => !enforcement && !desk,
        // Made by the node when a service takes effect.
        _ => template.id != "e_service_certificate",
    };
    let mut fitting: Vec<&DocumentTemplate> = templates.iter().filter(fits).collect();
    let place = |id: &str| usual.iter().position(|one| *one == id).unwrap_or(usize::MAX);
    fitting.sort_by_key(|template| place(&template.id));
    fitting.into_iter().map(|template| template.id.clone()).collect()
}

//! The list of the evidence of each side (证据清单), to be printed.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::Side;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::entry::{ExhibitKind, OriginalHolder};
use weicourt_domain::evidence::{self, Exhibit};
use weicourt_domain::permission;

use super::board::known;
use super::exhibit::{n_pages, party_name, side_name};
use crate::view::Viewer;

/// The evidence of each side.
///
/// # Source
///
/// 民事证据规定 §19.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceList {
    /// One list for each side.
    pub sides: Vec<SideList>,
}

/// The evidence of one side.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SideList {
    /// The side.
    pub side: Side,
    /// What it is called, and who it is.
    pub name: String,
    /// Its exhibits; those that were taken back are left out.
    pub rows: Vec<ExhibitRow>,
}

/// An exhibit in the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExhibitRow {
    /// Its number among those of its side.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: ExhibitKind,
    /// 证据来源.
    pub source: String,
    /// 证明目的.
    pub purpose: String,
    /// How many pages its files have.
    pub n_pages: u32,
    /// Who holds the original.
    pub original: OriginalHolder,
    /// Beijing date on which it was handed in.
    pub submitted_on: BeijingDate,
    /// Who handed it in: a side may have several parties.
    pub party_name: String,
    /// Whether it came after the period.
    pub late: bool,
}

/// The list as the viewer sees it.
pub(super) fn list(viewer: &Viewer<'_>) -> EvidenceList {
    let state = viewer.state;
    if !permission::reads_material(state, viewer.actor) {
        return EvidenceList { sides: Vec::new() };
    }
    let exhibits = known(viewer);
    let mut sides: Vec<Side> = state.parties().into_iter().map(|(_, side, _)| side).collect();
    sides.sort_unstable();
    sides.dedup();
    let of_side = |side| {
        let parties = state.parties().into_iter().filter(|(_, other, _)| *other == side);
        let names: Vec<_> = parties.map(|(_, _, form)| form.name.clone()).collect();
        let kept = |exhibit: &&&Exhibit| {
            state.side_of(exhibit) == Some(side)
                && !state.submitted.evidence.withdrawn.contains_key(&exhibit.entry)
        };
        SideList {
            side,
            name: format!("{}：{}", side_name(state.kind(), side), names.join("、")),
            rows: exhibits.iter().filter(kept).map(|exhibit| row(viewer, exhibit)).collect(),
        }
    };
    EvidenceList { sides: sides.into_iter().map(of_side).collect() }
}

fn row(viewer: &Viewer<'_>, exhibit: &Exhibit) -> ExhibitRow {
    let (state, form) = (viewer.state, &exhibit.form);
    ExhibitRow {
        number: state.exhibit_number(exhibit),
        name: form.name.clone(),
        kind: form.kind,
        source: form.source.clone(),
        purpose: form.purpose.clone(),
        n_pages: n_pages(form),
        original: form.original,
        submitted_on: exhibit.at.beijing_date(),
        party_name: party_name(state, exhibit.party),
        late: evidence::lateness(state, exhibit).is_some(),
    }
}

//! The file as one reader finds it.

use super::Refusal;
use super::contents::{Item, Leaf, Section, VolumeName};
use super::words::side_name;
use crate::actor::Actor;
use crate::case::{CaseState, Membership};
use crate::command;
use crate::evidence;
use crate::form::BlobRef;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::permission::{Act, may, sees_kept};

/// The file for one reader.
#[derive(Debug, Clone)]
pub struct Index<'s> {
    /// Its volumes, in order.
    pub volumes: Vec<Volume<'s>>,
}

/// A volume for one reader.
#[derive(Debug, Clone)]
pub struct Volume<'s> {
    /// Which.
    pub name: VolumeName,
    /// Number of its last page; pages of items that the reader does not find are counted.
    pub n_pages: u32,
    /// What the reader finds, in the order of pages.
    pub items: Vec<Listed<'s>>,
}

/// An item for one reader.
#[derive(Debug, Clone)]
pub struct Listed<'s> {
    /// The item.
    pub item: &'s Item,
    /// Where it stands in the index.
    pub section: Section,
    /// Whether it was taken back; it stays in the file.
    pub withdrawn: bool,
    /// Whether it stays out of every copy.
    pub view_only: bool,
    /// The restricted exhibit of which a look has to be recorded first.
    pub needs_look: Option<EntryRef>,
}

impl Index<'_> {
    /// Pages of all items.
    pub fn n_pages(&self) -> u32 {
        let items = self.volumes.iter().flat_map(|volume| &volume.items);
        items.fold(0, |n, listed| n.saturating_add(listed.item.n_pages()))
    }
}

impl Listed<'_> {
    /// What it is called: an exhibit with its number.
    pub fn title(&self, state: &CaseState) -> String {
        let item = self.item;
        let exhibit = state.exhibit(item.entry).filter(|_| item.is_evidence);
        let number = exhibit.and_then(|exhibit| {
            let side = side_name(state.kind(), state.side_of(exhibit)?);
            Some(format!("{side}证据{} {}", state.exhibit_number(exhibit), item.title))
        });
        let about = state.exhibit_about(item.entry).filter(|_| !item.is_evidence);
        let about = about.and_then(|exhibit| {
            let side = side_name(state.kind(), state.side_of(exhibit)?);
            Some(format!("{}（{side}证据{}）", item.title, state.exhibit_number(exhibit)))
        });
        number.or(about).unwrap_or_else(|| item.title.clone())
    }

    /// Who handed it in or made it.
    pub fn by<'s>(&self, state: &'s CaseState) -> &'s str {
        let party = self.item.party.filter(|_| self.item.entry.origin == crate::log::Origin::Front);
        let party = party.and_then(|number| state.party(number)).map(|(_, party)| party.name.as_str());
        let court = || state.decided.registration.as_ref().map(|filed| filed.court_name.as_str());
        party.or_else(|| state.member_name(self.item.kept.author)).or_else(court).unwrap_or_default()
    }
}

fn volumes(internal: bool) -> &'static [VolumeName] {
    if internal { &[VolumeName::Internal] } else { &[VolumeName::Parties, VolumeName::Court] }
}

fn listed<'s>(
    state: &'s CaseState,
    membership: Membership,
    actor: &Actor,
    item: &'s Item,
    now: Instant,
) -> Option<Listed<'s>> {
    if !sees_kept(state, membership, actor, item.entry, &item.kept) {
        return None;
    }
    let exhibit = state.exhibit_about(item.entry).filter(|_| item.has_files());
    let needs_look = exhibit.filter(|exhibit| !evidence::is_open_to(state, membership, actor, exhibit, now));
    let own = item.is_evidence && membership.side.is_some();
    let view_only = exhibit.is_some_and(|exhibit| {
        match state.decided.evidence.restrictions.get(&exhibit.entry) {
            Some(order) => order.restriction.as_ref().is_some_and(|restriction| restriction.view_only),
            // Until the court has decided, nobody takes it along but the side that handed it in.
            None => evidence::is_restricted(state, exhibit) && !own,
        }
    });
    let side = || item.party.and_then(|party| state.party(party)).map(|(side, _)| side);
    Some(Listed {
        item,
        section: if item.is_evidence { Section::of_evidence(side()) } else { item.section },
        withdrawn: state.is_withdrawn(item.entry)
            || state.submitted.evidence.withdrawn.contains_key(&item.entry)
            || state.submitted.applications.withdrawn.contains_key(&item.entry),
        view_only,
        needs_look: needs_look.map(|exhibit| exhibit.entry),
    })
}

fn volume_for<'s>(
    state: &'s CaseState,
    membership: Membership,
    actor: &Actor,
    name: VolumeName,
    now: Instant,
) -> Volume<'s> {
    let items = state.dossier.volume(name);
    let last = items.last();
    Volume {
        name,
        n_pages: last.map_or(0, |last| last.first_page.saturating_add(last.n_pages()).saturating_sub(1)),
        items: items.iter().filter_map(|item| listed(state, membership, actor, item, now)).collect(),
    }
}

fn reader(
    state: &CaseState,
    actor: &Actor,
    internal: bool,
    now: Instant,
) -> Result<Membership, command::Refusal> {
    let membership = may(state, actor, Act::LookAtFile, now)?;
    if internal && !membership.role.is_bench() {
        return Err(Refusal::InternalFile.into());
    }
    Ok(membership)
}

/// The index of the file, or of the internal file, for `actor`.
///
/// # Errors
///
/// Refuses whom [`may`] refuses, and the internal file to everybody but the bench.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §52.
pub fn index<'s>(
    state: &'s CaseState,
    actor: &Actor,
    internal: bool,
    now: Instant,
) -> Result<Index<'s>, command::Refusal> {
    let membership = reader(state, actor, internal, now)?;
    let volumes = volumes(internal).iter();
    Ok(Index { volumes: volumes.map(|name| volume_for(state, membership, actor, *name, now)).collect() })
}

/// What a copy of the file holds: nothing that may only be looked at, was taken back by who said it, or
/// waits for a look.
///
/// # Errors
///
/// As [`index`].
pub fn export<'s>(
    state: &'s CaseState,
    actor: &Actor,
    internal: bool,
    now: Instant,
) -> Result<Index<'s>, command::Refusal> {
    let mut index = index(state, actor, internal, now)?;
    for volume in &mut index.volumes {
        volume.items.retain(|listed| {
            !listed.view_only && listed.needs_look.is_none() && !state.is_withdrawn(listed.item.entry)
        });
    }
    Ok(index)
}

/// What is on a page.
#[derive(Debug, Clone)]
pub enum OnPage<'s> {
    /// Words of the entry.
    Text {
        /// Page of the words, from 0.
        index: u32,
    },
    /// A page of a file, or the page that stands for a file without pages.
    File {
        /// The file.
        blob: &'s BlobRef,
        /// Page of the file, from 0.
        index: u32,
        /// How far it is turned for reading, in degrees.
        turn_degrees: u16,
    },
    /// What was taken back by who said it.
    TakenBack,
}

/// A page for one reader.
#[derive(Debug, Clone)]
pub struct Found<'s> {
    /// The item it belongs to.
    pub listed: Listed<'s>,
    /// What is on it.
    pub content: OnPage<'s>,
}

/// A page of a volume.
///
/// # Errors
///
/// [`Refusal::NoSuchPage`] also for pages that are not for this reader; [`Refusal::LookFirst`]; as [`index`].
pub fn find_page<'s>(
    state: &'s CaseState,
    actor: &Actor,
    volume: VolumeName,
    page: u32,
    now: Instant,
) -> Result<Found<'s>, command::Refusal> {
    let membership = reader(state, actor, volume == VolumeName::Internal, now)?;
    let items = state.dossier.volume(volume);
    let behind = items.partition_point(|item| item.first_page <= page);
    let item = behind.checked_sub(1).and_then(|place| items.get(place)).ok_or(Refusal::NoSuchPage)?;
    let mut index = page.checked_sub(item.first_page).ok_or(Refusal::NoSuchPage)?;
    let listed = listed(state, membership, actor, item, now).ok_or(Refusal::NoSuchPage)?;
    for leaf in &item.leaves {
        if index >= leaf.n_pages() {
            index -= leaf.n_pages();
            continue;
        }
        if state.is_withdrawn(item.entry) {
            return Ok(Found { listed, content: OnPage::TakenBack });
        }
        if let Some(exhibit) = listed.needs_look {
            return Err(Refusal::LookFirst { exhibit }.into());
        }
        let content = match leaf {
            Leaf::Text { .. } => OnPage::Text { index },
            Leaf::File { blob, turn_degrees, .. } => {
                OnPage::File { blob, index, turn_degrees: *turn_degrees }
            }
        };
        return Ok(Found { listed, content });
    }
    Err(Refusal::NoSuchPage.into())
}

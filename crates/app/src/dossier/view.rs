//! The index as a reader gets it.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case::CaseState;
use weicourt_domain::command;
use weicourt_domain::dossier::{self, Leaf, Listed, Medium, Section};
use weicourt_domain::form::BlobRef;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{self, Act};

/// The file of a case for one reader.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileIndex {
    /// Its volumes.
    pub volumes: Vec<FileVolume>,
    /// Pages that the reader finds.
    pub n_pages: u32,
    /// Pages that a copy would have.
    pub n_pages_of_copy: u32,
    /// Whether the reader's look of today is recorded.
    pub opened_today: bool,
    /// Whether this is the file of the bench (副卷).
    pub internal: bool,
    /// Whether the reader may open the file of the bench.
    pub may_open_internal: bool,
    /// The name that a copy carries.
    pub reader_name: String,
    /// What the reader may do.
    pub actions: Vec<Act>,
}

/// A volume.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileVolume {
    /// Its number, from 1.
    pub volume: u8,
    /// What it is called.
    pub name: String,
    /// Number of its last page; numbers of pages that are not for the reader are left out.
    pub n_pages: u32,
    /// What is in it, in the order of pages.
    pub items: Vec<FileItem>,
}

/// Something in the file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileItem {
    /// The entry it is of.
    pub item: EntryRef,
    /// Which part of the entry, from 0.
    pub part: u16,
    /// The heading it stands under.
    pub section: Section,
    /// What it is called.
    pub title: String,
    /// Who handed it in or made it.
    pub submitted_by: String,
    /// When, in Beijing.
    pub on: BeijingDate,
    /// Its first page.
    pub first_page: u32,
    /// Pages it has.
    pub n_pages: u32,
    /// How it is read: pages, unless there is nothing else.
    pub media: Medium,
    /// Recordings and files without pages, each with the page that stands for it; none before a look.
    pub files: Vec<FileRecording>,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Whether it is left out of every copy.
    pub view_only: bool,
    /// The restricted exhibit whose look has to be recorded first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_look: Option<EntryRef>,
}

/// A recording, or a file without pages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileRecording {
    /// The page that stands for it.
    pub page: u32,
    /// What it is.
    pub media: Medium,
    /// The file.
    pub blob: BlobRef,
}

impl FileIndex {
    /// The index for `actor`.
    pub(super) fn of(
        state: &CaseState,
        actor: &Actor,
        internal: bool,
        now: Instant,
    ) -> Result<FileIndex, command::Refusal> {
        let index = dossier::index(state, actor, internal, now)?;
        let last = state.dossier.last_look(actor.person, internal).and_then(|look| look.opened);
        let membership = state.membership(actor);
        Ok(FileIndex {
            n_pages: index.n_pages(),
            n_pages_of_copy: dossier::export(state, actor, internal, now)?.n_pages(),
            volumes: index
                .volumes
                .iter()
                .map(|volume| FileVolume {
                    volume: volume.name.number(),
                    name: volume.name.in_chinese().to_owned(),
                    n_pages: volume.n_pages,
                    items: volume.items.iter().map(|listed| item(state, listed)).collect(),
                })
                .collect(),
            opened_today: last.is_some_and(|at| at.beijing_date() == now.beijing_date()),
            internal,
            may_open_internal: membership.is_some_and(|membership| membership.role.is_bench()),
            reader_name: state.member_name(actor.person).unwrap_or_default().to_owned(),
            actions: permission::actions(state, actor, now)
                .into_iter()
                .filter(|action| action.act == Act::LookAtFile && action.refused.is_none())
                .map(|action| action.act)
                .collect(),
        })
    }
}

fn item(state: &CaseState, listed: &Listed<'_>) -> FileItem {
    let item = listed.item;
    let mut page = item.first_page;
    let mut files = Vec::new();
    for leaf in &item.leaves {
        if let Leaf::File { blob, .. } = leaf
            && leaf.medium() != Medium::Pages
            && listed.needs_look.is_none()
            && !state.is_withdrawn(item.entry)
        {
            files.push(FileRecording { page, media: leaf.medium(), blob: blob.clone() });
        }
        page = page.saturating_add(leaf.n_pages());
    }
    let media = item.leaves.iter().map(Leaf::medium);
    FileItem {
        item: item.entry,
        part: item.part,
        section: listed.section,
        title: listed.title(state),
        submitted_by: listed.by(state).to_owned(),
        on: item.at.beijing_date(),
        first_page: item.first_page,
        n_pages: item.n_pages(),
        media: media.fold(Medium::Text, more_telling),
        files,
        withdrawn: listed.withdrawn,
        view_only: listed.view_only,
        needs_look: listed.needs_look,
    }
}

/// What an item is when it is several things.
fn more_telling(one: Medium, other: Medium) -> Medium {
    let rank = |medium| match medium {
        Medium::Text => 0,
        Medium::Other => 1,
        Medium::Audio => 2,
        Medium::Video => 3,
        Medium::Pages => 4,
    };
    if rank(other) > rank(one) { other } else { one }
}

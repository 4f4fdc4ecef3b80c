//! The file of the case (电子卷宗): what is in it, with page numbers that never change, and for whom.
//!
//! The file has three volumes: what the parties handed in (the chain of the front), what the court did (its
//! own chain), and what is for the bench alone (副卷). A volume grows with its chain and in no other way, so
//! a page keeps its number for ever, and both nodes give it the same one. An entry that a node does not have,
//! or has without its words, is missing from the volumes there.
//!
//! Nobody finds more here than the entries they may see: pages of others are gaps in the numbers.

mod contents;
mod index;
mod paper;
mod paragraphs;
mod shelf;
mod words;

pub use self::contents::{Item, Leaf, Medium, Section, VolumeName};
pub use self::index::{Found, Index, Listed, OnPage, Volume, export, find_page, index};
pub use self::paper::{COLUMNS, LINES, TextPage, pages_of};
pub(crate) use self::shelf::evolve;
pub use self::shelf::{LastLook, Shelves};

use crate::actor::Actor;
use crate::audience::{Audience, Class, Room};
use crate::case::{CaseState, Membership};
use crate::command::{self, LookAtFile, Setting, Zone};
use crate::entry::{EntryBody, FileLook};
use crate::front::Misfit;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Draft, DraftBody, EntryRef, Envelope};
use crate::permission::{Act, may, role_may, speech_origin, stamp};

/// How long after a recorded look a copy of the file can be fetched, in milliseconds.
pub const COPY_WITHIN_MS: i64 = 10 * 60_000;

/// Why the file, or a page of it, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The internal file is for the bench, in the court's network.
    #[error("the internal file is for the bench alone")]
    InternalFile,
    /// There is no such page for this reader.
    #[error("no such page")]
    NoSuchPage,
    /// The page belongs to a restricted exhibit: the look is recorded first.
    #[error("the look has to be recorded first")]
    LookFirst {
        /// The exhibit.
        exhibit: EntryRef,
    },
    /// A copy is fetched right after its look was recorded.
    #[error("no copy was asked for a moment ago")]
    NoCopyAsked,
}

/// Decides that somebody reads the file, or takes a copy of it.
///
/// The record is the court's and the reader's own; that of the internal file is the bench's. How many pages
/// a copy has is counted here.
///
/// # Errors
///
/// Refuses the internal file to everybody but the bench in the court's network, and whatever
/// [`may`] refuses.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §52.
pub fn decide_look(
    state: &CaseState,
    actor: &Actor,
    command: &LookAtFile,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::LookAtFile, setting.now)?;
    let internal = command.internal;
    if internal && (!membership.role.is_bench() || setting.zone == Zone::Front) {
        return Err(Refusal::InternalFile.into());
    }
    let look = match command.look {
        FileLook::Opened => FileLook::Opened,
        FileLook::Exported { .. } => {
            FileLook::Exported { n_pages: export(state, actor, internal, setting.now)?.n_pages() }
        }
    };
    let (class, audience) = record(internal, membership);
    Ok(vec![Draft {
        body: DraftBody::Ready(EntryBody::FileLooked { look, internal }),
        class,
        audience,
        actor: stamp(actor, membership),
        origin: speech_origin(membership, setting.zone),
    }])
}

/// For whom the record of a look is.
fn record(internal: bool, membership: Membership) -> (Class, Audience) {
    // An assistant is of the bench but not of its room, and must find the own look again.
    if internal && role_may(membership.role, Act::PostToBench) {
        (Class::Deliberation, Audience::Room { room: Room::Deliberation })
    } else {
        (Class::Material, Audience::Court)
    }
}

/// Checks an entry that came from the node on the internet.
///
/// # Errors
///
/// [`Misfit`] says what an honest node would not have done.
pub(crate) fn check_front(
    _state: &CaseState,
    membership: Membership,
    envelope: &Envelope,
    body: &EntryBody,
) -> Result<(), Misfit> {
    let EntryBody::FileLooked { internal, .. } = body else { return Err(Misfit::CourtKind) };
    if *internal || !role_may(membership.role, Act::LookAtFile) {
        return Err(Misfit::AnotherRole);
    }
    let fits = (envelope.class, &envelope.audience) == (Class::Material, &Audience::Court);
    if fits { Ok(()) } else { Err(Misfit::AnotherAudience) }
}

/// Whether `person` had a look recorded a moment ago that lets them fetch a copy.
///
/// # Errors
///
/// [`Refusal::NoCopyAsked`].
pub fn may_fetch_copy(
    state: &CaseState,
    person: PersonId,
    internal: bool,
    now: Instant,
) -> Result<(), Refusal> {
    let asked = state.dossier.last_look(person, internal).and_then(|look| look.exported);
    let fresh = asked.is_some_and(|at| (0..=COPY_WITHIN_MS).contains(&(now.0 - at.0)));
    if fresh { Ok(()) } else { Err(Refusal::NoCopyAsked) }
}

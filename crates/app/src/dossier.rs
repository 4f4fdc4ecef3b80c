//! Reading the file of a case (手机阅卷): its index, a page as a picture, marks, a copy.
//!
//! Permission is asked for every page. What is kept at hand is bounded in bytes and forgotten after a few
//! minutes, and holds nothing that says who read it.

mod at_hand;
mod copy;
mod page;
mod view;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::command::Zone;
use weicourt_domain::dossier::{self, VolumeName};
use weicourt_domain::entry::Defect;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::{command, log::EntryRef};
use weicourt_store::FileMark;

pub use self::at_hand::PagesAtHand;
pub use self::copy::FileCopy;
pub use self::page::{DrawnPage, FilePage};
pub use self::view::{FileIndex, FileItem, FileRecording, FileVolume};

use crate::court::Court;
use crate::error::{AppError, Denied};

/// Longest private note on a page, in characters.
const LONGEST_NOTE: usize = 2_000;
/// Most marks of one reader in one case.
const MOST_MARKS: usize = 2_000;

/// A bookmark or private note; nobody but its reader gets it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileMarkView {
    /// The volume, from 1.
    pub volume: u8,
    /// The page, from 1.
    pub page: u32,
    /// Whether there is a bookmark.
    pub bookmarked: bool,
    /// The note; may be empty.
    pub note: String,
    /// When it was made.
    pub at: Instant,
}

/// Marks a page; without bookmark and note the mark goes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFileMark {
    /// The volume, from 1.
    pub volume: u8,
    /// The page, from 1.
    pub page: u32,
    /// Whether there is a bookmark.
    #[serde(default)]
    pub bookmarked: bool,
    /// The note; may be empty.
    #[serde(default)]
    pub note: String,
}

/// The volume with a number.
fn volume(number: u8) -> Result<VolumeName, AppError> {
    let volume = VolumeName::ALL.into_iter().find(|volume| volume.number() == number);
    volume.ok_or_else(|| refused(dossier::Refusal::NoSuchPage))
}

fn refused(refusal: dossier::Refusal) -> AppError {
    AppError::Refused(command::Refusal::Dossier(refusal))
}

/// The words of an entry as they stand in the store.
async fn words_of(
    court: &Court,
    case: CaseId,
    entry: EntryRef,
) -> Result<Arc<weicourt_domain::log::Entry>, AppError> {
    Ok(court.store.entry(case, entry).await?.ok_or(Denied::NotFound)?)
}

impl Court {
    /// The file of the bench is read in the court's network, where all of it is.
    fn is_at_home(&self, internal: bool) -> Result<(), AppError> {
        let away = internal && self.profile.zone == Zone::Front;
        if away { Err(refused(dossier::Refusal::InternalFile)) } else { Ok(()) }
    }

    /// The index of the file, or of the internal file.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers; else as the domain decides.
    pub async fn file_index(
        &self,
        actor: &Actor,
        case: CaseId,
        internal: bool,
    ) -> Result<FileIndex, AppError> {
        let loaded = self.case_for(actor, case).await?;
        self.is_at_home(internal)?;
        let now = self.now();
        let mut index = loaded.read(|state, _| FileIndex::of(state, actor, internal, now))?;
        index.may_open_internal &= self.is_at_home(true).is_ok();
        Ok(index)
    }

    /// The reader's own marks in the file of a case.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers; else as the domain decides.
    pub async fn file_marks(&self, actor: &Actor, case: CaseId) -> Result<Vec<FileMarkView>, AppError> {
        self.file_index(actor, case, false).await?;
        let marks = self.store.file_marks(case, actor.person).await?;
        Ok(marks
            .into_iter()
            .map(|FileMark { volume, page, bookmarked, note, at }| FileMarkView {
                volume,
                page,
                bookmarked,
                note,
                at,
            })
            .collect())
    }

    /// Marks a page for the reader alone.
    ///
    /// # Errors
    ///
    /// Refuses pages that are not for the reader, and over-long notes.
    pub async fn set_file_mark(
        &self,
        actor: &Actor,
        case: CaseId,
        mark: SetFileMark,
    ) -> Result<(), AppError> {
        let loaded = self.case_for(actor, case).await?;
        let (now, name) = (self.now(), volume(mark.volume)?);
        let found =
            loaded.read(|state, _| dossier::find_page(state, actor, name, mark.page, now).map(|_| ()));
        match found {
            // A page that waits for a look can be marked.
            Ok(()) | Err(command::Refusal::Dossier(dossier::Refusal::LookFirst { .. })) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        let note = mark.note.trim().to_owned();
        if note.chars().count() > LONGEST_NOTE {
            let reason = format!("笔记不能超过{LONGEST_NOTE}字");
            return Err(
                Denied::BadFields { fields: vec![Defect { field: "note".to_owned(), reason }] }.into()
            );
        }
        let adds = mark.bookmarked || !note.is_empty();
        if adds && self.store.file_marks(case, actor.person).await?.len() >= MOST_MARKS {
            let reason = format!("每个案件最多标记{MOST_MARKS}页");
            return Err(
                Denied::BadFields { fields: vec![Defect { field: "page".to_owned(), reason }] }.into()
            );
        }
        let SetFileMark { volume, page, bookmarked, .. } = mark;
        let mark = FileMark { volume, page, bookmarked, note, at: now };
        Ok(self.store.set_file_mark(case, actor.person, &mark).await?)
    }
}

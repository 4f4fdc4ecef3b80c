//! A copy of the file: one PDF with index and stable numbers, the reader's name across every page.

use std::collections::BTreeMap;

use async_trait::async_trait;
use weicourt_domain::actor::Actor;
use weicourt_domain::case::CaseState;
use weicourt_domain::digest::Digest;
use weicourt_domain::dossier::{self, Leaf, Medium, Section};
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::EntryRef;

use super::page::{byline, not_here, note_of, words};
use super::words_of;
use crate::court::Court;
use crate::error::AppError;
use crate::ports::{BookFiles, BookLeaf, BookPart, BookPlan, PortError};

/// Pictures are made so wide, in pixels: A4 at 200 dpi.
const PICTURE_WIDTH: u32 = 1_654;

/// A copy of the file.
#[derive(Clone)]
pub struct FileCopy {
    /// A PDF file.
    pub pdf: Vec<u8>,
    /// What to call it.
    pub name: String,
}

impl std::fmt::Debug for FileCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileCopy").field("size_bytes", &self.pdf.len()).finish_non_exhaustive()
    }
}

/// A part of the copy before its words are fetched.
struct Planned {
    part: BookPart,
    entry: EntryRef,
    byline: String,
    leaves: Vec<Leaf>,
}

impl Court {
    /// A copy of the file as it is now, for a reader whose look was recorded a moment ago.
    ///
    /// # Errors
    ///
    /// Refuses when no such look was recorded; else as the domain decides.
    pub async fn file_copy(&self, actor: &Actor, case: CaseId, internal: bool) -> Result<FileCopy, AppError> {
        let loaded = self.case_for(actor, case).await?;
        self.is_at_home(internal)?;
        let now = self.now();
        let (mut plan, planned) = loaded.read(|state, _| {
            let index = dossier::export(state, actor, internal, now)?;
            dossier::may_fetch_copy(state, actor.person, internal, now)?;
            let reader = state.member_name(actor.person).unwrap_or_default();
            let at = now.beijing().strftime("%Y-%m-%d %H:%M");
            let watermark = Some(format!("{reader} {at}"));
            Ok::<_, weicourt_domain::command::Refusal>((
                cover(state, internal, watermark),
                parts(state, &index),
            ))
        })?;
        let mut files = BTreeMap::new();
        for Planned { mut part, entry, byline, leaves } in planned {
            for leaf in leaves {
                match leaf {
                    Leaf::Text { .. } => {
                        let entry = words_of(self, case, entry).await?;
                        let pages = dossier::pages_of(&entry.body, &part.title, &byline);
                        part.leaves.extend(pages.into_iter().map(|page| BookLeaf::Words(words(page))));
                    }
                    Leaf::File { ref blob, turn_degrees } if Medium::of(blob) == Medium::Pages => {
                        self.add_file(case, &mut part, &mut files, blob, turn_degrees, leaf.n_pages())
                            .await?;
                    }
                    Leaf::File { blob, .. } => part.leaves.push(BookLeaf::Words(note_of(&blob, &byline))),
                }
            }
            plan.parts.push(part);
        }
        let name = format!("{}{}.pdf", plan.case_number, plan.title);
        let files = FilesOfCase { court: self, case, files };
        let bound = self.ports.pages.bind(plan, &files).await.map_err(AppError::broken("bind a copy"))?;
        Ok(FileCopy { pdf: bound.pdf, name })
    }

    async fn add_file(
        &self,
        case: CaseId,
        part: &mut BookPart,
        files: &mut BTreeMap<String, Digest>,
        blob: &BlobRef,
        turn_degrees: u16,
        n_pages: u32,
    ) -> Result<(), AppError> {
        if self.store.blob_meta(case, blob.sha256).await?.is_none() {
            part.leaves.extend((0..n_pages).map(|_| BookLeaf::Words(not_here())));
            return Ok(());
        }
        let file = blob.sha256.to_string();
        files.insert(file.clone(), blob.sha256);
        part.leaves.extend((0..n_pages).map(|index| BookLeaf::Page {
            file: file.clone(),
            index,
            turn_degrees,
        }));
        Ok(())
    }
}

/// The book without its parts.
fn cover(state: &CaseState, internal: bool, watermark: Option<String>) -> BookPlan {
    let filed = state.decided.registration.as_ref();
    BookPlan {
        title: if internal { "电子卷宗（副卷）" } else { "电子卷宗（正卷）" }.to_owned(),
        case_number: filed.map(|filed| filed.case_number.to_string()).unwrap_or_default(),
        court: filed.map(|filed| filed.court_name.clone()).unwrap_or_default(),
        parts: Vec::new(),
        watermark,
        first_page: 1,
        max_width_px: Some(PICTURE_WIDTH),
    }
}

fn parts(state: &CaseState, index: &dossier::Index<'_>) -> Vec<Planned> {
    let mut parts = Vec::new();
    for volume in &index.volumes {
        for listed in &volume.items {
            let item = listed.item;
            let withdrawn = if listed.withdrawn { "（已撤回）" } else { "" };
            parts.push(Planned {
                part: BookPart {
                    section: volume.name.in_chinese().to_owned(),
                    title: format!("{}{withdrawn}", titled(listed.section, &listed.title(state))),
                    submitted_by: listed.by(state).to_owned(),
                    on: item.at.beijing_date().to_string(),
                    numbered: Some((volume.name.before_page().to_owned(), item.first_page)),
                    leaves: Vec::new(),
                },
                entry: item.entry,
                byline: byline(state, listed),
                leaves: item.leaves.clone(),
            });
        }
    }
    parts
}

/// Papers of a filing are called by their file, so the heading says what they are.
fn titled(section: Section, title: &str) -> String {
    match section {
        Section::Identity => format!("身份证明：{title}"),
        Section::Authority => format!("授权委托：{title}"),
        _ => title.to_owned(),
    }
}

/// Files of one case, as they are wanted.
struct FilesOfCase<'a> {
    court: &'a Court,
    case: CaseId,
    files: BTreeMap<String, Digest>,
}

#[async_trait]
impl BookFiles for FilesOfCase<'_> {
    async fn read(&self, file: &str) -> Result<Vec<u8>, PortError> {
        let broken = |what: String| PortError { port: "files of a copy", what, passing: false };
        let sha256 = self.files.get(file).ok_or_else(|| broken("not in the plan".to_owned()))?;
        // A copy reads every file once; what readers have at hand stays as it is.
        let bytes = self.court.file_of_case(self.case, *sha256).await;
        bytes.map_err(|error| broken(error.to_string()))
    }
}

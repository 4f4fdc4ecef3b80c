//! Bookmarks and private notes in the file of a case: each reader's own, sealed under the case key.

use serde::{Deserialize, Serialize};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, at, bytes, case as case_value};
use crate::error::StoreError;
use crate::sealing::about;

/// A reader's mark on a page.
#[derive(Clone, PartialEq, Eq)]
pub struct FileMark {
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

impl std::fmt::Debug for FileMark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("FileMark");
        out.field("volume", &self.volume).field("page", &self.page).finish_non_exhaustive()
    }
}

/// What of a mark is sealed. Only add fields, with a default.
#[derive(Serialize, Deserialize)]
struct Words {
    bookmarked: bool,
    note: String,
}

/// Person, volume and page: the marks of a person stand together, in the order of the file.
fn place(person: PersonId, volume: u8, page: u32) -> Vec<u8> {
    let mut place = person.0.to_be_bytes().to_vec();
    place.push(volume);
    place.extend(page.to_be_bytes());
    place
}

/// What a mark is sealed about, so that it cannot be moved to another page or person.
pub(crate) fn about_mark(case: CaseId, place: &[u8]) -> Vec<u8> {
    let mut about = about("file_mark", case.0);
    about.extend(place);
    about
}

impl Store {
    /// Marks of a person in the file of a case, in the order of pages.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`]; [`StoreError::Unreadable`] if a mark does not open.
    pub async fn file_marks(&self, case: CaseId, person: PersonId) -> Result<Vec<FileMark>, StoreError> {
        let sql = "select place, updated_at, mark from file_mark
                   where case_id = $1 and place >= $2 and place <= $3 order by place";
        let ends = [place(person, 0, 0), place(person, u8::MAX, u32::MAX)];
        let values = vec![case_value(case), bytes(ends[0].clone()), bytes(ends[1].clone())];
        let rows = self.database().all(sql, values).await?;
        let key = self.case_key(case).await?;
        let mut marks = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut columns = Columns::of(row);
            let place: Vec<u8> = columns.take()?;
            let at = columns.at()?;
            let sealed: Vec<u8> = columns.take()?;
            let [.., volume, a, b, c, d] = place[..] else { return Err(StoreError::Unreadable("file mark")) };
            let words: Words = key.sealer.open_json(&about_mark(case, &place), &sealed, "file mark")?;
            let page = u32::from_be_bytes([a, b, c, d]);
            marks.push(FileMark { volume, page, bookmarked: words.bookmarked, note: words.note, at });
        }
        Ok(marks)
    }

    /// Sets the mark of a person on a page; one that says nothing is removed.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`].
    pub async fn set_file_mark(
        &self,
        case: CaseId,
        person: PersonId,
        mark: &FileMark,
    ) -> Result<(), StoreError> {
        let place = place(person, mark.volume, mark.page);
        if !mark.bookmarked && mark.note.is_empty() {
            let sql = "delete from file_mark where case_id = $1 and place = $2";
            self.database().execute(sql, vec![case_value(case), bytes(place)]).await?;
            return Ok(());
        }
        let words = Words { bookmarked: mark.bookmarked, note: mark.note.clone() };
        let key = self.case_key(case).await?;
        let sealed = key.sealer.seal_json(&about_mark(case, &place), &words, "file mark")?;
        let sql = "insert into file_mark (case_id, place, updated_at, mark) values ($1, $2, $3, $4)
                   on conflict (case_id, place) do update set updated_at = excluded.updated_at, mark = excluded.mark";
        let values = vec![case_value(case), bytes(place), at(mark.at), bytes(sealed)];
        self.database().execute(sql, values).await?;
        Ok(())
    }
}

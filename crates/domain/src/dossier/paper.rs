//! Words on pages: a page has so many lines and a line so many columns, whoever draws it.
//!
//! Stored pages depend on it: a change moves the numbers of pages that people have cited.

use super::paragraphs::paragraphs;
use crate::entry::EntryBody;

/// Columns of a line; a Chinese character takes two, as on the paper of courts 28 stand in a line.
pub const COLUMNS: usize = 56;
/// Lines of a page.
pub const LINES: usize = 26;
/// Lines that the heading of the first page takes.
const HEAD_LINES: usize = 4;

/// What cannot begin a line: it hangs over the end of the line before.
const HANGING: &str = "，。、；：？！）》」』】〉”’";

/// A page of words.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct TextPage {
    /// What stands above the first page; empty on the others.
    pub heading: String,
    /// Below the heading: by whom and when.
    pub byline: String,
    /// The lines.
    pub lines: Vec<String>,
}

impl std::fmt::Debug for TextPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextPage({} lines)", self.lines.len())
    }
}

/// Columns that a character takes.
fn width(character: char) -> usize {
    if u32::from(character) < 0x2000 { 1 } else { 2 }
}

/// Breaks a paragraph into lines, anywhere, as Chinese is set.
fn broken(paragraph: &str, lines: &mut Vec<String>) {
    for part in paragraph.split('\n') {
        let (mut line, mut used) = (String::new(), 0);
        for character in part.chars().filter(|character| *character != '\r') {
            let character = if character.is_control() { ' ' } else { character };
            let wide = width(character);
            if used + wide > COLUMNS && !(used <= COLUMNS && HANGING.contains(character)) {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(character);
            used += wide;
        }
        lines.push(line);
    }
}

fn lines_of(body: &EntryBody) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(body) {
        broken(&paragraph, &mut lines);
    }
    lines
}

/// How many pages the words of an entry take.
pub(super) fn n_pages(body: &EntryBody) -> u32 {
    let rest = lines_of(body).len().saturating_sub(LINES - HEAD_LINES);
    u32::try_from(1 + rest.div_ceil(LINES)).unwrap_or(u32::MAX)
}

/// The pages of an entry's words.
pub fn pages_of(body: &EntryBody, heading: &str, byline: &str) -> Vec<TextPage> {
    let lines = lines_of(body);
    let (first, rest) = lines.split_at(lines.len().min(LINES - HEAD_LINES));
    let first = TextPage { heading: heading.to_owned(), byline: byline.to_owned(), lines: first.to_vec() };
    let rest = rest.chunks(LINES).map(|lines| TextPage { lines: lines.to_vec(), ..TextPage::default() });
    std::iter::once(first).chain(rest).collect()
}

//! The process that looks at pages.

use std::io::{self, Read, Write};
use std::sync::Arc;

use rlimit::Resource;
use weicourt_app::ports::{BookLeaf, BookPlan, PageLook, PageOfWords, PageRefusal};
use weicourt_documents::{
    Book, BookOptions, FileError, FileKind, Files, FilesError, Fonts, Leaf, Limits, Look, Numbered, OpenFile,
    PageImage, Part, Turn, Words,
};

use super::faces;
use super::wire::{self, Answer, Ask, Bounds, Task};

/// Answers one question that comes in at `from`.
///
/// Gives up rights first: see [`crate::adapters::pages`].
///
/// # Errors
///
/// When the node is gone, or the rights cannot be given up.
pub fn work(mut from: impl Read + Send, mut to: impl Write + Send) -> io::Result<()> {
    let ask: Ask = serde_json::from_slice(&wire::receive(&mut from)?)?;
    bind_hands(ask.bounds)?;
    let limits = Limits { most_pixels: ask.most_pixels, ..Limits::default() };
    let (answer, bytes) = match ask.task {
        Task::Count => {
            let content = wire::receive(&mut from)?;
            (count(content, limits), Vec::new())
        }
        Task::Draw { index, look } => {
            let content = wire::receive(&mut from)?;
            // A picture needs no font, and full faces take longer to read than it takes to draw.
            let is_pdf = FileKind::of(&content) == Some(FileKind::Pdf);
            let fonts = if is_pdf { faces::read(&ask.fonts_dir)? } else { Fonts::default() };
            draw(content, index, look, limits, &fonts)
        }
        Task::DrawWords { words, look } => {
            drawn(page_of(words).draw(of(look), &faces::read(&ask.fonts_dir)?))
        }
        Task::Bind { plan, keeps_pdf } => {
            let options =
                BookOptions { max_width_px: plan.max_width_px, keeps_pdf, limits, ..BookOptions::default() };
            let mut asked = Asked { from: &mut from, to: &mut to };
            bind(plan, &mut asked, &faces::read(&ask.fonts_dir)?, &options)?
        }
    };
    wire::send(&mut to, &serde_json::to_vec(&answer)?)?;
    if answer.has_bytes() {
        wire::send(&mut to, &bytes)?;
    }
    Ok(())
}

/// No more memory and time than that, and nothing written to disk.
fn bind_hands(bounds: Bounds) -> io::Result<()> {
    rlimit::setrlimit(Resource::AS, bounds.memory_bytes, bounds.memory_bytes)?;
    rlimit::setrlimit(Resource::CPU, bounds.processor_seconds, bounds.processor_seconds)?;
    rlimit::setrlimit(Resource::FSIZE, 0, 0)?;
    rlimit::setrlimit(Resource::CORE, 0, 0)
}

fn refused(error: &FileError) -> Answer {
    let refusal = match error {
        FileError::NotPaged => PageRefusal::NotPaged,
        FileError::Locked | FileError::UnknownEncryption => PageRefusal::Locked,
        FileError::TooManyPages { .. } | FileError::TooManyPixels { .. } => PageRefusal::TooLarge,
        FileError::NoSuchPage { n_pages, .. } => PageRefusal::NoSuchPage { n_pages: whole(*n_pages) },
        _ => PageRefusal::Damaged,
    };
    Answer::Refused { refusal }
}

fn count(content: Vec<u8>, limits: Limits) -> Answer {
    match OpenFile::open(Arc::new(content), limits) {
        Ok(file) => Answer::Counted { n_pages: whole(file.n_pages()) },
        Err(error) => refused(&error),
    }
}

fn draw(content: Vec<u8>, index: u32, look: PageLook, limits: Limits, fonts: &Fonts) -> (Answer, Vec<u8>) {
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    drawn(OpenFile::open(Arc::new(content), limits).and_then(|file| file.draw(index, of(look), fonts)))
}

fn of(look: PageLook) -> Look {
    Look { max_width_px: look.max_width_px, turn: turn(look.turn_degrees), ..Look::default() }
}

fn page_of(words: PageOfWords) -> Words {
    Words { heading: words.heading, byline: words.byline, lines: words.lines }
}

fn drawn(page: Result<PageImage, FileError>) -> (Answer, Vec<u8>) {
    match page {
        Ok(page) => {
            (Answer::Drawn { width: page.width, height: page.height, unshown: page.unshown }, page.jpeg)
        }
        Err(error) => (refused(&error), Vec::new()),
    }
}

fn bind(
    plan: BookPlan,
    files: &mut (dyn Files + Send),
    fonts: &Fonts,
    options: &BookOptions,
) -> io::Result<(Answer, Vec<u8>)> {
    let bound = book(plan).bind(files, fonts, options).map_err(io::Error::other)?;
    let unreadable = bound.unreadable.iter().map(|leaf| (whole(leaf.part), whole(leaf.leaf))).collect();
    let n_index_pages = whole(bound.n_index_pages);
    Ok((Answer::Bound { n_index_pages, first_pages: bound.first_pages, unreadable }, bound.pdf))
}

fn book(plan: BookPlan) -> Book {
    let leaf = |leaf| match leaf {
        BookLeaf::Note { lines } => Leaf::Note { lines },
        BookLeaf::Words(words) => Leaf::Words(page_of(words)),
        BookLeaf::Page { file, index, turn_degrees } => {
            Leaf::Page { file, index: usize::try_from(index).unwrap_or(usize::MAX), turn: turn(turn_degrees) }
        }
    };
    let parts = plan.parts.into_iter().map(|part| Part {
        section: part.section,
        title: part.title,
        submitted_by: part.submitted_by,
        on: part.on,
        numbered: part.numbered.map(|(volume, first_page)| Numbered { volume, first_page }),
        leaves: part.leaves.into_iter().map(leaf).collect(),
    });
    Book {
        parts: parts.collect(),
        title: plan.title,
        case_number: plan.case_number,
        court: plan.court,
        watermark: plan.watermark,
        first_page: plan.first_page,
    }
}

/// Files that the node sends when they are wanted.
struct Asked<'a, R, W> {
    from: &'a mut R,
    to: &'a mut W,
}

impl<R: Read, W: Write> Files for Asked<'_, R, W> {
    fn read(&mut self, file: &str) -> Result<Arc<Vec<u8>>, FilesError> {
        wire::send(self.to, &serde_json::to_vec(&Answer::Wanted { file: file.to_owned() })?)?;
        Ok(Arc::new(wire::receive(self.from)?))
    }
}

fn turn(degrees: u16) -> Turn {
    Turn::from_degrees(degrees).unwrap_or_default()
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

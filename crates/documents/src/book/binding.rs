//! Binding a book.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use krilla::destination::XyzDestination;
use krilla::geom::{Point, Size};
use krilla::metadata::{Metadata, PageLayout};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel};
use krilla::paint::Pattern;
use krilla::{Document, SerializeSettings};

use super::index::Index;
use super::leaf::{self, Content};
use super::paper::{self, Sheet};
use super::source::Sources;
use super::{Book, BookError, BookOptions, Bound, Files, UnreadableLeaf};
use crate::Fonts;
use crate::guard::guarded_or;
use crate::open_pdf::Embeddable;

pub(super) fn bind(
    book: &Book,
    files: &mut (dyn Files + Send),
    fonts: &Fonts,
    options: &BookOptions,
) -> Result<Bound, BookError> {
    let mut drawn = BTreeSet::new();
    let mut options = *options;
    loop {
        let mut kept = Vec::new();
        let bound = guarded_or(died, || {
            let (document, mut bound) = press(book, files, fonts, &options, &drawn, &mut kept)?;
            bound.pdf = document.finish().map_err(|error| BookError::Writer(error.to_string()))?;
            Ok(bound)
        });
        match bound {
            Err(BookError::Writer(_)) if !kept.is_empty() => {
                // A page of a foreign PDF file cannot be written as it is. Find the files that are to
                // blame and draw their pages; should none be to blame alone, draw the pages of all.
                let to_blame: Vec<_> = kept.into_iter().filter(|(_, pdf)| !goes_alone(pdf)).collect();
                options.keeps_pdf = !to_blame.is_empty();
                drawn.extend(to_blame.into_iter().map(|(file, _)| file));
            }
            bound => return bound,
        }
    }
}

fn died() -> BookError {
    BookError::Writer("a parser or the writer gave up".into())
}

/// Whether a PDF file can be written into another with all its pages.
fn goes_alone(pdf: &Embeddable) -> bool {
    let written = guarded_or(died, || {
        let mut document = Document::new_with(settings());
        for index in 0..pdf.n_pages() {
            let mut page = document.start_page();
            let mut surface = page.surface();
            if let Some(size) = Size::from_wh(paper::SHORT, paper::LONG) {
                surface.draw_pdf_page(&pdf.document, size, index);
            }
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|error| BookError::Writer(error.to_string()))
    });
    written.is_ok()
}

pub(super) fn settings() -> SerializeSettings {
    // Nothing here is tagged, and half a tag tree is worse than none.
    SerializeSettings { enable_tagging: false, ..SerializeSettings::default() }
}

/// Sets every page; `kept` are then the PDF files that the writer will read.
fn press(
    book: &Book,
    files: &mut (dyn Files + Send),
    fonts: &Fonts,
    options: &BookOptions,
    drawn: &BTreeSet<String>,
    kept: &mut Vec<(String, Embeddable)>,
) -> Result<(Document, Bound), BookError> {
    let numbers = numbers(book)?;
    let index = Index::set(book, &numbers, fonts);
    let place_of = |part: usize| {
        let part = numbers.get(part)?;
        (part.n_leaves > 0).then_some(index.n_pages() + part.n_before)
    };
    let mut document = Document::new_with(settings());
    document.set_metadata(metadata(book));
    let mut tile = None;

    for place in 0..index.n_pages() {
        let roman = u32::try_from(place + 1).ok().and_then(NonZeroU32::new);
        let label = PageLabel::new(Some(NumberingStyle::LowerRoman), None, roman);
        let Some(settings) = Sheet::Upright.settings() else { continue };
        let mut page = document.start_page_with(settings.with_page_label(label));
        index.link(place, &mut page, place_of);
        let mut surface = page.surface();
        index.draw(place, book, fonts, &mut surface);
        let number = format!("目录 {} / {}", place + 1, index.n_pages());
        paper::draw_foot(&mut surface, fonts, Sheet::Upright, &book.case_number, &number, &book.title);
        draw_watermark(&mut surface, &mut tile, book, fonts, Sheet::Upright);
        surface.finish();
        page.finish();
    }

    let mut sources = Sources::new(files, *options, drawn);
    let mut bound = Bound {
        pdf: Vec::new(),
        n_index_pages: index.n_pages(),
        first_pages: numbers.iter().map(|part| part.first).collect(),
        unreadable: Vec::new(),
        n_drawn: 0,
    };
    for (part_place, (part, numbers)) in book.parts.iter().zip(&numbers).enumerate() {
        let volume = part.numbered.as_ref().map(|numbered| numbered.volume.as_str()).unwrap_or_default();
        let mut number = numbers.first;
        for (leaf_place, leaf) in part.leaves.iter().enumerate() {
            let set = leaf::set(leaf, &mut sources, fonts, options)?;
            bound.n_drawn += usize::from(set.drawn);
            if let Some(error) = set.error {
                bound.unreadable.push(UnreadableLeaf { part: part_place, leaf: leaf_place, error });
            }
            let sheet = set.content.sheet();
            let before = (!volume.is_empty()).then(|| format!("{volume} "));
            let label = PageLabel::new(Some(NumberingStyle::Arabic), before, NonZeroU32::new(number));
            let Some(settings) = sheet.settings() else { continue };
            let mut page = document.start_page_with(settings.with_page_label(label));
            let mut surface = page.surface();
            Content::draw(set.content, &mut surface, sheet, fonts);
            paper::draw_foot(
                &mut surface,
                fonts,
                sheet,
                &book.case_number,
                format!("{volume} 第 {number} 页").trim_start(),
                &part.title,
            );
            draw_watermark(&mut surface, &mut tile, book, fonts, sheet);
            surface.finish();
            page.finish();
            number = number.saturating_add(1);
        }
    }
    document.set_outline(outline(book, place_of));
    kept.extend(sources.into_kept());
    Ok((document, bound))
}

/// Where the pages of a part stand.
#[derive(Debug)]
pub(super) struct PartNumbers {
    /// Number of its first page.
    pub(super) first: u32,
    /// How many it has.
    pub(super) n_leaves: usize,
    /// Pages of the parts before it.
    n_before: usize,
}

fn numbers(book: &Book) -> Result<Vec<PartNumbers>, BookError> {
    let (mut next, mut n_before) = (book.first_page, 0);
    let mut numbers = Vec::with_capacity(book.parts.len());
    for part in &book.parts {
        let n_leaves = part.leaves.len();
        let first = part.numbered.as_ref().map_or(next, |numbered| numbered.first_page);
        numbers.push(PartNumbers { first, n_leaves, n_before });
        n_before += n_leaves;
        let n_leaves = u32::try_from(n_leaves).map_err(|_| BookError::TooManyPages)?;
        next = first.checked_add(n_leaves).ok_or(BookError::TooManyPages)?;
    }
    Ok(numbers)
}

fn draw_watermark(
    surface: &mut krilla::surface::Surface<'_>,
    tile: &mut Option<Pattern>,
    book: &Book,
    fonts: &Fonts,
    sheet: Sheet,
) {
    let Some(text) = &book.watermark else { return };
    if tile.is_none() {
        *tile = paper::watermark(surface, fonts, text);
    }
    if let Some(tile) = tile {
        paper::draw_watermark(surface, sheet, tile);
    }
}

fn metadata(book: &Book) -> Metadata {
    Metadata::new()
        .title(format!("{} {}", book.case_number, book.title))
        .authors(vec![book.court.clone()])
        .language("zh-CN".into())
        .creator("WeiCourt".into())
        .page_layout(PageLayout::SinglePage)
}

/// Bookmarks: the headings, and below each its parts.
fn outline(book: &Book, place_of: impl Fn(usize) -> Option<usize>) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<(&str, OutlineNode)> = None;
    for (place, part) in book.parts.iter().enumerate() {
        let Some(first) = place_of(place) else { continue };
        let to = || XyzDestination::new(first, Point::from_xy(0.0, 0.0));
        let node = OutlineNode::new(part.title.clone(), to());
        if part.section.is_empty() {
            close(&mut outline, open.take());
            outline.push_child(node);
            continue;
        }
        if open.as_ref().is_none_or(|(section, _)| *section != part.section) {
            close(&mut outline, open.take());
            open = Some((&part.section, OutlineNode::new(part.section.clone(), to()).with_open(true)));
        }
        if let Some((_, section)) = &mut open {
            section.push_child(node);
        }
    }
    close(&mut outline, open.take());
    outline
}

fn close(outline: &mut Outline, section: Option<(&str, OutlineNode)>) {
    if let Some((_, section)) = section {
        outline.push_child(section);
    }
}

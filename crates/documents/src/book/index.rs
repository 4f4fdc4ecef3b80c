//! The index in front of a book.

use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{Point, Rect};
use krilla::page::Page;
use krilla::surface::Surface;

use super::Book;
use super::binding::PartNumbers;
use super::paper::{self, LONG, SHORT};
use crate::Fonts;
use crate::fonts::Line;

/// Paper left free at the sides, in points.
const SIDE: f32 = 48.0;
/// Where rows begin on the first page below the title, and on the others, in points.
const TOP_FIRST: f32 = 188.0;
const TOP: f32 = 64.0;
/// Where rows end, in points.
const BOTTOM: f32 = LONG - 52.0;
/// From line to line, in points.
const LEADING: f32 = 15.0;
/// Size of the rows, in points.
const SIZE: f32 = 10.5;
/// Left ends of the columns 序号、名称、提交人、日期、页码, and the right end of the last, in points.
const COLUMNS: [f32; 6] = [SIDE, SIDE + 34.0, SIDE + 268.0, SIDE + 368.0, SIDE + 442.0, SHORT - SIDE];
const HEADS: [&str; 5] = ["序号", "名称", "提交人", "日期", "页码"];

/// The index, broken into pages.
#[derive(Debug)]
pub(super) struct Index {
    pages: Vec<Vec<Row>>,
}

#[derive(Debug)]
struct Row {
    y: f32,
    height: f32,
    kind: RowKind,
}

#[derive(Debug)]
enum RowKind {
    Section(Line),
    Entry { part: usize, cells: [Vec<Line>; 5] },
}

impl Index {
    /// Sets the rows.
    pub(super) fn set(book: &Book, numbers: &[PartNumbers], fonts: &Fonts) -> Self {
        let mut pages = vec![Vec::new()];
        let mut y = TOP_FIRST;
        let mut section = None;
        for (place, (part, numbers)) in book.parts.iter().zip(numbers).enumerate() {
            let (first, n_leaves) = (numbers.first, numbers.n_leaves);
            let last = first.saturating_add(u32::try_from(n_leaves.saturating_sub(1)).unwrap_or(u32::MAX));
            let pages_cell = match n_leaves {
                0 => "—".to_owned(),
                1 => first.to_string(),
                _ => format!("{first}-{last}"),
            };
            let number = (place + 1).to_string();
            let texts = [&number, &part.title, &part.submitted_by, &part.on, &pages_cell];
            let cells: [Vec<Line>; 5] = std::array::from_fn(|column| {
                paper::broken(fonts, texts[column], SIZE, COLUMNS[column + 1] - COLUMNS[column] - 6.0)
            });
            let n_lines = cells.iter().map(Vec::len).max().unwrap_or(1).clamp(1, MOST_LINES);
            let height = n_lines as f32 * LEADING + 6.0;
            let heading =
                (section != Some(&part.section) && !part.section.is_empty()).then_some(&part.section);
            let needed = height + if heading.is_some() { LEADING + 14.0 } else { 0.0 };
            if y + needed > BOTTOM {
                pages.push(Vec::new());
                y = TOP;
            }
            let Some(page) = pages.last_mut() else { continue };
            if let Some(heading) = heading {
                let line = paper::cut(fonts, heading, SIZE + 1.5, SHORT - 2.0 * SIDE);
                page.push(Row { y, height: LEADING + 14.0, kind: RowKind::Section(line) });
                y += LEADING + 14.0;
            }
            section = Some(&part.section);
            page.push(Row { y, height, kind: RowKind::Entry { part: place, cells } });
            y += height;
        }
        Self { pages }
    }

    pub(super) fn n_pages(&self) -> usize {
        self.pages.len()
    }

    /// Draws page `index` of the index.
    pub(super) fn draw(&self, index: usize, book: &Book, fonts: &Fonts, surface: &mut Surface<'_>) {
        if index == 0 {
            draw_title(book, fonts, surface);
        }
        let top = if index == 0 { TOP_FIRST } else { TOP };
        surface.set_fill(Some(paper::shade(60)));
        for (head, x) in HEADS.iter().zip(COLUMNS) {
            paper::draw_line(surface, &fonts.line(head, SIZE), x, top - 12.0, false);
        }
        paper::draw_rule(surface, SIDE, top - 6.0, SHORT - 2.0 * SIDE);
        for row in self.pages.get(index).into_iter().flatten() {
            surface.set_fill(Some(paper::shade(0)));
            match &row.kind {
                RowKind::Section(line) => paper::draw_line(surface, line, SIDE, row.y + LEADING + 4.0, false),
                RowKind::Entry { cells, .. } => {
                    for (cell, x) in cells.iter().zip(COLUMNS) {
                        for (place, line) in cell.iter().take(MOST_LINES).enumerate() {
                            let y = row.y + (place + 1) as f32 * LEADING - 2.0;
                            paper::draw_line(surface, line, x, y, false);
                        }
                    }
                    paper::draw_rule(surface, SIDE, row.y + row.height - 0.5, SHORT - 2.0 * SIDE);
                }
            }
        }
    }

    /// Makes the rows of page `index` lead to their parts; `place_of` has the place of a part's first page in the file.
    pub(super) fn link(&self, index: usize, page: &mut Page<'_>, place_of: impl Fn(usize) -> Option<usize>) {
        for row in self.pages.get(index).into_iter().flatten() {
            let RowKind::Entry { part, .. } = row.kind else { continue };
            if let Some(place) = place_of(part)
                && let Some(rect) = Rect::from_xywh(SIDE, row.y, SHORT - 2.0 * SIDE, row.height)
            {
                let target = Destination::Xyz(XyzDestination::new(place, Point::from_xy(0.0, 0.0)));
                page.add_annotation(Annotation::new_link(
                    LinkAnnotation::new(rect, Target::Destination(target)),
                    None,
                ));
            }
        }
    }
}

/// Most lines of a row: a title of a thousand characters must not push its row off the page.
const MOST_LINES: usize = 12;

fn draw_title(book: &Book, fonts: &Fonts, surface: &mut Surface<'_>) {
    surface.set_fill(Some(paper::shade(0)));
    for (text, size, y) in
        [(&book.court, 15.0, 62.0), (&book.title, 22.0, 94.0), (&book.case_number, 13.0, 120.0)]
    {
        let line = paper::cut(fonts, text, size, SHORT - 2.0 * SIDE);
        paper::draw_line(surface, &line, (SHORT - line.width) / 2.0, y, false);
    }
    let head = fonts.line("目　录", 12.0);
    paper::draw_line(surface, &head, (SHORT - head.width) / 2.0, 150.0, false);
}

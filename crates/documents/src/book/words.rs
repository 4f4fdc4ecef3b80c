//! Pages of words: lines that were broken before they come here.

use std::sync::Arc;

use krilla::Document;
use krilla::surface::Surface;

use super::binding::settings;
use super::paper::{self, SHORT, Sheet};
use crate::guard::guarded;
use crate::open_pdf::OpenPdf;
use crate::{FileError, Fonts, Limits, Look, PageImage};

/// Size of the lines, in points: 三号, as courts write.
const SIZE: f32 = 16.0;
/// From line to line, in points.
const LEADING: f32 = 25.5;
/// Left end of the lines, in points; 28 characters stand between it and its mirror.
const LEFT: f32 = 73.6;
/// Foot of the first line of a page, and of the heading, in points.
const TOP: f32 = 92.0;
/// Lines that a heading takes.
const HEAD_LINES: f32 = 4.0;
/// Size of the heading and of the line below it, in points.
const HEADING_SIZE: f32 = 22.0;
const BYLINE_SIZE: f32 = 12.0;

/// A page of words on A4: at most 26 lines of 28 Chinese characters (22 below a heading), broken already.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Above the lines; empty on all pages but the first.
    pub heading: String,
    /// Below the heading: by whom and when.
    pub byline: String,
    /// The lines. One that is too long is set smaller, never cut.
    pub lines: Vec<String>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What stands there belongs to the parties.
        f.debug_struct("Words").field("n_lines", &self.lines.len()).finish_non_exhaustive()
    }
}

impl Words {
    /// The page as a picture.
    ///
    /// # Errors
    ///
    /// [`FileError::Damaged`] when it cannot be drawn, which is a mistake in the program.
    pub fn draw(&self, look: Look, fonts: &Fonts) -> Result<PageImage, FileError> {
        let pdf = guarded(|| {
            let mut document = Document::new_with(settings());
            if let Some(settings) = Sheet::Upright.settings() {
                let mut page = document.start_page_with(settings);
                let mut surface = page.surface();
                self.set(&mut surface, fonts);
                surface.finish();
                page.finish();
            }
            document.finish().map_err(|_| FileError::Damaged)
        })?;
        OpenPdf::open(Arc::new(pdf), Limits::default())?.draw(0, look, fonts)
    }

    /// Draws the words on their sheet.
    pub(super) fn set(&self, surface: &mut Surface<'_>, fonts: &Fonts) {
        let mut y = TOP;
        if !self.heading.is_empty() {
            surface.set_fill(Some(paper::shade(0)));
            let heading = paper::cut(fonts, &self.heading, HEADING_SIZE, SHORT - 2.0 * LEFT);
            paper::draw_line(surface, &heading, (SHORT - heading.width) / 2.0, TOP, false);
            surface.set_fill(Some(paper::shade(90)));
            let byline = paper::cut(fonts, &self.byline, BYLINE_SIZE, SHORT - 2.0 * LEFT);
            paper::draw_line(surface, &byline, (SHORT - byline.width) / 2.0, TOP + 30.0, false);
            paper::draw_rule(surface, LEFT, TOP + 46.0, SHORT - 2.0 * LEFT);
            y += HEAD_LINES * LEADING;
        }
        surface.set_fill(Some(paper::shade(0)));
        // A mark that may not begin a line hangs over its end.
        let widest = SHORT - 2.0 * LEFT + SIZE;
        for text in &self.lines {
            let line = fonts.line(text, SIZE);
            let line = if line.width > widest { fonts.line(text, SIZE * widest / line.width) } else { line };
            paper::draw_line(surface, &line, LEFT, y, false);
            y += LEADING;
        }
    }
}

//! A sheet of A4: text, the foot, and the reader's name across it.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Pattern};
use krilla::surface::Surface;

use crate::Fonts;
use crate::fonts::Line;

/// The short side of A4, in points.
pub(super) const SHORT: f32 = 595.276;
/// The long side of A4, in points.
pub(super) const LONG: f32 = 841.89;
/// Paper left free at the sides and at the head, in points.
pub(super) const MARGIN: f32 = 18.0;
/// Paper for the foot, in points.
pub(super) const FOOT: f32 = 30.0;

/// Size of the foot, in points.
const FOOT_SIZE: f32 = 9.0;
/// Size of the reader's name across a page, in points.
const WATERMARK_SIZE: f32 = 15.0;

/// A4, upright or lying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    Upright,
    Lying,
}

impl Sheet {
    /// The sheet on which a page of this size stands largest.
    pub(super) fn for_page(width: f32, height: f32) -> Self {
        if width > height { Self::Lying } else { Self::Upright }
    }

    pub(super) fn width(self) -> f32 {
        if self == Self::Upright { SHORT } else { LONG }
    }

    pub(super) fn height(self) -> f32 {
        if self == Self::Upright { LONG } else { SHORT }
    }

    pub(super) fn settings(self) -> Option<PageSettings> {
        PageSettings::from_wh(self.width(), self.height())
    }
}

/// A shade from 0 (black) to 255 (white).
pub(super) fn shade(lightness: u8) -> Fill {
    Fill { paint: luma::Color::new(lightness).into(), ..Fill::default() }
}

/// Draws a line with its left end at `x`, its foot at `y`, in points from the top left.
pub(super) fn draw_line(surface: &mut Surface<'_>, line: &Line, x: f32, y: f32, outlined: bool) {
    for run in &line.runs {
        let start = Point::from_xy(x + run.x, y);
        surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, line.size, outlined);
    }
}

/// A level hairline.
pub(super) fn draw_rule(surface: &mut Surface<'_>, x: f32, y: f32, width: f32) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, 0.5) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(shade(120)));
        surface.draw_path(&path);
    }
}

/// Breaks text into lines of at most `width` points; at the end of a line anywhere, as Chinese is set.
pub(super) fn broken(fonts: &Fonts, text: &str, size: f32, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut rest = paragraph;
        while !rest.is_empty() {
            let fitting = fitting(fonts, rest, size, width);
            let (line, tail) = rest.split_at(fitting);
            lines.push(fonts.line(line, size));
            rest = tail;
        }
    }
    lines
}

/// The text, cut with an ellipsis to at most `width` points.
pub(super) fn cut(fonts: &Fonts, text: &str, size: f32, width: f32) -> Line {
    let text = text.lines().next().unwrap_or_default();
    let whole = fonts.line(text, size);
    if whole.width <= width {
        return whole;
    }
    let fitting = fitting(fonts, text, size, width - size);
    fonts.line(&format!("{}…", &text[..fitting]), size)
}

/// How many bytes of `text` stand on a line, at least those of one character.
fn fitting(fonts: &Fonts, text: &str, size: f32, width: f32) -> usize {
    let mut used = 0.0;
    let mut end = 0;
    for (at, character) in text.char_indices() {
        used += fonts.line(character.encode_utf8(&mut [0; 4]), size).width;
        if used > width && at > 0 {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// The foot: the case, the part, and the number of the page in the middle.
pub(super) fn draw_foot(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    sheet: Sheet,
    left: &str,
    number: &str,
    right: &str,
) {
    let y = sheet.height() - 12.0;
    let side = (sheet.width() - 120.0) / 2.0 - MARGIN;
    surface.set_fill(Some(shade(60)));
    let number = fonts.line(number, FOOT_SIZE);
    draw_line(surface, &number, (sheet.width() - number.width) / 2.0, y, false);
    surface.set_fill(Some(shade(110)));
    draw_line(surface, &cut(fonts, left, FOOT_SIZE - 1.0, side), MARGIN, y, false);
    let right = cut(fonts, right, FOOT_SIZE - 1.0, side);
    draw_line(surface, &right, sheet.width() - MARGIN - right.width, y, false);
}

/// The tile of a text that runs across pages: shapes and not words, so that copied text stays the page's own.
pub(super) fn watermark(surface: &mut Surface<'_>, fonts: &Fonts, text: &str) -> Option<Pattern> {
    let line = cut(fonts, text, WATERMARK_SIZE, LONG);
    if line.runs.is_empty() {
        return None;
    }
    let (width, height) = (line.width + 60.0, 110.0);
    let mut builder = surface.stream_builder();
    let mut tile = builder.surface();
    tile.set_fill(Some(shade(0)));
    draw_line(&mut tile, &line, 0.0, 40.0, true);
    // Every second row is moved by half a tile, so that no part of a page stays free.
    draw_line(&mut tile, &line, -width / 2.0, 95.0, true);
    draw_line(&mut tile, &line, width / 2.0, 95.0, true);
    tile.finish();
    Some(Pattern { stream: builder.finish(), transform: Transform::from_rotate(-28.0), width, height })
}

/// Lays the tile over a sheet.
pub(super) fn draw_watermark(surface: &mut Surface<'_>, sheet: Sheet, tile: &Pattern) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(0.0, 0.0, sheet.width(), sheet.height()) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        let opacity = NormalizedF32::new(0.11).unwrap_or(NormalizedF32::ONE);
        surface.set_fill(Some(Fill { paint: tile.clone().into(), opacity, ..Fill::default() }));
        surface.draw_path(&path);
    }
}

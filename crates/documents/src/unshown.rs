//! Characters of a page that are drawn as boxes.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RectExt, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::BezPath;

use crate::Fonts;

/// What is put for a character that the file itself does not name.
const UNNAMED: char = '\u{fffd}';

/// Characters on a page that stand in one of our faces, which does not have them; each once.
///
/// Reads the page again without drawing, so ask only when a face of ours was borrowed.
pub(crate) fn unshown(page: &Page<'_>, settings: InterpreterSettings, fonts: &Fonts) -> Vec<char> {
    let mut reader = Reader { fonts, found: Vec::new() };
    let cache = InterpreterCache::new();
    let area = page.intersected_crop_box().to_kurbo();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, area, &cache, page.xref(), settings);
    interpret_page(page, &mut context, &mut reader);
    reader.found
}

/// Reads the text that goes by, and draws nothing.
struct Reader<'f> {
    fonts: &'f Fonts,
    found: Vec<char>,
}

impl<'a> Device<'a> for Reader<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            let Glyph::Outline(outline) = &**glyph else { continue };
            let Some(face) = outline.font_data() else { continue };
            if self.fonts.is_box((*face.data).as_ref(), outline.glyph_id().to_u32()) != Some(true) {
                continue;
            }
            let character = match outline.as_unicode() {
                Some(BfString::Char(character)) => character,
                Some(BfString::String(text)) => text.chars().next().unwrap_or(UNNAMED),
                None => UNNAMED,
            };
            // A space that the face draws with its own empty box loses nothing.
            if !character.is_whitespace() && !self.found.contains(&character) {
                self.found.push(character);
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

//! Faces, and what to do with a character that none of them has.

use std::sync::{Arc, LazyLock};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};

/// Noto Serif SC, cut down to GB 2312, ASCII and the marks that courts type; see `fonts/README.md`.
static INSIDE: &[u8] = include_bytes!("../fonts/NotoSerifSC-GB2312.ttf");

/// Glyphs of the face inside below this number are boxes, so that a character it does not have can
/// never be drawn as another one; see `fonts/README.md`.
const BOXES_INSIDE: u32 = 32_001;

/// The bytes of a face, shared with whatever draws with it.
pub(crate) type FaceBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Why a font file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// It is no TrueType or OpenType font that can be read.
    #[error("this is no TrueType or OpenType font with outlines")]
    Unreadable,
}

/// The faces that text is set in.
///
/// Each character takes the first face that has it: those that were added, in their order, then the
/// one inside (GB 2312 simplified Chinese and ASCII). Names with rarer characters need a full face.
///
/// A character that no face has is shown as its number, `〔U+9F91〕`, and copied text still has the
/// character itself: a box in a name would say nothing, and nobody would notice a gap. Control
/// characters are spaces; marks without a shape (selectors of variants, joiners) are left out.
#[derive(Clone)]
pub struct Fonts {
    faces: Arc<Vec<Face>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("n_faces", &self.faces.len()).finish()
    }
}

/// One face.
struct Face {
    bytes: FaceBytes,
    font: Font,
    boxes: u32,
}

impl Face {
    fn read(bytes: FaceBytes, boxes: u32) -> Option<Self> {
        let face = FontRef::from_index((*bytes).as_ref(), 0).ok()?;
        // A face without one shape for a letter or for "one" is a font of pictures, or broken.
        face.charmap().map('一').or_else(|| face.charmap().map('a'))?;
        face.outline_glyphs().iter().next()?;
        let font = Font::new(bytes.clone().into(), 0)?;
        Some(Self { bytes, font, boxes })
    }

    fn glyph(&self, character: char) -> Option<u32> {
        let face = FontRef::from_index((*self.bytes).as_ref(), 0).ok()?;
        let glyph = face.charmap().map(character)?.to_u32();
        (glyph != 0).then_some(glyph)
    }
}

static ONLY_INSIDE: LazyLock<Arc<Vec<Face>>> = LazyLock::new(|| {
    let bytes: FaceBytes = Arc::new(INSIDE);
    Arc::new(Face::read(bytes, BOXES_INSIDE).into_iter().collect())
});

impl Default for Fonts {
    /// The face inside.
    fn default() -> Self {
        Self { faces: ONLY_INSIDE.clone() }
    }
}

impl Fonts {
    /// The faces of font files (TrueType, OpenType, the first face of a collection), and the one inside.
    ///
    /// # Errors
    ///
    /// The place of the first file that cannot be used, from 0, and why.
    pub fn with(files: Vec<Vec<u8>>) -> Result<Self, (usize, FontError)> {
        let mut faces = Vec::new();
        for (place, file) in files.into_iter().enumerate() {
            faces.push(Face::read(Arc::new(file), 1).ok_or((place, FontError::Unreadable))?);
        }
        faces.extend(Face::read(Arc::new(INSIDE), BOXES_INSIDE));
        Ok(Self { faces: Arc::new(faces) })
    }

    /// Characters of `text` that no face has, each once, in their order.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for character in text.chars() {
            if Shown::of(self, character) == Shown::Number && !missing.contains(&character) {
                missing.push(character);
            }
        }
        missing
    }

    /// Whether a face has the character.
    pub(crate) fn has(&self, character: char) -> bool {
        self.find(character).is_some()
    }

    /// The bytes of all faces, in the order in which characters look for them.
    pub(crate) fn faces(&self) -> impl Iterator<Item = FaceBytes> {
        self.faces.iter().map(|face| face.bytes.clone())
    }

    /// The face for Chinese text of a file that does not bring its own: the first that has common characters.
    pub(crate) fn for_chinese(&self) -> Option<FaceBytes> {
        let has = |face: &&Face| face.glyph('的').is_some() && face.glyph('院').is_some();
        self.faces.iter().find(has).map(|face| face.bytes.clone())
    }

    /// Whether `glyph` of the face with these bytes is a box; `None` when it is none of our faces.
    pub(crate) fn is_box(&self, bytes: &[u8], glyph: u32) -> Option<bool> {
        let face = self.faces.iter().find(|face| std::ptr::eq((*face.bytes).as_ref(), bytes))?;
        Some(glyph < face.boxes)
    }

    /// Draws the shape of `character` in an em square of side 1; `None` when no face has it.
    pub(crate) fn draw_outline(&self, character: char, pen: &mut impl OutlinePen) -> Option<()> {
        let (place, glyph) = self.find(character)?;
        let font = FontRef::from_index((*self.faces[place].bytes).as_ref(), 0).ok()?;
        let shape = font.outline_glyphs().get(skrifa::GlyphId::new(glyph))?;
        shape.draw(DrawSettings::unhinted(Size::new(1.0), LocationRef::default()), pen).ok()?;
        Some(())
    }

    /// Sets one line of text of `size` points.
    pub(crate) fn line(&self, text: &str, size: f32) -> Line {
        let mut line = Line { runs: Vec::new(), width: 0.0, size };
        for character in text.chars() {
            match Shown::of(self, character) {
                Shown::Nothing => {}
                Shown::As(face, glyph) => line.push(&self.faces[face], &[glyph], character),
                Shown::Number => {
                    let number = format!("〔U+{:04X}〕", u32::from(character));
                    // All in one face, so that the number stands for one character when copied.
                    let digits = |face: &Face| {
                        number.chars().map(|digit| face.glyph(digit)).collect::<Option<Vec<_>>>()
                    };
                    let face = self.faces.iter().find_map(|face| Some((face, digits(face)?)));
                    if let Some((face, digits)) = face {
                        line.push(face, &digits, character);
                    }
                }
            }
        }
        line
    }

    /// The first face that has the character, and its glyph there.
    fn find(&self, character: char) -> Option<(usize, u32)> {
        self.faces.iter().enumerate().find_map(|(place, face)| Some((place, face.glyph(character)?)))
    }
}

/// How a character is shown.
#[derive(Debug, PartialEq, Eq)]
enum Shown {
    As(usize, u32),
    Number,
    Nothing,
}

impl Shown {
    fn of(fonts: &Fonts, character: char) -> Self {
        let character = if character.is_control() { ' ' } else { character };
        match fonts.find(character) {
            Some((face, glyph)) => Self::As(face, glyph),
            None if is_without_shape(character) => Self::Nothing,
            None => Self::Number,
        }
    }
}

/// Selectors of variants, joiners, marks of direction and of byte order.
fn is_without_shape(character: char) -> bool {
    matches!(
        u32::from(character),
        0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0xfe00..=0xfe0f | 0xfeff | 0xe0100..=0xe01ef
    )
}

/// A line of text ready to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Stretches in one face each.
    pub(crate) runs: Vec<Run>,
    /// Width in points.
    pub(crate) width: f32,
    /// Size in points.
    pub(crate) size: f32,
}

/// A stretch of text in one face.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) font: Font,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// Where it begins, in points from the start of the line.
    pub(crate) x: f32,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What stands in the line belongs to the parties.
        f.debug_struct("Run").field("n_glyphs", &self.glyphs.len()).finish()
    }
}

impl Line {
    /// Adds `glyphs` that together stand for `character`.
    fn push(&mut self, face: &Face, glyphs: &[u32], character: char) {
        if self.runs.last().is_none_or(|run| run.font != face.font) {
            self.runs.push(Run {
                font: face.font.clone(),
                text: String::new(),
                glyphs: Vec::new(),
                x: self.width,
            });
        }
        let Some(run) = self.runs.last_mut() else { return };
        let Ok(font) = FontRef::from_index((*face.bytes).as_ref(), 0) else { return };
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let start = run.text.len();
        run.text.push(if character.is_control() { ' ' } else { character });
        for glyph in glyphs {
            let advance = metrics.advance_width(skrifa::GlyphId::new(*glyph)).unwrap_or_default();
            let advance = advance / face.font.units_per_em();
            let range = start..run.text.len();
            run.glyphs.push(KrillaGlyph::new(GlyphId::new(*glyph), advance, 0.0, 0.0, 0.0, range, None));
            self.width += advance * self.size;
        }
    }
}

//! A file that is opened to be read.

use std::sync::Arc;

use crate::open_pdf::OpenPdf;
use crate::picture::Picture;
use crate::{FileError, FileKind, Fonts, Turn};

/// How much of a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most pages of one file.
    pub most_pages: usize,
    /// Most pixels of one picture, width times height.
    pub most_pixels: u64,
}

impl Default for Limits {
    /// 5 000 pages; 120 million pixels, which is what the largest phone cameras take, and 360 MB unpacked.
    fn default() -> Self {
        Self { most_pages: 5_000, most_pixels: 120_000_000 }
    }
}

/// How large a page is as one looks at it, upright: in points (1/72 inch) in a PDF file, in pixels in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// How a page is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Most pixels from left to right, after the turn. A page of a PDF file is drawn exactly that
    /// wide (a very tall one narrower, so that no side passes 8 000 pixels); a picture is never enlarged.
    pub max_width_px: u32,
    /// How far the reader turned the page.
    pub turn: Turn,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
}

impl Default for Look {
    /// 1 080 pixels, the width of most phones; not turned; quality 80.
    fn default() -> Self {
        Self { max_width_px: 1080, turn: Turn::None, quality: 80 }
    }
}

/// A page as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// A JPEG file without any note about camera, place or time.
    pub jpeg: Vec<u8>,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Characters of a PDF page that are boxes in this picture: the file does not bring their font,
    /// and no face here has them. U+FFFD stands for one that the file does not name. Say so beside
    /// the picture, or a rare name is lost.
    pub unshown: Vec<char>,
}

/// A file whose pages can be counted, measured and drawn.
///
/// Opening a PDF file reads its table of objects and its tree of pages, not the pages; keep it to
/// draw the neighbours of a page. It holds the bytes of the file and little more.
#[derive(Debug)]
pub struct OpenFile {
    inner: Inner,
    kind: FileKind,
}

#[derive(Debug)]
enum Inner {
    Pdf(OpenPdf),
    Picture(Picture),
}

impl OpenFile {
    /// Opens a PDF file or a picture.
    ///
    /// # Errors
    ///
    /// See [`FileError`]; [`FileError::NotPaged`] for any other file.
    pub fn open(bytes: Arc<Vec<u8>>, limits: Limits) -> Result<Self, FileError> {
        let kind = FileKind::of(&bytes).ok_or(FileError::NotPaged)?;
        let inner = match kind {
            FileKind::Pdf => Inner::Pdf(OpenPdf::open(bytes, limits)?),
            FileKind::Jpeg | FileKind::Png | FileKind::WebP => {
                Inner::Picture(Picture::open(bytes, kind, limits)?)
            }
        };
        Ok(Self { inner, kind })
    }

    /// What kind of file it is.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Number of pages, at least 1.
    #[must_use]
    pub fn n_pages(&self) -> usize {
        self.sizes().len()
    }

    /// The size of each page, in their order.
    #[must_use]
    pub fn sizes(&self) -> &[PageSize] {
        match &self.inner {
            Inner::Pdf(pdf) => pdf.sizes(),
            Inner::Picture(picture) => picture.sizes(),
        }
    }

    /// Draws page `index` (from 0) upright on white.
    ///
    /// Text in fonts that a PDF file does not bring is drawn with `fonts`.
    ///
    /// # Errors
    ///
    /// [`FileError::NoSuchPage`]; [`FileError::Damaged`] when the page cannot be drawn.
    pub fn draw(&self, index: usize, look: Look, fonts: &Fonts) -> Result<PageImage, FileError> {
        match &self.inner {
            Inner::Pdf(pdf) => pdf.draw(index, look, fonts),
            Inner::Picture(picture) => picture.draw(index, look),
        }
    }
}

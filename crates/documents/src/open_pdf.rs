//! PDF files: their pages, and one of them as a picture.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::hayro_syntax::object::dict::keys::{ANNOTS, AP};
use hayro::hayro_syntax::object::{Array, Dict};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, RgbImage};
use krilla::pdf::PdfDocument;

use crate::guard::guarded;
use crate::picture::encode;
use crate::turn::swaps_sides;
use crate::unshown::unshown;
use crate::{FileError, Fonts, Limits, Look, PageImage, PageSize, Turn};

/// Longest side of a drawn page, in pixels.
const LONGEST_SIDE: f32 = 8_000.0;
/// Most pixels of a drawn page: 100 MB while it is drawn.
const MOST_DRAWN: f32 = 25_000_000.0;

/// A PDF file whose tree of pages has been read.
pub(crate) struct OpenPdf {
    pdf: Pdf,
    bytes: Arc<Vec<u8>>,
    sizes: Vec<PageSize>,
}

/// A PDF file as the writer of books takes it.
#[derive(Clone)]
pub(crate) struct Embeddable {
    pub(crate) document: PdfDocument,
    pdf: Arc<krilla::pdf::Pdf>,
}

impl Embeddable {
    /// The size of a page as the writer sees it, in points.
    pub(crate) fn size(&self, index: usize) -> Option<PageSize> {
        let (width, height) = self.pdf.pages().get(index)?.render_dimensions();
        Some(PageSize { width, height })
    }

    pub(crate) fn n_pages(&self) -> usize {
        self.pdf.pages().len()
    }
}

impl fmt::Debug for OpenPdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPdf").field("n_pages", &self.sizes.len()).finish()
    }
}

impl OpenPdf {
    pub(crate) fn open(bytes: Arc<Vec<u8>>, limits: Limits) -> Result<Self, FileError> {
        guarded(move || {
            let pdf = Pdf::new(bytes.clone()).map_err(|error| match error {
                LoadPdfError::Decryption(DecryptionError::PasswordProtected) => FileError::Locked,
                LoadPdfError::Decryption(_) => FileError::UnknownEncryption,
                LoadPdfError::Invalid => FileError::Damaged,
            })?;
            let n_pages = pdf.pages().len();
            if n_pages == 0 {
                return Err(FileError::Empty);
            }
            if n_pages > limits.most_pages {
                return Err(FileError::TooManyPages { n_pages, most: limits.most_pages });
            }
            let size = |page: &Page<'_>| {
                let (width, height) = page.render_dimensions();
                PageSize { width, height }
            };
            let sizes = pdf.pages().iter().map(size).collect();
            Ok(Self { pdf, bytes, sizes })
        })
    }

    pub(crate) fn sizes(&self) -> &[PageSize] {
        &self.sizes
    }

    pub(crate) fn draw(&self, index: usize, look: Look, fonts: &Fonts) -> Result<PageImage, FileError> {
        guarded(|| {
            let borrowed = Arc::new(AtomicBool::new(false));
            let pixels = self.pixels_with(
                index,
                look.max_width_px,
                look.turn,
                &settings(fonts, Some(borrowed.clone())),
            )?;
            let mut image = encode(&pixels, look.quality)?;
            if borrowed.load(Ordering::Relaxed) {
                image.unshown = unshown(self.page(index)?, settings(fonts, None), fonts);
            }
            Ok(image)
        })
    }

    /// The page `width_px` wide, upright and turned, on white; a tall page narrower than that.
    pub(crate) fn pixels(
        &self,
        index: usize,
        width_px: u32,
        turn: Turn,
        fonts: &Fonts,
    ) -> Result<RgbImage, FileError> {
        self.pixels_with(index, width_px, turn, &settings(fonts, None))
    }

    fn pixels_with(
        &self,
        index: usize,
        width_px: u32,
        turn: Turn,
        settings: &InterpreterSettings,
    ) -> Result<RgbImage, FileError> {
        let page = self.page(index)?;
        let (width, height) = page.render_dimensions();
        let across = if swaps_sides(turn.orientation()) { height } else { width };
        let scale = (width_px.max(1) as f32 / across)
            .min(LONGEST_SIDE / width.max(height))
            .min((MOST_DRAWN / (width * height)).sqrt());
        // The renderer cuts fractions off; a narrow page must not become one without any width.
        let fitted = |side: f32| (side * scale).round().max(1.0) + 0.25;
        let pixels = PixmapSettings {
            x_scale: fitted(width) / width,
            y_scale: fitted(height) / height,
            bg_color: WHITE,
        };
        let pixmap = render(page, &RenderCache::new(), settings, &RenderSettings::default(), &pixels);
        let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
        let opaque =
            pixmap.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        let drawn = RgbImage::from_raw(width, height, opaque.collect()).ok_or(FileError::Damaged)?;
        let mut turned = DynamicImage::ImageRgb8(drawn);
        turned.apply_orientation(turn.orientation());
        Ok(turned.into_rgb8())
    }

    /// Whether something is drawn on the page that is not part of it: a seal, a stamp, a filled form.
    pub(crate) fn has_annotations(&self, index: usize) -> bool {
        let Ok(page) = self.page(index) else { return false };
        let Some(annotations) = page.raw().get::<Array<'_>>(ANNOTS) else { return false };
        annotations.iter::<Dict<'_>>().any(|annotation| annotation.get::<Dict<'_>>(AP).is_some())
    }

    /// The file for the writer of books; `None` when its pages have to be drawn.
    ///
    /// Drawn are pages of files with layers, of which some may be hidden, of encrypted files, and of
    /// files that the writer's parser does not read.
    pub(crate) fn to_embed(&self) -> Option<Embeddable> {
        if self.pdf.xref().has_optional_content_groups() || contains(&self.bytes, b"/Encrypt") {
            return None;
        }
        let read = guarded(|| {
            let pdf = krilla::pdf::Pdf::new(as_1_7(&self.bytes)).map_err(|_| FileError::Damaged)?;
            // Reads the tree of pages while a panic is harmless.
            (!pdf.pages().is_empty()).then_some(pdf).ok_or(FileError::Empty)
        });
        let pdf = Arc::new(read.ok()?);
        Some(Embeddable { document: PdfDocument::new(pdf.clone()), pdf })
    }

    fn page(&self, index: usize) -> Result<&Page<'_>, FileError> {
        let pages = self.pdf.pages();
        pages.get(index).ok_or(FileError::NoSuchPage { index, n_pages: pages.len() })
    }
}

/// PDF 2.0 differs from 1.7 in nothing that a page would show; the writer takes files of its own version only.
fn as_1_7(bytes: &Arc<Vec<u8>>) -> Arc<Vec<u8>> {
    let head = &bytes[..bytes.len().min(1024)];
    match head.windows(8).position(|window| window == b"%PDF-2.0") {
        Some(at) => {
            let mut copy = bytes.as_ref().clone();
            copy[at..at + 8].copy_from_slice(b"%PDF-1.7");
            Arc::new(copy)
        }
        None => bytes.clone(),
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// How pages are drawn: fonts that a file does not bring are ours, which `borrowed` then tells.
fn settings(fonts: &Fonts, borrowed: Option<Arc<AtomicBool>>) -> InterpreterSettings {
    let fonts = fonts.clone();
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(standard) => Some(standard.get_font_data()),
            FontQuery::Fallback(wanted) => {
                let collection = wanted.character_collection.as_ref().map(|collection| &collection.family);
                let chinese = match collection {
                    Some(
                        CidFamily::AdobeGB1
                        | CidFamily::AdobeCNS1
                        | CidFamily::AdobeJapan1
                        | CidFamily::AdobeIdentity,
                    ) => true,
                    Some(_) => false,
                    None => wanted.post_script_name.as_deref().is_some_and(is_chinese),
                };
                if chinese && let Some(face) = fonts.for_chinese() {
                    if let Some(borrowed) = &borrowed {
                        borrowed.store(true, Ordering::Relaxed);
                    }
                    return Some((face, 0));
                }
                Some(wanted.pick_standard_font().get_font_data())
            }
        }),
        ..InterpreterSettings::default()
    }
}

/// Whether a font is one of those that Chinese systems come with.
fn is_chinese(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "simsun", "nsimsun", "simhei", "simkai", "kaiti", "fangsong", "simfang", "yahei", "stsong",
        "stkaiti", "stheiti", "noto",
    ];
    let name = name.to_ascii_lowercase();
    !name.is_ascii() || NAMES.iter().any(|known| name.contains(known))
}

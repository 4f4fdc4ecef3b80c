//! How one page stands on its sheet.

use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::pdf::PdfDocument;
use krilla::surface::Surface;

use super::paper::{self, FOOT, MARGIN, Sheet};
use super::source::{Source, Sources};
use super::{BookError, BookOptions, Leaf, Words};
use crate::guard::guarded;
use crate::picture::{self, Picture};
use crate::turn::Axes;
use crate::{FileError, FileKind, Fonts, Turn, jpeg};

/// Size of a note, in points.
const NOTE_SIZE: f32 = 12.0;
/// Points of a pixel, where a picture does not have to shrink: 96 dpi.
const LARGEST_PIXEL: f32 = 0.75;

/// What is drawn on a sheet.
pub(super) enum Content {
    /// A picture, lying as it was stored, and where its axes go.
    Picture { image: Image, axes: Axes },
    /// A page of a PDF file, as it is.
    Page { pdf: PdfDocument, index: usize, axes: Axes, width: f32, height: f32 },
    /// Lines of text.
    Note(Vec<String>),
    /// A page of words.
    Words(Words),
}

/// A page of the book before it is drawn.
pub(super) struct Set {
    pub(super) content: Content,
    /// Why it is a note.
    pub(super) error: Option<FileError>,
    /// Whether a page of a PDF file became a picture.
    pub(super) drawn: bool,
}

/// Finds what is to be drawn for a leaf.
pub(super) fn set(
    leaf: &Leaf,
    sources: &mut Sources<'_>,
    fonts: &Fonts,
    options: &BookOptions,
) -> Result<Set, BookError> {
    let (file, index, turn) = match leaf {
        Leaf::Note { lines } => {
            return Ok(Set { content: Content::Note(lines.clone()), error: None, drawn: false });
        }
        Leaf::Words(words) => {
            return Ok(Set { content: Content::Words(words.clone()), error: None, drawn: false });
        }
        Leaf::Page { file, index, turn } => (file, *index, *turn),
    };
    sources.open(file)?;
    let kept = sources.kept(file).cloned();
    let made = match sources.open(file)? {
        Err(error) => Err(error.clone()),
        Ok(Source::Picture(picture, bytes)) if index == 0 => {
            set_picture(picture, bytes, turn, options).map(|content| (content, false))
        }
        Ok(Source::Picture(..)) => Err(FileError::NoSuchPage { index, n_pages: 1 }),
        Ok(Source::Pdf(pdf)) => match (pdf.sizes().get(index), kept) {
            (None, _) => Err(FileError::NoSuchPage { index, n_pages: pdf.sizes().len() }),
            (Some(size), Some(kept)) if !pdf.has_annotations(index) && kept.size(index) == Some(*size) => {
                let axes = Axes::of(image::metadata::Orientation::NoTransforms, turn);
                let (width, height) = (size.width, size.height);
                Ok((Content::Page { pdf: kept.document, index, axes, width, height }, false))
            }
            (Some(_), _) => guarded(|| {
                let pixels = pdf.pixels(index, options.drawn_width_px, turn, fonts)?;
                encoded(picture::encode(&pixels, options.quality)?.jpeg)
            })
            .map(|content| (content, true)),
        },
    };
    Ok(match made {
        Ok((content, drawn)) => Set { content, error: None, drawn },
        Err(error) => Set { content: Content::Note(apology(&error)), error: Some(error), drawn: false },
    })
}

/// What stands on the page in place of one that cannot be shown.
fn apology(error: &FileError) -> Vec<String> {
    let why = match error {
        FileError::NotPaged => "该文件不是可分页的文件（PDF、JPEG、PNG、WebP）。".to_owned(),
        FileError::Locked => "该 PDF 文件设有打开密码。".to_owned(),
        FileError::UnknownEncryption => "该 PDF 文件的加密方式无法识别。".to_owned(),
        FileError::Damaged => "该文件已损坏或不完整。".to_owned(),
        FileError::Empty => "该文件没有页面。".to_owned(),
        FileError::TooManyPages { n_pages, most } => format!("该文件共 {n_pages} 页，超过上限 {most} 页。"),
        FileError::TooManyPixels { n_pixels, most } => format!("该图片有 {n_pixels} 像素，超过上限 {most}。"),
        FileError::NoSuchPage { index, n_pages } => {
            format!("该文件共 {n_pages} 页，没有第 {} 页。", index + 1)
        }
    };
    vec!["本页无法显示".to_owned(), why, "请查看原始电子文件。".to_owned()]
}

fn set_picture(
    picture: &Picture,
    bytes: &[u8],
    turn: Turn,
    options: &BookOptions,
) -> Result<Content, FileError> {
    let too_wide = options.max_width_px.is_some_and(|most| {
        let (across, _) = Axes::of(image::metadata::Orientation::NoTransforms, turn)
            .sides(picture.sizes()[0].width, picture.sizes()[0].height);
        across > most as f32
    });
    if !too_wide
        && FileKind::of(bytes) == Some(FileKind::Jpeg)
        && let Some(stripped) = jpeg::without_notes(bytes)
        && let Ok(image) = Image::from_jpeg(stripped.into(), false)
    {
        return Ok(Content::Picture { image, axes: Axes::of(picture.orientation(), turn) });
    }
    guarded(|| {
        let pixels = picture.pixels(options.max_width_px.unwrap_or(u32::MAX), turn)?;
        // Photos are JPEG; drawings and pictures of screens stay sharp, and are small as PNG.
        if FileKind::of(bytes) == Some(FileKind::Png) && !too_wide {
            let mut png = Vec::new();
            image::DynamicImage::ImageRgb8(pixels)
                .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
                .map_err(|_| FileError::Damaged)?;
            let image = Image::from_png(png.into(), false).map_err(|_| FileError::Damaged)?;
            return Ok(Content::Picture { image, axes: UNTURNED });
        }
        encoded(picture::encode(&pixels, options.quality)?.jpeg)
    })
}

const UNTURNED: Axes = Axes { a: 1, b: 0, c: 0, d: 1 };

fn encoded(jpeg: Vec<u8>) -> Result<Content, FileError> {
    let image = Image::from_jpeg(jpeg.into(), false).map_err(|_| FileError::Damaged)?;
    Ok(Content::Picture { image, axes: UNTURNED })
}

impl Content {
    /// The sheet it stands on.
    pub(super) fn sheet(&self) -> Sheet {
        let (width, height) = match self {
            Self::Picture { image, axes } => {
                let (width, height) = image.size();
                axes.sides(width as f32, height as f32)
            }
            Self::Page { axes, width, height, .. } => axes.sides(*width, *height),
            Self::Note(_) | Self::Words(_) => return Sheet::Upright,
        };
        Sheet::for_page(width, height)
    }

    /// Draws it on its sheet, as large as it fits; pages of PDF files are not enlarged.
    pub(super) fn draw(self, surface: &mut Surface<'_>, sheet: Sheet, fonts: &Fonts) {
        match self {
            Self::Picture { image, axes } => {
                let (width, height) = image.size();
                let (width, height) = (width as f32, height as f32);
                let scale = fit(sheet, axes.sides(width, height)).min(LARGEST_PIXEL);
                let Some(size) = Size::from_wh(width * scale, height * scale) else { return };
                draw_turned(surface, sheet, axes, size, |surface| surface.draw_image(image, size));
            }
            Self::Page { pdf, index, axes, width, height } => {
                let scale = fit(sheet, axes.sides(width, height)).min(1.0);
                let Some(size) = Size::from_wh(width * scale, height * scale) else { return };
                draw_turned(surface, sheet, axes, size, |surface| surface.draw_pdf_page(&pdf, size, index));
            }
            Self::Words(words) => words.set(surface, fonts),
            Self::Note(lines) => {
                surface.set_fill(Some(paper::shade(0)));
                let width = sheet.width() - 2.0 * 72.0;
                let mut y = 200.0;
                let lines = lines.iter().flat_map(|line| paper::broken(fonts, line, NOTE_SIZE, width));
                for line in lines {
                    if y > sheet.height() - 2.0 * FOOT {
                        break;
                    }
                    paper::draw_line(surface, &line, 72.0, y, false);
                    y += NOTE_SIZE * 1.8;
                }
            }
        }
    }
}

/// How much something of this size grows or shrinks to fill the sheet above the foot.
fn fit(sheet: Sheet, (width, height): (f32, f32)) -> f32 {
    let (across, down) = (sheet.width() - 2.0 * MARGIN, sheet.height() - MARGIN - FOOT);
    (across / width).min(down / height)
}

/// Draws something of `size` turned around its middle, which is the middle of the sheet above the foot.
fn draw_turned(
    surface: &mut Surface<'_>,
    sheet: Sheet,
    axes: Axes,
    size: Size,
    draw: impl FnOnce(&mut Surface<'_>),
) {
    let middle = (sheet.width() / 2.0, MARGIN + (sheet.height() - MARGIN - FOOT) / 2.0);
    let [a, b, c, d] = [axes.a, axes.b, axes.c, axes.d].map(f32::from);
    surface.push_transform(&Transform::from_row(a, b, c, d, middle.0, middle.1));
    surface.push_transform(&Transform::from_translate(-size.width() / 2.0, -size.height() / 2.0));
    draw(surface);
    surface.pop();
    surface.pop();
}

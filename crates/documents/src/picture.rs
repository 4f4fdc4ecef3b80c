//! Pictures: one page each.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};

use crate::guard::guarded;
use crate::turn::swaps_sides;
use crate::{FileError, FileKind, Limits, Look, PageImage, PageSize, Turn};

/// A picture whose head has been read, and nothing else.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    bytes: Arc<Vec<u8>>,
    format: ImageFormat,
    limits: Limits,
    orientation: Orientation,
    upright: [PageSize; 1],
}

impl Picture {
    /// Reads the head of a picture; one with too many pixels is refused before it is unpacked.
    pub(crate) fn open(bytes: Arc<Vec<u8>>, kind: FileKind, limits: Limits) -> Result<Self, FileError> {
        let format = match kind {
            FileKind::Jpeg => ImageFormat::Jpeg,
            FileKind::Png => ImageFormat::Png,
            FileKind::WebP => ImageFormat::WebP,
            FileKind::Pdf => return Err(FileError::NotPaged),
        };
        guarded(move || {
            let mut decoder = decoder(&bytes, format, limits)?;
            let (width, height) = decoder.dimensions();
            let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
            drop(decoder);
            let (width, height) = if swaps_sides(orientation) { (height, width) } else { (width, height) };
            let upright = [PageSize { width: width as f32, height: height as f32 }];
            Ok(Self { bytes, format, limits, orientation, upright })
        })
    }

    pub(crate) fn sizes(&self) -> &[PageSize] {
        &self.upright
    }

    /// What the camera noted about how it was held.
    pub(crate) fn orientation(&self) -> Orientation {
        self.orientation
    }

    pub(crate) fn draw(&self, index: usize, look: Look) -> Result<PageImage, FileError> {
        if index != 0 {
            return Err(FileError::NoSuchPage { index, n_pages: 1 });
        }
        guarded(|| encode(&self.pixels(look.max_width_px, look.turn)?, look.quality))
    }

    /// The pixels, upright and turned, at most `max_width_px` wide, on white.
    pub(crate) fn pixels(&self, max_width_px: u32, turn: Turn) -> Result<RgbImage, FileError> {
        let decoder = decoder(&self.bytes, self.format, self.limits)?;
        let picture = DynamicImage::from_decoder(decoder).map_err(|_| FileError::Damaged)?;
        let sideways = swaps_sides(self.orientation) != swaps_sides(turn.orientation());
        let (across, down) = (picture.width(), picture.height());
        let (width, height) = if sideways { (down, across) } else { (across, down) };
        let most = max_width_px.max(1);
        let mut upright = if width > most {
            let height = scaled(height, most, width);
            let (across, down) = if sideways { (height, most) } else { (most, height) };
            picture.thumbnail_exact(across, down)
        } else {
            picture
        };
        upright.apply_orientation(self.orientation);
        upright.apply_orientation(turn.orientation());
        Ok(on_white(upright))
    }
}

/// `side` in the measure in which `to` stands for `from`, at least 1.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let scaled = u64::from(side) * u64::from(to) / u64::from(from.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

fn decoder(bytes: &[u8], format: ImageFormat, limits: Limits) -> Result<impl ImageDecoder, FileError> {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format)
        .into_decoder()
        .map_err(|_| FileError::Damaged)?;
    let (width, height) = decoder.dimensions();
    let n_pixels = u64::from(width) * u64::from(height);
    if n_pixels == 0 {
        return Err(FileError::Damaged);
    }
    if n_pixels > limits.most_pixels {
        return Err(FileError::TooManyPixels { n_pixels, most: limits.most_pixels });
    }
    let mut memory = image::Limits::default();
    memory.max_alloc = Some(limits.most_pixels.saturating_mul(8));
    decoder.set_limits(memory).map_err(|_| FileError::Damaged)?;
    Ok(decoder)
}

/// A JPEG file of `pixels`.
pub(crate) fn encode(pixels: &RgbImage, quality: u8) -> Result<PageImage, FileError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality.clamp(1, 100))
        .encode_image(pixels)
        .map_err(|_| FileError::Damaged)?;
    Ok(PageImage { jpeg, width: pixels.width(), height: pixels.height(), unshown: Vec::new() })
}

/// The picture on white paper: JPEG has no transparency, and black words on nothing would be lost.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let clear = picture.into_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [red, green, blue, alpha] = clear.get_pixel(x, y).0;
        let over = |channel: u8| {
            let mixed = u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

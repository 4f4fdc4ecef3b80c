//! Small pictures for the space, made from what people hand in.
//!
//! The original stays byte for byte as it was handed in. A preview is drawn anew from the pixels,
//! so that it holds none of the camera's notes (place, time, owner).

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage};
use weicourt_app::ports::{MediaRefusal, Preview};

/// Longest side of a preview, in pixels.
const LONGEST_SIDE: u32 = 1280;
/// JPEG quality of a preview, of 100.
const QUALITY: u8 = 80;

/// Draws previews, one at a time: a picture is far larger in memory than in the file, and a crowd
/// of them must not exhaust the node.
#[derive(Debug)]
pub(super) struct PreviewMaker {
    most_pixels: u64,
    turn: Mutex<()>,
}

impl PreviewMaker {
    /// A maker that refuses pictures of more than `most_pixels`.
    pub(super) fn new(most_pixels: u64) -> Self {
        Self { most_pixels, turn: Mutex::default() }
    }

    /// Draws the preview of a picture; one that is too large is refused before it is unpacked.
    pub(super) fn draw(&self, bytes: &[u8], media_type: &str) -> Result<Preview, MediaRefusal> {
        let format = match media_type {
            "image/jpeg" => ImageFormat::Jpeg,
            "image/png" => ImageFormat::Png,
            "image/webp" => ImageFormat::WebP,
            _ => return Err(MediaRefusal::NotTaken { media_type: media_type.to_owned() }),
        };
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut decoder = ImageReader::with_format(Cursor::new(bytes), format)
            .into_decoder()
            .map_err(|_| MediaRefusal::Damaged)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > self.most_pixels {
            return Err(MediaRefusal::TooManyPixels);
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(self.most_pixels.saturating_mul(8));
        decoder.set_limits(limits).map_err(|_| MediaRefusal::TooManyPixels)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let picture = DynamicImage::from_decoder(decoder).map_err(|_| MediaRefusal::Damaged)?;
        let mut small = if width.max(height) > LONGEST_SIDE {
            picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE)
        } else {
            picture
        };
        small.apply_orientation(orientation);
        let paper = on_white(small);
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, QUALITY)
            .encode_image(&paper)
            .map_err(|_| MediaRefusal::Damaged)?;
        let turned = matches!(
            orientation,
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        );
        let (original_width, original_height) = if turned { (height, width) } else { (width, height) };
        Ok(Preview {
            bytes: file,
            media_type: "image/jpeg".to_owned(),
            width: paper.width(),
            height: paper.height(),
            original_width,
            original_height,
        })
    }
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

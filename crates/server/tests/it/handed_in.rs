//! What people hand in is looked at before it is believed.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
};
use weicourt_app::ports::{Media as _, MediaRefusal};
use weicourt_server::adapters::media::Media;

fn media() -> Media {
    Media::new(1_000_000)
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("writes");
    bytes.into_inner()
}

fn wide(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_pixel(width, height, Rgb([200, 30, 30])).into()
}

#[test]
fn a_large_photo_becomes_a_preview_of_1280_pixels() {
    let preview = media().preview(&file(&wide(1600, 400), ImageFormat::Png), "image/png").expect("a preview");
    assert_eq!((preview.width, preview.height), (1280, 320));
    assert_eq!((preview.original_width, preview.original_height), (1600, 400));
    assert_eq!(preview.media_type, "image/jpeg");
    assert_eq!(image::guess_format(&preview.bytes).ok(), Some(ImageFormat::Jpeg));
}

/// A JPEG of 40 by 20 pixels whose camera was turned, with its place in the camera's notes.
fn turned_photo() -> Vec<u8> {
    let mut notes = b"II*\0\x08\0\0\0\x02\0".to_vec();
    notes.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    notes.extend(b"\x0e\x01\x02\0\x07\0\0\0\x26\0\0\0");
    notes.extend(b"\0\0\0\0canary\0");
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(notes).expect("JPEG has room for notes");
    let picture = wide(40, 20).into_rgb8();
    encoder.write_image(&picture, 40, 20, ExtendedColorType::Rgb8).expect("writes");
    bytes
}

#[test]
fn a_turned_photo_is_shown_upright_and_without_the_cameras_notes() {
    let photo = turned_photo();
    assert!(photo.windows(6).any(|window| window == b"canary"), "the original has the notes");
    let preview = media().preview(&photo, "image/jpeg").expect("a preview");
    assert_eq!((preview.width, preview.height), (20, 40));
    assert_eq!((preview.original_width, preview.original_height), (20, 40));
    assert!(!preview.bytes.windows(6).any(|window| window == b"canary"));
    assert!(!preview.bytes.windows(4).any(|window| window == b"Exif"));
}

#[test]
fn black_words_on_nothing_stay_readable() {
    let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
    let preview = media().preview(&file(&clear.into(), ImageFormat::Png), "image/png").expect("a preview");
    let paper = image::load_from_memory(&preview.bytes).expect("a picture").into_rgb8();
    assert!(paper.get_pixel(4, 4).0.iter().all(|&channel| channel > 250));
}

#[test]
fn a_picture_of_enormous_size_is_refused_before_it_is_unpacked() {
    // A PNG head that claims 60 000 by 60 000 pixels: 14 GB unpacked.
    let mut bomb = file(&wide(1, 1), ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut crc = 0xffff_ffff_u32;
    for &byte in &bomb[12..29] {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    bomb[29..33].copy_from_slice(&(!crc).to_be_bytes());
    assert_eq!(media().preview(&bomb, "image/png").err(), Some(MediaRefusal::TooManyPixels));
}

#[test]
fn a_photo_that_breaks_off_is_damaged() {
    let whole = file(&wide(64, 64), ImageFormat::Png);
    assert_eq!(media().preview(&whole[..whole.len() / 2], "image/png").err(), Some(MediaRefusal::Damaged));
    assert_eq!(media().preview(b"", "image/jpeg").err(), Some(MediaRefusal::Damaged));
}

#[test]
fn a_name_is_believed_only_where_the_bytes_agree() {
    let png = file(&wide(2, 2), ImageFormat::Png);
    let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm";
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let cases: [(&[u8], &str, &str); 16] = [
        (&png, "image/png", "image/png"),
        (&png, "image/jpeg", "found image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpg", "image/jpeg"),
        (webm, "audio/webm;codecs=opus", "audio/webm"),
        (&png, "audio/webm", "found image/png"),
        (b"%PDF-1.7\n", "application/pdf", "application/pdf"),
        (b"MZ\x90\0\x03", "application/pdf", "found application/vnd.microsoft.portable-executable"),
        (b"PK\x03\x04\x14\0", docx, docx),
        (b"PK\x03\x04\x14\0", "image/png", "found application/zip"),
        ("借条".as_bytes(), "text/plain", "text/plain"),
        ("借条".as_bytes().split_last().expect("bytes").1, "text/plain", "text/plain"),
        (b"\xbd\xe8\xcc\xf5", "text/plain", "found application/octet-stream"),
        (b"", "image/png", "found text/plain"),
        (b"<html><script>", "text/html", "not taken text/html"),
        (b"<svg/>", "image/svg+xml", "not taken image/svg+xml"),
        (b"anything", "", "not taken "),
    ];
    for (bytes, claimed, expected) in cases {
        let told = match media().sniff(bytes, claimed) {
            Ok(kind) => kind,
            Err(MediaRefusal::NotWhatItClaims { found, .. }) => format!("found {found}"),
            Err(MediaRefusal::NotTaken { media_type }) => format!("not taken {media_type}"),
            Err(other) => other.to_string(),
        };
        assert_eq!(told, expected, "{} bytes called {claimed}", bytes.len());
    }
}

#[test]
fn the_length_of_a_recording_is_read_from_its_container() {
    for (name, media_type, expected_ms) in [
        ("tone-1500ms.webm", "audio/webm", 1500),
        ("tone-1500ms-streamed.webm", "audio/webm", 1500),
        ("tone-1500ms.ogg", "audio/ogg", 1500),
        ("tone-1500ms.m4a", "audio/mp4", 1500),
        ("tone-1500ms.wav", "audio/x-wav", 1500),
    ] {
        let path = format!("{}/../../testdata/media/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the sample is there");
        let told = media().duration_ms(&bytes, media_type).unwrap_or_else(|| panic!("{name} has a length"));
        assert!(told.abs_diff(expected_ms) <= 40, "{name}: {told} ms");
        assert_eq!(media().sniff(&bytes[..bytes.len().min(8192)], media_type).as_deref(), Ok(media_type));
        // Whatever is cut off or turned over, looking at it ends and does not panic.
        for cut in 0..bytes.len().min(600) {
            media().duration_ms(&bytes[..cut], media_type);
            let mut turned = bytes.clone();
            turned[cut] ^= 0xff;
            media().duration_ms(&turned, media_type);
        }
    }
    assert_eq!(media().duration_ms(b"not a recording", "audio/webm"), None);
}

//! Counting, measuring and drawing pages.

use std::sync::Arc;

use image::{ImageFormat, RgbImage};
use weicourt_documents::{FileError, FileKind, Fonts, Limits, Look, OpenFile, PageImage, Turn};

use crate::files::{encoded, pdf_without_fonts, photo, quarters, raw_pdf, scanned_pdf, typed_pdf};

fn open(bytes: Vec<u8>) -> OpenFile {
    OpenFile::open(Arc::new(bytes), Limits::default()).expect("the file opens")
}

fn drawn(file: &OpenFile, index: usize, max_width_px: u32, turn: Turn) -> (PageImage, RgbImage) {
    let page = file
        .draw(index, Look { max_width_px, turn, quality: 90 }, &Fonts::default())
        .expect("the page is drawn");
    let pixels =
        image::load_from_memory_with_format(&page.jpeg, ImageFormat::Jpeg).expect("a JPEG file").into_rgb8();
    assert_eq!((page.width, page.height), pixels.dimensions());
    (page, pixels)
}

/// The names of the colours in the four corners, clockwise from the top left.
fn corners(picture: &RgbImage) -> String {
    let (right, bottom) = (picture.width() - 3, picture.height() - 3);
    let name = |(x, y)| match picture.get_pixel(x, y).0.map(|channel| channel > 128) {
        [true, false, false] => 'r',
        [false, true, false] => 'g',
        [false, false, true] => 'b',
        [true, true, true] => 'w',
        _ => '?',
    };
    [(2, 2), (right, 2), (right, bottom), (2, bottom)].into_iter().map(name).collect()
}

#[test]
fn pages_are_counted_and_measured() {
    let typed = open(typed_pdf(12, |n| format!("第{n}页")));
    assert_eq!((typed.kind(), typed.n_pages()), (FileKind::Pdf, 13));
    let size = typed.sizes()[5];
    assert!((size.width - 595.276).abs() < 0.01 && (size.height - 841.89).abs() < 0.01, "{size:?}");

    for (format, kind) in [
        (ImageFormat::Jpeg, FileKind::Jpeg),
        (ImageFormat::Png, FileKind::Png),
        (ImageFormat::WebP, FileKind::WebP),
    ] {
        let picture = open(encoded(&quarters(64, 32), format));
        assert_eq!((picture.kind(), picture.n_pages()), (kind, 1));
        assert_eq!((picture.sizes()[0].width, picture.sizes()[0].height), (64.0, 32.0));
        assert_eq!(corners(&drawn(&picture, 0, 1000, Turn::None).1), "rgwb");
    }
}

#[test]
fn a_photo_stands_upright_however_the_phone_was_held() {
    // What each note means, by EXIF 2.32 4.6.4 A: which corner of the stored picture is the top left one.
    let stored = ["rgwb", "grbw", "wbrg", "bwgr", "rbwg", "brgw", "wgrb", "gwbr"];
    let sideways = [5, 6, 7, 8];
    for orientation in 1..=8_u8 {
        let picture = open(photo(&quarters(60, 40), orientation));
        let (_, pixels) = drawn(&picture, 0, 1000, Turn::None);
        let upright = if sideways.contains(&orientation) { (40, 60) } else { (60, 40) };
        assert_eq!(pixels.dimensions(), upright, "orientation {orientation}");
        assert_eq!((picture.sizes()[0].width as u32, picture.sizes()[0].height as u32), upright);
        assert_eq!(corners(&pixels), stored[usize::from(orientation) - 1], "orientation {orientation}");
    }
}

#[test]
fn a_reader_turns_a_page_clockwise() {
    let picture = open(photo(&quarters(60, 40), 6));
    for (degrees, seen) in [(0, "brgw"), (90, "wbrg"), (180, "gwbr"), (270, "rgwb")] {
        let turn = Turn::from_degrees(degrees).expect("a quarter");
        assert_eq!(turn.degrees(), degrees);
        assert_eq!(corners(&drawn(&picture, 0, 1000, turn).1), seen, "{degrees}");
    }
    let page = open(scanned_pdf(&[encoded(&quarters(60, 80), ImageFormat::Jpeg)]));
    let (_, lying) = drawn(&page, 1, 400, Turn::Quarter);
    assert_eq!(lying.width(), 400);
    assert!(lying.height() < 400);
    assert_eq!(Turn::from_degrees(45), None);
}

#[test]
fn a_page_is_as_wide_as_the_phone() {
    let photo = open(encoded(&quarters(3000, 2000), ImageFormat::Jpeg));
    assert_eq!(drawn(&photo, 0, 750, Turn::None).1.dimensions(), (750, 500));
    assert_eq!(drawn(&photo, 0, 750, Turn::Quarter).1.dimensions(), (750, 1125));
    let small = open(encoded(&quarters(300, 200), ImageFormat::Jpeg));
    assert_eq!(drawn(&small, 0, 750, Turn::None).1.dimensions(), (300, 200));
    let typed = open(typed_pdf(1, |_| "一".into()));
    assert_eq!(drawn(&typed, 1, 1080, Turn::None).1.dimensions(), (1080, 1527));
    assert_eq!(drawn(&typed, 1, 1080, Turn::Half).1.dimensions(), (1080, 1527));
}

#[test]
fn notes_of_the_camera_stay_in_the_original() {
    let original = photo(&quarters(60, 40), 6);
    assert!(original.windows(6).any(|bytes| bytes == b"CANARY"));
    let (page, _) = drawn(&open(original), 0, 1000, Turn::None);
    assert!(!page.jpeg.windows(6).any(|bytes| bytes == b"CANARY"));
    assert!(!page.jpeg.windows(4).any(|bytes| bytes == b"Exif"));
}

#[test]
fn clear_paper_is_white() {
    let clear = image::RgbaImage::from_pixel(8, 8, image::Rgba([0, 0, 0, 0]));
    let mut file = std::io::Cursor::new(Vec::new());
    clear.write_to(&mut file, ImageFormat::Png).expect("a picture");
    assert_eq!(corners(&drawn(&open(file.into_inner()), 0, 100, Turn::None).1), "wwww");
}

#[test]
fn chinese_without_its_font_is_drawn_with_ours_and_what_is_missing_is_told() {
    let common = open(pdf_without_fonts("浙江省宁波市海曙区人民法院"));
    let (page, pixels) = drawn(&common, 0, 800, Turn::None);
    assert_eq!(page.unshown, Vec::<char>::new());
    let inked = pixels.pixels().filter(|pixel| pixel.0[0] < 128).count();
    assert!(inked > 3_000, "{inked} dark pixels are no 13 characters");

    let rare = open(pdf_without_fonts("龑某某"));
    assert_eq!(drawn(&rare, 0, 800, Turn::None).0.unshown, ['龑']);
}

#[test]
fn pages_that_are_not_there_are_not_drawn() {
    let typed = open(typed_pdf(2, |_| "一".into()));
    assert_eq!(
        typed.draw(3, Look::default(), &Fonts::default()),
        Err(FileError::NoSuchPage { index: 3, n_pages: 3 })
    );
    let picture = open(encoded(&quarters(8, 8), ImageFormat::Png));
    assert_eq!(
        picture.draw(1, Look::default(), &Fonts::default()),
        Err(FileError::NoSuchPage { index: 1, n_pages: 1 })
    );
}

#[test]
fn a_page_without_any_height_is_a_page() {
    let flat = raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 20000 1]>>".into(),
    ]);
    assert_eq!(drawn(&open(flat), 0, 1080, Turn::None).1.dimensions(), (1080, 1));
    let tall = raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 20000]>>".into(),
    ]);
    assert_eq!(drawn(&open(tall), 0, 1080, Turn::None).1.dimensions(), (1, 8000));
}

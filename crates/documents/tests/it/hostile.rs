//! Files that mean harm, and files that came to harm.

use std::io::{Cursor, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::ImageFormat;
use proptest::prelude::*;
use weicourt_documents::{Book, BookOptions, FileError, Fonts, Leaf, Limits, Look, OpenFile, Part};

use crate::files::{Shelf, encoded, pdf_without_fonts, photo, quarters, raw_pdf, scanned_pdf, typed_pdf};

fn open(bytes: &[u8]) -> Result<OpenFile, FileError> {
    OpenFile::open(Arc::new(bytes.to_vec()), Limits::default())
}

/// Opens, draws and binds; whatever happens, it comes back.
fn survives(bytes: &[u8]) {
    if let Ok(file) = open(bytes) {
        for index in 0..file.n_pages().min(2) {
            let _ = file.draw(index, Look { max_width_px: 100, ..Look::default() }, &Fonts::default());
        }
    }
    let mut shelf = Shelf::default();
    let leaves: Vec<Leaf> = shelf.put("file", bytes.to_vec(), 2);
    let part = Part {
        section: String::new(),
        title: "一".into(),
        submitted_by: String::new(),
        on: String::new(),
        numbered: None,
        leaves,
    };
    let book = Book {
        title: String::new(),
        case_number: String::new(),
        court: String::new(),
        parts: vec![part],
        watermark: None,
        first_page: 1,
    };
    let bound = book.bind(
        &mut shelf,
        &Fonts::default(),
        &BookOptions { drawn_width_px: 100, ..BookOptions::default() },
    );
    let bound = bound.expect("a book is bound whatever its files are");
    assert_eq!(open(&bound.pdf).expect("a PDF file").n_pages(), 3);
}

/// One small file of each kind.
fn small_files() -> Vec<Vec<u8>> {
    vec![
        photo(&quarters(40, 30), 6),
        encoded(&quarters(40, 30), ImageFormat::Png),
        encoded(&quarters(40, 30), ImageFormat::WebP),
        typed_pdf(1, |_| "样例".into()),
        scanned_pdf(&[photo(&quarters(40, 30), 3)]),
        pdf_without_fonts("龑样例"),
    ]
}

#[test]
fn other_files_are_told_apart() {
    for bytes in [&b""[..], b"\xff", b"MZ", b"<html>", b"GIF89a", b"%PD", &[0; 5000]] {
        assert_eq!(open(bytes).err(), Some(FileError::NotPaged));
    }
    assert_eq!(open(b"%PDF-1.7\n").err(), Some(FileError::Damaged));
    assert_eq!(open(b"\xff\xd8\xff").err(), Some(FileError::Damaged));
}

#[test]
fn cut_files_come_back() {
    for file in small_files() {
        for tenth in 0..10 {
            survives(&file[..file.len() * tenth / 10]);
        }
    }
}

#[test]
fn a_locked_file_is_told() {
    // Revision 3 of the standard handler with a user password that nobody knows here.
    let key = "0".repeat(64);
    let mut file = raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".into(),
        format!("<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>"),
    ]);
    let text = String::from_utf8(file).expect("plain text");
    file = text.replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]").into_bytes();
    assert_eq!(open(&file).err(), Some(FileError::Locked));
    survives(&file);
}

#[test]
fn a_picture_that_unpacks_to_far_more_is_refused_unopened() {
    // A PNG head of 60 000 × 60 000 pixels.
    let mut head = Vec::new();
    head.extend(60_000_u32.to_be_bytes());
    head.extend(60_000_u32.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let mut bomb = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in
        [(b"IHDR", head), (b"IDAT", vec![0x78, 0x9c, 3, 0, 0, 0, 0, 1]), (b"IEND", Vec::new())]
    {
        bomb.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
        let start = bomb.len();
        bomb.extend(kind);
        bomb.extend(content);
        let sum = crc(&bomb[start..]);
        bomb.extend(sum.to_be_bytes());
    }
    let n_pixels = 3_600_000_000;
    assert_eq!(open(&bomb).err(), Some(FileError::TooManyPixels { n_pixels, most: 120_000_000 }));
    survives(&bomb);
}

/// The check sum of PNG chunks (ISO/IEC 15948 annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

#[test]
fn more_pages_than_are_taken_are_refused() {
    let tree = |n: usize| {
        let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
        let kids: String = (0..n).map(|n| format!("{} 0 R ", n + 3)).collect();
        objects.push(format!("<</Type/Pages/Kids[{kids}]/Count {n}>>"));
        objects.extend((0..n).map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_owned()));
        raw_pdf(&objects)
    };
    let limits = Limits { most_pages: 20, ..Limits::default() };
    let file = OpenFile::open(Arc::new(tree(21)), limits);
    assert_eq!(file.err(), Some(FileError::TooManyPages { n_pages: 21, most: 20 }));
    assert_eq!(OpenFile::open(Arc::new(tree(20)), limits).map(|file| file.n_pages()), Ok(20));
}

#[test]
fn a_tree_of_pages_that_bites_its_tail_ends() {
    let file = raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R 3 0 R]/Count 99>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>".into(),
        "<</Length 5>>\nstream\n/X Do\nendstream".into(),
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>\nstream\n/X Do /X Do\nendstream".into(),
    ]);
    assert_eq!(open(&file).map(|file| file.n_pages()), Ok(1));
    survives(&file);
}

#[test]
fn deep_nests_do_not_break_the_stack() {
    for deep in ["[".repeat(100_000), "<</A".repeat(100_000), "[".repeat(400) + &"]".repeat(400)] {
        let file = raw_pdf(&[
            "<</Type/Catalog/Pages 2 0 R>>".into(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Deep {deep}>>"),
        ]);
        if let Ok(file) = open(&file) {
            let _ = file.draw(0, Look::default(), &Fonts::default());
        }
    }
}

#[test]
fn a_stream_that_inflates_a_thousandfold_is_drawn_in_time() {
    // 64 MB of blanks and one stroke, in 64 kB.
    let mut packed = deflated(&b" ".repeat(64 << 20));
    let mut file = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Contents 4 0 R>>\nendobj\n".to_vec();
    file.extend(format!("4 0 obj\n<</Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).bytes());
    file.append(&mut packed);
    file.extend(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n");
    assert!(file.len() < 1 << 20);
    let started = Instant::now();
    let opened = open(&file).expect("a PDF file without a table");
    assert!(opened.draw(0, Look::default(), &Fonts::default()).is_ok());
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// A zlib stream, through the writer of PNG files: filters are off, so its rows are the bytes with a 0 before each.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let side = 8192_u32;
    let height = u32::try_from(bytes.len()).expect("short") / side;
    let mut file = Cursor::new(Vec::new());
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        &mut file,
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::NoFilter,
    );
    image::ImageEncoder::write_image(encoder, bytes, side, height, image::ExtendedColorType::L8)
        .expect("a picture");
    let file = file.into_inner();
    let mut stream = Vec::new();
    let mut at = 8;
    while let Some(head) = file.get(at..at + 8) {
        let n_bytes =
            usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).expect("short");
        if &head[4..] == b"IDAT" {
            stream.write_all(&file[at + 8..at + 8 + n_bytes]).expect("memory");
        }
        at += n_bytes + 12;
    }
    stream
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_harm_never_panics(
        kind in 0_usize..6,
        harm in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
    ) {
        thread_local! { static FILES: Vec<Vec<u8>> = small_files(); }
        let mut file = FILES.with(|files| files[kind].clone());
        for (at, byte) in harm {
            let at = at.index(file.len());
            file[at] = byte;
        }
        survives(&file);
    }

    #[test]
    fn random_words_of_pdf_never_panic(words in prop::collection::vec(prop::sample::select(vec![
        "<<", ">>", "[", "]", "1 0 R", "2 0 R", "3 0 R", "/Kids", "/Type/Page", "/Contents", "/Rotate", "-90", "90",
        "/MediaBox", "1e38", "0", "-1", "stream\n", "endstream", "endobj", "3 0 obj", "(", ")", "/Annots", "/AP",
    ]), 0..40)) {
        let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]{}>>", words.join(" "));
        survives(&raw_pdf(&[
            "<</Type/Catalog/Pages 2 0 R>>".into(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
            page,
            "<</Length 9>>\nstream\n0 0 9 9 re\nendstream".into(),
        ]));
    }
}

//! Pages are looked at in a process of their own, and what that process cannot do hurts nobody.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use image::{ImageFormat, Rgb, RgbImage};
use weicourt_app::ports::{
    BookFiles, BookLeaf, BookPart, BookPlan, PageLook, PageRefusal, Pages as _, PagesError, PortError,
};
use weicourt_server::adapters::pages::{Pages, read_fonts};

fn pages() -> Pages {
    Pages::new(PathBuf::from(env!("CARGO_BIN_EXE_weicourt")), PathBuf::new(), 1_000_000)
}

fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([200, 30, 30]))
        .write_to(&mut file, ImageFormat::Jpeg)
        .expect("a picture");
    file.into_inner()
}

const PHONE: PageLook = PageLook { max_width_px: 400, turn_degrees: 90 };

fn leaf(file: &str, index: u32) -> BookLeaf {
    BookLeaf::Page { file: file.into(), index, turn_degrees: 0 }
}

fn plan(leaves: Vec<BookLeaf>) -> BookPlan {
    let part = BookPart {
        section: "证据材料".into(),
        title: "样例".into(),
        submitted_by: "样例".into(),
        on: "2026-03-02".into(),
        numbered: None,
        leaves,
    };
    BookPlan {
        title: "样例".into(),
        case_number: "样例".into(),
        court: "样例".into(),
        parts: vec![part],
        watermark: Some("样例".into()),
        first_page: 1,
        max_width_px: None,
    }
}

struct Shelf(BTreeMap<&'static str, Vec<u8>>);

#[async_trait]
impl BookFiles for Shelf {
    async fn read(&self, file: &str) -> Result<Vec<u8>, PortError> {
        let gone = || PortError { port: "shelf", what: "gone".to_owned(), passing: false };
        self.0.get(file).cloned().ok_or_else(gone)
    }
}

#[tokio::test]
async fn pages_are_counted_and_drawn() {
    assert_eq!(pages().count(photo(60, 40)).await.expect("a picture has pages"), 1);
    let page = pages().draw(Arc::new(photo(60, 40)), 0, PHONE).await.expect("a page");
    assert_eq!((page.width, page.height), (40, 60));
    assert_eq!(image::guess_format(&page.jpeg).ok(), Some(ImageFormat::Jpeg));
    let refused = |error| match error {
        Err(PagesError::Refused(refusal)) => refusal,
        _ => panic!("the file is not refused"),
    };
    assert_eq!(refused(pages().count(b"MZ".to_vec()).await), PageRefusal::NotPaged);
    assert_eq!(refused(pages().count(b"%PDF-1.7".to_vec()).await), PageRefusal::Damaged);
    assert_eq!(refused(pages().count(photo(2000, 1000)).await), PageRefusal::TooLarge);
    let no_page = pages().draw(Arc::new(photo(60, 40)), 3, PHONE).await.map(|_| 0);
    assert_eq!(refused(no_page), PageRefusal::NoSuchPage { n_pages: 1 });
}

#[tokio::test]
async fn a_file_that_would_take_the_whole_machine_takes_one_process() {
    // 4 MB become 4 GB, far more than a page may take.
    let bomb = bomb();
    let started = Instant::now();
    let drawn = pages().draw(Arc::new(bomb), 0, PHONE).await;
    assert!(matches!(drawn, Err(PagesError::Refused(PageRefusal::TooHard))), "{drawn:?}");
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
    assert_eq!(pages().count(photo(8, 8)).await.expect("the next file is looked at"), 1);
}

/// A PDF file of 4 MB whose one page is 4 GB of blanks.
fn bomb() -> Vec<u8> {
    // A stored picture of one colour is deflated about a thousandfold.
    let (width, height) = (16_384, 16_384);
    let mut png = Cursor::new(Vec::new());
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        &mut png,
        image::codecs::png::CompressionType::Fast,
        image::codecs::png::FilterType::NoFilter,
    );
    let blank = vec![b' '; width as usize * height as usize];
    image::ImageEncoder::write_image(encoder, &blank, width, height, image::ExtendedColorType::L8)
        .expect("a picture");
    let png = png.into_inner();
    let mut stream = Vec::new();
    let mut at = 8;
    while let Some(head) = png.get(at..at + 8) {
        let n_bytes = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if &head[4..] == b"IDAT" {
            stream.extend_from_slice(&png[at + 8..at + 8 + n_bytes]);
        }
        at += n_bytes + 12;
    }
    let mut pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n".to_vec();
    let contents = "4 0 R ".repeat(16);
    pdf.extend(
        format!("3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Contents[{contents}]>>\nendobj\n")
            .bytes(),
    );
    pdf.extend(format!("4 0 obj\n<</Filter/FlateDecode/Length {}>>\nstream\n", stream.len()).bytes());
    pdf.append(&mut stream);
    pdf.extend(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n");
    pdf
}

#[tokio::test]
async fn a_book_is_bound_from_files_that_are_asked_for_one_by_one() {
    let mut shelf = Shelf(BTreeMap::from([("photo", photo(60, 40)), ("broken", b"%PDF-1.7".to_vec())]));
    let first = pages().bind(plan(vec![leaf("photo", 0), leaf("broken", 0)]), &shelf).await.expect("a book");
    assert_eq!((first.n_index_pages, first.first_pages.as_slice()), (1, [1].as_slice()));
    assert_eq!(first.unreadable, [(0, 1)]);
    assert_eq!(pages().count(first.pdf.clone()).await.expect("pages"), 3);

    shelf.0.insert("book", first.pdf);
    let second = pages().bind(plan(vec![leaf("book", 0), leaf("book", 1), leaf("book", 2)]), &shelf).await;
    assert_eq!(pages().count(second.expect("a book of a book").pdf).await.expect("pages"), 4);

    let gone = pages().bind(plan(vec![leaf("gone", 0)]), &shelf).await;
    assert!(matches!(gone, Err(PagesError::Broken(error)) if error.port == "shelf"));
}

#[tokio::test]
async fn fonts_of_the_court_are_used() {
    let fonts = tempfile::tempdir().expect("a directory");
    std::fs::write(fonts.path().join("LICENCE"), "no font").expect("a file");
    let found = Command::new("fc-match").args(["-f", "%{file}", "Noto Serif CJK SC"]).output();
    let found = String::from_utf8(found.expect("fontconfig is installed").stdout).expect("a path");
    std::fs::copy(found, fonts.path().join("own.ttc")).expect("a font");
    let own = Pages::new(PathBuf::from(env!("CARGO_BIN_EXE_weicourt")), fonts.path().to_owned(), 1_000_000);
    let mut plan = plan(Vec::new());
    plan.title = "龑".into();
    let shelf = Shelf(BTreeMap::new());
    let (own, inside) = (own.bind(plan.clone(), &shelf).await, pages().bind(plan, &shelf).await);
    assert_ne!(own.expect("a book").pdf, inside.expect("a book").pdf);

    assert!(read_fonts(fonts.path()).is_ok());
    std::fs::write(fonts.path().join("broken.ttf"), "no font").expect("a file");
    let error = read_fonts(fonts.path()).map(drop).expect_err("a broken font").to_string();
    assert!(error.contains("broken.ttf"), "{error}");
    assert!(read_fonts(&fonts.path().join("nowhere")).is_err());
}

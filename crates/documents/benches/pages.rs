//! What a page costs, and what a book costs.

#[path = "../tests/it/files.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod files;

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use image::{ImageFormat, Rgb, RgbImage};
use weicourt_documents::{Book, BookOptions, Fonts, Limits, Look, OpenFile, Part};

use crate::files::{Shelf, encoded, scanned_pdf, typed_pdf};

fn main() {
    divan::main();
}

/// A page of text as it comes from a scanner or a camera: paper with a grain, and lines of writing.
fn paper(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let grain =
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 29;
        let grain = u8::try_from(grain).unwrap_or_default();
        let inked = y % 48 < 24 && (x / 7 + y / 5).is_multiple_of(3) && x > width / 10 && x < width * 9 / 10;
        let light = if inked { 40 } else { 235 } + grain;
        Rgb([light, light, light.saturating_sub(6)])
    })
}

static TYPED: LazyLock<Arc<Vec<u8>>> = LazyLock::new(|| {
    let line =
        "原告与被告于二〇二五年一月签订借款合同，约定借款金额人民币二十万元，月利率百分之一，期限一年。";
    Arc::new(typed_pdf(500, |n| format!("第{n}页\n{}", [line; 16].join("\n"))))
});
/// 300 dpi.
static SCANNED: LazyLock<Arc<Vec<u8>>> =
    LazyLock::new(|| Arc::new(scanned_pdf(&[encoded(&paper(2480, 3508), ImageFormat::Jpeg)])));
/// 12 megapixels.
static PHOTO: LazyLock<Arc<Vec<u8>>> =
    LazyLock::new(|| Arc::new(encoded(&paper(4000, 3000), ImageFormat::Jpeg)));

fn open(bytes: &Arc<Vec<u8>>) -> OpenFile {
    OpenFile::open(bytes.clone(), Limits::default()).expect("the file opens")
}

#[divan::bench]
fn open_500_typed_pages(bencher: Bencher<'_, '_>) {
    let bytes = &*TYPED;
    bencher.bench(|| open(bytes));
}

#[divan::bench]
fn draw_page_400_of_an_open_file(bencher: Bencher<'_, '_>) {
    let (file, fonts) = (open(&TYPED), Fonts::default());
    bencher.bench(|| file.draw(400, Look::default(), &fonts));
}

#[divan::bench]
fn open_and_draw_page_400(bencher: Bencher<'_, '_>) {
    let (bytes, fonts) = (&*TYPED, Fonts::default());
    bencher.bench(|| open(bytes).draw(400, Look::default(), &fonts));
}

#[divan::bench]
fn draw_a_scanned_page(bencher: Bencher<'_, '_>) {
    let (file, fonts) = (open(&SCANNED), Fonts::default());
    bencher.bench(|| file.draw(1, Look::default(), &fonts));
}

#[divan::bench]
fn draw_a_photo(bencher: Bencher<'_, '_>) {
    let (file, fonts) = (open(&PHOTO), Fonts::default());
    bencher.bench(|| file.draw(0, Look::default(), &fonts));
}

fn book(leaves: Vec<weicourt_documents::Leaf>) -> Book {
    Book {
        title: "电子卷宗（正卷）".into(),
        case_number: "（2026）浙0203民初12号".into(),
        court: "样例人民法院".into(),
        parts: vec![Part {
            section: "证据材料".into(),
            title: "样例".into(),
            submitted_by: "样例".into(),
            on: "2026-03-02".into(),
            numbered: None,
            leaves,
        }],
        watermark: Some("样例读者 2026-03-09 10:21".into()),
        first_page: 1,
    }
}

#[divan::bench(sample_count = 10)]
fn bind_500_typed_pages(bencher: Bencher<'_, '_>) {
    let fonts = Fonts::default();
    bencher
        .with_inputs(|| {
            let mut shelf = Shelf::default();
            let leaves = shelf.put("typed", TYPED.to_vec(), 500);
            (book(leaves), shelf)
        })
        .bench_values(|(book, mut shelf)| {
            book.bind(&mut shelf, &fonts, &BookOptions::default()).expect("a book")
        });
}

#[divan::bench(sample_count = 3, args = [None, Some(1654)])]
fn bind_20_photos(bencher: Bencher<'_, '_>, max_width_px: Option<u32>) {
    let fonts = Fonts::default();
    let options = BookOptions { max_width_px, ..BookOptions::default() };
    bencher
        .with_inputs(|| {
            let mut shelf = Shelf::default();
            let leaf = shelf.put("photo", PHOTO.to_vec(), 1);
            let leaves = std::iter::repeat_n(leaf, 20).flatten().collect();
            (book(leaves), shelf)
        })
        .bench_values(|(book, mut shelf)| book.bind(&mut shelf, &fonts, &options).expect("a book"));
}

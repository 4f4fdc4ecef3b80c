//! Binding a book, and what poppler reads in it.

use std::process::Command;
use std::sync::Arc;

use image::ImageFormat;
use weicourt_documents::{
    Book, BookError, BookOptions, Bound, FileError, Fonts, Leaf, Limits, OpenFile, Part, Turn, UnreadableLeaf,
};

use crate::files::{Shelf, encoded, pdf_without_fonts, photo, quarters, raw_pdf, scanned_pdf, typed_pdf};
use crate::poppler;

fn part(section: &str, title: &str, leaves: Vec<Leaf>) -> Part {
    Part {
        section: section.into(),
        title: title.into(),
        submitted_by: "样例原告".into(),
        on: "2026-03-02".into(),
        numbered: None,
        leaves,
    }
}

fn book(parts: Vec<Part>) -> Book {
    Book {
        title: "电子卷宗（正卷）".into(),
        case_number: "（2026）浙0203民初12号".into(),
        court: "浙江省宁波市海曙区人民法院".into(),
        parts,
        watermark: Some("样例读者 2026-03-09 10:21".into()),
        first_page: 1,
    }
}

fn bind(book: &Book, shelf: &mut Shelf) -> Bound {
    book.bind(shelf, &Fonts::default(), &BookOptions::default()).expect("the book is bound")
}

fn pages(pdf: &[u8]) -> usize {
    OpenFile::open(Arc::new(pdf.to_vec()), Limits::default()).expect("a PDF file").n_pages()
}

/// A complaint of 3 typed pages, an exhibit of 2 photos held sideways, a recording, a scan.
fn a_case() -> (Book, Shelf) {
    let mut shelf = Shelf::default();
    let complaint = shelf.put("complaint", typed_pdf(3, |n| format!("起诉状第{n}页\n诉讼请求：返还借款")), 4);
    let mut photos = shelf.put("photo 1", photo(&quarters(1200, 900), 6), 1);
    photos.extend(shelf.put("photo 2", encoded(&quarters(900, 1200), ImageFormat::Png), 1));
    let recording =
        vec![Leaf::Note { lines: vec!["录音：通话录音.m4a".into(), "时长 1 分 20 秒".into()] }];
    let scan = shelf.put("scan", scanned_pdf(&[encoded(&quarters(400, 600), ImageFormat::Jpeg)]), 2);
    let parts = vec![
        part("起诉材料", "民事起诉状", complaint),
        part("证据材料", "微信转账记录截图", photos),
        part("证据材料", "原告与被告样例乙的通话录音，证明被告于二〇二六年一月承认尚欠借款本金", recording),
        part("诉讼文书", "扫描件", scan),
    ];
    (book(parts), shelf)
}

#[test]
fn a_book_has_an_index_numbers_and_bookmarks() {
    let (book, mut shelf) = a_case();
    let bound = bind(&book, &mut shelf);
    assert_eq!(
        (bound.n_index_pages, bound.first_pages.as_slice(), bound.n_drawn),
        (1, [1, 5, 7, 8].as_slice(), 0)
    );
    assert_eq!(bound.unreadable, []);
    assert_eq!(pages(&bound.pdf), 10);

    let index = poppler::text(&bound.pdf, Some(1));
    let row = |words: &[&str]| index.lines().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(row(&["浙江省宁波市海曙区人民法院"]) && row(&["（2026）浙0203民初12号"]), "{index}");
    assert!(row(&["序号", "名称", "提交人", "日期", "页码"]), "{index}");
    assert!(row(&["1", "民事起诉状", "样例原告", "2026-03-02", "1-4"]), "{index}");
    assert!(row(&["2", "微信转账记录截图", "5-6"]), "{index}");
    assert!(row(&["3", "原告与被告样例乙", "7"]), "{index}");
    assert!(!index.contains("样例读者"), "the watermark is in the words of the page: {index}");

    assert!(poppler::text(&bound.pdf, Some(4)).contains("起诉状第2页"), "text stays text");
    for (place, number) in (2..=10).zip(1..) {
        let page = poppler::text(&bound.pdf, Some(place));
        let words: String = page.split_whitespace().collect();
        assert!(words.contains(&format!("第{number}页")), "page {place}: {page}");
    }
    let info = poppler::info(&bound.pdf);
    assert_eq!(
        info.matches("595.276 x 841.89 pts (A4)").count() + info.matches("841.89 x 595.276").count(),
        10,
        "{info}"
    );

    let marks = poppler::marks(&bound.pdf);
    for mark in [
        r#"<item page="2">起诉材料</item>"#,
        r#"<item page="2">民事起诉状</item>"#,
        r#"<item page="6">证据材料</item>"#,
        r#"<item page="6">微信转账记录截图</item>"#,
        r#"<item page="9">扫描件</item>"#,
    ] {
        assert_eq!(marks.matches(mark).count(), 1, "{mark}: {marks}");
    }
    for place in [2, 6, 8, 9] {
        assert!(
            marks.contains(&format!(r#".html#{place}">"#)),
            "the index does not lead to page {place}: {marks}"
        );
    }
}

#[test]
fn the_same_book_is_the_same_bytes() {
    let (book, mut shelf) = a_case();
    let first = bind(&book, &mut shelf);
    assert_eq!(first, bind(&book, &mut shelf));
    let mut other = book;
    other.parts[1].title.push('一');
    assert_ne!(first.pdf, bind(&other, &mut shelf).pdf);
}

#[test]
fn a_photo_is_passed_through_upright_and_without_the_place() {
    let mut shelf = Shelf::default();
    let original = photo(&quarters(1200, 900), 6);
    let leaves = shelf.put("photo", original.clone(), 1);
    let mut book = book(vec![part("", "照片", leaves)]);
    book.watermark = None;
    let bound = bind(&book, &mut shelf);
    assert!(!bound.pdf.windows(6).any(|bytes| bytes == b"CANARY"));
    // The coded pixels stand in the book as the phone wrote them.
    let scan = original.windows(2).position(|bytes| bytes == [0xff, 0xda]).expect("a scan");
    let pixels = &original[scan..original.len() - b"CANARY-FILM behind the picture".len()];
    assert!(bound.pdf.windows(pixels.len()).any(|bytes| bytes == pixels));

    let seen = poppler::picture(&bound.pdf, 2);
    let (width, height) = seen.dimensions();
    let at = |x: u32, y: u32| seen.get_pixel(x, y).0.map(|channel| channel > 128);
    assert_eq!(
        at(width / 4, height / 4),
        [false, false, true],
        "turned clockwise: blue comes to the top left"
    );
    assert_eq!(at(width * 3 / 4, height / 4), [true, false, false]);
    assert_eq!(at(width * 3 / 4, height * 3 / 4), [false, true, false]);
}

#[test]
fn pages_of_a_pdf_are_turned_as_the_reader_asks() {
    let mut shelf = Shelf::default();
    shelf.put("scan", scanned_pdf(&[encoded(&quarters(400, 600), ImageFormat::Jpeg)]), 2);
    let leaf = |turn| Leaf::Page { file: "scan".into(), index: 1, turn };
    let mut book =
        book(vec![part("", "扫描件", vec![leaf(Turn::None), leaf(Turn::Quarter), leaf(Turn::Half)])]);
    book.watermark = None;
    let bound = bind(&book, &mut shelf);
    let corner = |page| {
        let seen = poppler::picture(&bound.pdf, page);
        let middle = (seen.width() / 2, seen.height() / 2);
        seen.get_pixel(middle.0 - 50, middle.1 - 50).0.map(|channel| channel > 128)
    };
    assert_eq!(corner(2), [true, false, false]);
    assert_eq!(corner(3), [false, false, true]);
    assert_eq!(corner(4), [true, true, true]);
}

#[test]
fn the_reader_stands_across_every_page() {
    let (mut book, mut shelf) = a_case();
    let marked = bind(&book, &mut shelf).pdf;
    book.watermark = None;
    let plain = bind(&book, &mut shelf).pdf;
    for page in 1..=10 {
        let (one, other) = (poppler::picture(&marked, page), poppler::picture(&plain, page));
        let differ = one.pixels().zip(other.pixels()).filter(|(one, other)| one != other).count();
        assert!(differ > 2_000, "page {page}: {differ} pixels differ");
    }
}

#[test]
fn a_seal_on_a_page_is_not_lost() {
    let sealed = raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>".into(),
        "<</Type/Annot/Subtype/Stamp/Rect[200 400 400 600]/AP<</N 5 0 R>>>>".into(),
        "<</Type/XObject/Subtype/Form/BBox[0 0 200 200]/Length 25>>\nstream\n1 0 0 rg 0 0 200 200 re f\nendstream".into(),
    ]);
    let mut shelf = Shelf::default();
    let leaves = shelf.put("sealed", sealed, 1);
    let mut book = book(vec![part("", "盖章文书", leaves)]);
    book.watermark = None;
    let bound = bind(&book, &mut shelf);
    assert_eq!(bound.n_drawn, 1);
    let seen = poppler::picture(&bound.pdf, 2);
    let [red, green, _] = seen.get_pixel(seen.width() / 2, seen.height() * 2 / 5).0;
    assert!(red > 200 && green < 60, "the seal is gone");
}

#[test]
fn what_cannot_be_shown_says_so_on_its_page() {
    let mut shelf = Shelf::default();
    let mut leaves = shelf.put("broken", b"%PDF-1.7 and nothing else".to_vec(), 1);
    leaves.extend(shelf.put("program", b"MZ this is no picture".to_vec(), 1));
    let whole = encoded(&quarters(300, 200), ImageFormat::Png);
    leaves.extend(shelf.put("cut", whole[..whole.len() / 2].to_vec(), 1));
    leaves.extend(shelf.put("good", typed_pdf(1, |_| "好".into()), 3));
    let bound = bind(&book(vec![part("", "证据", leaves)]), &mut shelf);
    let at = |leaf, error| UnreadableLeaf { part: 0, leaf, error };
    let gone = FileError::NoSuchPage { index: 2, n_pages: 2 };
    assert_eq!(
        bound.unreadable,
        [at(0, FileError::Damaged), at(1, FileError::NotPaged), at(2, FileError::Damaged), at(5, gone)]
    );
    assert_eq!(pages(&bound.pdf), 7, "an index, and six pages that keep their numbers");
    assert!(poppler::text(&bound.pdf, Some(2)).contains("本页无法显示"));
    assert!(poppler::text(&bound.pdf, Some(6)).contains("好"));
    assert!(poppler::text(&bound.pdf, Some(7)).contains("没有第 3 页"));
}

#[test]
fn a_book_is_not_bound_without_its_files() {
    let leaf = Leaf::Page { file: "gone".into(), index: 0, turn: Turn::None };
    let book = book(vec![part("", "证据", vec![leaf])]);
    let bound = book.bind(&mut Shelf::default(), &Fonts::default(), &BookOptions::default());
    assert!(matches!(bound, Err(BookError::File { file, .. }) if file == "gone"));
}

#[test]
fn wide_pictures_are_made_smaller_when_asked() {
    let mut shelf = Shelf::default();
    let leaves = shelf.put("photo", photo(&quarters(3000, 2000), 1), 1);
    let book = book(vec![part("", "照片", leaves)]);
    let whole = bind(&book, &mut shelf).pdf.len();
    let options = BookOptions { max_width_px: Some(800), ..BookOptions::default() };
    let small = book.bind(&mut shelf, &Fonts::default(), &options).expect("the book is bound").pdf;
    assert!(small.len() < whole, "{} {whole}", small.len());
    assert!(String::from_utf8_lossy(&small).contains("/Width 800"));
}

#[test]
fn a_second_volume_goes_on_counting() {
    let mut shelf = Shelf::default();
    let leaves = shelf.put("typed", typed_pdf(2, |n| format!("正文{n}")), 3);
    let mut book = book(vec![part("", "笔录", leaves)]);
    book.first_page = 501;
    let bound = bind(&book, &mut shelf);
    assert_eq!(bound.first_pages, [501]);
    assert!(poppler::text(&bound.pdf, Some(1)).contains("501-503"));
    let last: String = poppler::text(&bound.pdf, Some(4)).split_whitespace().collect();
    assert!(last.contains("第503页"), "{last}");
    book.first_page = u32::MAX - 1;
    assert!(matches!(
        book.bind(&mut shelf, &Fonts::default(), &BookOptions::default()),
        Err(BookError::TooManyPages)
    ));
}

#[test]
fn a_long_index_takes_several_pages_and_moves_no_number() {
    let mut shelf = Shelf::default();
    let leaf = shelf.put("typed", typed_pdf(1, |_| "一".into()), 1);
    let parts =
        (0..120).map(|n| part(&format!("第{}类", n / 10), &format!("材料{n}"), leaf.clone())).collect();
    let bound = bind(&book(parts), &mut shelf);
    assert!(bound.n_index_pages >= 4, "{}", bound.n_index_pages);
    assert_eq!(bound.first_pages, (1..=120).collect::<Vec<_>>());
    assert_eq!(pages(&bound.pdf), bound.n_index_pages + 120);
    let last = poppler::text(&bound.pdf, Some(bound.n_index_pages));
    assert!(last.contains("材料119"), "{last}");
}

#[test]
fn a_name_that_no_face_has_is_its_number_and_copies_as_itself() {
    assert_eq!(Fonts::default().missing("样例龑某龑"), ['龑']);
    let bound = bind(&book(vec![part("", "样例龑某的身份证明", Vec::new())]), &mut Shelf::default());
    let index = poppler::text(&bound.pdf, Some(1));
    assert!(index.contains("样例龑某"), "{index}");
    let shown = poppler::picture(&bound.pdf, 1);
    let short = bind(&book(vec![part("", "样例某的身份证明", Vec::new())]), &mut Shelf::default());
    assert_ne!(shown, poppler::picture(&short.pdf, 1));

    // A face that has it, such as the court's own, is used.
    let found = Command::new("fc-match").args(["-f", "%{file}", "Noto Serif CJK SC"]).output();
    let found = String::from_utf8(found.expect("fontconfig is installed").stdout).expect("a path");
    let fonts = Fonts::with(vec![std::fs::read(found).expect("a font file")]).expect("a font");
    assert_eq!(fonts.missing("样例龑某"), Vec::<char>::new());
    let own = book(vec![part("", "样例龑某的身份证明", Vec::new())]);
    let own = own.bind(&mut Shelf::default(), &fonts, &BookOptions::default()).expect("the book is bound");
    assert!(poppler::text(&own.pdf, Some(1)).contains("样例龑某"));
    assert!(Fonts::with(vec![b"no font".to_vec()]).is_err());
}

#[test]
fn text_without_its_font_can_be_bound() {
    let mut shelf = Shelf::default();
    let leaves = shelf.put("typed", pdf_without_fonts("宁波"), 1);
    let bound = bind(&book(vec![part("", "无字体", leaves)]), &mut shelf);
    assert_eq!(bound.n_drawn, 0);
    assert_eq!(pages(&bound.pdf), 2);
}

//! Files as people hand them in.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, Rgb, RgbImage};
use weicourt_documents::{Book, BookOptions, Files, FilesError, Fonts, Leaf, Part, Turn};

/// A picture with a red quarter at the top left, green at the top right, blue at the bottom left,
/// white at the bottom right: it tells how it is held.
pub(crate) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 255]),
    })
}

pub(crate) fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("a picture is written");
    file.into_inner()
}

/// A JPEG file as a phone writes it that was held in that way (1 to 8), with the place where it was taken.
pub(crate) fn photo(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let plain = encoded(picture, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    // Two entries: orientation (SHORT), and a note (ASCII) that must not get out.
    exif.extend([0, 2]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x0e, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"CANARY-HOME-31N\0");
    let n_bytes = u16::try_from(exif.len() + 2).expect("a short note");
    let mut file = plain[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(n_bytes.to_be_bytes());
    file.extend(exif);
    file.extend(&plain[2..]);
    file.extend(b"CANARY-FILM behind the picture");
    file
}

/// A PDF file in which page `n` (from 1) says `text(n)`, with the fonts inside.
pub(crate) fn typed_pdf(n_pages: usize, text: impl Fn(usize) -> String) -> Vec<u8> {
    let part = Part {
        section: String::new(),
        title: "样例".into(),
        submitted_by: String::new(),
        on: String::new(),
        numbered: None,
        leaves: (1..=n_pages)
            .map(|n| Leaf::Note { lines: text(n).lines().map(str::to_owned).collect() })
            .collect(),
    };
    let book = Book {
        title: "样例".into(),
        case_number: "样例".into(),
        court: "样例".into(),
        parts: vec![part],
        watermark: None,
        first_page: 1,
    };
    book.bind(&mut Shelf::default(), &Fonts::default(), &BookOptions::default()).expect("a book of notes").pdf
}

/// A PDF file of scanned pages, each a JPEG picture.
pub(crate) fn scanned_pdf(pages: &[Vec<u8>]) -> Vec<u8> {
    let mut shelf = Shelf::default();
    let mut leaves = Vec::new();
    for (place, page) in pages.iter().enumerate() {
        leaves.push(shelf.put(&format!("scan {place}"), page.clone(), 1));
    }
    let part = Part {
        section: String::new(),
        title: "样例".into(),
        submitted_by: String::new(),
        on: String::new(),
        numbered: None,
        leaves: leaves.concat(),
    };
    let book = Book {
        title: "样例".into(),
        case_number: "样例".into(),
        court: "样例".into(),
        parts: vec![part],
        watermark: None,
        first_page: 1,
    };
    book.bind(&mut shelf, &Fonts::default(), &BookOptions::default()).expect("a book of scans").pdf
}

/// A PDF file of one page from its objects, of which the first is the catalogue.
pub(crate) fn raw_pdf(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", place + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    file
}

/// A page in a Chinese font that the file does not bring, as Word and Acrobat write them.
pub(crate) fn pdf_without_fonts(text: &str) -> Vec<u8> {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let content = format!("BT /F1 40 Tf 60 700 Td <{codes}> Tj ET");
    raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".into(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>".into(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R/DW 1000>>".into(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>".into(),
    ])
}

/// Files by name.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    files: BTreeMap<String, Arc<Vec<u8>>>,
}

impl Shelf {
    /// Puts a file there, and gives its leaves.
    pub(crate) fn put(&mut self, name: &str, bytes: Vec<u8>, n_pages: usize) -> Vec<Leaf> {
        self.files.insert(name.to_owned(), Arc::new(bytes));
        (0..n_pages).map(|index| Leaf::Page { file: name.to_owned(), index, turn: Turn::None }).collect()
    }
}

impl Files for Shelf {
    fn read(&mut self, file: &str) -> Result<Arc<Vec<u8>>, FilesError> {
        self.files.get(file).cloned().ok_or_else(|| "no such file".into())
    }
}

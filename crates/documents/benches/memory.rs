//! The most memory that pages and books take, each step in a process of its own.

#[path = "../tests/it/files.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod files;

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use image::{ImageFormat, Rgb, RgbImage};
use weicourt_documents::{
    Book, BookOptions, Files, FilesError, Fonts, Leaf, Limits, Look, OpenFile, Part, Turn,
};

use crate::files::{encoded, scanned_pdf};

const STEPS: [&str; 5] = [
    "nothing",
    "make 76 scans",
    "open 76 scans and draw page 60",
    "bind 500 photos",
    "bind 500 photos, 800 wide",
];

fn main() {
    let mut out = std::io::stdout();
    let Ok(step) = std::env::var("WEICOURT_MEMORY_STEP") else {
        let program = std::env::current_exe().expect("this program");
        let dir = tempfile::tempdir().expect("a directory");
        for step in STEPS {
            let mut child = Command::new(&program);
            child.env("WEICOURT_MEMORY_STEP", step).env("WEICOURT_MEMORY_DIR", dir.path());
            assert!(child.status().expect("the step runs").success(), "{step}");
        }
        return;
    };
    let path = std::path::PathBuf::from(std::env::var_os("WEICOURT_MEMORY_DIR").expect("a directory"))
        .join("scans.pdf");
    let started = Instant::now();
    let made = match step.as_str() {
        "make 76 scans" => {
            let pages: Vec<_> = (0..76).map(scan).collect();
            let file = scanned_pdf(&pages);
            std::fs::write(path, &file).expect("a file");
            file.len()
        }
        "open 76 scans and draw page 60" => {
            let bytes = std::fs::read(path).expect("a file");
            let file = OpenFile::open(Arc::new(bytes), Limits::default()).expect("it opens");
            file.draw(60, Look::default(), &Fonts::default()).expect("a page").jpeg.len()
        }
        "bind 500 photos" => bind(None),
        "bind 500 photos, 800 wide" => bind(Some(800)),
        _ => 0,
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("no /proc here").to_owned();
    writeln!(out, "{step}: {} kB made in {:?}, {most}", made / 1000, started.elapsed())
        .expect("standard output");
}

/// A page of about 220 kB that is like no other.
fn scan(seed: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(1240, 1754, |x, y| {
        let grain =
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ seed).wrapping_mul(2_246_822_519) >> 28;
        let inked = y % 48 < 24 && (x / 7 + y / 5 + seed).is_multiple_of(3);
        let light = if inked { 40 } else { 225 } + u8::try_from(grain).unwrap_or_default();
        Rgb([light, light, light])
    });
    encoded(&picture, ImageFormat::Jpeg)
}

/// Photos that are made when they are asked for, as a node reads them from its disk.
struct Camera;

impl Files for Camera {
    fn read(&mut self, file: &str) -> Result<Arc<Vec<u8>>, FilesError> {
        Ok(Arc::new(scan(file.parse()?)))
    }
}

fn bind(max_width_px: Option<u32>) -> usize {
    let leaf = |n: u32| Leaf::Page { file: n.to_string(), index: 0, turn: Turn::None };
    let part = Part {
        section: "证据材料".into(),
        title: "样例".into(),
        submitted_by: "样例".into(),
        on: "2026-03-02".into(),
        numbered: None,
        leaves: (0..500).map(leaf).collect(),
    };
    let book = Book {
        title: "样例".into(),
        case_number: "样例".into(),
        court: "样例".into(),
        parts: vec![part],
        watermark: Some("样例读者".into()),
        first_page: 1,
    };
    let options = BookOptions { max_width_px, ..BookOptions::default() };
    book.bind(&mut Camera, &Fonts::default(), &options).expect("a book").pdf.len()
}

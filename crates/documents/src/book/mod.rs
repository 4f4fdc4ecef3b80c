//! Many files as one book with numbered pages.

mod binding;
mod index;
mod leaf;
mod paper;
mod source;
mod words;

use std::sync::Arc;

pub use words::Words;

use crate::{FileError, Fonts, Limits, Turn};

/// A book to be bound: what it is called, and its parts in order.
///
/// Numbers of pages depend on the parts alone and not on how long the index is: index pages have
/// Roman numerals, the first page behind them is `first_page`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Printed at the head of the index, such as 电子卷宗（正卷）.
    pub title: String,
    /// Printed at the head of the index and in the foot of each page.
    pub case_number: String,
    /// Printed at the head of the index.
    pub court: String,
    /// What is in it, in order.
    pub parts: Vec<Part>,
    /// Written across every page, light: who reads this copy, and when.
    pub watermark: Option<String>,
    /// The number of the first page behind the index: 1, or where the volume before this one ended plus 1.
    pub first_page: u32,
}

/// One entry of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading it stands under; parts with the same heading one after the other share it.
    pub section: String,
    /// 名称.
    pub title: String,
    /// 提交人.
    pub submitted_by: String,
    /// 日期 as it is to be printed.
    pub on: String,
    /// Where its pages stand; without it they follow those of the part before.
    pub numbered: Option<Numbered>,
    /// Its pages.
    pub leaves: Vec<Leaf>,
}

/// Numbers that a part brings along, because parts before it may be missing from this copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// What stands before each number, such as 第一卷.
    pub volume: String,
    /// The number of its first page.
    pub first_page: u32,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// A page of a file.
    Page {
        /// What [`Files`] knows the file by.
        file: String,
        /// Page of the file, from 0.
        index: usize,
        /// How it is to be turned.
        turn: Turn,
    },
    /// A page in place of something that has no pages, such as a recording: these lines.
    Note {
        /// Lines of text; long ones are broken.
        lines: Vec<String>,
    },
    /// A page of words.
    Words(Words),
}

/// Where the files of a book come from, one at a time.
pub trait Files {
    /// The bytes of a file.
    ///
    /// Pictures are asked for once and let go as soon as their page is set. A PDF file stays until
    /// the book is bound.
    ///
    /// # Errors
    ///
    /// When the file cannot be had; the book is not bound then.
    fn read(&mut self, file: &str) -> Result<Arc<Vec<u8>>, FilesError>;
}

/// Why a file could not be had.
pub type FilesError = Box<dyn std::error::Error + Send + Sync>;

/// How a book is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookOptions {
    /// Pictures wider than this are made so wide; `None` keeps every pixel. 1 654 is A4 at 200 dpi.
    pub max_width_px: Option<u32>,
    /// JPEG quality of what is encoded anew, 1 to 100.
    pub quality: u8,
    /// Whether pages of PDF files stay what they are; otherwise all of them become pictures.
    pub keeps_pdf: bool,
    /// Pixels from left to right of a page of a PDF file that becomes a picture.
    pub drawn_width_px: u32,
    /// How much of a file is taken.
    pub limits: Limits,
}

impl Default for BookOptions {
    /// Every pixel, pages of PDF files as they are, others at 200 dpi.
    fn default() -> Self {
        Self {
            max_width_px: None,
            quality: 82,
            keeps_pdf: true,
            drawn_width_px: 1654,
            limits: Limits::default(),
        }
    }
}

/// A bound book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// A PDF file.
    pub pdf: Vec<u8>,
    /// Pages of the index in front.
    pub n_index_pages: usize,
    /// For each part the number of its first page; for one without pages that of the next page.
    pub first_pages: Vec<u32>,
    /// Leaves that stand in the book as a page that says they cannot be shown.
    pub unreadable: Vec<UnreadableLeaf>,
    /// Pages of PDF files that are in the book as pictures.
    pub n_drawn: usize,
}

/// A leaf that could not be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableLeaf {
    /// The part, from 0.
    pub part: usize,
    /// The leaf in the part, from 0.
    pub leaf: usize,
    /// Why.
    pub error: FileError,
}

/// Why a book could not be bound.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BookError {
    /// A file could not be had.
    #[error("file {file} cannot be read")]
    File {
        /// What it is known by.
        file: String,
        /// Why.
        #[source]
        source: FilesError,
    },
    /// Page numbers end at 4 294 967 295.
    #[error("the book has too many pages")]
    TooManyPages,
    /// The writer of PDF files failed; this is a mistake in the program.
    #[error("the PDF file cannot be written: {0}")]
    Writer(String),
}

impl Book {
    /// Binds the book: index, pages with their numbers, bookmarks.
    ///
    /// Every page is A4, upright or lying as its content is. A file that cannot be read, and a page
    /// that cannot be drawn, take their place as a page that says so.
    ///
    /// Memory: about three times the book, plus the pixels of one picture.
    ///
    /// # Errors
    ///
    /// [`BookError::File`] when a file cannot be had.
    pub fn bind(
        &self,
        files: &mut (dyn Files + Send),
        fonts: &Fonts,
        options: &BookOptions,
    ) -> Result<Bound, BookError> {
        binding::bind(self, files, fonts, options)
    }
}

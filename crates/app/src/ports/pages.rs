//! Pages of files: counted, drawn for a phone, bound into a book.

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::PortError;

/// Why a file, or a page of it, cannot be shown. The file itself stays what it is, and can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PageRefusal {
    /// The bytes are no PDF file and no JPEG, PNG or WebP picture.
    #[error("the file has no pages that can be shown")]
    NotPaged,
    /// The PDF file opens only with a password, or is encrypted in an unknown way.
    #[error("the file is locked")]
    Locked,
    /// The file cannot be read to its end, or has no page at all.
    #[error("the file is damaged")]
    Damaged,
    /// The file has more pages, or a picture more pixels, than are taken.
    #[error("the file is too large")]
    TooLarge,
    /// There is no such page.
    #[error("there is no such page among {n_pages}")]
    NoSuchPage {
        /// Pages of the file.
        n_pages: u32,
    },
    /// The file would take more memory or time than one page may.
    #[error("the file takes too much memory or time")]
    TooHard,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// It is the file.
    #[error(transparent)]
    Refused(#[from] PageRefusal),
    /// It is not the file.
    #[error(transparent)]
    Broken(#[from] PortError),
}

/// How a page is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLook {
    /// Most pixels from left to right. A page of a PDF file is drawn that wide; a picture is never enlarged.
    pub max_width_px: u32,
    /// How far the reader turned the page, clockwise: 0, 90, 180 or 270 degrees; anything else is 0.
    pub turn_degrees: u16,
}

/// A page as a picture.
#[derive(Clone)]
pub struct PageImage {
    /// A JPEG file without any note about camera, place or time.
    pub jpeg: Vec<u8>,
    /// Width, in pixels.
    pub width: u32,
    /// Height, in pixels.
    pub height: u32,
    /// Characters that are boxes in this picture: the file does not bring their font, and no face here
    /// has them. U+FFFD stands for one that the file does not name. The reader must be told.
    pub unshown: Vec<char>,
}

impl std::fmt::Debug for PageImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageImage")
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}

/// A book to be bound: index in front, then every page with its number, as one PDF file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookPlan {
    /// Printed at the head of the index.
    pub title: String,
    /// Printed at the head of the index and in the foot of each page.
    pub case_number: String,
    /// Printed at the head of the index.
    pub court: String,
    /// What is in it, in order.
    pub parts: Vec<BookPart>,
    /// Written across every page: who reads this copy, and when.
    pub watermark: Option<String>,
    /// The number of the first page behind the index.
    pub first_page: u32,
    /// Pictures wider than this are made so wide, in pixels; `None` keeps every pixel.
    pub max_width_px: Option<u32>,
}

/// One entry of the index.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookPart {
    /// The heading it stands under; parts with the same heading one after the other share it.
    pub section: String,
    /// 名称.
    pub title: String,
    /// 提交人.
    pub submitted_by: String,
    /// 日期 as it is to be printed.
    pub on: String,
    /// The volume its pages stand in, and the number of the first one; without it they follow those before.
    #[serde(default)]
    pub numbered: Option<(String, u32)>,
    /// Its pages.
    pub leaves: Vec<BookLeaf>,
}

/// One page of a book.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BookLeaf {
    /// A page of a file.
    Page {
        /// What [`BookFiles`] knows the file by.
        file: String,
        /// Page of the file, from 0.
        index: u32,
        /// How far it is turned, clockwise: 0, 90, 180 or 270 degrees.
        turn_degrees: u16,
    },
    /// A page in place of something that has no pages, such as a recording.
    Note {
        /// Lines of text.
        lines: Vec<String>,
    },
    /// A page of words.
    Words(PageOfWords),
}

/// A page of words, broken into lines already.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOfWords {
    /// Above the lines; empty on all pages but the first.
    pub heading: String,
    /// Below the heading: by whom and when.
    pub byline: String,
    /// The lines.
    pub lines: Vec<String>,
}

/// A bound book.
#[derive(Clone)]
pub struct BoundBook {
    /// A PDF file. The same plan and files make the same bytes.
    pub pdf: Vec<u8>,
    /// Pages of the index in front.
    pub n_index_pages: u32,
    /// For each part the number of its first page.
    pub first_pages: Vec<u32>,
    /// Leaves (part and leaf, from 0) that stand in the book as a page that says they cannot be shown.
    pub unreadable: Vec<(u32, u32)>,
}

impl std::fmt::Debug for BookPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookPlan").field("n_parts", &self.parts.len()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for BookPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookPart").field("n_leaves", &self.leaves.len()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for PageOfWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageOfWords").field("n_lines", &self.lines.len()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for BookLeaf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BookLeaf")
    }
}

impl std::fmt::Debug for BoundBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoundBook").field("size_bytes", &self.pdf.len()).finish_non_exhaustive()
    }
}

/// Where the files of a book come from, one at a time.
#[async_trait]
pub trait BookFiles: Send + Sync {
    /// The bytes of a file of the plan. It may be asked for more than once.
    async fn read(&self, file: &str) -> Result<Vec<u8>, PortError>;
}

/// Counts, draws and binds pages. What one hostile file can cost is bounded.
#[async_trait]
pub trait Pages: Send + Sync {
    /// How many pages a file has; a picture has one.
    async fn count(&self, content: Vec<u8>) -> Result<u32, PagesError>;

    /// Draws page `index` (from 0).
    async fn draw(&self, content: Arc<Vec<u8>>, index: u32, look: PageLook) -> Result<PageImage, PagesError>;

    /// Draws a page of words.
    async fn draw_words(&self, words: PageOfWords, look: PageLook) -> Result<PageImage, PagesError>;

    /// Binds a book.
    async fn bind(&self, plan: BookPlan, files: &dyn BookFiles) -> Result<BoundBook, PagesError>;
}

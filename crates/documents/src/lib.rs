//! Pages of files, the paginated book that a case is read as, and the court's own documents on paper.
//!
//! Bytes in, bytes out: no clock, no network, no files but the fonts and templates inside. What it knows
//! of courts ends at "a book has parts with titles, and every page a number"; what courts write stands in
//! `templates/`.
//!
//! - [`OpenFile`] knows how many pages a PDF file or a picture has, how large they are, and draws
//!   one of them as a JPEG picture for a phone. Opening does not draw, and drawing page 400 does not
//!   look at the 399 before it.
//! - [`Book`] puts pages of many files into one PDF file: an index in front, every page with its
//!   stable number in the foot, bookmarks, the reader's name across each page. Pages of PDF files
//!   stay what they are (text stays text), JPEG pictures are passed through unchanged but for what
//!   the camera noted about itself.
//! - [`seal`](mod@seal) puts a court's electronic seal on a PDF file, as a signature behind the bytes that
//!   are there, and says of any file whether it is what was sealed. Keys, clocks and time-stamping
//!   authorities are the caller's.
//! - [`typeset`] turns a template and the data of a case into a PDF/A file.
//! - [`Fonts`] are the faces that all of them use; one of them is inside, the court may add its own.
//!
//! Invariants:
//! - Hostile bytes cost an error, never a panic of the caller: parsers run on a thread of their own
//!   ([`FileError::Damaged`]), counts and pixels are bounded by [`Limits`] before anything is unpacked.
//!   What bounds cannot see (a stream that inflates a thousandfold inside a PDF file, a drawing that
//!   takes hours) needs a process that can be ended; whoever serves strangers runs this in one.
//! - The same book and fonts make the same bytes, and so do the same document and fonts.
//! - No page is left out silently: what cannot be drawn stands in the book as a page that says so,
//!   and in [`Bound::unreadable`].
//! - No character is left out silently: see [`Fonts`].
//!
//! To read a new kind of file: 1. its first bytes in [`FileKind::of`]; 2. its pages in [`OpenFile`];
//! 3. how it stands on paper in `book/leaf.rs`; 4. files of it in `tests/it`.
//!
//! To add a court document: 1. its fields in `templates/NAME.toml`; 2. its paper in `templates/NAME.typ`;
//! 3. data that fill every field in `templates/samples/NAME.json`; 4. its name in the list of
//! `typeset/registry.rs`; 5. look at it: `cargo run -p weicourt-documents --example samples -- /tmp NAME`.
//! The tests take it up by themselves; `templates/README.md` has the conventions.

mod book;
mod error;
mod fonts;
mod guard;
mod jpeg;
mod kind;
mod open;
mod open_pdf;
mod picture;
pub mod seal;
mod turn;
pub mod typeset;
mod unshown;

pub use book::{
    Book, BookError, BookOptions, Bound, Files, FilesError, Leaf, Numbered, Part, UnreadableLeaf, Words,
};
pub use error::FileError;
pub use fonts::{FontError, Fonts};
pub use kind::FileKind;
pub use open::{Limits, Look, OpenFile, PageImage, PageSize};
pub use seal::SealPlace;
pub use turn::Turn;

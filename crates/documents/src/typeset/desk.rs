//! What Typst may see: our faces, the template, and the data as one string. No files, no network, no clock.

use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontVariant};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use super::registry::COMMON;
use crate::Fonts;
use crate::fonts::FaceBytes;

/// The faces as Typst knows them, each under a name of ours (`face 0`), so that two faces that call
/// themselves the same do not hide each other.
pub(super) struct Faces {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// Families for the text, best first.
    pub(super) text: Vec<String>,
    /// Families for the title, best first.
    pub(super) title: Vec<String>,
    /// Whether there is a face made for titles, which needs no thickening.
    pub(super) has_title_face: bool,
}

/// Bytes of a face, shared.
struct Shared(FaceBytes);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}

impl Faces {
    pub(super) fn new(fonts: &Fonts) -> Self {
        let fonts: Vec<Font> =
            fonts.faces().filter_map(|bytes| Font::new(Bytes::new(Shared(bytes)), 0)).collect();
        let mut book = FontBook::new();
        let mut kinds = Vec::new();
        for (place, font) in fonts.iter().enumerate() {
            let mut info = font.info().clone();
            kinds.push(Look::of(&info.family));
            info.family = format!("face {place}");
            info.variant = FontVariant::default();
            book.push(info);
        }
        let chain = |first: Look, last: Look| {
            let mut chain: Vec<usize> = (0..kinds.len()).collect();
            chain.sort_by_key(|&place| match kinds[place] {
                look if look == first => 0,
                look if look == last => 2,
                _ => 1,
            });
            chain.into_iter().map(|place| format!("face {place}")).collect()
        };
        Self {
            text: chain(Look::Text, Look::Title),
            title: chain(Look::Title, Look::Text),
            has_title_face: kinds.contains(&Look::Title),
            book: LazyHash::new(book),
            fonts,
        }
    }
}

/// What a face is made for, by the name of its family.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// 仿宋, the text of official documents.
    Text,
    /// 小标宋, their titles.
    Title,
    Other,
}

impl Look {
    fn of(family: &str) -> Self {
        let family = family.to_lowercase().replace([' ', '-', '_'], "");
        let is = |names: &[&str]| names.iter().any(|name| family.contains(name));
        if is(&["小标宋", "xiaobiaosong", "xbsong", "xbs"]) {
            Self::Title
        } else if is(&["仿宋", "fangsong", "fandolfang", "simfang"]) {
            Self::Text
        } else {
            Self::Other
        }
    }
}

/// One document on the desk.
pub(super) struct Desk {
    faces: Arc<Faces>,
    library: LazyHash<Library>,
    main: Source,
    common: Source,
}

impl Desk {
    pub(super) fn new(faces: Arc<Faces>, template: &'static str, data: String) -> Option<Self> {
        let mut inputs = Dict::new();
        inputs.insert("data".into(), data.into_value());
        Some(Self {
            faces,
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            main: Source::new(file("document.typ")?, template.into()),
            common: Source::new(file("common.typ")?, COMMON.into()),
        })
    }

    /// The line in the templates that a message is about.
    pub(super) fn place(&self, span: impl Into<typst::syntax::DiagSpan>) -> Option<String> {
        use typst::WorldExt as _;
        let span = span.into();
        let id = span.id()?;
        let source = self.source(id).ok()?;
        let line = source.lines().byte_to_line(self.range(span)?.start)?;
        Some(format!("{}:{}", id.get().vpath().get_without_slash(), line + 1))
    }
}

fn file(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.common]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

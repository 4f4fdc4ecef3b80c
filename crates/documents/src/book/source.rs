//! The files of a book while it is bound.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{BookError, BookOptions, Files};
use crate::open_pdf::{Embeddable, OpenPdf};
use crate::picture::Picture;
use crate::{FileError, FileKind};

/// A file that is open.
pub(super) enum Source {
    Pdf(OpenPdf),
    Picture(Picture, Arc<Vec<u8>>),
}

/// The file in hand, and the PDF files whose pages are in the book.
pub(super) struct Sources<'a> {
    files: &'a mut (dyn Files + Send),
    options: BookOptions,
    /// PDF files whose pages are drawn, because they did not go into the book as they are.
    drawn: &'a BTreeSet<String>,
    current: Option<(String, Result<Source, FileError>)>,
    kept: BTreeMap<String, Option<Embeddable>>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(
        files: &'a mut (dyn Files + Send),
        options: BookOptions,
        drawn: &'a BTreeSet<String>,
    ) -> Self {
        Self { files, options, drawn, current: None, kept: BTreeMap::new() }
    }

    /// Opens a file, unless it is the one in hand.
    pub(super) fn open(&mut self, file: &str) -> Result<&Result<Source, FileError>, BookError> {
        if self.current.as_ref().is_none_or(|(open, _)| open != file) {
            // The one before is let go first: two large files need not be here at once.
            self.current = None;
            let bytes =
                self.files.read(file).map_err(|source| BookError::File { file: file.to_owned(), source })?;
            let source = match FileKind::of(&bytes) {
                None => Err(FileError::NotPaged),
                Some(FileKind::Pdf) => OpenPdf::open(bytes, self.options.limits).map(Source::Pdf),
                Some(kind) => Picture::open(bytes.clone(), kind, self.options.limits)
                    .map(|picture| Source::Picture(picture, bytes)),
            };
            let is_kept = self.options.keeps_pdf && !self.drawn.contains(file);
            if let (true, Ok(Source::Pdf(pdf)), false) = (is_kept, &source, self.kept.contains_key(file)) {
                self.kept.insert(file.to_owned(), pdf.to_embed());
            }
            self.current = Some((file.to_owned(), source));
        }
        match &self.current {
            Some((_, source)) => Ok(source),
            None => Err(BookError::Writer("no file is open".into())),
        }
    }

    /// The PDF file to take pages of as they are, when that is possible.
    pub(super) fn kept(&self, file: &str) -> Option<&Embeddable> {
        self.kept.get(file)?.as_ref()
    }

    /// The PDF files that are in the book as they are.
    pub(super) fn into_kept(self) -> impl Iterator<Item = (String, Embeddable)> {
        self.kept.into_iter().filter_map(|(file, pdf)| Some((file, pdf?)))
    }
}

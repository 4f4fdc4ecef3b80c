//! Why a file has no pages to show.

/// Why a file, or a page of it, cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The bytes are no PDF file and no JPEG, PNG or WebP picture.
    #[error("the file is neither PDF nor a JPEG, PNG or WebP picture")]
    NotPaged,
    /// The PDF file opens only with a password.
    #[error("the PDF file is locked with a password")]
    Locked,
    /// The PDF file is encrypted in a way that is not known here.
    #[error("the PDF file is encrypted in an unknown way")]
    UnknownEncryption,
    /// The file begins like its kind, but cannot be read.
    #[error("the file is damaged")]
    Damaged,
    /// The PDF file has no page.
    #[error("the file has no pages")]
    Empty,
    /// The file has more pages than are taken.
    #[error("the file has {n_pages} pages, more than {most}")]
    TooManyPages {
        /// Pages of the file.
        n_pages: usize,
        /// Most pages that are taken.
        most: usize,
    },
    /// The picture has more pixels than are taken.
    #[error("the picture has {n_pixels} pixels, more than {most}")]
    TooManyPixels {
        /// Pixels of the picture.
        n_pixels: u64,
        /// Most pixels that are taken.
        most: u64,
    },
    /// There is no such page.
    #[error("there is no page {index} (from 0) among {n_pages}")]
    NoSuchPage {
        /// The page asked for, from 0.
        index: usize,
        /// Pages of the file.
        n_pages: usize,
    },
}

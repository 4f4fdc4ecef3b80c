//! The kinds of files that have pages.

/// A kind of file that has pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A PDF file.
    Pdf,
    /// A JPEG picture, one page.
    Jpeg,
    /// A PNG picture, one page.
    Png,
    /// A WebP picture, one page.
    WebP,
}

/// Where a PDF file may begin, in bytes: other programs may put something in front (ISO 32000-1 annex H.3.4.1).
const PDF_HEAD: usize = 1024;

impl FileKind {
    /// The kind by the first bytes; names and claims are not asked.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => {
                let head = &bytes[..bytes.len().min(PDF_HEAD)];
                head.windows(5).any(|window| window == b"%PDF-").then_some(Self::Pdf)
            }
        }
    }

    /// The media type, such as `image/jpeg`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

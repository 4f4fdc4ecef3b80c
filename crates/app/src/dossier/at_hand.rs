//! Pages and files that were read a moment ago, so that turning a page neither reads a whole file again nor
//! draws it twice.

use std::sync::Arc;
use std::time::Duration;

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;

/// Drawn pages that are kept, in bytes.
const PICTURES_BYTES: u64 = 48 << 20;
/// Files that are kept, in bytes. One that is larger than all of it is read anew for each page.
const FILES_BYTES: u64 = 192 << 20;
/// How long something is kept after it was last read.
const KEPT_FOR: Duration = Duration::from_secs(300);

/// Which picture: what it is of, the page of it, how wide, and how far turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PictureKey {
    pub(super) case: CaseId,
    /// Digest of the file, or of the words.
    pub(super) content: Digest,
    pub(super) index: u32,
    pub(super) width: u32,
    pub(super) turn_degrees: u16,
}

/// A page as it was drawn.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) jpeg: Vec<u8>,
    pub(super) unshown: Vec<char>,
}

/// What was read lately.
#[derive(Debug, Clone)]
pub struct PagesAtHand {
    pub(super) pictures: moka::future::Cache<PictureKey, Arc<Picture>>,
    pub(super) files: moka::future::Cache<(CaseId, Digest), Arc<Vec<u8>>>,
}

fn weight(n_bytes: usize) -> u32 {
    u32::try_from(n_bytes).unwrap_or(u32::MAX).saturating_add(200)
}

impl Default for PagesAtHand {
    fn default() -> Self {
        PagesAtHand {
            pictures: moka::future::Cache::builder()
                .max_capacity(PICTURES_BYTES)
                .weigher(|_, picture: &Arc<Picture>| weight(picture.jpeg.len()))
                .time_to_idle(KEPT_FOR)
                .build(),
            files: moka::future::Cache::builder()
                .max_capacity(FILES_BYTES)
                .weigher(|_, file: &Arc<Vec<u8>>| weight(file.len()))
                .time_to_idle(KEPT_FOR)
                .build(),
        }
    }
}

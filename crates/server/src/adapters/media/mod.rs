//! Looks at what people hand in: its true kind, a preview, the length of a recording.

mod archive;
mod duration;
mod kind;
mod preview;

use weicourt_app::ports::{self, MediaRefusal, Preview};

use self::preview::PreviewMaker;

/// Looks at handed-in bytes on this machine, with nothing but Rust.
#[derive(Debug)]
pub struct Media {
    previews: PreviewMaker,
}

impl Media {
    /// Refuses pictures of more than `most_pixels`.
    #[must_use]
    pub fn new(most_pixels: u64) -> Self {
        Self { previews: PreviewMaker::new(most_pixels) }
    }
}

impl ports::Media for Media {
    fn sniff(&self, head: &[u8], claimed: &str) -> Result<String, MediaRefusal> {
        kind::sniff(head, claimed)
    }

    fn check_archive(&self, bytes: &[u8]) -> Result<(), MediaRefusal> {
        archive::check(bytes)
    }

    fn preview(&self, bytes: &[u8], media_type: &str) -> Result<Preview, MediaRefusal> {
        self.previews.draw(bytes, media_type)
    }

    fn duration_ms(&self, bytes: &[u8], media_type: &str) -> Option<u32> {
        duration::duration_ms(bytes, media_type)
    }
}

//! What messages carry.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::form::BlobRef;

/// What a message carries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MessageContent {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A voice note.
    Voice {
        /// The recording.
        blob: BlobRef,
    },
    /// A photo.
    Photo {
        /// The original, byte for byte.
        blob: BlobRef,
        /// A smaller picture without EXIF.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<BlobRef>,
    },
    /// A file.
    File {
        /// The file.
        blob: BlobRef,
    },
    /// A place.
    Location {
        /// Latitude (WGS 84), in 10⁻⁷ degrees.
        latitude_e7: i32,
        /// Longitude (WGS 84), in 10⁻⁷ degrees.
        longitude_e7: i32,
        /// What the place is called.
        name: String,
        /// Its address.
        address: String,
    },
    /// What a reader sees of a withdrawn message; never stored.
    Withdrawn,
}

impl MessageContent {
    /// [`MessageContent::blobs`], to put in what is known of them.
    pub fn blobs_mut(&mut self) -> impl Iterator<Item = &mut BlobRef> {
        let (first, second) = match self {
            MessageContent::Voice { blob } | MessageContent::File { blob } => (Some(blob), None),
            MessageContent::Photo { blob, preview } => (Some(blob), preview.as_mut()),
            MessageContent::Text { .. } | MessageContent::Location { .. } | MessageContent::Withdrawn => {
                (None, None)
            }
        };
        first.into_iter().chain(second)
    }

    /// Everything large the content refers to.
    pub fn blobs(&self) -> impl Iterator<Item = &BlobRef> {
        let (first, second) = match self {
            MessageContent::Voice { blob } | MessageContent::File { blob } => (Some(blob), None),
            MessageContent::Photo { blob, preview } => (Some(blob), preview.as_ref()),
            MessageContent::Text { .. } | MessageContent::Location { .. } | MessageContent::Withdrawn => {
                (None, None)
            }
        };
        first.into_iter().chain(second)
    }
}

impl fmt::Debug for MessageContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MessageContent::Text { .. } => "Text",
            MessageContent::Voice { .. } => "Voice",
            MessageContent::Photo { .. } => "Photo",
            MessageContent::File { .. } => "File",
            MessageContent::Location { .. } => "Location",
            MessageContent::Withdrawn => "Withdrawn",
        })
    }
}

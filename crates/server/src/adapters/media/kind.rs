//! The true kind of a file, and which kinds are taken.

use weicourt_app::ports::MediaRefusal;

/// Kinds that are taken when the bytes show exactly that.
const SHOWN: [&str; 17] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/bmp",
    "image/tiff",
    "image/heif",
    "audio/mpeg",
    "audio/x-wav",
    "audio/x-flac",
    "audio/aac",
    "audio/amr",
    "video/mp4",
    "video/quicktime",
    "application/pdf",
    "application/zip",
    "application/rtf",
];

/// Office files that are ZIP archives inside; the first bytes do not always tell which.
const IN_ZIP: [&str; 6] = [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/ofd",
];

/// Older office files, compound documents inside.
const COMPOUND: [&str; 4] = [
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-works",
];

/// First bytes of a compound document (MS-CFB 2.2).
const COMPOUND_MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The media type under which the file is kept: the claimed one where the bytes agree with it.
///
/// Sound without a picture is recorded in the containers of films, and office files are archives;
/// such claims are believed. A program or a page called a photo is not. Nothing that a browser
/// would run, such as HTML or SVG, is taken under any name.
pub(super) fn sniff(head: &[u8], claimed: &str) -> Result<String, MediaRefusal> {
    let claimed = claimed.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let claimed = match claimed.as_str() {
        "image/jpg" => "image/jpeg",
        "image/heic" => "image/heif",
        "audio/wav" | "audio/wave" => "audio/x-wav",
        "audio/flac" => "audio/x-flac",
        "audio/m4a" | "audio/x-m4a" => "audio/mp4",
        "application/x-zip-compressed" => "application/zip",
        "text/rtf" => "application/rtf",
        other => other,
    };
    let shown = infer::get(head).map(|kind| kind.mime_type());
    let agree = match claimed {
        "text/plain" | "text/csv" => shown.is_none() && is_text(head),
        "audio/webm" | "video/webm" => is_webm(head),
        "audio/ogg" => head.starts_with(b"OggS"),
        "audio/mp4" => matches!(shown, Some("audio/m4a" | "video/mp4" | "video/x-m4v")),
        "image/heif" => matches!(shown, Some("image/heif" | "image/heic")),
        _ if IN_ZIP.contains(&claimed) => head.starts_with(b"PK\x03\x04"),
        _ if COMPOUND.contains(&claimed) => head.starts_with(&COMPOUND_MAGIC),
        _ if SHOWN.contains(&claimed) => shown == Some(claimed),
        _ => return Err(MediaRefusal::NotTaken { media_type: claimed.to_owned() }),
    };
    if agree {
        return Ok(claimed.to_owned());
    }
    let found = match shown {
        Some(shown) => shown,
        None if is_text(head) => "text/plain",
        None => "application/octet-stream",
    };
    Err(MediaRefusal::NotWhatItClaims { claimed: claimed.to_owned(), found: found.to_owned() })
}

/// Whether the head is that of a WebM container; recorders write its fields in sizes of their own.
fn is_webm(head: &[u8]) -> bool {
    head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) && head.windows(4).take(64).any(|window| window == b"webm")
}

/// Whether the bytes are UTF-8 text without control characters; the last character may be cut.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

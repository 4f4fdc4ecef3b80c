//! JPEG files without what the camera noted.

/// A copy of a JPEG file with its picture and colours only, nothing re-encoded.
///
/// Kept are the segments that decoders need, the JFIF head, the colour profile and Adobe's note on
/// colours; gone are Exif (place, time, device, the little preview), XMP, comments, and whatever
/// stands behind the picture (phones append films there). `None` when the segments cannot be
/// followed to the end of the picture. ISO/IEC 10918-1 annex B.
pub(crate) fn without_notes(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(bytes.get(..2).filter(|start| *start == [0xff, 0xd8])?);
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // A filling byte before a marker.
            0xff => at += 1,
            0xd9 => {
                kept.extend_from_slice(&[0xff, 0xd9]);
                return Some(kept);
            }
            // Markers without a segment.
            0x01 | 0xd0..=0xd7 => {
                kept.extend_from_slice(&bytes[at..at + 2]);
                at += 2;
            }
            0x00 | 0xd8 => return None,
            _ => {
                let n_bytes = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let end = at + 2 + n_bytes.max(2);
                let segment = bytes.get(at..end)?;
                if is_picture(marker, &segment[4..]) {
                    kept.extend_from_slice(segment);
                }
                at = end;
                if marker == 0xda {
                    let scan = scan(bytes.get(at..)?)?;
                    kept.extend_from_slice(scan);
                    at += scan.len();
                }
            }
        }
    }
}

/// Whether a segment belongs to the picture and not to notes about it.
fn is_picture(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
        _ => true,
    }
}

/// The coded pixels up to the next marker that is none of theirs.
fn scan(bytes: &[u8]) -> Option<&[u8]> {
    let end =
        bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7))?;
    Some(&bytes[..end])
}

//! WAV: bytes of sound divided by bytes a second.

use super::in_ms;

/// Reads the `fmt ` and `data` chunks.
pub(super) fn duration_ms(bytes: &[u8]) -> Option<u64> {
    let mut rest = bytes.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WAVE")?;
    let mut bytes_per_second = None;
    while let (Some(name), Some(size)) = (rest.get(..4), rest.get(4..8)) {
        let size = u32::from_le_bytes(size.try_into().ok()?);
        let body = rest.get(8..)?;
        if name == b"fmt " {
            bytes_per_second = Some(u32::from_le_bytes(body.get(8..12)?.try_into().ok()?));
        } else if name == b"data" {
            return in_ms(u64::from(size), u64::from(bytes_per_second.filter(|&rate| rate > 0)?));
        }
        // Chunks begin at even places.
        let next = usize::try_from(size).ok()?.checked_add(usize::try_from(size % 2).ok()?)?;
        rest = body.get(next..)?;
    }
    None
}
